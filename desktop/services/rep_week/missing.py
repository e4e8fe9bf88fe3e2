"""What is missing in a rep's week: reports, hours, reasons, and customers not seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from desktop.enums import CustomerClass
from desktop.models import Customer, CustomerRep, Rep, Visit
from desktop.services.activity.visit_facts import rep_of_visit, valid_visit
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import plain_rows
from desktop.services.plans.programme_data import USUAL_VISITS
from desktop.services.rep_week.data import (
    DayState,
    GapKind,
    LineKind,
    LineMark,
    WeekDay,
    WeekGap,
)
from desktop.services.rules.rep_week import interval_days, is_overdue, long_gaps


def day_gaps(days: Sequence[WeekDay], today: date) -> tuple[WeekGap, ...]:
    """Return what is missing in the days that are over: a day without a report, long gaps in one,
    planned visits that nobody made or said anything about.
    """
    found: list[WeekGap] = []
    for day in days:
        if day.is_ahead:
            continue
        visits = day.lines_of(LineKind.VISIT)
        was_out = day.state in (DayState.FIELD, DayState.HALF)
        if was_out and not visits and day.day < today:
            found.append(WeekGap(GapKind.NO_REPORT, day.day))
        spans = [(one.at, one.until) for one in visits if one.at is not None]
        found += (
            WeekGap(GapKind.LONG_GAP, day.day, one.start, one.end, one.minutes)
            for one in long_gaps(spans)
        )
        found += (
            WeekGap(
                GapKind.PLAN_UNSAID, day.day, customer_id=line.customer_id,
                customer_code=line.customer_code, customer_name=line.customer_name,
            )
            for line in day.lines_of(LineKind.PLAN)
            if line.mark is LineMark.UNSAID
        )  # fmt: skip
    return tuple(found)


def overdue_customers(
    session: Session, frame: Frame, rep_id: int, as_of: date
) -> tuple[WeekGap, ...]:
    """Return the rep's customers who were not seen for longer than their class allows.

    The highest class first, then who waits longest. Whoever visited, the customer was seen; each
    customer's last visit is looked up by itself, so that years of visits before it do not count.
    """
    last = (
        select(Visit.visited_on)
        .join(Rep, rep_of_visit())
        .where(
            valid_visit(frame.branch.id),
            Visit.customer_id == Customer.id,
            Visit.visited_on <= as_of,
        )
        .order_by(Visit.visited_on.desc(), Visit.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = plain_rows(
        session,
        select(
            Customer.id,
            Customer.code,
            Customer.name,
            Customer.customer_class,
            Customer.opened_on,
            last,
        )
        .join(
            CustomerRep,
            and_(
                CustomerRep.branch_id == Customer.branch_id,
                CustomerRep.customer_id == Customer.id,
            ),
        )
        .where(
            CustomerRep.branch_id == frame.branch.id,
            CustomerRep.rep_id == rep_id,
            CustomerRep.first_day <= as_of,
            CustomerRep.last_day >= as_of,
        ),
    )
    found = []
    for customer_id, code, name, kind, opened_on, seen_on in rows:
        usual = USUAL_VISITS.get(kind or "")
        is_known = opened_on is None or opened_on <= as_of
        if usual and is_known and is_overdue(seen_on, as_of, usual):
            found.append(
                WeekGap(
                    GapKind.OVERDUE, as_of, customer_id=customer_id, customer_code=code,
                    customer_name=name, customer_class=CustomerClass(kind), last_visit=seen_on,
                    days=None if seen_on is None else (as_of - seen_on).days,
                    usual=interval_days(usual),
                )
            )  # fmt: skip
    found.sort(key=_urgency)
    return tuple(found)


def _urgency(gap: WeekGap) -> tuple[str, date, str]:
    return str(gap.customer_class or ""), gap.last_visit or date.min, gap.customer_code
