"""The budget as a part of its version: copied with it, and removed with it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, insert, literal, select
from sqlalchemy.orm import Session

from desktop.models import BudgetDriver, BudgetLine, PlanVersion

_DRIVER: Any = BudgetDriver.__table__
_LINE: Any = BudgetLine.__table__
_DRIVER_COLUMNS = (
    "category", "kind", "rate", "ceiling", "rep_id", "territory_id", "product_id", "note",
)  # fmt: skip
_LINE_COLUMNS = (
    "month", "category", "amount_minor", "rep_id", "customer_id", "product_id", "territory_id",
    "task_id",
)  # fmt: skip


def copy_budget(
    session: Session, origin: PlanVersion, copy: PlanVersion, *, with_lines: bool
) -> None:
    """Copy a version's drivers to another one, with the lines that they computed if asked for.

    A revision keeps the lines, so that the branch has a budget while nobody has looked at it; in
    another year they are computed anew.
    """
    drivers = session.execute(
        select(_DRIVER.c.id, *(_DRIVER.c[name] for name in _DRIVER_COLUMNS))
        .where(_DRIVER.c.branch_id == origin.branch_id, _DRIVER.c.version_id == origin.id)
        .order_by(_DRIVER.c.id)
    ).all()
    for old_id, *values in drivers:
        record = BudgetDriver(
            branch_id=copy.branch_id,
            version_id=copy.id,
            **dict(zip(_DRIVER_COLUMNS, values, strict=True)),
        )
        session.add(record)
        session.flush()
        if with_lines:
            source = (
                select(
                    literal(copy.branch_id), literal(record.id), literal(1),
                    *(_LINE.c[name] for name in _LINE_COLUMNS),
                )
                .where(_LINE.c.branch_id == origin.branch_id, _LINE.c.driver_id == old_id)
                .order_by(_LINE.c.id)
            )  # fmt: skip
            names = ["branch_id", "driver_id", "version", *_LINE_COLUMNS]
            session.execute(insert(_LINE).from_select(names, source, include_defaults=False))


def remove_budget(session: Session, branch_id: int, version_id: int) -> None:
    """Remove a version's drivers and what they computed."""
    drivers = select(_DRIVER.c.id).where(
        _DRIVER.c.branch_id == branch_id, _DRIVER.c.version_id == version_id
    )
    session.execute(
        delete(_LINE).where(_LINE.c.branch_id == branch_id, _LINE.c.driver_id.in_(drivers))
    )
    session.execute(
        delete(_DRIVER).where(_DRIVER.c.branch_id == branch_id, _DRIVER.c.version_id == version_id)
    )


__all__ = ["copy_budget", "remove_budget"]
