"""F4: a command on what a plan rests on that fails at a statement changes nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from desktop.models import Customer
from desktop.periods import Month
from desktop.services.plans.outlooks import PlanOutlooks
from desktop.services.plans.outlooks_data import (
    OutlookEntry,
    OutlookWish,
    ProspectEntry,
    RemoveProspect,
    SaveOutlooks,
    SaveProspect,
)
from desktop.services.plans.potentials import Potentials
from desktop.services.plans.potentials_data import (
    PotentialEntry,
    PotentialWish,
    RemovePotential,
    SavePotentials,
    SubjectKind,
)
from desktop.services.plans.situation import PlanSituation
from desktop.services.plans.situation_data import (
    FillOwnSheet,
    MarketEntry,
    RemoveMarketFigure,
    SaveMarketFigure,
)
from tests.factories import CLOCK
from tests.faults.test_every_statement_plans import SentOnce, plans, proved, sent_once
from tests.integration.plan_desk import PlanDesk

__all__ = ["plans", "proved", "sent_once"]

MARKET = MarketEntry("size", "Lamps", Decimal(5), "tons", "Yearbook", date(2025, 12, 31))
PROSPECT = ProspectEntry("Harbour", Decimal(600), Decimal("0.5"), Month.at(2026, 3))


def a_plan(plans: PlanDesk) -> int:
    return plans.make(plans.desk.next("Plan ")).plan_id


def a_customer(plans: PlanDesk) -> int:
    return int(plans.desk.rows(Customer, "id")[0][0])


def test_a_figure_of_the_market_entered_and_taken_out(plans: PlanDesk, sent_once: SentOnce) -> None:
    service, plan_id = PlanSituation(plans.desk.uow, CLOCK), a_plan(plans)
    sent_once(service.save, SaveMarketFigure(plan_id, MARKET))
    made = service.save(plans.desk.actor, SaveMarketFigure(plan_id, MARKET)).created_id or 0
    sent_once(service.remove, RemoveMarketFigure(made, 1))


def test_the_own_sheet_filled_in(plans: PlanDesk, sent_once: SentOnce) -> None:
    service = PlanSituation(plans.desk.uow, CLOCK)
    sent_once(service.fill_own, FillOwnSheet(a_plan(plans)))


def test_a_potential_entered_and_taken_out(plans: PlanDesk, sent_once: SentOnce) -> None:
    service, customer = Potentials(plans.desk.uow, CLOCK), a_customer(plans)
    wish = PotentialWish(SubjectKind.CUSTOMER, customer, PotentialEntry(Decimal(900)))
    sent_once(service.save, SavePotentials((wish,)))
    row = next(row for row in service.book().rows if row.figure_id)
    sent_once(service.remove, RemovePotential(row.figure_id, row.version))


def test_an_outlook_of_a_customer(plans: PlanDesk, sent_once: SentOnce) -> None:
    service = PlanOutlooks(plans.desk.uow, CLOCK)
    wish = OutlookWish(a_customer(plans), OutlookEntry(growth=Decimal("0.1")))
    sent_once(service.save, SaveOutlooks(a_plan(plans), (wish,)))


def test_a_prospect_entered_and_taken_out(plans: PlanDesk, sent_once: SentOnce) -> None:
    service, plan_id = PlanOutlooks(plans.desk.uow, CLOCK), a_plan(plans)
    sent_once(service.save_prospect, SaveProspect(plan_id, PROSPECT))
    made = service.save_prospect(plans.desk.actor, SaveProspect(plan_id, PROSPECT)).created_id
    sent_once(service.remove_prospect, RemoveProspect(made or 0, 1))
