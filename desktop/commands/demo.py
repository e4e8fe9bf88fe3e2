"""The command `demo`: the sample branch in a window, or as pictures and printed pages."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from pathlib import Path

from desktop.bootstrap import Services, open_services, system_login
from desktop.commands.console import DONE, Console
from desktop.commands.printing import usable_folder, write_scorecards
from desktop.errors import InputError, Issue
from desktop.i18n import LANGUAGES, _, language, ngettext, speaking
from desktop.periods import Month, Period
from desktop.services.figures.data import ReportRequest
from desktop.services.sample.building import build_sample, sample_clock
from desktop.services.sample.people import REPS_IN_POST


def run_demo(options: argparse.Namespace, console: Console) -> int:
    """Build the sample branch where it is missing, then show it or write what it shows."""
    words = options.page_language or language()
    folder = usable_folder(options.dir)
    with speaking(words):
        path = find_or_build(folder, words, console)
        if not options.no_window and has_display():
            from desktop.app import main as open_window

            return open_window(str(path), language=words)
        services = open_services(str(path), sample_clock())
        try:
            _write_everything(services, folder, words, console)
        finally:
            services.close()
    return DONE


def has_display() -> bool:
    """Whether a window could be shown; Windows and macOS always have a screen."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def find_or_build(folder: Path, words: str, console: Console) -> Path:
    """Return the sample's database in the language, built now if it is not there.

    A sample in the other language that lies there already is left as it is.

    Raises:
        InputError: a database that is no sample has its name.
    """
    for path in (folder / "sample.db", folder / f"sample-{words}.db"):
        if not path.exists():
            console.say(_("Building the sample branch; this takes a moment."))
            build_sample(path, words, system_login(), step=lambda _done, _all: None)
            console.done(
                _("The sample branch was built in {path}.").format(path=path),
                command="demo",
                database=str(path),
            )
            return path
        services = open_services(str(path), sample_clock())
        branch = services.branch
        services.close()
        if not branch.is_sample:
            raise InputError(Issue("sample_is_branch", {"path": str(path)}))
        if _is_chinese(branch.name) == (words != "en"):
            return path
    return path


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


def last_closed_quarter(day: date) -> Period:
    """Return the last calendar quarter that was over at the end of the day before."""
    start = Month.of(day).plus(-((day.month - 1) % 3))
    return Period(start.plus(-3).start, start.start)


def _write_everything(services: Services, folder: Path, words: str, console: Console) -> None:
    as_of = services.plans.sales(ReportRequest("sales")).as_of
    period = last_closed_quarter(as_of)
    cards = services.appraisals.scorecard_batch(REPS_IN_POST, period)
    pages = usable_folder(folder / "scorecards")
    paths = write_scorecards(services, cards, pages, words, console)
    console.done(
        ngettext(
            "{count} scorecard from {first} to {last} was written to {folder}.",
            "{count} scorecards from {first} to {last} were written to {folder}.",
            len(paths),
        ).format(count=len(paths), first=period.start, last=period.last, folder=pages),
        command="demo",
        scorecards=[str(path) for path in paths],
    )
    pictures = _write_pictures(services, folder, words, console)
    if pictures:
        console.done(
            ngettext(
                "{count} picture of the window was written to {folder}.",
                "{count} pictures of the window were written to {folder}.",
                len(pictures),
            ).format(count=len(pictures), folder=pictures[0].parent),
            command="demo",
            pictures=[str(path) for path in pictures],
        )


def _write_pictures(
    services: Services, folder: Path, words: str, console: Console
) -> tuple[Path, ...]:
    if not has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        from desktop.views.pictures import write_pictures
    except ImportError as error:
        # The figures and pages are done; a missing library of the system costs the pictures.
        console.complain(
            _("Pictures need Qt, which cannot be loaded: {reason}").format(reason=error)
        )
        return ()
    languages = (words, *(one for one in LANGUAGES if one != words))
    return tuple(write_pictures(services, usable_folder(folder / "pictures"), languages[:1]))
