"""What a selection says: its cells as tab-separated text, its sums, and the table for exports."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel

from desktop.i18n import _
from desktop.services.exports.people import CellKind, ExportColumn, ExportTable
from desktop.views.column import Column
from desktop.views.itemmodels.row_table import RowTableModel

#: Beyond this many cells a selection is counted but not summed.
SUM_LIMIT = 50_000
#: A larger selection is not kept when other rows come: each cell is put back by itself.
_KEPT_LIMIT = 2_000
_SUMMED = (CellKind.MONEY, CellKind.COUNT, CellKind.NUMBER)


@dataclass(frozen=True, slots=True)
class SelectionSums:
    """Cells selected, how many of them hold numbers, their sum and their mean.

    Sum and mean are None where nothing can be added: no numbers, numbers of different kinds
    (money and counts), percentages (their mean is another, wrong, number) or too many cells.
    """

    cells: int
    numbers: int = 0
    total: Decimal | None = None
    decimals: int = 2

    @property
    def average(self) -> Decimal | None:
        """The mean of the numbers, or None."""
        return None if self.total is None or not self.numbers else self.total / self.numbers


def kept_cells(model: RowTableModel, selection: QItemSelection) -> tuple[tuple[object, int], ...]:
    """Return the cells of a selection by row id and column; none where there are very many."""
    parts = selection.toList()
    if sum(part.height() * part.width() for part in parts) > _KEPT_LIMIT:
        return ()
    return tuple(
        (model.id_of(line), place)
        for part in parts
        for line in range(part.top(), part.bottom() + 1)
        for place in range(part.left(), part.right() + 1)
    )


def select_again(
    model: RowTableModel, cells: tuple[tuple[object, int], ...], chosen: QItemSelectionModel
) -> None:
    """Select kept cells where their rows are still shown; the current cell stays."""
    lines = {model.id_of(line): line for line in range(model.rowCount())}
    selection = QItemSelection()
    for row_id, place in cells:
        if row_id in lines and place < model.columnCount():
            index = model.index(lines[row_id], place)
            selection.merge(QItemSelection(index, index), QItemSelectionModel.SelectionFlag.Select)
    chosen.select(selection, QItemSelectionModel.SelectionFlag.Select)


def sums_of(model: RowTableModel, selection: QItemSelection, hidden: set[int]) -> SelectionSums:
    """Return the sums of a selection, hidden columns left out."""
    cells = 0
    parts = selection.toList()
    for part in parts:
        shown = [c for c in range(part.left(), part.right() + 1) if c not in hidden]
        cells += part.height() * len(shown)
    if cells < 2 or cells > SUM_LIMIT:
        return SelectionSums(cells)
    total, numbers = Decimal(0), 0
    kinds: set[tuple[CellKind, int]] = set()
    for part in parts:
        for place in range(part.left(), part.right() + 1):
            column = model.columns[place]
            if place in hidden or column.kind not in _SUMMED:
                continue
            for line in range(part.top(), part.bottom() + 1):
                value = column.value(model.row(line))
                if isinstance(value, Decimal | int) and not isinstance(value, bool):
                    total += value
                    numbers += 1
                    kinds.add((column.kind, column.decimals))
    if len(kinds) != 1:
        return SelectionSums(cells, numbers)
    kind, decimals = kinds.pop()
    return SelectionSums(cells, numbers, total, 0 if kind is CellKind.COUNT else decimals)


def tab_separated(model: RowTableModel, lines: Sequence[int], places: Sequence[int]) -> str:
    """Return these cells as text that Excel pastes: numbers plain, days ISO, quotes kept."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, dialect="excel-tab", lineterminator="\n")
    for line in lines:
        row = model.row(line)
        texts = model.texts(line)
        writer.writerow([_plain(model.columns[place].value(row), texts[place]) for place in places])
    return buffer.getvalue()


def _plain(value: object, text: str) -> str:
    if isinstance(value, bool):
        return text
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else text


def export_table(
    title: str,
    rows: Sequence[Any],
    columns: Sequence[Column[Any]],
    totals: Mapping[str, object] | None = None,
    notes: tuple[tuple[str, str], ...] = (),
) -> ExportTable:
    """Return rows under columns as a table for export: raw values, words where there are none.

    Text columns carry what the screen shows (a status in the user's language).
    """
    return ExportTable(
        title=title,
        columns=tuple(
            ExportColumn(_(column.header) if column.header else "", column.kind, column.decimals)
            for column in columns
        ),
        rows=tuple(
            tuple(
                column.text(row) if column.kind is CellKind.TEXT else column.value(row)
                for column in columns
            )
            for row in rows
        ),
        total=tuple(totals.get(column.key) for column in columns) if totals else None,
        notes=notes,
    )
