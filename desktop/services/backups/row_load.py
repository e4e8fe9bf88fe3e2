"""Bringing the rows of a backup into a new, empty database of either engine."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Table, select, text
from sqlalchemy.types import TypeDecorator, TypeEngine

from desktop.models import Base
from desktop.services.backups.contents import VERSION_TABLE
from desktop.services.backups.data import Member
from desktop.services.backups.row_dump import lines_of, member_name
from desktop.services.database import DatabaseEngine
from desktop.services.database.audited import own_tables
from desktop.services.database.faults import as_sqlalchemy
from desktop.services.database.filling import fill_table

_CHUNK = 1 << 20
_Read = Callable[[str], object]
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


class RowSource(Protocol):
    """Where the rows come from."""

    def tables(self) -> Mapping[str, tuple[str, ...]]:
        """Return the columns of every table that has rows to bring."""
        ...

    def rows(self, table: Table) -> Iterable[Sequence[object]]:
        """Yield a table's rows as Python values, in the order of the record's columns."""
        ...

    def send(self, table: str, copy: Any) -> None:
        """Send a table's rows to Postgres."""
        ...


class DatabaseRows:
    """The rows of a SQLite file."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def tables(self) -> Mapping[str, tuple[str, ...]]:
        """Return the columns of the records' tables."""
        return {table.name: tuple(one.name for one in table.columns) for table in own_tables()}

    def rows(self, table: Table) -> Iterable[Sequence[object]]:
        """Yield a table's rows."""
        found = self._connection.execution_options(yield_per=5_000).execute(select(table))
        return (tuple(row) for row in found)

    def send(self, table: str, copy: Any) -> None:
        """Send a table's rows, value by value."""
        for row in self.rows(Base.metadata.tables[table]):
            copy.write_row(row)


class ZippedRows:
    """The rows of a zip, as `row_dump` wrote them."""

    def __init__(self, archive: zipfile.ZipFile, members: Mapping[str, Member]) -> None:
        self._archive = archive
        self._members = members

    def tables(self) -> Mapping[str, tuple[str, ...]]:
        """Return the columns of every table of the zip but the one that holds the revision."""
        return {
            name: member.columns for name, member in self._members.items() if name != VERSION_TABLE
        }

    def rows(self, table: Table) -> Iterator[Sequence[object]]:
        """Yield a table's rows, their text read as the values of its columns."""
        columns = self._members[table.name].columns
        how = [(columns.index(one.name), _reader(one.type)) for one in table.columns]
        for line in lines_of(self._archive, table.name):
            cells = line.decode("utf-8").split("\t")
            yield [None if cells[place] == r"\N" else read(cells[place]) for place, read in how]

    def send(self, table: str, copy: Any) -> None:
        """Send the text of a table as it is."""
        with self._archive.open(member_name(table)) as stream:
            while block := stream.read(_CHUNK):
                copy.write(block)


def load_rows(
    connection: Connection, target: DatabaseEngine, source: RowSource, counters: Mapping[str, int]
) -> None:
    """Fill the empty tables, in one transaction, before the triggers watch."""
    if connection.dialect.name == "sqlite":
        _fill_file(connection, target, source)
    else:
        _fill_server(connection, source)
    _set_counters(connection, counters)


def _fill_file(connection: Connection, target: DatabaseEngine, source: RowSource) -> None:
    connection.execute(text("PRAGMA defer_foreign_keys=ON"))
    for table in own_tables():
        names = [column.name for column in table.columns]
        fill_table(target, connection, table, names, source.rows(table))


def _fill_server(connection: Connection, source: RowSource) -> None:
    """Copy the tables in; keys that refer to others are taken off before and proved after.

    So the order of the tables does not matter, whatever the schema's revision.
    """
    keys = connection.execute(
        text(
            "SELECT conname, conrelid::regclass::text, pg_get_constraintdef(oid) "
            "FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace"
        )
    ).all()
    connection.execute(text("SET LOCAL datestyle = 'ISO, YMD'"))
    connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    for name, table, _words in keys:
        connection.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    raw: Any = connection.connection.driver_connection
    for table, columns in source.tables().items():
        names = ", ".join(f'"{name}"' for name in columns)
        statement = f'COPY "{table}" ({names}) FROM STDIN'
        with (
            as_sqlalchemy(connection.dialect.loaded_dbapi.Error),
            raw.cursor() as cursor,
            cursor.copy(statement) as copy,
        ):
            source.send(table, copy)
    for name, table, words in keys:
        connection.exec_driver_sql(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {words}')


def _set_counters(connection: Connection, counters: Mapping[str, int]) -> None:
    is_file = connection.dialect.name == "sqlite"
    for name, last in counters.items():
        values = {"name": name if is_file else f"{name}_id_seq", "last": last}
        if is_file:
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), values)
            connection.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :last)"), values)
        else:
            connection.execute(text("SELECT setval(CAST(:name AS regclass), :last)"), values)


def open_zip(path: Path) -> zipfile.ZipFile:
    """Return a backup of rows, opened to read."""
    return zipfile.ZipFile(path)


def _reader(kind: TypeEngine[Any]) -> _Read:
    plain = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    return _READERS.get(plain.python_type, _plain)


def _is_true(cell: str) -> bool:
    return cell == "t"


def _instant(cell: str) -> datetime:
    moment = datetime.fromisoformat(cell)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _plain(cell: str) -> str:
    """Return a text without the escapes that COPY puts in."""
    if "\\" not in cell:
        return cell
    parts: list[str] = []
    signs = iter(cell)
    for sign in signs:
        following = next(signs, "") if sign == "\\" else ""
        parts.append(_ESCAPES.get(following, following) if sign == "\\" else sign)
    return "".join(parts)


_READERS: Mapping[type, _Read] = {
    bool: _is_true,
    int: int,
    date: date.fromisoformat,
    datetime: _instant,
    time: time.fromisoformat,
}
