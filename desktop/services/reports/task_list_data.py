"""What the printed list of tasks is made of: people, and what each of them answers for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.services.rules.taskwork import PersonState, TaskState


@dataclass(frozen=True, slots=True)
class ListedTask:
    """A task on paper; `milestones` are texts of their own, `contribution` None if unknown."""

    name: str
    responsibility: str
    place: str
    objective: str
    start: date
    finish: date
    state: TaskState
    milestones: tuple[str, ...] = ()
    contribution: Decimal | None = None


@dataclass(frozen=True, slots=True)
class TaskPerson:
    """A person with his tasks by first day; nobody has no name."""

    code: str
    name: str
    state: PersonState
    tasks: tuple[ListedTask, ...]


@dataclass(frozen=True, slots=True)
class TaskListData:
    """The tasks of a plan by person; `target` is the plan's sales target, None without one.

    `count` is how many tasks the plan has: fewer are listed where they were filtered.
    """

    branch_name: str
    plan_name: str
    year_name: str
    as_of: date
    currency: str
    decimals: int
    people: tuple[TaskPerson, ...]
    count: int
    contribution: Decimal
    target: Decimal | None = None
