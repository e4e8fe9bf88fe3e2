"""A list with columns that are typed into: digits begin, Enter and Tab go on, Del empties."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.i18n import _
from desktop.views.itemmodels.row_table import Index, RowTableModel
from desktop.views.plain_text import tool_tip
from desktop.views.plans.making.cell_editor import CellDelegate, Move, move_of
from desktop.views.table_view import TableView

_CLEAR = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
#: Takes what was typed into a row's column; returns why it cannot be, "" where it was taken.
Take = Callable[[Any, str, str], str]


class TypedModel(RowTableModel):
    """Rows with columns that can be edited; nothing can while `is_locked`."""

    typed_keys: frozenset[str] = frozenset()
    is_locked = False

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        found = super().flags(index)
        if index.isValid() and not self.is_locked:
            key = self.columns[index.column()].key
            if key in self.typed_keys:
                found |= Qt.ItemFlag.ItemIsEditable
        return found

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what Qt asks of a cell; the field begins with the plain value."""
        if role == int(Qt.ItemDataRole.EditRole):
            value = self.columns[index.column()].value(self.row(index.row()))
            return "" if value is None else str(value)
        return super().data(index, role)


class _Delegate(CellDelegate):
    """Names the field by its column."""

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        """Return the field."""
        editor = super().createEditor(parent, option, index)
        header = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        editor.setAccessibleName(str(header))
        return editor


class TypedTable(TableView):
    """A `TableView` with fields in its cells; a refused text keeps its field open and says why."""

    model_type = TypedModel

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._take: Take = _nobody
        self._refused: QLineEdit | None = None
        self.delegate = _Delegate(self, self)
        self.setItemDelegate(self.delegate)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked
        )

    @property
    def typed_model(self) -> TypedModel:
        """The rows."""
        assert isinstance(self.rows_model, TypedModel)
        return self.rows_model

    def take_typed(self, keys: frozenset[str], take: Take) -> None:
        """Let columns be typed into; `take` hears of every text."""
        self.typed_model.typed_keys, self._take = keys, take

    def set_locked(self, is_locked: bool) -> None:
        """Let nothing be typed any more, or again."""
        self.typed_model.is_locked = is_locked

    # Editing

    def finish(self, editor: QLineEdit, move: Move) -> None:
        """Take what was typed and go on, or mark the field, say why, and keep it."""
        index = self.delegate.index
        if editor is not self.delegate.editor or not index.isValid():
            return
        # Taking a text may show the rows anew, which closes the field before us.
        self.delegate.editor = None
        place, row_id = index.column(), self.typed_model.id_of(index.row())
        row, key = self.typed_model.row(index.row()), self.typed_model.columns[place].key
        why = self._take(row, key, editor.text())
        if why:
            self.delegate.editor = self._refused = editor
            editor.setToolTip(tool_tip(why))
            editor.setAccessibleDescription(why)
            editor.setProperty("role", "wrong")
            editor.style().unpolish(editor)
            editor.style().polish(editor)
            return
        self._refused = None
        if shiboken6.isValid(editor):
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        line = self.typed_model.line_of(row_id)
        if line >= 0:
            self.setCurrentIndex(self.typed_model.index(line, place))
        if move != (0, 0):
            self._go(move)

    def give_up(self, editor: QLineEdit) -> None:
        """Leave the cell as it was."""
        self._refused = self.delegate.editor = None
        self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def commitData(self, editor: QWidget) -> None:
        """Take what was typed when Qt leaves a cell by itself (a click elsewhere)."""
        if isinstance(editor, QLineEdit) and editor is self.delegate.editor:
            self.finish(editor, (0, 0))

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Close a field, but not one whose text was refused."""
        if editor is not self._refused and shiboken6.isValid(editor):
            super().closeEditor(editor, hint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on by Enter, empty by Del, take a column from the clipboard; text keys are Qt's."""
        index = self.currentIndex()
        is_typed = index.isValid() and bool(
            self.typed_model.flags(index) & Qt.ItemFlag.ItemIsEditable
        )
        move = move_of(event)
        if is_typed and event.matches(QKeySequence.StandardKey.Paste):
            self._paste(index, QGuiApplication.clipboard().text())
        elif is_typed and event.key() in _CLEAR and not event.modifiers():
            self._give(index.row(), index.column(), "")
        elif (
            is_typed
            and move is not None
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and self.state() != QAbstractItemView.State.EditingState
        ):
            self._go(move)
        else:
            super().keyPressEvent(event)

    def _go(self, move: Move) -> None:
        """Go on from the current cell, sideways only to columns that are typed into."""
        index = self.currentIndex()
        places = [
            place
            for place in self._shown_places()
            if self.typed_model.columns[place].key in self.typed_model.typed_keys
        ]
        row, column = index.row() + move[0], index.column()
        if move[1] and column in places:
            at = places.index(column) + move[1]
            row += (at >= len(places)) - (at < 0)
            column = places[at % len(places)]
        found = self.typed_model.index(row, column)
        if found.isValid():
            self.setCurrentIndex(found)

    def _give(self, line: int, place: int, text: str) -> str:
        row, key = self.typed_model.row(line), self.typed_model.columns[place].key
        return self._take(row, key, text)

    def _paste(self, index: QModelIndex, text: str) -> None:
        """Take a column of the clipboard from the current cell downwards, as far as it can be."""
        first, place = index.row(), index.column()
        for offset, line in enumerate(text.splitlines()):
            at = first + offset
            if at >= self.typed_model.rowCount() or self._give(at, place, line.split("\t")[0]):
                return


def _nobody(_row: object, _key: str, _text: str) -> str:
    return _("Nothing can be typed here.")
