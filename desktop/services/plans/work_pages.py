"""The printed list of tasks, made of what the page shows."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from desktop.i18n import _, speaking
from desktop.services import formats
from desktop.services.plans.printing import PlanPdf
from desktop.services.plans.work_data import MilestoneRow, TaskRow, WorkBook
from desktop.services.reports.fonts import DRAWING
from desktop.services.reports.task_list_data import ListedTask, TaskListData, TaskPerson
from desktop.services.rules.taskwork import PersonState


def task_list(branch_name: str, book: WorkBook, tasks: Sequence[TaskRow]) -> TaskListData:
    """Return the page of these tasks of a plan, in the language of the moment.

    A person is missing on paper where he is on any of his tasks; nobody's tasks come first.
    """
    by_person: dict[tuple[str, str], list[TaskRow]] = {}
    for task in tasks:
        by_person.setdefault((task.rep_code, task.rep_name), []).append(task)
    people = [
        TaskPerson(code, name, _state(those), tuple(_listed(one) for one in those))
        for (code, name), those in sorted(by_person.items())
    ]
    return TaskListData(
        branch_name, book.plan.name, book.plan.year, book.as_of, book.currency, book.decimals,
        tuple(people), len(book.tasks), book.contribution, book.target,
    )  # fmt: skip


def print_task_list(
    branch_name: str,
    book: WorkBook,
    tasks: Sequence[TaskRow],
    printed_at: datetime,
    language: str,
) -> PlanPdf:
    """Return the list of these tasks as PDF and the name of its file.

    Raises:
        StorageError: `font_missing`.
        ValueError: a language that the program does not speak.
    """
    from desktop.services.reports.task_list import task_list_file_name, write

    with speaking(language):
        data = task_list(branch_name, book, tasks)
    stream = io.BytesIO()
    with DRAWING:
        printed = write(data, stream, printed_at, language)
    return PlanPdf(task_list_file_name(data), stream.getvalue(), printed.pages, printed.warnings)


def _state(tasks: Sequence[TaskRow]) -> PersonState:
    missing = [one.person for one in tasks if one.person.is_missing]
    return missing[0] if missing else tasks[0].person


def _listed(task: TaskRow) -> ListedTask:
    return ListedTask(
        task.name, task.responsibility, task.place, task.objective, task.start, task.finish,
        task.state, tuple(_milestone(one) for one in task.milestones), task.contribution,
    )  # fmt: skip


def _milestone(one: MilestoneRow) -> str:
    facts = {"name": one.name, "day": formats.short_day(one.done_on or one.due)}
    if one.done_on is not None:
        return _("{name} (done {day})").format(**facts)
    if one.is_late:
        return _("{name} (overdue since {day})").format(**facts)
    return _("{name} (by {day})").format(**facts)
