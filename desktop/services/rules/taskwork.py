"""How a task stands on a day: its state, and whether the person who answers for it is there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum


class TaskState(StrEnum):
    """Where a task is between its first and its last day."""

    PLANNED = "planned"
    RUNNING = "running"
    MILESTONE_OVERDUE = "milestone_overdue"
    OVERDUE = "overdue"
    DONE = "done"

    @property
    def is_late(self) -> bool:
        """Whether something of it should have been done by now."""
        return self in (TaskState.OVERDUE, TaskState.MILESTONE_OVERDUE)


class ObjectiveState(StrEnum):
    """Whether an objective is reached, still to be reached, or late."""

    OPEN = "open"
    OVERDUE = "overdue"
    CLOSED = "closed"


class PersonState(StrEnum):
    """Whether somebody answers for a task on all of its days."""

    NONE = "none"
    THERE = "there"
    NOT_YET = "not_yet"
    LEAVES = "leaves"
    LEFT = "left"

    @property
    def is_missing(self) -> bool:
        """Whether the person named is not there on some day of it."""
        return self in (PersonState.NOT_YET, PersonState.LEAVES, PersonState.LEFT)


def task_state(
    start: date, finish: date, done_on: date | None, open_milestones: Iterable[date], today: date
) -> TaskState:
    """Return how a task stands today.

    Its last day belongs to it: it is overdue from the day after. `open_milestones` are the days
    of those that are not done.
    """
    if done_on is not None:
        return TaskState.DONE
    if finish < today:
        return TaskState.OVERDUE
    if any(due < today for due in open_milestones):
        return TaskState.MILESTONE_OVERDUE
    return TaskState.PLANNED if today < start else TaskState.RUNNING


def objective_state(due: date, closed_on: date | None, today: date) -> ObjectiveState:
    """Return how an objective stands today; the day that it is due on is not late."""
    if closed_on is not None:
        return ObjectiveState.CLOSED
    return ObjectiveState.OVERDUE if due < today else ObjectiveState.OPEN


def person_state(
    employed: tuple[date | None, date | None] | None,
    start: date,
    finish: date,
    done_on: date | None,
    today: date,
) -> PersonState:
    """Return whether the accountable person is employed on every day of the task.

    `employed` is his first and last day, None where it is not known; no pair at all is nobody.
    A task that was done is over on that day. Who has left by today has left, who will leave
    before the end leaves. Source: issue 4, R12 (a line whose owner left turns red).
    """
    if employed is None:
        return PersonState.NONE
    hired, leaves = employed
    end = finish if done_on is None else min(done_on, finish)
    if leaves is not None and leaves < end:
        return PersonState.LEFT if leaves < today else PersonState.LEAVES
    if hired is not None and hired > start and done_on is None:
        return PersonState.NOT_YET
    return PersonState.THERE
