"""Visits and orders as gathered numbers, and which of each led to the other (K3b, K6c)."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from desktop.periods import Month, Period
from desktop.services.activity.gathered import Gathered
from desktop.services.activity.order_facts import (
    OrderFact,
    OrderSource,
    load_orders,
    order_source,
    valid_order_keys,
)
from desktop.services.activity.summary_rows import Answer, add_sums, answer_for
from desktop.services.activity.visit_facts import (
    LinkedVisit,
    VisitDay,
    linked_visits,
    visit_days,
)
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import Span
from desktop.services.plans.axes import Axis, Leaf
from desktop.services.rules.visits import ORDER_WINDOW_DAYS, is_after_visit, is_followed

#: A visit may have named an order so many days before the order's month, or at any time later.
_LINK_DAYS = 366

_Links = Mapping[tuple[int, str], Sequence[date]]


def add_visits_and_orders(session: Session, found: Gathered, span: Span) -> None:
    """Add visits and orders, and which of each led to the other (K3b, K6c).

    Whole months come from their sums as far as these hold as of the date asked for.
    """
    source = order_source(session, found.frame)
    if Axis.CUSTOMER in found.axes:
        answer = Answer(frozenset(), (span.elapsed,))
    else:
        answer = answer_for(session, found.frame, source, span.elapsed, span.as_of)
        add_sums(session, found, source, answer.months)
    for stretch in answer.stretches:
        read_facts(session, found.frame, source, stretch, span.as_of).add_to(found)


@dataclass(frozen=True, slots=True)
class Facts:
    """The visits and orders of a period, those just beside it, and which visits name orders.

    `links` holds the days of the visits that name an order, ascending, by customer and number;
    `real` the day of each order that a visit of the period names.
    """

    period: Period
    visits: Sequence[VisitDay]
    orders: Sequence[OrderFact]
    inside: Sequence[LinkedVisit]
    links: _Links
    real: Mapping[tuple[int, str], date]

    def add_to(self, found: Gathered) -> None:
        """Add the visits and orders of the period to what was gathered."""
        named = Counter(
            (link.rep_id, link.customer_id, link.day)
            for link in self.inside
            if (link.customer_id, link.order_key) in self.real
        )
        own_visits = [one for one in self.visits if one.day in self.period]
        _add_visits(found, own_visits, self.orders, named)
        own_orders = [one for one in self.orders if one.day in self.period]
        _add_orders(found, own_orders, self.visits, self.links)

    def settled(self) -> dict[int, date]:
        """Return by month the last day that had a part in its figures.

        As of that day, and of any later one, they are what they are with all that is known.
        """
        window = timedelta(days=ORDER_WINDOW_DAYS)
        found = {month.ordinal: month.start for month in self.period.months()}

        def note(month: int, day: date) -> None:
            if month in found and day > found[month]:
                found[month] = day

        for one in self.visits:
            note(one.month, one.day)
        for order in self.orders:
            note(order.month, order.day)
            note(Month.of(order.day - window).ordinal, order.day)
            for link in _first_links(order, self.links):
                note(order.month, link)
        for named in self.inside:
            order_day = self.real.get((named.customer_id, named.order_key))
            if order_day is not None:
                note(Month.of(named.day).ordinal, order_day)
        return found


def read_facts(
    session: Session, frame: Frame, source: OrderSource, period: Period, as_of: date
) -> Facts:
    """Return what is known of a period's visits and orders as of a date."""
    window = timedelta(days=ORDER_WINDOW_DAYS)
    known_to = as_of + timedelta(days=1)
    link_from = Month.of(period.start).start - timedelta(days=_LINK_DAYS)
    links = linked_visits(session, frame, Period(link_from, known_to))
    inside = [link for link in links if link.day in period]
    by_key: dict[tuple[int, str], list[date]] = defaultdict(list)
    for link in sorted(links, key=lambda one: one.day):
        by_key[link.customer_id, link.order_key].append(link.day)
    return Facts(
        period,
        tuple(visit_days(session, frame, Period(period.start - window, period.end))),
        load_orders(
            session, frame, source, Period(period.start, min(period.end + window, known_to))
        ),
        inside,
        by_key,
        valid_order_keys(session, frame, source, (link.order_key for link in inside), as_of),
    )


def _first_links(order: OrderFact, links: _Links) -> Iterator[date]:
    """Yield, for each of an order's numbers, the first day of a visit that counts as naming it."""
    if not links:
        return
    earliest = Month.of(order.day).start - timedelta(days=_LINK_DAYS)
    for key in order.keys:
        days = links.get((order.customer_id, key), ())
        place = bisect_left(days, earliest)
        if place < len(days):
            yield days[place]


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
    links: _Links,
) -> None:
    visited: dict[tuple[int | None, int], list[date]] = defaultdict(list)
    for one in sorted(visits, key=lambda visit: visit.day):
        visited[one.rep_id, one.customer_id].append(one.day)
    for order in orders:
        is_linked = any(True for _ in _first_links(order, links))
        for rep_id, net in order.parts:
            leaf = found.leaf(rep_id, order.territory_id, order.customer_id, order.month)
            days = visited.get((rep_id, order.customer_id), ())
            is_won = is_linked or is_after_visit(order.day, days, ORDER_WINDOW_DAYS)
            is_whole = len(order.parts) == 1
            found.add(leaf, orders=int(is_whole), order_value=net if is_won else 0)
            if not is_whole:
                found.shared_orders.add((leaf, order.id))
