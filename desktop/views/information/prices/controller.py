"""What the page of prices decides: whose prices are shown; no Qt."""

from __future__ import annotations

from typing import Any, Protocol

from desktop.i18n import _
from desktop.services.information.price_data import PriceBook, PriceFilter
from desktop.views.runner import Runner


class PricesView(Protocol):
    """What the controller tells the page."""

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence."""

    def show_book(self, book: PriceBook) -> None:
        """Show the prices."""

    def fail(self, error: Exception) -> None:
        """Hand on what the window answers itself."""


class PricesController:
    """Keeps whose prices are shown."""

    def __init__(self, services: Any, runner: Runner, view: PricesView) -> None:
        self._services, self._runner, self._view = services, runner, view
        self.wanted, self.period = PriceFilter(), ""
        self.book: PriceBook | None = None

    @property
    def is_filtered(self) -> bool:
        """Whether a filter may hold prices back."""
        wanted = self.wanted
        return bool(wanted.competitor or wanted.territory_id or wanted.period)

    def reload(self) -> None:
        """Ask for the prices."""
        services, wanted = self._services, self.wanted
        if self.book is None:
            self._view.show_waiting(_("Reading the prices…"))
        self._runner.query(
            lambda: services.competitor_prices.book(wanted),
            self._came,
            owner=self._view,
            key="prices",
            on_error=self._failed,
        )

    def _came(self, book: PriceBook) -> None:
        self.book = book
        self.show_again()

    def _failed(self, error: Exception) -> None:
        if self.book is None:
            self._view.show_waiting(_("The prices could not be read. Try again with F5."))
        self._view.fail(error)

    def show_again(self) -> None:
        """Tell the page what it shows, in the language of the moment."""
        if self.book is not None:
            self._view.show_book(self.book)

    def filter(self, wanted: PriceFilter) -> None:
        """Show other prices."""
        if wanted != self.wanted:
            self.wanted = wanted
            self.reload()
