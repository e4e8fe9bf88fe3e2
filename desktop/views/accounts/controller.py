"""What the Accounts tab decides about its list: which customers, in which order; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from desktop.i18n import _
from desktop.services.customers.data import (
    AccountChoices,
    AccountColumn,
    AccountsPage,
    AccountsQuery,
)
from desktop.views.accounts.card_controller import CardController
from desktop.views.accounts.pictures import aging_of_list
from desktop.views.accounts.readers import CustomersReader, LinesReader
from desktop.views.accounts.shown import AccountsView, ListShown
from desktop.views.accounts.state import (
    EVERY_CUSTOMER,
    PAGE_CUSTOMERS,
    AccountsState,
    Where,
    bucket_filter,
    query_of,
    state_from,
    without_filters,
)
from desktop.views.runner import Runner


class AccountsController:
    """Decides for the Accounts tab; every answer of the services comes through the runner."""

    def __init__(
        self, customers: CustomersReader, plans: LinesReader, runner: Runner, view: AccountsView
    ) -> None:
        self._customers = customers
        self._runner, self._view = runner, view
        self._where = Where()
        self.card_side = CardController(customers, plans, runner, view, self._where)
        self.shown: ListShown | None = None
        self._loaded: AccountsQuery | None = None

    @property
    def state(self) -> AccountsState:
        """Where the tab stands."""
        return self._where.state

    @state.setter
    def state(self, state: AccountsState) -> None:
        """Stand elsewhere; nothing is asked for by this alone."""
        self._where.state = state

    # The list

    def reload(self, count: int = PAGE_CUSTOMERS) -> None:
        """Ask for the list of the state, then for the card."""
        # A customer who is known by his code alone may stand anywhere in the list.
        query = query_of(self.state, EVERY_CUSTOMER if self.state.code else count)
        self._runner.query(
            lambda: (self._customers.accounts(query), self._customers.choices(query.as_of)),
            lambda answer: self._list_came(query, *answer),
            owner=self._view,
            key="list",
        )

    def show_rest(self) -> None:
        """Fetch the customers of the list that are not in the page."""
        if self.shown is not None:
            self.reload(self.shown.page.totals.customers)

    def _list_came(self, query: AccountsQuery, page: AccountsPage, choices: AccountChoices) -> None:
        self._loaded = query
        rest = page.totals.customers - len(page.rows)
        self.shown = ListShown(page, aging_of_list(page), choices, self._empty_words(choices), rest)
        self._settle_customer(page)
        self._view.show_list(self.shown, self.state)
        self.card_side.load(page.as_of)

    def _settle_customer(self, page: AccountsPage) -> None:
        """Stay with the customer where the list has him, or another tab asked for him."""
        state = self.state
        if state.code:
            found = next((row.id for row in page.rows if row.code == state.code), None)
            if found is None:
                self._view.say(_("There is no customer {code}.").format(code=state.code))
            state = replace(state, customer_id=found, code="", is_pinned=found is not None)
        known = state.customer_id is not None and any(
            row.id == state.customer_id for row in page.rows
        )
        if not known and not state.is_pinned:
            first = page.rows[0].id if page.rows else None
            state = state.with_customer(first)
        self.state = state

    def _empty_words(self, choices: AccountChoices) -> str:
        if not choices.customers:
            return _("There are no customers yet. Bring them in with File › Import (Ctrl+I).")
        return _("No customer fits these filters. Clear them with Ctrl+Shift+F.")

    def change(self, **changes: object) -> None:
        """Change filters or the as-of date, and ask again where anything is new."""
        found = replace(self.state, is_pinned=False, **changes)  # type: ignore[arg-type]
        if query_of(found) != query_of(self.state):
            self.state = found
            self.reload()

    def look_at(self, day: date) -> None:
        """Show everything as it stood at the end of a day."""
        self.change(as_of=day)

    def sort(self, column: str, descending: bool) -> None:
        """Sort the list by a column, in the database's answer and not on screen."""
        self.change(sort=AccountColumn(column), descending=descending)

    def clear_filters(self) -> None:
        """Show the whole list."""
        self.state = replace(without_filters(self.state), is_pinned=False)
        self._view.show_state(self.state)
        self.reload()

    def choose_bucket(self, key: object) -> None:
        """Keep customers with money in a bucket of the list's bar; the same again shows all."""
        if isinstance(key, int):
            wanted = "" if self.state.shown_bucket == key else bucket_filter(key)
            self.change(show=wanted)
            self._view.show_state(self.state)

    def visit(self, facts: Mapping[str, object]) -> None:
        """Stand where another tab, a figure, or the way back says."""
        self.state = state_from(facts, self.state)
        self._view.show_state(self.state)
        if self.shown is not None and self._is_loaded() and not self.state.code:
            self._settle_customer(self.shown.page)
            self._view.show_list(self.shown, self.state)
            self.card_side.stand(self.shown.page.as_of)
        else:
            self.reload()

    def _is_loaded(self) -> bool:
        loaded = self._loaded
        return loaded is not None and loaded == query_of(self.state, loaded.count)

    def reshow(self) -> None:
        """Say everything again in the language of the moment."""
        if self.shown is not None:
            page, choices = self.shown.page, self.shown.choices
            self.shown = replace(
                self.shown, aging=aging_of_list(page), empty=self._empty_words(choices)
            )
            self._view.show_list(self.shown, self.state)
            self.card_side.reshow()
