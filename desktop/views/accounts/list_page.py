"""A page of the card that is a list: a line of words above, a table with totals, a detail below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from desktop.services.exports.people import ExportTable
from desktop.services.settings import SettingsFile
from desktop.views.column import Column
from desktop.views.plain_text import heading, label
from desktop.views.table_pane import TablePane


class ListPage(QWidget):
    """A list of the card with its heading; `detail` is a second list below it, hidden at first.

    Signals:
        opened(row): Enter or a double click on a row of the list.
        detail_opened(row): the same in the detail.
        left(): Esc in the detail: it is put away.
        summed(SelectionSums): another selection in either list.
        filter_wanted(): Ctrl+F.
    """

    opened = Signal(object)
    detail_opened = Signal(object)
    left = Signal()
    summed = Signal(object)
    filter_wanted = Signal()

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[Any]],
        settings: SettingsFile,
        key: str,
        *,
        detail: tuple[str, Sequence[Column[Any]]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._key = key
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.pane = TablePane(columns, name=name, parent=self.splitter)
        self.table = self.pane.table
        self.table.keep_layout(settings, f"accounts.{key}")
        self._title = heading("", self)
        self._note = label("", self, role="muted")
        self._note.setWordWrap(True)
        self.row = QHBoxLayout()
        self.row.setContentsMargins(16, 8, 16, 8)
        self.row.setSpacing(8)
        self.row.addWidget(self._title)
        self.row.addWidget(self._note, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.pane)
        #: Built when it is first shown.
        self.detail: TablePane | None = None
        self._detail, self._settings = detail, settings
        self._detail_box = QWidget(self if detail is None else self.splitter)
        self._detail_title = heading("", self._detail_box)
        if detail is not None:
            self.splitter.addWidget(self._detail_box)
            self.splitter.setSizes([300, 200])
        self._detail_box.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self.row)
        layout.addWidget(self.splitter, 1)
        self._wire(self.pane, self.opened)
        self._title.hide()

    def _make_detail(self, name: str, columns: Sequence[Column[Any]]) -> TablePane:
        pane = TablePane(columns, name=name, parent=self._detail_box)
        pane.table.keep_layout(self._settings, f"accounts.{self._key}.detail")
        self._detail_title.setContentsMargins(16, 8, 16, 8)
        layout = QVBoxLayout(self._detail_box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._detail_title)
        layout.addWidget(pane, 1)
        self._wire(pane, self.detail_opened)
        return pane

    def _wire(self, pane: TablePane, opened: Any) -> None:
        pane.table.opened.connect(opened)
        pane.table.selection_summed.connect(self.summed)
        pane.table.filter_wanted.connect(self.filter_wanted)

    def show_rows(
        self, rows: Sequence[Any], totals: Mapping[str, object] | None, empty: str
    ) -> None:
        """Show these rows with their totals."""
        self.table.set_empty_text(empty)
        self.table.set_rows(rows)
        self.pane.set_totals(totals if rows else None)

    def set_words(self, title: str, note: str) -> None:
        """Show a title and a quiet remark above the list."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._note.setText(note)

    def show_detail(
        self, title: str, rows: Sequence[Any], totals: Mapping[str, object] | None, empty: str = ""
    ) -> None:
        """Show the detail with these rows."""
        if self.detail is None and self._detail is not None:
            self.detail = self._make_detail(*self._detail)
        if self.detail is not None:
            self._detail_title.setText(title)
            self.detail.table.set_empty_text(empty)
            self.detail.table.set_rows(rows)
            self.detail.set_totals(totals if rows else None)
            self._detail_box.show()

    def hide_detail(self) -> None:
        """Put the detail away; the keyboard goes back to the list."""
        if self.detail is not None and self.detail.isAncestorOf(self.focusWidget() or self):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._detail_box.hide()

    @property
    def has_detail(self) -> bool:
        """Whether the detail is shown."""
        return not self._detail_box.isHidden()

    def select_number(self, number: str, get: str) -> None:
        """Stand on the row whose field `get` is this number, or on the first."""
        model = self.table.rows_model
        if number:
            for line, row in enumerate(model.rows):
                if getattr(row, get) == number:
                    self.table.setCurrentIndex(model.index(line, self._first_column()))
                    return
        elif model.rowCount() and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(model.index(0, self._first_column()))

    def _first_column(self) -> int:
        shown = self.table.shown_columns()
        return self.table.rows_model.columns.index(shown[0]) if shown else 0

    def exported(self, title: str, notes: tuple[tuple[str, str], ...]) -> ExportTable:
        """Return the list that has the keyboard as a table for export."""
        if self.detail is not None and self.has_detail and self.detail.table.hasFocus():
            return self.detail.exported(self._detail_title.text(), notes)
        return self.pane.exported(title, notes)

    def retranslate(self) -> None:
        """Show headers and cells in the language of the moment."""
        self.pane.retranslate()
        if self.detail is not None:
            self.detail.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put the detail away on Esc."""
        if event.key() == Qt.Key.Key_Escape and self.has_detail:
            self.left.emit()
        else:
            super().keyPressEvent(event)
