"""Counts, sums and heads of one state of a database, read off its catalogue.

The catalogue and not the records says which tables there are, so that a database of an older
revision can be backed up before it is migrated.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, inspect, text

from desktop.services.audit.sealing import GENESIS
from desktop.services.backups.data import Contents, RowDifference, TableFacts

VERSION_TABLE = "alembic_version"


def is_money(column: str) -> bool:
    """Whether a column holds amounts; those of targets are called `amount`."""
    return column.endswith("_minor") or column == "amount"


def read_contents(connection: Connection) -> Contents:
    """Return what the state that the connection sees comes to; on either engine."""
    columns = table_columns(connection)
    head = _first(connection, columns, "audit_seal", "position, chain_hash", "position")
    command = _first(connection, columns, "command_log", "id", "id")
    entry = _first(connection, columns, "audit_log", "id", "id")
    revision = _first(connection, columns, VERSION_TABLE, "version_num", "version_num")
    return Contents(
        revision=str(revision[0]) if revision else "",
        tables={name: _facts(connection, name, columns[name]) for name in sorted(columns)},
        counters=_counters(connection, columns),
        audit_position=int(head[0]) if head else 0,
        audit_hash=str(head[1]) if head else GENESIS,
        last_command=int(command[0]) if command else 0,
        last_entry=int(entry[0]) if entry else 0,
    )


def read_mark(connection: Connection) -> tuple[int, int]:
    """Return the newest ids of the command log and the audit log: they move with every change."""
    found = connection.execute(
        text("SELECT (SELECT max(id) FROM command_log), (SELECT max(id) FROM audit_log)")
    ).one()
    return (found[0] or 0, found[1] or 0)


def table_columns(connection: Connection) -> dict[str, tuple[str, ...]]:
    """Return the columns of every table, in the order of the catalogue.

    Without SQLite's tables of text search: they hold nothing but what others hold, and are made
    anew with the triggers.
    """
    found = inspect(connection).get_multi_columns()
    made = _of_text_search(connection)
    return {
        name: tuple(one["name"] for one in rows)
        for (_schema, name), rows in found.items()
        if name not in made
    }


def _of_text_search(connection: Connection) -> frozenset[str]:
    if connection.dialect.name != "sqlite":
        return frozenset()
    rows = connection.execute(text("PRAGMA table_list"))
    return frozenset(row.name for row in rows if row.type in ("virtual", "shadow"))


def differences(backup: Contents, present: Contents) -> tuple[RowDifference, ...]:
    """Return the tables that a backup and a database do not have alike, by name."""
    nothing = TableFacts(0)
    found = []
    for name in sorted(backup.tables.keys() | present.tables.keys()):
        kept, now = backup.tables.get(name, nothing), present.tables.get(name, nothing)
        if kept == now:
            continue
        names = sorted(kept.sums.keys() | now.sums.keys())
        sums = tuple(one for one in names if kept.sums.get(one, 0) != now.sums.get(one, 0))
        found.append(RowDifference(name, kept.rows, now.rows, sums))
    return tuple(found)


def _first(
    connection: Connection, columns: dict[str, tuple[str, ...]], table: str, what: str, order: str
) -> tuple[Any, ...] | None:
    if table not in columns:
        return None
    found = connection.execute(text(f"SELECT {what} FROM {table} ORDER BY {order} DESC LIMIT 1"))
    row = found.first()
    return None if row is None else tuple(row)


def _facts(connection: Connection, table: str, columns: tuple[str, ...]) -> TableFacts:
    money = [name for name in columns if is_money(name)]
    sums = "".join(f', coalesce(sum("{name}"), 0)' for name in money)
    row = connection.execute(text(f'SELECT count(*){sums} FROM "{table}"')).one()
    values = (int(value) for value in row[1:])
    return TableFacts(row[0], dict(zip(money, values, strict=True)))


def _counters(connection: Connection, columns: dict[str, tuple[str, ...]]) -> dict[str, int]:
    """Return the last id given of every table that counts its ids and gave any."""
    if connection.dialect.name == "sqlite":
        if not connection.scalar(
            text("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_sequence'")
        ):
            return {}
        rows = connection.execute(text("SELECT name, max(seq) FROM sqlite_sequence GROUP BY name"))
        counted = {row[0]: row[1] or 0 for row in rows}
    else:
        counted = _sequences(connection)
    return {name: last for name, last in sorted(counted.items()) if last and name in columns}


def _sequences(connection: Connection) -> dict[str, int]:
    found = connection.scalars(
        text("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")
    ).all()
    # A sequence that was only told where to begin has given nothing, but must begin there again.
    queries = (
        f"SELECT '{name}', last_value - CASE WHEN is_called THEN 0 ELSE 1 END FROM \"{name}\""
        for name in found
    )
    rows = connection.execute(text(" UNION ALL ".join(queries))) if found else ()
    return {row[0].removesuffix("_id_seq"): int(row[1]) for row in rows}
