"""Where a period will end, by hand: run rate, season, blend, interval, cells that add up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.enums import DayKind
from desktop.periods import Month, Period
from desktop.services.rules.baseline import History, Shape
from desktop.services.rules.outlook import (
    NO_HISTORY,
    NO_PAST_FORECAST,
    Gone,
    Miss,
    blend,
    half_width,
    look_ahead,
    performance,
    pooled,
    working_share,
)
from desktop.services.rules.stages import expect, misses, slices_of
from desktop.services.rules.workdays import WorkCalendar

WEEKDAYS = WorkCalendar({})
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))
JANUARY = Month.at(2026, 1).ordinal
HALF = Gone(Fraction(1, 2), Fraction(2, 5), is_over=False)


def _ratio(*of: int) -> Decimal:
    done, to_date, whole, months = of
    return performance(done, Decimal(to_date), Decimal(whole), months)


@pytest.mark.parametrize(
    ("given", "ratio"),
    [
        ((500, 500, 1000, 12), "1"),
        # (300 + 250) / (250 + 250): after a quarter what was seen counts half.
        ((300, 250, 1000, 36), "1.1"),
        ((0, 0, 1000, 36), "1"),
        # (0 + 250) / (750 + 250).
        ((0, 750, 1000, 36), "0.25"),
        # Half a year of history promises half as firmly: (300 + 125) / (250 + 125).
        ((250, 125, 1000, 6), "1.5"),
        ((40, 0, 0, 36), "1"),
        ((-900, 250, 1000, 36), "0"),
    ],
)
def test_performance_is_drawn_towards_one_early(given: tuple[int, ...], ratio: str) -> None:
    assert _ratio(*given) == Decimal(ratio)


def test_the_blend_is_what_was_done_and_the_rest_at_that_performance() -> None:
    assert blend(300, Decimal(750), Decimal("1.1")) == 1125


def test_the_run_rate_counts_working_days() -> None:
    july = Month.at(2026, 7).period
    assert working_share(WEEKDAYS, july, date(2026, 7, 10)) == Fraction(8, 23)
    assert working_share(WEEKDAYS, july, date(2026, 6, 30)) == 0
    rest = WorkCalendar({day: DayKind.REST for day in july.days()})
    assert working_share(rest, july, date(2026, 7, 10)) is None


def test_all_forecasts_of_a_period_that_is_half_over() -> None:
    found = look_ahead(200, HALF, Decimal(480), Decimal(60))
    assert found.actual.value == 200
    assert found.run_rate.value == 400  # 200 ÷ 1/2
    assert found.seasonal.value == 500  # 200 ÷ 2/5
    assert (found.low.value, found.blended.value, found.high.value) == (420, 480, 540)


def test_the_interval_begins_at_what_is_reached_already() -> None:
    found = look_ahead(200, HALF, Decimal(220), Decimal(60))
    assert (found.low.value, found.high.value) == (200, 280)
    # A forecast that is lower itself, because returns are expected, keeps its own end.
    assert look_ahead(200, HALF, Decimal(190), Decimal(60)).low.value == 190


def test_what_is_over_ends_where_it_stands() -> None:
    over = Gone(Fraction(1), Fraction(1), is_over=True)
    found = look_ahead(200, over, None, None)
    assert {one.value for one in (found.run_rate, found.seasonal, found.blended)} == {200}
    assert (found.low.value, found.high.value) == (200, 200)


def test_what_is_not_known_says_why() -> None:
    none = look_ahead(200, HALF, None, None)
    assert (none.blended.value, none.blended.note) == (None, NO_HISTORY)
    assert none.low.note == none.high.note == NO_HISTORY
    first = look_ahead(200, HALF, Decimal(480), None)
    assert (first.blended.value, first.low.note) == (480, NO_PAST_FORECAST)
    uncosted = look_ahead(None, HALF, Decimal(480), Decimal(1))
    assert {one.note for one in (uncosted.actual, uncosted.run_rate, uncosted.high)} == {"no cost"}
    idle = look_ahead(0, Gone(None, Fraction(0), is_over=False), Decimal(5), Decimal(1))
    assert idle.run_rate.note == "no working days"
    assert idle.seasonal.note == "no working days yet"


def test_a_cell_without_anything_is_empty() -> None:
    assert look_ahead(0, HALF, None, None).is_empty
    assert look_ahead(0, HALF, Decimal("0.2"), None).is_empty
    assert not look_ahead(0, HALF, Decimal(7), None).is_empty
    assert not look_ahead(3, HALF, None, None).is_empty


def test_the_interval_rests_on_past_errors() -> None:
    # All rows: (30² + 40²) / (100² + 200²) = 0.05; the row itself: (20/100)² = 0.04.
    pool = pooled([Miss(Decimal(30), Decimal(100)), Miss(Decimal(-40), Decimal(200))])
    assert pool == Decimal("0.05")
    width = half_width([Miss(Decimal(20), Decimal(100))], pool, Decimal(500))
    assert width is not None
    # √((0.04 + 2 · 0.05) / 3) = 0.216025; Student's 1.638 for three errors; of 500.
    assert abs(width - Decimal("176.92")) < Decimal("0.01")


def test_a_row_without_errors_of_its_own_has_those_of_all_rows() -> None:
    width = half_width([], Decimal("0.04"), Decimal(100))
    assert width == Decimal("37.72")  # 1.886 · 0.2 · 100
    assert half_width([Miss(Decimal(5), Decimal(0))], Decimal("0.04"), Decimal(100)) == width
    assert half_width([], None, Decimal(100)) is None
    assert pooled([Miss(Decimal(5), Decimal(0))]) is None


def _level(amount: int, months: int = 24) -> History:
    return History(JANUARY - months, (amount,) * months)


def test_months_are_cut_at_the_as_of_day_by_working_days() -> None:
    found = slices_of(WEEKDAYS, YEAR, date(2026, 7, 10), {})
    july = found[6]
    assert [one.over for one in found[:6]] == [1] * 6
    assert july.within == 1
    assert july.over == Decimal(8) / 23
    assert found[7].over == 0


def test_a_year_at_its_expected_pace_ends_as_expected() -> None:
    history = _level(100)
    slices = slices_of(WEEKDAYS, YEAR, date(2026, 6, 30), {})
    done = {JANUARY + place: 100 for place in range(6)}
    (found,) = expect(history, Shape(last_year=1200), slices, 1, done)
    assert (round(found.whole, 9), round(found.blended, 9)) == (1200, 1200)
    # Half as much again: (900 + 300) / (600 + 300) = 4/3 for the 600 that are left.
    better = {month: 150 for month in done}
    (found,) = expect(history, Shape(last_year=1200), slices, 1, better)
    assert round(found.blended, 6) == 900 + 800
    assert expect(History(JANUARY, ()), Shape(), slices, 1, done) == ()


@given(
    st.lists(st.integers(0, 10**7), min_size=13, max_size=36),
    st.lists(st.integers(-(10**5), 10**7), min_size=7, max_size=7),
    st.integers(1, 28),
)
def test_quarters_add_up_to_the_year(past: list[int], done: Sequence[int], day: int) -> None:
    history = History(JANUARY - len(past), tuple(past))
    shape = Shape(last_year=sum(past[-12:]) * 3)
    amounts = {JANUARY + place: amount for place, amount in enumerate(done)}
    as_of = date(2026, 7, day)
    places = {JANUARY + place: place // 3 for place in range(12)}
    whole = expect(history, shape, slices_of(WEEKDAYS, YEAR, as_of, {}), 1, amounts)
    parts = expect(history, shape, slices_of(WEEKDAYS, YEAR, as_of, places), 4, amounts)
    assert len(parts) == 4 * len(whole)
    for one in whole:
        total = sum(part.blended for part in parts)
        assert abs(total - one.blended) <= abs(one.blended) * Decimal("1e-20") + Decimal("1e-9")


def test_a_miss_is_what_came_less_what_was_forecast() -> None:
    slices = slices_of(WEEKDAYS, YEAR, date(2026, 6, 30), {JANUARY + 11: 1})
    ahead = expect(_level(100), Shape(last_year=1200), slices, 2, {})
    ends = {JANUARY + place: 90 for place in range(12)}
    first, last = misses(ahead, slices, ends)
    assert (round(first.expected, 6), round(last.expected, 6)) == (1100, 100)
    # Nothing done by June: 300 / 900 of the 500 and 100 that are left.
    assert round(first.error, 4) == round(990 - Decimal(500) / 3, 4)
    assert round(last.error, 4) == round(90 - Decimal(100) / 3, 4)
