"""Item model of the plan's table: a part of a sheet, its totals first in each row."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QIcon

from desktop.i18n import _
from desktop.services.rules.plan_cube.data import NONE
from desktop.views.icons import tinted_icon
from desktop.views.palette import LIGHT, Colours
from desktop.views.plain_text import tool_tip
from desktop.views.plans.making.sheet import Sheet
from desktop.views.plans.making.words import lines_words

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
#: What a level of a tree is moved in by.
_INDENT = "\u2003"

Index = QModelIndex | QPersistentModelIndex


class SheetModel(QAbstractTableModel):
    """Shows a sheet's rows, or its line of totals alone; the total stands before the columns.

    Amounts are written when a cell is looked at: an edit changes any of them.
    """

    def __init__(self, *, is_totals: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_totals = is_totals
        self._colours: Colours = LIGHT
        self.sheet: Sheet | None = None
        self.is_editable = False

    def set_colours(self, colours: Colours) -> None:
        """Draw padlocks and quiet words in these colours."""
        self._colours = colours

    def set_sheet(self, sheet: Sheet | None) -> bool:
        """Show a sheet; return whether rows and columns are the ones shown before."""
        before = self.sheet
        same = sheet is not None and before is not None and _shape(sheet) == _shape(before)
        if same:
            self.sheet = sheet
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        else:
            self.beginResetModel()
            self.sheet = sheet
            self.endResetModel()
        return same

    def at(self, index: Index) -> tuple[int, int]:
        """Return which cell of the sheet an index is; the one after the last is the total."""
        assert self.sheet is not None
        row = len(self.sheet.rows) if self.is_totals else index.row()
        column = index.column() - 1 if index.column() else len(self.sheet.columns)
        return row, column

    def place(self, at: tuple[int, int]) -> QModelIndex:
        """Return the index of a cell, invalid where it is not in this part."""
        sheet = self.sheet
        if sheet is None:
            return QModelIndex()
        row, column = at
        if (row >= len(sheet.rows)) is not self.is_totals:
            return QModelIndex()
        return self.index(
            0 if self.is_totals else row, 0 if column >= len(sheet.columns) else column + 1
        )

    # Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many rows there are."""
        if self.sheet is None or parent.isValid():
            return 0
        return 1 if self.is_totals else len(self.sheet.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns there are, the total among them."""
        return 0 if self.sheet is None or parent.isValid() else len(self.sheet.columns) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell; an editable one starts an input method."""
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return found | Qt.ItemFlag.ItemIsEditable if self.is_editable else found

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Return what a cell says in a role."""
        sheet = self.sheet
        if sheet is None or not index.isValid():
            return None
        if role == _DISPLAY:
            return sheet.figures.cell(sheet.amount(*self.at(index)))
        if role == _ALIGN:
            return _END
        if role == _DECORATION:
            return self._padlock(index)
        if role == _FONT:
            return _bold() if self.is_totals or index.column() == 0 else None
        if role == _FOREGROUND:
            return self._ink(index)
        if role == _EDIT:
            return sheet.figures.plain(sheet.amount(*self.at(index)))
        if role == _TIP:
            return tool_tip(lines_words(*sheet.counts(*self.at(index))))
        return self._spoken(index) if role == _ACCESSIBLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Return the labels of rows and columns."""
        sheet = self.sheet
        if sheet is None:
            return None
        is_across = orientation == Qt.Orientation.Horizontal
        if role == _ALIGN:
            return _END if is_across else _START
        if role not in (_DISPLAY, _TIP, _ACCESSIBLE):
            return None
        if is_across:
            text = sheet.columns[section - 1].text if section else _("Total")
        elif self.is_totals:
            text = _("Total")
        else:
            label = sheet.rows[section]
            text = (_INDENT * label.depth if role == _DISPLAY else "") + label.text
        return tool_tip(text) if role == _TIP else text

    def _padlock(self, index: Index) -> QIcon | None:
        assert self.sheet is not None
        lines, locked = self.sheet.counts(*self.at(index))
        if not locked:
            return None
        name = "lock" if locked == lines else "lock-part"
        return tinted_icon(name, self._colours.muted, self._colours.faint)

    def _ink(self, index: Index) -> QColor | None:
        assert self.sheet is not None
        row, column = self.at(index)
        if self.sheet.amount(row, column) == 0:
            return QColor(self._colours.faint)
        is_without = row < len(self.sheet.rows) and self.sheet.rows[row].member == NONE
        return QColor(self._colours.muted) if is_without else None

    def _spoken(self, index: Index) -> str:
        assert self.sheet is not None
        at = self.at(index)
        across = self.headerData(index.column(), Qt.Orientation.Horizontal, _ACCESSIBLE)
        down = self.headerData(index.row(), Qt.Orientation.Vertical, _ACCESSIBLE)
        lines, locked = self.sheet.counts(*at)
        words = (
            _("{row}, {column}: {amount}, locked")
            if locked and locked == lines
            else _("{row}, {column}: {amount}")
        )
        return words.format(
            row=down, column=across, amount=self.sheet.figures.full(self.sheet.amount(*at))
        )


def _shape(sheet: Sheet) -> tuple[object, ...]:
    return (
        sheet.rows_by, sheet.columns_by,
        tuple((one.member, one.text, one.depth) for one in sheet.rows),
        tuple((one.member, one.text) for one in sheet.columns),
    )  # fmt: skip


def _bold() -> QFont:
    font = QFont()
    font.setBold(True)
    return font
