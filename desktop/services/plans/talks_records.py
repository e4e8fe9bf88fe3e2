"""Finding, filling and reading the records of the talks with headquarters, inside a command."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.enums import BridgeKind, BridgeStatus, Metric, PlanLevel, PlanSide
from desktop.errors import ConflictError, InputError, Issue, RuleViolation
from desktop.models import PlanBridgeItem, PlanLine, PlanRound, PlanVersion, Rep
from desktop.money import LARGEST_AMOUNT
from desktop.search_key import clean_text
from desktop.services.figures.frame import BranchFacts
from desktop.services.figures.sql import whole_sum
from desktop.services.plans.cube import unit_of
from desktop.services.plans.talks_data import (
    TALKING,
    BridgeEntry,
    BridgeRow,
    RoundEntry,
    RoundRow,
    Talks,
)
from desktop.services.plans.version_records import card_of, find_version
from desktop.services.reports.plan_pages_data import PlanDefinitions, PlanIdentity

_Named = TypeVar("_Named", PlanRound, PlanBridgeItem)
#: A round is read from headquarters' side: it names its number first.
_SIDES = (PlanSide.HQ, PlanSide.BRANCH)
_GONE = {PlanRound: "round_gone", PlanBridgeItem: "bridge_item_gone"}


def talks_of(
    session: Session, branch: BranchFacts, version: PlanVersion, metric: Metric, today: date
) -> Talks:
    """Return the rounds and the bridge of a version's metric."""
    unit = unit_of(metric, branch.decimals)
    card = card_of(session, branch, version)
    reps = session.execute(
        select(Rep.id, Rep.name).where(Rep.branch_id == branch.id).order_by(Rep.code_key)
    ).all()
    names = {rep_id: name for rep_id, name in reps}
    rounds = session.scalars(
        select(PlanRound).where(
            PlanRound.branch_id == branch.id,
            PlanRound.version_id == version.id,
            PlanRound.metric == str(metric),
        )
    ).all()
    items = session.scalars(
        select(PlanBridgeItem)
        .where(
            PlanBridgeItem.branch_id == branch.id,
            PlanBridgeItem.version_id == version.id,
            PlanBridgeItem.metric == str(metric),
        )
        .order_by(PlanBridgeItem.id)
    ).all()
    planned, lines = session.execute(
        select(whole_sum(PlanLine.amount), func.count()).where(
            PlanLine.branch_id == branch.id,
            PlanLine.version_id == version.id,
            PlanLine.metric == str(metric),
            PlanLine.level == str(PlanLevel.BASE),
        )
    ).one()
    rows = sorted((round_row(one, unit) for one in rounds), key=_order)
    return Talks(
        card=card,
        identity=PlanIdentity(
            branch_code="",
            branch_name=branch.name,
            plan_name=card.name,
            version=card.number,
            status=card.status,
            year_name=card.year,
            first_month=branch.fiscal.period(card.fiscal_year).months()[0],
            currency=branch.currency,
        ),
        definitions=PlanDefinitions(branch.sales_basis),
        metric=metric,
        decimals=-int(unit.as_tuple().exponent),
        rounds=tuple(rows),
        items=tuple(item_row(one, unit, names) for one in items),
        planned=int(planned) * unit if lines else None,
        reps=tuple((rep_id, name) for rep_id, name in reps),
        as_of=today,
    )


def _order(row: RoundRow) -> tuple[int, int]:
    return row.number, _SIDES.index(row.side)


def round_row(record: PlanRound, unit: Decimal) -> RoundRow:
    """Return a round as people see it; `unit` is the worth of a stored unit."""
    return RoundRow(
        record.id, record.version, record.number, PlanSide(record.side), record.amount * unit,
        record.argument, record.evidence, record.day,
    )  # fmt: skip


def item_row(record: PlanBridgeItem, unit: Decimal, names: dict[int, str]) -> BridgeRow:
    """Return a part of the bridge as people see it; `names` are those of the reps."""
    rep_id = record.owner_rep_id
    return BridgeRow(
        record.id, record.version, BridgeKind(record.kind), record.amount * unit,
        record.owner if rep_id is None else names.get(rep_id, ""), rep_id,
        record.evidence, BridgeStatus(record.status),
    )  # fmt: skip


def open_version(session: Session, branch: BranchFacts, version_id: int) -> PlanVersion:
    """Return a version whose talks go on; whoever comes second waits for the first.

    Raises:
        InputError: `plan_version_gone`.
        RuleViolation: `talks_over`, with the state.
    """
    version = find_version(session, branch, version_id, is_locked=True)
    if version.status not in TALKING:
        raise RuleViolation("talks_over", status=version.status)
    return version


def add_round_record(
    session: Session,
    branch: BranchFacts,
    version: PlanVersion,
    about: tuple[Metric, PlanSide],
    entry: RoundEntry,
    today: date,
) -> PlanRound:
    """Return the record of a side's next round about a metric; the version is locked.

    Raises:
        InputError: with an issue for each field that cannot be taken.
    """
    metric, side = about
    last = session.scalar(
        select(func.max(PlanRound.number)).where(
            PlanRound.branch_id == branch.id,
            PlanRound.version_id == version.id,
            PlanRound.metric == str(metric),
            PlanRound.side == str(side),
        )
    )
    record = PlanRound(
        branch_id=branch.id, version_id=version.id, metric=str(metric), side=str(side),
        number=int(last or 0) + 1,
    )  # fmt: skip
    fill_round(record, entry, branch, today)
    session.add(record)
    session.flush()
    return record


def expected_round(
    session: Session, branch: BranchFacts, round_id: int, expected: int
) -> PlanRound:
    """Return a round for a change, where nobody else changed it meanwhile.

    Raises:
        ConflictError: `changed_meanwhile`; facts: `theirs` (a `RoundRow`).
        InputError: `round_gone`.
        RuleViolation: `talks_over`.
    """
    record = _named(session, branch, PlanRound, round_id)
    if record.version != expected:
        unit = unit_of(Metric(record.metric), branch.decimals)
        raise ConflictError("changed_meanwhile", theirs=round_row(record, unit))
    return record


def expected_item(
    session: Session, branch: BranchFacts, item_id: int, expected: int
) -> PlanBridgeItem:
    """Return a part of the bridge for a change, where nobody else changed it meanwhile.

    Raises:
        ConflictError: `changed_meanwhile`; facts: `theirs` (a `BridgeRow`).
        InputError: `bridge_item_gone`.
        RuleViolation: `talks_over`.
    """
    record = _named(session, branch, PlanBridgeItem, item_id)
    if record.version != expected:
        unit = unit_of(Metric(record.metric), branch.decimals)
        rep = session.get(Rep, record.owner_rep_id) if record.owner_rep_id is not None else None
        names = {rep.id: rep.name} if rep is not None else {}
        raise ConflictError("changed_meanwhile", theirs=item_row(record, unit, names))
    return record


def _named(session: Session, branch: BranchFacts, kind: type[_Named], record_id: int) -> _Named:
    """Return a record whose version is still talked about."""
    found = select(kind).where(kind.branch_id == branch.id, kind.id == record_id)
    record = session.scalars(found.with_for_update()).first()
    if record is None:
        raise InputError(Issue(_GONE[kind]))
    open_version(session, branch, record.version_id)
    return record


def fill_round(record: PlanRound, entry: RoundEntry, branch: BranchFacts, today: date) -> None:
    """Put an entry into a round.

    Raises:
        InputError: with an issue for each field that cannot be taken.
    """
    metric, issues = Metric(record.metric), list[Issue]()
    amount = _stored(entry.amount, metric, branch, issues)
    if entry.amount < 0:
        issues.append(Issue("plan_total_range", column="amount", value=f"{entry.amount:f}"))
    day = entry.day or today
    if day > today:
        issues.append(Issue("round_ahead", column="day", value=str(day)))
    argument = _words(entry.argument, "argument", issues)
    evidence = _words(entry.evidence, "evidence", issues)
    if issues:
        raise InputError(*issues)
    record.amount, record.day = amount, day
    record.argument, record.evidence = argument, evidence


def fill_item(
    session: Session, record: PlanBridgeItem, entry: BridgeEntry, branch: BranchFacts
) -> None:
    """Put an entry into a part of the bridge.

    Raises:
        InputError: with an issue for each field that cannot be taken.
    """
    issues: list[Issue] = []
    amount = _stored(entry.amount, Metric(record.metric), branch, issues)
    owner = _words(entry.owner, "owner", issues)
    evidence = _words(entry.evidence, "evidence", issues)
    if entry.owner_rep_id is not None:
        owner = ""
        rep = select(Rep.id).where(Rep.branch_id == branch.id, Rep.id == entry.owner_rep_id)
        if session.scalar(rep) is None:
            facts = {"code": str(entry.owner_rep_id)}
            issues.append(Issue("rep_unknown", facts, column="owner"))
    if issues:
        raise InputError(*issues)
    record.kind, record.status = str(entry.kind), str(entry.status)
    record.amount, record.evidence = amount, evidence
    record.owner, record.owner_rep_id = owner, entry.owner_rep_id


def _stored(amount: Decimal, metric: Metric, branch: BranchFacts, issues: list[Issue]) -> int:
    """Return an amount in stored units, noting what stands against it."""
    value = f"{amount:f}"
    if abs(amount) > LARGEST_AMOUNT:
        issues.append(Issue("talks_amount_range", column="amount", value=value))
        return 0
    unit = unit_of(metric, branch.decimals)
    units = amount / unit
    if units != units.to_integral_value():
        facts = {"decimals": -int(unit.as_tuple().exponent)}
        issues.append(Issue("amount_decimals", facts, column="amount", value=value))
    return int(units)


def _words(text: str, column: str, issues: list[Issue]) -> str:
    """Return a text as it is kept, noting a sign that nobody can see."""
    try:
        return clean_text(text)
    except ValueError as error:
        issues.append(Issue("unseen_character", {"character": str(error)}, column=column))
        return ""
