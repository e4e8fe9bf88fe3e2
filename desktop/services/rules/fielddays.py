"""Scheduled and field days of a rep, counted in halves so that sums stay whole numbers.

Scheduled days: the calendar says work and the rep is employed. Field days: those less leave,
training and office days. Source: METRICS.md, section 1 ("Working day").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from desktop.periods import Period

#: Gives the working half-days of a period by the branch's calendar.
Halves = Callable[[Period], int]


@dataclass(frozen=True, slots=True)
class Employment:
    """First and last day employed, both included; None is without bound."""

    hired: date | None = None
    left: date | None = None

    def within(self, period: Period) -> Period | None:
        """Return the days of the period on which the person was employed, or None."""
        start = period.start if self.hired is None else max(self.hired, period.start)
        end = period.end if self.left is None else min(self.left + timedelta(days=1), period.end)
        return Period(start, end) if start < end else None


def scheduled_halves(period: Period, employment: Employment, halves: Halves) -> int:
    """Return the scheduled days of a rep in the period, in halves."""
    employed = employment.within(period)
    return 0 if employed is None else halves(employed)


def field_halves(
    period: Period, employment: Employment, leaves: Iterable[tuple[date, date]], halves: Halves
) -> int:
    """Return the field days of a rep in the period, in halves.

    `leaves` are first and last days away, both included; a day away twice is away once.
    """
    employed = employment.within(period)
    if employed is None:
        return 0
    away = 0
    counted_to = employed.start
    for first, last in sorted(leaves):
        start, end = max(first, counted_to), min(last + timedelta(days=1), employed.end)
        if start < end:
            away += halves(Period(start, end))
            counted_to = end
    return halves(employed) - away


def in_days(halves: int) -> Decimal:
    """Return days for halves, exactly."""
    return Decimal(halves) / 2
