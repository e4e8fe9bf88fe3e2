"""Opening a database, with a plain word for everything that can be wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import URL, Connection
from sqlalchemy.exc import DatabaseError

from desktop.errors import DatabaseBusy, DatabaseUnreachable
from desktop.services.database import schema
from desktop.services.database.address import describe, file_path, is_file, parse_address
from desktop.services.database.engine import DatabaseEngine
from desktop.services.database.faults import is_storage_fault, storage_error

_MAGIC = b"SQLite format 3\x00"


def make_engine(url: URL) -> DatabaseEngine:
    """Return the engine for an address, without touching the database."""
    if is_file(url):
        from desktop.services.database.sqlite import SqliteEngine

        return SqliteEngine(url)
    from desktop.services.database.postgres import PostgresEngine

    return PostgresEngine(url)


def open_database(
    url: URL, before_migration: Callable[[DatabaseEngine], None] | None = None
) -> DatabaseEngine:
    """Return the engine of an existing database whose schema is up to date.

    `before_migration` is called before an older schema is changed.

    Raises:
        DatabaseUnreachable: no such file, not a database, no way to the server.
        SchemaTooNew: written by a newer program.
    """
    if is_file(url):
        _require_database_file(url)
    engine = make_engine(url)
    # Whatever goes wrong in a migration, no connection of it stays behind with its locks.
    with ExitStack() as undo:
        undo.callback(engine.close)
        try:
            schema.bring_up_to_date(engine, before_migration)
        except DatabaseError as error:
            if is_storage_fault(error):
                raise storage_error(error, describe(url)) from error
            raise
        undo.pop_all()
    return engine


def _require_database_file(url: URL) -> None:
    path = file_path(url)
    if path.is_dir():
        raise DatabaseUnreachable("database_is_folder", address=str(path))
    if not path.exists():
        raise DatabaseUnreachable("database_missing", address=str(path))
    try:
        with path.open("rb") as stream:
            head = stream.read(len(_MAGIC))
    except OSError as error:
        raise DatabaseUnreachable("database_unreadable", address=str(path)) from error
    if head != _MAGIC:
        raise DatabaseUnreachable("not_a_database", address=str(path))


def create_schema(
    address: str | URL,
    node: int = 0,
    then: Callable[[Connection], None] | None = None,
    revision: str = schema.HEAD,
) -> None:
    """Make an empty Branchbook database at the address; `then` writes its first rows.

    They are rows of `revision`, an older one where a backup is restored.

    Raises:
        DatabaseUnreachable: there is something already, or no way to the place.
    """
    url = parse_address(address) if isinstance(address, str) else address
    if is_file(url):
        path = file_path(url)
        if path.exists() and not _is_empty_file(path):
            raise DatabaseUnreachable("database_exists", address=str(path))
        if not path.parent.is_dir():
            raise DatabaseUnreachable("folder_missing", address=str(path.parent))
    engine = make_engine(url)
    # Somebody else may make a database at the same place at the same moment: a file that is
    # his must stay, whatever becomes of this one.
    is_ours = is_file(url) and _claim(file_path(url))
    is_made = False
    try:
        schema.create_tables(engine, node, then, revision)
        is_made = True
    except DatabaseUnreachable:
        # It holds tables meanwhile: somebody else was quicker, and they are his.
        is_ours = False
        raise
    except DatabaseError as error:
        if not is_storage_fault(error):
            raise
        fault = storage_error(error, describe(url))
        is_ours = is_ours and not isinstance(fault, DatabaseBusy)
        raise fault from error
    finally:
        engine.close()
        if is_ours and not is_made:
            for suffix in ("", "-wal", "-shm"):
                Path(f"{file_path(url)}{suffix}").unlink(missing_ok=True)


def _is_empty_file(path: Path) -> bool:
    """Whether a file holds nothing, or an empty database: what a making that was killed leaves."""
    if path.is_dir():
        return False
    with path.open("rb") as stream:
        head = stream.read(len(_MAGIC))
    if head != _MAGIC:
        return not head
    from desktop.services.database.read_only import looking_into

    try:
        with looking_into(path) as connection:
            return not connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
    except DatabaseError:
        return False


def _claim(path: Path) -> bool:
    """Make the empty file; False where there is one already."""
    try:
        path.open("xb").close()
    except FileExistsError:
        return False
    except OSError as error:
        raise DatabaseUnreachable("database_unreadable", address=str(path)) from error
    return True
