"""Periods: months, quarters, fiscal years, and what lies before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.periods import FiscalCalendar, Month, Period

_DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def _p(first: str, end: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(end))


@given(_DAYS)
def test_a_day_lies_in_its_month_and_in_no_other(day: date) -> None:
    month = Month.of(day)
    assert day in month.period
    assert day not in month.plus(1).period
    assert day not in month.plus(-1).period
    assert Month.at(month.year, month.number) == month
    assert month.end == month.plus(1).start


def test_months_are_named_and_belong_to_calendar_quarters() -> None:
    month = Month.at(2026, 7)
    assert (str(month), month.quarter, month.year, month.number) == ("2026-07", "2026-Q3", 2026, 7)
    assert [Month.at(2026, n).quarter[-2:] for n in (1, 3, 4, 6, 7, 9, 10, 12)] == [
        "Q1", "Q1", "Q2", "Q2", "Q3", "Q3", "Q4", "Q4",
    ]  # fmt: skip
    assert str(Month.at(2026, 12).plus(1)) == "2027-01"
    assert str(Month.at(2026, 1).plus(-13)) == "2024-12"
    for number in (0, 13):
        with pytest.raises(ValueError, match="no month"):
            Month.at(2026, number)


def test_a_period_holds_its_first_day_and_not_its_end() -> None:
    period = Period.inclusive(date(2026, 7, 1), date(2026, 9, 30))
    assert (period.start, period.end, period.last) == (
        date(2026, 7, 1), date(2026, 10, 1), date(2026, 9, 30),
    )  # fmt: skip
    assert date(2026, 9, 30) in period
    assert date(2026, 10, 1) not in period
    assert period.day_count == 92 == len(list(period.days()))
    assert [str(month) for month in period.months()] == ["2026-07", "2026-08", "2026-09"]
    with pytest.raises(ValueError, match="ends before"):
        Period(date(2026, 2, 1), date(2026, 1, 1))


def test_an_empty_period_has_no_days_and_no_months() -> None:
    empty = _p("2026-01-15", "2026-01-15")
    assert (empty.day_count, list(empty.days()), empty.months()) == (0, [], ())


@given(_DAYS, st.integers(0, 400), _DAYS, st.integers(0, 400))
def test_what_two_periods_share_is_what_lies_in_both(
    one: date, long: int, other: date, wide: int
) -> None:
    a, b = Period(one, one + timedelta(long)), Period(other, other + timedelta(wide))
    shared = a.intersect(b)
    expected = [day for day in a.days() if day in b]
    assert expected == ([] if shared is None else list(shared.days()))


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (_p("2026-07-01", "2026-10-01"), _p("2026-04-01", "2026-07-01")),
        (_p("2026-03-01", "2026-04-01"), _p("2026-02-01", "2026-03-01")),
        (_p("2026-01-01", "2027-01-01"), _p("2025-01-01", "2026-01-01")),
        (_p("2026-01-01", "2026-01-16"), _p("2025-12-17", "2026-01-01")),
        (_p("2026-03-05", "2026-03-06"), _p("2026-03-04", "2026-03-05")),
    ],
)
def test_the_period_before_is_as_many_months_or_days(period: Period, before: Period) -> None:
    assert period.previous() == before


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (_p("2026-07-01", "2026-10-01"), _p("2025-07-01", "2025-10-01")),
        # February of a leap year against 28 days, and the other way round.
        (_p("2024-02-01", "2024-03-01"), _p("2023-02-01", "2023-03-01")),
        (_p("2025-02-01", "2025-03-01"), _p("2024-02-01", "2024-03-01")),
        (_p("2024-02-01", "2024-02-29"), _p("2023-02-01", "2023-03-01")),
        (_p("2024-02-29", "2024-03-02"), _p("2023-03-01", "2023-03-02")),
    ],
)
def test_the_same_days_a_year_before(period: Period, before: Period) -> None:
    assert period.last_year() == before


@given(_DAYS, st.integers(1, 12))
def test_a_day_lies_in_its_fiscal_year(day: date, first_month: int) -> None:
    fiscal = FiscalCalendar(first_month)
    period = fiscal.period(fiscal.year_of(day))
    assert day in period
    assert len(period.months()) == 12
    assert fiscal.parse(fiscal.name(fiscal.year_of(day))) == period


def test_a_fiscal_year_is_named_by_its_end() -> None:
    april = FiscalCalendar(4)
    assert april.period(2026) == _p("2025-04-01", "2026-04-01")
    assert april.name(2026) == "FY2026"
    assert FiscalCalendar().period(2026) == _p("2026-01-01", "2027-01-01")
    assert FiscalCalendar().name(2026) == "2026"
    assert april.year_of(date(2026, 3, 31)) == 2026
    assert april.year_of(date(2026, 4, 1)) == 2027


def test_quarters_are_always_those_of_the_calendar() -> None:
    assert FiscalCalendar(4).parse(" 2026-q1 ") == _p("2026-01-01", "2026-04-01")
    assert FiscalCalendar(4).parse("2026-07") == _p("2026-07-01", "2026-08-01")


@pytest.mark.parametrize(
    ("first_month", "text"),
    [
        (1, "FY2026"),
        (4, "2026"),
        (1, "2026-Q5"),
        (1, "2026-13"),
        (1, "26"),
        (1, "２０２６"),
        (1, ""),
    ],
)
def test_what_names_no_period_is_refused(first_month: int, text: str) -> None:
    with pytest.raises(ValueError, match=r"form|no month"):
        FiscalCalendar(first_month).parse(text)
