"""The list of reported visits: a page at a time by key, with sums over the whole choice."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, not_, or_, select
from sqlalchemy.orm import Session

from desktop.enums import VisitChannel
from desktop.models import AppUser, Customer, Rep, Visit
from desktop.search_key import search_key
from desktop.services.activity.data import (
    VisitChoices,
    VisitDetail,
    VisitPage,
    VisitQuery,
    VisitRow,
    VisitTotals,
)
from desktop.services.activity.plan_facts import KEYED_WITHIN_DAYS
from desktop.services.activity.visit_facts import rep_of_visit, valid_visit
from desktop.services.activity.visit_merging import merged_away
from desktop.services.activity.visit_order import beyond, order_by, sort_parts, sorted_column
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import whole_sum

_ESCAPE = "\\"
_MOST_OUTCOMES = 30


def _contains(column: Any, key: str) -> ColumnElement[bool]:
    for special in (_ESCAPE, "%", "_"):
        key = key.replace(special, _ESCAPE + special)
    found: ColumnElement[bool] = column.like(f"%{key}%", escape=_ESCAPE)
    return found


def _chosen(frame: Frame, query: VisitQuery) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of what the query chooses, its page aside."""
    branch_id = frame.branch.id
    found: list[ColumnElement[bool]] = [Visit.branch_id == branch_id, Visit.state == "posted"]
    if query.first is not None:
        found.append(Visit.visited_on >= query.first)
    if query.last is not None:
        found.append(Visit.visited_on <= query.last)
    if query.rep_code:
        reps = [rep.id for rep in frame.reps.values() if rep.code == query.rep_code]
        found.append(Visit.rep_id.in_(reps))
    if key := search_key(query.text):
        customers = select(Customer.id).where(
            Customer.branch_id == branch_id,
            or_(*(
                _contains(column, key)
                for column in (Customer.name_key, Customer.code_key, Customer.pinyin)
            )),
        )  # fmt: skip
        found.append(or_(Visit.customer_id.in_(customers), _contains(Visit.note_key, key)))
    if query.channel is not None:
        found.append(Visit.channel == query.channel.value)
    if key := search_key(query.outcome):
        found.append(_contains(func.lower(Visit.outcome), key))
    if query.outcome_is:
        found.append(Visit.outcome == query.outcome_is)
    if query.is_valid is not None:
        is_valid = valid_visit(branch_id)
        found.append(is_valid if query.is_valid else not_(is_valid))
    if query.customer_id is not None:
        found.append(Visit.customer_id == query.customer_id)
    if query.is_attempt is not None:
        found.append(Visit.is_attempt.is_(query.is_attempt))
    if query.is_planned is not None:
        found.append(
            Visit.is_planned.is_(True)
            if query.is_planned
            else or_(Visit.is_planned.is_(False), Visit.is_planned.is_(None))
        )
    return tuple(found)


def visit_page(session: Session, frame: Frame, query: VisitQuery) -> VisitPage:
    """Return the page in the query's order; far pages cost no more than the first."""
    chosen = _chosen(frame, query)
    parts, first = sort_parts(query), sorted_column(query)
    backwards = query.before is not None or query.from_end
    rows = _select(frame.branch.id, literal("") if first is None else first).where(*chosen)
    neighbour = query.before or query.after
    if neighbour is not None and not query.from_end:
        rows = rows.where(beyond(parts, neighbour, backwards=backwards))
    rows = rows.order_by(*order_by(parts, backwards=backwards)).limit(query.size + 1)
    found = [_row(frame, row) for row in session.execute(rows)]
    has_more = len(found) > query.size
    found = found[: query.size]
    if backwards:
        found.reverse()
        has_previous, has_next = has_more, not query.from_end
    else:
        has_previous, has_next = query.after is not None, has_more
    totals = _totals(session, frame.branch.id, chosen) if query.with_totals else None
    return VisitPage(tuple(found), totals, has_next, has_previous)


def visit_totals(session: Session, frame: Frame, query: VisitQuery) -> VisitTotals:
    """Return the sums over everything that the query chooses."""
    return _totals(session, frame.branch.id, _chosen(frame, query))


def _totals(
    session: Session, branch_id: int, chosen: tuple[ColumnElement[bool], ...]
) -> VisitTotals:
    row = session.execute(
        select(
            func.count(),
            func.count(Visit.minutes),
            whole_sum(Visit.minutes),
            whole_sum(case((Visit.is_attempt, 1), else_=0)),
            whole_sum(case((Visit.is_planned.is_(True), 1), else_=0)),
            whole_sum(case((valid_visit(branch_id), 1), else_=0)),
        )
        .join(Rep, rep_of_visit())
        .where(*chosen)
    ).one()
    visits, timed, minutes, attempts, planned, valid = row
    merged = merged_away(session, (*chosen, valid_visit(branch_id)))
    return VisitTotals(visits, timed, minutes, attempts, planned, valid - merged)


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


def _select(branch_id: int, first: ColumnElement[Any]) -> Select[Any]:
    """Return the query of rows; `first` is what the list is sorted by before the day."""
    found = select(
        Visit.id, Visit.version, Visit.visit_no, Visit.visited_on, Visit.starts_at, Visit.ends_at,
        Visit.minutes, Visit.rep_id, Visit.customer_id, Customer.code, Customer.name,
        Visit.channel, Visit.purpose, Visit.outcome, Visit.is_attempt, Visit.is_planned,
        Visit.rejected_on, Visit.note, Visit.order_number, Visit.keyed_at, Visit.received_at,
        Visit.batch_id.is_not(None).label("is_imported"),
        valid_visit(branch_id).label("is_valid"), first.label("sorted_by"),
    )  # fmt: skip
    return found.join(Rep, rep_of_visit()).join(  # type: ignore[return-value]
        Customer, and_(Customer.branch_id == Visit.branch_id, Customer.id == Visit.customer_id)
    )


def _row(frame: Frame, row: Any) -> VisitRow:
    rep, day = frame.reps[row.rep_id], row.visited_on
    days_to_key = (row.keyed_at.date() - day).days
    return VisitRow(
        id=row.id,
        version=row.version,
        visit_no=row.visit_no or "",
        day=row.visited_on,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        minutes=row.minutes,
        rep_code=rep.code,
        rep_name=rep.name,
        customer_id=row.customer_id,
        customer_code=row.code,
        customer_name=row.name,
        channel=VisitChannel(row.channel),
        purpose=row.purpose,
        outcome=row.outcome,
        is_attempt=row.is_attempt,
        is_planned=row.is_planned,
        is_rejected=row.rejected_on is not None,
        note=row.note,
        order_number=row.order_number,
        days_to_key=days_to_key,
        days_to_receive=None if row.received_at is None else (row.received_at.date() - day).days,
        is_valid=bool(row.is_valid),
        is_imported=bool(row.is_imported),
        is_late=not row.is_imported and days_to_key > KEYED_WITHIN_DAYS,
        sorted_by=row.sorted_by,
    )


def visit_detail(session: Session, frame: Frame, visit_id: int) -> VisitDetail | None:
    """Return everything known of a visit, or None where there is no such visit."""
    query = (
        _select(frame.branch.id, literal(""))
        .add_columns(Visit.territory_id, Visit.next_visit_on, AppUser.name.label("clerk"))
        .outerjoin(
            AppUser, and_(AppUser.branch_id == Visit.branch_id, AppUser.id == Visit.keyed_by_id)
        )
        .where(Visit.branch_id == frame.branch.id, Visit.id == visit_id)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    place = frame.territories.get(row.territory_id)
    return VisitDetail(
        _row(frame, row),
        "" if place is None else place.code,
        row.next_visit_on,
        row.received_at,
        row.keyed_at,
        row.clerk or "",
        row.rejected_on,
        "" if place is None else place.name,
    )
