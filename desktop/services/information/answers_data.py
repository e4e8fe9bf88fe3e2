"""Rows of the board of what is unanswered, and of how fast answers come, by person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.enums import NoteType
from desktop.periods import Period
from desktop.services.rules.information import NoteState
from desktop.services.rules.information_figures import AnswerTimes


@dataclass(frozen=True, slots=True)
class OwedAnswer:
    """Something without an answer, with the name of who owes it.

    `note_id` names a note, `question_id` and `rep_id` a question's task; `of` is whom it came
    from or was put to. A question is never read.
    """

    type: NoteType | None
    text: str
    owes: str
    of: str
    subject: str
    since: date
    due_on: date
    severity: int | None
    state: NoteState
    is_read: bool
    note_id: int | None = None
    question_id: int | None = None
    rep_id: int | None = None

    @property
    def is_question(self) -> bool:
        """Whether a rep owes it to a question, and not a manager to a note."""
        return self.question_id is not None


@dataclass(frozen=True, slots=True)
class PersonTimes:
    """How fast a person's answers came, over the notes that were his to answer."""

    name: str
    times: AnswerTimes


@dataclass(frozen=True, slots=True)
class InformationValue:
    """What a rep's notes of the period were worth: how many, how many rated, and the points."""

    code: str
    name: str
    notes: int
    rated: int
    points: int


@dataclass(frozen=True, slots=True)
class AnswerBoard:
    """Everything that waits for an answer, what went up first, then what is late, by due day.

    `people` and `values` are over the notes of `period`; people with the most unanswered first.
    """

    as_of: date
    period: Period
    owed: tuple[OwedAnswer, ...]
    people: tuple[PersonTimes, ...]
    values: tuple[InformationValue, ...]

    def count(self, state: NoteState) -> int:
        """Return how many answers stand so."""
        return sum(one.state is state for one in self.owed)
