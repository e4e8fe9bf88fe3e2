"""Plans of visits, failed visits, other contacts and late entries, by rep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from desktop.enums import NotMadeReason
from desktop.models import OPEN_END, Visit, VisitPlan, VisitPlanFate
from desktop.periods import Month, Period
from desktop.services.activity.order_facts import order_source
from desktop.services.activity.summary_rows import answer_for, reported_sums
from desktop.services.activity.visit_facts import in_period, visit_days
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import plain_rows
from desktop.services.rules.coverage import CoverageParts, covered

#: A visit that is keyed in more days after it than this was entered late (P2: 48 hours).
KEYED_WITHIN_DAYS = 2


@dataclass(frozen=True, slots=True)
class ReportedVisits:
    """What was reported beside valid visits; `keyed` and `late` leave imported reports out."""

    attempted: int = 0
    other_contacts: int = 0
    keyed: int = 0
    late: int = 0

    def __add__(self, other: ReportedVisits) -> ReportedVisits:
        return ReportedVisits(
            self.attempted + other.attempted,
            self.other_contacts + other.other_contacts,
            self.keyed + other.keyed,
            self.late + other.late,
        )


def coverage_by_rep(session: Session, frame: Frame, period: Period) -> dict[int, CoverageParts]:
    """Return what each rep did of the visits planned in the period."""
    plans: dict[tuple[int, int], list[date]] = defaultdict(list)
    for rep_id, customer_id, day in counted_plans(session, frame, period):
        plans[rep_id, customer_id].append(day)
    if not plans:
        return {}
    visits: dict[tuple[int, int], list[tuple[date, int]]] = defaultdict(list)
    for one in visit_days(session, frame, period):
        if (one.rep_id, one.customer_id) in plans:
            visits[one.rep_id, one.customer_id].append((one.day, one.visits))
    found: dict[int, CoverageParts] = {}
    for pair, days in plans.items():
        parts = covered(days, sorted(visits.get(pair, ())))
        found[pair[0]] = found.get(pair[0], CoverageParts()) + parts
    return found


def counted_plans(session: Session, frame: Frame, period: Period) -> Sequence[Any]:
    """Return rep, customer and day of the planned visits of a period that count.

    A visit that was moved counts on its new day; one that the customer cancelled does not count
    (V4; the report `coverage` says how many these are).
    """
    cancelled = VisitPlanFate.reason == str(NotMadeReason.CUSTOMER_CANCELLED)
    query = (
        select(VisitPlan.rep_id, VisitPlan.customer_id, VisitPlan.planned_on)
        .outerjoin(VisitPlanFate, VisitPlanFate.visit_plan_id == VisitPlan.id)
        .where(
            VisitPlan.branch_id == frame.branch.id,
            in_period(VisitPlan.planned_on, period),
            or_(VisitPlanFate.id.is_(None), ~or_(VisitPlanFate.fate == "moved", cancelled)),
        )
    )
    return plain_rows(session, query)


def reported_by_rep(session: Session, frame: Frame, period: Period) -> dict[int, ReportedVisits]:
    """Return each rep's failed visits, contacts by other channels, and late entries.

    Whole months come from their sums as far as these hold.
    """
    found: dict[int, ReportedVisits] = defaultdict(ReportedVisits)
    if period.day_count == 0:
        return found
    # What was reported is so whatever was ordered later, so that any as-of date will do.
    answer = answer_for(session, frame, order_source(session, frame), period, OPEN_END)
    for rep_id, *numbers in reported_sums(session, frame, answer.months):
        found[rep_id] += ReportedVisits(*numbers)
    for stretch in answer.stretches:
        for (rep_id, _month), reported in reported_by_month(session, frame, stretch).items():
            found[rep_id] += reported
    return found


def reported_by_month(
    session: Session, frame: Frame, period: Period
) -> dict[tuple[int, int], ReportedVisits]:
    """Return what was reported by rep and month, from the visits.

    An imported report was keyed elsewhere, at a time that nobody knows; it says nothing about
    lateness.
    """
    is_typed = Visit.batch_id.is_(None).label("is_typed")
    key = (
        Visit.rep_id, Visit.channel, Visit.is_attempt, is_typed, Visit.visited_on, Visit.keyed_at,
    )  # fmt: skip
    query = (
        select(*key, func.count())
        .where(
            Visit.branch_id == frame.branch.id,
            Visit.state == "posted",
            Visit.rejected_on.is_(None),
            in_period(Visit.visited_on, period),
        )
        .group_by(*key)
    )
    found: dict[tuple[int, int], ReportedVisits] = defaultdict(ReportedVisits)
    for rep_id, channel, is_attempt, typed, day, keyed_at, count in plain_rows(session, query):
        is_on_site = channel == "on_site"
        is_late = typed and keyed_at.date() > day + timedelta(days=KEYED_WITHIN_DAYS)
        found[rep_id, Month.of(day).ordinal] += ReportedVisits(
            count if is_attempt and is_on_site else 0,
            0 if is_on_site else count,
            count if typed else 0,
            count if is_late else 0,
        )
    return found
