"""Finding and checking the records of a plan's reasons, inside a command."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import ConflictError, InputError, Issue
from desktop.models import (
    CustomerOutlook,
    PlanProspect,
    PotentialFigure,
    SalesPlan,
    SituationFigure,
)
from desktop.money import LARGEST_AMOUNT, from_minor
from desktop.search_key import clean_text
from desktop.services.figures.frame import BranchFacts, load_branch
from desktop.services.rules.bottom_up import MILLION

_Ground = TypeVar("_Ground", SituationFigure, PotentialFigure, CustomerOutlook, PlanProspect)
_OfPlan = TypeVar("_OfPlan", SituationFigure, PlanProspect)


def require_plan(session: Session, branch: BranchFacts, plan_id: int) -> SalesPlan:
    """Return a plan's record.

    Raises:
        InputError: `grounds_plan_gone`.
    """
    found = select(SalesPlan).where(SalesPlan.branch_id == branch.id, SalesPlan.id == plan_id)
    record = session.scalars(found).first()
    if record is None:
        raise InputError(Issue("grounds_plan_gone"))
    return record


def expected_ground(
    session: Session, branch: BranchFacts, kind: type[_Ground], record_id: int, expected: int
) -> _Ground:
    """Return a record for a change, where nobody else changed it meanwhile.

    Raises:
        ConflictError: `changed_meanwhile`.
        InputError: `grounds_gone`.
    """
    found = select(kind).where(kind.branch_id == branch.id, kind.id == record_id)
    record = session.scalars(found.with_for_update()).first()
    if record is None:
        raise InputError(Issue("grounds_gone"))
    if record.version != expected:
        raise ConflictError("changed_meanwhile", shown=expected, found=record.version)
    return record


def remove_ground(
    session: Session, branch_id: int, kind: type[_Ground], record_id: int, expected: int
) -> None:
    """Take a record out, where nobody else changed it meanwhile.

    Raises:
        ConflictError, InputError: as `expected_ground`.
    """
    branch = load_branch(session, branch_id)
    session.delete(expected_ground(session, branch, kind, record_id, expected))


def ground_of_plan(
    session: Session,
    branch: BranchFacts,
    kind: type[_OfPlan],
    plan_id: int,
    record: tuple[int | None, int],
    **fixed: str,
) -> _OfPlan:
    """Return the record of a plan that is to be filled in: a new one where none is named.

    Args:
        record: its id, or None for a new one, and the version that is expected of it.
        fixed: what a new one holds from the start.

    Raises:
        ConflictError: `changed_meanwhile`.
        InputError: `grounds_gone`, `grounds_plan_gone`.
    """
    require_plan(session, branch, plan_id)
    record_id, expected = record
    if record_id is None:
        return kind(branch_id=branch.id, plan_id=plan_id, **fixed)
    return expected_ground(session, branch, kind, record_id, expected)


class Fields:
    """Takes the fields of an entry into stored values, noting an issue for each that cannot be."""

    def __init__(self, branch: BranchFacts, row: int | None = None) -> None:
        self._branch, self._row = branch, row
        self.issues: list[Issue] = []

    def refuse(self, code: str, column: str, value: object = "", **facts: object) -> None:
        """Note an issue at a field."""
        self.issues.append(Issue(code, facts, row=self._row, column=column, value=str(value)))

    def words(self, text: str, column: str, *, needed: bool = False) -> str:
        """Return a text as it is kept."""
        try:
            kept = clean_text(text)
        except ValueError as error:
            self.refuse("unseen_character", column, character=str(error))
            return ""
        if needed and not kept:
            self.refuse("required", column)
        return kept

    def money(self, amount: Decimal, column: str, *, signed: bool = False) -> int:
        """Return an amount of the branch's currency in minor units."""
        value = f"{amount:f}"
        if abs(amount) > LARGEST_AMOUNT or (amount < 0 and not signed):
            self.refuse("grounds_amount_range", column, value)
            return 0
        minor = amount.scaleb(self._branch.decimals)
        if minor != minor.to_integral_value():
            self.refuse("amount_decimals", column, value, decimals=self._branch.decimals)
        return int(minor)

    def rate(self, value: Decimal, column: str, least: int, most: int) -> int:
        """Return a rate (0.05 is 5 %) in parts of a million, between these whole bounds."""
        if not least <= value <= most:
            bounds = {"least": f"{least * 100}%", "most": f"{most * 100}%"}
            self.refuse("grounds_rate_range", column, f"{value * 100:f}%", **bounds)
            return 0
        return int((value * MILLION).to_integral_value())

    def require_none(self) -> None:
        """Refuse the entry where a field could not be taken.

        Raises:
            InputError: with all issues.
        """
        if self.issues:
            raise InputError(*self.issues)


def rate_of(millionths: int) -> Decimal:
    """Return a stored rate as a fraction of one."""
    return Decimal(millionths) / MILLION


def money_of(minor: int | None, branch: BranchFacts) -> Decimal | None:
    """Return a stored amount in whole currency; None stays None."""
    return None if minor is None else from_minor(minor, branch.decimals)


def as_of_day(last: date | None, today: date) -> date:
    """Return the day that the data speak of: the last one with data, at most today."""
    return min(last or today, today)
