"""Where tasks lie in a month's calendar and on a line of time; free of Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.periods import Month, Period
from desktop.services.plans.work_data import TaskRow

WEEK = 7
#: A line of time has so many months at least: one task of a day alone would say nothing.
_LEAST_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Strip:
    """A task's part of a week: from the day at `first` to that at `last`, Monday being 0.

    `lane` counts from the top. `begins` and `ends` say whether its own first and last day are
    in this week.
    """

    task: TaskRow
    first: int
    last: int
    lane: int
    begins: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the calendar with the tasks in it."""

    monday: date
    strips: tuple[Strip, ...]

    def days(self) -> tuple[date, ...]:
        """Return its seven days."""
        return tuple(self.monday + timedelta(days=place) for place in range(WEEK))


def weeks_of(month: Month, tasks: Sequence[TaskRow]) -> tuple[Week, ...]:
    """Return the weeks that a month touches; a task keeps to one lane within a week."""
    monday = month.start - timedelta(days=month.start.weekday())
    weeks = []
    while monday < month.end:
        weeks.append(Week(monday, _strips(monday, tasks)))
        monday += timedelta(days=WEEK)
    return tuple(weeks)


def _strips(monday: date, tasks: Sequence[TaskRow]) -> tuple[Strip, ...]:
    sunday = monday + timedelta(days=WEEK - 1)
    there = [one for one in tasks if one.start <= sunday and one.finish >= monday]
    # Who began first lies on top, the longer of two first, so that strips change lanes least.
    there.sort(key=lambda one: (one.start, -(one.finish - one.start).days, one.id))
    free: list[int] = []
    found = []
    for task in there:
        first = max((task.start - monday).days, 0)
        last = min((task.finish - monday).days, WEEK - 1)
        lane = next((place for place, day in enumerate(free) if day <= first), len(free))
        if lane == len(free):
            free.append(0)
        free[lane] = last + 1
        found.append(
            Strip(task, first, last, lane, task.start >= monday, task.finish <= sunday)
        )  # fmt: skip
    return tuple(found)


def tasks_on(tasks: Sequence[TaskRow], day: date) -> tuple[TaskRow, ...]:
    """Return the tasks that a day belongs to."""
    return tuple(one for one in tasks if one.start <= day <= one.finish)


def month_after(day: date, months: int) -> date:
    """Return the same day of another month, or its last day where it has no such day."""
    month = Month.of(day).plus(months)
    return min(month.start + timedelta(days=day.day - 1), month.period.last)


def time_line(tasks: Sequence[TaskRow], today: date) -> Period:
    """Return the whole months that the tasks and today lie in, three at least."""
    first = min([today, *(one.start for one in tasks)])
    last = max([today, *(one.finish for one in tasks)])
    start = Month.of(first)
    end = max(Month.of(last), start.plus(_LEAST_MONTHS - 1))
    return Period(start.start, end.end)
