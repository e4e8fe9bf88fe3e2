"""Finding, filling and writing the records of a budget, inside a command."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desktop.enums import BudgetDriverKind, PlanStatus
from desktop.errors import ConflictError, InputError, Issue, RuleViolation
from desktop.models import (
    BudgetCommitment,
    BudgetDriver,
    BudgetLine,
    PlanTask,
    PlanVersion,
    Product,
    Rep,
    Territory,
)
from desktop.money import LARGEST_AMOUNT, round_half_up, to_minor
from desktop.search_key import clean_text
from desktop.services.figures.frame import BranchFacts
from desktop.services.plans.budget_data import CommitmentEntry, DriverEntry
from desktop.services.plans.budget_volumes import PlannedVolumes
from desktop.services.plans.version_records import find_version
from desktop.services.rules.budgeting import DriverParts, driver_parts

_Named = TypeVar("_Named", BudgetDriver, BudgetCommitment)
_GONE = {BudgetDriver: "budget_driver_gone", BudgetCommitment: "budget_commitment_gone"}
_OVER = frozenset({PlanStatus.CLOSED, PlanStatus.SUPERSEDED})
_MILLION = 1_000_000
#: Stands before the reason in the text of a commitment that was more than was left.
REASON_MARK = "\n! "


def open_version(session: Session, branch: BranchFacts, version_id: int) -> PlanVersion:
    """Return a version whose budget may change; whoever comes second waits for the first.

    Raises:
        InputError: `plan_version_gone`.
        RuleViolation: `budget_version_over`.
    """
    version = find_version(session, branch, version_id, is_locked=True)
    if version.status in _OVER:
        raise RuleViolation("budget_version_over", status=version.status)
    return version


def expected(session: Session, branch: BranchFacts, record: type[_Named], row_id: int,
             version: int) -> _Named:  # fmt: skip
    """Return a driver or a commitment that nobody else changed meanwhile.

    Raises:
        ConflictError: `changed_meanwhile`; facts: `shown`, `found`.
        InputError: `budget_driver_gone`, `budget_commitment_gone`.
    """
    query = select(record).where(record.branch_id == branch.id, record.id == row_id)
    found = session.scalars(query.with_for_update()).first()
    if found is None:
        raise InputError(Issue(_GONE[record]))
    if found.version != version:
        raise ConflictError("changed_meanwhile", shown=version, found=found.version)
    return found


def drivers_of(session: Session, branch: BranchFacts, version_id: int) -> list[BudgetDriver]:
    """Return a version's drivers in the order in which they were entered."""
    return list(
        session.scalars(
            select(BudgetDriver)
            .where(BudgetDriver.branch_id == branch.id, BudgetDriver.version_id == version_id)
            .order_by(BudgetDriver.id)
        )
    )


def fill_driver(
    session: Session, record: BudgetDriver, entry: DriverEntry, branch: BranchFacts
) -> None:
    """Write what was entered into a driver.

    Raises:
        InputError: `budget_rate_form`, `budget_rate_range`, `budget_place`, or
            `budget_choice_gone`, with the field.
    """
    share = entry.kind is BudgetDriverKind.SHARE_OF_SALES
    issues = [
        *_rate_issues("rate", entry.rate, Decimal(1) if share else LARGEST_AMOUNT),
        *([] if entry.ceiling is None else _rate_issues("ceiling", entry.ceiling, Decimal(1))),
    ]
    if entry.rep_id is not None and entry.territory_id is not None:
        issues.append(Issue("budget_place", column="territory"))
    for column, known, wanted in (
        ("rep", Rep, entry.rep_id),
        ("territory", Territory, entry.territory_id),
        ("product", Product, entry.product_id),
    ):
        issues += _missing(session, branch, column, known, wanted)
    if issues:
        raise InputError(*issues)
    record.category, record.kind = str(entry.category), str(entry.kind)
    record.rate = _millionths(entry.rate) if share else to_minor(entry.rate, branch.decimals)
    record.ceiling = None if entry.ceiling is None else _millionths(entry.ceiling)
    record.rep_id, record.territory_id = entry.rep_id, entry.territory_id
    record.product_id = entry.product_id
    record.note = _cleaned(entry.note, "note")


def fill_commitment(
    session: Session, entry: CommitmentEntry, reason: str, branch: BranchFacts, today: date
) -> BudgetCommitment:
    """Return the record of a promise; a reason goes into its text.

    Raises:
        InputError: `budget_amount_form`, `budget_text_missing`, `budget_day_ahead`,
            `budget_choice_gone`, with the field.
    """
    issues: list[Issue] = []
    amount = entry.amount
    if not amount.is_finite() or not 0 < amount < LARGEST_AMOUNT:
        issues.append(Issue("budget_amount_form", column="amount", value=str(amount)))
    text = _cleaned(entry.text, "text")
    if not text:
        issues.append(Issue("budget_text_missing", column="text"))
    day = entry.day or today
    if day > today:
        issues.append(Issue("budget_day_ahead", column="day", value=str(day)))
    issues += _missing(session, branch, "rep", Rep, entry.rep_id)
    issues += _missing(session, branch, "task", PlanTask, entry.task_id)
    if issues:
        raise InputError(*issues)
    why = _cleaned(reason, "reason")
    return BudgetCommitment(
        branch_id=branch.id,
        day=day,
        month=entry.month.ordinal,
        category=str(entry.category),
        amount_minor=to_minor(amount, branch.decimals),
        text=f"{text}{REASON_MARK}{why}" if why else text,
        rep_id=entry.rep_id,
        task_id=entry.task_id,
    )


def parts_of(driver: BudgetDriver, planned: PlannedVolumes) -> DriverParts:
    """Return what a driver gives by the plan as it stands."""
    volumes = [leaf.volume for leaf in planned.of(driver)]
    return driver_parts(BudgetDriverKind(driver.kind), driver.rate, volumes, driver.ceiling)


def lines_of(driver: BudgetDriver, planned: PlannedVolumes) -> dict[tuple[int, int | None], int]:
    """Return what a driver's lines hold by month and rep, nothing with zero."""
    leaves = planned.of(driver)
    amounts = parts_of(driver, planned).amounts
    return {
        (leaf.volume.month, leaf.rep_id): amount
        for leaf, amount in zip(leaves, amounts, strict=True)
        if amount
    }


def stored_lines(
    session: Session, branch: BranchFacts, drivers: list[BudgetDriver]
) -> dict[int, dict[tuple[int, int | None], int]]:
    """Return what the lines of drivers hold, by driver, then month and rep."""
    found: dict[int, dict[tuple[int, int | None], int]] = {one.id: {} for one in drivers}
    rows = session.execute(
        select(BudgetLine.driver_id, BudgetLine.month, BudgetLine.rep_id, BudgetLine.amount_minor)
        .where(BudgetLine.branch_id == branch.id, BudgetLine.driver_id.in_(sorted(found)))
    ).all()  # fmt: skip
    for driver_id, month, rep_id, amount in rows:
        if driver_id is not None:
            lines = found[driver_id]
            lines[month, rep_id] = lines.get((month, rep_id), 0) + amount
    return found


def remove_lines(session: Session, branch: BranchFacts, driver_id: int) -> None:
    """Take out the lines that a driver computed; the audit log keeps them."""
    table: Any = BudgetLine.__table__
    session.execute(
        delete(table).where(table.c.branch_id == branch.id, table.c.driver_id == driver_id)
    )


def put_lines(
    session: Session, branch: BranchFacts, driver: BudgetDriver, planned: PlannedVolumes
) -> int:
    """Write a driver's lines in place of those of before, and return how many."""
    remove_lines(session, branch, driver.id)
    lines = lines_of(driver, planned)
    session.add_all(
        BudgetLine(
            branch_id=branch.id, month=month, category=driver.category, amount_minor=amount,
            rep_id=rep_id, territory_id=driver.territory_id, product_id=driver.product_id,
            driver_id=driver.id,
        )
        for (month, rep_id), amount in lines.items()
    )  # fmt: skip
    return len(lines)


def _rate_issues(column: str, rate: Decimal, most: Decimal) -> list[Issue]:
    if not rate.is_finite() or rate < 0:
        return [Issue("budget_rate_form", column=column, value=str(rate))]
    return [Issue("budget_rate_range", column=column, value=str(rate))] if rate > most else []


def _millionths(share: Decimal) -> int:
    return int(round_half_up(share * _MILLION, 0))


def _missing(
    session: Session, branch: BranchFacts, column: str, record: Any, wanted: int | None
) -> list[Issue]:
    if wanted is None:
        return []
    query = select(record.id).where(record.branch_id == branch.id, record.id == wanted)
    # It stays until the end: another desk that takes it out meanwhile finds the money on it.
    if session.scalar(query.with_for_update(read=True, key_share=True)) is not None:
        return []
    return [Issue("budget_choice_gone", column=column)]


def require_task(session: Session, branch: BranchFacts, task_id: int | None) -> None:
    """Refuse money for a task that is not there; whoever removes one that is waits.

    Raises:
        InputError: `budget_choice_gone`, at the field `task`.
    """
    issues = _missing(session, branch, "task", PlanTask, task_id)
    if issues:
        raise InputError(*issues)


def _cleaned(text: str, column: str) -> str:
    """Return a text as one line.

    Raises:
        InputError: `unseen_character`.
    """
    try:
        return clean_text(" ".join(text.split()))
    except ValueError as error:
        raise InputError(
            Issue("unseen_character", {"character": error.args[0], "column": column}, column=column)
        ) from error
