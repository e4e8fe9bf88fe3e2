"""What the controller of the reasons needs of its widgets; free of Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from desktop.services.plans.versions_data import VersionCard
from desktop.views.plans.grounds.forms import MarketForm, PotentialForm, ProspectForm
from desktop.views.plans.grounds.state import Book, GroundTab, Row


@dataclass(frozen=True, slots=True)
class ListShown:
    """A tab's list: its rows through the filter, of how many, the sentences around it.

    `may_enter` is whether something may be typed here, `may_take` whether targets may be taken.
    """

    tab: GroundTab
    book: Book | None
    rows: tuple[Row, ...]
    count: int
    empty: str
    note: str
    may_enter: bool
    may_take: bool


class GroundsView(Protocol):
    """What the controller tells the page."""

    def show_versions(self, cards: tuple[VersionCard, ...], chosen: int | None) -> None:
        """Show the versions to choose from."""
        ...

    def show_list(self, shown: ListShown) -> None:
        """Show the list of a tab."""
        ...

    def show_waiting(self, tab: GroundTab, text: str) -> None:
        """Show no rows, and this sentence, while a tab is read."""
        ...

    def open_market(self, form: MarketForm) -> None:
        """Open the form of a market figure."""
        ...

    def open_potential(self, form: PotentialForm) -> None:
        """Open the form of a potential."""
        ...

    def open_prospect(self, form: ProspectForm) -> None:
        """Open the form of a prospect."""
        ...

    def ask_take(self, sentence: str, with_prospects: str) -> None:
        """Ask whether targets are to be taken."""
        ...

    def tell(self, text: str, put_back: Callable[[], None] | None = None) -> None:
        """Tell something in passing, and offer to put back what was taken out."""
        ...

    def show_refusal(self, text: str) -> None:
        """Say why something without a form was not carried out."""
        ...

    def fail(self, error: Exception) -> None:
        """Hand on what the window answers itself."""
        ...
