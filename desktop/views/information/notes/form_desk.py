"""Opens the forms of the page of notes, one at a time, and hands on what they say."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from desktop.services.information.data import NoteChoices, NoteRow
from desktop.views.information.notes.controller import NotesController
from desktop.views.information.notes.dialogs import (
    AnswerDialog,
    NoteDialog,
    OwnerDialog,
    RatingDialog,
)
from desktop.views.information.notes.forms import NoteForm, note_texts
from desktop.views.parts import is_shut
from desktop.views.request_dialog import RequestDialog
from desktop.views.tab import TabContext


class NotesDesk(QObject):
    """Holds the form that is open; the page gives it the controller once there is one."""

    controller: NotesController

    def __init__(self, context: TabContext, page: QWidget) -> None:
        super().__init__(page)
        self._page, self._clock = page, context.clock
        self.dialog: RequestDialog | None = None

    def open_note(self, form: NoteForm) -> None:
        """Open the form of a note."""
        dialog = NoteDialog(form, note_texts(form, self._clock.today()), self._page.window())
        dialog.submitted.connect(
            lambda texts: self.controller.save(form, dialog.attempt, texts, dialog)
        )
        self._open(dialog)

    def open_answer(self, row: NoteRow) -> None:
        """Open the form that answers a note."""
        dialog = AnswerDialog(row, self._page.window())
        dialog.submitted.connect(
            lambda text: self.controller.save_answer(row, dialog.attempt, text, dialog)
        )
        self._open(dialog)

    def open_rating(self, row: NoteRow) -> None:
        """Open the form that rates a note."""
        dialog = RatingDialog(row, self._page.window())
        dialog.submitted.connect(
            lambda rating: self.controller.save_rating(row, dialog.attempt, rating, dialog)
        )
        self._open(dialog)

    def open_owner(self, row: NoteRow, choices: NoteChoices) -> None:
        """Open the form that gives the answer to somebody else."""
        dialog = OwnerDialog(row, choices, self._page.window())
        dialog.submitted.connect(
            lambda text: self.controller.save_owner(row, choices, dialog.attempt, text, dialog)
        )
        self._open(dialog)

    def can_close(self) -> bool:
        """Whether no form is open; one that is comes to the front."""
        return is_shut(self.dialog)

    def _open(self, dialog: RequestDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._forget)
        dialog.open()

    @Slot()
    def _forget(self) -> None:
        self.dialog = None
