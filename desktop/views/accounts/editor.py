"""The form of a customer: typed, kept as a draft, saved, and two desks brought together."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from desktop.enums import CustomerClass
from desktop.errors import KnownError
from desktop.i18n import _
from desktop.services import messages
from desktop.services.customers.editing_data import CustomerEntry, CustomerField
from desktop.services.customers.entry import YES
from desktop.tone import Tone
from desktop.views.accounts.editor_controller import EditorController
from desktop.views.accounts.field_words import FIELDS
from desktop.views.editing.conflict import Conflict
from desktop.views.editing.conflict_dialog import ConflictDialog
from desktop.views.message_bar import MessageAction
from desktop.views.request_dialog import RequestDialog

#: A draft is written so long after the last key; likenesses are looked for sooner.
DRAFT_MS, SIMILAR_MS = 2000, 400

Field = QLineEdit | QComboBox | QCheckBox


class CustomerEditor(RequestDialog):
    """A form beside the window, which stays usable; `begin` gives it its controller.

    Esc closes it at once where nothing was typed, else asks in its own bar; a form that goes
    in any other way leaves a draft.

    Signals:
        kept(int): the customer of this id was saved; 0 where the id is not known.
    """

    kept = Signal(int)

    def __init__(self, title: str, is_new: bool, parent: QWidget | None = None) -> None:
        super().__init__(title, _("&Save"), parent)
        self.controller: EditorController | None = None
        self.conflict: ConflictDialog | None = None
        self._is_new = is_new
        self._is_setting = False
        self.inputs: dict[CustomerField, Field] = {}
        for field, words in FIELDS.items():
            self.inputs[field] = self._input(field)
            hint = _(words.hint) if words.hint else ""
            self.add_field(str(field), _(words.label), self.inputs[field], hint)
        self._draft_soon = self._timer(DRAFT_MS, self._keep_draft)
        self._similar_soon = self._timer(SIMILAR_MS, self._ask_similar)
        save = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        save.activated.connect(self.submit)
        self.form.setVerticalSpacing(6)

    def _input(self, field: CustomerField) -> Field:
        made: Field
        if field is CustomerField.CLASS:
            made = QComboBox(self)
            for text in ("", *CustomerClass):
                made.addItem(str(text) or "—", str(text))
            made.currentIndexChanged.connect(self._typed)
        elif field is CustomerField.KEY_ACCOUNT:
            made = QCheckBox(_("of strategic weight"), self)
            made.toggled.connect(self._typed)
        else:
            made = QLineEdit(self)
            made.textEdited.connect(self._typed)
            # The code names the customer in every file: it is given once.
            made.setReadOnly(field is CustomerField.CODE and not self._is_new)
        return made

    def _timer(self, after_ms: int, act: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after_ms)
        timer.timeout.connect(act)
        return timer

    def begin(self, controller: EditorController) -> None:
        """Show what the controller begins with."""
        self.controller = controller
        self.show_entry(controller.entry)
        first = CustomerField.CODE if self._is_new else CustomerField.NAME
        self.inputs[first].setFocus()

    def entry(self) -> CustomerEntry:
        """Return what stands in the fields."""
        texts = {}
        for field, found in self.inputs.items():
            if isinstance(found, QLineEdit):
                texts[str(field)] = found.text()
            elif isinstance(found, QComboBox):
                texts[str(field)] = str(found.currentData())
            else:
                texts[str(field)] = YES if found.isChecked() else ""
        return CustomerEntry(**texts)

    def request(self) -> object | None:
        """Return nothing: the controller sends the command, with what it has seen."""
        if self.controller is not None:
            self.controller.type(self.entry())
            self._keep_draft()
            self.set_waiting(True)
            self.controller.save()
        return None

    # What the controller tells

    def show_entry(self, entry: CustomerEntry) -> None:
        """Put these texts into the fields, without taking them for typed."""
        self._is_setting = True
        for field, found in self.inputs.items():
            text = entry.of(field)
            if isinstance(found, QLineEdit):
                if found.text() != text:
                    found.setText(text)
                    found.setCursorPosition(0)
            elif isinstance(found, QComboBox):
                found.setCurrentIndex(max(found.findData(text), 0))
            else:
                found.setChecked(bool(text))
        self._is_setting = False

    def show_problems(self, problems: tuple[tuple[object, str], ...]) -> None:
        """Mark the fields that cannot be taken."""
        self.show_issues(problems)  # type: ignore[arg-type]

    def show_trouble(self, words: str) -> None:
        """Say why nothing was saved; what was typed stays and is kept."""
        self.show_error(words)
        self._keep_draft()

    def show_similar(self, words: str) -> None:
        """Say below the name who may be the same customer."""
        _widget, note = self._fields[str(CustomerField.NAME)]
        note.setProperty("hint", words)
        if (note.property("role") or "") != "wrong":
            note.setText(words)
            note.setVisible(bool(words))
            self._fit()

    def show_conflict(self, conflict: Conflict) -> None:
        """Open the choice between two versions over the form."""
        self.set_waiting(False)
        dialog = ConflictDialog(conflict, self)
        self.conflict = dialog
        dialog.chosen.connect(self._settle)
        dialog.finished.connect(self._conflict_gone)
        dialog.open()

    def saved(self, customer_id: int) -> None:
        """Close: everything is in the database."""
        self._stop()
        self.kept.emit(customer_id)
        self.accept()

    def tell_news(self, words: str) -> None:
        """Say something quietly above the fields, where nothing else is said."""
        if not self.messages.text:
            self.messages.show_message(words, Tone.INFO)

    # Leaving

    def reject(self) -> None:
        """Close where nothing was typed, else ask."""
        if self.controller is None or not self._is_typed():
            self.discard()
            return
        self.messages.close_message()
        self.messages.show_message(
            _("What you typed is not saved."),
            Tone.WATCH,
            (
                MessageAction(_("Save"), self.submit),
                MessageAction(_("Discard"), self.discard),
                MessageAction(_("Keep as a draft"), self.leave),
            ),
        )

    @Slot()
    def discard(self) -> None:
        """Close and forget what was typed."""
        self._stop()
        if self.controller is not None:
            self.controller.drop_draft()
        self.done(0)

    @Slot()
    def leave(self) -> None:
        """Close and keep what was typed as a draft."""
        self._keep_draft()
        self._stop()
        self.done(0)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask as Esc does."""
        if self.isVisible() and self._is_typed():
            event.ignore()
            self.reject()
        else:
            super().closeEvent(event)

    # Inside

    def _is_typed(self) -> bool:
        if self.controller is None:
            return False
        self.controller.type(self.entry())
        return self.controller.is_typed

    def _stop(self) -> None:
        self._draft_soon.stop()
        self._similar_soon.stop()

    @Slot()
    def _typed(self) -> None:
        if not self._is_setting and self.controller is not None:
            self.controller.type(self.entry())
            self._draft_soon.start()
            self._similar_soon.start()

    @Slot()
    def _keep_draft(self) -> None:
        if self.controller is None:
            return
        self._draft_soon.stop()
        try:
            self.controller.keep_draft()
        except KnownError as error:
            self.messages.show_message(messages.sentence(error), Tone.WATCH)

    @Slot()
    def _ask_similar(self) -> None:
        if self.controller is not None:
            self.controller.ask_similar()

    @Slot(object)
    def _settle(self, chosen: dict[str, str]) -> None:
        if self.controller is not None:
            self.set_waiting(True)
            self.controller.settle(chosen)

    @Slot()
    def _conflict_gone(self) -> None:
        self.conflict = None
