"""Visits laid on days: evenly, by territory, within capacity. Hand-computed cases."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from desktop.periods import Period
from desktop.services.rules.week_plan import (
    PlannedVisit,
    Round,
    WorkDay,
    ideal_days,
    monday_of,
    spread,
)

MONDAY = date(2027, 1, 4)


def days(weeks: int, *, without: tuple[date, ...] = ()) -> tuple[WorkDay, ...]:
    """Return the weekdays of so many weeks."""
    every = (MONDAY + timedelta(days=n) for n in range(7 * weeks))
    return tuple(WorkDay(one, 2) for one in every if one.weekday() < 5 and one not in without)


def window(weeks: int, first: date = MONDAY) -> Period:
    return Period(first, first + timedelta(days=7 * weeks))


def test_the_monday_of_a_week() -> None:
    assert monday_of(date(2027, 1, 10)) == MONDAY == monday_of(MONDAY)


def test_every_visit_of_the_programme_falls_on_one_of_its_days() -> None:
    rounds = [Round(n, n % 3, n) for n in range(1, 9)]
    found = ideal_days(rounds, days(12), window(12))
    assert Counter(one.customer_id for one, _ in found) == {n: n for n in range(1, 9)}


def test_any_weeks_hold_their_even_part() -> None:
    rounds = [Round(n, 0, 3) for n in range(40)]
    counts = [
        len(ideal_days(rounds, days(12), window(4, MONDAY + timedelta(days=28 * n))))
        for n in range(3)
    ]
    assert sum(counts) == 120 and all(38 <= one <= 42 for one in counts)


def test_visits_to_one_customer_stand_at_equal_distances() -> None:
    found = [day for _, day in ideal_days([Round(1, 0, 4)], days(12), window(12))]
    assert {(b - a).days for a, b in pairwise(found)} == {21}


def test_a_week_is_filled_evenly() -> None:
    plan = spread([Round(n, 0, 1) for n in range(10)], days(1), window(1), 8)
    assert set(Counter(one.day for one in plan.visits).values()) == {2}
    assert plan.unplaced == ()


def test_customers_of_a_territory_are_visited_one_after_the_other() -> None:
    rounds = [Round(n, n % 2 + 1, 1) for n in range(8)]
    plan = spread(rounds, days(1), window(1), 2)
    place = {one.customer_id: one.territory_id for one in rounds}
    order = [place[one.customer_id] for one in sorted(plan.visits, key=lambda one: one.day)]
    changes = sum(a != b for a, b in pairwise(order))
    # A day on the border may hold both.
    assert changes <= 3


def test_no_day_takes_more_than_its_capacity_and_a_half_day_half_of_it() -> None:
    week = (WorkDay(MONDAY, 2), WorkDay(MONDAY + timedelta(days=1), 1))
    plan = spread([Round(n, 0, 1) for n in range(6)], week, window(1), 3)
    assert Counter(one.day for one in plan.visits) == {MONDAY: 3, MONDAY + timedelta(days=1): 2}
    assert len(plan.unplaced) == 1


def test_what_finds_no_room_goes_to_the_next_week_then_to_an_earlier_one() -> None:
    late = MONDAY + timedelta(days=7)
    # In the second week he is in the field on one day only.
    known = days(2, without=tuple(late + timedelta(days=n) for n in range(1, 5)))
    plan = spread([Round(n, 0, 2) for n in range(3)], known, window(2), 1)
    assert len(plan.visits) == 6 and plan.unplaced == ()
    assert Counter(one.day >= late for one in plan.visits) == {False: 5, True: 1}


def test_a_customer_is_not_visited_twice_on_a_day() -> None:
    plan = spread([Round(1, 0, 5)], days(1), window(1), 8)
    assert len({one.day for one in plan.visits}) == 5
    plan = spread([Round(1, 0, 2)], days(1), window(1), 8)
    first, second = (one.day for one in plan.visits)
    assert (second - first).days == 4
    crowded = spread([Round(1, 0, 7)], days(1), window(1), 8)
    assert len(crowded.visits) == 5 and crowded.unplaced == (1, 1)


def test_a_visit_that_stands_already_takes_the_place_of_ours() -> None:
    kept = PlannedVisit(1, MONDAY + timedelta(days=2))
    plan = spread([Round(1, 0, 1), Round(2, 0, 1)], days(1), window(1), 8, [kept])
    assert [one.customer_id for one in plan.visits] == [2]
    full = spread([Round(2, 0, 1)], days(1)[2:3], window(1), 1, [kept])
    assert full.visits == () and full.unplaced == (2,)
    other = PlannedVisit(9, MONDAY - timedelta(days=30))
    assert len(spread([Round(2, 0, 1)], days(1), window(1), 1, [other]).visits) == 1


def test_without_days_there_is_nothing() -> None:
    assert spread([Round(1, 0, 3)], (), window(1), 3).visits == ()


def test_the_same_input_gives_the_same_weeks() -> None:
    rounds = [Round(n, n % 4, n % 7) for n in range(30)]
    one = spread(rounds, days(8), window(4), 4)
    assert one == spread(list(reversed(rounds)), days(8), window(4), 4)


def test_a_day_without_a_visit_is_refused() -> None:
    with pytest.raises(ValueError):
        spread([], days(1), window(1), 0)
