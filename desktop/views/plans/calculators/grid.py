"""A grid that is typed into like a spreadsheet: one table of a calculator's input."""

from __future__ import annotations

import csv
import io
from itertools import groupby

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QMenu,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.i18n import _
from desktop.views.palette import colours_of
from desktop.views.plans.calculators.grid_model import GridModel
from desktop.views.plans.making.cell_editor import CellDelegate, Move, move_of
from desktop.views.sheet import cell_unit

_CLEAR = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
#: Digits that a column has room for at least, and at most before it is drawn wider by hand.
_LEAST_DIGITS, _MOST_DIGITS = 7, 26
#: So many rows are in sight at least, at every text size.
_LEAST_LINES = 3
#: So many rows are measured.
_MEASURED = 40


class TextDelegate(CellDelegate):
    """The field of a cell that takes any text."""

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        """Return the field, its text where the cell's is."""
        editor = super().createEditor(parent, option, index)
        assert isinstance(editor, QLineEdit)
        editor.setAlignment(Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)))
        editor.setAccessibleName(_("New value"))
        return editor


class InputTable(QTableView):
    """Cells with texts; what they mean is decided elsewhere, so nothing typed is ever refused.

    Type to begin, F2 to change; Enter goes down, Tab to the right and on into the next row.
    Delete clears, Ctrl+D repeats the cell above, Ctrl+C and Ctrl+V exchange blocks with Excel.

    Signals:
        edited(tuple cells): texts changed: (row from 0, column name, text) each.
        pasted(int row, int column, str text): a block was pasted at a cell.
        rows_removed(tuple rows): Ctrl+- was pressed on these rows, from 0.
    """

    edited = Signal(object)
    pasted = Signal(int, int, str)
    rows_removed = Signal(object)

    def __init__(self, calculator: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = GridModel(calculator, self)
        self.grid.set_colours(colours_of(self.palette()))
        self.setModel(self.grid)
        self.delegate = TextDelegate(self, self)
        self.setItemDelegate(self.delegate)
        self._set_up()
        self.grid.modelReset.connect(lambda: self.fit_columns())

    def _set_up(self) -> None:
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.EditKeyPressed | trigger.DoubleClicked)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header, rows = self.horizontalHeader(), self.verticalHeader()
        for one in (header, rows):
            one.setHighlightSections(False)
            # A selection of its own: the header would ask each cell of each section for ours.
            one.setSelectionModel(QItemSelectionModel(self.grid, one))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        rows.setProperty("role", "rows")
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._fit_rows()

    # What the panel uses

    def fit_columns(self, *, is_growing: bool = False) -> None:
        """Give each column the room of its header and of its first texts, or only more room."""
        bold = self.font()
        bold.setBold(True)
        heads, texts = QFontMetrics(bold), self.fontMetrics()
        digit = texts.horizontalAdvance("0")
        # The sheet's padding on both sides and Qt's own margin.
        margin = 4 * cell_unit(texts.height()) + digit
        for place in range(self.grid.columnCount()):
            head = str(self.grid.headerData(place, Qt.Orientation.Horizontal))
            wide = max(heads.horizontalAdvance(head), _LEAST_DIGITS * digit)
            for row in range(min(len(self.grid.rows), _MEASURED)):
                wide = max(wide, texts.horizontalAdvance(self.grid.text(row, place)))
            room = min(wide, _MOST_DIGITS * digit) + margin
            if not is_growing or room > self.columnWidth(place):
                self.setColumnWidth(place, room)

    def stand_on(self, row: int, column: str = "") -> None:
        """Make a cell current and visible, and take the keyboard."""
        names = [one.name for one in self.grid.columns]
        place = names.index(column) if column in names else 0
        found = self.grid.index(row, place)
        if found.isValid():
            self._go_to(found)
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    # Editing

    def finish(self, editor: QLineEdit, move: Move) -> None:
        """Take what was typed and go on."""
        if editor is not self.delegate.editor:
            return
        index, text = self.delegate.index, editor.text().strip()
        self.delegate.editor = None
        self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if not index.isValid():
            return
        row, column = index.row(), index.column()
        if text != self.grid.text(row, column):
            self.edited.emit(((row, self.grid.columns[column].name, text),))
        if move != (0, 0):
            self._go(row + move[0], column + move[1])

    def give_up(self, editor: QLineEdit) -> None:
        """Leave the cell as it was."""
        self.delegate.editor = None
        self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def commitData(self, editor: QWidget) -> None:
        """Take what was typed when Qt leaves a cell by itself (a click elsewhere)."""
        if isinstance(editor, QLineEdit) and editor is self.delegate.editor:
            self.finish(editor, (0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on by Enter and Tab, clear, repeat, copy and paste; text keys are Qt's."""
        move, current = move_of(event), self.currentIndex()
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        elif is_control and event.key() == Qt.Key.Key_D:
            self._repeat_above()
        elif is_control and event.key() == Qt.Key.Key_Minus:
            self._remove_rows()
        elif event.key() in _CLEAR and not event.modifiers():
            self._write([(index, "") for index in self.selectedIndexes()])
        elif self._moves(event, move, current) and move is not None:
            self._go(current.row() + move[0], current.column() + move[1])
        else:
            super().keyPressEvent(event)

    def _moves(self, event: QKeyEvent, move: Move | None, current: QModelIndex) -> bool:
        """Whether a key goes on to another cell; Tab leaves the grid over its edges."""
        if move is None or not current.isValid():
            return False
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return False
        last = (self.grid.rowCount() - 1, self.grid.columnCount() - 1)
        edge = {(0, 1): last, (0, -1): (0, 0)}.get(move)
        if (current.row(), current.column()) == edge:
            return False
        return not event.modifiers() & Qt.KeyboardModifier.ControlModifier

    def _go(self, row: int, column: int) -> None:
        across = self.grid.columnCount()
        if not 0 <= column < across:
            row, column = (row + 1, 0) if column >= across else (row - 1, across - 1)
        found = self.grid.index(row, column)
        if found.isValid():
            self._go_to(found)

    def _go_to(self, index: QModelIndex) -> None:
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flag)
        self.scrollTo(index)

    def _write(self, texts: list[tuple[QModelIndex, str]]) -> None:
        cells = tuple(
            (index.row(), self.grid.columns[index.column()].name, text)
            for index, text in texts
            if text != self.grid.text(index.row(), index.column())
        )
        if cells:
            self.edited.emit(cells)

    def _remove_rows(self) -> None:
        rows = {index.row() for index in self.selectedIndexes()}
        self.rows_removed.emit(tuple(sorted(rows)))

    def _repeat_above(self) -> None:
        """Fill the selection from the cell above it, column by column."""
        found = sorted(self.selectedIndexes(), key=lambda one: (one.column(), one.row()))
        texts: list[tuple[QModelIndex, str]] = []
        for column, cells in groupby(found, key=lambda one: one.column()):
            column_cells = list(cells)
            top = column_cells[0].row()
            # One cell takes the one above; of several the first is repeated below itself.
            source = top if len(column_cells) > 1 else top - 1
            if source >= 0:
                texts += [(one, self.grid.text(source, column)) for one in column_cells]
        self._write(texts)

    def _paste(self) -> None:
        current = self.currentIndex()
        row, column = (current.row(), current.column()) if current.isValid() else (0, 0)
        chosen = self.selectedIndexes()
        if chosen:
            row = min(index.row() for index in chosen)
            column = min(index.column() for index in chosen)
        text = QGuiApplication.clipboard().text()
        if text:
            self.pasted.emit(row, column, text)

    def copy(self) -> None:
        """Put the selected block on the clipboard as text for Excel."""
        chosen = self.selectedIndexes()
        if not chosen:
            return
        rows = sorted({index.row() for index in chosen})
        columns = sorted({index.column() for index in chosen})
        stream = io.StringIO()
        writer = csv.writer(stream, "excel-tab", lineterminator="\n")
        for row in rows:
            texts = [self.grid.text(row, column) for column in columns]
            # The writer would put quotes around a line that is one empty cell.
            if texts == [""]:
                stream.write("\n")
            else:
                writer.writerow(texts)
        QGuiApplication.clipboard().setText(stream.getvalue())

    # Qt

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to the mouse what the keys do."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(_("Cells"))
        for words, keys, act in (
            (_("&Copy"), "Ctrl+C", self.copy),
            (_("&Paste"), "Ctrl+V", self._paste),
            (_("&Repeat the cell above"), "Ctrl+D", self._repeat_above),
            (_("Remove ro&ws"), "Ctrl+-", self._remove_rows),
        ):
            # The keys are only shown: the table hears them itself.
            action = menu.addAction(f"{words}\t{keys}")
            action.triggered.connect(lambda _on=False, call=act: call())
        menu.popup(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells, then hairlines between rows and columns: here one types."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setPen(QColor(colours_of(self.palette()).line))
        height = self.verticalHeader().defaultSectionSize()
        first = max(self.rowAt(event.rect().top()), 0)
        y = self.rowViewportPosition(first) + height - 1
        bottom = self.rowViewportPosition(self.grid.rowCount() - 1) + height - 1
        while y <= min(event.rect().bottom(), bottom):
            painter.drawLine(event.rect().left(), y, event.rect().right(), y)
            y += height
        for place in range(self.grid.columnCount()):
            x = self.columnViewportPosition(place) + self.columnWidth(place) - 1
            painter.drawLine(x, event.rect().top(), x, min(event.rect().bottom(), bottom))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette or font."""
        super().changeEvent(event)
        if not hasattr(self, "delegate"):
            return
        if event.type() == QEvent.Type.PaletteChange:
            self.grid.set_colours(colours_of(self.palette()))
            self.viewport().update()
        elif event.type() == QEvent.Type.FontChange:
            self._fit_rows()
            self.fit_columns()

    def _fit_rows(self) -> None:
        metrics = self.fontMetrics()
        height = metrics.height()
        self.setIconSize(QSize(metrics.ascent(), metrics.ascent()))
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height + max(8, round(height * 0.55)))
        head = self.horizontalHeader().sizeHint().height()
        bar = self.horizontalScrollBar().sizeHint().height()
        lines = _LEAST_LINES * self.verticalHeader().defaultSectionSize()
        self.setMinimumHeight(head + lines + bar + 2 * self.frameWidth())
