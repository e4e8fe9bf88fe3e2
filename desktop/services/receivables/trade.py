"""What was invoiced and collected, by month: documents count where they say, on their date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from desktop.enums import Dimension
from desktop.models import Collection, Customer, Invoice, InvoiceCredit, InvoiceLine
from desktop.money import split_exact
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import whole_sum
from desktop.services.receivables.grouping import Item, Leaves, class_leaf

#: A month's ordinal, leaves, and an amount in minor units.
MonthRow = tuple[int, Leaves, int]

_PEOPLE = (Dimension.REP, Dimension.MANAGER)


def invoiced(
    session: Session, frame: Frame, by: tuple[Dimension, ...], last: date, first: date = date.min
) -> Iterator[MonthRow]:
    """Yield invoices less credit notes, with tax, by month and leaves.

    A document whose credit is shared counts for each rep with his part: of the net amounts as
    stored, of each line's tax by the same shares, to the last minor unit.
    """
    if not set(_PEOPLE).intersection(by):
        yield from _sums(session, frame, by, Invoice, Invoice.gross_minor, first, last)
        return
    alone = Invoice.is_shared.is_(False)
    yield from _sums(session, frame, by, Invoice, Invoice.gross_minor, first, last, alone)
    yield from _shared(session, frame, by, first, last)


def collected(
    session: Session, frame: Frame, by: tuple[Dimension, ...], last: date, first: date = date.min
) -> Iterator[MonthRow]:
    """Yield money received, by month and leaves."""
    return _sums(session, frame, by, Collection, Collection.amount_minor, first, last)


def _posted(frame: Frame, item: Item, first: date, last: date) -> ColumnElement[bool]:
    return and_(
        item.branch_id == frame.branch.id,
        item.state == "posted",
        item.document_date >= first,
        item.document_date <= last,
    )


def _column(dimension: Dimension, item: Item) -> Any:
    match dimension:
        case Dimension.TERRITORY:
            return item.territory_id
        case Dimension.CUSTOMER:
            return item.customer_id
        case Dimension.CLASS:
            return Customer.customer_class
        case _:
            return item.credited_rep_id


def _sums(
    session: Session,
    frame: Frame,
    by: tuple[Dimension, ...],
    item: Item,
    amount: Any,
    first: date,
    last: date,
    *only: ColumnElement[bool],
) -> Iterator[MonthRow]:
    keys = [_column(dimension, item) for dimension in by]
    query = select(item.month, *keys, whole_sum(amount)).where(
        _posted(frame, item, first, last), *only
    )
    if Dimension.CLASS in by:
        query = query.outerjoin(
            Customer, and_(Customer.branch_id == item.branch_id, Customer.id == item.customer_id)
        )
    for row in session.execute(query.group_by(item.month, *keys)):
        yield row[0], _leaves(by, row[1:-1]), row[-1]


def _leaves(by: tuple[Dimension, ...], values: Any) -> Leaves:
    return tuple(
        class_leaf(value) if dimension is Dimension.CLASS else value
        for dimension, value in zip(by, values, strict=True)
    )


def _shared(
    session: Session, frame: Frame, by: tuple[Dimension, ...], first: date, last: date
) -> Iterator[MonthRow]:
    keys = [
        InvoiceCredit.rep_id if dimension in _PEOPLE else _column(dimension, Invoice)
        for dimension in by
    ]
    query = (
        select(
            Invoice.id,
            InvoiceLine.line_no,
            InvoiceLine.tax_minor,
            InvoiceCredit.share_millionths,
            InvoiceCredit.net_minor,
            Invoice.month,
            *keys,
        )
        .join_from(
            Invoice,
            InvoiceLine,
            and_(InvoiceLine.branch_id == Invoice.branch_id, InvoiceLine.invoice_id == Invoice.id),
        )
        .join(
            InvoiceCredit,
            and_(
                InvoiceCredit.branch_id == InvoiceLine.branch_id,
                InvoiceCredit.invoice_id == InvoiceLine.invoice_id,
                InvoiceCredit.line_no == InvoiceLine.line_no,
            ),
        )
        .where(_posted(frame, Invoice, first, last), Invoice.is_shared.is_(True))
        .order_by(Invoice.id, InvoiceLine.line_no, InvoiceCredit.id)
    )
    if Dimension.CLASS in by:
        query = query.outerjoin(
            Customer,
            and_(Customer.branch_id == Invoice.branch_id, Customer.id == Invoice.customer_id),
        )
    lines: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for row in session.execute(query):
        lines[row[0], row[1]].append(row)
    for rows in lines.values():
        taxes = split_exact(rows[0][2], [row[3] for row in rows])
        for row, tax in zip(rows, taxes, strict=True):
            yield row[5], _leaves(by, row[6:]), row[4] + tax
