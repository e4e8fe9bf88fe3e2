"""Objectives and tasks of a plan with what they are linked to, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.enums import ExpenseCategory
from desktop.errors import ConflictError, InputError, NotAllowed, RuleViolation
from desktop.models import (
    AuditLog,
    BudgetCommitment,
    BudgetLine,
    Customer,
    PlanTask,
    Rep,
    TaskMilestone,
    Territory,
)
from desktop.periods import Month
from desktop.services.plans.budget_data import (
    AddCommitment,
    CommitmentEntry,
    DivideBy,
    SetAmount,
)
from desktop.services.plans.budgets import PlanBudgets
from desktop.services.plans.versions_data import VersionCard
from desktop.services.plans.work import PlanWork
from desktop.services.plans.work_data import (
    AddObjective,
    AddTask,
    ChangeObjective,
    ChangeTask,
    CloseObjective,
    FinishTask,
    Lack,
    MilestoneEntry,
    ObjectiveEntry,
    ObjectiveRow,
    RemoveObjective,
    RemoveTask,
    ReopenObjective,
    TaskEntry,
    TaskRow,
    WorkBook,
)
from desktop.services.rules.taskwork import ObjectiveState, PersonState, TaskState
from tests.factories import CLOCK, Desk
from tests.integration.plan_desk import PlanDesk, a_plan_desk, sold_in_2025

D = Decimal
#: The desk's today is Wednesday 18 March 2026.
START, FINISH = date(2026, 3, 10), date(2026, 3, 20)


class Work:
    """A desk with a plan of 418.01 whose work is entered by the manager."""

    def __init__(self, plans: PlanDesk) -> None:
        self.plans, self.desk = plans, plans.desk
        self.card: VersionCard = plans.make(growth=D("0.10"))
        self.service = PlanWork(plans.desk.uow, CLOCK)
        self.rep = int(self.desk.rows(Rep, "id")[0][0])
        self.customer = int(self.desk.rows(Customer, "id")[0][0])
        self.area = int(self.desk.rows(Territory, "id")[0][0])

    @property
    def book(self) -> WorkBook:
        found = self.service.book(self.card.plan_id)
        assert found is not None
        return found

    def objective(self, text: str = "Two dealers", **more: Any) -> ObjectiveRow:
        values = {"criterion": "Two contracts", "due": date(2026, 3, 18), **more}
        command = AddObjective(self.card.plan_id, ObjectiveEntry(text, **values))
        made = self.service.add_objective(self.desk.actor, command).created_id
        found = self.book.objective(made)
        assert found is not None
        return found

    def task(self, name: str = "Repair days", **more: Any) -> TaskRow:
        values = {"start": START, "finish": FINISH, **more}
        command = AddTask(self.card.plan_id, TaskEntry(name, **values))
        made = self.service.add_task(self.desk.actor, command).created_id
        found = self.book.task(made)
        assert found is not None
        return found

    def now(self, row: TaskRow) -> TaskRow:
        found = self.book.task(row.id)
        assert found is not None
        return found

    def change(self, row: TaskRow, **fields: Any) -> None:
        entry = replace(row.entry, **fields)
        self.service.change_task(self.desk.actor, ChangeTask(row.id, row.version, entry))

    def pay(self, task_id: int | None, line: int = 500, promised: int = 0) -> None:
        """Give 5.00 and a promise to a task, or to none."""
        with self.desk.uow.write(self.desk.actor, "Budget") as session:
            month = Month.at(2026, 3).ordinal
            values = {"branch_id": self.desk.actor.branch_id, "month": month,
                      "category": "promotion", "task_id": task_id}  # fmt: skip
            session.add(BudgetLine(amount_minor=line, **values))
            if promised:
                session.add(
                    BudgetCommitment(amount_minor=promised, day=START, text="Stand", **values)
                )

    def leave(self, day: date) -> None:
        with self.desk.uow.write(self.desk.actor, "Leave") as session:
            record = session.get(Rep, self.rep)
            assert record is not None
            record.leave_date = day


@pytest.fixture
def work(desk: Desk) -> Work:
    sold_in_2025(desk)
    return Work(a_plan_desk(desk))


@pytest.fixture
def at_home(local: Desk) -> Work:
    """Return the same on a file, for what does not depend on the engine."""
    sold_in_2025(local)
    return Work(a_plan_desk(local))


def codes(error: pytest.ExceptionInfo[InputError]) -> list[tuple[str, str]]:
    return [(issue.column, issue.code) for issue in error.value.issues]


def test_without_a_plan_there_is_no_work(local: Desk) -> None:
    assert PlanWork(local.uow, CLOCK).book() is None


def test_everything_of_a_plan_comes_in_one_look(work: Work) -> None:
    goal = work.objective(rep_id=work.rep)
    work.task(
        "Visit them", responsibility="A report", objective_id=goal.id, rep_id=work.rep,
        customer_id=work.customer, contribution=D("100.50"),
        milestones=(MilestoneEntry("All", FINISH), MilestoneEntry("Half", START, START)),
    )  # fmt: skip
    work.task("Posters", territory_id=work.area)
    book = work.book
    first, second = book.tasks
    assert (first.rep_name, first.place, first.objective) == (
        "Rep R1", "Customer C1", "Two dealers",
    )  # fmt: skip
    assert [one.name for one in first.milestones] == ["Half", "All"]
    assert (first.milestones_done, first.state, first.person) == (
        1, TaskState.RUNNING, PersonState.THERE,
    )  # fmt: skip
    assert (second.place, second.person, second.contribution) == ("Area T1", PersonState.NONE, None)
    assert (book.objectives[0].tasks, book.objectives[0].contribution) == (1, D("100.50"))
    # 380.01 of 2025 × 1.1 = 418.01.
    assert (book.target, book.contribution, book.gap) == (D("418.01"), D("100.50"), D("317.51"))
    assert book.unestimated == 1
    assert (book.first, book.last) == (date(2026, 1, 1), date(2026, 12, 31))


def test_what_is_not_linked_is_listed_by_what_it_lacks(work: Work) -> None:
    goal = work.objective()
    bare = work.task("Bare")
    work.pay(None, 500, promised=300)
    work.pay(None, 700)
    found = [(one.lack, one.record_id, one.amount) for one in work.book.loose]
    assert found[:5] == [
        (Lack.TASK, goal.id, None),
        (Lack.OBJECTIVE, bare.id, None),
        (Lack.PERSON, bare.id, None),
        (Lack.PLACE, bare.id, None),
        (Lack.BUDGET, bare.id, None),
    ]
    # Two lines of one category for nobody in particular are one row of 12.00.
    assert [(lack, amount) for lack, _id, amount in found[5:]] == [
        (Lack.MONEY_TASK, D("12.00")), (Lack.MONEY_TASK, D("3.00")),
    ]  # fmt: skip
    money = work.book.loose[5]
    assert (money.category, money.lines) == ("promotion", 2)


def test_a_linked_task_is_listed_nowhere(work: Work) -> None:
    goal = work.objective()
    whole = work.task(objective_id=goal.id, rep_id=work.rep, territory_id=work.area)
    work.pay(whole.id, 500, promised=300)
    assert work.book.loose == ()
    assert work.now(whole).budget == D("8.00")


def test_money_is_promised_for_a_task(at_home: Work) -> None:
    task = at_home.task(rep_id=at_home.rep, territory_id=at_home.area)
    assert Lack.BUDGET in {one.lack for one in at_home.book.loose}
    budgets = PlanBudgets(at_home.desk.uow, CLOCK)
    entry = CommitmentEntry(
        Month.at(2026, 3), ExpenseCategory.PROMOTION, D(30), "Displays", task_id=task.id
    )
    budgets.commit(at_home.desk.actor, AddCommitment(entry, "First of the year"))
    assert Lack.BUDGET not in {one.lack for one in at_home.book.loose}
    book = budgets.book(at_home.card.version_id)
    assert [one.task_name for one in book.commitments] == ["Repair days"]
    assert book.tasks == ((task.id, "Repair days"),)
    gone = AddCommitment(replace(entry, task_id=task.id + 1), "Again")
    with pytest.raises(InputError) as refused:
        budgets.commit(at_home.desk.actor, gone)
    assert codes(refused) == [("task", "budget_choice_gone")]


def test_a_typed_amount_pays_for_a_task(work: Work) -> None:
    goal = work.objective()
    task = work.task(objective_id=goal.id, rep_id=work.rep, territory_id=work.area)
    budgets, version, gift = (
        PlanBudgets(work.desk.uow, CLOCK),
        work.card.version_id,
        ExpenseCategory.GIFT,
    )

    def typed(amount: str, before: str, task_id: int | None) -> None:
        command = SetAmount(version, gift, D(amount), D(before), DivideBy.REP, task_id=task_id)
        budgets.set_amount(work.desk.actor, command)

    typed("50.01", "0", task.id)
    typed("7", "0", None)
    found = budgets.book(version)
    assert [(one.amount, one.task_name) for one in found.typed] == [
        (D("7"), ""), (D("50.01"), "Repair days"),
    ]  # fmt: skip
    assert found.total.total.budget == D("57.01")
    # What pays for the task is linked; the rest is not.
    assert {one.lack for one in work.book.loose} == {Lack.MONEY_TASK}
    assert sum(one.amount or 0 for one in work.book.loose) == D(7)
    assert work.now(task).budget == D("50.01")
    with pytest.raises(RuleViolation, match="task_has_money"):
        work.service.remove_task(work.desk.actor, RemoveTask(task.id, work.now(task).version))
    with pytest.raises(ConflictError, match="budget_amount_changed"):
        typed("1", "7", task.id)
    typed("0", "50.01", task.id)
    assert budgets.book(version).typed_amount(gift, task.id) == 0
    assert budgets.book(version).typed_amount(gift) == D(7)
    with pytest.raises(InputError) as refused:
        typed("3", "0", task.id + 1)
    assert codes(refused) == [("task", "budget_choice_gone")]


def test_a_task_whose_person_left_is_to_be_given_away(work: Work) -> None:
    whole = work.task(rep_id=work.rep)
    work.leave(date(2026, 3, 19))
    assert work.now(whole).person is PersonState.LEAVES
    work.leave(date(2026, 3, 12))
    assert work.now(whole).person is PersonState.LEFT
    assert Lack.PERSON_GONE in {one.lack for one in work.book.loose}
    assert [one.id for one in work.service.choices().reps] != []
    assert work.rep not in [one.id for one in work.service.choices().reps]


def test_an_objective_is_closed_by_evidence_alone_and_can_be_opened_again(work: Work) -> None:
    goal, actor = work.objective(), work.desk.actor
    with pytest.raises(InputError) as error:
        work.service.close_objective(actor, CloseObjective(goal.id, goal.version, "  "))
    assert codes(error) == [("evidence", "objective_evidence")]
    with pytest.raises(InputError) as error:
        late = CloseObjective(goal.id, goal.version, "Contracts", date(2026, 3, 19))
        work.service.close_objective(actor, late)
    assert codes(error) == [("closed_on", "task_done_ahead")]
    work.service.close_objective(actor, CloseObjective(goal.id, goal.version, "Contracts"))
    closed = work.book.objectives[0]
    assert (closed.state, closed.closed_on, closed.evidence) == (
        ObjectiveState.CLOSED, date(2026, 3, 18), "Contracts",
    )  # fmt: skip
    again = CloseObjective(closed.id, closed.version, "More")
    for refused in (
        lambda: work.service.close_objective(actor, again),
        lambda: work.service.change_objective(
            actor, ChangeObjective(closed.id, closed.version, closed.entry)
        ),
    ):
        with pytest.raises(RuleViolation, match="objective_closed"):
            refused()
    work.service.reopen_objective(actor, ReopenObjective(closed.id, closed.version))
    opened = work.book.objectives[0]
    assert (opened.closed_on, opened.evidence) == (None, "Contracts")
    entry = replace(opened.entry, text="Three dealers")
    work.service.change_objective(actor, ChangeObjective(opened.id, opened.version, entry))
    assert work.book.objectives[0].text == "Three dealers"


def test_a_task_is_done_today_and_not_done_again(at_home: Work) -> None:
    task, actor = at_home.task(), at_home.desk.actor
    at_home.service.finish_task(actor, FinishTask(task.id, task.version))
    done = at_home.now(task)
    assert (done.state, done.done_on) == (TaskState.DONE, CLOCK.today())
    at_home.service.finish_task(actor, FinishTask(done.id, done.version, is_done=False))
    undone = at_home.now(task)
    assert undone.done_on is None
    with pytest.raises(InputError, match="input"):
        at_home.service.finish_task(actor, FinishTask(task.id, undone.version, FINISH))


_REFUSED: tuple[tuple[dict[str, Any], tuple[str, str]], ...] = (
    ({"name": " "}, ("name", "task_name_missing")),
    ({"finish": date(2026, 3, 9)}, ("finish", "task_before_start")),
    ({"territory_id": 1, "customer_id": 1}, ("place", "task_two_places")),
    ({"rep_id": 10**12}, ("rep", "work_choice_unknown")),
    ({"objective_id": 10**12}, ("objective", "work_choice_unknown")),
    ({"done_on": FINISH}, ("done_on", "task_done_ahead")),
    ({"contribution": D("-1")}, ("contribution", "work_amount_range")),
    ({"contribution": D("0.001")}, ("contribution", "amount_decimals")),
    ({"responsibility": "a\u200bb"}, ("responsibility", "unseen_character")),
    (
        {"milestones": (MilestoneEntry("Late", date(2026, 3, 21)),)},
        ("milestones", "task_milestone_outside"),
    ),
    (
        {"milestones": (MilestoneEntry("Ahead", FINISH, FINISH),)},
        ("milestones", "task_done_ahead"),
    ),
    (
        {"milestones": (MilestoneEntry("Gone", FINISH, None, 7),)},
        ("milestones", "task_milestone_gone"),
    ),
)


def test_a_field_that_cannot_be_taken_is_named(at_home: Work) -> None:
    for fields, expected in _REFUSED:
        with pytest.raises(InputError) as error:
            at_home.task(**{"name": "Task", **fields})
        assert expected in codes(error)
        assert at_home.book.tasks == ()


def test_an_objective_says_what_and_by_what_one_sees_it(at_home: Work) -> None:
    with pytest.raises(InputError) as error:
        at_home.objective("", criterion="")
    assert codes(error) == [
        ("text", "objective_text_missing"), ("criterion", "objective_criterion_missing"),
    ]  # fmt: skip


def test_milestones_are_a_part_of_their_task(work: Work) -> None:
    kept = MilestoneEntry("Kept", date(2026, 3, 12))
    task = work.task(milestones=(kept, MilestoneEntry("Dropped", FINISH)))
    ids = {one.name: one.id for one in task.milestones}
    done = MilestoneEntry("Kept", kept.due, date(2026, 3, 12), ids["Kept"])
    work.change(task, milestones=(done, MilestoneEntry("New", date(2026, 3, 15))))
    now = work.now(task)
    assert [(one.name, one.done_on is not None) for one in now.milestones] == [
        ("Kept", True), ("New", False),
    ]  # fmt: skip
    assert now.milestones[0].id == ids["Kept"]
    # Only a milestone was changed, and still the task counts as saved.
    assert now.version == task.version + 1
    assert (now.state, now.milestones[1].is_late) == (TaskState.MILESTONE_OVERDUE, True)


def test_whoever_saves_second_is_told(work: Work) -> None:
    task, goal, actor = work.task(), work.objective(), work.desk.actor
    work.change(task, name="Mine")
    stale = ChangeTask(task.id, task.version, task.entry)
    with pytest.raises(ConflictError) as error:
        work.service.change_task(actor, stale)
    assert error.value.facts["found"] == task.version + 1
    work.service.remove_objective(actor, RemoveObjective(goal.id, goal.version))
    with pytest.raises(InputError) as gone:
        work.service.remove_objective(actor, RemoveObjective(goal.id, goal.version))
    assert codes(gone) == [("", "objective_gone")]


def test_what_something_rests_on_is_not_taken_out(work: Work) -> None:
    goal, actor = work.objective(), work.desk.actor
    task = work.task(objective_id=goal.id, milestones=(MilestoneEntry("One", FINISH),))
    with pytest.raises(RuleViolation, match="objective_has_tasks"):
        work.service.remove_objective(actor, RemoveObjective(goal.id, goal.version))
    other = work.task("Paid")
    work.pay(other.id, 500, promised=100)
    with pytest.raises(RuleViolation, match="task_has_money") as error:
        work.service.remove_task(actor, RemoveTask(other.id, other.version))
    assert error.value.facts["count"] == 2
    work.service.remove_task(actor, RemoveTask(task.id, task.version))
    assert work.desk.rows(PlanTask, "name") == [("Paid",)]
    assert work.desk.rows(TaskMilestone, "id") == []


def test_an_objective_of_another_plan_is_not_served(at_home: Work) -> None:
    goal = at_home.objective()
    other = at_home.plans.make("Other")
    with pytest.raises(InputError) as error:
        entry = TaskEntry("Task", START, FINISH, objective_id=goal.id)
        at_home.service.add_task(at_home.desk.actor, AddTask(other.plan_id, entry))
    assert codes(error) == [("objective", "work_choice_unknown")]
    with pytest.raises(InputError) as error:
        command = AddTask(10**12, TaskEntry("Task", START, FINISH))
        at_home.service.add_task(at_home.desk.actor, command)
    assert codes(error) == [("", "plan_gone")]


def test_a_clerk_looks_and_changes_nothing(at_home: Work) -> None:
    clerk, task, goal = at_home.plans.clerk(), at_home.task(), at_home.objective()
    service, plan = at_home.service, at_home.card.plan_id
    for command in (
        lambda: service.add_task(clerk, AddTask(plan, task.entry)),
        lambda: service.change_task(clerk, ChangeTask(task.id, 1, task.entry)),
        lambda: service.finish_task(clerk, FinishTask(task.id, 1)),
        lambda: service.remove_task(clerk, RemoveTask(task.id, 1)),
        lambda: service.add_objective(clerk, AddObjective(plan, goal.entry)),
        lambda: service.change_objective(clerk, ChangeObjective(goal.id, 1, goal.entry)),
        lambda: service.close_objective(clerk, CloseObjective(goal.id, 1, "Seen")),
        lambda: service.reopen_objective(clerk, ReopenObjective(goal.id, 1)),
        lambda: service.remove_objective(clerk, RemoveObjective(goal.id, 1)),
    ):
        with pytest.raises(NotAllowed):
            command()
    assert len(at_home.desk.rows(AuditLog, "id", table_name="plan_task")) == 1
