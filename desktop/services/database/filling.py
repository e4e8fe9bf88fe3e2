"""Filling the tables of a database that is being made, and what follows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Table
from sqlalchemy.orm import Session

from desktop.services.database.engine import DatabaseEngine


def fill_table(
    database: DatabaseEngine,
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> None:
    """Insert rows in the transaction of the connection, which goes on."""
    with Session(connection) as session:
        database.bulk_insert(session, table, columns, rows)


def refresh_statistics(database: DatabaseEngine, connection: Connection) -> None:
    """Refresh the planner's statistics in the transaction of the connection.

    A failure after the commit would call a database that is complete a failure.
    """
    with Session(connection) as session:
        database.analyze(session)
