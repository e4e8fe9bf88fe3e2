"""Who a document counts for and where: derived from dated assignments, and kept current."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select, true, update
from sqlalchemy.orm import Session

from desktop.models import Collection as Receipt
from desktop.models import Invoice, InvoiceCredit, OrderCredit, SalesOrder, Visit
from desktop.services.figures.frame import load_frame
from desktop.services.figures.timelines import Timelines, load_timelines
from desktop.services.imports.loading.context import chunks

_CHUNK = 5_000


def reattribute(
    session: Session, branch_id: int, customer_ids: Collection[int] | None
) -> frozenset[int]:
    """Derive rep and territory of the customers' posted documents anew; None means all.

    A document belongs to the rep that it names, else to the customer's rep on its date; its
    territory is the customer's on that date, else the rep's (FORMATS.md, section 3). Returns
    the months in which something moved.
    """
    timelines = load_timelines(session, load_frame(session, branch_id))
    months: set[int] = set()
    parts: list[Any] = [None] if customer_ids is None else list(chunks(customer_ids, _CHUNK))
    for part in parts:
        months |= _documents(session, branch_id, timelines, SalesOrder, OrderCredit.order_id, part)
        months |= _documents(session, branch_id, timelines, Invoice, InvoiceCredit.invoice_id, part)
        months |= _documents(session, branch_id, timelines, Receipt, None, part)
        _visits(session, branch_id, timelines, part)
    return frozenset(months)


def _documents(
    session: Session,
    branch_id: int,
    timelines: Timelines,
    record: type[SalesOrder] | type[Invoice] | type[Receipt],
    credit: Any,
    customers: list[int] | None,
) -> set[int]:
    first_sharers = _first_sharers(session, branch_id, credit)
    rows = session.execute(
        select(
            record.id, record.customer_id, record.rep_id, record.document_date, record.month,
            record.credited_rep_id, record.territory_id,
        ).where(record.branch_id == branch_id, record.state == "posted", _of(record, customers))
    )  # fmt: skip
    moved: list[dict[str, object]] = []
    months: set[int] = set()
    for row in rows:
        rep = first_sharers.get(row.id) or row.rep_id
        if rep is None:
            rep = timelines.owner_on(row.customer_id, row.document_date)
        place = timelines.place_on(row.customer_id, rep, row.document_date)
        if (rep, place) != (row.credited_rep_id, row.territory_id):
            moved.append({"key": row.id, "rep": rep, "place": place})
            months.add(row.month)
    if moved:
        table = record.__table__
        session.execute(
            update(table)  # type: ignore[arg-type]
            .where(table.c.id == bindparam("key"))
            .values(credited_rep_id=bindparam("rep"), territory_id=bindparam("place")),
            moved,
        )
    return months


def _first_sharers(session: Session, branch_id: int, credit: Any) -> dict[int, int]:
    if credit is None:
        return {}
    record = credit.class_
    rows = session.execute(
        select(credit, record.rep_id)
        .where(record.branch_id == branch_id, record.line_no == 1)
        .order_by(credit, record.id)
    )
    return {key: next(group)[1] for key, group in groupby(rows, key=lambda row: row[0])}


def _visits(
    session: Session, branch_id: int, timelines: Timelines, customers: list[int] | None
) -> None:
    rows = session.execute(
        select(
            Visit.id, Visit.customer_id, Visit.rep_id, Visit.visited_on, Visit.territory_id
        ).where(Visit.branch_id == branch_id, Visit.state == "posted", _of(Visit, customers))
    )
    moved = []
    for row in rows:
        place = timelines.place_on(row.customer_id, row.rep_id, row.visited_on)
        if place != row.territory_id:
            moved.append({"key": row.id, "place": place})
    if moved:
        table = Visit.__table__
        session.execute(
            update(table)  # type: ignore[arg-type]
            .where(table.c.id == bindparam("key"))
            .values(territory_id=bindparam("place")),
            moved,
        )


def _of(record: Any, customers: list[int] | None) -> ColumnElement[bool]:
    return true() if customers is None else record.customer_id.in_(customers)
