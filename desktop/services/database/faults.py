"""What a driver's error means for the user."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

from desktop.errors import DatabaseBusy, DatabaseUnreachable, DiskFull, StorageError

_Meaning = tuple[type[StorageError], str]

#: A server says what is wrong by code, whatever the language of its words; the longest fits.
_BY_STATE: dict[str, _Meaning] = {
    "08": (DatabaseUnreachable, "database_unreachable"),
    "25006": (StorageError, "database_read_only"),
    "25P": (DatabaseBusy, "database_slow"),
    "28": (DatabaseUnreachable, "login_refused"),
    "3D000": (DatabaseUnreachable, "database_missing"),
    "40": (DatabaseBusy, "database_busy"),
    "53": (DatabaseBusy, "database_busy"),
    "53100": (DiskFull, "disk_full"),
    "55P03": (DatabaseBusy, "database_busy"),
    "57": (DatabaseUnreachable, "database_unreachable"),
    "57014": (DatabaseBusy, "database_slow"),
    "58": (StorageError, "disk_error"),
    "XX001": (StorageError, "database_damaged"),
    "XX002": (StorageError, "database_damaged"),
}

#: As large as what SQLite puts beside a database that is opened.
_SMALL_FILE = 1 << 15

_BY_WORDS: tuple[tuple[str, type[StorageError], str], ...] = (
    ("database is locked", DatabaseBusy, "database_busy"),
    ("database table is locked", DatabaseBusy, "database_busy"),
    ("lock timeout", DatabaseBusy, "database_busy"),
    ("statement timeout", DatabaseBusy, "database_slow"),
    ("deadlock detected", DatabaseBusy, "database_busy"),
    ("could not serialize access", DatabaseBusy, "database_busy"),
    ("disk is full", DiskFull, "disk_full"),
    ("no space left", DiskFull, "disk_full"),
    ("unable to open database file", DatabaseUnreachable, "database_unreadable"),
    ("readonly database", StorageError, "database_read_only"),
    ("file is not a database", DatabaseUnreachable, "not_a_database"),
    ("malformed", StorageError, "database_damaged"),
    ("could not decode to utf-8", StorageError, "database_damaged"),
    ("unsupported file format", StorageError, "database_damaged"),
    ("disk i/o error", StorageError, "disk_error"),
    ("password authentication failed", DatabaseUnreachable, "login_refused"),
    ("does not exist", DatabaseUnreachable, "database_missing"),
    ("connection", DatabaseUnreachable, "database_unreachable"),
)


def is_storage_fault(error: DBAPIError) -> bool:
    """Whether the error is the storage's fault and not the program's.

    A broken key or a statement that names what is not there is never the storage's, whatever
    words it quotes: a customer may be called "Connection".
    """
    if isinstance(error, IntegrityError | ProgrammingError | DataError):
        return False
    return error.connection_invalidated or _meaning(error) is not None


def storage_error(error: DBAPIError, address: str = "") -> StorageError:
    """Return the error that says what is wrong with the storage."""
    kind, code = _meaning(error) or (DatabaseUnreachable, "database_unreachable")
    if code == "disk_error" and "://" not in address and _has_no_room(Path(address).parent):
        kind, code = DiskFull, "disk_full"
    # The sentence about a full disk names the place by its path.
    return kind(code, address=address, path=address)


def _has_no_room(folder: Path) -> bool:
    """Whether a small file finds no room there.

    SQLite calls it an error of the disk where it cannot make the files beside a database.
    """
    try:
        with tempfile.TemporaryFile(dir=folder) as stream:
            stream.write(bytes(_SMALL_FILE))
            stream.flush()
    except OSError as error:
        return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return False


def _meaning(error: DBAPIError) -> _Meaning | None:
    state = getattr(error.orig, "sqlstate", None) or ""
    for length in range(len(state), 1, -1):
        if (found := _BY_STATE.get(state[:length])) is not None:
            return found
    text = str(error.orig).lower()
    for words, kind, code in _BY_WORDS:
        if words in text:
            return kind, code
    return None


@contextmanager
def as_sqlalchemy(driver_error: type[Exception]) -> Iterator[None]:
    """Raise what the driver raises in the block as SQLAlchemy does.

    Rows that go in or out at the driver's own speed pass by SQLAlchemy, and whoever answers a
    full disk or a lost server looks for its errors alone.
    """
    try:
        yield
    except driver_error as error:
        raise DBAPIError.instance(None, None, error, driver_error) from error
