"""Scorecards as PDF: one as bytes, or those of many reps as files in a folder.

Screen and command line print through here. Reading and drawing come first, files last: whoever
stops a batch before all its pages are made leaves the folder as it was.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Protocol

from desktop.errors import InputError, Issue, StorageError
from desktop.periods import Period
from desktop.services.appraisals.data import ScorecardData
from desktop.services.atomic_file import put, require_writable, write_whole
from desktop.services.reports.fonts import DRAWING


class Progress(Protocol):
    """Hears how far a long job is; may raise `Cancelled`."""

    def step(self, done: int, total: int) -> None:
        """Take note that `done` of `total` are finished."""
        ...


@dataclass(frozen=True, slots=True)
class ScorecardPdf:
    """A scorecard as it is printed; `warnings` name the texts that lack a sign in the fonts."""

    file_name: str
    content: bytes
    warnings: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintFailure:
    """A scorecard that could not be put where it belongs, and why."""

    rep_code: str
    rep_name: str
    path: Path
    error: StorageError


@dataclass(frozen=True, slots=True)
class PrintedFiles:
    """What a batch left in the folder: its files, how many scorecards they hold, what went wrong.

    `warnings` are there once each, in the order of the pages.
    """

    folder: Path
    paths: tuple[Path, ...]
    scorecards: int
    failures: tuple[PrintFailure, ...] = ()
    warnings: tuple[Issue, ...] = ()


def print_scorecard(card: ScorecardData, printed_on: date, language: str) -> ScorecardPdf:
    """Return a scorecard's PDF and the name of its file.

    Raises:
        StorageError: `font_missing`.
        ValueError: a language that the program does not speak.
    """
    from desktop.services.reports.scorecard import scorecard_file_name, write

    stream = io.BytesIO()
    with DRAWING:
        printed = write(card, stream, printed_on, language)
    who = card.identity
    name = scorecard_file_name(who.rep_code, who.rep_name, card.period)
    return ScorecardPdf(name, stream.getvalue(), printed.warnings)


def one_file_name(period: Period) -> str:
    """Return the name of the file that holds all scorecards: `scorecards_2026-Q3.pdf`."""
    from desktop.services.reports.numbers import period_code

    return f"scorecards_{period_code(period)}.pdf"


def require_folder(folder: Path) -> None:
    """Try whether files can be put into the folder, without touching what is there.

    Raises:
        InputError: `folder_unusable`, there is no such folder; its issue names the column `folder`.
        StorageError: the folder refuses, or no room is left.
    """
    if not folder.is_dir():
        raise InputError(Issue("folder_unusable", {"path": str(folder)}, column="folder"))
    require_writable(folder / "scorecards.pdf")


def print_files(
    cards: Sequence[ScorecardData],
    folder: Path,
    printed_on: date,
    language: str,
    progress: Progress | None = None,
) -> PrintedFiles:
    """Write a file for each scorecard; each is there whole or not at all.

    A file that cannot be written is a failure of the answer and does not stop the others.

    Raises:
        InputError: `nothing_to_print`.
        StorageError: `font_missing`.
        Cancelled: `progress` said so; nothing was written.
    """
    if not cards:
        raise InputError(Issue("nothing_to_print"))
    pages = []
    for done, card in enumerate(cards, start=1):
        pages.append(print_scorecard(card, printed_on, language))
        if progress is not None:
            progress.step(done, len(cards))
    paths, failures = [], []
    for card, page in zip(cards, pages, strict=True):
        path = folder / page.file_name
        try:
            write_whole(path, partial(put, page.content))
        except StorageError as error:
            who = card.identity
            failures.append(PrintFailure(who.rep_code, who.rep_name, path, error))
        else:
            paths.append(path)
    warnings = [issue for page in pages for issue in page.warnings]
    return PrintedFiles(folder, tuple(paths), len(paths), tuple(failures), _once(warnings))


def print_one_file(
    cards: Sequence[ScorecardData],
    folder: Path,
    printed_on: date,
    language: str,
    progress: Progress | None = None,
) -> PrintedFiles:
    """Write all scorecards into one file of the folder, with a bookmark each.

    Raises:
        InputError: `nothing_to_print`.
        StorageError: `font_missing`, or the file cannot be written.
        Cancelled: `progress` said so; nothing was written.
    """
    from desktop.services.reports.scorecard import write_many

    if not cards:
        raise InputError(Issue("nothing_to_print"))
    stream = io.BytesIO()
    with DRAWING:
        printed = write_many(cards, stream, printed_on, language, progress, len(cards))
    path = folder / one_file_name(cards[0].period)
    write_whole(path, partial(put, stream.getvalue()))
    return PrintedFiles(folder, (path,), len(cards), (), _once(printed.warnings))


def _once(warnings: Sequence[Issue]) -> tuple[Issue, ...]:
    found: list[Issue] = []
    for issue in warnings:
        if issue not in found:
            found.append(issue)
    return tuple(found)
