"""Beside the budget: the current row by month, its ratios, and what is promised."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.services import formats
from desktop.services.plans.budget_data import BudgetBook
from desktop.services.settings import SettingsFile
from desktop.views.charts import ChartView
from desktop.views.plain_text import label
from desktop.views.plans.budget.columns import commitment_columns
from desktop.views.plans.budget.pictures import month_bars
from desktop.views.plans.budget.state import BudgetState, row_of
from desktop.views.plans.budget.words import name_words, to_date_words
from desktop.views.plans.side_panel import FactCell
from desktop.views.plans.talks.sides import ListHead
from desktop.views.table_view import TableView

_BUTTONS = (("promise", N_("Promise &money…")), ("release", N_("Re&lease")))
_CHART_LINES = 13
_LIST_LINES = 6


class BudgetPanel(QWidget):
    """Ratios and bars of the current row over the list of promises.

    Signals:
        wanted(str key, row or None): a button was pressed.
        bar_clicked(int): the bar of the month at this place was clicked.
        summed(SelectionSums), filter_wanted(): of the list.
    """

    wanted = Signal(str, object)
    bar_clicked = Signal(object)
    summed = Signal(object)
    filter_wanted = Signal()

    def __init__(
        self, settings: SettingsFile, currency: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._may_promise = False
        self.top = QFrame(self)
        self.top.setBackgroundRole(QPalette.ColorRole.Base)
        self.top.setAutoFillBackground(True)
        self.cells = [FactCell(self.top) for _i in range(4)]
        self.chart = ChartView(self.top)
        self.to_date = label("", self.top, role="muted")
        self.head = ListHead(N_("Promises"), _BUTTONS, self)
        self.promises = TableView(
            commitment_columns(currency), name=N_("Promises"), row_id=lambda row: row.id,
            parent=self,
        )  # fmt: skip
        self.promises.keep_layout(settings, "plans.budget.promises")
        self._build()
        self._wire()

    def _wire(self) -> None:
        self.head.pressed.connect(
            lambda key: self.wanted.emit(
                key, self.promises.current_row() if key == "release" else None
            )
        )
        self.promises.current_changed.connect(self._fit_buttons)
        self.promises.selection_summed.connect(self.summed)
        self.promises.filter_wanted.connect(self.filter_wanted)
        self.chart.bar_clicked.connect(self.bar_clicked)

    def _build(self) -> None:
        self.to_date.setWordWrap(True)
        self.to_date.setContentsMargins(16, 0, 16, 12)
        grid = QGridLayout()
        grid.setContentsMargins(16, 12, 16, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for place, cell in enumerate(self.cells):
            grid.addWidget(cell, place // 2, place % 2)
        inside = QVBoxLayout(self.top)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(grid)
        inside.addWidget(self.chart, 1)
        inside.addWidget(self.to_date)
        self._limit()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.top, 3)
        layout.addWidget(self.head)
        layout.addWidget(self.promises, 2)

    def _limit(self) -> None:
        """Keep picture and list so high that they can be read; a low window scrolls."""
        line = self.fontMetrics().height()
        self.chart.setMinimumHeight(line * _CHART_LINES)
        self.promises.setMinimumHeight(line * _LIST_LINES)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "promises"):
            self._limit()

    def show_row(self, book: BudgetBook, state: BudgetState) -> None:
        """Show the current row, the total where there is none."""
        row = row_of(book, state)
        is_total = row is book.total
        name = _("All categories") if is_total else name_words(row, state.rows)
        currency = book.currency
        facts = (
            (_("Budget"), formats.money(row.total.budget, currency), ""),
            (_("Remaining"), formats.money(row.total.remaining, currency),
             _("Budget less what is promised and what is spent")),
            (_("Budget to planned sales"), formats.ratio(book.planned_ratio),
             _("The whole budget of the year ÷ planned net sales of the year")),
            (_("Expenses to net sales"), formats.ratio(book.actual_ratio),
             _("All expenses of the months that are over ÷ net sales of these months")),
        )  # fmt: skip
        for cell, (words, value, tip) in zip(self.cells, facts, strict=True):
            cell.show_fact(words, value, tip)
        self.chart.show_chart(month_bars(book, row, name))
        words = to_date_words(row.to_date, book.months_over, currency)
        self.to_date.setText(words)
        self.to_date.setVisible(bool(words))

    def show_promises(self, book: BudgetBook, may_promise: bool) -> None:
        """Show what is promised; the current row stays where it can."""
        self._may_promise = may_promise
        self.promises.set_empty_text(
            _("Nothing is promised. Enter what was promised and not yet claimed.")
        )
        self.promises.set_rows(book.commitments)
        self._fit_buttons()

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self.head.retranslate()
        self.promises.retranslate()

    def _fit_buttons(self, _row: object = None) -> None:
        row = self.promises.current_row()
        self.head.buttons["promise"].setEnabled(self._may_promise)
        is_open = row is not None and row.released_on is None
        self.head.buttons["release"].setEnabled(self._may_promise and is_open)
