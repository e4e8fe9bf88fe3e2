"""Working days: the branch's calendar, where it says something, else Monday to Friday."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from desktop.enums import DayKind
from desktop.periods import Period

_SHARES = {DayKind.WORK: 2, DayKind.HALF: 1, DayKind.REST: 0}
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked, and by how much.

    `kinds` names the days that differ from the week's rule, make-up Saturdays and public
    holidays among them (METRICS.md, section 1); any other day is work from Monday to Friday.
    """

    kinds: Mapping[date, DayKind]
    _special: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_special", tuple(sorted(self.kinds)))

    def share(self, day: date) -> Decimal:
        """Return the part of the day that is worked: 1, 0.5 or 0."""
        return self._halves(day) * _HALF

    def count(self, period: Period) -> Decimal:
        """Return the working days of the period; half days count 0.5."""
        return self.halves(period) * _HALF

    def halves(self, period: Period) -> int:
        """Return the working half-days of the period, a whole number."""
        weeks, rest = divmod(period.day_count, 7)
        total = weeks * 10
        for offset in range(rest):
            total += _week_halves(period.end - timedelta(days=offset + 1))
        first = bisect_left(self._special, period.start)
        last = bisect_left(self._special, period.end)
        for day in self._special[first:last]:
            total += _SHARES[self.kinds[day]] - _week_halves(day)
        return total

    def count_days(self, days: Iterable[date]) -> Decimal:
        """Return the working days among these dates."""
        return sum((self._halves(day) for day in days), 0) * _HALF

    def _halves(self, day: date) -> int:
        kind = self.kinds.get(day)
        return _week_halves(day) if kind is None else _SHARES[kind]


def _week_halves(day: date) -> int:
    return 2 if day.weekday() < 5 else 0
