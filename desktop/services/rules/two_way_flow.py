"""Which cells of a matrix with structural zeros can be filled at all, as a flow problem."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    _Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Support:
    """The cells that some matrix meeting both margins fills.

    Where there is no such matrix, `blocked_rows` need more together than `open_columns`, the
    only columns that they can be put in, have room for.
    """

    support: _Mask
    blocked_rows: tuple[int, ...] = ()
    open_columns: tuple[int, ...] = ()


def feasible_support(allowed: _Mask, rows: Sequence[int], columns: Sequence[int]) -> Support:
    """Return which of the allowed cells can be above zero while both margins are met exactly.

    The margins are whole, not negative and of one sum. A largest flow from rows to columns
    (shortest augmenting paths; Edmonds & Karp, 1972) shows whether there is a solution. A cell
    that it leaves empty can be filled if and only if it lies on a cycle of the residual graph.
    """
    transport = _Transport(allowed, rows, columns)
    cut = transport.fill()
    if cut is not None:
        return Support(allowed, *cut)
    return Support(transport.fillable())


class _Transport:
    """A flow from rows to columns along allowed cells; it knows what is still to be placed."""

    def __init__(self, allowed: _Mask, rows: Sequence[int], columns: Sequence[int]) -> None:
        import numpy as np

        self.allowed = allowed
        self.supply, self.room = list(rows), list(columns)
        self.flow = [[0] * len(columns) for _row in rows]
        self.used = np.zeros_like(allowed)

    def fill(self) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
        """Place everything; None, or the rows and columns that the way is blocked at."""
        for i, left in enumerate(self.supply):
            for j in self.allowed[i].nonzero()[0].tolist():
                self._put(i, j, min(left, self.room[j]))
                left = self.supply[i]
        while any(self.supply):
            start = next(i for i, left in enumerate(self.supply) if left)
            from_row, from_column, end = self._paths(start)
            if end is None:
                return tuple(sorted(from_row)), tuple(sorted(from_column))
            self._augment(start, end, from_row, from_column)
        return None

    def _put(self, i: int, j: int, amount: int) -> None:
        self.supply[i] -= amount
        self.room[j] -= amount
        self._move(i, j, amount)

    def _move(self, i: int, j: int, amount: int) -> None:
        self.flow[i][j] += amount
        self.used[i, j] = self.flow[i][j] > 0

    def _paths(self, start: int) -> tuple[dict[int, int], dict[int, int], int | None]:
        """Return what is reached from a row, each with the node before it, and a free column."""
        from_row, from_column = {start: -1}, dict[int, int]()
        layer = [start]
        while layer:
            below: list[int] = []
            for i in layer:
                for j in self.allowed[i].nonzero()[0].tolist():
                    if j in from_column:
                        continue
                    from_column[j] = i
                    if self.room[j]:
                        return from_row, from_column, j
                    below.append(j)
            layer = []
            for j in below:
                for i in self.used[:, j].nonzero()[0].tolist():
                    if i not in from_row:
                        from_row[i] = j
                        layer.append(i)
        return from_row, from_column, None

    def _augment(
        self, start: int, end: int, from_row: dict[int, int], from_column: dict[int, int]
    ) -> None:
        """Send as much as goes along the path found, from the row `start` to the column `end`."""
        forward: list[tuple[int, int]] = []
        back: list[tuple[int, int]] = []
        column = end
        while True:
            row = from_column[column]
            forward.append((row, column))
            if row == start:
                break
            column = from_row[row]
            back.append((row, column))
        amount = min(self.supply[start], self.room[end], *(self.flow[i][j] for i, j in back))
        self.supply[start] -= amount
        self.room[end] -= amount
        for i, j in forward:
            self._move(i, j, amount)
        for i, j in back:
            self._move(i, j, -amount)

    def fillable(self) -> _Mask:
        """Return the cells in use, and those whose row and column lie on a cycle together."""
        import numpy as np

        row_part, column_part = self._parts()
        together = np.equal.outer(np.array(row_part), np.array(column_part))
        found: _Mask = self.used | (self.allowed & together)
        return found

    def _parts(self) -> tuple[list[int], list[int]]:
        """Return the strongly connected part of each row and column of the residual graph."""
        row_part = [-1] * len(self.supply)
        column_part = [-2] * len(self.room)
        for start in range(len(row_part)):
            if row_part[start] >= 0:
                continue
            ahead = self._reached(start, self.allowed, self.used)
            behind = self._reached(start, self.used, self.allowed)
            for i in ahead[0] & behind[0]:
                row_part[i] = start
            for j in ahead[1] & behind[1]:
                column_part[j] = start
        return row_part, column_part

    @staticmethod
    def _reached(start: int, out: _Mask, back: _Mask) -> tuple[set[int], set[int]]:
        """Return the rows and columns reached from a row: by `out` to columns, by `back` home."""
        rows, columns = {start}, set[int]()
        waiting = [start]
        while waiting:
            i = waiting.pop()
            for j in out[i].nonzero()[0].tolist():
                if j in columns:
                    continue
                columns.add(j)
                fresh = set(back[:, j].nonzero()[0].tolist()) - rows
                rows |= fresh
                waiting.extend(fresh)
        return rows, columns
