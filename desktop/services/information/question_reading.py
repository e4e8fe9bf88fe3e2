"""Reading questions with their tasks: those that were saved, and each month's that was not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.enums import NoteType, QuestionCycle
from desktop.models import AppUser, InfoQuestion, MarketNote, QuestionTask
from desktop.services.figures.frame import Frame
from desktop.services.information.question_data import (
    NoteChoice,
    QuestionBook,
    QuestionRow,
    QuestionTaskRow,
)
from desktop.services.information.standing import Answerers, load_answerers
from desktop.services.rules.questions import AnswerState, answer_state, monthly_dues

#: So many of the latest notes are offered where one is to be chosen.
_NOTES_OFFERED = 300
_ORDER = (AnswerState.LATE, AnswerState.OPEN, AnswerState.ANSWERED, AnswerState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Due:
    """A rep who is to answer a question by a day, with the task if it was saved."""

    rep_id: int
    due_on: date
    task: QuestionTask | None


def dues_of(
    question: InfoQuestion, tasks: Sequence[QuestionTask], frame: Frame, today: date
) -> Iterator[Due]:
    """Yield who is to answer a question by when.

    The reps who were named when it was asked are asked again each month of a standing question,
    as long as they are there; nothing needs to be saved for it.
    """
    saved = {(one.rep_id, one.due_on): one for one in tasks}
    for (rep_id, due_on), task in saved.items():
        yield Due(rep_id, due_on, task)
    if question.cycle != QuestionCycle.MONTHLY or question.due_day is None:
        return
    days = monthly_dues(question.asked_on, question.due_day, question.ended_on, today)
    for rep_id in sorted({one.rep_id for one in tasks}):
        for due_on in days:
            if (rep_id, due_on) not in saved and frame.reps[rep_id].employed_on(due_on):
                yield Due(rep_id, due_on, None)


def tasks_of(session: Session, branch_id: int, **where: Any) -> dict[int, list[QuestionTask]]:
    """Return the saved tasks of questions, by question."""
    query = select(QuestionTask).where(QuestionTask.branch_id == branch_id).filter_by(**where)
    found: dict[int, list[QuestionTask]] = {}
    for task in session.scalars(query.order_by(QuestionTask.id)):
        found.setdefault(task.question_id, []).append(task)
    return found


def read_questions(session: Session, frame: Frame, today: date) -> QuestionBook:
    """Return all questions of the branch with their tasks."""
    branch_id = frame.branch.id
    tasks = tasks_of(session, branch_id)
    answerers = load_answerers(session, frame, today)
    questions, listed = [], []
    rows = session.execute(
        select(InfoQuestion, AppUser.name)
        .outerjoin(AppUser, AppUser.id == InfoQuestion.asked_by_id)
        .where(InfoQuestion.branch_id == branch_id)
        .order_by(InfoQuestion.asked_on.desc(), InfoQuestion.id.desc())
    )
    for question, asker in rows:
        dues = dues_of(question, tasks.get(question.id, []), frame, today)
        made = [_task(question, due, frame, answerers, today) for due in dues]
        listed += made
        questions.append(_question(question, asker or "", made))
    listed.sort(key=lambda one: (_ORDER.index(one.state), *_by_day(one), one.rep_code))
    return QuestionBook(tuple(questions), tuple(listed), today)


def _by_day(one: QuestionTaskRow) -> tuple[int, int]:
    """Return the order of days: what is owed by its due day, what is over the newest first."""
    day = one.due_on.toordinal()
    return (day if one.is_owed else -day), one.question_id


def _question(record: InfoQuestion, asker: str, tasks: Sequence[QuestionTaskRow]) -> QuestionRow:
    states = [one.state for one in tasks]
    return QuestionRow(
        record.id, record.version, record.text, NoteType(record.type),
        QuestionCycle(record.cycle), record.asked_on, asker, record.due_day, record.ended_on,
        len(states), states.count(AnswerState.ANSWERED), states.count(AnswerState.LATE),
    )  # fmt: skip


def _task(
    question: InfoQuestion, due: Due, frame: Frame, answerers: Answerers, today: date
) -> QuestionTaskRow:
    task, rep = due.task, frame.reps[due.rep_id]
    answered_on = None if task is None else task.answered_on
    return QuestionTaskRow(
        question.id,
        question.text,
        NoteType(question.type),
        rep.id,
        rep.code,
        rep.name,
        due.due_on,
        0 if task is None else task.version,
        "" if task is None else task.answer,
        answered_on,
        None if task is None else task.note_id,
        answerers.name(answerers.of_rep(rep.id)),
        answer_state(due.due_on, answered_on, question.ended_on, today),
    )


def rep_name(frame: Frame, rep_id: int | None) -> str:
    """Return a rep's name; "" for nobody."""
    rep = frame.reps.get(rep_id or 0)
    return "" if rep is None else rep.name


def offered_notes(session: Session, frame: Frame) -> tuple[NoteChoice, ...]:
    """Return the latest notes, the newest first, to choose from."""
    rows = session.execute(
        select(
            MarketNote.id, MarketNote.type, MarketNote.noted_on, MarketNote.text,
            MarketNote.rep_id,
        )
        .where(MarketNote.branch_id == frame.branch.id)
        .order_by(MarketNote.noted_on.desc(), MarketNote.id.desc())
        .limit(_NOTES_OFFERED)
    )  # fmt: skip
    return tuple(
        NoteChoice(
            note_id, NoteType(kind), day, text,
            rep_name(frame, rep_id),
        )
        for note_id, kind, day, text, rep_id in rows
    )  # fmt: skip
