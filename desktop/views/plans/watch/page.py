"""The page "Watch": its widgets and connections; the controller decides what they mean."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from desktop.enums import Metric
from desktop.i18n import N_, _
from desktop.services import formats
from desktop.services.charts.data import PaceChart, WaterfallChart
from desktop.services.exports.people import ExportTable
from desktop.services.plans.watching_data import CauseSheet, WatchRow, WatchSheet
from desktop.services.rules.variance import Cause
from desktop.tone import Tone
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.charts import ChartView
from desktop.views.filter_bar import FilterBar, FilterState
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.parts import TabPart
from desktop.views.period_choice import Preset
from desktop.views.plain_text import label
from desktop.views.plans.state import BoardState
from desktop.views.plans.watch.cause_rows import CauseRows
from desktop.views.plans.watch.controller import WatchController
from desktop.views.plans.watch.heat import HeatMap
from desktop.views.plans.watch.reps import RepList
from desktop.views.plans.watch.state import BEFORE, NOW, Picture, WatchState
from desktop.views.plans.watch.words import as_of_words, cause_words
from desktop.views.plans.words import metric_words
from desktop.views.side_scroll import SideScroll
from desktop.views.tab import Place, TabContext

_ROWS, _PICTURES = "plans.watch.rows", "plans.watch.pictures"
#: Below so many lines of text a picture says nothing.
_PACE_LINES, _PICTURE_LINES = 11, 14
_ACTIONS = (
    ActionSpec("lines", N_("Show the &lines behind"), "Ctrl+Return",
               N_("Open the documents' lines behind the current row or month (Enter)")),
    ActionSpec("bars", N_("Open a &bar of the waterfall…"), "Ctrl+B",
               N_("Choose a bar by the keyboard and see what is behind it")),
    ActionSpec("turn", N_("Months or &year before"), "Ctrl+Shift+M",
               N_("Show the other picture at the right: the months, or the year before")),
)  # fmt: skip


class WatchPage(TabPart):
    """The branch and its reps against the plan in force, with pace, months and causes."""

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_setting = False
        self._causes: CauseRows | None = None
        self.filters = FilterBar(self)
        self.picker = self.filters.add_period(
            context.clock.today(), context.fiscal, Preset.THIS_YEAR
        )
        metrics = [(one, lambda m=one: metric_words(m)) for one in Metric]
        self.filters.add_choice("metric", lambda: _("Metric"), metrics)
        self.pages = QStackedWidget(self)
        self.rows = KeptSplitter(context.settings, _ROWS, self.pages)
        self.reps = RepList(context.settings, self.rows)
        self.scrolled = SideScroll(self.rows)
        self.side = KeptSplitter(context.settings, _PICTURES, self.scrolled)
        self.pace = ChartView(self.side)
        self.pictures = QTabWidget(self.side)
        self.heat = HeatMap(self.pictures)
        self._fall = QWidget(self.pictures)
        self.causes = ChartView(self._fall)
        self._why = label("", self._fall, role="muted")
        self.controller = WatchController(
            context.services.plan_watch, context.services.plans, context.runner, self,
            WatchState(self.picker.period), context.fiscal,
        )  # fmt: skip
        self._build()
        self.actions_set = ActionSet(self)
        self._wire()

    def _build(self) -> None:
        for name in self.filters.findChildren(QLabel):
            # The box says by itself what it is; readers still hear its name.
            if name.text() == _("Metric"):
                name.hide()
        self._why.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._why.setWordWrap(True)
        fall = QVBoxLayout(self._fall)
        fall.setContentsMargins(0, 0, 0, 0)
        fall.addWidget(self.causes, 1)
        fall.addWidget(self._why, 1)
        self._why.hide()
        self.pictures.setDocumentMode(True)
        self.pictures.addTab(self.heat, _("By month"))
        self.pictures.addTab(self._fall, _("Against the year before"))
        self.pictures.setAccessibleName(_("Pictures"))
        self.side.setOrientation(Qt.Orientation.Vertical)
        self.side.add_parts(("pace", self.pace, 2, 270), ("pictures", self.pictures, 3, 430))
        self.scrolled.setWidget(self.side)
        self.rows.add_parts(("reps", self.reps, 3, 800), ("side", self.scrolled, 2, 620))
        self._limit()
        self.pages.addWidget(self.rows)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addWidget(self.pages, 1)

    def _limit(self) -> None:
        """Keep each picture so high that it can be read; a low window scrolls to the second."""
        line = self.fontMetrics().height()
        self.pace.setMinimumHeight(line * _PACE_LINES)
        self.pictures.setMinimumHeight(line * _PICTURE_LINES)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "actions_set"):
            self._limit()

    def _wire(self) -> None:
        control, table = self.controller, self.reps.table
        self.filters.changed.connect(self._filters_changed)
        table.rows_model.on_sort = control.sort
        table.current_changed.connect(self._row_changed)
        table.opened.connect(lambda row: control.open_row(row.code))
        table.selection_summed.connect(self.selection_summed)
        table.filter_wanted.connect(self.focus_filter)
        table.add_menu_actions(lambda menu, _row: menu.addAction(self.actions_set["lines"]))
        self.pace.bar_clicked.connect(control.open_day)
        self.causes.bar_clicked.connect(control.open_bar)
        self.heat.opened.connect(control.open_month)
        self.heat.row_opened.connect(control.open_row)
        self.heat.table.selection_summed.connect(self.selection_summed)
        self.heat.table.filter_wanted.connect(self.focus_filter)
        self.heat.table.add_menu_actions(
            lambda menu, _row: menu.addAction(self.actions_set["lines"])
        )
        self.pictures.currentChanged.connect(self._turned)
        for spec, act in zip(_ACTIONS, (self._open, self._ask_bar, self._turn), strict=True):
            self.actions_set.add(spec, act)
        self.setTabOrder(table, self.heat.table)

    # What the tab asks

    def reload(self) -> None:
        """Ask for the sheet."""
        self.controller.reload()

    def retranslate(self) -> None:
        """Show all words in the language of the moment; sentences come with the figures."""
        self._is_setting = True
        self.filters.retranslate()
        self._is_setting = False
        self.actions_set.retranslate()
        self.pictures.setTabText(0, _("By month"))
        self.pictures.setTabText(1, _("Against the year before"))
        self.pictures.setAccessibleName(_("Pictures"))
        self.reps.retranslate()
        self.heat.retranslate()
        if self._causes is not None:
            self._causes.retranslate()
        if not self.is_stale:
            self.controller.reload()

    def menu_actions(self) -> tuple[QAction, ...]:
        """Return the page's commands."""
        return tuple(self.actions_set)

    def export_table(self) -> ExportTable | None:
        """Return the reps as they are shown, or the rows behind the bar that is open."""
        if self._causes is not None and self.pages.currentWidget() is self._causes:
            return self._causes.exported()
        sheet = self.controller.sheet
        if sheet is None:
            return None
        metric, period = metric_words(sheet.metric), formats.period(sheet.period)
        title = _("{metric} against the plan, {period}").format(metric=metric, period=period)
        notes = ((_("As of"), as_of_words(sheet)), (_("Currency"), sheet.currency))
        return self.reps.exported(title, notes)

    def focus_filter(self) -> None:
        """Put the keyboard into the first filter: the page has no list to be searched."""
        self.picker.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # What the controller tells

    def show_state(self, state: WatchState) -> None:
        """Set filters and pages to this state."""
        self._is_setting = True
        self.filters.set_state(FilterState(state.period, {"metric": state.metric}))
        self._is_setting = False
        if state.cause is None and self.pages.currentWidget() is not self.rows:
            self.pages.setCurrentWidget(self.rows)
            self.reps.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_sheet(self, sheet: WatchSheet | None, rows: tuple[WatchRow, ...], empty: str) -> None:
        """Show the branch and its reps in this order, or why there is nothing."""
        self._is_setting = True
        self.reps.show_sheet(sheet, rows, empty)
        self.heat.show_sheet(sheet, rows, empty)
        self.reps.stand_on(self.controller.current())
        self._is_setting = False
        if sheet is None or not rows:
            self.pace.show_chart(None)
            self.causes.show_chart(None)
        self.actions_set["lines"].setEnabled(bool(rows))
        self.actions_set["bars"].setEnabled(self.controller.causes is not None)

    def show_outlook(self, row: WatchRow | None, text: str) -> None:
        """Say where the current row ends."""
        self.reps.show_outlook(row, text)

    def show_pace(self, chart: PaceChart) -> None:
        """Show the current row's pace line."""
        self.pace.show_chart(chart)

    def show_causes(self, chart: WaterfallChart | None, empty: str) -> None:
        """Show the waterfall, or why there is none."""
        self.causes.show_chart(chart)
        self.causes.setVisible(chart is not None)
        self._why.setText(empty)
        self._why.setVisible(chart is None)
        self.actions_set["bars"].setEnabled(chart is not None and not chart.is_empty)

    def show_cause(self, sheet: CauseSheet, cause: Cause) -> None:
        """Show the rows behind a bar."""
        if self._causes is None:
            self._causes = CauseRows(self.pages)
            self._causes.back_wanted.connect(self.controller.close_cause)
            self._causes.opened.connect(self.controller.open_cause_row)
            self._causes.pane.table.selection_summed.connect(self.selection_summed)
            self._causes.pane.table.filter_wanted.connect(self.focus_filter)
            self.pages.addWidget(self._causes)
        self._causes.show_cause(sheet, cause)
        self.pages.setCurrentWidget(self._causes)
        self._causes.pane.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def go(self, state: BoardState) -> None:
        """Show a figure's lines on the board, through the window, so that "back" returns here."""
        self.place_requested.emit(Place("plans", {"state": state}))

    def say(self, text: str) -> None:
        """Tell something in passing."""
        self.message_requested.emit(text, Tone.INFO, ())

    # Inside

    @Slot(object)
    def _filters_changed(self, state: FilterState) -> None:
        if not self._is_setting:
            self.controller.filter(state.choices, state.period)

    @Slot(object)
    def _row_changed(self, row: WatchRow | None) -> None:
        if row is not None and not self._is_setting:
            self.controller.choose(row.code)

    @Slot(int)
    def _turned(self, place: int) -> None:
        self.controller.show_picture(Picture.CAUSES if place else Picture.MONTHS)

    def _turn(self) -> None:
        self.pictures.setCurrentIndex(1 - self.pictures.currentIndex())

    def _open(self) -> None:
        table = self.heat.table if self.heat.table.hasFocus() else self.reps.table
        row = table.current_row()
        if row is not None:
            table.opened.emit(row)

    def _ask_bar(self) -> None:
        found = self.controller.causes
        if found is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(_("Open a bar of the waterfall"))
        bars = [(BEFORE, _("Year before")), *((cause, cause_words(cause, found.metric))
                for cause, _amount in found.bars), (NOW, _("This period"))]  # fmt: skip
        for key, words in bars:
            menu.addAction(words).triggered.connect(partial(self._bar_chosen, key))
        menu.popup(self.pictures.mapToGlobal(self.pictures.rect().topLeft()))
        menu.setActiveAction(menu.actions()[0])

    def _bar_chosen(self, key: object, _on: bool = False) -> None:
        self.controller.open_bar(key)
