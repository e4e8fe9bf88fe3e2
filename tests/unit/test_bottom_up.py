"""A year from below, by hand: base, growth, churn, prospects over the season's months."""

from __future__ import annotations

from fractions import Fraction

import pytest

from desktop.services.rules.bottom_up import (
    OutlookTerms,
    estimate,
    over_months,
    part_of,
    prospect_months,
    year_left,
)

#: Twelve months from 2027-01 (ordinal 24324), each weighing its number.
FIRST = 2027 * 12
SEASON = tuple((FIRST + place, place + 1) for place in range(12))
FLAT = tuple((FIRST + place, 0) for place in range(12))


def test_a_customers_year_adds_up_from_its_parts() -> None:
    # 100,000.00 × 1.05 + 8,000 + 5,000 + 2 % − 10 % + 3,000 = 113,000.00; computed by hand.
    found = estimate(OutlookTerms(10_000_000, 50_000, 800_000, 500_000, 20_000, 100_000, 300_000))
    assert (found.growth, found.price, found.churn) == (500_000, 200_000, -1_000_000)
    assert found.total == found.target == 11_300_000


def test_what_falls_below_zero_is_no_target() -> None:
    found = estimate(OutlookTerms(1_000, wallet=-5_000))
    assert (found.total, found.target) == (-4_000, 0)


@pytest.mark.parametrize(
    ("amount", "rate", "wanted"),
    [(3, 500_000, 2), (-3, 500_000, -2), (1, 499_999, 0), (333, -100_000, -33), (0, 1, 0)],
)
def test_parts_are_rounded_half_up_away_from_zero(amount: int, rate: int, wanted: int) -> None:
    assert part_of(amount, rate) == wanted


@pytest.mark.parametrize(
    ("first", "wanted"),
    [
        (FIRST - 5, Fraction(1)),
        (FIRST, Fraction(1)),
        # July to December weigh 7 + … + 12 = 57 of 78.
        (FIRST + 6, Fraction(57, 78)),
        (FIRST + 11, Fraction(12, 78)),
        (FIRST + 12, Fraction(0)),
    ],
)
def test_the_year_that_is_left_is_counted_by_the_season(first: int, wanted: Fraction) -> None:
    assert year_left(first, SEASON) == wanted


def test_without_a_season_the_year_that_is_left_is_counted_by_months() -> None:
    assert year_left(FIRST + 9, FLAT) == Fraction(1, 4)


def test_a_prospect_brings_chance_times_value_times_what_is_left() -> None:
    # 78,000.00 × 40 % × (10 + 11 + 12) / 78 = 13,200.00, divided 10 : 11 : 12.
    months = prospect_months(7_800_000, 400_000, FIRST + 9, SEASON)
    assert months == (0,) * 9 + (400_000, 440_000, 480_000)


def test_a_prospect_of_the_year_after_brings_nothing() -> None:
    assert prospect_months(1_000, 1_000_000, FIRST + 12, SEASON) == (0,) * 12


def test_a_year_is_divided_like_its_base_else_like_the_season() -> None:
    assert over_months(8, (1, -5, 3), (1, 1, 1)) == (2, 0, 6)
    assert over_months(9, (0, 0, 0), (1, 2, 0)) == (3, 6, 0)
    assert over_months(3, (0, 0, 0), (0, 0, 0)) == (1, 1, 1)
