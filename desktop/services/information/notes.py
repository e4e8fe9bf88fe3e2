"""Market notes: what the field knows, by whom it was read and answered, and what it was worth."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.changes import ChangeSet, Topic
from desktop.clock import Clock
from desktop.errors import InputError, Issue
from desktop.models import Customer, MarketNote, Product, Rep
from desktop.services.access import Action, Actor
from desktop.services.figures.frame import load_branch, load_frame
from desktop.services.information.data import (
    NOTES_A_PAGE,
    AddNote,
    AnswerNote,
    ChangeNote,
    NoteChoices,
    NoteFilter,
    NotePage,
    NoteRow,
    RateNote,
    ReadNote,
    ReassignNote,
)
from desktop.services.information.note_reading import NoteReader, competitors_of
from desktop.services.information.note_records import expected_note, fill_note
from desktop.services.plans.work_data import Choice
from desktop.services.plans.work_records import words
from desktop.services.uow import UnitOfWork

_QUALITIES = (0, 1, 2, 3)


class MarketNotes:
    """Reads notes by their filters, and carries out what is entered, answered and rated."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def page(
        self, wanted: NoteFilter | None = None, offset: int = 0, limit: int = NOTES_A_PAGE
    ) -> NotePage:
        """Return a page of the notes that a filter lets through, the newest first."""
        today, now = self._clock.today(), self._clock.now()
        with self._uow.read() as session:
            reader = NoteReader.at(session, load_frame(session), today, now)
            return reader.page(wanted or NoteFilter(), offset, limit, today)

    def note(self, note_id: int) -> NoteRow | None:
        """Return a note as it stands; None where it is not there."""
        today, now = self._clock.today(), self._clock.now()
        with self._uow.read() as session:
            reader = NoteReader.at(session, load_frame(session), today, now)
            return reader.notes([note_id]).get(note_id)

    def choices(self) -> NoteChoices:
        """Return what filters and forms let choose from; people who left are not offered."""
        today = self._clock.today()
        with self._uow.read() as session:
            frame = load_frame(session)
            branch_id = frame.branch.id
            listed = [
                tuple(
                    Choice(*row)
                    for row in session.execute(
                        select(kind.id, kind.code, kind.name)
                        .where(kind.branch_id == branch_id)
                        .order_by(kind.code)
                    )
                )
                for kind in (Customer, Product)
            ]
            competitors = competitors_of(session, branch_id)
        reps = sorted(frame.reps.values(), key=lambda rep: rep.code)
        areas = sorted(frame.territories.values(), key=lambda area: area.code)
        return NoteChoices(
            tuple(Choice(rep.id, rep.code, rep.name) for rep in reps if rep.employed_on(today)),
            listed[0],
            listed[1],
            tuple(Choice(area.id, area.code, area.name) for area in areas),
            competitors,
        )

    def add(self, actor: Actor, command: AddNote) -> ChangeSet:
        """Enter a note and return what changed, with its id.

        Raises:
            InputError: a field that cannot be taken.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `already_done`.
        """
        actor.require(Action.KEEP_INFORMATION)
        today, now = self._clock.today(), self._clock.now()
        with self._uow.write(actor, "Add note", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            record = MarketNote(
                branch_id=branch.id, keyed_by_id=actor.user_id or None, keyed_at=now, answer="",
                competitor="", competitor_key="",
            )  # fmt: skip
            fill_note(session, record, command.entry, today, now)
            session.add(record)
            session.flush()
            made = record.id
        return ChangeSet.of(Topic.INFORMATION, created_id=made)

    def change(self, actor: Actor, command: ChangeNote) -> ChangeSet:
        """Correct a note.

        Raises:
            ConflictError: `changed_meanwhile`.
            InputError, NotAllowed, RuleViolation: as `add`; `note_gone`.
        """
        actor.require(Action.KEEP_INFORMATION)
        today, now = self._clock.today(), self._clock.now()
        with self._uow.write(actor, "Change note", request_id=command.request_id) as session:
            record = self._note(session, actor, command.note_id, command.expected_version)
            fill_note(session, record, command.entry, today, now)
        return ChangeSet.of(Topic.INFORMATION)

    def read(self, actor: Actor, command: ReadNote) -> ChangeSet:
        """Write down that a note was read, where nobody had read it.

        Raises:
            ConflictError: `changed_meanwhile`.
            InputError: `note_gone`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `already_done`.
        """
        actor.require(Action.ANSWER_INFORMATION)
        with self._uow.write(actor, "Read note", request_id=command.request_id) as session:
            record = self._note(session, actor, command.note_id, command.expected_version)
            self._mark_read(record, actor)
        return ChangeSet.of(Topic.INFORMATION)

    def answer(self, actor: Actor, command: AnswerNote) -> ChangeSet:
        """Answer a note, which reads it too, or correct its answer.

        Raises:
            ConflictError, NotAllowed, RuleViolation: as `read`.
            InputError: `note_answer_missing`, `note_gone`.
        """
        actor.require(Action.ANSWER_INFORMATION)
        with self._uow.write(actor, "Answer note", request_id=command.request_id) as session:
            record = self._note(session, actor, command.note_id, command.expected_version)
            issues: list[Issue] = []
            text = words(command.answer, "answer", issues, "note_answer_missing")
            if issues:
                raise InputError(*issues)
            self._mark_read(record, actor)
            if record.answered_at is None:
                record.answered_at = self._clock.now()
                record.answered_by_id = actor.user_id or None
            record.answer = text
        return ChangeSet.of(Topic.INFORMATION)

    def rate(self, actor: Actor, command: RateNote) -> ChangeSet:
        """Rate a note, or take its rating back.

        Raises:
            ConflictError, NotAllowed, RuleViolation: as `read`.
            InputError: `note_quality_bounds`, `note_gone`.
        """
        actor.require(Action.ANSWER_INFORMATION)
        with self._uow.write(actor, "Rate note", request_id=command.request_id) as session:
            record = self._note(session, actor, command.note_id, command.expected_version)
            if command.quality is not None and command.quality not in _QUALITIES:
                value = str(command.quality)
                raise InputError(Issue("note_quality_bounds", column="quality", value=value))
            record.quality = command.quality
            record.use_factor = None if command.quality is None else 1 + command.was_used
        return ChangeSet.of(Topic.INFORMATION)

    def reassign(self, actor: Actor, command: ReassignNote) -> ChangeSet:
        """Give the answer to somebody else.

        Raises:
            ConflictError, NotAllowed, RuleViolation: as `read`.
            InputError: `note_choice_unknown`, `note_gone`.
        """
        actor.require(Action.ANSWER_INFORMATION)
        with self._uow.write(actor, "Reassign note", request_id=command.request_id) as session:
            record = self._note(session, actor, command.note_id, command.expected_version)
            if command.owner_id is not None:
                known = select(Rep.id).where(
                    Rep.branch_id == record.branch_id, Rep.id == command.owner_id
                )
                if session.scalar(known) is None:
                    value = str(command.owner_id)
                    raise InputError(Issue("note_choice_unknown", column="owner", value=value))
            record.owner_id = command.owner_id
        return ChangeSet.of(Topic.INFORMATION)

    def _note(self, session: Session, actor: Actor, note_id: int, version: int) -> MarketNote:
        branch = load_branch(session, actor.branch_id)
        return expected_note(session, branch.id, note_id, version)

    def _mark_read(self, record: MarketNote, actor: Actor) -> None:
        if record.read_at is None:
            record.read_at, record.read_by_id = self._clock.now(), actor.user_id or None
