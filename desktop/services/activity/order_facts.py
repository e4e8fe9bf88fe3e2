"""Orders as facts: who is credited with which part of which order, and when.

A branch that was given no order at all, only invoices, has its invoices (not its credit notes)
counted as orders: otherwise none of its visits could ever have been productive.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from desktop.models import Invoice, InvoiceCredit, OrderCredit, SalesOrder
from desktop.periods import Month, Period
from desktop.search_key import search_key
from desktop.services.activity.visit_facts import in_period
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import plain_rows, whole_sum

#: How many numbers are asked for in one statement.
CHUNK = 500


@dataclass(frozen=True, slots=True)
class OrderFact:
    """A valid order: its parts by rep add up to its net value; None is nobody's part."""

    id: int
    keys: frozenset[str]
    customer_id: int
    territory_id: int | None
    day: date
    parts: tuple[tuple[int | None, int], ...]

    @property
    def month(self) -> int:
        """The month's ordinal."""
        return Month.of(self.day).ordinal


@dataclass(frozen=True, slots=True)
class OrderSource:
    """The documents that count as orders in a branch."""

    document: Any
    credit: Any
    credit_document: Any
    is_invoices: bool

    @property
    def valid(self) -> Any:
        """The condition that an order counts: posted, not cancelled, no credit note."""
        if self.is_invoices:
            return and_(Invoice.state == "posted", Invoice.kind == "invoice")
        return and_(SalesOrder.state == "posted", SalesOrder.status != "cancelled")


def order_source(session: Session, frame: Frame) -> OrderSource:
    """Return what counts as orders: orders, or invoices where the branch has no orders at all."""
    found = session.scalar(
        select(SalesOrder.id)
        .where(SalesOrder.branch_id == frame.branch.id, SalesOrder.state == "posted")
        .limit(1)
    )
    if found is None:
        return OrderSource(Invoice, InvoiceCredit, InvoiceCredit.invoice_id, True)
    return OrderSource(SalesOrder, OrderCredit, OrderCredit.order_id, False)


def load_orders(
    session: Session,
    frame: Frame,
    source: OrderSource,
    period: Period,
    *,
    only_shared: bool = False,
) -> tuple[OrderFact, ...]:
    """Return the valid orders of the period, or only those whose credit is shared."""
    document = source.document
    where = [
        document.branch_id == frame.branch.id,
        in_period(document.document_date, period),
        source.valid,
    ]
    if only_shared:
        where.append(document.is_shared)
    parts = _shared_parts(session, source, where)
    named = [Invoice.order_number] if source.is_invoices else []
    query = select(
        document.id, document.number_key, document.customer_id, document.territory_id,
        document.document_date, document.credited_rep_id, document.net_minor, *named,
    ).where(*where)  # fmt: skip
    return tuple(
        OrderFact(
            row[0],
            frozenset(key for key in (row[1], *map(search_key, row[7:])) if key),
            row[2],
            row[3],
            row[4],
            parts.get(row[0]) or ((row[5], row[6]),),
        )
        for row in plain_rows(session, query)
    )


def _shared_parts(
    session: Session, source: OrderSource, where: Iterable[Any]
) -> dict[int, tuple[tuple[int | None, int], ...]]:
    """Return the net parts of each rep in the orders whose credit is shared."""
    document, credit = source.document, source.credit
    query = (
        select(document.id, credit.rep_id, whole_sum(credit.net_minor))
        .join(
            credit,
            and_(credit.branch_id == document.branch_id, source.credit_document == document.id),
        )
        .where(*where, document.is_shared)
        .group_by(document.id, credit.rep_id)
    )
    found: dict[int, list[tuple[int | None, int]]] = defaultdict(list)
    for order_id, rep_id, net in session.execute(query):
        found[order_id].append((rep_id, net))
    return {order_id: tuple(parts) for order_id, parts in found.items()}


def valid_order_keys(
    session: Session, frame: Frame, source: OrderSource, keys: Iterable[str], as_of: date
) -> dict[tuple[int, str], date]:
    """Return customer and number of the valid orders up to the as-of date among these numbers.

    Each with the day of the first order of that customer and number.
    """
    wanted = sorted(set(keys))
    document = source.document
    found: dict[tuple[int, str], date] = {}
    for start in range(0, len(wanted), CHUNK):
        query = (
            select(document.customer_id, document.number_key, document.document_date)
            .where(
                document.branch_id == frame.branch.id,
                document.number_key.in_(wanted[start : start + CHUNK]),
                document.document_date <= as_of,
                source.valid,
            )
            .order_by(document.document_date)
        )
        for customer_id, key, day in plain_rows(session, query):
            found.setdefault((customer_id, key), day)
    return found
