"""Where tasks lie in the calendar and on the line of time; hand-drawn."""

from __future__ import annotations

from datetime import date

from desktop.periods import Month, Period
from desktop.services.plans.work_data import TaskRow
from desktop.services.rules.taskwork import PersonState, TaskState
from desktop.views.plans.work.layout import month_after, tasks_on, time_line, weeks_of


def task(number: int, start: date, finish: date) -> TaskRow:
    return TaskRow(
        number, 1, f"Task {number}", "", None, "", None, "", "", PersonState.NONE, None, None,
        None, "", "", start, finish, None, None, None, (), False, TaskState.PLANNED,
    )  # fmt: skip


LONG = task(1, date(2026, 3, 4), date(2026, 3, 17))
SHORT = task(2, date(2026, 3, 10), date(2026, 3, 11))
LATER = task(3, date(2026, 3, 12), date(2026, 3, 12))


def test_a_month_is_its_weeks_from_monday_on() -> None:
    weeks = weeks_of(Month.at(2026, 3), ())
    # 1 March 2026 is a Sunday.
    assert [week.monday for week in weeks] == [
        date(2026, 2, 23), date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16),
        date(2026, 3, 23), date(2026, 3, 30),
    ]  # fmt: skip
    assert weeks[0].days()[-1] == date(2026, 3, 1)


def test_a_task_is_a_strip_in_each_of_its_weeks() -> None:
    strips = [week.strips for week in weeks_of(Month.at(2026, 3), (LONG,))]
    drawn = [(one.first, one.last, one.begins, one.ends) for week in strips for one in week]
    assert drawn == [(2, 6, True, False), (0, 6, False, False), (0, 1, False, True)]


def test_a_lane_is_used_again_as_soon_as_it_is_free() -> None:
    week = weeks_of(Month.at(2026, 3), (SHORT, LATER, LONG))[2]
    assert [(one.task.id, one.lane) for one in week.strips] == [(1, 0), (2, 1), (3, 1)]


def test_both_ends_belong_to_a_task() -> None:
    assert tasks_on((LONG, SHORT, LATER), date(2026, 3, 11)) == (LONG, SHORT)
    assert tasks_on((LONG, SHORT, LATER), date(2026, 3, 12)) == (LONG, LATER)
    assert tasks_on((LONG,), date(2026, 3, 18)) == ()


def test_another_month_without_that_day_ends_on_its_last() -> None:
    assert month_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert month_after(date(2026, 3, 15), -3) == date(2025, 12, 15)


def test_the_line_of_time_is_of_whole_months_with_today() -> None:
    today = date(2026, 3, 18)
    assert time_line((), today) == Period(date(2026, 3, 1), date(2026, 6, 1))
    far = task(4, date(2026, 1, 20), date(2026, 9, 2))
    assert time_line((far,), today) == Period(date(2026, 1, 1), date(2026, 10, 1))
