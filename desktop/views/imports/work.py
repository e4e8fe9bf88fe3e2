"""What the import wizard has done in worker threads: plain calls, plain answers; free of Qt."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from desktop.changes import ChangeSet
from desktop.enums import ImportKind
from desktop.errors import ImportRefused, StorageError
from desktop.services.access import Actor
from desktop.services.imports.check import check_table
from desktop.services.imports.data import CheckedTable, RawTable
from desktop.services.imports.loading.contents import BatchContents
from desktop.services.imports.mapping import Mapping
from desktop.services.imports.service import ImportFile, ImportOutcome
from desktop.services.imports.source import read_source
from desktop.views.imports.report import PreviewReport, refused_report, report_of
from desktop.views.imports.state import guess_kind
from desktop.views.runner import Progress


@dataclass(frozen=True, slots=True)
class FileRead:
    """What reading a file brought: the table, or the sheets that there are to choose from."""

    raw: RawTable | None
    sheets: tuple[str, ...] = ()


def withdraw_batch(services: Any, batch_id: int) -> ChangeSet:
    """Take a batch back and seal the audit log; runs in the lane of commands."""
    changes: ChangeSet = services.imports.withdraw(services.require_writer(), batch_id)
    _seal(services, services.actor)
    return changes


def contents_of_batch(services: Any, batch_id: int) -> BatchContents:
    """Return what goes when a batch is taken back."""
    found: BatchContents = services.imports.contents(services.actor, batch_id)
    return found


def _seal(services: Any, actor: Actor) -> None:
    # Where the seal has to wait, the next command does it.
    with contextlib.suppress(StorageError):
        services.checking.seal(actor)


def guessed_kind(path: Path) -> ImportKind | None:
    """Return the kind that a file seems to be, or None."""
    found = read_file(path, "", None)
    return guess_kind(path.name, found.raw.headers if found.raw is not None else ())


def read_file(path: Path, sheet: str, mapping: Mapping | None) -> FileRead:
    """Return a file's table, or its sheets where one must be chosen.

    Raises:
        ImportRefused: the file cannot be taken as a whole.
    """
    try:
        return FileRead(read_source(path, sheet or None, mapping))
    except ImportRefused as error:
        names = error.issues[0].facts.get("names") if error.issues else None
        if error.issues and error.issues[0].code == "sheet_needed" and isinstance(names, tuple):
            return FileRead(None, tuple(map(str, names)))
        raise


def reads_otherwise(mapping: Mapping) -> bool:
    """Whether a mapping says more of the file than which column is which."""
    file = (mapping.separator, mapping.encoding, mapping.skip_rows, mapping.header)
    return file != ("", "", 0, True)


def preview_file(services: Any, file: ImportFile, progress: Progress) -> PreviewReport:
    """Try the import and take it back; runs in the lane of commands."""
    progress.check()
    actor = services.require_writer()
    decimals = services.branch.decimals
    try:
        outcome = services.imports.preview(actor, file, watcher=progress)
    except ImportRefused as error:
        return refused_report(error.issues, _checked(services, file), decimals)
    return report_of(outcome, decimals)


def _checked(services: Any, file: ImportFile) -> CheckedTable | None:
    try:
        raw = read_source(file.path, file.sheet or None, file.mapping)
    except ImportRefused:
        return None
    return check_table(
        raw, file.kind, file.mapping, decimals=services.branch.decimals,
        fiscal=services.branch.fiscal, decimal_comma=file.decimal_comma,
    )  # fmt: skip


def take_in(services: Any, file: ImportFile, request_id: str, progress: Progress) -> ImportOutcome:
    """Take the file in and seal the audit log; runs in the lane of commands.

    It can be stopped up to its commit; then it went in whole, stopped or not.
    """
    progress.check()
    actor = services.require_writer()
    outcome: ImportOutcome = services.imports.run(
        actor, file, request_id=request_id, watcher=progress
    )
    _seal(services, actor)
    return outcome


def put_text(stream: BinaryIO, text: str) -> None:
    """Write a text as UTF-8."""
    stream.write(text.encode("utf-8"))
