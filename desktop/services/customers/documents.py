"""A customer's documents, settled ones too, and the lines of one of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from desktop.models import Collection, Invoice, InvoiceLine, Product
from desktop.money import from_minor
from desktop.services.customers.data import InvoiceLineRow
from desktop.services.figures.frame import Frame
from desktop.services.receivables.data import ItemKind, OpenItemRow
from desktop.services.receivables.items import open_items

_MILLION = Decimal(1_000_000)


def load_documents(
    session: Session, frame: Frame, as_of: date, customer_id: int
) -> tuple[OpenItemRow, ...]:
    """Return every posted document and receipt dated up to the day, the latest first.

    Settled ones have nothing open and no owner.
    """
    still = open_items(session, frame, as_of, customer_id=customer_id)
    known = {(row.kind is ItemKind.COLLECTION, row.id) for row in still}
    code = still[0].customer_code if still else ""
    found = [*still]
    for row in _invoices(session, frame, as_of, customer_id, code):
        if (False, row.id) not in known:
            found.append(row)
    for row in _receipts(session, frame, as_of, customer_id, code):
        if (True, row.id) not in known:
            found.append(row)
    found.sort(key=lambda row: (row.document_date, row.document_no), reverse=True)
    return tuple(found)


def _invoices(
    session: Session, frame: Frame, as_of: date, customer_id: int, code: str
) -> list[OpenItemRow]:
    rows = session.execute(
        select(
            Invoice.id, Invoice.number, Invoice.kind, Invoice.document_date, Invoice.due_date,
            Invoice.gross_minor,
        ).where(
            Invoice.branch_id == frame.branch.id,
            Invoice.customer_id == customer_id,
            Invoice.document_date <= as_of,
            Invoice.settled_on <= as_of,
            Invoice.state == "posted",
        )
    )  # fmt: skip
    decimals = frame.branch.decimals
    return [
        _settled(ItemKind(kind), id_, number, customer_id, code, dated, due,
                 from_minor(gross, decimals))
        for id_, number, kind, dated, due, gross in rows
    ]  # fmt: skip


def _receipts(
    session: Session, frame: Frame, as_of: date, customer_id: int, code: str
) -> list[OpenItemRow]:
    rows = session.execute(
        select(
            Collection.id, Collection.number, Collection.document_date, Collection.amount_minor
        ).where(
            Collection.branch_id == frame.branch.id,
            Collection.customer_id == customer_id,
            Collection.document_date <= as_of,
            Collection.used_up_on <= as_of,
            Collection.state == "posted",
        )
    )
    decimals = frame.branch.decimals
    return [
        _settled(ItemKind.COLLECTION, id_, number, customer_id, code, dated, dated,
                 from_minor(-amount, decimals))
        for id_, number, dated, amount in rows
    ]  # fmt: skip


def _settled(
    kind: ItemKind, id_: int, number: str, customer_id: int, code: str, dated: date, due: date,
    amount: Decimal,
) -> OpenItemRow:  # fmt: skip
    nothing = amount - amount
    return OpenItemRow(
        kind, id_, number, customer_id, code, "", dated, due, amount, amount, nothing, 0
    )


def load_lines(session: Session, frame: Frame, invoice_id: int) -> tuple[InvoiceLineRow, ...]:
    """Return the lines of an invoice or credit note, in its order; signed as they count."""
    decimals = frame.branch.decimals
    rows = session.execute(
        select(
            InvoiceLine.line_no, Product.code, Product.name, InvoiceLine.quantity_millionths,
            InvoiceLine.unit_price_millionths, InvoiceLine.net_minor, InvoiceLine.tax_minor,
        )
        .select_from(InvoiceLine)
        .outerjoin(
            Product,
            and_(
                Product.branch_id == InvoiceLine.branch_id, Product.id == InvoiceLine.product_id
            ),
        )
        .where(InvoiceLine.branch_id == frame.branch.id, InvoiceLine.invoice_id == invoice_id)
        .order_by(InvoiceLine.line_no)
    )  # fmt: skip
    return tuple(
        InvoiceLineRow(
            line_no,
            code or "",
            name or "",
            None if quantity is None else quantity / _MILLION,
            None if price is None else price / _MILLION,
            from_minor(net, decimals),
            from_minor(tax, decimals),
            from_minor(net + tax, decimals),
        )
        for line_no, code, name, quantity, price, net, tax in rows
    )
