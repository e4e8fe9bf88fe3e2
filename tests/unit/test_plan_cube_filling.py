"""Exact spreading over long columns: the same as the plain rule written with fractions."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.money import split_exact
from desktop.services.rules.plan_cube.exact import (
    exact_sum,
    largest_remainders,
    shares_of,
    sums_by,
)
from desktop.services.rules.plan_cube.filling import UNLIMITED, fill

SIZES = st.sampled_from((3, 50, 10**6, 10**13, 10**18))


def whole(values: object) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(values, dtype=np.int64)


def plainly(total: int, weights: list[int]) -> list[int]:
    """Return the largest remainders of fractions; ties to the larger weight, then the earlier."""
    everything = sum(weights)
    exact = [Fraction(total * weight, everything) for weight in weights]
    parts = [floor(one) for one in exact]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], -weights[i], i))
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return parts


def level_fill(total: int, weights: list[int], least: list[int], most: list[int]) -> list[int]:
    """Return the same by another way: the level is found between the points where lines bend."""
    heavy = [i for i, weight in enumerate(weights) if weight]
    light = [i for i, weight in enumerate(weights) if not weight]
    parts = list(least)
    room = total - sum(least[i] for i in light)
    if heavy and room <= sum(most[i] for i in heavy):
        _fill_to_level(parts, room, heavy, weights, least, most)
        return parts
    for place in heavy:
        parts[place] = most[place]
    if light:
        rest = total - sum(most[i] for i in heavy)
        _fill_to_level(parts, rest, light, [1] * len(weights), least, most)
    return parts


def _fill_to_level(
    parts: list[int], total: int, at: list[int], weights: list[int], least: list[int],
    most: list[int],
) -> None:  # fmt: skip
    def clipped(level: Fraction, i: int) -> Fraction:
        return min(max(level * weights[i], Fraction(least[i])), Fraction(most[i]))

    bends = sorted({Fraction(bound[i], weights[i]) for i in at for bound in (least, most)})
    below = max(b for b in (Fraction(0), *bends) if sum(clipped(b, i) for i in at) <= total)
    moving = [i for i in at if least[i] <= below * weights[i] < most[i]]
    fixed = sum(clipped(below, i) for i in at if i not in moving)
    level = below
    if moving:
        level = (total - fixed) / sum(weights[i] for i in moving)
    exact = {i: clipped(level, i) for i in at}
    for i in at:
        parts[i] = floor(exact[i])
    order = sorted(at, key=lambda i: (parts[i] - exact[i], -weights[i], i))
    for i in order[: total - sum(parts[j] for j in at)]:
        parts[i] += 1


@st.composite
def columns(draw: st.DrawFn) -> tuple[int, list[int]]:
    weights = draw(
        SIZES.flatmap(lambda most: st.lists(st.integers(0, most), min_size=1, max_size=12))
    )
    total = draw(SIZES.flatmap(lambda most: st.integers(0, most)))
    return total, weights if any(weights) else [1, *weights[1:]]


@settings(max_examples=150, deadline=None)
@given(columns())
def test_largest_remainders_are_those_of_fractions(given_: tuple[int, list[int]]) -> None:
    total, weights = given_
    shares = shares_of(total, whole(weights), sum(weights))
    parts = largest_remainders(total, whole(weights), shares).tolist()
    assert parts == plainly(total, weights) == list(split_exact(total, weights))


@settings(max_examples=80, deadline=None)
@given(st.integers(2**52, 2**53 - 1), st.lists(st.integers(2**58, 2**59), min_size=1, max_size=2))
def test_shares_are_exact_where_products_need_more_than_64_bits(
    total: int, weights: list[int]
) -> None:
    divisor = min(sum(weights), 2**60 - 1)
    shares = shares_of(total, whole(weights), divisor)
    found = list(zip(shares.floors.tolist(), shares.rests.tolist(), strict=True))
    assert found == [divmod(total * weight, divisor) for weight in weights]


@pytest.mark.parametrize("total", [2**53, 10**18 - 1])
def test_totals_and_weights_beyond_the_fast_way_are_exact_too(total: int) -> None:
    weights = [10**18, 10**18 - 1, 3, 10**17 + 1]
    shares = shares_of(total, whole(weights), sum(weights))
    assert largest_remainders(total, whole(weights), shares).tolist() == plainly(total, weights)


@st.composite
def bounded(draw: st.DrawFn) -> tuple[int, list[int], list[int], list[int]]:
    size = draw(st.sampled_from((4, 30, 10**9)))
    amounts = st.integers(0, size)
    count = draw(st.integers(1, 8))
    weights = draw(st.lists(amounts, min_size=count, max_size=count))
    least = draw(st.lists(st.one_of(st.just(0), amounts), min_size=count, max_size=count))
    room = draw(st.lists(amounts, min_size=count, max_size=count))
    most = [low + more for low, more in zip(least, room, strict=True)]
    return draw(st.integers(sum(least), sum(most))), weights, least, most


@settings(max_examples=250, deadline=None)
@given(bounded())
def test_filling_between_bounds_finds_the_one_level(
    given_: tuple[int, list[int], list[int], list[int]],
) -> None:
    total, weights, least, most = given_
    parts = fill(total, whole(weights), whole(least), whole(most)).parts.tolist()
    assert sum(parts) == total
    assert all(low <= p <= high for low, p, high in zip(least, parts, most, strict=True))
    assert parts == level_fill(total, weights, least, most)


@pytest.mark.parametrize(
    ("total", "weights", "least", "most", "parts"),
    [
        # Hand-computed: plain largest remainder takes a unit from the third (10: 4 4 2).
        (10, (6, 6, 2), (0, 0, 0), (99, 99, 99), (4, 4, 2)),
        (11, (6, 6, 2), (0, 0, 0), (99, 99, 99), (5, 5, 1)),
        # A maximum of 2 leaves 8 for the others, in 3 : 1.
        (10, (6, 3, 1), (0, 0, 0), (2, 99, 99), (2, 6, 2)),
        # A minimum of 4 leaves 6 for the others, in 2 : 1.
        (10, (6, 3, 1), (0, 0, 4), (99, 99, 99), (4, 2, 4)),
        # Both sides at once: 5 is the most of the first, so that 15 go 1 : 1.
        (20, (8, 1, 1), (0, 1, 1), (5, 99, 99), (5, 8, 7)),
        # Without any weight: even, the unit left to the first.
        (7, (0, 0, 0), (0, 0, 0), (9, 9, 9), (3, 2, 2)),
        # What the weighted line cannot take goes to those without weight.
        (9, (5, 0, 0), (0, 0, 0), (4, 9, 9), (4, 3, 2)),
    ],
)
def test_bounds_by_hand(
    total: int, weights: object, least: object, most: object, parts: tuple[int, ...]
) -> None:
    found = fill(total, whole(weights), whole(least), whole(most))
    assert tuple(found.parts.tolist()) == parts


@pytest.mark.parametrize(
    ("total", "weights", "was_even"), [(7, (0, 0), True), (0, (0, 0), False), (7, (1, 0), False)]
)
def test_even_parts_for_want_of_weights_are_told(
    total: int, weights: object, was_even: bool
) -> None:
    none = whole((UNLIMITED, UNLIMITED))
    assert fill(total, whole(weights), whole((0, 0)), none).was_even is was_even


def test_sums_beyond_the_precision_of_floating_point_are_exact() -> None:
    values = whole([2**53, 1, 2**53, 1, 1])
    assert sums_by(np.array([0, 0, 1, 1, 1]), values, 3).tolist() == [2**53 + 1, 2**53 + 2, 0]


def test_a_sum_beyond_64_bits_is_exact() -> None:
    assert exact_sum(whole([2**62, 2**62, 2**62, 7])) == 3 * 2**62 + 7
    assert exact_sum(whole([])) == 0
