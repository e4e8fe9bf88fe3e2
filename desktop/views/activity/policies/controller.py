"""What the page of policies decides: what is shown, which form opens, what is sent; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol
from uuid import uuid4

from desktop.clock import Clock
from desktop.enums import ReceiptHow
from desktop.errors import InputError, Issue
from desktop.i18n import _
from desktop.search_key import search_key
from desktop.services import formats
from desktop.services.access import Action
from desktop.services.messages import form_problems
from desktop.services.team.policy_data import (
    AcknowledgePolicy,
    AnnouncePolicy,
    PolicyBook,
    PolicyPersonRow,
    PolicyRow,
    TakeBackReceipts,
    WithdrawPolicy,
)
from desktop.views.form_answers import Attempt
from desktop.views.information.sending import FormView, Sender, SendingView
from desktop.views.runner import Runner

#: The choice of people who still have to acknowledge.
OWED = "owed"


@dataclass(frozen=True, slots=True)
class PolicyTexts:
    """What stands in the form of a policy."""

    title: str
    text: str
    due: str
    rep_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReceiptTexts:
    """What stands in the form of an acknowledgement."""

    how: ReceiptHow
    day: str
    question: str


@dataclass(frozen=True, slots=True)
class PoliciesState:
    """What the page shows: people of a policy (None: of all), who owes it or all, with words."""

    notice_id: int | None = None
    standing: str = ""
    text: str = ""


class PoliciesView(SendingView, Protocol):
    """What the controller tells the page."""

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence."""

    def show_book(self, book: PolicyBook) -> None:
        """Show the policies."""

    def show_people(self, people: tuple[PolicyPersonRow, ...]) -> None:
        """Show the people that the filters let through."""

    def open_policy(self, book: PolicyBook) -> None:
        """Open the form of a new policy."""

    def open_receipt(self, people: tuple[PolicyPersonRow, ...]) -> None:
        """Open the form of an acknowledgement of one policy."""


class PoliciesController:
    """Keeps what the page shows, and sends what is announced and acknowledged."""

    def __init__(self, services: Any, runner: Runner, view: PoliciesView, clock: Clock) -> None:
        self._services, self._runner, self._view = services, runner, view
        self._clock = clock
        self._sender = Sender(services, runner, view, self.reload)
        self.state = PoliciesState()
        self.book: PolicyBook | None = None

    @property
    def may_keep(self) -> bool:
        """Whether the user may announce policies and write down who acknowledged them."""
        return self.book is not None and bool(self._services.actor.may(Action.KEEP_TEAM))

    @property
    def policy(self) -> PolicyRow | None:
        """The current policy."""
        rows = () if self.book is None else self.book.policies
        return next((one for one in rows if one.id == self.state.notice_id), None)

    def reload(self) -> None:
        """Ask for the policies."""
        services = self._services
        if self.book is None:
            self._view.show_waiting(_("Reading the policies…"))
        self._runner.query(
            lambda: services.policies.book(),
            self._came,
            owner=self._view,
            key="policies",
            on_error=self._failed,
        )

    def _came(self, book: PolicyBook) -> None:
        is_first, self.book = self.book is None, book
        if is_first and self.state.notice_id is None and book.policies:
            self.state = replace(self.state, notice_id=book.policies[0].id)
        self.show_again()

    def _failed(self, error: Exception) -> None:
        if self.book is None:
            self._view.show_waiting(_("The policies could not be read. Try again with F5."))
        self._view.fail(error)

    def show_again(self) -> None:
        """Tell the page what it shows, in the language of the moment."""
        if self.book is not None:
            self._view.show_book(self.book)
            self._show_people()

    def _show_people(self) -> None:
        if self.book is None:
            return
        needed = search_key(self.state.text).split()
        self._view.show_people(
            tuple(
                one
                for one in self.book.of(self.state.notice_id)
                if self.state.standing != OWED or one.is_owed
                if all(word in _key(one) for word in needed)
            )
        )

    def filter(self, standing: str, text: str) -> None:
        """Do what the filters say."""
        state = replace(self.state, standing=standing, text=text)
        if state != self.state:
            self.state = state
            self._show_people()

    def choose(self, notice_id: int | None) -> None:
        """Show the people of one policy, or of all."""
        if notice_id != self.state.notice_id:
            self.state = replace(self.state, notice_id=notice_id)
            self._show_people()

    # Forms

    def begin(self) -> None:
        """Open the form of a new policy."""
        if self.may_keep and self.book is not None:
            self._view.open_policy(self.book)

    def begin_receipt(self, people: Sequence[PolicyPersonRow]) -> None:
        """Open the form of an acknowledgement; people of the first one's policy are taken."""
        if self.may_keep and people:
            notice_id = people[0].notice_id
            self._view.open_receipt(tuple(one for one in people if one.notice_id == notice_id))

    def save_policy(self, attempt: Attempt, texts: PolicyTexts, form: FormView) -> None:
        """Send what stands in the form of a policy."""
        try:
            if not texts.due.strip():
                raise InputError(Issue("policy_due_missing", column="due"))
            due_on = _day(texts.due, "due", self._clock)
        except InputError as error:
            form.show_issues(form_problems(error))
            return
        command = AnnouncePolicy(
            texts.title, texts.text, due_on, texts.rep_ids, attempt.request_for(texts)
        )
        service = self._services.policies
        self._sender.send(lambda actor: service.announce(actor, command), attempt, form, self._made)

    def _made(self, notice_id: int) -> None:
        self.state = replace(self.state, notice_id=notice_id)

    def save_receipt(
        self, people: Sequence[PolicyPersonRow], attempt: Attempt, texts: ReceiptTexts,
        form: FormView,
    ) -> None:  # fmt: skip
        """Send who acknowledged a policy, when and how."""
        try:
            day = _day(texts.day, "day", self._clock) if texts.day.strip() else None
        except InputError as error:
            form.show_issues(form_problems(error))
            return
        named = self._named(people)
        command = AcknowledgePolicy(
            people[0].notice_id, named, texts.how, day, " ".join(texts.question.split()),
            attempt.request_for((texts, named)),
        )  # fmt: skip
        service = self._services.policies
        self._sender.send(lambda actor: service.acknowledge(actor, command), attempt, form)

    def _named(self, people: Sequence[PolicyPersonRow]) -> tuple[tuple[int, int], ...]:
        """Return people with their versions as they were last read."""
        rows = () if self.book is None else self.book.people
        known = {(one.notice_id, one.rep_id): one.version for one in rows}
        return tuple(
            (one.rep_id, known.get((one.notice_id, one.rep_id), one.version)) for one in people
        )

    def take_back(self, people: Sequence[PolicyPersonRow]) -> None:
        """Take out that people acknowledged a policy."""
        done = [one for one in people if one.acknowledged_on is not None]
        if self.may_keep and done:
            named = tuple(
                (one.rep_id, one.version) for one in done if one.notice_id == done[0].notice_id
            )
            command = TakeBackReceipts(done[0].notice_id, named, str(uuid4()))
            service = self._services.policies
            self._sender.do(lambda actor: service.take_back(actor, command))

    def withdraw(self) -> None:
        """Withdraw the current policy."""
        row = self.policy
        if self.may_keep and row is not None and row.withdrawn_on is None:
            command = WithdrawPolicy(row.id, row.version, str(uuid4()))
            service = self._services.policies
            self._sender.do(lambda actor: service.withdraw(actor, command))


def _day(text: str, column: str, clock: Clock) -> date:
    try:
        return formats.parse_day(text, clock.today())
    except ValueError:
        issue = Issue("task_day_form", column=column, value=text.strip())
        raise InputError(issue) from None


def _key(one: PolicyPersonRow) -> str:
    return search_key(" ".join((one.rep_name, one.rep_code, one.title, one.question)))
