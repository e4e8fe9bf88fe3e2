"""Looking back at a promotion: baselines, noise, margin and what is kept, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from desktop.enums import ReviewVerdict
from desktop.errors import ConflictError, InputError, NotAllowed, RuleViolation
from desktop.models import Customer, Product, ProductGroup
from desktop.services.plans.reviews import TaskReviews, outcome
from desktop.services.plans.reviews_data import (
    RecordReview,
    RemoveReview,
    ReviewEntry,
    ReviewScope,
    ReviewSheet,
)
from desktop.services.plans.work import PlanWork
from desktop.services.plans.work_data import AddTask, RemoveTask, TaskEntry
from desktop.services.rules.uplift import Basis, Finding
from tests.factories import CLOCK, Desk
from tests.integration.plan_desk import a_plan_desk

D = Decimal
FIRST, LAST = date(2026, 2, 2), date(2026, 2, 6)
_HEAD = "invoice_no,invoice_date,customer_code,amount,product_code,cost"


def sold(desk: Desk) -> None:
    """Sell in weeks: 100 and 120 a week in turn before, 300 in the week, 150 the year before.

    C1 buys P1 on Mondays; a year before on the same dates' week 150, and the branch sold half
    as much in the weeks before it. Half of the net sales is cost.
    """
    desk.customers(2)
    desk.products(2, group=desk.groups()[0])
    rows = [("W0", FIRST, "C1", 300, "P1"), ("W1", date(2025, 2, 3), "C1", 150, "P1"),
            ("W2", FIRST, "C2", 70, "P2")]  # fmt: skip
    for week in range(1, 13):
        now = FIRST - timedelta(days=7 * week)
        rows.append((f"N{week}", now, "C1", 100 if week % 2 else 120, "P1"))
        rows.append((f"T{week}", date(2025, 2, 2) - timedelta(days=7 * week), "C1", 55, "P1"))
    lines = [
        f"{number},{day},{customer},{amount}.00,{product},{amount / 2:.2f}"
        for number, day, customer, amount, product in rows
    ]
    desk.bring("invoices", "\n".join([_HEAD, *lines]))


class Reviewed:
    """A desk with a promotion at C1 in the first week of February 2026."""

    def __init__(self, desk: Desk) -> None:
        sold(desk)
        self.desk, plans = desk, a_plan_desk(desk)
        self.service, self.work = TaskReviews(desk.uow, CLOCK), PlanWork(desk.uow, CLOCK)
        self.plan_id = plans.make().plan_id
        self.clerk = plans.clerk
        customer = int(desk.rows(Customer, "id", code="C1")[0][0])
        self.task_id = self.add(customer_id=customer, contribution=D(80))

    def add(self, **more: Any) -> int:
        command = AddTask(self.plan_id, TaskEntry("Promotion", FIRST, LAST, **more))
        return self.work.add_task(self.desk.actor, command).created_id or 0

    @property
    def sheet(self) -> ReviewSheet:
        return self.service.sheet(self.task_id)

    def entry(self, **more: Any) -> ReviewEntry:
        values: dict[str, Any] = {
            "basis": Basis.WEEKS_BEFORE, "verdict": ReviewVerdict.WORKED, "lesson": "Earlier.",
            "expected": D(80), "cost": D("20.50"), **more,
        }  # fmt: skip
        return ReviewEntry(values.pop("scope", ReviewScope(FIRST, LAST)), **values)

    def record(self, version: int = 0, **more: Any) -> None:
        command = RecordReview(self.task_id, version, self.entry(**more))
        self.service.record(self.desk.actor, command)


@pytest.fixture
def reviewed(desk: Desk) -> Reviewed:
    return Reviewed(desk)


@pytest.fixture
def at_home(local: Desk) -> Reviewed:
    """Return the same on a file, for what does not depend on the engine."""
    return Reviewed(local)


def test_a_sheet_measures_the_tasks_own_days_and_place(reviewed: Reviewed) -> None:
    sheet = reviewed.sheet
    facts = sheet.facts
    assert facts is not None
    assert (sheet.place, sheet.expected, sheet.review) == ("Customer C1", D(80), None)
    assert (sheet.scope, facts.actual) == (ReviewScope(FIRST, LAST), D("300.00"))
    assert (facts.margin, facts.costed) == (D("0.5000"), D("1.0000"))


def test_last_year_is_moved_on_by_the_branchs_trend(reviewed: Reviewed) -> None:
    facts = reviewed.sheet.facts
    assert facts is not None
    found = facts.baseline(Basis.LAST_YEAR)
    assert found is not None
    # Twelve weeks of 110 on average against twelve of 55: twice as much; 2 × 150 = 300.
    assert (found.top, found.bottom, found.factor) == (D("1320.00"), D("660.00"), D("2.0000"))
    assert (found.sold, found.amount) == (D("150.00"), D("300.00"))


def test_the_weeks_before_are_seasonally_adjusted(reviewed: Reviewed) -> None:
    facts = reviewed.sheet.facts
    assert facts is not None
    found = facts.baseline(Basis.WEEKS_BEFORE)
    assert found is not None and found.factor is not None and found.amount is not None
    assert (found.first, found.last) == (date(2025, 12, 8), date(2026, 2, 1))
    # Eight weeks of 110 on average.
    assert (found.sold, found.top) == (D("880.00"), None)
    assert abs(found.amount - found.sold * found.factor) < D("0.1")


def test_noise_is_what_stretches_as_long_did_before(reviewed: Reviewed) -> None:
    facts = reviewed.sheet.facts
    assert facts is not None
    # Twelve stretches of five days lie within the twelve weeks before the first day.
    assert facts.stretches == 12 and facts.noise is not None and facts.noise > 0
    found = outcome(facts, Basis.LAST_YEAR, D(20))
    # 300 − 300 = 0: nothing beyond the noise; 0 × 0.5 − 20 = −20.
    assert (found.uplift, found.finding, found.gain) == (D("0.00"), Finding.NOISE, D("-20.00"))


def test_a_review_is_kept_with_its_arithmetic_and_changed(reviewed: Reviewed) -> None:
    reviewed.record()
    row = reviewed.sheet.review
    assert row is not None
    assert (row.actual, row.expected, row.cost) == (D("300.00"), D("80.00"), D("20.50"))
    assert row.basis.startswith("weeks_before sold=880.00 factor=")
    assert (row.verdict, row.lesson, row.reviewed_on) == (
        ReviewVerdict.WORKED, "Earlier.", CLOCK.today(),
    )  # fmt: skip
    assert row.uplift == row.actual - row.baseline
    book = reviewed.work.book(reviewed.plan_id)
    assert book is not None and book.tasks[0].is_reviewed
    reviewed.record(row.version, verdict=ReviewVerdict.FAILED, basis=Basis.LAST_YEAR)
    changed = reviewed.sheet.review
    assert changed is not None
    assert (changed.verdict, changed.baseline) == (ReviewVerdict.FAILED, D("300.00"))


def test_a_review_is_of_a_product_or_a_group(reviewed: Reviewed) -> None:
    ids = dict(reviewed.desk.rows(Product, "code", "id"))
    group = int(reviewed.desk.rows(ProductGroup, "id")[0][0])
    everywhere = reviewed.add()
    for scope, actual in (
        (ReviewScope(FIRST, LAST), "370.00"),
        (ReviewScope(FIRST, LAST, product_id=ids["P2"]), "70.00"),
        (ReviewScope(FIRST, LAST, group_id=group), "370.00"),
    ):
        facts = reviewed.service.sheet(everywhere, scope).facts
        assert facts is not None and facts.actual == D(actual)


def test_without_sales_before_there_is_no_baseline(at_home: Reviewed) -> None:
    ids = dict(at_home.desk.rows(Product, "code", "id"))
    scope = ReviewScope(FIRST, LAST, product_id=ids["P2"])
    facts = at_home.service.sheet(at_home.add(), scope).facts
    assert facts is not None
    assert [one.amount for one in facts.baselines] == [None, None]
    assert outcome(facts, Basis.LAST_YEAR, D(0)).finding is Finding.UNKNOWN
    with pytest.raises(InputError) as error:
        at_home.record(scope=scope)
    assert error.value.issues[0].code == "review_baseline_missing"


_REFUSED: tuple[tuple[dict[str, Any], tuple[str, str]], ...] = (
    ({"scope": ReviewScope(LAST, FIRST)}, ("last", "review_backwards")),
    ({"scope": ReviewScope(FIRST, date(2026, 3, 19))}, ("last", "review_not_over")),
    ({"scope": ReviewScope(date(2025, 1, 1), LAST)}, ("last", "review_too_long")),
    ({"scope": ReviewScope(FIRST, LAST, 10**12)}, ("product", "work_choice_unknown")),
    ({"lesson": " "}, ("lesson", "review_lesson")),
    ({"cost": D(-1)}, ("cost", "work_amount_range")),
)


def test_a_field_that_cannot_be_taken_is_named(at_home: Reviewed) -> None:
    for fields, expected in _REFUSED:
        with pytest.raises(InputError) as error:
            at_home.record(**fields)
        assert expected in [(issue.column, issue.code) for issue in error.value.issues]
        assert at_home.sheet.review is None
        if "scope" in fields:
            assert at_home.service.sheet(at_home.task_id, fields["scope"]).facts is None


def test_whoever_reviews_second_is_told_and_a_reviewed_task_stays(reviewed: Reviewed) -> None:
    reviewed.record()
    with pytest.raises(ConflictError):
        reviewed.record()
    task = RemoveTask(reviewed.task_id, 1)
    with pytest.raises(RuleViolation, match="task_has_review"):
        reviewed.work.remove_task(reviewed.desk.actor, task)
    row = reviewed.sheet.review
    assert row is not None
    gone = RemoveReview(row.id, row.version)
    reviewed.service.remove(reviewed.desk.actor, gone)
    with pytest.raises(InputError, match="input"):
        reviewed.service.remove(reviewed.desk.actor, gone)
    with pytest.raises(ConflictError):
        reviewed.record(row.version)
    reviewed.work.remove_task(reviewed.desk.actor, task)
    with pytest.raises(InputError, match="input"):
        _ = reviewed.sheet


def test_a_clerk_reviews_nothing(at_home: Reviewed) -> None:
    clerk = at_home.clerk()
    with pytest.raises(NotAllowed):
        at_home.service.record(clerk, RecordReview(at_home.task_id, 0, at_home.entry()))
    with pytest.raises(NotAllowed):
        at_home.service.remove(clerk, RemoveReview(1, 1))


def test_what_is_sent_twice_is_kept_once(at_home: Reviewed) -> None:
    command = RecordReview(at_home.task_id, 0, at_home.entry(), "once")
    at_home.service.record(at_home.desk.actor, command)
    with pytest.raises(RuleViolation, match="already_done"):
        at_home.service.record(at_home.desk.actor, replace(command))
