"""What was done, by leaf, for each metric that a target can be given for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.enums import Metric
from desktop.models import Collection
from desktop.periods import Month, Period
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import whole_sum
from desktop.services.plans.axes import Axis, Leaf, Selection, axes_of, conditions
from desktop.services.plans.events import new_customer_events, selected, visit_counts
from desktop.services.plans.sales_queries import Measures, SalesReader

#: Amount as stored, lines with a cost, lines without; the last two matter for profit alone.
Actual = tuple[int, int, int]

#: Axes of the monthly summary; all others are read from the lines.
_SUMMARISED = frozenset((Axis.REP, Axis.TERRITORY, Axis.GROUP, Axis.MONTH))
SALES_METRICS = frozenset((Metric.SALES, Metric.PROFIT, Metric.QUANTITY))


@dataclass(frozen=True, slots=True)
class ActualsReader:
    """Reads what was done in a period for one metric, narrowed to a selection."""

    session: Session
    frame: Frame
    metric: Metric
    selection: Selection = ()

    def rows(self, axes: Sequence[Axis], period: Period) -> Iterator[tuple[Leaf, Actual]]:
        """Yield amounts by leaf; one leaf may come several times.

        The period ends at the as-of day already: what came later does not exist yet.
        """
        if period.day_count == 0:
            return
        if self.metric in SALES_METRICS:
            yield from self._sales(axes, period)
        elif self.metric is Metric.COLLECTIONS:
            yield from self._collections(axes, period)
        else:
            read = visit_counts if self.metric is Metric.VISITS else new_customer_events
            events = read(self.session, self.frame, period)
            for event in selected(self.frame, events, self.selection):
                yield event.leaf(axes), (event.count, 1, 0)

    def _measure(self, sums: Measures) -> Actual:
        quantity, net, costed_net, cost, costed, uncosted = sums
        match self.metric:
            case Metric.QUANTITY:
                return quantity, costed, uncosted
            case Metric.PROFIT:
                return costed_net - cost, costed, uncosted
            case _:
                return net, costed, uncosted

    def _sales(self, axes: Sequence[Axis], period: Period) -> Iterator[tuple[Leaf, Actual]]:
        reader = SalesReader(self.session, self.frame, self.selection)
        touched = {*axes, *axes_of(dimension for dimension, _ in self.selection)}
        whole: tuple[Month, ...] = ()
        edges: tuple[Period, ...] = (period,)
        if touched <= _SUMMARISED:
            whole, edges = whole_months(reader, period)
        for part in edges:
            for leaf, sums in reader.lines(axes, part):
                yield leaf, self._measure(sums)
            if self.metric is Metric.PROFIT:
                for leaf, _line in reader.shared_without_cost(axes, part):
                    yield leaf, (0, 0, 1)
        if whole:
            yield from reader.month_amounts(axes, whole[0], whole[-1], self.metric)

    def _collections(self, axes: Sequence[Axis], period: Period) -> Iterator[tuple[Leaf, Actual]]:
        columns = collection_columns()
        wanted = [columns[axis] for axis in axes]
        query = (
            select(*wanted, whole_sum(Collection.amount_minor))
            .where(
                *collected_in(self.frame, period),
                *conditions(self.frame, self.selection, columns),
            )
            .group_by(*wanted)
        )
        for row in self.session.execute(query):
            leaf = tuple(row[:-1])
            if Axis.DAY in axes:
                place = axes.index(Axis.DAY)
                leaf = (*leaf[:place], row[place].toordinal(), *leaf[place + 1 :])
            yield leaf, (row[-1], 1, 0)


def collection_columns() -> dict[Axis, Any]:
    """Return the column of each axis that a collection has."""
    return {
        Axis.REP: Collection.credited_rep_id,
        Axis.TERRITORY: Collection.territory_id,
        Axis.CUSTOMER: Collection.customer_id,
        Axis.MONTH: Collection.month,
        Axis.DAY: Collection.document_date,
    }


def collected_in(frame: Frame, period: Period) -> tuple[Any, ...]:
    """Return the conditions of money received in the period."""
    return (
        Collection.branch_id == frame.branch.id,
        Collection.state == "posted",
        Collection.document_date >= period.start,
        Collection.document_date < period.end,
    )


def whole_months(
    reader: SalesReader, period: Period
) -> tuple[tuple[Month, ...], tuple[Period, ...]]:
    """Return the months that the summary can answer for, in a row, and the days left over.

    A month that the period only touches counts as whole where no document lies on its other
    days, which is so for the usual month to date: the summary then holds no more than is asked.
    """
    whole: list[Month] = []
    edges: list[Period] = []
    for month in period.months():
        part = Period(max(period.start, month.start), min(period.end, month.end))
        before, after = Period(month.start, part.start), Period(part.end, month.end)
        if reader.has_document_between(before) or reader.has_document_between(after):
            edges.append(part)
        else:
            whole.append(month)
    return tuple(whole), tuple(edges)
