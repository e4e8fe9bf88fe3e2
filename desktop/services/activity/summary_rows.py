"""Monthly sums of activity: which months they hold for, read, and computed anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import ActivityDays, ActivityKnown, ActivityMonth, SummaryDue
from desktop.periods import Month, Period
from desktop.services.activity.gathered import Gathered
from desktop.services.activity.order_facts import OrderSource, load_orders
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import plain_rows
from desktop.services.plans.axes import Axis

#: The axes of the sums; who asks for customers is answered from the rows.
AXES = (Axis.REP, Axis.TERRITORY, Axis.MONTH)
#: The numbers of the sums by leaf, as `Gathered` names them, in the order of the columns.
NUMBERS = ("visits", "timed_visits", "minutes", "productive", "orders")
#: The columns after those, and what was reported beside valid visits, by rep.
REST = ("shared_orders", "order_value_minor")
REPORTED = ("attempted", "other_contacts", "keyed", "late")
_KEY = ("month", "rep_id", "territory_id")


@dataclass(frozen=True, slots=True)
class Answer:
    """A period in two: whole months whose sums hold, and what must be read from the rows.

    The months are ordinals; the stretches stand in order and do not touch.
    """

    months: frozenset[int]
    stretches: tuple[Period, ...]


def due_places(session: Session, frame: Frame, what: str) -> frozenset[int]:
    """Return the months or customers whose sums do not hold; 0 among them means all."""
    query = (
        select(SummaryDue.place)
        .where(SummaryDue.branch_id == frame.branch.id, SummaryDue.what == what)
        .distinct()
    )
    return frozenset(row[0] for row in plain_rows(session, query))


def answer_for(
    session: Session, frame: Frame, source: OrderSource, period: Period, as_of: date
) -> Answer:
    """Return which months of the period the sums answer for, as of a date."""
    due = due_places(session, frame, "month")
    held: set[int] = set()
    if 0 not in due:
        query = select(ActivityKnown.month).where(
            ActivityKnown.branch_id == frame.branch.id,
            ActivityKnown.month >= Month.of(period.start).ordinal,
            ActivityKnown.month <= Month.of(period.last).ordinal,
            ActivityKnown.settled_on <= as_of,
            ActivityKnown.orders_are_invoices.is_(source.is_invoices),
        )
        held = {row[0] for row in plain_rows(session, query)} - due
    months: set[int] = set()
    stretches: list[Period] = []
    for month in period.months():
        inside = Period(max(month.start, period.start), min(month.end, period.end))
        if month.ordinal in held and inside == Period(month.start, month.end):
            months.add(month.ordinal)
        elif stretches and stretches[-1].end == inside.start:
            stretches[-1] = Period(stretches[-1].start, inside.end)
        else:
            stretches.append(inside)
    return Answer(frozenset(months), tuple(stretches))


def add_sums(
    session: Session, found: Gathered, source: OrderSource, months: frozenset[int]
) -> None:
    """Add the sums of these months to what was gathered."""
    frame = found.frame
    shared: set[int] = set()
    for month, rep, place, *numbers, several, value in _month_rows(session, frame, months):
        leaf = found.leaf(rep or None, place or None, None, month)
        found.add(leaf, order_value=value, **dict(zip(NUMBERS, numbers, strict=True)))
        if several:
            shared.add(month)
    for month, rep, active in _day_rows(session, frame, months, ("active_days",)):
        if active:
            found.add_days(rep, month, active_days=active)
    for ordinal in sorted(shared):
        # An order of several reps is one order of the branch: which ones they are is asked.
        whole = Month(ordinal)
        period = Period(whole.start, whole.end)
        orders = load_orders(session, frame, source, period, only_shared=True)
        for order in orders:
            if len(order.parts) > 1:
                for rep_id, _net in order.parts:
                    leaf = found.leaf(rep_id, order.territory_id, order.customer_id, order.month)
                    found.shared_orders.add((leaf, order.id))


def visit_sums(
    session: Session, frame: Frame, months: frozenset[int]
) -> dict[tuple[int, int], int]:
    """Return the valid visits by rep and month, of months whose sums hold."""
    found: dict[tuple[int, int], int] = defaultdict(int)
    for month, rep, _place, visits, *_rest in _month_rows(session, frame, months):
        if visits:
            found[rep, month] += visits
    return found


def _month_rows(
    session: Session, frame: Frame, months: frozenset[int]
) -> Iterator[tuple[int, ...]]:
    """Yield month, rep, territory, the numbers, shared orders and the orders' value."""
    if not months:
        return
    columns = [getattr(ActivityMonth, name) for name in (*_KEY, *NUMBERS, *REST)]
    query = select(*columns).where(
        ActivityMonth.branch_id == frame.branch.id,
        ActivityMonth.month.between(min(months), max(months)),
    )
    yield from (tuple(row) for row in plain_rows(session, query) if row[0] in months)


def _day_rows(
    session: Session, frame: Frame, months: frozenset[int], names: Iterable[str]
) -> Iterator[tuple[int, ...]]:
    if not months:
        return
    columns = [getattr(ActivityDays, name) for name in ("month", "rep_id", *names)]
    query = select(*columns).where(
        ActivityDays.branch_id == frame.branch.id,
        ActivityDays.month.between(min(months), max(months)),
    )
    yield from (tuple(row) for row in plain_rows(session, query) if row[0] in months)


def reported_sums(
    session: Session, frame: Frame, months: frozenset[int]
) -> Iterator[tuple[int, ...]]:
    """Yield rep and the numbers `REPORTED`, of months whose sums hold."""
    for _month, rep, *numbers in _day_rows(session, frame, months, REPORTED):
        yield (rep, *numbers)


@dataclass(frozen=True, slots=True)
class MonthSums:
    """The rows of all the tables for some months, without the branch.

    `by_place` is keyed by month, rep and territory, `by_rep` by month and rep, 0 for none.
    """

    by_place: Mapping[tuple[int, int, int], tuple[int, ...]]
    by_rep: Mapping[tuple[int, int], tuple[int, ...]]
    settled: Mapping[int, date]
    orders_are_invoices: bool


def kept_sums(session: Session, frame: Frame, months: frozenset[int]) -> MonthSums:
    """Return what the tables hold for these months."""
    known = plain_rows(
        session,
        select(
            ActivityKnown.month, ActivityKnown.settled_on, ActivityKnown.orders_are_invoices
        ).where(ActivityKnown.branch_id == frame.branch.id),
    )
    return MonthSums(
        {(row[0], row[1], row[2]): row[3:] for row in _month_rows(session, frame, months)},
        {
            (row[0], row[1]): row[2:]
            for row in _day_rows(session, frame, months, ("active_days", *REPORTED))
        },
        {month: day for month, day, _which in known if month in months},
        any(which for month, _day, which in known if month in months),
    )
