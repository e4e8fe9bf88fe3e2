"""A list whose cells take what is typed and pasted; a refused text stays in its open field."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import shiboken6
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from desktop.i18n import _
from desktop.views.plans.making.cell_editor import CellDelegate, Move
from desktop.views.table_view import TableView

#: Takes what was typed: pairs of a row and texts by column; returns why not, or "".
Take = Callable[[Sequence[tuple[Any, dict[str, str]]]], str]


class _Field(CellDelegate):
    """The field of a cell, which begins with the value as it would be typed."""

    def __init__(self, table: EntryTable) -> None:
        super().__init__(table, table)
        self._entry_table = table

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        """Return the field, named after its column."""
        editor = super().createEditor(parent, option, index)
        column = self._entry_table.rows_model.columns[index.column()]
        editor.setAccessibleName(_(column.header))
        return editor

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Begin with the cell's value, selected; what is being typed is never written over."""
        if isinstance(editor, QLineEdit) and not editor.property("begun"):
            editor.setProperty("begun", True)
            editor.setText(self._entry_table.typed_text(index.row(), index.column()))
            editor.selectAll()


class EntryTable(TableView):
    """A `TableView` with cells that are typed into by keys, F2, Enter or a double click.

    Without `editable` columns it is a plain list.

    Signals:
        refused(str words): why a text was not taken; "" when one was, or the field was left.
    """

    refused = Signal(str)

    def __init__(
        self,
        *,
        name: str,
        row_id: Callable[[Any], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__((), name=name, row_id=row_id, parent=parent)
        self.editable: frozenset[str] = frozenset()
        self.is_open = False
        self._take: Take = lambda _typed: ""
        self._begin: Callable[[Any, str], str] = lambda _row, _key: ""
        self.fields = _Field(self)
        self.setItemDelegate(self.fields)

    def set_entry(
        self, editable: Sequence[str], begin: Callable[[Any, str], str], take: Take
    ) -> None:
        """Let these columns be typed: `begin` gives a cell's text, `take` takes what was typed."""
        self.editable, self._begin, self._take = frozenset(editable), begin, take

    def typed_text(self, line: int, place: int) -> str:
        """Return what the field of a cell begins with."""
        return self._begin(self.rows_model.row(line), self.rows_model.columns[place].key)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows; a field that is open stays open, with what is typed."""
        kept = self._open_field()
        super().set_rows(rows)
        if kept is not None:
            line = self.rows_model.line_of(kept[0])
            if line >= 0:
                self.edit_cell(self.rows_model.index(line, kept[1]))
                editor = self.fields.editor
                if editor is not None:
                    editor.setText(kept[2])

    def _open_field(self) -> tuple[object, int, str] | None:
        editor, index = self.fields.editor, self.fields.index
        if editor is None or not shiboken6.isValid(editor) or not index.isValid():
            return None
        found = self.rows_model.id_of(index.row()), index.column(), editor.text()
        self._close()
        return found

    # Editing

    def may_edit(self, index: QModelIndex) -> bool:
        """Whether a cell can be typed into."""
        return (
            self.is_open
            and index.isValid()
            and self.rows_model.columns[index.column()].key in self.editable
        )

    def edit_cell(self, index: QModelIndex, text: str = "") -> None:
        """Open the field of a cell; a text replaces what is in it."""
        if not self.may_edit(index):
            return
        self._close()
        self.setCurrentIndex(index)
        self.openPersistentEditor(index)
        editor = self.fields.editor
        if editor is not None:
            editor.setFocus(Qt.FocusReason.OtherFocusReason)
            if text:
                editor.setText(text)

    def refuse(self, index: QModelIndex, text: str, words: str) -> None:
        """Open a cell with a text that was not taken, marked, and say why."""
        self.edit_cell(index, text)
        if self.fields.editor is not None:
            _mark(self.fields.editor, words)
        self.refused.emit(words)

    def finish(self, editor: QLineEdit, move: Move) -> None:
        """Take what was typed and go on, or mark the field and keep it."""
        if not shiboken6.isValid(editor) or editor is not self.fields.editor:
            return
        index = self.fields.index
        if not index.isValid():
            return
        line, place = index.row(), index.column()
        words = ""
        if editor.text() != self.typed_text(line, place):
            typed = {self.rows_model.columns[place].key: editor.text()}
            words = self._take([(self.rows_model.row(line), typed)])
        self.refused.emit(words)
        if words:
            _mark(editor, words)
            return
        self._close()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if move != (0, 0):
            self._go(line, place, move)

    def give_up(self, editor: QLineEdit) -> None:
        """Leave the cell as it was."""
        if editor is self.fields.editor:
            self._close()
            self.refused.emit("")
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        editor, index = self.fields.editor, self.fields.index
        self.fields.editor = None
        if editor is not None and shiboken6.isValid(editor) and index.isValid():
            self.closePersistentEditor(self.rows_model.index(index.row(), index.column()))

    def _go(self, line: int, place: int, move: Move) -> None:
        if move[0]:
            line += move[0]
        else:
            places = [one for one in self._shown_places()
                      if self.rows_model.columns[one].key in self.editable]  # fmt: skip
            at = places.index(place) + move[1]
            if not 0 <= at < len(places):
                return
            place = places[at]
        if 0 <= line < self.rows_model.rowCount():
            self.setCurrentIndex(self.rows_model.index(line, place))

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the field of a cell by F2, Enter or a letter; paste a block."""
        index = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Paste) and self.is_open and self.editable:
            self.paste(QGuiApplication.clipboard().text())
        elif self.may_edit(index) and event.key() in (
            Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter,
        ):  # fmt: skip
            self.edit_cell(index)
        elif self.may_edit(index) and _is_text(event):
            self.edit_cell(index, event.text())
        else:
            super().keyPressEvent(event)

    def _open_index(self, index: QModelIndex) -> None:
        if self.may_edit(index):
            self.edit_cell(index)
        else:
            super()._open_index(index)

    def paste(self, text: str) -> None:
        """Give the cells from the current one on what stands on the clipboard, all or none."""
        current = self.currentIndex()
        block = list(csv.reader(io.StringIO(text.rstrip("\r\n")), "excel-tab"))
        if not current.isValid() or not block:
            return
        shown = self._shown_places()
        left = shown.index(current.column())
        typed: list[tuple[Any, dict[str, str]]] = []
        for down, values in enumerate(block):
            line = current.row() + down
            if line >= self.rows_model.rowCount():
                break
            cells = self._cells(shown[left:], values)
            if cells:
                typed.append((self.rows_model.row(line), cells))
        self.refused.emit(self._take(typed) if typed else "")

    def _cells(self, places: Sequence[int], values: Sequence[str]) -> dict[str, str]:
        """Return the pasted values by column, of those columns that are typed."""
        keys = [self.rows_model.columns[place].key for place in places]
        pairs: Mapping[str, str] = dict(zip(keys, values, strict=False))
        return {key: value for key, value in pairs.items() if key in self.editable and value}


def _mark(editor: QLineEdit, words: str) -> None:
    """Give a field a red edge, and tell the reader why."""
    editor.setProperty("role", "wrong")
    editor.setAccessibleDescription(words)
    editor.style().unpolish(editor)
    editor.style().polish(editor)


def _is_text(event: QKeyEvent) -> bool:
    held = event.modifiers() & (
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    )
    return bool(event.text()) and event.text().isprintable() and not held
