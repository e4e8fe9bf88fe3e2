"""The Accounts tab's widgets and connections; what they mean is decided by its controllers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from desktop.changes import Topic
from desktop.i18n import N_, _
from desktop.services.customers.data import AccountColumn, AccountRow, AppliedRow, VisitRow
from desktop.services.drafts import Draft
from desktop.services.exports.people import ExportTable
from desktop.services.plans.data import DocumentLineRow
from desktop.tone import Tone
from desktop.views.accounts.bag_page import bag_request
from desktop.views.accounts.card_panel import CardPanel
from desktop.views.accounts.controller import AccountsController
from desktop.views.accounts.editing_desk import EditingDesk
from desktop.views.accounts.filters import AccountFilters
from desktop.views.accounts.list_panel import ListPanel
from desktop.views.accounts.shown import (
    CardShown,
    DocumentsShown,
    LinesShown,
    ListShown,
    SalesShown,
    export_notes,
)
from desktop.views.accounts.state import AccountsState, CardPage, Documents
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.charts import ChartView
from desktop.views.filter_bar import FilterState
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.tab import Place, TabContext, TabPage

_SPLITTER = "accounts.splitter"
_PAGES = (
    ActionSpec("overview", N_("&Overview of the customer"), "Ctrl+1"),
    ActionSpec("documents", N_("&Documents of the customer"), "Ctrl+2"),
    ActionSpec("money", N_("&Money received"), "Ctrl+3"),
    ActionSpec("sales", N_("Lines behind net &sales"), "Ctrl+4"),
    ActionSpec("visits", N_("&Visits to the customer"), "Ctrl+5"),
)
_ACTIONS = (
    ActionSpec("which", N_("Open, overdue or &all documents"), "Ctrl+Shift+D",
               N_("List the next choice of the customer's documents")),
    ActionSpec("side", N_("&List or card"), "F6", N_("Move the keyboard between list and card")),
    ActionSpec("clear", N_("&Clear the filters"), "Ctrl+Shift+F", N_("Show the whole list again")),
    ActionSpec("edit", N_("&Edit the customer…"), "F2", N_("Change the customer's own data")),
    ActionSpec("add", N_("&New customer…"), "Ctrl+N", N_("Enter a customer"), "plus"),
    ActionSpec("history", N_("&History of the customer…"), "Ctrl+H",
               N_("Who changed the customer, when, and from what to what")),
    ActionSpec("bag", N_("Page for the rep's &bag…"), "Ctrl+Shift+B",
               N_("What to talk about, how it stands and what is promised, on one page")),
)  # fmt: skip
#: What a customer's menu offers: the column whose figure it follows.
_MENU = (
    (AccountColumn.RECEIVABLE, N_("Show the open documents")),
    (AccountColumn.OVERDUE, N_("Show the overdue documents")),
    (AccountColumn.NET_SALES, N_("Show the lines behind net sales")),
    (AccountColumn.UNAPPLIED, N_("Show the money received")),
)


class AccountsTab(TabPage):
    """Customers with what they owe at the left, aging and the card of one at the right."""

    key = "accounts"
    name = N_("Accounts")
    topics = frozenset((
        Topic.BRANCH, Topic.ORGANISATION, Topic.CUSTOMERS, Topic.PRODUCTS, Topic.ORDERS,
        Topic.INVOICES, Topic.COLLECTIONS, Topic.VISITS, Topic.IMPORTS,
    ))  # fmt: skip

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_following = False
        services = context.services
        self.controller = AccountsController(
            services.customers, services.plans, context.runner, self
        )
        self.filters = AccountFilters(context.clock.today(), self)
        # Each part is born where it stays: Qt polishes all of it again when it moves.
        self.splitter = KeptSplitter(context.settings, _SPLITTER, self)
        self.list = ListPanel(context.settings, context.currency, self.splitter)
        self.side = QWidget(self.splitter)
        self.aging = ChartView(self.side)
        self.card = CardPanel(context.settings, context.currency, self.side)
        self.actions_set = ActionSet(self)
        self.editing = EditingDesk(context, self)
        self._build()
        self._wire()
        self._add_actions()

    def _build(self) -> None:
        beside = QVBoxLayout(self.side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.aging)
        beside.addWidget(self.card, 1)
        self.splitter.add_parts(("list", self.list, 3, 800), ("side", self.side, 2, 640))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addWidget(self.splitter, 1)
        self._fit()

    def _wire(self) -> None:
        control, card, side = self.controller, self.card, self.controller.card_side
        self.filters.day_changed.connect(control.look_at)
        self.filters.changed.connect(self._filters_changed)
        self.filters.left_down.connect(self._into_list)
        self.list.chosen.connect(side.choose)
        self.list.opened.connect(side.open_cell)
        self.list.sort_wanted.connect(control.sort)
        self.list.rest_wanted.connect(control.show_rest)
        self.list.table.selection_summed.connect(self.selection_summed)
        self.list.table.filter_wanted.connect(self.focus_filter)
        self.list.table.add_menu_actions(self._fill_menu)
        self.aging.bar_clicked.connect(control.choose_bucket)
        card.figure_wanted.connect(side.open_figure)
        card.page_wanted.connect(side.show_page)
        card.pages.currentChanged.connect(self._fit)
        card.documents_wanted.connect(side.show_documents)
        card.more_wanted.connect(side.more_sales)
        card.overview.bucket_clicked.connect(side.open_bucket)
        card.overview.month_clicked.connect(side.open_month)
        card.documents.opened.connect(side.open_document)
        card.documents.left.connect(side.close_lines)
        card.money.detail_opened.connect(self._open_applied)
        card.sales.opened.connect(self._open_sale)
        card.visits.opened.connect(self._open_visit)
        card.summed.connect(self.selection_summed)
        card.filter_wanted.connect(self.focus_filter)
        card.edit_wanted.connect(self._edit)
        self.editing.refused.connect(self.error_met)
        self.editing.kept.connect(self._show_kept)

    def _add_actions(self) -> None:
        for spec in _PAGES:
            page = CardPage(spec.key)
            self.actions_set.add(spec, partial(self._turn_to, page))
        acts = (
            self._next_documents, self._other_side, self.controller.clear_filters,
            self._edit, self.editing.add, self._show_history, self._print_bag,
        )  # fmt: skip
        for spec, act in zip(_ACTIONS, acts, strict=True):
            self.actions_set.add(spec, act)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height anew."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow another text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "actions_set"):
            self._fit()

    # What the window asks

    def reload(self) -> None:
        """Ask for the list and the card, and whether open forms are of today."""
        self.controller.reload()
        self.editing.note_changes()

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self.filters.retranslate()
        self.actions_set.retranslate()
        self.list.retranslate()
        self.card.retranslate()
        self.controller.reshow()
        self.title_changed.emit()

    def menu_actions(self) -> tuple[QAction, ...]:
        """Return the tab's commands."""
        return tuple(self.actions_set)

    def export_table(self) -> ExportTable | None:
        """Return the card's list where the keyboard is in it, else the customers shown."""
        notes = export_notes(self.controller.shown, self.controller.state)
        if self.card.isAncestorOf(QApplication.focusWidget() or self):
            table = self.card.exported()
            if table is not None:
                return table
        return self.list.pane.exported(_("Customer accounts"), notes)

    def focus_filter(self) -> None:
        """Put the keyboard into the quick filter."""
        self.filters.focus_quick()

    def show_place(self, facts: Mapping[str, object]) -> None:
        """Show what another tab, a figure, or the way back asks for (see `state_from`).

        `draft` is a form that was left unsaved.
        """
        draft = facts.get("draft")
        if isinstance(draft, Draft):
            self.editing.take_up(draft)
            return
        self._is_stale = False
        self.controller.visit(facts)
        if not self._is_following:
            self._into_list()

    def place(self) -> Place:
        """Return where this tab stands."""
        return Place(self.key, {"state": self.controller.state})

    def can_close(self) -> bool:
        """Close the forms; what was typed is kept and offered at the next start."""
        self.editing.leave_all()
        return True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Take the forms along."""
        self.editing.leave_all()
        super().closeEvent(event)

    # What the controllers tell

    def show_state(self, state: AccountsState) -> None:
        """Set filters, page and choice of documents."""
        self.filters.show_state(state)
        self.card.show_state(state)

    def show_list(self, shown: ListShown, state: AccountsState) -> None:
        """Show the list, its aging bar and what can be filtered by."""
        self.filters.show_list(shown, state)
        self.card.show_state(state)
        self.list.show_list(shown, state)
        self.aging.show_chart(shown.aging)

    def show_card(self, shown: CardShown | None) -> None:
        """Show a card, or that there is none."""
        self.card.show_card(shown)

    def show_documents(self, shown: DocumentsShown) -> None:
        """Show documents of the card's customer."""
        self.card.show_documents(shown)

    def show_lines(self, shown: LinesShown | None) -> None:
        """Show the lines of a document, or none."""
        self.card.show_lines(shown)

    def show_sales(self, shown: SalesShown) -> None:
        """Show the lines behind net sales."""
        self.card.show_sales(shown)

    def go(self, state: AccountsState) -> None:
        """Leave for another state, through the window, so that "back" returns here."""
        self._is_following = True
        self.place_requested.emit(Place(self.key, {"state": state}))
        self._is_following = False
        self.card.focus_page(state.page)

    def say(self, text: str) -> None:
        """Tell something in passing."""
        self.message_requested.emit(text, Tone.INFO, ())

    def report(self, error: Exception) -> None:
        """Hand an error to the window."""
        self.error_met.emit(error)

    # Inside

    @Slot(object)
    def _filters_changed(self, state: FilterState) -> None:
        self.controller.change(text=state.text, **state.choices)

    @Slot()
    def _into_list(self) -> None:
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _other_side(self) -> None:
        if self.card.isAncestorOf(QApplication.focusWidget() or self):
            self._into_list()
        else:
            self.card.focus_page(self.controller.state.page)

    def _turn_to(self, page: CardPage) -> None:
        self.card.pages.setCurrentIndex(tuple(CardPage).index(page))
        self.card.focus_page(page)

    def _next_documents(self) -> None:
        self._turn_to(CardPage.DOCUMENTS)
        order = tuple(Documents)
        place = (order.index(self.controller.state.documents) + 1) % len(order)
        self.card.which.setCurrentIndex(place)
        self.controller.card_side.show_documents(order[place])

    def _edit(self) -> None:
        customer = self.controller.state.customer_id
        if customer is not None:
            self.editing.edit(customer)

    def _show_history(self) -> None:
        card = self.controller.card_side.card
        if card is not None:
            self.editing.show_history(card.id, card.name)

    def _print_bag(self) -> None:
        card = self.controller.card_side.card
        if card is not None:
            self.print_requested.emit(bag_request(self.context, card))

    @Slot(int)
    def _show_kept(self, customer_id: int) -> None:
        self.message_requested.emit(_("The customer was saved."), Tone.GOOD, ())
        known = any(row.id == customer_id for row in self.list.table.rows_model.rows)
        if customer_id not in (0, self.controller.state.customer_id) and not known:
            self.controller.visit({"customer_id": customer_id})

    def _fill_menu(self, menu: QMenu, row: AccountRow) -> None:
        for column, words in _MENU:
            action = menu.addAction(_(words))
            action.triggered.connect(
                lambda _on=False, c=column: self.controller.card_side.open_cell(row.id, c)
            )

    @Slot(object)
    def _open_applied(self, row: AppliedRow) -> None:
        self.controller.card_side.open_number(row.document_no)

    @Slot(object)
    def _open_sale(self, row: DocumentLineRow) -> None:
        self.controller.card_side.open_number(row.number)

    @Slot(object)
    def _open_visit(self, row: VisitRow) -> None:
        facts = self.controller.card_side.visit_facts(row)
        self.place_requested.emit(Place("activity", facts))

    @Slot(int)
    def _fit(self, _page: int = 0) -> None:
        """Share the height: in a low window the list's bar gives way to the card's lists."""
        line = self.fontMetrics().height()
        self.aging.setFixedHeight(line * 9)
        # Less than its parts ask for, so that a low window can come to where the bar gives way.
        self.side.setMinimumHeight(line * 15)
        is_low, is_lowest = self.height() < line * 46, self.height() < line * 30
        self.aging.setVisible(not is_low or (self.card.is_overview and not is_lowest))
        self.card.set_compact(self.height() < line * 36)
