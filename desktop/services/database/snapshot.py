"""Telling whether two snapshots of a connection show the same data, without reading any."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

#: Set in `Session.info` where a session reads one snapshot and writes nothing.
READS_ONLY = "reads_only"


def snapshot_stamp(session: Session) -> object:
    """Return what is equal for two snapshots of the same connection only if they show the same.

    SQLite counts what others committed since the connection was opened, and the rows that the
    connection itself changed. Postgres names the transactions that a snapshot sees.
    """
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        # The pragma begins the read, so that the count is that of the snapshot.
        committed = connection.exec_driver_sql("PRAGMA data_version").scalar()
        raw: Any = connection.connection.driver_connection
        return committed, raw.total_changes
    return connection.exec_driver_sql("SELECT pg_current_snapshot()::text").scalar()
