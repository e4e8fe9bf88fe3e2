"""Open items one by one, with their owners."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from desktop.models import (
    Application,
    Collection,
    Customer,
    CustomerRep,
    Invoice,
    ItemOwnership,
)
from desktop.money import from_minor
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import plain_rows, whole_sum
from desktop.services.receivables.data import ItemKind, OpenItemRow
from desktop.services.receivables.grouping import (
    covering,
    employed,
    open_among,
    open_on,
    passed_on,
)
from desktop.services.receivables.queries import given_back, paid, spent
from desktop.services.rules.aging import days_overdue


def open_items(
    session: Session,
    frame: Frame,
    day: date,
    *,
    at_origin: bool = False,
    customer_id: int | None = None,
) -> tuple[OpenItemRow, ...]:
    """Return what was open at the end of a day, by customer, due date and number.

    With a customer, only his items.
    """
    rows = _documents(session, frame, day, at_origin, customer_id)
    rows += _money(session, frame, day, customer_id)
    rows.sort(key=lambda row: (row.customer_code, row.due_date, row.document_no, row.kind))
    return tuple(rows)


def _of_customer(item: type[Invoice] | type[Collection]) -> Any:
    return and_(Customer.branch_id == item.branch_id, Customer.id == item.customer_id)


def _documents(
    session: Session, frame: Frame, day: date, at_origin: bool, customer_id: int | None
) -> list[OpenItemRow]:
    back = _given_back(session, frame, day)
    query = (
        select(
            Invoice.id,
            Invoice.number,
            Invoice.kind,
            Invoice.customer_id,
            Customer.code,
            Invoice.document_date,
            Invoice.due_date,
            Invoice.gross_minor,
            paid(day),
            Invoice.credited_rep_id,
            CustomerRep.rep_id,
            ItemOwnership.invoice_id,
            ItemOwnership.rep_id,
        )
        .select_from(Invoice)
        .outerjoin(Customer, _of_customer(Invoice))
        .outerjoin(CustomerRep, covering(CustomerRep, Invoice, day))
        .outerjoin(ItemOwnership, passed_on(day))
    )
    if customer_id is None:
        query = query.where(open_on(frame, Invoice, day))
    else:
        query = query.where(open_among(frame, Invoice, day), Invoice.customer_id == customer_id)
    decimals = frame.branch.decimals
    found = []
    for (
        id_, number, kind, customer, code, dated, due, gross, received, credited, assigned,
        passed, owner,
    ) in plain_rows(session, query):  # fmt: skip
        holder = assigned if passed is None else owner
        rep = credited if at_origin else employed(frame, holder, day)
        applied = received - back.get(id_, 0)
        found.append(
            OpenItemRow(
                ItemKind(kind),
                id_,
                number,
                customer,
                code,
                _code(frame, rep),
                dated,
                due,
                from_minor(gross, decimals),
                from_minor(applied, decimals),
                from_minor(gross - applied, decimals),
                days_overdue(due, day),
            )
        )
    return found


def _money(session: Session, frame: Frame, day: date, customer_id: int | None) -> list[OpenItemRow]:
    query = (
        select(
            Collection.id,
            Collection.number,
            Collection.customer_id,
            Customer.code,
            Collection.document_date,
            Collection.amount_minor,
            spent(day),
            CustomerRep.rep_id,
        )
        .select_from(Collection)
        .outerjoin(Customer, _of_customer(Collection))
        .outerjoin(CustomerRep, covering(CustomerRep, Collection, day))
    )
    if customer_id is None:
        query = query.where(open_on(frame, Collection, day))
    else:
        mine = Collection.customer_id == customer_id
        query = query.where(open_among(frame, Collection, day), mine)
    decimals = frame.branch.decimals
    return [
        OpenItemRow(
            ItemKind.COLLECTION,
            id_,
            number,
            customer,
            code,
            _code(frame, employed(frame, assigned, day)),
            dated,
            dated,
            from_minor(-amount, decimals),
            from_minor(-used, decimals),
            from_minor(used - amount, decimals),
            0,
        )
        for id_, number, customer, code, dated, amount, used, assigned in plain_rows(session, query)
    ]


def _given_back(session: Session, frame: Frame, day: date) -> dict[int, int]:
    """Return what each credit note had paid by the day."""
    query = (
        select(Invoice.id, whole_sum(Application.amount_minor))
        .join_from(Application, Invoice, given_back(frame.branch.id, day))
        .group_by(Invoice.id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _code(frame: Frame, rep_id: int | None) -> str:
    return frame.reps[rep_id].code if rep_id is not None else ""
