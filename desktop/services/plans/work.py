"""The work of a plan: objectives that are closed by evidence, and tasks that people answer for."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from desktop.changes import ChangeSet, Topic
from desktop.clock import Clock
from desktop.errors import InputError, Issue, RuleViolation
from desktop.models import Customer, PlanObjective, PlanTask
from desktop.services.access import Action, Actor
from desktop.services.figures.frame import load_branch, load_frame
from desktop.services.plans.work_data import (
    AddObjective,
    AddTask,
    ChangeObjective,
    ChangeTask,
    Choice,
    CloseObjective,
    FinishTask,
    RemoveObjective,
    RemoveTask,
    ReopenObjective,
    WorkBook,
    WorkChoices,
)
from desktop.services.plans.work_reading import read_book, spoken_plans
from desktop.services.plans.work_records import (
    expected,
    fill_objective,
    fill_task,
    keep_milestones,
    milestones_of,
    require_free_task,
    require_plan,
    require_unserved,
    words,
)
from desktop.services.uow import UnitOfWork


class PlanWork:
    """Reads the objectives and tasks of a plan, and carries out what is entered.

    The document of a command is the objective or the task itself; milestones are a part of
    their task.
    """

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def book(self, plan_id: int | None = None) -> WorkBook | None:
        """Return the work of a plan, or of the one to begin with; None where there is no plan.

        A plan that is not there any more gives way to the one to begin with.
        """
        today = self._clock.today()
        with self._uow.read() as session:
            frame = load_frame(session)
            plans = spoken_plans(session, frame.branch.id, frame.branch.fiscal.year_of(today))
            if not plans:
                return None
            chosen = next((one for one in plans if one.plan_id == plan_id), plans[0])
            return read_book(session, frame, plans, chosen, today)

    def choices(self) -> WorkChoices:
        """Return who, where and at whom a task may be; people who left are not offered."""
        today = self._clock.today()
        with self._uow.read() as session:
            frame = load_frame(session)
            rows = session.execute(
                select(Customer.id, Customer.code, Customer.name)
                .where(Customer.branch_id == frame.branch.id)
                .order_by(Customer.code)
            )
            customers = tuple(Choice(*row) for row in rows)
        reps = sorted(frame.reps.values(), key=lambda rep: rep.code)
        areas = sorted(frame.territories.values(), key=lambda area: area.code)
        return WorkChoices(
            tuple(
                Choice(rep.id, rep.code, rep.name)
                for rep in reps
                if rep.leave_date is None or rep.leave_date >= today
            ),
            tuple(Choice(area.id, area.code, area.name) for area in areas),
            customers,
        )

    # Objectives

    def add_objective(self, actor: Actor, command: AddObjective) -> ChangeSet:
        """Enter an objective and return what changed, with its id.

        Raises:
            InputError: a field that cannot be taken; `plan_gone`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Add objective", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            require_plan(session, branch, command.plan_id)
            record = PlanObjective(branch_id=branch.id, plan_id=command.plan_id, evidence="")
            fill_objective(session, record, command.entry, branch)
            session.add(record)
            session.flush()
            made = record.id
        return ChangeSet.of(Topic.PLANS, created_id=made)

    def change_objective(self, actor: Actor, command: ChangeObjective) -> ChangeSet:
        """Correct an objective.

        Raises:
            ConflictError: `changed_meanwhile`.
            InputError, NotAllowed: as `add_objective`; `objective_gone`.
            RuleViolation: `objective_closed`, `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Change objective", request_id=command.request_id) as session:
            record = self._objective(session, actor, command.objective_id, command.expected_version)
            if record.closed_on is not None:
                raise RuleViolation("objective_closed")
            fill_objective(session, record, command.entry, load_branch(session, actor.branch_id))
        return ChangeSet.of(Topic.PLANS)

    def close_objective(self, actor: Actor, command: CloseObjective) -> ChangeSet:
        """Close an objective by its evidence.

        Raises:
            ConflictError: `changed_meanwhile`.
            InputError: `objective_evidence` without any; `task_done_ahead`; `objective_gone`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `objective_closed`, `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        today = self._clock.today()
        with self._uow.write(actor, "Close objective", request_id=command.request_id) as session:
            record = self._objective(session, actor, command.objective_id, command.expected_version)
            if record.closed_on is not None:
                raise RuleViolation("objective_closed")
            issues: list[Issue] = []
            evidence = words(command.evidence, "evidence", issues, "objective_evidence")
            day = command.closed_on or today
            if day > today:
                issues.append(Issue("task_done_ahead", column="closed_on", value=str(day)))
            if issues:
                raise InputError(*issues)
            record.evidence, record.closed_on = evidence, day
        return ChangeSet.of(Topic.PLANS)

    def reopen_objective(self, actor: Actor, command: ReopenObjective) -> ChangeSet:
        """Open a closed objective again.

        Raises:
            ConflictError, InputError, NotAllowed: as `change_objective`.
            RuleViolation: `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Reopen objective", request_id=command.request_id) as session:
            record = self._objective(session, actor, command.objective_id, command.expected_version)
            record.closed_on = None
        return ChangeSet.of(Topic.PLANS)

    def remove_objective(self, actor: Actor, command: RemoveObjective) -> ChangeSet:
        """Take out an objective.

        Raises:
            ConflictError, InputError, NotAllowed: as `change_objective`.
            RuleViolation: `objective_has_tasks`, `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Remove objective", request_id=command.request_id) as session:
            record = self._objective(session, actor, command.objective_id, command.expected_version)
            require_unserved(session, record)
            session.delete(record)
        return ChangeSet.of(Topic.PLANS)

    # Tasks

    def add_task(self, actor: Actor, command: AddTask) -> ChangeSet:
        """Enter a task with its milestones and return what changed, with its id.

        Raises:
            InputError: a field that cannot be taken; `plan_gone`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Add task", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            require_plan(session, branch, command.plan_id)
            record = PlanTask(branch_id=branch.id, plan_id=command.plan_id)
            fill_task(session, record, command.entry, branch, self._clock.today())
            session.add(record)
            session.flush()
            keep_milestones(session, record, command.entry.milestones)
            made = record.id
        return ChangeSet.of(Topic.PLANS, created_id=made)

    def change_task(self, actor: Actor, command: ChangeTask) -> ChangeSet:
        """Correct a task and its milestones.

        Raises:
            ConflictError: `changed_meanwhile`.
            InputError, NotAllowed, RuleViolation: as `add_task`; `task_gone`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Change task", request_id=command.request_id) as session:
            record = self._task(session, actor, command.task_id, command.expected_version)
            branch = load_branch(session, actor.branch_id)
            fill_task(session, record, command.entry, branch, self._clock.today())
            if keep_milestones(session, record, command.entry.milestones):
                # The version belongs to the document, whatever part of it was changed.
                flag_modified(record, "name")
        return ChangeSet.of(Topic.PLANS)

    def finish_task(self, actor: Actor, command: FinishTask) -> ChangeSet:
        """Say that a task was done, or that it was not.

        Raises:
            ConflictError, NotAllowed: as `change_task`.
            InputError: `task_done_ahead`, `task_gone`.
            RuleViolation: `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        today = self._clock.today()
        with self._uow.write(actor, "Finish task", request_id=command.request_id) as session:
            record = self._task(session, actor, command.task_id, command.expected_version)
            day = (command.done_on or today) if command.is_done else None
            if day is not None and day > today:
                raise InputError(Issue("task_done_ahead", column="done_on", value=str(day)))
            record.done_on = day
        return ChangeSet.of(Topic.PLANS)

    def remove_task(self, actor: Actor, command: RemoveTask) -> ChangeSet:
        """Take out a task with its milestones.

        Raises:
            ConflictError, InputError, NotAllowed: as `change_task`.
            RuleViolation: `task_has_money`, `task_has_review`, `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Remove task", request_id=command.request_id) as session:
            record = self._task(session, actor, command.task_id, command.expected_version)
            require_free_task(session, record)
            for one in milestones_of(session, record.id):
                session.delete(one)
            session.flush()
            session.delete(record)
        return ChangeSet.of(Topic.PLANS)

    # Inside

    def _objective(
        self, session: Session, actor: Actor, record_id: int, version: int
    ) -> PlanObjective:
        branch = load_branch(session, actor.branch_id)
        return expected(session, branch, PlanObjective, record_id, version)

    def _task(self, session: Session, actor: Actor, record_id: int, version: int) -> PlanTask:
        branch = load_branch(session, actor.branch_id)
        return expected(session, branch, PlanTask, record_id, version)
