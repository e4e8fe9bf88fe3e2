"""Finding the record of a week for a command, and editing its planned visits."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.enums import WeekState
from desktop.errors import ConflictError, InputError, Issue
from desktop.models import VisitPlan, VisitPlanFate, WeekPlan
from desktop.search_key import clean_text
from desktop.services import formats
from desktop.services.access import Actor
from desktop.services.activity.visit_facts import in_period
from desktop.services.database import DatabaseEngine
from desktop.services.figures.frame import Frame
from desktop.services.weeks.data import SaveWeek, week_of


def expected_week(
    session: Session,
    database: DatabaseEngine,
    actor: Actor,
    rep_id: int,
    monday: date,
    expected: int,
) -> WeekPlan:
    """Return a rep's week for a change, a new draft where nobody planned it.

    Raises:
        ConflictError: `changed_meanwhile`; facts: `found`, the version that is there.
    """
    # Two desks could begin the same week at once, and each would think itself the first.
    database.wait_for_bulk_changes(session, actor.branch_id)
    week = session.scalars(
        select(WeekPlan)
        .where(
            WeekPlan.branch_id == actor.branch_id,
            WeekPlan.rep_id == rep_id,
            WeekPlan.monday == monday,
        )
        .with_for_update()
    ).first()
    found = 0 if week is None else week.version
    if found != expected:
        raise ConflictError("changed_meanwhile", shown=expected, found=found)
    if week is None:
        week = WeekPlan(
            branch_id=actor.branch_id, rep_id=rep_id, monday=monday,
            state=str(WeekState.DRAFT), note="",
        )  # fmt: skip
        session.add(week)
        session.flush()
    return week


def edit_lines(session: Session, frame: Frame, command: SaveWeek) -> None:
    """Take out, move and add planned visits of a week.

    Raises:
        InputError: `week_day_outside`, `week_twice`, `week_line_gone`, `week_line_target`,
            `customer_gone`, `unseen_character`.
    """
    week = week_of(command.monday)
    plans = {
        one.id: one
        for one in session.scalars(
            select(VisitPlan)
            .where(
                VisitPlan.branch_id == frame.branch.id,
                VisitPlan.rep_id == command.rep_id,
                in_period(VisitPlan.planned_on, week),
            )
            .with_for_update()
        )
    }
    named = {*command.removed, *(plan_id for plan_id, _day in command.moved)}
    if named - set(plans):
        raise InputError(Issue("week_line_gone"))
    for day in (*(day for _id, day in command.moved), *(one.day for one in command.added)):
        if day not in week:
            raise InputError(Issue("week_day_outside", column="day", value=str(day)))
    _remove(session, frame, [plans.pop(one) for one in sorted(command.removed)])
    for plan_id, day in command.moved:
        plans[plan_id].planned_on = day
    moved = {plan_id for plan_id, _day in command.moved}
    # What a file brought twice is not to hold up another line.
    standing = {(one.customer_id, one.planned_on) for one in plans.values() if one.id not in moved}
    wanted = [(plans[one].customer_id, plans[one].planned_on) for one in moved]
    for line in command.added:
        if line.customer_id not in frame.customers:
            raise InputError(Issue("customer_gone", column="customer"))
        wanted.append((line.customer_id, line.day))
        session.add(
            VisitPlan(
                branch_id=frame.branch.id, rep_id=command.rep_id, customer_id=line.customer_id,
                planned_on=line.day, purpose=_purpose(line.purpose),
            )
        )  # fmt: skip
    _require_single(frame, standing, wanted)
    session.flush()


def _remove(session: Session, frame: Frame, plans: list[VisitPlan]) -> None:
    ids = [one.id for one in plans]
    if ids:
        linked = session.scalar(
            select(VisitPlanFate.id)
            .where(
                VisitPlanFate.branch_id == frame.branch.id,
                VisitPlanFate.visit_plan_id.in_(ids) | VisitPlanFate.moved_to_id.in_(ids),
            )
            .limit(1)
        )
        if linked is not None:
            raise InputError(Issue("week_line_target"))
    for one in plans:
        session.delete(one)


def _require_single(
    frame: Frame, standing: set[tuple[int, date]], wanted: list[tuple[int, date]]
) -> None:
    seen = set(standing)
    for customer_id, day in wanted:
        if (customer_id, day) in seen:
            name = frame.customers[customer_id].name
            facts = {"customer": name, "day": formats.day(day)}
            raise InputError(Issue("week_twice", facts, column="customer", value=str(day)))
        seen.add((customer_id, day))


def _purpose(text: str) -> str:
    try:
        return clean_text(" ".join(text.split()))
    except ValueError as error:
        facts = {"character": str(error)}
        raise InputError(Issue("unseen_character", facts, column="purpose")) from error
