"""What the page of reasons shows: which version and tab, and its forms; free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desktop.i18n import _
from desktop.services.access import Action
from desktop.services.plans.collection_targets_data import PayBasis
from desktop.services.plans.outlooks_data import OutlookBook, ProspectRow
from desktop.services.plans.potentials_data import PotentialRow
from desktop.services.plans.situation_data import MarketRow
from desktop.services.plans.versions_data import VersionCard
from desktop.views.plans.grounds.forms import MarketForm, PotentialForm, ProspectForm
from desktop.views.plans.grounds.protocols import GroundsView, ListShown
from desktop.views.plans.grounds.state import Book, GroundTab, Row, rows_of
from desktop.views.plans.grounds.words import empty_words, note_words
from desktop.views.plans.version_choice import AT_WORK, first_version
from desktop.views.runner import Runner


@dataclass(frozen=True, slots=True)
class _Read:
    """What one look at the database found."""

    cards: tuple[VersionCard, ...]
    chosen: int | None
    book: Book | None


class GroundsController:
    """Keeps which version and tab are shown; only the tab in front is read."""

    def __init__(self, services: Any, runner: Runner, view: GroundsView) -> None:
        self._services, self._runner, self._view = services, runner, view
        self.tab = GroundTab.MARKET
        self.basis = PayBasis.TERMS
        self.text = ""
        self.version_id: int | None = None
        self.cards: tuple[VersionCard, ...] = ()
        self.books: dict[GroundTab, Book] = {}

    @property
    def card(self) -> VersionCard | None:
        """The version that is shown."""
        return next((one for one in self.cards if one.version_id == self.version_id), None)

    @property
    def book(self) -> Book | None:
        """What the tab in front shows."""
        return self.books.get(self.tab)

    @property
    def may_enter(self) -> bool:
        """Whether the user may enter reasons on this tab; potential needs no plan."""
        if not self._services.actor.may(Action.CHANGE_PLAN):
            return False
        return self.tab is GroundTab.POTENTIAL or self.card is not None

    @property
    def may_take(self) -> bool:
        """Whether targets can be taken from this tab."""
        return self.may_enter and self.card is not None and self.card.is_draft

    # What is shown

    def reload(self) -> None:
        """Ask for the versions and what the tab in front shows; others are read when seen."""
        tab = self.tab
        self.books = {one: book for one, book in self.books.items() if one is tab}
        if self.book is None:
            self._view.show_waiting(tab, _("Reading…"))
        wanted, basis = self.version_id, self.basis
        self._runner.query(
            lambda: self._read(tab, wanted, basis),
            lambda read: self._came(tab, read),
            owner=self._view,
            key="grounds",
            on_error=lambda error: self._failed(tab, error),
        )

    def _read(self, tab: GroundTab, wanted: int | None, basis: PayBasis) -> _Read:
        services = self._services
        cards = tuple(services.plan_versions.cards())
        chosen = first_version(cards, wanted, AT_WORK)
        book: Book | None = None
        if tab is GroundTab.POTENTIAL:
            book = services.potentials.book()
        elif chosen is not None and tab in (GroundTab.MARKET, GroundTab.OWN):
            book = services.plan_situation.book(chosen)
        elif chosen is not None and tab is GroundTab.COLLECTIONS:
            book = services.collection_targets.book(chosen, basis)
        elif chosen is not None:
            book = services.plan_outlooks.book(chosen)
        return _Read(cards, chosen, book)

    def _failed(self, tab: GroundTab, error: Exception) -> None:
        if tab not in self.books:
            self._view.show_waiting(tab, _("The plan could not be read. Try again with F5."))
        self._view.fail(error)

    def _came(self, tab: GroundTab, read: _Read) -> None:
        self.cards, self.version_id = read.cards, read.chosen
        self.books.pop(tab, None)
        if read.book is not None:
            self.books[tab] = read.book
        self._view.show_versions(read.cards, read.chosen)
        if tab is self.tab:
            self.show_rows()

    def show_rows(self) -> None:
        """Show the list of the tab in front, in the language of the moment."""
        book, tab = self.book, self.tab
        rows = rows_of(tab, book, self.text) if book is not None else ()
        count = len(rows_of(tab, book, "")) if book is not None else 0
        self._view.show_list(
            ListShown(
                tab, book, rows, count,
                empty_words(tab, has_plan=self.card is not None,
                            is_filtered=bool(self.text) and count > 0),
                note_words(tab, book) if book is not None and count else "",
                self.may_enter, self.may_take,
            )
        )  # fmt: skip

    def turn(self, tab: GroundTab) -> None:
        """Show another tab; one that was read already shows what it had."""
        if tab is self.tab:
            return
        self.tab = tab
        if tab in self.books:
            self.show_rows()
        else:
            self.reload()

    def choose_version(self, version_id: int) -> None:
        """Show the reasons of another version."""
        if version_id != self.version_id:
            self.version_id = version_id
            self.books.clear()
            self.reload()

    def choose_basis(self, basis: PayBasis) -> None:
        """Work out by terms, or by habit."""
        if basis is not self.basis:
            self.basis = basis
            self.reload()

    def filter(self, text: str) -> None:
        """Show only rows with these words."""
        if text != self.text:
            self.text = text
            self.show_rows()

    # Forms

    def begin(self) -> None:
        """Open the form of something new, where the tab in front has one."""
        if not self.may_enter:
            return
        book, card = self.book, self.card
        if self.tab is GroundTab.MARKET:
            self._view.open_market(MarketForm())
        elif self.tab is GroundTab.PROSPECTS and isinstance(book, OutlookBook):
            first = None
            if card is not None:
                months = self._services.branch.fiscal.period(card.fiscal_year).months()
                first = months[0]
            self._view.open_prospect(ProspectForm(None, book.reps, book.territories, first))

    def correct(self, row: Row | None, *, is_new: bool = False) -> None:
        """Open the form of a row; `is_new` asks for a newer figure of the same potential."""
        if not self.may_enter or row is None:
            return
        book = self.book
        if isinstance(row, MarketRow):
            self._view.open_market(MarketForm(row))
        elif isinstance(row, PotentialRow):
            self._view.open_potential(PotentialForm(row, is_new or row.entry is None))
        elif isinstance(row, ProspectRow) and isinstance(book, OutlookBook):
            self._view.open_prospect(ProspectForm(row, book.reps, book.territories))
