"""Commands and rows of the target sheets: each rep's part of a version and what he says to it.

Amounts are Decimals in whole currency, pieces or counts; None is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from desktop.enums import AnswerKind, Metric, PlanLevel
from desktop.periods import Month
from desktop.ratio import Ratio
from desktop.services.plans.measures_data import MeasureEntry
from desktop.services.plans.programme_data import RepProgramme, SuggestedCustomer
from desktop.services.plans.versions_data import VersionCard
from desktop.services.reports.plan_pages_data import Feasibility
from desktop.services.rules.feasibility import Against, Verdict

#: Why there is no growth; stable words.
NO_LAST_YEAR = "no last year"


@dataclass(frozen=True, slots=True)
class RecordAnswer:
    """Write down what a rep says to his target, and the reply to it if there is one.

    With `answer_id` an answer is corrected, or replied to, as `expected_version` knew it. Without
    it the answer is a new one after `after_id`, the last one that was seen (None: there was none).
    """

    version_id: int
    rep_id: int
    kind: AnswerKind
    day: date
    text: str = ""
    reply: str = ""
    replied_on: date | None = None
    answer_id: int | None = None
    expected_version: int = 0
    after_id: int | None = None
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class RemoveAnswer:
    """Remove an answer that was written down by mistake; the audit log keeps it."""

    answer_id: int
    expected_version: int
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What a rep said; `version` is what a command on it must expect. "" is nothing said."""

    answer_id: int
    version: int
    version_id: int
    rep_id: int
    kind: AnswerKind
    day: date
    text: str
    reply: str
    replied_on: date | None
    replied_by: str

    @property
    def is_open(self) -> bool:
        """Whether an objection waits for its reply."""
        return self.kind is AnswerKind.OBJECTED and not self.reply


@dataclass(frozen=True, slots=True)
class SheetFigure:
    """A metric's target of the year beside the latest known result of the same twelve months."""

    metric: Metric
    target: Decimal | None
    last_year: Decimal | None

    @property
    def growth(self) -> Ratio:
        """The target against last year's result; undefined without one above zero."""
        if self.target is None or self.last_year is None or self.last_year <= 0:
            return Ratio.undefined(NO_LAST_YEAR)
        return Ratio.of(self.target - self.last_year, self.last_year, NO_LAST_YEAR)


@dataclass(frozen=True, slots=True)
class QuarterLine:
    """A metric's targets by quarter of the plan's year; None where there is none.

    `months` are the first months of the quarters.
    """

    metric: Metric
    level: PlanLevel
    months: tuple[Month, ...]
    quarters: tuple[Decimal | None, ...]

    @property
    def year(self) -> Decimal | None:
        """The sum of the quarters that are known."""
        known = [one for one in self.quarters if one is not None]
        return sum(known, Decimal(0)) if known else None


@dataclass(frozen=True, slots=True)
class SheetMeasure:
    """A rep's targets of one of the branch's own measures, by quarter and for the year.

    What does not add up has the last month's target of each quarter, and of the year.
    """

    entry: MeasureEntry
    quarters: tuple[Decimal | None, ...]
    year: Decimal | None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A rep's part of a version; without a rep it is what has not reached one, or the whole plan.

    `figures` has one for each metric of the book. `verdict`, and the `findings` that it comes
    from, are on the sales target; they are known a moment after the list. `left_on` is his last
    day where that lies before the end of the plan's year, and `after_leaving` the first metric's
    target after it, which nobody can be held to yet. `answers` begin with the earliest.
    `measures` are the branch's own that he has targets of.
    """

    rep_id: int | None
    code: str
    name: str
    letters: str
    title: str
    manager_name: str
    territory_name: str
    customers: int
    figures: tuple[SheetFigure, ...]
    verdict: Feasibility = Feasibility.NOT_JUDGED
    findings: tuple[tuple[Against, Verdict], ...] = ()
    left_on: date | None = None
    after_leaving: Decimal = Decimal(0)
    answers: tuple[AnswerRow, ...] = ()
    quarters: tuple[QuarterLine, ...] = ()
    measures: tuple[SheetMeasure, ...] = ()

    @property
    def answer(self) -> AnswerRow | None:
        """The last answer, which is the one that holds."""
        return self.answers[-1] if self.answers else None

    def figure(self, metric: Metric) -> SheetFigure | None:
        """Return a metric's figure, or None where the book has no such metric."""
        return next((one for one in self.figures if one.metric is metric), None)

    @property
    def has_target(self) -> bool:
        """Whether the version gives him anything to reach."""
        return any(one.target for one in self.figures) or bool(self.measures)


@dataclass(frozen=True, slots=True)
class SheetBook:
    """All parts of a version. The rows and what no rep has add up to the total, line by line.

    `rows` are in the order of codes; `unassigned` is None where every line has a rep.
    `total` is summed by the database from the lines, not from the rows. `behind` are the first
    and the last month of last year's results, None where there are none.
    """

    card: VersionCard
    currency: str
    decimals: int
    metrics: tuple[Metric, ...]
    rows: tuple[SheetRow, ...]
    unassigned: SheetRow | None
    total: SheetRow
    behind: tuple[Month, Month] | None
    as_of: date

    def row(self, rep_id: int | None) -> SheetRow | None:
        """Return a rep's row, or None where the book has no such rep."""
        return next((one for one in self.rows if one.rep_id == rep_id), None)

    @property
    def gaps(self) -> tuple[tuple[Metric, Decimal], ...]:
        """Metrics whose parts do not come to the total, with parts less total; none is right."""
        parts = (*self.rows, *((self.unassigned,) if self.unassigned else ()))
        found = []
        for place, metric in enumerate(self.metrics):
            together = sum((one.figures[place].target or Decimal(0) for one in parts), Decimal(0))
            gap = together - (self.total.figures[place].target or Decimal(0))
            if gap:
                found.append((metric, gap))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Judgement:
    """By rep: his programme, what his sales target was found to be, the customers to begin with."""

    programmes: Mapping[int, RepProgramme]
    findings: Mapping[int, tuple[tuple[Against, Verdict], ...]]
    customers: Mapping[int, tuple[SuggestedCustomer, ...]]

    def judged(self, row: SheetRow) -> SheetRow:
        """Return a row with its verdict: the worst of what could be compared."""
        if row.rep_id is None:
            return row
        found = self.findings.get(row.rep_id, ())
        known = {verdict for _, verdict in found}
        order = (Verdict.INFEASIBLE, Verdict.STRETCH, Verdict.FEASIBLE)
        worst = next((one for one in order if one in known), Verdict.NOT_JUDGED)
        return replace(row, verdict=Feasibility(worst.value), findings=found)
