"""The list of customers with its totals, and what is left beyond the page."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.i18n import N_, ngettext
from desktop.services import formats
from desktop.services.customers.data import AccountColumn, AccountRow, AccountTotals
from desktop.services.settings import SettingsFile
from desktop.views.accounts.columns import account_columns
from desktop.views.accounts.shown import ListShown
from desktop.views.accounts.state import AccountsState
from desktop.views.table_pane import TablePane


class ListPanel(QWidget):
    """Shows the filtered customers; the service sorts.

    Signals:
        chosen(int or None): the keyboard is on another customer, by id.
        opened(int, str): Enter or a double click on a cell: the customer's id, the column's key.
        sort_wanted(str, bool): a header was clicked: column and whether descending.
        rest_wanted(): the customers beyond the page.
    """

    chosen = Signal(object)
    opened = Signal(object, str)
    sort_wanted = Signal(str, bool)
    rest_wanted = Signal()

    def __init__(
        self, settings: SettingsFile, currency: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._is_setting = False
        self._rest = 0
        self.pane = TablePane(
            account_columns(currency), name=N_("Customers"), row_id=lambda row: row.id, parent=self
        )
        self.table = self.pane.table
        self.table.keep_layout(settings, "accounts.list")
        self.more = QPushButton(self)
        self.more.setProperty("role", "link")
        self.more.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.pane, 1)
        layout.addWidget(self.more)
        self.table.rows_model.on_sort = self._sort
        self.table.current_changed.connect(self._current_changed)
        self.table.opened.connect(self._opened)
        self.more.clicked.connect(self.rest_wanted)

    def show_list(self, shown: ListShown, state: AccountsState) -> None:
        """Show these customers and stand on the one of the state."""
        self._is_setting = True
        self.table.set_empty_text(shown.empty)
        self.table.set_rows(shown.page.rows)
        self.pane.set_totals(totals_of(shown.page.totals) if shown.page.rows else None)
        row = self.table.current_row()
        if state.customer_id is not None and (row is None or row.id != state.customer_id):
            self.table.select_row(state.customer_id)
        self._show_order(state)
        self._is_setting = False
        self._rest = shown.rest
        self._show_rest()

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self.pane.retranslate()
        self._show_rest()

    def _show_order(self, state: AccountsState) -> None:
        keys = [column.key for column in self.table.rows_model.columns]
        order = Qt.SortOrder.DescendingOrder if state.descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(keys.index(state.sort), order)

    def _show_rest(self) -> None:
        self.more.setVisible(self._rest > 0)
        self.more.setText(
            ngettext(
                "Show {count} more customer", "Show {count} more customers", self._rest
            ).format(count=formats.number(self._rest))
        )

    def _sort(self, column: str, descending: bool) -> None:
        if not self._is_setting:
            self.sort_wanted.emit(column, descending)

    @Slot(object)
    def _current_changed(self, row: AccountRow | None) -> None:
        if not self._is_setting and row is not None:
            self.chosen.emit(row.id)

    @Slot(object)
    def _opened(self, row: AccountRow) -> None:
        column = self.table.rows_model.columns[self.table.currentIndex().column()]
        self.opened.emit(row.id, str(column.key))


def totals_of(totals: AccountTotals) -> Mapping[str, object]:
    """Return the totals by column; what cannot be added has none."""
    return {
        str(AccountColumn.RECEIVABLE): totals.receivable,
        str(AccountColumn.OVERDUE): totals.overdue,
        str(AccountColumn.NET_SALES): totals.net_sales,
        str(AccountColumn.UNAPPLIED): totals.unapplied,
    }
