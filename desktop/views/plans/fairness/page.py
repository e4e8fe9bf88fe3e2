"""The page "Fair start": its widgets and connections; the controller decides what they mean."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.services.exports.people import ExportTable
from desktop.services.plans.fairness_data import FairBook, FairRow
from desktop.tone import Tone
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.filter_bar import FilterState
from desktop.views.icons import show_shape
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.plain_text import label
from desktop.views.plans.fairness.columns import fair_columns, level_columns, totals_of
from desktop.views.plans.fairness.controller import FairnessController
from desktop.views.plans.fairness.pictures import dots_of, figures_of
from desktop.views.plans.fairness.words import (
    attaining_words,
    empty_words,
    flags_words,
    method_words,
)
from desktop.views.plans.side_panel import FigurePanel, SideChart
from desktop.views.plans.version_part import VersionPart
from desktop.views.plans.versions.words import choice_words
from desktop.views.side_scroll import SideScroll
from desktop.views.tab import Place, TabContext
from desktop.views.table_pane import TablePane
from desktop.views.table_view import TableView

_SPLITTER, _LIST = "plans.fairness.splitter", "plans.fairness.list"
_ACTIONS = (
    ActionSpec("sheet", N_("Target &sheets"), "",
               N_("Go to the target sheets (Enter in the list)")),
)  # fmt: skip
#: A dot with the room around it, in lines of text.
_DOT_LINES = 1.05


class FairnessPage(VersionPart):
    """Every rep's target beside what he sold and could sell, and who is expected to attain."""

    controller: FairnessController

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._tone = Tone.NONE
        self._book: FairBook | None = None
        self.splitter = KeptSplitter(context.settings, _SPLITTER, self)
        self.left = QWidget(self.splitter)
        self.pane = TablePane(
            fair_columns(None), name=N_("Fair start"), row_id=lambda row: row.rep_id,
            parent=self.left,
        )  # fmt: skip
        self._shape, self.verdict = QLabel(self.left), label("", self.left)
        self.flags = label("", self.left, role="muted")
        self.side = SideScroll(self.splitter)
        inside = QWidget(self.side.viewport())
        self.figures = FigurePanel(inside)
        self.dots = SideChart(inside)
        self.levels = TableView(level_columns(), name=N_("Levels of the target"), parent=inside)
        self.method = label("", inside, role="muted")
        self.controller = FairnessController(context.services, context.runner, self)
        self._build(inside)
        self.actions_set = ActionSet(self)
        self._wire()

    def _build(self, inside: QWidget) -> None:
        for words in (self.verdict, self.flags, self.method):
            words.setWordWrap(True)
        self.method.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        verdict = QHBoxLayout()
        verdict.setSpacing(8)
        verdict.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        verdict.addWidget(self.verdict, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 8)
        foot.setSpacing(4)
        foot.addLayout(verdict)
        foot.addWidget(self.flags)
        column = QVBoxLayout(self.left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pane, 1)
        column.addLayout(foot)
        stack = QVBoxLayout(inside)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(1)
        stack.addWidget(self.figures)
        stack.addWidget(self.dots, 1)
        stack.addWidget(self.levels)
        notes = QVBoxLayout()
        notes.setContentsMargins(16, 8, 16, 16)
        notes.addWidget(self.method)
        stack.addLayout(notes)
        self.side.setWidget(inside)
        self.splitter.add_parts(("list", self.left, 3, 920), ("side", self.side, 2, 500))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addWidget(self.splitter, 1)

    def _wire(self) -> None:
        table = self.pane.table
        table.keep_layout(self.context.settings, _LIST)
        self.filters.changed.connect(self._filters_changed)
        table.opened.connect(lambda _row: self._open_sheet())
        table.filter_wanted.connect(self.focus_filter)
        table.add_menu_actions(self._fill_menu)
        for one in (table, self.levels):
            one.selection_summed.connect(self.selection_summed)
        self.dots.bar_clicked.connect(table.select_row)
        self.actions_set.add(_ACTIONS[0], self._open_sheet)

    # What the tab asks

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        super().retranslate()
        self.actions_set.retranslate()
        self.pane.retranslate()
        self.levels.retranslate()
        if self._book is not None:
            self.show_book(self._book)

    def export_table(self) -> ExportTable | None:
        """Return the list as it is shown, with how it was reckoned."""
        book = self._book
        if book is None or not book.rows:
            return None
        title = _("Fair start of the plan {plan}").format(plan=book.card.name)
        notes = (
            (_("Plan"), choice_words(book.card)),
            (_("Reps expected to attain"), self.verdict.text()),
            (_("Beside the others"), self.flags.text()),
            (_("How it is reckoned"), self.method.text()),
        )
        return self.pane.exported(title, notes)

    # What the controller tells

    def show_book(self, book: FairBook | None) -> None:
        """Show a test, or what to do where there is nothing to test."""
        before, self._book = self._book, book
        table = self.pane.table
        empty = empty_words(has_plan=book is not None)
        table.set_empty_text(empty)
        rows = () if book is None else book.rows
        if book is not None and (before is None or before.by_potential != book.by_potential):
            table.rows_model.set_columns(fair_columns(book))
            table.column_layout.restore()
        table.set_rows(rows)
        self.side.setVisible(bool(rows))
        if book is None or not rows:
            self.pane.set_totals(None)
            self._tone = Tone.NONE
            self.verdict.clear()
            self.flags.clear()
        else:
            self.pane.set_totals(totals_of(book))
            words, self._tone = attaining_words(book)
            self.verdict.setText(words)
            self.flags.setText(flags_words(book))
            self.method.setText(method_words(book))
            self.figures.show_figures(figures_of(book))
            self.dots.show_chart(dots_of(book, empty))
            self.levels.set_rows(book.levels)
            if table.current_row() is None:
                table.select_row(rows[0].rep_id)
        self.actions_set["sheet"].setEnabled(bool(rows))
        self._fit()

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence."""
        self.pane.set_totals(None)
        self.pane.table.set_empty_text(text)
        self.pane.table.set_rows(())
        self.side.hide()
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette or font."""
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in kinds and hasattr(self, "actions_set"):
            self._fit()

    # Inside

    def _fit(self) -> None:
        """Give the shape the text's size, the dots a line each, the levels their rows."""
        line = self.fontMetrics().height()
        show_shape(self._shape, self._tone, self)
        book = self._book
        dots = 0 if book is None else len(book.rows)
        self.dots.setMinimumHeight(round(line * (6 + _DOT_LINES * dots)))
        count = 0 if book is None else len(book.levels)
        head = self.levels.horizontalHeader().sizeHint().height()
        self.levels.setFixedHeight(head + count * self.levels.verticalHeader().defaultSectionSize()
                                   + 2 * self.levels.frameWidth() + line // 2)  # fmt: skip

    def _open_sheet(self) -> None:
        if isinstance(self.pane.table.current_row(), FairRow):
            self.place_requested.emit(Place("plans", {"part": "sheets"}))

    @Slot(object)
    def _filters_changed(self, state: FilterState) -> None:
        version_id = state.choices.get("version")
        if not self._is_setting and isinstance(version_id, int):
            self.controller.choose_version(version_id)

    def _fill_menu(self, menu: QMenu, _row: FairRow) -> None:
        menu.addAction(self.actions_set["sheet"])
