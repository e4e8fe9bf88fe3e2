"""Scorecards over a small branch: results, ratios, lists, and how they are read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import event

from desktop.errors import InputError
from desktop.periods import Period
from desktop.services.appraisals.card_data import whole_months
from desktop.services.appraisals.data import ResultKind, ResultStatus, ScorecardData
from desktop.services.appraisals.service import AppraisalsService
from desktop.services.reports.scorecard_json import to_json_dict
from desktop.services.uow import UnitOfWork
from tests.integration.activity_branch import CLOCK, BranchBuilder, building, opened

SECOND_QUARTER = Period(date(2026, 4, 1), date(2026, 7, 1))


def fill(build: BranchBuilder) -> None:
    build.branch()
    build.territory("N")
    build.rep("M")
    build.rep("A", "M", "N", hired="2025-01-15")
    build.rep("B", "M", hired="2026-05-04")
    build.product("P1", "G1")
    build.product("P2", "G2")
    build.customer("C1", "A", None, "A")
    build.customer("C2", "A")
    build.customer("C3", "B")
    build.customer("C4", "A")
    build.targets("sales", "A", {"04": 1000, "05": 1000, "06": 2000})
    build.targets("collections", "A", {"04": 0, "05": 0, "06": 0})
    build.targets("new_customers", "A", {"04": 2}, unit=1)
    _trade(build)
    _work(build)
    build.summarise()


def _trade(build: BranchBuilder) -> None:
    build.invoice("2025-05-20", "C1", "A", 1500, cost=900, product="P1")
    build.invoice("2025-12-30", "C4", "A", 400)  # lost on 30 March
    build.invoice("02-10", "C1", "A", 2000, cost=1500, product="P1", due="03-12")
    build.invoice("04-10", "C1", "A", 1800, cost=1200, product="P1", due="05-10")
    build.invoice("06-12", "C2", "A", 1200, product="P2", due="07-12")  # new
    build.invoice("06-20", "C3", "B", 600, cost=300, product="P2", due="06-25")
    build.invoice("04-15", "C4", "A", 100, cost=50)  # reactivated
    build.order("04-08", "C1", "A", 1800)
    build.collection("06-22", "C1", "A", 500)


def _work(build: BranchBuilder) -> None:
    for day in range(1, 31):
        if date(2026, 4, day).weekday() < 5:
            build.visit(f"04-{day:02d}", "A", "C1", "09:00", "09:30")
    build.visit("05-06", "A", "C2", is_attempt=True, outcome="closed")
    build.visit("05-07", "A", "C2", channel="phone")
    build.visit("03-03", "A", "C1")
    build.visit("06-16", "B", "C3")
    build.visit_plan("04-02", "A", "C1")
    build.visit_plan("06-16", "A", "C2")
    build.expense("04-02", "A", "travel", 310)


@pytest.fixture
def branch(new_sqlite_url: str) -> str:
    with building(new_sqlite_url) as build:
        fill(build)
    return new_sqlite_url


def card(url: str, code: str = "A", period: Period = SECOND_QUARTER) -> ScorecardData:
    with opened(url) as uow:
        return AppraisalsService(uow, CLOCK).scorecard(code, period, date(2026, 6, 30))


def test_results_stand_against_targets_the_period_before_and_last_year(branch: str) -> None:
    sales = card(branch).result(ResultKind.SALES)
    assert sales is not None
    assert (sales.actual, sales.target, sales.variance) == (3100, 4000, -900)
    assert sales.attainment.value == sales.pace.value == Decimal("0.775")
    assert sales.status is ResultStatus.AT_RISK
    assert (sales.last_period, sales.last_year) == (2000, 1500)
    assert sales.growth_on_last_period.value == Decimal("0.55")
    assert sales.branch_average == 1850  # A and B; M sells nothing
    assert sales.branch_attainment.value == Decimal("0.925")


def test_a_target_of_zero_and_no_target_are_undefined_for_different_reasons(branch: str) -> None:
    data = card(branch)
    collected, customers = (data.result(kind) for kind in (
        ResultKind.COLLECTIONS, ResultKind.CUSTOMERS,
    ))  # fmt: skip
    assert collected is not None and customers is not None
    assert (collected.actual, collected.target) == (500, 0)
    assert collected.attainment.reason == "target is zero"
    assert (customers.actual, customers.attainment.reason) == (3, "no target")


def test_gross_profit_leaves_lines_without_a_cost_out(branch: str) -> None:
    profit = card(branch).result(ResultKind.GROSS_PROFIT)
    assert profit is not None
    assert (profit.actual, profit.last_period, profit.last_year) == (650, 500, 600)


def test_new_and_lost_customers_are_named(branch: str) -> None:
    data = card(branch)
    assert [(one.code, one.net_sales) for one in data.new_customers.shown] == [("C2", 1200)]
    before = card(branch, period=Period(date(2026, 1, 1), date(2026, 4, 1)))
    assert before.lost_customers.count == 1
    lost = before.lost_customers.shown[0]
    assert (lost.code, lost.on, lost.net_sales) == ("C4", date(2026, 3, 30), 400)


def test_ratios_carry_the_branch_the_period_before_and_six_periods(branch: str) -> None:
    lines = {line.name: line for line in card(branch).activity}
    revenue = lines["revenue_per_call"]
    assert (revenue.ratio.numerator, revenue.ratio.denominator) == (3100, 22)
    assert (revenue.branch.numerator, revenue.branch.denominator) == (3700, 23)
    assert revenue.previous.value == 2000
    assert not revenue.small_base
    assert len(revenue.trend) == 6 and revenue.trend[-1] == revenue.ratio
    assert revenue.trend[0].reason == "no visits"
    assert lines["new_customers"].ratio.value == 1
    assert lines["new_customers"].branch.value == 1  # two customers, two reps
    assert lines["minutes_per_call"].ratio.value == 30
    assert lines["cost_ratio"].ratio.value == Decimal("0.1")


def test_a_ratio_on_few_visits_is_marked(branch: str) -> None:
    lines = {line.name: line for line in card(branch, "B").activity}
    assert lines["revenue_per_call"].small_base
    assert lines["calls_per_day"].small_base
    assert not lines["minutes_per_call"].small_base  # undefined: no base at all
    assert not lines["new_customers"].small_base


def test_days_and_discipline_are_counted_while_employed(branch: str) -> None:
    a, b = card(branch), card(branch, "B")
    assert (a.days.scheduled, a.days.active, a.days.visits) == (65, 22, 22)
    assert (a.days.attempted, a.days.other_contacts) == (1, 1)
    assert b.days.scheduled == 42  # from 4 May
    lines = {line.name: line.ratio for line in a.discipline}
    assert lines["plan_done_rate"].value == Decimal("0.5")
    assert lines["coverage"].value == Decimal("0.5")
    assert lines["active_rate"].value == Decimal(22) / 65
    assert lines["backfill_rate"].value == 0


def test_receivables_are_those_of_the_period_end_and_add_up(branch: str) -> None:
    part = card(branch).receivables
    assert part.unapplied == -500
    assert sum(bucket.amount for bucket in part.buckets) + part.unapplied == part.total
    assert part.total == 6500  # 1500 + 400 + 2000 + 1800 + 1200 + 100 - 500
    assert part.buckets[0].amount == 1200
    assert part.overdue == 5800
    assert (part.overdue_count, part.top_overdue[0].open) == (5, 2000)
    assert part.top_overdue[0].customer_name == "Shop C1"
    assert part.overdue_rate.value == Decimal(5800) / 6500
    assert part.dso.value == Decimal(6500) * 91 / 3100


def test_the_mix_and_the_trend_add_up_to_net_sales(branch: str) -> None:
    data = card(branch)
    assert [(line.code, line.net_sales) for line in data.mix] == [
        ("G1", 1800), ("G2", 1200), ("", 100),
    ]  # fmt: skip
    assert data.mix[0].last_year == 1500
    assert data.mix[1].margin.reason == "no cost"
    assert data.mix[1].branch_share.value == Decimal(1800) / 3700
    assert len(data.trend) == 12
    assert [(month.actual, month.target) for month in data.trend[-3:]] == [
        (1900, 1000), (0, 1000), (1200, 2000),
    ]  # fmt: skip
    assert data.trend[0].attainment.reason == "no target"


def test_identity_names_manager_territory_and_tenure(branch: str) -> None:
    who = card(branch).identity
    assert (who.rep_name, who.manager_code, who.territory_code) == ("Name A", "M", "N")
    assert (who.tenure_months, who.customers) == (17, 3)


def test_a_newcomer_has_nothing_to_compare_with(branch: str) -> None:
    sales = card(branch, "B").result(ResultKind.SALES)
    assert sales is not None
    assert (sales.last_period, sales.last_year) == (None, None)
    assert sales.growth_on_last_year.reason == "nothing to compare with"


def test_a_period_of_odd_days_is_measured_as_well(branch: str) -> None:
    data = card(branch, period=Period(date(2026, 4, 10), date(2026, 6, 13)))
    sales = data.result(ResultKind.SALES)
    assert sales is not None and sales.actual == 3100
    assert data.days.visits == 15


def test_everyone_who_sells_has_a_card(branch: str) -> None:
    with opened(branch) as uow:
        service = AppraisalsService(uow, CLOCK)
        cards = service.scorecard_batch((), SECOND_QUARTER)
        first = service.scorecard_batch((), Period(date(2026, 1, 1), date(2026, 4, 1)))
    assert [(one.identity.rep_code, one.days.visits) for one in cards] == [("A", 22), ("B", 1)]
    assert [one.identity.rep_code for one in first] == ["A"]


def test_an_unknown_rep_is_refused(branch: str) -> None:
    with opened(branch) as uow, pytest.raises(InputError) as refused:
        AppraisalsService(uow, CLOCK).scorecard("Z", SECOND_QUARTER)
    assert [issue.code for issue in refused.value.issues] == ["rep_unknown"]


def test_as_of_is_the_last_day_with_data_while_the_period_runs(branch: str) -> None:
    with opened(branch) as uow:
        service = AppraisalsService(uow, CLOCK)
        running = service.scorecard("A", SECOND_QUARTER)
        over = service.scorecard("A", Period(date(2026, 4, 1), date(2026, 5, 1)))
    assert (running.as_of, over.as_of) == (date(2026, 6, 22), date(2026, 4, 30))


class Heard:
    """Hears the progress of a job."""

    def __init__(self) -> None:
        self.steps: list[tuple[int, int]] = []

    def step(self, done: int, total: int) -> None:
        self.steps.append((done, total))


def test_a_batch_makes_the_same_cards_in_order_and_tells_its_progress(branch: str) -> None:
    heard = Heard()
    with opened(branch) as uow:
        service = AppraisalsService(uow, CLOCK)
        cards = service.scorecard_batch(("B", "A"), SECOND_QUARTER, heard)
        assert cards == (
            service.scorecard("B", SECOND_QUARTER), service.scorecard("A", SECOND_QUARTER),
        )  # fmt: skip
    assert heard.steps == [(1, 2), (2, 2)]


@contextmanager
def counted(uow: UnitOfWork) -> Iterator[list[str]]:
    """Collect the statements that are run in the block."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(uow.database.engine, "before_cursor_execute", note)
    yield said
    event.remove(uow.database.engine, "before_cursor_execute", note)


def test_the_number_of_statements_does_not_grow_with_the_number_of_reps(branch: str) -> None:
    with opened(branch) as uow:
        service = AppraisalsService(uow, CLOCK)
        # What is kept of a snapshot is read once, by whoever comes first.
        service.scorecard_batch(("A",), SECOND_QUARTER)
        with counted(uow) as one:
            service.scorecard_batch(("A",), SECOND_QUARTER)
        with counted(uow) as all_of_them:
            service.scorecard_batch(("A", "B", "M"), SECOND_QUARTER)
    assert len(all_of_them) == len(one)


def test_both_engines_make_the_same_card(branch: str, postgres_url: str) -> None:
    with building(postgres_url) as build:
        fill(build)
    assert card(postgres_url) == card(branch)


def test_a_card_can_be_written_as_json(branch: str) -> None:
    text = json.dumps(to_json_dict(card(branch)))
    assert json.loads(text)["identity"]["rep"] == "A"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2025, 1, 15), date(2026, 1, 14), 11),
        (date(2025, 1, 15), date(2026, 1, 15), 12),
        (date(2026, 3, 1), date(2026, 2, 1), 0),
    ],
)
def test_tenure_counts_whole_months(first: date, last: date, expected: int) -> None:
    assert whole_months(first, last) == expected
