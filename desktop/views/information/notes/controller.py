"""What the page of notes decides: what is shown, which form opens, what is sent; no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol
from uuid import uuid4

from desktop.clock import Clock
from desktop.errors import InputError, Issue
from desktop.i18n import _
from desktop.services.access import Action
from desktop.services.information.data import (
    NOTES_A_PAGE,
    AddNote,
    AnswerNote,
    ChangeNote,
    NoteChoices,
    NoteFilter,
    NotePage,
    NoteRow,
    RateNote,
    ReadNote,
    ReassignNote,
)
from desktop.services.messages import form_problems
from desktop.views.form_answers import Attempt
from desktop.views.information.notes.forms import (
    NoteForm,
    NoteTexts,
    chosen,
    one_line,
    read_note,
)
from desktop.views.information.notes.state import NotesState
from desktop.views.information.sending import FormView, Sender, SendingView
from desktop.views.runner import Runner


class NotesView(SendingView, Protocol):
    """What the controller tells the page."""

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence."""

    def show_page(self, page: NotePage, choices: NoteChoices) -> None:
        """Show a page of notes."""

    def show_current(self, row: NoteRow | None) -> None:
        """Show a note in full."""


class NotesForms(Protocol):
    """What opens the forms."""

    def open_note(self, form: NoteForm) -> None:
        """Open the form of a note."""

    def open_answer(self, row: NoteRow) -> None:
        """Open the form that answers a note."""

    def open_rating(self, row: NoteRow) -> None:
        """Open the form that rates a note."""

    def open_owner(self, row: NoteRow, choices: NoteChoices) -> None:
        """Open the form that gives the answer to somebody else."""


class NotesController:
    """Keeps what the page shows, and sends what is entered."""

    def __init__(
        self, services: Any, runner: Runner, views: tuple[NotesView, NotesForms], clock: Clock
    ) -> None:
        self._services, self._runner, self._clock = services, runner, clock
        self._view, self._forms = views
        self._sender = Sender(services, runner, self._view, self.reload)
        self.state = NotesState()
        self.page: NotePage | None = None
        self.choices: NoteChoices | None = None

    @property
    def note(self) -> NoteRow | None:
        """The current note, where it is on the page."""
        return None if self.page is None else self.page.note(self.state.note_id)

    @property
    def may_keep(self) -> bool:
        """Whether the user may enter and correct notes."""
        return self.page is not None and bool(self._services.actor.may(Action.KEEP_INFORMATION))

    @property
    def may_answer(self) -> bool:
        """Whether the user may read, answer and rate notes."""
        return self.page is not None and bool(self._services.actor.may(Action.ANSWER_INFORMATION))

    # What is shown

    def reload(self) -> None:
        """Ask for the page of notes that the filters choose."""
        notes, wanted, offset = (
            self._services.market_notes, self.state.wanted, self.state.offset,
        )  # fmt: skip
        if self.page is None:
            self._view.show_waiting(_("Reading the notes…"))
        self._runner.query(
            lambda: (notes.page(wanted, offset), notes.choices()),
            self._came,
            owner=self._view,
            key="notes",
            on_error=self._failed,
        )

    def _came(self, answer: tuple[NotePage, NoteChoices]) -> None:
        self.page, self.choices = answer
        self.state = replace(self.state, offset=self.page.offset)
        self.show_again()

    def _failed(self, error: Exception) -> None:
        if self.page is None:
            self._view.show_waiting(_("The notes could not be read. Try again with F5."))
        self._view.fail(error)

    def show_again(self) -> None:
        """Tell the page what it shows, in the language of the moment."""
        if self.page is None or self.choices is None:
            return
        if self.note is None:
            first = self.page.rows[0].id if self.page.rows else None
            self.state = replace(self.state, note_id=first)
        self._view.show_page(self.page, self.choices)

    def filter(self, period: str, wanted: NoteFilter) -> None:
        """Do what the filters say, from the newest note on."""
        if (period, wanted) != (self.state.period, self.state.wanted):
            self.state = replace(self.state, period=period, wanted=wanted, offset=0)
            self.reload()

    def turn(self, pages: int) -> None:
        """Show the notes before or after those of this page."""
        if self.page is None:
            return
        offset = self.state.offset + pages * NOTES_A_PAGE
        if 0 <= offset < self.page.count:
            self.state = replace(self.state, offset=offset)
            self.reload()

    def choose(self, note_id: int | None) -> None:
        """Stand on a note."""
        if note_id != self.state.note_id:
            self.state = replace(self.state, note_id=note_id)
            self._view.show_current(self.note)

    def go_to(self, note_id: int) -> None:
        """Show a note that another page names, with no filter in the way."""
        self.state = NotesState(note_id=note_id)
        if self.page is not None and self.page.note(note_id) is not None:
            self.show_again()
        self.reload()

    # Forms

    def begin(self) -> None:
        """Open the form of a new note."""
        if self.may_keep and self.choices is not None:
            self._forms.open_note(NoteForm(None, self.choices))

    def correct(self, row: NoteRow) -> None:
        """Open the form of a note."""
        if self.may_keep and self.choices is not None:
            self._forms.open_note(NoteForm(row, self.choices))

    def begin_answer(self, row: NoteRow) -> None:
        """Open the form that answers a note, or corrects its answer."""
        if self.may_answer:
            self._forms.open_answer(row)

    def begin_rating(self, row: NoteRow) -> None:
        """Open the form that rates a note."""
        if self.may_answer:
            self._forms.open_rating(row)

    def begin_owner(self, row: NoteRow) -> None:
        """Open the form that gives the answer to somebody else."""
        if self.may_answer and self.choices is not None:
            self._forms.open_owner(row, self.choices)

    def save(self, form: NoteForm, attempt: Attempt, texts: NoteTexts, view: FormView) -> None:
        """Send what stands in the form of a note."""
        try:
            entry = read_note(texts, form, self._clock.today(), self._clock.now())
        except InputError as error:
            view.show_issues(form_problems(error))
            return
        request = attempt.request_for(texts)
        notes, row = self._services.market_notes, form.row
        if row is None:
            add = AddNote(entry, request)
            self._sender.send(lambda actor: notes.add(actor, add), attempt, view, self._made)
        else:
            change = ChangeNote(row.id, attempt.expected, entry, request)
            self._sender.send(lambda actor: notes.change(actor, change), attempt, view)

    def _made(self, note_id: int) -> None:
        self.state = replace(self.state, note_id=note_id)

    def save_answer(self, row: NoteRow, attempt: Attempt, text: str, view: FormView) -> None:
        """Send the answer to a note."""
        words = one_line(text)
        command = AnswerNote(row.id, attempt.expected, words, attempt.request_for(words))
        notes = self._services.market_notes
        self._sender.send(lambda actor: notes.answer(actor, command), attempt, view)

    def save_rating(
        self, row: NoteRow, attempt: Attempt, rating: tuple[int | None, bool], view: FormView
    ) -> None:
        """Send how a note was rated."""
        request = attempt.request_for(rating)
        command = RateNote(row.id, attempt.expected, rating[0], rating[1], request)
        notes = self._services.market_notes
        self._sender.send(lambda actor: notes.rate(actor, command), attempt, view)

    def save_owner(
        self, row: NoteRow, choices: NoteChoices, attempt: Attempt, text: str, view: FormView
    ) -> None:
        """Send who is to answer a note; nobody named is the manager of the rep."""
        issues: list[Issue] = []
        owner = chosen(text, choices.reps, "owner", issues)
        if issues:
            view.show_issues(form_problems(InputError(*issues)))
            return
        command = ReassignNote(row.id, attempt.expected, owner, attempt.request_for(text))
        notes = self._services.market_notes
        self._sender.send(lambda actor: notes.reassign(actor, command), attempt, view)

    # A command without a form

    def read(self, row: NoteRow, then: Callable[[], None] | None = None) -> None:
        """Say that a note was read."""
        if self.may_answer and not row.is_read:
            command = ReadNote(row.id, row.version, str(uuid4()))
            notes = self._services.market_notes
            self._sender.do(lambda actor: notes.read(actor, command), then)
