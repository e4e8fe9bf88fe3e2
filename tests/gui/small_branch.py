"""A branch of a few customers in a real SQLite file, made once and copied for each test."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from desktop.bootstrap import Services, make_database, open_services
from desktop.clock import FixedClock
from desktop.enums import CalendarKind, ImportKind
from desktop.services.branches.data import MakeBranch
from desktop.services.imports.service import ImportFile

LOGIN = "li"
CLOCK = FixedClock(datetime(2026, 7, 20, 9, 0, tzinfo=UTC))
_MASTERS = {
    ImportKind.REPS: "code,name\nR1,Li Na\nR2,Bao Jie\n",
    ImportKind.PRODUCTS: "code,name\nP1,Lamp\nP2,Fan\n",
    ImportKind.CUSTOMERS: "code,name,rep_code\n0001,East Stores,R1\n0002,West Trade,R2\n",
}


def make_small_branch(folder: Path) -> Path:
    """Write the database into the folder and return its path."""
    path = folder / "small.branchbook"
    command = MakeBranch("East branch", calendar=CalendarKind.WEEKDAYS)
    make_database(str(path), command, CLOCK, LOGIN)
    services = open_services(str(path), CLOCK, LOGIN)
    for kind, text in _MASTERS.items():
        source = folder / f"{kind}.csv"
        source.write_text(text, encoding="utf-8")
        services.imports.run(services.require_writer(), ImportFile(kind, source))
    services.close()
    return path


def copy_of(template: Path, path: Path) -> Path:
    """Copy a database that nobody has open."""
    for ending in ("", "-wal"):
        source = Path(f"{template}{ending}")
        if source.exists():
            shutil.copyfile(source, Path(f"{path}{ending}"))
    return path


def open_small(path: Path, login: str = LOGIN) -> Services:
    """Open a copy in the name of its manager."""
    return open_services(str(path), CLOCK, login)
