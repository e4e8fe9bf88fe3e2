"""F4: a command on a budget that fails at a statement changes nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from desktop.enums import BudgetDriverKind, ExpenseCategory
from desktop.periods import Month
from desktop.services.plans.budget_data import (
    AddCommitment,
    AddDriver,
    ChangeDriver,
    CommitmentEntry,
    DriverEntry,
    PutLines,
    ReleaseCommitment,
    RemoveDriver,
    SetAmount,
)
from desktop.services.plans.budgets import PlanBudgets
from tests.factories import CLOCK
from tests.faults.test_every_statement_plans import (
    SentOnce,
    drafted,
    plans,
    proved,
    sent_once,
)
from tests.integration.plan_desk import PlanDesk

__all__ = ["plans", "proved", "sent_once"]

ENTRY = DriverEntry(ExpenseCategory.TRAVEL, BudgetDriverKind.FIXED, Decimal(10))
PROMISE = CommitmentEntry(Month.at(2026, 3), ExpenseCategory.GIFT, Decimal(5), "Tea")


@pytest.fixture
def budgets(plans: PlanDesk) -> PlanBudgets:
    """Return the service of budgets."""
    return PlanBudgets(plans.desk.uow, CLOCK)


def driver_of(plans: PlanDesk, budgets: PlanBudgets, version_id: int) -> int:
    """Enter a driver and return its id."""
    command = AddDriver(version_id, ENTRY)
    return budgets.add_driver(plans.desk.actor, command).created_id or 0


def test_a_new_driver(plans: PlanDesk, budgets: PlanBudgets, sent_once: SentOnce) -> None:
    sent_once(budgets.add_driver, AddDriver(drafted(plans).version_id, ENTRY))


def test_a_changed_driver(plans: PlanDesk, budgets: PlanBudgets, sent_once: SentOnce) -> None:
    driver = driver_of(plans, budgets, drafted(plans).version_id)
    entry = replace(ENTRY, rate=Decimal(11))
    sent_once(budgets.change_driver, ChangeDriver(driver, 1, entry))


def test_lines_and_their_removal(
    plans: PlanDesk, budgets: PlanBudgets, sent_once: SentOnce
) -> None:
    version_id = drafted(plans).version_id
    driver = driver_of(plans, budgets, version_id)
    sent_once(budgets.put, PutLines(version_id, ((driver, 1),)))
    sent_once(budgets.remove_driver, RemoveDriver(driver, 1))


def test_a_typed_amount(plans: PlanDesk, budgets: PlanBudgets, sent_once: SentOnce) -> None:
    version_id, gift = drafted(plans).version_id, ExpenseCategory.GIFT
    sent_once(budgets.set_amount, SetAmount(version_id, gift, Decimal(10), Decimal(0)))


def test_a_new_and_a_released_commitment(
    plans: PlanDesk, budgets: PlanBudgets, sent_once: SentOnce
) -> None:
    sent_once(budgets.commit, AddCommitment(PROMISE, "No budget yet."))
    made = budgets.commit(plans.desk.actor, AddCommitment(PROMISE, "Once more."))
    sent_once(budgets.release, ReleaseCommitment(made.created_id or 0, 1))
