"""What the page of questions decides: what is shown, which form opens, what is sent; no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol
from uuid import uuid4

from desktop.clock import Clock
from desktop.enums import NoteType, QuestionCycle
from desktop.errors import InputError, Issue
from desktop.i18n import _
from desktop.search_key import search_key
from desktop.services import formats
from desktop.services.access import Action
from desktop.services.information.question_data import (
    AnswerQuestion,
    AskQuestion,
    QuestionBook,
    QuestionChoices,
    QuestionRow,
    QuestionTaskRow,
    WithdrawQuestion,
)
from desktop.services.messages import form_problems
from desktop.views.form_answers import Attempt
from desktop.views.information.notes.forms import one_line
from desktop.views.information.sending import FormView, Sender, SendingView
from desktop.views.runner import Runner

#: The choice of answers that somebody still owes.
OWED = "owed"


@dataclass(frozen=True, slots=True)
class AskTexts:
    """What stands in the form of a question; `due` is a day, or a day of the month."""

    text: str
    type: NoteType
    cycle: QuestionCycle
    due: str
    rep_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class QuestionsState:
    """What the page shows: answers of a question (None: of all), owed or all, with words."""

    question_id: int | None = None
    standing: str = ""
    text: str = ""


class QuestionsView(SendingView, Protocol):
    """What the controller tells the page."""

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence."""

    def show_book(self, book: QuestionBook) -> None:
        """Show the questions."""

    def show_tasks(self, tasks: tuple[QuestionTaskRow, ...]) -> None:
        """Show the answers that the filters let through."""

    def open_question(self, choices: QuestionChoices) -> None:
        """Open the form of a new question."""

    def open_answer(self, task: QuestionTaskRow, choices: QuestionChoices) -> None:
        """Open the form of an answer."""


class QuestionsController:
    """Keeps what the page shows, and sends what is asked and answered."""

    def __init__(self, services: Any, runner: Runner, view: QuestionsView, clock: Clock) -> None:
        self._services, self._runner, self._view = services, runner, view
        self._clock = clock
        self._sender = Sender(services, runner, view, self.reload)
        self.state = QuestionsState()
        self.book: QuestionBook | None = None

    @property
    def may_ask(self) -> bool:
        """Whether the user may ask and withdraw."""
        return self.book is not None and bool(self._services.actor.may(Action.ANSWER_INFORMATION))

    @property
    def may_answer(self) -> bool:
        """Whether the user may write down what reps answered."""
        return self.book is not None and bool(self._services.actor.may(Action.KEEP_INFORMATION))

    @property
    def question(self) -> QuestionRow | None:
        """The current question."""
        rows = () if self.book is None else self.book.questions
        return next((one for one in rows if one.id == self.state.question_id), None)

    def reload(self) -> None:
        """Ask for the questions."""
        services = self._services
        if self.book is None:
            self._view.show_waiting(_("Reading the questions…"))
        self._runner.query(
            lambda: services.info_questions.book(),
            self._came,
            owner=self._view,
            key="questions",
            on_error=self._failed,
        )

    def _came(self, book: QuestionBook) -> None:
        self.book = book
        self.show_again()

    def _failed(self, error: Exception) -> None:
        if self.book is None:
            self._view.show_waiting(_("The questions could not be read. Try again with F5."))
        self._view.fail(error)

    def show_again(self) -> None:
        """Tell the page what it shows, in the language of the moment."""
        if self.book is None:
            return
        self._view.show_book(self.book)
        self._show_tasks()

    def _show_tasks(self) -> None:
        if self.book is None:
            return
        needed = search_key(self.state.text).split()
        self._view.show_tasks(
            tuple(
                one
                for one in self.book.of(self.state.question_id)
                if self.state.standing != OWED or one.is_owed
                if all(word in _key(one) for word in needed)
            )
        )

    def filter(self, standing: str, text: str) -> None:
        """Do what the filters say."""
        state = replace(self.state, standing=standing, text=text)
        if state != self.state:
            self.state = state
            self._show_tasks()

    def choose(self, question_id: int | None) -> None:
        """Show the answers to one question, or to all."""
        if question_id != self.state.question_id:
            self.state = replace(self.state, question_id=question_id)
            self._show_tasks()

    # Forms

    def begin(self) -> None:
        """Open the form of a new question."""
        if self.may_ask:
            self._with_choices(self._view.open_question)

    def begin_answer(self, task: QuestionTaskRow) -> None:
        """Open the form of an answer."""
        if self.may_answer and (task.is_owed or task.answered_on is not None):
            self._with_choices(lambda found: self._view.open_answer(task, found))

    def _with_choices(self, use: Callable[[QuestionChoices], None]) -> None:
        self._runner.query(
            self._services.info_questions.choices,
            use,
            owner=self._view,
            key="choices",
            on_error=self._view.fail,
        )

    def save_question(self, attempt: Attempt, texts: AskTexts, view: FormView) -> None:
        """Send what stands in the form of a question."""
        today, issues = self._clock.today(), list[Issue]()
        due_on = due_day = None
        words = texts.due.strip()
        if texts.cycle is QuestionCycle.MONTHLY:
            due_day = int(words) if words.isascii() and words.isdigit() else None
            if due_day is None:
                issues.append(Issue("question_due_day", column="due", value=words))
        elif words:
            try:
                due_on = formats.parse_day(words, today)
            except ValueError:
                issues.append(Issue("task_day_form", column="due", value=words))
        if issues:
            view.show_issues(form_problems(InputError(*issues)))
            return
        command = AskQuestion(
            one_line(texts.text), texts.type, texts.cycle, texts.rep_ids, due_on, due_day,
            attempt.request_for(texts),
        )  # fmt: skip
        service = self._services.info_questions
        self._sender.send(lambda actor: service.ask(actor, command), attempt, view, self._made)

    def _made(self, question_id: int) -> None:
        self.state = replace(self.state, question_id=question_id)

    def save_answer(
        self, task: QuestionTaskRow, attempt: Attempt, answer: tuple[str, int | None],
        view: FormView,
    ) -> None:  # fmt: skip
        """Send what a rep answered: words, and the note they are in."""
        command = AnswerQuestion(
            task.question_id, task.rep_id, task.due_on, attempt.expected, one_line(answer[0]),
            answer[1], attempt.request_for(answer),
        )  # fmt: skip
        service = self._services.info_questions
        self._sender.send(lambda actor: service.answer(actor, command), attempt, view)

    def withdraw(self) -> None:
        """Ask the current question no more."""
        row = self.question
        if self.may_ask and row is not None and row.ended_on is None:
            command = WithdrawQuestion(row.id, row.version, str(uuid4()))
            service = self._services.info_questions
            self._sender.do(lambda actor: service.withdraw(actor, command))


def _key(task: QuestionTaskRow) -> str:
    return search_key(" ".join((task.rep_name, task.rep_code, task.question, task.answer)))
