"""The figures of a rep's week beside the week before, the branch's mean and the target."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from desktop.enums import Metric
from desktop.money import from_minor
from desktop.periods import Period
from desktop.services.activity.gather_days import field_people
from desktop.services.figures.frame import Frame
from desktop.services.rep_week.data import FigureKey, FigureRow
from desktop.services.rep_week.reading import (
    Counted,
    collected,
    documents_sum,
    noted,
    spent,
)
from desktop.services.rep_week.targets import Targets, week_target
from desktop.services.rules.fielddays import Employment, field_halves

_KEYS: dict[FigureKey, Metric] = {
    FigureKey.VISITS: Metric.VISITS,
    FigureKey.SALES: Metric.SALES,
    FigureKey.COLLECTIONS: Metric.COLLECTIONS,
}
#: What is divided by the people of the branch to become their mean; the others are ratios.
_RATIOS = (FigureKey.CALLS_PER_DAY, FigureKey.PLAN_DONE)
_MONEY = (
    FigureKey.ORDER_VALUE, FigureKey.SALES, FigureKey.COLLECTIONS, FigureKey.EXPENSES,
)  # fmt: skip
#: Everyone's days away, as `leaves_of` reads them.
Leaves = dict[int, list[tuple[date, date, str]]]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the comparison: a rep's or the branch's days, visits and plan."""

    period: Period
    rep_id: int | None
    halves: int
    visits: Counted
    planned: int
    done: int
    off_plan: int


def halves_of(frame: Frame, rep_id: int, period: Period, leaves: Leaves) -> int:
    """Return the field days of a rep, in halves."""
    rep = frame.reps[rep_id]
    away = [(first, last) for first, last, _kind in leaves.get(rep_id, ())]
    return field_halves(
        period, Employment(rep.hire_date, rep.leave_date), away, frame.calendar.halves
    )


def people_of(session: Session, frame: Frame, period: Period, leaves: Leaves) -> dict[int, int]:
    """Return the field days, in halves, of everyone who sells and was in the field."""
    found = {
        rep_id: halves_of(frame, rep_id, period, leaves) for rep_id in field_people(session, frame)
    }
    return {rep_id: halves for rep_id, halves in found.items() if halves}


def values_of(session: Session, frame: Frame, side: Side) -> dict[FigureKey, Decimal | None]:
    """Return the figures of one side: of a rep his, of the branch its sums."""
    period, rep_id = side.period, side.rep_id
    orders, order_value = documents_sum(session, frame, "orders", period, rep_id)
    days = Decimal(side.halves) / 2
    visits = side.visits
    values: dict[FigureKey, Decimal | int | None] = {
        FigureKey.FIELD_DAYS: days,
        FigureKey.VISITS: visits.visits,
        FigureKey.CALLS_PER_DAY: visits.visits / days if days else None,
        FigureKey.ATTEMPTS: visits.attempts,
        FigureKey.CONTACTS: visits.contacts,
        FigureKey.MINUTES: visits.minutes,
        FigureKey.PLANNED: side.planned,
        FigureKey.PLAN_DONE: Decimal(side.done) / side.planned if side.planned else None,
        FigureKey.OFF_PLAN: side.off_plan,
        FigureKey.NOTES: noted(session, frame, period, rep_id),
        FigureKey.ORDERS: orders,
        FigureKey.ORDER_VALUE: order_value,
        FigureKey.SALES: documents_sum(session, frame, "sales", period, rep_id)[1],
        FigureKey.COLLECTIONS: collected(session, frame, period, rep_id),
        FigureKey.EXPENSES: spent(session, frame, period, rep_id),
    }
    decimals = frame.branch.decimals
    return {
        key: None
        if value is None
        else from_minor(int(value), decimals)
        if key in _MONEY
        else Decimal(value)
        for key, value in values.items()
    }


def figure_rows(
    frame: Frame,
    sides: tuple[
        dict[FigureKey, Decimal | None],
        dict[FigureKey, Decimal | None],
        dict[FigureKey, Decimal | None],
    ],
    people: int,
    targets: Targets,
    week: Period,
) -> tuple[FigureRow, ...]:
    """Return the rows; `sides` are the week, the week before, and the branch's sums."""
    now, before, branch = sides

    def mean(key: FigureKey) -> Decimal | None:
        value = branch[key]
        if value is None or key in _RATIOS:
            return value
        return value / people if people else None

    return tuple(
        FigureRow(
            key, now[key], before[key], mean(key),
            week_target(frame, targets, _KEYS[key], week) if key in _KEYS else None,
        )
        for key in FigureKey
    )  # fmt: skip
