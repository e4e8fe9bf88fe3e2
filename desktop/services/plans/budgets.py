"""The budget of a plan: what it grows with, its lines, and what is promised out of it."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.changes import ChangeSet, Topic
from desktop.clock import Clock
from desktop.errors import ConflictError, InputError, Issue, OverridableRule, RuleViolation
from desktop.models import Branch, BudgetCommitment, BudgetDriver
from desktop.money import LARGEST_AMOUNT, from_minor, to_minor
from desktop.periods import Month
from desktop.services.access import Action, Actor
from desktop.services.activity.expenses import CATEGORIES
from desktop.services.figures.data import ReportRequest, ReportTable
from desktop.services.figures.frame import BranchFacts, load_branch, load_frame
from desktop.services.garbage import collector_paused
from desktop.services.plans.budget_book import load_book
from desktop.services.plans.budget_data import (
    AddCommitment,
    AddDriver,
    BudgetBook,
    ChangeDriver,
    PutLines,
    ReleaseCommitment,
    RemoveDriver,
    SetAmount,
)
from desktop.services.plans.budget_division import put_typed, typed_amounts
from desktop.services.plans.budget_figures import BudgetSpan, budget_facts
from desktop.services.plans.budget_records import (
    drivers_of,
    expected,
    fill_commitment,
    fill_driver,
    open_version,
    put_lines,
    remove_lines,
    require_task,
)
from desktop.services.plans.budget_report import budget_table
from desktop.services.plans.budget_rows import BehindQuery, ExpenseRow, load_expenses
from desktop.services.plans.budget_volumes import planned_volumes
from desktop.services.uow import UnitOfWork


class PlanBudgets:
    """Shows the budget of a version and carries out what is entered.

    The document of a command is the driver or the commitment itself. To write lines concerns
    them all: it expects every driver as it was seen.
    """

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def report(self, request: ReportRequest) -> ReportTable:
        """Return the report `budget` (FORMATS.md, section 3).

        Raises:
            InputError: a dimension twice, or a period backwards.
        """
        with self._uow.read() as session, collector_paused():
            return budget_table(session, request, self._clock.today())

    def book(self, version_id: int) -> BudgetBook:
        """Return the budget of a version as it stands.

        Raises:
            InputError: `plan_version_gone`.
        """
        with self._uow.read() as session, collector_paused():
            return load_book(session, version_id, self._clock.today())

    def expenses(self, query: BehindQuery) -> tuple[ExpenseRow, ...]:
        """Return the expenses behind a figure, the latest first."""
        with self._uow.read() as session:
            return load_expenses(session, query)

    def add_driver(self, actor: Actor, command: AddDriver) -> ChangeSet:
        """Enter a driver and return what changed, with its id; its lines come by `put`.

        Raises:
            InputError: `budget_rate_form`, `budget_rate_range`, `budget_place`,
                `budget_choice_gone`, `plan_version_gone`, with the field.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `budget_version_over`, `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Add driver", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            version = open_version(session, branch, command.version_id)
            record = BudgetDriver(branch_id=branch.id, version_id=version.id)
            fill_driver(session, record, command.entry, branch)
            session.add(record)
            session.flush()
            made = record.id
        return ChangeSet.of(Topic.PLANS, created_id=made)

    def change_driver(self, actor: Actor, command: ChangeDriver) -> ChangeSet:
        """Change a driver; what its lines hold is out of date until they are put again.

        Raises:
            ConflictError: `changed_meanwhile`.
            InputError: as `add_driver`; `budget_driver_gone`.
            NotAllowed, RuleViolation: as `add_driver`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Change driver", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            record = self._driver(session, branch, command.driver_id, command.expected_version)
            fill_driver(session, record, command.entry, branch)
        return ChangeSet.of(Topic.PLANS)

    def remove_driver(self, actor: Actor, command: RemoveDriver) -> ChangeSet:
        """Take a driver out with its lines.

        Raises:
            ConflictError, InputError, NotAllowed, RuleViolation: as `change_driver`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Remove driver", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            record = self._driver(session, branch, command.driver_id, command.expected_version)
            remove_lines(session, branch, record.id)
            session.delete(record)
        return ChangeSet.of(Topic.PLANS)

    def _driver(
        self, session: Session, branch: BranchFacts, driver_id: int, version: int
    ) -> BudgetDriver:
        record = expected(session, branch, BudgetDriver, driver_id, version)
        open_version(session, branch, record.version_id)
        return record

    def put(self, actor: Actor, command: PutLines) -> ChangeSet:
        """Write what a version's drivers give by its plan as it stands, in place of before.

        Raises:
            ConflictError: `budget_drivers_changed`, where a driver is not as it was seen.
            InputError: `plan_version_gone`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `budget_version_over`, `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Put budget", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            version = open_version(session, branch, command.version_id)
            drivers = drivers_of(session, branch, version.id)
            if tuple((one.id, one.version) for one in drivers) != command.drivers:
                raise ConflictError("budget_drivers_changed")
            frame = load_frame(session, actor.branch_id, products=True)
            planned = planned_volumes(session, frame, version)
            for driver in drivers:
                put_lines(session, branch, driver, planned)
        return ChangeSet.of(Topic.PLANS)

    def set_amount(self, actor: Actor, command: SetAmount) -> ChangeSet:
        """Write a typed amount of a category, divided exactly, in place of the one before.

        Raises:
            ConflictError: `budget_amount_changed`, where another amount was typed meanwhile.
            InputError: `budget_amount_form`, `budget_choice_gone`, `plan_version_gone`, with the
                field.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `budget_version_over`, `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        amount = command.amount
        if not amount.is_finite() or not 0 <= amount < LARGEST_AMOUNT:
            raise InputError(Issue("budget_amount_form", column="amount", value=str(amount)))
        with self._uow.write(actor, "Set budget", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            version = open_version(session, branch, command.version_id)
            require_task(session, branch, command.task_id)
            key = (command.category, command.task_id)
            found = typed_amounts(session, branch, version).get(key, 0)
            if found != to_minor(command.expected, branch.decimals):
                raise ConflictError("budget_amount_changed", found=_money(found, branch))
            frame = load_frame(session, branch.id)
            put_typed(session, self._uow.database, frame, version, command)
        return ChangeSet.of(Topic.PLANS)

    def commit(self, actor: Actor, command: AddCommitment) -> ChangeSet:
        """Enter a promise and return what changed, with its id.

        What is left is the budget of its month and category less what is promised and spent of
        it; where it names a rep, what is left of his part if that is less. More than that needs
        a reason, which is kept with it.

        Raises:
            InputError: `budget_amount_form`, `budget_text_missing`, `budget_day_ahead`,
                `budget_choice_gone`, with the field.
            NotAllowed: the user's roles do not include it.
            OverridableRule: `budget_overcommitted`, with what is wanted and left.
            RuleViolation: `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Add commitment", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            # Two who promise at once must not both find the same money left.
            session.execute(select(Branch.id).where(Branch.id == branch.id).with_for_update())
            record = fill_commitment(session, command.entry, "", branch, self._clock.today())
            left, budget = self._left(session, actor, record)
            if record.amount_minor > left:
                if not command.reason.strip():
                    raise OverridableRule(
                        "budget_overcommitted",
                        wanted=_money(record.amount_minor, branch),
                        left=_money(max(left, 0), branch),
                        budget=_money(budget, branch),
                    )
                record = fill_commitment(
                    session, command.entry, command.reason, branch, self._clock.today()
                )
            session.add(record)
            session.flush()
            made = record.id
        return ChangeSet.of(Topic.PLANS, created_id=made)

    def _left(self, session: Session, actor: Actor, record: BudgetCommitment) -> tuple[int, int]:
        """Return what is left for a commitment, and of which budget, in minor units.

        Where it names a rep it must fit into his part and into the whole.
        """
        frame, month = load_frame(session, actor.branch_id), Month(record.month)
        span = BudgetSpan((month,), month.period, self._clock.today())
        whole, own = [0, 0, 0], [0, 0, 0]
        for leaf, amounts in budget_facts(session, frame, span):
            if CATEGORIES[leaf.category] == record.category:
                whole = [mine + more for mine, more in zip(whole, amounts, strict=True)]
                if leaf.rep == record.rep_id:
                    own = [mine + more for mine, more in zip(own, amounts, strict=True)]
        pots = [whole] if record.rep_id is None else [whole, own]
        return min((pot[0] - pot[1] - pot[2], pot[0]) for pot in pots)

    def release(self, actor: Actor, command: ReleaseCommitment) -> ChangeSet:
        """Free what was promised, from today on.

        Raises:
            ConflictError: `changed_meanwhile`.
            InputError: `budget_commitment_gone`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `budget_released`, `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Release commitment", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            record = expected(
                session, branch, BudgetCommitment, command.commitment_id, command.expected_version
            )
            if record.released_on is not None:
                raise RuleViolation("budget_released")
            record.released_on = self._clock.today()
        return ChangeSet.of(Topic.PLANS)


def _money(minor: int, branch: BranchFacts) -> Decimal:
    return from_minor(minor, branch.decimals)
