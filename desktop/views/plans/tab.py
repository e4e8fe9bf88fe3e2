"""The Plans tab's widgets and connections; what they mean is decided by its controller."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.changes import Topic
from desktop.enums import Metric
from desktop.i18n import N_, _
from desktop.services.charts.data import BarChart, PaceChart
from desktop.services.drafts import Draft
from desktop.services.exports.people import ExportTable
from desktop.services.plans.data import AttainmentBoard, DocumentLineRow
from desktop.tone import Tone
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.deck_tab import DeckTab
from desktop.views.filter_bar import FilterBar, FilterState
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.period_choice import Preset
from desktop.views.plans.controller import PlansController
from desktop.views.plans.grid import BoardGrid
from desktop.views.plans.lines_page import LinesPage
from desktop.views.plans.part_list import part_factories
from desktop.views.plans.path_bar import PathBar
from desktop.views.plans.pictures import Figures
from desktop.views.plans.shown import (
    BoardShown,
    LinesShown,
    export_notes,
    export_title,
    path_names,
)
from desktop.views.plans.side_panel import SidePanel
from desktop.views.plans.state import BoardState, columns_of, dimensions_of
from desktop.views.plans.words import (
    Show,
    dimension_words,
    metric_words,
    show_words,
)
from desktop.views.tab import Place, TabContext

_SPLITTER = "plans.splitter"
_ACTIONS = (
    ActionSpec("lines", N_("Show the &lines behind"), "Ctrl+Return",
               N_("Open the documents' lines behind the current figure (Enter in the board)")),
    ActionSpec("down", N_("&Break down by…"), "Ctrl+B",
               N_("Divide the current figure by another dimension")),
    ActionSpec("up", N_("One le&vel up"), "Alt+Up", N_("Go back up the path"), "up"),
    ActionSpec("swap", N_("&Swap rows and columns"), "Ctrl+Shift+S",
               N_("Put the columns into the rows")),
)  # fmt: skip


class PlansTab(DeckTab):
    """Attainment by any two dimensions, target and pace beside it, the lines behind."""

    key = "plans"
    name = N_("Plans")
    topics = frozenset((
        Topic.BRANCH, Topic.ORGANISATION, Topic.CUSTOMERS, Topic.PRODUCTS, Topic.ORDERS,
        Topic.INVOICES, Topic.COLLECTIONS, Topic.VISITS, Topic.EXPENSES, Topic.CALENDAR,
        Topic.PLANS, Topic.IMPORTS,
    ))  # fmt: skip

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, part_factories(), parent)
        self._is_setting = False
        self.board = QWidget(self.parts)
        self.filters = FilterBar(self.board)
        self.path = PathBar(self.board)
        self.pages = QStackedWidget(self.board)
        # Each part is born where it stays: Qt polishes all of it again when it moves.
        self.splitter = KeptSplitter(context.settings, _SPLITTER, self.pages)
        self.grid = BoardGrid(context.settings, self.splitter)
        self.side = SidePanel(self.splitter)
        self.lines = LinesPage(context.settings, self.pages)
        self.picker = self.filters.add_period(
            context.clock.today(), context.fiscal, Preset.THIS_YEAR
        )
        self.controller = PlansController(
            context.services.plans, context.runner, self, BoardState(self.picker.period),
            context.fiscal,
        )  # fmt: skip
        self.quick = self._add_filters()
        self._build()
        # Of the board, so that its keys are the other pages' own while these are in front.
        self.actions_set = ActionSet(self.board)
        self._wire()
        self.show_state(self.controller.state)

    def _add_filters(self) -> QLineEdit:
        bar, state = self.filters, self.controller.state
        metrics = [(one, lambda m=one: metric_words(m)) for one in Metric]
        shows = [(one, lambda s=one: show_words(s)) for one in Show]
        bar.add_choice("metric", lambda: _("Metric"), metrics)
        self._show_box = bar.add_choice("show", lambda: _("Shown figure"), shows)
        bar.add_choice("rows", lambda: _("Rows"), _row_options(state))
        bar.add_choice("columns", lambda: _("Columns"), _column_options(state))
        # These two say by themselves what they are; readers still hear the names.
        for name in bar.findChildren(QLabel):
            if name.text() in (_("Metric"), _("Shown figure")):
                name.hide()
        quick = bar.add_quick()
        bar.limit(quick, 12, 28)
        return quick

    def _build(self) -> None:
        self.splitter.add_parts(("board", self.grid, 3, 840), ("side", self.side, 2, 560))
        self.pages.addWidget(self.splitter)
        self.pages.addWidget(self.lines)
        board = QVBoxLayout(self.board)
        board.setContentsMargins(0, 0, 0, 0)
        board.setSpacing(0)
        board.addWidget(self.filters)
        board.addWidget(self.path)
        board.addWidget(self.pages, 1)
        self.parts.add_board(self.board, N_("Attainment"))

    def _wire(self) -> None:
        control, grid, lines = self.controller, self.grid, self.lines
        self.filters.changed.connect(self._filters_changed)
        self.filters.left_down.connect(self._into_list)
        self.path.level_wanted.connect(control.go_up)
        self.path.up_wanted.connect(lambda: control.go_up())
        self.path.plan_wanted.connect(lambda name: control.change(plan=name))
        grid.chosen.connect(control.choose)
        grid.opened.connect(control.open_lines)
        grid.add_menu_actions(self._fill_cell_menu)
        grid.table.filter_wanted.connect(self.focus_filter)
        grid.table.selection_summed.connect(self.selection_summed)
        self.side.bar_clicked.connect(control.open_bar)
        lines.back_wanted.connect(lambda: control.go_up())
        lines.more_wanted.connect(control.more_lines)
        lines.table.opened.connect(self._open_customer)
        lines.table.selection_summed.connect(self.selection_summed)
        acts = (lambda: control.open_lines(*grid.current()), self._ask_dimension,
                lambda: control.go_up(), control.swap)  # fmt: skip
        order = (self.quick, self.path.plan_button, grid.table, grid.totals)
        for first, second in pairwise(order):
            self.setTabOrder(first, second)
        for spec, act in zip(_ACTIONS, acts, strict=True):
            self.actions_set.add(spec, act)

    # What the window asks

    def board_reload(self) -> None:
        """Ask for the board."""
        self.controller.reload()

    def retranslate(self) -> None:
        """Show all words in the language of the moment; labels come with the board."""
        self._is_setting = True
        self.filters.retranslate()
        self._is_setting = False
        self.actions_set.retranslate()
        self.parts.retranslate()
        self.grid.retranslate()
        self.lines.retranslate()
        self.show_state(self.controller.state)
        self.controller.reload_words()

    def board_actions(self) -> tuple[QAction, ...]:
        """Return the board's commands."""
        return tuple(self.actions_set)

    def board_table(self) -> ExportTable | None:
        """Return the board, or the lines where they are open, as they are shown."""
        notes = export_notes(self.controller.state, self.controller.board)
        if self.pages.currentWidget() is self.lines:
            return self.lines.exported(notes)
        return self.grid.exported(export_title(self.controller.state), notes)

    def board_filter(self) -> None:
        """Put the keyboard into the board's quick filter."""
        self.filters.focus_quick()

    def board_visit(self, facts: Mapping[str, object]) -> None:
        """Show what another tab, or the way back, asks for (see `state_from`)."""
        self.controller.visit(facts)

    def board_facts(self) -> Mapping[str, object]:
        """Return where the board stands."""
        return {"state": self.controller.state}

    def part_of_draft(self, draft: Draft) -> str:
        """Return the page that takes a draft up, by what its subject begins with."""
        return "sheets" if draft.subject.startswith("programme ") else "plan"

    # What the controller tells

    def show_state(self, state: BoardState) -> None:
        """Set filters, path and page to this state."""
        self._is_setting = True
        self.filters.set_options("rows", _row_options(state))
        self.filters.set_options("columns", _column_options(state))
        choices = {"metric": state.metric, "show": state.show, "rows": state.rows,
                   "columns": state.columns}  # fmt: skip
        self.filters.set_state(FilterState(state.period, choices, self.controller.text))
        # Without columns every figure has one of its own.
        self._show_box.setEnabled(state.columns is not None)
        self._is_setting = False
        self.path.show_path(path_names(state))
        self._show_page(state)

    def _show_page(self, state: BoardState) -> None:
        page = self.splitter if state.lines is None else self.lines
        if state.lines is not None:
            self.lines.clear()
        if page is not self.pages.currentWidget():
            had_focus = self.pages.isAncestorOf(self.focusWidget() or self)
            self.pages.setCurrentWidget(page)
            if had_focus:
                self._into_list()

    def show_board(self, shown: BoardShown) -> None:
        """Show a board."""
        self.grid.show_board(shown)
        self.path.show_hint(shown.hint)
        self.filters.set_hits(len(shown.rows), shown.count)

    def show_plans(self, plans: tuple[str, ...], board: AttainmentBoard) -> None:
        """Show the plans to choose from, and what is in force."""
        self.path.show_plan(plans, self.controller.state.plan, board.plans, board.as_of)

    def show_figures(self, figures: Figures, bars: BarChart | None) -> None:
        """Show the current cell."""
        self.side.show_figures(figures, bars)

    def show_pace(self, figures: Figures, chart: PaceChart) -> None:
        """Show the current cell's pace line."""
        self.side.show_pace(figures, chart)

    def show_lines(self, shown: LinesShown) -> None:
        """Show the lines behind a figure."""
        self.lines.show_lines(shown)

    def go(self, state: BoardState) -> None:
        """Leave for another state, through the window, so that "back" returns here."""
        self.place_requested.emit(Place(self.key, {"state": state}))

    def say(self, text: str) -> None:
        """Tell something in passing."""
        self.message_requested.emit(text, Tone.INFO, ())

    # Inside

    @Slot(object)
    def _filters_changed(self, state: FilterState) -> None:
        if self._is_setting:
            return
        self.controller.filter(state.text, state.period, state.choices)

    @Slot()
    def _into_list(self) -> None:
        table = self.lines.table if self.pages.currentWidget() is self.lines else self.grid.table
        table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_cell_menu(self, menu: QMenu, _row: object) -> None:
        menu.addAction(self.actions_set["lines"])
        self.fill_ways_down(menu.addMenu(_("Break down by")))

    def fill_ways_down(self, menu: QMenu) -> None:
        """Add the dimensions that the current cell can be broken down by."""
        at = self.grid.current()
        for way in self.controller.ways_down(*at):
            action = menu.addAction(QIcon(), dimension_words(way))
            action.triggered.connect(lambda _on=False, d=way: self.controller.break_down(*at, d))

    def _ask_dimension(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(_("Break down by"))
        self.fill_ways_down(menu)
        table = self.grid.table
        place = table.visualRect(table.currentIndex()).bottomLeft()
        menu.popup(table.viewport().mapToGlobal(place))
        first = menu.actions()[:1]
        for action in first:
            menu.setActiveAction(action)

    @Slot(object)
    def _open_customer(self, row: DocumentLineRow) -> None:
        self.place_requested.emit(Place("accounts", {"customer_code": row.customer_code}))


def _row_options(state: BoardState):
    return [(one, lambda d=one: dimension_words(d)) for one in dimensions_of(state.metric)]


def _column_options(state: BoardState):
    return [
        (one, lambda d=one: dimension_words(d) if d is not None else _("Totals only"))
        for one in columns_of(state.metric)
    ]
