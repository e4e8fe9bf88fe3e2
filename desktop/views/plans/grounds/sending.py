"""What the page of reasons sends: forms, typed cells, what is taken out, targets; free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

from desktop.changes import ChangeSet
from desktop.clock import Clock
from desktop.errors import InputError, KnownError, StorageError
from desktop.i18n import _
from desktop.services.messages import issue_problem
from desktop.services.plans.collection_targets_data import CollectionBook, TakeCollections
from desktop.services.plans.outlooks_data import (
    OutlookBook,
    OutlookRow,
    OutlookWish,
    ProspectEntry,
    ProspectRow,
    RemoveProspect,
    SaveOutlooks,
    SaveProspect,
    TakeFromBelow,
    TakenTargets,
)
from desktop.services.plans.potentials_data import (
    PotentialEntry,
    PotentialRow,
    PotentialWish,
    RemovePotential,
    SavePotentials,
)
from desktop.services.plans.situation_data import (
    FillOwnSheet,
    MarketEntry,
    MarketRow,
    RemoveMarketFigure,
    SaveMarketFigure,
)
from desktop.views.form_answers import Attempt, FormView, answer_form, is_of_fields
from desktop.views.plans.grounds.controller import GroundsController
from desktop.views.plans.grounds.forms import (
    MarketForm,
    PotentialForm,
    ProspectForm,
    outlook_typed,
    potential_typed,
)
from desktop.views.plans.grounds.protocols import GroundsView
from desktop.views.plans.grounds.state import GroundTab, Row, Typed
from desktop.views.plans.grounds.words import refusal_words, taken_words
from desktop.views.runner import Runner

_Call = Callable[[Any], ChangeSet]


class GroundsSending:
    """Sends what is entered on the tab that the controller shows.

    What was saved is announced, and the page reads it again as every other screen does.
    """

    def __init__(
        self,
        services: Any,
        runner: Runner,
        view: GroundsView,
        control: GroundsController,
        clock: Clock,
    ) -> None:
        self._services, self._runner, self._view = services, runner, view
        self._control, self._clock = control, clock

    def save_market(
        self, form: MarketForm, attempt: Attempt, entry: MarketEntry, view: FormView
    ) -> None:
        """Send a figure of the market."""
        if self._control.card is None:
            return
        command = SaveMarketFigure(
            self._control.card.plan_id, entry, None if form.row is None else form.row.id,
            attempt.expected, attempt.request_for(entry),
        )  # fmt: skip
        self._send(lambda actor: self._services.plan_situation.save(actor, command), view)

    def save_potential(
        self, form: PotentialForm, attempt: Attempt, entry: PotentialEntry, view: FormView
    ) -> None:
        """Send a potential."""
        row = form.row
        wish = PotentialWish(
            row.kind, row.subject_id, entry, 0 if form.is_new else row.figure_id,
            attempt.expected,
        )  # fmt: skip
        command = SavePotentials((wish,), attempt.request_for(entry))
        self._send(lambda actor: self._services.potentials.save(actor, command), view)

    def save_prospect(
        self, form: ProspectForm, attempt: Attempt, entry: ProspectEntry, view: FormView
    ) -> None:
        """Send a prospect."""
        if self._control.card is None:
            return
        command = SaveProspect(
            self._control.card.plan_id, entry, None if form.row is None else form.row.id,
            attempt.expected, attempt.request_for(entry),
        )  # fmt: skip
        self._send(lambda actor: self._services.plan_outlooks.save_prospect(actor, command), view)

    # What is typed into cells

    def type_cells(self, typed: Sequence[Typed]) -> str:
        """Send what was typed or pasted into cells, all or none; return why not, or ""."""
        if not self._control.may_enter:
            return _("Your roles do not include changing plans; you can look at this one.")
        today = self._clock.today()
        potentials, outlooks = [], []
        for row, texts in typed:
            try:
                if isinstance(row, PotentialRow):
                    entry = potential_typed(row, texts, today)
                    potentials.append(
                        PotentialWish(row.kind, row.subject_id, entry, row.figure_id, row.version)
                    )
                elif isinstance(row, OutlookRow):
                    outlook = outlook_typed(row.entry, texts, today)
                    outlooks.append(OutlookWish(row.customer_id, outlook, row.version))
            except InputError as error:
                problems = " ".join(issue_problem(issue) for issue in error.issues)
                if len(typed) == 1:
                    return problems
                name = row.name if isinstance(row, PotentialRow | OutlookRow) else ""
                return _("{name}: {problem} Nothing was taken.").format(name=name, problem=problems)
        request = str(uuid4())
        if potentials:
            save = SavePotentials(tuple(potentials), request)
            self._do(lambda actor: self._services.potentials.save(actor, save))
        elif outlooks and self._control.card is not None:
            below = SaveOutlooks(self._control.card.plan_id, tuple(outlooks), request)
            self._do(lambda actor: self._services.plan_outlooks.save(actor, below))
        return ""

    # Taking out, filling in, taking as target

    def remove(self, row: Row | None) -> None:
        """Take a row's entry out at once; it can be put back."""
        card, services, request = self._control.card, self._services, str(uuid4())
        if not self._control.may_enter:
            return
        if isinstance(row, MarketRow) and card is not None:
            drop = RemoveMarketFigure(row.id, row.version, request)
            again = SaveMarketFigure(card.plan_id, row.entry)
            self._drop(
                lambda actor: services.plan_situation.remove(actor, drop), row.entry.name,
                lambda actor: services.plan_situation.save(actor, again),
            )  # fmt: skip
        elif isinstance(row, PotentialRow) and row.entry is not None:
            out = RemovePotential(row.figure_id, row.version, request)
            back = SavePotentials((PotentialWish(row.kind, row.subject_id, row.entry),))
            self._drop(
                lambda actor: services.potentials.remove(actor, out),
                _("Potential of {name}").format(name=row.name),
                lambda actor: services.potentials.save(actor, back),
            )
        elif isinstance(row, ProspectRow) and card is not None:
            gone = RemoveProspect(row.id, row.version, request)
            won = SaveProspect(card.plan_id, row.entry)
            self._drop(
                lambda actor: services.plan_outlooks.remove_prospect(actor, gone),
                row.entry.name,
                lambda actor: services.plan_outlooks.save_prospect(actor, won),
            )

    def fill_own(self) -> None:
        """Fill the own sheet in from the data."""
        card = self._control.card
        if card is None or not self._control.may_enter:
            return
        command = FillOwnSheet(card.plan_id, str(uuid4()))
        self._do(
            lambda actor: self._services.plan_situation.fill_own(actor, command),
            lambda: self._view.tell(_("The own sheet is filled in from the data.")),
        )

    def ask_take(self) -> None:
        """Ask whether what the tab shows is to become the draft's targets."""
        book = self._control.book
        if not self._control.may_take or self._control.card is None:
            return
        facts = {"plan": self._control.card.name, "number": self._control.card.number}
        if isinstance(book, OutlookBook):
            self._view.ask_take(
                _(
                    "Every customer's net sales target in version {number} of “{plan}” becomes "
                    "his total from below, month by month; customers of whom nothing is expected "
                    "get none. Locked lines stay. The numbers can be edited afterwards."
                ).format_map(facts),
                _("Prospects too, as new business of their reps"),
            )
        elif isinstance(book, CollectionBook):
            self._view.ask_take(
                _(
                    "The collection targets of every customer in version {number} of “{plan}” "
                    "become what comes in here, month by month. Locked lines stay. The numbers "
                    "can be edited afterwards."
                ).format_map(facts),
                "",
            )

    def take(self, attempt: Attempt, view: FormView, *, with_prospects: bool) -> None:
        """Write the tab's figures into the draft as targets."""
        card, services = self._control.card, self._services
        if card is None:
            return
        request = attempt.request_for((self._control.tab, with_prospects, card.version))
        if self._control.tab is GroundTab.COLLECTIONS:
            money = TakeCollections(card.version_id, card.version, self._control.basis, request)

            def call(actor: Any) -> TakenTargets:
                found: TakenTargets = services.collection_targets.take(actor, money)
                return found

        else:
            sales = TakeFromBelow(card.version_id, card.version, with_prospects, request)

            def call(actor: Any) -> TakenTargets:
                found: TakenTargets = services.plan_outlooks.take(actor, sales)
                return found

        def run() -> ChangeSet:
            taken: TakenTargets = call(services.require_writer())
            outcome.append(taken)
            return taken.changes

        outcome: list[TakenTargets] = []

        def done(_changes: ChangeSet) -> None:
            view.accept()
            self._view.tell(taken_words(outcome[0]))

        self._runner.command(
            run, done, owner=view, on_error=lambda error: self._refuse_form(error, view)
        )

    # Inside

    def _send(self, call: _Call, view: FormView) -> None:
        self._runner.command(
            lambda: call(self._services.require_writer()), lambda _changes: view.accept(),
            owner=view, on_error=lambda error: self._refuse_form(error, view),
        )  # fmt: skip

    def _refuse_form(self, error: Exception, view: FormView) -> None:
        answer_form(error, view, refusal_words, self._view.fail)
        if isinstance(error, KnownError) and not is_of_fields(error):
            self._control.reload()

    def _do(self, call: _Call, then: Callable[[], None] | None = None) -> None:
        def done(_changes: ChangeSet) -> None:
            if then is not None:
                then()

        self._runner.command(
            lambda: call(self._services.require_writer()), done, owner=self._view,
            on_error=self._refuse,
        )  # fmt: skip

    def _drop(
        self,
        call: _Call,
        what: str,
        again: _Call,
    ) -> None:
        words = _("“{what}” was taken out.").format(what=what)
        self._do(call, lambda: self._view.tell(words, lambda: self._do(again)))

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, StorageError) or not isinstance(error, KnownError):
            self._view.fail(error)
            return
        self._view.show_refusal(refusal_words(error))
        self._control.reload()
