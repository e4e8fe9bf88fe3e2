"""Plans out to headquarters in a signed workbook, and headquarters' answer back in."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.changes import ChangeSet, Topic
from desktop.clock import Clock
from desktop.enums import BridgeStatus, Metric, PlanSide
from desktop.errors import InputError, Issue
from desktop.models import PlanBridgeItem, PlanVersion
from desktop.periods import Month
from desktop.services.access import Action, Actor
from desktop.services.figures.frame import Frame, load_branch, load_frame
from desktop.services.plans.axes import Axis
from desktop.services.plans.cube import unit_of
from desktop.services.plans.exchange_data import (
    AnswerChange,
    ExchangeAnswer,
    ExchangeBook,
    ExchangeFacts,
    NumberAnswer,
    SheetName,
    StatusAnswer,
    TakeAnswer,
    Value,
)
from desktop.services.plans.exchange_file import AnswerReader, signature_of, write_book
from desktop.services.plans.talks_data import RoundEntry, Talks
from desktop.services.plans.talks_records import add_round_record, open_version, talks_of
from desktop.services.plans.target_queries import PlanChoice, TargetReader
from desktop.services.plans.version_records import find_version
from desktop.services.uow import UnitOfWork

_AXES = (Axis.MONTH, Axis.REP, Axis.GROUP)


class PlanExchange:
    """Writes the workbook of a version and reads what came back."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def book(self, version_id: int) -> ExchangeBook:
        """Return what is sent: totals, lines, rounds and bridge of every metric in use.

        Raises:
            InputError: `plan_version_gone`.
        """
        with self._uow.read() as session:
            return self._book(session, version_id)

    def write(self, version_id: int, path: Path) -> str:
        """Write the signed workbook of a version and return its signature.

        Raises:
            InputError: `plan_version_gone`.
            StorageError: the file cannot be written; what was there before is untouched.
        """
        book = self.book(version_id)
        write_book(book, path)
        return signature_of(book)

    def read(self, path: Path) -> ExchangeAnswer:
        """Return what headquarters answered in a workbook; nothing is changed.

        Raises:
            ImportRefused: as `AnswerReader`.
            InputError: `plan_version_gone`, the version is not in this database.
        """
        reader = AnswerReader(path)
        version_id = int(reader.facts.version_id) if reader.facts.version_id.isdecimal() else 0
        is_current = signature_of(self.book(version_id)) == signature_of(reader.book)
        changes = tuple(_changes(reader))
        return ExchangeAnswer(
            reader.facts, version_id, changes, tuple(_numbers(reader)), tuple(_statuses(reader)),
            is_current,
        )  # fmt: skip

    def take(self, actor: Actor, command: TakeAnswer) -> ChangeSet:
        """Enter headquarters' numbers as its next rounds and its words to the bridge.

        All in one transaction. The words come to what is there; a part that was taken out
        meanwhile refuses the whole.

        Raises:
            InputError: `bridge_item_gone`, `plan_version_gone`, or a number that cannot be.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `talks_over`, `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        answer, today = command.answer, self._clock.today()
        with self._uow.write(actor, "Take over answer", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            version = open_version(session, branch, answer.version_id)
            for one in answer.numbers:
                entry = RoundEntry(one.amount, one.argument)
                add_round_record(session, branch, version, (one.metric, PlanSide.HQ), entry, today)
            for word in answer.statuses:
                item = session.scalars(
                    select(PlanBridgeItem)
                    .where(
                        PlanBridgeItem.branch_id == branch.id,
                        PlanBridgeItem.version_id == version.id,
                        PlanBridgeItem.id == word.item_id,
                    )
                    .with_for_update()
                ).first()
                if item is None:
                    raise InputError(Issue("bridge_item_gone"))
                item.status = str(word.status)
        return ChangeSet.of(Topic.PLANS)

    def _book(self, session: Session, version_id: int) -> ExchangeBook:
        frame = load_frame(session)
        version = find_version(session, frame.branch, version_id)
        today = self._clock.today()
        every = [talks_of(session, frame.branch, version, one, today) for one in Metric]
        used = [one for one in every if one.planned is not None or one.rounds or one.items]
        identity = every[0].identity
        facts = ExchangeFacts(
            identity.branch_name, identity.plan_name, identity.year_name, str(identity.version),
            str(version.id), identity.currency,
        )  # fmt: skip
        rows: dict[SheetName, tuple[tuple[Value, ...], ...]] = {
            SheetName.TOTALS: tuple(_total(one) for one in used),
            SheetName.LINES: tuple(
                row for one in used for row in _lines(session, frame, version, one)
            ),
            SheetName.ROUNDS: tuple(row for one in used for row in _rounds(one)),
            SheetName.BRIDGE: tuple(row for one in used for row in _bridge(one)),
        }
        return ExchangeBook(facts, rows)


def _total(talks: Talks) -> tuple[Value, ...]:
    numbers = (talks.planned, talks.number_of(PlanSide.HQ), talks.number_of(PlanSide.BRANCH))
    unit = talks.currency if talks.metric.is_money else "1"
    return str(talks.metric), unit, *("" if one is None else one for one in numbers)


def _lines(
    session: Session, frame: Frame, version: PlanVersion, talks: Talks
) -> Iterator[tuple[Value, ...]]:
    """Yield the sums by month, rep and product group; without one the code is empty."""
    choice = PlanChoice(version.id, version.fiscal_year, "", version.number, "")
    reader = TargetReader(session, frame, talks.metric, (choice,))
    sums: dict[tuple[str, str, str, str, str], int] = {}
    for (month, rep_id, group_id), (amount, _count) in reader.rows(
        _AXES, frame.branch.fiscal.period(version.fiscal_year)
    ):
        rep = frame.reps[rep_id] if rep_id is not None else None
        group = frame.groups[group_id] if group_id is not None else None
        key = (
            str(Month(month or 0)), rep.code if rep else "", rep.name if rep else "",
            group.code if group else "", group.name if group else "",
        )  # fmt: skip
        sums[key] = sums.get(key, 0) + amount
    unit = unit_of(talks.metric, frame.branch.decimals)
    for key in sorted(sums):
        yield str(talks.metric), *key, sums[key] * unit


def _rounds(talks: Talks) -> Iterator[tuple[Value, ...]]:
    for one in talks.rounds:
        yield (
            str(talks.metric), Decimal(one.number), str(one.side), one.day.isoformat(), one.amount,
            one.argument, one.evidence,
        )  # fmt: skip


def _bridge(talks: Talks) -> Iterator[tuple[Value, ...]]:
    for one in talks.items:
        yield (
            Decimal(one.id), str(talks.metric), str(one.kind), one.amount, one.owner, one.evidence,
            str(one.status),
        )  # fmt: skip


def _changes(reader: AnswerReader) -> Iterator[AnswerChange]:
    """Yield the answers that say something else than the original, sheet by sheet."""
    for number, row, given in reader.answers(SheetName.TOTALS):
        metric, planned, theirs = Metric(str(row[0])), row[2], row[3]
        amount = given["answer_amount"]
        ours = theirs if theirs != "" else planned
        if amount != "" and amount != ours:
            yield AnswerChange(SheetName.TOTALS, number, "answer_amount", metric, "", ours, amount)
    for number, row, given in reader.answers(SheetName.LINES):
        amount = given["answer_amount"]
        if amount != "" and amount != row[6]:
            subject = " · ".join(str(one) for one in (row[1], row[2], row[4]) if one)
            yield AnswerChange(
                SheetName.LINES, number, "answer_amount", Metric(str(row[0])), subject, row[6],
                amount,
            )  # fmt: skip
    for number, row, given in reader.answers(SheetName.BRIDGE):
        pairs = (("answer_status", row[6]), ("answer_remark", ""))
        for column, ours in pairs:
            if given[column] not in ("", ours):
                yield AnswerChange(
                    SheetName.BRIDGE, number, column, Metric(str(row[1])), str(row[2]), ours,
                    given[column],
                )  # fmt: skip


def _numbers(reader: AnswerReader) -> Iterator[NumberAnswer]:
    for _number, row, given in reader.answers(SheetName.TOTALS):
        amount = given["answer_amount"]
        if isinstance(amount, Decimal) and amount != row[3]:
            yield NumberAnswer(Metric(str(row[0])), amount, str(given["answer_argument"]))


def _statuses(reader: AnswerReader) -> Iterator[StatusAnswer]:
    known = {str(one): one for one in BridgeStatus}
    for number, row, given in reader.answers(SheetName.BRIDGE):
        word = str(given["answer_status"]).strip().lower()
        if not word or word == row[6]:
            continue
        if word not in known:
            raise reader.unreadable(SheetName.BRIDGE, number, "answer_status", word)
        yield StatusAnswer(int(Decimal(row[0])), known[word], str(given["answer_remark"]))
