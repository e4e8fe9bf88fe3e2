"""Sums of a plan over any two dimensions, and the decompositions that must agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.enums import Dimension
from desktop.ratio import Ratio
from desktop.services.rules.plan_cube.data import EVERYTHING, NONE, Selection
from desktop.services.rules.plan_cube.exact import exact_sum, sums_by
from desktop.services.rules.plan_cube.lines import Lines, marked

if TYPE_CHECKING:
    from desktop.services.rules.plan_cube.data import Marks, Places, Whole
    from desktop.services.rules.plan_cube.members import Members, Shape


@dataclass(frozen=True, slots=True, eq=False)
class PivotView:
    """Cells of rows × columns with totals, in stored units.

    Members in their order, NONE (unassigned, pool, all products) first; members of trees hold
    all that is below them, and `row_above` gives the place of a row's parent among the rows.
    Without a row or column dimension there is one member, NONE, and the cell is everything.
    `lines` and `locked` count the lines and locked lines behind each cell. Totals count each
    line once.
    """

    rows: Dimension | None
    columns: Dimension | None
    row_members: tuple[int, ...]
    column_members: tuple[int, ...]
    row_above: tuple[int, ...]
    cells: Whole
    lines: Places
    locked: Places
    row_totals: Whole
    column_totals: Whole
    total: int
    unassigned: int

    @property
    def share_unassigned(self) -> Ratio:
        """What of the total has no rep; undefined where nothing is planned."""
        return Ratio.of(self.unassigned, self.total, "no_target")

    @property
    def share_decomposed(self) -> Ratio:
        """What of the total has reached a rep: 1 − the unassigned share."""
        return Ratio.of(self.total - self.unassigned, self.total, "no_target")

    def cell(self, row: int, column: int) -> int:
        """Return the amount of a row's and a column's member; 0 where the view has none such."""
        if row not in self.row_members or column not in self.column_members:
            return 0
        return int(self.cells[self.row_members.index(row), self.column_members.index(column)])

    def window(self, first: int, count: int) -> tuple[tuple[int, ...], ...]:
        """Return the cells of the rows in view, each followed by its row's total."""
        cells = self.cells[first : first + count].tolist()
        totals = self.row_totals[first : first + count].tolist()
        return tuple((*row, total) for row, total in zip(cells, totals, strict=True))


def pivot(
    shape: Shape,
    lines: Lines,
    rows: Dimension | None,
    columns: Dimension | None,
    selection: Selection = EVERYTHING,
    *,
    keep_empty: bool = False,
) -> PivotView:
    """Return the view of a selection; members without a line are left out unless kept."""
    import numpy as np

    marks = marked(shape, lines, selection)
    down, across = shape.of(rows), shape.of(columns)
    height, width = len(down.members), len(across.members)
    place = _place(lines, down, marks) * width + _place(lines, across, marks)
    amount = lines.amount if marks is None else lines.amount[marks]
    locked = lines.locked if marks is None else lines.locked[marks]
    size = (height, width)
    cells = sums_by(place, amount, height * width).reshape(size)
    counts = np.bincount(place, minlength=height * width).reshape(size)
    locks = np.bincount(place[locked], minlength=height * width).reshape(size)
    row_totals, column_totals = cells.sum(axis=1), cells.sum(axis=0)
    total = int(row_totals.sum())
    for table in (cells, counts, locks):
        _lift(table, down)
        _lift(table.T, across)
    _lift(row_totals, down)
    _lift(column_totals, across)
    kept_rows = np.flatnonzero(counts.any(axis=1) | keep_empty)
    kept_columns = np.flatnonzero(counts.any(axis=0) | keep_empty)
    corner = np.ix_(kept_rows, kept_columns)
    at = {int(old): new for new, old in enumerate(kept_rows)}
    alone = lines.rep == NONE if marks is None else marks & (lines.rep == NONE)
    return PivotView(
        rows,
        columns,
        tuple(down.members[old] for old in kept_rows),
        tuple(across.members[old] for old in kept_columns),
        tuple(at.get(down.above[old], NONE) for old in kept_rows),
        cells[corner],
        counts[corner],
        locks[corner],
        row_totals[kept_rows],
        column_totals[kept_columns],
        total,
        exact_sum(lines.amount[alone]),
    )


def _place(lines: Lines, members: Members, marks: Marks | None) -> Places:
    import numpy as np

    if not members.column:
        count = len(lines) if marks is None else int(np.count_nonzero(marks))
        return np.zeros(count, dtype=np.intp)
    leaves = getattr(lines, members.column)
    found: Places = members.place_of[leaves if marks is None else leaves[marks]]
    return found


def _lift(table: Whole | Places, members: Members) -> None:
    """Add every member's sums to its parent's, from the leaves up."""
    for child, parent in members.lifts:
        table[parent] += table[child]


@dataclass(frozen=True, slots=True)
class Decompositions:
    """The same total, added up in every way that a plan is divided, and what has no rep."""

    total: int
    reps: int
    territories: int
    customers: int
    products: int
    months: int
    quarters: int
    years: int
    unassigned: int

    @property
    def is_tied(self) -> bool:
        """Whether all of them are the total."""
        parts = (
            self.reps, self.territories, self.customers, self.products, self.months,
            self.quarters, self.years,
        )  # fmt: skip
        return all(part == self.total for part in parts)

    @property
    def share_unassigned(self) -> Ratio:
        """What of the total has no rep; undefined where nothing is planned."""
        return Ratio.of(self.unassigned, self.total, "no_target")


def decompositions(shape: Shape, lines: Lines) -> Decompositions:
    """Return the sums over reps, territories, customers or pools, products and times."""

    def parts(dimension: Dimension) -> Whole:
        members = shape.of(dimension)
        place = members.place_of[getattr(lines, members.column)]
        return sums_by(place, lines.amount, len(members.members))

    by_rep = parts(Dimension.REP)
    return Decompositions(
        exact_sum(lines.amount),
        exact_sum(by_rep),
        exact_sum(parts(Dimension.TERRITORY)),
        exact_sum(parts(Dimension.CUSTOMER)),
        exact_sum(parts(Dimension.PRODUCT)),
        exact_sum(parts(Dimension.MONTH)),
        exact_sum(parts(Dimension.QUARTER)),
        exact_sum(parts(Dimension.YEAR)),
        int(by_rep[0]),
    )
