"""Beside the grid: a place for what the row's customer is owed, and what was keyed last."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.services.entries.data import KeyedRow
from desktop.views.activity.entry.words import keyed_words
from desktop.views.activity.give_back import GiveBackPanel
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.plain_text import digits_wide, heading, label, tool_tip
from desktop.views.tab import TabContext

#: What people call a document's customer, its rep, and what it says of them.
Names = Callable[[KeyedRow], tuple[str, str, str]]


def _as_kept(row: KeyedRow) -> tuple[str, str, str]:
    return row.customer, row.rep, row.text


class KeyedList(QWidget):
    """What this user keyed last: whose it is, of which day, and when it was keyed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: tuple[KeyedRow, ...] = ()
        self._names: Names = _as_kept
        self.title, self.empty = heading("", self), label("", self, role="muted")
        self.empty.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(2)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(6)
        layout.addWidget(self.title)
        layout.addWidget(self.empty)
        layout.addWidget(self.list, 1)
        layout.addStretch(0)
        self.retranslate()

    def show_rows(self, rows: tuple[KeyedRow, ...], names: Names) -> None:
        """Show documents, the latest first; `names` gives what people call what is in them."""
        self._rows, self._names = rows, names
        self.list.clear()
        for row in rows:
            words = "\n".join(keyed_words(row, names(row)))
            item = QListWidgetItem(words, self.list)
            item.setToolTip(tool_tip(words))
        self.empty.setVisible(not rows)
        self.list.setVisible(bool(rows))

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self.title.setText(_("Keyed last"))
        self.list.setAccessibleName(_("Keyed last"))
        self.empty.setText(_("Nothing of this kind was keyed at this desk yet."))
        self.show_rows(self._rows, self._names)


class Beside(KeptSplitter):
    """The column beside the grid: the row's customer, and what was keyed last below."""

    def __init__(self, context: TabContext, parent: QWidget) -> None:
        super().__init__(context.settings, "activity.entry.beside", parent)
        self.setOrientation(Qt.Orientation.Vertical)
        self._shown: tuple[int | None, str] = (None, "")
        self.customer, self.keyed = GiveBackPanel(context, self), KeyedList(self)
        self.add_parts(("customer", self.customer, 3, 460), ("keyed", self.keyed, 2, 300))
        self._fit()

    def show_customer(self, customer_id: int | None, rep_code: str) -> None:
        """Show the customer of the row that is typed."""
        shown = (customer_id, rep_code)
        if shown != self._shown:
            self._shown = shown
            self.customer.show_customer(customer_id, rep_code)

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self.customer.retranslate()
        self.keyed.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Make room for a new font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "keyed"):
            self._fit()

    def _fit(self) -> None:
        self.setMinimumWidth(digits_wide(self, 24))
