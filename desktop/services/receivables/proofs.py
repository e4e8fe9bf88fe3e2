"""Proofs that receivables tie, for `branchbook check`.

Each proof asks the database the plain way, without the derived days that the reports rest on.
The codes of the findings:

- `item_settled_on_wrong`: a document's or a receipt's derived day is not the recomputed one;
- `item_over_applied`: more was applied to a document, or from money, than it has;
- `application_between_customers`: money of one customer pays another's document;
- `application_too_early`: it is dated before its document or its money;
- `application_of_void`: one of its sides is not posted;
- `aging_not_receivable`: buckets and unapplied money are not invoices less collections.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.enums import AgeFrom, Dimension
from desktop.models import Application, Collection, Customer, Invoice
from desktop.money import from_minor
from desktop.services.checking.tally import Tally
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import last_day_with_data
from desktop.services.figures.sql import whole_sum
from desktop.services.receivables.grouping import Item, make_grouping
from desktop.services.receivables.queries import open_sums
from desktop.services.rules.aging import bucket_spans
from desktop.services.rules.applying import settled_on


@dataclass(frozen=True, slots=True)
class _Document:
    """A document or a receipt, as it is stored, and what was applied to or from it."""

    number: str
    customer_id: int
    day: date
    amount: int
    ended_on: date
    is_posted: bool
    parts: list[tuple[date, int]] = field(default_factory=list)


def prove_open_items(session: Session, frame: Frame, tally: Tally) -> None:
    """Prove that what pays what is sound, and that the derived days of settlement are right."""
    invoices = _load(session, frame, Invoice, Invoice.gross_minor, Invoice.settled_on)
    money = _load(session, frame, Collection, Collection.amount_minor, Collection.used_up_on)
    _prove_applications(session, frame, tally, invoices, money)
    _prove_documents(frame, tally, invoices)
    _prove_documents(frame, tally, money)


def prove_aging(session: Session, frame: Frame, tally: Tally) -> None:
    """Prove for each customer that his aging is his invoices less his collections.

    As of the last day with data; over the branch's whole history `checking` asks for totals.
    """
    day = last_day_with_data(session, frame.branch.id)
    if day is None:
        return
    grouping = make_grouping(session, frame, (Dimension.CUSTOMER,), day)
    spans = bucket_spans(day, frame.branch.aging_bounds, AgeFrom.DUE)
    aged = {leaves[0]: sum(values) for leaves, values in open_sums(session, grouping, day, spans)}
    plain = _plain_receivables(session, frame, day)
    customers: Any = session.execute(
        select(Customer.id, Customer.code)
        .where(Customer.branch_id == frame.branch.id)
        .order_by(Customer.code)
    )
    decimals = frame.branch.decimals
    for id_, code in customers:
        expected, found = plain.get(id_, 0), aged.get(id_, 0)
        tally.compare(
            from_minor(expected, decimals),
            from_minor(found, decimals),
            "aging_not_receivable",
            customer=code,
            day=day,
        )


def _load(
    session: Session, frame: Frame, item: Item, amount: Any, ended: Any
) -> dict[int, _Document]:
    rows: Any = session.execute(
        select(
            item.id, item.number, item.customer_id, item.document_date, amount, ended, item.state
        )
        .where(item.branch_id == frame.branch.id)
        .order_by(item.id)
    )
    return {
        id_: _Document(number, customer, day, whole, until, state == "posted")
        for id_, number, customer, day, whole, until, state in rows
    }


def _prove_applications(
    session: Session,
    frame: Frame,
    tally: Tally,
    invoices: dict[int, _Document],
    money: dict[int, _Document],
) -> None:
    """Prove what must hold between two documents, and note the parts on both."""
    rows: Any = session.execute(
        select(
            Application.invoice_id,
            Application.collection_id,
            Application.credit_note_id,
            Application.applied_on,
            Application.amount_minor,
        )
        .where(Application.branch_id == frame.branch.id)
        .order_by(Application.id)
    )
    for invoice_id, collection_id, note_id, day, amount in rows:
        document = invoices[invoice_id]
        source = invoices[note_id] if collection_id is None else money[collection_id]
        document.parts.append((day, amount))
        source.parts.append((day, amount))
        facts = {
            "document": document.number,
            "source": source.number,
            "amount": from_minor(amount, frame.branch.decimals),
            "day": day,
        }
        tally.holds()
        if document.customer_id != source.customer_id:
            tally.found("application_between_customers", **facts)
        if day < max(document.day, source.day):
            tally.found("application_too_early", **facts)
        if not (document.is_posted and source.is_posted):
            tally.found("application_of_void", **facts)


def _prove_documents(frame: Frame, tally: Tally, documents: dict[int, _Document]) -> None:
    decimals = frame.branch.decimals
    for one in documents.values():
        if not one.is_posted:
            continue
        applied = sum(amount for _day, amount in one.parts)
        tally.holds()
        if applied > abs(one.amount):
            tally.found(
                "item_over_applied",
                document=one.number,
                amount=from_minor(abs(one.amount), decimals),
                applied=from_minor(applied, decimals),
            )
        day = settled_on(one.amount, one.day, one.parts)
        tally.compare(day, one.ended_on, "item_settled_on_wrong", document=one.number)


def _plain_receivables(session: Session, frame: Frame, day: date) -> dict[int, int]:
    """Return each customer's invoices less collections up to the day."""
    found: dict[int, int] = defaultdict(int)
    pairs: tuple[tuple[Item, Any, int], ...] = (
        (Invoice, Invoice.gross_minor, 1),
        (Collection, Collection.amount_minor, -1),
    )
    for item, amount, sign in pairs:
        rows = session.execute(
            select(item.customer_id, whole_sum(amount))
            .where(
                item.branch_id == frame.branch.id,
                item.state == "posted",
                item.document_date <= day,
            )
            .group_by(item.customer_id)
        )
        for customer, minor in rows:
            found[customer] += sign * minor
    return dict(found)
