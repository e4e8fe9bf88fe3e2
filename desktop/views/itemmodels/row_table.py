"""Item models over frozen rows: `RowTableModel` for a list, `TotalsModel` for its last line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from desktop.i18n import _
from desktop.services import formats
from desktop.services.exports.people import CellKind
from desktop.tone import Tone
from desktop.views.column import Align, Column
from desktop.views.icons import status_icon
from desktop.views.palette import LIGHT, Colours
from desktop.views.plain_text import tool_tip

#: The frozen row behind a cell, and the raw value of the cell.
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
VALUE_ROLE = int(Qt.ItemDataRole.UserRole) + 2

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_DECORATION = int(Qt.ItemDataRole.DecorationRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_FONT = int(Qt.ItemDataRole.FontRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_WHATS_THIS = int(Qt.ItemDataRole.WhatsThisRole)

_VERTICAL = Qt.AlignmentFlag.AlignVCenter
_ALIGNMENTS = {
    Align.START: Qt.AlignmentFlag.AlignLeft | _VERTICAL,
    Align.CENTER: Qt.AlignmentFlag.AlignHCenter | _VERTICAL,
    Align.END: Qt.AlignmentFlag.AlignRight | _VERTICAL,
}
_LONG_TEXT = 28
#: Lists longer than this are sorted by the service in SQL, never here.
SORTED_HERE = 1000

Index = QModelIndex | QPersistentModelIndex


class RowTableModel(QAbstractTableModel):
    """Shows frozen rows by columns; texts are made once a row, when it is first seen.

    `row_id` names a row for good (an id), so that the current row is found again after a
    reload. Sorting: `on_sort(column_key, descending)` where set (the service sorts); else rows
    are sorted here by raw value, stable, undefined last in both directions.
    """

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        row_id: Callable[[Any], object] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.on_sort: Callable[[str, bool], None] | None = None
        self._columns = tuple(columns)
        self._row_id = row_id
        self._rows: list[Any] = []
        self._texts: list[tuple[str, ...] | None] = []
        self._colours: Colours = LIGHT
        self._sorted_by: tuple[int, bool] | None = None
        self._prepare()

    def _prepare(self) -> None:
        self._alignments = [_ALIGNMENTS[column.align] for column in self._columns]
        strong = QFont()
        strong.setBold(True)
        self._fonts = [strong if column.strong else None for column in self._columns]

    @property
    def columns(self) -> tuple[Column[Any], ...]:
        """The columns in their defined order."""
        return self._columns

    @property
    def rows(self) -> tuple[Any, ...]:
        """The rows in the order shown."""
        return tuple(self._rows)

    def row(self, number: int) -> Any:
        """Return the row at this line."""
        return self._rows[number]

    def id_of(self, number: int) -> object:
        """Return what names the row at this line for good (the row itself without `row_id`)."""
        row = self._rows[number]
        return row if self._row_id is None else self._row_id(row)

    def line_of(self, row_id: object) -> int:
        """Return the line of a row by its id; -1 where it is not shown."""
        for number in range(len(self._rows)):
            if self.id_of(number) == row_id:
                return number
        return -1

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows, sorted as before where sorting is done here."""
        self.beginResetModel()
        self._rows = list(rows)
        if self._sorted_by is not None and self.on_sort is None:
            self._sort_here(*self._sorted_by)
        self._texts = [None] * len(self._rows)
        self.endResetModel()

    def set_columns(self, columns: Sequence[Column[Any]]) -> None:
        """Show other columns of the same rows."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self._texts = [None] * len(self._rows)
        self._sorted_by = None
        self._prepare()
        self.endResetModel()

    def set_colours(self, colours: Colours) -> None:
        """Paint status shapes in these colours from now on."""
        self._colours = colours

    def retranslate(self) -> None:
        """Make headers and texts again in the language of the moment."""
        self._texts = [None] * len(self._rows)
        if self._columns:
            last = len(self._columns) - 1
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)
            if self._rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, last))

    def texts(self, line: int) -> tuple[str, ...]:
        """Return the words of a line's cells."""
        found = self._texts[line]
        if found is None:
            row = self._rows[line]
            found = tuple(column.text(row) for column in self._columns)
            self._texts[line] = found
        return found

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many rows are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns there are, hidden ones included."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Return what Qt asks of a cell; the commonest roles first."""
        if role == _DISPLAY:
            return self.texts(index.row())[index.column()]
        if role == _ALIGN:
            return self._alignments[index.column()]
        if role == _DECORATION:
            tone = self._columns[index.column()].tone
            if tone is None:
                return None
            found = tone(self._rows[index.row()])
            return None if found is Tone.NONE else status_icon(found, self._colours)
        if role == _FONT:
            return self._fonts[index.column()]
        if role == _TIP:
            return self._tip(index.row(), index.column())
        if role == ROW_ROLE:
            return self._rows[index.row()]
        if role == VALUE_ROLE:
            return self._columns[index.column()].value(self._rows[index.row()])
        if role == _ACCESSIBLE:
            column = self._columns[index.column()]
            return f"{_(column.header)}: {self.texts(index.row())[index.column()]}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Return the header's words, alignment and explanation."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role in (_DISPLAY, _ACCESSIBLE):
            return _(column.header) if column.header else ""
        if role == _ALIGN:
            return self._alignments[section]
        if role in (_TIP, _WHATS_THIS) and column.header_tip:
            return tool_tip(_(column.header_tip))
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort as a click on a header asks: by the service, or here for short lists."""
        descending = order == Qt.SortOrder.DescendingOrder
        if not 0 <= column < len(self._columns) or not self._columns[column].is_sortable:
            return
        is_new = self._sorted_by != (column, descending)
        self._sorted_by = (column, descending)
        if self.on_sort is not None and not is_new:
            # Qt asks twice for one click: once for the arrow, once for the order.
            return
        if self.on_sort is not None:
            self.on_sort(self._columns[column].key, descending)
            return
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        kept = [(index.column(), self._rows[index.row()]) for index in old]
        self._sort_here(column, descending)
        self._texts = [None] * len(self._rows)
        places = {id(row): line for line, row in enumerate(self._rows)}
        new = [self.index(places[id(row)], place) for place, row in kept]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _sort_here(self, column: int, descending: bool) -> None:
        found = self._columns[column]
        value: Callable[[Any], Any] = found.sort_value or found.value
        known = [row for row in self._rows if value(row) is not None]
        unknown = [row for row in self._rows if value(row) is None]
        try:
            known.sort(key=value, reverse=descending)
        except TypeError:
            known.sort(key=lambda row: str(value(row)), reverse=descending)
        self._rows = known + unknown

    def _tip(self, line: int, place: int) -> str | None:
        column = self._columns[place]
        if column.tip is not None:
            words = column.tip(self._rows[line])
            if words:
                return tool_tip(words)
        text = self.texts(line)[place]
        return tool_tip(text) if len(text) > _LONG_TEXT else None


def text_of_value(column: Column[Any], value: object) -> str:
    """Return a raw value as the column writes it; for totals, which have no row."""
    if value is None:
        return ""
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        if column.kind is CellKind.PERCENT:
            return formats.percent(Decimal(value))
        return formats.number(value, 0 if column.kind is CellKind.COUNT else column.decimals)
    return str(value)


class TotalsModel(QAbstractTableModel):
    """One line of totals under a list, of the whole filtered list and not of its page."""

    def __init__(self, columns: Sequence[Column[Any]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._values: Mapping[str, object] = {}
        self._font = QFont()
        self._font.setBold(True)

    @property
    def values(self) -> Mapping[str, object]:
        """The raw totals by column key."""
        return self._values

    def set_columns(self, columns: Sequence[Column[Any]]) -> None:
        """Follow the list's columns."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self.endResetModel()

    def set_values(self, values: Mapping[str, object]) -> None:
        """Show these raw totals; a text stands as it is (the word "Total")."""
        self.beginResetModel()
        self._values = dict(values)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return one line."""
        return 0 if parent.isValid() else 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the list's number of columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Return the total's words, bold and aligned as its column."""
        column = self._columns[index.column()]
        if role in (_DISPLAY, _ACCESSIBLE):
            return text_of_value(column, self._values.get(column.key))
        if role == _ALIGN:
            return _ALIGNMENTS[column.align]
        if role == _FONT:
            return self._font
        if role == VALUE_ROLE:
            return self._values.get(column.key)
        return None
