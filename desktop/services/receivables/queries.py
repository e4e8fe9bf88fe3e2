"""What the database is asked for receivables: sums of open items, of due items, of trade.

Every function returns rows of leaves (see `grouping`) and whole minor units; sums over trees are
made by `rules.rollup`. Amounts are signed: credit notes and unapplied money are negative.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop.enums import AgeFrom, Dimension
from desktop.models import Application, Collection, Customer, Invoice
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import plain_rows, whole_sum
from desktop.services.receivables.grouping import Grouping, Leaves, open_among, open_on
from desktop.services.rules.aging import DaySpan

#: Leaves, the place of a bucket, and an amount.
BucketRow = tuple[Leaves, int, int]


def paid(until: date) -> ScalarSelect[Any]:
    """Return what had paid an invoice at the end of the day, as a column beside it."""
    return (
        select(whole_sum(Application.amount_minor))
        .where(
            Application.branch_id == Invoice.branch_id,
            Application.invoice_id == Invoice.id,
            Application.applied_on <= until,
        )
        .correlate(Invoice)
        .scalar_subquery()
    )


def spent(until: date) -> ScalarSelect[Any]:
    """Return what of a collection paid something at the end of the day, as a column beside it."""
    return (
        select(whole_sum(Application.amount_minor))
        .where(
            Application.branch_id == Collection.branch_id,
            Application.collection_id == Collection.id,
            Application.applied_on <= until,
        )
        .correlate(Collection)
        .scalar_subquery()
    )


def given_back(branch_id: int, until: date) -> ColumnElement[bool]:
    """Return the condition that joins credit notes to the applications they made by the day.

    There is no index by credit note; the applications without a collection are the same rows,
    and the index by collection begins with them.
    """
    return and_(
        Application.branch_id == branch_id,
        Application.collection_id.is_(None),
        Application.applied_on <= until,
        Invoice.branch_id == branch_id,
        Invoice.id == Application.credit_note_id,
    )


def _place(
    column: InstrumentedAttribute[date], spans: Sequence[DaySpan | None]
) -> ColumnElement[int]:
    """Return the place of the span that the day falls in, or -1 for none."""
    tests = []
    for place, span in enumerate(spans):
        if span is None:
            continue
        ends = [column >= span.first] if span.first is not None else []
        ends += [column <= span.last] if span.last is not None else []
        tests.append((and_(true(), *ends), literal(place)))
    return case(*tests, else_=literal(-1))


def _read(
    session: Session, grouping: Grouping, query: Select[Any], item: type[Any]
) -> Iterator[BucketRow]:
    """Yield the rows of a query that selects the keys, then a bucket's place, then a sum."""
    leaves = grouping.reader(item)
    for row in plain_rows(session, query):
        yield leaves(row), row[-2], row[-1]


def _open(
    grouping: Grouping, item: type[Any], place: ColumnElement[int], amount: Any
) -> Select[Any]:
    """Return the sum of an amount, or by customer a row for each item that is open.

    A customer has few items that are open: to group them costs the database more than to send
    them, and whoever reads them sums them all the same.
    """
    if Dimension.CUSTOMER not in grouping.by:
        return _grouped(grouping, item, place, amount)
    keys = tuple(grouping.keys(item).values())
    return grouping.attach(select(*keys, place.label("bucket"), amount).select_from(item), item)


def _grouped(
    grouping: Grouping, item: type[Any], place: ColumnElement[int], amount: Any
) -> Select[Any]:
    """Return the sum of an amount by the keys and the place; the caller adds its conditions."""
    keys = tuple(grouping.keys(item).values())
    bucket = place.label("bucket")
    query = select(*keys, bucket, whole_sum(amount)).select_from(item)
    return grouping.attach(query, item).group_by(*keys, bucket)


def open_sums(
    session: Session,
    grouping: Grouping,
    day: date,
    spans: Sequence[DaySpan | None],
    age_from: AgeFrom = AgeFrom.DUE,
) -> list[tuple[Leaves, list[int]]]:
    """Return what was open at the end of a day: an amount a span, then the unapplied money.

    Part payments leave what remains; what is dated later does not exist yet.
    """
    frame = grouping.frame
    column = Invoice.due_date if age_from is AgeFrom.DUE else Invoice.document_date
    documents = _open(
        grouping, Invoice, _place(column, spans), Invoice.gross_minor - paid(day)
    ).where(open_on(frame, Invoice, day))
    # What a credit note has paid makes its negative open amount smaller.
    credits = _open(grouping, Invoice, _place(column, spans), Application.amount_minor)
    credits = credits.join(Application, given_back(frame.branch.id, day))
    credits = credits.where(open_among(frame, Invoice, day))
    money = _open(
        grouping, Collection, literal(len(spans)), spent(day) - Collection.amount_minor
    ).where(open_on(frame, Collection, day))
    sums: dict[Leaves, list[int]] = {}
    for query, item in ((documents, Invoice), (credits, Invoice), (money, Collection)):
        for leaves, place, amount in _read(session, grouping, query, item):
            cell = sums.get(leaves)
            if cell is None:
                cell = sums[leaves] = [0] * (len(spans) + 1)
            if place >= 0:
                cell[place] += amount
    return list(sums.items())


def open_by_customer(
    session: Session,
    frame: Frame,
    day: date,
    spans: Sequence[DaySpan | None],
    age_from: AgeFrom = AgeFrom.DUE,
) -> Sequence[Any]:
    """Return the same amounts by customer: a row with code, an amount a span, unapplied money.

    In the order of the codes. Most customers have few open items: one statement that sums and
    sorts them costs half of what sending them does.
    """
    column = Invoice.due_date if age_from is AgeFrom.DUE else Invoice.document_date
    place = _place(column, spans).label("place")
    of_branch = Invoice.customer_id.label("customer_id")
    documents = select(of_branch, place, (Invoice.gross_minor - paid(day)).label("amount")).where(
        open_on(frame, Invoice, day)
    )
    # What a credit note has paid makes its negative open amount smaller.
    credits = (
        select(of_branch, place, Application.amount_minor)
        .join(Application, given_back(frame.branch.id, day))
        .where(open_among(frame, Invoice, day))
    )
    money = select(
        Collection.customer_id, literal(len(spans)), spent(day) - Collection.amount_minor
    ).where(open_on(frame, Collection, day))
    items = union_all(documents, credits, money).subquery()
    places = range(len(spans) + 1)
    amounts = [
        # A filter adds what it lets through; a case would add a nought for all others.
        func.coalesce(
            cast(func.sum(items.c.amount).filter(items.c.place == at), BigInteger), 0
        ).label(f"amount_{at}")
        for at in places
    ]
    sums = select(items.c.customer_id, *amounts).group_by(items.c.customer_id).subquery()
    query = (
        select(Customer.code, *(sums.c[f"amount_{at}"] for at in places))
        .select_from(sums)
        # An inner join would let SQLite begin with all customers instead of what is open.
        .outerjoin(
            Customer, and_(Customer.branch_id == frame.branch.id, Customer.id == sums.c.customer_id)
        )
        .order_by(Customer.code)
    )
    return plain_rows(session, query)


def due_sums(
    session: Session, grouping: Grouping, opening: date, closing: date
) -> Iterator[tuple[Leaves, int, int]]:
    """Yield what was due from the opening to the closing day, and what money paid of it.

    Due is what documents with a due date up to the closing day had open at the end of the
    opening day, or their whole amount where they are dated later; paid is what collections
    paid of the same documents after the opening day.
    """
    frame = grouping.frame
    # A document that was open at the opening, or came after it, was settled after the opening.
    alive = and_(
        Invoice.branch_id == frame.branch.id,
        Invoice.settled_on > opening,
        Invoice.document_date <= closing,
        Invoice.due_date <= closing,
        Invoice.state == "posted",
    )
    came_in = (
        select(whole_sum(Application.amount_minor))
        .where(
            Application.branch_id == Invoice.branch_id,
            Application.invoice_id == Invoice.id,
            Application.applied_on > opening,
            Application.applied_on <= closing,
            Application.collection_id.is_not(None),
        )
        .correlate(Invoice)
        .scalar_subquery()
    )
    nowhere = literal(0)
    for row in _read(
        session,
        grouping,
        _grouped(grouping, Invoice, nowhere, Invoice.gross_minor - paid(opening)).where(alive),
        Invoice,
    ):
        yield row[0], row[2], 0
    used = _grouped(grouping, Invoice, nowhere, Application.amount_minor)
    used = used.join(Application, given_back(frame.branch.id, opening)).where(alive)
    for row in _read(session, grouping, used, Invoice):
        yield row[0], row[2], 0
    for row in _read(
        session, grouping, _grouped(grouping, Invoice, nowhere, came_in).where(alive), Invoice
    ):
        yield row[0], 0, row[2]
