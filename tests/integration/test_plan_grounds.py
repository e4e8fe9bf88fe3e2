"""What a plan rests on, in a real database: situation, potential, the plan from below."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.enums import Confidence, Dimension, Metric, PlanLevel
from desktop.errors import ConflictError, InputError, NotAllowed, RuleViolation
from desktop.models import Customer, PlanBasis, PlanLine, Rep, Territory
from desktop.periods import Month
from desktop.services.plans.making import PlanMaking
from desktop.services.plans.outlooks import PlanOutlooks
from desktop.services.plans.outlooks_data import (
    OutlookEntry,
    OutlookWish,
    ProspectEntry,
    RemoveProspect,
    SaveOutlooks,
    SaveProspect,
    TakeFromBelow,
)
from desktop.services.plans.planning import Planning
from desktop.services.plans.planning_data import edit_of
from desktop.services.plans.potentials import Potentials
from desktop.services.plans.potentials_data import (
    PotentialEntry,
    PotentialMethod,
    PotentialRow,
    PotentialWish,
    RemovePotential,
    SavePotentials,
    SubjectKind,
)
from desktop.services.plans.reasons_data import Pedigree, Scope
from desktop.services.plans.situation import PlanSituation
from desktop.services.plans.situation_data import (
    OWN_SOURCE,
    FillOwnSheet,
    MarketEntry,
    RemoveMarketFigure,
    SaveMarketFigure,
)
from desktop.services.plans.versions_data import PlanStep
from desktop.services.rules.plan_cube.data import EVERYTHING, Method, Spreading
from tests.factories import CLOCK, Desk
from tests.integration.plan_desk import PlanDesk, a_plan_desk, sold_in_2025

D = Decimal
MARKET = MarketEntry("size", "Lamps sold in the city", D("52000000"), "CNY", "Yearbook 2025",
                     date(2025, 12, 31), "All sellers")  # fmt: skip


@pytest.fixture
def plans(desk: Desk) -> PlanDesk:
    sold_in_2025(desk)
    return a_plan_desk(desk)


def test_figures_of_the_market_are_kept_with_their_source(plans: PlanDesk) -> None:
    service, actor = PlanSituation(plans.desk.uow, CLOCK), plans.desk.actor
    card = plans.make()
    made = service.save(actor, SaveMarketFigure(card.plan_id, MARKET)).created_id
    service.save(
        actor, SaveMarketFigure(card.plan_id, replace(MARKET, area="price", source="", as_of=None))
    )
    rows = service.book(card.version_id).market
    assert [(row.entry.area, row.is_sourced) for row in rows] == [("size", True), ("price", False)]
    assert rows[0].entry == MARKET
    assert rows[1].entry.as_of == CLOCK.today()
    change = SaveMarketFigure(card.plan_id, replace(MARKET, value=D("5.5")), made, 1)
    service.save(actor, change)
    with pytest.raises(ConflictError):
        service.save(actor, change)
    service.remove(actor, RemoveMarketFigure(made or 0, 2))
    assert len(service.book(card.version_id).market) == 1
    with pytest.raises(InputError):
        service.save(actor, SaveMarketFigure(card.plan_id, replace(MARKET, name=" ")))
    with pytest.raises(NotAllowed):
        service.save(plans.clerk(), SaveMarketFigure(card.plan_id, MARKET))


def test_the_own_sheet_is_filled_in_from_the_data_and_again(plans: PlanDesk) -> None:
    service, actor = PlanSituation(plans.desk.uow, CLOCK), plans.desk.actor
    card = plans.make()
    assert service.book(card.version_id).as_of is None
    service.fill_own(actor, FillOwnSheet(card.plan_id))
    book = service.book(card.version_id)
    found = {(row.area, row.name): row for row in book.own}
    assert book.years == ("2023", "2024", "2025")
    assert book.as_of == date(2025, 12, 10)
    sold = found["sales", "net_sales"]
    assert (sold.values, sold.unit, sold.source) == ((None, None, D("380.01")), "CNY", OWN_SOURCE)
    assert found["sales_by_rep", "Rep R1"].values[2] == D("150.01")
    assert found["sales_by_rep", "Rep R2"].values[2] == D("230.00")
    assert found["sales_by_group", "Group G1"].values[2] == D("380.01")
    assert found["sales_by_territory", "Area T1"].values[2] == D("380.01")
    assert found["customers", "customers_new"].values[2] == 2
    assert found["receivables", "receivable"].values[2] == D("380.01")
    assert found["people", "reps_employed"].values == (None, None, 2)
    plans.desk.bring("expenses", "date,rep_code,category,amount\n2025-06-01,R1,meals,12.50\n")
    service.fill_own(actor, FillOwnSheet(card.plan_id))
    again = {row.name: row for row in service.book(card.version_id).own}
    assert again["expenses_claimed"].values[2] == D("12.50")
    assert len(again) == len(book.own)


def ids(plans: PlanDesk, kind: type[Customer] | type[Territory] | type[Rep]) -> list[int]:
    return [row[0] for row in plans.desk.rows(kind, "id")]


def customer_row(service: Potentials, customer_id: int) -> PotentialRow:
    rows = service.book().rows
    wanted = (SubjectKind.CUSTOMER, customer_id)
    return next(row for row in rows if (row.kind, row.subject_id) == wanted)


def test_potential_stands_beside_what_is_sold(plans: PlanDesk) -> None:
    service, actor = Potentials(plans.desk.uow, CLOCK), plans.desk.actor
    first, second = ids(plans, Customer)
    (area,) = ids(plans, Territory)
    entry = PotentialEntry(
        D("1000"), date(2025, 6, 30), "His buyer", PotentialMethod.PURCHASES, Confidence.HIGH,
        D("0.3"), "Asked him",
    )  # fmt: skip
    wishes = (
        PotentialWish(SubjectKind.CUSTOMER, first, entry),
        PotentialWish(SubjectKind.TERRITORY, area, PotentialEntry(D("3800.10"))),
    )
    service.save(actor, SavePotentials(wishes))
    book = service.book()
    rows = {(row.kind, row.subject_id): row for row in book.rows}
    mine, all_of = rows[SubjectKind.CUSTOMER, first], rows[SubjectKind.TERRITORY, area]
    assert mine.entry == entry
    assert (mine.sales, mine.share.value, mine.untapped) == (D("150.01"), D("0.15001"), D("849.99"))
    assert mine.target == D("300.0")
    assert (all_of.sales, all_of.share.value) == (D("380.01"), D("0.1"))
    assert rows[SubjectKind.CUSTOMER, second].untapped is None
    # A later day's figure counts; taken out, the one before counts again.
    later = PotentialWish(
        SubjectKind.CUSTOMER, first, replace(entry, amount=D("900"), as_of=date(2026, 1, 1))
    )
    service.save(actor, SavePotentials((later,)))
    row = customer_row(service, first)
    assert (row.amount, row.older) == (D("900"), 1)
    service.remove(actor, RemovePotential(row.figure_id, row.version))
    row = customer_row(service, first)
    assert (row.amount, row.older) == (D("1000"), 0)


def test_of_many_potentials_one_bad_one_keeps_all_out(plans: PlanDesk) -> None:
    service = Potentials(plans.desk.uow, CLOCK)
    first, _second = ids(plans, Customer)
    wishes = (
        PotentialWish(SubjectKind.CUSTOMER, first, PotentialEntry(D(5))),
        PotentialWish(SubjectKind.CUSTOMER, first, PotentialEntry(D(-5))),
    )
    with pytest.raises(InputError) as caught:
        service.save(plans.desk.actor, SavePotentials(wishes))
    assert [(one.code, one.row) for one in caught.value.issues] == [("grounds_amount_range", 2)]
    assert all(row.entry is None for row in service.book().rows)


def test_the_plan_from_below_is_taken_as_target_to_the_cent(plans: PlanDesk) -> None:
    service, actor = PlanOutlooks(plans.desk.uow, CLOCK), plans.desk.actor
    # A sale on the last day makes December a month that is over.
    plans.desk.invoices([("C2", date(2025, 12, 31), "50")])
    card = plans.make(growth=D("0.10"))
    first, _second = ids(plans, Customer)
    rep = ids(plans, Rep)[0]
    entry = OutlookEntry(
        D("1000.00"), D("0.05"), D("80"), D("50"), D("0.02"), D("0.1"), D("30.01"), D("1100"),
        date(2026, 1, 9), "He opens a shop",
    )  # fmt: skip
    service.save(actor, SaveOutlooks(card.plan_id, (OutlookWish(first, entry),)))
    service.save_prospect(
        actor,
        SaveProspect(
            card.plan_id, ProspectEntry("Harbour", D("600"), D("0.5"), Month.at(2026, 1), rep)
        ),
    )
    book = service.book(card.version_id)
    mine, other = book.rows
    assert mine.entry == entry
    # 1,000 + 50 + 80 + 50 + 20 − 100 + 30.01, by hand.
    assert mine.total == D("1130.01")
    assert other.entry == OutlookEntry()
    assert other.total == other.history > 0
    assert book.from_prospects == D("300.00")
    assert book.planned == D("473.01")
    assert book.difference == book.planned - mine.total - other.total - 300
    taken = service.take(actor, TakeFromBelow(card.version_id, card.version))
    assert taken.amount == book.total
    assert (taken.customers, taken.kept) == (2, 0)
    lines = plans.lines(card, "customer_id", "pool_rep_id", "amount")
    assert sum(one[2] for one in lines) == int(book.total * 100)
    assert sum(one[2] for one in lines if one[0] == first) == 113_001
    assert sum(one[2] for one in lines if one[1] == rep) == 30_000
    bases = plans.desk.rows(PlanBasis, "method", "customer_id", "amount", "baseline")
    assert ("bottom_up", first, 113_001, 100_000) in bases
    with pytest.raises(ConflictError):
        service.take(actor, TakeFromBelow(card.version_id, card.version))


def test_a_locked_line_stays_when_the_plan_from_below_is_taken(plans: PlanDesk) -> None:
    service, actor = PlanOutlooks(plans.desk.uow, CLOCK), plans.desk.actor
    card = plans.make(growth=D("0.10"))
    planning = Planning(plans.desk.uow, CLOCK)
    sheet = planning.sheet(card.version_id, Metric.SALES)
    cube = sheet.cube()
    cube.lock(EVERYTHING, True)
    year = Scope(Month.at(2026, 1).ordinal, Month.at(2026, 12).ordinal)
    planning.save_edit(actor, edit_of(sheet, cube, (Pedigree(year, 0, reason="Agreed"),)))
    before = {row[0]: row[1] for row in plans.lines(card, "id", "amount")}
    taken = service.take(actor, TakeFromBelow(card.version_id, 2))
    assert taken.kept == 3
    after = {row[0]: row[1] for row in plans.lines(card, "id", "amount")}
    assert {one: after[one] for one in before} == before


def test_only_a_draft_takes_targets_and_stale_outlooks_are_refused(plans: PlanDesk) -> None:
    service, actor = PlanOutlooks(plans.desk.uow, CLOCK), plans.desk.actor
    card = plans.make(growth=D("0.10"))
    first = ids(plans, Customer)[0]
    wish = OutlookWish(first, OutlookEntry(growth=D("0.2")))
    service.save(actor, SaveOutlooks(card.plan_id, (wish,)))
    with pytest.raises(ConflictError):
        service.save(actor, SaveOutlooks(card.plan_id, (wish,)))
    with pytest.raises(InputError):
        bad = replace(wish, entry=OutlookEntry(churn=D("1.5")), expected_version=1)
        service.save(actor, SaveOutlooks(card.plan_id, (bad,)))
    handed_in = plans.step(card, PlanStep.SUBMIT)
    with pytest.raises(RuleViolation, match="plan_not_draft"):
        service.take(actor, TakeFromBelow(card.version_id, handed_in.version))


def test_prospects_are_changed_and_taken_out(plans: PlanDesk) -> None:
    service, actor = PlanOutlooks(plans.desk.uow, CLOCK), plans.desk.actor
    card = plans.make()
    entry = ProspectEntry("Harbour", D("1200"), D("0.25"), Month.at(2026, 7))
    made = service.save_prospect(actor, SaveProspect(card.plan_id, entry)).created_id or 0
    entry = replace(entry, chance=D(1), territory_id=ids(plans, Territory)[0])
    service.save_prospect(actor, SaveProspect(card.plan_id, entry, made, 1))
    row = service.book(card.version_id).prospects[0]
    assert (row.entry, row.territory_name) == (entry, "Area T1")
    assert row.expected == (1200 * row.year_left).quantize(D("0.01"))
    service.remove_prospect(actor, RemoveProspect(made, 2))
    assert service.book(card.version_id).prospects == ()
    with pytest.raises(RuleViolation, match="grounds_none"):
        empty = plans.make("Other", 2024)
        service.take(actor, TakeFromBelow(empty.version_id, empty.version))
    assert plans.desk.rows(PlanLine, "id") == []


def test_a_rise_goes_where_potential_is_untapped(plans: PlanDesk) -> None:
    actor = plans.desk.actor
    card = plans.make(growth=D("0.10"))
    first, second = ids(plans, Customer)
    (area,) = ids(plans, Territory)
    making = PlanMaking(plans.desk.uow, CLOCK)
    book = making.book(card.version_id, Metric.SALES, PlanLevel.BASE)
    assert making.potential(book) is None
    wishes = (
        PotentialWish(SubjectKind.CUSTOMER, first, PotentialEntry(D("265.01"))),
        PotentialWish(SubjectKind.TERRITORY, area, PotentialEntry(D("1000"))),
    )
    Potentials(plans.desk.uow, CLOCK).save(actor, SavePotentials(wishes))
    found = making.potential(book)
    assert found is not None
    cube = book.cube
    customers = [one.id for one in book.sheet.customers]

    def part_of(customer: int) -> int:
        return cube.total(EVERYTHING.within(Dimension.CUSTOMER, customers.index(customer)))

    # 380.01 grown by a tenth is 418.01; last year's customers are in proportion 150.01 : 250.
    before = part_of(first), part_of(second)
    assert sum(before) == cube.total() == 41_801
    # Untapped: 265.01 less what the first has, and 1,000 − 265.01 = 734.99 less the second's.
    untapped = 26_501 - before[0], 73_499 - before[1]
    rise = 10_000
    how = Spreading(Method.UNTAPPED, found.weights(cube))
    cube.edit(EVERYTHING, 41_801 + rise, how)
    assert abs(part_of(first) - before[0] - rise * untapped[0] / sum(untapped)) <= 2
    assert cube.total() == 51_801
    how = Spreading(Method.WEIGHTS, found.weights(cube))
    cube.edit(EVERYTHING, 100_000, how)
    assert abs(part_of(first) - 26_501) <= 2
