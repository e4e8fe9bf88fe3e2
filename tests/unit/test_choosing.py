"""Levels within a common capacity: the exact choice against trying everything."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.services.rules.choosing import Ladder, envelope, exact_levels, greedy_levels

ladders = st.builds(
    Ladder,
    st.integers(1, 4),
    st.lists(st.integers(-20, 100), min_size=1, max_size=6).map(tuple),
)


def worth(choice: tuple[int, ...], of: list[Ladder]) -> int:
    return sum(one.worths[level] for one, level in zip(of, choice, strict=True))


def cost(choice: tuple[int, ...], of: list[Ladder]) -> int:
    return sum(one.cost * level for one, level in zip(of, choice, strict=True))


def test_the_envelope_leaves_out_what_lies_below_a_straight_line() -> None:
    # From 0 to 3 the line rises by 10 a level; 1 and 2 lie below it, 5 falls.
    assert envelope((0, 2, 5, 30, 35, 34)) == (0, 3, 4)


def test_levels_on_a_straight_line_are_all_on_the_envelope() -> None:
    assert envelope((0, 2, 4, 5)) == (0, 1, 2, 3)


def test_the_envelope_ends_at_the_first_of_the_highest() -> None:
    assert envelope((4, 4, 4)) == (0,)


def test_the_greedy_walk_takes_the_steepest_stretch_first() -> None:
    found = greedy_levels([Ladder(1, (0, 5, 8)), Ladder(1, (0, 6, 7))], 2)

    assert (found.levels, found.price) == ((1, 1), 3)


def test_what_room_is_left_is_filled_with_what_fits() -> None:
    # The stretch of three cells does not fit into two, so the second ladder's climb does.
    found = greedy_levels([Ladder(3, (0, 90)), Ladder(1, (0, 10, 15))], 2)

    assert found.levels == (0, 2)


def test_the_greedy_walk_may_miss_what_the_exact_choice_finds() -> None:
    # Ratio 10 first leaves 2 cells idle; the exact choice takes 27 on all three.
    pair = [Ladder(1, (0, 10)), Ladder(3, (0, 27))]

    assert greedy_levels(pair, 3).levels == (1, 0)
    assert exact_levels(pair, 3) == (0, 1)


def test_equal_choices_leave_the_later_ladder_lower() -> None:
    assert exact_levels([Ladder(1, (0, 5, 9)), Ladder(1, (0, 5, 9))], 3) == (2, 1)


def test_nothing_to_choose_is_no_level() -> None:
    assert exact_levels([], 5) == ()


@settings(max_examples=150, deadline=None)
@given(st.lists(ladders, min_size=1, max_size=4), st.integers(0, 20))
def test_the_exact_choice_is_the_best_of_all(of: list[Ladder], room: int) -> None:
    found = exact_levels(of, room)

    choices = product(*(range(len(one.worths)) for one in of))
    best = max(worth(choice, of) for choice in choices if cost(choice, of) <= room)
    assert (cost(found, of) <= room, worth(found, of)) == (True, best)


@settings(max_examples=60, deadline=None)
@given(st.lists(ladders, min_size=1, max_size=4), st.integers(0, 20))
def test_the_greedy_choice_fits_and_is_never_better(of: list[Ladder], room: int) -> None:
    found = greedy_levels(of, room).levels

    assert cost(found, of) <= room
    assert worth(found, of) <= worth(exact_levels(of, room), of)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.integers(1, 50), max_size=5), min_size=1, max_size=4), st.integers(0, 15)
)
def test_on_concave_ladders_of_one_cost_the_greedy_choice_is_the_best(
    gains: list[list[int]], room: int
) -> None:
    of = []
    for steps in gains:
        worths = [0]
        for gain in sorted(steps, reverse=True):
            worths.append(worths[-1] + gain)
        of.append(Ladder(1, tuple(worths)))

    assert worth(greedy_levels(of, room).levels, of) == worth(exact_levels(of, room), of)
