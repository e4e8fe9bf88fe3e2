"""A clerk whose files are recorded, and a look at what each power cut leaves of them (F2)."""

from __future__ import annotations

import pickle
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from desktop.bootstrap import open_services
from desktop.errors import KnownError
from desktop.services.database import open_database, parse_address, sqlite
from tests.factories import BOSS, CLOCK
from tests.faults.clerks import Say, documents, halves, lost, proofs, save
from tests.faults.recording_files import Asked, cut_everywhere, cut_points, recording

_SITTINGS = 3


def at_work_recorded(say: Say, url: str, folder: str, first: int, count: int, level: str) -> None:
    """Save numbers in three sittings and write the record of all files to `folder`/record.

    Between two sittings the program is closed and opened again. `level` is what `synchronous`
    is set to; a job of the office.
    """
    settings = tuple(
        f"PRAGMA synchronous={level}" if "synchronous" in setting else setting
        for setting in sqlite._SETTINGS
    )
    # Never taken back: the clerk's process ends with his job.
    pytest.MonkeyPatch().setattr(sqlite, "_SETTINGS", settings)
    record: list[Asked] = []
    with recording(record):
        for sitting in range(_SITTINGS):
            services = open_services(url, CLOCK, BOSS)
            for number in range(first + sitting * count, first + (sitting + 1) * count):
                save(services, Path(folder), number)
                record.append(("said", str(number)))
            services.close()
    (Path(folder) / "record").write_bytes(pickle.dumps(record))
    say("recorded")


@dataclass(slots=True)
class Damage:
    """What the cuts of one record did, by kind; empty where all is well."""

    cuts: int = 0
    found: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def add(self, kind: str, what: object) -> None:
        """Count one loss."""
        self.found[kind] += 1
        if len(self.examples) < 10:
            self.examples.append(f"cut {self.cuts}, {kind}: {what}")


@contextmanager
def in_memory(folder: Path) -> Iterator[Path]:
    """Yield a folder where nothing waits for a disk: each cut's files are opened once only."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else folder) as made:
        yield Path(made)


def cut(
    record: list[Asked], before: bytes, folder: Path, cuts: int, seed: int, proved: int = 0
) -> Damage:
    """Cut the power so often and return the damage; the full proofs are run on so many."""
    damage = Damage()
    points = cut_points(record, cuts, random.Random(seed))
    path = folder / "cut.branchbook"

    def look(files: dict[str, bytes], said: list[str]) -> None:
        damage.cuts += 1
        for suffix in ("", "-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        for name, data in files.items():
            (folder / name.replace("test.branchbook", path.name)).write_bytes(data)
        _look_at(path, [int(number) for number in said], damage)
        if proved and damage.cuts % (cuts // proved) == 0:
            for finding in proofs(str(path)):
                damage.add("check", finding)

    cut_everywhere(record, {"test.branchbook": before}, points, seed, look)
    return damage


def _look_at(path: Path, said: list[int], damage: Damage) -> None:
    """Open what is left as the program does and count what is missing, half or damaged."""
    try:
        database = open_database(parse_address(str(path)))
    except KnownError as error:
        damage.add("damaged", repr(error))
        return
    try:
        with database.engine.connect() as connection:
            for problem in _problems(connection):
                damage.add("damaged", problem)
            for number in lost(said, documents(connection)):
                damage.add("lost", number)
            for half in halves(connection):
                damage.add("half", half)
    except DatabaseError as error:
        damage.add("damaged", repr(error.orig))
    finally:
        database.close()


def _problems(connection: Connection) -> list[str]:
    found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    return [str(line) for line in found if line != "ok"]
