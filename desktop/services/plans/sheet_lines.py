"""A version's lines with the rep that each is for, and last year's results laid beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.enums import Metric, PlanLevel
from desktop.errors import RuleViolation
from desktop.models import PlanLine, PlanVersion, Product
from desktop.periods import Month
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import plain_rows, whole_sum
from desktop.services.figures.timelines import Timelines
from desktop.services.plans.axes import Axis
from desktop.services.plans.last_year import known_months, months_behind, results_behind
from desktop.services.plans.target_queries import customer_owner, pool_owner

#: A metric at a level, as a column of the pages.
PlanColumn = tuple[Metric, PlanLevel]


class PlacedLine(NamedTuple):
    """An amount of a plan, in stored units, and whom it is for; ids, None where there is none.

    A tuple, because a plan has tens of thousands of them.
    """

    month: int
    customer_id: int | None
    rep_id: int | None
    territory_id: int | None
    group_id: int | None
    amount: int


@dataclass(frozen=True, slots=True)
class PlanLines:
    """All lines of a version by metric and level, in their order; months are the plan's twelve."""

    frame: Frame
    months: tuple[Month, ...]
    columns: Mapping[PlanColumn, tuple[PlacedLine, ...]]

    def of_rep(self, rep_id: int | None) -> dict[PlanColumn, tuple[PlacedLine, ...]]:
        """Return the lines of one rep, or of nobody, in the columns where he has any."""
        kept = {
            column: tuple(line for line in lines if line.rep_id == rep_id)
            for column, lines in self.columns.items()
        }
        return {column: lines for column, lines in kept.items() if lines}

    def metrics(self) -> tuple[Metric, ...]:
        """Return the metrics that have a base target."""
        return tuple(metric for metric, level in self.columns if level is PlanLevel.BASE)


def read_lines(
    session: Session, frame: Frame, timelines: Timelines, record: PlanVersion
) -> PlanLines:
    """Return the lines of a version; the frame must hold customers."""
    group = func.coalesce(PlanLine.product_group_id, Product.group_id)
    keys = (
        PlanLine.metric, PlanLine.level, PlanLine.month, PlanLine.customer_id,
        PlanLine.pool_rep_id, PlanLine.pool_territory_id, group,
    )  # fmt: skip
    query = (
        select(*keys, whole_sum(PlanLine.amount))
        .select_from(PlanLine)
        .outerjoin(Product, Product.id == PlanLine.product_id)
        .where(PlanLine.branch_id == record.branch_id, PlanLine.version_id == record.id)
        .group_by(*keys)
        .order_by(*keys)
    )
    owner_in = _owners(frame, timelines)
    found: dict[tuple[str, str], list[PlacedLine]] = defaultdict(list)
    for metric, level, month, customer_id, rep_id, territory_id, group_id, amount in plain_rows(
        session, query
    ):
        if customer_id is None:
            owner = pool_owner(frame, rep_id, territory_id)
        else:
            owner = owner_in(customer_id, month)
        found[metric, level].append(PlacedLine(month, customer_id, *owner, group_id, amount))
    columns = {
        (metric, level): tuple(found[metric.value, level.value])
        for metric in Metric
        for level in PlanLevel
        if (metric.value, level.value) in found
    }
    return PlanLines(frame, frame.branch.fiscal.period(record.fiscal_year).months(), columns)


@dataclass(frozen=True, slots=True)
class LastYear:
    """A metric's latest known twelve months, laid on the plan's months, and whom they are for.

    The result of a customer counts for whoever looks after him in the plan's month, so that it
    can be compared with that rep's target (PLANNING.md, section 1). `behind` are the first and
    the last of the months it comes from.
    """

    lines: tuple[PlacedLine, ...]
    behind: tuple[Month, Month]


def read_last_year(
    session: Session,
    frame: Frame,
    timelines: Timelines,
    metric: Metric,
    year: int,
    today: date,
) -> LastYear | None:
    """Return a metric's result of the months behind a plan's year; None unless all are known."""
    try:
        months = months_behind(session, frame, metric, year, today)
    except RuleViolation:
        return None
    first, last = min(behind for _, behind in months), max(behind for _, behind in months)
    known = known_months(session, frame, metric)
    if known is None or known[0] > first:
        return None
    # Who will be new is not known yet: what was won is his who won it.
    is_won = metric is Metric.NEW_CUSTOMERS
    axes = (Axis.MONTH, Axis.REP if is_won else Axis.CUSTOMER)
    owner_in = _owners(frame, timelines)
    lines = []
    for (month, whose), amount in results_behind(session, frame, metric, months, axes):
        assert month is not None
        if is_won or whose is None:
            owner = pool_owner(frame, whose if is_won else None, None)
        else:
            owner = owner_in(whose, month)
        lines.append(PlacedLine(month, None if is_won else whose, *owner, None, amount))
    return LastYear(tuple(lines), (first, last))


def _owners(
    frame: Frame, timelines: Timelines
) -> Callable[[int, int], tuple[int | None, int | None]]:
    """Return the function that names rep and territory of a customer's month, asked once each."""
    known: dict[tuple[int, int], tuple[int | None, int | None]] = {}

    def owner_in(customer_id: int, month: int) -> tuple[int | None, int | None]:
        key = (customer_id, month)
        found = known.get(key)
        if found is None:
            found = known[key] = customer_owner(frame, timelines, customer_id, month)
        return found

    return owner_in


def summed(lines: tuple[PlacedLine, ...], place: int) -> dict[int | None, int]:
    """Return the sums of amounts by one field of the lines, by its place in `PlacedLine`."""
    sums: dict[int | None, int] = defaultdict(int)
    for line in lines:
        sums[line[place]] += line.amount
    return dict(sums)


#: Places of fields in a `PlacedLine`, for `summed`.
MONTH, CUSTOMER, REP, TERRITORY, GROUP = range(5)
