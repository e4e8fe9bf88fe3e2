"""F4: a command on the branch's own measures that fails at a statement changes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.periods import Month
from desktop.services.plans.measures import PlanMeasures
from desktop.services.plans.measures_data import (
    AddMeasure,
    CellTexts,
    ChangeMeasure,
    MeasureEntry,
    RemoveMeasure,
    SaveCells,
)
from desktop.services.plans.versions_data import PlanStep, ReviseVersion, TakeStep
from tests.factories import CLOCK
from tests.faults.test_every_statement_plans import (
    Proved,
    SentOnce,
    drafted,
    plans,
    proved,
    sent_once,
)
from tests.integration.plan_desk import PlanDesk

__all__ = ["plans", "proved", "sent_once"]

ENTRY = MeasureEntry("Trainings", "days")
JANUARY, FEBRUARY = Month.at(2026, 1).ordinal, Month.at(2026, 2).ordinal


@pytest.fixture
def measures(plans: PlanDesk) -> PlanMeasures:
    """Return the service of measures."""
    return PlanMeasures(plans.desk.uow, CLOCK)


def made_by(plans: PlanDesk, measures: PlanMeasures) -> int:
    """Make a measure and return its id."""
    entry = replace(ENTRY, name=plans.desk.next("Measure "))
    return measures.add(plans.desk.actor, AddMeasure(entry)).created_id or 0


def test_a_new_measure(measures: PlanMeasures, sent_once: SentOnce) -> None:
    sent_once(measures.add, AddMeasure(ENTRY))


def test_a_changed_measure_and_its_removal(
    plans: PlanDesk, measures: PlanMeasures, sent_once: SentOnce
) -> None:
    made = made_by(plans, measures)
    entry = replace(ENTRY, name=plans.desk.next("Other "))
    sent_once(measures.change, ChangeMeasure(made, 1, entry))
    sent_once(measures.remove, RemoveMeasure(made, 2))


def test_numbers_of_a_measure_and_a_version_that_takes_them_over(
    plans: PlanDesk, measures: PlanMeasures, sent_once: SentOnce, proved: Proved
) -> None:
    made, card = made_by(plans, measures), drafted(plans)
    january, february = (made, None, JANUARY), (made, None, FEBRUARY)
    measures.save(plans.desk.actor, SaveCells(card.version_id, (CellTexts(january, "5"),)))
    card = plans.lead_to(card, PlanStep.PUT_IN_FORCE)
    reached = (
        CellTexts(january, actual="4", expected_version=1), CellTexts(february, actual="2"),
    )  # fmt: skip
    sent_once(measures.save, SaveCells(card.version_id, reached))
    revised = plans.service.revise(
        plans.desk.actor, ReviseVersion(card.version_id, card.version)
    ).created_id
    later = plans.lead_to(plans.service.card(revised or 0), PlanStep.AGREE)
    command = TakeStep(later.version_id, later.version, PlanStep.PUT_IN_FORCE)
    proved(lambda: plans.service.take_step(plans.desk.actor, command))
    kept = measures.book(later.version_id).cells
    assert [kept[key].actual for key in (january, february)] == [4, 2]
