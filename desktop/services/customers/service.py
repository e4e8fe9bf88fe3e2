"""Customer accounts for the window: the list, and one customer's card."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from desktop.changes import ChangeSet
from desktop.clock import Clock
from desktop.services.access import Actor
from desktop.services.customers.accounts import load_page
from desktop.services.customers.card import load_card
from desktop.services.customers.choices import load_choices
from desktop.services.customers.data import (
    AccountChoices,
    AccountsPage,
    AccountsQuery,
    CustomerCard,
    InvoiceLineRow,
)
from desktop.services.customers.documents import load_documents, load_lines
from desktop.services.customers.editing import CustomerEditing
from desktop.services.customers.editing_data import (
    AddCustomer,
    ChangeCustomer,
    CustomerEntry,
    CustomerForEdit,
    HistoryRow,
    SimilarCustomer,
)
from desktop.services.customers.history import CustomerHistory
from desktop.services.figures.frame import Frame, load_frame
from desktop.services.figures.span import last_day_with_data
from desktop.services.receivables.data import OpenItemRow
from desktop.services.uow import UnitOfWork


class CustomersService:
    """Answers who the customers are and how they stand; each answer is one snapshot."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock
        self._editing = CustomerEditing(uow)
        self._history = CustomerHistory(uow)

    def accounts(self, query: AccountsQuery) -> AccountsPage:
        """Return a page of the filtered, sorted list, with the totals of the whole list."""
        with self._uow.read() as session:
            frame = load_frame(session)
            return load_page(session, frame, self._day(session, frame, query.as_of), query)

    def card(self, customer_id: int, as_of: date | None = None) -> CustomerCard:
        """Return one customer's card.

        Raises:
            InputError: there is no such customer.
        """
        with self._uow.read() as session:
            frame = load_frame(session)
            return load_card(session, frame, self._day(session, frame, as_of), customer_id)

    def choices(self, as_of: date | None = None) -> AccountChoices:
        """Return what the list can be filtered by at the as-of date."""
        with self._uow.read() as session:
            frame = load_frame(session)
            return load_choices(session, frame, self._day(session, frame, as_of))

    def documents(self, customer_id: int, as_of: date | None = None) -> tuple[OpenItemRow, ...]:
        """Return all of a customer's documents and receipts, settled ones too, latest first."""
        with self._uow.read() as session:
            frame = load_frame(session)
            return load_documents(session, frame, self._day(session, frame, as_of), customer_id)

    def lines(self, invoice_id: int) -> tuple[InvoiceLineRow, ...]:
        """Return the lines of an invoice or credit note."""
        with self._uow.read() as session:
            return load_lines(session, load_frame(session), invoice_id)

    def card_for_edit(self, customer_id: int) -> CustomerForEdit:
        """Return a customer's fields with the version they are of; see `CustomerEditing`."""
        return self._editing.for_edit(customer_id)

    def change_customer(self, actor: Actor, command: ChangeCustomer) -> ChangeSet:
        """Save a customer's fields; refuses what someone else saved meanwhile."""
        return self._editing.change(actor, command)

    def add_customer(self, actor: Actor, command: AddCustomer) -> ChangeSet:
        """Enter a new customer; the change set holds his id."""
        return self._editing.add(actor, command)

    def similar(
        self, entry: CustomerEntry, except_id: int | None = None
    ) -> tuple[SimilarCustomer, ...]:
        """Return customers who may be the same one under another code."""
        return self._editing.similar(entry, except_id)

    def history(self, customer_id: int) -> tuple[HistoryRow, ...]:
        """Return who changed a customer, when, and from what to what, the latest first."""
        return self._history.of(customer_id)

    def _day(self, session: Session, frame: Frame, asked: date | None) -> date:
        """Return the as-of date; by default the last day with data, as in every report."""
        return asked or last_day_with_data(session, frame.branch.id) or self._clock.today()
