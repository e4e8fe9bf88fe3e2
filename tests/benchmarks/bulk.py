"""Loading millions of rows in minutes: without triggers and indexes, which are made afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, text
from sqlalchemy.orm import Session

from desktop.services.database import DatabaseEngine
from desktop.services.database.audited import own_tables

#: Rows that are converted and sent together; so many of them are in memory at a time.
_AT_ONCE = 200_000


@dataclass(frozen=True, slots=True)
class BulkLoad:
    """Inserts rows into a database that is being filled."""

    database: DatabaseEngine
    session: Session

    def insert(self, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Insert the rows, part by part."""
        rest = iter(rows)
        while part := list(islice(rest, _AT_ONCE)):
            self.database.bulk_insert(self.session, table, columns, part)


@contextmanager
def bulk_load(database: DatabaseEngine) -> Iterator[BulkLoad]:
    """Yield what fills the database; afterwards indexes, triggers and sequences are as before.

    Nothing is safe against a crash while it fills: who uses a benchmark's data again asks
    `is_filled` first.
    """
    is_sqlite = database.url.get_backend_name() == "sqlite"
    with database.writer.connect() as connection:
        if is_sqlite:
            raw: Any = connection.connection.driver_connection
            # Neither can be changed inside a transaction.
            raw.execute("PRAGMA foreign_keys=OFF")
            raw.execute("PRAGMA synchronous=OFF")
        else:
            connection.execute(text("SET session_replication_role = replica"))
            connection.execute(text("SET statement_timeout = 0"))
            connection.execute(text("SET maintenance_work_mem = '512MB'"))
            connection.commit()
        indexes = _drop_indexes(connection, is_sqlite=is_sqlite)
        with Session(connection) as session:
            yield BulkLoad(database, session)
            session.commit()
        for statement in indexes:
            connection.exec_driver_sql(statement)
        if is_sqlite:
            database.install_triggers(connection)
        else:
            _advance_sequences(connection)
        connection.commit()
        # Its settings are not for anybody else's use.
        connection.invalidate()


def _drop_indexes(connection: Connection, *, is_sqlite: bool) -> tuple[str, ...]:
    """Drop what is kept row by row and return the statements that make the indexes again."""
    if is_sqlite:
        found = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).all()
        for (name,) in connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
    else:
        found = connection.exec_driver_sql(
            "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index AS i "
            "JOIN pg_class AS c ON c.oid = i.indexrelid "
            "JOIN pg_namespace AS n ON n.oid = c.relnamespace "
            "WHERE n.nspname = 'public' AND NOT EXISTS "
            "(SELECT 1 FROM pg_constraint AS k WHERE k.conindid = i.indexrelid)"
        ).all()
    for name, _made_by in found:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    connection.commit()
    return tuple(made_by for _name, made_by in found)


def _advance_sequences(connection: Connection) -> None:
    for table in own_tables():
        if table.dialect_options["sqlite"]["autoincrement"]:
            connection.exec_driver_sql(
                f"SELECT setval('{table.name}_id_seq', greatest(max(id), 1)) FROM {table.name}"
            )


def is_filled(database: DatabaseEngine) -> bool:
    """Whether the filling came to its end: the statistics are its last step."""
    with database.engine.connect() as connection:
        if database.url.get_backend_name() == "sqlite":
            query = "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'"
        else:
            query = "SELECT 1 FROM pg_stats WHERE tablename = 'application' LIMIT 1"
        return connection.exec_driver_sql(query).first() is not None
