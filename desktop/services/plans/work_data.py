"""Commands and rows of a plan's objectives and tasks.

Amounts are Decimals in whole currency. A row's `version` is what a command on it must expect.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from desktop.services.rules.taskwork import ObjectiveState, PersonState, TaskState


@dataclass(frozen=True, slots=True)
class ObjectiveEntry:
    """What is to be reached, by what one sees it, by when, and who answers for it."""

    text: str
    criterion: str
    due: date
    rep_id: int | None = None


@dataclass(frozen=True, slots=True)
class AddObjective:
    """Enter an objective of a plan."""

    plan_id: int
    entry: ObjectiveEntry
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ChangeObjective:
    """Correct an objective that is not closed."""

    objective_id: int
    expected_version: int
    entry: ObjectiveEntry
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class CloseObjective:
    """Close an objective by what shows that it is reached; without a day it is closed today."""

    objective_id: int
    expected_version: int
    evidence: str
    closed_on: date | None = None
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ReopenObjective:
    """Open a closed objective again; its evidence stays with it."""

    objective_id: int
    expected_version: int
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class RemoveObjective:
    """Take out an objective that no task serves."""

    objective_id: int
    expected_version: int
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class MilestoneEntry:
    """A part of a task and its day; one that is there already is named by its id."""

    name: str
    due: date
    done_on: date | None = None
    milestone_id: int | None = None


@dataclass(frozen=True, slots=True)
class TaskEntry:
    """A piece of work as it is typed; its place is a territory or a customer, or not yet known."""

    name: str
    start: date
    finish: date
    responsibility: str = ""
    objective_id: int | None = None
    rep_id: int | None = None
    territory_id: int | None = None
    customer_id: int | None = None
    done_on: date | None = None
    contribution: Decimal | None = None
    milestones: tuple[MilestoneEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class AddTask:
    """Enter a task of a plan."""

    plan_id: int
    entry: TaskEntry
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ChangeTask:
    """Correct a task with its milestones: those that the entry does not name are taken out."""

    task_id: int
    expected_version: int
    entry: TaskEntry
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class FinishTask:
    """Say that a task was done on a day (None: today), or with `is_done` False that it is not."""

    task_id: int
    expected_version: int
    done_on: date | None = None
    is_done: bool = True
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class RemoveTask:
    """Take out a task with its milestones, where nothing was budgeted for it or reviewed."""

    task_id: int
    expected_version: int
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class WorkPlan:
    """A plan to choose; `year` is its fiscal year as people name it."""

    plan_id: int
    name: str
    year: str


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """An objective as it stands today; `tasks` is how many serve it."""

    id: int
    version: int
    text: str
    criterion: str
    due: date
    rep_id: int | None
    rep_name: str
    evidence: str
    closed_on: date | None
    state: ObjectiveState
    tasks: int
    contribution: Decimal | None

    @property
    def entry(self) -> ObjectiveEntry:
        """What a form of it begins with."""
        return ObjectiveEntry(self.text, self.criterion, self.due, self.rep_id)


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone; it is late where its day is over and it was not done."""

    id: int
    name: str
    due: date
    done_on: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as it stands today.

    `place` is the customer's or territory's name. `budget` is what budget lines and open
    commitments give it, None without any. `is_reviewed` says that somebody looked back at it.
    """

    id: int
    version: int
    name: str
    responsibility: str
    objective_id: int | None
    objective: str
    rep_id: int | None
    rep_code: str
    rep_name: str
    person: PersonState
    left_on: date | None
    territory_id: int | None
    customer_id: int | None
    customer_code: str
    place: str
    start: date
    finish: date
    done_on: date | None
    contribution: Decimal | None
    budget: Decimal | None
    milestones: tuple[MilestoneRow, ...]
    is_reviewed: bool
    state: TaskState

    @property
    def has_place(self) -> bool:
        """Whether it says where."""
        return self.territory_id is not None or self.customer_id is not None

    @property
    def milestones_done(self) -> int:
        """How many milestones were done."""
        return sum(one.done_on is not None for one in self.milestones)

    @property
    def entry(self) -> TaskEntry:
        """What a form of it begins with."""
        return TaskEntry(
            self.name, self.start, self.finish, self.responsibility, self.objective_id,
            self.rep_id, self.territory_id, self.customer_id, self.done_on, self.contribution,
            tuple(MilestoneEntry(one.name, one.due, one.done_on, one.id)
                  for one in self.milestones),
        )  # fmt: skip


class Lack(StrEnum):
    """What is missing between strategy, measure, person, place and budget."""

    TASK = "task"
    OBJECTIVE = "objective"
    PERSON = "person"
    PERSON_GONE = "person_gone"
    PLACE = "place"
    BUDGET = "budget"
    MONEY_TASK = "money_task"


@dataclass(frozen=True, slots=True)
class LooseEnd:
    """Something that is not linked to what it should be.

    `record_id` is the objective's, task's, or first budget line's or commitment's. `category`
    is an expense category's word where it is money; `lines` is how many budget lines are meant.
    """

    lack: Lack
    record_id: int
    text: str
    amount: Decimal | None = None
    category: str = ""
    lines: int = 0


@dataclass(frozen=True, slots=True)
class WorkBook:
    """Everything about the work of a plan, in one look.

    Objectives by day, tasks by first day. `target` is the sum of the sales target of the
    version that speaks for the plan, None without any line; `first` and `last` are the plan's
    year.
    """

    plans: tuple[WorkPlan, ...]
    plan: WorkPlan
    first: date
    last: date
    currency: str
    decimals: int
    as_of: date
    objectives: tuple[ObjectiveRow, ...]
    tasks: tuple[TaskRow, ...]
    loose: tuple[LooseEnd, ...]
    target: Decimal | None

    @property
    def contribution(self) -> Decimal:
        """What all tasks together are expected to bring."""
        return sum((one.contribution or Decimal(0) for one in self.tasks), Decimal(0))

    @property
    def unestimated(self) -> int:
        """How many tasks say nothing of what they bring."""
        return sum(one.contribution is None for one in self.tasks)

    @property
    def gap(self) -> Decimal | None:
        """How much of the target no task brings; below zero where they bring more."""
        return None if self.target is None else self.target - self.contribution

    def task(self, task_id: int | None) -> TaskRow | None:
        """Return a task by its id."""
        return next((one for one in self.tasks if one.id == task_id), None)

    def objective(self, objective_id: int | None) -> ObjectiveRow | None:
        """Return an objective by its id."""
        return next((one for one in self.objectives if one.id == objective_id), None)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that a form lets choose: id, code and name."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class WorkChoices:
    """What the forms of objectives and tasks let choose from; people who left are not offered."""

    reps: tuple[Choice, ...]
    territories: tuple[Choice, ...]
    customers: tuple[Choice, ...]
