"""The Activity tab's widgets and connections; what they mean is decided by its controller."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.changes import Topic
from desktop.i18n import N_
from desktop.services.activity.data import RepActivityRow, VisitChoices, VisitRow
from desktop.services.charts.data import BarChart
from desktop.services.drafts import Draft
from desktop.services.exports.people import ExportTable
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.activity.columns import branch_values, rep_columns
from desktop.views.activity.controller import ActivityController
from desktop.views.activity.export import export_notes, export_title, visits_table
from desktop.views.activity.filters import ActivityFilters
from desktop.views.activity.paper import PaperDesk
from desktop.views.activity.part_list import part_factories
from desktop.views.activity.rep_panel import RepPanel
from desktop.views.activity.shown import RepsShown, VisitShown, VisitsShown
from desktop.views.activity.state import (
    ActivityState,
    Shows,
)
from desktop.views.activity.visit_panel import VisitPanel
from desktop.views.activity.visits_pane import VisitsPane
from desktop.views.deck_tab import DeckTab
from desktop.views.filter_bar import FilterState
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.plain_text import digits_wide
from desktop.views.tab import Place, TabContext
from desktop.views.table_pane import TablePane

_SPLITTER = "activity.splitter"
_ACTIONS = (
    ActionSpec("visits", N_("Visits"), "Ctrl+Shift+V", N_("Show the list of visits"),
               is_checkable=True),
    ActionSpec("reps", N_("By rep"), "Ctrl+Shift+R", N_("Show the figures of each rep"),
               is_checkable=True),
    ActionSpec("card", N_("&Customer's card"), "Ctrl+Return",
               N_("Show the visit's customer in the Accounts tab (Enter in the list)")),
    ActionSpec("rep", N_("Rep's &figures"), "Ctrl+Shift+F",
               N_("Show the figures of the visit's rep")),
    ActionSpec("newest", N_("First &page"), "Alt+Home", N_("Go to the first page"), "up"),
    ActionSpec("newer", N_("Page &before"), "Alt+PgUp", N_("Go to the page before"), "left"),
    ActionSpec("older", N_("Page &after"), "Alt+PgDown", N_("Go to the page after"), "right"),
    ActionSpec("oldest", N_("&Last page"), "Alt+End", N_("Go to the last page"), "down"),
)  # fmt: skip
_PAGES = ("newest", "newer", "older", "oldest")


class ActivityTab(DeckTab):
    """Reported visits and each rep's figures, the current one in full beside the list."""

    key = "activity"
    name = N_("Activity")
    topics = frozenset((
        Topic.BRANCH, Topic.ORGANISATION, Topic.CUSTOMERS, Topic.ORDERS, Topic.INVOICES,
        Topic.COLLECTIONS, Topic.VISITS, Topic.EXPENSES, Topic.CALENDAR, Topic.IMPORTS,
        Topic.PRODUCTS, Topic.TEAM, Topic.INFORMATION,
    ))  # fmt: skip

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, part_factories(), parent)
        self._is_setting = False
        self.board = QWidget(self.parts)
        self._pages = (False, False, False, False)
        self.filters = ActivityFilters(context.clock.today(), context.fiscal, self.board)
        self.controller = ActivityController(
            context.services.activity, context.runner, self, ActivityState(self.filters.period),
            context.clock.today, context.currency,
        )  # fmt: skip
        # Of the board, so that its keys are the other pages' own while these are in front.
        self.actions_set = ActionSet(self.board)
        # Each part is born where it stays: Qt polishes all of it again when it moves.
        self.splitter = KeptSplitter(context.settings, _SPLITTER, self.board)
        self.lists = QStackedWidget(self.splitter)
        self.panels = QStackedWidget(self.splitter)
        self.visits = VisitsPane(context.settings, self.lists)
        figures = self.controller.figures
        self.reps = TablePane(
            rep_columns(figures), name=N_("Activity by rep"), row_id=lambda row: row.rep_code,
            parent=self.lists,
        )  # fmt: skip
        self.reps.table.keep_layout(context.settings, "activity.reps")
        self.visit_panel = VisitPanel(self.panels)
        self.rep_panel = RepPanel(figures, self.panels)
        self._add_actions()
        self.paper = PaperDesk(context, self)
        self._build()
        self._fit()
        self._wire()
        self.show_state(self.controller.state, self.controller.choices)

    def _add_actions(self) -> None:
        control = self.controller
        acts = (
            lambda: control.show_list(Shows.VISITS), lambda: control.show_list(Shows.REPS),
            control.open_customer, control.open_rep, control.first_page,
            lambda: control.newer(), control.older, control.last_page,
        )  # fmt: skip
        for spec, act in zip(_ACTIONS, acts, strict=True):
            self.actions_set.add(spec, act)
        self._switch = QActionGroup(self)
        for key in ("visits", "reps"):
            self._switch.addAction(self.actions_set[key])
        self.visits.set_page_actions(tuple(self.actions_set[key] for key in _PAGES))

    def _build(self) -> None:
        self.filters.add_switch(tuple(self.actions_set[key] for key in ("visits", "reps")))
        for stack, widgets in (
            (self.lists, (self.visits, self.reps)),
            (self.panels, (self.visit_panel, self.rep_panel)),
        ):
            for widget in widgets:
                stack.addWidget(widget)
        self.splitter.add_parts(("list", self.lists, 3, 980), ("panel", self.panels, 1, 460))
        layout = QVBoxLayout(self.board)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addWidget(self.splitter, 1)
        self.parts.add_board(self.board, N_("Visits"))

    def _wire(self) -> None:
        control, visits, reps = self.controller, self.visits, self.reps.table
        self.filters.changed.connect(self._filters_changed)
        self.filters.left_down.connect(self._into_list)
        visits.every_customer_wanted.connect(lambda: control.change(customer_id=None))
        visits.sort_by(control.sort)
        visits.position_wanted.connect(control.go_to)
        visits.tell_day(control.far.anchor_at)
        visits.older_wanted.connect(control.older)
        visits.newer_wanted.connect(lambda: control.newer(lands_last=True))
        visits.table.current_changed.connect(control.choose_visit)
        visits.table.opened.connect(lambda _row: control.open_customer())
        visits.table.add_menu_actions(self._fill_visit_menu)
        reps.current_changed.connect(control.choose_rep)
        reps.opened.connect(self._open_figure)
        for table in (visits.table, reps, self.rep_panel.table):
            table.filter_wanted.connect(self.board_filter)
            table.selection_summed.connect(self.selection_summed)
        self.visit_panel.customer_wanted.connect(control.open_customer)
        self.visit_panel.rep_wanted.connect(control.open_rep)
        self.rep_panel.figure_opened.connect(control.open_figure)
        self.rep_panel.month_opened.connect(control.open_month)
        self.paper.print_requested.connect(self.print_requested)
        self.paper.failed.connect(self.error_met)

    # What the window asks

    def board_reload(self) -> None:
        """Ask for the list in front."""
        self.controller.reload()

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self._is_setting = True
        self.filters.retranslate()
        self._is_setting = False
        self.parts.retranslate()
        self._fit()
        self.actions_set.retranslate()
        self.paper.actions_set.retranslate()
        for part in (self.visits, self.reps, self.visit_panel, self.rep_panel):
            part.retranslate()
        self.controller.reload_words()

    def menu_actions(self) -> tuple[QAction, ...]:
        """Return the commands of the page in front, and those that print paper."""
        return (*super().menu_actions(), *self.paper.actions)

    def board_actions(self) -> tuple[QAction, ...]:
        """Return the commands of the lists."""
        return tuple(self.actions_set)

    def board_table(self) -> ExportTable | None:
        """Return all visits of the list, or the figures by rep as they are shown."""
        control = self.controller
        if self.lists.currentWidget() is self.reps:
            return self.reps.exported(export_title(control.state), export_notes(control.state))
        columns = self.visits.table.shown_columns()
        return visits_table(control.activity, control.state, columns, control.totals)

    def board_filter(self) -> None:
        """Put the keyboard into the quick filter."""
        self.filters.focus_quick()

    def board_visit(self, facts: Mapping[str, object]) -> None:
        """Show what another tab, or the way back, asks for (see `state_from`)."""
        self.controller.visit_place(facts)

    def board_facts(self) -> Mapping[str, object]:
        """Return where the lists stand."""
        return {"state": self.controller.state}

    def part_of_draft(self, draft: Draft) -> str:
        """Return the page that takes a draft up: rows that were keyed go back to the grid."""
        return "entry" if draft.subject.startswith("entry ") else super().part_of_draft(draft)

    # What the controller tells

    def show_state(self, state: ActivityState, choices: VisitChoices) -> None:
        """Set filters, order and list to this state."""
        self._is_setting = True
        self.filters.show_choices(state, choices)
        self._is_setting = False
        is_visits = state.shows is Shows.VISITS
        self.filters.show_boxes(is_visits)
        self.visits.show_customer("" if state.customer_id is None else None)
        for key in ("card", "rep"):
            self.actions_set[key].setEnabled(is_visits)
        self._enable_pages(is_visits)
        self.actions_set["visits" if is_visits else "reps"].setChecked(True)
        self.visits.show_order(state.order, state.is_ascending)
        self._show_list(is_visits)

    def _show_list(self, is_visits: bool) -> None:
        shown = self.visits if is_visits else self.reps
        if shown is not self.lists.currentWidget():
            had_focus = self.lists.isAncestorOf(self.focusWidget() or self)
            self.lists.setCurrentWidget(shown)
            self.panels.setCurrentWidget(self.visit_panel if is_visits else self.rep_panel)
            self.filters.set_hits(None)
            self.selection_summed.emit(None)
            if had_focus:
                self._into_list()

    def show_visits(self, shown: VisitsShown) -> None:
        """Show a page of visits."""
        self.visits.show_visits(shown)
        self.visits.show_customer(shown.customer)
        self._pages = (shown.has_newer, shown.has_newer, shown.has_older, shown.has_older)
        self._enable_pages(self.lists.currentWidget() is self.visits)

    def _enable_pages(self, is_visits: bool) -> None:
        for key, is_there in zip(_PAGES, self._pages, strict=True):
            self.actions_set[key].setEnabled(is_visits and is_there)

    def show_totals(self, summary: str, pages: str) -> None:
        """Show the sums of the whole list, and which part of it the page is."""
        self.visits.show_totals(summary, pages)

    def show_position(self, start: int, total: int) -> None:
        """Show where the page stands in the whole list."""
        self.visits.show_position(start, total)

    def show_visit(self, shown: VisitShown | None) -> None:
        """Show one visit."""
        self.visit_panel.show_visit(shown)

    def show_reps(self, shown: RepsShown) -> None:
        """Show the figures by rep."""
        table = self.reps.table
        table.set_empty_text(shown.empty)
        table.set_rows(shown.rows)
        self.reps.set_totals(branch_values(self.controller.figures, shown.rows))
        self.filters.set_hits(len(shown.rows), shown.count)
        # A row that stays current tells so by itself.
        row = table.current_row()
        if row is None or row.rep_code != shown.current:
            table.select_row(shown.current)

    def show_rep(self, row: RepActivityRow | None) -> None:
        """Show one rep."""
        self.rep_panel.show_rep(row)

    def show_rep_charts(self, visits: BarChart, calls: BarChart) -> None:
        """Show the current rep's months."""
        self.rep_panel.show_charts(visits, calls)

    def go(self, state: ActivityState) -> None:
        """Leave for another state, through the window, so that "back" returns here."""
        self.place_requested.emit(Place(self.key, {"state": state}))

    def open_customer(self, customer_id: int) -> None:
        """Leave for a customer's card."""
        self.place_requested.emit(Place("accounts", {"customer_id": customer_id}))

    def open_sales(self, facts: Mapping[str, object]) -> None:
        """Leave for the Plans tab."""
        self.place_requested.emit(Place("plans", facts))

    def changeEvent(self, event: QEvent) -> None:
        """Draw the actions' icons in a new palette; make room for a new font."""
        super().changeEvent(event)
        if not hasattr(self, "splitter"):
            return
        if event.type() == QEvent.Type.PaletteChange:
            self.actions_set.retranslate()
        elif event.type() == QEvent.Type.FontChange:
            self._fit()

    # Inside

    def _fit(self) -> None:
        self.filters.fit()
        self.panels.setMinimumWidth(digits_wide(self, 54))

    @Slot(object)
    def _filters_changed(self, state: FilterState) -> None:
        if not self._is_setting:
            self.controller.change(period=state.period, text=state.text, **state.choices)

    @Slot()
    def _into_list(self) -> None:
        table = self.visits.table if self.lists.currentWidget() is self.visits else self.reps.table
        table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _open_figure(self, row: RepActivityRow) -> None:
        table = self.reps.table
        column = table.rows_model.columns[table.currentIndex().column()].key
        self.controller.open_figure(row, column)

    def _fill_visit_menu(self, menu: QMenu, _row: VisitRow) -> None:
        menu.addAction(self.actions_set["card"])
        menu.addAction(self.actions_set["rep"])
