"""A rep's targets of some months, and where the month should stand on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.enums import Metric, PlanLevel
from desktop.models import CustomerRep, PlanLine
from desktop.money import from_minor
from desktop.periods import Month, Period
from desktop.ratio import Ratio
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import plain_rows, whole_sum
from desktop.services.figures.timelines import load_timelines
from desktop.services.plans.target_queries import chosen_versions
from desktop.services.rep_week.data import PaceRow
from desktop.services.rep_week.reading import collected, counted, documents_sum, reports_of
from desktop.services.rules.attainment import NO_TARGET
from desktop.services.rules.rep_week import share_of

#: What a week's figures are held against: results, and the visits that they come from.
METRICS = (Metric.VISITS, Metric.SALES, Metric.COLLECTIONS)
NO_WORKDAY = "no working day yet"
#: Targets by metric and month; one that there is not is missing.
Targets = dict[tuple[Metric, Month], Decimal]


def targets_of(session: Session, frame: Frame, rep_id: int, months: Sequence[Month]) -> Targets:
    """Return a rep's targets of the versions in force: his pools and those of his customers.

    A customer's target is his who looks after the customer in that month, as on the board.
    """
    choices = [choice.version_id for choice in chosen_versions(session, frame)]
    if not choices:
        return {}
    his = select(CustomerRep.customer_id).where(
        CustomerRep.branch_id == frame.branch.id, CustomerRep.rep_id == rep_id
    )
    key = (PlanLine.metric, PlanLine.month, PlanLine.customer_id)
    rows = plain_rows(
        session,
        select(*key, whole_sum(PlanLine.amount))
        .where(
            PlanLine.branch_id == frame.branch.id,
            PlanLine.version_id.in_(choices),
            PlanLine.metric.in_([metric.value for metric in METRICS]),
            PlanLine.month.in_([month.ordinal for month in months]),
            PlanLine.level == PlanLevel.BASE.value,
            or_(PlanLine.pool_rep_id == rep_id, PlanLine.customer_id.in_(his)),
        )
        .group_by(*key),
    )
    customers = {row[2] for row in rows if row[2] is not None}
    lines = load_timelines(session, frame, customers) if customers else None
    sums: dict[tuple[Metric, Month], int] = defaultdict(int)
    for metric, ordinal, customer_id, amount in rows:
        month = Month(ordinal)
        is_his = customer_id is None or (
            lines is not None and lines.owner_in(customer_id, month) == rep_id
        )
        if is_his:
            sums[Metric(metric), month] += amount
    decimals = frame.branch.decimals
    return {
        key: from_minor(amount, decimals) if key[0].is_money else Decimal(amount)
        for key, amount in sums.items()
    }


def week_target(frame: Frame, targets: Targets, metric: Metric, week: Period) -> Decimal | None:
    """Return the week's part of the months' targets by working days; None without any."""
    found = [
        targets[metric, month] * share_of(_halves(frame, month), week.start, week.last)
        for month in week.months()
        if (metric, month) in targets
    ]
    return sum(found, Decimal(0)) if found else None


def pace_of(
    session: Session, frame: Frame, rep_id: int, targets: Targets, as_of: date
) -> tuple[PaceRow, ...]:
    """Return how far the month of a day is up to it, and how far it should be (METRICS.md, A2)."""
    month = Month.of(as_of)
    known = Period(month.start, as_of + timedelta(days=1))
    worked = share_of(_halves(frame, month), month.start, as_of)
    decimals = frame.branch.decimals
    actuals = {
        Metric.VISITS: Decimal(counted(reports_of(session, frame, known, rep_id)).visits),
        Metric.SALES: from_minor(
            documents_sum(session, frame, "sales", known, rep_id)[1], decimals
        ),
        Metric.COLLECTIONS: from_minor(collected(session, frame, known, rep_id), decimals),
    }
    return tuple(_pace(metric, month, actuals[metric], targets, worked) for metric in METRICS)


def _pace(
    metric: Metric, month: Month, actual: Decimal, targets: Targets, worked: Decimal
) -> PaceRow:
    target = targets.get((metric, month))
    if target is None:
        none = Ratio.undefined(NO_TARGET)
        return PaceRow(metric, month, actual, None, None, none, none)
    expected = target * worked
    return PaceRow(
        metric, month, actual, target, expected,
        Ratio.of(actual, target, NO_TARGET),
        Ratio.of(actual, expected, NO_TARGET if not target else NO_WORKDAY),
    )  # fmt: skip


def _halves(frame: Frame, month: Month) -> dict[date, int]:
    halves = frame.calendar.halves
    return {day: halves(Period(day, day + timedelta(days=1))) for day in month.period.days()}
