"""Item model of a calculator's input: texts in named columns, problems at their cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from desktop.i18n import _
from desktop.services.calculators.data import CalcColumn, CellKind
from desktop.services.calculators.typed import MOST_ROWS, TypedRow
from desktop.tone import Tone
from desktop.views.icons import status_icon
from desktop.views.palette import LIGHT, Colours
from desktop.views.plain_text import tool_tip
from desktop.views.plans.calculators.words import column_words

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_EDIT = int(Qt.ItemDataRole.EditRole)
_DECORATION = int(Qt.ItemDataRole.DecorationRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_FONT = int(Qt.ItemDataRole.FontRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_END = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_START = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_NUMBERS = (CellKind.NUMBER, CellKind.WHOLE)
#: So many rows stand in an empty grid, so that it looks like one.
_LEAST_ROWS = 5

Index = QModelIndex | QPersistentModelIndex
#: What is wrong by (row from 0, column); of a whole row the column is "".
Problems = Mapping[tuple[int, str], str]


class GridModel(QAbstractTableModel):
    """Shows what was typed, with one blank row more to go on in."""

    def __init__(self, calculator: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calculator = calculator
        self._colours: Colours = LIGHT
        self._problems: Problems = {}
        self.columns: tuple[CalcColumn, ...] = ()
        self.rows: tuple[TypedRow, ...] = ()

    def set_colours(self, colours: Colours) -> None:
        """Draw the shapes of problems in these colours."""
        self._colours = colours

    def set_grid(self, columns: tuple[CalcColumn, ...], rows: tuple[TypedRow, ...]) -> None:
        """Show these rows; while the columns stay, the current cell does."""
        if columns != self.columns:
            self.beginResetModel()
            self.columns, self.rows = columns, rows
            self.endResetModel()
            return
        before, count = self.rowCount(), _count(rows)
        if count > before:
            self.beginInsertRows(QModelIndex(), before, count - 1)
            self.rows = rows
            self.endInsertRows()
        elif count < before:
            self.beginRemoveRows(QModelIndex(), count, before - 1)
            self.rows = rows
            self.endRemoveRows()
        self.rows = rows
        self._tell_all()

    def set_problems(self, problems: Problems) -> None:
        """Mark what is wrong."""
        if problems != self._problems:
            self._problems = problems
            self._tell_all()

    def _tell_all(self) -> None:
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)

    def text(self, row: int, column: int) -> str:
        """Return what stands in a cell."""
        if row >= len(self.rows):
            return ""
        return self.rows[row].get(self.columns[column].name, "")

    # Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many rows there are, blank ones at the end among them."""
        return 0 if parent.isValid() or not self.columns else _count(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, _index: Index) -> Qt.ItemFlag:
        """Return that every cell can be typed into, which starts an input method too."""
        item = Qt.ItemFlag
        return item.ItemIsEnabled | item.ItemIsSelectable | item.ItemIsEditable

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Return what a cell says in a role."""
        if not index.isValid():
            return None
        row, place = index.row(), index.column()
        if role in (_DISPLAY, _EDIT):
            return self.text(row, place)
        column = self.columns[place]
        if role == _ALIGN:
            return _END if column.kind in _NUMBERS else _START
        problem = self._problems.get((row, column.name), "")
        if role == _TIP:
            return tool_tip(problem) or None
        if role == _DECORATION and problem:
            return status_icon(Tone.BAD, self._colours)
        if role == _ACCESSIBLE:
            return self._spoken(row, column, problem)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Return what a column is called, or a row's number."""
        if orientation == Qt.Orientation.Horizontal:
            return self._column_head(self.columns[section], role)
        problem = self._problems.get((section, ""), "")
        if role == _DISPLAY:
            return str(section + 1)
        if role == _TIP:
            return tool_tip(problem) or None
        if role == _DECORATION and problem:
            return status_icon(Tone.BAD, self._colours)
        return _END if role == _ALIGN else None

    def _column_head(self, column: CalcColumn, role: int) -> Any:
        name = column_words(self._calculator, column.name)
        if role == _DISPLAY:
            return name
        if role == _ALIGN:
            return _END if column.kind in _NUMBERS else _START
        if role == _FONT and column.is_required:
            font = QFont()
            font.setBold(True)
            return font
        if role == _FOREGROUND and not column.is_required:
            return QColor(self._colours.muted)
        if role == _ACCESSIBLE:
            words = _("{column}, needed") if column.is_required else _("{column}, may be empty")
            return words.format(column=name)
        if role == _TIP:
            return tool_tip(_head_tip(name, column))
        return None

    def _spoken(self, row: int, column: CalcColumn, problem: str) -> str:
        text = self.text(row, self.columns.index(column)) or _("empty")
        name = column_words(self._calculator, column.name)
        if problem:
            return _("{column}, row {row}: {text}. {problem}").format(
                column=name, row=row + 1, text=text, problem=problem
            )
        return _("{column}, row {row}: {text}").format(column=name, row=row + 1, text=text)


def _head_tip(name: str, column: CalcColumn) -> str:
    """Return what a column holds, whether it may be empty, and its name in a file."""
    lines = [
        _("{column}: {help}").format(column=name, help=_(column.help)) if column.help else name
    ]
    if not column.is_required:
        lines.append(_("It may be left empty."))
    lines.append(_("In a file this column is called “{name}”.").format(name=column.name))
    return "\n".join(lines)


def _count(rows: tuple[TypedRow, ...]) -> int:
    return min(max(len(rows) + 1, _LEAST_ROWS), MOST_ROWS)
