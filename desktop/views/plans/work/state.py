"""What the page of tasks shows, and which tasks its filters let through; free of Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.search_key import search_key
from desktop.services.plans.work_data import Lack, LooseEnd, TaskRow, WorkBook
from desktop.services.rules.taskwork import TaskState

#: The choice of tasks that no person, or no place, is named for.
NOBODY = "none"
#: The choice of tasks of which something is late.
LATE = "late"


class Shape(StrEnum):
    """How the tasks are shown."""

    LIST = "list"
    CALENDAR = "calendar"
    BARS = "bars"


@dataclass(frozen=True, slots=True)
class WorkState:
    """All that decides what the page shows.

    `plan_id` None is the plan to begin with. `person` and `place` are "" for all, `NOBODY`, or
    `rep:7`, `territory:3`, `customer:12`; `standing` is "", a task's state, or `LATE`; `lack`
    is "" for everything that is unlinked.
    """

    plan_id: int | None = None
    shape: Shape = Shape.LIST
    person: str = ""
    place: str = ""
    standing: str = ""
    text: str = ""
    lack: str = ""
    task_id: int | None = None

    @property
    def is_filtered(self) -> bool:
        """Whether a filter may hold tasks back."""
        return bool(self.person or self.place or self.standing or self.text)


def person_key(task: TaskRow) -> str:
    """Return the filter's value of a task's person."""
    return NOBODY if task.rep_id is None else f"rep:{task.rep_id}"


def place_key(task: TaskRow) -> str:
    """Return the filter's value of a task's place."""
    if task.customer_id is not None:
        return f"customer:{task.customer_id}"
    return NOBODY if task.territory_id is None else f"territory:{task.territory_id}"


def shown_tasks(book: WorkBook, state: WorkState) -> tuple[TaskRow, ...]:
    """Return the tasks that the filters let through, by their first day."""
    needed = search_key(state.text).split()
    return tuple(
        task
        for task in book.tasks
        if state.person in ("", person_key(task))
        and state.place in ("", place_key(task))
        and _stands(task, state.standing)
        and all(word in _key(task) for word in needed)
    )


def shown_loose(book: WorkBook, lack: str) -> tuple[LooseEnd, ...]:
    """Return what is unlinked, all of it or of one kind."""
    return tuple(one for one in book.loose if lack in ("", str(one.lack)))


def counts_of(loose: Sequence[LooseEnd]) -> dict[Lack, int]:
    """Return how many things lack what; every kind that occurs, in its order."""
    found = {lack: sum(one.lack is lack for one in loose) for lack in Lack}
    return {lack: count for lack, count in found.items() if count}


def people_of(book: WorkBook) -> tuple[tuple[str, str], ...]:
    """Return the people who answer for a task: the filter's value and the name."""
    found = {person_key(one): one.rep_name for one in book.tasks if one.rep_id is not None}
    return tuple(sorted(found.items(), key=lambda pair: pair[1]))


def places_of(book: WorkBook) -> tuple[tuple[str, str], ...]:
    """Return the places of tasks: the filter's value and the name."""
    found = {place_key(one): one.place for one in book.tasks if one.has_place}
    return tuple(sorted(found.items(), key=lambda pair: pair[1]))


def _stands(task: TaskRow, standing: str) -> bool:
    if standing == LATE:
        return task.state.is_late
    return standing in ("", str(task.state))


def _key(task: TaskRow) -> str:
    parts = (
        task.name, task.responsibility, task.rep_name, task.rep_code, task.place,
        task.customer_code, task.objective,
    )  # fmt: skip
    return search_key(" ".join(parts))


#: States in the order of the filter.
STANDINGS = (
    TaskState.OVERDUE, TaskState.MILESTONE_OVERDUE, TaskState.RUNNING, TaskState.PLANNED,
    TaskState.DONE,
)  # fmt: skip
