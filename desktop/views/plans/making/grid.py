"""The plan's table with its line of totals: one grid to the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QStyle, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.services.exports.people import ExportColumn, ExportTable
from desktop.views.palette import colours_of
from desktop.views.plans.making.cell_editor import Move
from desktop.views.plans.making.sheet_table import SheetTable
from desktop.views.plans.making.side_sheet import AnySheet
from desktop.views.plans.making.typist import Typist
from desktop.views.plans.words import dimension_words
from desktop.views.sheet import cell_unit

At = tuple[int, int]
#: So many rows are measured for the width of a column.
_MEASURED = 40
_LONGEST_LABEL = 34
#: In digits; longer headings are cut, and whole in their tip.
_LONGEST_HEADING = 22


class PlanGrid(QWidget):
    """Shows a sheet; cells are named by row and column, totals by the number after the last.

    Signals:
        chosen(at): another cell is current.
        opened(at): a header was double-clicked: its whole row or column is wanted.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, typist: Typist, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_filling = False
        self.table = SheetTable(typist, is_totals=False, parent=self)
        self.totals = SheetTable(typist, is_totals=True, parent=self)
        self.totals.setProperty("role", "totals")
        self.totals.horizontalHeader().hide()
        self.totals.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.totals.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.table, 1)
        self._line = QHBoxLayout()
        self._line.addWidget(self.totals)
        layout.addLayout(self._line)
        self.totals.hide()
        self.setFocusProxy(self.table)
        self._fit_soon = QTimer(self)
        self._fit_soon.setSingleShot(True)
        self._fit_soon.setInterval(0)
        self._fit_soon.timeout.connect(self._fit)
        self._wire()
        self.retranslate()

    def _wire(self) -> None:
        table, totals = self.table, self.totals
        table.chosen.connect(self._table_chosen)
        totals.chosen.connect(self._totals_chosen)
        table.left.connect(self._left_table)
        totals.left.connect(self._left_totals)
        table.broken_down.connect(self.opened)
        totals.broken_down.connect(self.opened)
        table.horizontalHeader().sectionResized.connect(self._follow_width)
        table.horizontalScrollBar().valueChanged.connect(totals.horizontalScrollBar().setValue)
        totals.horizontalScrollBar().valueChanged.connect(self._totals_scrolled)
        table.verticalScrollBar().rangeChanged.connect(self._follow_scroll_bar)
        for one in (table, totals):
            one.model_shown.set_colours(colours_of(self.palette()))

    # What the page uses

    def show_sheet(self, sheet: AnySheet | None, at: At, *, is_editable: bool, empty: str) -> None:
        """Show a sheet with this cell current; `empty` is said where there are no rows."""
        self._is_filling = True
        for one in (self.table, self.totals):
            one.model_shown.is_editable = is_editable
        has_focus = self.table.hasFocus() or self.totals.hasFocus()
        same = self.table.model_shown.set_sheet(sheet)
        self.totals.model_shown.set_sheet(sheet)
        self.table.set_empty_text(empty)
        self.totals.setVisible(sheet is not None and not sheet.is_empty)
        if not same:
            self._fit()
        else:
            self._widen()
        self.stand_on(at, has_focus=has_focus)
        self._is_filling = False

    def stand_on(self, at: At, *, has_focus: bool = False) -> None:
        """Make a cell current, and give its table the keyboard where the grid has it."""
        for one, other in ((self.table, self.totals), (self.totals, self.table)):
            if one.stand_on(at):
                other.selectionModel().clear()
                if has_focus and not one.hasFocus():
                    one.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def cells(self) -> tuple[At, ...]:
        """Return the selected cells."""
        totals = self.totals.selectionModel().hasSelection()
        return (self.totals if totals else self.table).cells()

    def place_of(self, at: At) -> At:
        """Return where a cell stands on the screen: a total is before the other columns."""
        return at[0], self.table.model_shown.place_of(at[1])

    def cell_at(self, row: int, place: int) -> At | None:
        """Return the cell that stands at a place, None over the edge."""
        model = self.table.model_shown
        if model.sheet is None or row > len(model.sheet.rows) or place >= model.columnCount():
            return None
        return row, model.column_at(place)

    def refuse(self, at: At | None, words: str) -> None:
        """Mark a cell that would not take what was pasted, and bring it into sight."""
        for one in (self.table, self.totals):
            index = one.model_shown.place(at) if at is not None else QModelIndex()
            one.model_shown.refuse(at if index.isValid() else None, words)
            if index.isValid():
                one.scrollTo(index)

    def exported(self, title: str, notes: tuple[tuple[str, str], ...]) -> ExportTable | None:
        """Return what is shown, totals included, as a table for export."""
        sheet = self.table.model_shown.sheet
        if sheet is None:
            return None
        model = self.table.model_shown
        order = [model.column_at(place) for place in range(model.columnCount())]
        columns = (
            ExportColumn(dimension_words(sheet.rows_by)),
            *(sheet.export_column(at) for at in order),
        )
        labels = [*(one.text for one in sheet.rows), _("Total")]
        rows = tuple(
            (label, *(sheet.value(row, at) for at in order)) for row, label in enumerate(labels)
        )
        return ExportTable(title, columns, rows[:-1], rows[-1], notes)

    def retranslate(self) -> None:
        """Name the tables in the language of the moment."""
        self.table.setAccessibleName(_("Plan"))
        self.totals.setAccessibleName(_("Totals of the plan"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_fit_soon"):
            self._fit_soon.start()

    # Inside

    @Slot(object)
    def _table_chosen(self, at: At) -> None:
        if not self._is_filling:
            self.totals.selectionModel().clear()
            self.chosen.emit(at)

    @Slot(object)
    def _totals_chosen(self, at: At) -> None:
        if not self._is_filling:
            self._is_filling = True
            self.table.selectionModel().clear()
            self._is_filling = False
            self.chosen.emit(at)

    @Slot(object, int)
    def _left_table(self, move: Move, column: int) -> None:
        down = move[0] > 0 or move[1] > 0
        if down and self.totals.isVisible():
            index = self.totals.model_shown.index(0, max(column, 0) if move[0] else 0)
            self.totals.setCurrentIndex(index)
            self.totals.setFocus(Qt.FocusReason.OtherFocusReason)
        elif move[1] < 0:
            self.table.focusNextPrevChild(False)

    @Slot(object, int)
    def _left_totals(self, move: Move, column: int) -> None:
        model = self.table.model_shown
        if move[0] < 0 or move[1] < 0:
            place = column if move[0] else model.columnCount() - 1
            self.table.setCurrentIndex(model.index(model.rowCount() - 1, place))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif move[1] > 0:
            self.totals.focusNextPrevChild(True)

    @Slot(int, int, int)
    def _follow_width(self, place: int, _old: int, new: int) -> None:
        self.totals.setColumnWidth(place, new)

    @Slot(int)
    def _totals_scrolled(self, value: int) -> None:
        if self.totals.hasFocus():
            self.table.horizontalScrollBar().setValue(value)

    @Slot()
    def _follow_scroll_bar(self) -> None:
        bar = self.table.verticalScrollBar()
        room = bar.sizeHint().width() if bar.maximum() > bar.minimum() else 0
        self._line.setContentsMargins(0, 0, room, 0)

    @Slot()
    def _fit(self) -> None:
        metrics = self.fontMetrics()
        height = metrics.height() + max(8, round(metrics.height() * 0.55))
        for one in (self.table, self.totals):
            one.setIconSize(QSize(metrics.ascent(), metrics.ascent()))
            one.verticalHeader().setMinimumSectionSize(metrics.height())
            one.verticalHeader().setDefaultSectionSize(height)
        self.totals.setFixedHeight(height + 2)
        sheet = self.table.model_shown.sheet
        if sheet is None:
            return
        texts = [_("Total"), *("\u2003" * one.depth + one.text for one in sheet.rows)]
        widest = max(metrics.horizontalAdvance(text) for text in texts)
        longest = metrics.horizontalAdvance("0") * _LONGEST_LABEL
        width = min(widest, longest) + metrics.height() * 2
        for one in (self.table, self.totals):
            one.verticalHeader().setFixedWidth(width)
        for place in range(self.table.model_shown.columnCount()):
            self.table.setColumnWidth(place, self._wanted(place))
            self.totals.setColumnWidth(place, self.table.columnWidth(place))
        self._follow_scroll_bar()

    def _widen(self) -> None:
        """Give columns more room where their figures grew; none becomes narrower while typing."""
        for place in range(self.table.model_shown.columnCount()):
            wanted = self._wanted(place)
            if wanted > self.table.columnWidth(place):
                self.table.setColumnWidth(place, wanted)

    def _wanted(self, place: int) -> int:
        sheet = self.table.model_shown.sheet
        assert sheet is not None
        column = self.table.model_shown.column_at(place)
        metrics = self.fontMetrics()
        # Totals are bold, and every column ends in one.
        bold = QFont(self.font())
        bold.setBold(True)
        digit = QFontMetrics(bold).horizontalAdvance("0")
        top = max(self.table.rowAt(0), 0)
        rows = [*range(top, min(top + _MEASURED, len(sheet.rows))), len(sheet.rows)]
        letters = max(len(sheet.text(row, column)) for row in rows)
        header = min(metrics.horizontalAdvance(sheet.heading(column)), digit * _LONGEST_HEADING)
        # Qt leaves this much of a heading's room free when it shortens its words.
        header += 4 * self.style().pixelMetric(QStyle.PixelMetric.PM_HeaderMargin)
        # Room for the figure with a padlock before it, or for the header.
        wanted = max(letters * digit + metrics.ascent(), header)
        return min(wanted, digit * 26) + cell_unit(metrics.height()) * 5
