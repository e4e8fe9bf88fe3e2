"""Customers as facts: when each bought, who won it, and what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import EVER, Invoice, SalesOrder
from desktop.periods import Period
from desktop.services.figures.frame import Frame
from desktop.services.plans.events import Event as CountedEvent
from desktop.services.plans.events import new_customer_events
from desktop.services.plans.sales_queries import sales_tables
from desktop.services.rules.customerflow import Event, life


@dataclass(frozen=True, slots=True)
class CustomerLives:
    """The turns of every customer that ever bought, up to an as-of date.

    `first_sales` holds, for each *new* customer, the document that made it one; a customer that
    is known again has none. A customer cannot be divided: where that document's credit is
    shared, it counts for the rep who is named first.
    """

    events: Mapping[int, tuple[Event, ...]]
    first_sales: Mapping[int, CountedEvent]


def load_lives(session: Session, frame: Frame, as_of: date) -> CustomerLives:
    """Return what became of every customer up to and including the as-of date.

    A purchase is a document of the branch's sales basis with a net amount that is not negative,
    credit notes left out: the same documents that make new customers for their targets.
    """
    everything = Period(EVER, as_of + timedelta(days=1))
    firsts = {event.customer_id: event for event in new_customer_events(session, frame, everything)}
    events = {
        customer_id: life(days, as_of, customer_id in firsts)
        for customer_id, days in _purchases(session, frame, as_of).items()
    }
    return CustomerLives(events, firsts)


def _purchases(session: Session, frame: Frame, as_of: date) -> dict[int, list[date]]:
    """Return the days on which each customer bought, ascending."""
    tables = sales_tables(frame)
    document = tables.document
    query = (
        select(document.customer_id, document.document_date)
        .where(
            document.branch_id == frame.branch.id,
            document.document_date <= as_of,
            document.net_minor >= 0,
            tables.posted,
        )
        .distinct()
        .order_by(document.customer_id, document.document_date)
    )
    if document is not SalesOrder:
        query = query.where(Invoice.kind == "invoice")
    found: dict[int, list[date]] = defaultdict(list)
    for customer_id, day in session.execute(query):
        found[customer_id].append(day)
    return found
