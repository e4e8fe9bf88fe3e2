"""The page "Checks": its widgets and connections; the controller decides what they mean."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.periods import Month
from desktop.services.entries.checks_data import CheckBook, CheckRow
from desktop.services.exports.people import ExportTable
from desktop.tone import Tone
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.activity.checks.columns import check_columns
from desktop.views.activity.checks.controller import ChecksController
from desktop.views.activity.checks.dialogs import DecideDialog, SampleDialog
from desktop.views.activity.checks.panel import CheckPanel
from desktop.views.activity.checks.state import Standing, kinds_of
from desktop.views.activity.checks.words import (
    STANDINGS,
    empty_words,
    kind_words,
    sum_words,
)
from desktop.views.filter_bar import FilterBar, FilterState, Options
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.parts import TabPart, is_shut
from desktop.views.plain_text import label
from desktop.views.request_dialog import RequestDialog
from desktop.views.tab import TabContext
from desktop.views.table_view import TableView

_SPLITTER, _LIST = "activity.checks.splitter", "activity.checks.list"
_ACTIONS = (
    ActionSpec("decide", N_("&Say what was found…"), "Ctrl+Return",
               N_("Enter what the second look found (Enter in the list)")),
    ActionSpec("sample", N_("&Draw sample…"), "Ctrl+N",
               N_("Draw visits of a month by chance for call backs")),
)  # fmt: skip


class ChecksPage(TabPart):
    """Second looks at the left, the report that is looked at at the right."""

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_setting = False
        self.dialog: RequestDialog | None = None
        self.filters = FilterBar(self)
        self.filters.add_choice("standing", lambda: _("State"), _standing_options())
        self.filters.add_choice("kind", lambda: _("Kind"), _kind_options(None))
        self.filters.limit(self.filters.add_quick(), 12, 24)
        self.filters.add_button(lambda: _("Draw sample…"), lambda: self.controller.begin_sample())
        self.splitter = KeptSplitter(context.settings, _SPLITTER, self)
        self.table = TableView(
            check_columns(context.currency), name=N_("Second looks"), row_id=lambda row: row.id,
            parent=self.splitter,
        )  # fmt: skip
        self.panel = CheckPanel(context.currency, self.splitter)
        self.note = label("", self, role="muted")
        self.controller = ChecksController(context.services, context.runner, self, context.clock)
        self.actions_set = ActionSet(self)
        self._build()
        self._wire()

    def _build(self) -> None:
        self.splitter.add_parts(("list", self.table, 3, 900), ("panel", self.panel, 2, 460))
        self.note.setContentsMargins(16, 6, 16, 6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addWidget(self.splitter, 1)
        layout.addWidget(self.note)

    def _wire(self) -> None:
        control, table = self.controller, self.table
        table.keep_layout(self.context.settings, _LIST)
        self.actions_set.add(_ACTIONS[0], control.begin_decide)
        self.actions_set.add(_ACTIONS[1], control.begin_sample)
        self.filters.changed.connect(self._filters_changed)
        self.filters.left_down.connect(lambda: table.setFocus(Qt.FocusReason.OtherFocusReason))
        table.current_changed.connect(self._chosen)
        table.opened.connect(lambda _row: control.begin_decide())
        table.selection_summed.connect(self.selection_summed)
        table.filter_wanted.connect(self.focus_filter)
        table.add_menu_actions(self._fill_menu)
        self.panel.decision_wanted.connect(control.begin_decide)

    # What the tab asks

    def reload(self) -> None:
        """Ask for the second looks."""
        self.controller.reload()

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self._is_setting = True
        self.filters.retranslate()
        self._is_setting = False
        self.actions_set.retranslate()
        self.table.retranslate()
        self.panel.retranslate()
        self.controller.show_again()

    def menu_actions(self) -> tuple[QAction, ...]:
        """Return the page's commands."""
        return tuple(self.actions_set)

    def export_table(self) -> ExportTable | None:
        """Return the list as it is filtered."""
        book = self.controller.book
        if book is None or not self.controller.rows:
            return None
        return self.table.exported(_("Second looks"), None, ((_("State"), sum_words(book)),))

    def focus_filter(self) -> None:
        """Put the keyboard into the quick filter."""
        self.filters.focus_quick()

    def can_close(self) -> bool:
        """Whether no form is open; one that is comes to the front."""
        return is_shut(self.dialog)

    # What the controller tells

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence."""
        self.table.set_empty_text(text)
        self.table.set_rows(())
        self.show_current(None)

    def show_book(self, book: CheckBook, rows: tuple[CheckRow, ...]) -> None:
        """Show the second looks that the filters let through."""
        state = self.controller.state
        self._is_setting = True
        self.filters.set_options("kind", _kind_options(book))
        choices = {"standing": str(state.standing), "kind": state.kind}
        self.filters.set_state(FilterState(None, choices, state.text))
        self.table.set_empty_text(empty_words(book, state))
        self.table.set_rows(rows)
        if state.check_id is not None:
            self.table.select_row(state.check_id)
        self._is_setting = False
        self.filters.set_hits(len(rows), len(book.rows))
        self.note.setText(sum_words(book))

    def show_current(self, row: CheckRow | None) -> None:
        """Show a second look in the panel."""
        self.panel.show_check(row, may_decide=self.controller.may_decide)
        self.actions_set["decide"].setEnabled(self.controller.may_decide)
        self.actions_set["sample"].setEnabled(self.controller.may_draw)

    def open_decide(self, row: CheckRow) -> None:
        """Open the form of a finding."""
        dialog = DecideDialog(row, self.context.currency, self.window())
        dialog.submitted.connect(
            lambda texts: self.controller.save_decision(row, dialog.attempt, texts, dialog)
        )
        self._open(dialog)

    def open_sample(self) -> None:
        """Open the form of a sample."""
        dialog = SampleDialog(Month.of(self.context.clock.today()), self.window())
        dialog.submitted.connect(
            lambda texts: self.controller.save_sample(dialog.attempt, texts, dialog)
        )
        self._open(dialog)

    def say(self, words: str) -> None:
        """Tell that something was done."""
        self.message_requested.emit(words, Tone.GOOD, ())

    # Inside

    def _open(self, dialog: RequestDialog) -> None:
        if not is_shut(self.dialog):
            dialog.deleteLater()
            return
        self.dialog = dialog
        dialog.finished.connect(self._forget_dialog)
        dialog.open()

    @Slot()
    def _forget_dialog(self) -> None:
        self.dialog = None

    def _fill_menu(self, menu: QMenu, _row: object) -> None:
        menu.addAction(self.actions_set["decide"])

    @Slot(object)
    def _chosen(self, row: CheckRow | None) -> None:
        if not self._is_setting:
            self.controller.choose(row)

    @Slot(object)
    def _filters_changed(self, state: FilterState) -> None:
        if not self._is_setting:
            standing = Standing(str(state.choices["standing"]))
            self.controller.filter(standing, str(state.choices["kind"] or ""), state.text)


def _standing_options() -> Options:
    return [(str(one), partial(_, words)) for one, words in STANDINGS.items()]


def _kind_options(book: CheckBook | None) -> Options:
    kinds = [(str(kind), partial(kind_words, kind)) for kind in kinds_of(book)]
    return [("", lambda: _("All")), *kinds]
