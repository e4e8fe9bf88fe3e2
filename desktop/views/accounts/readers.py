"""What the Accounts tab asks of the services; free of Qt."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from desktop.services.customers.data import (
    AccountChoices,
    AccountsPage,
    AccountsQuery,
    CustomerCard,
    InvoiceLineRow,
)
from desktop.services.plans.data import CellQuery, LinesPage
from desktop.services.receivables.data import OpenItemRow


class CustomersReader(Protocol):
    """What the tab asks of `CustomersService`."""

    def accounts(self, query: AccountsQuery) -> AccountsPage:
        """Return the filtered list."""
        ...

    def choices(self, as_of: date | None = None) -> AccountChoices:
        """Return what can be filtered by."""
        ...

    def card(self, customer_id: int, as_of: date | None = None) -> CustomerCard:
        """Return one customer's card."""
        ...

    def documents(self, customer_id: int, as_of: date | None = None) -> tuple[OpenItemRow, ...]:
        """Return all documents of a customer."""
        ...

    def lines(self, invoice_id: int) -> tuple[InvoiceLineRow, ...]:
        """Return the lines of a document."""
        ...


class LinesReader(Protocol):
    """What the tab asks of `PlansService`."""

    def rows_behind(self, query: CellQuery) -> LinesPage:
        """Return a page of the lines behind a figure."""
        ...
