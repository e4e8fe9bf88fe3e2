"""Database drivers that count what they are asked and fail at a chosen request.

The drivers themselves are replaced and not SQLAlchemy's events, so that rows which go in at the
driver's own speed, the copies of backups and the commits are counted too.
"""

from __future__ import annotations

import dis
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from types import CodeType, FrameType
from typing import Any

import psycopg
import pytest
import sqlcipher3.dbapi2 as sqlite

#: Where an exception would be met on its way out: a piece of code, and the place in it.
Way = tuple[tuple[CodeType, int], ...]
#: A request, and which one of that text it was in its attempt.
Known = tuple[str, int]


@dataclass(slots=True)
class Faults:
    """Counts requests while it is armed, and lets one of them fail.

    That is number `at`, or where `at` is 0 every commit, or where `known` is given the first
    request that is not known yet: it is known from then on, by its text and by which one of
    that text it was.
    """

    at: int = 0
    known: set[Known] | None = None
    forgiven: tuple[str, ...] = ()
    is_armed: bool = False
    notes_ways: bool = False
    failed: str | None = None
    asked: list[str] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)

    def ask(self, what: str, error: Callable[[str], Exception]) -> None:
        """Count a request, and raise if it is the chosen one."""
        # How a connection is cleaned that goes back to the pool is not part of the command.
        if not self.is_armed or what == "DISCARD ALL":
            return
        self.asked.append(what)
        self._counts[what] += 1
        if self.notes_ways:
            self.ways.append(way_out(sys._getframe(1)))
        if self._is_chosen(what):
            self.failed = what
            raise error(what)

    def _is_chosen(self, what: str) -> bool:
        if self.known is None:
            return len(self.asked) == self.at or (not self.at and what == "COMMIT")
        one = (what, self._counts[what])
        # What comes after the failure is how the command tidies up.
        if self.failed is not None or one in self.known or what.startswith(self.forgiven):
            return False
        self.known.add(one)
        return True

    @contextmanager
    def failing(self, at: int, *, notes_ways: bool = False) -> Iterator[Faults]:
        """Make request number `at` of the block fail, or where it is 0 the commits."""
        self.at, self.known, self.notes_ways = at, None, notes_ways
        with self._armed():
            yield self

    @contextmanager
    def failing_new(self, known: set[Known], forgiven: tuple[str, ...] = ()) -> Iterator[Faults]:
        """Make the first request fail that is not known yet and does not begin as a forgiven one.

        Where the block succeeds, each of its requests but those was made to fail before.
        """
        self.known, self.forgiven, self.notes_ways = known, forgiven, False
        with self._armed():
            yield self

    @contextmanager
    def _armed(self) -> Iterator[None]:
        self.failed = None
        self.asked.clear()
        self.ways.clear()
        self._counts.clear()
        self.is_armed = True
        try:
            yield
        finally:
            self.is_armed = False


FAULTS = Faults()


def numbered(asked: Iterable[str]) -> list[Known]:
    """Return each request with which one of its text it is."""
    counts: Counter[str] = Counter()
    found = []
    for what in asked:
        counts[what] += 1
        found.append((what, counts[what]))
    return found


def way_out(frame: FrameType | None) -> Way:
    """Return where an exception raised in the frame would be met, from the inside out.

    Two requests of one way out are undone by the same lines, whatever their number.
    """
    met = []
    while frame is not None:
        for start, end, target in _handlers(frame.f_code):
            if start <= frame.f_lasti < end:
                met.append((frame.f_code, target))
        frame = frame.f_back
    return tuple(met)


@cache
def _handlers(code: CodeType) -> tuple[tuple[int, int, int], ...]:
    """Return the handlers of a piece of code: from where, up to where, and their place."""
    parse = dis._parse_exception_table  # type: ignore[attr-defined]
    return tuple((one.start, one.end, one.target) for one in parse(code))


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
