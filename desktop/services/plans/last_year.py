"""Lines of a new plan out of last year's results: by month, customer and product, grown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.enums import Metric
from desktop.errors import RuleViolation
from desktop.models import Collection, Visit
from desktop.periods import Month, Period
from desktop.services.figures.frame import Frame
from desktop.services.plans.actuals import SALES_METRICS, ActualsReader
from desktop.services.plans.axes import Axis, Leaf
from desktop.services.plans.sales_queries import sales_tables
from desktop.services.rules.season import step_of
from desktop.services.rules.spreading import Unit, spread

#: month, customer, rep of a pool, product.
Place = tuple[int, int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class GrownLines:
    """The lines of one metric; their amounts add up to the baseline times one plus the growth.

    `months` pairs each month of the plan with the month that it rests on.
    """

    metric: Metric
    months: tuple[tuple[Month, Month], ...]
    baseline: int
    total: int
    lines: tuple[tuple[Place, int], ...]


def grown_lines(
    session: Session, frame: Frame, metric: Metric, year: int, growth: Decimal, today: date
) -> GrownLines:
    """Return a metric's results of the last months that are over, moved into the year and grown.

    A month of the plan rests on the same month a year before, or on the last one that is over.
    What is below zero (more returned than sold) weighs nothing, but counts in the sum that is
    grown: so the plan's total is the result times (1 + growth), rounded half-up.

    Raises:
        RuleViolation: `no_last_year`, there are no whole months of data to rest on.
    """
    months = months_behind(session, frame, metric, year, today)
    found: dict[Place, int] = defaultdict(int)
    axes = result_axes(metric)
    for leaf, amount in results_behind(session, frame, metric, months, axes):
        values = dict(zip(axes, leaf, strict=True))
        month = values[Axis.MONTH]
        assert month is not None
        place = (month, values.get(Axis.CUSTOMER), values.get(Axis.REP), values.get(Axis.PRODUCT))
        found[place] += amount
    baseline = sum(found.values())
    if baseline <= 0:
        raise RuleViolation("no_last_year", metric=str(metric))
    places = sorted((place for place, amount in found.items() if amount > 0), key=_in_order)
    total = int((Decimal(baseline) * (1 + growth)).quantize(Decimal(1), ROUND_HALF_UP))
    weights = [found[place] for place in places]
    step = 1 if any(step_of(metric, weight) == 1 for weight in weights) else step_of(metric, 0)
    total = total // step * step
    amounts = spread(total, [Unit(weight) for weight in weights], step).amounts
    return GrownLines(metric, months, baseline, total, tuple(zip(places, amounts, strict=True)))


def results_behind(
    session: Session,
    frame: Frame,
    metric: Metric,
    months: Sequence[tuple[Month, Month]],
    axes: Sequence[Axis],
) -> Iterator[tuple[Leaf, int]]:
    """Yield what was done in the months behind a plan's, by leaf on the axes; one may come twice.

    `months` pairs each month of the plan with the one that it rests on (`months_behind`); on the
    axis of months the leaf is the plan's month.
    """
    targets = {behind.ordinal: month.ordinal for month, behind in months}
    place = tuple(axes).index(Axis.MONTH)
    reader = ActualsReader(session, frame, metric)
    # Neighbouring months make one question of one period.
    for first, last in _runs([behind for _, behind in months]):
        for leaf, (amount, _, _) in reader.rows(axes, _span(first, last)):
            month = leaf[place]
            assert month is not None
            yield (*leaf[:place], targets[month], *leaf[place + 1 :]), amount


def _in_order(place: Place) -> tuple[int, ...]:
    return tuple(-1 if part is None else part for part in place)


def result_axes(metric: Metric) -> tuple[Axis, ...]:
    """Return what a metric's results are read by for the lines of a plan."""
    if metric in SALES_METRICS:
        return (Axis.MONTH, Axis.CUSTOMER, Axis.PRODUCT)
    if metric is Metric.NEW_CUSTOMERS:
        # Who will be new is not known yet: what was won is the pool of whoever won it.
        return (Axis.MONTH, Axis.REP)
    return (Axis.MONTH, Axis.CUSTOMER)


def _span(first: Month, last: Month) -> Period:
    return Period(first.start, last.end)


def _runs(months: Sequence[Month]) -> list[tuple[Month, Month]]:
    """Return the first and the last of each run of neighbouring months, ascending."""
    runs: list[tuple[Month, Month]] = []
    for month in sorted(set(months)):
        if runs and runs[-1][1].plus(1) == month:
            runs[-1] = (runs[-1][0], month)
        else:
            runs.append((month, month))
    return runs


def months_behind(
    session: Session, frame: Frame, metric: Metric, year: int, today: date
) -> tuple[tuple[Month, Month], ...]:
    """Return each month of the year with the latest same month that is over and has data.

    Raises:
        RuleViolation: `no_last_year`, there are no whole months of data to rest on.
    """
    known = known_months(session, frame, metric)
    if known is None:
        raise RuleViolation("no_last_year", metric=str(metric))
    first, last = known
    # The month of the last document may still be going on.
    over = min(last, Month.of(today).plus(-1)) if last.end > today else last
    if over < first:
        raise RuleViolation("no_last_year", metric=str(metric))
    pairs = []
    for month in frame.branch.fiscal.period(year).months():
        behind = month.plus(-12)
        while behind > over:
            behind = behind.plus(-12)
        pairs.append((month, behind))
    return tuple(pairs)


def known_months(session: Session, frame: Frame, metric: Metric) -> tuple[Month, Month] | None:
    """Return the first and the last month with a document that the metric counts."""
    record: Any
    if metric is Metric.COLLECTIONS:
        record, counts = Collection, Collection.state == "posted"
    elif metric is Metric.VISITS:
        record, counts = Visit, Visit.state == "posted"
    else:
        tables = sales_tables(frame)
        record, counts = tables.document, tables.posted
    row = session.execute(
        select(func.min(record.month), func.max(record.month)).where(
            record.branch_id == frame.branch.id, counts
        )
    ).one()
    return None if row[0] is None else (Month(row[0]), Month(row[1]))
