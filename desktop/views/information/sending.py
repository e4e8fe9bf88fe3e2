"""Sends what the pages of the Information tab enter, and says what came of it; free of Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from desktop.changes import ChangeSet
from desktop.errors import ConflictError, InputError, Issue, KnownError, StorageError
from desktop.i18n import _
from desktop.services.messages import form_problems, sentence
from desktop.views.form_answers import Attempt
from desktop.views.runner import Runner


class FormView(Protocol):
    """What is told to a form."""

    def show_issues(self, issues: tuple[tuple[Issue, str], ...]) -> None:
        """Mark fields with words."""

    def show_error(self, text: str) -> None:
        """Say why nothing was saved; what was typed stays."""

    def accept(self) -> None:
        """Close: everything is in the database."""


class SendingView(Protocol):
    """What is told to a page."""

    def show_refusal(self, words: str) -> None:
        """Say why a command without a form was not carried out."""

    def fail(self, error: Exception) -> None:
        """Hand on what the window answers itself."""


class Sender:
    """Carries out the commands of a page, in the order in which they are sent."""

    def __init__(
        self, services: Any, runner: Runner, view: SendingView, reload: Callable[[], None]
    ) -> None:
        self._services, self._runner = services, runner
        self._view, self._reload = view, reload

    def send(
        self,
        call: Callable[[Any], ChangeSet],
        attempt: Attempt,
        form: FormView,
        made: Callable[[int], None] | None = None,
    ) -> None:
        """Carry out what a form holds; the form closes, or says what stands against it.

        `made` hears the id of what is new, before the page has read it.
        """

        def done(changes: ChangeSet) -> None:
            form.accept()
            if made is not None and changes.created_id is not None:
                made(changes.created_id)

        self._runner.command(
            lambda: call(self._services.require_writer()),
            done,
            owner=form,
            on_error=lambda error: self._refuse_form(error, attempt, form),
        )

    def do(self, call: Callable[[Any], ChangeSet], then: Callable[[], None] | None = None) -> None:
        """Carry out a command that has no form."""

        def done(_changes: ChangeSet) -> None:
            if then is not None:
                then()

        self._runner.command(
            lambda: call(self._services.require_writer()),
            done,
            owner=self._view,
            on_error=self._refuse,
        )

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, StorageError) or not isinstance(error, KnownError):
            self._view.fail(error)
            return
        self._view.show_refusal(sentence(error))
        self._reload()

    def _refuse_form(self, error: Exception, attempt: Attempt, form: FormView) -> None:
        if isinstance(error, InputError) and any(issue.column for issue in error.issues):
            form.show_issues(form_problems(error))
        elif isinstance(error, KnownError) and error.code == "already_done":
            # The answer of the attempt before was lost; what was sent is in the database.
            form.accept()
        elif isinstance(error, ConflictError):
            found = error.facts.get("found")
            if isinstance(found, int):
                attempt.expected = found
            self._reload()
            form.show_error(conflict_words())
        elif isinstance(error, KnownError):
            form.show_error(sentence(error))
        else:
            form.show_error(_("Nothing was saved: a fault of the program."))
            self._view.fail(error)


def conflict_words() -> str:
    """Return what to do where another desk saved first."""
    return _(
        "Someone else changed this meanwhile; the list shows what it says now. What you typed is "
        "kept: save again to put it in its place."
    )
