"""Which dimensions divide a cell of the plan as it stands; free of Qt."""

from __future__ import annotations

from desktop.enums import Dimension
from desktop.services.rules.plan_cube.cube import PlanCube
from desktop.services.rules.plan_cube.data import Selection


def dividing_first(
    cube: PlanCube, selection: Selection, ways: tuple[Dimension, ...]
) -> tuple[Dimension, ...]:
    """Return the ways with those first whose members share the cell; the rest has one at most.

    So a rep's cell is offered his customers before the one territory that all of it lies in, also
    while nothing is planned there.
    """
    divides = [way for way in ways if _members(cube, selection, way) > 1]
    others = [way for way in ways if way not in divides]
    return (*divides, *sorted(others, key=lambda way: way is Dimension.TERRITORY))


def _members(cube: PlanCube, selection: Selection, way: Dimension) -> int:
    """Return how many members of a dimension the lines behind a cell have."""
    import numpy as np

    members = cube.shape.of(way)
    leaves = getattr(cube.lines, members.column)[cube.places(selection)]
    return len(np.unique(members.place_of[leaves]))
