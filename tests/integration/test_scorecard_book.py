"""The book of a period: the list says what the cards say, and the branch's line divides sums."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.periods import Period
from desktop.services.appraisals.book import ScorecardBook, group_line, line_of
from desktop.services.appraisals.data import ResultStatus
from desktop.services.appraisals.service import AppraisalsService
from tests.integration.activity_branch import CLOCK, building, opened
from tests.integration.test_scorecard import SECOND_QUARTER, fill


def book(url: str, period: Period = SECOND_QUARTER) -> ScorecardBook:
    with opened(url) as uow:
        return AppraisalsService(uow, CLOCK).book(period, date(2026, 6, 30))


@pytest.fixture
def branch(new_sqlite_url: str) -> str:
    with building(new_sqlite_url) as build:
        fill(build)
    return new_sqlite_url


def test_the_list_has_the_figures_of_the_cards(branch: str) -> None:
    found = book(branch)
    assert [line.rep_code for line in found.lines] == ["A", "B"]
    assert found.lines == tuple(line_of(card) for card in found.cards)
    first = found.lines[0]
    assert (first.sales.actual, first.visits, first.orders) == (3100, 22, 1)
    assert first.calls_per_day.numerator == 22
    assert first.manager_code == "M"
    assert found.lines[1].has_small_base and not first.has_small_base


def test_cards_are_those_that_are_asked_for_one_by_one(branch: str) -> None:
    with opened(branch) as uow:
        service = AppraisalsService(uow, CLOCK)
        found = service.book(SECOND_QUARTER)
        assert found.cards == service.scorecard_batch((), SECOND_QUARTER)
    assert found.card("B") == found.cards[1]
    assert found.card("Z") is None


def test_the_branch_divides_sums_and_knows_its_own_targets(branch: str) -> None:
    whole = book(branch).branch
    assert (whole.people, whole.visits) == (2, 23)
    assert (whole.sales.actual, whole.sales.target) == (3700, 4000)
    assert whole.sales.attainment.value == Decimal("0.925")
    assert whole.status is ResultStatus.BEHIND
    # 310 of cost against 3,700 of net sales; not the mean of 10.0 % and 0 %.
    assert whole.cost_ratio.value == Decimal(310) / Decimal(3700)


def test_everybody_together_is_the_branch(branch: str) -> None:
    found = book(branch)
    group, whole = group_line(found.lines, is_over=True), found.branch
    assert group.sales.actual == whole.sales.actual
    assert group.sales.attainment.value == whole.sales.attainment.value
    assert group.calls_per_day.value == whole.calls_per_day.value
    assert group.cost_ratio.value == whole.cost_ratio.value
    assert group.overdue_rate.value == whole.overdue_rate.value
    assert group.profit.actual == whole.profit.actual
    assert found.unlisted_sales == 0


def test_sales_without_a_rep_are_the_branchs_alone(new_sqlite_url: str) -> None:
    with building(new_sqlite_url) as build:
        build.branch()
        build.territory("N")
        build.rep("A", None, "N")
        build.product("P1", "G1")
        build.customer("C1", "A")
        build.invoice("06-12", "C1", "A", 1200, product="P1")
        build.invoice("06-15", "C1", None, 250, product="P1")
        build.summarise()
    found = book(new_sqlite_url)
    assert found.unlisted_sales == 250
    assert found.branch.sales.actual == 1450


def test_a_period_before_anybody_was_hired_has_an_empty_book(branch: str) -> None:
    found = book(branch, Period(date(2019, 1, 1), date(2020, 1, 1)))
    assert [line.rep_code for line in found.lines] == []
    assert found.branch.sales.actual == 0
    assert found.branch.calls_per_day.reason == "no field days"


def test_a_group_in_the_middle_of_a_period_has_no_status(branch: str) -> None:
    lines = book(branch).lines
    assert group_line(lines, is_over=False).status is None
    assert group_line(lines, is_over=True).status is ResultStatus.BEHIND
