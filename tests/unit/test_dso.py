"""Days sales outstanding: hand-computed tables."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.services.rules.dso import (
    SalesMonth,
    average_days_delinquent,
    best_possible,
    collection_effectiveness,
    count_back,
    simple,
)

# April, May, June; sales of 900, 620 and 300.
QUARTER = (SalesMonth(30, 900), SalesMonth(31, 620), SalesMonth(30, 300))


@pytest.mark.parametrize(
    ("receivable", "sales", "days", "expected"),
    [(910, 1820, 91, "45.5"), (0, 1820, 91, "0"), (-182, 1820, 91, "-9.1")],
)
def test_simple_is_receivable_over_sales_times_days(
    receivable: int, sales: int, days: int, expected: str
) -> None:
    assert simple(receivable, sales, days).value == Decimal(expected)


@pytest.mark.parametrize("sales", [0, -5])
def test_simple_without_sales_is_undefined(sales: int) -> None:
    assert (simple(10, sales, 30).value, simple(10, sales, 30).reason) == (None, "no sales")


@pytest.mark.parametrize(
    ("receivable", "expected"),
    [
        (0, "0"),
        (-10, "0"),
        (150, "15"),  # half of June
        (300, "30"),  # all of June
        (610, "45.5"),  # June and half of May
        (920, "61"),  # June and May
        (1820, "91"),  # everything
    ],
)
def test_count_back_takes_the_latest_months_off_first(receivable: int, expected: str) -> None:
    assert count_back(receivable, QUARTER).value == Decimal(expected)


def test_more_than_all_history_is_not_a_number() -> None:
    found = count_back(1821, QUARTER)

    assert (found.value, found.reason) == (None, "> 91 days")


def test_without_history_there_is_no_number() -> None:
    assert count_back(1, ()).reason == "> 0 days"


def test_a_month_without_sales_adds_its_days() -> None:
    assert count_back(50, (SalesMonth(31, 100), SalesMonth(28, 0))).value == Decimal("43.5")


def test_a_month_of_returns_gives_back_what_it_takes() -> None:
    assert count_back(50, (SalesMonth(30, 100), SalesMonth(28, -10))).value == 28 + 18


def test_decimals_are_taken_as_they_are() -> None:
    assert count_back(Decimal("1.5"), (SalesMonth(30, Decimal("4.5")),)).value == 10


def test_the_days_outstanding_split_into_terms_granted_and_late_payment() -> None:
    whole = simple(910, 1820, 91).value
    terms = best_possible(600, 1820, 91).value
    late = average_days_delinquent(910, 600, 1820, 91).value

    assert (terms, late) == (Decimal(30), Decimal("15.5"))
    assert whole == terms + late


def test_effectiveness_compares_with_what_was_collectable() -> None:
    # (200 + 300/3 - 150) / (200 + 300/3 - 100)
    assert collection_effectiveness(200, 300, 150, 100, 3).value == Decimal("0.75")


def test_effectiveness_is_undefined_where_nothing_was_collectable() -> None:
    found = collection_effectiveness(0, 300, 100, 100, 3)

    assert (found.value, found.reason) == (None, "nothing collectable")
