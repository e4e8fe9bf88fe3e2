"""Season curves by hand: full years, fiscal years, working days, exact spreading."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.enums import Metric
from desktop.periods import FiscalCalendar, Month
from desktop.services.rules.season import SeasonCurve, curve, spread, step_of

JANUARY = FiscalCalendar(1)
JULY = FiscalCalendar(7)
WORKDAYS = {Month.at(2026, number).ordinal: Decimal("20.5") for number in range(1, 13)}


def _flat(first: Month, count: int, amount: int) -> dict[int, int]:
    return {first.plus(step).ordinal: amount for step in range(count)}


def test_without_data_the_curve_is_the_working_days_doubled() -> None:
    found = curve({}, None, None, JANUARY, 2026, WORKDAYS)
    assert found.basis == "working days"
    assert found.weights[0] == (Month.at(2026, 1).ordinal, 41)
    assert len(found.weights) == 12


def test_month_shares_are_sums_over_the_full_years_before_the_plan() -> None:
    net = _flat(Month.at(2024, 1), 24, 100)
    net[Month.at(2024, 3).ordinal] = 300
    net[Month.at(2025, 3).ordinal] = 500
    found = curve(net, Month.at(2024, 1), Month.at(2025, 12), JANUARY, 2026, WORKDAYS)
    assert found.basis == "2024, 2025"
    assert found.weight(Month.at(2026, 3).ordinal) == 800
    assert found.weight(Month.at(2026, 1).ordinal) == 200
    assert found.weight(Month.at(2027, 1).ordinal) == 0


def test_a_year_that_the_data_do_not_cover_whole_is_left_out() -> None:
    net = _flat(Month.at(2024, 2), 23, 100)
    net[Month.at(2024, 6).ordinal] = 9999
    found = curve(net, Month.at(2024, 2), Month.at(2025, 12), JANUARY, 2026, WORKDAYS)
    assert found.basis == "2025"
    assert {weight for _, weight in found.weights} == {100}


def test_the_year_before_counts_only_when_its_last_month_has_data() -> None:
    net = _flat(Month.at(2024, 1), 23, 100)
    found = curve(net, Month.at(2024, 1), Month.at(2025, 11), JANUARY, 2026, WORKDAYS)
    assert found.basis == "2024"


def test_three_years_at_most_and_the_latest() -> None:
    net = _flat(Month.at(2021, 1), 12, 7000) | _flat(Month.at(2022, 1), 48, 1)
    found = curve(net, Month.at(2021, 1), Month.at(2025, 12), JANUARY, 2026, WORKDAYS)
    assert found.basis == "2023, 2024, 2025"
    assert {weight for _, weight in found.weights} == {3}


def test_sales_of_the_plans_own_year_are_not_used() -> None:
    net = _flat(Month.at(2026, 1), 12, 100)
    found = curve(net, Month.at(2026, 1), Month.at(2026, 12), JANUARY, 2026, WORKDAYS)
    assert found.basis == "working days"


def test_fiscal_years_from_july_are_full_from_july_to_june() -> None:
    net = _flat(Month.at(2024, 7), 12, 100)
    net[Month.at(2024, 7).ordinal] = 400
    found = curve(net, Month.at(2024, 7), Month.at(2025, 6), JULY, 2026, WORKDAYS)
    assert found.basis == "FY2025"
    assert found.weights[0] == (Month.at(2025, 7).ordinal, 400)
    assert found.weights[-1] == (Month.at(2026, 6).ordinal, 100)


def test_a_month_below_zero_counts_as_zero() -> None:
    net = _flat(Month.at(2025, 1), 12, 100)
    net[Month.at(2025, 2).ordinal] = -50
    found = curve(net, Month.at(2025, 1), Month.at(2025, 12), JANUARY, 2026, WORKDAYS)
    assert found.weight(Month.at(2026, 2).ordinal) == 0


def test_a_full_year_without_sales_falls_back_to_working_days() -> None:
    found = curve({}, Month.at(2025, 1), Month.at(2025, 12), JANUARY, 2026, WORKDAYS)
    assert found.basis == "working days"


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        (100, (1, 1, 1), (34, 33, 33)),
        (10, (5, 3, 2), (5, 3, 2)),
        (1, (1, 3, 1), (0, 1, 0)),
        (7, (0, 0, 0), (3, 2, 2)),
        (0, (1, 2, 3), (0, 0, 0)),
    ],
)
def test_spreading_is_exact(amount: int, weights: tuple[int, ...], parts: tuple[int, ...]) -> None:
    season = SeasonCurve(tuple(enumerate(weights)), "working days")
    assert spread(amount, (0, 1, 2), season) == parts


def test_a_month_outside_the_curve_gets_nothing() -> None:
    assert spread(10, (0, 9), SeasonCurve(((0, 1),), "2025")) == (10, 0)


def test_a_whole_quantity_stays_in_whole_pieces() -> None:
    season = SeasonCurve(((0, 1), (1, 1), (2, 1)), "2025")
    amount = 10_000_000
    parts = spread(amount, (0, 1, 2), season, step_of(Metric.QUANTITY, amount))
    assert parts == (4_000_000, 3_000_000, 3_000_000)


@pytest.mark.parametrize(
    ("metric", "amount", "step"),
    [
        (Metric.QUANTITY, 2_000_000, 1_000_000),
        (Metric.QUANTITY, 2_500_000, 1),
        (Metric.SALES, 2_000_000, 1),
        (Metric.VISITS, 12, 1),
    ],
)
def test_the_step_follows_the_metric(metric: Metric, amount: int, step: int) -> None:
    assert step_of(metric, amount) == step
