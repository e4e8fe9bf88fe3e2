"""What a driver's error means for the user."""

from __future__ import annotations

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

from desktop.errors import DatabaseBusy, DatabaseUnreachable, DiskFull, StorageError

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
    text = str(error.orig).lower()
    return error.connection_invalidated or any(words in text for words, _kind, _code in _BY_WORDS)


def storage_error(error: DBAPIError, address: str = "") -> StorageError:
    """Return the error that says what is wrong with the storage."""
    text = str(error.orig).lower()
    for words, kind, code in _BY_WORDS:
        if words in text:
            # The sentence about a full disk names the place by its path.
            return kind(code, address=address, path=address)
    return DatabaseUnreachable("database_unreachable", address=address)
