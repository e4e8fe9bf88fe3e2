"""How dates, times, instants and periods of a file are read."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from desktop.periods import FiscalCalendar, Period
from desktop.services.imports.data import Cell, Grain, PeriodValue
from desktop.services.imports.moments import read_date, read_instant, read_period, read_time
from desktop.services.imports.numbers import Problem

DAY = date(2026, 7, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-07-01", "2026-7-1", "2026/7/1", "2026/07/01", "2026.7.1", "2026年7月1日",
        "２０２６－０７－０１", " 2026-07-01 ", "2026-07-01 00:00:00", "2026-07-01T00:00",
        date(2026, 7, 1), datetime(2026, 7, 1),
    ],
)  # fmt: skip
def test_forms_that_are_days(cell: Cell) -> None:
    assert read_date(cell) == DAY


@pytest.mark.parametrize(
    ("cell", "code", "reading"),
    [
        ("45658", "date_serial", "2025-01-01"),
        (45658.0, "date_serial", "2025-01-01"),
        ("26-07-01", "date_short_year", None),
        ("0026-07-01", "date_year", None),
        ("2226-07-01", "date_year", None),
        ("2026-02-30", "date_impossible", None),
        ("2026-13-01", "date_impossible", None),
        ("20260701", "date_digits", "2026-07-01"),
        ("31/12/2026", "date_order_one", "2026-12-31"),
        ("2026-07/01", "date_form", None),
        ("soon", "date_form", None),
        (time(0), "date_form", None),
        (datetime(2026, 7, 1, 9), "date_with_time", "2026-07-01"),
        (-1.0, "date_form", None),
    ],
)
def test_forms_that_are_not(cell: Cell, code: str, reading: str | None) -> None:
    result = read_date(cell)

    assert isinstance(result, Problem)
    assert (result.code, dict(result.facts).get("reading")) == (code, reading)


def test_a_date_that_may_be_two_days_names_both() -> None:
    result = read_date("03/11/2026")

    assert isinstance(result, Problem)
    assert dict(result.facts) == {"first": "2026-03-11", "second": "2026-11-03"}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("9:30", time(9, 30)),
        ("09：30", time(9, 30)),
        ("23:59:58", time(23, 59, 58)),
        (time(9, 30), time(9, 30)),
        (timedelta(hours=9, minutes=30), time(9, 30)),
        ("24:00", "time_impossible"),
        ("930", "time_form"),
        (0.5, "time_form"),
        (timedelta(days=1), "time_form"),
    ],
)
def test_times_of_day(cell: Cell, expected: time | str) -> None:
    result = read_time(cell)

    assert (result.code if isinstance(result, Problem) else result) == expected


def test_an_instant_keeps_a_plain_day_and_puts_times_into_utc() -> None:
    zone = timezone(timedelta(hours=8))

    assert read_instant("2026-07-01", zone) == DAY
    assert read_instant("2026-07-01 09:30", zone) == datetime(2026, 7, 1, 1, 30, tzinfo=UTC)
    assert read_instant("2026-07-01T09:30:15Z", zone) == datetime(2026, 7, 1, 9, 30, 15, tzinfo=UTC)
    assert read_instant(datetime(2026, 7, 1, 8), zone) == datetime(2026, 7, 1, tzinfo=UTC)


JULY = Period(date(2026, 7, 1), date(2026, 8, 1))


@pytest.mark.parametrize(
    ("cell", "text", "grain"),
    [
        ("2026-07", "2026-07", Grain.MONTH),
        ("2026年7月", "2026-07", Grain.MONTH),
        (date(2026, 7, 1), "2026-07", Grain.MONTH),
        ("2026-Q3", "2026-Q3", Grain.QUARTER),
        ("2026年3季度", "2026-Q3", Grain.QUARTER),
        ("2026", "2026", Grain.YEAR),
        (2026.0, "2026", Grain.YEAR),
    ],
)
def test_periods(cell: Cell, text: str, grain: Grain) -> None:
    result = read_period(cell, FiscalCalendar())

    assert isinstance(result, PeriodValue)
    assert (result.text, result.grain) == (text, grain)
    assert result.period == FiscalCalendar().parse(text)


def test_a_fiscal_year_is_named_as_the_branch_names_it() -> None:
    fiscal = FiscalCalendar(7)

    whole = read_period("FY2026", fiscal)
    bare = read_period("2026", fiscal)

    assert isinstance(whole, PeriodValue)
    assert whole.period == Period(date(2025, 7, 1), date(2026, 7, 1))
    assert isinstance(bare, Problem)
    assert dict(bare.facts) == {"right": "FY2026"}
