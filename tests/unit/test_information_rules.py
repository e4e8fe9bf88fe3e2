"""The clocks of notes over holidays and make-up days, who owes an answer, what notes are worth.

The calendar is China's of autumn 2026 (State Council notice on public holidays of 2026): 1 to 7
October are off, Saturday 10 October is worked. All times were counted by hand.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from desktop.enums import DayKind, NoteType
from desktop.services.rules.information import (
    NoteClock,
    NoteFacts,
    NoteState,
    NoteTimes,
    Superior,
    answer_due,
    escalates_at,
    hours_of,
    note_clock,
    note_state,
    running_time,
    runs_out,
    top_of,
    was_on_time,
    who_answers,
    working_days_after,
)
from desktop.services.rules.information_figures import (
    AnswerTimes,
    Handling,
    RatedNote,
    answer_times,
    information_value,
)
from desktop.services.rules.questions import AnswerState, answer_state, monthly_dues
from desktop.services.rules.workdays import WorkCalendar

CHINA = timezone(timedelta(hours=8))
_OFF = {date(2026, 10, day): DayKind.REST for day in range(1, 8)}
CALENDAR = WorkCalendar(
    {**_OFF, date(2026, 10, 10): DayKind.WORK, date(2026, 10, 16): DayKind.HALF}
)
HOUR = timedelta(hours=1)


def at(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (at(9, 29, 9), at(9, 29, 17), 8),
        (at(9, 29, 9), at(9, 29, 9), 0),
        (at(9, 29, 9), at(9, 28, 9), 0),
        # Eight hours of the last day before the holiday, none of seven days, nine of the first.
        (at(9, 30, 16), at(10, 8, 9), 17),
        (at(10, 3, 12), at(10, 7, 12), 0),
        # A usual weekend stands still; the make-up Saturday runs, its Sunday does not.
        (at(9, 25, 18), at(9, 28, 6), 12),
        (at(10, 9, 18), at(10, 12, 6), 36),
        # A half day runs its first twelve hours.
        (at(10, 16, 6), at(10, 16, 20), 6),
        (at(10, 16, 14), at(10, 19, 1), 1),
    ],
)
def test_the_clock_runs_on_working_days_alone(start: datetime, end: datetime, hours: int) -> None:
    assert running_time(CALENDAR, start, end) == hours * HOUR


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (at(9, 29, 9), 24, at(9, 30, 9)),
        (at(9, 30, 16), 24, at(10, 8, 16)),
        (at(10, 3, 12), 24, at(10, 9, 0)),
        (at(10, 9, 18), 24, at(10, 10, 18)),
        (at(10, 10, 18), 24, at(10, 12, 18)),
        (at(10, 16, 8), 24, at(10, 19, 20)),
        (at(9, 30, 16), 72, at(10, 10, 16)),
        (at(9, 30, 16), 120, at(10, 13, 16)),
    ],
)
def test_a_length_runs_out_on_the_running_clock(start: datetime, hours: int, end: datetime) -> None:
    found = runs_out(CALENDAR, start, hours * HOUR)
    assert found == end
    assert running_time(CALENDAR, start, found) == hours * HOUR


def test_a_calendar_without_working_days_is_refused() -> None:
    days = {date(2026, 1, 1) + timedelta(days=at): DayKind.REST for at in range(800)}
    with pytest.raises(ValueError, match="no working days"):
        runs_out(WorkCalendar(days), at(1, 5), HOUR)
    with pytest.raises(ValueError, match="no working days"):
        working_days_after(WorkCalendar(days), date(2026, 1, 5), 1)


def problem(severity: int | None, received: datetime, **more: datetime) -> NoteFacts:
    times = NoteTimes(None, received.date(), received, received, **more)
    return NoteFacts(NoteType.PROBLEM, severity, None, times)


@pytest.mark.parametrize(
    ("severity", "received", "goes_up"),
    [
        # Before the long weekend: the first is due to go up on the first afternoon after it.
        (1, at(9, 30, 16), at(10, 8, 16)),
        (2, at(9, 30, 16), at(10, 10, 16)),
        (3, at(9, 30, 16), at(10, 13, 16)),
        (None, at(9, 30, 16), at(10, 10, 16)),
        # On the Friday before the make-up Saturday.
        (1, at(10, 9, 18), at(10, 10, 18)),
        (2, at(10, 9, 18), at(10, 13, 18)),
    ],
)
def test_an_unread_problem_goes_up_by_its_severity(
    severity: int | None, received: datetime, goes_up: datetime
) -> None:
    facts = problem(severity, received)
    assert escalates_at(CALENDAR, facts) == goes_up
    assert note_state(CALENDAR, facts, goes_up) is NoteState.OPEN
    assert note_state(CALENDAR, facts, goes_up + HOUR) is NoteState.ESCALATED


def test_reading_stops_what_would_go_up_and_an_answer_ends_it() -> None:
    read = problem(1, at(9, 30, 16), read_at=at(10, 8, 20))
    assert note_state(CALENDAR, read, at(10, 9, 9)) is NoteState.OPEN
    assert note_state(CALENDAR, read, at(10, 10, 9)) is NoteState.LATE
    done = problem(1, at(9, 30, 16), answered_at=at(10, 12, 9))
    assert note_state(CALENDAR, done, at(10, 20)) is NoteState.ANSWERED


def test_what_is_no_problem_never_goes_up() -> None:
    facts = replace(problem(None, at(9, 30, 16)), type=NoteType.TREND)
    assert escalates_at(CALENDAR, facts) is None
    assert note_state(CALENDAR, facts, at(10, 12)) is NoteState.OPEN


@pytest.mark.parametrize(
    ("type", "severity", "promised", "due"),
    [
        (NoteType.PROBLEM, 1, None, date(2026, 10, 9)),
        (NoteType.PROBLEM, 2, None, date(2026, 10, 13)),
        (NoteType.PROBLEM, 3, None, date(2026, 10, 20)),
        (NoteType.DEALER_REQUEST, None, date(2026, 10, 3), date(2026, 10, 3)),
        (NoteType.DEALER_REQUEST, None, None, date(2026, 10, 13)),
        (NoteType.COMPETITOR, None, date(2026, 10, 3), date(2026, 10, 20)),
        (NoteType.TREND, None, None, date(2026, 10, 20)),
    ],
)
def test_an_answer_is_due_by_promise_severity_or_type(
    type: NoteType, severity: int | None, promised: date | None, due: date
) -> None:
    # Received on the last working day before the holiday; 8, 9, 10 and 12 October are the next.
    times = NoteTimes(None, date(2026, 9, 30), at(9, 30, 16), at(9, 30, 16))
    facts = NoteFacts(type, severity, promised, times)
    assert answer_due(CALENDAR, facts) == due


def test_the_answers_day_itself_is_in_time() -> None:
    facts = problem(1, at(9, 30, 16))
    assert was_on_time(CALENDAR, facts, at(10, 9, 23)) is None
    assert was_on_time(CALENDAR, facts, at(10, 10, 0)) is False
    on_its_day = problem(1, at(9, 30, 16), answered_at=at(10, 9, 23, 59))
    assert was_on_time(CALENDAR, on_its_day, at(10, 20)) is True
    after = problem(1, at(9, 30, 16), answered_at=at(10, 10, 0, 1))
    assert was_on_time(CALENDAR, after, at(10, 20)) is False


def test_another_zone_names_the_same_instants() -> None:
    late = at(10, 8, 17).astimezone(UTC)
    assert note_state(CALENDAR, problem(1, at(9, 30, 16)), late) is NoteState.ESCALATED
    assert running_time(CALENDAR, at(9, 30, 16), late) == 25 * HOUR


def test_each_stretch_of_a_note_has_its_length() -> None:
    times = NoteTimes(
        date(2026, 9, 29), date(2026, 9, 30), at(10, 8, 10), at(10, 8, 11), at(10, 9, 16),
        at(10, 10, 10),
    )  # fmt: skip
    assert note_clock(CALENDAR, times) == NoteClock(
        Decimal(1), Decimal(1), 30 * HOUR, 18 * HOUR
    )  # fmt: skip
    # Nobody wrote down the receipt, and nobody read it before he answered.
    bare = NoteTimes(None, date(2026, 9, 30), None, at(9, 30, 16), answered_at=at(9, 30, 18))
    assert note_clock(CALENDAR, bare) == NoteClock(None, Decimal(0), None, 2 * HOUR)
    assert note_clock(CALENDAR, replace(bare, answered_at=None)).answered is None


#: 1 leads 2 and 3; 2 leads 4; 5 left, above him 2; 6 and 7 stand in a circle.
PEOPLE = {
    1: Superior(None, True),
    2: Superior(1, True),
    3: Superior(1, True),
    4: Superior(2, True),
    5: Superior(2, False),
    6: Superior(7, False),
    7: Superior(6, False),
}


@pytest.mark.parametrize(
    ("owner", "rep", "is_up", "who"),
    [
        (None, 4, False, 2),
        (None, 4, True, 1),
        (3, 4, False, 3),
        (3, 4, True, 1),
        (5, 4, False, 2),
        (5, None, True, 1),
        # The branch manager's own, and what has gone as far up as it can.
        (None, 1, False, 1),
        (1, 4, True, 1),
        # A note of nobody, of somebody unknown, and of a circle of people who left.
        (None, None, False, 1),
        (99, 98, True, 1),
        (None, 6, False, 1),
    ],
)
def test_somebody_always_owes_the_answer(
    owner: int | None, rep: int | None, is_up: bool, who: int
) -> None:
    assert who_answers(owner, rep, PEOPLE, is_escalated=is_up) == who


def test_the_top_is_who_leads_the_most_and_nobody_where_nobody_is() -> None:
    assert top_of({1: Superior(None, True), **{n: Superior(2, True) for n in (3, 4)},
                   2: Superior(None, True)}) == 2  # fmt: skip
    assert top_of({1: Superior(None, False), 2: Superior(1, True), 3: Superior(2, True)}) == 2
    assert top_of({}) is None
    assert top_of({1: Superior(None, False)}) is None


@pytest.mark.parametrize(
    ("notes", "points"),
    [
        ([], 0),
        ([(1, None, None)], 0),
        ([(1, 3, 2)], 6),
        ([(1, 2, None)], 2),
        # Three good ones of a day are capped; the next day counts anew.
        ([(1, 3, 1), (1, 3, 1), (1, 3, 2)], 6),
        ([(1, 3, 1), (1, 3, 1), (1, 3, 2), (2, 2, 2)], 10),
    ],
)
def test_notes_are_worth_quality_times_use_capped_by_day(
    notes: list[tuple[int, int | None, int | None]], points: int
) -> None:
    rated = [RatedNote(date(2026, 10, day), quality, use) for day, quality, use in notes]
    assert information_value(rated) == points


def test_the_managers_times_are_medians_and_a_share_of_what_was_due() -> None:
    handled = [
        Handling(2 * HOUR, 10 * HOUR, True),
        Handling(4 * HOUR, 30 * HOUR, False),
        Handling(HOUR / 2, None, None),
        Handling(None, None, False),
    ]
    found = answer_times(handled)
    assert (found.notes, found.unread, found.unanswered) == (4, 1, 2)
    assert (found.median_read, found.median_answered) == (Decimal(2), Decimal(20))
    assert (found.on_time.numerator, found.on_time.denominator) == (1, 3)


def test_without_notes_nothing_is_defined() -> None:
    found = answer_times([])
    assert isinstance(found, AnswerTimes) and found.median_read is None
    assert found.on_time.value is None and found.on_time.reason == "nothing due"
    assert hours_of(timedelta(minutes=90)) == Decimal("1.5")


@pytest.mark.parametrize(
    ("asked", "day", "ended", "today", "dues"),
    [
        (date(2026, 1, 20), 25, None, date(2026, 3, 3), ["01-25", "02-25", "03-25"]),
        # Asked after this month's day; a short month has its last one.
        (date(2026, 1, 31), 30, None, date(2026, 3, 3), ["02-28", "03-30"]),
        (date(2026, 1, 31), 31, None, date(2026, 2, 1), ["01-31", "02-28"]),
        # Withdrawn in March: its day is not asked for any more.
        (date(2026, 1, 20), 25, date(2026, 3, 10), date(2026, 6, 1), ["01-25", "02-25"]),
        # Asked today after the day of this month: the next month's is said at once.
        (date(2026, 3, 20), 5, None, date(2026, 3, 20), ["04-05"]),
        (date(2026, 3, 20), 5, date(2026, 3, 21), date(2026, 5, 20), []),
    ],
)
def test_a_standing_question_is_due_each_month(
    asked: date, day: int, ended: date | None, today: date, dues: list[str]
) -> None:
    assert [f"{one:%m-%d}" for one in monthly_dues(asked, day, ended, today)] == dues


@pytest.mark.parametrize(
    ("due", "answered", "ended", "state"),
    [
        (3, None, None, AnswerState.OPEN),
        (2, None, None, AnswerState.OPEN),
        (1, None, None, AnswerState.LATE),
        (1, 5, None, AnswerState.ANSWERED),
        (1, None, 4, AnswerState.WITHDRAWN),
        (1, 5, 4, AnswerState.ANSWERED),
    ],
)
def test_an_answer_is_late_from_the_day_after_its_own(
    due: int, answered: int | None, ended: int | None, state: AnswerState
) -> None:
    days = [None if day is None else date(2026, 10, day) for day in (due, answered, ended)]
    assert days[0] is not None
    assert answer_state(days[0], days[1], days[2], date(2026, 10, 2)) is state
