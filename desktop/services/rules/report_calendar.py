"""Which reports are due from whom and when, how each stands, and how punctual they come.

A report is about a day, a Monday week, a calendar month, or once about the days from its first to
its last. It is due so many working days of the branch's calendar after its period ends; with none,
on the period's last working day. Source of the figure: METRICS.md, P1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from desktop.enums import ReportCycle
from desktop.periods import Month, Period
from desktop.ratio import Ratio
from desktop.services.rules.workdays import WorkCalendar

#: Why there is no punctuality: no report was due.
NONE_DUE = "no_reports_due"
#: A punctuality of fewer reports is marked as of a small base.
MINIMUM_REPORTS = 10
_DAY = timedelta(days=1)


class DueState(StrEnum):
    """How a report that is due stands.

    `UNTIMED` came in and nobody knows when: an imported visit without its day of receipt.
    """

    NOT_YET = "not_yet"
    TODAY = "today"
    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    UNTIMED = "untimed"
    EXCUSED = "excused"


@dataclass(frozen=True, slots=True)
class Duty:
    """A report that is asked for: how often, how long it may take, from which day to which."""

    id: int
    cycle: ReportCycle
    due_after: int
    starts_on: date
    ends_on: date | None = None
    rep_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who may owe reports: his employment, and the first and last days that he was away.

    Who has people below (`leads`) owes what is asked of him by name, and nothing else.
    """

    rep_id: int
    hired: date | None = None
    left: date | None = None
    away: tuple[tuple[date, date], ...] = ()
    leads: bool = False

    def is_employed(self, day: date) -> bool:
        """Whether he is employed on the day; an unknown date does not exclude."""
        return (self.hired is None or self.hired <= day) and (self.left is None or day <= self.left)

    def is_away(self, day: date) -> bool:
        """Whether he is on leave, in training or in the office on the day."""
        return any(first <= day <= last for first, last in self.away)


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a report came in at a moment of the desk's zone, or that its sender is excused.

    Without a moment it came at an unknown time.
    """

    at: datetime | None = None
    is_excused: bool = False


@dataclass(frozen=True, slots=True)
class DueReport:
    """A report of a rep about a period, the day it is due, and how it stands."""

    duty_id: int
    rep_id: int
    period: Period
    due_on: date
    state: DueState
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Punctuality:
    """How reports of a rep, or of all, came: counts and the ratio of those on time."""

    on_time: int = 0
    late: int = 0
    missing: int = 0
    untimed: int = 0
    excused: int = 0
    waiting: int = 0

    @property
    def due(self) -> int:
        """The reports that count: those that came at a known time, and those missing."""
        return self.on_time + self.late + self.missing

    @property
    def ratio(self) -> Ratio:
        """On time ÷ due; undefined where none was due."""
        return Ratio.of(self.on_time, self.due, NONE_DUE)

    @property
    def is_small_base(self) -> bool:
        """Whether the ratio rests on few reports."""
        return 0 < self.due < MINIMUM_REPORTS


#: What came in, by duty, rep and first day of the period.
Receipts = Mapping[tuple[int, int, date], Receipt]


def report_periods(duty: Duty, within: Period) -> Iterator[Period]:
    """Yield the periods that a duty's reports are about and that begin within a period.

    Whether a report about one of them is owed depends on the calendar and the rep.
    """
    match duty.cycle:
        case ReportCycle.DAILY:
            yield from (Period(day, day + _DAY) for day in within.days())
        case ReportCycle.WEEKLY:
            day = within.start + timedelta(days=-within.start.weekday() % 7)
            while day < within.end:
                yield Period(day, day + timedelta(days=7))
                day += timedelta(days=7)
        case ReportCycle.MONTHLY:
            yield from (one.period for one in within.months() if one.start in within)
        case ReportCycle.SPECIAL:
            if duty.starts_on in within:
                yield Period.inclusive(duty.starts_on, duty.ends_on or duty.starts_on)


def due_day(calendar: WorkCalendar, period: Period, due_after: int) -> date | None:
    """Return the day a report about a period is due; None for a period without a working day.

    Without working days to take it is the period's last working day, so that what is about a week
    is not due on its Sunday; a half day counts as a working day.
    """
    day = _last_working_day(calendar, period)
    if day is None or due_after == 0:
        return day
    day = period.end
    for _count in range(due_after):
        while not calendar.share(day):
            day += _DAY
        day += _DAY
    return day - _DAY


def _last_working_day(calendar: WorkCalendar, period: Period) -> date | None:
    day = period.last
    while day >= period.start:
        if calendar.share(day):
            return day
        day -= _DAY
    return None


def is_owed(duty: Duty, reporter: Reporter, calendar: WorkCalendar, period: Period) -> bool:
    """Whether a rep owes a duty's report about a period.

    He does if the period's last working day lies in the duty's days and in his employment, and if
    he was in the field on one of its working days; a special report is owed by all who are
    employed on its last day.
    """
    if reporter.leads if duty.rep_id is None else duty.rep_id != reporter.rep_id:
        return False
    last = _last_working_day(calendar, period)
    if last is None or not reporter.is_employed(last):
        return False
    if duty.cycle is ReportCycle.SPECIAL:
        return True
    if last < duty.starts_on or (duty.ends_on is not None and last > duty.ends_on):
        return False
    return any(
        calendar.share(day) and reporter.is_employed(day) and not reporter.is_away(day)
        for day in period.days()
    )


def due_state(due_on: date, receipt: Receipt | None, today: date) -> DueState:
    """Return how a report stands today; what comes in on its due day is on time."""
    if receipt is None:
        if due_on > today:
            return DueState.NOT_YET
        return DueState.TODAY if due_on == today else DueState.MISSING
    if receipt.is_excused:
        return DueState.EXCUSED
    if receipt.at is None:
        return DueState.UNTIMED
    return DueState.ON_TIME if receipt.at.date() <= due_on else DueState.LATE


def due_reports(
    duties: Iterable[Duty],
    reporters: Iterable[Reporter],
    calendar: WorkCalendar,
    within: Period,
    receipts: Receipts,
    today: date,
) -> tuple[DueReport, ...]:
    """Return every report that is owed about a period that begins within these days.

    By duty, then period, then rep, each in the order given.
    """
    people, found = tuple(reporters), list[DueReport]()
    for duty in duties:
        for period in report_periods(duty, within):
            due_on = due_day(calendar, period, duty.due_after)
            if due_on is None:
                continue
            for one in people:
                if not is_owed(duty, one, calendar, period):
                    continue
                receipt = receipts.get((duty.id, one.rep_id, period.start))
                found.append(
                    DueReport(
                        duty.id, one.rep_id, period, due_on, due_state(due_on, receipt, today),
                        None if receipt is None else receipt.at,
                    )
                )  # fmt: skip
    return tuple(found)


def punctuality(states: Iterable[DueState]) -> Punctuality:
    """Return how reports came, counted by their states."""
    kept = tuple(states)
    return Punctuality(
        kept.count(DueState.ON_TIME), kept.count(DueState.LATE), kept.count(DueState.MISSING),
        kept.count(DueState.UNTIMED), kept.count(DueState.EXCUSED),
        kept.count(DueState.NOT_YET) + kept.count(DueState.TODAY),
    )  # fmt: skip


def period_around(cycle: ReportCycle, day: date) -> Period:
    """Return the day, the Monday week or the month that a day lies in; a special report's day."""
    if cycle is ReportCycle.WEEKLY:
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=7))
    return Month.of(day).period if cycle is ReportCycle.MONTHLY else Period(day, day + _DAY)
