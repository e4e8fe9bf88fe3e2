"""A typed amount of a year's budget, divided exactly over months and places."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desktop.enums import ExpenseCategory, Metric
from desktop.models import BudgetLine, PlanVersion
from desktop.money import split_exact, to_minor
from desktop.services.database import DatabaseEngine
from desktop.services.figures.frame import BranchFacts, Frame
from desktop.services.figures.sql import whole_sum
from desktop.services.plans.axes import Axis
from desktop.services.plans.budget_data import DivideBy, SetAmount
from desktop.services.plans.target_queries import PlanChoice, TargetReader

_LINE: Any = BudgetLine.__table__
#: What was typed is known by its category and the task that it pays for, if any.
TypedKey = tuple[ExpenseCategory, int | None]
#: Which axis of the plan each division rests on, and the column of the line that names it.
_AXES = {
    DivideBy.REP: (Axis.REP, "rep_id"),
    DivideBy.TERRITORY: (Axis.TERRITORY, "territory_id"),
    DivideBy.CUSTOMER: (Axis.CUSTOMER, "customer_id"),
    DivideBy.PRODUCT: (Axis.PRODUCT, "product_id"),
}


def _typed(branch: BranchFacts, version: PlanVersion) -> tuple[Any, ...]:
    """Return the conditions of the year's lines that neither driver nor file brought."""
    months = branch.fiscal.period(version.fiscal_year).months()
    return (
        _LINE.c.branch_id == branch.id,
        _LINE.c.month.between(months[0].ordinal, months[-1].ordinal),
        _LINE.c.driver_id.is_(None),
        _LINE.c.batch_id.is_(None),
    )


def typed_amounts(
    session: Session, branch: BranchFacts, version: PlanVersion
) -> dict[TypedKey, int]:
    """Return what was typed for the version's year, in minor units by category and task."""
    rows = session.execute(
        select(_LINE.c.category, _LINE.c.task_id, whole_sum(_LINE.c.amount_minor))
        .where(*_typed(branch, version))
        .group_by(_LINE.c.category, _LINE.c.task_id)
        .order_by(_LINE.c.category, _LINE.c.task_id.is_not(None), _LINE.c.task_id)
    )
    return {(ExpenseCategory(category), task_id): amount for category, task_id, amount in rows}


def put_typed(
    session: Session,
    database: DatabaseEngine,
    frame: Frame,
    version: PlanVersion,
    command: SetAmount,
) -> int:
    """Write a typed amount in place of the one before, and return how many lines it has.

    Its weights are the version's planned net sales by month and place; without any, the working
    days of the months and no place. The lines add up to the amount exactly.
    """
    branch, word = frame.branch, str(command.category)
    session.execute(
        delete(_LINE).where(
            *_typed(branch, version),
            _LINE.c.category == word,
            _LINE.c.task_id.is_not_distinct_from(command.task_id),
        )
    )
    axis, column = _AXES.get(command.by, (None, "rep_id"))
    weights = _weights(session, frame, version, axis)
    keys = sorted(weights, key=lambda key: (key[0], key[1] is None, key[1] or 0))
    amount = to_minor(command.amount, branch.decimals)
    parts = split_exact(amount, [weights[key] for key in keys])
    rows = [
        (month, part, word, place) for (month, place), part in zip(keys, parts, strict=True) if part
    ]
    columns = ["month", "amount_minor", "category", column]
    same = {"branch_id": branch.id, "version": 1}
    if command.task_id is not None:
        same["task_id"] = command.task_id
    database.bulk_insert(session, _LINE, columns, rows, same)
    return len(rows)


def _weights(
    session: Session, frame: Frame, version: PlanVersion, axis: Axis | None
) -> dict[tuple[int, int | None], int]:
    year = frame.branch.fiscal.period(version.fiscal_year)
    choices = (PlanChoice(version.id, version.fiscal_year, "", version.number, ""),)
    axes = (Axis.MONTH,) if axis is None else (Axis.MONTH, axis)
    sums: dict[tuple[int, int | None], int] = defaultdict(int)
    for leaf, (amount, _lines) in TargetReader(session, frame, Metric.SALES, choices).rows(
        axes, year
    ):
        month = leaf[0]
        assert month is not None
        sums[month, leaf[1] if len(leaf) > 1 else None] += amount
    if any(sums.values()):
        return sums
    return {(one.ordinal, None): frame.calendar.halves(one.period) for one in year.months()}
