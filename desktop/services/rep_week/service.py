"""The rep-week sheet: everything of one rep and one week in one look at the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.clock import Clock
from desktop.enums import WeekState
from desktop.errors import InputError, Issue
from desktop.models import WeekPlan
from desktop.periods import Period
from desktop.services.figures.frame import Frame, RepFacts, load_frame
from desktop.services.figures.span import last_day_with_data
from desktop.services.garbage import collector_paused
from desktop.services.rep_week.data import (
    DayState,
    RepChoice,
    RepWeek,
    RepWeekQuery,
    WeekDay,
    WeekLine,
    week_of,
)
from desktop.services.rep_week.figures import (
    Leaves,
    Side,
    figure_rows,
    halves_of,
    people_of,
    values_of,
)
from desktop.services.rep_week.lines import Planned, lines_of
from desktop.services.rep_week.missing import day_gaps, overdue_customers
from desktop.services.rep_week.reading import (
    Reported,
    counted,
    leaves_of,
    plans_of,
    reports_of,
)
from desktop.services.rep_week.targets import pace_of, targets_of
from desktop.services.rules.rep_week import OnDay, matched
from desktop.services.uow import UnitOfWork

_NEAR = timedelta(days=1)


class RepWeeks:
    """Reads reps' weeks."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def sheet(self, query: RepWeekQuery | None = None) -> RepWeek:
        """Return a rep's week.

        It costs what two weeks and a month of one rep and a week of the branch hold, however
        much there was before.

        Raises:
            InputError: `rep_gone`.
        """
        with self._uow.read() as session, collector_paused():
            return load_week(session, query or RepWeekQuery(), self._clock.today())


def load_week(session: Session, query: RepWeekQuery, today: date) -> RepWeek:
    """Return a rep's week as it is known on a day.

    Raises:
        InputError: `rep_gone`.
    """
    frame = load_frame(session)
    known = min(last_day_with_data(session, frame.branch.id) or today, today)
    week = week_of(query.day or known)
    as_of = max(week.start, min(week.last, known))
    choices = _choices(frame)
    rep = _chosen(frame, choices, query.rep_id, week)
    if rep is None:
        return RepWeek(
            frame.branch.name, frame.branch.currency, choices, None, "", "", week.start, as_of,
            None, (), (), (), (), 0,
        )  # fmt: skip
    facts = frame.reps[rep.id]
    before = week.previous()
    reports = reports_of(session, frame, Period(before.start - _NEAR, week.end + _NEAR), rep.id)
    plans = plans_of(session, frame, Period(before.start - _NEAR, week.end + _NEAR), rep.id)
    planned = _planned(plans, reports)
    leaves = leaves_of(session, frame, Period(before.start, week.end))
    found = lines_of(session, frame, rep.id, week, reports, planned, min(known, today - _NEAR))
    days = tuple(
        _day(frame, facts, day, leaves, found.get(day, []), reports, planned, known)
        for day in week.days()
    )
    elapsed = Period(week.start, as_of + timedelta(days=1))
    people = people_of(session, frame, elapsed, leaves)
    sides = (
        _side(elapsed, rep.id, halves_of(frame, rep.id, elapsed, leaves), reports, planned),
        _side(before, rep.id, halves_of(frame, rep.id, before, leaves), reports, planned),
        _branch_side(session, frame, week, elapsed, sum(people.values())),
    )
    now, then, branch = (values_of(session, frame, side) for side in sides)
    last_worked = _last_worked(frame, elapsed)
    targets = targets_of(session, frame, rep.id, week.months())
    manager = frame.reps.get(facts.manager_id or 0)
    territory = frame.territories.get(facts.territory_id or 0)
    return RepWeek(
        frame.branch.name,
        frame.branch.currency,
        choices,
        rep,
        "" if manager is None else manager.name,
        "" if territory is None else territory.name,
        week.start,
        as_of,
        _plan_state(session, frame, rep.id, week.start),
        days,
        figure_rows(frame, (now, then, branch), len(people), targets, week),
        pace_of(session, frame, rep.id, targets, last_worked),
        (*day_gaps(days, today), *overdue_customers(session, frame, rep.id, as_of)),
        len(people),
    )


def _choices(frame: Frame) -> tuple[RepChoice, ...]:
    """Return everybody by code."""
    reps = sorted(frame.reps.values(), key=lambda rep: rep.code)
    return tuple(RepChoice(rep.id, rep.code, rep.name, rep.leave_date) for rep in reps)


def _chosen(
    frame: Frame, choices: tuple[RepChoice, ...], rep_id: int | None, week: Period
) -> RepChoice | None:
    """Return whose week it is; nobody named is the first one who sells and was there."""
    if rep_id is not None:
        for one in choices:
            if one.id == rep_id:
                return one
        raise InputError(Issue("rep_gone"))
    there = [one for one in choices if frame.reps[one.id].employed_on(week.start)]
    selling = [one for one in there if one.id not in frame.leaders]
    return next(iter((*selling, *there, *choices)), None)


def _planned(plans: Iterable[OnDay], reports: Iterable[Reported]) -> Planned:
    """Return plans and visits with which did which; reports of the same visit are one."""
    groups: dict[tuple[int, int, date], list[Reported]] = defaultdict(list)
    for one in reports:
        if one.is_valid:
            groups[one.rep_id, one.customer_id, one.day].append(one)
    made = []
    for group in groups.values():
        count = len(group) if len(group) == 1 else counted(group).visits
        made += [OnDay(one.id, one.rep_id, one.customer_id, one.day) for one in group[:count]]
    listed = tuple(plans)
    return Planned(listed, tuple(made), matched(listed, made))


def _side(
    period: Period, rep_id: int | None, halves: int, reports: Iterable[Reported], planned: Planned
) -> Side:
    inside = counted(one for one in reports if one.day in period)
    wanted, done = planned.counts(period)
    return Side(period, rep_id, halves, inside, wanted, done, len(planned.off_plan(period)))


def _branch_side(
    session: Session, frame: Frame, week: Period, elapsed: Period, halves: int
) -> Side:
    around = Period(week.start - _NEAR, week.end + _NEAR)
    reports = reports_of(session, frame, around)
    planned = _planned(plans_of(session, frame, around), reports)
    return _side(elapsed, None, halves, reports, planned)


def _day(
    frame: Frame, rep: RepFacts, day: date, leaves: Leaves, lines: list[WeekLine],
    reports: Iterable[Reported], planned: Planned, known: date,
) -> WeekDay:  # fmt: skip
    alone = Period(day, day + timedelta(days=1))
    away = next((kind for first, last, kind in leaves.get(rep.id, ()) if first <= day <= last),
                None)  # fmt: skip
    share = frame.calendar.halves(alone)
    state = DayState.REST if not share else DayState.HALF if share == 1 else DayState.FIELD
    if not rep.employed_on(day):
        state = DayState.NOT_EMPLOYED
    elif away is not None and share:
        state = DayState.AWAY
    seen = counted(one for one in reports if one.day == day)
    wanted, done = planned.counts(alone)
    return WeekDay(
        day, state, away or "", day > known, tuple(lines), seen.visits, seen.minutes, wanted, done
    )


def _last_worked(frame: Frame, elapsed: Period) -> date:
    """Return the last working day that is known, else the last day: its month is the week's.

    A week that ends in the holidays of the next month is measured by the month that was worked.
    """
    worked = [day for day in elapsed.days() if frame.calendar.share(day)]
    return worked[-1] if worked else elapsed.last


def _plan_state(session: Session, frame: Frame, rep_id: int, monday: date) -> WeekState | None:
    found = session.scalar(
        select(WeekPlan.state).where(
            WeekPlan.branch_id == frame.branch.id,
            WeekPlan.rep_id == rep_id,
            WeekPlan.monday == monday,
        )
    )
    return None if found is None else WeekState(found)
