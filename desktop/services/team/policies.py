"""Policies that are announced and acknowledged by name, and who has not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.changes import ChangeSet, Topic
from desktop.clock import Clock
from desktop.enums import ReceiptHow
from desktop.errors import ConflictError, InputError, Issue, RuleViolation
from desktop.models import AppUser, PolicyNotice, PolicyReceipt
from desktop.services.access import Action, Actor
from desktop.services.figures.frame import Frame, load_frame
from desktop.services.plans.work_data import Choice
from desktop.services.plans.work_records import words
from desktop.services.rules.policies import ReceiptState, receipt_state
from desktop.services.team.policy_data import (
    AcknowledgePolicy,
    AnnouncePolicy,
    PolicyBook,
    PolicyPersonRow,
    PolicyRow,
    TakeBackReceipts,
    WithdrawPolicy,
)
from desktop.services.uow import UnitOfWork

_ORDER = tuple(ReceiptState)


class Policies:
    """Reads the policies with everybody's acknowledgement, and writes down what is said."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def book(self) -> PolicyBook:
        """Return all policies with their people, and who can be told of a new one."""
        today = self._clock.today()
        with self._uow.read() as session:
            return _read(session, load_frame(session), today)

    def announce(self, actor: Actor, command: AnnouncePolicy) -> ChangeSet:
        """Announce a policy to reps; return what changed, with its id.

        Raises:
            InputError: a field that cannot be taken.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `already_done`.
        """
        actor.require(Action.KEEP_TEAM)
        today = self._clock.today()
        with self._uow.write(actor, "Announce policy", request_id=command.request_id) as session:
            frame = load_frame(session, actor.branch_id)
            title, text = _checked(command, frame, today)
            notice = PolicyNotice(
                branch_id=frame.branch.id, title=title, text=text, announced_on=today,
                due_on=command.due_on, announced_by_id=actor.user_id or None, withdrawn_on=None,
            )  # fmt: skip
            session.add(notice)
            session.flush()
            session.add_all(
                PolicyReceipt(
                    branch_id=frame.branch.id, notice_id=notice.id, rep_id=rep_id, question=""
                )
                for rep_id in dict.fromkeys(command.rep_ids)
            )
            made = notice.id
        return ChangeSet.of(Topic.TEAM, created_id=made)

    def acknowledge(self, actor: Actor, command: AcknowledgePolicy) -> ChangeSet:
        """Write down that people acknowledged a policy, or correct how and when; all or none.

        Raises:
            ConflictError: `changed_meanwhile`; facts: `found`, the version that is there.
            InputError: a field that cannot be taken, `policy_gone` or `policy_person_unknown`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `policy_withdrawn`, `already_done`.
        """
        actor.require(Action.KEEP_TEAM)
        today = self._clock.today()
        day = command.acknowledged_on or today
        name = "Acknowledge policy"
        with self._uow.write(actor, name, request_id=command.request_id) as session:
            notice = _notice(session, actor.branch_id, command.notice_id)
            issues: list[Issue] = []
            question = words(command.question, "question", issues)
            if day > today:
                issues.append(Issue("policy_day_ahead", column="day", value=str(day)))
            elif day < notice.announced_on:
                facts = {"announced": notice.announced_on}
                issues.append(Issue("policy_day_before", facts, column="day", value=str(day)))
            if question and len(command.people) > 1:
                issues.append(Issue("policy_question_of_one", column="question"))
            if issues:
                raise InputError(*issues)
            for receipt in _receipts(session, notice, command.people):
                if notice.withdrawn_on is not None and receipt.acknowledged_on is None:
                    raise RuleViolation("policy_withdrawn")
                receipt.acknowledged_on, receipt.how = day, str(command.how)
                # Of several at once, what one of them asked before stays his.
                if len(command.people) == 1:
                    receipt.question = question
        return ChangeSet.of(Topic.TEAM)

    def take_back(self, actor: Actor, command: TakeBackReceipts) -> ChangeSet:
        """Take out that people acknowledged a policy; what they asked stays.

        Raises:
            ConflictError: `changed_meanwhile`.
            InputError: `policy_gone`, `policy_person_unknown`, `policy_people_missing`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `already_done`.
        """
        actor.require(Action.KEEP_TEAM)
        name = "Take back acknowledgement"
        with self._uow.write(actor, name, request_id=command.request_id) as session:
            notice = _notice(session, actor.branch_id, command.notice_id)
            for receipt in _receipts(session, notice, command.people):
                receipt.acknowledged_on = receipt.how = None
        return ChangeSet.of(Topic.TEAM)

    def withdraw(self, actor: Actor, command: WithdrawPolicy) -> ChangeSet:
        """Withdraw a policy; nobody owes an acknowledgement of it from today on.

        Raises:
            ConflictError: `changed_meanwhile`.
            InputError: `policy_gone`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `policy_withdrawn`, `already_done`.
        """
        actor.require(Action.KEEP_TEAM)
        with self._uow.write(actor, "Withdraw policy", request_id=command.request_id) as session:
            notice = _notice(session, actor.branch_id, command.notice_id)
            _expect(notice.version, command.expected_version)
            if notice.withdrawn_on is not None:
                raise RuleViolation("policy_withdrawn")
            notice.withdrawn_on = self._clock.today()
        return ChangeSet.of(Topic.TEAM)


def _read(session: Session, frame: Frame, today: date) -> PolicyBook:
    receipts: dict[int, list[PolicyReceipt]] = defaultdict(list)
    found = select(PolicyReceipt).where(PolicyReceipt.branch_id == frame.branch.id)
    for receipt in session.scalars(found.order_by(PolicyReceipt.id)):
        receipts[receipt.notice_id].append(receipt)
    rows = session.execute(
        select(PolicyNotice, AppUser.name)
        .outerjoin(AppUser, AppUser.id == PolicyNotice.announced_by_id)
        .where(PolicyNotice.branch_id == frame.branch.id)
        .order_by(PolicyNotice.announced_on.desc(), PolicyNotice.id.desc())
    )
    policies, people = list[PolicyRow](), list[PolicyPersonRow]()
    for notice, announcer in rows:
        mine = [_person(notice, one, frame, today) for one in receipts[notice.id]]
        policies.append(_policy(notice, announcer or "", mine))
        people += mine
    people.sort(
        key=lambda one: (
            _ORDER.index(one.state), one.due_on if one.is_owed else date.min, one.rep_code,
            -one.notice_id,
        )
    )  # fmt: skip
    reps = sorted(frame.reps.values(), key=lambda rep: rep.code)
    offered = tuple(Choice(rep.id, rep.code, rep.name) for rep in reps if rep.employed_on(today))
    return PolicyBook(tuple(policies), tuple(people), offered, today)


def _policy(notice: PolicyNotice, announcer: str, people: Sequence[PolicyPersonRow]) -> PolicyRow:
    return PolicyRow(
        notice.id, notice.version, notice.title, notice.text, notice.announced_on, announcer,
        notice.due_on, notice.withdrawn_on, len(people),
        sum(one.acknowledged_on is not None for one in people),
        sum(one.state is ReceiptState.MISSING for one in people),
        sum(bool(one.question) for one in people),
    )  # fmt: skip


def _person(
    notice: PolicyNotice, receipt: PolicyReceipt, frame: Frame, today: date
) -> PolicyPersonRow:
    rep = frame.reps[receipt.rep_id]
    is_freed = notice.withdrawn_on is not None or not rep.employed_on(today)
    return PolicyPersonRow(
        notice.id, notice.title, notice.due_on, rep.id, rep.code, rep.name, receipt.version,
        receipt.acknowledged_on, None if receipt.how is None else ReceiptHow(receipt.how),
        receipt.question,
        receipt_state(notice.due_on, receipt.acknowledged_on, is_freed=is_freed, today=today),
    )  # fmt: skip


def _checked(command: AnnouncePolicy, frame: Frame, today: date) -> tuple[str, str]:
    """Return a policy's title and words, whose lines stay lines.

    Raises:
        InputError: with an issue for each field that cannot be taken.
    """
    issues: list[Issue] = []
    title = words(command.title, "title", issues, "policy_title_missing")
    lines = [words(line, "text", issues) for line in command.text.strip().splitlines()]
    if not lines:
        issues.append(Issue("policy_text_missing", column="text"))
    if command.due_on < today:
        issues.append(Issue("policy_due_past", column="due", value=str(command.due_on)))
    if not command.rep_ids:
        issues.append(Issue("policy_people_missing", column="reps"))
    for rep_id in command.rep_ids:
        rep = frame.reps.get(rep_id)
        if rep is None or not rep.employed_on(today):
            value = str(rep_id) if rep is None else rep.name
            issues.append(Issue("policy_person_unknown", column="reps", value=value))
    if issues:
        raise InputError(*issues)
    return title, "\n".join(lines)


def _notice(session: Session, branch_id: int, notice_id: int) -> PolicyNotice:
    found = select(PolicyNotice).where(
        PolicyNotice.branch_id == branch_id, PolicyNotice.id == notice_id
    )
    notice = session.scalars(found.with_for_update()).first()
    if notice is None:
        raise InputError(Issue("policy_gone"))
    return notice


def _receipts(
    session: Session, notice: PolicyNotice, people: Sequence[tuple[int, int]]
) -> Iterator[PolicyReceipt]:
    """Yield the receipts of these people, whose versions must be those that were shown."""
    if not people:
        raise InputError(Issue("policy_people_missing"))
    found = {
        one.rep_id: one
        for one in session.scalars(
            select(PolicyReceipt)
            .where(
                PolicyReceipt.branch_id == notice.branch_id,
                PolicyReceipt.notice_id == notice.id,
                PolicyReceipt.rep_id.in_([rep_id for rep_id, _version in people]),
            )
            .order_by(PolicyReceipt.id)
            .with_for_update()
        )
    }
    for rep_id, version in people:
        if rep_id not in found:
            raise InputError(Issue("policy_person_unknown", value=str(rep_id)))
        _expect(found[rep_id].version, version)
        yield found[rep_id]


def _expect(found: int, shown: int) -> None:
    if found != shown:
        raise ConflictError("changed_meanwhile", shown=shown, found=found)
