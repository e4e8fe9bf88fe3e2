"""The rows behind a bar of the waterfall: customers or products, and their sum, the bar."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.services.exports.people import ExportTable
from desktop.services.plans.watching_data import CauseSheet
from desktop.services.rules.variance import Cause
from desktop.views.plain_text import heading, label
from desktop.views.plans.watch.columns import cause_columns
from desktop.views.plans.watch.words import cause_meaning, cause_title
from desktop.views.table_pane import TablePane


class CauseRows(QWidget):
    """A list of customers or products; its total is the bar.

    Signals:
        back_wanted(): Esc or the button: back to the reps.
        opened(CauseRow): Enter or double click: the documents behind a row.
    """

    back_wanted = Signal()
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[CauseSheet, Cause] | None = None
        self._title = heading("", self)
        self._meaning = label("", self, role="muted")
        self._meaning.setWordWrap(True)
        self.back = QPushButton(self)
        self.pane = TablePane(
            (), name=N_("Rows behind a bar"),
            row_id=lambda row: (row.customer_code, row.product_code), parent=self,
        )  # fmt: skip
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._meaning)
        head = QHBoxLayout()
        head.setContentsMargins(16, 4, 16, 8)
        head.setSpacing(16)
        head.addLayout(words, 1)
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.pane, 1)
        self.back.clicked.connect(lambda _on=False: self.back_wanted.emit())
        self.pane.table.opened.connect(self.opened)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.back_wanted)
        self.retranslate()

    def show_cause(self, sheet: CauseSheet, cause: Cause) -> None:
        """Show the rows behind a bar, the largest first."""
        self._shown = (sheet, cause)
        table, rows = self.pane.table, sheet.rows_of(cause)
        table.rows_model.set_rows(())
        table.rows_model.set_columns(cause_columns(sheet, cause))
        table.column_layout.restore()
        table.set_rows(rows)
        table.selectRow(0)
        total = sum((row.amount for row in rows), Decimal(0))
        self.pane.set_totals({"amount": total})
        self._show_words()

    def exported(self) -> ExportTable | None:
        """Return the rows as a table for export."""
        if self._shown is None:
            return None
        title = cause_title(*self._shown)
        meaning = cause_meaning(self._shown[1], self._shown[0].metric)
        return self.pane.exported(title, ((_("Meaning"), meaning),))

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self.back.setText(_("Back (Esc)"))
        self.pane.retranslate()
        self._show_words()

    def _show_words(self) -> None:
        if self._shown is not None:
            sheet, cause = self._shown
            self._title.setText(cause_title(sheet, cause))
            self._meaning.setText(cause_meaning(cause, sheet.metric))
