"""The field in a cell of the plan: Enter, Tab and arrows finish it, a refusal keeps it open."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.i18n import _

#: Where the keyboard goes after a number: rows down, columns to the right.
Move = tuple[int, int]
STAY: Move = (0, 0)
_MOVES: dict[int, Move] = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}


class EditingTable(Protocol):
    """The table that cells are edited in."""

    def finish(self, editor: QLineEdit, move: Move) -> None:
        """Take what was typed and go on, or keep the field open."""
        ...

    def give_up(self, editor: QLineEdit) -> None:
        """Leave the cell as it was."""
        ...


def move_of(event: QKeyEvent) -> Move | None:
    """Return where a key goes on to, None where it is typed."""
    move = _MOVES.get(event.key())
    is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    if move == (1, 0) and is_back and event.key() != Qt.Key.Key_Down:
        return (-1, 0)
    return move


class CellDelegate(QStyledItemDelegate):
    """Makes the field of a cell and hears its keys; `editor` is the one that is open."""

    def __init__(self, table: EditingTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = table
        self.editor: QLineEdit | None = None
        self.index = QPersistentModelIndex()

    def createEditor(
        self,
        parent: QWidget,
        _option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        """Return the field; what was there is selected, so that typing replaces it."""
        editor = QLineEdit(parent)
        editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        editor.setAccessibleName(_("New amount"))
        self.editor, self.index = editor, QPersistentModelIndex(index)
        return editor

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Begin with the amount; what is being typed is never written over."""
        if isinstance(editor, QLineEdit) and not editor.property("begun"):
            editor.setProperty("begun", True)
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(
        self,
        _editor: QWidget,
        _model: QAbstractItemModel,
        _index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Do nothing: the table takes what was typed by itself, and may refuse it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Finish on Enter, Tab and up and down; give up on Esc; take the number on leaving."""
        if not isinstance(watched, QLineEdit):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            move = move_of(event)
            if move is not None:
                self._table.finish(watched, move)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._table.give_up(watched)
                return True
            return False
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            return False
        if event.type() == QEvent.Type.FocusOut:
            # A menu of the field, or another program in front, is no leaving.
            if QApplication.activePopupWidget() is None and watched.window().isActiveWindow():
                self._table.finish(watched, STAY)
            return False
        return False
