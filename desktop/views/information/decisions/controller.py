"""What the page of decisions decides: what is shown, which form opens, what is sent; no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import uuid4

from desktop.clock import Clock
from desktop.errors import InputError, Issue
from desktop.i18n import _
from desktop.search_key import search_key
from desktop.services import formats
from desktop.services.access import Action
from desktop.services.information.decision_data import (
    AddDecision,
    ChangeDecision,
    DecisionEntry,
    DecisionRow,
    RemoveDecision,
)
from desktop.services.information.question_data import NoteChoice
from desktop.services.messages import form_problems
from desktop.views.form_answers import Attempt
from desktop.views.information.notes.forms import one_line
from desktop.views.information.sending import FormView, Sender, SendingView
from desktop.views.runner import Runner


@dataclass(frozen=True, slots=True)
class DecisionForm:
    """A form of a decision: the one that is corrected, or None for a new one on some notes."""

    row: DecisionRow | None
    notes: tuple[NoteChoice, ...]
    ticked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionTexts:
    """What stands in the form of a decision."""

    text: str
    decided_on: str
    note_ids: tuple[int, ...]


class DecisionsView(SendingView, Protocol):
    """What the controller tells the page."""

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence."""

    def show_rows(self, rows: tuple[DecisionRow, ...], count: int) -> None:
        """Show the decisions that the filter lets through, out of so many."""

    def open_form(self, form: DecisionForm) -> None:
        """Open the form of a decision."""

    def tell_removed(self, row: DecisionRow, put_back: Callable[[], None]) -> None:
        """Say that a decision was taken out, and offer to put it back."""


class DecisionsController:
    """Keeps the decisions, and sends what is entered."""

    def __init__(self, services: Any, runner: Runner, view: DecisionsView, clock: Clock) -> None:
        self._services, self._runner, self._view = services, runner, view
        self._clock = clock
        self._sender = Sender(services, runner, view, self.reload)
        self.rows: tuple[DecisionRow, ...] | None = None
        self.text = ""
        #: What was just written down, to stand on when it is read.
        self.new_id: int | None = None

    @property
    def may_decide(self) -> bool:
        """Whether the user may write down decisions."""
        return self.rows is not None and bool(self._services.actor.may(Action.ANSWER_INFORMATION))

    def reload(self) -> None:
        """Ask for the decisions."""
        services = self._services
        if self.rows is None:
            self._view.show_waiting(_("Reading the decisions…"))
        self._runner.query(
            lambda: services.info_decisions.rows(),
            self._came,
            owner=self._view,
            key="decisions",
            on_error=self._failed,
        )

    def _came(self, rows: tuple[DecisionRow, ...]) -> None:
        self.rows = rows
        self.show_again()

    def _failed(self, error: Exception) -> None:
        if self.rows is None:
            self._view.show_waiting(_("The decisions could not be read. Try again with F5."))
        self._view.fail(error)

    def show_again(self) -> None:
        """Tell the page what it shows, in the language of the moment."""
        if self.rows is None:
            return
        needed = search_key(self.text).split()
        shown = tuple(one for one in self.rows if all(word in _key(one) for word in needed))
        self._view.show_rows(shown, len(self.rows))

    def filter(self, text: str) -> None:
        """Show what holds these words."""
        if text != self.text:
            self.text = text
            self.show_again()

    # Forms

    def begin(self, note_ids: tuple[int, ...] = ()) -> None:
        """Open the form of a new decision, on these notes."""
        if self._services.actor.may(Action.ANSWER_INFORMATION):
            self._with_notes(
                lambda notes: self._view.open_form(DecisionForm(None, notes, note_ids))
            )

    def correct(self, row: DecisionRow) -> None:
        """Open the form of a decision; notes that are too old to be offered stay in it."""
        if not self.may_decide:
            return

        def opened(notes: tuple[NoteChoice, ...]) -> None:
            offered = {one.id for one in notes}
            rest = tuple(one for one in row.notes if one.id not in offered)
            self._view.open_form(DecisionForm(row, (*notes, *rest), row.entry.note_ids))

        self._with_notes(opened)

    def _with_notes(self, use: Callable[[tuple[NoteChoice, ...]], None]) -> None:
        self._runner.query(
            self._services.info_decisions.offered,
            use,
            owner=self._view,
            key="notes",
            on_error=self._view.fail,
        )

    def save(
        self, form: DecisionForm, attempt: Attempt, texts: DecisionTexts, view: FormView
    ) -> None:
        """Send what stands in the form of a decision."""
        today = self._clock.today()
        try:
            day = formats.parse_day(texts.decided_on or str(today), today)
        except ValueError:
            issue = Issue("task_day_form", column="decided_on", value=texts.decided_on.strip())
            view.show_issues(form_problems(InputError(issue)))
            return
        entry = DecisionEntry(one_line(texts.text), day, texts.note_ids)
        request, service = attempt.request_for(entry), self._services.info_decisions
        if form.row is None:
            add = AddDecision(entry, request)
            self._sender.send(lambda actor: service.add(actor, add), attempt, view, self._made)
        else:
            change = ChangeDecision(form.row.id, attempt.expected, entry, request)
            self._sender.send(lambda actor: service.change(actor, change), attempt, view)

    def _made(self, decision_id: int) -> None:
        self.new_id = decision_id

    def remove(self, row: DecisionRow) -> None:
        """Take a decision out at once; it can be put back."""
        if not self.may_decide:
            return
        command = RemoveDecision(row.id, row.version, str(uuid4()))
        service = self._services.info_decisions
        self._sender.do(
            lambda actor: service.remove(actor, command),
            lambda: self._view.tell_removed(row, lambda: self._put_back(row)),
        )

    def _put_back(self, row: DecisionRow) -> None:
        command = AddDecision(row.entry, str(uuid4()))
        service = self._services.info_decisions
        self._sender.do(lambda actor: service.add(actor, command))


def _key(row: DecisionRow) -> str:
    return search_key(" ".join((row.text, row.decided_by, *(one.text for one in row.notes))))
