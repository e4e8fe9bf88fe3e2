"""A table whose cells are typed into: the field, what is offered for it, input methods."""

from __future__ import annotations

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QLineEdit, QTableView, QWidget

from desktop.views.activity.entry.cell_field import CellField, Move
from desktop.views.activity.entry.completing import Offer, has_offers
from desktop.views.activity.entry.lines import Cell
from desktop.views.activity.entry.model import EntryModel
from desktop.views.activity.entry.offer_list import OfferList


class EditedTable(QTableView):
    """Takes what is typed, or what is offered for it, and goes on; a subclass says where to.

    Signals:
        typed(Cell, str): a text was typed into a cell.
    """

    typed = Signal(object, str)

    def __init__(self, page: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = CellField(self, self)
        self.offers = OfferList(page)
        self.offers.picked.connect(self._picked)
        self.setItemDelegate(self.field)

    def go(self, move: Move) -> None:
        """Go on from the current cell."""
        raise NotImplementedError

    @property
    def rows_model(self) -> EntryModel:
        """The item model of the kind that is worked at."""
        found = self.model()
        assert isinstance(found, EntryModel)
        return found

    @property
    def cell(self) -> Cell:
        """The current cell; before any is, the first."""
        index = self.currentIndex()
        return (index.row(), index.column()) if index.isValid() else (0, 0)

    def commit(self) -> None:
        """Take what is being typed, as leaving the cell would."""
        if self.field.editor is not None:
            self.finish(self.field.editor, (0, 0))

    def put(self, text: str) -> None:
        """Put a text into the current cell, or into the field that is open in it."""
        if self.field.editor is not None:
            self.field.editor.setText(text)
        elif self.currentIndex().isValid():
            self.typed.emit(self.cell, text)

    def finish(self, editor: QLineEdit, move: Move) -> None:
        """Take what was typed, or what is offered for it, and go on."""
        if editor is not self.field.editor:
            return
        index, offer, text = self.field.index, self.offers.current, editor.text()
        is_other = text != self.field.before or offer is not None
        self._close(editor)
        if not index.isValid():
            return
        cell = (index.row(), index.column())
        if is_other:
            self.typed.emit(cell, offer.value if offer is not None else text)
        if move != (0, 0):
            self.go(move)

    def give_up(self, editor: QLineEdit) -> None:
        """Leave the cell as it was."""
        if editor is self.field.editor:
            self._close(editor)

    def _close(self, editor: QLineEdit) -> None:
        # First, since closing takes the keyboard from the field, which would finish it again.
        self.field.editor = None
        self.offers.hide()
        has_keyboard = editor.hasFocus()
        self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if has_keyboard:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def commitData(self, editor: QWidget) -> None:
        """Take what was typed when Qt leaves a cell by itself (a click elsewhere)."""
        if isinstance(editor, QLineEdit):
            self.finish(editor, (0, 0))

    def offer(self, editor: QLineEdit, *, is_asked: bool) -> None:
        """Show what the text can be completed to; nothing for an empty one, unless asked for."""
        index, text = self.field.index, editor.text().strip()
        column = self.rows_model.columns[index.column()]
        if not has_offers(column) or not (text or is_asked):
            self.offers.hide()
            return
        desk = self.rows_model.desk
        is_old = is_asked and text == self.field.before
        found = desk.known.offers(column, "" if is_old else text, desk.owner_at(index.row()))
        self.offers.show_offers(found, self._place_of(index), is_chosen=not is_old)

    def place_offers(self) -> None:
        """Keep the list at its cell when the cells move."""
        if self.offers.isVisible() and self.field.index.isValid():
            self.offers.place_at(self._place_of(self.field.index))

    def _place_of(self, index: QModelIndex | QPersistentModelIndex) -> QRect:
        """Return a cell's rectangle on the screen."""
        cell = self.visualRect(index)
        return QRect(self.viewport().mapToGlobal(cell.topLeft()), cell.size())

    def step_offers(self, down: int) -> bool:
        """Go up or down in what is offered; return whether anything is."""
        is_there = self.offers.isVisible()
        if is_there:
            self.offers.step(down)
        return is_there

    def hide_offers(self) -> bool:
        """Take the list away; return whether it was there."""
        was_there = self.offers.isVisible()
        self.offers.hide()
        return was_there

    @Slot(object)
    def _picked(self, offer: Offer) -> None:
        editor = self.field.editor
        if editor is not None:
            cell = (self.field.index.row(), self.field.index.column())
            self._close(editor)
            self.typed.emit(cell, offer.value)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Let an input method compose from the first key; what it ends has the keyboard."""
        was_open = self.field.editor is not None
        super().inputMethodEvent(event)
        editor = self.field.editor
        if not event.commitString() or editor is None:
            return
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        # A text that was never composed opens the field, and Qt keeps it from it.
        if not was_open and editor.text() == self.field.before != event.commitString():
            QCoreApplication.sendEvent(editor, event)
