"""What is known of a stretch of days: visits, plans and money, by few questions to the database.

Every question is for a span of days, so that it costs what those days hold, whatever came before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any, NamedTuple

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from desktop.models import (
    Collection,
    Customer,
    Expense,
    Leave,
    MarketNote,
    OrderCredit,
    Rep,
    SalesOrder,
    Visit,
    VisitPlan,
)
from desktop.periods import Period
from desktop.services.activity.visit_facts import in_period, rep_of_visit, valid_visit
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import plain_rows, whole_sum
from desktop.services.plans.sales_queries import sales_tables
from desktop.services.rules.rep_week import OnDay
from desktop.services.rules.visits import VisitTimes, merge_visits


class Reported(NamedTuple):
    """A posted report of a visit."""

    id: int
    rep_id: int
    customer_id: int
    day: date
    starts_at: time | None
    ends_at: time | None
    minutes: int | None
    channel: str
    is_attempt: bool
    is_valid: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """What reports amount to: valid visits as the figures count them, and what is beside them."""

    visits: int = 0
    timed: int = 0
    minutes: int = 0
    attempts: int = 0
    contacts: int = 0


def reports_of(
    session: Session, frame: Frame, period: Period, rep_id: int | None = None
) -> tuple[Reported, ...]:
    """Return the posted reports of the days, of one rep or of the branch, by day and id."""
    query = (
        select(
            Visit.id, Visit.rep_id, Visit.customer_id, Visit.visited_on, Visit.starts_at,
            Visit.ends_at, Visit.minutes, Visit.channel, Visit.is_attempt,
            case((valid_visit(frame.branch.id), 1), else_=0),
        )
        .join(Rep, rep_of_visit())
        .where(
            Visit.branch_id == frame.branch.id,
            Visit.state == "posted",
            in_period(Visit.visited_on, period),
        )
        .order_by(Visit.visited_on, Visit.id)
    )  # fmt: skip
    if rep_id is not None:
        query = query.where(Visit.rep_id == rep_id)
    return tuple(Reported._make((*row[:-1], row[-1] == 1)) for row in plain_rows(session, query))


def counted(reports: Iterable[Reported]) -> Counted:
    """Return what reports amount to; several of the same visit are one."""
    groups: dict[tuple[int, int, date], list[VisitTimes]] = defaultdict(list)
    attempts = contacts = 0
    for one in reports:
        if one.is_valid:
            times = VisitTimes(one.starts_at, one.ends_at, one.minutes)
            groups[one.rep_id, one.customer_id, one.day].append(times)
        elif one.is_attempt:
            attempts += 1
        elif one.channel != "on_site":
            contacts += 1
    merged = [visit for times in groups.values() for visit in merge_visits(times)]
    lengths = [visit.minutes for visit in merged if visit.minutes is not None]
    return Counted(len(merged), len(lengths), sum(lengths), attempts, contacts)


def plans_of(
    session: Session, frame: Frame, period: Period, rep_id: int | None = None
) -> tuple[OnDay, ...]:
    """Return the visits planned for the days."""
    query = select(VisitPlan.id, VisitPlan.rep_id, VisitPlan.customer_id, VisitPlan.planned_on)
    query = query.where(
        VisitPlan.branch_id == frame.branch.id, in_period(VisitPlan.planned_on, period)
    )
    if rep_id is not None:
        query = query.where(VisitPlan.rep_id == rep_id)
    return tuple(OnDay(*row) for row in plain_rows(session, query))


def leaves_of(
    session: Session, frame: Frame, period: Period
) -> dict[int, list[tuple[date, date, str]]]:
    """Return first day, last day and kind of everyone's days away that touch the period."""
    found: dict[int, list[tuple[date, date, str]]] = defaultdict(list)
    query = select(Leave.rep_id, Leave.first_day, Leave.last_day, Leave.kind).where(
        Leave.branch_id == frame.branch.id,
        Leave.first_day < period.end,
        Leave.last_day >= period.start,
    )
    for rep_id, first, last, kind in plain_rows(session, query):
        found[rep_id].append((first, last, kind))
    return found


def documents_sum(
    session: Session, frame: Frame, kind: str, period: Period, rep_id: int | None = None
) -> tuple[int, int]:
    """Return number and net sum of orders, or of the documents that are the branch's sales.

    Of a rep it is what he is credited with, his parts of shared documents among it.

    Args:
        session: the snapshot.
        frame: the branch.
        kind: `orders` or `sales`.
        period: the days.
        rep_id: whose; None is the branch.
    """
    document, credit, credit_document, posted = _tables(frame, kind)
    inside = (
        document.branch_id == frame.branch.id, in_period(document.document_date, period), posted,
    )  # fmt: skip
    query = select(func.count(), whole_sum(document.net_minor)).where(*inside)
    if rep_id is None:
        count, net = plain_rows(session, query)[0]
        return count, net
    query = query.where(document.credited_rep_id == rep_id, document.is_shared.is_(False))
    count, net = plain_rows(session, query)[0]
    shared = plain_rows(
        session,
        select(func.count(document.id.distinct()), whole_sum(credit.net_minor))
        .join(credit, and_(credit.branch_id == document.branch_id, credit_document == document.id))
        .where(*inside, document.is_shared.is_(True), credit.rep_id == rep_id),
    )[0]
    return count + shared[0], net + shared[1]


def _tables(frame: Frame, kind: str) -> tuple[Any, Any, Any, Any]:
    if kind == "orders":
        posted = and_(SalesOrder.state == "posted", SalesOrder.status != "cancelled")
        return SalesOrder, OrderCredit, OrderCredit.order_id, posted
    tables = sales_tables(frame)
    return tables.document, tables.credit, tables.credit_document, tables.posted


def collected(session: Session, frame: Frame, period: Period, rep_id: int | None = None) -> int:
    """Return the money received in the days, of what a rep is credited with or of the branch."""
    query = select(whole_sum(Collection.amount_minor)).where(
        Collection.branch_id == frame.branch.id,
        Collection.state == "posted",
        in_period(Collection.document_date, period),
    )
    if rep_id is not None:
        query = query.where(Collection.credited_rep_id == rep_id)
    found: int = plain_rows(session, query)[0][0]
    return found


def spent(session: Session, frame: Frame, period: Period, rep_id: int | None = None) -> int:
    """Return the expenses claimed for the days."""
    query = select(whole_sum(Expense.amount_minor)).where(
        Expense.branch_id == frame.branch.id,
        Expense.state == "posted",
        in_period(Expense.spent_on, period),
    )
    if rep_id is not None:
        query = query.where(Expense.rep_id == rep_id)
    found: int = plain_rows(session, query)[0][0]
    return found


def noted(session: Session, frame: Frame, period: Period, rep_id: int | None = None) -> int:
    """Return how many market notes were taken in the days."""
    query = select(func.count()).select_from(MarketNote)
    query = query.where(
        MarketNote.branch_id == frame.branch.id, in_period(MarketNote.noted_on, period)
    )
    if rep_id is not None:
        query = query.where(MarketNote.rep_id == rep_id)
    found: int = plain_rows(session, query)[0][0]
    return found


def names_of(
    session: Session, frame: Frame, customers: Iterable[int]
) -> dict[int, tuple[str, str]]:
    """Return code and name of some customers by id."""
    wanted = sorted(set(customers))
    query = select(Customer.id, Customer.code, Customer.name).where(
        Customer.branch_id == frame.branch.id, Customer.id.in_(wanted)
    )
    return {row[0]: (row[1], row[2]) for row in plain_rows(session, query)} if wanted else {}
