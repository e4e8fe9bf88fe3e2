"""The part of a month's targets that belongs to a period, exactly, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from desktop.money import split_exact
from desktop.periods import Month, Period
from desktop.services.rules.workdays import WorkCalendar


def month_share(calendar: WorkCalendar, month: Month, period: Period) -> Fraction:
    """Return the share of a month's working days that lies in the period, 0 to 1.

    A month without a working day is divided by its calendar days. Source: FORMATS.md,
    section 3, `attainment`.
    """
    part = month.period.intersect(period)
    if part is None:
        return Fraction(0)
    whole = calendar.halves(month.period)
    if whole == 0:
        return Fraction(part.day_count, month.period.day_count)
    return Fraction(calendar.halves(part), whole)


def apportion(amounts: Sequence[int], share: Fraction) -> tuple[int, ...]:
    """Return each amount's part so that the parts add up to the share of their sum.

    The sum's part is rounded half-up to a whole unit, then divided by largest remainder in the
    order of the amounts: whatever rows the lines are grouped into, the rows add up to one
    total. Amounts are whole units as stored, never negative.
    """
    if not amounts:
        return ()
    whole = (sum(amounts) * share * 2 + 1) // 2
    return split_exact(int(whole), amounts)
