"""What the plan's table asks of its controller when something is typed; free of Qt."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Protocol

At = tuple[int, int]


class Typist(Protocol):
    """Takes what is typed into cells."""

    def type_text(self, at: At, text: str) -> bool:
        """Give a cell what was typed; return whether it was taken."""
        ...

    def clear(self, cells: Sequence[At]) -> None:
        """Plan nothing in cells."""
        ...

    def paste(self, cells: Sequence[At], text: str) -> None:
        """Give a block of cells what stands on the clipboard."""
        ...

    def gave_up(self) -> None:
        """A refused number was left."""
        ...


def block_of(
    text: str, cells: Sequence[At], order: Callable[[At], At], at: Callable[[int, int], At | None]
) -> dict[At, str]:
    """Return what each cell gets of a pasted block.

    The block begins at the first selected cell; a single value fills the whole selection.
    `order` gives a cell's place on the screen and `at` the cell of a place, None over the edge.
    """
    rows = list(csv.reader(io.StringIO(text.rstrip("\r\n")), "excel-tab"))
    if not rows or not cells:
        return {}
    if len(rows) == 1 and len(rows[0]) == 1:
        return {cell: rows[0][0] for cell in cells}
    places = [order(cell) for cell in cells]
    top, left = min(row for row, _c in places), min(column for _r, column in places)
    found: dict[At, str] = {}
    for down, row in enumerate(rows):
        for across, value in enumerate(row):
            cell = at(top + down, left + across)
            if cell is not None and value.strip():
                found[cell] = value
    return found
