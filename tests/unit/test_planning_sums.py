"""Potential, workload and funnel: the short sums of a plan."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from desktop.services.rules.funnel import close_gap
from desktop.services.rules.potential import buying_power
from desktop.services.rules.workload import ClassLoad, reps_needed, whole_reps


def decimals(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


def test_kotlers_virginia_has_a_buying_power_index_of_2_04() -> None:
    # Kotler, "Marketing Management", on estimating area market potential: Virginia had 2.00 % of
    # the income, 1.96 % of the retail sales and 2.28 % of the population of the United States.
    index = buying_power(decimals("2.00", "1.96", "2.28"), decimals(".5", ".3", ".2"))
    assert index == Fraction("2.044")


@pytest.mark.parametrize(
    ("shares", "weights", "words"),
    [
        (["1"], ["0.5", "0.5"], "one weight"),
        (["-1"], ["1"], "negative"),
        (["1", "2"], ["0.5", "0.4"], "add up to one"),
    ],
)
def test_weights_that_are_none_are_refused(
    shares: list[str], weights: list[str], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        buying_power(decimals(*shares), decimals(*weights))


def test_kotlers_sales_force_of_60_calls_on_3000_accounts() -> None:
    # Kotler, "Marketing Management", on the size of the sales force: 1,000 A accounts with 36
    # calls a year and 2,000 B accounts with 12 are 60,000 calls; a rep makes 1,000 of them.
    loads = [
        ClassLoad(1_000, Decimal(36), Decimal(1)),
        ClassLoad(2_000, Decimal(12), Decimal(1)),
    ]
    assert reps_needed(loads, Decimal(1_000), Decimal(1)) == 60


@pytest.mark.parametrize(
    ("exact", "reps"),
    # Hand-computed: six decimals first, then up.
    [("7", 7), ("7.0000004", 7), ("7.0000005", 8), ("7.2", 8), ("0", 0)],
)
def test_whole_reps_are_rounded_up_but_not_for_dust(exact: str, reps: int) -> None:
    assert whole_reps(Fraction(exact)) == reps


def test_reps_without_time_to_sell_are_refused() -> None:
    with pytest.raises(ValueError, match="hours for selling"):
        reps_needed([], Decimal(1_800), Decimal(0))


@pytest.mark.parametrize(
    ("given", "orders", "visits", "per_day"),
    [
        # Hand-computed: gap ÷ order value ÷ hit rate, up, ÷ days.
        (("120000", "8000", "0.3", "20"), "15", 50, Fraction(5, 2)),
        (("100000", "8000", "0.3", "20"), "12.5", 42, Fraction(21, 10)),
        (("0", "8000", "0.3", "20"), "0", 0, Fraction(0)),
    ],
)
def test_a_gap_is_closed_by_orders_and_these_by_visits(
    given: tuple[str, str, str, str], orders: str, visits: int, per_day: Fraction
) -> None:
    found = close_gap(*decimals(*given))
    assert (found.orders, found.visits, found.visits_per_day) == (
        Fraction(orders), visits, per_day,
    )  # fmt: skip


@pytest.mark.parametrize(
    "given",
    [
        ("-1", "1", "0.5", "1"),
        ("1", "0", "0.5", "1"),
        ("1", "1", "0", "1"),
        ("1", "1", "1.1", "1"),
        ("1", "1", "0.5", "0"),
    ],
)
def test_a_funnel_of_nonsense_is_refused(given: tuple[str, str, str, str]) -> None:
    with pytest.raises(ValueError, match=r"gap|above zero"):
        close_gap(*decimals(*given))
