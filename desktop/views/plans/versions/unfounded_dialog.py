"""The list of a version's numbers that rest on nothing but typing, for the talk about them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.errors import KnownError
from desktop.i18n import N_, _
from desktop.services.exports.people import ExportTable
from desktop.services.plans.unfounded import UnfoundedRow
from desktop.tone import Tone
from desktop.views.exporting import TableExporter
from desktop.views.filter_bar import FilterBar
from desktop.views.message_bar import MessageAction, MessageBar
from desktop.views.plain_text import heading, label
from desktop.views.plans.versions.state import VersionRow
from desktop.views.plans.versions.unfounded import matching, unfounded_columns, unfounded_words
from desktop.views.plans.versions.words import refusal_words, version_words
from desktop.views.screen_room import resize_within
from desktop.views.tab import TabContext
from desktop.views.table_view import TableView


class UnfoundedDialog(QDialog):
    """Lists what was typed, by whom and why; the window stays usable."""

    def __init__(
        self, context: TabContext, version: VersionRow, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Numbers without a basis"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._version = version
        self._rows: tuple[UnfoundedRow, ...] = ()
        self.messages = MessageBar(self)
        self.filters = FilterBar(self)
        self.quick = self.filters.add_quick()
        self.table = TableView(
            unfounded_columns(context.currency), name=N_("Numbers without a basis"), parent=self
        )
        self.table.keep_layout(context.settings, "plans.unfounded")
        self.summary = label("", self)
        self.export = QPushButton(_("&Export…"), self)
        self.exporter = TableExporter(context.runner, context.settings, self._tell, self)
        self._build()
        self.filters.changed.connect(self._show_rows)
        self.filters.left_down.connect(self.table.setFocus)
        self.table.filter_wanted.connect(self.filters.focus_quick)
        self.export.clicked.connect(self._ask_export)
        resize_within(self, 172, 32)
        services = context.services
        context.runner.query(
            lambda: services.plan_unfounded.of(version.version_id),
            self._answered,
            owner=self,
            key="unfounded",
            on_error=self._refused,
        )

    def _build(self) -> None:
        self.summary.setWordWrap(True)
        self.export.setAutoDefault(False)
        close = QPushButton(_("Close"), self)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.export)
        foot.addStretch(1)
        foot.addWidget(close)
        head = QVBoxLayout()
        head.setContentsMargins(16, 16, 16, 0)
        head.setSpacing(8)
        head.addWidget(heading(_("Numbers without a basis"), self, role="title"))
        head.addWidget(label(version_words(self._version.card), self, role="muted"))
        below = QVBoxLayout()
        below.setContentsMargins(16, 8, 16, 16)
        below.setSpacing(8)
        below.addWidget(self.summary)
        below.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.messages)
        layout.addLayout(head)
        layout.addWidget(self.filters)
        layout.addWidget(self.table, 1)
        layout.addLayout(below)

    def _answered(self, rows: tuple[UnfoundedRow, ...]) -> None:
        self._rows = rows
        self.summary.setText(unfounded_words(rows))
        self.table.set_empty_text(
            _("No row has these words.")
            if rows
            else _("Every number of this version rests on more than typing.")
        )
        self._show_rows()
        if rows:
            self.table.selectRow(0)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        self.messages.show_message(refusal_words(error), Tone.BAD)

    @Slot()
    def _show_rows(self, _state: object = None) -> None:
        rows = matching(self._rows, self.filters.state().text)
        self.table.set_rows(rows)
        self.table.column_layout.remeasure()
        self.filters.set_hits(len(rows), len(self._rows))

    @Slot()
    def _ask_export(self) -> None:
        self.exporter.ask(self.export_table())

    def export_table(self) -> ExportTable:
        """Return what is shown as a table for export."""
        notes = ((_("Version"), version_words(self._version.card)),)
        return self.table.exported(_("Numbers without a basis"), None, notes)

    def _tell(self, words: str, tone: Tone, actions: tuple[MessageAction, ...]) -> None:
        self.messages.show_message(words, tone, actions)
