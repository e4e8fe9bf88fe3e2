"""When a question to reps is due, and how a task of it stands."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from enum import StrEnum

from desktop.periods import Month


class AnswerState(StrEnum):
    """How a rep's answer to a question stands."""

    LATE = "late"
    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


def day_of_month(month: Month, due_day: int) -> date:
    """Return the due day in a month; a shorter month has it on its last day."""
    return date(month.year, month.number, min(due_day, monthrange(month.year, month.number)[1]))


def monthly_dues(
    asked_on: date, due_day: int, ended_on: date | None, today: date
) -> tuple[date, ...]:
    """Return the days on which a standing question is due, up to that of today's month.

    The first is the first due day that is not before the day of asking; a question that was
    withdrawn is due no more after that day. A month's day appears when the month begins.
    """
    found = []
    month = Month.of(asked_on)
    while month.start <= max(today, asked_on):
        day = day_of_month(month, due_day)
        if day >= asked_on and (ended_on is None or day <= ended_on):
            found.append(day)
        month = month.plus(1)
    if not found and ended_on is None:
        # Asked after this month's day: the next one is said at once.
        found.append(day_of_month(month, due_day))
    return tuple(found)


def answer_state(
    due_on: date, answered_on: date | None, ended_on: date | None, today: date
) -> AnswerState:
    """Return how an answer stands; the due day itself is not late.

    What was withdrawn before it was answered is owed by nobody.
    """
    if answered_on is not None:
        return AnswerState.ANSWERED
    if ended_on is not None:
        return AnswerState.WITHDRAWN
    return AnswerState.LATE if due_on < today else AnswerState.OPEN
