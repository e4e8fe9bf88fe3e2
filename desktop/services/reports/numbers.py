"""Numbers, dates and periods as people read them on a printed page."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from desktop.i18n import N_, _, language
from desktop.money import round_half_up
from desktop.periods import Month, Period

DASH = "—"
_MINUS = "\N{MINUS SIGN}"
_MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"),
    N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip


def amount(value: Decimal, decimals: int, signed: bool = False) -> str:
    """Return the value rounded half-up with thousands separators and a true minus sign."""
    rounded = round_half_up(value, decimals)
    text = f"{abs(rounded):,.{decimals}f}"
    if rounded < 0:
        return _MINUS + text
    return f"+{text}" if signed and rounded > 0 else text


def plain(value: Decimal) -> str:
    """Return the value with thousands separators, up to two decimals, no trailing zeros."""
    text = amount(value, 2)
    return text.rstrip("0").rstrip(".")


def percent(fraction: Decimal, signed: bool = False) -> str:
    """Return a fraction as per cent with one decimal."""
    return f"{amount(fraction * 100, 1, signed)}%"


def compact(value: Decimal) -> str:
    """Return an axis label: thousands and millions, or 万 and 亿 where those are the units."""
    steps = (
        ((Decimal(100_000_000), "亿"), (Decimal(10_000), "万"))
        if language() == "zh_CN"
        else ((Decimal(1_000_000_000), "bn"), (Decimal(1_000_000), "m"), (Decimal(1_000), "k"))
    )
    for size, unit in steps:
        if abs(value) >= size:
            return plain(round_half_up(value / size, 1)) + unit
    return plain(value)


def month_title(month: Month) -> str:
    """Return the month as a heading names it."""
    return _("{month} {year}").format(month=_(_MONTHS[month.number - 1]), year=month.year)


def period_title(period: Period) -> str:
    """Return the period as a heading: a month, a quarter, a year, whole months, or days."""
    if period.start.day != 1 or period.end.day != 1 or period.start == period.end:
        return _("{first} to {last}").format(first=period.start, last=period.last)
    months = period.months()
    first, count = months[0], len(months)
    if count == 1:
        return month_title(first)
    if count == 3 and first.number % 3 == 1:
        return _("Quarter {quarter}, {year}").format(
            quarter=(first.number + 2) // 3, year=first.year
        )
    if count == 12 and first.number == 1:
        return _("Year {year}").format(year=first.year)
    return _("{first} to {last}").format(first=month_title(first), last=month_title(months[-1]))


def period_code(period: Period) -> str:
    """Return the period as files are named: `2026-07`, `2026-Q3`, `2026`, or its two days."""
    if period.start.day == 1 and period.end.day == 1 and period.start < period.end:
        months = period.months()
        if len(months) == 1:
            return str(months[0])
        if len(months) == 3 and months[0].number % 3 == 1:
            return months[0].quarter
        if len(months) == 12 and months[0].number == 1:
            return f"{months[0].year:04d}"
    return f"{period.start.isoformat()}_{period.last.isoformat()}"


def day(value: date | None) -> str:
    """Return an ISO date, or a dash."""
    return DASH if value is None else value.isoformat()
