"""Attainment, pace, forecast and required rate against hand-computed cases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from desktop.enums import DayKind
from desktop.periods import FiscalCalendar, Month, Period
from desktop.services.rules.attainment import (
    DayWeights,
    PaceStatus,
    attain,
    pace_status,
    remaining_days,
    until,
)
from desktop.services.rules.workdays import WorkCalendar

WEEKDAYS = WorkCalendar({})
JANUARY = FiscalCalendar(1)
Q3 = Period.inclusive(date(2026, 7, 1), date(2026, 9, 30))


def test_figures_of_a_half_elapsed_target() -> None:
    found = attain(1000, 400, Fraction(1, 2), Decimal(12))
    assert found.variance.value == -600
    assert found.attainment.value == Decimal("0.4")
    assert found.expected_by_now.value == 500
    assert found.pace.value == Decimal("0.8")
    assert found.forecast.value == 800
    assert found.required_per_day.value == 50
    assert found.status is PaceStatus.AT_RISK


def test_a_month_without_sales_has_variance_of_the_whole_target() -> None:
    found = attain(1000, 0, Fraction(1), Decimal(0))
    assert found.variance.value == -1000
    assert found.attainment.value == 0
    assert found.required_per_day.note == "no working days left"


def test_without_a_target_only_actual_and_forecast_have_values() -> None:
    found = attain(None, 400, Fraction(1, 4), Decimal(3))
    assert found.actual.value == 400
    assert found.forecast.value == 1600
    empty = (
        found.target,
        found.variance,
        found.attainment,
        found.pace,
        found.expected_by_now,
        found.required_per_day,
    )
    assert {(one.value, one.note) for one in empty} == {(None, "no target")}
    assert found.status is PaceStatus.UNKNOWN


def test_a_zero_target_has_a_variance_and_no_attainment() -> None:
    found = attain(0, 5, Fraction(1, 2), Decimal(5))
    assert found.variance.value == 5
    assert found.attainment.note == found.pace.note == "target is zero"
    assert found.expected_by_now.value == 0
    assert found.required_per_day.value == -1


def test_before_the_first_working_day_there_is_no_pace_and_no_forecast() -> None:
    found = attain(100, 0, Fraction(0), Decimal(10))
    assert found.pace.note == found.forecast.note == "no working days yet"
    assert found.expected_by_now.value == 0
    assert found.required_per_day.value == 10


def test_a_period_without_working_days_has_no_pace() -> None:
    found = attain(100, 7, None, Decimal(0))
    assert found.pace.note == found.forecast.note == found.expected_by_now.note
    assert found.pace.note == "no working days"


@pytest.mark.parametrize("target", [None, 100])
def test_profit_without_any_cost_is_undefined(target: int | None) -> None:
    found = attain(target, None, Fraction(1, 2), Decimal(5))
    assert found.actual.note == found.forecast.note == "no cost"
    assert found.variance.value is None


@pytest.mark.parametrize(
    ("pace", "status"),
    [
        ("0.99", PaceStatus.ON_TRACK),
        ("0.9899", PaceStatus.BEHIND),
        ("0.81", PaceStatus.BEHIND),
        ("0.8099", PaceStatus.AT_RISK),
    ],
)
def test_traffic_light_lines_belong_to_the_better_colour(pace: str, status: PaceStatus) -> None:
    assert pace_status(Decimal(pace)) is status


def test_without_a_curve_days_weigh_by_working_days() -> None:
    weights = DayWeights(WEEKDAYS, JANUARY, {})
    # July has 23, August 21, September 22 working days; 8 of July up to the tenth.
    assert weights.elapsed(Q3, date(2026, 7, 10)) == Fraction(8, 66)
    assert weights.of(JANUARY.period(2026)) == 1


def test_with_a_curve_a_month_weighs_its_season() -> None:
    seasons = {Month.at(2026, number).ordinal: 1 for number in range(1, 13)}
    seasons[Month.at(2026, 9).ordinal] = 2
    weights = DayWeights(WEEKDAYS, JANUARY, seasons)
    assert weights.elapsed(Q3, date(2026, 7, 31)) == Fraction(1, 4)
    assert weights.elapsed(Q3, date(2026, 8, 31)) == Fraction(1, 2)
    half_august = Fraction(1, 4) + Fraction(1, 4) * Fraction(10, 21)
    assert weights.elapsed(Q3, date(2026, 8, 14)) == half_august


def test_the_ends_of_a_period_are_none_and_all_of_it() -> None:
    weights = DayWeights(WEEKDAYS, JANUARY, {})
    assert weights.elapsed(Q3, date(2026, 6, 30)) == 0
    assert weights.elapsed(Q3, date(2026, 9, 30)) == 1
    assert weights.elapsed(Q3, date(2027, 1, 1)) == 1


def test_two_years_curves_count_as_shares_of_their_years() -> None:
    seasons = {Month.at(2025, number).ordinal: 1000 for number in range(1, 13)}
    seasons |= {Month.at(2026, number).ordinal: 1 for number in range(1, 13)}
    weights = DayWeights(WEEKDAYS, JANUARY, seasons)
    both = Period.inclusive(date(2025, 1, 1), date(2026, 12, 31))
    assert weights.elapsed(both, date(2025, 12, 31)) == Fraction(1, 2)


def test_a_period_out_of_season_falls_back_to_working_days() -> None:
    weights = DayWeights(WEEKDAYS, JANUARY, {Month.at(2026, 1).ordinal: 1})
    assert weights.elapsed(Q3, date(2026, 7, 10)) == Fraction(8, 66)


def test_a_weekend_has_no_share() -> None:
    weights = DayWeights(WEEKDAYS, JANUARY, {})
    weekend = Period.inclusive(date(2026, 7, 4), date(2026, 7, 5))
    assert weights.elapsed(weekend, date(2026, 7, 5)) is None


def test_a_month_of_rest_with_a_season_is_shared_by_calendar_days() -> None:
    february = Month.at(2026, 2)
    calendar = WorkCalendar({day: DayKind.REST for day in february.period.days()})
    weights = DayWeights(calendar, JANUARY, {february.ordinal: 5})
    assert weights.elapsed(february.period, date(2026, 2, 7)) == Fraction(1, 4)


def test_a_year_of_rest_weighs_nothing() -> None:
    year = JANUARY.period(2026)
    calendar = WorkCalendar({day: DayKind.REST for day in year.days()})
    assert DayWeights(calendar, JANUARY, {}).of(year) == 0


def test_remaining_days_are_those_after_the_as_of_day() -> None:
    assert remaining_days(WEEKDAYS, Q3, date(2026, 9, 28)) == 2
    assert remaining_days(WEEKDAYS, Q3, date(2026, 6, 1)) == 66
    assert remaining_days(WEEKDAYS, Q3, date(2026, 12, 1)) == 0


def test_until_never_leaves_the_period() -> None:
    assert until(Q3, date(2026, 1, 1)) == Period(Q3.start, Q3.start)
    assert until(Q3, date(2027, 1, 1)) == Q3
