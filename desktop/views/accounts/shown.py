"""What the Accounts controller hands to its view, frozen; free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from desktop.i18n import _, ngettext
from desktop.services import formats
from desktop.services.charts.data import AgingBar, BarChart
from desktop.services.customers.data import (
    AccountChoices,
    AccountsPage,
    CustomerCard,
    InvoiceLineRow,
)
from desktop.services.plans.data import LinesPage
from desktop.services.receivables.data import OpenItemRow
from desktop.views.accounts.state import AccountsState


@dataclass(frozen=True, slots=True)
class ListShown:
    """The filtered list: its page, its aging bar, what is said where it is empty.

    `rest` is how many customers of the list are not in the page.
    """

    page: AccountsPage
    aging: AgingBar
    choices: AccountChoices
    empty: str
    rest: int


@dataclass(frozen=True, slots=True)
class CardShown:
    """A customer's card with its charts."""

    card: CustomerCard
    aging: AgingBar
    months: BarChart


@dataclass(frozen=True, slots=True)
class DocumentsShown:
    """Some of a customer's documents; `total` is what is open of them, and ties."""

    rows: tuple[OpenItemRow, ...]
    total: Decimal
    title: str
    note: str
    empty: str
    document: str


@dataclass(frozen=True, slots=True)
class LinesShown:
    """The lines of one document; `gross` is the document's amount."""

    title: str
    rows: tuple[InvoiceLineRow, ...]
    gross: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class SalesShown:
    """The lines behind a customer's net sales; `note` says whether they make the figure."""

    title: str
    page: LinesPage
    note: str
    currency: str


class AccountsView(Protocol):
    """What the controller tells the tab."""

    def show_state(self, state: AccountsState) -> None:
        """Set filters, page and choice of documents."""
        ...

    def show_list(self, shown: ListShown, state: AccountsState) -> None:
        """Show the list and stand on the customer of the state."""
        ...

    def show_card(self, shown: CardShown | None) -> None:
        """Show a card, or that there is none."""
        ...

    def show_documents(self, shown: DocumentsShown) -> None:
        """Show documents of the card's customer."""
        ...

    def show_lines(self, shown: LinesShown | None) -> None:
        """Show the lines of a document, or none."""
        ...

    def show_sales(self, shown: SalesShown) -> None:
        """Show the lines behind net sales."""
        ...

    def go(self, state: AccountsState) -> None:
        """Go to another state so that the way back leads here."""
        ...

    def say(self, text: str) -> None:
        """Tell something in passing."""
        ...

    def report(self, error: Exception) -> None:
        """Hand an error to the window."""
        ...


def hits_words(count: int, total: int) -> str:
    """Return how many customers were found, of how many."""
    if count == total:
        return ngettext("{count} customer", "{count} customers", count).format(
            count=formats.number(count)
        )
    return _("{count} of {total} customers").format(
        count=formats.number(count), total=formats.number(total)
    )


def export_notes(shown: ListShown | None, state: AccountsState) -> tuple[tuple[str, str], ...]:
    """Return what a reader of the exported list must know: the day, and that it was filtered."""
    if shown is None:
        return ()
    page, choices = shown.page, shown.choices
    notes = [
        (_("As of"), formats.day(page.as_of)),
        (_("Currency"), page.currency),
        (_("Fiscal year of net sales"), page.fiscal_year),
        (_("Customers"), hits_words(page.totals.customers, choices.customers)),
    ]
    if state.text:
        notes.append((_("Found by"), state.text))
    return tuple(notes)
