"""The pedigree of a figure and the verdict on it, from the records of a branch."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from desktop.enums import Dimension, Metric
from desktop.models import Customer, Rep
from desktop.periods import Month
from desktop.services.plans.feasibility import Feasible, PlanFeasibility
from desktop.services.plans.planning import Planning
from desktop.services.plans.planning_data import edit_of
from desktop.services.plans.reasons import PlanReasons
from desktop.services.plans.reasons_data import Fit, Pedigree, Scope
from desktop.services.plans.versions_data import VersionCard
from desktop.services.rules.feasibility import Against, Verdict
from desktop.services.rules.plan_cube.data import EVERYTHING
from tests.factories import CLOCK, Desk
from tests.integration.plan_desk import PlanDesk, a_plan_desk

JANUARY, FEBRUARY, DECEMBER = (Month.at(2026, one).ordinal for one in (1, 2, 12))
YEAR = Scope(JANUARY, DECEMBER)


@pytest.fixture
def plans(sold_desk: Desk) -> PlanDesk:
    return a_plan_desk(sold_desk)


def the(plans: PlanDesk, record: type[Rep] | type[Customer], code: str) -> int:
    found: int = plans.desk.rows(record, "id", code=code)[0][0]
    return found


def begin(plans: PlanDesk) -> VersionCard:
    """Return a draft with 104.50 and 52.26 of C1, R1's, and 261.25 of C2, R2's."""
    return plans.make(growth=Decimal("0.10"))


def raise_rep(plans: PlanDesk, card: VersionCard, amount: int) -> Scope:
    """Type a number for the first rep's year and return where."""
    service = Planning(plans.desk.uow, CLOCK)
    sheet = service.sheet(card.version_id, Metric.SALES)
    cube = sheet.cube()
    cube.edit(EVERYTHING.within(Dimension.REP, 0), amount)
    scope = replace(YEAR, rep_id=the(plans, Rep, "R1"))
    typed = Pedigree(scope, amount, reason="A new shop.")
    service.save_edit(plans.desk.actor, edit_of(sheet, cube, (typed,)))
    return scope


def test_a_figure_has_every_pedigree_of_its_lines_the_latest_first(plans: PlanDesk) -> None:
    card = begin(plans)
    of_rep = raise_rep(plans, card, 20_000)
    reasons = PlanReasons(plans.desk.uow)

    def found(scope: Scope) -> list[tuple[str, Fit]]:
        rows = reasons.pedigree(card.version_id, Metric.SALES, scope)
        return [(one.row.pedigree.method, one.fit) for one in rows]

    assert found(of_rep) == [("typed", Fit.SAME), ("last_year", Fit.AROUND)]
    assert found(YEAR) == [("typed", Fit.INSIDE), ("last_year", Fit.SAME)]
    # The customer's lines are the rep's, all of them.
    first = replace(YEAR, customer_id=the(plans, Customer, "C1"))
    assert found(first) == [("typed", Fit.SAME), ("last_year", Fit.AROUND)]
    second = replace(YEAR, customer_id=the(plans, Customer, "C2"))
    assert found(second) == [("last_year", Fit.AROUND)]
    january = Scope(JANUARY, JANUARY)
    assert found(january) == [("typed", Fit.AROUND), ("last_year", Fit.AROUND)]
    # February and later are partly the rep's, who has January too.
    assert found(Scope(FEBRUARY, DECEMBER)) == [
        ("typed", Fit.ACROSS), ("last_year", Fit.AROUND),
    ]  # fmt: skip
    assert found(replace(YEAR, rep_id=10**9)) == []


def test_a_pedigree_says_who_when_and_from_what(plans: PlanDesk) -> None:
    card = begin(plans)
    raise_rep(plans, card, 20_000)
    typed, made = PlanReasons(plans.desk.uow).bases(card.version_id, Metric.SALES)
    assert (typed.pedigree.reason, typed.made_by, typed.made_at) == (
        "A new shop.", "The boss", CLOCK.now(),
    )  # fmt: skip
    assert [one.name for one in made.pedigree.inputs] == ["last_year", "growth"]
    assert made.pedigree.inputs[0].date == "2025-01/2025-12"
    assert (made.pedigree.baseline, made.pedigree.amount) == (38_001, 41_801)
    assert made.pedigree.adjustments[0].amount == 3_800


def terms(found: Feasible, against: Against) -> dict[str, Decimal | None]:
    finding = next(one for one in found.findings if one.against is against)
    return {one.name: one.value for one in finding.terms}


def test_a_rep_is_held_against_what_his_customers_bought(plans: PlanDesk) -> None:
    plans.desk.bring("invoices", """
        invoice_no,invoice_date,customer_code,amount,rep_code,product_code
        T1,2024-01-10,C1,120.01,R1,P1
        """)  # fmt: skip
    card = begin(plans)
    service = PlanFeasibility(plans.desk.uow, CLOCK)
    found = service.of_reps(card.version_id)
    first, second = the(plans, Rep, "R1"), the(plans, Rep, "R2")
    assert set(found) == {None, first, second}
    mine = terms(found[first], Against.HISTORY)
    assert (mine["target"], mine["last_year"], mine["year_before"]) == (
        Decimal("156.76"), Decimal("150.01"), Decimal("120.01"),
    )  # fmt: skip
    assert found[first].verdict is Verdict.FEASIBLE
    whole = terms(found[None], Against.HISTORY)
    assert (whole["target"], whole["last_year"]) == (Decimal("418.01"), Decimal("380.01"))


def test_a_customer_who_changed_hands_brings_his_history_along(plans: PlanDesk) -> None:
    plans.desk.bring("assignments", "customer_code,rep_code,from\nC1,R2,2025-06-01\n")
    found = PlanFeasibility(plans.desk.uow, CLOCK).of_reps(begin(plans).version_id)
    second = the(plans, Rep, "R2")
    assert set(found) == {None, second}
    assert terms(found[second], Against.HISTORY)["last_year"] == Decimal("380.01")


def test_a_number_that_is_only_thought_of_is_judged_before_it_is_saved(plans: PlanDesk) -> None:
    card = begin(plans)
    service = PlanFeasibility(plans.desk.uow, CLOCK)
    scope = replace(YEAR, customer_id=the(plans, Customer, "C2"))
    stored = service.of_figure(card.version_id, Metric.SALES, scope)
    assert (stored.amount, stored.verdict) == (Decimal("261.25"), Verdict.STRETCH)
    wished = service.of_figure(card.version_id, Metric.SALES, scope, 100_000)
    assert (wished.amount, wished.verdict) == (Decimal(1_000), Verdict.INFEASIBLE)
    assert terms(wished, Against.HISTORY)["last_year"] == Decimal(230)


def test_visits_that_a_target_needs_are_held_against_those_there_are(plans: PlanDesk) -> None:
    rows = "\n".join(
        f"2025-0{month}-1{day},09:00,09:30,R1,C1" for month in (3, 4) for day in (0, 1)
    )
    plans.desk.bring("visits", f"date,start,end,rep_code,customer_code\n{rows}\n")
    card = begin(plans)
    scope = replace(YEAR, rep_id=the(plans, Rep, "R1"))
    found = PlanFeasibility(plans.desk.uow, CLOCK).of_figure(card.version_id, Metric.SALES, scope)
    mine = terms(found, Against.CAPACITY)
    # All visits are his, so the branch's record adds fifty like his own: 380.01 ÷ 4 a visit of
    # the branch, (150.01 + 12.5 × 380.01) ÷ 54 of his.
    value = (Decimal("150.01") + Decimal("12.5") * Decimal("380.01")) / 54
    assert mine["visits_needed"] == pytest.approx(Decimal("156.76") / value)
    # 2026 has 261 weekdays; days in the field are his working days without leave.
    assert mine["field_days"] == Decimal(261)
    assert mine["visits_available"] is not None


def test_planned_sales_above_a_customers_limit_are_named(plans: PlanDesk) -> None:
    plans.desk.bring(
        "customers", "code,name,credit_limit,terms_days\nC2,Customer C2,200.00,30\n", update=True
    )
    card = begin(plans)
    scope = replace(YEAR, customer_id=the(plans, Customer, "C2"))
    service = PlanFeasibility(plans.desk.uow, CLOCK)
    found = service.of_figure(card.version_id, Metric.SALES, scope)
    credit = terms(found, Against.CREDIT)
    assert (credit["customers_above"], credit["above_limits"]) == (1, Decimal("61.25"))
    assert found.verdict is Verdict.INFEASIBLE
    doubled = service.of_figure(card.version_id, Metric.SALES, scope, 52_250)
    assert terms(doubled, Against.CREDIT)["above_limits"] == Decimal("322.50")


def test_a_plan_of_a_branch_without_history_is_not_judged(desk: Desk) -> None:
    plans = a_plan_desk(desk)
    card = plans.make()
    found = PlanFeasibility(desk.uow, CLOCK).of_reps(card.version_id)
    assert found[None].verdict is Verdict.NOT_JUDGED
    visits = PlanFeasibility(desk.uow, CLOCK).of_figure(card.version_id, Metric.VISITS, YEAR, 5)
    assert visits.verdict is Verdict.NOT_JUDGED
