"""The page "Week plan": its widgets and connections; the controller decides what they mean."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import N_, _, language
from desktop.services.exports.people import ExportTable
from desktop.services.weeks.data import (
    LineState,
    ProposalSheet,
    WeekLine,
    WeekRow,
    WeekSheet,
)
from desktop.tone import Tone
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.activity.week.columns import rep_columns
from desktop.views.activity.week.controller import WeekController, printed
from desktop.views.activity.week.dialogs import (
    AddVisitDialog,
    FateDialog,
    ProposalDialog,
    ReturnDialog,
)
from desktop.views.activity.week.panel import WeekPanel
from desktop.views.activity.week.words import week_words
from desktop.views.filter_bar import tool_button
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.message_bar import MessageAction
from desktop.views.parts import TabPart, is_shut
from desktop.views.plain_text import heading
from desktop.views.request_dialog import RequestDialog
from desktop.views.tab import PrintRequest, TabContext
from desktop.views.table_view import TableView

_ACTIONS = (
    ActionSpec("propose", N_("&Propose visits…"), "Ctrl+G",
               N_("Propose visits from class, last visit, promises, overdue money, programme")),
    ActionSpec("add", N_("&Add visit…"), "Ctrl+N", N_("Plan a visit of this week"), "plus"),
    ActionSpec("submit", N_("&Submit week"), "", N_("Lay the week before the manager")),
    ActionSpec("approve", N_("Appro&ve week"), "", N_("Approve the week that was submitted")),
    ActionSpec("return", N_("&Return week…"), "", N_("Give the week back with a note")),
    ActionSpec("explain", N_("&Give a reason or another day…"), "Ctrl+Return",
               N_("Say why the current visit was not made, or move it")),
    ActionSpec("close", N_("&Close week"), "", N_("Close a week whose visits are all explained")),
    ActionSpec("before", N_("Week &before"), "Alt+PgUp", N_("Show the week before")),
    ActionSpec("after", N_("Week a&fter"), "Alt+PgDown", N_("Show the week after")),
)  # fmt: skip
_DAYS = tuple(
    ActionSpec(f"day{place}", N_("Move to this weekday"), f"Ctrl+{place}") for place in range(1, 8)
)


class WeekPage(TabPart):
    """The reps with their weeks' states at the left, the week of one at the right."""

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_setting = False
        self.dialog: RequestDialog | None = None
        self.week = heading("", self)
        self.turns = (tool_button("left", "", self), tool_button("right", "", self))
        self.today = QPushButton(self)
        self.splitter = KeptSplitter(context.settings, "activity.week.splitter", self)
        self.reps = TableView(
            rep_columns(), name=N_("Reps and their weeks"), row_id=lambda row: row.rep.id,
            parent=self.splitter,
        )  # fmt: skip
        self.reps.keep_layout(context.settings, "activity.week.reps")
        self.panel = WeekPanel(context.settings, context.currency, self.splitter)
        self.controller = WeekController(context.services, context.runner, self, context.clock)
        self.actions_set = ActionSet(self)
        self._build()
        self._wire()
        self._name()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(8)
        for widget in (self.turns[0], self.week, self.turns[1], self.today):
            head.addWidget(widget)
        head.addStretch(1)
        self.splitter.add_parts(("reps", self.reps, 2, 520), ("week", self.panel, 3, 860))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.splitter, 1)

    def _wire(self) -> None:
        control, panel = self.controller, self.panel
        acts: dict[str, Callable[[], None]] = {
            "propose": control.propose,
            "add": lambda: control.begin_add(panel.current_day()),
            "submit": control.submit,
            "approve": control.approve,
            "return": control.begin_return,
            "explain": self._explain,
            "close": control.close,
            "before": lambda: control.turn(-1),
            "after": lambda: control.turn(1),
        }
        for spec in _ACTIONS:
            self.actions_set.add(spec, acts[spec.key])
        for place, spec in enumerate(_DAYS):
            self.actions_set.add(spec, partial(self._move, place))
        panel.wanted.connect(lambda key: acts[key]())
        self.turns[0].clicked.connect(lambda: control.turn(-1))
        self.turns[1].clicked.connect(lambda: control.turn(1))
        self.today.clicked.connect(lambda: control.turn(0))
        self.reps.current_changed.connect(self._chosen)
        self.reps.opened.connect(lambda _row: panel.table.setFocus(Qt.FocusReason.OtherFocusReason))
        for table in (self.reps, panel.table):
            table.selection_summed.connect(self.selection_summed)
        panel.table.opened.connect(lambda _row: self._explain())
        panel.table.drop_wanted.connect(self._remove)
        panel.table.current_changed.connect(lambda _row: self._allow())
        panel.table.add_menu_actions(self._fill_menu)

    def _name(self) -> None:
        self.today.setText(_("This week"))
        for button, words, key in (
            (self.turns[0], _("Week before"), "Alt+PgUp"),
            (self.turns[1], _("Week after"), "Alt+PgDown"),
        ):
            button.setAccessibleName(words)
            button.setToolTip(_("{what} ({key})").format(what=words, key=key))
        self.week.setText(week_words(self.controller.monday))
        self.panel.retranslate()

    # What the tab asks

    def reload(self) -> None:
        """Ask for the weeks."""
        self.controller.reload()

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self.actions_set.retranslate()
        self.reps.retranslate()
        self._name()
        self.controller.show_again()

    def menu_actions(self) -> tuple[QAction, ...]:
        """Return the page's commands."""
        return tuple(self.actions_set[spec.key] for spec in _ACTIONS)

    def export_table(self) -> ExportTable | None:
        """Return the visits of the week that is shown."""
        sheet = self.controller.sheet
        if sheet is None or not sheet.lines:
            return None
        facts = ((_("Rep"), sheet.rep.name), (_("Week"), week_words(sheet.monday)))
        return self.panel.table.exported(_("Visits of the week"), None, facts)

    def print_request(self) -> PrintRequest | None:
        """Return the printed week plan of the rep that is shown."""
        from desktop.services.plans.printing import print_week_plan

        sheet = self.controller.sheet
        if sheet is None:
            return None
        data, moment, speaks = printed(sheet), self.context.clock.now().astimezone(), language()
        title = _("Week plan of {name}").format(name=sheet.rep.name)
        return PrintRequest(title, lambda: print_week_plan(data, moment, speaks).content, title)

    def focus_filter(self) -> None:
        """Put the keyboard into the list of reps; the page has no filter."""
        self.reps.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def can_close(self) -> bool:
        """Whether no form is open; one that is comes to the front."""
        return is_shut(self.dialog)

    # What the controller tells

    def show_waiting(self, text: str) -> None:
        """Show no reps, and this sentence."""
        self.reps.set_empty_text(text)
        self.reps.set_rows(())
        self.show_week(None)

    def show_board(self, rows: tuple[WeekRow, ...]) -> None:
        """Show the reps with the states of their weeks."""
        self._is_setting = True
        self.week.setText(week_words(self.controller.monday))
        self.reps.set_empty_text(_("Nobody is in the field in this week."))
        self.reps.set_rows(rows)
        if self.controller.rep_id is not None:
            self.reps.select_row(self.controller.rep_id)
        self._is_setting = False

    def show_week(self, sheet: WeekSheet | None) -> None:
        """Show a rep's week."""
        self.panel.show_week(sheet, _("Reps who are in the field stand at the left."))
        self._allow()

    def open_proposal(self, found: ProposalSheet) -> None:
        """Open the form that takes over a proposal."""
        dialog = ProposalDialog(found, self.context.currency, self.window())
        dialog.submitted.connect(
            lambda places: self.controller.take_proposal(
                found, places, dialog.attempt, dialog, self.context.currency
            )
        )
        self._open(dialog)

    def open_add(self, sheet: WeekSheet, day: date) -> None:
        """Open the form of a new visit."""
        dialog = AddVisitDialog(sheet, day, self.window())
        dialog.submitted.connect(
            lambda texts: self.controller.add(sheet, texts, dialog.attempt, dialog)
        )
        self._open(dialog)

    def open_fate(self, sheet: WeekSheet, line: WeekLine) -> None:
        """Open the form of a visit that was not made."""
        dialog = FateDialog(line, self.window())
        dialog.submitted.connect(
            lambda texts: self.controller.tell(line, texts, dialog.attempt, dialog)
        )
        self._open(dialog)

    def open_return(self, sheet: WeekSheet) -> None:
        """Open the form that returns a week."""
        dialog = ReturnDialog(sheet, self.window())
        dialog.submitted.connect(
            lambda note: self.controller.send_back(sheet, note, dialog.attempt, dialog)
        )
        self._open(dialog)

    def tell_removed(self, line: WeekLine, put_back: Callable[[], None]) -> None:
        """Say that a visit was taken out, and offer to put it back."""
        words = _("The visit of {customer} was taken out.").format(customer=line.customer)
        self.message_requested.emit(words, Tone.INFO, (MessageAction(_("Put it back"), put_back),))

    def show_refusal(self, words: str) -> None:
        """Say why a command without a form was not carried out."""
        self.message_requested.emit(words, Tone.BAD, ())

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

    def _allow(self) -> None:
        control, line = self.controller, self.panel.current()
        can_tell = line is not None and line.state not in (LineState.DONE, LineState.MOVED)
        allowed = {
            "propose": control.may_plan,
            "add": control.may_plan,
            "submit": control.may_submit,
            "approve": control.may_approve,
            "return": control.may_return,
            "explain": control.may_tell and can_tell,
            "close": control.may_close,
        }
        for key, is_allowed in allowed.items():
            self.actions_set[key].setEnabled(is_allowed)
            self.panel.buttons[key].setEnabled(is_allowed)

    def _explain(self) -> None:
        line = self.panel.current()
        if line is not None:
            self.controller.begin_fate(line)

    def _remove(self) -> None:
        line = self.panel.current()
        if line is not None:
            self.controller.remove(line)

    def _move(self, place: int) -> None:
        line = self.panel.current()
        if line is not None:
            self.controller.move(line, self.controller.monday + timedelta(days=place))

    def _fill_menu(self, menu: QMenu, _row: object) -> None:
        menu.addAction(self.actions_set["explain"])

    @Slot(object)
    def _chosen(self, row: WeekRow | None) -> None:
        if not self._is_setting:
            self.controller.choose(row)
