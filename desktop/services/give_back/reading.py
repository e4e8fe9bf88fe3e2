"""Reads what is known of one customer: few statements, each by an index of his own."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from desktop.enums import NoteType
from desktop.models import (
    Customer,
    Invoice,
    InvoiceLine,
    MarketNote,
    OrderLine,
    Product,
    Rep,
    SalesOrder,
    Visit,
)
from desktop.money import from_minor
from desktop.services.activity.order_facts import OrderSource
from desktop.services.activity.visit_facts import rep_of_visit, valid_visit
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import plain_rows
from desktop.services.give_back.data import LastOrder, LastVisit
from desktop.services.receivables.data import ItemKind
from desktop.services.receivables.items import open_items
from desktop.services.rules.aging import age
from desktop.services.rules.talking_points import (
    MissingProduct,
    OpenPromise,
    PromiseKind,
    SeenPrice,
    first_needed,
    missing_product,
)

ORDERS_SHOWN = 3
#: Products of alike customers are those of so many days.
PRODUCT_DAYS = 182
#: So many customers of the same class are looked at; a large branch has thousands of them.
MOST_ALIKE = 60
_MILLIONTH = Decimal("0.000001")


def orders_of(
    session: Session, frame: Frame, source: OrderSource, customer_id: int, as_of: date
) -> tuple[LastOrder, ...]:
    """Return the orders that his habit is known by, the latest first, at least the last three."""
    document = source.document
    query = (
        select(document.number, document.document_date, document.net_minor)
        .where(
            document.branch_id == frame.branch.id,
            document.customer_id == customer_id,
            document.document_date <= as_of,
            source.valid,
        )
        .order_by(document.document_date.desc(), document.id.desc())
    )
    rows = plain_rows(session, query.where(document.document_date >= first_needed(as_of)))
    if len(rows) < ORDERS_SHOWN:
        rows = plain_rows(session, query.limit(ORDERS_SHOWN))
    decimals = frame.branch.decimals
    return tuple(LastOrder(number, day, from_minor(net, decimals)) for number, day, net in rows)


def money_of(
    session: Session, frame: Frame, customer_id: int, as_of: date
) -> tuple[Decimal, Decimal, int]:
    """Return what the customer owes, what of it is overdue, and for how many days the oldest."""
    decimals = frame.branch.decimals
    items = open_items(session, frame, as_of, customer_id=customer_id)
    owed = [item for item in items if item.kind is not ItemKind.COLLECTION]
    money = sum((item.open for item in items if item.kind is ItemKind.COLLECTION), Decimal(0))
    sheet = age(
        ((item.due_date, int(item.open.scaleb(decimals))) for item in owed),
        -int(money.scaleb(decimals)), as_of, frame.branch.aging_bounds,
    )  # fmt: skip
    oldest = max((item.days_overdue for item in owed if item.open > 0), default=0)
    return from_minor(sheet.total, decimals), from_minor(sheet.overdue, decimals), oldest


def visits_of(
    session: Session, frame: Frame, customer_id: int, as_of: date
) -> tuple[LastVisit | None, OpenPromise | None]:
    """Return the last valid visit, and the next one agreed that no contact followed yet.

    A later visit, or a call, settles what an earlier one agreed.
    """
    posted = (
        Visit.branch_id == frame.branch.id,
        Visit.customer_id == customer_id,
        Visit.visited_on <= as_of,
        Visit.state == "posted",
    )
    latest = (Visit.visited_on.desc(), Visit.id.desc())
    row = session.execute(
        select(Visit.visited_on, Visit.rep_id, Visit.outcome)
        .join(Rep, rep_of_visit())
        .where(valid_visit(frame.branch.id), *posted)
        .order_by(*latest)
        .limit(1)
    ).first()
    visit = None if row is None else LastVisit(row[0], frame.reps[row[1]].name, row[2])
    agreed: date | None = session.scalar(
        select(Visit.next_visit_on)
        .where(*posted, Visit.is_attempt.is_(False), Visit.rejected_on.is_(None))
        .order_by(*latest)
        .limit(1)
    )
    return visit, None if agreed is None else OpenPromise(PromiseKind.VISIT, agreed)


def notes_of(
    session: Session, frame: Frame, customer_id: int, as_of: date
) -> tuple[tuple[OpenPromise, ...], SeenPrice | None]:
    """Return the answers promised to the customer, and the latest price known at him."""
    query = (
        select(
            MarketNote.type, MarketNote.noted_on, MarketNote.promised_on, MarketNote.text,
            MarketNote.competitor, MarketNote.price_millionths, Product.name,
        )
        .outerjoin(
            Product,
            and_(Product.branch_id == MarketNote.branch_id, Product.id == MarketNote.product_id),
        )
        .where(
            MarketNote.branch_id == frame.branch.id,
            MarketNote.customer_id == customer_id,
            MarketNote.noted_on <= as_of,
            or_(
                and_(
                    MarketNote.type == NoteType.DEALER_REQUEST.value,
                    MarketNote.promised_on.is_not(None),
                    MarketNote.answered_at.is_(None),
                ),
                and_(MarketNote.price_millionths.is_not(None), MarketNote.competitor != ""),
            ),
        )
        .order_by(MarketNote.noted_on.desc(), MarketNote.id.desc())
    )  # fmt: skip
    promises: list[OpenPromise] = []
    price = None
    for kind, day, promised, text, competitor, millionths, product in plain_rows(session, query):
        if kind == NoteType.DEALER_REQUEST and promised is not None:
            promises.append(OpenPromise(PromiseKind.ANSWER, promised, text))
        elif price is None:
            price = SeenPrice(competitor, product or "", millionths * _MILLIONTH, day)
    return tuple(promises), price


def product_of(
    session: Session, frame: Frame, source: OrderSource, customer: Any, as_of: date
) -> MissingProduct | None:
    """Return what alike customers bought in the last half-year and this one did not.

    Alike are customers of the same class: of a large class those whose codes come first.
    """
    if customer.customer_class is None:
        return None
    alike = list(
        session.scalars(
            select(Customer.id)
            .where(
                Customer.branch_id == frame.branch.id,
                Customer.customer_class == customer.customer_class,
                Customer.id != customer.id,
            )
            .order_by(Customer.code)
            .limit(MOST_ALIKE)
        )
    )
    document: Any = Invoice if source.is_invoices else SalesOrder
    line: Any = InvoiceLine if source.is_invoices else OrderLine
    of_document = InvoiceLine.invoice_id if source.is_invoices else OrderLine.order_id
    mine = func.count(document.customer_id.distinct()).filter(document.customer_id == customer.id)
    others = func.count(document.customer_id.distinct()).filter(document.customer_id != customer.id)
    query = (
        select(line.product_id, others, mine)
        .join_from(
            document, line, and_(line.branch_id == document.branch_id, of_document == document.id)
        )
        .where(
            document.branch_id == frame.branch.id,
            document.customer_id.in_([*alike, customer.id]),
            document.document_date > as_of - timedelta(days=PRODUCT_DAYS),
            document.document_date <= as_of,
            source.valid,
            line.product_id.is_not(None),
        )
        .group_by(line.product_id)
    )
    rows = plain_rows(session, query)
    names = _names(session, frame, [row[0] for row in rows])
    bought = [(names[product], count) for product, count, _own in rows]
    own = frozenset(names[product] for product, _count, count in rows if count)
    return missing_product(bought, own, len(alike))


def _names(session: Session, frame: Frame, products: list[int]) -> dict[int, str]:
    query = select(Product.id, Product.name).where(
        Product.branch_id == frame.branch.id, Product.id.in_(products)
    )
    return {row[0]: row[1] for row in plain_rows(session, query)}
