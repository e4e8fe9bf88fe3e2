"""Watching a database from outside: was anything committed, and is a transaction still open?

The question costs a fraction of a millisecond, where reading every row costs tens of them, and
its "no" is exact:

* SQLite changes `PRAGMA data_version`, as a connection sees it, with every commit of another
  connection, and with nothing else that could change a row. The write lock is free again when
  nobody has a transaction that writes.
* Postgres gives a number to every transaction that writes. Once no client of the database is in a
  transaction, all numbers given are below the next snapshot's upper end, and the commit log says
  of each whether it was committed. Where none since the last look was, no row changed.

A "yes" is only a suspicion: the server's housekeeping commits too. Then all rows must be read.
"""

from __future__ import annotations

from contextlib import closing
from time import monotonic
from typing import Protocol, Self

import psycopg
import sqlcipher3.dbapi2 as sqlite
from sqlalchemy import URL

from desktop.services.database import file_path, is_file

#: A server needs a moment to end the transaction of a connection that was given up.
_PATIENCE_S = 5.0
_BUSY = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
  AND backend_type = 'client backend' AND (backend_xid IS NOT NULL OR state <> 'idle')
"""
_NEXT = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
_COMMITTED = """
SELECT count(*) FROM generate_series(%s::bigint, %s::bigint - 1) AS number
WHERE pg_xact_status(number::text::xid8) = 'committed'
"""


class Watch(Protocol):
    """Looks at a database from a connection of its own; closed by leaving the block."""

    def sees_a_commit(self) -> bool:
        """Whether anything was committed since the last look.

        Raises:
            AssertionError: somebody is still in a transaction that may commit yet.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_error: object) -> None: ...


class FileWatch:
    """Looks at a SQLite file."""

    def __init__(self, url: URL) -> None:
        self._connection = sqlite.connect(str(file_path(url)), isolation_level=None, timeout=0)
        self._seen = self._version()

    def _version(self) -> int:
        with closing(self._connection.execute("PRAGMA data_version")) as answer:
            return int(answer.fetchone()[0])

    def sees_a_commit(self) -> bool:
        """Whether the file's version moved; the write lock must be free."""
        try:
            self._connection.execute("BEGIN IMMEDIATE").close()
        except sqlite.OperationalError as error:
            raise AssertionError("a transaction was left open") from error
        self._connection.execute("ROLLBACK").close()
        before, self._seen = self._seen, self._version()
        return self._seen != before

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.close()


class ServerWatch:
    """Looks at a Postgres database."""

    def __init__(self, url: URL) -> None:
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._connection = psycopg.connect(plain, autocommit=True)
        self._seen = self._number(_NEXT)

    def _number(self, query: str, *values: int) -> int:
        row = self._connection.execute(query, values or None).fetchone()
        assert row is not None
        return int(row[0])

    def sees_a_commit(self) -> bool:
        """Whether a transaction that wrote was committed; no client may be in one."""
        deadline = monotonic() + _PATIENCE_S
        while self._number(_BUSY):
            if monotonic() > deadline:
                raise AssertionError("a transaction was left open")
        before, self._seen = self._seen, self._number(_NEXT)
        return self._seen > before and self._number(_COMMITTED, before, self._seen) > 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.close()


def watching(url: URL) -> Watch:
    """Return what looks at the database."""
    return FileWatch(url) if is_file(url) else ServerWatch(url)
