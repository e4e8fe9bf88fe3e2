"""The page "Questions": its widgets and connections; the controller decides what they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.services.exports.people import ExportTable
from desktop.services.information.question_data import (
    QuestionBook,
    QuestionChoices,
    QuestionTaskRow,
)
from desktop.tone import Tone
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.filter_bar import FilterBar, FilterState
from desktop.views.icons import show_shape
from desktop.views.information.questions.columns import question_columns, task_columns
from desktop.views.information.questions.controller import OWED, QuestionsController
from desktop.views.information.questions.dialogs import QuestionAnswerDialog, QuestionDialog
from desktop.views.information.questions.words import empty_words, no_tasks_words, sum_words
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.parts import TabPart, is_shut
from desktop.views.plain_text import heading, label
from desktop.views.request_dialog import RequestDialog
from desktop.views.tab import TabContext
from desktop.views.table_view import TableView

_ACTIONS = (
    ActionSpec("ask", N_("&New question…"), "Ctrl+N",
               N_("Ask named reps, once or every month"), "plus"),
    ActionSpec("answer", N_("&Answer…"), "Ctrl+Return",
               N_("Write down what the rep answered (Enter in the list)")),
    ActionSpec("withdraw", N_("&Withdraw"), "Del", N_("Ask the current question no more")),
    ActionSpec("all", N_("Answers to &all"), "Ctrl+B",
               N_("Show the answers to all questions")),
)  # fmt: skip


class QuestionsPage(TabPart):
    """The questions at the left, who answered what at the right."""

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_setting, self._tone = False, Tone.NONE
        self.dialog: RequestDialog | None = None
        self.filters = FilterBar(self)
        standing = (("", lambda: _("All")), (OWED, lambda: _("Still owed")))
        self.filters.add_choice("standing", lambda: _("Answers"), standing)
        self.filters.limit(self.filters.add_quick(), 12, 28)
        self.splitter = KeptSplitter(context.settings, "information.questions.splitter", self)
        self.left, self.right = QWidget(self.splitter), QWidget(self.splitter)
        self.questions = TableView(
            question_columns(), name=N_("Questions"), row_id=lambda row: row.id, parent=self.left
        )
        self.tasks = TableView(
            task_columns(), name=N_("Answers to questions"), parent=self.right,
            row_id=lambda row: (row.question_id, row.rep_id, row.due_on),
        )  # fmt: skip
        self.questions.keep_layout(context.settings, "information.questions")
        self.tasks.keep_layout(context.settings, "information.answers_to_questions")
        self.add, self.all = QPushButton(self.left), QPushButton(self.right)
        self.answer = QPushButton(self.right)
        self.titles = (heading("", self.left), heading("", self.right))
        self._shape, self.note = QLabel(self), label("", self)
        self.controller = QuestionsController(context.services, context.runner, self, context.clock)
        self.actions_set = ActionSet(self)
        self._build()
        self._wire()
        self.retranslate()

    def _build(self) -> None:
        self.note.setWordWrap(True)
        self.titles[1].setWordWrap(True)
        for holder, title, buttons, table in (
            (self.left, self.titles[0], (self.add,), self.questions),
            (self.right, self.titles[1], (self.all, self.answer), self.tasks),
        ):
            head = QHBoxLayout()
            head.setContentsMargins(16, 8, 16, 8)
            head.setSpacing(8)
            head.addWidget(title, 1)
            for button in buttons:
                head.addWidget(button)
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
        self.splitter.add_parts(("left", self.left, 2, 620), ("right", self.right, 3, 820))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addWidget(self.splitter, 1)
        layout.addLayout(foot)

    def _wire(self) -> None:
        control = self.controller
        acts: dict[str, Callable[[], object]] = {
            "ask": control.begin, "answer": self._answer, "withdraw": control.withdraw,
            "all": self._show_all,
        }  # fmt: skip
        for spec in _ACTIONS:
            self.actions_set.add(spec, acts[spec.key])
        for button, key in ((self.add, "ask"), (self.all, "all"), (self.answer, "answer")):
            button.clicked.connect(lambda _on=False, k=key: self.actions_set[k].trigger())
        self.filters.changed.connect(self._filters_changed)
        self.filters.left_down.connect(lambda: self.tasks.setFocus(Qt.FocusReason.OtherFocusReason))
        self.questions.current_changed.connect(self._question_changed)
        self.tasks.current_changed.connect(lambda _row: self._allow())
        self.tasks.opened.connect(control.begin_answer)
        for table in (self.questions, self.tasks):
            table.selection_summed.connect(self.selection_summed)
            table.filter_wanted.connect(self.focus_filter)

    # What the tab asks

    def reload(self) -> None:
        """Ask for the questions."""
        self.controller.reload()

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self._is_setting = True
        self.filters.retranslate()
        self._is_setting = False
        self.actions_set.retranslate()
        self.titles[0].setText(_("Questions"))
        self.add.setText(_("New question…"))
        self.answer.setText(_("Answer…"))
        self.all.setText(_("To all questions"))
        for table in (self.questions, self.tasks):
            table.retranslate()
        self.controller.show_again()

    def menu_actions(self) -> tuple[QAction, ...]:
        """Return the page's commands."""
        return tuple(self.actions_set)

    def export_table(self) -> ExportTable | None:
        """Return the questions where they have the keyboard, else the answers."""
        if self.controller.book is None:
            return None
        notes = ((_("Check"), self.note.text()),)
        if self.window().focusWidget() is self.questions:
            return self.questions.exported(_("Questions"), notes=notes)
        return self.tasks.exported(_("Answers to questions"), notes=notes)

    def focus_filter(self) -> None:
        """Put the keyboard into the quick filter."""
        self.filters.focus_quick()

    def can_close(self) -> bool:
        """Whether no form is open; one that is comes to the front."""
        return is_shut(self.dialog)

    def visit(self, facts: Mapping[str, object]) -> None:
        """Show what another page names (`question_id`)."""
        question_id = facts.get("question_id")
        if isinstance(question_id, int):
            self.controller.choose(question_id)
            self.questions.select_row(question_id)

    # What the controller tells

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence."""
        self.questions.set_empty_text(text)
        self._allow()

    def show_book(self, book: QuestionBook) -> None:
        """Show the questions."""
        self.questions.set_empty_text(empty_words())
        self._is_setting = True
        self.questions.set_rows(book.questions)
        if self.controller.state.question_id is not None:
            self.questions.select_row(self.controller.state.question_id)
        self._is_setting = False
        words, self._tone = sum_words(book)
        self.note.setText(words)
        self._paint_shape()
        self._allow()

    def show_tasks(self, tasks: tuple[QuestionTaskRow, ...]) -> None:
        """Show the answers that the filters let through."""
        control = self.controller
        row, state = control.question, control.state
        self.titles[1].setText(_("Answers to all questions") if row is None else row.text)
        self.titles[1].setToolTip("")
        self.tasks.set_empty_text(no_tasks_words(is_filtered=bool(state.standing or state.text)))
        self.tasks.set_rows(tasks)
        book = control.book
        total = len(book.of(state.question_id)) if book is not None else 0
        self.filters.set_hits(len(tasks), total)
        self._allow()

    def open_question(self, choices: QuestionChoices) -> None:
        """Open the form of a new question."""
        dialog = QuestionDialog(choices, self.window())
        dialog.submitted.connect(
            lambda texts: self.controller.save_question(dialog.attempt, texts, dialog)
        )
        self._open(dialog)

    def open_answer(self, task: QuestionTaskRow, choices: QuestionChoices) -> None:
        """Open the form of an answer."""
        dialog = QuestionAnswerDialog(task, choices, self.window())
        dialog.submitted.connect(
            lambda answer: self.controller.save_answer(task, dialog.attempt, answer, dialog)
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

    def _answer(self) -> None:
        task = self.tasks.current_row()
        if task is not None:
            self.controller.begin_answer(task)

    def _show_all(self) -> None:
        self.questions.setCurrentIndex(self.questions.rootIndex())
        self.controller.choose(None)

    @Slot(object)
    def _question_changed(self, row: object) -> None:
        if not self._is_setting:
            self.controller.choose(getattr(row, "id", None))

    def _allow(self) -> None:
        control, row = self.controller, self.controller.question
        for widget in (self.add, self.actions_set["ask"]):
            widget.setEnabled(control.may_ask)
        is_open = row is not None and row.ended_on is None
        self.actions_set["withdraw"].setEnabled(control.may_ask and is_open)
        has_task = self.tasks.current_row() is not None
        for one in (self.answer, self.actions_set["answer"]):
            one.setEnabled(control.may_answer and has_task)
        self.all.setVisible(row is not None)

    @Slot(object)
    def _filters_changed(self, state: FilterState) -> None:
        if not self._is_setting:
            self.controller.filter(str(state.choices.get("standing") or ""), state.text)

    def _paint_shape(self) -> None:
        show_shape(self._shape, self._tone, self)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_shape"):
            self._paint_shape()
