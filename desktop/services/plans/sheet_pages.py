"""The data of the printed pages: a rep's target sheet, and the summary of a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop.enums import Metric, PlanLevel
from desktop.i18n import _
from desktop.services.plans.programme_data import RepProgramme
from desktop.services.plans.sheet_book import PlanRead, lines_total
from desktop.services.plans.sheet_lines import (
    CUSTOMER,
    GROUP,
    REP,
    TERRITORY,
    PlacedLine,
    PlanColumn,
)
from desktop.services.plans.sheet_reasons import (
    Basis,
    basis_of,
    method_words,
    reason_words,
    visits_words,
)
from desktop.services.plans.sheets_data import SheetRow
from desktop.services.plans.versions_data import VersionCard
from desktop.services.reports.plan_pages_data import (
    Feasibility,
    FeasibilityCounts,
    MonthlyTargets,
    PartKind,
    PlanDefinitions,
    PlanIdentity,
    PlanMetric,
    PlanSummaryData,
    SummaryMetric,
    TabPart,
    TargetAnswer,
    TargetMeasure,
    TargetReason,
    TargetSheetData,
)

Columns = Mapping[PlanColumn, Sequence[PlacedLine]]
#: Gives a part's code, name and kind for what a line names.
Namer = Callable[[int | None], tuple[str, str, PartKind]]


@dataclass(frozen=True, slots=True)
class PageSource:
    """What the pages of a version are made of; texts are made in the language being spoken."""

    read: PlanRead
    card: VersionCard
    rows: Mapping[int, SheetRow]
    bases: tuple[Basis, ...]
    is_imported: bool
    programmes: Mapping[int, RepProgramme]

    def sheet(self, rep_id: int) -> TargetSheetData:
        """Return a rep's target sheet; everything on it adds up to his part of the version.

        Raises:
            KeyError: the version's list has no such rep.
        """
        row, columns = self.rows[rep_id], self.read.lines.of_rep(rep_id)
        programme = self.programmes.get(rep_id)
        needed: tuple[MonthlyTargets, ...] = ()
        if programme is not None and programme.programme.visits is not None:
            needed = (MonthlyTargets(PlanMetric("visits_needed"), programme.by_month),)
        return TargetSheetData(
            identity=self._identity(),
            rep_code=row.code,
            rep_name=row.name,
            title=row.title,
            manager_name=row.manager_name,
            territory_name=row.territory_name,
            as_of=self.read.today,
            targets=self._targets(columns),
            customers=self._parts(columns, CUSTOMER, self._customer),
            activity=needed,
            reasons=self._reasons(columns, row),
            definitions=self._definitions(),
            answer=_printed_answer(row),
            measures=tuple(
                TargetMeasure(
                    one.entry.name, one.entry.unit, one.entry.decimals,
                    not one.entry.more_is_better, one.quarters, one.year,
                    not one.entry.adds_up,
                )
                for one in row.measures
            ),
        )  # fmt: skip

    def summary(self) -> PlanSummaryData:
        """Return the plan's summary; its four decompositions add up to the version's totals."""
        columns = self.read.lines.columns
        groups = self._parts(columns, GROUP, self._group)
        has_groups = any(part.kind is PartKind.NAMED for part in groups)
        return PlanSummaryData(
            identity=self._identity(),
            as_of=self.read.today,
            metrics=tuple(self._metric(column) for column in columns),
            reps=self._parts(columns, REP, self._rep),
            territories=self._parts(columns, TERRITORY, self._territory),
            # A plan that names no group has nothing to divide here.
            product_groups=groups if has_groups else (),
            customers=self._parts(columns, CUSTOMER, self._customer, splits_pools=True),
            definitions=self._definitions(),
        )

    # Pieces

    def _identity(self) -> PlanIdentity:
        branch, card = self.read.frame.branch, self.card
        return PlanIdentity(
            "", branch.name, card.name, card.number, card.status, card.year,
            self.read.lines.months[0], branch.currency,
        )  # fmt: skip

    def _definitions(self) -> PlanDefinitions:
        return PlanDefinitions(
            sales_basis=self.read.frame.branch.sales_basis,
            others=(_("A customer's target is that of the rep who looks after him in the month."),),
        )

    def _plan_metric(self, column: PlanColumn) -> PlanMetric:
        metric, level = column
        decimals = self.read.frame.branch.decimals if metric.is_money else 0
        if metric is Metric.QUANTITY:
            decimals = 2
        return PlanMetric(
            str(metric), is_money=metric.is_money, decimals=decimals, level=level
        )  # fmt: skip

    def _targets(self, columns: Columns) -> tuple[MonthlyTargets, ...]:
        return tuple(
            MonthlyTargets(self._plan_metric(column), self._months(column, lines))
            for column, lines in columns.items()
        )

    def _months(
        self, column: PlanColumn, lines: Sequence[PlacedLine]
    ) -> tuple[Decimal | None, ...]:
        unit = self.read.unit(column[0])
        sums: dict[int, int] = defaultdict(int)
        for line in lines:
            sums[line.month] += line.amount
        return tuple(
            sums[month.ordinal] * unit if month.ordinal in sums else None
            for month in self.read.lines.months
        )

    def _parts(
        self, columns: Columns, place: int, name: Namer, *, splits_pools: bool = False
    ) -> tuple[TabPart, ...]:
        """Return the year's amounts by one field of the lines, the largest first.

        With `splits_pools` a pool that no rep has stands apart, as unassigned.
        """
        sums: dict[tuple[int | None, bool], dict[PlanColumn, int]] = defaultdict(dict)
        quarters: dict[tuple[int | None, bool], list[int]] = defaultdict(lambda: [0] * 4)
        first = next(iter(columns), None)
        begin = self.read.lines.months[0].ordinal
        for column, lines in columns.items():
            for line in lines:
                leaf = line[place]
                key = (leaf, splits_pools and leaf is None and line.rep_id is None)
                sums[key][column] = sums[key].get(column, 0) + line.amount
                if column == first:
                    quarters[key][(line.month - begin) // 3] += line.amount
        parts = []
        for (leaf, is_nobodys), amounts in sums.items():
            code, words, kind = name(leaf)
            if is_nobodys:
                kind = PartKind.UNASSIGNED
            parts.append(
                self._part(code, words, kind, columns, amounts, quarters[leaf, is_nobodys])
            )
        return tuple(sorted(parts, key=_falling))

    def _part(
        self,
        code: str,
        words: str,
        kind: PartKind,
        columns: Columns,
        amounts: Mapping[PlanColumn, int],
        quarters: Sequence[int],
    ) -> TabPart:
        first = next(iter(columns))
        return TabPart(
            code,
            words,
            tuple(
                amounts[column] * self.read.unit(column[0]) if column in amounts else None
                for column in columns
            ),
            tuple(amount * self.read.unit(first[0]) for amount in quarters),
            kind,
        )

    def _metric(self, column: PlanColumn) -> SummaryMetric:
        metric, level = column
        lines = self.read.lines.columns[column]
        unit = self.read.unit(metric)
        by_rep: dict[int | None, list[PlacedLine]] = defaultdict(list)
        for line in lines:
            by_rep[line.rep_id].append(line)
        named = [rep_id for rep_id in by_rep if rep_id is not None]
        typed = [
            rep_id for rep_id in named
            if not method_words(basis_of(self.bases, column, by_rep[rep_id]), self.is_imported)
        ]  # fmt: skip
        known = self.read.last_year.get(metric) if level is PlanLevel.BASE else None
        return SummaryMetric(
            MonthlyTargets(self._plan_metric(column), self._months(column, lines)),
            None if known is None else lines_total(known.lines) * unit,
            lines_total(by_rep[None]) * unit if None in by_rep else Decimal(0),
            len(typed),
            len(named),
            self._judged(named, metric),
        )

    def _judged(self, reps: Sequence[int], metric: Metric) -> FeasibilityCounts:
        """Return how many reps' targets can be reached; only the first metric is judged."""
        if metric is not self.read.lines.metrics()[0]:
            return FeasibilityCounts(not_judged=len(reps))
        found = [self.rows[rep_id].verdict for rep_id in reps]
        return FeasibilityCounts(
            found.count(Feasibility.FEASIBLE),
            found.count(Feasibility.STRETCH),
            found.count(Feasibility.INFEASIBLE),
            found.count(Feasibility.NOT_JUDGED),
        )

    def _reasons(self, columns: Columns, row: SheetRow) -> tuple[TargetReason, ...]:
        first = next(iter(columns), None)
        found = []
        for column, lines in columns.items():
            basis = basis_of(self.bases, column, lines)
            verdict = row.verdict if column == first else Feasibility.NOT_JUDGED
            words = method_words(basis, self.is_imported)
            sentences = [reason_words(basis)]
            programme = self.programmes.get(row.rep_id or 0)
            if column == first and programme is not None:
                sentences.append(visits_words(programme.programme))
            said = " ".join(one for one in sentences if one)
            found.append(TargetReason(self._plan_metric(column), words, said, verdict))
        return tuple(found)

    # Names

    def _customer(self, leaf: int | None) -> tuple[str, str, PartKind]:
        if leaf is None:
            return "", "", PartKind.POOL
        facts = self.read.frame.customers[leaf]
        return facts.code, facts.name, PartKind.NAMED

    def _rep(self, leaf: int | None) -> tuple[str, str, PartKind]:
        if leaf is None:
            return "", "", PartKind.UNASSIGNED
        facts = self.read.frame.reps[leaf]
        return facts.code, facts.name, PartKind.NAMED

    def _territory(self, leaf: int | None) -> tuple[str, str, PartKind]:
        if leaf is None:
            return "", "", PartKind.UNASSIGNED
        facts = self.read.frame.territories[leaf]
        return facts.code, facts.name, PartKind.NAMED

    def _group(self, leaf: int | None) -> tuple[str, str, PartKind]:
        if leaf is None:
            return "", _("All products, no group named"), PartKind.POOL
        facts = self.read.frame.groups[leaf]
        return facts.code, facts.name, PartKind.NAMED


def _falling(part: TabPart) -> tuple[bool, Decimal, str]:
    return (part.kind is not PartKind.NAMED, -(part.amounts[0] or Decimal(0)), part.code)


def _printed_answer(row: SheetRow) -> TargetAnswer | None:
    answer = row.answer
    if answer is None:
        return None
    return TargetAnswer(
        answer.kind, answer.day, row.name, answer.text, answer.reply, answer.replied_on,
        answer.replied_by,
    )  # fmt: skip
