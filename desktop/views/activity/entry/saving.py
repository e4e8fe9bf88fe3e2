"""Saving what stands in the sheets, and taking a save back; no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

from desktop.errors import RuleViolation, StorageError
from desktop.i18n import _
from desktop.services.entries.data import EntryOutcome, EntryProblem, SaveEntries, TakeBack
from desktop.services.messages import issue_problem
from desktop.tone import Tone
from desktop.views.activity.entry.controller import EntryController, EntryView
from desktop.views.activity.entry.desk import EntryDesk
from desktop.views.activity.entry.lines import Line, rows_of
from desktop.views.activity.entry.words import saved_words
from desktop.views.runner import Runner


class EntrySaving:
    """Saves the sheets of a controller; one save at a time."""

    def __init__(
        self, services: Any, runner: Runner, view: EntryView, control: EntryController
    ) -> None:
        self._services, self._runner, self._view = services, runner, view
        self._control = control
        self._saved: Callable[[bool], None] = lambda _is_saved: None
        #: The command whose fate is not known: its answer was lost on the way.
        self._lost: SaveEntries | None = None

    def save(
        self, *, good_only: bool = False, on_done: Callable[[bool], None] | None = None
    ) -> None:
        """Save the sheet: all lines or none or, with `good_only`, those without problems.

        Where some have problems and nobody said so, it is asked. `on_done` hears whether
        everything of this sheet is saved.
        """
        desk = self._control.desk
        lines = desk.sheet.begun
        self._saved = on_done or (lambda _is_saved: None)
        if self._control.is_saving or not self._control.is_allowed or not lines:
            self._saved(not lines)
            return
        self._set_saving(True)
        if good_only:
            self._send(desk, lines, good_only=True)
        else:
            self._control.ask_check(
                desk, lines, lambda found: self._checked(desk, lines, found), self._stop
            )

    def save_all(self, on_done: Callable[[bool], None]) -> None:
        """Save every sheet, one after the other; stops at the first that has problems."""
        kind = next((kind for kind, desk in self._control.desks.items() if desk.sheet.begun), None)
        if kind is None:
            on_done(True)
            return
        if kind is not self._control.kind:
            self._control.choose_kind(kind)
        self.save(on_done=lambda is_saved: self.save_all(on_done) if is_saved else on_done(False))

    def _checked(
        self, desk: EntryDesk, lines: tuple[Line, ...], found: Sequence[EntryProblem]
    ) -> None:
        bad = {one.row for one in found if not one.issue.is_warning}
        if not bad:
            self._send(desk, lines, good_only=False)
            return
        self._set_saving(False)
        of_sheet = [issue_problem(one.issue) for one in found if one.row < 0]
        if of_sheet:
            self._view.say(" ".join(of_sheet), Tone.BAD)
            self._saved(False)
            return
        self._view.show_problems()
        self._view.ask_good(len(lines) - len(bad), len(bad))
        self._saved(False)

    def _send(self, desk: EntryDesk, lines: tuple[Line, ...], *, good_only: bool) -> None:
        command = SaveEntries(
            desk.spec.kind, rows_of(lines), desk.draft.facts, good_only, str(uuid4())
        )
        if self._lost is not None and replace(self._lost, request_id=command.request_id) == command:
            # The same rows again: the database refuses them where they did go in.
            command = self._lost
        self._lost = None

        def refused(error: Exception) -> None:
            if isinstance(error, StorageError):
                self._lost = command
            if isinstance(error, RuleViolation) and error.code == "already_done":
                self._were_saved(desk, lines)
            else:
                self._stop(error)

        self._runner.command(
            lambda: self._services.entries.save(self._services.require_writer(), command),
            lambda outcome: self._saved_came(desk, lines, outcome),
            owner=self._view,
            on_error=refused,
        )

    def _were_saved(self, desk: EntryDesk, lines: tuple[Line, ...]) -> None:
        """Rows that went in though their answer never came: those that are known are marked."""
        self._set_saving(False)
        desk.check_again()
        self._control.ask_check(desk, lines, lambda _found: self._view.show_problems(), self._stop)
        self._view.say(
            _(
                "The save before this one did go in. Rows that the branch has already are marked; "
                "delete them here."
            ),
            Tone.WATCH,
        )
        self._saved(False)

    def _saved_came(self, desk: EntryDesk, lines: tuple[Line, ...], outcome: EntryOutcome) -> None:
        self._set_saving(False)
        saved = [lines[row] for row in outcome.saved]
        if saved:
            rest = frozenset(line.id for line in saved)
            desk.sheet.carried = self._carried(desk, saved[-1])
            self._view.replace_lines(desk.sheet.remove_lines(rest))
        desk.take_problems(lines, outcome.problems)
        self._view.show_problems()
        self._control.keep(desk)
        if saved:
            back = TakeBack(desk.spec.kind, outcome.ids, str(uuid4()))
            self._view.say(
                saved_words(outcome),
                Tone.GOOD,
                (_("Undo"), lambda: self.take_back(desk, back, tuple(saved))),
            )
        self._control.ask_keyed()
        self._saved(not desk.sheet.begun)

    def _carried(self, desk: EntryDesk, last: Line) -> tuple[str, ...]:
        pairs = zip(desk.spec.columns, last.texts, strict=True)
        return tuple(text if column.is_sticky else "" for column, text in pairs)

    def take_back(self, desk: EntryDesk, command: TakeBack, saved: tuple[Line, ...]) -> None:
        """Undo a save: its documents become void, its lines stand in the sheet again."""

        def came(_changes: object) -> None:
            if self._control.kind is not desk.spec.kind:
                self._control.choose_kind(desk.spec.kind)
            splice = desk.sheet.add(rows_of(saved))
            if splice is not None:
                self._view.replace_lines(splice)
            self._view.show_problems()
            self._control.ask_keyed()

        self._runner.command(
            lambda: self._services.entries.take_back(self._services.require_writer(), command),
            came,
            owner=self._view,
            on_error=self._view.fail,
        )

    def _set_saving(self, is_saving: bool) -> None:
        self._control.is_saving = is_saving
        self._view.show_standing()

    def _stop(self, error: Exception) -> None:
        """Say why nothing was saved; every line is as it was."""
        self._set_saving(False)
        self._view.fail(error)
        self._saved(False)
