"""The printed list of tasks by person."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from pypdf import PdfReader

from desktop.services.reports.task_list import task_list_file_name, write
from desktop.services.reports.task_list_data import ListedTask, TaskListData, TaskPerson
from desktop.services.rules.taskwork import PersonState, TaskState

MOMENT = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)


def task(number: int, state: TaskState = TaskState.RUNNING) -> ListedTask:
    return ListedTask(
        f"Task {number}", "A report <b>on each</b>", "Nanjing", "Two dealers",
        date(2026, 3, 10), date(2026, 3, 20), state, ("Half (done 12 Mar)",), Decimal(1000),
    )  # fmt: skip


def listed(*people: TaskPerson, target: Decimal | None = Decimal(5000)) -> TaskListData:
    count = sum(len(one.tasks) for one in people)
    return TaskListData(
        "East", "2026 plan", "2026", date(2026, 3, 18), "CNY", 2, people, count,
        Decimal(1000 * count), target,
    )  # fmt: skip


def drawn(data: TaskListData, language: str = "en") -> tuple[list[str], bytes]:
    stream = io.BytesIO()
    printed = write(data, stream, MOMENT, language)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(stream.getvalue())).pages]
    assert (len(pages), printed.warnings) == (printed.pages, ())
    return pages, stream.getvalue()


@pytest.fixture(scope="module")
def one_page() -> TaskListData:
    return listed(
        TaskPerson("", "", PersonState.NONE, (task(1),)),
        TaskPerson("R1", "Li Na", PersonState.LEFT, (task(2, TaskState.OVERDUE),)),
    )


def test_everyone_has_his_tasks_under_his_name(one_page: TaskListData) -> None:
    (page,), _content = drawn(one_page)
    for words in (
        "Nobody answers for these", "R1 Li Na", "left the branch: give these to somebody else",
        "Responsible for: A report <b>on each</b>", "Milestones: Half (done 12 Mar)", "Overdue",
        "All tasks together are to bring 2,000 of the sales target of 5,000: 3,000 are missing.",
    ):  # fmt: skip
        assert words in page
    assert page.index("Task 1") < page.index("R1 Li Na") < page.index("Task 2")


def test_many_tasks_go_on_under_the_same_name() -> None:
    person = TaskPerson("R1", "Li Na", PersonState.THERE, tuple(task(n) for n in range(40)))
    pages, _content = drawn(listed(person, target=None))
    assert len(pages) > 1 and "R1 Li Na (continued)" in pages[1]
    assert all(f"Page {at} of {len(pages)}" in page for at, page in enumerate(pages, 1))
    assert sum(page.count("Responsible for:") for page in pages) == 40


def test_equal_data_give_equal_bytes(one_page: TaskListData) -> None:
    assert drawn(one_page)[1] == drawn(one_page)[1]


def test_the_file_is_named_by_the_plan(one_page: TaskListData) -> None:
    assert task_list_file_name(one_page) == "tasks_2026-plan_2026.pdf"
