"""The clocks of a market note: what runs, when an answer is due, what goes up, who owes it.

The clock runs on working days only. A working day, a make-up Saturday of the branch's calendar
among them, runs its 24 hours from midnight to midnight; a half day runs its first 12; a day off
stands still. So "24 hours" over a long weekend end on the first working day after it, and "3
working days" are 72 hours of a running clock. Instants are given in the zone of the desk, whose
midnights part the days. Source: issue 5 and R55 to R59 (a grave problem that nobody has read
within 24 hours goes up).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from desktop.enums import NoteType
from desktop.periods import Period
from desktop.services.rules.workdays import WorkCalendar

#: How long a problem may lie unread before it goes up, by severity, on the running clock.
ESCALATES_AFTER: Mapping[int, timedelta] = {
    1: timedelta(hours=24),
    2: timedelta(days=3),
    3: timedelta(days=5),
}
#: Working days for the answer to a problem, by severity.
PROBLEM_DAYS: Mapping[int, int] = {1: 2, 2: 5, 3: 10}
#: Working days for the answer to a dealer's request that no day was promised for.
REQUEST_DAYS = 5
#: Working days for the answer to any other note.
NOTE_DAYS = 10
#: What a problem counts as until somebody has graded it.
UNGRADED = 2

_HALF_DAY = timedelta(hours=12)
_HOUR = timedelta(hours=1)
#: No calendar has a longer rest; a broken one must not make the clock search for ever.
_FARTHEST_DAYS = 400


class NoteState(StrEnum):
    """How a note stands: `ESCALATED` lies unread past its limit, `LATE` past its answer's day."""

    ESCALATED = "escalated"
    LATE = "late"
    OPEN = "open"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class NoteTimes:
    """When what happened to a note; days are business days, instants in the desk's zone.

    `received_at` is None where nobody wrote down when the office got it: it was there when it
    was keyed at the latest.
    """

    event_on: date | None
    noted_on: date
    received_at: datetime | None
    keyed_at: datetime
    read_at: datetime | None = None
    answered_at: datetime | None = None

    @property
    def begun_at(self) -> datetime:
        """From when the clock of whoever is to answer runs: from receipt, else from keying."""
        return self.keyed_at if self.received_at is None else self.received_at


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """What a note is to be judged by."""

    type: NoteType
    severity: int | None
    promised_on: date | None
    times: NoteTimes

    @property
    def grade(self) -> int | None:
        """The severity that a problem counts with; None for what is no problem."""
        if self.type is not NoteType.PROBLEM:
            return None
        return UNGRADED if self.severity is None else self.severity


@dataclass(frozen=True, slots=True)
class NoteClock:
    """How long each stretch took; None where its end has not come or its begin is not known.

    `noted` and `received` in working days (from the event, from noting), `read` and `answered`
    in running time (from receipt, from reading).
    """

    noted: Decimal | None
    received: Decimal | None
    read: timedelta | None
    answered: timedelta | None


def running_time(calendar: WorkCalendar, start: datetime, end: datetime) -> timedelta:
    """Return how long the clock ran between two instants; zero where the end is not after."""
    end = end.astimezone(start.tzinfo)
    if end <= start:
        return timedelta(0)
    whole = calendar.halves(Period(start.date(), end.date())) if end.date() > start.date() else 0
    return whole * _HALF_DAY + _run_by(calendar, end) - _run_by(calendar, start)


def runs_out(calendar: WorkCalendar, start: datetime, length: timedelta) -> datetime:
    """Return the instant at which a clock begun at `start` has run this long.

    Of an instant that is no running time it is the first that the length is full at.

    Raises:
        ValueError: the calendar has no working day for more than a year.
    """
    left = length + _run_by(calendar, start)
    for offset in range(_FARTHEST_DAYS):
        day = start.date() + timedelta(days=offset)
        runs = _length(calendar, day)
        if left <= runs:
            return datetime.combine(day, time(), start.tzinfo) + left
        left -= runs
    raise ValueError("the calendar has no working days")


def working_days_after(calendar: WorkCalendar, day: date, count: int) -> date:
    """Return the `count`-th working day after a day; a half day is one of them.

    Raises:
        ValueError: the calendar has not as many within reach.
    """
    for offset in range(1, _FARTHEST_DAYS):
        found = day + timedelta(days=offset)
        if calendar.share(found):
            count -= 1
            if count <= 0:
                return found
    raise ValueError("the calendar has no working days")


def note_clock(calendar: WorkCalendar, times: NoteTimes) -> NoteClock:
    """Return how long each stretch from the event to the answer took."""
    read = None
    if times.read_at is not None:
        read = running_time(calendar, times.begun_at, times.read_at)
    answered = None
    if times.answered_at is not None:
        since = times.begun_at if times.read_at is None else times.read_at
        answered = running_time(calendar, since, times.answered_at)
    return NoteClock(
        None if times.event_on is None else _days(calendar, times.event_on, times.noted_on),
        _days(calendar, times.noted_on, times.begun_at.date()),
        read,
        answered,
    )


def answer_due(calendar: WorkCalendar, facts: NoteFacts) -> date:
    """Return the last day on which an answer is in time.

    A dealer's request has the day that was promised. Otherwise working days after the day that
    the note was received: by severity for a problem, `REQUEST_DAYS`, or `NOTE_DAYS`.
    """
    if facts.type is NoteType.DEALER_REQUEST and facts.promised_on is not None:
        return facts.promised_on
    grade = facts.grade
    if grade is not None:
        days = PROBLEM_DAYS[grade]
    else:
        days = REQUEST_DAYS if facts.type is NoteType.DEALER_REQUEST else NOTE_DAYS
    return working_days_after(calendar, facts.times.begun_at.date(), days)


def escalates_at(calendar: WorkCalendar, facts: NoteFacts) -> datetime | None:
    """Return when an unread problem goes up; None for what is no problem."""
    grade = facts.grade
    if grade is None:
        return None
    return runs_out(calendar, facts.times.begun_at, ESCALATES_AFTER[grade])


def note_state(calendar: WorkCalendar, facts: NoteFacts, now: datetime) -> NoteState:
    """Return how a note stands now.

    Reading stops the escalation: who has read it owes the answer by its day. An answer ends
    everything.
    """
    times = facts.times
    if times.answered_at is not None:
        return NoteState.ANSWERED
    limit = escalates_at(calendar, facts)
    if limit is not None and times.read_at is None and now > limit:
        return NoteState.ESCALATED
    is_late = now.astimezone(times.begun_at.tzinfo).date() > answer_due(calendar, facts)
    return NoteState.LATE if is_late else NoteState.OPEN


def was_on_time(calendar: WorkCalendar, facts: NoteFacts, now: datetime) -> bool | None:
    """Whether a note was answered by its day; None while its day has not passed unanswered."""
    due = answer_due(calendar, facts)
    answered = facts.times.answered_at
    if answered is not None:
        return answered.date() <= due
    return False if now.astimezone(facts.times.begun_at.tzinfo).date() > due else None


@dataclass(frozen=True, slots=True)
class Superior:
    """A person of the tree: who stands above him, and whether he is there today."""

    manager_id: int | None
    is_there: bool


def who_answers(
    owner_id: int | None,
    rep_id: int | None,
    people: Mapping[int, Superior],
    *,
    is_escalated: bool = False,
) -> int | None:
    """Return who owes the answer: the owner named, else the manager of the rep who noted it.

    Who is not there any more gives way to the next above him. What went up is the manager's
    above; at the top of the tree it stays with the branch manager, and so does a note of nobody.
    None only where the branch has nobody at all.
    """
    if owner_id is not None and owner_id in people:
        chain = [owner_id, *_above(owner_id, people)]
    elif rep_id is not None and rep_id in people:
        chain = list(_above(rep_id, people))
    else:
        chain = []
    there = [one for one in chain if people[one].is_there]
    if is_escalated:
        there = there[1:2] or there[:1]
    return there[0] if there else top_of(people)


def top_of(people: Mapping[int, Superior]) -> int | None:
    """Return the branch manager: who has nobody above him and the most people below.

    Of equals the one who was entered first; None where nobody is there.
    """
    below: dict[int, int] = {}
    for person in people:
        for one in _above(person, people):
            below[one] = below.get(one, 0) + 1
    tops = [
        (-below.get(person, 0), person)
        for person, one in people.items()
        if one.is_there and not any(people[up].is_there for up in _above(person, people))
    ]
    return min(tops)[1] if tops else None


def hours_of(length: timedelta) -> Decimal:
    """Return a length in hours, exact."""
    return Decimal(length // timedelta(seconds=1)) / Decimal(_HOUR // timedelta(seconds=1))


def _above(person: int, people: Mapping[int, Superior]) -> Iterator[int]:
    """Yield who stands above a person, nearest first; a circle ends where it closes."""
    seen = {person}
    up = people[person].manager_id
    while up is not None and up in people and up not in seen:
        seen.add(up)
        yield up
        up = people[up].manager_id


def _length(calendar: WorkCalendar, day: date) -> timedelta:
    return timedelta(hours=int(calendar.share(day) * 24))


def _run_by(calendar: WorkCalendar, moment: datetime) -> timedelta:
    """Return how long the clock has run on its day by this moment."""
    midnight = datetime.combine(moment.date(), time(), moment.tzinfo)
    return min(moment - midnight, _length(calendar, moment.date()))


def _days(calendar: WorkCalendar, first: date, last: date) -> Decimal:
    """Return the working days after the first day, the last one included."""
    if last <= first:
        return Decimal(0)
    return calendar.count(Period(first + timedelta(days=1), last + timedelta(days=1)))
