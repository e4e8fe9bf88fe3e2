"""The engines on which the benchmarks run: files, and a Postgres server of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL

from desktop.services.database import parse_address
from tests.benchmarks.dataset import LOGIN, Bench, build, build_at
from tests.benchmarks.sizes import Size
from tests.databases import PostgresServer, kept_postgres, postgres_running

ENGINES = ("sqlite", "postgres")
#: As a small office server would be set; what it is given out of the box is for a toy.
_SETTINGS = {"shared_buffers": "1GB", "max_wal_size": "8GB", "checkpoint_timeout": "30min"}


@contextmanager
def server_in(folder: Path | None) -> Iterator[PostgresServer]:
    """Yield a server that is safe against power cuts; with a folder its databases stay there."""
    if folder is None:
        with postgres_running(fast=False) as server:
            yield server
    else:
        with kept_postgres(folder / "pg", _SETTINGS) as server:
            yield server


@contextmanager
def engine_of(name: str, kept: Path | None, folder: Path) -> Iterator[Engine]:
    """Yield where the databases of an engine are made; `kept` holds those of earlier runs."""
    if name == "sqlite":
        yield Engine(folder)
        return
    with server_in(kept) as server:
        yield Engine(folder, server)


class Engine:
    """Makes databases: those of the sizes, and empty ones for imports."""

    def __init__(self, folder: Path, server: PostgresServer | None = None) -> None:
        self._folder, self._server = folder, server

    @property
    def name(self) -> str:
        """What the table calls it."""
        return "SQLite" if self._server is None else "Postgres"

    @property
    def is_sqlite(self) -> bool:
        """Whether its databases are files."""
        return self._server is None

    def bench(self, size: Size) -> Bench:
        """Return the database of a size; one that is there is used again."""
        if self._server is None:
            return build(self._folder, size)
        name = f"bench_{size.name.lower()}"
        is_new = self._server.make_if_missing(name)
        # A server's window acts in the name of its connection, which the branch must know.
        self._server.let_in(LOGIN)
        url = parse_address(self._server.url(name)).set(username=LOGIN)
        return build_at(url, size, self._folder, is_new=is_new)

    @contextmanager
    def empty(self, name: str, folder: Path) -> Iterator[URL]:
        """Yield the address of a database that is not there yet, or is empty; it is dropped."""
        if self._server is None:
            yield parse_address(str(folder / f"{name}.db"))
            return
        made = self._server.create()
        try:
            yield parse_address(self._server.url(made))
        finally:
            self._server.drop(made)
