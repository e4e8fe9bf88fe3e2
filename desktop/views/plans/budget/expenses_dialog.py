"""The expenses behind a figure of the budget."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import N_, _, ngettext
from desktop.services import formats
from desktop.services.exports.people import ExportTable
from desktop.services.plans.budget_rows import ExpenseRow
from desktop.tone import Tone
from desktop.views.exporting import TableExporter
from desktop.views.message_bar import MessageAction, MessageBar
from desktop.views.plain_text import heading, label
from desktop.views.plans.budget.columns import expense_columns
from desktop.views.screen_room import resize_within
from desktop.views.tab import TabContext
from desktop.views.table_pane import TablePane


class ExpensesDialog(QDialog):
    """Lists expenses; the window stays usable."""

    def __init__(
        self,
        context: TabContext,
        title: str,
        rows: tuple[ExpenseRow, ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title = title
        self.setWindowTitle(_("Expenses"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.messages = MessageBar(self)
        self.pane = TablePane(expense_columns(context.currency), name=N_("Expenses"), parent=self)
        self.pane.table.keep_layout(context.settings, "plans.budget.expenses")
        self.export = QPushButton(_("&Export…"), self)
        self.export.setAutoDefault(False)
        self.exporter = TableExporter(context.runner, context.settings, self._tell, self)
        self.export.clicked.connect(lambda _on=False: self.exporter.ask(self.export_table()))
        close = QPushButton(_("Close"), self)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 16)
        foot.setSpacing(8)
        foot.addWidget(self.export)
        foot.addStretch(1)
        foot.addWidget(close)
        head = QVBoxLayout()
        head.setContentsMargins(16, 16, 16, 8)
        head.setSpacing(8)
        head.addWidget(heading(title, self, role="title"))
        head.addWidget(label(_found_words(rows), self, role="muted"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.messages)
        layout.addLayout(head)
        layout.addWidget(self.pane, 1)
        layout.addLayout(foot)
        self._show(rows)
        resize_within(self, 150, 28)

    def _show(self, rows: tuple[ExpenseRow, ...]) -> None:
        table = self.pane.table
        table.set_empty_text(_("Nothing was claimed here."))
        table.set_rows(rows)
        total = sum((row.amount for row in rows), Decimal(0))
        self.pane.set_totals({"amount": total} if rows else None)
        if rows:
            table.selectRow(0)

    def export_table(self) -> ExportTable:
        """Return what is shown as a table for export."""
        return self.pane.exported(self._title)

    def _tell(self, words: str, tone: Tone, actions: tuple[MessageAction, ...]) -> None:
        self.messages.show_message(words, tone, actions)


def _found_words(rows: tuple[ExpenseRow, ...]) -> str:
    """Return how many claims there are, and how many of them name no visit."""
    bare = sum(not row.has_visit for row in rows)
    words = ngettext(
        "{count} claim, {bare} of them without a visit",
        "{count} claims, {bare} of them without a visit",
        len(rows),
    )
    return words.format(count=formats.number(len(rows)), bare=formats.number(bare))
