"""Days and periods on the command line: every ISO form, and what is none."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.commands.dates import first_day, last_day, parse_span
from desktop.errors import InputError
from desktop.periods import FiscalCalendar, Period

SPANS = [
    ("2026-07-31", 1, date(2026, 7, 31), date(2026, 7, 31)),
    ("20260731", 1, date(2026, 7, 31), date(2026, 7, 31)),
    (" 2026-07-31 ", 1, date(2026, 7, 31), date(2026, 7, 31)),
    ("2026-W01", 1, date(2025, 12, 29), date(2026, 1, 4)),
    ("2026W01", 1, date(2025, 12, 29), date(2026, 1, 4)),
    ("2026-W01-3", 1, date(2025, 12, 31), date(2025, 12, 31)),
    ("2024-02", 1, date(2024, 2, 1), date(2024, 2, 29)),
    ("2026-Q3", 1, date(2026, 7, 1), date(2026, 9, 30)),
    ("2026-q3", 7, date(2026, 7, 1), date(2026, 9, 30)),
    ("2026", 1, date(2026, 1, 1), date(2026, 12, 31)),
    ("FY2026", 7, date(2025, 7, 1), date(2026, 6, 30)),
]


@pytest.mark.parametrize(("text", "first_month", "first", "last"), SPANS)
def test_each_form_names_its_days(text: str, first_month: int, first: date, last: date) -> None:
    fiscal = FiscalCalendar(first_month)
    assert parse_span(text, fiscal, "--from") == Period.inclusive(first, last)
    assert first_day(text, fiscal, "--from") == first
    assert last_day(text, fiscal, "--to") == last


@pytest.mark.parametrize(
    "text",
    ["", "today", "2026-02-30", "2026-13", "2026-Q5", "2026-W54", "26", "31/07/2026", "FY2026",
     "0000", "2026-07-31T10:00", "９９９９-07-01"],
)  # fmt: skip
def test_what_is_no_day_and_no_period_is_refused_with_its_option(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_span(text, FiscalCalendar(1), "--from")
    (issue,) = caught.value.issues
    assert (issue.code, issue.column, issue.value) == ("day_form", "--from", text)


def test_a_bare_year_has_no_meaning_where_fiscal_years_begin_elsewhere() -> None:
    with pytest.raises(InputError):
        parse_span("2026", FiscalCalendar(7), "--from")


def test_nothing_written_is_nothing() -> None:
    assert first_day(None, FiscalCalendar(1), "--from") is None
    assert last_day(None, FiscalCalendar(1), "--to") is None
