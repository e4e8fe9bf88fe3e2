"""Periods: months, calendar quarters, fiscal years and the closed-open intervals between dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month; `ordinal` (year · 12 + month − 1) is how databases store it."""

    ordinal: int

    @classmethod
    def at(cls, year: int, month: int) -> Month:
        """Return the month of this year (1 to 12)."""
        if not 1 <= month <= 12:
            raise ValueError(f"no month {month}")
        return cls(year * 12 + month - 1)

    @classmethod
    def of(cls, day: date) -> Month:
        """Return the month that a day lies in."""
        return cls(day.year * 12 + day.month - 1)

    @property
    def year(self) -> int:
        """The calendar year."""
        return self.ordinal // 12

    @property
    def number(self) -> int:
        """The month in its year, 1 to 12."""
        return self.ordinal % 12 + 1

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.year, self.number, 1)

    @property
    def end(self) -> date:
        """The first day of the next month."""
        return self.plus(1).start

    @property
    def period(self) -> Period:
        """The month as an interval."""
        return Period(self.start, self.end)

    @property
    def quarter(self) -> str:
        """The calendar quarter's name, `2026-Q3`."""
        return f"{self.year:04d}-Q{(self.number - 1) // 3 + 1}"

    def plus(self, months: int) -> Month:
        """Return the month this many later."""
        return Month(self.ordinal + months)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A closed-open interval of dates: `start` belongs to it, `end` does not."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("a period ends before it starts")

    @classmethod
    def inclusive(cls, first: date, last: date) -> Period:
        """Return the period that people mean by "from first to last"."""
        return cls(first, last + timedelta(days=1))

    @property
    def last(self) -> date:
        """The last day that belongs to it, as people name it."""
        return self.end - timedelta(days=1)

    @property
    def day_count(self) -> int:
        """How many days belong to it."""
        return (self.end - self.start).days

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def days(self) -> Iterator[date]:
        """Yield each day in order."""
        day = self.start
        while day < self.end:
            yield day
            day += timedelta(days=1)

    def months(self) -> tuple[Month, ...]:
        """Return every month that the period touches, in order."""
        if self.start == self.end:
            return ()
        first, last = Month.of(self.start), Month.of(self.last)
        return tuple(Month(ordinal) for ordinal in range(first.ordinal, last.ordinal + 1))

    def intersect(self, other: Period) -> Period | None:
        """Return the days that both have, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start < end else None

    def previous(self) -> Period:
        """Return the period before: as many months back where it is whole months, else days."""
        if self.start.day == 1 and self.end.day == 1:
            months = Month.of(self.end).ordinal - Month.of(self.start).ordinal
            return Period(Month.of(self.start).plus(-months).start, self.start)
        return Period(self.start - timedelta(days=self.day_count), self.start)

    def last_year(self) -> Period:
        """Return the same days a year before (29 February becomes the 1 March before it ends)."""
        return Period(_year_back(self.start), _year_back(self.end))


def _year_back(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 3, 1)
    return day.replace(year=day.year - 1)


@dataclass(frozen=True, slots=True)
class FiscalCalendar:
    """Fiscal years of a branch; named by the year that they end in."""

    first_month: int = 1

    def year_of(self, day: date) -> int:
        """Return the fiscal year that a day lies in."""
        return day.year + 1 if self.first_month > 1 and day.month >= self.first_month else day.year

    def period(self, year: int) -> Period:
        """Return the twelve months of a fiscal year."""
        start = Month.at(year - 1 if self.first_month > 1 else year, self.first_month)
        return Period(start.start, start.plus(12).start)

    def name(self, year: int) -> str:
        """Return `2026`, or `FY2026` where the year does not start in January."""
        return f"FY{year:04d}" if self.first_month > 1 else f"{year:04d}"

    def parse(self, text: str) -> Period:
        """Return the period that a text names: `2026`, `FY2026`, `2026-Q3`, `2026-07`.

        Raises:
            ValueError: none of these; or a bare year where fiscal years have another start.
        """
        text = text.strip().upper()
        if match := re.fullmatch(r"(\d{4})-Q([1-4])", text, re.ASCII):
            start = Month.at(int(match[1]), int(match[2]) * 3 - 2)
            return Period(start.start, start.plus(3).start)
        if match := re.fullmatch(r"(\d{4})-(\d{2})", text, re.ASCII):
            return Month.at(int(match[1]), int(match[2])).period
        if match := re.fullmatch(r"(FY)?(\d{4})", text, re.ASCII):
            if bool(match[1]) == (self.first_month > 1):
                return self.period(int(match[2]))
            raise ValueError("fiscal_year_form")
        raise ValueError("period_form")
