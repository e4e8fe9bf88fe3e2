"""Decisions of the bar of versions: what is shown, what is asked first, what is sent; no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import uuid4

from desktop.changes import ChangeSet
from desktop.enums import PlanStatus
from desktop.errors import ConflictError, KnownError, StorageError
from desktop.services.plans.versions_data import (
    DiscardVersion,
    ReviseVersion,
    TakeStep,
)
from desktop.views.plans.versions.state import (
    STEP_OF,
    Offer,
    VersionRow,
    first_choice,
    offers,
    rows_of,
)
from desktop.views.plans.versions.words import Act, refusal_words
from desktop.views.runner import Runner

#: What takes a version forward or back and can be taken back itself: it is done at once.
_AT_ONCE = frozenset({Act.SUBMIT, Act.SEND_BACK})


@dataclass(frozen=True, slots=True)
class VersionOrder:
    """What a user wants done with a version; `request_id` keeps it from being done twice."""

    act: Act
    version_id: int
    note: str = ""
    request_id: str = ""


class VersionsView(Protocol):
    """What the controller tells the bar."""

    def show_versions(
        self, rows: tuple[VersionRow, ...], current: VersionRow | None, offered: tuple[Offer, ...]
    ) -> None:
        """Show the versions and the buttons of the current one."""

    def tell_chosen(self, version_id: int) -> None:
        """Another version is current; 0 where there is none."""

    def ask(self, act: Act, row: VersionRow, replaced: VersionRow | None) -> None:
        """Ask before what cannot be undone; `replaced` is what would be superseded."""

    def open_list(self, act: Act) -> None:
        """Open the dialog of a new plan, of differences or of numbers without a basis."""

    def may_leave(self) -> bool:
        """Whether nothing typed would be lost by leaving the version; asks where something is."""

    def has_just_saved(self) -> bool:
        """Whether something was saved while `may_leave` asked: the version is another then."""

    def show_refusal(self, words: str) -> None:
        """Say at the bar why a command was not carried out."""

    def tell_done(self, act: Act, row: VersionRow) -> None:
        """Say that a command was carried out."""

    def tell_error(self, error: Exception) -> None:
        """Hand on what the window answers itself."""


class VersionsController:
    """Keeps the versions that the bar shows and sends its commands."""

    def __init__(self, services: Any, runner: Runner, view: VersionsView) -> None:
        self._services, self._runner, self._view = services, runner, view
        self.rows: tuple[VersionRow, ...] = ()
        self.current: VersionRow | None = None
        self._is_loaded = False
        self._wanted: int | None = None
        self._waiting: VersionOrder | None = None

    def reload(self, wanted: int | None = None) -> None:
        """Ask for the versions; `wanted` becomes current where it is there."""
        # The announcement of a command makes the page ask again, and only the last is answered.
        self._wanted = wanted if wanted is not None else self._wanted
        services = self._services

        def read() -> tuple[VersionRow, ...]:
            return rows_of(services.plan_versions.cards(), services.plans.plans())

        self._runner.query(
            read,
            self._show,
            owner=self._view,
            key="versions",
            on_error=self._view.tell_error,
        )

    def _show(self, rows: tuple[VersionRow, ...]) -> None:
        before = self.current.version_id if self.current is not None else 0
        self.rows = rows
        self.current = first_choice(rows, self._wanted if self._wanted is not None else before)
        self._wanted = None
        now = self.current.version_id if self.current is not None else 0
        is_new, self._is_loaded = now != before or not self._is_loaded, True
        self._show_again()
        if is_new:
            self._view.tell_chosen(now)
        if self._waiting is not None:
            order, self._waiting = self._waiting, None
            self.send(order, lambda: None, self._view.show_refusal)

    def _show_again(self) -> None:
        offered = offers(self.current, len(self.rows), self._services.actor)
        self._view.show_versions(self.rows, self.current, offered)

    def row(self, version_id: int) -> VersionRow | None:
        """Return a version by its id, as it was last read."""
        return next((row for row in self.rows if row.version_id == version_id), None)

    def choose(self, version_id: int) -> bool:
        """Make a version current where the page lets go of the one before; return whether it is."""
        if self.current is not None and self.current.version_id == version_id:
            return True
        row = self.row(version_id)
        if self.current is not None and not self._view.may_leave():
            self._show_again()
            return False
        if row is None:
            # One that another desk, or this one, has just made.
            self.reload(version_id)
            return True
        self.current = row
        self._show_again()
        self._view.tell_chosen(version_id)
        return True

    def begin(self, act: Act) -> None:
        """Do what a button says, or ask first."""
        row = self.current
        if act in (Act.NEW, Act.DIFFERENCES, Act.UNFOUNDED):
            self._view.open_list(act)
        elif row is None:
            return
        elif act in _AT_ONCE:
            # What is typed and not saved belongs into what is handed in.
            if act is Act.SUBMIT and not self._view.may_leave():
                return
            order = VersionOrder(act, row.version_id, request_id=str(uuid4()))
            if act is Act.SUBMIT and self._view.has_just_saved():
                # His own save counted the version up: what is sent must expect that.
                self._waiting = order
                self.reload()
                return
            self.send(order, lambda: None, self._view.show_refusal)
        else:
            replaced = self._replaced(row) if act is Act.PUT_IN_FORCE else None
            self._view.ask(act, row, replaced)

    def _replaced(self, row: VersionRow) -> VersionRow | None:
        for other in self.rows:
            if other.fiscal_year == row.fiscal_year and other.status is PlanStatus.IN_FORCE:
                return other
        return None

    def send(
        self, order: VersionOrder, on_done: Callable[[], None], on_refused: Callable[[str], None]
    ) -> None:
        """Carry an order out on the version as it was last read.

        `on_refused` gets the sentence; what the storage cannot do goes to the window as well.
        """
        row = self.row(order.version_id)
        if row is None:
            self.reload()
            return

        def answered(changes: ChangeSet) -> None:
            on_done()
            self._view.tell_done(order.act, row)
            self.reload(changes.created_id)

        def failed(error: Exception) -> None:
            self._refuse(error, on_refused)

        self._runner.command(
            lambda: self._carry_out(order, row), answered, owner=self._view, on_error=failed
        )

    def _carry_out(self, order: VersionOrder, row: VersionRow) -> ChangeSet:
        actor = self._services.require_writer()
        versions, at = self._services.plan_versions, (row.version_id, row.version)
        changes: ChangeSet
        if order.act is Act.REVISE:
            changes = versions.revise(actor, ReviseVersion(*at, order.note, order.request_id))
        elif order.act is Act.DISCARD:
            changes = versions.discard(actor, DiscardVersion(*at, order.request_id))
        else:
            step = STEP_OF[order.act]
            changes = versions.take_step(actor, TakeStep(*at, step, order.request_id))
        return changes

    def _refuse(self, error: Exception, on_refused: Callable[[str], None]) -> None:
        if not isinstance(error, KnownError):
            self._view.tell_error(error)
            on_refused("")
            return
        on_refused(refusal_words(error))
        if isinstance(error, StorageError):
            self._view.tell_error(error)
        elif isinstance(error, ConflictError) or error.code == "input":
            # Somebody else was first, or took the version away: show what there is now.
            self.reload()
