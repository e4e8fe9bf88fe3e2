"""Item model of the plan's table: a part of a sheet, a row's total (where it has one) first."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QIcon

from desktop.i18n import _
from desktop.services.rules.plan_cube.data import NONE
from desktop.tone import Tone
from desktop.views.icons import status_icon, tinted_icon
from desktop.views.palette import LIGHT, Colours
from desktop.views.plain_text import tool_tip
from desktop.views.plans.making.side_sheet import AnySheet
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

At = tuple[int, int]
Index = QModelIndex | QPersistentModelIndex


class SheetModel(QAbstractTableModel):
    """Shows a sheet's rows, or its line of totals alone; a total stands before the columns.

    Amounts are written when a cell is looked at: an edit changes any of them.
    """

    def __init__(self, *, is_totals: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_totals = is_totals
        self._colours: Colours = LIGHT
        self.sheet: AnySheet | None = None
        self.is_editable = False
        self._refused: tuple[At, str] | None = None

    def set_colours(self, colours: Colours) -> None:
        """Draw padlocks and quiet words in these colours."""
        self._colours = colours

    def refuse(self, at: At | None, words: str) -> None:
        """Mark a cell whose number was refused, and say why there; None marks none."""
        self._refused = None if at is None else (at, words)
        self._tell_all()

    def set_sheet(self, sheet: AnySheet | None) -> bool:
        """Show a sheet; return whether rows and columns are the ones shown before."""
        before = self.sheet
        same = sheet is not None and before is not None and sheet.mark == before.mark
        if same:
            self.sheet = sheet
            self._tell_all()
        else:
            self._refused = None
            self.beginResetModel()
            self.sheet = sheet
            self.endResetModel()
        return same

    def at(self, index: Index) -> At:
        """Return which cell of the sheet an index is; the one after the last is the total."""
        assert self.sheet is not None
        row = len(self.sheet.rows) if self.is_totals else index.row()
        return row, self.column_at(index.column())

    def column_at(self, place: int) -> int:
        """Return which column of the sheet stands at a place: a total is before the others."""
        assert self.sheet is not None
        if not self.sheet.has_total:
            return place
        return place - 1 if place else len(self.sheet.columns)

    def place_of(self, column: int) -> int:
        """Return the place at which a column of the sheet stands."""
        assert self.sheet is not None
        if not self.sheet.has_total:
            return column
        return 0 if column >= len(self.sheet.columns) else column + 1

    def place(self, at: At) -> QModelIndex:
        """Return the index of a cell, invalid where it is not in this part."""
        sheet = self.sheet
        if sheet is None:
            return QModelIndex()
        row, column = at
        if (row >= len(sheet.rows)) is not self.is_totals:
            return QModelIndex()
        return self.index(0 if self.is_totals else row, self.place_of(column))

    # Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many rows there are."""
        if self.sheet is None or parent.isValid():
            return 0
        return 1 if self.is_totals else len(self.sheet.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns there are, a total among them."""
        if self.sheet is None or parent.isValid():
            return 0
        return len(self.sheet.columns) + self.sheet.has_total

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell; an editable one starts an input method."""
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not self.is_editable or self.sheet is None:
            return found
        is_closed = self.sheet.metric_at(self.column_at(index.column())) is None
        return found if is_closed else found | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Return what a cell says in a role."""
        sheet = self.sheet
        if sheet is None or not index.isValid():
            return None
        if role == _DISPLAY:
            return sheet.text(*self.at(index))
        if role == _ALIGN:
            return _END
        if role == _DECORATION:
            return self._shape(index)
        if role == _FONT:
            is_total = sheet.has_total and index.column() == 0
            return _bold() if self.is_totals or is_total else None
        if role == _FOREGROUND:
            return self._ink(index)
        if role == _EDIT:
            return sheet.plain(*self.at(index))
        if role == _TIP:
            return tool_tip(self._tip(self.at(index)))
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
            column = self.column_at(section)
            text = sheet.heading_tip(column) if role == _TIP else sheet.heading(column)
        elif self.is_totals:
            text = _("Total")
        else:
            label = sheet.rows[section]
            text = (_INDENT * label.depth if role == _DISPLAY else "") + label.text
        return tool_tip(text) if role == _TIP else text

    def _tell_all(self) -> None:
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        if last.isValid():
            self.dataChanged.emit(self.index(0, 0), last)

    def _refusal(self, at: At) -> str:
        return self._refused[1] if self._refused is not None and self._refused[0] == at else ""

    def _tip(self, at: At) -> str:
        assert self.sheet is not None
        told = self._refusal(at) or self.sheet.note_at(at[1])
        return told or lines_words(*self.sheet.counts(*at))

    def _shape(self, index: Index) -> QIcon | None:
        """Return the shape before an amount: refused, locked, or locked in part."""
        assert self.sheet is not None
        if self._refusal(self.at(index)):
            return status_icon(Tone.BAD, self._colours)
        lines, locked = self.sheet.counts(*self.at(index))
        if not locked:
            return None
        name = "lock" if locked == lines else "lock-part"
        return tinted_icon(name, self._colours.muted, self._colours.faint)

    def _ink(self, index: Index) -> QColor | None:
        assert self.sheet is not None
        row, column = self.at(index)
        if self.sheet.is_nothing(row, column):
            return QColor(self._colours.faint)
        is_without = row < len(self.sheet.rows) and self.sheet.rows[row].member == NONE
        is_computed = self.sheet.metric_at(column) is None
        return QColor(self._colours.muted) if is_without or is_computed else None

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
        if self._refusal(at):
            words = _("{row}, {column}: {amount}, what was pasted here is refused")
        return words.format(row=down, column=across, amount=self.sheet.full(*at))


def _bold() -> QFont:
    font = QFont()
    font.setBold(True)
    return font
