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


def refresh_statistics(database: DatabaseEngine) -> None:
    """Refresh the planner's statistics of the whole database, in a transaction of its own."""
    with Session(database.writer) as session:
        database.allow_long_work(session)
        database.analyze(session)
        session.commit()
