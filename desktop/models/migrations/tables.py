"""What revisions after the first share in making tables; what is here may grow, never change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

from desktop.models.migrations.revision_0001.shared import (
    KEY,
    TEXT,
    branch,
    check,
    identity,
    owned,
)

_NODE_SPAN = 2**40


def is_sqlite() -> bool:
    """Return whether the revision runs on a file."""
    return op.get_context().dialect.name == "sqlite"


def keys(*names: str) -> list[sa.Column[Any]]:
    """Return columns that may refer to another row."""
    return [sa.Column(name, KEY) for name in names]


def texts(*names: str) -> list[sa.Column[Any]]:
    """Return columns of text, empty where there is none."""
    return [sa.Column(name, TEXT, nullable=False) for name in names]


def edited(table: str, **targets: str) -> tuple[Any, ...]:
    """Return what every table that people edit has: id, branch, version and references."""
    return (
        identity(),
        branch(),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        *owned(table, **targets),
    )


def checks(table: str, **conditions: str) -> list[sa.CheckConstraint]:
    """Return named checks of a table."""
    return [check(table, name, condition) for name, condition in conditions.items()]


def reword(table: str, old: str, new: str) -> None:
    """Replace words in a file's table, and let this connection read its schema anew.

    On SQLite a constraint cannot be changed, and a table that others refer to cannot be made
    anew inside a transaction; see "Making Other Kinds Of Table Schema Changes" of its manual.

    Raises:
        RuntimeError: the old words are not there once.
    """
    connection = op.get_bind()
    made = connection.scalar(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name"),
        {"name": table},
    )
    if made.count(old) != 1:
        raise RuntimeError(f"{table} is not as the revision before left it")
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    connection.execute(
        sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :name"),
        {"sql": made.replace(old, new), "name": table},
    )
    version = connection.scalar(sa.text("PRAGMA schema_version"))
    # Other connections see by the number that they must read the schema anew.
    connection.exec_driver_sql(f"PRAGMA schema_version={int(version) + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=RESET")


def start_ids(tables: Iterable[str]) -> None:
    """Let the ids of new tables begin where those of this database's node begin.

    A database that is being made has no ids yet; it gets all its beginnings afterwards.
    """
    connection = op.get_bind()
    if is_sqlite():
        last = connection.scalar(sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'branch'"))
    else:
        last = connection.scalar(sa.text("SELECT last_value FROM branch_id_seq"))
    start = int(last or 0) // _NODE_SPAN * _NODE_SPAN
    if not start:
        return
    for table in tables:
        if is_sqlite():
            connection.execute(
                sa.text("INSERT INTO sqlite_sequence VALUES (:name, :last)"),
                {"name": table, "last": start},
            )
        else:
            connection.exec_driver_sql(f"ALTER SEQUENCE {table}_id_seq RESTART WITH {start + 1}")
