"""The days that the sample covers, and which of them the branch works."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.periods import Month, Period

#: The first day of the first fiscal year, and the last complete day of the sample.
FIRST_DAY = date(2024, 1, 1)
AS_OF = date(2026, 11, 20)
YEARS = (2024, 2025, 2026)

#: The first day of each Spring Festival, which moves the winter's trade between two months.
SPRING_FESTIVAL = {2024: date(2024, 2, 10), 2025: date(2025, 1, 29), 2026: date(2026, 2, 17)}

#: Half working days that the branch adds to the public calendar: the yearly stock-taking.
HALF_DAYS = (date(2024, 12, 31), date(2025, 12, 31), date(2026, 6, 30))


@dataclass(frozen=True, slots=True)
class WorkDays:
    """The branch's working days in order, with look-ups."""

    days: tuple[date, ...]

    def between(self, first: date, last: date) -> Sequence[date]:
        """Return the working days from first to last, both included."""
        return self.days[bisect_left(self.days, first) : bisect_right(self.days, last)]

    def next(self, day: date) -> date:
        """Return the day itself if it is worked, else the first working day after it."""
        return self.days[bisect_left(self.days, day)]

    def __contains__(self, day: date) -> bool:
        place = bisect_left(self.days, day)
        return place < len(self.days) and self.days[place] == day


def work_days() -> WorkDays:
    """Return the working days from the sample's start to well beyond its end.

    Chinese public holidays with their make-up days where they are announced, weekdays else.
    """
    from chinese_calendar import is_workday

    result = []
    for day in Period.inclusive(FIRST_DAY, AS_OF + timedelta(days=300)).days():
        try:
            works = bool(is_workday(day))
        except NotImplementedError:
            works = day.weekday() < 5
        if works:
            result.append(day)
    return WorkDays(tuple(result))


def months() -> tuple[Month, ...]:
    """Return the months that the sample covers; the last one is not complete."""
    return Period.inclusive(FIRST_DAY, AS_OF).months()
