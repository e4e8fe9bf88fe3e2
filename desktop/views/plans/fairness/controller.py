"""What the page "Fair start" does: reads a version's test; free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from desktop.i18n import _
from desktop.services.plans.fairness_data import FairBook
from desktop.services.plans.versions_data import VersionCard
from desktop.views.plans.version_choice import AT_WORK, first_version
from desktop.views.runner import Runner


class FairnessView(Protocol):
    """What the controller tells the page."""

    def show_versions(self, cards: tuple[VersionCard, ...], chosen: int | None) -> None:
        """Show the versions to choose from."""
        ...

    def show_book(self, book: FairBook | None) -> None:
        """Show a test, or that there is no plan."""
        ...

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence."""
        ...

    def fail(self, error: Exception) -> None:
        """Hand on what the window answers itself."""
        ...


@dataclass(frozen=True, slots=True)
class _Read:
    """What one look at the database found."""

    cards: tuple[VersionCard, ...]
    chosen: int | None
    book: FairBook | None


class FairnessController:
    """Keeps the version that is shown, and its test."""

    def __init__(self, services: Any, runner: Runner, view: FairnessView) -> None:
        self._services, self._runner, self._view = services, runner, view
        self._wanted: int | None = None
        self.book: FairBook | None = None

    def reload(self) -> None:
        """Ask for the versions and the chosen one's test."""
        wanted = self._wanted
        if self.book is None:
            self._view.show_waiting(_("Reading the plan…"))
        self._runner.query(
            lambda: self._read(wanted),
            self._came,
            owner=self._view,
            key="fairness",
            on_error=self._failed,
        )

    def choose_version(self, version_id: int) -> None:
        """Show another version."""
        if version_id != self._wanted:
            self._wanted = version_id
            self.reload()

    def _read(self, wanted: int | None) -> _Read:
        cards = tuple(self._services.plan_versions.cards())
        chosen = first_version(cards, wanted, AT_WORK)
        if chosen is None:
            return _Read(cards, None, None)
        return _Read(cards, chosen, self._services.plan_fairness.book(chosen))

    def _came(self, read: _Read) -> None:
        self._wanted = read.chosen
        self.book = read.book
        self._view.show_versions(read.cards, read.chosen)
        self._view.show_book(read.book)

    def _failed(self, error: Exception) -> None:
        if self.book is None:
            self._view.show_waiting(_("The plan could not be read. Try again with F5."))
        self._view.fail(error)
