"""Days and periods as people write them on the command line."""

from __future__ import annotations

import re
from datetime import date, timedelta

from desktop.errors import InputError, Issue
from desktop.periods import FiscalCalendar, Period


def parse_span(text: str, fiscal: FiscalCalendar, option: str) -> Period:
    """Return the days that a text names: a day, a week, a month, a quarter or a year in ISO form.

    Raises:
        InputError: none of these, with the option's name.
    """
    plain = text.strip()
    try:
        if re.fullmatch(r"\d{4}-?W\d{2}", plain, re.ASCII):
            monday = date.fromisoformat(f"{plain}-1" if "-" in plain else f"{plain}1")
            return Period(monday, monday + timedelta(days=7))
        if re.fullmatch(r"\d{4}-?W\d{2}-?\d|\d{4}-?\d{2}-?\d{2}", plain, re.ASCII):
            day = date.fromisoformat(plain)
            return Period.inclusive(day, day)
        return fiscal.parse(plain)
    except (ValueError, OverflowError) as error:
        raise InputError(Issue("day_form", column=option, value=text)) from error


def first_day(text: str | None, fiscal: FiscalCalendar, option: str) -> date | None:
    """Return the first day of what was written, or None where nothing was."""
    return parse_span(text, fiscal, option).start if text is not None else None


def last_day(text: str | None, fiscal: FiscalCalendar, option: str) -> date | None:
    """Return the last day of what was written, or None where nothing was."""
    return parse_span(text, fiscal, option).last if text is not None else None
