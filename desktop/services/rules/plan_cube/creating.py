"""Lines for a cell that has none: the leaves of the cell at the grain that it was asked in."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from desktop.enums import Dimension
from desktop.errors import RuleViolation
from desktop.services.rules.plan_cube.data import NONE, NewLines, Selection
from desktop.services.rules.plan_cube.lines import Leaves, Lines, marked, owners

if TYPE_CHECKING:
    from desktop.services.rules.plan_cube.data import Marks, Whole
    from desktop.services.rules.plan_cube.members import Shape

#: More lines than this are not made at once: a cell so wide was not meant.
MOST_CREATED = 10_000

_TIMES = (Dimension.MONTH, Dimension.QUARTER, Dimension.YEAR)


def leaves_for(shape: Shape, lines: Lines, selection: Selection, first_key: int) -> NewLines:
    """Return the lines that a selection without lines begins with; keys count down.

    One for each month of the selection and each member that its limits name: a customer's own
    line, or a pool of the rep or territory; the product's, the group's or one for all products.

    Raises:
        RuleViolation: `plan_cell_elsewhere`, no line can lie there (the customer is another
            rep's in those months); `plan_cell_too_wide`, there would be too many.
    """
    import numpy as np

    months = _months(shape, selection)
    goods = _goods(shape, selection)
    customers = _named(shape, selection, Dimension.CUSTOMER)
    pools = tuple(
        product(
            _named(shape, selection, Dimension.REP), _named(shape, selection, Dimension.TERRITORY)
        )
    )
    count = len(months) * len(goods) * len(customers) * len(pools)
    if count > MOST_CREATED:
        raise RuleViolation("plan_cell_too_wide", count=count, most=MOST_CREATED)
    rows = [
        (month, customer, *(pool if customer == NONE else (NONE, NONE)), *good)
        for month, customer, pool, good in product(months, customers, pools, goods)
    ]
    # A customer has no pool, so that several pools would make the same line again.
    table = np.array(list(dict.fromkeys(rows)), dtype=np.int64).reshape(-1, 6)
    month, customer, pool_rep, pool_territory, of_product, group = table.T
    rep, territory = owners(
        shape, lines.rep_of, lines.territory_of, customer, month, pool_rep, pool_territory
    )
    inside = marked(shape, Leaves(month, customer, of_product, group, rep, territory), selection)
    table = table if inside is None else table[inside]
    if not len(table):
        raise RuleViolation("plan_cell_elsewhere")
    keys: Whole = np.arange(first_key, first_key - len(table), -1, dtype=np.int64)
    return NewLines(keys, *(column.copy() for column in table.T))


def season_of(shape: Shape, new: NewLines) -> Whole:
    """Return the weights of new lines: the season's of their months, or even ones."""
    import numpy as np

    season = shape.axes.season or (1,) * shape.axes.months
    return np.array(season, dtype=np.int64)[new.month]


def _months(shape: Shape, selection: Selection) -> tuple[int, ...]:
    import numpy as np

    inside: Marks = np.ones(shape.axes.months, dtype=bool)
    for dimension, wanted in selection.limits:
        if dimension in _TIMES:
            inside &= shape.of(dimension).chosen(wanted)[:-1]
    return tuple(int(month) for month in np.flatnonzero(inside))


def _named(shape: Shape, selection: Selection, dimension: Dimension) -> tuple[int, ...]:
    """Return the members that the limits name and allow, NONE alone where there is no limit."""
    limits = [wanted for limited, wanted in selection.limits if limited is dimension]
    if not limits:
        return (NONE,)
    members = shape.of(dimension)
    allowed = [members.chosen(wanted) for wanted in limits]
    named = sorted(frozenset().union(*limits) & frozenset(members.members))
    return tuple(member for member in named if all(marks[member] for marks in allowed))


def _goods(shape: Shape, selection: Selection) -> tuple[tuple[int, int], ...]:
    """Return pairs of product and group."""
    products = _named(shape, selection, Dimension.PRODUCT)
    groups = _named(shape, selection, Dimension.PRODUCT_GROUP)
    pairs: list[tuple[int, int]] = []
    for member in products:
        if member == NONE:
            pairs.extend((NONE, group) for group in groups)
        else:
            pairs.append((member, shape.axes.product_group[member]))
    return tuple(pairs)
