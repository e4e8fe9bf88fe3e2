"""Migrations stopped at a statement, and all that a database is, to compare (F12)."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.pool import NullPool

import desktop.models
from desktop.services.database import (
    DatabaseEngine,
    create_schema,
    file_path,
    is_file,
    make_engine,
    open_database,
    parse_address,
    schema,
)
from tests.faults.clerks import Say, furnish

#: What changes a database; only these are counted. Nothing is read-only about a COMMIT.
_CHANGING = ("CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE", "COMMENT")
#: Triggers that there were from the first revision on.
_OLD_TRIGGERS = ("audit_", "posted_", "branchbook_audit", "branchbook_posted")


class Stopped(Exception):
    """The test's own failure in the middle of a migration."""


class Stop:
    """Stops the work at the n-th statement that changes something, or at the COMMIT."""

    def __init__(self, at: int, *, kills: bool = False) -> None:
        self._at = at
        self._kills = kills
        self.statements: list[str] = []

    def before_statement(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        """Count a statement, and stop where it is the one."""
        words = statement.lstrip()
        if not words.startswith(_CHANGING):
            return
        self.statements.append(words)
        if len(self.statements) == self._at:
            self._stop()

    def before_commit(self, _connection: Any) -> None:
        """Stop at the COMMIT where it is asked for, by a number that no statement has."""
        if self._at == 0:
            self._stop()

    def _stop(self) -> None:
        if self._kills:
            os.kill(os.getpid(), signal.SIGKILL)
        raise Stopped


@contextmanager
def stopping(stop: Stop) -> Iterator[Stop]:
    """Let every engine of this process be stopped in the block."""
    event.listen(Engine, "before_cursor_execute", stop.before_statement)
    event.listen(Engine, "commit", stop.before_commit)
    try:
        yield stop
    finally:
        event.remove(Engine, "before_cursor_execute", stop.before_statement)
        event.remove(Engine, "commit", stop.before_commit)


def go_on(url: str, old: str) -> None:
    """Bring a database of the revision `old` up to date, or make a new one where it is empty."""
    if old:
        open_database(parse_address(url)).close()
    else:
        create_schema(url)


def killed_at(say: Say, url: str, old: str, at: int) -> None:
    """Migrate and be killed at a statement; a clerk's job."""
    with stopping(Stop(at, kills=True)):
        go_on(url, old)
    say("lived")


def migrate(say: Say, url: str) -> None:
    """Bring an older database up to date; a clerk's job."""
    say("begin")
    go_on(url, "old")
    say("done")


def load(url: str) -> None:
    """Make a database in the office, so that every clerk finds Alembic loaded."""
    create_schema(url)


# --- older databases ----------------------------------------------------------------------------


def old_database(url: str, folder: Path, revision: str) -> DatabaseEngine:
    """Return the engine of a furnished database of an older revision, or of an empty place."""
    if revision:
        furnish(url, folder)
    database = make_engine(parse_address(url))
    if not revision and is_file(database.url):
        for suffix in ("", "-wal", "-shm"):
            Path(f"{file_path(database.url)}{suffix}").unlink(missing_ok=True)
        return database
    take_back(database, revision or "base")
    if not revision:
        with database.writer.begin() as connection:
            connection.execute(text("DROP TABLE alembic_version"))
    return database


def take_back(database: DatabaseEngine, revision: str) -> None:
    """Make a database of today into one of an older revision, with its rows."""
    with database.writer.begin() as connection:
        database.lock_schema(connection)
        for name, table in _triggers(connection):
            if not name.startswith(_OLD_TRIGGERS):
                on = f" ON {table}" if _is_postgres(connection) else ""
                connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")
        _downgrade(connection, revision)


def _downgrade(connection: Connection, revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    folder = Path(desktop.models.__file__).resolve().parent / "migrations"
    config.set_main_option("script_location", str(folder))
    config.attributes["connection"] = connection
    command.downgrade(config, revision)


def unprotected(database: DatabaseEngine) -> None:
    """Migrate as Alembic does by default on SQLite: each statement is kept as soon as it ran."""
    if database.engine.dialect.name == "postgresql":
        engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            schema._upgrade(connection)
        return
    path = str(database.url.database)
    bare = create_engine(
        "sqlite://", creator=lambda: driver.connect(path, isolation_level=None), module=driver,
        poolclass=NullPool,
    )  # fmt: skip
    with bare.connect() as connection:
        schema._upgrade(connection)


# --- everything that a database is ----------------------------------------------------------------

_OURS = "(SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)"
_CATALOGUE = (
    f"SELECT 'relation', relname, relkind::text FROM pg_class WHERE oid IN {_OURS}",
    "SELECT 'column', attrelid::regclass::text || '.' || attname, format_type(atttypid, atttypmod) "
    f"|| attnotnull FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped "
    f"AND attrelid IN {_OURS}",
    "SELECT 'index', indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
    f"WHERE indrelid IN {_OURS}",
    "SELECT 'constraint', conrelid::regclass::text || '.' || conname, pg_get_constraintdef(oid) "
    "FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "SELECT 'trigger', tgrelid::regclass::text || '.' || tgname, pg_get_triggerdef(oid) "
    "FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT 'function', proname, md5(prosrc) FROM pg_proc WHERE pronamespace = "
    "'public'::regnamespace AND proname LIKE 'branchbook%'",
    "SELECT 'extension', extname, extversion FROM pg_extension",
)


def everything(database: DatabaseEngine) -> dict[str, str]:
    """Return the schema and the rows of a database: what it is made of, by name, in words."""
    with database.engine.connect() as connection:
        found = _postgres(connection) if _is_postgres(connection) else _sqlite(connection)
    database.close()
    return found


def _sqlite(connection: Connection) -> dict[str, str]:
    rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master").all()
    found = {f"{kind} {name}": str(words) for kind, name, words in rows}
    for kind, name, words in rows:
        # A virtual table keeps its rows in others, which are looked at.
        if kind == "table" and not str(words).startswith("CREATE VIRTUAL"):
            content = connection.exec_driver_sql(f"SELECT * FROM {name}").all()
            found[f"rows of {name}"] = repr(sorted(map(repr, content)))
    return found


def _postgres(connection: Connection) -> dict[str, str]:
    found = {}
    for query in _CATALOGUE:
        for kind, name, words in connection.exec_driver_sql(query.replace("%", "%%")):
            found[f"{kind} {name}"] = str(words)
    kinds = {name[9:]: kind for name, kind in found.items() if name.startswith("relation ")}
    for table in [name for name, kind in kinds.items() if kind == "r"]:
        content = connection.scalar(
            text(f"SELECT md5(string_agg(t\\:\\:text, ',' ORDER BY t\\:\\:text)) FROM {table} t")
        )
        found[f"rows of {table}"] = str(content)
    return found


def _triggers(connection: Connection) -> list[tuple[str, str]]:
    query = (
        "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
        if _is_postgres(connection)
        else "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    )
    return [(str(name), str(table)) for name, table in connection.exec_driver_sql(query)]


def _is_postgres(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"
