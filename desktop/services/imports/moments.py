"""How dates, times, instants and periods of a file are read, and why a form is refused."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from desktop.periods import FiscalCalendar, Month
from desktop.services.imports.data import BadCell, Cell, Grain, PeriodValue
from desktop.services.imports.numbers import Problem

#: Years that a business day may lie in; others are slips of typing.
FIRST_YEAR, LAST_YEAR = 1901, 2100

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_YEAR_FIRST = re.compile(
    r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日)"
)
_WITH_TIME = re.compile(
    r"(.+?)(?:T|\s+)([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)\s*(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.0+)?)?")
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_EPOCH = date(1899, 12, 30)


def read_date(cell: Cell) -> date | Problem:
    """Return the business day in a cell, or why it is none, with what it might mean.

    Taken are ISO, yyyy/m/d, yyyy.m.d, yyyy年m月d日 and real spreadsheet dates; a time of day only
    where it is midnight.
    """
    if isinstance(cell, BadCell):
        return Problem.of(cell.code, cell=cell.cell)
    if isinstance(cell, datetime):
        if cell.time() != time(0):
            return Problem.of("date_with_time", reading=cell.date().isoformat())
        return _in_range(cell.date())
    if isinstance(cell, date):
        return _in_range(cell)
    if isinstance(cell, str):
        return _date_of_text(cell)
    if isinstance(cell, int | float) and 1 <= cell < 2_958_466:
        return Problem.of("date_serial", reading=(_EPOCH + timedelta(days=int(cell))).isoformat())
    return Problem.of("date_form")


def _in_range(day: date) -> date | Problem:
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return day
    return Problem.of("date_year", year=day.year, first=FIRST_YEAR, last=LAST_YEAR)


def _date_of_text(text: str) -> date | Problem:
    bare = (text if text.isascii() else unicodedata.normalize("NFKC", text)).strip()
    if match := _ISO.fullmatch(bare):
        return _made(match[1], match[2], match[3])
    if match := _YEAR_FIRST.fullmatch(bare):
        return _made(match[1], match[3] or match[5], match[4] or match[6])
    if match := _WITH_TIME.fullmatch(bare):
        day = _date_of_text(match[1])
        if isinstance(day, Problem):
            return day
        if match[3] is None and re.fullmatch(r"0?0:00(:00(\.0+)?)?", match[2]):
            return day
        return Problem.of("date_with_time", reading=day.isoformat())
    return _why_no_date(bare)


def _made(year: str, month: str, day: str) -> date | Problem:
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        if int(year) == 0:
            return Problem.of("date_year", year=0, first=FIRST_YEAR, last=LAST_YEAR)
        return Problem.of("date_impossible", year=int(year), month=int(month), day=int(day))
    return _in_range(made)


def _why_no_date(bare: str) -> Problem:
    if _SERIAL.fullmatch(bare):
        day = _EPOCH + timedelta(days=int(bare[:5]))
        return Problem.of("date_serial", reading=day.isoformat())
    if re.fullmatch(r"[0-9]{8}", bare):
        day_or_not = _made(bare[:4], bare[4:6], bare[6:])
        if isinstance(day_or_not, date):
            return Problem.of("date_digits", reading=day_or_not.isoformat())
    if match := _DAY_FIRST.fullmatch(bare):
        readings = [_made(match[3], match[1], match[2]), _made(match[3], match[2], match[1])]
        shown = list(dict.fromkeys(r.isoformat() for r in readings if isinstance(r, date)))
        if len(shown) == 2:
            return Problem.of("date_order", first=shown[0], second=shown[1])
        if shown:
            return Problem.of("date_order_one", reading=shown[0])
        return Problem.of("date_form")
    if _SHORT_YEAR.fullmatch(bare):
        return Problem.of("date_short_year")
    return Problem.of("date_form")


def read_time(cell: Cell) -> time | Problem:
    """Return the time of day in a cell (HH:MM, seconds allowed), or why it is none."""
    if isinstance(cell, BadCell):
        return Problem.of(cell.code, cell=cell.cell)
    if isinstance(cell, time):
        return cell.replace(microsecond=0)
    if isinstance(cell, timedelta) and timedelta(0) <= cell < timedelta(days=1):
        return (datetime.min + cell).time().replace(microsecond=0)
    if isinstance(cell, str):
        bare = (cell if cell.isascii() else unicodedata.normalize("NFKC", cell)).strip()
        if match := _TIME.fullmatch(bare):
            hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
            if hour < 24 and minute < 60 and second < 60:
                return time(hour, minute, second)
            return Problem.of("time_impossible")
    return Problem.of("time_form")


def read_instant(cell: Cell, zone: tzinfo | None) -> date | datetime | Problem:
    """Return a plain date, or an aware datetime in UTC where the cell has a time of day.

    A time without an offset is of `zone`; None is the zone of the machine.
    """
    if isinstance(cell, datetime):
        return _instant(cell, zone)
    if isinstance(cell, str):
        bare = (cell if cell.isascii() else unicodedata.normalize("NFKC", cell)).strip()
        if match := _WITH_TIME.fullmatch(bare):
            day, clock = _date_of_text(match[1]), read_time(match[2].split(".")[0])
            if isinstance(day, Problem):
                return day
            if isinstance(clock, Problem):
                return clock
            if match[3] is None:
                return _instant(datetime.combine(day, clock), zone)
            sign = match[3].replace("Z", "+00:00")
            try:
                moment = datetime.fromisoformat(f"{day.isoformat()}T{clock.isoformat()}{sign}")
            except ValueError:
                return Problem.of("time_impossible")
            return moment.astimezone(UTC)
    return read_date(cell)


def _instant(moment: datetime, zone: tzinfo | None) -> date | datetime | Problem:
    day = _in_range(moment.date())
    if isinstance(day, Problem):
        return day
    aware = moment.replace(tzinfo=zone) if zone else moment
    return aware.astimezone(UTC).replace(microsecond=0)


def read_period(cell: Cell, fiscal: FiscalCalendar) -> PeriodValue | Problem:
    """Return the period in a cell, or why it is none.

    A spreadsheet makes a date of `2026-07`; a real date that is the first of a month is read as
    that month. `2026年7月`, `2026/7` and `2026年3季度` are read like `2026-07` and `2026-Q3`.
    """
    if isinstance(cell, BadCell):
        return Problem.of(cell.code, cell=cell.cell)
    if isinstance(cell, datetime) and cell.time() == time(0):
        cell = cell.date()
    if isinstance(cell, date) and not isinstance(cell, datetime):
        if cell.day != 1:
            return Problem.of("period_form", reading=str(Month.of(cell)))
        text = str(Month.of(cell))
    elif isinstance(cell, int | float):
        text = str(int(cell)) if float(cell).is_integer() else ""
    elif isinstance(cell, str):
        text = _canonical_period(cell)
    else:
        text = ""
    try:
        period = fiscal.parse(text)
    except ValueError as exc:
        if str(exc) == "fiscal_year_form" and len(text) in (4, 6):
            right = fiscal.name(int(text[-4:]))
            return Problem.of("period_fiscal", right=right)
        return Problem.of("period_form", reading="")
    if not FIRST_YEAR <= period.start.year <= LAST_YEAR:
        return Problem.of("date_year", year=period.start.year, first=FIRST_YEAR, last=LAST_YEAR)
    grain = Grain.MONTH if len(text) == 7 and "Q" not in text else Grain.YEAR
    return PeriodValue(text, period, Grain.QUARTER if "Q" in text else grain)


def _canonical_period(text: str) -> str:
    bare = unicodedata.normalize("NFKC", text).strip().upper()
    if match := re.fullmatch(r"([0-9]{4})\s*(?:年\s*|[-/.])([0-9]{1,2})\s*月?", bare):
        return f"{match[1]}-{int(match[2]):02d}"
    if match := re.fullmatch(r"([0-9]{4})\s*(?:年|[-/])?\s*第?\s*(?:Q([1-4])|([1-4])季度?)", bare):
        return f"{match[1]}-Q{match[2] or match[3]}"
    if match := re.fullmatch(r"(FY)?\s*([0-9]{4})\s*年?", bare):
        return f"{match[1] or ''}{match[2]}"
    return bare[:20]
