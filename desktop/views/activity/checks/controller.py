"""What the page of second looks decides: what is shown, which form opens, what is sent; no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from desktop.changes import ChangeSet
from desktop.clock import Clock
from desktop.errors import ConflictError, InputError, KnownError
from desktop.i18n import _
from desktop.services import formats
from desktop.services.access import Action
from desktop.services.entries.checks_data import (
    CheckBook,
    CheckRow,
    DecideCheck,
    DrawSample,
    SampleDrawn,
)
from desktop.services.messages import form_problems, sentence
from desktop.views.activity.checks.state import (
    ChecksState,
    DecideTexts,
    SampleTexts,
    Standing,
    read_share,
    shown_rows,
)
from desktop.views.activity.checks.words import drawn_words
from desktop.views.form_answers import Attempt
from desktop.views.runner import Runner


class ChecksForm(Protocol):
    """What the controller tells a form."""

    def show_issues(self, issues: Any) -> None:
        """Mark fields with words."""

    def show_error(self, text: str) -> None:
        """Say why nothing was saved; what was typed stays."""

    def accept(self) -> None:
        """Close: everything is in the database."""


class ChecksView(Protocol):
    """What the controller tells the page."""

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence."""

    def show_book(self, book: CheckBook, rows: tuple[CheckRow, ...]) -> None:
        """Show the second looks that the filters let through."""

    def show_current(self, row: CheckRow | None) -> None:
        """Show a second look in the panel."""

    def open_decide(self, row: CheckRow) -> None:
        """Open the form of a finding."""

    def open_sample(self) -> None:
        """Open the form of a sample."""

    def say(self, words: str) -> None:
        """Tell that something was done."""

    def fail(self, error: Exception) -> None:
        """Hand on what the window answers itself."""


class ChecksController:
    """Keeps what the page shows, and sends what is entered."""

    def __init__(self, services: Any, runner: Runner, view: ChecksView, clock: Clock) -> None:
        self._services, self._runner, self._view = services, runner, view
        self._clock = clock
        self.state = ChecksState()
        self.book: CheckBook | None = None
        self.rows: tuple[CheckRow, ...] = ()

    @property
    def row(self) -> CheckRow | None:
        """The current row, where the filters show it."""
        return next((one for one in self.rows if one.id == self.state.check_id), None)

    @property
    def may_draw(self) -> bool:
        """Whether the user may look again at reports at all."""
        return bool(self._services.actor.may(Action.CHECK_ENTRY))

    @property
    def may_decide(self) -> bool:
        """Whether the user may say what the current look found."""
        row = self.row
        return self.may_draw and row is not None and row.is_open and not row.is_own

    # What is shown

    def reload(self) -> None:
        """Ask for the second looks."""
        services = self._services
        if self.book is None:
            self._view.show_waiting(_("Reading the second looks…"))
        self._runner.query(
            lambda: services.entry_checks.book(services.actor),
            self._came,
            owner=self._view,
            key="checks",
            on_error=self._failed,
        )

    def show_again(self) -> None:
        """Show what is known in the language of the moment."""
        if self.book is not None:
            self._show(self.book)

    def filter(self, standing: Standing, kind: str, text: str) -> None:
        """Let other rows through."""
        self.state = replace(self.state, standing=standing, kind=kind, text=text)
        self.show_again()

    def choose(self, row: CheckRow | None) -> None:
        """Stand on a row."""
        self.state = replace(self.state, check_id=None if row is None else row.id)
        self._view.show_current(self.row)

    def _came(self, book: CheckBook) -> None:
        self.book = book
        self._show(book)

    def _show(self, book: CheckBook) -> None:
        self.rows = shown_rows(book, self.state)
        if self.row is None:
            first = self.rows[0].id if self.rows else None
            self.state = replace(self.state, check_id=first)
        self._view.show_book(book, self.rows)
        self._view.show_current(self.row)

    def _failed(self, error: Exception) -> None:
        if self.book is None:
            self._view.show_waiting(_("The second looks could not be read. Try again with F5."))
        self._view.fail(error)

    # What is entered

    def begin_decide(self) -> None:
        """Open the form of the current row, if it may be decided."""
        if self.may_decide and self.row is not None:
            self._view.open_decide(self.row)

    def begin_sample(self) -> None:
        """Open the form of a sample."""
        if self.may_draw:
            self._view.open_sample()

    def save_decision(
        self, row: CheckRow, attempt: Attempt, texts: DecideTexts, form: ChecksForm
    ) -> None:
        """Send what stands in the form of a finding."""
        command = DecideCheck(
            row.id, attempt.expected, texts.method, texts.result, texts.note,
            attempt.request_for(texts),
        )  # fmt: skip
        services = self._services

        def call() -> ChangeSet:
            changes: ChangeSet = services.entry_checks.decide(services.require_writer(), command)
            return changes

        self._send(call, lambda _changes: form.accept(), attempt, form)

    def save_sample(self, attempt: Attempt, texts: SampleTexts, form: ChecksForm) -> None:
        """Send what stands in the form of a sample, and tell what it fell on."""
        try:
            share = read_share(texts.share)
        except InputError as error:
            form.show_issues(form_problems(error))
            return
        seed = int(self._clock.now().timestamp())
        command = DrawSample(texts.month, share, seed, attempt.request_for(texts))
        services = self._services
        drawn: list[SampleDrawn] = []

        def call() -> ChangeSet:
            drawn.append(services.entry_checks.draw_sample(services.require_writer(), command))
            return drawn[0].changes

        def done(_changes: ChangeSet) -> None:
            form.accept()
            self._view.say(drawn_words(drawn[0], formats.month(texts.month)))

        self._send(call, done, attempt, form)

    def _send(
        self,
        call: Callable[[], ChangeSet],
        done: Callable[[ChangeSet], None],
        attempt: Attempt,
        form: ChecksForm,
    ) -> None:
        self._runner.command(
            call,
            done,
            owner=form,
            on_error=lambda error: self._refused(error, attempt, form),
        )

    def _refused(self, error: Exception, attempt: Attempt, form: ChecksForm) -> None:
        if isinstance(error, InputError) and any(issue.column for issue in error.issues):
            form.show_issues(form_problems(error))
        elif isinstance(error, KnownError) and error.code == "already_done":
            # The answer of the attempt before was lost; what was sent is in the database.
            form.accept()
        elif isinstance(error, ConflictError):
            found = error.facts.get("found")
            if isinstance(found, int):
                attempt.expected = found
            self.reload()
            form.show_error(
                _("Someone else looked at this meanwhile; the list shows what was found.")
            )
        elif isinstance(error, KnownError):
            form.show_error(sentence(error))
        else:
            form.show_error(_("Nothing was saved: a fault of the program."))
            self._view.fail(error)
