"""Commands and rows of questions that are put to reps.

A row's `version` is what a command on it must expect; 0 is a task that nobody has saved yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.enums import NoteType, QuestionCycle
from desktop.services.plans.work_data import Choice
from desktop.services.rules.questions import AnswerState


@dataclass(frozen=True, slots=True)
class AskQuestion:
    """Put a question to reps: once by `due_on`, or every month by the day `due_day` of it."""

    text: str
    type: NoteType
    cycle: QuestionCycle
    rep_ids: tuple[int, ...]
    due_on: date | None = None
    due_day: int | None = None
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """Write down what a rep answered to a question due on a day, in words or by a note.

    Without words the note's text is the answer. A month's task that was never saved is made by
    its answer, with `expected_version` 0.
    """

    question_id: int
    rep_id: int
    due_on: date
    expected_version: int
    answer: str = ""
    note_id: int | None = None
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawQuestion:
    """Ask no more; what was answered stays."""

    question_id: int
    expected_version: int
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class QuestionTaskRow:
    """A question to one rep with its due day.

    `owes` is who is to see to it: the rep, or who stands above one who left.
    """

    question_id: int
    question: str
    type: NoteType
    rep_id: int
    rep_code: str
    rep_name: str
    due_on: date
    version: int
    answer: str
    answered_on: date | None
    note_id: int | None
    owes: str
    state: AnswerState

    @property
    def is_owed(self) -> bool:
        """Whether somebody still has to answer."""
        return self.state in (AnswerState.LATE, AnswerState.OPEN)


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question as it stands; `asked`, `answered` and `late` count its tasks."""

    id: int
    version: int
    text: str
    type: NoteType
    cycle: QuestionCycle
    asked_on: date
    asked_by: str
    due_day: int | None
    ended_on: date | None
    asked: int
    answered: int
    late: int


@dataclass(frozen=True, slots=True)
class QuestionBook:
    """All questions, the newest first, and their tasks: what is late first, then by due day."""

    questions: tuple[QuestionRow, ...]
    tasks: tuple[QuestionTaskRow, ...]
    as_of: date

    @property
    def unanswered(self) -> tuple[QuestionTaskRow, ...]:
        """The tasks that somebody still has to answer, with his name."""
        return tuple(one for one in self.tasks if one.is_owed)

    def of(self, question_id: int | None) -> tuple[QuestionTaskRow, ...]:
        """Return the tasks of a question, or all."""
        if question_id is None:
            return self.tasks
        return tuple(one for one in self.tasks if one.question_id == question_id)


@dataclass(frozen=True, slots=True)
class NoteChoice:
    """A note that an answer or a decision can name."""

    id: int
    type: NoteType
    noted_on: date
    text: str
    rep_name: str


@dataclass(frozen=True, slots=True)
class QuestionChoices:
    """Who can be asked, and which notes an answer can be in."""

    reps: tuple[Choice, ...]
    notes: tuple[NoteChoice, ...]
