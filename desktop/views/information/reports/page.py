"""The page "Report calendar": widgets and connections; the controller decides what they mean."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.services.exports.people import ExportTable
from desktop.services.information.report_data import (
    DueCell,
    DutyRow,
    ReportCalendar,
    ReporterRow,
)
from desktop.tone import Tone
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.filter_bar import FilterBar, FilterState
from desktop.views.icons import show_shape
from desktop.views.information.reports.columns import (
    ReminderRow,
    reminder_columns,
    reminder_rows,
)
from desktop.views.information.reports.controller import ReportsController
from desktop.views.information.reports.dialogs import DutyDialog, ExcuseDialog, TickDialog
from desktop.views.information.reports.legend import StateLegend
from desktop.views.information.reports.matrix import ReportMatrix
from desktop.views.information.reports.words import (
    duty_words,
    empty_words,
    reminder_text,
    reminder_words,
    rule_words,
    sum_words,
)
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.parts import TabPart, is_shut
from desktop.views.plain_text import heading, label
from desktop.views.request_dialog import RequestDialog
from desktop.views.tab import TabContext
from desktop.views.table_view import TableView

_ACTIONS = (
    ActionSpec("tick", N_("&Received now"), "Ctrl+R",
               N_("The selected reports came in now (Space in the calendar)")),
    ActionSpec("at", N_("Received &on…"), "Ctrl+Return",
               N_("Write down when the selected reports came in (Enter in the calendar)")),
    ActionSpec("excuse", N_("&Excuse…"), "Ctrl+J",
               N_("The selected reports need not come, for a reason")),
    ActionSpec("untick", N_("&Take back"), "Del",
               N_("Take out what was written down about the selected reports")),
    ActionSpec("copy", N_("&Copy the reminders"), "Ctrl+Shift+C",
               N_("Put the text of the reminders on the clipboard")),
    ActionSpec("new", N_("&New report…"), "Ctrl+N", N_("Ask reps for a report"), "plus"),
    ActionSpec("change", N_("C&hange this report…"), "F2",
               N_("Change from whom and when this report is due")),
    ActionSpec("end", N_("En&d this report"), "Ctrl+D",
               N_("Ask for this report up to today and no more")),
)  # fmt: skip
_OF_CELLS = ("tick", "at", "excuse", "untick")


class ReportsPage(TabPart):
    """The calendar at the left, who is to be reminded at the right."""

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_setting, self._tone = False, Tone.NONE
        self._shown: tuple[object, ...] = ()
        self.dialog: RequestDialog | None = None
        self.filters = FilterBar(self)
        period = self.filters.add_period(context.clock.today(), context.fiscal)
        self.filters.add_choice("duty", lambda: _("Report"), ())
        self.filters.limit(self.filters.add_quick(), 12, 24)
        self.splitter = KeptSplitter(context.settings, "information.reports.splitter", self)
        self.left, self.right = QWidget(self.splitter), QWidget(self.splitter)
        self.matrix = ReportMatrix(self.left)
        self.reminders = TableView(
            reminder_columns(), name=N_("Reminders of today"), parent=self.right,
            row_id=lambda row: (row.cell.duty_id, row.cell.rep_id, row.cell.period),
        )  # fmt: skip
        self.reminders.keep_layout(context.settings, "information.reminders")
        self.buttons = {key: QPushButton(self.left) for key in ("tick", "new")}
        self.buttons["copy"] = QPushButton(self.right)
        self.rule, self.title = label("", self.left, role="muted"), heading("", self.right)
        self.legend = StateLegend(self)
        self._shape, self.note = QLabel(self), label("", self)
        self.controller = ReportsController(
            context.services, context.runner, self, context.clock, period.period
        )
        self.actions_set = ActionSet(self)
        self._build()
        self._wire()
        self.retranslate()

    def _build(self) -> None:
        for words in (self.note, self.rule, self.title):
            words.setWordWrap(True)
        for holder, title, keys, table in (
            (self.left, self.rule, ("tick", "new"), self.matrix),
            (self.right, self.title, ("copy",), self.reminders),
        ):
            head = QHBoxLayout()
            head.setContentsMargins(16, 8, 16, 8)
            head.setSpacing(8)
            head.addWidget(title, 1)
            for key in keys:
                head.addWidget(self.buttons[key])
            lists = QVBoxLayout(holder)
            lists.setContentsMargins(0, 0, 0, 0)
            lists.setSpacing(0)
            lists.addLayout(head)
            lists.addWidget(table, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 6, 16, 6)
        foot.setSpacing(8)
        foot.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.note, 1)
        self.splitter.add_parts(("left", self.left, 3, 1000), ("right", self.right, 2, 480))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addWidget(self.splitter, 1)
        layout.addWidget(self.legend)
        layout.addLayout(foot)

    def _wire(self) -> None:
        control = self.controller
        acts: dict[str, Callable[[], object]] = {
            "tick": lambda: control.tick(self.matrix.chosen()),
            "at": lambda: control.begin_tick(self.matrix.chosen()),
            "excuse": lambda: control.begin_excuse(self.matrix.chosen()),
            "untick": lambda: control.untick(self.matrix.chosen()),
            "copy": self._copy, "new": control.begin, "change": control.begin_change,
            "end": control.end,
        }  # fmt: skip
        for spec in _ACTIONS:
            self.actions_set.add(spec, acts[spec.key])
        for key, button in self.buttons.items():
            button.clicked.connect(lambda _on=False, k=key: self.actions_set[k].trigger())
        self.filters.changed.connect(self._filters_changed)
        self.filters.left_down.connect(
            lambda: self.matrix.setFocus(Qt.FocusReason.OtherFocusReason)
        )
        self.matrix.ticked.connect(control.tick)
        self.matrix.cells_opened.connect(control.begin_tick)
        self.matrix.selectionModel().selectionChanged.connect(lambda _new, _old: self._allow())
        self.matrix.add_menu_actions(self._fill_menu)
        self.reminders.opened.connect(self._go_to)
        for table in (self.matrix, self.reminders):
            table.filter_wanted.connect(self.focus_filter)
            table.selection_summed.connect(self.selection_summed)

    # What the tab asks

    def reload(self) -> None:
        """Ask for the calendar."""
        self.controller.reload()

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self._is_setting = True
        self.filters.retranslate()
        self._is_setting = False
        self.actions_set.retranslate()
        self.buttons["tick"].setText(_("Received now"))
        self.buttons["new"].setText(_("New report…"))
        self.buttons["copy"].setText(_("Copy the text"))
        self.legend.retranslate()
        self.matrix.retranslate()
        self.reminders.retranslate()
        self.controller.show_again()

    def menu_actions(self) -> tuple[QAction, ...]:
        """Return the page's commands."""
        return tuple(self.actions_set)

    def export_table(self) -> ExportTable | None:
        """Return the calendar that is shown."""
        if self.controller.calendar is None:
            return None
        notes = ((_("Report"), self.rule.text()), (_("Check"), self.note.text()))
        return self.matrix.exported(_("Report calendar"), notes=notes)

    def focus_filter(self) -> None:
        """Put the keyboard into the quick filter."""
        self.filters.focus_quick()

    def can_close(self) -> bool:
        """Whether no form is open; one that is comes to the front."""
        return is_shut(self.dialog)

    # What the controller tells

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence."""
        self.matrix.set_empty_text(text)
        self._allow()

    def show_calendar(self, calendar: ReportCalendar) -> None:
        """Show the calendar's words, its choice of reports and the reminders."""
        self._is_setting = True
        self.filters.set_options(
            "duty", tuple((row.id, partial(duty_words, row)) for row in calendar.duties)
        )
        state = self.filters.state()
        self.filters.set_state(FilterState(state.period, {"duty": calendar.duty_id}, state.text))
        self._is_setting = False
        self.rule.setText("" if calendar.duty is None else rule_words(calendar.duty))
        self.title.setText(reminder_words(calendar))
        self.reminders.set_empty_text(_("Whatever was due has come in."))
        self.reminders.set_rows(reminder_rows(calendar.reminders))
        words, self._tone = sum_words(calendar)
        self.note.setText(words)
        self._paint_shape()

    def show_rows(self, rows: tuple[ReporterRow, ...]) -> None:
        """Show the reps that the filter lets through; a calendar of other days begins at today."""
        calendar = self.controller.calendar
        if calendar is None:
            return
        is_filtered = bool(self.controller.state.text)
        self.matrix.set_empty_text(empty_words(calendar, is_filtered=is_filtered))
        if calendar.duty is not None:
            self.matrix.show_matrix(calendar.heads, calendar.duty.entry.cycle, rows)
        else:
            self.matrix.set_rows(())
        self.filters.set_hits(len(rows), len(calendar.rows))
        shown = (calendar.period, calendar.duty_id)
        if shown != self._shown:
            self._shown = shown
            past = [place for place, head in enumerate(calendar.heads)
                    if head.start <= calendar.as_of]  # fmt: skip
            if past and len(past) < len(calendar.heads):
                self.matrix.show_day(past[-1])
        self._allow()

    def open_duty(self, row: DutyRow | None, calendar: ReportCalendar) -> None:
        """Open the form of a duty, or of a new one."""
        dialog = DutyDialog(row, calendar, self.context.clock.today(), self.window())
        dialog.submitted.connect(
            lambda texts: self.controller.save_duty(row, dialog.attempt, texts, dialog)
        )
        self._open(dialog)

    def open_tick(self, cells: tuple[DueCell, ...]) -> None:
        """Open the form of reports that came in at another time."""
        dialog = TickDialog(cells, self._names(cells), self.context.clock.now(), self.window())
        dialog.submitted.connect(
            lambda texts: self.controller.save_tick(cells, dialog.attempt, texts, dialog)
        )
        self._open(dialog)

    def open_excuse(self, cells: tuple[DueCell, ...]) -> None:
        """Open the form that excuses reports."""
        dialog = ExcuseDialog(cells, self._names(cells), self.window())
        dialog.submitted.connect(
            lambda reason: self.controller.save_excuse(cells, dialog.attempt, reason, dialog)
        )
        self._open(dialog)

    def show_refusal(self, words: str) -> None:
        """Say why a command without a form was not carried out."""
        self.message_requested.emit(words, Tone.BAD, ())

    # Inside

    def _open(self, dialog: RequestDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._forget)
        dialog.open()

    @Slot()
    def _forget(self) -> None:
        self.dialog = None

    def _names(self, cells: tuple[DueCell, ...]) -> str:
        rows = self.matrix.rows_model.rows
        names = {row.rep_id: row.name for row in rows}
        return ", ".join(dict.fromkeys(names[one.rep_id] for one in cells if one.rep_id in names))

    def _copy(self) -> None:
        calendar = self.controller.calendar
        if calendar is not None and calendar.reminders:
            text = reminder_text(calendar.reminders, calendar.as_of)
            QGuiApplication.clipboard().setText(text)
            words = _("The reminders are on the clipboard.")
            self.message_requested.emit(words, Tone.GOOD, ())

    @Slot(object)
    def _go_to(self, row: ReminderRow) -> None:
        calendar = self.controller.calendar
        if calendar is None:
            return
        if calendar.duty_id != row.cell.duty_id:
            self.filters.set_state(FilterState(None, {"duty": row.cell.duty_id}, ""))
        elif self.matrix.select_cell(row.cell.rep_id, row.cell.period):
            self.matrix.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_menu(self, menu: object, _row: object) -> None:
        for key in _OF_CELLS:
            menu.addAction(self.actions_set[key])  # type: ignore[attr-defined]

    def _allow(self) -> None:
        control, cells = self.controller, self.matrix.chosen()
        calendar = control.calendar
        duty = None if calendar is None else calendar.duty
        allowed = {
            "tick": control.may_tick and bool(cells), "at": control.may_tick and bool(cells),
            "excuse": control.may_ask and bool(cells),
            "untick": control.may_tick and any(one.version for one in cells),
            "copy": calendar is not None and bool(calendar.reminders),
            "new": control.may_ask, "change": control.may_ask and duty is not None,
            "end": control.may_ask and duty is not None and duty.entry.ends_on is None,
        }  # fmt: skip
        for key, may in allowed.items():
            self.actions_set[key].setEnabled(may)
            if key in self.buttons:
                self.buttons[key].setEnabled(may)

    @Slot(object)
    def _filters_changed(self, state: FilterState) -> None:
        if not self._is_setting and state.period is not None:
            duty = state.choices.get("duty")
            duty_id = duty if isinstance(duty, int) else None
            self.controller.filter(state.period, duty_id, state.text)

    def _paint_shape(self) -> None:
        show_shape(self._shape, self._tone, self)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_shape"):
            self._paint_shape()
