"""Numbers of own measures as a part of their version: copied, handed on, and removed with it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer, Text, cast, delete, exists, insert, literal, select, update
from sqlalchemy.orm import Session

from desktop.models import OwnTarget, PlanVersion

_TABLE: Any = OwnTarget.__table__


def copy_measures(session: Session, origin: PlanVersion, copy: PlanVersion) -> None:
    """Copy a version's targets of own measures to another one, moved by whole years.

    What is reached belongs to the version in force: `take_reached` hands it on.
    """
    moved = 12 * (copy.fiscal_year - origin.fiscal_year)
    source = (
        select(
            literal(copy.branch_id), literal(copy.id), literal(1), _TABLE.c.metric_id,
            _TABLE.c.rep_id, _TABLE.c.month + cast(literal(moved), Integer), _TABLE.c.target,
            cast(literal(""), Text),
        )
        .where(
            _TABLE.c.branch_id == origin.branch_id,
            _TABLE.c.version_id == origin.id,
            _TABLE.c.target.is_not(None),
        )
        .order_by(_TABLE.c.id)
    )  # fmt: skip
    names = ["branch_id", "version_id", "version", "metric_id", "rep_id", "month", "target",
             "source"]  # fmt: skip
    session.execute(insert(_TABLE).from_select(names, source, include_defaults=False))


def take_reached(session: Session, before: PlanVersion, record: PlanVersion) -> None:
    """Hand what a superseded version reached on to the one that is in force in its place."""
    mine, theirs = _TABLE, _TABLE.alias("theirs")

    def of_same_cell() -> tuple[Any, ...]:
        return (
            theirs.c.branch_id == mine.c.branch_id,
            theirs.c.metric_id == mine.c.metric_id,
            theirs.c.rep_id.is_not_distinct_from(mine.c.rep_id),
            theirs.c.month == mine.c.month,
        )

    of_before = (
        theirs.c.branch_id == before.branch_id,
        theirs.c.version_id == before.id,
        theirs.c.actual.is_not(None),
    )
    same = (*of_before, *of_same_cell())
    session.execute(
        update(mine)
        .where(
            mine.c.branch_id == record.branch_id,
            mine.c.version_id == record.id,
            exists(select(theirs.c.id).where(*same).correlate(mine)),
        )
        .values(
            actual=select(theirs.c.actual).where(*same).correlate(mine).scalar_subquery(),
            source=select(theirs.c.source).where(*same).correlate(mine).scalar_subquery(),
            version=mine.c.version + 1,
        )
    )
    known = (
        select(mine.c.id).where(mine.c.version_id == record.id, *of_same_cell()).correlate(theirs)
    )
    names = ("metric_id", "rep_id", "month", "actual", "source")
    source = (
        select(
            literal(record.branch_id), literal(record.id), literal(1),
            *(theirs.c[name] for name in names),
        )
        .where(*of_before, ~exists(known))
        .order_by(theirs.c.id)
    )  # fmt: skip
    session.execute(
        insert(mine).from_select(
            ["branch_id", "version_id", "version", *names], source, include_defaults=False
        )
    )


def remove_measures(session: Session, branch_id: int, version_id: int) -> None:
    """Remove a version's numbers of own measures; the measures themselves stay."""
    session.execute(
        delete(_TABLE).where(_TABLE.c.branch_id == branch_id, _TABLE.c.version_id == version_id)
    )


__all__ = ["copy_measures", "remove_measures", "take_reached"]
