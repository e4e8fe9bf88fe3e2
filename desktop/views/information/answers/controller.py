"""What the page of answers decides: which answers are shown, of whom; no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from desktop.i18n import _, ngettext
from desktop.search_key import search_key
from desktop.services import formats
from desktop.services.information.answers_data import AnswerBoard, OwedAnswer
from desktop.services.rules.information import NoteState
from desktop.tone import Tone
from desktop.views.information.answers.columns import kind_words
from desktop.views.runner import Runner

#: The choices of what is unanswered: questions, and everything late.
QUESTIONS, LATE = "questions", "late"


@dataclass(frozen=True, slots=True)
class AnswersState:
    """What the page shows: answers of a person, of a kind, late ones, with words."""

    owes: str = ""
    kind: str = ""
    standing: str = ""
    text: str = ""


class AnswersView(Protocol):
    """What the controller tells the page."""

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence."""

    def show_board(self, board: AnswerBoard, owed: tuple[OwedAnswer, ...]) -> None:
        """Show the board, of what is unanswered that which the filters let through."""

    def fail(self, error: Exception) -> None:
        """Hand on what the window answers itself."""


class AnswersController:
    """Keeps what the page shows."""

    def __init__(self, services: Any, runner: Runner, view: AnswersView) -> None:
        self._services, self._runner, self._view = services, runner, view
        self.state = AnswersState()
        self.board: AnswerBoard | None = None

    def reload(self) -> None:
        """Ask for the board."""
        services = self._services
        if self.board is None:
            self._view.show_waiting(_("Reading what is unanswered…"))
        self._runner.query(
            lambda: services.info_answers.board(),
            self._came,
            owner=self._view,
            key="answers",
            on_error=self._failed,
        )

    def _came(self, board: AnswerBoard) -> None:
        self.board = board
        self.show_again()

    def _failed(self, error: Exception) -> None:
        if self.board is None:
            self._view.show_waiting(_("The answers could not be read. Try again with F5."))
        self._view.fail(error)

    def show_again(self) -> None:
        """Tell the page what it shows, in the language of the moment."""
        if self.board is not None:
            self._view.show_board(self.board, shown_answers(self.board, self.state))

    def filter(self, state: AnswersState) -> None:
        """Do what the filters say."""
        if state != self.state:
            self.state = state
            self.show_again()


def shown_answers(board: AnswerBoard, state: AnswersState) -> tuple[OwedAnswer, ...]:
    """Return what the filters let through of what is unanswered."""
    needed = search_key(state.text).split()
    return tuple(
        one
        for one in board.owed
        if state.owes in ("", one.owes)
        and state.kind in ("", QUESTIONS if one.type is None else str(one.type))
        and (not state.standing or one.state is not NoteState.OPEN)
        and all(word in _key(one) for word in needed)
    )


def people_of(board: AnswerBoard | None) -> tuple[str, ...]:
    """Return who owes an answer, by name."""
    return () if board is None else tuple(sorted({one.owes for one in board.owed}))


def sum_words(board: AnswerBoard) -> tuple[str, Tone]:
    """Return how many answers are owed, and how many of them are late."""
    if not board.owed:
        return _("Nothing waits for an answer."), Tone.GOOD
    escalated, late = board.count(NoteState.ESCALATED), board.count(NoteState.LATE)
    words = ngettext(
        "{count} answer is owed: {escalated} escalated, {late} late.",
        "{count} answers are owed: {escalated} escalated, {late} late.",
        len(board.owed),
    ).format(
        count=formats.number(len(board.owed)), escalated=formats.number(escalated),
        late=formats.number(late),
    )  # fmt: skip
    return words, Tone.BAD if escalated else Tone.WATCH if late else Tone.INFO


def _key(one: OwedAnswer) -> str:
    parts = (one.owes, one.of, one.subject, one.text, kind_words(one))
    return search_key(" ".join(parts))
