"""The forms of a question and of the answer to it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QListWidget, QListWidgetItem, QWidget

from desktop.enums import NoteType, QuestionCycle
from desktop.i18n import _
from desktop.services import formats
from desktop.services.information.names import NOTE_TYPES
from desktop.services.information.question_data import QuestionChoices, QuestionTaskRow
from desktop.views.form_answers import Attempt
from desktop.views.information.note_picker import note_words
from desktop.views.information.notes.dialogs import choice_box, value_of
from desktop.views.information.questions.controller import AskTexts
from desktop.views.information.words import type_words
from desktop.views.plain_text import label
from desktop.views.plans.work.dialogs import words_field
from desktop.views.request_dialog import RequestDialog

_LINES = 7


class QuestionDialog(RequestDialog):
    """Returns `AskTexts`; stays with every word until they are in the database."""

    def __init__(self, choices: QuestionChoices, parent: QWidget | None = None) -> None:
        super().__init__(_("New question"), _("&Ask"), parent)
        self.attempt = Attempt()
        self.words = words_field(self)
        cycles = (
            (QuestionCycle.MONTHLY, _("Every month")), (QuestionCycle.ONCE, _("Once")),
        )  # fmt: skip
        self.cycle = choice_box(self, cycles, QuestionCycle.MONTHLY)
        self.due = QLineEdit(self)
        types = tuple((one, type_words(one)) for one in NOTE_TYPES)
        self.type = choice_box(self, types, NoteType.COMPETITOR)
        self.reps = QListWidget(self)
        self.reps.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 24)
        for one in choices.reps:
            item = QListWidgetItem(f"{one.code} {one.name}", self.reps)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setData(Qt.ItemDataRole.UserRole, one.id)
        if self.reps.count():
            self.reps.setCurrentRow(0)
        self.add_field("text", _("&Question"), self.words)
        self.add_field("reps", _("Asked &of"), self.reps, _("Space ticks a name."))
        self.add_field("cycle", _("&How often"), self.cycle)
        self.add_field("due", _("&Due"), self.due, " ")
        self.add_field("type", _("&Type of the answer"), self.type)
        self.cycle.currentIndexChanged.connect(self._fit_cycle)
        self._fit_cycle()

    @Slot()
    def _fit_cycle(self) -> None:
        """Say what the due field takes."""
        is_monthly = value_of(self.cycle, QuestionCycle) is QuestionCycle.MONTHLY
        note = self._fields["due"][1]
        words = (
            _("Day of the month, 1 to 31; a short month has its last day.")
            if is_monthly
            else _("For instance 23, 11-23 or 2026-11-23.")
        )
        note.setProperty("hint", words)
        note.setText(words)

    def request(self) -> AskTexts:
        """Return what stands in the fields."""
        items = [self.reps.item(place) for place in range(self.reps.count())]
        named = tuple(
            int(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        )
        return AskTexts(
            self.words.toPlainText(), value_of(self.type, NoteType) or NoteType.TREND,
            value_of(self.cycle, QuestionCycle) or QuestionCycle.ONCE,
            self.due.text(), named,
        )  # fmt: skip


class QuestionAnswerDialog(RequestDialog):
    """Returns what a rep answered, and the id of the note that it is in, or None."""

    def __init__(
        self, task: QuestionTaskRow, choices: QuestionChoices, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Answer of a rep"), _("&Save answer"), parent)
        self.about, self.attempt = task, Attempt(task.version)
        question = label(task.question, self)
        question.setWordWrap(True)
        facts = {"name": task.rep_name, "day": formats.day(task.due_on)}
        whose = label(_("{name}, due {day}").format(**facts), self, role="muted")
        self.body.insertWidget(1, question)
        self.body.insertWidget(2, whose)
        self.answer = words_field(self, task.answer, 3)
        self.note: QComboBox = choice_box(
            self,
            ((None, _("None")), *((one.id, note_words(one)) for one in choices.notes)),
            task.note_id,
        )
        self.note.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.add_field("answer", _("&Answer"), self.answer,
                       _("Empty: the words of the note below."))  # fmt: skip
        self.add_field("note", _("In the &note"), self.note)

    def request(self) -> tuple[str, int | None]:
        """Return what stands in the fields."""
        return self.answer.toPlainText(), self.note.currentData()
