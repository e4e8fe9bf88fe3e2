"""The full run of the long commands: each of their requests is made to fail, one after another.

The tests fail at every request of every command but these, of which they take the first and the
last of each way out. Here none is left out, which takes about half an hour on a server. What counts
is that the run ends: each failure must leave everything as it was and be told in words, and the
control, a command that leaves something behind, must be found.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.services.backups.service import BackupService
from desktop.services.database import create_schema
from tests.benchmarks.engines import Engine
from tests.benchmarks.measure import Result
from tests.factories import CLOCK, Desk, a_desk
from tests.faults.every_statement import Command, prove, prove_ways
from tests.faults.faulty_driver import faulty_drivers
from tests.faults.long_commands import backed_up, new_branch, restored


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the long commands work: the engine, and a folder for each."""

    engine: Engine
    folder: Path

    def of(self, name: str) -> Path:
        made = self.folder / name
        made.mkdir()
        return made

    @contextmanager
    def target(self, name: str) -> Iterator[Path | str]:
        """Yield a place where no database is yet; a file's folder holds nothing else."""
        with self.engine.empty("made", self.of(name)) as url:
            is_file = self.engine.is_sqlite
            yield str(url.database) if is_file else url.render_as_string(hide_password=False)


def every_request(engine: Engine, scratch: Path) -> Iterator[Result]:
    """Fail at every request of every long command, into databases of the engine.

    Yields of each the seconds of one undisturbed run, and of all attempts together.
    """
    place = _Place(engine, scratch / f"faults-{engine.name}")
    place.folder.mkdir()
    with faulty_drivers(), ExitStack() as stack:
        desk = stack.enter_context(_a_branch(place))
        service, url = BackupService(desk.uow, CLOCK), desk.database.url
        kept = place.of("kept") / "copy.bak"
        service.backup(kept)
        with place.target("control") as target:
            _require_found(new_branch(target))
        with place.target("new") as target, place.target("new-once") as once:
            yield _of(place, "a new branch", new_branch(target), new_branch(once))
        with place.target("restored") as target, place.target("restored-once") as once:
            yield _of(place, "a restore", restored(kept, target), restored(kept, once))
        one, other = (place.of(name) / "copy.bak" for name in ("over", "over-once"))
        for older in (one, other):
            service.backup(older)
        desk.reps()
        backups = (backed_up(service, url, older) for older in (one, other))
        yield _of(place, "a backup over an older one", *backups)


@contextmanager
def _a_branch(place: _Place) -> Iterator[Desk]:
    """Yield a branch of the engine with a customer and an invoice."""
    with place.target("branch") as address:
        url = f"sqlite:///{address}" if place.engine.is_sqlite else str(address)
        create_schema(url)
        with a_desk(url, place.folder) as desk:
            desk.customers(2, rep=desk.reps()[0])
            desk.invoices([("C1", "2026-01-05", "10")])
            yield desk


def _of(place: _Place, work: str, command: Command, once: Command) -> Result:
    alone = _seconds(once.run)
    failed = 0

    def all_of_it() -> None:
        nonlocal failed
        failed = prove(command)

    taken = _seconds(all_of_it)
    counted = f"{failed} requests, each failed once, {taken / failed * 1000:.0f} ms each"
    result = Result(f"F4: {work}", "-", "one undisturbed run", alone, taken, None, counted)
    return replace(result, engine=place.engine.name)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _require_found(command: Command) -> None:
    """Prove that the proof finds a command that leaves something behind.

    Raises:
        RuntimeError: it does not, and then its other answers mean nothing either.
    """
    states = iter(["before", *["something new"] * 10_000])
    try:
        prove_ways(replace(command, state=lambda: next(states), watched=None))
    except AssertionError as found:
        if "left something behind" in str(found):
            return
        raise
    raise RuntimeError("the control was not found")
