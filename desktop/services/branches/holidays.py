"""Seeds for a branch's calendar: public holidays and make-up working days of mainland China."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from desktop.enums import CalendarKind, DayKind


@dataclass(frozen=True, slots=True)
class SeededDay:
    """A day that differs from Monday-to-Friday work."""

    day: date
    kind: DayKind
    note: str


def seeded_days(calendar: CalendarKind) -> tuple[SeededDay, ...]:
    """Return the days that a new branch's calendar begins with, in order.

    Only years that were announced are known; a later year has its weekdays until its calendar
    is imported. Source: the package `chinesecalendar`, made from the State Council's notices.
    """
    if calendar is CalendarKind.WEEKDAYS:
        return ()

    from chinese_calendar.constants import holidays, workdays

    found = {}
    for day, note in holidays.items():
        if day.weekday() < 5:
            found[day] = SeededDay(day, DayKind.REST, _word(note))
    for day, note in workdays.items():
        if day.weekday() >= 5:
            found[day] = SeededDay(day, DayKind.WORK, _word(note))
    return tuple(found[day] for day in sorted(found))


def _word(note: object) -> str:
    return str(getattr(note, "value", note))


def last_announced_day(days: tuple[SeededDay, ...]) -> date | None:
    """Return the last day of the last year that the seeds know, or None."""
    return date(days[-1].day.year + 1, 1, 1) - timedelta(days=1) if days else None
