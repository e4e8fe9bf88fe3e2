"""Visits and orders as gathered numbers, and which of each led to the other (K3b, K6c)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy.orm import Session

from desktop.periods import Month, Period
from desktop.services.activity.gathered import Gathered
from desktop.services.activity.order_facts import (
    OrderFact,
    load_orders,
    order_source,
    valid_order_keys,
)
from desktop.services.activity.visit_facts import VisitDay, linked_visits, visit_days
from desktop.services.figures.span import Span
from desktop.services.plans.axes import Leaf
from desktop.services.rules.visits import ORDER_WINDOW_DAYS, is_after_visit, is_followed

#: How long before an order a visit may have named it.
_LINK_DAYS = 366


def add_visits_and_orders(session: Session, found: Gathered, span: Span) -> None:
    """Add visits and orders, and which of each led to the other (K3b, K6c)."""
    period, frame = span.elapsed, found.frame
    window = timedelta(days=ORDER_WINDOW_DAYS)
    known_to = span.as_of + timedelta(days=1)
    visits = list(visit_days(session, frame, Period(period.start - window, period.end)))
    source = order_source(session, frame)
    orders = load_orders(
        session, frame, source, Period(period.start, min(period.end + window, known_to))
    )
    links = linked_visits(
        session, frame, Period(period.start - timedelta(days=_LINK_DAYS), known_to)
    )
    inside = [link for link in links if link.day in period]
    real = valid_order_keys(session, frame, source, (link.order_key for link in inside), span.as_of)
    named = Counter(
        (link.rep_id, link.customer_id, link.day)
        for link in inside
        if (link.customer_id, link.order_key) in real
    )
    _add_visits(found, [one for one in visits if one.day in period], orders, named)
    _add_orders(
        found,
        [one for one in orders if one.day in period],
        visits,
        frozenset((link.customer_id, link.order_key) for link in links),
    )


def _add_visits(
    found: Gathered,
    visits: Iterable[VisitDay],
    orders: Iterable[OrderFact],
    named: Counter[tuple[int, int, date]],
) -> None:
    ordered: dict[tuple[int | None, int], list[date]] = defaultdict(list)
    for order in sorted(orders, key=lambda one: one.day):
        for rep_id, _net in order.parts:
            ordered[rep_id, order.customer_id].append(order.day)
    active: set[tuple[int, date]] = set()
    sums: dict[Leaf, list[int]] = {}
    for one in visits:
        days = ordered.get((one.rep_id, one.customer_id))
        if days is not None and is_followed(one.day, days, ORDER_WINDOW_DAYS):
            productive = one.visits
        else:
            productive = (
                min(one.visits, named[one.rep_id, one.customer_id, one.day]) if named else 0
            )
        leaf = found.leaf(one.rep_id, one.territory_id, one.customer_id, one.month)
        row = sums.setdefault(leaf, [0, 0, 0, 0])
        row[0] += one.visits
        row[1] += one.timed
        row[2] += one.minutes
        row[3] += productive
        active.add((one.rep_id, one.day))
    for leaf, (count, timed, minutes, productive) in sums.items():
        found.add(leaf, visits=count, timed_visits=timed, minutes=minutes, productive=productive)
    months = Counter((rep_id, Month.of(day).ordinal) for rep_id, day in active)
    for (rep_id, month), count in months.items():
        found.add_days(rep_id, month, active_days=count)


def _add_orders(
    found: Gathered,
    orders: Iterable[OrderFact],
    visits: Iterable[VisitDay],
    linked: frozenset[tuple[int, str]],
) -> None:
    visited: dict[tuple[int | None, int], list[date]] = defaultdict(list)
    for one in sorted(visits, key=lambda visit: visit.day):
        visited[one.rep_id, one.customer_id].append(one.day)
    for order in orders:
        is_linked = any((order.customer_id, key) in linked for key in order.keys)
        for rep_id, net in order.parts:
            leaf = found.leaf(rep_id, order.territory_id, order.customer_id, order.month)
            days = visited.get((rep_id, order.customer_id), ())
            is_won = is_linked or is_after_visit(order.day, days, ORDER_WINDOW_DAYS)
            is_whole = len(order.parts) == 1
            found.add(leaf, orders=int(is_whole), order_value=net if is_won else 0)
            if not is_whole:
                found.shared_orders.add((leaf, order.id))
