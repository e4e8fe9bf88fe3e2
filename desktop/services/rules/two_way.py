"""A matrix that meets two margins at once: proportional fitting, then exact controlled rounding.

Iterative proportional fitting keeps the pattern of a seed (last year's matrix) and scales its
rows and columns in turn until both margins are met (Deming & Stephan, 1940). The fitted values
are then rounded along cycles, each to its floor or its ceiling, so that both margins hold to the
unit (Cox, 1987); in two dimensions that is always possible. Zeros of the seed stay zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from desktop.services.rules.two_way_flow import feasible_support

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    _Matrix = NDArray[np.float64]

Seed = int | float | Decimal | Fraction

#: Fitted values are held as whole multiples of this part of a unit, so that sums are exact.
_SCALE = 1 << 40
_FIRST_ROUNDS, _MORE_ROUNDS = 500, 20_000
_TOLERANCE = 1e-12


class Misfit(StrEnum):
    """Why a matrix cannot be fitted."""

    MARGINS_DIFFER = "margins_differ"
    ROW_WITHOUT_SEED = "row_without_seed"
    COLUMN_WITHOUT_SEED = "column_without_seed"
    ROW_NOT_IN_STEPS = "row_not_in_steps"
    COLUMN_NOT_IN_STEPS = "column_not_in_steps"
    BLOCKED = "blocked"


class Unfittable(ValueError):
    """Margins that no matrix with the seed's zeros meets.

    `rows` and `columns` are the places concerned. `first` and `second` are amounts: the sums of
    the row and the column totals; a row's or column's total and 0 (or the step); or, where the
    zeros of the seed block the way, what `rows` need together and what `columns`, the only ones
    that they have seeds in, have.
    """

    def __init__(
        self,
        misfit: Misfit,
        rows: Sequence[int] = (),
        columns: Sequence[int] = (),
        first: int = 0,
        second: int = 0,
    ) -> None:
        super().__init__(f"{misfit}: rows {rows}, columns {columns}, {first}, {second}")
        self.misfit = misfit
        self.rows, self.columns = tuple(rows), tuple(columns)
        self.first, self.second = first, second


@dataclass(frozen=True, slots=True)
class TwoWay:
    """A fitted matrix, row by row: its exact values, and the amounts that they round to.

    Both meet both margins exactly. With a step of s an amount is the multiple of s next below or
    next above its fitted value.
    """

    fitted: tuple[tuple[Fraction, ...], ...]
    amounts: tuple[tuple[int, ...], ...]


def fit_two_way(
    seed: Sequence[Sequence[Seed]], rows: Sequence[int], columns: Sequence[int], step: int = 1
) -> TwoWay:
    """Return the matrix with the seed's pattern whose rows and columns add up to the margins.

    Raises:
        Unfittable: margins with different sums or no multiples of the step, a row or a column
            with a total but no seed, or zeros of the seed that leave no way.
        ValueError: a negative seed or total, a step below one, or rows of different lengths.
    """
    _check(seed, rows, columns, step)
    wide, deep = [total // step for total in rows], [total // step for total in columns]
    if not sum(wide):
        nothing = tuple(tuple(0 for _column in columns) for _row in rows)
        return TwoWay(tuple(tuple(Fraction(0) for _c in columns) for _r in rows), nothing)
    exact = _exact(_fitted(seed, wide, deep), wide, deep)
    fitted = tuple(tuple(Fraction(cell * step, _SCALE) for cell in row) for row in exact)
    _round_along_cycles(exact)
    amounts = tuple(tuple(cell // _SCALE * step for cell in row) for row in exact)
    return TwoWay(fitted, amounts)


def _check(
    seed: Sequence[Sequence[Seed]], rows: Sequence[int], columns: Sequence[int], step: int
) -> None:
    if step < 1:
        raise ValueError("a step is at least one unit")
    if len(seed) != len(rows) or any(len(line) != len(columns) for line in seed):
        raise ValueError("the seed has a row for each row total and a cell for each column total")
    if any(cell < 0 for line in seed for cell in line):
        raise ValueError("a seed is never negative")
    if any(total < 0 for total in (*rows, *columns)):
        raise ValueError("a total is never negative here")
    if sum(rows) != sum(columns):
        raise Unfittable(Misfit.MARGINS_DIFFER, first=sum(rows), second=sum(columns))
    for place, total in enumerate(rows):
        if total and not any(seed[place]):
            raise Unfittable(Misfit.ROW_WITHOUT_SEED, rows=(place,), first=total)
        if total % step:
            raise Unfittable(Misfit.ROW_NOT_IN_STEPS, rows=(place,), first=total, second=step)
    for place, total in enumerate(columns):
        if total and not any(line[place] for line in seed):
            raise Unfittable(Misfit.COLUMN_WITHOUT_SEED, columns=(place,), first=total)
        if total % step:
            raise Unfittable(Misfit.COLUMN_NOT_IN_STEPS, columns=(place,), first=total, second=step)


def _fitted(seed: Sequence[Sequence[Seed]], rows: list[int], columns: list[int]) -> _Matrix:
    """Return the fitted matrix to the precision of the machine.

    Where zeros of the seed force other cells to zero in every solution, fitting creeps towards
    them for ever; those cells are found as a flow problem then and set to zero.
    """
    import numpy as np

    largest = max(max(line, default=0) for line in seed)
    matrix = np.array([[float(Fraction(cell) / Fraction(largest)) for cell in line]
                       for line in seed])  # fmt: skip
    across, down = np.array(rows, dtype=float), np.array(columns, dtype=float)
    matrix[across == 0, :] = 0
    matrix[:, down == 0] = 0
    done, result = _scaled(matrix, across, down, _FIRST_ROUNDS)
    if done:
        return result
    found = feasible_support(matrix > 0, rows, columns)
    if found.blocked_rows:
        wanted = sum(rows[i] for i in found.blocked_rows)
        room = sum(columns[j] for j in found.open_columns)
        raise Unfittable(Misfit.BLOCKED, found.blocked_rows, found.open_columns, wanted, room)
    return _scaled(np.where(found.support, matrix, 0), across, down, _MORE_ROUNDS)[1]


def _scaled(matrix: _Matrix, across: _Matrix, down: _Matrix, rounds: int) -> tuple[bool, _Matrix]:
    """Return the matrix after scaling rows and columns in turn, and whether both margins hold."""
    import numpy as np

    result = matrix.copy()
    most = across.sum() * _TOLERANCE
    for _round in range(rounds):
        for wanted, axis in ((across, 1), (down, 0)):
            have = result.sum(axis=axis)
            factors = np.divide(wanted, have, out=np.zeros_like(have), where=have > 0)
            result *= factors[:, None] if axis else factors[None, :]
        misses = np.abs(result.sum(axis=1) - across), np.abs(result.sum(axis=0) - down)
        if max(miss.max() for miss in misses) <= most:
            return True, result
    return False, result


def _exact(matrix: _Matrix, rows: list[int], columns: list[int]) -> list[list[int]]:
    """Return the matrix in whole parts of a unit, with both margins met exactly.

    What the machine's precision leaves over is moved along a spanning forest of the largest
    cells. Cells that are smaller than all that is left over are nothing, and are left out.
    """
    least = _SCALE * 1e-9
    parts = [[round(cell * _SCALE) for cell in line] for line in matrix.tolist()]
    for _attempt in range(12):
        kept = [[cell if cell >= least else 0 for cell in line] for line in parts]
        if _balance(kept, rows, columns) and min(map(min, kept)) >= 0:
            return kept
        least *= 10
    raise ValueError("the seeds are too far apart to be fitted")


def _balance(parts: list[list[int]], rows: list[int], columns: list[int]) -> bool:
    """Meet both margins exactly, in place; False where the forest does not reach that far."""
    height = len(rows)
    left = [total * _SCALE - sum(line) for total, line in zip(rows, parts, strict=True)]
    left += [
        total * _SCALE - sum(line[place] for line in parts) for place, total in enumerate(columns)
    ]
    order, parent = _forest(parts, height, len(columns))
    for node in reversed(order):
        above = parent[node]
        if above is None:
            if left[node]:
                return False
            continue
        i, j = (node, above - height) if node < height else (above, node - height)
        parts[i][j] += left[node]
        left[above] -= left[node]
    return True


def _forest(parts: list[list[int]], height: int, width: int) -> tuple[list[int], list[int | None]]:
    """Return a spanning forest of the largest cells: nodes from the roots down, and parents.

    Nodes are the rows, then the columns; an edge is a cell above zero.
    """
    cells = sorted(
        ((cell, i, height + j) for i, line in enumerate(parts) for j, cell in enumerate(line)
         if cell > 0),
        key=lambda edge: (-edge[0], edge[1], edge[2]),
    )  # fmt: skip
    group = list(range(height + width))

    def root(node: int) -> int:
        while group[node] != node:
            group[node] = group[group[node]]
            node = group[node]
        return node

    near: list[list[int]] = [[] for _node in group]
    for _cell, row, column in cells:
        first, second = root(row), root(column)
        if first != second:
            group[first] = second
            near[row].append(column)
            near[column].append(row)
    order: list[int] = []
    parent: list[int | None] = [None] * len(group)
    seen = [False] * len(group)
    for start in range(len(group)):
        waiting = [] if seen[start] else [start]
        while waiting:
            node = waiting.pop()
            seen[node] = True
            order.append(node)
            for other in near[node]:
                if not seen[other]:
                    parent[other] = node
                    waiting.append(other)
    return order, parent


def _round_along_cycles(parts: list[list[int]]) -> None:
    """Round every cell to a whole unit next to it, in place, keeping all sums.

    The cells that are not whole form cycles that go along a row and a column in turn, since no
    row or column of a whole sum has only one of them. Along a cycle what is added to one cell is
    taken from the next, until a cell is whole; of the two directions the shorter way is gone.
    """
    by_row: list[dict[int, None]] = [
        {j: None for j, cell in enumerate(line) if cell % _SCALE} for line in parts
    ]
    by_column: list[dict[int, None]] = [{} for _cell in parts[0]]
    for i, line in enumerate(by_row):
        for j in line:
            by_column[j][i] = None
    for i, line in enumerate(by_row):
        while line:
            cycle = _cycle(i, by_row, by_column)
            up = min(
                (-parts[r][c] if gains else parts[r][c]) % _SCALE for gains, (r, c) in _turns(cycle)
            )
            down = min(
                (parts[r][c] if gains else -parts[r][c]) % _SCALE for gains, (r, c) in _turns(cycle)
            )
            move = up if up <= down else -down
            for gains, (r, c) in _turns(cycle):
                parts[r][c] += move if gains else -move
                if not parts[r][c] % _SCALE:
                    del by_row[r][c], by_column[c][r]


def _turns(cycle: list[tuple[int, int]]) -> list[tuple[bool, tuple[int, int]]]:
    """Return the cells of a cycle, each with whether it gains (every other one)."""
    return [(place % 2 == 0, cell) for place, cell in enumerate(cycle)]


def _cycle(
    start: int, by_row: list[dict[int, None]], by_column: list[dict[int, None]]
) -> list[tuple[int, int]]:
    """Return a cycle of cells that are not whole, which share a row and a column in turn."""
    path: list[tuple[int, int]] = []
    rows_at, columns_at = {start: 0}, dict[int, int]()
    row, column = start, -1
    while True:
        column = next(j for j in by_row[row] if j != column)
        path.append((row, column))
        if column in columns_at:
            return path[columns_at[column] :]
        columns_at[column] = len(path)
        row = next(i for i in by_column[column] if i != row)
        path.append((row, column))
        if row in rows_at:
            return path[rows_at[row] :]
        rows_at[row] = len(path)
