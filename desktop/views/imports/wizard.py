"""The import wizard: file, sheet, columns, preview, result; one dialog, one transaction."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import _, ngettext
from desktop.services import formats
from desktop.services.settings import SettingsFile
from desktop.tone import Tone
from desktop.views.imports.columns_page import ColumnsPage
from desktop.views.imports.controller import ImportController
from desktop.views.imports.file_page import FilePage
from desktop.views.imports.preview_page import PreviewPage
from desktop.views.imports.result_page import ResultPage
from desktop.views.imports.sheet_page import SheetPage
from desktop.views.imports.state import Step, Waiting, WizardState
from desktop.views.message_bar import MessageAction, MessageBar
from desktop.views.plain_text import digits_wide, heading, label
from desktop.views.runner import Runner
from desktop.views.tasks import TaskRunner

WizardPage = FilePage | SheetPage | ColumnsPage | PreviewPage | ResultPage


def step_words(step: Step) -> str:
    """Return what a page of the wizard is called."""
    return {
        Step.FILE: _("File"),
        Step.SHEET: _("Sheet"),
        Step.COLUMNS: _("Columns"),
        Step.PREVIEW: _("Preview"),
        Step.RESULT: _("Result"),
    }[step]


class ImportWizard(QDialog):
    """Leads a file into the book; nothing is written before "Import", and then all or nothing.

    Signals:
        batches_wanted(): the list of imports so far.
    """

    batches_wanted = Signal()

    def __init__(
        self,
        services: Any,
        runner: Runner,
        settings: SettingsFile,
        parent: QWidget | None = None,
        file: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Import a file"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.messages = MessageBar(self)
        self._trail: list[QLabel] = []
        # Each page is born in the stack: Qt polishes all of a page again when it moves.
        self._stack = QStackedWidget(self)
        self.file_page = FilePage(settings.value.import_folder, self._stack)
        self._shown: Step | None = None
        self._build()
        self.controller = ImportController(services, runner, settings, self, self)
        self._wire()
        if isinstance(runner, TaskRunner):
            runner.job_stepped.connect(self._stepped)
        self.resize(digits_wide(self, 132), self.fontMetrics().height() * 38)
        self.show_state(self.controller.state)
        if file is not None:
            self.controller.set_file(file)

    def _build(self) -> None:
        self._steps = QHBoxLayout()
        self._steps.setSpacing(20)
        head = QHBoxLayout()
        head.setContentsMargins(24, 16, 24, 0)
        head.addWidget(heading(_("Import a file"), self, role="title"))
        head.addStretch(1)
        head.addLayout(self._steps)
        self._stack.addWidget(self.file_page)
        self._waiting = label("", self, role="muted")
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(digits_wide(self, 18))
        self._bar.setAccessibleName(_("The work is under way"))
        self.earlier = self._button(_("&Imports so far…"))
        self.back = self._button(_("Bac&k"))
        self.go_on = self._button("")
        self.go_on.setDefault(True)
        self.leave = self._button(_("Cancel"))
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 8, 24, 16)
        foot.setSpacing(8)
        foot.addWidget(self.earlier)
        foot.addStretch(1)
        foot.addWidget(self._waiting)
        foot.addWidget(self._bar)
        foot.addSpacing(12)
        for button in (self.back, self.go_on, self.leave):
            foot.addWidget(button)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.messages)
        body.addLayout(head)
        body.addWidget(self._stack, 1)
        body.addLayout(foot)

    def _button(self, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        return button

    def _wire(self) -> None:
        controller = self.controller
        self.file_page.file_chosen.connect(self._file_chosen)
        self.file_page.kind_chosen.connect(controller.set_kind)
        self.file_page.template_wanted.connect(controller.write_template)
        self.back.clicked.connect(self._back)
        self.go_on.clicked.connect(self._next)
        self.leave.clicked.connect(self.reject)
        self.earlier.clicked.connect(self.batches_wanted)

    # The pages behind the first one are made when they are wanted: the wizard opens sooner.

    @cached_property
    def sheet_page(self) -> SheetPage:
        """The page that asks which sheet of a workbook is meant."""
        page = SheetPage(self._stack)
        page.sheet_chosen.connect(self.controller.choose_sheet)
        page.opened.connect(self._next)
        self._add_page(page)
        return page

    @cached_property
    def columns_page(self) -> ColumnsPage:
        """The page that says which column of the file is which of ours."""
        page, controller = ColumnsPage(self._stack), self.controller
        page.source_changed.connect(controller.set_source)
        page.guess_wanted.connect(controller.forget_mapping)
        page.skip_wanted.connect(controller.skip_title)
        page.load_wanted.connect(controller.load_mapping)
        page.save_wanted.connect(controller.save_mapping)
        self._add_page(page)
        return page

    @cached_property
    def preview_page(self) -> PreviewPage:
        """The page that shows what would go in."""
        page = PreviewPage(self._stack)
        page.options_changed.connect(self.controller.set_options)
        self._add_page(page)
        return page

    @cached_property
    def result_page(self) -> ResultPage:
        """The page that says what went in."""
        page, controller = ResultPage(self._stack), self.controller
        page.undo_wanted.connect(controller.ask_undo)
        page.refused_wanted.connect(controller.save_refused)
        page.another_wanted.connect(controller.start_over)
        self._add_page(page)
        return page

    def _page(self, step: Step) -> WizardPage:
        if step is Step.FILE:
            return self.file_page
        if step is Step.SHEET:
            return self.sheet_page
        if step is Step.COLUMNS:
            return self.columns_page
        return self.preview_page if step is Step.PREVIEW else self.result_page

    def _add_page(self, page: WizardPage) -> None:
        self._stack.addWidget(page)
        # The keyboard goes through a page before it comes to the buttons under it.
        before = self.previousInFocusChain()
        assert before is not None
        for button in (self.earlier, self.back, self.go_on, self.leave):
            self.setTabOrder(before, button)
            before = button

    # What the controller tells

    def show_state(self, state: WizardState) -> None:
        """Show the page in front and what can be done there."""
        page = self._page(state.step)
        page.show_state(state)
        is_new = state.step is not self._shown
        if is_new:
            self._shown = state.step
            self.messages.close_message()
        self._stack.setCurrentWidget(page)
        self._show_steps(state)
        self._show_buttons(state)
        if is_new and self.isVisible():
            page.focus_first()

    def show_problem(self, words: str) -> None:
        """Say what went wrong, above the page."""
        if words:
            self.messages.close_message()
            self.messages.show_message(words, Tone.BAD)
        else:
            self.messages.close_message()

    def show_done(self, words: str) -> None:
        """Say that a file was written."""
        self.messages.close_message()
        self.messages.show_message(words, Tone.GOOD, timeout_ms=8000)

    def ask_undo(self, words: str, batch_id: int) -> None:
        """Ask whether to take the import back, with what goes, and one button that does it."""
        self.messages.close_message()
        take_back = MessageAction(
            _("Take back import {batch}").format(batch=batch_id), self.controller.undo
        )
        self.messages.show_message(words, Tone.WATCH, (take_back,))

    # Inside

    def _show_steps(self, state: WizardState) -> None:
        for old in self._trail:
            self._steps.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._trail = []
        for number, step in enumerate(state.steps, start=1):
            words = _("{number}  {step}").format(number=number, step=step_words(step))
            is_here = step is state.step
            found = heading(words, self) if is_here else label(words, self, role="muted")
            self._steps.addWidget(found)
            self._trail.append(found)

    def _show_buttons(self, state: WizardState) -> None:
        is_waiting = state.waiting is not Waiting.NOTHING
        is_result = state.step is Step.RESULT
        can_go = state.step is not Step.PREVIEW or self.controller.can_import()
        is_stopped = not can_go and state.report is not None and state.report.is_readable
        hint = _("Mend the refused rows in the file, or leave them out.") if is_stopped else ""
        if is_stopped and self.controller.needs_plan():
            hint = _("Give the plan that the targets belong to a name.")
        if state.is_stopping:
            hint = _("Stopping; nothing of it is kept…")
        elif is_waiting:
            hint = _waiting_words(state.waiting)
        self._waiting.setText(hint)
        self._bar.setVisible(is_waiting)
        if not is_waiting or state.waiting in (Waiting.READING, Waiting.UNDOING):
            self._bar.setRange(0, 0)
        self.earlier.setVisible(state.step is Step.FILE)
        self.back.setVisible(not is_result and state.step is not Step.FILE)
        self.back.setEnabled(not is_waiting)
        self.go_on.setVisible(not is_result)
        self.go_on.setText(_go_on_words(state))
        self.go_on.setEnabled(not is_waiting and can_go)
        self.leave.setText(_leave_words(state))
        self.leave.setDefault(is_result)
        self.go_on.setDefault(not is_result)
        self.leave.setEnabled(state.waiting is not Waiting.UNDOING and not state.is_stopping)
        if is_result:
            self.result_page.setEnabled(not is_waiting)

    @Slot(object)
    def _file_chosen(self, path: Path | None) -> None:
        self.messages.close_message()
        self.controller.set_file(path)

    @Slot()
    def _next(self) -> None:
        self.messages.close_message()
        self.controller.next()

    @Slot()
    def _back(self) -> None:
        self.messages.close_message()
        self.controller.back()

    @Slot()
    def reject(self) -> None:
        """Close; a check or an import that is under way is stopped first, nothing is kept."""
        waiting = self.controller.state.waiting
        if waiting in (Waiting.CHECKING, Waiting.IMPORTING):
            self.controller.stop()
        elif waiting is not Waiting.UNDOING:
            super().reject()

    @Slot(object, int, int, str)
    def _stepped(self, ticket: int, done: int, total: int, words: str) -> None:
        state = self.controller.state
        if ticket != self.controller.ticket or state.is_stopping:
            return
        if state.waiting in (Waiting.CHECKING, Waiting.IMPORTING):
            self._bar.setRange(0, total)
            self._bar.setValue(done)
            self._waiting.setText(words)


def _waiting_words(waiting: Waiting) -> str:
    return {
        Waiting.NOTHING: "",
        Waiting.READING: _("Reading the file…"),
        Waiting.CHECKING: _("Checking every row; nothing is written yet…"),
        Waiting.IMPORTING: _("Importing; the file goes in whole or not at all…"),
        Waiting.UNDOING: _("Taking the import back…"),
    }[waiting]


def _leave_words(state: WizardState) -> str:
    if state.waiting in (Waiting.CHECKING, Waiting.IMPORTING):
        return _("&Stop")
    return _("Close") if state.step is Step.RESULT else _("Cancel")


def _go_on_words(state: WizardState) -> str:
    if state.step is Step.COLUMNS:
        return _("&Check the rows")
    if state.step is not Step.PREVIEW:
        return _("&Next")
    count = state.report.good_count if state.report is not None else 0
    return ngettext("I&mport {count} row", "I&mport {count} rows", count).format(
        count=formats.number(count)
    )
