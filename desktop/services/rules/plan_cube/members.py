"""The members of each dimension, and which of them a leaf of a line's column counts in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.enums import Dimension
from desktop.services.rules.plan_cube.data import DIMENSIONS, NONE, CubeAxes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.services.rules.plan_cube.data import Marks, Places, Whole

#: The column of the lines that a dimension is read from.
_COLUMN = {
    Dimension.REP: "rep",
    Dimension.TERRITORY: "territory",
    Dimension.CUSTOMER: "customer",
    Dimension.PRODUCT: "product",
    Dimension.PRODUCT_GROUP: "group",
    Dimension.MONTH: "month",
    Dimension.QUARTER: "month",
    Dimension.YEAR: "month",
}


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """A dimension's members in their order, NONE first where it has one.

    `place_of[leaf]` is the place of the member that a leaf counts in; leaf NONE finds the last
    entry. `above` holds the place of each member's parent, or NONE; `lifts` are pairs of places
    in the order in which sums go up, children before their parents.
    """

    column: str
    members: tuple[int, ...]
    place_of: Places
    above: tuple[int, ...]
    lifts: tuple[tuple[int, int], ...]

    def chosen(self, wanted: frozenset[int]) -> Marks:
        """Return for each leaf (NONE last) whether it counts in one of the members."""
        import numpy as np

        marks = np.array([member in wanted for member in self.members], dtype=bool)
        # Parents come last in `lifts`: read backwards, choice goes down from them.
        for child, parent in reversed(self.lifts):
            marks[child] |= marks[parent]
        found: Marks = marks[self.place_of]
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """The axes of a cube with what is worked out from them once.

    `home` is each rep's own territory, NONE last.
    """

    axes: CubeAxes
    members: Mapping[Dimension, Members]
    home: Whole

    def of(self, dimension: Dimension | None) -> Members:
        """Return the members of a dimension; of none, the one member that everything is in.

        Raises:
            ValueError: a plan is not divided by this dimension.
        """
        import numpy as np

        if dimension is None:
            return Members("", (NONE,), np.zeros(1, dtype=np.intp), (NONE,), ())
        if dimension not in self.members:
            raise ValueError(f"a plan is not divided by {dimension}")
        return self.members[dimension]


def shape_of(axes: CubeAxes) -> Shape:
    """Return the shape of a cube with these axes.

    Raises:
        ValueError: a tree runs in a circle.
    """
    import numpy as np

    return Shape(
        axes,
        {dimension: members_of(axes, dimension) for dimension in DIMENSIONS},
        np.array([*axes.rep_territory, NONE], dtype=np.int64),
    )


def members_of(axes: CubeAxes, dimension: Dimension) -> Members:
    """Return the members of one of `DIMENSIONS`.

    Raises:
        ValueError: a tree runs in a circle.
    """
    match dimension:
        case Dimension.REP:
            return _flat(dimension, len(axes.rep_territory))
        case Dimension.CUSTOMER:
            return _flat(dimension, axes.customers)
        case Dimension.PRODUCT:
            return _flat(dimension, len(axes.product_group))
        case Dimension.TERRITORY:
            return _tree(dimension, axes.territory_parent)
        case Dimension.PRODUCT_GROUP:
            return _tree(dimension, axes.group_parent)
        case _:
            months = range(axes.first_month, axes.first_month + axes.months)
            return _times(dimension, [time_of(axes, dimension, month) for month in months])


def time_of(axes: CubeAxes, dimension: Dimension, month: int) -> int:
    """Return the month, quarter or fiscal year that a month's ordinal lies in."""
    if dimension is Dimension.MONTH:
        return month
    if dimension is Dimension.QUARTER:
        return month // 3
    shift = axes.year_starts_in - 1
    return (month - shift) // 12 + (1 if shift else 0)


def _flat(dimension: Dimension, count: int) -> Members:
    return _tree(dimension, (NONE,) * count)


def _tree(dimension: Dimension, parents: Sequence[int]) -> Members:
    import numpy as np

    count = len(parents)
    depth: dict[int, int] = {NONE: -1}
    for node in range(count):
        path: list[int] = []
        while node not in depth:
            if len(path) > count:
                raise ValueError(f"the tree of {dimension} runs in a circle")
            path.append(node)
            node = parents[node]
        for below in reversed(path):
            depth[below] = depth[parents[below]] + 1
    deepest_first = sorted(range(count), key=lambda node: -depth[node])
    return Members(
        _COLUMN[dimension],
        (NONE, *range(count)),
        # Place 0 is NONE's, and index -1 reads the last entry.
        np.array([*range(1, count + 1), 0], dtype=np.intp),
        (NONE, *(parent + 1 if parent != NONE else NONE for parent in parents)),
        tuple((node + 1, parents[node] + 1) for node in deepest_first if parents[node] != NONE),
    )


def _times(dimension: Dimension, times: list[int]) -> Members:
    import numpy as np

    members = tuple(sorted(set(times)))
    places = [members.index(time) for time in times]
    return Members(
        _COLUMN[dimension],
        members,
        # Lines always have a month; the last entry is never read.
        np.array([*places, 0], dtype=np.intp),
        (NONE,) * len(members),
        (),
    )
