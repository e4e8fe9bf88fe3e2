"""Periods by name: this month, last quarter, this fiscal year; free of Qt."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from desktop.i18n import N_, _
from desktop.periods import FiscalCalendar, Month, Period


class Preset(StrEnum):
    """A period that moves with the day."""

    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_QUARTER = "this_quarter"
    LAST_QUARTER = "last_quarter"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"
    LAST_12_MONTHS = "last_12_months"
    CUSTOM = "custom"


_WORDS = {
    Preset.THIS_MONTH: N_("This month"),
    Preset.LAST_MONTH: N_("Last month"),
    Preset.THIS_QUARTER: N_("This quarter"),
    Preset.LAST_QUARTER: N_("Last quarter"),
    Preset.THIS_YEAR: N_("This year"),
    Preset.LAST_YEAR: N_("Last year"),
    Preset.LAST_12_MONTHS: N_("Last 12 months"),
    Preset.CUSTOM: N_("Other period…"),
}


def preset_words(preset: Preset) -> str:
    """Return a preset's name in the language of the moment."""
    return _(_WORDS[preset])


def preset_period(preset: Preset, today: date, fiscal: FiscalCalendar) -> Period:
    """Return the period that a preset names on this day; years are the branch's fiscal ones.

    Raises:
        ValueError: CUSTOM, which names none.
    """
    month = Month.of(today)
    quarter = Month(month.ordinal - month.ordinal % 3)
    year = fiscal.year_of(today)
    if preset is Preset.THIS_MONTH:
        return month.period
    if preset is Preset.LAST_MONTH:
        return month.plus(-1).period
    if preset is Preset.THIS_QUARTER:
        return Period(quarter.start, quarter.plus(3).start)
    if preset is Preset.LAST_QUARTER:
        return Period(quarter.plus(-3).start, quarter.start)
    if preset is Preset.THIS_YEAR:
        return fiscal.period(year)
    if preset is Preset.LAST_YEAR:
        return fiscal.period(year - 1)
    if preset is Preset.LAST_12_MONTHS:
        return Period(month.plus(-11).start, month.end)
    raise ValueError("a custom period is given, not computed")


def next_period(period: Period) -> Period:
    """Return the period after: as many months on where it is whole months, else days."""
    if period.start.day == 1 and period.end.day == 1:
        months = Month.of(period.end).ordinal - Month.of(period.start).ordinal
        return Period(period.end, Month.of(period.end).plus(months).start)
    return Period(period.end, period.end + (period.end - period.start))
