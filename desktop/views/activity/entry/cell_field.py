"""The field in a cell of the entry grid, and how cells with problems are painted."""

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
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.tone import Tone
from desktop.views.activity.entry.model import TONE_ROLE
from desktop.views.palette import colours_of

#: Where the keyboard goes after a cell: rows down, columns to the right.
Move = tuple[int, int]
STAY: Move = (0, 0)
_MOVES: dict[int, Move] = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}
_ARROWS: dict[int, Move] = {Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Up: (-1, 0)}
_CTRL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
#: Keys of the page that a field would keep for itself on some systems.
_PAGE_KEYS = frozenset((
    Qt.Key.Key_D, Qt.Key.Key_R, Qt.Key.Key_S, Qt.Key.Key_Semicolon, Qt.Key.Key_Period,
))  # fmt: skip


class EditingGrid(Protocol):
    """The grid that cells are edited in."""

    def finish(self, editor: QLineEdit, move: Move) -> None:
        """Take what was typed and go on."""
        ...

    def give_up(self, editor: QLineEdit) -> None:
        """Leave the cell as it was."""
        ...

    def offer(self, editor: QLineEdit, *, is_asked: bool) -> None:
        """Show what the text in the field can be completed to."""
        ...

    def step_offers(self, down: int) -> bool:
        """Go up or down in what is offered; return whether anything is."""
        ...

    def hide_offers(self) -> bool:
        """Take the list away; return whether it was there."""
        ...


def move_of(event: QKeyEvent) -> Move | None:
    """Return where Enter or Tab goes on to, None of another key, or with Ctrl or Alt."""
    if event.modifiers() & (_CTRL | _ALT):
        return None
    move = _MOVES.get(event.key())
    if move == (1, 0) and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
        return (-1, 0)
    return move


class CellField(QStyledItemDelegate):
    """Makes the field of a cell and hears its keys; `editor` is the one that is open."""

    def __init__(self, grid: EditingGrid, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = grid
        self.editor: QLineEdit | None = None
        self.index = QPersistentModelIndex()
        #: What stood in the field before anything was typed into it.
        self.before = ""

    def createEditor(
        self,
        parent: QWidget,
        _option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        """Return the field; what was there is selected, so that typing replaces it."""
        editor = QLineEdit(parent)
        editor.setAlignment(Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)))
        title = index.model().headerData(
            index.column(), Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole
        )
        editor.setAccessibleName(str(title))
        editor.textEdited.connect(lambda _text: self._grid.offer(editor, is_asked=False))
        self.editor, self.index = editor, QPersistentModelIndex(index)
        return editor

    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        _index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Cover the whole cell."""
        editor.setGeometry(option.rect)

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Begin with the cell's text; what is being typed is never written over."""
        if isinstance(editor, QLineEdit) and not editor.property("begun"):
            editor.setProperty("begun", True)
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            self.before = editor.text()

    def setModelData(
        self,
        _editor: QWidget,
        _model: QAbstractItemModel,
        _index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Do nothing: the grid takes what was typed by itself."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Finish on Enter, Tab and up and down; go through the offers; give up on Esc."""
        if not isinstance(watched, QLineEdit):
            return super().eventFilter(watched, event)
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(watched, event)
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            if event.modifiers() & _CTRL and event.key() in _PAGE_KEYS:
                event.ignore()
                return True
            return False
        # A menu of the field, or another program in front, is no leaving.
        if (
            kind == QEvent.Type.FocusOut
            and QApplication.activePopupWidget() is None
            and watched.window().isActiveWindow()
        ):
            self._grid.finish(watched, STAY)
        return False

    def takes(self, event: QKeyEvent) -> bool:
        """Whether a key that came to the grid was one for the field.

        While an input method composes, the field is open and the grid has the keyboard still.
        """
        return self.editor is not None and self._pressed(self.editor, event)

    def _pressed(self, editor: QLineEdit, event: QKeyEvent) -> bool:
        move = move_of(event)
        if move is not None:
            self._grid.finish(editor, move)
            return True
        arrow = _ARROWS.get(event.key())
        if arrow is not None and event.modifiers() & _ALT:
            self._grid.offer(editor, is_asked=True)
            return True
        if arrow is not None and not event.modifiers() & _CTRL:
            if not self._grid.step_offers(arrow[0]):
                self._grid.finish(editor, arrow)
            return True
        if event.key() == Qt.Key.Key_Escape:
            if not self._grid.hide_offers():
                self._grid.give_up(editor)
            return True
        return False

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a cell, an edge around it where something is wrong, a frame where one types."""
        super().paint(painter, option, index)
        tone = Tone(index.data(TONE_ROLE))
        has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if tone is Tone.NONE and not has_focus:
            return
        colours = colours_of(option.widget.palette())
        painter.save()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inner = option.rect.adjusted(1, 1, -2, -2)
        if tone is not Tone.NONE:
            painter.setPen(QPen(QColor(colours.tone(tone)), 2))
            painter.drawRect(inner.adjusted(2, 2, -2, -2) if has_focus else inner)
        if has_focus:
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRect(inner)
        painter.restore()
