"""Finding and opening the database that a command works on."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from desktop.commands.console import Console
from desktop.errors import DatabaseUnreachable, InputError, Issue, RuleViolation
from desktop.i18n import _

if TYPE_CHECKING:
    from sqlalchemy import URL

    from desktop.bootstrap import Services

VARIABLE = "BRANCHBOOK_DATABASE"
_NO_PASSWORD = "no password supplied"

Answer = TypeVar("Answer")


def database_named(options: argparse.Namespace) -> str:
    """Return the database that the command line or the environment names.

    Raises:
        RuleViolation: neither does.
    """
    named: str = options.database or os.environ.get(VARIABLE, "")
    if not named.strip():
        raise RuleViolation("database_not_named")
    return named


@contextmanager
def opened(options: argparse.Namespace, console: Console) -> Iterator[Services]:
    """Yield the services on the database named; close it after the block."""
    from desktop.bootstrap import address_of, open_services

    url = address_of(database_named(options), options.user)
    services = with_password(url, lambda known: open_services(known, console.clock))
    try:
        yield services
    finally:
        services.close()


def with_password(
    url: URL, attempt: Callable[[URL], Answer], ask: Callable[[URL], str] | None = None
) -> Answer:
    """Return what the attempt returns; where a server asks for a password, ask for it once.

    It is taken from the keyring of the system if it lies there, else from `ask`, which is the
    terminal; it is never taken from the command line, and never asked for where nobody could
    answer.
    """
    from desktop.services.database import is_file

    try:
        return attempt(url)
    except DatabaseUnreachable as error:
        if is_file(url) or not _wants_password(error):
            raise
        password = _remembered(url) or (ask or _asked)(url)
        if not password:
            raise
    return attempt(url.set(password=password))


def _wants_password(error: DatabaseUnreachable) -> bool:
    return error.code == "login_refused" or _NO_PASSWORD in str(error.__cause__)


def _remembered(url: URL) -> str:
    from desktop.services.database import describe
    from desktop.services.passwords import remembered_password

    return remembered_password(describe(url))


def no_password(_url: URL) -> str:
    """Return "": a window asks for a password in a dialog of its own."""
    return ""


def _asked(url: URL) -> str:
    import getpass

    from desktop.services.database import describe

    if not sys.stdin.isatty():
        return ""
    return getpass.getpass(_("Password for {address}: ").format(address=describe(url)))


def require_free(path: Path, services: Services | None = None, source: Path | None = None) -> Path:
    """Return the path of a file to be written, unless it is the database or the file read.

    Raises:
        InputError: it is.
    """
    from desktop.services.database import file_path, is_file

    url = services.uow.database.url if services is not None else None
    if url is not None and is_file(url):
        database = file_path(url)
        beside = [Path(f"{database}{suffix}") for suffix in ("", "-wal", "-shm")]
        if any(_same(path, one) for one in beside):
            raise InputError(Issue("file_is_database", {"path": str(path)}))
    if source is not None and _same(path, source):
        raise InputError(Issue("file_is_source", {"path": str(path)}))
    return path


def _same(path: Path, other: Path) -> bool:
    return path.resolve() == other.resolve()
