"""How other lines weigh the lines of a cube: last year's results as weights of this year's plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop.services.rules.plan_cube.data import NONE

if TYPE_CHECKING:
    from desktop.services.rules.plan_cube.data import Whole
    from desktop.services.rules.plan_cube.lines import Lines
    from desktop.services.rules.plan_cube.members import Shape

#: Month, customer or rep of a pool, product, group; NONE where all of them are meant.
Key = tuple[int, int, int, int, int]


def likeness(shape: Shape, gained: Lines, returned: Lines) -> Mapping[Key, int]:
    """Return what was gained less what was returned, by everything that it counts for.

    A result counts for its product, for the product's groups upwards, and for all products.
    """
    known: dict[Key, int] = defaultdict(int)
    for other, sign in ((gained, 1), (returned, -1)):
        for month, customer, pool, product, group, amount in _rows(other, 0):
            for goods in _covering(shape, product, group):
                known[(month, customer, pool, *goods)] += sign * amount
    return dict(known)


def weights_like(known: Mapping[Key, int], lines: Lines, first: int = 0) -> Whole:
    """Return a weight for each line from the place `first` on: what was done where it lies.

    A pool weighs what had the same pool and no customer. What is below zero weighs nothing.
    """
    import numpy as np

    found = [
        max(known.get((month, customer, pool, product, NONE if product != NONE else group), 0), 0)
        for month, customer, pool, product, group, _amount in _rows(lines, first)
    ]
    return np.array(found, dtype=np.int64)


def _rows(lines: Lines, first: int) -> list[tuple[int, ...]]:
    columns = (
        lines.month, lines.customer, lines.pool_rep, lines.product, lines.group, lines.amount,
    )  # fmt: skip
    return list(zip(*(column[first:].tolist() for column in columns), strict=True))


def _covering(shape: Shape, product: int, group: int) -> list[tuple[int, int]]:
    """Return the goods that a result counts for: the product, its groups upwards, everything."""
    found = [(NONE, NONE)]
    if product != NONE:
        found.append((product, NONE))
    while group != NONE:
        found.append((NONE, group))
        group = shape.axes.group_parent[group]
    return found
