"""The page "Budget": its widgets and connections; the controller decides what they mean."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QWidget

from desktop.i18n import N_, _
from desktop.services.exports.people import ExportTable
from desktop.services.plans.budget_data import BudgetBook, DriverRow
from desktop.services.plans.budget_rows import ExpenseRow
from desktop.services.plans.versions_data import VersionCard
from desktop.tone import Tone
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.filter_bar import FilterState
from desktop.views.icons import show_shape
from desktop.views.plain_text import label
from desktop.views.plans.budget.controller import BudgetController
from desktop.views.plans.budget.dialogs import AmountDialog, CommitmentDialog, DriverDialog
from desktop.views.plans.budget.expenses_dialog import ExpensesDialog
from desktop.views.plans.budget.lists import BudgetLists
from desktop.views.plans.budget.panel import BudgetPanel
from desktop.views.plans.budget.state import (
    AmountForm,
    BudgetState,
    CommitmentForm,
    DriverForm,
    RowsBy,
    Show,
)
from desktop.views.plans.budget.words import (
    advice_words,
    category_words,
    rows_words,
    show_words,
)
from desktop.views.plans.version_part import SplitVersionPart
from desktop.views.plans.versions.words import choice_words
from desktop.views.side_scroll import SideScroll
from desktop.views.tab import TabContext

_Dialog = AmountDialog | CommitmentDialog | DriverDialog | ExpensesDialog
_SPLITTER = "plans.budget.splitter"
_ACTIONS = (
    ActionSpec("expenses", N_("Show the &expenses behind"), "Ctrl+Return",
               N_("List the expenses of the current row (Enter in the list)")),
    ActionSpec("promise", N_("Promise &money…"), "Ctrl+Shift+M",
               N_("Enter what was promised and is not claimed yet")),
    ActionSpec("release", N_("Re&lease the promise"), "",
               N_("Free the current promise: it was claimed or given up")),
    ActionSpec("amount", N_("&Set an amount…"), "Ctrl+Shift+A",
               N_("Type a category's amount of the year and divide it exactly")),
    ActionSpec("add", N_("&Add a driver…"), "Ctrl+N",
               N_("Enter what a part of the budget grows with"), "plus"),
    ActionSpec("change", N_("&Change the driver…"), "F2", N_("Change the current driver")),
    ActionSpec("remove", N_("&Take the driver out"), "",
               N_("Take out the current driver with its lines; it can be put back")),
    ActionSpec("put", N_("&Write the lines"), "Ctrl+Shift+W",
               N_("Let the budget hold what its drivers give by the plan as it stands")),
)  # fmt: skip


class BudgetPage(SplitVersionPart):
    """Budget, promises and expenses by month; what the budget grows with below."""

    controller: BudgetController

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, _SPLITTER, parent)
        self._tone = Tone.NONE
        self.dialog: _Dialog | None = None
        rows = [(one, lambda r=one: rows_words(r)) for one in RowsBy]
        shows = [(one, lambda s=one: show_words(s)) for one in Show]
        self.filters.add_choice("rows", lambda: _("Rows"), rows)
        self.filters.add_choice("show", lambda: _("By month"), shows)
        self._amount_button = self.filters.add_button(
            lambda: _("&Set an amount…"), lambda: self.controller.begin_amount()
        )
        self._shape, self.advice = QLabel(self), label("", self)
        self.left = SideScroll(self.splitter)
        self.lists = BudgetLists(context.settings, context.currency, self.left)
        self.left.setWidget(self.lists)
        self.side = SideScroll(self.splitter)
        self.panel = BudgetPanel(context.settings, context.currency, self.side)
        self.side.setWidget(self.panel)
        self.controller = BudgetController(context.services, context.runner, self, context.clock)
        self.actions_set = ActionSet(self)
        self._build()
        self._wire()
        self.retranslate()

    def _build(self) -> None:
        self.advice.setWordWrap(True)
        advice = QHBoxLayout()
        advice.setContentsMargins(16, 0, 16, 8)
        advice.setSpacing(8)
        advice.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        advice.addWidget(self.advice, 1)
        self.splitter.add_parts(("list", self.left, 3, 900), ("panel", self.side, 2, 520))
        self.lay_out(advice)

    def _wire(self) -> None:
        lists, control = self.lists, self.controller
        self.filters.changed.connect(self._filters_changed)
        self.filters.left_down.connect(
            lambda: lists.table.setFocus(Qt.FocusReason.OtherFocusReason)
        )
        lists.row_chosen.connect(control.choose_row)
        lists.row_opened.connect(lambda: control.open_expenses())
        lists.table.add_menu_actions(self._fill_menu)
        lists.driver_opened.connect(control.change_driver)
        lists.driver_chosen.connect(self._allow)
        lists.pressed.connect(self._act)
        lists.summed.connect(self.selection_summed)
        lists.filter_wanted.connect(self.focus_filter)
        lists.typed_opened.connect(control.change_amount)
        self.panel.wanted.connect(lambda key, _row: self._act(key))
        self.panel.bar_clicked.connect(self._bar_clicked)
        self.panel.summed.connect(self.selection_summed)
        self.panel.filter_wanted.connect(self.focus_filter)
        self.panel.promises.current_changed.connect(lambda _row: self._allow())
        for spec in _ACTIONS:
            self.actions_set.add(spec, partial(self._act, spec.key))

    # What the tab asks

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        super().retranslate()
        self.actions_set.retranslate()
        self.lists.retranslate()
        self.panel.retranslate()
        self.nothing.setText(
            _("There is no plan yet. Make one on the page “Plan”; then its budget is made here.")
        )
        if self.controller.book is not None:
            self.controller.show_again()

    def export_table(self) -> ExportTable | None:
        """Return the list that has the keyboard, else the budget."""
        book = self.controller.book
        if book is None:
            return None
        promises = self.panel.promises
        if self.window().focusWidget() is promises:
            return promises.exported(_("Promises"), None, ((_("Plan"), choice_words(book.card)),))
        return self.lists.exported(book, self.controller.state)

    def can_close(self) -> bool:
        """Whether no form is open; the form that is comes to the front."""
        return isinstance(self.dialog, ExpensesDialog) or super().can_close()

    # What the controller tells

    def show_nothing(self) -> None:
        """Show that there is no plan yet."""
        self._set_filters((), BudgetState())
        self._advise("", Tone.NONE)
        self.pages.setCurrentWidget(self.nothing)
        self._allow()

    def show_book(
        self, cards: tuple[VersionCard, ...], book: BudgetBook, state: BudgetState, may_enter: bool
    ) -> None:
        """Show the versions to choose from and the budget of the chosen one."""
        self._set_filters(cards, state)
        self._advise(*advice_words(book, may_enter))
        current = self.lists.show_book(book, state, may_enter)
        self.panel.show_promises(book, self.controller.may_promise)
        self.pages.setCurrentWidget(self.splitter)
        self._allow()
        self.controller.choose_row(current)

    def show_row(self, book: BudgetBook, state: BudgetState) -> None:
        """Show the current row beside the list."""
        self.panel.show_row(book, state)

    def open_driver(self, form: DriverForm) -> None:
        """Open the form of a driver."""
        dialog = DriverDialog(form, self.window())
        dialog.submitted.connect(
            lambda texts: self.controller.save_driver(form, dialog.attempt, texts, dialog)
        )
        self.hold(dialog)

    def open_amount(self, form: AmountForm) -> None:
        """Open the form of a typed amount."""
        dialog = AmountDialog(form, self.window())
        dialog.submitted.connect(
            lambda texts: self.controller.save_amount(form, dialog.attempt, texts, dialog)
        )
        self.hold(dialog)

    def open_commitment(self, form: CommitmentForm) -> None:
        """Open the form of a promise."""
        dialog = CommitmentDialog(form, self.window())
        dialog.submitted.connect(
            lambda texts: self.controller.save_commitment(form, dialog.attempt, texts, dialog)
        )
        self.hold(dialog)

    def open_expenses(self, title: str, rows: tuple[ExpenseRow, ...]) -> None:
        """Show the expenses behind a figure."""
        self.hold(ExpensesDialog(self.context, title, rows, self.window()))

    def tell_removed(self, row: DriverRow, put_back: Callable[[], None]) -> None:
        """Say that a driver was taken out, and offer to put it back."""
        self.offer_back(category_words(row.entry.category), put_back)

    # Inside

    def _act(self, key: str) -> None:
        control, driver = self.controller, self.lists.drivers.current_row()
        promise = self.panel.promises.current_row()
        match key:
            case "expenses":
                control.open_expenses()
            case "promise":
                control.begin_commitment()
            case "release" if promise is not None:
                control.release(promise)
            case "amount":
                control.begin_amount()
            case "add":
                control.begin_driver()
            case "change" if driver is not None:
                control.change_driver(driver)
            case "remove" if driver is not None:
                control.remove(driver)
            case "put":
                control.put()

    def _allow(self) -> None:
        control, book = self.controller, self.controller.book
        has_driver = self.lists.drivers.current_row() is not None
        promise = self.panel.promises.current_row()
        may = control.may_enter
        allowed = {
            "expenses": book is not None,
            "promise": control.may_promise,
            "release": control.may_promise and promise is not None and promise.released_on is None,
            "amount": may,
            "add": may,
            "change": may and has_driver,
            "remove": may and has_driver,
            "put": may and book is not None and bool(book.drivers),
        }
        for key, is_on in allowed.items():
            self.actions_set[key].setEnabled(is_on)
        self.lists.allow(allowed)
        self._amount_button.setEnabled(allowed["amount"])

    def _advise(self, words: str, tone: Tone) -> None:
        self._tone = tone
        self.advice.setText(words)
        self.advice.setVisible(bool(words))
        show_shape(self._shape, tone if words and tone is not Tone.MUTED else Tone.NONE, self)

    def _set_filters(self, cards: tuple[VersionCard, ...], state: BudgetState) -> None:
        choices = {"version": state.version_id, "rows": state.rows, "show": state.show}
        self.show_choices(cards, choices)

    @Slot(object)
    def _filters_changed(self, state: FilterState) -> None:
        if self._is_setting:
            return
        version = state.choices.get("version")
        self.controller.choose(
            version if isinstance(version, int) else None,
            RowsBy(str(state.choices["rows"])),
            Show(str(state.choices["show"])),
        )

    @Slot(object)
    def _bar_clicked(self, key: object) -> None:
        if isinstance(key, int):
            self.controller.open_expenses(key)

    def _fill_menu(self, menu: QMenu, _row: object) -> None:
        menu.addAction(self.actions_set["expenses"])
