"""The table of every list: keyboard, copy, sums, column chooser, empty text, totals line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from desktop.i18n import _
from desktop.services.exports.people import ExportTable
from desktop.services.settings import SettingsFile
from desktop.views.column import Column
from desktop.views.icons import icon
from desktop.views.itemmodels.row_table import RowTableModel
from desktop.views.palette import colours_of
from desktop.views.sort_header import SortHeader
from desktop.views.table_layout import TableLayout
from desktop.views.table_selection import (
    export_table,
    kept_cells,
    select_again,
    sums_of,
    tab_separated,
)

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TableView(QTableView):
    """A table over frozen rows, made for the keyboard.

    Enter or a double click opens the row; Ctrl+C copies the selection as text for Excel; Ctrl+A
    selects all; Ctrl+F asks for the quick filter. Headers sort by click and move by dragging;
    their menu chooses columns.

    Signals:
        opened(row): Enter or double click on a row.
        current_changed(row or None): another row is current.
        selection_summed(SelectionSums): the selection changed.
        filter_wanted(): Ctrl+F.
        export_wanted(): "Export…" was chosen in the menu.
        rows_changed(): other rows are shown.
    """

    opened = Signal(object)
    current_changed = Signal(object)
    selection_summed = Signal(object)
    filter_wanted = Signal()
    export_wanted = Signal()
    rows_changed = Signal()
    #: The item model; a table whose cells are typed into brings one of its own.
    model_type: type[RowTableModel] = RowTableModel

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        *,
        name: str,
        row_id: Callable[[Any], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._empty_text = ""
        self._menu_actions: list[Callable[[QMenu, Any], None]] = []
        self.setHorizontalHeader(SortHeader(self))
        self.rows_model = self.model_type(columns, row_id, self)
        self.setModel(self.rows_model)
        # The header asks of each section whether all its cells are selected, which takes a tenth
        # of a second for a long list, and shows no difference: it watches a selection of its own.
        header = self.horizontalHeader()
        header.setSelectionModel(QItemSelectionModel(self.rows_model, header))
        self.column_layout = TableLayout(self, self.rows_model)
        self._sum_soon = QTimer(self)
        self._sum_soon.setSingleShot(True)
        self._sum_soon.setInterval(30)
        self._sum_soon.timeout.connect(self._send_sums)
        self._set_up_view()
        self._set_up_header()
        self.selectionModel().selectionChanged.connect(self._selection_changed)
        self.selectionModel().currentRowChanged.connect(self._current_row_changed)
        self.doubleClicked.connect(self._open_index)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.setAccessibleName(_(name))
        self.column_layout.restore()

    def _set_up_view(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self._fit_rows()
        self.rows_model.set_colours(colours_of(self.palette()))

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(False)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_header_menu)
        header.setMinimumSectionSize(24)
        self.setSortingEnabled(True)

    # What a tab uses

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows; current cell, selection and scroll place stay where they can."""
        current = self.currentIndex()
        kept = self.rows_model.id_of(current.row()) if current.isValid() else None
        place, scroll = current.column(), self.verticalScrollBar().value()
        cells = kept_cells(self.rows_model, self.selectionModel().selection())
        self.rows_model.set_rows(rows)
        self.column_layout.measure()
        line = self.rows_model.line_of(kept) if kept is not None else -1
        if line >= 0:
            self.setCurrentIndex(self.rows_model.index(line, max(place, 0)))
            if len(cells) > 1:
                select_again(self.rows_model, cells, self.selectionModel())
            self.verticalScrollBar().setValue(scroll)
        elif kept is not None:
            self.current_changed.emit(None)
        self.rows_changed.emit()
        self._sum_soon.start()

    def set_empty_text(self, text: str) -> None:
        """Say this in the middle of the table while it has no rows."""
        self._empty_text = text
        self.viewport().update()

    def keep_layout(self, settings: SettingsFile, key: str) -> None:
        """Keep the columns' order, widths and choice between starts under this key."""
        self.column_layout.keep_in(settings, key)

    def current_row(self) -> Any | None:
        """Return the row that the keyboard is on, or None."""
        index = self.currentIndex()
        return self.rows_model.row(index.row()) if index.isValid() else None

    def select_row(self, row_id: object) -> bool:
        """Make the row with this id current and visible; return whether it is shown."""
        line = self.rows_model.line_of(row_id)
        if line < 0:
            return False
        self.setCurrentIndex(self.rows_model.index(line, self._first_place()))
        return True

    def add_menu_actions(self, fill: Callable[[QMenu, Any], None]) -> None:
        """Let `fill(menu, row)` add its entries at the top of a row's menu."""
        self._menu_actions.append(fill)

    def shown_columns(self) -> tuple[Column[Any], ...]:
        """Return the visible columns from left to right."""
        return tuple(self.rows_model.columns[place] for place in self._shown_places())

    def exported(
        self,
        title: str,
        totals: Mapping[str, object] | None = None,
        notes: tuple[tuple[str, str], ...] = (),
    ) -> ExportTable:
        """Return what is shown, as a table for export."""
        return export_table(title, self.rows_model.rows, self.shown_columns(), totals, notes)

    @Slot()
    def copy_selection(self) -> None:
        """Put the selected cells on the clipboard as text for Excel."""
        cells = self.selectionModel().selectedIndexes()
        lines = sorted({index.row() for index in cells})
        chosen = {index.column() for index in cells}
        places = [place for place in self._shown_places() if place in chosen]
        if lines and places:
            QGuiApplication.clipboard().setText(tab_separated(self.rows_model, lines, places))

    def retranslate(self) -> None:
        """Show headers and cells in the language of the moment."""
        self.setAccessibleName(_(self._name))
        self.rows_model.retranslate()
        self.column_layout.remeasure()

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle Enter, copy and find; everything else is Qt's, text keys above all."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif event.matches(QKeySequence.StandardKey.Find):
            self.filter_wanted.emit()
        elif event.key() in _ENTER and self.state() != QAbstractItemView.State.EditingState:
            self._open_index(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tint the current row, paint the cells, then hairlines, or the empty text."""
        colours = colours_of(self.palette())
        current = self.currentIndex()
        if current.isValid():
            # The eye keeps its row in a wide table; cells selected are painted over it.
            top = self.rowViewportPosition(current.row())
            tint = QRect(0, top, self.viewport().width(), self.rowHeight(current.row()))
            QPainter(self.viewport()).fillRect(tint, QColor(colours.hover))
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if self.rows_model.rowCount() == 0:
            if self._empty_text:
                painter.setPen(QColor(colours.muted))
                space = self.viewport().rect().adjusted(24, 24, -24, -24)
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(space, int(flags), self._empty_text)
            return
        painter.setPen(QColor(colours.line))
        height = self.verticalHeader().defaultSectionSize()
        line = max(self.rowAt(event.rect().top()), 0)
        y = self.rowViewportPosition(line) + height - 1
        last = min(
            event.rect().bottom(),
            self.rowViewportPosition(self.rows_model.rowCount() - 1) + height,
        )
        while y <= last:
            painter.drawLine(event.rect().left(), y, event.rect().right(), y)
            y += height

    def showEvent(self, event: QShowEvent) -> None:
        """Measure the columns anew where font or language changed meanwhile."""
        super().showEvent(event)
        self.column_layout.catch_up()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new font or palette."""
        super().changeEvent(event)
        if not hasattr(self, "column_layout"):
            return
        if event.type() == QEvent.Type.FontChange:
            self._fit_rows()
            self.column_layout.remeasure()
        elif event.type() == QEvent.Type.PaletteChange:
            self.rows_model.set_colours(colours_of(self.palette()))
            self.viewport().update()

    # Inside

    def _fit_rows(self) -> None:
        metrics = QFontMetrics(self.font())
        height = metrics.height()
        self.setIconSize(QSize(metrics.ascent(), metrics.ascent()))
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height + max(8, round(height * 0.55)))

    def _shown_places(self) -> list[int]:
        header = self.horizontalHeader()
        order = [header.logicalIndex(visual) for visual in range(header.count())]
        return [place for place in order if not self.isColumnHidden(place)]

    def _first_place(self) -> int:
        places = self._shown_places()
        return places[0] if places else 0

    @Slot(QModelIndex)
    def _open_index(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.rows_model.row(index.row()))

    @Slot(QItemSelection, QItemSelection)
    def _selection_changed(self, _new: QItemSelection, _old: QItemSelection) -> None:
        self._sum_soon.start()

    @Slot(QModelIndex, QModelIndex)
    def _current_row_changed(self, new: QModelIndex, _old: QModelIndex) -> None:
        self.viewport().update()
        if new.isValid():
            self.current_changed.emit(self.rows_model.row(new.row()))

    @Slot()
    def _send_sums(self) -> None:
        hidden = {p for p in range(self.rows_model.columnCount()) if self.isColumnHidden(p)}
        selection = self.selectionModel().selection()
        self.selection_summed.emit(sums_of(self.rows_model, selection, hidden))

    @Slot(QPoint)
    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        index = self.indexAt(place)
        if index.isValid():
            for fill in self._menu_actions:
                fill(menu, self.rows_model.row(index.row()))
        self.fill_menu(menu)
        menu.popup(self.viewport().mapToGlobal(place))

    def fill_menu(self, menu: QMenu) -> None:
        """Add what every table offers: copy, select all, export, columns."""
        palette = self.palette()
        if menu.actions():
            menu.addSeparator()
        copy = menu.addAction(icon("copy", palette), _("Copy"), self.copy_selection)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setEnabled(self.selectionModel().hasSelection())
        every = menu.addAction(_("Select all"), self.selectAll)
        every.setShortcut(QKeySequence(QKeySequence.StandardKey.SelectAll))
        menu.addAction(icon("export", palette), _("Export…"), self.export_wanted.emit)
        columns = menu.addMenu(icon("columns", palette), _("Columns"))
        self.column_layout.fill_menu(columns)

    @Slot(QPoint)
    def _show_header_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.column_layout.fill_menu(menu)
        menu.popup(self.horizontalHeader().mapToGlobal(place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the empty text in the middle."""
        super().resizeEvent(event)
        self.viewport().update()
