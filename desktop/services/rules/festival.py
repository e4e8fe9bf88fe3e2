"""The Spring Festival: when it is, and how January and February share what they sell by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

#: First day of the Chinese year, by calendar year. Up to 2026 it lies within the holidays of the
#: State Council's notices, which the package `chinesecalendar` repeats (a test compares them);
#: the days of 2027 to 2030, not announced yet, are new moons in Beijing's time, as the calendar's
#: rule has it. A year that is not here has no day rather than a guessed one.
SPRING_FESTIVALS: Mapping[int, date] = {
    day.year: day
    for day in (
        date(2004, 1, 22), date(2005, 2, 9), date(2006, 1, 29), date(2007, 2, 18),
        date(2008, 2, 7), date(2009, 1, 26), date(2010, 2, 14), date(2011, 2, 3),
        date(2012, 1, 23), date(2013, 2, 10), date(2014, 1, 31), date(2015, 2, 19),
        date(2016, 2, 8), date(2017, 1, 28), date(2018, 2, 16), date(2019, 2, 5),
        date(2020, 1, 25), date(2021, 2, 12), date(2022, 2, 1), date(2023, 1, 22),
        date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6),
        date(2028, 1, 26), date(2029, 2, 13), date(2030, 2, 3),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewYears:
    """What January and February of past years brought, in one unit, by calendar year."""

    sold: Mapping[int, tuple[int, int]]

    def january_share(self, year: int) -> Decimal | None:
        """Return the part of the two months that falls to January in a year, 0 to 1.

        The mean of the shares of the years that are known, each counting the more, the nearer
        its festival lay to this year's: 1 / (1 + days between, in the calendar). None where
        nothing is known to compare with. Source: PLANNING.md, section 1, rules.
        """
        day = SPRING_FESTIVALS.get(year)
        if day is None:
            return None
        shares = whole = Decimal(0)
        for known, (january, february) in sorted(self.sold.items()):
            festival = SPRING_FESTIVALS.get(known)
            if festival is None or min(january, february) < 0 or january + february == 0:
                continue
            weight = Decimal(1) / (1 + abs(_day_of_year(festival) - _day_of_year(day)))
            shares += weight * january / (january + february)
            whole += weight
        return shares / whole if whole else None


def _day_of_year(day: date) -> int:
    return day.toordinal() - date(day.year, 1, 1).toordinal()
