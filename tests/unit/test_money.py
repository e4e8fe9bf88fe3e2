"""Money: rounding for people, minor units, and splits that always add up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.money import (
    currency_decimals,
    currency_symbol,
    from_minor,
    round_half_up,
    split_exact,
    to_minor,
)

_WEIGHTS = st.lists(st.integers(0, 10**12), min_size=1, max_size=30)
_TOTALS = st.integers(-(10**15), 10**15)
_STEPS = st.sampled_from([1, 2, 7, 100, 1000, 10**6])


@given(_TOTALS, _WEIGHTS, _STEPS)
def test_parts_add_up_to_the_total(total: int, weights: list[int], step: int) -> None:
    assert sum(split_exact(total, weights, step)) == total


@given(st.integers(0, 10**9), _WEIGHTS, _STEPS)
def test_each_part_is_within_a_step_of_its_exact_share(
    count: int, weights: list[int], step: int
) -> None:
    whole = sum(weights)
    parts = split_exact(count * step, weights, step)
    assert all(part % step == 0 for part in parts)
    if whole:
        for part, weight in zip(parts, weights, strict=True):
            assert abs(part - Fraction(count * step * weight, whole)) < step
            assert weight or part == 0


@given(_TOTALS, _WEIGHTS, _STEPS)
def test_a_negative_total_is_the_mirror_of_the_positive(
    total: int, weights: list[int], step: int
) -> None:
    mirrored = tuple(-part for part in split_exact(-total, weights, step))
    assert split_exact(total, weights, step) == mirrored


@given(st.integers(0, 10**9), _WEIGHTS)
def test_a_larger_weight_never_gets_less(total: int, weights: list[int]) -> None:
    if not any(weights):
        return
    ranked = sorted(zip(weights, split_exact(total, weights), strict=True))
    assert [part for _weight, part in ranked] == sorted(part for _weight, part in ranked)


@pytest.mark.parametrize(
    ("total", "weights", "step", "parts"),
    [
        (10, (6, 2, 2), 1, (6, 2, 2)),
        # Equal remainders: the larger weight first, then the earlier place.
        (1, (1, 1, 1), 1, (1, 0, 0)),
        (2, (1, 1, 1), 1, (1, 1, 0)),
        (2, (1, 3), 1, (0, 2)),
        (100, (1, 1, 1), 1, (34, 33, 33)),
        (-100, (1, 1, 1), 1, (-34, -33, -33)),
        (0, (1, 2), 1, (0, 0)),
        # All weights nothing: even parts.
        (5, (0, 0), 1, (3, 2)),
        (7, (0, 3), 1, (0, 7)),
        # What a step cannot express goes to the largest weight.
        (2_500, (1, 3), 1_000, (0, 2_500)),
        (2_500, (1, 1), 1_000, (1_500, 1_000)),
        (999, (1, 1), 1_000, (999, 0)),
        (3, (Decimal("0.5"), Decimal("0.25"), Decimal("0.25")), 1, (1, 1, 1)),
        (10, (Fraction(1, 3), Fraction(2, 3)), 1, (3, 7)),
    ],
)
def test_a_split_is_the_one_of_the_table(
    total: int, weights: tuple[int | Decimal | Fraction, ...], step: int, parts: tuple[int, ...]
) -> None:
    assert split_exact(total, weights, step) == parts


@pytest.mark.parametrize(("weights", "step"), [((), 1), ((1, -1), 1), ((1,), 0)])
def test_a_split_without_sense_is_refused(weights: tuple[int, ...], step: int) -> None:
    with pytest.raises(ValueError, match=r"weight|step"):
        split_exact(1, weights, step)


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [
        ("0.005", 2, "0.01"), ("-0.005", 2, "-0.01"), ("2.675", 2, "2.68"), ("0.0049", 2, "0.00"),
        ("0.5", 0, "1"), ("-0.5", 0, "-1"), ("1.5", 0, "2"), ("999999999999.995", 2,
        "1000000000000.00"), ("1", 3, "1.000"),
    ],
)  # fmt: skip
def test_halves_are_rounded_away_from_zero(value: str, decimals: int, rounded: str) -> None:
    assert str(round_half_up(Decimal(value), decimals)) == rounded


@given(st.integers(-(10**15), 10**15), st.integers(0, 4))
def test_minor_units_come_back_as_they_went(minor: int, decimals: int) -> None:
    assert to_minor(from_minor(minor, decimals), decimals) == minor


def test_currencies_have_their_own_decimals_and_signs() -> None:
    assert [currency_decimals(code) for code in ("CNY", "JPY", "KWD", "XXX")] == [2, 0, 3, 2]
    assert [currency_symbol(code) for code in ("CNY", "USD", "CHF")] == ["¥", "$", "CHF "]
