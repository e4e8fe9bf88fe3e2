"""The budget of a plan: drivers, lines, commitments, and the report on it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from desktop.enums import BudgetDriverKind, Dimension, ExpenseCategory
from desktop.errors import ConflictError, InputError, NotAllowed, OverridableRule, RuleViolation
from desktop.models import BudgetCommitment, BudgetDriver, BudgetLine, PlanVersion, Rep
from desktop.periods import Month
from desktop.services.figures.data import ReportRequest
from desktop.services.plans.budget_data import (
    AddCommitment,
    AddDriver,
    ChangeDriver,
    CommitmentEntry,
    DivideBy,
    DriverEntry,
    DriverState,
    PutLines,
    ReleaseCommitment,
    RemoveDriver,
    SetAmount,
)
from desktop.services.plans.budgets import PlanBudgets
from desktop.services.plans.feasibility import PlanFeasibility
from desktop.services.plans.versions_data import CopyPlan, DiscardVersion, ReviseVersion
from desktop.services.rules.budgeting import Standing
from desktop.services.rules.feasibility import Against, Verdict
from tests.factories import CLOCK, Desk
from tests.integration.plan_desk import PlanDesk, a_plan_desk

D = Decimal
TRAVEL, GIFT = ExpenseCategory.TRAVEL, ExpenseCategory.GIFT
MARCH = Month.at(2026, 3)
PER_VISIT = DriverEntry(TRAVEL, BudgetDriverKind.PER_VISIT, D("12.50"), note="Taxi")
SHARE = DriverEntry(GIFT, BudgetDriverKind.SHARE_OF_SALES, D("0.01"))


class Budgets:
    """A branch with a plan in force of two reps, and its budget."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.service = desk, PlanBudgets(desk.uow, CLOCK)
        desk.reps(2)
        desk.bring("targets", """
            period,metric,amount,rep_code
            2026-03,sales,1000.00,R1
            2026-03,sales,500.50,R2
            2026-03,visits,10,R1
            2026-04,visits,6,R1
            """, plan="Main", in_force=True)  # fmt: skip
        self.version: int = desk.rows(PlanVersion, "id")[0][0]
        self.rep: int = desk.rows(Rep, "id", code="R1")[0][0]

    def add(self, entry: DriverEntry) -> int:
        made = self.service.add_driver(self.desk.actor, AddDriver(self.version, entry))
        assert made.created_id is not None
        return made.created_id

    def put(self) -> None:
        book = self.service.book(self.version)
        seen = tuple((one.id, one.version) for one in book.drivers)
        self.service.put(self.desk.actor, PutLines(self.version, seen))

    def lines(self) -> list[tuple[object, ...]]:
        return self.desk.rows(BudgetLine, "month", "category", "amount_minor", "rep_id")

    def states(self) -> list[DriverState]:
        return [one.state for one in self.service.book(self.version).drivers]

    def commit(self, amount: str, reason: str = "", rep: bool = False) -> int:
        entry = CommitmentEntry(MARCH, TRAVEL, D(amount), "A trip", self.rep if rep else None)
        made = self.service.commit(self.desk.actor, AddCommitment(entry, reason))
        assert made.created_id is not None
        return made.created_id


@pytest.fixture
def budgets(desk: Desk) -> Budgets:
    return Budgets(desk)


def test_drivers_give_lines_that_follow_the_plan(budgets: Budgets) -> None:
    budgets.add(PER_VISIT)
    budgets.add(SHARE)
    assert budgets.states() == [DriverState.NOT_PUT] * 2
    assert budgets.lines() == []

    budgets.put()
    march, first = MARCH.ordinal, budgets.rep
    second = first + 1
    # 10 and 6 visits at 12.50; 1 % of 1,000.00 and 500.50 is 15.005, half up 15.01.
    assert budgets.lines() == [
        (march, "travel", 12500, first), (march + 1, "travel", 7500, first),
        (march, "gift", 1000, first), (march, "gift", 501, second),
    ]  # fmt: skip
    book = budgets.service.book(budgets.version)
    assert [one.computed for one in book.drivers] == [D("200.00"), D("15.01")]
    assert (book.total.total.budget, book.planned_sales) == (D("215.01"), D("1500.50"))
    assert not book.is_outdated

    budgets.desk.bring(
        "targets", "period,metric,amount,rep_code\n2026-05,visits,2,R1\n", plan="Main"
    )
    assert budgets.states() == [DriverState.OUTDATED, DriverState.CURRENT]
    budgets.put()
    assert [line[2] for line in budgets.lines()] == [12500, 7500, 2500, 1000, 501]
    assert budgets.states() == [DriverState.CURRENT] * 2


def test_a_driver_is_changed_and_taken_out_by_who_saw_it(budgets: Budgets) -> None:
    driver = budgets.add(PER_VISIT)
    budgets.put()
    actor, service = budgets.desk.actor, budgets.service
    dearer = replace(PER_VISIT, rate=D(20), ceiling=D("0.10"), rep_id=budgets.rep)
    service.change_driver(actor, ChangeDriver(driver, 1, dearer))
    row = service.book(budgets.version).drivers[0]
    # 16 visits at 20.00 are 320.00, of which a tenth of 1,000.00 is allowed.
    assert (row.wanted, row.computed, row.put) == (D(320), D(100), D(200))
    assert row.is_capped and row.state is DriverState.OUTDATED
    assert row.subject == budgets.desk.rows(Rep, "name", code="R1")[0][0]
    with pytest.raises(ConflictError, match="changed_meanwhile"):
        service.remove_driver(actor, RemoveDriver(driver, 1))
    with pytest.raises(ConflictError, match="budget_drivers_changed"):
        service.put(actor, PutLines(budgets.version, ((driver, 1),)))
    service.remove_driver(actor, RemoveDriver(driver, 2))
    assert (budgets.lines(), budgets.desk.rows(BudgetDriver, "id")) == ([], [])


def test_what_a_driver_cannot_be_is_refused_at_its_field(budgets: Budgets) -> None:
    def refused(**changes: object) -> list[tuple[str, str]]:
        with pytest.raises(InputError) as caught:
            budgets.add(replace(PER_VISIT, **changes))  # type: ignore[arg-type]
        return [(issue.code, issue.column) for issue in caught.value.issues]

    assert refused(rate=D(-1)) == [("budget_rate_form", "rate")]
    assert refused(kind=BudgetDriverKind.SHARE_OF_SALES, rate=D("1.01"), ceiling=D(2)) == [
        ("budget_rate_range", "rate"), ("budget_rate_range", "ceiling"),
    ]  # fmt: skip
    assert refused(rep_id=budgets.rep, territory_id=7) == [
        ("budget_place", "territory"), ("budget_choice_gone", "territory"),
    ]  # fmt: skip
    clerk = a_plan_desk(budgets.desk).clerk()
    with pytest.raises(NotAllowed):
        budgets.service.add_driver(clerk, AddDriver(budgets.version, PER_VISIT))


def test_more_than_is_left_is_promised_only_with_a_reason(budgets: Budgets) -> None:
    budgets.add(PER_VISIT)
    budgets.put()
    budgets.desk.bring("expenses", "date,rep_code,category,amount\n2026-03-02,R1,travel,25\n")
    first = budgets.commit("60")
    with pytest.raises(OverridableRule) as caught:
        budgets.commit("40.01", rep=True)
    assert caught.value.facts == {"wanted": D("40.01"), "left": D("40.00"), "budget": D("125.00")}
    budgets.commit("40.01", "  The fair is far. ", rep=True)

    open_rows = budgets.service.book(budgets.version).commitments
    assert [(row.text, row.reason, row.is_over) for row in open_rows] == [
        ("A trip", "The fair is far.", True), ("A trip", "", False),
    ]  # fmt: skip
    march = budgets.service.book(budgets.version).by_category[0].months[2]
    assert (march.committed, march.actual, march.remaining) == (D("100.01"), D(25), D("-0.01"))
    assert march.standing is Standing.OVERSPENT

    budgets.service.release(budgets.desk.actor, ReleaseCommitment(first, 1))
    with pytest.raises(RuleViolation, match="budget_released"):
        budgets.service.release(budgets.desk.actor, ReleaseCommitment(first, 2))
    assert budgets.desk.rows(BudgetCommitment, "released_on") == [(CLOCK.today(),), (None,)]
    assert budgets.service.book(budgets.version).total.total.committed == D("40.01")


def test_the_report_ties_budget_commitments_and_expenses(budgets: Budgets) -> None:
    budgets.add(PER_VISIT)
    budgets.put()
    budgets.desk.bring("budgets", "period,category,amount\n2026-03,gift,30\n")
    budgets.desk.bring("expenses", """
        date,rep_code,category,amount
        2026-03-02,R1,travel,25
        2026-03-03,R2,meals,7.5
        2026-04-01,R1,travel,99
        """)  # fmt: skip
    budgets.commit("50", rep=True)
    request = ReportRequest(
        "budget", (Dimension.REP, Dimension.CATEGORY), MARCH.period.last, MARCH.start
    )
    table = budgets.service.report(request)
    assert [one.name for one in table.columns] == [
        "rep", "category", "budget", "committed", "actual", "remaining", "used", "used_note",
    ]  # fmt: skip
    assert table.rows == (
        ("", "gift", D(30), D(0), D(0), D(30), D(0), ""),
        ("R1", "travel", D(125), D(50), D(25), D(50), D("0.6"), ""),
        ("R2", "meals", D(0), D(0), D("7.5"), D("-7.5"), None, "no budget"),
    )
    assert table.total is not None
    assert table.total[2:6] == (D(155), D(50), D("32.5"), D("72.5"))
    by_product = budgets.service.report(replace(request, by=(Dimension.PRODUCT_GROUP,)))
    assert by_product.rows == (("", *table.total[2:]),)


def test_a_typed_amount_is_divided_exactly_and_replaced(budgets: Budgets) -> None:
    def typed(amount: str, before: str, by: DivideBy = DivideBy.NOTHING) -> None:
        budgets.service.set_amount(
            budgets.desk.actor, SetAmount(budgets.version, GIFT, D(amount), D(before), by)
        )

    march, first = MARCH.ordinal, budgets.rep
    # Planned are 1,000.00 and 500.50 of March: 100.00 are 66.644… and 33.355….
    typed("100", "0", DivideBy.REP)
    assert budgets.lines() == [(march, "gift", 6664, first), (march, "gift", 3336, first + 1)]
    assert budgets.service.book(budgets.version).typed_amount(GIFT) == D(100)
    typed("50.01", "100")
    assert budgets.lines() == [(march, "gift", 5001, None)]
    with pytest.raises(ConflictError, match="budget_amount_changed"):
        typed("70", "100")
    with pytest.raises(InputError):
        typed("-1", "50.01")
    budgets.desk.bring("budgets", "period,category,amount\n2026-03,gift,30\n")
    typed("0", "50.01", DivideBy.CUSTOMER)
    # What came in by a file is no typed amount.
    assert [line[2] for line in budgets.lines()] == [3000]


def test_a_drafts_lines_are_no_budget_of_the_branch(budgets: Budgets) -> None:
    budgets.add(PER_VISIT)
    budgets.put()
    plans: PlanDesk = a_plan_desk(budgets.desk)
    seen = plans.service.card(budgets.version).version
    made = plans.service.revise(budgets.desk.actor, ReviseVersion(budgets.version, seen)).created_id
    assert made is not None
    copied = plans.service.copy(budgets.desk.actor, CopyPlan(budgets.version, "Later", 2027))
    assert copied.created_id is not None
    # The revision has drivers and lines, next year's plan drivers alone.
    assert len(budgets.desk.rows(BudgetDriver, "id")) == 3
    assert len(budgets.lines()) == 4
    assert budgets.service.book(made).total.total.budget == D(200)
    assert budgets.service.report(ReportRequest("budget", last=MARCH.end)).rows[0][0] == D(200)

    card = plans.service.card(made)
    plans.service.discard(budgets.desk.actor, DiscardVersion(made, card.version))
    assert len(budgets.lines()) == 2


def test_a_target_is_held_against_the_budget_for_its_visits(desk: Desk) -> None:
    desk.reps(2)
    desk.customers(1, rep="R1")
    desk.bring("invoices", "invoice_no,invoice_date,customer_code,amount,rep_code\n"
               "I1,2025-01-10,C1,1000,R1\nI2,2025-12-10,C1,1000,R1\n")  # fmt: skip
    desk.bring("visits", "date,rep_code,customer_code\n" + "".join(
        f"2025-{month:02}-10,R1,C1\n" for month in range(1, 11)
    ))  # fmt: skip
    desk.bring("expenses", "date,rep_code,category,amount\n2025-03-02,R1,travel,200\n")
    desk.bring("budgets", "period,category,amount,rep_code\n2026,travel,150,R1\n")
    desk.bring("targets", "period,metric,amount,rep_code\n2026,sales,2000,R1\n", plan="Main")
    version = desk.rows(PlanVersion, "id")[0][0]
    rep = desk.rows(Rep, "id", code="R1")[0][0]
    judged = PlanFeasibility(desk.uow, CLOCK).of_reps(version)[rep]
    (budget,) = [one for one in judged.findings if one.against is Against.BUDGET]
    # 10 visits brought 2,000.00 and cost 200.00: 2,000.00 again cost 200.00, of 150.00.
    assert [(term.name, term.value) for term in budget.terms][:4] == [
        ("visits_needed", D(10)), ("cost_per_visit", D(20)), ("cost_needed", D(200)),
        ("budget", D(150)),
    ]  # fmt: skip
    assert budget.verdict is Verdict.INFEASIBLE
    assert judged.binding is not None


def test_months_that_are_over_are_judged_at_what_came_of_them(budgets: Budgets) -> None:
    budgets.add(PER_VISIT)
    budgets.add(DriverEntry(TRAVEL, BudgetDriverKind.FIXED, D(5)))
    budgets.put()
    desk = budgets.desk
    desk.customers(1, rep="R1")
    desk.bring("visits", "date,rep_code,customer_code,start,end\n" + "".join(
        f"2026-03-{day:02},R1,C1,9:00,10:00\n" for day in (2, 3, 4, 5)
    ))  # fmt: skip
    desk.bring("expenses", "date,rep_code,category,amount\n2026-03-31,R1,travel,70\n")

    book = budgets.service.book(budgets.version)
    found = book.by_category[0].to_date
    assert found is not None and book.months_over == 3
    # Planned: 10 visits at 12.50 and 3 months at 5.00; made: 4 visits.
    assert (found.budget, found.flexed, found.actual) == (D(140), D(65), D(70))
    assert (found.by_quantity, found.by_price) == (D(-75), D(5))
