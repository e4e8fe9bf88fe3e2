"""What a rep says to his target and what he is answered: written down, corrected, removed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.changes import ChangeSet, Topic
from desktop.clock import Clock
from desktop.enums import AnswerKind, PlanStatus
from desktop.errors import ConflictError, InputError, Issue, RuleViolation
from desktop.models import AppUser, PlanAnswer, PlanVersion, Rep
from desktop.services.access import Action, Actor
from desktop.services.figures.frame import load_branch
from desktop.services.plans.sheet_book import answer_row
from desktop.services.plans.sheets_data import AnswerRow, RecordAnswer, RemoveAnswer
from desktop.services.plans.version_records import find_version
from desktop.services.uow import UnitOfWork

#: States in which nobody is asked any more whether he accepts.
_OVER = frozenset({PlanStatus.CLOSED, PlanStatus.SUPERSEDED})


class PlanAnswers:
    """Keeps the answers of reps to a version; only who may change plans writes them down."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def record(self, actor: Actor, command: RecordAnswer) -> ChangeSet:
        """Write down a new answer, or correct one and reply to it; return its id where it is new.

        Raises:
            ConflictError: `changed_meanwhile`; facts: `theirs` (an `AnswerRow`).
            InputError: words or days that are missing or impossible, at their field;
                `plan_version_gone`, `rep_gone`, `answer_gone`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `plan_over`, the version is closed or superseded; `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        _require_sound(command, self._clock.today())
        with self._uow.write(actor, "Record answer", request_id=command.request_id) as session:
            # Whoever answers for the same version at the same moment waits here.
            version = self._open_version(session, actor, command.version_id)
            if command.answer_id is None:
                answer = _new_answer(session, version, command)
            else:
                answer = _expected(session, actor, command.answer_id, command.expected_version)
            self._fill(actor, answer, command)
            session.flush()
            made = answer.id if command.answer_id is None else None
        return ChangeSet.of(Topic.PLANS, created_id=made)

    def remove(self, actor: Actor, command: RemoveAnswer) -> ChangeSet:
        """Remove an answer that nobody gave.

        Raises:
            ConflictError, InputError, NotAllowed, RuleViolation: as `record`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Remove answer", request_id=command.request_id) as session:
            answer = _expected(session, actor, command.answer_id, command.expected_version)
            self._open_version(session, actor, answer.version_id)
            session.delete(answer)
        return ChangeSet.of(Topic.PLANS)

    def _open_version(self, session: Session, actor: Actor, version_id: int) -> PlanVersion:
        branch = load_branch(session, actor.branch_id)
        version = find_version(session, branch, version_id, is_locked=True)
        if PlanStatus(version.status) in _OVER:
            raise RuleViolation("plan_over", number=version.number)
        return version

    def _fill(self, actor: Actor, answer: PlanAnswer, command: RecordAnswer) -> None:
        reply = command.reply.strip()
        if reply != answer.answer:
            answer.answered_by_id = (actor.user_id or None) if reply else None
        answer.kind = str(command.kind)
        answer.day = command.day
        answer.text = command.text.strip()
        answer.answer = reply
        answer.answered_on = command.replied_on if reply else None


def _require_sound(command: RecordAnswer, today: date) -> None:
    """Refuse what cannot be so.

    Raises:
        InputError: an issue for each field.
    """
    issues = []
    reply, text = command.reply.strip(), command.text.strip()
    if command.day > today:
        issues.append(Issue("answer_in_future", column="day", value=str(command.day)))
    if command.kind is AnswerKind.OBJECTED and not text:
        issues.append(Issue("objection_without_words", column="text"))
    if reply and command.replied_on is None:
        issues.append(Issue("reply_without_day", column="replied_on"))
    elif reply and command.replied_on is not None:
        if command.replied_on > today:
            issues.append(Issue("answer_in_future", column="replied_on"))
        elif command.replied_on < command.day:
            issues.append(Issue("reply_before_answer", column="replied_on"))
    if issues:
        raise InputError(*issues)


def _new_answer(session: Session, version: PlanVersion, command: RecordAnswer) -> PlanAnswer:
    """Return the record of a new answer after the last one that was seen."""
    rep = session.scalar(
        select(Rep.id).where(Rep.branch_id == version.branch_id, Rep.id == command.rep_id)
    )
    if rep is None:
        raise InputError(Issue("rep_gone"))
    last = session.scalars(
        select(PlanAnswer)
        .where(
            PlanAnswer.branch_id == version.branch_id,
            PlanAnswer.version_id == version.id,
            PlanAnswer.rep_id == rep,
        )
        .order_by(PlanAnswer.day.desc(), PlanAnswer.id.desc())
        .limit(1)
    ).first()
    if (last.id if last is not None else None) != command.after_id:
        raise _conflict(session, last)
    if last is not None and command.day < last.day:
        raise InputError(Issue("answer_before_last", {"last": last.day}, column="day"))
    answer = PlanAnswer(
        branch_id=version.branch_id, version_id=version.id, rep_id=rep, kind=str(command.kind),
        day=command.day, text="", answer="", answered_on=None, answered_by_id=None,
    )  # fmt: skip
    session.add(answer)
    return answer


def _expected(session: Session, actor: Actor, answer_id: int, expected: int) -> PlanAnswer:
    """Return an answer for a change, where nobody else changed it meanwhile."""
    answer = session.scalars(
        select(PlanAnswer)
        .where(PlanAnswer.branch_id == actor.branch_id, PlanAnswer.id == answer_id)
        .with_for_update()
    ).first()
    if answer is None:
        raise InputError(Issue("answer_gone"))
    if answer.version != expected:
        raise _conflict(session, answer)
    return answer


def _conflict(session: Session, answer: PlanAnswer | None) -> ConflictError:
    """Return the refusal, with the answer as it stands; None where it was removed."""
    theirs: AnswerRow | None = None
    if answer is not None:
        name = session.scalar(select(AppUser.name).where(AppUser.id == answer.answered_by_id))
        theirs = answer_row(answer, name or "")
    return ConflictError("changed_meanwhile", theirs=theirs)
