"""The matrix of reps and periods: a cell is a report, ticked off by Space."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.enums import ReportCycle
from desktop.i18n import N_
from desktop.periods import Period
from desktop.services.information.report_data import DueCell, ReporterRow
from desktop.views.information.reports.columns import LABELS, matrix_columns
from desktop.views.plans.frozen import FrozenColumns
from desktop.views.table_view import TableView


class ReportMatrix(TableView):
    """A `TableView` whose selected cells are reports.

    Signals:
        ticked(tuple of DueCell): Space: these came in now.
        cells_opened(tuple of DueCell): Enter or a double click on a report.
    """

    ticked = Signal(object)
    cells_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((), name=N_("Report calendar"), row_id=lambda row: row.rep_id,
                         parent=parent)  # fmt: skip
        # The labels stand first: the frozen columns are the first ones.
        self.horizontalHeader().setSectionsMovable(False)
        self._heads: tuple[Period, ...] | None = None
        self._cycle: ReportCycle | None = None
        self.frozen = FrozenColumns(self, LABELS)

    def show_matrix(
        self, heads: tuple[Period, ...], cycle: ReportCycle, rows: Sequence[ReporterRow]
    ) -> None:
        """Show these rows under these periods."""
        if (heads, cycle) != (self._heads, self._cycle):
            self._heads, self._cycle = heads, cycle
            # Rows of other periods cannot be read by these columns.
            self.set_rows(())
            self._put_columns()
        self.set_rows(rows)

    def retranslate(self) -> None:
        """Show headers and cells in the language of the moment."""
        if self._heads is not None:
            rows = self.rows_model.rows
            self.set_rows(())
            self._put_columns()
            self.set_rows(rows)
        super().retranslate()

    def _put_columns(self) -> None:
        if self._heads is not None and self._cycle is not None:
            self.rows_model.set_columns(matrix_columns(self._heads, self._cycle))
            self.column_layout.restore()

    def chosen(self) -> tuple[DueCell, ...]:
        """Return the reports that are selected, by period and then as the reps stand."""
        indexes = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        ordered = sorted(indexes, key=lambda index: (index.column(), index.row()))
        cells = (self._cell(index) for index in ordered)
        return tuple(cell for cell in cells if cell is not None)

    def select_cell(self, rep_id: int, period: Period) -> bool:
        """Put the keyboard on a report; return whether it is shown."""
        line = self.rows_model.line_of(rep_id)
        if line < 0 or self._heads is None or period not in self._heads:
            return False
        place = LABELS + self._heads.index(period)
        self.setCurrentIndex(self.rows_model.index(line, place))
        return True

    def show_day(self, place: int) -> None:
        """Scroll a period's column into view."""
        if self.rows_model.rowCount():
            self.scrollTo(self.rows_model.index(0, LABELS + place))

    def _cell(self, index: QModelIndex) -> DueCell | None:
        place = index.column() - LABELS
        if not index.isValid() or self._heads is None or not 0 <= place < len(self._heads):
            return None
        row: ReporterRow = self.rows_model.row(index.row())
        return row.cells[place]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick off the selected reports by Space."""
        if event.key() == Qt.Key.Key_Space:
            self.ticked.emit(self.chosen())
        else:
            super().keyPressEvent(event)

    def _open_index(self, index: QModelIndex) -> None:
        if index.isValid():
            self.cells_opened.emit(self.chosen())
