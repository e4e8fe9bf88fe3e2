"""What each rep's customers owe at the end of a period, for all reps at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from desktop.enums import AgeFrom, Dimension
from desktop.periods import Period
from desktop.ratio import Ratio
from desktop.services.appraisals.data import AgingBucket, OverdueItem, ReceivablesPart
from desktop.services.figures.data import ReportRequest, ReportTable, Value
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import Span
from desktop.services.receivables.collecting_report import collections_table
from desktop.services.receivables.data import ItemKind, OpenItemRow
from desktop.services.receivables.items import open_items
from desktop.services.rules import collecting, dso
from desktop.services.rules.aging import bucket_names, bucket_of

#: How many overdue documents a scorecard names.
MOST_OVERDUE = 10


@dataclass(frozen=True, slots=True)
class Rates:
    """How well money comes in, of a rep or of the branch in one period."""

    overdue: Ratio
    collected_due: Ratio
    dso: Ratio


@dataclass(frozen=True, slots=True)
class Receivables:
    """Open items by owner's code and rates by rep's code, this period and the one before."""

    day: date
    bounds: tuple[int, ...]
    items: Mapping[str, Sequence[OpenItemRow]]
    names: Mapping[int, str]
    now: Mapping[str, Rates]
    previous: Mapping[str, Rates]
    branch: Rates

    def of_rep(self, code: str) -> ReceivablesPart:
        """Return the receivables of one rep."""
        items = self.items.get(code, ())
        papers = [item for item in items if item.kind is not ItemKind.COLLECTION]
        amounts = [Decimal(0)] * (len(self.bounds) + 2)
        for item in papers:
            place = bucket_of(item.due_date, self.day, self.bounds, AgeFrom.DUE)
            amounts[place] += item.open
        late = [item for item in papers if item.days_overdue > 0]
        worst = sorted(late, key=lambda item: (-item.open, item.due_date, item.document_no))
        now, before = self.now.get(code, NOTHING), self.previous.get(code, NOTHING)
        return ReceivablesPart(
            total=sum((item.open for item in items), Decimal(0)),
            buckets=self._buckets(amounts),
            unapplied=sum(
                (item.open for item in items if item.kind is ItemKind.COLLECTION), Decimal(0)
            ),
            overdue=sum((item.open for item in late), Decimal(0)),
            overdue_rate=now.overdue,
            collected_due_rate=now.collected_due,
            dso=now.dso,
            branch_overdue_rate=self.branch.overdue,
            branch_collected_due_rate=self.branch.collected_due,
            branch_dso=self.branch.dso,
            previous_overdue_rate=before.overdue,
            previous_collected_due_rate=before.collected_due,
            previous_dso=before.dso,
            overdue_count=len(late),
            top_overdue=tuple(self._named(item) for item in worst[:MOST_OVERDUE]),
        )

    def _buckets(self, amounts: Sequence[Decimal]) -> tuple[AgingBucket, ...]:
        lowers = (0, 1, *(bound + 1 for bound in self.bounds))
        uppers = (0, *self.bounds, None)
        names = bucket_names(self.bounds)
        return tuple(map(AgingBucket, names, lowers, uppers, amounts))

    def _named(self, item: OpenItemRow) -> OverdueItem:
        return OverdueItem(
            item.document_no,
            item.customer_code,
            self.names[item.customer_id],
            item.due_date,
            item.days_overdue,
            item.open,
        )


NOTHING = Rates(
    Ratio.undefined(collecting.NO_RECEIVABLE),
    Ratio.undefined(collecting.NOTHING_DUE),
    Ratio.undefined(dso.NO_SALES),
)


def load_receivables(session: Session, frame: Frame, span: Span, before: Period) -> Receivables:
    """Return the receivables of all reps at the end of the period's elapsed part.

    The frame must know its customers.
    """
    day = span.elapsed.last
    items: dict[str, list[OpenItemRow]] = defaultdict(list)
    for item in open_items(session, frame, day):
        items[item.owner_code].append(item)
    now = _table(session, frame, span)
    previous = _table(session, frame, Span(before, span.as_of))
    (branch,) = _rates(now, (("", *(now.total or ())[1:]),), span.elapsed).values()
    return Receivables(
        day,
        frame.branch.aging_bounds,
        items,
        {customer.id: customer.name for customer in frame.customers.values()},
        _rates(now, now.rows, span.elapsed),
        _rates(previous, previous.rows, before),
        branch,
    )


def _table(session: Session, frame: Frame, span: Span) -> ReportTable:
    by = (Dimension.REP,)
    return collections_table(session, frame, span, ReportRequest("collections", by))


def _rates(
    table: ReportTable, rows: Sequence[tuple[Value, ...]], period: Period
) -> dict[str, Rates]:
    """Return the rates of the table's rows by rep code, with their numerators."""
    names = [column.name for column in table.columns]
    found = {}
    for row in rows:
        cells = dict(zip(names, row, strict=True))

        def money(name: str, cells: Mapping[str, Value] = cells) -> Decimal:
            return Decimal(cells[name])  # type: ignore[arg-type]

        found[str(row[0])] = Rates(
            collecting.overdue_rate(money("overdue"), money("receivable_end")),
            collecting.collected_due_rate(money("collected_of_due"), money("due_in_period")),
            dso.simple(money("receivable_end"), money("invoiced"), period.day_count),
        )
    return found
