"""What the printed list of notes is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.tone import Tone


@dataclass(frozen=True, slots=True)
class ListedNote:
    """A note on paper; texts in the language of the page.

    `about` names customer, competitor and price; `state` with its tone says how it stands, `who`
    who owes the answer or has given it; `grade` is the severity of a problem.
    """

    noted_on: date
    kind: str
    text: str
    rep: str
    about: str
    state: str
    tone: Tone
    who: str
    due_on: date
    answer: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True)
class NoteListData:
    """Notes in the order of the list; `count` is how many its filters let through."""

    branch_name: str
    as_of: date
    notes: tuple[ListedNote, ...]
    count: int
    unanswered: int
    escalated: int
    late: int
