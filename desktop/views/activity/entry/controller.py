"""What the entry grid decides: which sheet, what is checked, saved and taken back; no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from desktop.clock import Clock
from desktop.errors import InputError, StorageError
from desktop.i18n import _, ngettext
from desktop.search_key import search_key
from desktop.services import formats
from desktop.services.drafts import Draft, DraftFolder
from desktop.services.entries.data import (
    EntryBatchFacts,
    EntryKind,
    EntryLookups,
    EntryProblem,
    KeyedRow,
)
from desktop.services.entries.kinds import ENTRY_SPECS
from desktop.tone import Tone
from desktop.views.activity.entry.completing import Completions, completions_of
from desktop.views.activity.entry.desk import EntryDesk
from desktop.views.activity.entry.drafts import SheetDraft, kind_of, taken_up
from desktop.views.activity.entry.lines import EntrySheet, Line, Splice, rows_of
from desktop.views.activity.entry.words import received_from
from desktop.views.runner import Runner

#: Columns with a closed list whose words the list of what was keyed last may hold.
_NAMED = frozenset(("outcome", "category", "type", "method"))
#: So many documents are named in the list of what was keyed last.
RECENT = 12


class EntryView(Protocol):
    """What the controller tells the page."""

    def show_desk(self, desk: EntryDesk) -> None:
        """Work at another kind from now on."""
        ...

    def carry_out(self, splice: Splice, words: str) -> None:
        """Carry a change out, so that it can be undone."""
        ...

    def replace_lines(self, splice: Splice | None) -> None:
        """Carry a change out that is not undone, and forget what was done before it."""
        ...

    def drop_lines(self) -> None:
        """Show sheets whose lines were dropped."""
        ...

    def show_problems(self) -> None:
        """Show what the checks said."""
        ...

    def show_codes(self) -> None:
        """Offer the codes that were read."""
        ...

    def show_standing(self) -> None:
        """Show how many lines wait, and whether they are being saved."""
        ...

    def ask_good(self, good: int, bad: int) -> None:
        """Ask whether the good lines are saved alone."""
        ...

    def show_keyed(self, rows: tuple[KeyedRow, ...]) -> None:
        """Show what was keyed last."""
        ...

    def say(self, words: str, tone: Tone, *actions: tuple[str, Callable[[], None]]) -> None:
        """Tell something in the message bar."""
        ...

    def fail(self, error: Exception) -> None:
        """Let the window say what went wrong."""
        ...


class EntryController:
    """Decides for the entry grid; every answer of the services comes through the runner."""

    def __init__(self, services: Any, runner: Runner, view: EntryView, clock: Clock,
                 folder: DraftFolder) -> None:  # fmt: skip
        self._services, self._runner, self._view, self._clock = services, runner, view, clock
        self._folder = folder
        self.desks: dict[EntryKind, EntryDesk] = {}
        self.kind = EntryKind.VISITS
        self.lookups: EntryLookups | None = None
        self.is_saving = False
        self._is_full = False

    # The sheets

    @property
    def desk(self) -> EntryDesk:
        """The sheet that is worked at."""
        return self.desk_of(self.kind)

    def desk_of(self, kind: EntryKind) -> EntryDesk:
        """Return the sheet of a kind; it is begun when it is first wanted."""
        found = self.desks.get(kind)
        if found is None:
            sheet = EntrySheet(ENTRY_SPECS[kind])
            address = getattr(self._services, "address", "")
            draft = SheetDraft(self._folder, self._clock, address, sheet)
            # Most of it came in today; what did not is said above the grid.
            today = self._clock.today().isoformat()
            draft.facts = EntryBatchFacts(received_at=received_from(today, self._clock))
            found = self.desks[kind] = EntryDesk(sheet, draft)
        return found

    @property
    def is_allowed(self) -> bool:
        """Whether this user may key this kind."""
        actor = self._services.actor
        return bool(actor.user_id) and bool(actor.may(self.desk.spec.right))

    @property
    def is_editable(self) -> bool:
        """Whether cells take what is typed: not while they are being saved."""
        return self.is_allowed and not self.is_saving

    @property
    def unsaved(self) -> int:
        """How many lines of all sheets would be lost."""
        return sum(len(desk.sheet.begun) for desk in self.desks.values())

    def choose_kind(self, kind: EntryKind) -> None:
        """Work at another kind; what was typed of this one stays."""
        if self.is_saving:
            return
        self.kind = kind
        self._view.show_desk(self.desk)
        self._complete()
        self.ask_keyed()

    def reload(self) -> None:
        """Ask what codes can be completed to, and what was keyed last."""
        self._runner.query(
            lambda: self._services.entries.lookups(),
            self._lookups_came,
            owner=self._view,
            key="lookups",
            on_error=self._view.fail,
        )
        self.ask_keyed()

    def ask_keyed(self) -> None:
        """Ask what was keyed last of this kind."""
        kind = self.kind
        self._runner.query(
            lambda: self._services.entries.recent(self._services.actor, kind, RECENT),
            self._view.show_keyed,
            owner=self._view,
            key="keyed",
            on_error=self._view.fail,
        )

    def _lookups_came(self, found: EntryLookups) -> None:
        self.lookups = found
        for desk in self.desks.values():
            desk.check_again()
        self._view.show_codes()
        self._complete()

    def words_changed(self) -> None:
        """Name the words of closed lists, and say problems, in the language of the moment."""
        for desk in self.desks.values():
            desk.check_again()
        self._complete()

    def _complete(self) -> None:
        """Make the lists of the kind ready to be searched, in a worker."""
        lookups, desk = self.lookups, self.desk
        if lookups is None:
            return

        def came(known: Completions) -> None:
            desk.known = known
            self._view.show_problems()

        self._runner.query(
            lambda: completions_of(desk.spec, lookups), came, owner=self._view, key="complete"
        )

    def names(self, row: KeyedRow) -> tuple[str, str, str]:
        """Return what people call a document's customer, its rep, and what it says of them."""
        found = self.lookups
        known = self.desk_of(row.kind).known
        customers = found.customers if found is not None else ()
        reps = found.reps if found is not None else ()
        words = [
            offers[search_key(row.text)].name
            for name, offers in known.by_value.items()
            if name in _NAMED and search_key(row.text) in offers
        ]
        return (
            next((one.name for one in customers if one.code == row.customer), row.customer),
            next((one.name for one in reps if one.code == row.rep), row.rep),
            words[0] if words else row.text,
        )

    def customer_id(self, code: str) -> int | None:
        """Return the id of a customer by his code."""
        customers = self.lookups.customers if self.lookups is not None else ()
        return next((one.id for one in customers if one.code == code), None)

    # Changes

    def note(self, desk: EntryDesk, splice: Splice) -> None:
        """A change was carried out, done again or undone: keep it, before the next key."""
        desk.applied(splice)
        try:
            desk.draft.note(splice)
        except StorageError as error:
            # Said once: who goes on typing knows that it is not kept.
            if not self._is_full:
                self._is_full = True
                self._view.fail(error)

    def keep_drafts(self) -> None:
        """Write what is typed whole, on the disk, in a worker."""
        for desk in self.desks.values():
            self.keep(desk)

    def keep(self, desk: EntryDesk) -> None:
        """Write a sheet whole, in a worker; an empty one has no draft."""
        if not desk.sheet.lines:
            desk.draft.drop()
            return
        draft, step = desk.draft.whole()
        self._runner.query(
            lambda: self._folder.keep(draft),
            lambda _none: desk.draft.kept(step),
            owner=self._view,
            key=f"draft {desk.spec.kind}",
            on_error=lambda _error: None,
        )

    def discard(self) -> None:
        """Drop what was typed in every sheet."""
        for desk in self.desks.values():
            gone = Splice(0, tuple(desk.sheet.lines), ())
            desk.sheet.apply(gone)
            desk.applied(gone)
            desk.draft.drop()
        self._view.drop_lines()

    def take_up(self, draft: Draft) -> None:
        """Add the rows of a draft to the sheet of its kind; they are unsaved rows."""
        kind = kind_of(draft)
        found = taken_up(draft, ENTRY_SPECS[kind]) if kind is not None else None
        if kind is None or found is None:
            self._view.say(
                _("Nothing of “{title}” can be read any more.").format(title=draft.title),
                Tone.BAD,
                (_("Discard it"), lambda: self._folder.drop(draft.key)),
            )
            return
        desk = self.desk_of(kind)
        if not desk.sheet.lines:
            desk.draft.facts = found.facts
        self.choose_kind(kind)
        splice = desk.sheet.add(found.rows)
        count = len(found.rows)
        if splice is not None:
            words = ngettext("Take up {count} row", "Take up {count} rows", count)
            self._view.carry_out(splice, words.format(count=formats.number(count)))
        # They stand in the journal of this sheet now.
        self._folder.drop(draft.key)

    # Checks

    def check(self, current_row: int) -> None:
        """Check the lines that wait for it, in a worker; typing goes on."""
        desk = self.desk
        lines = desk.to_check(current_row)
        if not lines or self.is_saving or not self.is_allowed:
            return
        self.ask_check(desk, lines, lambda _found: self._view.show_problems(), self._not_checked)

    def ask_check(
        self,
        desk: EntryDesk,
        lines: tuple[Line, ...],
        on_told: Callable[[Sequence[EntryProblem]], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """Ask what is wrong with lines, keep it at their cells, and hand it on."""
        kind, facts = desk.spec.kind, desk.draft.facts

        def told(found: Sequence[EntryProblem]) -> None:
            desk.take_problems(lines, found)
            on_told(found)

        self._runner.query(
            lambda: self._services.entries.check(kind, rows_of(lines), facts),
            told,
            owner=self._view,
            key="check",
            on_error=on_error,
        )

    def _not_checked(self, error: Exception) -> None:
        # Typed in a hurry, a sheet may not be readable at all: saving it says why.
        if not isinstance(error, InputError):
            self._view.fail(error)
