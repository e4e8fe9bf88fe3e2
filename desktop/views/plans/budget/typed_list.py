"""What was typed of the year, by category and the task that it pays for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.services.exports.people import ExportTable
from desktop.services.plans.budget_data import BudgetBook
from desktop.services.settings import SettingsFile
from desktop.views.plans.budget.columns import typed_columns
from desktop.views.plans.talks.sides import ListHead
from desktop.views.table_view import TableView

_BUTTONS = (("retype", N_("Cha&nge…")),)
#: So many amounts are seen without scrolling.
_MOST_LINES = 4


class TypedList(QWidget):
    """A list of typed amounts, as high as it needs; where nothing was typed it is not there.

    Signals:
        opened(TypedRow): Enter, double click, or the button.
    """

    opened = Signal(object)

    def __init__(
        self, settings: SettingsFile, currency: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._may_enter = False
        self.head = ListHead(N_("Typed amounts"), _BUTTONS, self)
        self.table = TableView(
            typed_columns(currency), name=N_("Typed amounts"),
            row_id=lambda row: (row.category, row.task_id), parent=self,
        )  # fmt: skip
        self.table.keep_layout(settings, "plans.budget.typed")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.table)
        self.head.pressed.connect(lambda _key: self.opened.emit(self.table.current_row()))
        self.table.opened.connect(self.opened)
        self.table.current_changed.connect(self._fit_button)
        self.hide()

    def show_book(self, book: BudgetBook, may_enter: bool) -> None:
        """Show what was typed of the year."""
        self._may_enter = may_enter
        self.table.set_rows(book.typed)
        self.setVisible(bool(book.typed))
        self._fit()
        self._fit_button()

    def exported(self, notes: tuple[tuple[str, str], ...]) -> ExportTable:
        """Return the list as it is shown."""
        return self.table.exported(_("Typed amounts"), None, notes)

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self.head.retranslate()
        self.table.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "table"):
            self._fit()

    def _fit(self) -> None:
        lines = min(max(self.table.rows_model.rowCount(), 1), _MOST_LINES)
        head = self.table.horizontalHeader().sizeHint().height()
        row = self.table.verticalHeader().defaultSectionSize()
        frame = 2 * self.table.frameWidth() + self.fontMetrics().height() // 2
        self.table.setFixedHeight(head + lines * row + frame)

    def _fit_button(self, _row: object = None) -> None:
        is_typed = self.table.current_row() is not None
        self.head.buttons["retype"].setEnabled(self._may_enter and is_typed)
