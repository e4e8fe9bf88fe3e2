"""Looking into a SQLite file that nobody works on, without leaving a trace beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool


def read_only_connection(path: Path) -> Any:
    """Return the driver's own connection to a file, which only reads.

    A file at rest has no log, and then none is looked for or made; where there is one, what it
    holds is read too.
    """
    log = Path(f"{path}-wal")
    mode = "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"
    return driver.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, isolation_level=None)


@contextmanager
def looking_into(path: Path) -> Iterator[Connection]:
    """Yield a connection on one state of the file."""
    engine = create_engine(
        "sqlite://", creator=lambda: read_only_connection(path), module=driver, poolclass=NullPool
    )
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            yield connection
    finally:
        engine.dispose()
