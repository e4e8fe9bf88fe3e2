"""The heat map of rep by month: a table whose cells are coloured, numbered and opened."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.services.charts.heat import LIMITS, HeatStep
from desktop.services.plans.watching_data import WatchRow, WatchSheet
from desktop.views.chart_legend import Legend
from desktop.views.chart_pieces import LegendEntry
from desktop.views.palette import colours_of
from desktop.views.plain_text import heading
from desktop.views.plans.watch.columns import NAME, heat_ratio, month_columns
from desktop.views.plans.watch.painting import HeatDelegate, heat_colour
from desktop.views.plans.watch.pictures import legend_limits
from desktop.views.table_view import TableView

#: More months than this are scrolled sideways instead of being squeezed.
_SQUEEZED = 15


def row_key(row: WatchRow) -> object:
    """Return what names a row for good; the branch is none of its reps."""
    return (row.code is None, row.code)


class HeatMap(QWidget):
    """Attainment of each rep in each month, against what was due by the as-of day.

    Signals:
        opened(str or None code, int place): Enter or double click on a month; None is the branch.
        row_opened(str or None code): the same on the name.
    """

    opened = Signal(object, int)
    row_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet: WatchSheet | None = None
        self._rows: tuple[WatchRow, ...] = ()
        self._title = heading("", self)
        self._title.setWordWrap(True)
        self._legend = Legend(self)
        self.table = TableView((), name=N_("Attainment by month"), row_id=row_key, parent=self)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.table.horizontalHeader().setSectionsMovable(False)
        self.table.horizontalHeader().setProperty("role", "narrow")
        self._delegate = HeatDelegate(self._ratio, self)
        self._plain = self.table.itemDelegate()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 8)
        layout.setSpacing(6)
        layout.addWidget(self._title)
        layout.addWidget(self._legend)
        layout.addWidget(self.table, 1)
        self.table.opened.connect(self._open)
        self.retranslate()

    def show_sheet(self, sheet: WatchSheet | None, rows: tuple[WatchRow, ...], empty: str) -> None:
        """Show these rows."""
        is_other = sheet is None or self._sheet is None or sheet.months != self._sheet.months
        self._sheet, self._rows = sheet, rows
        self.table.set_empty_text(empty)
        if sheet is None:
            self.table.set_rows(())
            return
        if is_other or not self.table.rows_model.columns:
            self._set_columns(sheet)
        self.table.set_rows(rows)
        self._fit()

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self._title.setText(_("Actual in percent of what was due by now, by month"))
        self.table.setAccessibleName(_("Attainment by month"))
        self._show_legend()
        if self._sheet is not None:
            self._set_columns(self._sheet)
            self.table.set_rows(self._rows)
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette or font."""
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in kinds and hasattr(self, "_plain"):
            self._show_legend()
            self._fit()

    def _set_columns(self, sheet: WatchSheet) -> None:
        self.table.rows_model.set_rows(())
        self.table.rows_model.set_columns(month_columns(sheet))
        for place in range(len(sheet.months) + 1):
            self.table.setItemDelegateForColumn(place, self._delegate if place else self._plain)
        self.table.column_layout.restore()

    def _fit(self) -> None:
        """Share the room among the months, so that a year is seen at a glance."""
        sheet = self._sheet
        if sheet is None:
            return
        header = self.table.horizontalHeader()
        mode = QHeaderView.ResizeMode
        squeezed = len(sheet.months) <= _SQUEEZED
        header.setMinimumSectionSize(QFontMetrics(self.font()).horizontalAdvance("0000"))
        for place in range(1, len(sheet.months) + 1):
            header.setSectionResizeMode(place, mode.Stretch if squeezed else mode.Interactive)

    def _show_legend(self) -> None:
        colours = colours_of(self.palette())
        names = legend_limits(LIMITS)
        self._legend.set_entries(
            tuple(
                LegendEntry(name, heat_colour(step, colours))
                for name, step in zip(names, HeatStep, strict=True)
            )
        )

    def _ratio(self, row: object, column: int) -> Decimal | None:
        if not isinstance(row, WatchRow) or not 0 < column <= len(row.months):
            return None
        return heat_ratio(row.months[column - 1])

    @Slot(object)
    def _open(self, row: WatchRow) -> None:
        place = self.table.currentIndex().column()
        if self.table.rows_model.columns[place].key == NAME:
            self.row_opened.emit(row.code)
        else:
            self.opened.emit(row.code, place - 1)
