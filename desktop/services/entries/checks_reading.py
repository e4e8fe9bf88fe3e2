"""Second looks with the reports that they look at."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, case, func, literal, null, select
from sqlalchemy.orm import Session, aliased

from desktop.enums import CheckMethod, CheckReason, CheckResult, ReportedVia
from desktop.models import (
    AppUser,
    Collection,
    Customer,
    Entry,
    EntryCheck,
    Expense,
    Rep,
    SalesOrder,
    Visit,
)
from desktop.money import from_minor
from desktop.services.access import Actor
from desktop.services.entries.checks_data import CheckBook, CheckRow
from desktop.services.entries.data import EntryKind
from desktop.services.entries.saving import RECORDS, SUBJECT_KEYS
from desktop.services.figures.frame import load_branch

#: So many of the looks that are done are listed; the rest is counted.
MOST_DONE = 500
_OPEN = EntryCheck.result.is_(None) | (EntryCheck.result == str(CheckResult.NOT_REACHED))
#: Number, day, rep, text, minutes and amount of a document of each kind.
_SHOWN: dict[EntryKind, tuple[Any, ...]] = {
    EntryKind.VISITS: (
        Visit.visit_no, Visit.visited_on, Visit.rep_id, Visit.outcome, Visit.minutes, null(),
    ),
    EntryKind.ORDERS: (
        SalesOrder.number, SalesOrder.document_date, SalesOrder.credited_rep_id, literal(""),
        null(), SalesOrder.net_minor,
    ),
    EntryKind.COLLECTIONS: (
        Collection.number, Collection.document_date, Collection.credited_rep_id,
        Collection.method, null(), Collection.amount_minor,
    ),
    EntryKind.EXPENSES: (
        Expense.invoice_number, Expense.spent_on, Expense.rep_id, Expense.guests, null(),
        Expense.amount_minor,
    ),
}  # fmt: skip
_KEYER, _CHECKER, _REPORTER = aliased(AppUser), aliased(AppUser), aliased(Rep)


def subject_of(check: EntryCheck) -> tuple[EntryKind, int]:
    """Return the kind and the id of the document that is looked at."""
    for kind, key in SUBJECT_KEYS.items():
        found = getattr(check, key)
        if found is not None:
            return kind, found
    raise ValueError("a second look is of one document")


def load_book(session: Session, actor: Actor) -> CheckBook:
    """Return the second looks: open ones, the oldest first, then the done ones, the last first."""
    decimals = load_branch(session, actor.branch_id).decimals
    waiting: list[CheckRow] = []
    done: list[CheckRow] = []
    open_count = done_count = 0
    for kind in SUBJECT_KEYS:
        query = _query(kind, actor.branch_id)
        waiting += [_row(kind, one, actor, decimals) for one in session.execute(query.where(_OPEN))]
        last = query.where(~_OPEN).order_by(EntryCheck.checked_at.desc()).limit(MOST_DONE)
        done += [_row(kind, one, actor, decimals) for one in session.execute(last)]
        counts = session.execute(_counts(kind, actor.branch_id)).one()
        open_count += int(counts[0] or 0)
        done_count += int(counts[1] or 0)
    waiting.sort(key=lambda one: (one.asked_at, one.id))
    done.sort(key=lambda one: (one.checked_at or one.asked_at, one.id), reverse=True)
    return CheckBook((*waiting, *done[:MOST_DONE]), open_count, done_count)


def _counts(kind: EntryKind, branch_id: int) -> Select[Any]:
    record, key = RECORDS[kind], getattr(EntryCheck, SUBJECT_KEYS[kind])
    return (
        select(func.sum(case((_OPEN, 1), else_=0)), func.sum(case((_OPEN, 0), else_=1)))
        .join(record, key == record.id)
        .where(EntryCheck.branch_id == branch_id, record.state != "void")
    )


def _query(kind: EntryKind, branch_id: int) -> Select[Any]:
    record, key = RECORDS[kind], SUBJECT_KEYS[kind]
    number, day, rep, text, minutes, amount = _SHOWN[kind]
    query: Select[Any] = (
        select(
            EntryCheck, record.id, number, day, Rep.name, Customer.name, Customer.phone, text,
            minutes, amount, Entry, _KEYER.name, _CHECKER.name, _REPORTER.name,
        )
        .join(record, getattr(EntryCheck, key) == record.id)
        .outerjoin(Rep, rep == Rep.id)
        .outerjoin(Customer, record.customer_id == Customer.id)
        .outerjoin(Entry, getattr(Entry, key) == record.id)
        .outerjoin(_KEYER, Entry.keyed_by_id == _KEYER.id)
        .outerjoin(_REPORTER, Entry.reported_by_id == _REPORTER.id)
        .outerjoin(_CHECKER, EntryCheck.checked_by_id == _CHECKER.id)
        .where(EntryCheck.branch_id == branch_id, record.state != "void")
    )  # fmt: skip
    return query


def _row(kind: EntryKind, row: Any, actor: Actor, decimals: int) -> CheckRow:
    check: EntryCheck = row[0]
    entry: Entry | None = row[10]
    amount = row[9]
    return CheckRow(
        id=check.id,
        version=check.version,
        kind=kind,
        document_id=row[1],
        number=row[2] or "",
        reason=CheckReason(check.reason),
        seed=check.seed,
        asked_at=check.asked_at,
        day=row[3],
        rep=row[4] or "",
        customer=row[5] or "",
        phone=row[6] or "",
        text=row[7] or "",
        minutes=row[8],
        amount=None if amount is None else from_minor(int(amount), decimals),
        via=None if entry is None else ReportedVia(entry.via),
        reported_by=row[13] or "",
        received_at=None if entry is None else entry.received_at,
        keyed_by=row[11] or "",
        keyed_at=None if entry is None else entry.keyed_at,
        method=None if check.method is None else CheckMethod(check.method),
        result=None if check.result is None else CheckResult(check.result),
        checked_by=row[12] or "",
        checked_at=check.checked_at,
        note=check.note,
        is_own=entry is not None and bool(actor.user_id) and entry.keyed_by_id == actor.user_id,
    )
