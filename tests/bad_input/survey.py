"""Mutated files sent into a real branch one by one, and all that must not happen noted.

Run as a program it is a process of its own, with a limit on memory and on processor time:
`python -m tests.bad_input.survey FOLDER FIRST COUNT` prints what it found as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite3

from desktop.bootstrap import Services, make_database, open_services
from desktop.enums import CalendarKind, ImportKind
from desktop.errors import ImportRefused
from desktop.services.branches.data import MakeBranch
from desktop.services.imports.service import ImportFile
from desktop.services.messages import issue_sentence, knows
from tests.bad_input.cases import MASTERS
from tests.bad_input.mutants import mutant
from tests.command_line import CLOCK

#: A good file of this size takes some milliseconds; the limit is for what runs away.
MOST_SECONDS = 10.0
MOST_MEGABYTES = 300
_LOGIN = "li"


@dataclass(slots=True)
class Found:
    """What a survey saw: how the files ended, and what was wrong, with the seed of each."""

    ended: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    most_seconds: float = 0.0
    grown_megabytes: float = 0.0


def open_branch(folder: Path) -> Services:
    """Return a branch in the folder that the good files would go into whole."""
    database = folder / "branch.db"
    command = MakeBranch("Test", calendar=CalendarKind.WEEKDAYS)
    make_database(str(database), command, CLOCK, _LOGIN)
    services = open_services(str(database), CLOCK, _LOGIN)
    for kind, text in MASTERS.items():
        path = folder / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        services.imports.run(services.require_writer(), ImportFile(kind, path))
    return services


def survey(
    services: Services, folder: Path, seeds: Iterable[int], most_seconds: float = MOST_SECONDS
) -> Found:
    """Send the mutants of these seeds in, and return what was found."""
    found = Found()
    before = _megabytes()
    # The program's own SQLite: two libraries in one process drop each other's locks.
    with closing(sqlite3.connect(folder / "branch.db")) as watch:
        for seed in seeds:
            name, data = mutant(seed)
            path = folder / name
            path.write_bytes(data)
            version = watch.execute("PRAGMA data_version").fetchone()
            begun = time.process_time()
            wrong = _send(services, seed, path, watch, found)
            if wrong == "refused" and watch.execute("PRAGMA data_version").fetchone() != version:
                found.wrong.append(f"{seed}: refused, but something was written")
            taken = time.process_time() - begun
            found.most_seconds = max(found.most_seconds, taken)
            if taken > most_seconds:
                found.wrong.append(f"{seed}: {taken:.1f} seconds")
    found.grown_megabytes = _megabytes() - before
    if found.grown_megabytes > MOST_MEGABYTES:
        found.wrong.append(f"{found.grown_megabytes:.0f} MB")
    return found


def _send(
    services: Services, seed: int, path: Path, watch: sqlite3.Connection, found: Found
) -> str:
    """Send one file in; return `refused` where it was, and note whatever else is wrong."""
    file = ImportFile(ImportKind.ORDERS, path, good_rows_only=seed % 3 == 0)
    try:
        outcome = services.imports.run(services.require_writer(), file)
    except ImportRefused as error:
        found.ended[error.issues[0].code if error.issues else "nothing"] += 1
        for issue in error.issues:
            if not knows(issue.code) or "{" in issue_sentence(issue).replace(issue.value, ""):
                found.wrong.append(f"{seed}: no words for {issue.code}")
        if not [issue for issue in error.issues if not issue.is_warning]:
            found.wrong.append(f"{seed}: refused without a reason")
        return "refused"
    except Exception as error:
        found.wrong.append(f"{seed}: {type(error).__name__}: {error}"[:300])
        return "failed"
    found.ended["went in"] += 1
    lines = watch.execute(
        "SELECT count(*) FROM order_line l JOIN sales_order o ON o.id = l.order_id"
        " WHERE o.batch_id = ?",
        (outcome.batch_id,),
    ).fetchone()[0]
    if lines != outcome.row_count:
        found.wrong.append(f"{seed}: {outcome.row_count} rows went in, {lines} are there")
    return "went in"


def _megabytes() -> float:
    """Return the most memory that the process ever had, 0 where the system does not say."""
    if sys.platform == "win32":
        return 0.0
    import resource

    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes / 1024 if sys.platform != "darwin" else kilobytes / 1024**2


def _limit() -> None:
    """Let the system end this process where a file takes it beyond all bounds."""
    if sys.platform == "win32":
        return
    import resource

    memory = 3 * 1024**3
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (300, 300))


def _plain(found: Found) -> dict[str, object]:
    return {
        "ended": dict(found.ended), "wrong": found.wrong, "most_seconds": found.most_seconds,
        "grown_megabytes": found.grown_megabytes,
    }  # fmt: skip


def main(folder: str, first: str, count: str) -> None:
    """Survey `count` mutants from seed `first` in a fresh folder, and print what was found."""
    _limit()
    services = open_branch(Path(folder))
    found = survey(services, Path(folder), range(int(first), int(first) + int(count)))
    services.close()
    print(json.dumps(_plain(found)))


if __name__ == "__main__":
    main(*sys.argv[1:])
