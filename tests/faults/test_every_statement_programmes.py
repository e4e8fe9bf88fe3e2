"""F4: a command on a programme of visits that fails at a statement changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.models import Customer
from desktop.periods import Month
from desktop.services.plans.programmes import PlanProgrammes
from desktop.services.plans.programmes_data import (
    ProgrammeLine,
    RemoveTemplate,
    SaveProgramme,
    SaveTemplate,
    WriteWeeks,
)
from desktop.services.rules.week_plan import PlannedVisit
from tests.factories import CLOCK
from tests.faults.test_every_statement_plans import (
    SentOnce,
    a_rep,
    drafted,
    plans,
    proved,
    sent_once,
)
from tests.integration.plan_desk import PlanDesk

__all__ = ["plans", "proved", "sent_once"]


@pytest.fixture
def programmes(plans: PlanDesk) -> PlanProgrammes:
    """Return the service of programmes."""
    return PlanProgrammes(plans.desk.uow, CLOCK)


def customer(plans: PlanDesk) -> int:
    return int(plans.desk.rows(Customer, "id")[0][0])


def programme(plans: PlanDesk, version_id: int) -> SaveProgramme:
    """Return a programme of one customer."""
    return SaveProgramme(
        version_id, a_rep(plans), date(2026, 1, 1), Decimal(12), Month.at(2026, 12),
        (ProgrammeLine(customer(plans), 12, "Shelf", Decimal("9.90")),), {"gap": "10"},
    )  # fmt: skip


def test_a_new_and_a_changed_programme(
    plans: PlanDesk, programmes: PlanProgrammes, sent_once: SentOnce
) -> None:
    command = programme(plans, drafted(plans).version_id)
    sent_once(programmes.save, command)
    line = replace(command.lines[0], visits=13)
    sent_once(programmes.save, replace(command, lines=(line,), expected_version=1))


def test_a_week_plan_over_an_older_one(
    plans: PlanDesk, programmes: PlanProgrammes, sent_once: SentOnce
) -> None:
    command = programme(plans, drafted(plans).version_id)
    made = programmes.save(plans.desk.actor, command).created_id or 0
    first = WriteWeeks(made, 1, (PlannedVisit(customer(plans), date(2026, 3, 23)),))
    programmes.write_weeks(plans.desk.actor, first)
    second = (PlannedVisit(customer(plans), date(2026, 3, 24)),)
    sent_once(programmes.write_weeks, WriteWeeks(made, 2, second))


def test_a_new_and_a_removed_template(
    plans: PlanDesk, programmes: PlanProgrammes, sent_once: SentOnce
) -> None:
    sent_once(programmes.save_template, SaveTemplate("Usual", (("A", 48), ("", 6))))
    made = programmes.save_template(plans.desk.actor, SaveTemplate("Other", (("B", 24),)))
    sent_once(programmes.remove_template, RemoveTemplate(made.created_id or 0, 1))
