"""Finding, making, copying and removing the records of plan versions, inside a command."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, cast, delete, insert, literal, select, update
from sqlalchemy.orm import Session

from desktop.enums import Metric, PlanLevel, PlanStatus
from desktop.errors import ConflictError, InputError, Issue, RuleViolation
from desktop.models import (
    CustomerOutlook,
    PlanAnswer,
    PlanBasis,
    PlanBridgeItem,
    PlanEdit,
    PlanLine,
    PlanObjective,
    PlanProspect,
    PlanRound,
    PlanSeason,
    PlanTask,
    PlanVersion,
    SalesPlan,
    SituationFigure,
)
from desktop.search_key import search_key
from desktop.services.access import Actor
from desktop.services.database import DatabaseEngine
from desktop.services.figures.frame import BranchFacts
from desktop.services.plans.budget_parts import remove_budget
from desktop.services.plans.measure_parts import remove_measures
from desktop.services.plans.programme_parts import remove_programmes
from desktop.services.plans.seasons import keep_season
from desktop.services.plans.versions_data import FIRST_YEAR, LAST_YEAR, VersionCard, steps_from
from desktop.services.rules.season import SeasonCurve

#: What belongs to a version, its parts first.
_PARTS: tuple[Any, ...] = (
    PlanEdit, PlanBasis, PlanRound, PlanBridgeItem, PlanAnswer, PlanLine, PlanSeason,
)  # fmt: skip
#: What belongs to a plan besides its versions.
_OF_PLAN: tuple[Any, ...] = (
    SituationFigure, CustomerOutlook, PlanProspect, PlanObjective, PlanTask,
)  # fmt: skip
_LINE = PlanLine.__table__
_COPIED = (
    "metric", "month", "customer_id", "pool_rep_id", "pool_territory_id", "product_id",
    "product_group_id", "amount", "is_locked", "reason", "level", "minimum", "maximum", "agreed",
)  # fmt: skip


@contextmanager
def lines_unlogged(database: DatabaseEngine, session: Session) -> Iterator[None]:
    """Leave plan lines out of the audit log in the block; the caller writes down what it did.

    Sixty thousand lines with a row of the log each take five times as long as without.
    """
    database.set_bulk(session, is_bulk=True)
    yield
    database.set_bulk(session, is_bulk=False)


def find_version(
    session: Session, branch: BranchFacts, version_id: int, *, is_locked: bool = False
) -> PlanVersion:
    """Return a version's record.

    With `is_locked` whoever comes second waits for the first, and then meets his version.

    Raises:
        InputError: `plan_version_gone`, there is none (any more).
    """
    query = select(PlanVersion).where(
        PlanVersion.branch_id == branch.id, PlanVersion.id == version_id
    )
    record = session.scalars(query.with_for_update() if is_locked else query).first()
    if record is None:
        raise InputError(Issue("plan_version_gone"))
    return record


def expected_version(
    session: Session, branch: BranchFacts, version_id: int, expected: int
) -> PlanVersion:
    """Return a version's record for a change, where nobody else changed it meanwhile.

    Raises:
        ConflictError: `changed_meanwhile`; facts: `theirs` (a `VersionCard`), `shown`, `found`.
        InputError: `plan_version_gone`.
    """
    record = find_version(session, branch, version_id, is_locked=True)
    if record.version != expected:
        raise ConflictError(
            "changed_meanwhile",
            theirs=card_of(session, branch, record),
            shown=expected,
            found=record.version,
        )
    return record


def require_draft(record: PlanVersion) -> None:
    """Refuse to change what is no draft any more.

    Raises:
        RuleViolation: `plan_not_draft`, with the state.
    """
    if record.status != PlanStatus.DRAFT:
        raise RuleViolation("plan_not_draft", status=record.status, number=record.number)


def card_of(session: Session, branch: BranchFacts, record: PlanVersion) -> VersionCard:
    """Return a version as people see it."""
    name = session.scalars(select(SalesPlan.name).where(SalesPlan.id == record.plan_id)).one()
    status = PlanStatus(record.status)
    return VersionCard(
        version_id=record.id,
        version=record.version,
        plan_id=record.plan_id,
        name=name,
        fiscal_year=record.fiscal_year,
        year=branch.fiscal.name(record.fiscal_year),
        number=record.number,
        status=status,
        parent_id=record.parent_id,
        note=record.note,
        season_basis=record.season_basis,
        made_at=record.made_at,
        submitted_at=record.submitted_at,
        agreed_at=record.agreed_at,
        in_force_from=record.in_force_from,
        closed_at=record.closed_at,
        steps=steps_from(status),
    )


def new_plan(session: Session, branch: BranchFacts, name: str, year: int) -> SalesPlan:
    """Return the record of a new plan.

    Raises:
        InputError: no name, or a year that no plan is of.
        RuleViolation: `plan_name_taken`, there is a plan of that name for the year.
    """
    name = name.strip()
    issues = []
    if not name:
        issues.append(Issue("required", column="name"))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        facts = {"first": FIRST_YEAR, "last": LAST_YEAR}
        issues.append(Issue("plan_year_unknown", facts, column="year", value=str(year)))
    if issues:
        raise InputError(*issues)
    key = search_key(name)
    taken = select(SalesPlan.id).where(
        SalesPlan.branch_id == branch.id,
        SalesPlan.name_key == key,
        SalesPlan.fiscal_year == year,
    )
    if session.scalar(taken) is not None:
        raise RuleViolation("plan_name_taken", name=name, year=branch.fiscal.name(year))
    plan = SalesPlan(branch_id=branch.id, name=name, name_key=key, fiscal_year=year)
    session.add(plan)
    session.flush()
    return plan


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What a version that is made begins with."""

    plan: SalesPlan
    number: int
    made_at: datetime
    season: SeasonCurve
    note: str = ""
    parent_id: int | None = None


def new_version(
    session: Session, database: DatabaseEngine, branch: BranchFacts, new: NewVersion
) -> PlanVersion:
    """Return the record of a new draft, with its season curve."""
    record = PlanVersion(
        branch_id=branch.id,
        plan_id=new.plan.id,
        number=new.number,
        fiscal_year=new.plan.fiscal_year,
        status=str(PlanStatus.DRAFT),
        made_at=new.made_at,
        season_basis=new.season.basis,
        parent_id=new.parent_id,
        note=new.note.strip(),
    )
    session.add(record)
    session.flush()
    keep_season(session, database, branch, record.id, new.season)
    return record


def copy_lines(
    session: Session, origin: PlanVersion, copy: PlanVersion, *, keep_agreed: bool
) -> int:
    """Copy a version's lines into another one, moved by whole years, and return how many.

    What was agreed in one year is no floor of another: it is kept for a revision alone.
    """
    moved = 12 * (copy.fiscal_year - origin.fiscal_year)
    columns: dict[str, Any] = {name: _LINE.c[name] for name in _COPIED}
    columns["month"] = _LINE.c.month + cast(literal(moved), Integer)
    if not keep_agreed:
        del columns["agreed"]
    source = (
        select(
            literal(copy.branch_id), literal(copy.id), *columns.values(),
        )
        .where(_LINE.c.branch_id == origin.branch_id, _LINE.c.version_id == origin.id)
        .order_by(_LINE.c.id)
    )  # fmt: skip
    names = ["branch_id", "version_id", *columns]
    # `version` has a default in the database, which the records' own default would hide.
    made = session.execute(
        insert(_LINE).from_select(names, source, include_defaults=False)  # type: ignore[arg-type]
    )
    return int(getattr(made, "rowcount", 0))


def copy_bases(session: Session, origin: PlanVersion, copy: PlanVersion) -> None:
    """Copy the pedigrees of a version to its revision: its lines are still reached so."""
    table = PlanBasis.__table__
    names = [c.name for c in table.columns if c.name not in ("id", "version_id")]
    source = (
        select(literal(copy.id), *(table.c[name] for name in names))
        .where(table.c.branch_id == origin.branch_id, table.c.version_id == origin.id)
        .order_by(table.c.id)
    )
    session.execute(
        insert(table).from_select(["version_id", *names], source)  # type: ignore[arg-type]
    )


def add_basis(
    session: Session, actor: Actor, record: PlanVersion, made_at: datetime, **values: Any
) -> PlanBasis:
    """Write a pedigree; what is not said is empty, and the months are the version's year."""
    inputs: Sequence[Any] = values.pop("inputs", ())
    adjustments: Sequence[Any] = values.pop("adjustments", ())
    metric: Metric = values.pop("metric")
    level: PlanLevel = values.pop("level", PlanLevel.BASE)
    basis = PlanBasis(
        branch_id=record.branch_id,
        version_id=record.id,
        metric=str(metric),
        level=str(level),
        inputs=json.dumps(inputs, ensure_ascii=False),
        adjustments=json.dumps(adjustments, ensure_ascii=False),
        made_by_id=actor.user_id or None,
        made_at=made_at,
        **{"reason": "", **values},
    )
    session.add(basis)
    session.flush()
    return basis


def remove_version(session: Session, record: PlanVersion) -> None:
    """Remove a version with its parts, and its plan where that holds nothing else."""
    branch_id, version_id, plan_id = record.branch_id, record.id, record.plan_id
    remove_programmes(session, branch_id, version_id)
    remove_budget(session, branch_id, version_id)
    remove_measures(session, branch_id, version_id)
    for part in _PARTS:
        session.execute(
            delete(part.__table__).where(part.branch_id == branch_id, part.version_id == version_id)
        )
    session.execute(
        update(PlanVersion.__table__)  # type: ignore[arg-type]
        .where(PlanVersion.branch_id == branch_id, PlanVersion.parent_id == version_id)
        .values(parent_id=None, version=PlanVersion.version + 1)
    )
    session.delete(record)
    session.flush()
    for other in (PlanVersion, *_OF_PLAN):
        if session.scalar(select(other.id).where(other.plan_id == plan_id).limit(1)) is not None:
            return
    session.execute(
        delete(SalesPlan.__table__).where(  # type: ignore[arg-type]
            SalesPlan.branch_id == branch_id, SalesPlan.id == plan_id
        )
    )
