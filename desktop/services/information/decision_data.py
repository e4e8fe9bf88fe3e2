"""Commands and rows of decisions and the notes that they rested on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.services.information.question_data import NoteChoice


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    """What was decided, when, and on which notes it rested."""

    text: str
    decided_on: date
    note_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AddDecision:
    """Write down a decision."""

    entry: DecisionEntry
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ChangeDecision:
    """Correct a decision with its notes: those that the entry does not name are unlinked."""

    decision_id: int
    expected_version: int
    entry: DecisionEntry
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class RemoveDecision:
    """Take out a decision; its notes stay."""

    decision_id: int
    expected_version: int
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision with its notes, the newest first."""

    id: int
    version: int
    text: str
    decided_on: date
    decided_by: str
    notes: tuple[NoteChoice, ...]

    @property
    def entry(self) -> DecisionEntry:
        """What a form of it begins with."""
        return DecisionEntry(self.text, self.decided_on, tuple(one.id for one in self.notes))
