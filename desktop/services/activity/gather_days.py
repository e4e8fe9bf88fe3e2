"""Scheduled and field days as gathered numbers, a rep's month each."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import CustomerRep, Leave, SalesMonth, Visit, VisitPlan
from desktop.periods import Period
from desktop.services.activity.gathered import Gathered
from desktop.services.figures.frame import Frame
from desktop.services.rules.fielddays import Employment, field_halves, scheduled_halves


def add_days(session: Session, found: Gathered, period: Period) -> None:
    """Add the days of everyone who sells to the months of the period."""
    frame = found.frame
    leaves: dict[int, list[tuple[date, date]]] = defaultdict(list)
    query = select(Leave.rep_id, Leave.first_day, Leave.last_day).where(
        Leave.branch_id == frame.branch.id,
        Leave.first_day < period.end,
        Leave.last_day >= period.start,
    )
    for rep_id, first, last in session.execute(query):
        leaves[rep_id].append((first, last))
    people = field_people(session, frame)
    for month in period.months():
        inside = Period(max(month.start, period.start), min(month.end, period.end))
        whole = frame.calendar.halves(inside)
        for rep_id in people:
            rep = frame.reps[rep_id]
            work = Employment(rep.hire_date, rep.leave_date)
            halves = frame.calendar.halves
            if work.within(inside) == inside:
                scheduled = whole
            else:
                scheduled = scheduled_halves(inside, work, halves)
            away = leaves.get(rep_id, ())
            in_field = field_halves(inside, work, away, halves) if away else scheduled
            if scheduled:
                found.add_days(
                    rep_id, month.ordinal, scheduled_halves=scheduled, field_halves=in_field
                )


def field_people(session: Session, frame: Frame) -> frozenset[int]:
    """Return the people whose days count as a rep's: all who sell.

    Somebody with people below counts only where the data show a visit, a plan of visits, a
    customer or a sale of his own; otherwise an office of managers would dilute the calls per day.
    """
    found = set(frame.reps) - frame.leaders
    for record in (Visit, VisitPlan, CustomerRep, SalesMonth):
        rest = frame.leaders - found
        if rest:
            query = (
                select(record.rep_id)
                .where(record.branch_id == frame.branch.id, record.rep_id.in_(rest))
                .distinct()
            )
            found.update(session.scalars(query))
    return frozenset(found)
