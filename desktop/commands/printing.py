"""The command `scorecards`: a printed page a rep, as PDF."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from desktop.bootstrap import Services
from desktop.commands.console import DONE, Console
from desktop.commands.opening import opened
from desktop.commands.reporting import scorecard_period
from desktop.errors import InputError, Issue, StorageError
from desktop.i18n import _, language, ngettext
from desktop.services.appraisals.data import ScorecardData
from desktop.services.appraisals.printing import print_files, print_one_file
from desktop.services.messages import issue_sentence


def run_scorecards(options: argparse.Namespace, console: Console) -> int:
    """Write the scorecards of a period into a folder."""
    folder = usable_folder(options.out)
    with opened(options, console) as services:
        period, as_of = scorecard_period(options, services)
        cards = services.appraisals.scorecard_batch(
            tuple(dict.fromkeys(options.rep or ())), period, as_of=as_of
        )
        words = options.page_language or language()
        paths = write_scorecards(
            services, cards, folder, words, console, is_one_file=options.one_file
        )
    console.done(
        ngettext(
            "{count} scorecard was written to {folder}.",
            "{count} scorecards were written to {folder}.",
            len(cards),
        ).format(count=len(cards), folder=folder),
        command="scorecards",
        scorecards=len(cards),
        files=[str(path) for path in paths],
    )
    return DONE


def usable_folder(folder: Path) -> Path:
    """Return the folder, made where it is missing.

    Raises:
        InputError: there is a file of that name.
        StorageError: it cannot be made.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(Issue("folder_unusable", {"path": str(folder)}))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise StorageError("file_unwritable", path=str(folder), reason=exc.strerror or "") from exc
    return folder


def write_scorecards(
    services: Services,
    cards: Sequence[ScorecardData],
    folder: Path,
    words: str,
    console: Console,
    *,
    is_one_file: bool = False,
) -> tuple[Path, ...]:
    """Write scorecards as PDF into the folder, a file each or all in one; return the paths.

    Signs that the fonts lack are told, once each.

    Raises:
        InputError: there is nobody to print.
        StorageError: a file cannot be written.
    """
    today = services.clock.today()
    if is_one_file:
        printed = print_one_file(cards, folder, today, words)
    else:
        printed = print_files(cards, folder, today, words)
    if printed.failures:
        raise printed.failures[0].error
    for line in dict.fromkeys(issue_sentence(issue) for issue in printed.warnings):
        console.complain(_("Note: {sentence}").format(sentence=line))
    return printed.paths
