"""What a promotion brought: baselines, noise and return; hand-computed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from desktop.services.rules.uplift import (
    Baseline,
    Basis,
    Finding,
    as_decimal,
    finding,
    from_last_year,
    from_weeks_before,
    margin_rate,
    read_words,
    return_of,
    scatter,
    stored_words,
)

F = Fraction


@pytest.mark.parametrize(
    ("sold", "now", "then", "amount"),
    [
        # 1000.00 last year, the branch sells a tenth more: 1100.00.
        (100_000, 5_500, 5_000, 110_000),
        # 0.01 × 1.5 = 0.015, rounded half-up.
        (1, 3, 2, 2),
        (100_000, 0, 5_000, 0),
        (100_000, 5_500, 0, None),
        (0, 5_500, 5_000, None),
        (-5, 5_500, 5_000, None),
    ],
)
def test_last_year_is_moved_on_by_the_branchs_trend(
    sold: int, now: int, then: int, amount: int | None
) -> None:
    assert from_last_year(sold, now, then).amount == amount


@pytest.mark.parametrize(
    ("weight", "before", "amount"),
    [(F(1, 12), F(1, 6), 400), (F(1, 6), F(1, 6), 800), (F(0), F(1, 6), 0), (F(1), F(0), None)],
)
def test_the_weeks_before_are_brought_to_the_days_by_the_season(
    weight: Fraction, before: Fraction, amount: int | None
) -> None:
    assert from_weeks_before(800, weight, before).amount == amount


def test_scatter_is_the_deviation_of_seasonally_adjusted_stretches() -> None:
    # Levels 90, 110, 90, 110 about 100: squares add up to 400, divided by three, root 11.5.
    even = [(90, F(1)), (110, F(1)), (90, F(1)), (110, F(1))]
    assert scatter(even, F(1)) == 11
    # The same levels, sold in stretches that weigh half as much.
    assert scatter([(45, F(1, 2)), (110, F(1)), (90, F(1)), (55, F(1, 2))], F(1)) == 11
    assert scatter(even[:3], F(1)) is None
    # A stretch of holidays weighs nothing and is no record.
    assert scatter([*even[:3], (0, F(0))], F(1)) is None


@pytest.mark.parametrize(
    ("uplift", "noise", "expected"),
    [
        (21, 10, Finding.RISE),
        (20, 10, Finding.NOISE),
        (-20, 10, Finding.NOISE),
        (-21, 10, Finding.FALL),
        (0, 0, Finding.NOISE),
        (5, None, Finding.UNKNOWN),
        (None, 10, Finding.UNKNOWN),
    ],
)
def test_a_difference_within_two_deviations_is_noise(
    uplift: int | None, noise: int | None, expected: Finding
) -> None:
    assert finding(uplift, noise) is expected


def test_the_return_is_the_margin_of_the_uplift_less_the_cost() -> None:
    rate = margin_rate(1000, 600)
    assert rate == F(2, 5)
    assert return_of(500, rate, 150) == 50
    assert return_of(-500, rate, 150) == -350
    assert return_of(3, F(1, 2), 0) == 2
    assert return_of(500, None, 150) is None
    assert return_of(None, rate, 150) is None
    assert margin_rate(0, 0) is None


def test_the_arithmetic_is_kept_in_no_language_and_read_back() -> None:
    kept = stored_words(Baseline(Basis.LAST_YEAR, 120_000, F(13, 12)), 2)
    assert kept == "last_year sold=1200.00 factor=1.0833"
    assert read_words(kept) == (Basis.LAST_YEAR, Decimal("1200.00"), Decimal("1.0833"))
    assert stored_words(Baseline(Basis.WEEKS_BEFORE, 5, None), 0) == (
        "weeks_before sold=5 factor=0.0000"
    )
    assert read_words("somebody's own words") is None
    assert as_decimal(F(2, 3)) == Decimal("0.6667")
