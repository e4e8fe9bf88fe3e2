"""Letting a command fail at each of its statements, and proving that nothing came of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import sqlcipher3.dbapi2 as sqlite
from sqlalchemy import URL

from desktop.errors import StorageError
from desktop.services.database import describe, file_path, is_file
from desktop.services.messages import knows, sentence
from tests.faults.faulty_driver import FAULTS

#: A command of more statements fails at a sample of them, as even as can be.
ALL_UP_TO = 60
_LAST = 3
_OF_LONG_ONES = 8
_NEVER = 10**9


@dataclass(frozen=True, slots=True)
class Command:
    """A command: what runs it, and what returns all that it could have changed.

    `names` are what an error's sentence may name: the database or a file.
    """

    run: Callable[[], object]
    state: Callable[[], str]
    names: tuple[str, ...]


def steps(count: int, stride: int = 1) -> tuple[int, ...]:
    """Return the statements to fail at: each, or each so manyth of them; the last ones always."""
    if count > ALL_UP_TO:
        stride = max(stride, count // _OF_LONG_ONES)
    return tuple(sorted({*range(1, count + 1, stride), *range(count - _LAST, count + 1)}))


def prove(command: Command, stride: int = 1) -> int:
    """Fail at the statements of the command and at its commit, then let it succeed.

    Returns how many statements it has. Each failure must leave everything as it was and be
    told in words.
    """
    before = command.state()
    # The first attempt asks what is asked once in a program's life, the second what is asked of
    # a new connection, since one whose commit failed is given up.
    count = min(len(fail(command, 0, before)), len(fail(command, 0, before)))
    for at in steps(count, stride):
        fail(command, at, before)
    with FAULTS.failing(_NEVER) as faults:
        command.run()
        commits = faults.asked.count("COMMIT")
    # What a second one does was never made to fail, and the first would have stayed.
    assert commits <= 1, f"the command has {commits} transactions"
    assert command.state() != before, "the command changed nothing that the test could see"
    return count


def fail(command: Command, at: int, before: str) -> list[str]:
    """Let request `at` fail, or where it is 0 the first commit; return what was asked."""
    with FAULTS.failing(at) as faults:
        try:
            command.run()
        except StorageError as error:
            asked, told = list(faults.asked), sentence(error)
            assert knows(error.code), error.code
            assert any(name in told for name in command.names), told
        else:
            raise AssertionError(f"request {at} failed and nobody said so")
    assert command.state() == before, f"request {at} left something behind: {asked[-1]}"
    return asked


def rows_of(url: URL, only: tuple[str, ...] = (), but: tuple[str, ...] = ()) -> Callable[[], str]:
    """Return what hashes every row of every table of the database, its logs included.

    `only` names the tables that count, `but` those that do not.
    """

    def counts(table: str) -> bool:
        return table not in but and (not only or table in only)

    if is_file(url):
        return lambda: _file_rows(file_path(url), counts)
    return lambda: _server_rows(url, counts)


def _file_rows(path: Path, counts: Callable[[str], bool]) -> str:
    digest = hashlib.sha256()
    connection = sqlite.connect(str(path), isolation_level=None)
    try:
        connection.execute("BEGIN")
        names = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name"
        ).fetchall()
        for name, made in names:
            if not counts(name):
                continue
            digest.update(repr((name, made)).encode())
            if (made or "").startswith("CREATE TABLE"):
                for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY 1'):
                    digest.update(repr(row).encode())
    finally:
        connection.close()
    return digest.hexdigest()


def _server_rows(url: URL, counts: Callable[[str], bool]) -> str:
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    # To start workers for so many small tables takes longer than to read them.
    alone = "-c max_parallel_workers_per_gather=0"
    with psycopg.connect(plain, autocommit=True, options=alone) as connection:
        names = [
            row[0]
            for row in connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
            )
            if counts(row[0])
        ]
        if not names:
            return "no tables"
        hashes = " UNION ALL ".join(
            f"SELECT '{name}', md5(coalesce(string_agg(t::text, ';' ORDER BY t::text), ''))"
            f' FROM "{name}" t'
            for name in names
        )
        return repr(connection.execute(f"{hashes} ORDER BY 1").fetchall())


def files_of(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield every file of the folder with a hash of what it holds, hidden ones too."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder)), hashlib.sha256(path.read_bytes()).hexdigest()


def address(url: URL) -> str:
    """Return the database as an error's sentence names it."""
    return describe(url)
