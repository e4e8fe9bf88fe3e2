"""What the import wizard decides: checks, imports, takes back; free of Qt."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from desktop.enums import ImportKind
from desktop.errors import StorageError
from desktop.i18n import _
from desktop.services.imports.mapping import dump_mapping
from desktop.services.imports.refused import refused_rows
from desktop.services.imports.service import ImportOutcome
from desktop.views.imports.file_controller import FileController
from desktop.views.imports.report import PreviewReport
from desktop.views.imports.state import (
    Options,
    Step,
    Waiting,
    WizardState,
    import_file,
    layout_key,
    mapping_of,
)
from desktop.views.imports.words import column_words, take_back_words
from desktop.views.imports.work import (
    contents_of_batch,
    preview_file,
    take_in,
    withdraw_batch,
)


class ImportController(FileController):
    """Leads through the whole wizard: what follows the columns is here."""

    #: The check or the import under way, or the last one; 0 before the first.
    ticket = 0
    _request_id = ""
    _checks = 0

    def next(self) -> None:
        """Go on from the page in front, or say what is missing there."""
        if self.state.step is Step.COLUMNS:
            self.check()
        elif self.state.step is Step.PREVIEW:
            self.run()
        else:
            super().next()

    # The preview

    def check(self) -> None:
        """Ask what the import would do, or say which columns still come from nowhere."""
        state = self.state
        words = _incomplete(state)
        if words:
            self._view.show_problem(words)
            return
        self._remember(state)
        self._request_id = ""
        self._runner.cancel(self.ticket)
        self._checks += 1
        number = self._checks
        self._show(replace(state, waiting=Waiting.CHECKING))
        file = import_file(state, good_rows_only=True)
        if self.needs_plan():
            # The rows can be looked at before their plan has a name; nothing is kept of it.
            file = replace(file, plan=uuid4().hex)
        services = self._services
        self.ticket = self._runner.job(
            lambda progress: preview_file(services, file, progress),
            lambda report: self._take_report(report, number),
            owner=self._owner,
            title=_("Checking {file}").format(file=file.path.name),
            is_command=True,
            on_error=lambda error: self._check_failed(error, number),
        )

    def _remember(self, state: WizardState) -> None:
        """Keep the mapping for files of this layout."""
        mapping = mapping_of(state)
        self._keep_mapping(state.layout, dump_mapping(mapping))
        if mapping.skip_rows and mapping.header and state.look is not None:
            # Its refused rows come back without the title above the headers.
            bare = layout_key(state.kind, state.look.headers)
            self._keep_mapping(bare, dump_mapping(replace(mapping, skip_rows=0)))

    def _check_failed(self, error: Exception, number: int) -> None:
        if number == self._checks:
            # What an older preview shows would not be what is asked for now.
            self._show(replace(self.state, step=Step.COLUMNS, report=None))
            self._fail(error)

    def stop(self) -> None:
        """Stop the check or the import; nothing of it is kept unless it was done already."""
        if self.state.waiting in (Waiting.CHECKING, Waiting.IMPORTING):
            self._runner.cancel(self.ticket)
            self._show(replace(self.state, is_stopping=True))

    def _take_report(self, report: PreviewReport, number: int) -> None:
        if number != self._checks:
            return  # Options were changed meanwhile; the newer answer follows.
        waiting = Waiting.NOTHING
        self._show(
            replace(
                self.state, step=Step.PREVIEW, report=report, waiting=waiting, is_stopping=False
            )
        )

    def set_options(self, options: Options) -> None:
        """Take other options; what they change in the preview is asked for again."""
        state = self.state
        if options == state.options:
            return
        is_same = replace(options, good_rows_only=state.options.good_rows_only) == state.options
        self._show(replace(state, options=options))
        if state.step is Step.PREVIEW and not is_same:
            self.check()

    def can_import(self) -> bool:
        """Whether the preview lets the file go in as things stand."""
        report = self.state.report
        if report is None or not report.is_readable or not report.good_count:
            return False
        if self.needs_plan():
            return False
        return not report.refused_count or self.state.options.good_rows_only

    def needs_plan(self) -> bool:
        """Whether the plan that the targets belong to has no name yet."""
        state = self.state
        return state.kind is ImportKind.TARGETS and not state.options.plan

    # The import

    def run(self) -> None:
        """Take the file in, in one transaction."""
        state = self.state
        if not self.can_import() or state.waiting is not Waiting.NOTHING:
            return
        # The same request for every try of one import: a COMMIT whose answer was lost is not
        # carried out twice.
        self._request_id = self._request_id or str(uuid4())
        file = import_file(state, good_rows_only=state.options.good_rows_only)
        services, request_id = self._services, self._request_id
        self._show(replace(state, waiting=Waiting.IMPORTING))
        self.ticket = self._runner.job(
            lambda progress: take_in(services, file, request_id, progress),
            self._take_outcome,
            owner=self._owner,
            title=_("Importing {file}").format(file=file.path.name),
            is_command=True,
            on_error=self._fail,
        )

    def _take_outcome(self, outcome: ImportOutcome) -> None:
        self._request_id = ""
        if self.state.path is not None:
            with contextlib.suppress(StorageError):
                self._settings.change(import_folder=str(self.state.path.parent))
        self._show(
            replace(
                self.state,
                step=Step.RESULT,
                outcome=outcome,
                waiting=Waiting.NOTHING,
                is_stopping=False,
            )
        )

    def save_refused(self, path: Path) -> None:
        """Write the rows that did not go in, with their reasons."""
        outcome = self.state.outcome
        if outcome is None:
            return
        issues = tuple(issue for _row, issue in outcome.refused)
        self._runner.query(
            lambda: refused_rows(outcome.table, issues, path),
            lambda _count: self._view.show_done(
                _("The refused rows were written to {path}.").format(path=path)
            ),
            owner=self._owner,
            on_error=self._fail,
        )

    def ask_undo(self) -> None:
        """Let the view ask whether to take the import back, naming what goes."""
        outcome, services = self.state.outcome, self._services
        if outcome is None or self.state.is_undone:
            return
        self._runner.query(
            lambda: contents_of_batch(services, outcome.batch_id),
            lambda contents: self._view.ask_undo(take_back_words(contents), contents.batch_id),
            owner=self._owner,
            key="contents",
            on_error=self._fail,
        )

    def undo(self) -> None:
        """Take the import back."""
        outcome = self.state.outcome
        if outcome is None or self.state.is_undone:
            return
        self._show(replace(self.state, waiting=Waiting.UNDOING))
        services = self._services
        self._runner.command(
            lambda: withdraw_batch(services, outcome.batch_id),
            lambda _changes: self._show(
                replace(self.state, is_undone=True, waiting=Waiting.NOTHING, is_stopping=False)
            ),
            owner=self._owner,
            on_error=self._fail,
        )


def _incomplete(state: WizardState) -> str:
    if state.missing:
        names = ", ".join(map(column_words, state.missing))
        return _("Say where these required columns come from: {columns}.").format(columns=names)
    if state.bad_factors:
        names = ", ".join(map(column_words, state.bad_factors))
        return _("The factor is not a number: {columns}.").format(columns=names)
    return ""
