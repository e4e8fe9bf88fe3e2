"""Visit programmes as a part of their version: copied to its revision, and removed with it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, insert, literal, select
from sqlalchemy.orm import Session

from desktop.models import PlanVersion, VisitProgramme, VisitProgrammeLine
from desktop.services.plans.programme_records import PLANNED, facts_of, written_facts

_TABLE: Any = VisitProgramme.__table__
_LINES: Any = VisitProgrammeLine.__table__
_LINE_COLUMNS = ("customer_id", "customer_class", "visits", "purpose", "expected_minor")


def copy_programmes(session: Session, origin: PlanVersion, copy: PlanVersion) -> None:
    """Copy the programmes of a version to its revision, as they were made and by whom.

    The visits that were planned from them stay those of the version they were written from:
    `own_visits` finds them for every version of the plan, so that they are not planned twice.
    """
    kept = session.scalars(
        select(VisitProgramme)
        .where(VisitProgramme.branch_id == origin.branch_id, VisitProgramme.version_id == origin.id)
        .order_by(VisitProgramme.id)
    ).all()
    session.add_all(
        VisitProgramme(
            branch_id=copy.branch_id, version_id=copy.id, rep_id=one.rep_id, name=one.name,
            first_month=one.first_month, last_month=one.last_month,
            facts=written_facts({**facts_of(one), PLANNED: []}), made_by_id=one.made_by_id,
            made_at=one.made_at,
        )
        for one in kept
    )  # fmt: skip
    session.flush()
    old, new = _TABLE.alias("old"), _TABLE.alias("new")
    source = (
        select(
            literal(copy.branch_id), new.c.id, literal(1),
            *(_LINES.c[name] for name in _LINE_COLUMNS),
        )
        .join(old, old.c.id == _LINES.c.programme_id)
        .join(new, new.c.rep_id == old.c.rep_id)
        .where(
            _LINES.c.branch_id == origin.branch_id,
            old.c.branch_id == origin.branch_id,
            old.c.version_id == origin.id,
            new.c.branch_id == copy.branch_id,
            new.c.version_id == copy.id,
        )
        .order_by(_LINES.c.id)
    )  # fmt: skip
    names = ["branch_id", "programme_id", "version", *_LINE_COLUMNS]
    session.execute(insert(_LINES).from_select(names, source, include_defaults=False))


def remove_programmes(session: Session, branch_id: int, version_id: int) -> None:
    """Remove a version's programmes; the visits that were planned from them stay planned."""
    of_version = (_TABLE.c.branch_id == branch_id, _TABLE.c.version_id == version_id)
    ids = select(_TABLE.c.id).where(*of_version)
    session.execute(
        delete(_LINES).where(_LINES.c.branch_id == branch_id, _LINES.c.programme_id.in_(ids))
    )
    session.execute(delete(_TABLE).where(*of_version))


__all__ = ["copy_programmes", "remove_programmes"]
