"""What the page of the talks decides: what is shown, what a form says, what is sent; no Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol
from uuid import uuid4

from desktop.changes import ChangeSet
from desktop.enums import Metric, PlanSide
from desktop.errors import ConflictError, InputError, KnownError, StorageError
from desktop.services.access import Action
from desktop.services.messages import form_problems, sentence
from desktop.services.plans.talks_data import (
    TALKING,
    AddBridgeItem,
    AddRound,
    BridgeRow,
    ChangeBridgeItem,
    ChangeRound,
    RemoveBridgeItem,
    RemoveRound,
    RoundRow,
    Talks,
)
from desktop.services.plans.versions_data import VersionCard
from desktop.views.form_answers import Attempt, FormView, answer_form
from desktop.views.plans.talks.forms import (
    ItemForm,
    ItemTexts,
    RoundForm,
    RoundTexts,
    read_item,
    read_round,
    typed_amount,
)
from desktop.views.plans.talks.words import refusal_words
from desktop.views.plans.version_choice import IN_FORCE, first_version
from desktop.views.runner import Runner

#: What is still talked about, else what is in force.
_FIRST = (TALKING, *IN_FORCE)


class TalksView(Protocol):
    """What the controller tells the page."""

    def show_nothing(self) -> None:
        """Show that there is no plan yet."""

    def show_talks(self, cards: tuple[VersionCard, ...], talks: Talks, may_enter: bool) -> None:
        """Show the versions to choose from and the talks about the chosen one."""

    def open_round(self, form: RoundForm) -> None:
        """Open the form of a round."""

    def open_item(self, form: ItemForm) -> None:
        """Open the form of a part of the bridge."""

    def tell_removed(self, row: RoundRow | BridgeRow, put_back: Callable[[], None]) -> None:
        """Say that something was taken out, and offer to put it back."""

    def show_refusal(self, words: str) -> None:
        """Say why a command without a form was not carried out."""

    def fail(self, error: Exception) -> None:
        """Hand on what the window answers itself."""


class TalksController:
    """Keeps which version and metric are talked about, and sends what is entered."""

    def __init__(self, services: Any, runner: Runner, view: TalksView) -> None:
        self._services, self._runner, self._view = services, runner, view
        self.metric = Metric.SALES
        self.version_id: int | None = None
        self.cards: tuple[VersionCard, ...] = ()
        self.talks: Talks | None = None

    @property
    def may_enter(self) -> bool:
        """Whether the user speaks for the branch and the talks go on."""
        is_open = self.talks is not None and self.talks.is_open
        return is_open and bool(self._services.actor.may(Action.CHANGE_PLAN))

    # What is shown

    def choose(self, version_id: int | None = None, metric: Metric | None = None) -> None:
        """Show another version or metric."""
        self.version_id = version_id if version_id is not None else self.version_id
        self.metric = metric if metric is not None else self.metric
        self.reload()

    def reload(self) -> None:
        """Ask for the versions and for the talks about the chosen one."""
        services, wanted, metric = self._services, self.version_id, self.metric

        def read() -> tuple[tuple[VersionCard, ...], Talks | None]:
            cards = services.plan_versions.cards()
            chosen = first_version(cards, wanted, _FIRST)
            if chosen is None:
                return cards, None
            return cards, services.plan_talks.talks(chosen, metric)

        self._runner.query(
            read, self._show, owner=self._view, key="talks", on_error=self._view.fail
        )

    def _show(self, answer: tuple[tuple[VersionCard, ...], Talks | None]) -> None:
        self.cards, self.talks = answer
        self.version_id = self.talks.card.version_id if self.talks is not None else None
        self.show_again()

    def show_again(self) -> None:
        """Tell the page what it shows, in the language of the moment."""
        if self.talks is None:
            self._view.show_nothing()
        else:
            self._view.show_talks(self.cards, self.talks, self.may_enter)

    # Forms

    def begin_round(self, side: PlanSide, amount: str = "", argument: str = "") -> None:
        """Open the form of a side's next number; the branch's begins with its plan's sum."""
        if self.talks is None or not self.may_enter:
            return
        last = self.talks.last_round(side)
        if not amount and last is None and side is PlanSide.BRANCH:
            amount = typed_amount(self.talks.planned)
        number = last.number + 1 if last is not None else 1
        self._view.open_round(RoundForm(side, number, None, amount, argument))

    def begin_item(self) -> None:
        """Open the form of a new part; it begins with what is unexplained."""
        if self.talks is not None and self.may_enter:
            rest = self.talks.unexplained
            self._view.open_item(ItemForm(None, typed_amount(rest) if rest else ""))

    def correct(self, row: RoundRow | BridgeRow) -> None:
        """Open the form of what is there."""
        if not self.may_enter:
            return
        if isinstance(row, RoundRow):
            amount = typed_amount(row.amount)
            self._view.open_round(RoundForm(row.side, row.number, row, amount, row.argument))
        else:
            self._view.open_item(ItemForm(row, typed_amount(row.amount)))

    def save_round(
        self, form: RoundForm, attempt: Attempt, texts: RoundTexts, view: FormView
    ) -> None:
        """Send what stands in the form of a round."""
        talks = self.talks
        if talks is None:
            return
        try:
            entry = read_round(texts, talks.as_of)
        except InputError as error:
            view.show_issues(form_problems(error))
            return
        request, row, service = attempt.request_for(entry), form.row, self._services.plan_talks
        version_id, metric, expected = talks.card.version_id, talks.metric, attempt.expected

        def call() -> ChangeSet:
            actor = self._services.require_writer()
            if row is None:
                command = AddRound(version_id, metric, form.side, entry, request)
                added: ChangeSet = service.add_round(actor, command)
                return added
            changed: ChangeSet = service.change_round(
                actor, ChangeRound(row.id, expected, entry, request)
            )
            return changed

        self._send(call, attempt, view)

    def save_item(self, form: ItemForm, attempt: Attempt, texts: ItemTexts, view: FormView) -> None:
        """Send what stands in the form of a part of the bridge."""
        talks = self.talks
        if talks is None:
            return
        try:
            entry = read_item(texts)
        except InputError as error:
            view.show_issues(form_problems(error))
            return
        request, row, service = attempt.request_for(entry), form.row, self._services.plan_talks
        version_id, metric, expected = talks.card.version_id, talks.metric, attempt.expected

        def call() -> ChangeSet:
            actor = self._services.require_writer()
            if row is None:
                command = AddBridgeItem(version_id, metric, entry, request)
                added: ChangeSet = service.add_item(actor, command)
                return added
            changed: ChangeSet = service.change_item(
                actor, ChangeBridgeItem(row.id, expected, entry, request)
            )
            return changed

        self._send(call, attempt, view)

    def remove(self, row: RoundRow | BridgeRow) -> None:
        """Take a round or a part out at once; it can be put back."""
        talks = self.talks
        if talks is None or not self.may_enter:
            return
        service, request = self._services.plan_talks, str(uuid4())

        def call() -> ChangeSet:
            actor = self._services.require_writer()
            removed: ChangeSet
            if isinstance(row, RoundRow):
                removed = service.remove_round(actor, RemoveRound(row.id, row.version, request))
            else:
                command = RemoveBridgeItem(row.id, row.version, request)
                removed = service.remove_item(actor, command)
            return removed

        self._runner.command(
            call,
            lambda _changes: self._view.tell_removed(row, lambda: self._put_back(talks, row)),
            owner=self._view,
            on_error=self._refuse,
        )

    def _put_back(self, talks: Talks, row: RoundRow | BridgeRow) -> None:
        service, request = self._services.plan_talks, str(uuid4())
        version_id, metric = talks.card.version_id, talks.metric

        def call() -> ChangeSet:
            actor = self._services.require_writer()
            added: ChangeSet
            if isinstance(row, RoundRow):
                command = AddRound(version_id, metric, row.side, row.entry, request)
                added = service.add_round(actor, command)
            else:
                added = service.add_item(
                    actor, AddBridgeItem(version_id, metric, row.entry, request)
                )
            return added

        self._runner.command(call, lambda _changes: None, owner=self._view, on_error=self._refuse)

    # Inside

    def _send(self, call: Callable[[], ChangeSet], attempt: Attempt, view: FormView) -> None:
        def failed(error: Exception) -> None:
            self._refuse_form(error, attempt, view)

        self._runner.command(call, lambda _changes: view.accept(), owner=view, on_error=failed)

    def _refuse_form(self, error: Exception, attempt: Attempt, view: FormView) -> None:
        theirs = error.facts.get("theirs") if isinstance(error, ConflictError) else None
        if isinstance(theirs, RoundRow | BridgeRow):
            # Whoever has read what the other desk made may put his own in its place.
            attempt.expected = theirs.version
            self.reload()
        answer_form(error, view, self._refusal, self._view.fail)

    def _refusal(self, error: KnownError) -> str:
        return sentence(error) if self.talks is None else refusal_words(error, self.talks)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, StorageError) or not isinstance(error, KnownError):
            self._view.fail(error)
            return
        self._view.show_refusal(sentence(error))
        self.reload()
