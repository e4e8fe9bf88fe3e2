"""The list of reported visits: a page at a time by key, with sums over the whole choice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, literal, select
from sqlalchemy.orm import Session

from desktop.models import AppUser, Customer, Rep, Visit
from desktop.search_key import search_key
from desktop.services.activity.data import (
    VisitAnchor,
    VisitChoices,
    VisitDetail,
    VisitPage,
    VisitQuery,
    VisitTotals,
)
from desktop.services.activity.visit_facts import rep_of_visit, valid_visit
from desktop.services.activity.visit_filters import CONDITIONS, chosen, mine
from desktop.services.activity.visit_merging import merged_away
from desktop.services.activity.visit_pages import COLUMNS
from desktop.services.activity.visit_reading import read_rows
from desktop.services.activity.visit_rows import rows_of
from desktop.services.activity.visit_search import look_for, text_condition
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import whole_sum

_MOST_OUTCOMES = 30


def visit_page(session: Session, frame: Frame, query: VisitQuery) -> VisitPage:
    """Return the page in the query's order; far pages cost no more than the first."""
    found = read_rows(session, frame, query)
    backwards = query.before is not None or query.from_end
    has_more = len(found) > query.size
    found = found[: query.size]
    if backwards:
        found.reverse()
        has_previous, has_next = has_more, not query.from_end
    else:
        has_previous, has_next = query.after is not None, has_more
    totals = visit_totals(session, frame, query) if query.with_totals else None
    return VisitPage(tuple(found), totals, has_next, has_previous)


def _everything(
    session: Session, frame: Frame, query: VisitQuery
) -> tuple[tuple[ColumnElement[bool], ...], Mapping[str, Any]]:
    """Return the conditions of all that the query chooses, and the values of their parameters."""
    choice = chosen(frame, query)
    conditions = [*mine(), *(CONDITIONS[name]() for name in choice.names)]
    values = dict(choice.values)
    if key := search_key(query.text):
        search = look_for(session, frame.branch.id, key)
        is_sqlite = session.connection().dialect.name == "sqlite"
        conditions.append(text_condition(search, is_sqlite=is_sqlite))
        values.update(search.values)
    return tuple(conditions), values


def visit_totals(session: Session, frame: Frame, query: VisitQuery) -> VisitTotals:
    """Return the sums over everything that the query chooses."""
    where, values = _everything(session, frame, query)
    is_valid = valid_visit(bindparam("branch"))  # type: ignore[arg-type]
    row = session.execute(
        select(
            func.count(),
            func.count(Visit.minutes),
            whole_sum(Visit.minutes),
            whole_sum(case((Visit.is_attempt, 1), else_=0)),
            whole_sum(case((Visit.is_planned.is_(True), 1), else_=0)),
            whole_sum(case((is_valid, 1), else_=0)),
        )
        .join(Rep, rep_of_visit())
        .where(*where),
        values,
    ).one()
    visits, timed, minutes, attempts, planned, valid = row
    merged = merged_away(session, (*where, is_valid), values)
    return VisitTotals(visits, timed, minutes, attempts, planned, valid - merged)


def visit_anchors(session: Session, frame: Frame, query: VisitQuery) -> tuple[VisitAnchor, ...]:
    """Return where each day begins in the list of all that the query chooses, by the day."""
    where, values = _everything(session, frame, query)
    way = Visit.visited_on.asc() if query.is_ascending else Visit.visited_on.desc()
    days = select(Visit.visited_on, func.count()).where(*where)
    if query.is_valid is not None:
        days = days.join(Rep, rep_of_visit())
    found, start = [], 0
    for day, count in session.execute(days.group_by(Visit.visited_on).order_by(way), values):
        found.append(VisitAnchor(start, day))
        start += count
    return tuple(found)


def visit_choices(session: Session, frame: Frame) -> VisitChoices:
    """Return the reps by code and the commonest outcomes, for the filters."""
    count = func.count()
    query = (
        select(Visit.outcome)
        .where(
            Visit.branch_id == frame.branch.id, Visit.state == "posted", Visit.outcome != "",
        )
        .group_by(Visit.outcome)
        .order_by(count.desc(), Visit.outcome)
        .limit(_MOST_OUTCOMES)
    )  # fmt: skip
    reps = sorted((rep.code, rep.name) for rep in frame.reps.values())
    return VisitChoices(tuple(reps), tuple(session.scalars(query)))


def visit_detail(session: Session, frame: Frame, visit_id: int) -> VisitDetail | None:
    """Return everything known of a visit, or None where there is no such visit."""
    query = (
        select(
            *COLUMNS, valid_visit(frame.branch.id).label("is_valid"),
            literal("").label("sorted_by"),
            Visit.territory_id, Visit.next_visit_on, AppUser.name.label("clerk"),
        )
        .join(Rep, rep_of_visit())
        .join(
            Customer, and_(Customer.branch_id == Visit.branch_id, Customer.id == Visit.customer_id)
        )
        .outerjoin(
            AppUser, and_(AppUser.branch_id == Visit.branch_id, AppUser.id == Visit.keyed_by_id)
        )
        .where(Visit.branch_id == frame.branch.id, Visit.id == visit_id)
    )  # fmt: skip
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    place = frame.territories.get(row.territory_id)
    return VisitDetail(
        rows_of(frame, [row[: len(COLUMNS) + 2]])[0],
        "" if place is None else place.code,
        row.next_visit_on,
        row.received_at,
        row.keyed_at,
        row.clerk or "",
        row.rejected_on,
        "" if place is None else place.name,
    )
