"""How notes stand: their facts for the rules, and who owes the answer, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.enums import NoteType, Role
from desktop.models import AppUser, MarketNote, UserRole
from desktop.services.figures.frame import Frame
from desktop.services.rules.information import (
    NoteFacts,
    NoteState,
    NoteTimes,
    Superior,
    note_state,
    who_answers,
)
from desktop.services.rules.workdays import WorkCalendar

#: The columns that a note is judged by, in the order of `facts_of`.
FACTS = (
    MarketNote.type, MarketNote.severity, MarketNote.promised_on, MarketNote.event_on,
    MarketNote.noted_on, MarketNote.received_at, MarketNote.keyed_at, MarketNote.read_at,
    MarketNote.answered_at,
)  # fmt: skip


def at_desk(moment: datetime | None) -> datetime | None:
    """Return an instant in the zone of the desk, whose midnights part the days."""
    return None if moment is None else moment.astimezone()


def facts_of(row: Any) -> NoteFacts:
    """Return what a note is judged by, of a record or of a row of `FACTS`."""
    keyed = row.keyed_at.astimezone()
    times = NoteTimes(
        row.event_on, row.noted_on, at_desk(row.received_at), keyed, at_desk(row.read_at),
        at_desk(row.answered_at),
    )  # fmt: skip
    return NoteFacts(NoteType(row.type), row.severity, row.promised_on, times)


@dataclass(frozen=True, slots=True)
class Answerers:
    """Who owes what on a day; `nobody` is the name where the tree of reps has nobody."""

    people: Mapping[int, Superior]
    names: Mapping[int, str]
    nobody: str

    def name(self, person: int | None) -> str:
        """Return a person's name; without one, that of the branch's manager."""
        return self.nobody if person is None else self.names[person]

    def of_note(self, owner_id: int | None, rep_id: int | None, state: NoteState) -> int | None:
        """Return who owes the answer to a note as it stands."""
        is_up = state is NoteState.ESCALATED
        return who_answers(owner_id, rep_id, self.people, is_escalated=is_up)

    def of_rep(self, rep_id: int) -> int | None:
        """Return who owes what a rep was asked: himself, or who is above one who left."""
        return who_answers(rep_id, None, self.people)


def load_answerers(session: Session, frame: Frame, today: date) -> Answerers:
    """Return who owes answers in the branch today."""
    boss = session.scalars(
        select(AppUser.name)
        .join(UserRole, UserRole.user_id == AppUser.id)
        .where(
            AppUser.branch_id == frame.branch.id,
            UserRole.branch_id == frame.branch.id,
            UserRole.role == str(Role.BRANCH_MANAGER),
        )
        .order_by(AppUser.id)
        .limit(1)
    ).first()
    return Answerers(
        {rep.id: Superior(rep.manager_id, rep.employed_on(today)) for rep in frame.reps.values()},
        {rep.id: rep.name for rep in frame.reps.values()},
        boss or frame.branch.name,
    )


@dataclass(frozen=True, slots=True)
class OpenStanding:
    """How the unanswered notes of the branch stand, by id."""

    states: Mapping[int, NoteState]
    unread: int

    def count(self, state: NoteState) -> int:
        """Return how many notes stand so."""
        return sum(one is state for one in self.states.values())


def open_standing(
    session: Session, branch_id: int, calendar: WorkCalendar, now: datetime
) -> OpenStanding:
    """Return how the notes without an answer stand now: few columns of few rows."""
    rows = session.execute(
        select(MarketNote.id, *FACTS).where(
            MarketNote.branch_id == branch_id, MarketNote.answered_at.is_(None)
        )
    ).all()
    return OpenStanding(
        {row.id: note_state(calendar, facts_of(row), now) for row in rows},
        sum(row.read_at is None for row in rows),
    )
