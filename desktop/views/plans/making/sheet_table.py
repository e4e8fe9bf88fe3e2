"""A table of a plan's sheet that is edited like a spreadsheet: the rows, or the line of totals."""

from __future__ import annotations

import csv
import io

import shiboken6
from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLineEdit,
    QTableView,
    QWidget,
)

from desktop.views.palette import colours_of
from desktop.views.plans.making.cell_editor import CellDelegate, Move, move_of
from desktop.views.plans.making.sheet_model import SheetModel
from desktop.views.plans.making.typist import Typist

At = tuple[int, int]
_CLEAR = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class SheetTable(QTableView):
    """Cells that take what is typed; where a number is refused its field stays open.

    Signals:
        chosen(at): another cell is current.
        left(Move, int column): the keyboard went over the edge of the table.
        broken_down(at): a header was opened; the whole row or column is wanted.
    """

    chosen = Signal(object)
    left = Signal(object, int)
    broken_down = Signal(object)

    def __init__(self, typist: Typist, *, is_totals: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._typist = typist
        self.model_shown = SheetModel(is_totals=is_totals, parent=self)
        self._refused: QLineEdit | None = None
        self._empty_text = ""
        self.setModel(self.model_shown)
        self.delegate = CellDelegate(self, self)
        self.setItemDelegate(self.delegate)
        self._set_up()
        self.selectionModel().currentChanged.connect(self._current_changed)

    def _set_up(self) -> None:
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setHighlightSections(False)
            header.setTextElideMode(Qt.TextElideMode.ElideRight)
            header.setSectionsClickable(True)
            # A selection of its own: the header would ask each cell of each section for ours.
            header.setSelectionModel(QItemSelectionModel(self.model_shown, header))
        self.verticalHeader().setProperty(
            "role", "totals" if self.model_shown.is_totals else "rows"
        )
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().sectionDoubleClicked.connect(self._column_opened)
        self.verticalHeader().sectionDoubleClicked.connect(self._row_opened)

    # What the grid uses

    def set_empty_text(self, text: str) -> None:
        """Say this in the middle while there are no rows."""
        self._empty_text = text
        self.viewport().update()

    def cells(self) -> tuple[At, ...]:
        """Return the selected cells, or the current one."""
        indexes = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        return tuple(self.model_shown.at(index) for index in indexes if index.isValid())

    def stand_on(self, at: At) -> bool:
        """Make a cell current; return whether it is in this table."""
        index = self.model_shown.place(at)
        if index.isValid() and index != self.currentIndex():
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, flag)
            self.scrollTo(index)
        return index.isValid()

    def go(self, move: Move) -> None:
        """Go on from the current cell; over the edge the grid is told."""
        index = self.currentIndex()
        row, column = index.row() + move[0], index.column() + move[1]
        across = self.model_shown.columnCount()
        if not 0 <= column < across:
            row, column = (row + 1, 0) if column >= across else (row - 1, across - 1)
        found = self.model_shown.index(row, column)
        if found.isValid():
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(found, flag)
        else:
            self.left.emit(move, column)

    # Editing

    def finish(self, editor: QLineEdit, move: Move) -> None:
        """Take what was typed and go on, or mark the field and keep it."""
        if not shiboken6.isValid(editor) or editor is not self.delegate.editor:
            return
        index = self.delegate.index
        if not index.isValid():
            return
        # Taking a number may show other rows, which closes the field before us.
        self.delegate.editor = None
        if self._typist.type_text(self.model_shown.at(index), editor.text()):
            self._refused = None
            if shiboken6.isValid(editor):
                self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            if move != (0, 0):
                self.go(move)
            return
        self.delegate.editor = self._refused = editor
        editor.setProperty("role", "wrong")
        editor.style().unpolish(editor)
        editor.style().polish(editor)

    def give_up(self, editor: QLineEdit) -> None:
        """Leave the cell as it was."""
        self._refused = self.delegate.editor = None
        self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        self._typist.gave_up()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def commitData(self, editor: QWidget) -> None:
        """Take what was typed when Qt leaves a cell by itself (a click elsewhere)."""
        if isinstance(editor, QLineEdit) and editor is self.delegate.editor:
            self.finish(editor, (0, 0))

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Close a field, but not one whose number was refused."""
        if editor is not self._refused and shiboken6.isValid(editor):
            super().closeEditor(editor, hint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on by Enter and Tab, clear, copy and paste; text keys are Qt's."""
        move = move_of(event)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._typist.paste(self.cells(), QGuiApplication.clipboard().text())
        elif event.key() in _CLEAR and not event.modifiers():
            self._typist.clear(self.cells())
        elif move is not None and self.currentIndex().isValid() and self._handles(event, move):
            self.go(move)
        else:
            super().keyPressEvent(event)

    def _handles(self, event: QKeyEvent, move: Move) -> bool:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            # Within the table they are Qt's, which extends the selection with Shift.
            row = self.currentIndex().row() + move[0]
            return not 0 <= row < self.model_shown.rowCount() and not event.modifiers()
        return not event.modifiers() & Qt.KeyboardModifier.ControlModifier

    def copy(self) -> None:
        """Put the selected block on the clipboard as text for Excel."""
        indexes = self.selectionModel().selectedIndexes()
        if not indexes:
            return
        rows = sorted({index.row() for index in indexes})
        columns = sorted({index.column() for index in indexes})
        stream = io.StringIO()
        writer = csv.writer(stream, "excel-tab", lineterminator="\n")
        for row in rows:
            writer.writerow(
                [self.model_shown.index(row, column).data(Qt.ItemDataRole.EditRole)
                 for column in columns]
            )  # fmt: skip
        QGuiApplication.clipboard().setText(stream.getvalue())

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells and hairlines, or the empty text."""
        super().paintEvent(event)
        colours = colours_of(self.palette())
        painter = QPainter(self.viewport())
        count = self.model_shown.rowCount()
        if not count:
            painter.setPen(QColor(colours.muted))
            space = self.viewport().rect().adjusted(24, 24, -24, -24)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(space, int(flags), self._empty_text)
            return
        painter.setPen(QColor(colours.line))
        height = self.verticalHeader().defaultSectionSize()
        first = max(self.rowAt(0), 0)
        y = self.rowViewportPosition(first) + height - 1
        for _row in range(first, count):
            if y > event.rect().bottom():
                break
            painter.drawLine(event.rect().left(), y, event.rect().right(), y)
            y += height

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "model_shown"):
            self.model_shown.set_colours(colours_of(self.palette()))
            self.viewport().update()

    @Slot(QModelIndex, QModelIndex)
    def _current_changed(self, new: QModelIndex, _old: QModelIndex) -> None:
        if new.isValid():
            self.chosen.emit(self.model_shown.at(new))

    @Slot(int)
    def _column_opened(self, place: int) -> None:
        sheet = self.model_shown.sheet
        if sheet is not None and (place or not sheet.has_total):
            self.broken_down.emit((len(sheet.rows), self.model_shown.column_at(place)))

    @Slot(int)
    def _row_opened(self, place: int) -> None:
        sheet = self.model_shown.sheet
        if sheet is not None:
            # Without a row's total the current column says which metric is meant.
            row, column = self.model_shown.at(self.model_shown.index(place, 0))
            current = self.currentIndex()
            if not sheet.has_total and current.isValid():
                column = self.model_shown.column_at(current.column())
            self.broken_down.emit((row, column))
