"""The form of a rep's answer: what he says to his target, when, and what he is answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from desktop.enums import AnswerKind
from desktop.i18n import _
from desktop.services import formats
from desktop.services.plans.sheets_data import RecordAnswer
from desktop.views.plain_text import label
from desktop.views.plans.sheets.state import AnswerForm, Ask
from desktop.views.plans.sheets.words import KINDS, said_words
from desktop.views.request_dialog import RequestDialog

_LINES = 3


class AnswerDialog(RequestDialog):
    """Returns a `RecordAnswer`; stays open, with every word, until it was saved.

    Signals:
        removal_wanted(): the answer that the form is of is to be removed.
    """

    removal_wanted = Signal()

    def __init__(
        self, form: AnswerForm, version_id: int, today: date, parent: QWidget | None = None
    ) -> None:
        title = _("Answer of {name}").format(name=form.row.name)
        super().__init__(title, _("&Save"), parent)
        self.answer_form = form
        self._version_id, self._today = version_id, today
        self._sent: RecordAnswer | None = None
        self._request_id = str(uuid4())
        self.before = label("", self, role="muted")
        self.before.setWordWrap(True)
        self.body.insertWidget(1, self.before)
        self.kind = QComboBox(self)
        for kind, words in KINDS.items():
            self.kind.addItem(_(words), str(kind))
        self.day, self.replied_on = QLineEdit(self), QLineEdit(self)
        self.words, self.reply = self._text(), self._text()
        self._add_fields()
        self.remove = QPushButton(_("Remo&ve this answer…"), self)
        self.remove.setAutoDefault(False)
        self.buttons.addButton(self.remove, self.buttons.ButtonRole.ResetRole)
        self.remove.clicked.connect(self._ask_removal)
        self._fill(form)
        self.kind.setFocus()

    def _text(self) -> QPlainTextEdit:
        field = QPlainTextEdit(self)
        field.setTabChangesFocus(True)
        line = self.fontMetrics().lineSpacing()
        field.setFixedHeight(line * _LINES + 12)
        return field

    def _add_fields(self) -> None:
        self.add_field("kind", _("&What he says"), self.kind)
        self.add_field("day", _("&Day"), self.day, _("For instance 23, 11-23 or 2026-11-23."))
        self.add_field("text", _("&In his words"), self.words,
                       _("Which figure he objects to, what he proposes and why."))  # fmt: skip
        self.add_field("reply", _("&Reply to him"), self.reply, _("Empty while there is none."))
        self.add_field("replied_on", _("D&ay of the reply"), self.replied_on)

    def _fill(self, form: AnswerForm) -> None:
        answer = form.answer
        self._show_before(form)
        self.day.setText(str(answer.day if answer is not None else self._today))
        if answer is None:
            return
        self.kind.setCurrentIndex(max(self.kind.findData(str(answer.kind)), 0))
        self.words.setPlainText(answer.text)
        self.reply.setPlainText(answer.reply)
        self.replied_on.setText(str(answer.replied_on) if answer.replied_on else "")

    def _show_before(self, form: AnswerForm) -> None:
        earlier = [one for one in form.row.answers if one != form.answer]
        if form.last is not None and form.last != form.answer and form.last not in earlier:
            earlier.append(form.last)
        self.before.setText("\n".join(said_words(one) for one in earlier))
        self.before.setVisible(bool(earlier))
        self.remove.setVisible(form.ask is Ask.CORRECT and form.answer is not None)

    def show_form(self, form: AnswerForm) -> None:
        """Stand on another answer than before; what is typed stays."""
        self.answer_form = form
        self._show_before(form)
        self._fit()

    def request(self) -> RecordAnswer | None:
        """Return the command, or None after marking a day that cannot be read."""
        day = self._read("day", self.day)
        reply = self.reply.toPlainText().strip()
        # A reply without a day was made today.
        typed = self.replied_on.text().strip()
        replied_on = self._read("replied_on", self.replied_on) if typed else self._today
        if day is None or replied_on is None:
            return None
        form, answer = self.answer_form, self.answer_form.answer
        assert form.row.rep_id is not None
        command = RecordAnswer(
            self._version_id,
            form.row.rep_id,
            # A box gives back a plain text.
            AnswerKind(self.kind.currentData()),
            day,
            self.words.toPlainText(),
            reply,
            replied_on if reply else None,
            answer.answer_id if answer is not None else None,
            answer.version if answer is not None else 0,
            form.last.answer_id if form.last is not None else None,
            self._request_id,
        )
        return self._numbered(command)

    def _numbered(self, command: RecordAnswer) -> RecordAnswer:
        """Return the command with the request's id: a new one where it says something new."""
        if self._sent is not None and self._sent != command:
            self._request_id = str(uuid4())
            command = replace(command, request_id=self._request_id)
        self._sent = command
        return command

    def _read(self, name: str, field: QLineEdit) -> date | None:
        try:
            return formats.parse_day(field.text(), self._today)
        except ValueError:
            self.mark(name, _("“{text}” is no day.").format(text=field.text().strip()))
            return None

    def _ask_removal(self) -> None:
        self.removal_wanted.emit()


class RemovalDialog(RequestDialog):
    """Asks once before an answer goes; submits itself."""

    def __init__(self, form: AnswerForm, parent: QWidget | None = None) -> None:
        super().__init__(_("Remove this answer"), _("&Remove"), parent)
        said = said_words(form.answer) if form.answer is not None else ""
        words = label(said, self)
        words.setWordWrap(True)
        note = label(_("It goes from the sheet and the list; the history keeps it."), self)
        note.setWordWrap(True)
        note.setProperty("role", "muted")
        self.body.insertWidget(1, words)
        self.body.insertWidget(2, note)

    def request(self) -> bool:
        """Return that it is to go."""
        return True

    def show_form(self, _form: AnswerForm) -> None:
        """Do nothing: another desk's answer is not removed unseen."""
