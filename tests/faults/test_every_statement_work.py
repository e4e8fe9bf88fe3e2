"""F4: a command on objectives, tasks or reviews that fails at a statement changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desktop.enums import ReviewVerdict
from desktop.errors import RuleViolation
from desktop.services.access import Actor
from desktop.services.plans.reviews import TaskReviews
from desktop.services.plans.reviews_data import (
    RecordReview,
    RemoveReview,
    ReviewEntry,
    ReviewScope,
)
from desktop.services.plans.work import PlanWork
from desktop.services.plans.work_data import (
    AddObjective,
    AddTask,
    ChangeObjective,
    ChangeTask,
    CloseObjective,
    FinishTask,
    MilestoneEntry,
    ObjectiveEntry,
    RemoveObjective,
    RemoveTask,
    ReopenObjective,
    TaskEntry,
)
from desktop.services.rules.uplift import Basis
from tests.databases import new_database
from tests.factories import CLOCK, a_desk
from tests.faults.every_statement import on_database, prove
from tests.faults.faulty_driver import Faults
from tests.integration.plan_desk import PlanDesk, a_plan_desk, sold_in_2025

GOAL = ObjectiveEntry("Two dealers", "Two contracts", date(2026, 6, 30))
FIRST, LAST = date(2026, 2, 2), date(2026, 2, 12)
TASK = TaskEntry("Visit", FIRST, LAST, milestones=(MilestoneEntry("Half", date(2026, 2, 5)),))
SAID = ReviewEntry(
    ReviewScope(FIRST, LAST), Basis.WEEKS_BEFORE, ReviewVerdict.WORKED, "Begin earlier."
)

SentOnce = Callable[[Callable[[Actor, Any], object], Any], None]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def plans(
    request: pytest.FixtureRequest, faults: Faults, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PlanDesk]:
    """Yield a branch that sold something in 2025 and in January."""
    folder = tmp_path_factory.mktemp(request.param)
    with new_database(request, folder) as url, a_desk(url, folder) as desk:
        sold_in_2025(desk)
        desk.invoices([("C1", "2026-01-12", "50")])
        yield a_plan_desk(desk)


@pytest.fixture(scope="module")
def plan_id(plans: PlanDesk) -> int:
    return plans.make("Work").plan_id


@pytest.fixture
def work(plans: PlanDesk) -> PlanWork:
    """Return the service of objectives and tasks."""
    return PlanWork(plans.desk.uow, CLOCK)


@pytest.fixture
def reviews(plans: PlanDesk) -> TaskReviews:
    """Return the service of reviews."""
    return TaskReviews(plans.desk.uow, CLOCK)


@pytest.fixture
def sent_once(plans: PlanDesk) -> SentOnce:
    """Return what proves a command that a form sends again as it is until it succeeds."""
    url = plans.desk.database.url

    def run(call: Callable[[Actor, Any], object], command: Any) -> None:
        sent = replace(command, request_id=plans.desk.next("request-"))
        assert prove(on_database(url, lambda: call(plans.desk.actor, sent))) > 2
        with pytest.raises(RuleViolation, match="already_done"):
            call(plans.desk.actor, sent)

    return run


@pytest.fixture
def goal_id(plans: PlanDesk, work: PlanWork, plan_id: int) -> int:
    return work.add_objective(plans.desk.actor, AddObjective(plan_id, GOAL)).created_id or 0


@pytest.fixture
def task_id(plans: PlanDesk, work: PlanWork, plan_id: int) -> int:
    return work.add_task(plans.desk.actor, AddTask(plan_id, TASK)).created_id or 0


def test_a_new_objective(work: PlanWork, plan_id: int, sent_once: SentOnce) -> None:
    sent_once(work.add_objective, AddObjective(plan_id, GOAL))


def test_an_objective_that_is_changed_closed_opened_and_taken_out(
    work: PlanWork, goal_id: int, sent_once: SentOnce
) -> None:
    entry = replace(GOAL, text="Three dealers")
    sent_once(work.change_objective, ChangeObjective(goal_id, 1, entry))
    sent_once(work.close_objective, CloseObjective(goal_id, 2, "The contracts"))
    sent_once(work.reopen_objective, ReopenObjective(goal_id, 3))
    sent_once(work.remove_objective, RemoveObjective(goal_id, 4))


def test_a_new_task(work: PlanWork, plan_id: int, sent_once: SentOnce) -> None:
    sent_once(work.add_task, AddTask(plan_id, TASK))


def test_a_task_that_is_changed_done_and_taken_out(
    work: PlanWork, task_id: int, sent_once: SentOnce
) -> None:
    # The old milestone goes, and two come.
    days = (date(2026, 2, 4), date(2026, 2, 6))
    entry = replace(TASK, milestones=tuple(MilestoneEntry(f"By {day}", day) for day in days))
    sent_once(work.change_task, ChangeTask(task_id, 1, entry))
    sent_once(work.finish_task, FinishTask(task_id, 2))
    sent_once(work.remove_task, RemoveTask(task_id, 3))


def test_a_review_that_is_written_corrected_and_taken_out(
    reviews: TaskReviews, task_id: int, sent_once: SentOnce
) -> None:
    sent_once(reviews.record, RecordReview(task_id, 0, SAID))
    row = reviews.sheet(task_id).review
    assert row is not None
    corrected = replace(SAID, verdict=ReviewVerdict.FAILED)
    sent_once(reviews.record, RecordReview(task_id, row.version, corrected))
    sent_once(reviews.remove, RemoveReview(row.id, row.version + 1))
