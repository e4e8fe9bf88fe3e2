"""Who changed a customer, when, and from what to what: a plain list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.services import formats
from desktop.services.customers.editing_data import HistoryRow
from desktop.services.settings import SettingsFile
from desktop.views.accounts.field_words import how_words, shown_text, what_words
from desktop.views.column import Column, text_column
from desktop.views.plain_text import digits_wide, heading
from desktop.views.table_view import TableView

HISTORY_COLUMNS: tuple[Column[HistoryRow], ...] = (
    Column("at", N_("When"), lambda row: formats.instant(row.at), lambda row: row.at,
           sort_value=lambda row: row.number),
    text_column("person", N_("By"), lambda row: row.person),
    text_column("how", N_("How"), how_words, characters=24),
    text_column("what", N_("What"), what_words, strong=True),
    text_column("old", N_("Before the change"), lambda row: _text(row, row.old), characters=24),
    text_column("new", N_("After the change"), lambda row: _text(row, row.new), characters=24),
)  # fmt: skip


def _text(row: HistoryRow, text: str) -> str:
    return shown_text(row.field, text) if row.field else text


class HistoryDialog(QDialog):
    """Lists the changes of one customer, the latest first; the window stays usable."""

    def __init__(self, title: str, settings: SettingsFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.table = TableView(HISTORY_COLUMNS, name=N_("History"), parent=self)
        self.table.keep_layout(settings, "accounts.history")
        self.table.set_empty_text(_("Nothing is known of earlier changes."))
        close = QPushButton(_("Close"), self)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(heading(title, self, role="title"))
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        self.resize(digits_wide(self, 140), self.fontMetrics().height() * 24)

    def show_rows(self, rows: tuple[HistoryRow, ...]) -> None:
        """Show these changes."""
        self.table.set_rows(rows)
        self.table.column_layout.remeasure()
        if rows:
            self.table.setCurrentIndex(self.table.rows_model.index(0, 0))
        self.table.setFocus()
