"""The commands of a thousand statements, for the tests and for the full run of the bench."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import URL

from desktop.services.backups.service import BackupService, restore
from desktop.services.branches.data import MakeBranch
from desktop.services.branches.service import make_branch
from desktop.services.database import file_path, is_file, parse_address
from tests.factories import CLOCK
from tests.faults.every_statement import Command, address, files_of, on_database

#: A server without trigrams gets a branch whose search is slower, and no error.
FORGIVEN = ("SAVEPOINT", "CREATE EXTENSION", "RELEASE SAVEPOINT")


def new_branch(target: Path | str) -> Command:
    """Return the making of a branch in a file that is not there, or an empty database."""
    url = parse_address(str(target))

    def run() -> None:
        make_branch(url, MakeBranch(name="New"), "boss", CLOCK)

    if not is_file(url):
        return replace(on_database(url, run), forgiven=FORGIVEN)
    folder = file_path(url).parent
    return Command(run, lambda: repr(list(files_of(folder))), (address(url),))


def restored(backup: Path, target: Path | str) -> Command:
    """Return the restoring of a backup into a file that is not there, or an empty database."""
    url = parse_address(str(target))

    def run() -> None:
        restore(backup, url)

    if not is_file(url):
        return replace(on_database(url, run, str(backup)), forgiven=FORGIVEN)
    folder = file_path(url).parent
    names = (address(url), str(backup))
    return Command(run, lambda: repr(list(files_of(folder))), names)


def backed_up(service: BackupService, database: URL, target: Path) -> Command:
    """Return the making of a backup, in a folder of its own."""
    folder = target.parent

    def run() -> None:
        service.backup(target)

    return Command(run, lambda: repr(list(files_of(folder))), (address(database), str(target)))
