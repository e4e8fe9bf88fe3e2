"""Season, trend and forecast of a series: published examples, hand-computed tables, laws."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import RuleViolation
from desktop.services.rules.forecast import (
    Line,
    centred_averages,
    forecast_periods,
    growth,
    seasonal_index,
    shrunk_index,
    trend_line,
    weighted_history,
)

#: Lind, Marchal and Wathen, "Statistical Techniques in Business and Economics", chapter "Time
#: Series and Forecasting", the example of Toys International: sales of 2001 to 2006 in millions
#: of dollars, winter, spring, summer and fall. The book rounds at every step.
TOYS = """6.7 4.6 10.0 12.7  6.5 4.6 9.8 13.6  6.9 5.0 10.4 14.1
          7.0 5.5 10.8 15.0  7.1 5.7 11.1 14.5  8.0 6.2 11.4 14.9"""
TOYS_INDEX = ("76.5", "57.5", "114.1", "151.9")
TOYS_FORECAST = ("7.923", "6.007", "12.022", "16.141")

#: Keller, "Statistics for Management and Economics", the quarterly occupancy rates of a hotel in
#: Bermuda over five years. The indices are those of the solution by ratio to centred moving
#: average that is published for it, to three decimals (the book's own are by ratio to trend).
HOTEL = """0.561 0.702 0.800 0.568  0.575 0.738 0.868 0.605  0.594 0.738 0.729 0.600
           0.622 0.708 0.806 0.632  0.665 0.835 0.873 0.670"""
HOTEL_INDEX = ("88.1", "107.5", "117.3", "87.1")


def _read(text: str) -> list[Fraction]:
    return [Fraction(word) for word in text.split()]


def _near(found: Sequence[Fraction], printed: Sequence[str], rounding: str) -> bool:
    return all(
        abs(one - Fraction(word)) <= Fraction(rounding)
        for one, word in zip(found, printed, strict=True)
    )


@pytest.mark.parametrize(("text", "index"), [(TOYS, TOYS_INDEX), (HOTEL, HOTEL_INDEX)])
def test_the_index_is_that_of_the_published_examples(text: str, index: Sequence[str]) -> None:
    assert _near(seasonal_index(_read(text), 4), index, "0.05")


def test_the_forecast_is_that_of_the_published_example() -> None:
    assert _near(forecast_periods(_read(TOYS), 4, 4), TOYS_FORECAST, "0.006")


def test_the_moving_averages_are_those_of_the_published_example() -> None:
    # The first ratio of the hotel's third quarter is printed as 1.213, its average as 0.660.
    values = _read(HOTEL)
    first = centred_averages(values, 4)[0]
    assert round(first, 3) == Fraction("0.660")
    assert round(values[2] / first, 3) == Fraction("1.213")


#: Trend 10 a quarter with seasons that are known: level · (0.5, 1.5, 1.2, 0.8), level constant.
_FLAT = [50, 150, 120, 80] * 3


def test_a_level_series_gives_its_seasons_back_exactly() -> None:
    assert seasonal_index(_FLAT, 4) == (50, 150, 120, 80)
    assert forecast_periods(_FLAT, 4, 5) == (50, 150, 120, 80, 50)


def test_a_series_may_begin_and_end_within_a_year() -> None:
    values = _FLAT[1:-2]
    assert seasonal_index(values, 4) == (150, 120, 80, 50)
    assert forecast_periods(values, 4, 3) == (120, 80, 50)


def test_a_straight_line_without_season_goes_on() -> None:
    # Ratios to a rising average are all one, so that the seasons are flat.
    values = [100 + 10 * place for place in range(12)]
    assert seasonal_index(values, 4) == (100, 100, 100, 100)
    assert forecast_periods(values, 4, 2) == (220, 230)


def test_months_have_twelve_indices() -> None:
    values = [100] * 24
    values[5] = values[17] = 220  # 110 on average in every year
    index = seasonal_index(values, 12)
    assert index[5] == 200
    assert {one for place, one in enumerate(index) if place != 5} == {Fraction(1000, 11)}


def test_the_modified_index_leaves_out_the_highest_and_the_lowest_ratio() -> None:
    values = [100] * 20
    values[9] = 180
    # Averages: 110, 120, 120, 120, 110 around the odd value, else 100. Ratios by season:
    # 1, 5/6, 1, 1 · 1, 3/2, 1, 1 · 1, 1, 5/6, 1 · 1, 10/11, 10/11, 1. Without the extremes the
    # means are 1, 1, 1 and 21/22, which add up to 87/22.
    found = seasonal_index(values, 4, modified=True)
    assert found == (*[Fraction(8800, 87)] * 3, Fraction(8400, 87))


def test_two_ratios_a_season_have_no_extremes_to_leave_out() -> None:
    values = [40, 60, 50, 90, 50, 66, 60, 99, 61, 70, 62, 110]
    assert seasonal_index(values, 4, modified=True) == seasonal_index(values, 4)


def test_zeros_make_the_seasons_differences() -> None:
    # The average is 1.5 throughout; the seasons are -1.5, -0.5, 0.5 and 1.5 of it.
    values = [0, 1, 2, 3] * 3
    assert seasonal_index(values, 4) == (0, Fraction(200, 3), Fraction(400, 3), 200)
    assert forecast_periods(values, 4, 4) == (0, 1, 2, 3)


@pytest.mark.parametrize(
    ("values", "length", "code"),
    [
        ([1] * 7, 4, "season_too_short"),
        ([1] * 23, 12, "season_too_short"),
        ([1] * 24, 6, "season_length"),
        ([0] * 8, 4, "season_nothing_sold"),
        ([-1] * 8, 4, "season_nothing_sold"),
    ],
)
def test_what_has_no_season_is_refused(values: list[int], length: int, code: str) -> None:
    for ask in (seasonal_index, lambda *of: forecast_periods(*of, 1)):
        with pytest.raises(RuleViolation) as caught:
            ask(values, length)
        assert caught.value.code == code


def test_no_period_at_all_cannot_be_forecast() -> None:
    with pytest.raises(RuleViolation) as caught:
        forecast_periods(_FLAT, 4, 0)
    assert caught.value.code == "forecast_count"


def test_the_line_has_the_least_squares() -> None:
    # By hand: places 0..4, mean 2; values 2, 4, 5, 4, 5, mean 4; Σ dx·dy = 6, Σ dx² = 10.
    found = trend_line([Fraction(value) for value in (2, 4, 5, 4, 5)])
    assert found == Line(Fraction("2.8"), Fraction("0.6"))
    assert found.at(5) == Fraction("5.8")
    assert trend_line([Decimal(7)]) == Line(Decimal(7), Decimal(0))
    with pytest.raises(ValueError, match="at least one value"):
        trend_line([])


@pytest.mark.parametrize(
    ("years", "mixed"),
    # (n·own + 2·group) / (n + 2) of own 140 and group 100.
    [(0, 100), (1, Fraction(340, 3)), (2, 120), (6, 130)],
)
def test_a_short_series_borrows_the_index_of_its_group(years: int, mixed: Fraction) -> None:
    own, group = (Fraction(140), Fraction(60)), (Fraction(100), Fraction(100))
    assert shrunk_index(own, group, years) == (mixed, 200 - mixed)


def test_growth_is_against_the_same_period_before() -> None:
    found = growth([100, 0, -5, 80, 120, 30, 7, 80], 4)
    assert [one.value for one in found] == [Decimal("0.2"), None, None, Decimal(0)]
    assert found[1].reason == "nothing in the period before"


def test_weighted_history_counts_the_latest_year_twice() -> None:
    years = [Decimal(value) for value in (999, 100, 120, 150)]
    assert weighted_history(years) == 130
    assert weighted_history(years[-2:]) == 140
    assert weighted_history(years[-1:]) == 150
    with pytest.raises(ValueError, match="at least one year"):
        weighted_history([])


_SERIES = st.integers(2, 5).flatmap(
    lambda years: st.lists(st.integers(0, 10**9), min_size=4 * years, max_size=4 * years + 3)
)


@given(_SERIES.filter(any), st.booleans())
def test_indices_add_up_to_four_hundred_exactly(values: list[int], modified: bool) -> None:
    assert sum(seasonal_index(values, 4, modified=modified)) == 400


@given(_SERIES.filter(any), st.fractions(min_value=Fraction(1, 1000), max_value=1000))
def test_the_unit_of_the_values_does_not_matter(values: list[int], unit: Fraction) -> None:
    scaled = [value * unit for value in values]
    assert seasonal_index(scaled, 4) == seasonal_index(values, 4)
    assert forecast_periods(scaled, 4, 5) == tuple(
        value * unit for value in forecast_periods(values, 4, 5)
    )
