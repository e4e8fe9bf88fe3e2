"""The talks with headquarters about a plan: rounds with arguments, and the bridge between them."""

from __future__ import annotations

from sqlalchemy import select

from desktop.changes import ChangeSet, Topic
from desktop.clock import Clock
from desktop.enums import Metric, PlanSide, PlanStatus
from desktop.errors import RuleViolation
from desktop.models import PlanBridgeItem, PlanRound
from desktop.services.access import Action, Actor
from desktop.services.figures.frame import load_branch
from desktop.services.plans.talks_data import (
    AddBridgeItem,
    AddRound,
    ChangeBridgeItem,
    ChangeRound,
    RemoveBridgeItem,
    RemoveRound,
    Talks,
)
from desktop.services.plans.talks_records import (
    add_round_record,
    expected_item,
    expected_round,
    fill_item,
    fill_round,
    open_version,
    talks_of,
)
from desktop.services.plans.version_records import find_version
from desktop.services.reports.plan_pages_data import (
    BridgeData,
    BridgeItem,
    NegotiationRound,
    PlanMetric,
)
from desktop.services.uow import UnitOfWork

_AGREED = frozenset(
    {PlanStatus.AGREED, PlanStatus.IN_FORCE, PlanStatus.CLOSED, PlanStatus.SUPERSEDED}
)


class PlanTalks:
    """Shows the talks about a version and carries out what is entered.

    The document of a command is the round or the part of the bridge itself: two people may
    enter two arguments at once, and the second to change the same one is told.
    """

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def talks(self, version_id: int, metric: Metric) -> Talks:
        """Return the rounds and the bridge of a version's metric as they stand.

        Raises:
            InputError: `plan_version_gone`.
        """
        with self._uow.read() as session:
            branch = load_branch(session)
            version = find_version(session, branch, version_id)
            return talks_of(session, branch, version, metric, self._clock.today())

    def add_round(self, actor: Actor, command: AddRound) -> ChangeSet:
        """Enter a side's next number and return what changed, with the id of the round.

        Raises:
            InputError: `amount_decimals`, `plan_total_range`, `round_ahead`,
                `plan_version_gone`, with the field.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `talks_over`, `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Add round", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            version = open_version(session, branch, command.version_id)
            record = add_round_record(
                session, branch, version, (command.metric, command.side), command.entry,
                self._clock.today(),
            )  # fmt: skip
            made = record.id
        return ChangeSet.of(Topic.PLANS, created_id=made)

    def change_round(self, actor: Actor, command: ChangeRound) -> ChangeSet:
        """Correct a round.

        Raises:
            ConflictError: `changed_meanwhile`; facts: `theirs` (a `RoundRow`).
            InputError: as `add_round`; `round_gone`.
            NotAllowed, RuleViolation: as `add_round`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Change round", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            record = expected_round(session, branch, command.round_id, command.expected_version)
            fill_round(record, command.entry, branch, self._clock.today())
        return ChangeSet.of(Topic.PLANS)

    def remove_round(self, actor: Actor, command: RemoveRound) -> ChangeSet:
        """Take out the last round of its side.

        Raises:
            ConflictError, InputError, NotAllowed: as `change_round`.
            RuleViolation: `round_not_last`, `talks_over`, `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Remove round", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            record = expected_round(session, branch, command.round_id, command.expected_version)
            later = select(PlanRound.id).where(
                PlanRound.branch_id == branch.id,
                PlanRound.version_id == record.version_id,
                PlanRound.metric == record.metric,
                PlanRound.side == record.side,
                PlanRound.number > record.number,
            )
            if session.scalar(later.limit(1)) is not None:
                raise RuleViolation("round_not_last", number=record.number)
            session.delete(record)
        return ChangeSet.of(Topic.PLANS)

    def add_item(self, actor: Actor, command: AddBridgeItem) -> ChangeSet:
        """Enter a part of the gap and return what changed, with its id.

        Raises:
            InputError: `amount_decimals`, `talks_amount_range`, `plan_version_gone`,
                `rep_unknown`, with the field.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `talks_over`, `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Add to bridge", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            version = open_version(session, branch, command.version_id)
            record = PlanBridgeItem(
                branch_id=branch.id, version_id=version.id, metric=str(command.metric)
            )
            fill_item(session, record, command.entry, branch)
            session.add(record)
            session.flush()
            made = record.id
        return ChangeSet.of(Topic.PLANS, created_id=made)

    def change_item(self, actor: Actor, command: ChangeBridgeItem) -> ChangeSet:
        """Correct a part of the gap.

        Raises:
            ConflictError: `changed_meanwhile`; facts: `theirs` (a `BridgeRow`).
            InputError: as `add_item`; `bridge_item_gone`.
            NotAllowed, RuleViolation: as `add_item`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Change bridge", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            record = expected_item(session, branch, command.item_id, command.expected_version)
            fill_item(session, record, command.entry, branch)
        return ChangeSet.of(Topic.PLANS)

    def remove_item(self, actor: Actor, command: RemoveBridgeItem) -> ChangeSet:
        """Take out a part of the gap.

        Raises:
            ConflictError, InputError, NotAllowed, RuleViolation: as `change_item`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Remove from bridge", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            record = expected_item(session, branch, command.item_id, command.expected_version)
            session.delete(record)
        return ChangeSet.of(Topic.PLANS)


def bridge_page(talks: Talks) -> BridgeData:
    """Return the talks as the printed page of the bridge takes them.

    What was agreed is the sum of the version's lines, from the state "agreed" on.

    Raises:
        RuleViolation: `bridge_one_sided`, one side has named no number yet.
    """
    theirs, ours = talks.number_of(PlanSide.HQ), talks.number_of(PlanSide.BRANCH)
    if theirs is None or ours is None:
        raise RuleViolation("bridge_one_sided")
    is_agreed = talks.card.status in _AGREED
    moment = talks.card.agreed_at
    return BridgeData(
        identity=talks.identity,
        as_of=talks.as_of,
        metric=PlanMetric(str(talks.metric), "", talks.metric.is_money, talks.decimals),
        hq_amount=theirs,
        branch_amount=ours,
        items=tuple(
            BridgeItem(one.kind, one.amount, one.owner, one.evidence, one.status)
            for one in talks.items
        ),
        rounds=tuple(
            NegotiationRound(one.number, one.side, one.day, one.amount, one.argument, one.evidence)
            for one in talks.rounds
        ),
        agreed=talks.planned if is_agreed else None,
        agreed_on=moment.astimezone().date() if is_agreed and moment is not None else None,
        definitions=talks.definitions,
    )
