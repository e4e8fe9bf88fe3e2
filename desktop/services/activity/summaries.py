"""Making the monthly sums and the customers' turns anew, where rows changed since.

What is to be made is taken first, then computed from a snapshot without a lock, then written in
one short transaction. What changes meanwhile is noted anew by the triggers; what two desks made
at once is written by the first alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Table, delete, func, select, update
from sqlalchemy.orm import Session

from desktop.models import (
    ActivityDays,
    ActivityKnown,
    ActivityMonth,
    Base,
    CustomerTurn,
    Invoice,
    SalesOrder,
    SummaryDue,
    Visit,
)
from desktop.periods import Month, Period
from desktop.services.access import Actor
from desktop.services.activity.customer_facts import FAR, Row, made_turns
from desktop.services.activity.gather_visits import read_facts
from desktop.services.activity.gathered import Gathered
from desktop.services.activity.order_facts import OrderSource, order_source
from desktop.services.activity.plan_facts import ReportedVisits, reported_by_month
from desktop.services.activity.summary_rows import AXES, NUMBERS, MonthSums
from desktop.services.database import DatabaseEngine
from desktop.services.figures.frame import Frame, load_frame
from desktop.services.figures.sql import plain_rows
from desktop.services.uow import UnitOfWork

#: So many months are computed together, which bounds what is in memory.
_AT_ONCE = 12
_NAME = "Sum activity"


@dataclass(frozen=True, slots=True)
class _Taken:
    """What was taken to be made: the notes' ids, months and customers; None means all."""

    notes: tuple[int, ...]
    months: frozenset[int] | None
    customers: frozenset[int] | None


def refresh_summaries(uow: UnitOfWork, actor: Actor) -> int:
    """Make anew what no longer holds; return how many notes were answered.

    Raises:
        StorageError: the database is busy or out of reach; nothing of it was changed.
    """
    with uow.read() as session:
        if not _is_due(session, load_frame(session)):
            return 0
    with uow.write(actor, _NAME, is_bulk=True) as session:
        session.execute(
            update(SummaryDue)
            .where(SummaryDue.branch_id == actor.branch_id, SummaryDue.is_taken.is_(False))
            .values(is_taken=True)
        )
    with uow.read() as session:
        uow.database.allow_long_work(session)
        frame = load_frame(session)
        source = order_source(session, frame)
        taken = _taken(session, frame, source)
        months = _months_of(session, frame) if taken.months is None else taken.months
        sums = [made_sums(session, frame, source, period) for period in stretches(sorted(months))]
        turns = list(made_turns(session, frame, taken.customers))
    with uow.write(actor, _NAME, is_bulk=True) as session:
        uow.database.allow_long_work(session)
        if not _claimed(session, taken):
            # Another desk made them at the same time, from what may be a later state.
            return 0
        _write_months(session, uow.database, frame, taken, sums)
        _write_turns(session, uow.database, frame, taken, turns)
    return len(taken.notes)


def _is_due(session: Session, frame: Frame) -> bool:
    noted = session.scalar(
        select(SummaryDue.id).where(SummaryDue.branch_id == frame.branch.id).limit(1)
    )
    return noted is not None or _has_other_orders(session, frame, order_source(session, frame))


def _has_other_orders(session: Session, frame: Frame, source: OrderSource) -> bool:
    """Whether months were summed when something else counted as orders."""
    query = select(ActivityKnown.month).where(
        ActivityKnown.branch_id == frame.branch.id,
        ActivityKnown.orders_are_invoices.is_not(source.is_invoices),
    )
    return session.scalar(query.limit(1)) is not None


def _taken(session: Session, frame: Frame, source: OrderSource) -> _Taken:
    rows = plain_rows(
        session,
        select(SummaryDue.id, SummaryDue.what, SummaryDue.place).where(
            SummaryDue.branch_id == frame.branch.id, SummaryDue.is_taken.is_(True)
        ),
    )
    places: dict[str, set[int]] = {"month": set(), "customer": set()}
    for _id, what, place in rows:
        places[what].add(place)
    months, customers = places["month"], places["customer"]
    is_all = 0 in months or _has_other_orders(session, frame, source)
    return _Taken(
        tuple(row[0] for row in rows),
        None if is_all else frozenset(months),
        None if 0 in customers else frozenset(customers),
    )


def _claimed(session: Session, taken: _Taken) -> bool:
    """Take the notes away; only who still finds all of them may write."""
    gone = 0
    for start in range(0, len(taken.notes), 500):
        part = taken.notes[start : start + 500]
        done = session.execute(
            delete(SummaryDue).where(SummaryDue.id.in_(part)).returning(SummaryDue.id)
        )
        gone += len(done.all())
    if gone < len(taken.notes):
        session.rollback()
        return False
    return True


def _months_of(session: Session, frame: Frame) -> frozenset[int]:
    """Return all months from the first visit or document to the last."""
    days: list[date] = []
    for record, column in (
        (Visit, Visit.visited_on),
        (SalesOrder, SalesOrder.document_date),
        (Invoice, Invoice.document_date),
    ):
        for how in (func.min, func.max):
            day = session.scalar(select(how(column)).where(record.branch_id == frame.branch.id))
            if day is not None:
                days.append(day)
    if not days:
        return frozenset()
    return frozenset(range(Month.of(min(days)).ordinal, Month.of(max(days)).ordinal + 1))


def stretches(months: list[int]) -> Iterator[Period]:
    """Yield months, given ascending, as stretches of at most a year without a gap."""
    first = 0
    for place, month in enumerate(months):
        is_last = place + 1 == len(months) or months[place + 1] != month + 1
        if is_last or place + 1 - first == _AT_ONCE:
            yield Period(Month(months[first]).start, Month(month).end)
            first = place + 1


def made_sums(session: Session, frame: Frame, source: OrderSource, period: Period) -> MonthSums:
    """Return the sums of a stretch of whole months, from the rows."""
    found = Gathered(frame, AXES)
    facts = read_facts(session, frame, source, period, FAR)
    facts.add_to(found)
    shared: dict[tuple[int | None, ...], int] = {}
    for leaf, _order in found.shared_orders:
        shared[leaf] = shared.get(leaf, 0) + 1
    by_place = {}
    for leaf in found.rows.keys() | shared.keys():
        rep, place, month = leaf
        numbers = found.numbers_of(leaf, (*NUMBERS, "order_value"))
        by_place[month or 0, rep or 0, place or 0] = (
            *numbers[:-1], shared.get(leaf, 0), numbers[-1],
        )  # fmt: skip
    reported = reported_by_month(session, frame, period)
    by_rep = {}
    for rep_id, ordinal in {*_rep_months(found), *reported}:
        one = reported.get((rep_id, ordinal), ReportedVisits())
        by_rep[ordinal, rep_id] = (
            found.active_days(rep_id, ordinal),
            one.attempted, one.other_contacts, one.keyed, one.late,
        )  # fmt: skip
    return MonthSums(by_place, by_rep, facts.settled(), source.is_invoices)


def _rep_months(found: Gathered) -> Iterator[tuple[int, int]]:
    for rep_id, ordinal in found.days:
        yield rep_id or 0, ordinal or 0


def _write_months(
    session: Session,
    database: DatabaseEngine,
    frame: Frame,
    taken: _Taken,
    made: list[MonthSums],
) -> None:
    branch = frame.branch.id
    months = None if taken.months is None else sorted(taken.months)
    for record in (ActivityMonth, ActivityDays, ActivityKnown):
        old = delete(record).where(record.branch_id == branch)
        session.execute(old if months is None else old.where(record.month.in_(months)))
    for sums in made:
        _insert(session, database, ActivityMonth, (
            (branch, *key, *row) for key, row in sums.by_place.items()
        ))  # fmt: skip
        _insert(session, database, ActivityDays, (
            (branch, *key, *row) for key, row in sums.by_rep.items()
        ))  # fmt: skip
        _insert(session, database, ActivityKnown, (
            (branch, month, day, sums.orders_are_invoices) for month, day in sums.settled.items()
        ))  # fmt: skip


def _write_turns(
    session: Session, database: DatabaseEngine, frame: Frame, taken: _Taken, turns: list[Row]
) -> None:
    branch = frame.branch.id
    old = delete(CustomerTurn).where(CustomerTurn.branch_id == branch)
    if taken.customers is None:
        session.execute(old)
    else:
        wanted = sorted(taken.customers)
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            session.execute(old.where(CustomerTurn.customer_id.in_(part)))
    _insert(session, database, CustomerTurn, ((branch, *row) for row in turns))


def _insert(
    session: Session,
    database: DatabaseEngine,
    record: type[Base],
    rows: Iterator[tuple[object, ...]],
) -> None:
    table = record.__table__
    assert isinstance(table, Table)
    database.bulk_insert(session, table, [column.name for column in table.columns], rows)
