"""What the keys of the entry grid do to its lines, each of them one step of undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop.clock import Clock
from desktop.i18n import _, ngettext
from desktop.services import formats
from desktop.views.activity.entry.block import MOST_ROWS, parsed
from desktop.views.activity.entry.controller import EntryController
from desktop.views.activity.entry.desk import EntryDesk
from desktop.views.activity.entry.grid import EntryGrid
from desktop.views.activity.entry.lines import Cell, Splice


class EntryHands:
    """Turns keys into changes of the sheet in front; `told` hears what could not be done."""

    def __init__(self, grid: EntryGrid, controller: EntryController, clock: Clock) -> None:
        self._grid, self._control, self._clock = grid, controller, clock
        self.told: Callable[[str], None] = lambda _words: None

    @property
    def _desk(self) -> EntryDesk:
        return self._control.desk

    def type_text(self, cell: Cell, text: str) -> None:
        """Give a cell what was typed."""
        self._push(self._desk.typed(cell, text, self._clock.today()), _("Typing"))

    def clear(self, cells: Sequence[Cell]) -> None:
        """Empty cells."""
        self._push(self._desk.sheet.set_cells(dict.fromkeys(cells, "")), _("Clearing"))

    def paste(self, cells: Sequence[Cell], text: str) -> None:
        """Give a block of cells what stands on the clipboard; rows grow."""
        rows = parsed(text)
        if len(rows) > MOST_ROWS:
            self.told(
                ngettext(
                    "At most {count} row is pasted at a time. Import longer lists as a file "
                    "(Ctrl+I).",
                    "At most {count} rows are pasted at a time. Import longer lists as a file "
                    "(Ctrl+I).",
                    MOST_ROWS,
                ).format(count=formats.number(MOST_ROWS))
            )
            return
        order = self._grid.order()
        self._push(self._desk.pasted(cells, rows, order, self._clock.today()), _("Pasting"))

    def fill_down(self) -> None:
        """Repeat the cell above, or the first of several below itself."""
        self._grid.commit()
        self._push(self._desk.filled_down(self._grid.cells()), _("Filling down"))

    def fill_right(self) -> None:
        """Repeat the cell at the left."""
        self._grid.commit()
        order = self._grid.order()
        self._push(self._desk.filled_right(self._grid.cells(), order), _("Filling right"))

    def put_today(self) -> None:
        """Put today's date into the cell, or into the field that is open in it."""
        self._grid.put(self._clock.today().isoformat())

    def duplicate(self) -> None:
        """Repeat the chosen rows below them, and stand on the copy."""
        self._grid.commit()
        splice = self._desk.sheet.duplicate(self._rows())
        self._push(splice, _("Duplicating"))
        if splice is not None:
            self._grid.stand_on((splice.at, self._grid.cell[1]))

    def insert(self) -> None:
        """Add a row above this one, and stand on it."""
        self._grid.commit()
        row, _column = self._grid.cell
        if row >= len(self._desk.sheet.lines):
            return
        self._push(self._desk.sheet.insert(row), _("Inserting"))
        self._grid.stand_on((row, self._grid.order()[0]))

    def remove_rows(self) -> None:
        """Delete the chosen rows."""
        self._grid.commit()
        row, column = self._grid.cell
        self._push(self._desk.sheet.remove(self._rows()), _("Deleting rows"))
        self._grid.stand_on((min(row, len(self._desk.sheet.lines)), column))

    def _rows(self) -> set[int]:
        return {row for row, _column in self._grid.cells()}

    def _push(self, splice: Splice | None, words: str) -> None:
        if splice is not None and self._control.is_editable:
            self._grid.rows_model.push(splice, words)
