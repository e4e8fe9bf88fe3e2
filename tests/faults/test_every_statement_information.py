"""F4: a command on notes, questions or decisions that fails at a statement changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desktop.enums import NoteType, QuestionCycle
from desktop.errors import RuleViolation
from desktop.models import Rep
from desktop.services.access import Actor
from desktop.services.information.data import (
    AddNote,
    AnswerNote,
    ChangeNote,
    NoteEntry,
    RateNote,
    ReadNote,
    ReassignNote,
)
from desktop.services.information.decision_data import (
    AddDecision,
    ChangeDecision,
    DecisionEntry,
    RemoveDecision,
)
from desktop.services.information.decisions import InfoDecisions
from desktop.services.information.notes import MarketNotes
from desktop.services.information.question_data import (
    AnswerQuestion,
    AskQuestion,
    WithdrawQuestion,
)
from desktop.services.information.questions import InfoQuestions
from tests.databases import new_database
from tests.factories import CLOCK, Desk, a_desk
from tests.faults.every_statement import on_database, prove
from tests.faults.faulty_driver import Faults

DAY = date(2026, 3, 17)
NOTE = NoteEntry(NoteType.COMPETITOR, DAY, "Cheaper", competitor="Northwind")

SentOnce = Callable[[Callable[[Actor, Any], object], Any], None]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def desk(
    request: pytest.FixtureRequest, faults: Faults, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """Yield a branch with two reps."""
    folder = tmp_path_factory.mktemp(request.param)
    with new_database(request, folder) as url, a_desk(url, folder) as made:
        made.reps(2)
        yield made


@pytest.fixture
def sent_once(desk: Desk) -> SentOnce:
    """Return what proves a command that a form sends again as it is until it succeeds."""
    url = desk.database.url

    def run(call: Callable[[Actor, Any], object], command: Any) -> None:
        sent = replace(command, request_id=desk.next("request-"))
        assert prove(on_database(url, lambda: call(desk.actor, sent))) > 4
        with pytest.raises(RuleViolation, match="already_done"):
            call(desk.actor, sent)

    return run


@pytest.fixture
def notes(desk: Desk) -> MarketNotes:
    """Return the service of notes."""
    return MarketNotes(desk.uow, CLOCK)


def reps(desk: Desk) -> tuple[int, ...]:
    return tuple(int(row[0]) for row in desk.rows(Rep, "id"))


def noted(desk: Desk, notes: MarketNotes) -> int:
    return notes.add(desk.actor, AddNote(NOTE)).created_id or 0


def test_a_new_note(desk: Desk, notes: MarketNotes, sent_once: SentOnce) -> None:
    sent_once(notes.add, AddNote(replace(NOTE, rep_id=reps(desk)[0])))


def test_a_note_that_is_changed_read_given_on_answered_and_rated(
    desk: Desk, notes: MarketNotes, sent_once: SentOnce
) -> None:
    made = noted(desk, notes)
    sent_once(notes.change, ChangeNote(made, 1, replace(NOTE, text="Dearer")))
    sent_once(notes.read, ReadNote(made, 2))
    sent_once(notes.reassign, ReassignNote(made, 3, reps(desk)[1]))
    sent_once(notes.answer, AnswerNote(made, 4, "Wait"))
    sent_once(notes.rate, RateNote(made, 5, 2, was_used=True))


def test_a_question_that_is_asked_answered_and_withdrawn(
    desk: Desk, notes: MarketNotes, sent_once: SentOnce
) -> None:
    questions = InfoQuestions(desk.uow, CLOCK)
    people = reps(desk)
    ask = AskQuestion("Stock?", NoteType.TREND, QuestionCycle.MONTHLY, people, due_day=20)
    sent_once(questions.ask, ask)
    made = questions.book().questions[0].id
    due = date(2026, 3, 20)
    sent_once(questions.answer, AnswerQuestion(made, people[0], due, 1, "Two weeks"))
    in_note = AnswerQuestion(made, people[1], due, 1, note_id=noted(desk, notes))
    sent_once(questions.answer, in_note)
    sent_once(questions.withdraw, WithdrawQuestion(made, 1))


def test_a_decision_that_is_written_down_changed_and_taken_out(
    desk: Desk, notes: MarketNotes, sent_once: SentOnce
) -> None:
    decisions = InfoDecisions(desk.uow, CLOCK)
    first, second = noted(desk, notes), noted(desk, notes)
    entry = DecisionEntry("Match it", DAY, (first,))
    sent_once(decisions.add, AddDecision(entry))
    made = decisions.rows()[0].id
    sent_once(decisions.change, ChangeDecision(made, 1, replace(entry, note_ids=(second,))))
    sent_once(decisions.remove, RemoveDecision(made, 2))
