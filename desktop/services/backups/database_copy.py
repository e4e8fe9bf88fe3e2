"""Backups of SQLite: a copy of the very state that was counted, verified before it counts.

The copy is made by SQLite's one-step backup inside the transaction that reads the counts and
sums, so both are of one committed state while others write; `VACUUM INTO` cannot run inside a
transaction and would copy another state than the one that was counted.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from desktop import __version__
from desktop.errors import DiskFull, StorageError
from desktop.services.atomic_file import file_fault
from desktop.services.backups.contents import read_contents
from desktop.services.backups.data import BackupKind, Contents, Manifest
from desktop.services.backups.manifest import manifest_path, manifest_text
from desktop.services.backups.staging import (
    flush_folder,
    flush_to_disk,
    put_new,
    sha256_of,
    staged,
)
from desktop.services.database.read_only import looking_into, read_only_connection

_DAMAGE = ("malformed", "not a database", "corrupt", "utf-8", "no such table", "no such column")


def back_up_database(
    connection: Connection, source: Path, target: Path, made_at: datetime
) -> Manifest:
    """Copy the state that the connection sees to `target` and return its manifest.

    A backup that is there is replaced after the new one was verified.

    Raises:
        DiskFull: no room for the copy; what was there before is untouched.
        StorageError: the folder refuses, or the database itself is damaged.
    """
    contents = read_contents(connection)
    raw = connection.connection.driver_connection
    with staged(target) as copy, staged(manifest_path(target)) as beside:
        _copy_state(raw, copy, source, target)
        _verify(copy, contents, source)
        flush_to_disk(copy)
        size = copy.stat().st_size
        manifest = Manifest(
            BackupKind.DATABASE, made_at, __version__, contents, size, sha256_of(copy)
        )
        beside.write_text(manifest_text(manifest), encoding="utf-8")
        flush_to_disk(beside)
        # Between the two renames a backup without manifest stands there, which can be
        # restored; a manifest beside the wrong backup could not.
        manifest_path(target).unlink(missing_ok=True)
        os.replace(copy, target)
        os.replace(beside, manifest_path(target))
        flush_folder(target.parent)
    return manifest


def restore_database(source: Path, target: Path, manifest: Manifest | None) -> Contents:
    """Copy a backup to a new database file and return what that holds.

    Raises:
        DatabaseUnreachable: there is a file at the target already.
        StorageError: the backup is damaged, or the folder refuses.
    """
    with staged(target) as copy:
        try:
            with closing(read_only_connection(source)) as raw:
                _copy_state(raw, copy, source, target)
        except driver.DatabaseError as error:
            raise StorageError("backup_damaged", path=str(source)) from error
        except StorageError as error:
            if error.code == "database_damaged":
                raise StorageError("backup_damaged", path=str(source)) from error
            raise
        found = verify_database(copy, manifest.contents if manifest else None, source)
        flush_to_disk(copy)
        put_new(copy, target)
        flush_folder(target.parent)
    return found


def verify_database(path: Path, expected: Contents | None, named: Path | None = None) -> Contents:
    """Prove that a database file that nobody works on is whole; return what it holds.

    `named` is the file that an error names.

    Raises:
        StorageError: `backup_damaged`; its pages do not hold together, or it does not hold
            what it should.
    """
    shown = str(named or path)
    try:
        with looking_into(path) as connection:
            problems = connection.scalars(text("PRAGMA quick_check")).all()
            if problems != ["ok"]:
                raise StorageError("backup_damaged", path=shown)
            found = read_contents(connection)
    # A damaged catalogue can make the driver and SQLAlchemy stumble in more than one way.
    except (DBAPIError, driver.Error, ValueError, TypeError, KeyError) as error:
        raise StorageError("backup_damaged", path=shown) from error
    if not found.revision or (expected is not None and found != expected):
        raise StorageError("backup_damaged", path=shown)
    return found


@contextmanager
def opened_backup(source: Path) -> Iterator[Connection]:
    """Yield a connection that reads a backup which was verified before.

    Raises:
        StorageError: `backup_damaged`; it cannot be opened any more.
    """
    with ExitStack() as stack:
        try:
            connection = stack.enter_context(looking_into(source))
        except (DBAPIError, driver.Error) as error:
            raise StorageError("backup_damaged", path=str(source)) from error
        # What fails from here on may be the other database's.
        yield connection


def _copy_state(raw: Any, copy: Path, source: Path, target: Path) -> None:
    try:
        with closing(driver.connect(str(copy), isolation_level=None)) as into:
            # Only the whole file counts, and that is flushed at the end.
            into.execute("PRAGMA synchronous=OFF")
            raw.backup(into)
            # The copy says of itself that it writes ahead, as its source does; a plain file
            # can be read from a read-only folder too.
            into.execute("PRAGMA journal_mode=DELETE")
    except driver.DatabaseError as error:
        raise _copying_fault(error, source, target) from error


def _copying_fault(error: Exception, source: Path, target: Path) -> StorageError:
    words = str(error).lower()
    if any(word in words for word in _DAMAGE):
        return StorageError("database_damaged", address=str(source))
    if "full" in words:
        return DiskFull("disk_full", path=str(target))
    # SQLite does not say which file failed, nor that a limit of file sizes was met.
    refused = _refusal(target, source.stat().st_size)
    return refused or StorageError("disk_error", address=str(target))


def _refusal(target: Path, size: int) -> StorageError | None:
    """Try to write a file of this size beside the target; return what stands against it."""
    try:
        with tempfile.TemporaryFile(dir=target.parent) as stream:
            stream.seek(size)
            stream.write(b"\0")
            stream.flush()
    except OSError as error:
        return file_fault(error, target)
    return None


def _verify(copy: Path, contents: Contents, source: Path) -> None:
    """Refuse a copy that is not whole: then the database that was copied is not either."""
    try:
        verify_database(copy, contents)
    except StorageError as error:
        raise StorageError("database_damaged", address=str(source)) from error
