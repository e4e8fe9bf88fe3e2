"""The days on which documents were settled and money was used up, stored with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from desktop.models import Application, Collection, Invoice
from desktop.services.rules.applying import settled_on

_CHUNK = 5_000


def settle(
    session: Session, branch_id: int, invoice_ids: Iterable[int], collection_ids: Iterable[int]
) -> None:
    """Store anew the day on which these documents were settled, and this money used up.

    What was applied to one of the documents is looked at as well.
    """
    invoices, receipts = set(invoice_ids), set(collection_ids)
    for chunk in _chunks(sorted(invoices)):
        for collection, note in session.execute(
            select(Application.collection_id, Application.credit_note_id).where(
                Application.branch_id == branch_id, Application.invoice_id.in_(chunk)
            )
        ):
            if note is not None:
                invoices.add(note)
            if collection is not None:
                receipts.add(collection)
    paid = (Application.invoice_id, Application.credit_note_id)
    _store(session, branch_id, Invoice, "gross_minor", "settled_on", paid, sorted(invoices))
    used = (Application.collection_id,)
    _store(session, branch_id, Collection, "amount_minor", "used_up_on", used, sorted(receipts))


def _store(
    session: Session,
    branch_id: int,
    record: Any,
    amount: str,
    day: str,
    links: tuple[Any, ...],
    ids: list[int],
) -> None:
    table = record.__table__
    for chunk in _chunks(ids):
        applied: dict[int, list[tuple[date, int]]] = defaultdict(list)
        for link in links:
            for row in session.execute(
                select(link, Application.applied_on, Application.amount_minor).where(
                    Application.branch_id == branch_id, link.in_(chunk)
                )
            ):
                applied[row[0]].append((row[1], row[2]))
        changed = []
        for row in session.execute(
            select(table.c.id, table.c[amount], table.c.document_date, table.c[day]).where(
                table.c.branch_id == branch_id, table.c.id.in_(chunk)
            )
        ):
            found = settled_on(row[1], row[2], applied[row[0]])
            if found != row[3]:
                changed.append({"key": row[0], "day": found})
        if changed:
            session.execute(
                update(table).where(table.c.id == bindparam("key")).values({day: bindparam("day")}),
                changed,
            )


def _chunks(ids: list[int]) -> Iterable[list[int]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
