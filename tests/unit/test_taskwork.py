"""How tasks and objectives stand on a day; hand-computed."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.services.rules.taskwork import (
    ObjectiveState,
    PersonState,
    TaskState,
    objective_state,
    person_state,
    task_state,
)

TODAY = date(2026, 3, 18)
FIRST, LAST = date(2026, 3, 10), date(2026, 3, 20)


@pytest.mark.parametrize(
    ("start", "finish", "done_on", "milestones", "expected"),
    [
        (date(2026, 3, 19), LAST, None, (), TaskState.PLANNED),
        (TODAY, LAST, None, (), TaskState.RUNNING),
        (FIRST, TODAY, None, (), TaskState.RUNNING),
        (FIRST, date(2026, 3, 17), None, (), TaskState.OVERDUE),
        (FIRST, date(2026, 3, 17), TODAY, (), TaskState.DONE),
        (FIRST, LAST, None, (TODAY,), TaskState.RUNNING),
        (FIRST, LAST, None, (date(2026, 3, 17),), TaskState.MILESTONE_OVERDUE),
        (FIRST, LAST, FIRST, (date(2026, 3, 17),), TaskState.DONE),
    ],
)
def test_a_task_is_late_from_the_day_after(
    start: date,
    finish: date,
    done_on: date | None,
    milestones: tuple[date, ...],
    expected: TaskState,
) -> None:
    found = task_state(start, finish, done_on, milestones, TODAY)
    assert found is expected
    assert found.is_late == (expected in (TaskState.OVERDUE, TaskState.MILESTONE_OVERDUE))


@pytest.mark.parametrize(
    ("due", "closed_on", "expected"),
    [
        (TODAY, None, ObjectiveState.OPEN),
        (date(2026, 3, 17), None, ObjectiveState.OVERDUE),
        (date(2026, 3, 17), TODAY, ObjectiveState.CLOSED),
    ],
)
def test_an_objective_is_not_late_on_its_day(
    due: date, closed_on: date | None, expected: ObjectiveState
) -> None:
    assert objective_state(due, closed_on, TODAY) is expected


@pytest.mark.parametrize(
    ("employed", "done_on", "expected"),
    [
        (None, None, PersonState.NONE),
        ((None, None), None, PersonState.THERE),
        ((FIRST, LAST), None, PersonState.THERE),
        ((None, date(2026, 3, 19)), None, PersonState.LEAVES),
        ((None, TODAY), None, PersonState.LEAVES),
        ((None, date(2026, 3, 17)), None, PersonState.LEFT),
        ((None, date(2026, 3, 17)), date(2026, 3, 15), PersonState.THERE),
        ((date(2026, 3, 11), None), None, PersonState.NOT_YET),
        ((date(2026, 3, 11), None), date(2026, 3, 15), PersonState.THERE),
    ],
)
def test_who_is_not_there_on_all_days_is_missing(
    employed: tuple[date | None, date | None] | None, done_on: date | None, expected: PersonState
) -> None:
    found = person_state(employed, FIRST, LAST, done_on, TODAY)
    assert found is expected
    assert found.is_missing == (
        expected in (PersonState.LEFT, PersonState.LEAVES, PersonState.NOT_YET)
    )
