"""The pedigree of a figure: every basis that lines behind it were reached by."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.enums import Dimension, Metric, PlanLevel
from desktop.models import AppUser, PlanBasis, PlanVersion
from desktop.services.figures.frame import load_branch
from desktop.services.garbage import collector_paused
from desktop.services.plans.planning_data import PlanMember, PlanSheet
from desktop.services.plans.planning_sheet import load_sheet
from desktop.services.plans.reasons_data import (
    Adjustment,
    BasisInput,
    Fit,
    Pedigree,
    PedigreeRow,
    Scope,
)
from desktop.services.plans.version_records import find_version
from desktop.services.rules.plan_cube.cube import PlanCube
from desktop.services.rules.plan_cube.data import EVERYTHING, Selection
from desktop.services.uow import UnitOfWork

if TYPE_CHECKING:
    from desktop.services.rules.plan_cube.data import Places


@dataclass(frozen=True, slots=True)
class FoundBasis:
    """A pedigree of lines behind a figure, and how its scope lies to the figure."""

    row: PedigreeRow
    fit: Fit


class PlanReasons:
    """Says why figures of a version are what they are."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def bases(
        self, version_id: int, metric: Metric, level: PlanLevel = PlanLevel.BASE
    ) -> tuple[PedigreeRow, ...]:
        """Return all pedigrees of a version's metric and level, the latest first.

        Raises:
            InputError: `plan_version_gone`.
        """
        with self._uow.read() as session:
            record = find_version(session, load_branch(session), version_id)
            return read_pedigrees(session, record, metric, level)

    def pedigree(
        self,
        version_id: int,
        metric: Metric,
        scope: Scope,
        level: PlanLevel = PlanLevel.BASE,
    ) -> tuple[FoundBasis, ...]:
        """Return the pedigrees of the lines behind a figure, the latest first.

        The latest one of a line is what the line rests on; what is older was the case before.

        Raises:
            InputError: `plan_version_gone`.
        """
        with self._uow.read() as session, collector_paused():
            sheet = load_sheet(session, version_id, metric, level)
            record = find_version(session, load_branch(session), version_id)
            rows = read_pedigrees(session, record, metric, level)
        return found_in(sheet, sheet.cube(), rows, scope)


def read_pedigrees(
    session: Session, record: PlanVersion, metric: Metric, level: PlanLevel
) -> tuple[PedigreeRow, ...]:
    """Return the pedigrees of a version's metric and level, the latest first."""
    rows = session.execute(
        select(PlanBasis, func.coalesce(AppUser.name, ""))
        .outerjoin(AppUser, AppUser.id == PlanBasis.made_by_id)
        .where(
            PlanBasis.branch_id == record.branch_id,
            PlanBasis.version_id == record.id,
            PlanBasis.metric == str(metric),
            PlanBasis.level == str(level),
        )
        .order_by(PlanBasis.id.desc())
    )
    return tuple(
        PedigreeRow(basis.id, metric, level, pedigree_of(basis), name, basis.made_at)
        for basis, name in rows
    )


def pedigree_of(basis: PlanBasis) -> Pedigree:
    """Return what a record of a pedigree says."""
    inputs: list[dict[str, Any]] = json.loads(basis.inputs)
    adjustments: list[dict[str, Any]] = json.loads(basis.adjustments)
    return Pedigree(
        Scope(
            basis.first_month, basis.last_month, basis.customer_id, basis.rep_id,
            basis.territory_id, basis.product_id, basis.product_group_id,
        ),
        basis.amount,
        basis.method,
        basis.reason,
        tuple(
            BasisInput(*(str(one.get(name, "")) for name in ("name", "value", "source", "date")))
            for one in inputs
        ),
        basis.baseline,
        tuple(Adjustment(str(one["name"]), int(one["amount"])) for one in adjustments),
    )  # fmt: skip


def found_in(
    sheet: PlanSheet, cube: PlanCube, rows: Sequence[PedigreeRow], scope: Scope
) -> tuple[FoundBasis, ...]:
    """Return the pedigrees that lines of the scope have, in the order of `rows`.

    The cube is one of the sheet, edited or not: owners and lines are as it holds them. A scope
    that names somebody who is on no axis has no lines.
    """
    asked = _places(sheet, cube, scope)
    if asked is None:
        return ()
    found = []
    for row in rows:
        places = _places(sheet, cube, row.pedigree.scope)
        fit = None if places is None else _fit(asked, places)
        if fit is not None:
            found.append(FoundBasis(row, fit))
    return tuple(found)


def selection_of(sheet: PlanSheet, scope: Scope) -> Selection | None:
    """Return the cell of the sheet's cube that a scope names; None where it is on no axis."""
    months = range(
        max(scope.first_month, sheet.axes.first_month),
        min(scope.last_month, sheet.axes.first_month + sheet.axes.months - 1) + 1,
    )
    selection = EVERYTHING
    if len(months) < sheet.axes.months:
        selection = selection.within(Dimension.MONTH, *months)
    wanted: tuple[tuple[Dimension, int | None, tuple[PlanMember, ...]], ...] = (
        (Dimension.CUSTOMER, scope.customer_id, sheet.customers),
        (Dimension.REP, scope.rep_id, sheet.reps),
        (Dimension.TERRITORY, scope.territory_id, sheet.territories),
        (Dimension.PRODUCT, scope.product_id, sheet.products),
        (Dimension.PRODUCT_GROUP, scope.product_group_id, sheet.groups),
    )
    for dimension, one, members in wanted:
        if one is None:
            continue
        place = next((at for at, member in enumerate(members) if member.id == one), None)
        if place is None:
            return None
        selection = selection.within(dimension, place)
    return selection


def _places(sheet: PlanSheet, cube: PlanCube, scope: Scope) -> Places | None:
    selection = selection_of(sheet, scope)
    return None if selection is None else cube.places(selection)


def _fit(asked: Places, basis: Places) -> Fit | None:
    """Return how the lines of a basis lie to those asked about; None where none is common."""
    import numpy as np

    common = len(np.intersect1d(asked, basis, assume_unique=True))
    if not common:
        return None
    if common == len(asked) == len(basis):
        return Fit.SAME
    if common == len(asked):
        return Fit.AROUND
    return Fit.INSIDE if common == len(basis) else Fit.ACROSS
