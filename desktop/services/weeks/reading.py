"""Reads reps' weeks: lines with what became of them, off-plan visits, and the list by state."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.enums import NotMadeReason, PlanFate, WeekState
from desktop.errors import InputError, Issue
from desktop.models import AppUser, Leave, VisitPlan, VisitPlanFate, WeekPlan
from desktop.periods import Period
from desktop.services.activity.gather_days import field_people
from desktop.services.activity.visit_facts import in_period, visit_days
from desktop.services.figures.frame import Frame
from desktop.services.figures.sql import plain_rows
from desktop.services.figures.timelines import Timelines, load_timelines
from desktop.services.plans.work_data import Choice
from desktop.services.receivables.data import ItemKind
from desktop.services.receivables.items import open_items
from desktop.services.rules.coverage import PLAN_TOLERANCE_DAYS, CoverageParts, covered, done_on
from desktop.services.rules.fielddays import Employment, field_halves, in_days
from desktop.services.rules.week_plan import WorkDay
from desktop.services.rules.week_proposal import week_capacity
from desktop.services.weeks.data import (
    LineState,
    OffPlanVisit,
    WeekCard,
    WeekCoverage,
    WeekLine,
    WeekRow,
    WeekSheet,
    week_of,
)

#: Calls a day are those of so many weeks before the week; without any field day, so many.
RATE_WEEKS, USUAL_CALLS = 13, Decimal(4)
#: The longer stretch that the coverage beneath a week is shown for.
COVERED_WEEKS = 4
_TENTH = Decimal("0.1")
#: Visits so far back say when a customer was seen last.
SEEN_DAYS = 400


@dataclass(frozen=True, slots=True)
class RepVisits:
    """A rep's valid visits by customer: days with their number, ascending."""

    days: Mapping[int, tuple[tuple[date, int], ...]]

    def seen_before(self, customer_id: int, day: date) -> date | None:
        """Return the last visit before a day."""
        found = self.days.get(customer_id, ())
        place = bisect_left(found, day, key=lambda one: one[0])
        return found[place - 1][0] if place else None

    def within(self, customer_id: int, period: Period) -> tuple[tuple[date, int], ...]:
        """Return the visits of a period."""
        return tuple(one for one in self.days.get(customer_id, ()) if one[0] in period)

    def count(self, period: Period) -> int:
        """Return how many visits there are in a period."""
        return sum(many for days in self.days.values() for day, many in days if day in period)


def rep_visits(session: Session, frame: Frame, rep_id: int, period: Period) -> RepVisits:
    """Return a rep's valid visits of a period."""
    found: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for one in visit_days(session, frame, period):
        if one.rep_id == rep_id:
            found[one.customer_id].append((one.day, one.visits))
    return RepVisits({customer: tuple(sorted(days)) for customer, days in found.items()})


def require_rep(frame: Frame, rep_id: int) -> Choice:
    """Return a rep.

    Raises:
        InputError: `week_rep_gone`.
    """
    rep = frame.reps.get(rep_id)
    if rep is None:
        raise InputError(Issue("week_rep_gone"))
    return Choice(rep.id, rep.code, rep.name)


def work_days(session: Session, frame: Frame, rep_id: int, period: Period) -> tuple[WorkDay, ...]:
    """Return the days of a period that a rep is in the field, ascending."""
    rep = frame.reps[rep_id]
    work, leaves = Employment(rep.hire_date, rep.leave_date), _leaves(session, frame, period)
    found = []
    for day in period.days():
        one = Period(day, day + timedelta(days=1))
        halves = field_halves(one, work, leaves.get(rep_id, ()), frame.calendar.halves)
        if halves:
            found.append(WorkDay(day, halves))
    return tuple(found)


def _leaves(session: Session, frame: Frame, period: Period) -> dict[int, list[tuple[date, date]]]:
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    query = select(Leave.rep_id, Leave.first_day, Leave.last_day).where(
        Leave.branch_id == frame.branch.id,
        Leave.first_day < period.end,
        Leave.last_day >= period.start,
    )
    for rep_id, first, last in plain_rows(session, query):
        found[rep_id].append((first, last))
    return found


def calls_per_day(
    session: Session, frame: Frame, rep_id: int, monday: date, visits: RepVisits
) -> Decimal:
    """Return a rep's own calls a field day over the 13 weeks before, to a tenth."""
    period = Period(monday - timedelta(days=7 * RATE_WEEKS), monday)
    halves = sum(one.halves for one in work_days(session, frame, rep_id, period))
    made = visits.count(period)
    if not halves or not made:
        return USUAL_CALLS
    return max((Decimal(made) * 2 / halves).quantize(_TENTH), Decimal(1))


def overdue_by_customer(session: Session, frame: Frame, day: date) -> dict[int, Decimal]:
    """Return the overdue money of each customer that owes some, credit notes taken off."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    for item in open_items(session, frame, day):
        if item.kind is not ItemKind.COLLECTION and item.days_overdue > 0:
            found[item.customer_id] += item.open
    return {customer: amount for customer, amount in found.items() if amount > 0}


def own_customers(timelines: Timelines, rep_id: int, day: date) -> tuple[int, ...]:
    """Return the customers that a rep looks after on a day."""
    return tuple(one for one in timelines.owners if timelines.owner_on(one, day) == rep_id)


def read_week(session: Session, frame: Frame, rep_id: int, monday: date, today: date) -> WeekSheet:
    """Return a rep's week; `frame` holds the customers.

    Raises:
        InputError: `week_rep_gone`.
    """
    who, rep, week = require_rep(frame, rep_id), frame.reps[rep_id], week_of(monday)
    record = find_week(session, frame.branch.id, rep_id, monday)
    visits = rep_visits(
        session, frame, rep_id, Period(monday - timedelta(days=SEEN_DAYS), week.end + _margin())
    )
    timelines = load_timelines(session, frame)
    days = work_days(session, frame, rep_id, week)
    rate = calls_per_day(session, frame, rep_id, monday, visits)
    # What is still to come is not missing yet.
    end = max(min(week.end, today + timedelta(days=1)), monday)
    month = Period(end - timedelta(days=7 * COVERED_WEEKS), end)
    spans = (Period(monday, end), month) if end > monday else (month,)
    plans = _plans(session, frame, rep_id, Period(month.start - _margin(), week.end + _margin()))
    done = _done(plans, visits)
    lines = _lines(frame, timelines, [one for one in plans if one.day in week], done,
                   (visits, overdue_by_customer(session, frame, today), today, rep_id))  # fmt: skip
    decided = None if record is None else session.get(AppUser, record.decided_by_id or 0)
    return WeekSheet(
        rep=who,
        manager="" if rep.manager_id is None else frame.reps[rep.manager_id].name,
        territory="" if rep.territory_id is None else frame.territories[rep.territory_id].name,
        branch=frame.branch.name,
        monday=monday,
        today=today,
        state=None if record is None else WeekState(record.state),
        version=0 if record is None else record.version,
        submitted_on=None if record is None else record.submitted_on,
        decided_on=None if record is None else record.decided_on,
        decided_by="" if decided is None else decided.name,
        reconciled_on=None if record is None else record.reconciled_on,
        note="" if record is None else record.note,
        days=days,
        calls_per_day=rate,
        capacity=week_capacity(days, rate),
        lines=lines,
        off_plan=_off_plan(frame, visits, _used(done, plans), week),
        coverage=tuple(_coverage(plans, visits, _used(done, plans), one) for one in spans),
        customers=_choices(frame, timelines, rep_id, monday),
    )


def find_week(session: Session, branch_id: int, rep_id: int, monday: date) -> WeekPlan | None:
    """Return the record of a rep's week, or None."""
    return session.scalars(
        select(WeekPlan).where(
            WeekPlan.branch_id == branch_id, WeekPlan.rep_id == rep_id, WeekPlan.monday == monday
        )
    ).first()


def _margin() -> timedelta:
    return timedelta(days=2 * PLAN_TOLERANCE_DAYS)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A planned visit with what was told of it."""

    plan_id: int
    version: int
    customer_id: int
    day: date
    purpose: str
    fate: PlanFate | None = None
    fate_version: int = 0
    reason: NotMadeReason | None = None
    note: str = ""
    moved_to: date | None = None


def _plans(session: Session, frame: Frame, rep_id: int, period: Period) -> list[_Plan]:
    target = VisitPlan.__table__.alias("target")
    rows = session.execute(
        select(
            VisitPlan.id, VisitPlan.version, VisitPlan.customer_id, VisitPlan.planned_on,
            VisitPlan.purpose, VisitPlanFate.fate, VisitPlanFate.version, VisitPlanFate.reason,
            VisitPlanFate.note, target.c.planned_on,
        )
        .outerjoin(VisitPlanFate, VisitPlanFate.visit_plan_id == VisitPlan.id)
        .outerjoin(target, target.c.id == VisitPlanFate.moved_to_id)
        .where(
            VisitPlan.branch_id == frame.branch.id,
            VisitPlan.rep_id == rep_id,
            in_period(VisitPlan.planned_on, period),
        )
        .order_by(VisitPlan.planned_on, VisitPlan.id)
    )  # fmt: skip
    return [
        _Plan(
            plan_id, version, customer_id, day, purpose,
            None if fate is None else PlanFate(fate), fate_version or 0,
            None if reason is None else NotMadeReason(reason), note or "", moved_to,
        )
        for (
            plan_id, version, customer_id, day, purpose, fate, fate_version, reason, note, moved_to,
        ) in rows
    ]  # fmt: skip


def _done(plans: Iterable[_Plan], visits: RepVisits) -> dict[int, date]:
    """Return the day of the visit that did each plan; one that was moved is not done itself."""
    by_customer: dict[int, list[_Plan]] = defaultdict(list)
    for one in plans:
        if one.fate is not PlanFate.MOVED:
            by_customer[one.customer_id].append(one)
    found: dict[int, date] = {}
    for customer_id, those in by_customer.items():
        near = Period(those[0].day - _margin(), those[-1].day + _margin())
        days = done_on([one.day for one in those], visits.within(customer_id, near))
        found.update(
            {one.plan_id: day for one, day in zip(those, days, strict=True) if day is not None}
        )
    return found


def _state(plan: _Plan, done: date | None, today: date) -> LineState:
    if plan.fate is PlanFate.MOVED:
        return LineState.MOVED
    if done is not None:
        return LineState.DONE
    if plan.fate is PlanFate.NOT_MADE:
        return LineState.NOT_MADE
    is_ahead = plan.day + timedelta(days=PLAN_TOLERANCE_DAYS) >= today
    return LineState.AHEAD if is_ahead else LineState.OPEN


_Known = tuple[RepVisits, Mapping[int, Decimal], date, int]


def _lines(
    frame: Frame,
    timelines: Timelines,
    plans: Sequence[_Plan],
    done: Mapping[int, date],
    known: _Known,
) -> tuple[WeekLine, ...]:
    visits, overdue, today, rep_id = known
    found = []
    for one in plans:
        customer = frame.customers[one.customer_id]
        place = timelines.place_on(one.customer_id, rep_id, one.day)
        found.append(
            WeekLine(
                one.plan_id, one.version, customer.id, customer.code, customer.name,
                customer.customer_class or "",
                "" if place is None else frame.territories[place].name,
                one.day, one.purpose, overdue.get(customer.id, Decimal(0)),
                visits.seen_before(customer.id, done.get(one.plan_id, one.day)),
                _state(one, done.get(one.plan_id), today), done.get(one.plan_id), one.fate,
                one.fate_version, one.reason, one.note, one.moved_to,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda line: (line.day, line.territory, line.code)))


def _used(done: Mapping[int, date], plans: Iterable[_Plan]) -> dict[tuple[int, date], int]:
    """Return how many visits of a customer and day did a plan."""
    found: dict[tuple[int, date], int] = defaultdict(int)
    for one in plans:
        if one.plan_id in done:
            found[one.customer_id, done[one.plan_id]] += 1
    return found


def _off_plan(
    frame: Frame, visits: RepVisits, used: Mapping[tuple[int, date], int], week: Period
) -> tuple[OffPlanVisit, ...]:
    found = []
    for customer_id, days in visits.days.items():
        for day, count in days:
            left = count - used.get((customer_id, day), 0)
            if day in week and left > 0:
                name = frame.customers[customer_id].name
                found.append(OffPlanVisit(customer_id, name, day, left))
    return tuple(sorted(found, key=lambda one: (one.day, one.customer)))


def _coverage(
    plans: Iterable[_Plan],
    visits: RepVisits,
    used: Mapping[tuple[int, date], int],
    period: Period,
) -> WeekCoverage:
    by_customer: dict[int, list[date]] = defaultdict(list)
    for one in plans:
        is_counted = one.fate is not PlanFate.MOVED and (
            one.reason is not NotMadeReason.CUSTOMER_CANCELLED
        )
        if one.day in period and is_counted:
            by_customer[one.customer_id].append(one.day)
    parts, over = CoverageParts(), 0
    for customer_id, days in by_customer.items():
        made = visits.within(customer_id, period)
        parts += covered(days, made)
        over += max(sum(count for _day, count in made) - len(days), 0)
    made_all = visits.count(period)
    matched = sum(count for (_customer, day), count in used.items() if day in period)
    return WeekCoverage(period, parts, made_all, made_all - matched, over)


def _choices(frame: Frame, timelines: Timelines, rep_id: int, day: date) -> tuple[Choice, ...]:
    """Return whom a rep can plan to visit: his own customers first, then all others."""
    own = set(own_customers(timelines, rep_id, day))
    people = sorted(frame.customers.values(), key=lambda one: (one.id not in own, one.code))
    return tuple(Choice(one.id, one.code, one.name) for one in people)


def read_board(session: Session, frame: Frame, monday: date, weeks: int) -> tuple[WeekRow, ...]:
    """Return everyone in the field with the states of a week and of those before it."""
    mondays = [monday - timedelta(days=7 * back) for back in range(weeks)]
    whole = Period(mondays[-1], monday + timedelta(days=7))
    states = {
        (rep_id, day): WeekState(state)
        for rep_id, day, state in plain_rows(
            session,
            select(WeekPlan.rep_id, WeekPlan.monday, WeekPlan.state).where(
                WeekPlan.branch_id == frame.branch.id, in_period(WeekPlan.monday, whole)
            ),
        )
    }
    planned: dict[tuple[int, date], int] = defaultdict(int)
    query = (
        select(VisitPlan.rep_id, VisitPlan.planned_on, func.count())
        .where(VisitPlan.branch_id == frame.branch.id, in_period(VisitPlan.planned_on, whole))
        .group_by(VisitPlan.rep_id, VisitPlan.planned_on)
    )
    for rep_id, day, count in plain_rows(session, query):
        planned[rep_id, day - timedelta(days=day.weekday())] += count
    leaves = _leaves(session, frame, whole)
    rows = []
    for rep_id in field_people(session, frame):
        rep = frame.reps[rep_id]
        work, who = Employment(rep.hire_date, rep.leave_date), Choice(rep.id, rep.code, rep.name)
        cards = tuple(
            WeekCard(
                who, day, states.get((rep_id, day)), planned[rep_id, day],
                in_days(field_halves(
                    week_of(day), work, leaves.get(rep_id, ()), frame.calendar.halves
                )),
            )
            for day in mondays
        )  # fmt: skip
        if work.within(week_of(monday)) is not None or cards[0].planned:
            rows.append(WeekRow(who, cards))
    return tuple(sorted(rows, key=lambda row: row.rep.code))


def with_actor(sheet: WeekSheet, own_rep_id: int | None) -> WeekSheet:
    """Return a week as a user sees it who may be the rep himself."""
    return replace(sheet, is_own=own_rep_id == sheet.rep.id)
