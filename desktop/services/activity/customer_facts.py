"""Customers as facts: when each came, was lost and came back, and who won it.

The turns of all customers are kept in `customer_turn`; those of a customer that bought since
they were made are computed from its purchases.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from desktop.models import EVER, CustomerTurn, Invoice, SalesOrder
from desktop.services.activity.order_facts import CHUNK
from desktop.services.activity.summary_rows import due_places
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import plain_rows
from desktop.services.plans.events import Event as CountedEvent
from desktop.services.plans.events import identities_of
from desktop.services.plans.sales_queries import sales_tables
from desktop.services.rules.customerflow import Event, Turn, known_again, life

#: With more customers to compute than this, all are computed: one statement beats many.
MOST_DUE = 2_000
#: A day after everything, before which what is to come is computed.
FAR = date(9999, 1, 1)
FIRST = "first"
_LOST = str(Turn.LOST)
ALL_TURNS = (FIRST, str(Turn.REACTIVATED), _LOST)


class Row(NamedTuple):
    """A turn as it is kept: its word, and the document of a first purchase."""

    customer_id: int
    day: date
    turn: str
    document_id: int | None


@dataclass(frozen=True, slots=True)
class CustomerLives:
    """The turns of customers that ever bought, up to an as-of date.

    `first_sales` holds, for each *new* customer, the document that made it one; a customer that
    is known again has none. A customer cannot be divided: where that document's credit is
    shared, it counts for the rep who is named first.
    """

    events: Mapping[int, tuple[Event, ...]]
    first_sales: Mapping[int, CountedEvent]


def load_lives(session: Session, frame: Frame, as_of: date, since: date = EVER) -> CustomerLives:
    """Return what became of every customer from a day on, up to and including the as-of date.

    A purchase is a document of the branch's sales basis with a net amount that is not negative,
    credit notes left out: the same documents that make new customers for their targets.
    Those who only came back are left out where a first day is given: a period's figures do not
    ask for them, and they are half of all turns.
    """
    due = due_places(session, frame, "customer")
    is_all_due = 0 in due or len(due) > MOST_DUE
    made = list(made_turns(session, frame, None if is_all_due else due))
    words = ALL_TURNS if since == EVER else (FIRST, _LOST)
    rows = [row for row in made if since <= row[1] <= as_of and row[2] in words]
    first_days = [(row[1], row[0]) for row in made if row[2] == FIRST and row[1] <= as_of]
    documents = {row[3] for row in rows if row[3] is not None}
    sales = _documents(session, frame, documents)
    if not is_all_due:
        kept = kept_turns(session, frame, since, as_of, words)
        rows += [row for row in kept if row[0] not in due]
        sales |= _kept_documents(session, frame, since, as_of)
    identities = identities_of(session, frame)
    again: frozenset[int] = frozenset()
    if identities:
        if not is_all_due:
            first_days += [
                (row[1], row[0])
                for row in kept_turns(session, frame, EVER, as_of, (FIRST,))
                if row[0] not in due
            ]
        known = ((day, customer) for day, customer in first_days if customer in identities)
        again = known_again(known, identities)
    return _lives(rows, sales, again)


def _lives(
    rows: Iterable[Row], sales: Mapping[int, CountedEvent], again: frozenset[int]
) -> CustomerLives:
    events: dict[int, list[Event]] = defaultdict(list)
    firsts: dict[int, CountedEvent] = {}
    for customer_id, day, word, document_id in sorted(rows, key=lambda row: row[:2]):
        turn = Turn.LOST if word == _LOST else Turn.REACTIVATED
        if word == FIRST and customer_id not in again and document_id is not None:
            turn = Turn.NEW
            firsts[customer_id] = sales[document_id]
        events[customer_id].append(Event(day, turn))
    return CustomerLives({key: tuple(turns) for key, turns in events.items()}, firsts)


def kept_turns(
    session: Session, frame: Frame, first: date, last: date, words: tuple[str, ...]
) -> Sequence[Row]:
    """Return the turns of these words that are kept of the days from first to last."""
    query = select(
        CustomerTurn.customer_id, CustomerTurn.day, CustomerTurn.turn, CustomerTurn.document_id
    ).where(CustomerTurn.branch_id == frame.branch.id, CustomerTurn.day.between(first, last))
    if words != ALL_TURNS:
        query = query.where(CustomerTurn.turn.in_(words))
    return plain_rows(session, query)


def made_turns(session: Session, frame: Frame, customers: Collection[int] | None) -> Iterator[Row]:
    """Yield the turns of these customers, from their purchases; None means all customers."""
    for customer_id, bought in _purchases(session, frame, customers).items():
        days = [day for day, _document in bought]
        for event in life(days, FAR):
            is_first = event.turn is Turn.NEW
            yield Row(
                customer_id,
                event.day,
                FIRST if is_first else str(event.turn),
                bought[0][1] if is_first else None,
            )


def _is_purchase(frame: Frame) -> tuple[Any, ...]:
    tables = sales_tables(frame)
    document = tables.document
    kind = () if document is SalesOrder else (Invoice.kind == "invoice",)
    return (
        document.branch_id == frame.branch.id,
        document.document_date < FAR,
        document.net_minor >= 0,
        tables.posted,
        *kind,
    )


def _purchases(
    session: Session, frame: Frame, customers: Collection[int] | None
) -> dict[int, list[tuple[date, int]]]:
    """Return the days on which each customer bought, ascending, with the day's first document."""
    document: Any = sales_tables(frame).document
    query = (
        select(document.customer_id, document.document_date, func.min(document.id))
        .where(*_is_purchase(frame))
        .group_by(document.customer_id, document.document_date)
        .order_by(document.customer_id, document.document_date)
    )
    found: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for part in _parts(customers):
        chosen = query if part is None else query.where(document.customer_id.in_(part))
        for customer_id, day, document_id in plain_rows(session, chosen):
            found[customer_id].append((day, document_id))
    return found


def _parts(ids: Collection[int] | None) -> Iterator[list[int] | None]:
    if ids is None:
        yield None
        return
    wanted = sorted(ids)
    for start in range(0, len(wanted), CHUNK):
        yield wanted[start : start + CHUNK]


def _document_columns(document: Any) -> tuple[Any, ...]:
    return (
        document.document_date, document.credited_rep_id, document.territory_id,
        document.customer_id, document.id, document.number,
    )  # fmt: skip


def _documents(session: Session, frame: Frame, ids: Collection[int]) -> dict[int, CountedEvent]:
    document: Any = sales_tables(frame).document
    found = {}
    for part in _parts(ids):
        query = select(*_document_columns(document)).where(
            document.branch_id == frame.branch.id, document.id.in_(part or ())
        )
        found.update({row[4]: CountedEvent(*row) for row in plain_rows(session, query)})
    return found


def _kept_documents(
    session: Session, frame: Frame, first: date, last: date
) -> dict[int, CountedEvent]:
    """Return the documents of the first purchases that are kept of these days."""
    document: Any = sales_tables(frame).document
    query = (
        select(*_document_columns(document))
        .join(
            CustomerTurn,
            and_(
                CustomerTurn.branch_id == document.branch_id,
                CustomerTurn.document_id == document.id,
            ),
        )
        .where(
            CustomerTurn.branch_id == frame.branch.id,
            CustomerTurn.turn == FIRST,
            CustomerTurn.day.between(first, last),
        )
    )
    return {row[4]: CountedEvent(*row) for row in plain_rows(session, query)}
