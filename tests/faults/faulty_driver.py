"""Database drivers that count what they are asked and fail at a chosen request.

The drivers themselves are replaced and not SQLAlchemy's events, so that rows which go in at the
driver's own speed, the copies of backups and the commits are counted too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest
import sqlcipher3.dbapi2 as sqlite


@dataclass(slots=True)
class Faults:
    """Counts requests while it is armed; number `at` fails, the commits where that is 0."""

    at: int = 0
    is_armed: bool = False
    asked: list[str] = field(default_factory=list)

    def ask(self, what: str, error: Callable[[str], Exception]) -> None:
        """Count a request, and raise if it is the chosen one."""
        # How a connection is cleaned that goes back to the pool is not part of the command.
        if not self.is_armed or what == "DISCARD ALL":
            return
        self.asked.append(what)
        if len(self.asked) == self.at or (not self.at and what == "COMMIT"):
            raise error(what)

    @contextmanager
    def failing(self, at: int) -> Iterator[Faults]:
        """Make request number `at` of the block fail, or where it is 0 the commits."""
        self.at, self.is_armed = at, True
        self.asked.clear()
        try:
            yield self
        finally:
            self.is_armed = False


FAULTS = Faults()


def _sqlite_error(_what: str) -> Exception:
    if len(FAULTS.asked) % 2:
        return sqlite.OperationalError("disk I/O error")
    return sqlite.OperationalError("database or disk is full")


def _postgres_error(_what: str) -> Exception:
    if len(FAULTS.asked) % 2:
        return psycopg.errors.IoError("konnte Block 7 nicht lesen")
    return psycopg.errors.DiskFull("没有剩余空间")


class SqliteCursor(sqlite.Cursor):
    """A cursor that asks first."""

    def execute(self, statement: str, *rest: Any) -> Any:
        """Count, then execute."""
        FAULTS.ask(statement, _sqlite_error)
        return super().execute(statement, *rest)

    def executemany(self, statement: str, *rest: Any) -> Any:
        """Count, then execute."""
        FAULTS.ask(statement, _sqlite_error)
        return super().executemany(statement, *rest)


class SqliteConnection(sqlite.Connection):
    """A connection whose cursors, commits and copies ask first."""

    def cursor(self, *_arguments: Any) -> Any:
        """Return a cursor that asks."""
        return super().cursor(SqliteCursor)

    def commit(self) -> None:
        """Count, then commit."""
        FAULTS.ask("COMMIT", _sqlite_error)
        super().commit()

    def backup(self, *arguments: Any, **named: Any) -> None:
        """Count, then copy."""
        FAULTS.ask("BACKUP", _sqlite_error)
        super().backup(*arguments, **named)


class PostgresCursor(psycopg.Cursor[Any]):
    """A cursor that asks first."""

    def execute(self, query: Any, *rest: Any, **named: Any) -> Any:
        """Count, then execute."""
        FAULTS.ask(str(query), _postgres_error)
        return super().execute(query, *rest, **named)

    def executemany(self, query: Any, *rest: Any, **named: Any) -> None:
        """Count, then execute."""
        FAULTS.ask(str(query), _postgres_error)
        super().executemany(query, *rest, **named)

    def copy(self, statement: Any, *rest: Any, **named: Any) -> Any:
        """Count, then copy."""
        FAULTS.ask(str(statement), _postgres_error)
        return super().copy(statement, *rest, **named)


class PostgresConnection(psycopg.Connection[Any]):
    """A connection whose commits ask first."""

    def commit(self) -> None:
        """Count, then commit."""
        FAULTS.ask("COMMIT", _postgres_error)
        super().commit()


@contextmanager
def faulty_drivers() -> Iterator[Faults]:
    """Let every connection that is opened in the block be one that can fail."""
    connect = sqlite.connect

    def to_sqlite(*arguments: Any, **named: Any) -> Any:
        return connect(*arguments, **{**named, "factory": SqliteConnection})

    def to_postgres(*arguments: Any, **named: Any) -> Any:
        return PostgresConnection.connect(*arguments, **{**named, "cursor_factory": PostgresCursor})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite, "connect", to_sqlite)
        patch.setattr(psycopg, "connect", to_postgres)
        yield FAULTS
