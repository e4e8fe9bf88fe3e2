"""The table of the entry grid: typed into like a spreadsheet, by keys alone."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from desktop.views.activity.entry.block import written
from desktop.views.activity.entry.cell_field import Move, move_of
from desktop.views.activity.entry.edited_table import EditedTable
from desktop.views.activity.entry.grid_look import fit_rows, paint_lines, paint_words, set_up
from desktop.views.activity.entry.jumps import jump, step
from desktop.views.activity.entry.lines import Cell
from desktop.views.activity.entry.model import EntryModel
from desktop.views.palette import colours_of

_CLEAR = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_JUMPS: dict[int, Move] = {
    Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
}  # fmt: skip


class EntryGrid(EditedTable):
    """Cells that take any text: what it means is decided elsewhere, so nothing is refused.

    Signals:
        cleared(tuple cells), pasted(tuple cells, str): Delete, Ctrl+V.
        removal_wanted(): Ctrl+- on rows.
        moved(Cell): another cell is current.
    """

    cleared = Signal(object)
    pasted = Signal(object, str)
    removal_wanted = Signal()
    moved = Signal(object)

    def __init__(self, page: QWidget, parent: QWidget) -> None:
        super().__init__(page, parent)
        #: Where a run of Tab began: Enter goes down to that column.
        self._run: int | None = None
        self._is_going = False
        #: What to do, while there is nothing yet.
        self.empty_words = ""
        set_up(self)
        self.verticalScrollBar().valueChanged.connect(lambda _at: self.offers.hide())
        self.horizontalScrollBar().valueChanged.connect(lambda _at: self.offers.hide())

    # What the page uses

    def shows(self, model: EntryModel) -> bool:
        """Whether these lines are shown."""
        return self.model() is model

    def work_at(self, model: EntryModel) -> None:
        """Show another kind's lines."""
        self.hide_offers()
        before = self.selectionModel()
        self.setModel(model)
        if before is not None:
            before.deleteLater()
        model.set_colours(colours_of(self.palette()))
        for header in (self.horizontalHeader(), self.verticalHeader()):
            # A selection of its own: the header would ask each cell of each section for ours.
            header.setSelectionModel(QItemSelectionModel(model, header))
        self.selectionModel().currentChanged.connect(self._current_changed)
        self._run = None

    def order(self) -> tuple[int, ...]:
        """Return the columns from left to right."""
        header = self.horizontalHeader()
        return tuple(header.logicalIndex(place) for place in range(header.count()))

    def cells(self) -> tuple[Cell, ...]:
        """Return the selected cells, or the current one."""
        indexes = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        return tuple((index.row(), index.column()) for index in indexes if index.isValid())

    def stand_on(self, cell: Cell) -> None:
        """Make a cell current and visible."""
        index = self.rows_model.index(*cell)
        if index.isValid():
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, flag)
            self.scrollTo(index)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on by Enter and Tab, jump, clear, copy and paste; text keys are Qt's."""
        move, key, modifiers = move_of(event), event.key(), event.modifiers()
        if self.field.takes(event):
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.copy()
            self.cleared.emit(self.cells())
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif key == Qt.Key.Key_Minus and modifiers & _CTRL:
            self.removal_wanted.emit()
        elif key in _CLEAR and not modifiers:
            self.cleared.emit(self.cells())
        elif key == Qt.Key.Key_F2 and not modifiers:
            self._open()
        elif key == Qt.Key.Key_Down and modifiers & Qt.KeyboardModifier.AltModifier:
            self._open(with_offers=True)
        elif key in _JUMPS and modifiers & _CTRL:
            self._jump(_JUMPS[key], is_extending=bool(modifiers & _SHIFT))
        elif move is not None and not self._leaves(move):
            self.go(move)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Go on in the grid by Tab; over its edges the keyboard leaves it."""
        move = (0, 1) if is_next else (0, -1)
        if self._leaves(move):
            return super().focusNextPrevChild(is_next)
        self.go(move)
        return True

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the grid from the window, which has some of them too."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.modifiers() & _CTRL
            and event.key() == Qt.Key.Key_Minus
        ):
            event.accept()
            return True
        return super().event(event)

    def _open(self, *, with_offers: bool = False) -> None:
        """Open the field of the current cell, the mark behind what stands there."""
        self.edit(self.currentIndex())
        editor = self.field.editor
        if editor is not None:
            editor.end(False)
            if with_offers:
                self.offer(editor, is_asked=True)

    def _leaves(self, move: Move) -> bool:
        """Whether Tab goes over an edge of the grid, to the next widget."""
        row, column = self.cell
        order = self.order()
        last = (self.rows_model.rowCount() - 1, order[-1])
        edge = {(0, 1): last, (0, -1): (0, order[0])}.get(move)
        return not self.currentIndex().isValid() or (row, column) == edge

    def go(self, move: Move) -> None:
        """Go on from the current cell as a spreadsheet does."""
        cell, run = step(self.rows_model.desk, self.cell, move, self.order(), self._run)
        self._is_going = True
        self.stand_on(cell)
        self._is_going = False
        self._run = run

    def _jump(self, move: Move, *, is_extending: bool) -> None:
        order, model = self.order(), self.rows_model
        row, column = self.cell

        def is_filled(at: int, place: int) -> bool:
            return bool(model.desk.sheet.text(at, order[place]))

        at, place = jump(
            (row, order.index(column)), move, (model.rowCount(), len(order)), is_filled
        )
        before, index = self.currentIndex(), model.index(at, order[place])
        flag = QItemSelectionModel.SelectionFlag
        how = flag.NoUpdate if is_extending else flag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, how)
        if is_extending:
            self.selectionModel().select(QItemSelection(before, index), flag.Select)
        self.scrollTo(index)

    def paste(self) -> None:
        """Let the chosen cells take what stands on the clipboard."""
        self.pasted.emit(self.cells(), QGuiApplication.clipboard().text())

    def copy(self) -> None:
        """Put the selected block on the clipboard as text for a spreadsheet."""
        cells = self.cells()
        if not cells:
            return
        order, sheet = self.order(), self.rows_model.desk.sheet
        rows = sorted({row for row, _column in cells})
        columns = sorted({column for _row, column in cells}, key=order.index)
        block = [[sheet.text(row, column) for column in columns] for row in rows]
        QGuiApplication.clipboard().setText(written(block))

    # Qt

    @Slot(QModelIndex, QModelIndex)
    def _current_changed(self, new: QModelIndex, _old: QModelIndex) -> None:
        if not self._is_going:
            self._run = None
        if new.isValid():
            self.moved.emit((new.row(), new.column()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells, then hairlines between rows and columns: here one types."""
        super().paintEvent(event)
        paint_lines(self, event)
        if not self.rows_model.desk.sheet.lines:
            paint_words(self, self.empty_words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the current cell in sight when something comes up beside the grid."""
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
        self.place_offers()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette or font."""
        super().changeEvent(event)
        if not hasattr(self, "_run") or self.model() is None:
            return
        if event.type() == QEvent.Type.PaletteChange:
            self.rows_model.set_colours(colours_of(self.palette()))
            self.viewport().update()
        elif event.type() == QEvent.Type.FontChange:
            self.offers.hide()
            fit_rows(self)
