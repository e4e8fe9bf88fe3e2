"""The board of what is unanswered: every note, request, problem and question, with a name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.clock import Clock
from desktop.models import Customer, MarketNote
from desktop.periods import Period
from desktop.services.figures.frame import Frame, load_frame
from desktop.services.information.answers_data import (
    AnswerBoard,
    InformationValue,
    OwedAnswer,
    PersonTimes,
)
from desktop.services.information.question_reading import read_questions
from desktop.services.information.standing import (
    FACTS,
    Answerers,
    facts_of,
    load_answerers,
)
from desktop.services.rules.information import (
    NoteFacts,
    NoteState,
    answer_due,
    note_state,
    running_time,
    was_on_time,
)
from desktop.services.rules.information_figures import (
    Handling,
    RatedNote,
    answer_times,
    information_value,
)
from desktop.services.rules.questions import AnswerState
from desktop.services.rules.workdays import WorkCalendar
from desktop.services.uow import UnitOfWork

#: The figures by person look back so many days.
LOOK_BACK_DAYS = 365
_ORDER = (NoteState.ESCALATED, NoteState.LATE, NoteState.OPEN)


class InfoAnswers:
    """Reads who owes which answer, and how fast everybody's answers came."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def board(self, period: Period | None = None) -> AnswerBoard:
        """Return what is unanswered now, and the figures of the notes of a period.

        Without a period the figures are over the last year.
        """
        today, now = self._clock.today(), self._clock.now()
        span = period or Period.inclusive(today - timedelta(days=LOOK_BACK_DAYS - 1), today)
        with self._uow.read() as session:
            frame = load_frame(session)
            answerers = load_answerers(session, frame, today)
            owed = [
                *_owed_notes(session, frame, answerers, now),
                *_owed_questions(session, frame, today),
            ]
            people = _people(session, frame, answerers, span, now)
            values = _values(session, frame, span)
        owed.sort(key=lambda one: (_ORDER.index(one.state), one.due_on, one.since, one.text))
        return AnswerBoard(today, span, tuple(owed), people, values)


def _owed_notes(
    session: Session, frame: Frame, answerers: Answerers, now: datetime
) -> Iterator[OwedAnswer]:
    rows = session.execute(
        select(
            MarketNote.id, *FACTS, MarketNote.text, MarketNote.owner_id, MarketNote.rep_id,
            MarketNote.competitor, Customer.name.label("customer"),
        )
        .outerjoin(Customer, Customer.id == MarketNote.customer_id)
        .where(MarketNote.branch_id == frame.branch.id, MarketNote.answered_at.is_(None))
    )  # fmt: skip
    for row in rows:
        facts = facts_of(row)
        state = note_state(frame.calendar, facts, now)
        owes = answerers.of_note(row.owner_id, row.rep_id, state)
        rep = frame.reps.get(row.rep_id or 0)
        yield OwedAnswer(
            facts.type, row.text, answerers.name(owes), "" if rep is None else rep.name,
            row.customer or row.competitor, facts.times.begun_at.date(),
            answer_due(frame.calendar, facts), facts.severity, state,
            facts.times.read_at is not None, note_id=row.id,
        )  # fmt: skip


def _owed_questions(session: Session, frame: Frame, today: date) -> Iterator[OwedAnswer]:
    book = read_questions(session, frame, today)
    asked = {one.id: one.asked_on for one in book.questions}
    for task in book.unanswered:
        is_late = task.state is AnswerState.LATE
        yield OwedAnswer(
            None, task.question, task.owes, task.rep_name, "", asked[task.question_id],
            task.due_on, None, NoteState.LATE if is_late else NoteState.OPEN, is_read=False,
            question_id=task.question_id, rep_id=task.rep_id,
        )  # fmt: skip


def _handling(calendar: WorkCalendar, facts: NoteFacts, now: datetime) -> Handling:
    times = facts.times
    read, answered = (
        None if moment is None else running_time(calendar, times.begun_at, moment)
        for moment in (times.read_at, times.answered_at)
    )
    return Handling(read, answered, was_on_time(calendar, facts, now))


def _people(
    session: Session, frame: Frame, answerers: Answerers, span: Period, now: datetime
) -> tuple[PersonTimes, ...]:
    """Return everybody's times; a note is his to whom it fell before anything went up."""
    rows = session.execute(
        select(*FACTS, MarketNote.owner_id, MarketNote.rep_id)
        .where(
            MarketNote.branch_id == frame.branch.id,
            MarketNote.noted_on >= span.start,
            MarketNote.noted_on < span.end,
        )
        .order_by(MarketNote.id)
    )
    handled: dict[str, list[Handling]] = {}
    for row in rows:
        owes = answerers.name(answerers.of_note(row.owner_id, row.rep_id, NoteState.OPEN))
        handled.setdefault(owes, []).append(_handling(frame.calendar, facts_of(row), now))
    found = [PersonTimes(name, answer_times(those)) for name, those in handled.items()]
    return tuple(sorted(found, key=lambda one: (-one.times.unanswered, one.name)))


def _values(session: Session, frame: Frame, span: Period) -> tuple[InformationValue, ...]:
    """Return what each rep's notes were worth, the most first; who noted nothing is not there."""
    rows = session.execute(
        select(
            MarketNote.rep_id, MarketNote.noted_on, MarketNote.quality, MarketNote.use_factor
        ).where(
            MarketNote.branch_id == frame.branch.id,
            MarketNote.rep_id.is_not(None),
            MarketNote.noted_on >= span.start,
            MarketNote.noted_on < span.end,
        )
    )
    by_rep: dict[int, list[RatedNote]] = {}
    for rep_id, noted_on, quality, use_factor in rows:
        by_rep.setdefault(rep_id or 0, []).append(RatedNote(noted_on, quality, use_factor))
    found = [
        InformationValue(
            frame.reps[rep_id].code,
            frame.reps[rep_id].name,
            len(notes),
            sum(one.quality is not None for one in notes),
            information_value(notes),
        )
        for rep_id, notes in by_rep.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.points, one.code)))
