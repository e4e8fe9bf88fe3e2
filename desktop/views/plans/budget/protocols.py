"""What the controller of the budget needs of its widgets; free of Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from desktop.services.plans.budget_data import BudgetBook, DriverRow
from desktop.services.plans.budget_rows import ExpenseRow
from desktop.services.plans.versions_data import VersionCard
from desktop.views.plans.budget.state import AmountForm, BudgetState, CommitmentForm, DriverForm


class BudgetView(Protocol):
    """What the controller tells the page."""

    def show_nothing(self) -> None:
        """Show that there is no plan yet."""
        ...

    def show_book(
        self, cards: tuple[VersionCard, ...], book: BudgetBook, state: BudgetState, may_enter: bool
    ) -> None:
        """Show the versions to choose from and the budget of the chosen one."""
        ...

    def show_row(self, book: BudgetBook, state: BudgetState) -> None:
        """Show the current row beside the list."""
        ...

    def open_driver(self, form: DriverForm) -> None:
        """Open the form of a driver."""
        ...

    def open_amount(self, form: AmountForm) -> None:
        """Open the form of a typed amount."""
        ...

    def open_commitment(self, form: CommitmentForm) -> None:
        """Open the form of a promise."""
        ...

    def open_expenses(self, title: str, rows: tuple[ExpenseRow, ...]) -> None:
        """Show the expenses behind a figure."""
        ...

    def tell_removed(self, row: DriverRow, put_back: Callable[[], None]) -> None:
        """Say that a driver was taken out, and offer to put it back."""
        ...

    def say(self, words: str) -> None:
        """Tell something in passing."""
        ...

    def show_refusal(self, words: str) -> None:
        """Say why a command without a form was not carried out."""
        ...

    def fail(self, error: Exception) -> None:
        """Hand on what the window answers itself."""
        ...
