"""What the wizard decides up to the columns: reads, guesses the kind, remembers; free of Qt."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from desktop.enums import ImportKind
from desktop.errors import ImportRefused, StorageError
from desktop.i18n import _
from desktop.services.atomic_file import write_whole
from desktop.services.imports.mapping import (
    Mapping,
    dump_mapping,
    guess_mapping,
    load_mapping,
    parse_mapping,
)
from desktop.services.imports.template import template
from desktop.services.settings import SettingsFile
from desktop.views.imports.state import (
    ColumnSource,
    Options,
    Step,
    Waiting,
    WizardState,
    layout_key,
    look_of,
    mapping_of,
    sources_of,
)
from desktop.views.imports.words import error_words
from desktop.views.imports.work import FileRead, guessed_kind, put_text, read_file, reads_otherwise
from desktop.views.runner import Runner


class ImportView(Protocol):
    """What the controller tells."""

    def show_state(self, state: WizardState) -> None:
        """Show where the wizard stands now."""
        ...

    def show_problem(self, words: str) -> None:
        """Say what went wrong; "" takes it away."""
        ...

    def show_done(self, words: str) -> None:
        """Say that something beside the way was done (a file was written)."""
        ...

    def ask_undo(self, words: str, batch_id: int) -> None:
        """Ask whether to take the import back; the words name what goes with it."""
        ...


class FileController:
    """Leads from the file to its columns; every answer ends in `view.show_state`.

    `services` is the composition root's object; `owner` a thing of the view, so that late
    answers are dropped when the wizard is closed.
    """

    def __init__(
        self, services: Any, runner: Runner, settings: SettingsFile, view: ImportView, owner: object
    ) -> None:
        self._services, self._runner, self._settings = services, runner, settings
        self._view, self._owner = view, owner
        self.state = WizardState()

    # The file

    def set_file(self, path: Path | None) -> None:
        """Take this file; all that was known of another is forgotten."""
        if path == self.state.path:
            return
        self._show(
            WizardState(
                kind=self.state.kind, kind_is_chosen=self.state.kind_is_chosen, path=path,
                options=Options(),
            )
        )  # fmt: skip
        if path is not None and not self.state.kind_is_chosen:
            self._runner.query(
                partial(guessed_kind, path), self._take_guess, owner=self._owner, key="guess",
                on_error=lambda _error: None,
            )  # fmt: skip

    def set_kind(self, kind: ImportKind) -> None:
        """Take the file for this kind."""
        state = self.state
        if kind is state.kind:
            self._show(replace(state, kind_is_chosen=True))
        else:
            self._show(
                WizardState(
                    kind=kind, kind_is_chosen=True, path=state.path, sheets=state.sheets,
                    sheet=state.sheet,
                )
            )  # fmt: skip

    def _take_guess(self, kind: ImportKind | None) -> None:
        if kind is not None and not self.state.kind_is_chosen:
            self._show(replace(self.state, kind=kind))

    def write_template(self, path: Path) -> None:
        """Write an empty, documented workbook for the kind."""
        kind = self.state.kind
        self._runner.query(
            lambda: write_whole(path, lambda stream: template(kind, stream)),
            lambda _none: self._view.show_done(
                _("The template was written to {path}.").format(path=path)
            ),
            owner=self._owner,
            on_error=self._fail,
        )

    # The way through the pages

    def next(self) -> None:
        """Go on from the page in front, or say what is missing there."""
        state = self.state
        if state.waiting is not Waiting.NOTHING:
            return
        if state.step is Step.FILE and state.path is None:
            self._view.show_problem(_("Choose a file first."))
        elif state.step is Step.FILE and state.sheets:
            self._show(replace(state, step=Step.SHEET))
        elif state.step is Step.SHEET and not state.sheet:
            self._view.show_problem(_("Choose a sheet first."))
        elif state.step in (Step.FILE, Step.SHEET):
            # Columns that were chosen before going back are kept.
            self._read(mapping_of(state) if state.sources else None)

    def back(self) -> None:
        """Go to the page before."""
        state = self.state
        if state.waiting is not Waiting.NOTHING:
            return
        steps = state.steps
        place = steps.index(state.step)
        if place > 0 and state.step is not Step.RESULT:
            self._show(replace(state, step=steps[place - 1], report=None))

    def start_over(self) -> None:
        """Begin again with another file of the same kind or another."""
        self._show(WizardState(kind=self.state.kind))

    def choose_sheet(self, name: str) -> None:
        """Take this sheet of the workbook."""
        if name != self.state.sheet:
            self._show(replace(self.state, sheet=name, look=None, sources=(), base=Mapping()))

    # Reading

    def _read(self, mapping: Mapping | None = None, *, is_remembered: bool = False) -> None:
        path, sheet = self.state.path, self.state.sheet
        if path is None:
            return
        self._show(replace(self.state, waiting=Waiting.READING))
        self._runner.query(
            lambda: read_file(path, sheet, mapping),
            lambda found: self._take_read(found, mapping, is_remembered),
            owner=self._owner,
            key="read",
            on_error=self._fail,
        )

    def _take_read(self, found: FileRead, mapping: Mapping | None, is_remembered: bool) -> None:
        state = replace(self.state, waiting=Waiting.NOTHING)
        if found.raw is None:
            self._show(replace(state, step=Step.SHEET, sheets=found.sheets, sheet=""))
            return
        look = look_of(found.raw)
        if mapping is not None:
            self._show_columns(replace(state, look=look), mapping, is_remembered)
            return
        layout = layout_key(state.kind, look.headers)
        state = replace(state, look=look, layout=layout)
        kept = self._remembered(layout)
        if kept is not None and reads_otherwise(kept):
            self._show(state)
            self._read(kept, is_remembered=True)
        else:
            guess = guess_mapping(look.headers, state.kind)
            self._show_columns(state, kept or guess, kept is not None)

    def _remembered(self, layout: str) -> Mapping | None:
        text = self._settings.mapping(layout)
        if not text:
            return None
        try:
            return parse_mapping(text)
        except ImportRefused:
            # Written by another version of the program: the guess will do.
            return None

    def _show_columns(self, state: WizardState, mapping: Mapping, is_remembered: bool) -> None:
        headers = state.look.headers if state.look is not None else ()
        if not (mapping.columns or mapping.constants or mapping.key or mapping.wide):
            guess = guess_mapping(headers, state.kind)
            mapping = replace(
                mapping, columns=guess.columns, factors=guess.factors, wide=guess.wide
            )
        self._show(
            replace(
                state,
                step=Step.COLUMNS,
                sources=sources_of(state.kind, mapping, headers),
                base=replace(mapping, columns={}, constants={}, factors={}),
                is_remembered=is_remembered,
                report=None,
            )
        )

    # The columns

    def set_source(self, place: int, source: ColumnSource) -> None:
        """Let one of our columns come from somewhere else."""
        sources = list(self.state.sources)
        if sources[place] != source:
            sources[place] = source
            self._show(replace(self.state, sources=tuple(sources), report=None))

    def forget_mapping(self) -> None:
        """Begin again with what the headers suggest, and forget what was remembered."""
        self._keep_mapping(self.state.layout, "")
        self._read()

    def skip_title(self) -> None:
        """Read the file again without the title rows above its headers."""
        look = self.state.look
        if look is not None and look.skip:
            self._read(Mapping(skip_rows=look.skip))

    def load_mapping(self, path: Path) -> None:
        """Take the mapping that a TOML file holds."""
        self._runner.query(
            lambda: load_mapping(path),
            self._read,
            owner=self._owner,
            key="mapping",
            on_error=self._fail,
        )

    def save_mapping(self, path: Path) -> None:
        """Write the mapping as TOML, for a colleague or the command line."""
        text = dump_mapping(mapping_of(self.state))
        self._runner.query(
            lambda: write_whole(path, lambda stream: put_text(stream, text)),
            lambda _none: self._view.show_done(
                _("The mapping was written to {path}.").format(path=path)
            ),
            owner=self._owner,
            on_error=self._fail,
        )

    # Inside

    def _show(self, state: WizardState) -> None:
        self.state = state
        self._view.show_state(state)

    def _keep_mapping(self, layout: str, text: str) -> None:
        # A settings file that cannot be written costs the memory of the layout, not the import.
        with contextlib.suppress(StorageError):
            self._settings.keep_mapping(layout, text)

    def _fail(self, error: Exception) -> None:
        self._show(replace(self.state, waiting=Waiting.NOTHING, is_stopping=False))
        self._view.show_problem(error_words(error))
