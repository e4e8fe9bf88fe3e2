"""New totals for all rows and all columns of a view at once, both exact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop.enums import Dimension
from desktop.errors import InputError, Issue, RuleViolation
from desktop.services.rules.plan_cube.data import (
    LARGEST_TOTAL,
    PROPORTIONALLY,
    Edit,
    EditKind,
    LineField,
    Selection,
)
from desktop.services.rules.plan_cube.editing import changed, spread
from desktop.services.rules.plan_cube.exact import exact_sum, sums_by
from desktop.services.rules.plan_cube.lines import Lines, places_in
from desktop.services.rules.two_way import Misfit, Unfittable, fit_two_way

if TYPE_CHECKING:
    from desktop.services.rules.plan_cube.data import Marks, Places, Whole
    from desktop.services.rules.plan_cube.members import Members, Shape


def fit_edit(
    shape: Shape,
    lines: Lines,
    by: tuple[Dimension, Dimension],
    totals: tuple[Mapping[int, int], Mapping[int, int]],
    selection: Selection,
) -> Edit:
    """Return the edit that gives the rows and columns of a selection these totals.

    `totals` are those of row members and of column members; a member that is not named keeps
    its total. Territories and groups count here without what is below them. The present amounts
    are the pattern that is kept; cells without an unlocked line stay as they are. What a cell
    gets is spread over its lines in proportion, with all that locks, bounds and agreed amounts
    ask for.

    Raises:
        InputError: a total is negative or too large.
        RuleViolation: `plan_margins_differ`, rows and columns have different sums;
            `plan_margin_unreachable`, no line can take up what a row or column asks for;
            or a cell's bounds do not allow its amount.
    """
    import numpy as np

    places = places_in(shape, lines, selection)
    down, across = shape.of(by[0]), shape.of(by[1])
    width = len(across.members)
    cell = _at(lines, down, places) * width + _at(lines, across, places)
    size = (len(down.members), width)
    present = _table(cell, lines.amount[places], size)
    free = ~lines.locked[places]
    loose = _table(cell[free], lines.amount[places][free], size)
    takes = _table(cell[free], np.ones(int(free.sum()), dtype=np.int64), size) > 0
    held = present - loose
    rows = _asked(by[0], down, totals[0], present.sum(axis=1), held.sum(axis=1))
    columns = _asked(by[1], across, totals[1], present.sum(axis=0), held.sum(axis=0))
    wanted = held + _fitted(by, (down, across), np.where(takes, loose, 0), takes, (rows, columns))
    after = lines.amount[places].copy()
    was_even = False
    order = np.argsort(cell, kind="stable")
    starts = np.flatnonzero(np.diff(cell[order], prepend=-1))
    for group in np.split(order, starts[1:]):
        if not group.size:
            continue
        total = int(wanted.flat[cell[group[0]]])
        filled = spread(lines, places[group], total, PROPORTIONALLY)
        after[group] = filled.parts
        was_even = was_even or filled.was_even
    change = changed(LineField.AMOUNT, places, lines.amount[places], after)
    return Edit(
        EditKind.FIT, change, None, (), was_even,
        exact_sum(lines.amount[places]), exact_sum(after),
    )  # fmt: skip


def _at(lines: Lines, members: Members, places: Places) -> Places:
    found: Places = members.place_of[getattr(lines, members.column)[places]]
    return found


def _table(cell: Places, values: Whole, size: tuple[int, int]) -> Whole:
    return sums_by(cell, values, size[0] * size[1]).reshape(size)


def _asked(
    dimension: Dimension, members: Members, totals: Mapping[int, int], present: Whole, held: Whole
) -> list[int]:
    """Return what the unlocked lines of each member are to make together."""
    asked: list[int] = []
    for place, member in enumerate(members.members):
        total, locked = totals.get(member, int(present[place])), int(held[place])
        if not 0 <= total <= LARGEST_TOTAL:
            raise InputError(Issue("plan_total_range", column=str(dimension), value=str(total)))
        if total < locked:
            raise RuleViolation(
                "plan_total_below_least",
                needed=total, least=locked, locked=locked, free=int(present[place]) - locked,
            )  # fmt: skip
        asked.append(total - locked)
    return asked


def _fitted(
    by: tuple[Dimension, Dimension],
    members: tuple[Members, Members],
    seed: Whole,
    takes: Marks,
    margins: tuple[list[int], list[int]],
) -> Whole:
    import numpy as np

    # Where nothing is planned there is no pattern yet: any line of the row or column may take it.
    bare = (seed.sum(axis=1) == 0)[:, None] | (seed.sum(axis=0) == 0)[None, :]
    seed = np.where(takes & bare, np.maximum(seed, 1), seed)
    try:
        result = fit_two_way(seed.tolist(), *margins)
    except Unfittable as error:
        raise _refusal(by, members, error) from error
    return np.array(result.amounts, dtype=np.int64).reshape(seed.shape)


def _refusal(
    by: tuple[Dimension, Dimension], members: tuple[Members, Members], error: Unfittable
) -> RuleViolation:
    if error.misfit is Misfit.MARGINS_DIFFER:
        return RuleViolation("plan_margins_differ", rows=error.first, columns=error.second)
    axis = 0 if error.rows else 1
    at = (error.rows or error.columns)[0]
    return RuleViolation(
        "plan_margin_unreachable",
        dimension=str(by[axis]), member=members[axis].members[at], needed=error.first,
    )  # fmt: skip
