"""Decisions, and the notes from the field that they rested on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from desktop.changes import ChangeSet, Topic
from desktop.clock import Clock
from desktop.enums import NoteType
from desktop.errors import ConflictError, InputError, Issue
from desktop.models import AppUser, DecisionNote, InfoDecision, MarketNote
from desktop.services.access import Action, Actor
from desktop.services.figures.frame import Frame, load_branch, load_frame
from desktop.services.information.decision_data import (
    AddDecision,
    ChangeDecision,
    DecisionEntry,
    DecisionRow,
    RemoveDecision,
)
from desktop.services.information.question_data import NoteChoice
from desktop.services.information.question_reading import offered_notes, rep_name
from desktop.services.plans.work_records import words
from desktop.services.uow import UnitOfWork


class InfoDecisions:
    """Reads the decisions with their notes, and carries out what is entered.

    The document of a command is the decision; which notes it names is a part of it.
    """

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def rows(self) -> tuple[DecisionRow, ...]:
        """Return all decisions, the newest first."""
        with self._uow.read() as session:
            frame = load_frame(session)
            notes = _notes_by_decision(session, frame)
            found = session.execute(
                select(InfoDecision, AppUser.name)
                .outerjoin(AppUser, AppUser.id == InfoDecision.decided_by_id)
                .where(InfoDecision.branch_id == frame.branch.id)
                .order_by(InfoDecision.decided_on.desc(), InfoDecision.id.desc())
            )
            return tuple(
                DecisionRow(
                    one.id, one.version, one.text, one.decided_on, name or "",
                    tuple(notes.get(one.id, ())),
                )
                for one, name in found
            )  # fmt: skip

    def offered(self) -> tuple[NoteChoice, ...]:
        """Return the latest notes, to name those that a decision rested on."""
        with self._uow.read() as session:
            return offered_notes(session, load_frame(session))

    def add(self, actor: Actor, command: AddDecision) -> ChangeSet:
        """Write down a decision and return what changed, with its id.

        Raises:
            InputError: a field that cannot be taken.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `already_done`.
        """
        actor.require(Action.ANSWER_INFORMATION)
        with self._uow.write(actor, "Add decision", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            record = InfoDecision(branch_id=branch.id, decided_by_id=actor.user_id or None)
            _fill(session, record, command.entry, self._clock.today())
            session.add(record)
            session.flush()
            _keep_notes(session, record, command.entry.note_ids)
            made = record.id
        return ChangeSet.of(Topic.INFORMATION, created_id=made)

    def change(self, actor: Actor, command: ChangeDecision) -> ChangeSet:
        """Correct a decision and which notes it rested on.

        Raises:
            ConflictError: `changed_meanwhile`.
            InputError, NotAllowed, RuleViolation: as `add`; `decision_gone`.
        """
        actor.require(Action.ANSWER_INFORMATION)
        with self._uow.write(actor, "Change decision", request_id=command.request_id) as session:
            record = _expected(session, actor, command.decision_id, command.expected_version)
            _fill(session, record, command.entry, self._clock.today())
            if _keep_notes(session, record, command.entry.note_ids):
                # The version belongs to the document, whatever part of it was changed.
                flag_modified(record, "text")
        return ChangeSet.of(Topic.INFORMATION)

    def remove(self, actor: Actor, command: RemoveDecision) -> ChangeSet:
        """Take out a decision.

        Raises:
            ConflictError, InputError, NotAllowed, RuleViolation: as `change`.
        """
        actor.require(Action.ANSWER_INFORMATION)
        with self._uow.write(actor, "Remove decision", request_id=command.request_id) as session:
            record = _expected(session, actor, command.decision_id, command.expected_version)
            _keep_notes(session, record, ())
            session.flush()
            session.delete(record)
        return ChangeSet.of(Topic.INFORMATION)


def _notes_by_decision(session: Session, frame: Frame) -> dict[int, list[NoteChoice]]:
    rows = session.execute(
        select(
            DecisionNote.decision_id, MarketNote.id, MarketNote.type, MarketNote.noted_on,
            MarketNote.text, MarketNote.rep_id,
        )
        .join(MarketNote, MarketNote.id == DecisionNote.note_id)
        .where(DecisionNote.branch_id == frame.branch.id)
        .order_by(MarketNote.noted_on.desc(), MarketNote.id.desc())
    )  # fmt: skip
    found: dict[int, list[NoteChoice]] = {}
    for decision_id, note_id, kind, day, text, rep_id in rows:
        name = rep_name(frame, rep_id)
        found.setdefault(decision_id, []).append(
            NoteChoice(note_id, NoteType(kind), day, text, name)
        )
    return found


def _fill(session: Session, record: InfoDecision, entry: DecisionEntry, today: date) -> None:
    """Put an entry into a decision; its notes are `_keep_notes`' work.

    Raises:
        InputError: with an issue for each field that cannot be taken.
    """
    issues: list[Issue] = []
    text = words(entry.text, "text", issues, "decision_text_missing")
    if entry.decided_on > today:
        value = str(entry.decided_on)
        issues.append(Issue("decision_day_ahead", column="decided_on", value=value))
    wanted = set(entry.note_ids)
    there = session.scalars(
        select(MarketNote.id).where(
            MarketNote.branch_id == record.branch_id, MarketNote.id.in_(wanted)
        )
    )
    if wanted - set(there):
        issues.append(Issue("decision_note_gone", column="notes"))
    if issues:
        raise InputError(*issues)
    record.text, record.decided_on = text, entry.decided_on


def _keep_notes(session: Session, record: InfoDecision, note_ids: Sequence[int]) -> bool:
    """Make a decision's notes these, and return whether any changed."""
    there = {
        one.note_id: one
        for one in session.scalars(
            select(DecisionNote).where(
                DecisionNote.branch_id == record.branch_id, DecisionNote.decision_id == record.id
            )
        )
    }
    new = [note_id for note_id in dict.fromkeys(note_ids) if note_id not in there]
    old = [one for note_id, one in there.items() if note_id not in set(note_ids)]
    for one in old:
        session.delete(one)
    session.add_all(
        DecisionNote(branch_id=record.branch_id, decision_id=record.id, note_id=note_id)
        for note_id in new
    )
    return bool(new or old)


def _expected(session: Session, actor: Actor, record_id: int, version: int) -> InfoDecision:
    """Return a decision for a change, where nobody else changed it meanwhile."""
    branch = load_branch(session, actor.branch_id)
    found = select(InfoDecision).where(
        InfoDecision.branch_id == branch.id, InfoDecision.id == record_id
    )
    record = session.scalars(found.with_for_update()).first()
    if record is None:
        raise InputError(Issue("decision_gone"))
    if record.version != version:
        raise ConflictError("changed_meanwhile", shown=version, found=record.version)
    return record
