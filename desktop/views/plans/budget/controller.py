"""What the page of the budget decides: what is shown, what a form says, what is sent; no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

from desktop.changes import ChangeSet
from desktop.clock import Clock
from desktop.enums import ExpenseCategory, PlanStatus
from desktop.errors import InputError, Issue, KnownError, OverridableRule, StorageError
from desktop.i18n import _
from desktop.periods import Month, Period
from desktop.services import formats
from desktop.services.access import Action
from desktop.services.messages import form_problems, sentence
from desktop.services.plans.budget_data import (
    AddCommitment,
    AddDriver,
    BudgetBook,
    ChangeDriver,
    CommitmentRow,
    DriverRow,
    PutLines,
    ReleaseCommitment,
    RemoveDriver,
    SetAmount,
    TypedRow,
)
from desktop.services.plans.budget_rows import BehindQuery, ExpenseRow
from desktop.services.plans.versions_data import VersionCard
from desktop.views.form_answers import Attempt, FormView, answer_form
from desktop.views.plans.budget.protocols import BudgetView
from desktop.views.plans.budget.state import (
    AmountForm,
    AmountTexts,
    BudgetState,
    CommitmentForm,
    CommitmentTexts,
    DriverForm,
    DriverTexts,
    RowsBy,
    Show,
    read_amount,
    read_commitment,
    read_driver,
    row_of,
)
from desktop.views.plans.budget.words import name_words, refusal_words
from desktop.views.plans.version_choice import IN_FORCE, first_version
from desktop.views.runner import Runner

_OVER = frozenset({PlanStatus.CLOSED, PlanStatus.SUPERSEDED})
_Answer = tuple[tuple[VersionCard, ...], BudgetBook | None]


class BudgetController:
    """Keeps which version and rows are shown, and sends what is entered."""

    def __init__(self, services: Any, runner: Runner, view: BudgetView, clock: Clock) -> None:
        self._services, self._runner, self._view = services, runner, view
        self._clock = clock
        self.state = BudgetState()
        self.cards: tuple[VersionCard, ...] = ()
        self.book: BudgetBook | None = None

    @property
    def _currency(self) -> str:
        return self.book.currency if self.book is not None else ""

    @property
    def may_promise(self) -> bool:
        """Whether the user may promise money."""
        return self.book is not None and bool(self._services.actor.may(Action.CHANGE_PLAN))

    @property
    def may_enter(self) -> bool:
        """Whether the user may change the version's budget."""
        book = self.book
        return book is not None and self.may_promise and book.card.status not in _OVER

    # What is shown

    def choose(self, version_id: int | None, rows: RowsBy, show: Show) -> None:
        """Show another version, other rows or another figure."""
        before = self.state
        key = before.key if rows is before.rows else None
        wanted = version_id if version_id is not None else before.version_id
        self.state = BudgetState(wanted, rows, show, key)
        if wanted != before.version_id:
            self.reload()
        else:
            self.show_again()

    def choose_row(self, key: str | None) -> None:
        """Stand on another row."""
        if key != self.state.key and self.book is not None:
            self.state = replace(self.state, key=key)
            self._view.show_row(self.book, self.state)

    def reload(self) -> None:
        """Ask for the versions and the budget of the chosen one."""
        services, wanted = self._services, self.state.version_id

        def read() -> _Answer:
            cards = services.plan_versions.cards()
            chosen = first_version(cards, wanted, IN_FORCE)
            return cards, None if chosen is None else services.plan_budgets.book(chosen)

        self._runner.query(
            read, self._show, owner=self._view, key="budget", on_error=self._view.fail
        )

    def _show(self, answer: _Answer) -> None:
        self.cards, self.book = answer
        version_id = self.book.card.version_id if self.book is not None else None
        self.state = replace(self.state, version_id=version_id)
        self.show_again()

    def show_again(self) -> None:
        """Tell the page what it shows, in the language of the moment."""
        if self.book is None:
            self._view.show_nothing()
        else:
            self._view.show_book(self.cards, self.book, self.state, self.may_enter)
            self._view.show_row(self.book, self.state)

    def open_expenses(self, place: int | None = None) -> None:
        """Show the expenses behind the current row, of a month or of the year."""
        book = self.book
        if book is None:
            return
        row, months = row_of(book, self.state), book.months
        period = Period(months[0].start, months[-1].end)
        if place is not None:
            period = months[place].period
        is_total = row is book.total
        of_category = self.state.rows is RowsBy.CATEGORY and not is_total
        query = BehindQuery(
            period,
            ExpenseCategory(row.key) if of_category else None,
            "" if of_category or is_total else row.key,
        )
        name = _("All expenses") if is_total else name_words(row, self.state.rows)
        title = _("{name}, {period}").format(name=name, period=formats.period(period))
        service = self._services.plan_budgets

        def shown(rows: tuple[ExpenseRow, ...]) -> None:
            self._view.open_expenses(title, rows)

        self._runner.query(
            lambda: service.expenses(query), shown, owner=self._view, key="budget-rows",
            on_error=self._view.fail,
        )  # fmt: skip

    # Forms

    def begin_driver(self) -> None:
        """Open the form of a new driver."""
        if self.book is not None and self.may_enter:
            self._view.open_driver(DriverForm(None, self.book))

    def change_driver(self, row: DriverRow) -> None:
        """Open the form of a driver that is there."""
        if self.book is not None and self.may_enter:
            self._view.open_driver(DriverForm(row, self.book))

    def begin_amount(self) -> None:
        """Open the form of a typed amount, of the current category."""
        if self.book is not None and self.may_enter:
            self._view.open_amount(AmountForm(self.book, self._category()))

    def change_amount(self, row: TypedRow) -> None:
        """Open the form of an amount that was typed."""
        if self.book is not None and self.may_enter:
            self._view.open_amount(AmountForm(self.book, row.category, row.task_id))

    def _category(self) -> ExpenseCategory:
        if self.state.rows is RowsBy.CATEGORY and self.state.key:
            return ExpenseCategory(self.state.key)
        return ExpenseCategory.PROMOTION

    def begin_commitment(self) -> None:
        """Open the form of a promise: this month where it lies in the year, the row's category."""
        book = self.book
        if book is None or not self.may_promise:
            return
        today = Month.of(self._clock.today())
        month = min(max(today, book.months[0]), book.months[-1])
        self._view.open_commitment(CommitmentForm(book, month, self._category()))

    def save_driver(
        self, form: DriverForm, attempt: Attempt, texts: DriverTexts, view: FormView
    ) -> None:
        """Send what stands in the form of a driver."""
        try:
            entry = read_driver(texts)
        except InputError as error:
            view.show_issues(form_problems(error))
            return
        request, row, service = attempt.request_for(entry), form.row, self._services.plan_budgets
        version_id = form.book.card.version_id

        def call() -> ChangeSet:
            actor = self._services.require_writer()
            if row is None:
                added: ChangeSet = service.add_driver(actor, AddDriver(version_id, entry, request))
                return added
            changed: ChangeSet = service.change_driver(
                actor, ChangeDriver(row.id, row.version, entry, request)
            )
            return changed

        self._send(call, view)

    def save_amount(
        self, form: AmountForm, attempt: Attempt, texts: AmountTexts, view: FormView
    ) -> None:
        """Send what stands in the form of a typed amount."""
        try:
            amount = read_amount(texts)
        except InputError as error:
            view.show_issues(form_problems(error))
            return
        service, book = self._services.plan_budgets, form.book
        command = SetAmount(
            book.card.version_id, texts.category, amount,
            book.typed_amount(texts.category, texts.task_id), texts.by,
            attempt.request_for((texts.category, amount, texts.by, texts.task_id)),
            texts.task_id,
        )  # fmt: skip

        def call() -> ChangeSet:
            done: ChangeSet = service.set_amount(self._services.require_writer(), command)
            return done

        self._send(call, view)

    def save_commitment(
        self, _form: CommitmentForm, attempt: Attempt, texts: CommitmentTexts, view: FormView
    ) -> None:
        """Send what stands in the form of a promise."""
        try:
            entry = read_commitment(texts, self._clock.today())
        except InputError as error:
            view.show_issues(form_problems(error))
            return
        service = self._services.plan_budgets
        request = attempt.request_for((entry, texts.reason))

        def call() -> ChangeSet:
            command = AddCommitment(entry, texts.reason, request)
            added: ChangeSet = service.commit(self._services.require_writer(), command)
            return added

        self._send(call, view)

    # Commands without a form

    def put(self) -> None:
        """Write what the drivers give as the budget's lines."""
        book = self.book
        if book is None or not self.may_enter or not book.drivers:
            return
        service, seen = self._services.plan_budgets, tuple((d.id, d.version) for d in book.drivers)
        command = PutLines(book.card.version_id, seen, str(uuid4()))
        total = formats.money(
            sum((one.computed for one in book.drivers), Decimal(0)), book.currency
        )
        self._do(
            lambda: service.put(self._services.require_writer(), command),
            lambda: self._view.say(
                _("The budget holds what its drivers give now: {total}.").format(total=total)
            ),
        )

    def remove(self, row: DriverRow) -> None:
        """Take a driver out with its lines at once; it can be put back."""
        book = self.book
        if book is None or not self.may_enter:
            return
        service, command = self._services.plan_budgets, RemoveDriver(
            row.id, row.version, str(uuid4())
        )  # fmt: skip
        self._do(
            lambda: service.remove_driver(self._services.require_writer(), command),
            lambda: self._view.tell_removed(row, lambda: self._put_back(book, row)),
        )

    def _put_back(self, book: BudgetBook, row: DriverRow) -> None:
        service = self._services.plan_budgets
        command = AddDriver(book.card.version_id, row.entry, str(uuid4()))
        self._do(lambda: service.add_driver(self._services.require_writer(), command))

    def release(self, row: CommitmentRow) -> None:
        """Free a promise."""
        if not self.may_promise or row.released_on is not None:
            return
        service = self._services.plan_budgets
        command = ReleaseCommitment(row.id, row.version, str(uuid4()))
        self._do(
            lambda: service.release(self._services.require_writer(), command),
            lambda: self._view.say(_("“{text}” is released.").format(text=row.text)),
        )

    # Inside

    def _do(self, call: Callable[[], ChangeSet], done: Callable[[], None] | None = None) -> None:
        def finished(_changes: ChangeSet) -> None:
            if done is not None:
                done()

        self._runner.command(call, finished, owner=self._view, on_error=self._refuse)

    def _send(self, call: Callable[[], ChangeSet], view: FormView) -> None:
        self._runner.command(
            call,
            lambda _changes: view.accept(),
            owner=view,
            on_error=lambda error: self._refuse_form(error, view),
        )

    def _refuse_form(self, error: Exception, view: FormView) -> None:
        if isinstance(error, OverridableRule):
            words = refusal_words(error, self._currency)
            view.show_issues(((Issue(error.code, column="reason"), words),))
            return
        answer_form(
            error, view, lambda known: refusal_words(known, self._currency), self._view.fail
        )

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, StorageError) or not isinstance(error, KnownError):
            self._view.fail(error)
            return
        self._view.show_refusal(sentence(error))
        self.reload()
