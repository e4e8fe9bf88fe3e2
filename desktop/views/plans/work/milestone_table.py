"""The small table of a task's milestones: what, by when, done when; a blank line at the end."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from desktop.i18n import _
from desktop.views.plain_text import digits_wide
from desktop.views.plans.work.forms import MilestoneTexts

_LINES = 4
_ID = int(Qt.ItemDataRole.UserRole)


class MilestoneTable(QTableWidget):
    """Type to edit, F2 or a double click; Del empties the current line."""

    def __init__(self, milestones: tuple[MilestoneTexts, ...], parent: QWidget | None) -> None:
        super().__init__(0, 3, parent)
        self.setHorizontalHeaderLabels([_("Milestone"), _("Due"), _("Done on")])
        self.verticalHeader().hide()
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for place in (1, 2):
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(place, digits_wide(self, 14))
        height = self.fontMetrics().height() + 10
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.setFixedHeight(header.sizeHint().height() + _LINES * height + 4)
        for one in (*milestones, MilestoneTexts()):
            self._add(one)
        self.itemChanged.connect(self._grow)

    def texts(self) -> tuple[MilestoneTexts, ...]:
        """Return what stands in the lines, blank ones left out."""
        lines = [self._line(place) for place in range(self.rowCount())]
        return tuple(one for one in lines if one.name.strip() or one.due.strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the current line with Del: it is no milestone any more."""
        row = self.currentRow()
        if event.key() == Qt.Key.Key_Delete and row >= 0:
            for place in range(self.columnCount()):
                item = self.item(row, place)
                if item is not None:
                    item.setText("")
            return
        super().keyPressEvent(event)

    def _line(self, row: int) -> MilestoneTexts:
        items = [self.item(row, place) for place in range(self.columnCount())]
        name, due, done_on = (item.text() if item is not None else "" for item in items)
        known = items[0].data(_ID) if items[0] is not None else None
        return MilestoneTexts(name, due, done_on, known)

    def _add(self, one: MilestoneTexts) -> None:
        row = self.rowCount()
        self.insertRow(row)
        for place, words in enumerate((one.name, one.due, one.done_on)):
            item = QTableWidgetItem(words)
            item.setToolTip("")
            if place == 0:
                item.setData(_ID, one.milestone_id)
            self.setItem(row, place, item)

    @Slot(QTableWidgetItem)
    def _grow(self, item: QTableWidgetItem) -> None:
        if item.row() == self.rowCount() - 1 and item.text().strip():
            self.blockSignals(True)
            self._add(MilestoneTexts())
            self.blockSignals(False)
