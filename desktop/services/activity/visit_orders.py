"""The report `visit-orders`: how many valid visits the customer's order followed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy.orm import Session

from desktop.periods import Period
from desktop.ratio import Ratio
from desktop.services.activity.kpi import DIMENSIONS
from desktop.services.activity.order_facts import load_orders, order_source
from desktop.services.activity.visit_facts import visit_days
from desktop.services.figures.data import (
    ColumnKind,
    ReportColumn,
    ReportRequest,
    ReportTable,
    Value,
    undefinable,
)
from desktop.services.figures.dimensions import (
    definitions,
    dimension_columns,
    expanders,
    require_allowed,
)
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import Span
from desktop.services.plans.axes import Axis, Leaf, View, axes_of
from desktop.services.rules.efficiency import NO_VISITS
from desktop.services.rules.rollup import roll_up
from desktop.services.rules.visits import is_followed

COLUMNS = (
    ReportColumn("visits", ColumnKind.COUNT),
    ReportColumn("followed_by_order", ColumnKind.COUNT),
    *undefinable("rate", ColumnKind.RATIO),
)


def visit_orders_table(
    session: Session, frame: Frame, span: Span, request: ReportRequest
) -> ReportTable:
    """Return the report `visit-orders` (FORMATS.md, section 3).

    A valid visit counts as followed when the same customer orders 0 … N days later, whoever is
    credited with the order. Orders after the as-of date are not known yet.

    Raises:
        InputError: a dimension of products, or a window below zero days.
    """
    require_allowed(request, *DIMENSIONS)
    axes = axes_of(request.by)
    rows = list(_rows(session, frame, span, axes, request.within_days))
    view = View.of(request.by, axes)
    sums = roll_up(
        ((view.leaf(leaf), numbers) for leaf, numbers in rows), expanders(frame, request.by)
    )
    total = [sum(numbers[place] for _, numbers in rows) for place in (0, 1)]
    last = (*("" for _ in request.by), *_cells(total))
    return ReportTable(
        name=request.name,
        period=span.period,
        as_of=span.as_of,
        currency=frame.branch.currency,
        decimals=frame.branch.decimals,
        columns=(*dimension_columns(request.by), *COLUMNS),
        rows=tuple((*codes, *_cells(numbers)) for codes, numbers in sums.items())
        if request.by
        else (last,),
        total=last,
        definitions=definitions(frame, span, ("order_window_days", str(request.within_days))),
    )


def _rows(
    session: Session, frame: Frame, span: Span, axes: tuple[Axis, ...], within: int
) -> Iterator[tuple[Leaf, tuple[int, int]]]:
    """Yield visits and visits followed by an order, by leaf."""
    period = span.elapsed
    if period.day_count == 0:
        return
    end = min(period.end + timedelta(days=within), span.as_of + timedelta(days=1))
    source = order_source(session, frame)
    ordered: dict[int, list[date]] = defaultdict(list)
    orders = load_orders(session, frame, source, Period(period.start, end))
    for order in sorted(orders, key=lambda one: one.day):
        ordered[order.customer_id].append(order.day)
    for one in visit_days(session, frame, period):
        followed = is_followed(one.day, ordered.get(one.customer_id, ()), within)
        known = {
            Axis.REP: one.rep_id,
            Axis.TERRITORY: one.territory_id,
            Axis.CUSTOMER: one.customer_id,
            Axis.MONTH: one.month,
        }
        leaf = tuple(known[axis] for axis in axes)
        yield leaf, (one.visits, one.visits if followed else 0)


def _cells(numbers: list[int]) -> tuple[Value, ...]:
    visits, followed = numbers
    rate = Ratio.of(followed, visits, NO_VISITS)
    return visits, followed, rate.value, rate.reason
