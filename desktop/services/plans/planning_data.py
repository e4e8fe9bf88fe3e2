"""A version's lines for editing, and the command that saves what was edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop.changes import ChangeSet
from desktop.enums import Metric, PlanLevel
from desktop.services.plans.reasons_data import Pedigree
from desktop.services.plans.versions_data import VersionCard
from desktop.services.rules.plan_cube.cube import PlanCube
from desktop.services.rules.plan_cube.data import NONE, CubeAxes, LineColumns


@dataclass(frozen=True, slots=True)
class PlanMember:
    """A rep, territory, customer, product or group; its place in its tuple is the cube's."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """The lines of one metric and level of a version, as the cube takes them.

    Members are in the order of their codes. `unit_decimals` says where the decimal point of a
    stored amount is: the currency's decimals for money, 6 for quantities, 0 for counts.
    """

    card: VersionCard
    metric: Metric
    level: PlanLevel
    unit_decimals: int
    axes: CubeAxes
    lines: LineColumns
    reps: tuple[PlanMember, ...]
    territories: tuple[PlanMember, ...]
    customers: tuple[PlanMember, ...]
    products: tuple[PlanMember, ...]
    groups: tuple[PlanMember, ...]

    def cube(self) -> PlanCube:
        """Return a cube of these lines."""
        return PlanCube(self.axes, self.lines)


@dataclass(frozen=True, slots=True)
class LineValues:
    """What of lines may be edited, columns of equal length; no bound is None."""

    amounts: Sequence[int] = ()
    locked: Sequence[bool] = ()
    minimums: Sequence[int | None] = ()
    maximums: Sequence[int | None] = ()


@dataclass(frozen=True, slots=True)
class LinePlaces:
    """Where new lines are, columns of equal length: month ordinals and ids, None where none."""

    months: Sequence[int] = ()
    customers: Sequence[int | None] = ()
    pool_reps: Sequence[int | None] = ()
    pool_territories: Sequence[int | None] = ()
    products: Sequence[int | None] = ()
    groups: Sequence[int | None] = ()


@dataclass(frozen=True, slots=True)
class SaveEdit:
    """Save lines of a draft: changed ones by id, new ones by a negative key each, removed ids.

    `pedigrees` say how the amounts were reached; without a change of amounts none is needed.
    """

    version_id: int
    expected_version: int
    metric: Metric
    level: PlanLevel = PlanLevel.BASE
    changed_ids: Sequence[int] = ()
    changed: LineValues = field(default_factory=LineValues)
    new_keys: Sequence[int] = ()
    new_places: LinePlaces = field(default_factory=LinePlaces)
    new: LineValues = field(default_factory=LineValues)
    removed_ids: Sequence[int] = ()
    pedigrees: tuple[Pedigree, ...] = ()
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class SavedEdit:
    """What was saved: the topics, the version to expect next, and the new lines' ids by key."""

    changes: ChangeSet
    version: int
    ids: Mapping[int, int]


def edit_of(
    sheet: PlanSheet, cube: PlanCube, pedigrees: tuple[Pedigree, ...], expected_version: int = 0
) -> SaveEdit:
    """Return the command that saves what a cube of the sheet holds unsaved.

    `expected_version` is that of the last save; 0 is the sheet's own.
    """
    unsaved, lines = cube.unsaved(), cube.lines

    def values(places: Sequence[int]) -> LineValues:
        chosen = list(places)
        return LineValues(
            lines.amount[chosen].tolist(),
            lines.locked[chosen].tolist(),
            [one or None for one in lines.minimum[chosen].tolist()],
            [None if one == NONE else one for one in lines.maximum[chosen].tolist()],
        )

    new = list(unsaved.created)

    def ids(column: Sequence[int], members: Sequence[PlanMember]) -> list[int | None]:
        return [None if one == NONE else members[one].id for one in column]

    products = ids(lines.product[new].tolist(), sheet.products)
    groups = ids(lines.group[new].tolist(), sheet.groups)
    return SaveEdit(
        sheet.card.version_id,
        expected_version or sheet.card.version,
        sheet.metric,
        sheet.level,
        lines.key[list(unsaved.changed)].tolist(),
        values(unsaved.changed),
        lines.key[new].tolist(),
        LinePlaces(
            (lines.month[new] + sheet.axes.first_month).tolist(),
            ids(lines.customer[new].tolist(), sheet.customers),
            ids(lines.pool_rep[new].tolist(), sheet.reps),
            ids(lines.pool_territory[new].tolist(), sheet.territories),
            products,
            # A product's own group is not said twice.
            [
                group if product is None else None
                for group, product in zip(groups, products, strict=True)
            ],
        ),
        values(new),
        unsaved.removed,
        pedigrees,
    )
