"""The lists of the budget: its rows by month, what it grows with, and what was typed."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.services.exports.people import ExportTable
from desktop.services.plans.budget_data import BudgetBook, BudgetRow
from desktop.services.settings import SettingsFile
from desktop.views.plans.budget.columns import budget_columns, driver_columns, totals_of
from desktop.views.plans.budget.state import BudgetState, rows_of
from desktop.views.plans.budget.typed_list import TypedList
from desktop.views.plans.budget.words import show_words
from desktop.views.plans.talks.sides import ListHead
from desktop.views.plans.versions.words import choice_words
from desktop.views.table_pane import TablePane
from desktop.views.table_view import TableView

_LIST, _DRIVERS = "plans.budget", "plans.budget.drivers"
_BUTTONS = (
    ("add", N_("A&dd…")),
    ("change", N_("&Change…")),
    ("remove", N_("Take out")),
    ("put", N_("&Write the lines")),
)


class BudgetLists(QWidget):
    """Shows a budget, its drivers and its typed amounts.

    Signals:
        row_chosen(str): another row of the budget is current; its key.
        row_opened(), driver_opened(DriverRow), typed_opened(TypedRow): Enter or double click.
        driver_chosen(): another driver is current.
        pressed(str): the key of a button of the drivers.
        summed(SelectionSums), filter_wanted(): of a list.
    """

    row_chosen = Signal(str)
    row_opened = Signal()
    driver_opened = Signal(object)
    typed_opened = Signal(object)
    driver_chosen = Signal()
    pressed = Signal(str)
    summed = Signal(object)
    filter_wanted = Signal()

    def __init__(
        self, settings: SettingsFile, currency: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._is_setting = False
        self._shown: tuple[object, ...] = ()
        self.pane = TablePane((), name=N_("Budget"), row_id=lambda row: row.key, parent=self)
        self.table = self.pane.table
        self.head = ListHead(N_("What the budget grows with"), _BUTTONS, self)
        self.drivers = TableView(
            driver_columns(currency), name=N_("Drivers of the budget"),
            row_id=lambda row: row.id, parent=self,
        )  # fmt: skip
        self.drivers.keep_layout(settings, _DRIVERS)
        self.typed = TypedList(settings, currency, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pane, 3)
        column.addWidget(self.head)
        column.addWidget(self.drivers, 2)
        column.addWidget(self.typed)
        self.table.current_changed.connect(self._row_changed)
        self.table.opened.connect(lambda _row: self.row_opened.emit())
        self.drivers.opened.connect(self.driver_opened)
        self.drivers.current_changed.connect(lambda _row: self.driver_chosen.emit())
        self.head.pressed.connect(self.pressed)
        self.typed.opened.connect(self.typed_opened)
        for one in (self.table, self.drivers, self.typed.table):
            one.selection_summed.connect(self.summed)
            one.filter_wanted.connect(self.filter_wanted)

    def show_book(self, book: BudgetBook, state: BudgetState, may_enter: bool) -> str | None:
        """Show both lists and return the key of the row that is current."""
        self.drivers.set_empty_text(
            _("Add what the budget grows with: visits, days, sales, or a fixed amount.")
            if may_enter
            else _("Nothing is entered.")
        )
        self.drivers.set_rows(book.drivers)
        self.typed.show_book(book, may_enter)
        table, rows = self.table, rows_of(book, state)
        shown = (state.rows, state.show, book.months)
        is_other, self._shown = shown != self._shown, shown
        self._is_setting = True
        table.set_empty_text(_("Nothing is budgeted, promised or spent in this year."))
        if is_other:
            table.set_rows(())
            table.rows_model.set_columns(budget_columns(book, state))
            table.keep_layout(self._settings, f"{_LIST}.{state.rows}")
        table.set_rows(rows)
        self.pane.set_totals(totals_of(book, state) if rows else None)
        current = table.current_row()
        if rows and (current is None or current.key != state.key):
            wanted = state.key if state.key is not None else rows[0].key
            if not table.select_row(wanted):
                table.selectRow(0)
        self._is_setting = False
        found = table.current_row()
        return None if found is None else str(found.key)

    def allow(self, allowed: dict[str, bool]) -> None:
        """Let the buttons of the drivers be pressed, or not."""
        for key, button in self.head.buttons.items():
            button.setEnabled(allowed[key])

    def exported(self, book: BudgetBook, state: BudgetState) -> ExportTable:
        """Return the list that has the keyboard, else the budget."""
        notes = ((_("Plan"), choice_words(book.card)),)
        focused = self.window().focusWidget()
        if focused is self.typed.table:
            return self.typed.exported(notes)
        if focused is self.drivers:
            return self.drivers.exported(_("What the budget grows with"), None, notes)
        title = _("Budget of the plan {plan}").format(plan=book.card.name)
        return self.pane.exported(title, (*notes, (_("By month"), show_words(state.show))))

    def retranslate(self) -> None:
        """Show all words in the language of the moment; the columns come with the budget."""
        self._shown = ()
        self.head.retranslate()
        self.drivers.retranslate()
        self.typed.retranslate()
        self.pane.retranslate()

    @Slot(object)
    def _row_changed(self, row: BudgetRow | None) -> None:
        if not self._is_setting and row is not None:
            self.row_chosen.emit(row.key)
