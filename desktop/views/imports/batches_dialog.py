"""The imports so far, the latest first, each of which can be taken back whole."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.services.imports.service import BatchRow
from desktop.services.settings import SettingsFile
from desktop.tone import Tone
from desktop.views.imports.batches import BatchesController
from desktop.views.imports.columns import BATCH_COLUMNS
from desktop.views.message_bar import MessageAction, MessageBar
from desktop.views.plain_text import digits_wide, heading
from desktop.views.runner import Runner
from desktop.views.table_view import TableView


class BatchesDialog(QDialog):
    """Lists the imports; "Take back" asks once, since it cannot be undone."""

    def __init__(
        self,
        services: Any,
        runner: Runner,
        settings: SettingsFile,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Imports so far"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.messages = MessageBar(self)
        self.table = TableView(
            BATCH_COLUMNS, name=N_("Imports so far"), row_id=lambda row: row.id, parent=self
        )
        self.table.keep_layout(settings, "imports.batches")
        self.table.set_empty_text(_("Nothing was imported yet."))
        self.take_back = QPushButton(_("&Take back…"), self)
        self.take_back.setAutoDefault(False)
        self.take_back.setEnabled(False)
        close = QPushButton(_("Close"), self)
        close.setDefault(True)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.take_back)
        foot.addStretch(1)
        foot.addWidget(close)
        body = QVBoxLayout()
        body.setContentsMargins(24, 16, 24, 16)
        body.setSpacing(12)
        body.addWidget(heading(_("Imports so far"), self, role="title"))
        body.addWidget(self.table, 1)
        body.addLayout(foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.messages)
        outer.addLayout(body)
        self.controller = BatchesController(
            services, runner, self, self._show, self._tell, self._confirm
        )
        self.table.current_changed.connect(self._current_changed)
        self.take_back.clicked.connect(self._ask)
        close.clicked.connect(self.accept)
        self.resize(digits_wide(self, 165), self.fontMetrics().height() * 28)
        self.controller.reload()

    def _show(self, rows: tuple[BatchRow, ...]) -> None:
        self.table.set_rows(rows)
        # The word of a withdrawn one is longer than what the widths were measured by.
        self.table.column_layout.remeasure()
        if self.table.current_row() is None and rows:
            self.table.select_row(rows[0].id)
        self._current_changed(self.table.current_row())

    def _tell(self, words: str, is_good: bool) -> None:
        self.messages.close_message()
        self.messages.show_message(words, Tone.GOOD if is_good else Tone.BAD)

    @Slot(object)
    def _current_changed(self, row: BatchRow | None) -> None:
        self.take_back.setEnabled(row is not None and row.withdrawn_at is None)

    @Slot()
    def _ask(self) -> None:
        row: BatchRow | None = self.table.current_row()
        if row is not None:
            self.controller.ask(row)

    def _confirm(self, row: BatchRow, words: str) -> None:
        self.messages.close_message()
        take_back = MessageAction(
            _("Take back import {batch}").format(batch=row.id),
            lambda: self.controller.withdraw(row),
        )
        self.messages.show_message(words, Tone.WATCH, (take_back,))
