"""What cells are completed from, and what was keyed last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import (
    Collection,
    Customer,
    Entry,
    Expense,
    MarketNote,
    Product,
    Rep,
    SalesOrder,
    Visit,
)
from desktop.services.access import Actor
from desktop.services.entries.data import EntryKind, EntryLookup, EntryLookups, KeyedRow
from desktop.services.entries.saving import RECORDS, SUBJECT_KEYS
from desktop.services.figures.frame import Frame, load_frame
from desktop.services.figures.timelines import load_timelines
from desktop.services.pinyin import full_pinyin, initials

_Shown = tuple[Any, ...]
#: Day, number and text of a document of each kind.
_COLUMNS: dict[EntryKind, _Shown] = {
    EntryKind.VISITS: (Visit.visited_on, Visit.visit_no, Visit.outcome),
    EntryKind.ORDERS: (SalesOrder.document_date, SalesOrder.number, SalesOrder.status),
    EntryKind.COLLECTIONS: (Collection.document_date, Collection.number, Collection.method),
    EntryKind.EXPENSES: (Expense.spent_on, Expense.invoice_number, Expense.category),
    EntryKind.MARKET_NOTES: (MarketNote.noted_on, MarketNote.competitor, MarketNote.text),
}


def load_lookups(session: Session, today: date) -> EntryLookups:
    """Return customers, reps and products as cells are completed to them, by code."""
    frame = load_frame(session)
    return EntryLookups(
        tuple(_customers(session, frame, today)),
        tuple(_reps(frame, today)),
        tuple(_products(session, frame)),
    )


def _customers(session: Session, frame: Frame, today: date) -> Iterator[EntryLookup]:
    timelines = load_timelines(session, frame)
    rows = session.execute(
        select(Customer.id, Customer.code, Customer.name, Customer.pinyin, Customer.customer_class)
        .where(Customer.branch_id == frame.branch.id)
        .order_by(Customer.code)
    )
    for row_id, code, name, pinyin, weight in rows:
        owner = timelines.owner_on(row_id, today)
        owner_code = frame.reps[owner].code if owner is not None else ""
        yield EntryLookup(row_id, code, name, pinyin, full_pinyin(name), weight or "", owner_code)


def _reps(frame: Frame, today: date) -> Iterator[EntryLookup]:
    people = sorted(frame.reps.values(), key=lambda rep: (not rep.employed_on(today), rep.code))
    for rep in people:
        letters = initials(rep.name, is_person=True)
        yield EntryLookup(rep.id, rep.code, rep.name, letters, full_pinyin(rep.name), rep.title)


def _products(session: Session, frame: Frame) -> Iterator[EntryLookup]:
    rows = session.execute(
        select(Product.id, Product.code, Product.name, Product.unit)
        .where(Product.branch_id == frame.branch.id)
        .order_by(Product.code)
    )
    for row_id, code, name, unit in rows:
        yield EntryLookup(row_id, code, name, initials(name), full_pinyin(name), unit)


def load_recent(
    session: Session, actor: Actor, kind: EntryKind, limit: int
) -> tuple[KeyedRow, ...]:
    """Return the user's last documents of a kind that are not void, the latest first."""
    record = RECORDS[kind]
    day, number, text = _COLUMNS[kind]
    if kind is EntryKind.MARKET_NOTES:
        keyed_at, keyed_by = MarketNote.keyed_at, MarketNote.keyed_by_id
        query = select(record.id, number, day, Rep.code, Customer.code, text, keyed_at)
        query = query.select_from(MarketNote).where(MarketNote.batch_id.is_(None))
    else:
        keyed_at, keyed_by = Entry.keyed_at, Entry.keyed_by_id
        query = select(record.id, number, day, Rep.code, Customer.code, text, keyed_at)
        query = query.select_from(Entry).join(
            record, getattr(Entry, SUBJECT_KEYS[kind]) == record.id
        )
        query = query.where(record.state != "void")
    query = (
        query.outerjoin(Rep, record.rep_id == Rep.id)
        .outerjoin(Customer, record.customer_id == Customer.id)
        .where(record.branch_id == actor.branch_id, keyed_by == actor.user_id)
        .order_by(keyed_at.desc(), record.id.desc())
        .limit(limit)
    )
    return tuple(
        KeyedRow(row[0], kind, row[1] or "", row[2], row[3] or "", row[4] or "", row[5], row[6])
        for row in session.execute(query)
    )
