"""Totals spread exactly: by weight, within bounds, by increment and by what is untapped."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.money import split_exact
from desktop.services.rules.spreading import (
    Obstacle,
    Spread,
    Unit,
    Unspreadable,
    Weight,
    spread,
    spread_even,
    spread_increment,
    spread_untapped,
)


def by_weight(total: int, weights: list[Weight], step: int = 1) -> tuple[int, ...]:
    return spread(total, [Unit(weight) for weight in weights], step).amounts


# The bill of 1792 that Washington vetoed: 120 seats for the 15 states by Hamilton's method, on
# the census of 1790. Balinski & Young, "Fair Representation" (1982), chapter 3; the quotas are
# also in COMAP, "For All Practical Purposes", 10th ed., table 14.5.
HAMILTON = {
    "Virginia": (630_560, 21),
    "Massachusetts": (475_327, 16),
    "Pennsylvania": (432_879, 14),
    "North Carolina": (353_523, 12),
    "New York": (331_589, 11),
    "Maryland": (278_514, 9),
    "Connecticut": (236_841, 8),
    "South Carolina": (206_236, 7),
    "New Jersey": (179_570, 6),
    "New Hampshire": (141_822, 5),
    "Vermont": (85_533, 3),
    "Georgia": (70_835, 2),
    "Kentucky": (68_705, 2),
    "Rhode Island": (68_446, 2),
    "Delaware": (55_540, 2),
}


def test_hamiltons_bill_comes_out_as_congress_passed_it() -> None:
    seats = by_weight(120, [people for people, _seats in HAMILTON.values()])
    assert dict(zip(HAMILTON, seats, strict=True)) == {
        state: given for state, (_people, given) in HAMILTON.items()
    }


@pytest.mark.parametrize(("total", "parts"), [(10, (4, 4, 2)), (11, (5, 5, 1))])
def test_plain_largest_remainder_has_the_alabama_paradox(
    total: int, parts: tuple[int, ...]
) -> None:
    # The textbook instance of Balinski & Young's paradox: 6, 6 and 2 at 10 and at 11 seats.
    assert by_weight(total, [6, 6, 2]) == parts


def test_an_increment_takes_nothing_from_anybody() -> None:
    found = spread_increment(11, [4, 4, 2], [Unit(6), Unit(6), Unit(2)])
    assert found.amounts == (5, 4, 2)


@pytest.mark.parametrize(
    ("total", "weights", "step", "parts"),
    [
        # Hand-computed.
        (100, [1, 1, 1], 1, (34, 33, 33)),
        (-100, [1, 1, 1], 1, (-34, -33, -33)),
        (1, [1, 2], 1, (0, 1)),
        (1, [1, 1], 1, (1, 0)),
        (0, [3, 4], 1, (0, 0)),
        (7, [Decimal("0.5"), Fraction(1, 2)], 1, (4, 3)),
        (10_000, [1, 1, 1], 1_000, (4_000, 3_000, 3_000)),
        (10_500, [1, 2], 1_000, (3_000, 7_500)),
        (5, [0, 1], 1, (0, 5)),
    ],
)
def test_parts_of_a_total_by_weight(
    total: int, weights: list[Weight], step: int, parts: tuple[int, ...]
) -> None:
    assert by_weight(total, weights, step) == parts


def test_a_tie_goes_to_the_larger_weight_and_then_to_the_earlier_unit() -> None:
    # Quotas of 6 over 1, 1 and 2 are 1.5, 1.5 and 3; of 2 over 1 and 3 they are 0.5 and 1.5.
    assert by_weight(6, [1, 1, 2]) == (2, 1, 3)
    assert by_weight(2, [1, 3]) == (0, 2)


def test_without_any_weight_the_total_is_spread_evenly_and_it_is_said() -> None:
    assert spread(10, [Unit(0), Unit(0), Unit(0)]) == Spread((4, 3, 3), was_even=True)
    assert spread(10, [Unit(1), Unit(0)]) == Spread((10, 0), was_even=False)


def test_an_even_spread_gives_what_is_left_over_to_the_first_units() -> None:
    assert spread_even(11, 4) == Spread((3, 3, 3, 2))
    assert spread_even(1_100, 3, 100).amounts == (400, 400, 300)


@pytest.mark.parametrize(
    ("total", "units", "parts"),
    [
        # Hand-computed water-filling: the level is 20, 10, 30 and so on.
        (100, [Unit(1, most=10), Unit(1), Unit(1)], (10, 45, 45)),
        (100, [Unit(1, least=60), Unit(1), Unit(1)], (60, 20, 20)),
        (100, [Unit(1, least=50, most=60), Unit(4), Unit(5, most=10)], (50, 40, 10)),
        (100, [Unit(1, most=10), Unit(3, most=20), Unit(0)], (10, 20, 70)),
        (-100, [Unit(1, least=-10), Unit(1), Unit(2, most=-60)], (-10, -30, -60)),
        (10, [Unit(1, locked=12), Unit(1, locked=-2)], (12, -2)),
        (10, [Unit(1, locked=7), Unit(1), Unit(2)], (7, 1, 2)),
        (7, [Unit(1, least=3, most=3), Unit(1)], (3, 4)),
    ],
)
def test_bounds_and_locks_are_kept(total: int, units: list[Unit], parts: tuple[int, ...]) -> None:
    assert spread(total, units).amounts == parts


@pytest.mark.parametrize(
    ("total", "units", "obstacle", "unit", "amounts"),
    [
        (10, [Unit(), Unit(least=6, most=4)], Obstacle.BOUNDS_CROSSED, 1, (6, 4)),
        (10, [Unit(least=6), Unit(least=5)], Obstacle.LEAST_ABOVE_TOTAL, None, (11, 10)),
        (10, [Unit(locked=12), Unit()], Obstacle.LEAST_ABOVE_TOTAL, None, (12, 10)),
        (10, [Unit(most=4), Unit(most=5)], Obstacle.MOST_BELOW_TOTAL, None, (9, 10)),
        (10, [Unit(locked=4)], Obstacle.MOST_BELOW_TOTAL, None, (4, 10)),
        (-10, [Unit(), Unit(least=-4, most=-6)], Obstacle.BOUNDS_CROSSED, 1, (-4, -6)),
        (-10, [Unit(most=-6), Unit(most=-5)], Obstacle.MOST_BELOW_TOTAL, None, (-11, -10)),
    ],
)
def test_what_cannot_be_kept_is_refused_at_the_unit_or_the_sum(
    total: int, units: list[Unit], obstacle: Obstacle, unit: int | None, amounts: tuple[int, int]
) -> None:
    with pytest.raises(Unspreadable) as caught:
        spread(total, units)
    error = caught.value
    assert (error.obstacle, error.unit, (error.first, error.second)) == (obstacle, unit, amounts)


def test_an_increment_that_is_none_is_refused() -> None:
    with pytest.raises(Unspreadable, match="total_falls"):
        spread_increment(9, [4, 6], [Unit(), Unit()])


def test_an_increment_refuses_a_maximum_that_would_make_somebody_fall() -> None:
    with pytest.raises(Unspreadable) as caught:
        spread_increment(12, [4, 6], [Unit(), Unit(most=5)])
    assert (caught.value.obstacle, caught.value.unit) == (Obstacle.MOST_BELOW_CURRENT, 1)


def test_an_increment_tells_crossed_bounds_and_sums_in_the_new_amounts() -> None:
    with pytest.raises(Unspreadable) as crossed:
        spread_increment(12, [4, 6], [Unit(least=9, most=8), Unit()])
    assert (crossed.value.obstacle, crossed.value.unit) == (Obstacle.BOUNDS_CROSSED, 0)
    with pytest.raises(Unspreadable) as full:
        spread_increment(20, [4, 6], [Unit(most=8), Unit(most=9)])
    assert (full.value.first, full.value.second) == (17, 20)


def test_an_increment_keeps_locks_and_bounds() -> None:
    units = [Unit(5, locked=99), Unit(1, least=8), Unit(1, most=7), Unit(2)]
    assert spread_increment(30, [4, 6, 6, 6], units).amounts == (4, 8, 7, 11)


def test_untapped_potential_gets_the_rise() -> None:
    # Hand-computed: the rise of 30 over gaps of 100, 50 and none.
    found = spread_untapped(330, [100, 100, 100], [200, 150, 90], [Unit(), Unit(), Unit()])
    assert found == Spread((120, 110, 100))


def test_where_nothing_is_untapped_the_rise_is_even_and_it_is_said() -> None:
    found = spread_untapped(14, [5, 5], [5, 1], [Unit(), Unit()])
    assert found == Spread((7, 7), was_even=True)


@pytest.mark.parametrize(
    ("units", "step", "words"),
    [([], 1, "at least one unit"), ([Unit()], 0, "a step"), ([Unit(-1)], 1, "weight")],
)
def test_what_is_no_spread_at_all_is_refused(units: list[Unit], step: int, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        spread(10, units, step)


def test_each_unit_needs_its_present_amount_and_its_potential() -> None:
    with pytest.raises(ValueError, match="present amount"):
        spread_increment(10, [1], [Unit(), Unit()])
    with pytest.raises(ValueError, match="potential"):
        spread_untapped(10, [1, 2], [1], [Unit(), Unit()])


weights = st.one_of(
    st.integers(0, 10**12),
    st.fractions(min_value=0, max_value=100, max_denominator=97),
    st.decimals(min_value=0, max_value=100, places=3),
)


@given(st.integers(-(10**15), 10**15), st.lists(weights, min_size=1), st.integers(1, 1_000))
def test_without_bounds_it_is_the_split_of_money(
    total: int, given_weights: list[Weight], step: int
) -> None:
    assert by_weight(total, given_weights, step) == split_exact(total, given_weights, step)


@st.composite
def bounded(draw: st.DrawFn) -> tuple[int, list[Unit]]:
    """A total and units whose bounds leave room for it."""
    units: list[Unit] = []
    low = high = 0
    for _unit in range(draw(st.integers(1, 8))):
        least = draw(st.integers(0, 50))
        most = least + draw(st.integers(0, 80))
        kept = draw(st.one_of(st.none(), st.none(), st.integers(0, 40)))
        units.append(Unit(draw(st.integers(0, 9)), least, most, kept))
        low += least if kept is None else kept
        high += most if kept is None else kept
    return draw(st.integers(low, high)), units


@given(bounded(), st.integers(1, 12))
def test_sums_are_exact_and_bounds_kept_whatever_the_step(
    case: tuple[int, list[Unit]], step: int
) -> None:
    total, units = case
    amounts = spread(total, units, step).amounts
    assert sum(amounts) == total
    for amount, unit in zip(amounts, units, strict=True):
        low, high = (unit.least, unit.most) if unit.locked is None else (unit.locked,) * 2
        assert (low or 0) <= amount <= (high or 0)


@given(bounded())
def test_within_bounds_more_weight_never_gets_less(case: tuple[int, list[Unit]]) -> None:
    total, units = case
    amounts = spread(total, units).amounts
    free = [
        (unit.weight, amount)
        for unit, amount in zip(units, amounts, strict=True)
        if unit.locked is None and amount not in (unit.least, unit.most)
    ]
    for weight, amount in free:
        assert all(other <= amount + 1 for lighter, other in free if lighter <= weight)


@given(
    st.lists(st.tuples(st.integers(-100, 100), st.integers(0, 20)), min_size=1),
    st.integers(0, 500),
    st.integers(1, 7),
)
def test_an_increment_is_exact_and_nobody_falls(
    lines: list[tuple[int, int]], rise: int, step: int
) -> None:
    currents = [current for current, _weight in lines]
    units = [Unit(weight) for _current, weight in lines]
    amounts = spread_increment(sum(currents) + rise, currents, units, step).amounts
    assert sum(amounts) == sum(currents) + rise
    assert all(after >= before for after, before in zip(amounts, currents, strict=True))
