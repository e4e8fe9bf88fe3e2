"""Whether everybody starts with a fair chance: published and hand-computed cases."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.services.rules.fairness import (
    Load,
    Share,
    chance,
    expected_share,
    gini,
    is_healthy,
    load_of,
    misplaced,
    shares,
    spread_of,
)


def numbers(*values: int) -> list[Decimal]:
    return [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # Sutton, *Statistics Slam Dunk* (Manning), section 12.5: nine salaries of 10 and one of
        # 100; printed as 0.4263158.
        (numbers(*[10] * 9, 100), "0.4263158"),
        # Sutton, same place: ten salaries of 50 are equal.
        (numbers(*[50] * 10), "0.0000000"),
        # The example of `gini` in the R package phylotools, printed as 0.3076923.
        (numbers(1, 3, 2, 1, 1, 1, 4), "0.3076923"),
        # Hand-computed: Σ(2i − n − 1)x = −1·1 + 1·3 = 2; n·Σx = 8.
        (numbers(3, 1), "0.2500000"),
    ],
)
def test_the_gini_coefficient_is_that_of_published_examples(
    values: list[Decimal], expected: str
) -> None:
    found = gini(values)
    assert found is not None
    assert found.quantize(Decimal("0.0000001")) == Decimal(expected)


def test_nothing_to_divide_has_no_gini_and_less_than_nothing_is_refused() -> None:
    assert gini([]) is None
    assert gini(numbers(0, 0)) is None
    with pytest.raises(ValueError, match="not negative"):
        gini(numbers(1, -1))


def test_misplaced_is_what_would_have_to_move() -> None:
    # Targets 60/40 on a basis of 50/50: a tenth of all would have to go to the second.
    assert misplaced(numbers(60, 40), numbers(1, 1)) == Decimal("0.1")
    assert misplaced(numbers(60, 40), numbers(3, 2)) == 0
    assert misplaced(numbers(60, 40), numbers(0, 0)) is None


def test_a_ratio_is_held_to_that_of_all_together() -> None:
    # 120/100 and 90/100: all together 210/200 = 1.05.
    first, second = shares(numbers(120, 90), numbers(100, 100))
    assert first.ratio == Decimal("1.2")
    assert first.relative == Decimal("1.2") / Decimal("1.05")
    assert second.relative == Decimal("0.9") / Decimal("1.05")


def test_who_has_no_basis_has_no_ratio_and_does_not_count_in_that_of_all() -> None:
    targets: list[Decimal | None] = [Decimal(100), Decimal(50), None]
    bases: list[Decimal | None] = [Decimal(200), Decimal(0), Decimal(10)]
    assert shares(targets, bases) == (
        Share(Decimal("0.5"), Decimal(1)),
        Share(None, None),
        Share(None, None),
    )


def test_a_spread_is_of_those_who_have_both() -> None:
    found = spread_of([Decimal(60), Decimal(40), None], [Decimal(1), Decimal(3), Decimal(9)])
    assert found.gini == Decimal("0.25")
    assert found.misplaced == Decimal("0.35")
    assert spread_of([None], [None]).gini is None


@pytest.mark.parametrize(
    ("relative", "expected"),
    [
        ("1.11", Load.OVER),
        ("1.10", Load.FAIR),
        ("0.90", Load.FAIR),
        ("0.89", Load.UNDER),
        (None, Load.NOT_JUDGED),
    ],
)
def test_a_tenth_more_or_less_counts_as_alike(relative: str | None, expected: Load) -> None:
    assert load_of(None if relative is None else Decimal(relative)) is expected


@pytest.mark.parametrize(
    ("target", "expected", "high", "result"),
    [
        # Tables of the normal law: P(Z ≥ 0) = 0.5; P(Z ≥ 1) = 0.158655; P(Z ≥ −1) = 0.841345.
        ("100", "100", "112.816", "0.500000"),
        ("110", "100", "112.816", "0.158655"),
        ("90", "100", "112.816", "0.841345"),
        # Nothing is left to happen.
        ("100", "100", "100", "1"),
        ("100.01", "100", "100", "0"),
    ],
)
def test_a_chance_is_that_of_the_normal_law(
    target: str, expected: str, high: str, result: str
) -> None:
    assert chance(Decimal(target), Decimal(expected), Decimal(high)) == Decimal(result)


def test_the_top_of_the_interval_is_reached_once_in_ten() -> None:
    assert abs(chance(Decimal(120), Decimal(100), Decimal(120)) - Decimal("0.1")) < Decimal("0.001")


def test_the_expected_part_is_the_mean_of_the_chances() -> None:
    assert expected_share([Decimal("0.9"), Decimal("0.5"), Decimal("0.1")]) == Decimal("0.5")
    assert expected_share([]) is None


@pytest.mark.parametrize(
    ("share", "expected"), [("0.499", False), ("0.5", True), ("0.7", True), ("0.701", False)]
)
def test_the_usual_range_includes_its_ends(share: str, expected: bool) -> None:
    assert is_healthy(Decimal(share)) is expected
