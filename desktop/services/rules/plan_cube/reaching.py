"""Which members of a dimension a line within a selection could count in, planned or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.enums import Dimension
from desktop.services.rules.plan_cube.data import NONE, Selection

if TYPE_CHECKING:
    from desktop.services.rules.plan_cube.data import Marks
    from desktop.services.rules.plan_cube.lines import Lines
    from desktop.services.rules.plan_cube.members import Shape

_PLACES = (Dimension.REP, Dimension.TERRITORY)


def reachable(
    shape: Shape, lines: Lines, dimension: Dimension, selection: Selection
) -> frozenset[int]:
    """Return the members that a line of the selection may have, NONE among them.

    A customer is within reach where one of his months' rep and territory are within the
    selection; a rep, where his own territory is. What lies above a member is within reach too.
    """
    import numpy as np

    members = shape.of(dimension)
    leaves: Marks = np.ones(len(members.place_of), dtype=bool)
    for limited, wanted in selection.limits:
        other = shape.of(limited)
        chosen = other.chosen(wanted)
        if other.column == members.column:
            leaves &= chosen
        elif dimension is Dimension.CUSTOMER and limited in _PLACES:
            owner = lines.rep_of if limited is Dimension.REP else _territories(shape, lines)
            leaves &= chosen[owner].any(axis=1)
        elif dimension is Dimension.REP and limited is Dimension.TERRITORY:
            leaves &= chosen[shape.home]
        elif dimension is Dimension.PRODUCT and limited is Dimension.PRODUCT_GROUP:
            leaves &= chosen[np.array([*shape.axes.product_group, NONE], dtype=np.int64)]
    places = set(members.place_of[np.flatnonzero(leaves)].tolist())
    for child, parent in members.lifts:
        if child in places:
            places.add(parent)
    return frozenset(members.members[place] for place in places)


def _territories(shape: Shape, lines: Lines) -> Marks:
    """Return each customer's territory by month: his own, else that of his rep."""
    import numpy as np

    found: Marks = np.where(
        lines.territory_of == NONE, shape.home[lines.rep_of], lines.territory_of
    )
    return found
