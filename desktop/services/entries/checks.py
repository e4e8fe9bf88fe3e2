"""The second pair of eyes: what is to be looked at, what was found, and samples for call backs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop.changes import ChangeSet, Topic
from desktop.clock import Clock
from desktop.enums import CheckReason, CheckResult
from desktop.errors import InputError, Issue, RuleViolation
from desktop.models import Entry, EntryCheck, Visit
from desktop.periods import Month
from desktop.search_key import clean_text
from desktop.services.access import Action, Actor
from desktop.services.entries.checks_data import CheckBook, DecideCheck, DrawSample, SampleDrawn
from desktop.services.entries.checks_reading import load_book, subject_of
from desktop.services.entries.data import EntryKind
from desktop.services.entries.saving import RECORDS, SUBJECT_KEYS
from desktop.services.rules.second_eyes import draw
from desktop.services.uow import UnitOfWork, require_version

_LONGEST_NOTE = 4_000
_TOPICS = {
    EntryKind.VISITS: Topic.VISITS,
    EntryKind.ORDERS: Topic.ORDERS,
    EntryKind.COLLECTIONS: Topic.COLLECTIONS,
    EntryKind.EXPENSES: Topic.EXPENSES,
}


class EntryChecks:
    """Lists second looks, takes their findings, and draws samples of visits."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def book(self, actor: Actor) -> CheckBook:
        """Return the second looks of the branch: open ones first, then the last done ones."""
        with self._uow.read() as session:
            return load_book(session, actor)

    def decide(self, actor: Actor, command: DecideCheck) -> ChangeSet:
        """Write what a second look found; a rejected visit counts no longer as verified.

        Raises:
            InputError: a rejection without a note, or a note that cannot be kept.
            RuleViolation: `check_own` where the user keyed the report himself, `check_done`,
                `check_gone`; the request was carried out already.
            ConflictError: someone else saved it first.
            NotAllowed: the user's roles do not include it.
        """
        actor.require(Action.CHECK_ENTRY)
        note = _note(command)
        with self._uow.write(actor, "Decide second look", request_id=command.request_id) as session:
            check = session.scalars(
                select(EntryCheck)
                .where(EntryCheck.branch_id == actor.branch_id, EntryCheck.id == command.check_id)
                .with_for_update()
            ).first()
            if check is None:
                raise RuleViolation("check_gone")
            kind, document = _subject(session, check)
            if document.state == "void":
                raise RuleViolation("check_gone")
            require_version(check, command.expected_version, check.version)
            if check.result not in (None, str(CheckResult.NOT_REACHED)):
                raise RuleViolation("check_done")
            if actor.user_id and _keyed_by(session, kind, document) == actor.user_id:
                raise RuleViolation("check_own", login=actor.login)
            check.method, check.result = str(command.method), str(command.result)
            check.checked_by_id = actor.user_id or None
            check.checked_at = self._clock.now()
            check.note = note
            if command.result is CheckResult.REJECTED and isinstance(document, Visit):
                document.rejected_on = self._clock.today()
        return ChangeSet.of(_TOPICS[kind])

    def draw_sample(self, actor: Actor, command: DrawSample) -> SampleDrawn:
        """Draw visits of a month for a call back, by a seed that is written down with each.

        Drawn from are the month's visits on site that took place and that nobody looks at
        already, in the order of their ids: the same seed draws the same ones again.

        Raises:
            InputError: a share that is none, at `share`.
            RuleViolation: `sample_drawn`, `sample_nothing`; the request was carried out already.
            NotAllowed: the user's roles do not include it.
        """
        actor.require(Action.CHECK_ENTRY)
        if not 0 < command.share <= 1:
            raise InputError(Issue("sample_share", column="share"))
        seed = int(self._clock.now().timestamp()) if command.seed is None else command.seed
        with self._uow.write(actor, "Draw sample", request_id=command.request_id) as session:
            # Two desks could draw at once, and each would think itself the first.
            self._uow.database.wait_for_bulk_changes(session, actor.branch_id)
            _refuse_second_draw(session, actor.branch_id, command)
            ids = session.scalars(countable_visits(actor.branch_id, command.month)).all()
            if not ids:
                raise RuleViolation("sample_nothing", month=str(command.month))
            drawn = draw(ids, command.share, seed)
            now = self._clock.now()
            session.add_all(
                EntryCheck(
                    branch_id=actor.branch_id, visit_id=one, reason=str(CheckReason.SAMPLE),
                    seed=seed, asked_at=now, note="",
                )
                for one in drawn
            )  # fmt: skip
        return SampleDrawn(len(drawn), len(ids), seed, ChangeSet.of(Topic.VISITS))


def _note(command: DecideCheck) -> str:
    try:
        note = clean_text(" ".join(command.note.split()))
    except ValueError as error:
        issue = Issue("text_unseen", {"character": str(error)}, column="note", value=command.note)
        raise InputError(issue) from error
    if len(note) > _LONGEST_NOTE:
        facts = {"length": len(note), "longest": _LONGEST_NOTE}
        raise InputError(Issue("text_too_long", facts, column="note"))
    if command.result is CheckResult.REJECTED and not note:
        raise InputError(Issue("check_note_missing", column="note"))
    return note


def _subject(session: Session, check: EntryCheck) -> tuple[EntryKind, Any]:
    kind, document_id = subject_of(check)
    return kind, session.get_one(RECORDS[kind], document_id)


def _keyed_by(session: Session, kind: EntryKind, document: Any) -> int | None:
    """Return the user who keyed a document; nobody keyed what came in a file."""
    entry = session.scalars(
        select(Entry).where(
            Entry.branch_id == document.branch_id,
            getattr(Entry, SUBJECT_KEYS[kind]) == document.id,
        )
    ).first()
    return None if entry is None else entry.keyed_by_id


def _refuse_second_draw(session: Session, branch_id: int, command: DrawSample) -> None:
    seed = session.scalar(
        select(EntryCheck.seed)
        .join(Visit, Visit.id == EntryCheck.visit_id)
        .where(
            EntryCheck.branch_id == branch_id,
            EntryCheck.reason == str(CheckReason.SAMPLE),
            Visit.month == command.month.ordinal,
        )
        .limit(1)
    )
    if seed is not None:
        raise RuleViolation("sample_drawn", month=str(command.month), seed=seed)


def countable_visits(branch_id: int, month: Month) -> Select[Any]:
    """Return what asks for the visits of a month that a sample is drawn from, by id."""
    looked_at = select(EntryCheck.visit_id).where(
        EntryCheck.branch_id == branch_id, EntryCheck.visit_id.is_not(None)
    )
    return (
        select(Visit.id)
        .where(
            Visit.branch_id == branch_id,
            Visit.state == "posted",
            Visit.visited_on >= month.start,
            Visit.visited_on < month.end,
            Visit.is_attempt.is_(False),
            Visit.channel == "on_site",
            Visit.rejected_on.is_(None),
            Visit.id.not_in(looked_at),
        )
        .order_by(Visit.id)
    )
