"""The sample branch as a database: the same imports that a branch would make, in one file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path

from desktop.clock import Clock, FixedClock
from desktop.errors import StorageError
from desktop.services.access import find_actor
from desktop.services.branches.data import MakeBranch
from desktop.services.branches.service import make_branch
from desktop.services.database import open_database, parse_address
from desktop.services.figures.frame import load_branch
from desktop.services.imports.service import ImportFile, ImportService
from desktop.services.sample import checks, discipline, information, weeks
from desktop.services.sample.branch import SEED, SampleBranch, generate
from desktop.services.sample.days import AS_OF
from desktop.services.uow import UnitOfWork

#: Hears of each file: how many went in of how many.
Step = Callable[[int, int], None]


def sample_clock() -> Clock:
    """Return the clock of the sample: it stands still on the evening of its last day."""
    return FixedClock(datetime.combine(AS_OF, time(21, 30), UTC))


def build_sample(
    path: Path, language: str, login: str, seed: int = SEED, step: Step | None = None
) -> None:
    """Make the sample's database at `path`, whole or not at all; `login` is its manager.

    It is built beside its place and moved there when it is complete, so that a file at `path`
    is always a whole sample.

    Raises:
        StorageError: there is no room, or no right to write there.
    """
    branch = generate(seed, language)
    unfinished = path.with_name(f".{path.name}.part")
    _remove(unfinished)
    try:
        _fill(unfinished, branch, login, step, (seed, language))
        os.replace(unfinished, path)
    except OSError as exc:
        raise StorageError("file_unwritable", path=str(path), reason=exc.strerror or "") from exc
    finally:
        _remove(unfinished)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def _fill(
    path: Path,
    branch: SampleBranch,
    login: str,
    step: Step | None,
    told: tuple[int, str],
) -> None:
    """Import the branch's files, then write what no file holds; `told` is seed and language."""
    clock = sample_clock()
    settings = branch.settings
    url = parse_address(str(path))
    command = MakeBranch(
        name=settings.name,
        currency=settings.currency,
        fiscal_year_start=settings.fiscal_year_start,
        sales_basis=settings.sales_basis,
        calendar=settings.calendar,
        is_sample=True,
    )
    make_branch(url, command, login, clock)
    database = open_database(url)
    try:
        uow = UnitOfWork(database, clock)
        with uow.read() as session:
            actor = find_actor(session, load_branch(session).id, login)
        imports = ImportService(uow, clock)
        with tempfile.TemporaryDirectory(prefix="branchbook") as folder:
            paths = branch.write_csv(Path(folder))
            for done, (file, source) in enumerate(zip(branch.files, paths, strict=True), start=1):
                imports.run(
                    actor,
                    ImportFile(file.kind, source, plan=file.plan, in_force=bool(file.plan)),
                )
                if step is not None:
                    step(done, len(paths))
        information.fill(uow, actor, *told)
        checks.fill(uow, actor, *told)
        discipline.fill(uow, actor, *told)
        weeks.fill(uow, actor, *told)
    finally:
        database.close()
