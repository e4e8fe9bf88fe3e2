"""Letting a command fail at each of its statements, and proving that nothing came of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import psycopg
import sqlcipher3.dbapi2 as sqlite
from sqlalchemy import URL

from desktop.errors import StorageError
from desktop.services.database import describe, file_path, is_file
from desktop.services.messages import knows, sentence
from tests.faults.faulty_driver import FAULTS, Faults, Known, Way, numbered
from tests.faults.watching import Watch, watching

#: Where a watch saw nothing, all rows are read all the same, every so manyth time.
_READ_EVERY = 20
#: No command asks so much: nothing fails.
_MOST_ASKED = 10**9


@dataclass(frozen=True, slots=True)
class Command:
    """A command: what runs it, and what returns all that it could have changed.

    `names` are what an error's sentence may name: the database or a file. `watched` is a
    database that holds all that `state` reads, so that a watch can answer for it. `forgiven` is
    how requests begin that may fail without harm: the command goes on without what they bring.
    """

    run: Callable[[], object]
    state: Callable[[], str]
    names: tuple[str, ...]
    watched: URL | None = None
    forgiven: tuple[str, ...] = ()


def on_database(url: URL, run: Callable[[], object], *names: str) -> Command:
    """Return a command that can change nothing but the rows of a database."""
    return Command(run, rows_of(url), (address(url), *names), url)


def prove(command: Command, *, changes: bool = True) -> int:
    """Fail at each request of the command, its commit among them, until it succeeds.

    Returns how many attempts failed. Each must have left everything as it was and be told in
    words. Every attempt fails at the first request that never failed before. So each request of
    the one that succeeds at last was made to fail, whether a connection was new or kept, and
    whatever the program knew already.
    """
    before = command.state()
    known: set[Known] = set()
    with _watch(command) as watch:
        while attempt(command, FAULTS.failing_new(known, command.forgiven), before, watch):
            pass
    _require_done(command, before, changes=changes)
    return len(known)


def prove_ways(command: Command, like: Command | None = None) -> tuple[int, int]:
    """Fail at the first and the last request of every way out, and at the last of all.

    For commands of hundreds of requests, most of them asked by a few loops: two requests from
    which an exception is met by the same handlers are undone by the same lines. Returns how many
    requests the command has, and how many attempts failed; `python dev.py bench --only faults`
    fails at all of them. A command without a commit is measured by one `like` it.
    """
    before = command.state()
    if like is None:
        attempt(command, FAULTS.failing(0, notes_ways=True), before, None)
    else:
        with FAULTS.failing(_MOST_ASKED, notes_ways=True):
            like.run()
    asked = numbered(FAULTS.asked)
    # All others count as known; one that comes up only later, for a new connection, fails too.
    known = set(asked) - {asked[at - 1] for at in ends_of(FAULTS.ways)}
    others = len(known)
    with _watch(command) as watch:
        while attempt(command, FAULTS.failing_new(known, command.forgiven), before, watch):
            pass
    _require_done(command, before, changes=True)
    return len(asked), len(known) - others


def ends_of(ways: Sequence[Way]) -> tuple[int, ...]:
    """Return the numbers of the first and the last request of each way out, in order."""
    first: dict[Way, int] = {}
    last: dict[Way, int] = {}
    for at, way in enumerate(ways, 1):
        first.setdefault(way, at)
        last[way] = at
    return tuple(sorted({*first.values(), *last.values(), len(ways)}))


def attempt(
    command: Command,
    arming: AbstractContextManager[Faults],
    before: str,
    watch: Watch | None,
) -> bool:
    """Run the command with a fault; return whether it met it.

    A failure must be told in words and leave everything as it was. A watch that saw nothing
    committed stands for reading all rows, which is done now and then all the same, and where
    it was the commit that failed.
    """
    with arming as faults:
        try:
            command.run()
        except StorageError as error:
            told = sentence(error)
            assert knows(error.code), error.code
            assert any(name in told for name in command.names), told
        else:
            assert faults.failed is None, f"a request failed and nobody said so: {faults.failed}"
            return False
    at = len(faults.asked)
    is_read = watch is None or at % _READ_EVERY == 0 or faults.failed == "COMMIT"
    # The watch is always asked: it also finds a transaction that nobody ended.
    if (watch is not None and watch.sees_a_commit()) or is_read:
        left = f"request {at} left something behind: {faults.failed}"
        assert command.state() == before, left
    return True


def _require_done(command: Command, before: str, *, changes: bool) -> None:
    # What a second one does was never made to fail alone, and the first would have stayed.
    commits = FAULTS.asked.count("COMMIT")
    assert commits <= 1, f"the command has {commits} transactions"
    is_changed = command.state() != before
    assert is_changed or not changes, "the command changed nothing that the test could see"
    assert changes or not is_changed, "the command changed something"


def _watch(command: Command) -> AbstractContextManager[Watch | None]:
    return nullcontext() if command.watched is None else watching(command.watched)


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
