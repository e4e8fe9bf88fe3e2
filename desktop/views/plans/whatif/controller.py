"""What the page "What if" does: reads a version's year, keeps the events, tries them; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from desktop.clock import Clock
from desktop.errors import InputError, Issue, StorageError
from desktop.i18n import _
from desktop.services.drafts import Draft
from desktop.services.messages import form_problems
from desktop.services.plans.versions_data import VersionCard
from desktop.services.plans.whatif_data import Basis, WhatIfGround
from desktop.services.rules.whatif import board
from desktop.services.rules.whatif_data import Event, Line
from desktop.views.plans.version_choice import AT_WORK, first_version
from desktop.views.plans.whatif.boards import BoardShelf, KeptBoard, board_in
from desktop.views.plans.whatif.forms import EventForm, EventTexts, Kind, kind_of, read_event
from desktop.views.runner import Runner


@dataclass(frozen=True, slots=True)
class BoardShown:
    """A version's year, what it is reckoned by, the events, and the lines they lead to."""

    ground: WhatIfGround
    basis: Basis
    events: tuple[Event, ...]
    lines: tuple[Line, ...]


class EventView(Protocol):
    """What the controller tells a form."""

    def show_issues(self, issues: tuple[tuple[Issue, str], ...]) -> None:
        """Mark fields with words; what was typed stays."""
        ...

    def accept(self) -> None:
        """Close: the event is in the list."""
        ...


class WhatIfView(Protocol):
    """What the controller tells the page."""

    def show_versions(self, cards: tuple[VersionCard, ...], chosen: int | None) -> None:
        """Show the versions to choose from."""
        ...

    def show_board(self, shown: BoardShown) -> None:
        """Show the events and the board."""
        ...

    def show_nothing(self, ground: WhatIfGround | None) -> None:
        """Show that there is nothing to try events on."""
        ...

    def show_waiting(self, text: str) -> None:
        """Show no lines, and this sentence."""
        ...

    def open_form(self, form: EventForm, ground: WhatIfGround) -> None:
        """Open the form of an event."""
        ...

    def tell_kept(self, board: KeptBoard) -> None:
        """Say that the events of an earlier look are here again, and offer to clear them."""
        ...

    def fail(self, error: Exception) -> None:
        """Hand on what the window answers itself."""
        ...


@dataclass(frozen=True, slots=True)
class _Read:
    """What one look at the database found."""

    cards: tuple[VersionCard, ...]
    chosen: int | None
    ground: WhatIfGround | None
    kept: Draft | None = None


class WhatIfController:
    """Keeps the events of each version, at this desk alone; the plan hears nothing of them.

    A version that nothing was tried on yet is shown with the events of the one before.
    """

    def __init__(
        self, services: Any, runner: Runner, view: WhatIfView, clock: Clock, shelf: BoardShelf
    ) -> None:
        self._services, self._runner, self._view = services, runner, view
        self._clock, self._shelf = clock, shelf
        self._boards: dict[int, tuple[Event, ...]] = {}
        self._wanted: int | None = None
        self._is_turned = False
        self.basis = Basis.FORECAST
        self.ground: WhatIfGround | None = None
        self.events: tuple[Event, ...] = ()

    @property
    def can_try(self) -> bool:
        """Whether there is a year that something can happen to."""
        ground = self.ground
        return (
            ground is not None
            and bool(ground.months)
            and (ground.has_targets or ground.forecast is not None)
        )

    def reload(self) -> None:
        """Ask for the versions and the chosen one's year."""
        wanted = self._wanted
        if self.ground is None:
            self._view.show_waiting(_("Reading the plan…"))
        self._runner.query(
            lambda: self._read(wanted),
            self._came,
            owner=self._view,
            key="whatif",
            on_error=self._failed,
        )

    def choose(self, version_id: int, basis: Basis) -> None:
        """Show another version, or reckon by something else."""
        if basis is not self.basis:
            self.basis = basis
            if version_id == self._wanted:
                self._keep()
                self._reckon()
        if version_id != self._wanted:
            self._wanted, self._is_turned = version_id, True
            self.reload()

    def ask_event(self, kind: Kind) -> None:
        """Open the form of a new event."""
        if self.can_try and self.ground is not None:
            self._view.open_form(EventForm(kind), self.ground)

    def ask_change(self, place: int) -> None:
        """Open the form of an event of the list."""
        if self.can_try and self.ground is not None and 0 <= place < len(self.events):
            event = self.events[place]
            self._view.open_form(EventForm(kind_of(event), place, event), self.ground)

    def enter(self, form: EventForm, texts: EventTexts, view: EventView) -> None:
        """Put what was typed into the list; the form hears what is wrong with it."""
        if self.ground is None:
            return
        others = [one for place, one in enumerate(self.events) if place != form.place]
        try:
            event = read_event(form.kind, texts, self.ground, self._clock.today(), others)
        except InputError as error:
            view.show_issues(form_problems(error))
            return
        view.accept()
        if form.place is None:
            self._set((*self.events, event))
        else:
            self._set((*self.events[: form.place], event, *self.events[form.place + 1 :]))

    def remove(self, place: int) -> None:
        """Take an event out of the list."""
        if 0 <= place < len(self.events):
            self._set((*self.events[:place], *self.events[place + 1 :]))

    def clear(self) -> None:
        """Take all events out."""
        if self.events:
            self._set(())

    def put_back(self, events: Sequence[Event]) -> None:
        """Have this list of events again."""
        self._set(tuple(events))

    def _set(self, events: tuple[Event, ...]) -> None:
        self.events = events
        self._keep()
        self._reckon()

    def _keep(self) -> None:
        """Keep the board for the next start."""
        ground = self.ground
        if ground is None or (not self.events and ground.card.version_id not in self._boards):
            return
        card = ground.card
        self._boards[card.version_id] = self.events
        try:
            self._shelf.put(
                self._services.address, card.version_id, card.name, self.basis, self.events
            )
        except StorageError as error:
            self._view.fail(error)

    def _take_up(self, read: _Read) -> None:
        """Show what was tried on the version before, in this run or in an earlier one."""
        version_id, ground = read.chosen, read.ground
        if version_id is None or ground is None:
            return
        if version_id in self._boards:
            self.events = self._boards[version_id]
            return
        board = None
        if read.kept is not None:
            board = board_in(read.kept, ground, self._clock.today())
        if board is not None:
            self.events, self.basis = board.events, board.basis
            self._boards[version_id] = board.events
            self._view.tell_kept(board)

    def _read(self, wanted: int | None) -> _Read:
        cards = tuple(self._services.plan_versions.cards())
        chosen = first_version(cards, wanted, AT_WORK)
        if chosen is None:
            return _Read(cards, None, None)
        kept = self._shelf.find(self._services.address, chosen)
        return _Read(cards, chosen, self._services.plan_whatif.ground(chosen), kept)

    def _came(self, read: _Read) -> None:
        is_other = not self.can_try or self._wanted != read.chosen or self._is_turned
        self._wanted, self._is_turned = read.chosen, False
        self.ground = read.ground
        if is_other and self.can_try:
            self._take_up(read)
        self._view.show_versions(read.cards, read.chosen)
        if self.can_try:
            self._reckon()
        else:
            self._view.show_nothing(read.ground)

    def _failed(self, error: Exception) -> None:
        if self.ground is None:
            self._view.show_waiting(_("The plan could not be read. Try again with F5."))
        self._view.fail(error)

    def _reckon(self) -> None:
        """Try the events in a worker: a year has thousands of customers' months."""
        ground, events = self.ground, self.events
        if ground is None or not self.can_try:
            return
        basis = ground.basis(self.basis)
        self._runner.query(
            lambda: BoardShown(ground, basis, events, board(ground.ground(basis), events)),
            self._view.show_board,
            owner=self._view,
            key="whatif-board",
            on_error=self._view.fail,
        )
