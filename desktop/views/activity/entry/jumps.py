"""Where Enter, Tab, and Ctrl with an arrow go, as in a spreadsheet; no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop.views.activity.entry.desk import EntryDesk
from desktop.views.activity.entry.lines import Cell

#: A row and a place on the screen; rows down and places to the right.
At = tuple[int, int]


def step(
    desk: EntryDesk, cell: Cell, move: At, order: Sequence[int], run: int | None
) -> tuple[Cell, int | None]:
    """Return where Enter or Tab goes to from a cell, and where the run of Tab began.

    Tab goes right and on into the next row, to the first cell that takes nothing over from
    above; Enter goes down, after a run of Tab to the column where that began.
    """
    (row, column), rows = cell, len(desk.sheet.lines) + 1
    place = order.index(column)
    if move[1]:
        to = place + move[1]
        if move[1] > 0 and run is None:
            run = column
        if to >= len(order):
            row += 1
            column = run = desk.first_open(row, order)
        elif to < 0:
            row, column = row - 1, order[-1]
        else:
            column = order[to]
    else:
        if move[0] > 0 and run is not None:
            column = run
        row, run = row + move[0], None
        if row == rows - 1 and desk.sheet.ghost(column):
            column = desk.first_open(row, order)
    return (max(0, min(row, rows - 1)), column), run


def jump(at: At, move: At, size: At, is_filled: Callable[[int, int], bool]) -> At:
    """Return the place that a jump ends at.

    From the middle of filled cells it is the last of them; from their end, or an empty cell,
    the next filled one, or the edge of the table. `size` is rows and columns.
    """

    def inside(place: At) -> bool:
        return 0 <= place[0] < size[0] and 0 <= place[1] < size[1]

    def after(place: At) -> At:
        return place[0] + move[0], place[1] + move[1]

    following = after(at)
    if not inside(following):
        return at
    if is_filled(*at) and is_filled(*following):
        while inside(following) and is_filled(*following):
            at, following = following, after(following)
        return at
    at = following
    while not is_filled(*at) and inside(after(at)):
        at = after(at)
    return at
