"""Reads what a rep's week is proposed from: visits, promises, overdue money, his programme."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.enums import NoteType, PlanStatus
from desktop.models import MarketNote, PlanVersion, Rep, Visit, VisitPlan, VisitProgramme
from desktop.periods import Month, Period
from desktop.services.activity.visit_facts import in_period, rep_of_visit, valid_visit
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import plain_rows
from desktop.services.figures.timelines import load_timelines
from desktop.services.plans.programme_records import first_day_of, lines_of
from desktop.services.rules.fielddays import in_days
from desktop.services.rules.week_proposal import ProposedVisit, WeekCandidate, propose
from desktop.services.weeks.data import ProposalSheet, ProposedLine, week_of
from desktop.services.weeks.reading import (
    SEEN_DAYS,
    RepVisits,
    calls_per_day,
    find_week,
    overdue_by_customer,
    own_customers,
    rep_visits,
    require_rep,
    work_days,
)

_NONE = Decimal(0)
#: Customers without room that are named.
_MOST_NAMED = 12


def read_proposal(
    session: Session, frame: Frame, rep_id: int, monday: date, today: date
) -> ProposalSheet:
    """Return what is proposed for a rep's week; `frame` holds the customers.

    Days that are over are not proposed. What is planned already stays and takes room.

    Raises:
        InputError: `week_rep_gone`.
    """
    who, week = require_rep(frame, rep_id), week_of(monday)
    record = find_week(session, frame.branch.id, rep_id, monday)
    timelines = load_timelines(session, frame)
    back = Period(monday - timedelta(days=SEEN_DAYS), week.end)
    visits = rep_visits(session, frame, rep_id, back)
    planned = _planned(session, frame, rep_id, back)
    standing = [(customer, day) for customer, day in planned if day in week and day >= today]
    agreed = _agreed(session, frame, rep_id, week)
    promised = _promised(session, frame, week)
    overdue = overdue_by_customer(session, frame, today)
    behind = _behind(session, frame, rep_id, week, (visits, standing))
    # A customer who was seen or is planned earlier in the week needs no second visit in it.
    met = {customer for customer, day in planned if day in week}
    met |= {one for one in visits.days if visits.within(one, week)}
    candidates, places = [], {}
    for one in own_customers(timelines, rep_id, monday):
        if one in met:
            continue
        customer = frame.customers[one]
        place = timelines.place_on(one, rep_id, monday)
        places[one] = "" if place is None else frame.territories[place].name
        candidates.append(
            WeekCandidate(
                one, customer.code, customer.customer_class or "", place or 0,
                visits.seen_before(one, week.end), overdue.get(one, _NONE), agreed.get(one),
                promised.get(one), behind.get(one, 0),
            )
        )  # fmt: skip
    days = [one for one in work_days(session, frame, rep_id, week) if one.day >= today]
    rate = calls_per_day(session, frame, rep_id, monday, visits)
    found = propose(candidates, week, days, rate, standing)
    lines = tuple(_line(frame, one, places[one.customer_id]) for one in found.visits)
    return ProposalSheet(
        who,
        monday,
        0 if record is None else record.version,
        lines,
        found.capacity,
        rate,
        in_days(sum(one.halves for one in days)),
        found.standing,
        tuple(frame.customers[one].name for one in found.left_out[:_MOST_NAMED]),
    )


def _line(frame: Frame, visit: ProposedVisit, territory: str) -> ProposedLine:
    customer = frame.customers[visit.customer_id]
    return ProposedLine(
        customer.id, customer.code, customer.name, customer.customer_class or "", territory,
        visit.day, visit.reasons,
    )  # fmt: skip


def _planned(
    session: Session, frame: Frame, rep_id: int, period: Period
) -> tuple[tuple[int, date], ...]:
    """Return customers and days of a rep's planned visits."""
    query = select(VisitPlan.customer_id, VisitPlan.planned_on).where(
        VisitPlan.branch_id == frame.branch.id,
        VisitPlan.rep_id == rep_id,
        in_period(VisitPlan.planned_on, period),
    )
    return tuple((customer, day) for customer, day in plain_rows(session, query))


def _agreed(session: Session, frame: Frame, rep_id: int, week: Period) -> dict[int, date]:
    """Return the next visit that the rep's last report of each customer names."""
    rows = plain_rows(
        session,
        select(Visit.customer_id, Visit.visited_on, Visit.next_visit_on)
        .join(Rep, rep_of_visit())
        .where(
            valid_visit(frame.branch.id),
            Visit.rep_id == rep_id,
            in_period(Visit.visited_on, Period(week.start - timedelta(days=SEEN_DAYS), week.end)),
        )
        .order_by(Visit.visited_on, Visit.id),
    )
    last = {customer: next_on for customer, _day, next_on in rows}
    return {customer: day for customer, day in last.items() if day is not None}


def _promised(session: Session, frame: Frame, week: Period) -> dict[int, date]:
    """Return the earliest day that an open answer to a dealer's request was promised for."""
    rows = plain_rows(
        session,
        select(MarketNote.customer_id, func.min(MarketNote.promised_on))
        .where(
            MarketNote.branch_id == frame.branch.id,
            MarketNote.type == str(NoteType.DEALER_REQUEST),
            MarketNote.answered_at.is_(None),
            MarketNote.customer_id.is_not(None),
            MarketNote.promised_on < week.end,
        )
        .group_by(MarketNote.customer_id),
    )
    return {customer: day for customer, day in rows if day is not None}


def _behind(
    session: Session,
    frame: Frame,
    rep_id: int,
    week: Period,
    made: tuple[RepVisits, list[tuple[int, date]]],
) -> Mapping[int, int]:
    """Return the visits that the programme in force wanted by the week's end and that lack.

    A programme's visits are due evenly over its days; parts of a visit are not due yet.
    """
    visits, standing = made
    record = session.scalars(
        select(VisitProgramme)
        .join(PlanVersion, PlanVersion.id == VisitProgramme.version_id)
        .where(
            VisitProgramme.branch_id == frame.branch.id,
            VisitProgramme.rep_id == rep_id,
            VisitProgramme.first_month <= Month.of(week.last).ordinal,
            VisitProgramme.last_month >= Month.of(week.start).ordinal,
            PlanVersion.status == str(PlanStatus.IN_FORCE),
        )
        .order_by(VisitProgramme.id.desc())
    ).first()
    if record is None or record.last_month is None:
        return {}
    whole = Period(first_day_of(record), Month(record.last_month).end)
    so_far = Period(whole.start, max(min(week.end, whole.end), whole.start))
    found = {}
    for line in lines_of(session, frame.branch.id, [record.id])[record.id]:
        if line.customer_id is not None:
            wanted = line.visits * so_far.day_count // whole.day_count
            there = sum(count for _day, count in visits.within(line.customer_id, so_far))
            there += sum(customer == line.customer_id for customer, _day in standing)
            found[line.customer_id] = max(wanted - there, 0)
    return found
