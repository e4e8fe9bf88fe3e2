"""A table with its line of totals: the second view stays in place while the list scrolls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import _
from desktop.services.exports.people import ExportTable
from desktop.views.column import Column
from desktop.views.itemmodels.row_table import TotalsModel
from desktop.views.table_view import TableView


class TablePane(QWidget):
    """A `TableView` (`table`) over a frozen line of totals of the same columns."""

    #: The class of the table; a list that is typed into brings one of its own.
    table_type: type[TableView] = TableView

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        *,
        name: str,
        row_id: Callable[[Any], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.table = self.table_type(columns, name=name, row_id=row_id, parent=self)
        self._totals_model = TotalsModel(columns, self)
        self._totals = QTableView(self)
        self._given: Mapping[str, object] | None = None
        self._set_up_totals()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.table, 1)
        self._line = QHBoxLayout()
        self._line.addWidget(self._totals)
        layout.addLayout(self._line)
        header = self.table.horizontalHeader()
        header.sectionResized.connect(self._follow_width)
        header.sectionMoved.connect(self._follow_move)
        self.table.horizontalScrollBar().valueChanged.connect(
            self._totals.horizontalScrollBar().setValue
        )
        self.table.verticalScrollBar().rangeChanged.connect(self._follow_scroll_bar)
        self.table.rows_model.modelReset.connect(self._follow_columns)
        self._totals.hide()
        self._follow_all()

    def _set_up_totals(self) -> None:
        totals = self._totals
        totals.setModel(self._totals_model)
        totals.setProperty("role", "totals")
        totals.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        totals.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        totals.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        totals.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        totals.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        totals.setShowGrid(False)
        totals.setWordWrap(False)
        totals.setFrameShape(QFrame.Shape.StyledPanel)
        totals.horizontalHeader().hide()
        totals.verticalHeader().hide()
        totals.setAccessibleName(_("Totals"))

    def set_totals(self, values: Mapping[str, object] | None) -> None:
        """Show raw totals by column key; None hides the line.

        The first visible column without a value says "Total".
        """
        self._given = values
        if values is None:
            self._totals.hide()
            return
        shown = self.table.shown_columns()
        words = dict(values)
        if shown and shown[0].key not in words:
            words[shown[0].key] = _("Total")
        self._totals_model.set_values(words)
        model = self._totals_model
        self.table.column_layout.make_room_for(
            tuple(str(model.data(model.index(0, p))) for p in range(model.columnCount()))
        )
        self._totals.show()
        self._follow_all()

    def exported(self, title: str, notes: tuple[tuple[str, str], ...] = ()) -> ExportTable:
        """Return what is shown, totals included, as a table for export."""
        totals = None if self._totals.isHidden() else self._totals_model.values
        return self.table.exported(title, totals, notes)

    def retranslate(self) -> None:
        """Show everything in the language of the moment."""
        self.table.retranslate()
        self._totals.setAccessibleName(_("Totals"))
        self.set_totals(self._given)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_totals"):
            self._follow_all()

    @Slot(int, int, int)
    def _follow_width(self, place: int, _old: int, new: int) -> None:
        self._totals.setColumnHidden(place, new == 0)
        if new:
            self._totals.setColumnWidth(place, new)

    @Slot(int, int, int)
    def _follow_move(self, _place: int, old: int, new: int) -> None:
        self._totals.horizontalHeader().moveSection(old, new)

    @Slot()
    def _follow_scroll_bar(self) -> None:
        # The list's scroll bar takes room that the totals must leave free as well.
        bar = self.table.verticalScrollBar()
        room = bar.sizeHint().width() if bar.maximum() > bar.minimum() else 0
        self._line.setContentsMargins(0, 0, room, 0)

    @Slot()
    def _follow_columns(self) -> None:
        if self._totals_model.columnCount() != self.table.rows_model.columnCount():
            self._totals_model.set_columns(self.table.rows_model.columns)
            self._follow_all()

    def _follow_all(self) -> None:
        height = self.table.verticalHeader().defaultSectionSize()
        self._totals.verticalHeader().setMinimumSectionSize(height)
        self._totals.verticalHeader().setDefaultSectionSize(height)
        self._totals.setFixedHeight(height + 2)
        source, target = self.table.horizontalHeader(), self._totals.horizontalHeader()
        for visual in range(source.count()):
            place = source.logicalIndex(visual)
            target.moveSection(target.visualIndex(place), visual)
            self._totals.setColumnHidden(place, self.table.isColumnHidden(place))
            if not self.table.isColumnHidden(place):
                self._totals.setColumnWidth(place, self.table.columnWidth(place))
        self._follow_scroll_bar()
