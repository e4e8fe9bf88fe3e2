"""The plan from below: what each customer will buy, who is to be won, and taking it as target."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.changes import ChangeSet, Topic
from desktop.clock import Clock
from desktop.enums import Metric
from desktop.errors import ConflictError, InputError, Issue, RuleViolation
from desktop.models import Customer, CustomerOutlook, PlanProspect, Rep, Territory
from desktop.money import from_minor
from desktop.services.access import Action, Actor
from desktop.services.figures.frame import BranchFacts, load_branch
from desktop.services.garbage import collector_paused
from desktop.services.plans.grounds_records import (
    Fields,
    ground_of_plan,
    remove_ground,
    require_plan,
)
from desktop.services.plans.outlook_reading import read_outlooks
from desktop.services.plans.outlooks_data import (
    OutlookBook,
    OutlookRow,
    OutlookWish,
    ProspectEntry,
    RemoveProspect,
    SaveOutlooks,
    SaveProspect,
    TakeFromBelow,
    TakenTargets,
)
from desktop.services.plans.planning import Planning
from desktop.services.plans.planning_data import PlanSheet
from desktop.services.plans.reasons_data import Adjustment, BasisInput, Pedigree
from desktop.services.plans.taking import Owner, Wanted, targets_edit, year_scope
from desktop.services.uow import UnitOfWork

#: The method of targets that were taken from here, as pedigrees keep it.
BOTTOM_UP = "bottom_up"


class PlanOutlooks:
    """Shows the plan from below, keeps what is entered, and makes targets of it."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock
        self._planning = Planning(uow, clock)

    def book(self, version_id: int) -> OutlookBook:
        """Return every customer's year from below and all prospects, beside the version's plan.

        Raises:
            InputError: `plan_version_gone`.
        """
        with self._uow.read() as session, collector_paused():
            return read_outlooks(session, version_id, self._clock.today())

    def save(self, actor: Actor, command: SaveOutlooks) -> ChangeSet:
        """Save outlooks of customers, all or none.

        Raises:
            ConflictError: `changed_meanwhile`.
            InputError: with the row (from 1) and field; `grounds_plan_gone`, `grounds_subject`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Save outlooks", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            require_plan(session, branch, command.plan_id)
            for place, wish in enumerate(command.wishes, start=1):
                fields = Fields(branch, place if len(command.wishes) > 1 else None)
                record = _outlook(session, branch, command.plan_id, wish)
                _fill_outlook(record, wish, fields)
                session.add(record)
                session.flush()
        return ChangeSet.of(Topic.PLANS)

    def save_prospect(self, actor: Actor, command: SaveProspect) -> ChangeSet:
        """Enter or change a prospect.

        Raises:
            ConflictError: `changed_meanwhile`.
            InputError: at its field; `grounds_gone`, `grounds_plan_gone`.
            NotAllowed: the user's roles do not include it.
            RuleViolation: `already_done`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Save prospect", request_id=command.request_id) as session:
            branch = load_branch(session, actor.branch_id)
            found = (command.prospect_id, command.expected_version)
            record = ground_of_plan(session, branch, PlanProspect, command.plan_id, found)
            _fill_prospect(session, record, command.entry, branch)
            session.add(record)
            session.flush()
            made = record.id
        return ChangeSet.of(Topic.PLANS, created_id=made)

    def remove_prospect(self, actor: Actor, command: RemoveProspect) -> ChangeSet:
        """Take a prospect out.

        Raises:
            ConflictError, InputError, NotAllowed, RuleViolation: as `save_prospect`.
        """
        actor.require(Action.CHANGE_PLAN)
        with self._uow.write(actor, "Remove prospect", request_id=command.request_id) as session:
            remove_ground(
                session,
                actor.branch_id,
                PlanProspect,
                command.prospect_id,
                command.expected_version,
            )
        return ChangeSet.of(Topic.PLANS)

    def take(self, actor: Actor, command: TakeFromBelow) -> TakenTargets:
        """Write the plan from below into a draft's lines of net sales, with its pedigree.

        Each customer's months follow his own base; prospects become the pools of their reps and
        territories. Lines that are locked keep what they have.

        Raises:
            ConflictError, InputError, NotAllowed, RuleViolation: as `Planning.save_edit`;
                `grounds_none`, there is nothing to take.
        """
        book = self.book(command.version_id)
        if book.card.version != command.expected_version:
            raise ConflictError("changed_meanwhile", theirs=book.card)
        sheet = self._planning.sheet(command.version_id, Metric.SALES)
        wanted = [_of_customer(book, sheet, row) for row in book.rows]
        if command.with_prospects:
            wanted.extend(_of_prospects(book))
        if not any(sum(one.months) for one in wanted):
            raise RuleViolation("grounds_none")
        edit = targets_edit(sheet, wanted, _whole(book, sheet), command.request_id)
        saved = self._planning.save_edit(actor, edit.command)
        taken = sum(bool(sum(one.months)) for one in wanted if one.owner.customer_id)
        amount = from_minor(edit.amount, book.decimals)
        return TakenTargets(saved.changes, saved.version, amount, taken, edit.kept)


def _outlook(
    session: Session, branch: BranchFacts, plan_id: int, wish: OutlookWish
) -> CustomerOutlook:
    """Return the record of a customer's outlook, a new one where there is none."""
    known = select(CustomerOutlook).where(
        CustomerOutlook.branch_id == branch.id,
        CustomerOutlook.plan_id == plan_id,
        CustomerOutlook.customer_id == wish.customer_id,
    )
    record = session.scalars(known.with_for_update()).first()
    found = 0 if record is None else record.version
    if found != wish.expected_version:
        raise ConflictError("changed_meanwhile", shown=wish.expected_version, found=found)
    if record is not None:
        return record
    there = select(Customer.id).where(
        Customer.branch_id == branch.id, Customer.id == wish.customer_id
    )
    if session.scalar(there) is None:
        issue = Issue("grounds_subject", column="customer", value=str(wish.customer_id))
        raise InputError(issue)
    return CustomerOutlook(branch_id=branch.id, plan_id=plan_id, customer_id=wish.customer_id)


def _fill_outlook(record: CustomerOutlook, wish: OutlookWish, fields: Fields) -> None:
    entry = wish.entry
    record.base_minor = None if entry.base is None else fields.money(entry.base, "base")
    record.growth = fields.rate(entry.growth, "growth", -1, 10)
    record.wallet_minor = fields.money(entry.wallet, "wallet", signed=True)
    record.new_products_minor = fields.money(entry.new_products, "new_products", signed=True)
    record.price = fields.rate(entry.price, "price", -1, 10)
    record.churn = fields.rate(entry.churn, "churn", 0, 1)
    record.one_offs_minor = fields.money(entry.one_offs, "one_offs", signed=True)
    record.commitment_minor = None
    if entry.commitment is not None:
        record.commitment_minor = fields.money(entry.commitment, "commitment")
    record.signed_on = entry.signed_on
    record.note = fields.words(entry.note, "note")
    fields.require_none()


def _fill_prospect(
    session: Session, record: PlanProspect, entry: ProspectEntry, branch: BranchFacts
) -> None:
    fields = Fields(branch)
    record.name = fields.words(entry.name, "name", needed=True)
    record.value_minor = fields.money(entry.value, "value")
    record.chance = fields.rate(entry.chance, "chance", 0, 1)
    record.first_month = entry.first_month.ordinal
    record.next_step = fields.words(entry.next_step, "next_step")
    record.rep_id, record.territory_id = entry.rep_id, entry.territory_id
    for kind, wanted, column in (
        (Rep, entry.rep_id, "rep"), (Territory, entry.territory_id, "territory"),
    ):  # fmt: skip
        there = select(kind.id).where(kind.branch_id == branch.id, kind.id == wanted)
        if wanted is not None and session.scalar(there) is None:
            fields.refuse("grounds_subject", column, wanted)
    fields.require_none()


def _of_customer(book: OutlookBook, sheet: PlanSheet, row: OutlookRow) -> Wanted:
    parts, total = row.parts, sum(row.months)
    if not total:
        return Wanted(Owner(row.customer_id), row.months)
    named = (
        ("market_growth", parts.growth), ("wallet", parts.wallet),
        ("new_products", parts.new_products), ("price", parts.price), ("churn", parts.churn),
        ("one_offs", parts.one_offs),
    )  # fmt: skip
    inputs = [BasisInput(
        "base", str(parts.base), "documents" if row.entry.base is None else "typed",
        f"{book.cut.plus(-1)}",
    )]  # fmt: skip
    if row.entry.commitment is not None:
        amount = row.entry.commitment.scaleb(book.decimals)
        day = "" if row.entry.signed_on is None else row.entry.signed_on.isoformat()
        inputs.append(BasisInput("commitment", f"{amount:.0f}", "customer", day))
    pedigree = Pedigree(
        year_scope(sheet, row.customer_id), total, BOTTOM_UP, row.entry.note, tuple(inputs),
        parts.base, tuple(Adjustment(name, amount) for name, amount in named if amount),
    )  # fmt: skip
    return Wanted(Owner(row.customer_id), row.months, pedigree)


def _of_prospects(book: OutlookBook) -> list[Wanted]:
    sums: dict[Owner, list[int]] = defaultdict(lambda: [0] * 12)
    for row in book.prospects:
        rep = row.entry.rep_id or 0
        # A pool is a rep's or a territory's: whose the prospect is decides.
        owner = Owner(0, rep, 0 if rep else row.entry.territory_id or 0)
        months = sums[owner]
        for place, amount in enumerate(row.months):
            months[place] += amount
    return [Wanted(owner, tuple(months)) for owner, months in sorted(sums.items())]


def _whole(book: OutlookBook, sheet: PlanSheet) -> Pedigree:
    minor = [
        f"{one.scaleb(book.decimals):.0f}" for one in (book.from_customers, book.from_prospects)
    ]
    return Pedigree(
        year_scope(sheet), int(minor[0]) + int(minor[1]), BOTTOM_UP, "",
        (
            BasisInput("from_customers", minor[0], "outlooks", f"{book.cut.plus(-1)}"),
            BasisInput("from_prospects", minor[1], "prospects"),
        ),
    )  # fmt: skip
