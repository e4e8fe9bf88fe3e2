"""Baselines by hand: level, shape, trend, short histories, and the Spring Festival."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.periods import Month
from desktop.services.rules.baseline import History, Shape, expected_months, shape_of
from desktop.services.rules.festival import SPRING_FESTIVALS, NewYears

JANUARY = Month.at(2026, 1).ordinal
#: A year whose December is three times any other month: 11 · 100 + 300, 116.67 on average.
YEAR = (100,) * 11 + (300,)


def _history(*years: tuple[int, ...]) -> History:
    values = tuple(value for year in years for value in year)
    return History(JANUARY - len(values), values)


def _shape(history: History) -> Shape:
    return shape_of(history, has_festival=False)


def _ahead(history: History, shape: Shape, count: int = 12) -> list[Decimal]:
    return [round(one, 6) for one in expected_months(history, shape, JANUARY, count)]


def test_a_history_begins_with_the_first_month_that_has_something() -> None:
    sums = {JANUARY - 40: 9, JANUARY - 3: 5, JANUARY - 1: 7, JANUARY: 99}
    found = History.of(sums, JANUARY)
    assert found == History(JANUARY - 3, (5, 0, 7))
    assert (found.end, found.full_years, found.last_year) == (JANUARY, 0, 12)
    assert History.of({JANUARY: 99}, JANUARY).has_ended


def test_a_level_branch_goes_on_as_it_was() -> None:
    branch = _history(YEAR, YEAR)
    assert _ahead(branch, _shape(branch)) == [100] * 11 + [300]


def test_a_branch_that_rises_goes_on_rising() -> None:
    branch = _history(tuple(range(100, 112)), tuple(range(112, 124)))
    assert _ahead(branch, _shape(branch), 3) == [124, 125, 126]


def test_a_trend_that_would_run_below_zero_is_not_followed() -> None:
    branch = _history((100,) * 12, (100, 100, 100, 90, 80, 70, 60, 50, 40, 30, 20, 10))
    assert min(_ahead(branch, _shape(branch))) > 0


def test_one_year_alone_gives_a_season_but_no_trend() -> None:
    branch = _history(YEAR)
    assert _ahead(branch, _shape(branch)) == [100] * 11 + [300]


def test_less_than_a_year_is_spread_evenly() -> None:
    branch = History(JANUARY - 4, (10, 20, 30, 40))
    assert _shape(branch).index == (Decimal(1),) * 12
    assert _ahead(branch, _shape(branch), 2) == [25, 25]


def test_a_short_part_has_the_season_of_its_branch() -> None:
    # Its three months weighed 100, 100 and 300 in the branch: 5 is a hundredth of them.
    part = History(JANUARY - 3, (1, 1, 3))
    assert _ahead(part, _shape(_history(YEAR, YEAR))) == [1] * 11 + [3]


def test_a_part_with_a_year_mixes_its_own_season_with_two_years_of_the_branchs() -> None:
    part = _history((12,) * 12)
    shape = Shape(tuple(Decimal(one) for one in ("0.5", "1.5", *["1"] * 10)), last_year=10**6)
    # (1 · 1 + 2 · 0.5) / 3 and (1 · 1 + 2 · 1.5) / 3 of 12 a month.
    assert _ahead(part, shape, 3) == [8, 16, 12]


def test_the_level_of_a_part_counts_its_latest_year_twice() -> None:
    part = _history((0,) * 11 + (120,), (20,) * 12)
    flat = Shape(last_year=10**9)
    # (120 + 2 · 240) / 3 = 200 a year; with an empty month there is no own trend.
    assert sum(_ahead(part, flat)) == pytest.approx(Decimal(200))


def test_a_part_that_is_half_the_branch_has_half_its_own_trend() -> None:
    part = _history(tuple(range(100, 112)), tuple(range(112, 124)))
    own = expected_months(part, Shape(last_year=part.last_year), JANUARY, 1)[0]
    lent = expected_months(part, Shape(last_year=10**12), JANUARY, 1)[0]
    half = expected_months(part, Shape(last_year=2 * part.last_year), JANUARY, 1)[0]
    assert round(own, 6) == 124
    assert lent < 115
    assert abs(half - (own + lent) / 2) < Decimal("0.001")


def test_a_year_without_anything_ends_a_series() -> None:
    assert _ahead(_history((50,) * 12, (0,) * 12), Shape(), 2) == [0, 0]
    assert _ahead(_history((50,) * 12, (50,) + (-5,) * 11), Shape(), 2) == [0, 0]


def test_an_empty_month_of_the_branch_makes_its_seasons_differences() -> None:
    branch = _history((0, 200, *[100] * 10), (0, 200, *[100] * 10))
    assert _ahead(branch, _shape(branch), 3) == [0, 200, 100]


@given(st.lists(st.integers(0, 10**9), min_size=0, max_size=36), st.integers(1, 1000))
def test_the_unit_of_a_history_does_not_matter(values: list[int], unit: int) -> None:
    here = History(JANUARY - len(values), tuple(values))
    there = History(here.first, tuple(value * unit for value in values))
    for one, other in zip(
        expected_months(here, _shape(here), JANUARY, 12),
        expected_months(there, _shape(there), JANUARY, 12),
        strict=True,
    ):
        assert abs(one * unit - other) <= (1 + other) * Decimal("1e-12")


def test_the_festival_lies_in_the_holidays_that_were_announced() -> None:
    from chinese_calendar.constants import Holiday, holidays

    festivals = {day for day, name in holidays.items() if name == Holiday.spring_festival.value}
    for year in range(2004, 2027):
        day = SPRING_FESTIVALS[year]
        assert {day, day + timedelta(1), day + timedelta(2)} <= festivals, year
    assert sorted(SPRING_FESTIVALS) == list(range(2004, 2031))


def test_january_has_the_share_of_the_years_whose_festival_lay_alike() -> None:
    # 2024: 10 February; 2025: 29 January; 2027: 6 February, 4 and 8 days from them.
    known = NewYears({2024: (60, 40), 2025: (30, 70)})
    share = known.january_share(2027)
    by_hand = (Decimal("0.6") / 5 + Decimal("0.3") / 9) / (Decimal(1) / 5 + Decimal(1) / 9)
    assert share is not None
    assert abs(share - by_hand) < Decimal("1e-20")


def test_a_year_that_is_like_a_known_one_shares_nearly_as_it_did() -> None:
    share = NewYears({2024: (60, 40), 2025: (30, 70)}).january_share(2024)
    assert share is not None
    assert Decimal("0.57") < share < Decimal("0.6")


@pytest.mark.parametrize("sold", [{}, {2024: (0, 0)}, {2024: (-10, 40)}, {1999: (60, 40)}])
def test_nothing_to_compare_with_gives_no_share(sold: dict[int, tuple[int, int]]) -> None:
    assert NewYears(sold).january_share(2026) is None
    assert NewYears({2024: (60, 40)}).january_share(2099) is None


def test_the_festival_divides_what_both_months_bring() -> None:
    # 2024 had it on 10 February and sold 150 before it, 2025 on 29 January and sold 50.
    branch = History(Month.at(2024, 1).ordinal, (150, 50, *[100] * 10, 50, 150, *[100] * 10))
    shape = shape_of(branch, has_festival=True)
    assert shape.index[0] == shape.index[1]
    january, february, march = expected_months(branch, shape, JANUARY, 3)
    assert round(january + february, 6) == 200
    assert round(march, 6) == 100
    # 17 February 2026 is a week from 2024's and 19 days from 2025's.
    by_hand = 200 * (Decimal("0.75") / 8 + Decimal("0.25") / 20) / (
        Decimal(1) / 8 + Decimal(1) / 20
    )  # fmt: skip
    assert round(january, 6) == round(by_hand, 6)
    alone = expected_months(branch, shape, JANUARY + 1, 1)[0]
    assert alone == february
