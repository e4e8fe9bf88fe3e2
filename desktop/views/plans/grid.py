"""The board's grid: a pivot with its labels frozen at the left and its totals below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QMenu,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import N_, _
from desktop.services.exports.people import ExportTable
from desktop.services.settings import SettingsFile
from desktop.views.column import Column
from desktop.views.itemmodels.row_table import RowTableModel
from desktop.views.palette import colours_of
from desktop.views.plans.columns import (
    CODE,
    NAME,
    TOTAL,
    BoardRow,
    Layout,
    board_columns,
    cell_key,
    cell_place,
)
from desktop.views.plans.frozen import FrozenColumns
from desktop.views.plans.shown import BoardShown
from desktop.views.table_view import TableView

_LABELS = (CODE, NAME, TOTAL)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TotalsLine(QTableView):
    """The line of totals under the grid; a figure in it is opened as any other.

    Signals:
        opened(int place): Enter or double click on the figure in this column.
        entered(int place): this column became current.
    """

    opened = Signal(int)
    entered = Signal(int)

    def __init__(self, columns: Sequence[Column[BoardRow]], parent: QWidget) -> None:
        super().__init__(parent)
        self.rows_model = RowTableModel(columns, None, self)
        self.setModel(self.rows_model)
        self.setProperty("role", "totals")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.horizontalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(0)
        self.verticalHeader().hide()
        self.rows_model.set_colours(colours_of(self.palette()))
        self.doubleClicked.connect(lambda index: self.opened.emit(index.column()))
        self.selectionModel().currentChanged.connect(self._current_changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current total on Enter."""
        if event.key() in _ENTER and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().column())
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "rows_model"):
            self.rows_model.set_colours(colours_of(self.palette()))

    @Slot(QModelIndex, QModelIndex)
    def _current_changed(self, new: QModelIndex, _old: QModelIndex) -> None:
        if new.isValid():
            self.entered.emit(new.column())


class BoardGrid(QWidget):
    """Shows a board; cells are named by row and column code, None for a total.

    Signals:
        chosen(row, column): another cell is current.
        opened(row, column): Enter or double click: the lines behind the cell are wanted.
    """

    chosen = Signal(object, object)
    opened = Signal(object, object)

    def __init__(self, settings: SettingsFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: BoardShown | None = None
        self._layout_shown: Layout | None = None
        self._is_filling = False
        self.table = TableView((), name=N_("Attainment"), row_id=lambda row: row.code, parent=self)
        self.totals = TotalsLine((), self)
        self.table.keep_layout(settings, "plans.board")
        # Labels stand first: the frozen columns are the first ones.
        self.table.horizontalHeader().setSectionsMovable(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.table, 1)
        self._line = QHBoxLayout()
        self._line.addWidget(self.totals)
        layout.addLayout(self._line)
        self.frozen = FrozenColumns(self.table, len(_LABELS))
        self._frozen_totals = FrozenColumns(self.totals, len(_LABELS))
        self._wire()
        self.totals.hide()
        self._fit_soon = QTimer(self)
        self._fit_soon.setSingleShot(True)
        self._fit_soon.setInterval(0)
        self._fit_soon.timeout.connect(self._fit)
        self.setFocusProxy(self.table)
        self.retranslate()

    def _wire(self) -> None:
        table, totals = self.table, self.totals
        table.horizontalHeader().sectionResized.connect(self._follow_width)
        table.horizontalScrollBar().valueChanged.connect(totals.horizontalScrollBar().setValue)
        totals.horizontalScrollBar().valueChanged.connect(self._totals_scrolled)
        totals.horizontalScrollBar().rangeChanged.connect(self._keep_beneath)
        table.verticalScrollBar().rangeChanged.connect(self._follow_scroll_bar)
        table.selectionModel().currentChanged.connect(self._current_changed)
        table.opened.connect(self._open_current)
        totals.entered.connect(self._total_entered)
        totals.opened.connect(lambda place: self.opened.emit(None, self._column_code(place)))

    # What the tab uses

    def show_board(self, shown: BoardShown) -> None:
        """Show a board; the cell that the state stands on becomes current."""
        self._is_filling = True
        sorted_by = self._sorted_by()
        if shown.layout != self._layout_shown or self._shown is None:
            self._set_columns(shown.layout)
        self._shown = shown
        self.table.set_empty_text(shown.empty)
        self.table.set_rows(shown.rows)
        self.totals.rows_model.set_rows((shown.total,))
        self._sort_again(sorted_by)
        self._make_room_for_totals()
        self.totals.setVisible(bool(shown.rows))
        self._stand_on(*shown.at)
        self._follow_all()
        self._is_filling = False

    def current(self) -> tuple[str | None, str | None]:
        """Return row and column code of the current cell; None for a total."""
        index = self.table.currentIndex()
        if index.isValid():
            row = self.table.rows_model.row(index.row())
            return row.code, self._column_code(index.column())
        place = self.totals.currentIndex().column()
        return None, self._column_code(place) if place >= 0 else None

    def exported(self, title: str, notes: tuple[tuple[str, str], ...]) -> ExportTable:
        """Return what is shown, totals included, as a table for export."""
        values: dict[str, object] = {}
        if self._shown is not None and self._shown.rows:
            total = self._shown.total
            values = {
                column.key: column.value(total) for column in self.table.shown_columns()
                if column.key not in (CODE, NAME)
            }  # fmt: skip
            values[NAME] = total.label
        return self.table.exported(title, values or None, notes)

    def add_menu_actions(self, fill: Callable[[QMenu, Any], None]) -> None:
        """Let `fill(menu, row)` add entries at the top of a cell's menu."""
        self.table.add_menu_actions(fill)

    def retranslate(self) -> None:
        """Show names and headers in the language of the moment."""
        self.totals.setAccessibleName(_("Totals"))
        self.table.setAccessibleName(_("Attainment"))
        self._layout_shown = None
        if self._shown is not None:
            self.show_board(self._shown)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_fit_soon"):
            # The table takes the font after this widget does.
            self._fit_soon.start()

    # Inside

    def _set_columns(self, layout: Layout) -> None:
        columns = board_columns(layout)
        self._layout_shown = layout
        self.table.rows_model.set_rows(())
        self.table.rows_model.set_columns(columns)
        self.totals.rows_model.set_rows(())
        self.totals.rows_model.set_columns([replace(one, strong=True) for one in columns])
        self.table.column_layout.restore()

    def _sorted_by(self) -> tuple[str, Qt.SortOrder] | None:
        header = self.table.horizontalHeader()
        place, columns = header.sortIndicatorSection(), self.table.rows_model.columns
        if not 0 <= place < len(columns):
            return None
        return columns[place].key, header.sortIndicatorOrder()

    def _sort_again(self, sorted_by: tuple[str, Qt.SortOrder] | None) -> None:
        """Sort new columns as the old ones were, where the sorted one is still there."""
        keys = [column.key for column in self.table.rows_model.columns]
        header = self.table.horizontalHeader()
        if sorted_by is None or sorted_by[0] not in keys:
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            return
        place = keys.index(sorted_by[0])
        header.setSortIndicator(place, sorted_by[1])
        self.table.rows_model.sort(place, sorted_by[1])

    @Slot()
    def _fit(self) -> None:
        self._make_room_for_totals()
        self._follow_all()

    def _make_room_for_totals(self) -> None:
        model = self.totals.rows_model
        if model.rowCount():
            self.table.column_layout.make_room_for(model.texts(0))

    def _stand_on(self, row: str | None, column: str | None) -> None:
        line = self.table.rows_model.line_of(row) if row is not None else -1
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        if line < 0:
            self.table.selectionModel().clear()
        else:
            index = self.table.rows_model.index(line, self._place(column))
            if index != self.table.currentIndex():
                self.table.selectionModel().setCurrentIndex(index, flag)
            self.table.scrollTo(index)
        if row is None and column is not None:
            index = self.totals.rows_model.index(0, self._place(column))
            self.totals.selectionModel().setCurrentIndex(index, flag)
        else:
            self.totals.selectionModel().clear()

    def _place(self, code: str | None) -> int:
        keys = [column.key for column in self.table.rows_model.columns]
        layout = self._layout_shown
        if code is None or layout is None or code not in layout.codes:
            return keys.index(TOTAL)
        return keys.index(cell_key(layout.codes.index(code)))

    def _column_code(self, place: int) -> str | None:
        layout = self._layout_shown
        found = cell_place(self.table.rows_model.columns[place].key)
        return layout.codes[found] if layout is not None and found is not None else None

    @Slot(QModelIndex, QModelIndex)
    def _current_changed(self, new: QModelIndex, _old: QModelIndex) -> None:
        if self._is_filling or not new.isValid():
            return
        self.totals.selectionModel().clear()
        self.chosen.emit(*self.current())

    @Slot(int)
    def _total_entered(self, place: int) -> None:
        if self._is_filling:
            return
        self._is_filling = True
        self.table.selectionModel().clear()
        self._is_filling = False
        self.chosen.emit(None, self._column_code(place))

    @Slot(object)
    def _open_current(self, _row: object) -> None:
        self.opened.emit(*self.current())

    @Slot(int, int, int)
    def _follow_width(self, place: int, _old: int, new: int) -> None:
        self.totals.setColumnHidden(place, new == 0)
        if new:
            self.totals.setColumnWidth(place, new)

    @Slot(int)
    def _totals_scrolled(self, value: int) -> None:
        # Only the keyboard scrolls the totals by themselves; else they follow the board.
        if self.totals.hasFocus():
            self.table.horizontalScrollBar().setValue(value)

    @Slot()
    def _keep_beneath(self) -> None:
        bar = self.totals.horizontalScrollBar()
        bar.setValue(self.table.horizontalScrollBar().value())

    @Slot()
    def _follow_scroll_bar(self) -> None:
        bar = self.table.verticalScrollBar()
        room = bar.sizeHint().width() if bar.maximum() > bar.minimum() else 0
        self._line.setContentsMargins(0, 0, room, 0)

    def _follow_all(self) -> None:
        height = self.table.verticalHeader().defaultSectionSize()
        self.totals.setIconSize(self.table.iconSize())
        self.totals.verticalHeader().setMinimumSectionSize(height)
        self.totals.verticalHeader().setDefaultSectionSize(height)
        self.totals.setFixedHeight(height + 2)
        for place in range(self.table.rows_model.columnCount()):
            hidden = self.table.isColumnHidden(place)
            self.totals.setColumnHidden(place, hidden)
            if not hidden:
                self.totals.setColumnWidth(place, self.table.columnWidth(place))
        self._follow_scroll_bar()
        self.frozen.follow()
        self._frozen_totals.follow()
