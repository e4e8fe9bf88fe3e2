"""The data of the benchmarks: branch-years of 20 reps, the same for the same size.

S is one branch-year: 2,000 customers, 30,000 visits, 20,000 invoices with 50,000 lines, 25,000
payments. XS is a tenth of it, M is ten branch-years, L a hundred (ten branches' ten years in one
database).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.orm import Session

from desktop.enums import CalendarKind
from desktop.models import SummaryDue
from desktop.services.access import Actor, find_actor
from desktop.services.activity.summaries import refresh_summaries
from desktop.services.branches.data import MakeBranch
from desktop.services.branches.service import make_branch
from desktop.services.database import DatabaseEngine, open_database, parse_address
from desktop.services.figures.frame import load_branch
from desktop.services.imports.loading.summary import refresh_sales_months
from desktop.services.uow import UnitOfWork
from tests.benchmarks.bulk import bulk_load, is_filled
from tests.benchmarks.rows import Filler
from tests.benchmarks.sizes import CLOCK, SIZES, Size

__all__ = ["CLOCK", "LOGIN", "SIZES", "Bench", "Size", "build", "build_at"]

LOGIN = "bench"


@dataclass(frozen=True, slots=True)
class Bench:
    """An open benchmark database."""

    uow: UnitOfWork
    actor: Actor
    size: Size
    folder: Path

    @property
    def address(self) -> str:
        """Where it is, as the program's command line takes it."""
        url = self.uow.database.url
        return str(url.database) if self.is_sqlite else url.render_as_string(hide_password=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file."""
        return self.uow.database.url.get_backend_name() == "sqlite"


def build(folder: Path, size: Size) -> Bench:
    """Return the SQLite database of a size in the folder; one that is there is used again."""
    path = folder / f"bench-{size.name}.db"
    return build_at(parse_address(str(path)), size, folder, is_new=not path.exists())


def build_at(address: URL, size: Size, folder: Path, *, is_new: bool) -> Bench:
    """Return the database of a size at an address, filled first where it is new.

    Raises:
        ValueError: there is one that was left half filled.
    """
    if is_new:
        command = MakeBranch(f"Bench {size.name}", calendar=CalendarKind.WEEKDAYS)
        make_branch(address, command, LOGIN, CLOCK)
        database = open_database(address)
        _fill(database, size)
        database.close()
    uow = UnitOfWork(open_database(address), CLOCK)
    if not is_filled(uow.database):
        raise ValueError(f"the data of size {size.name} was left half filled: remove it")
    with uow.read() as session:
        actor = find_actor(session, load_branch(session).id, LOGIN)
    refresh_summaries(uow, actor)
    return Bench(uow, actor, size, folder)


def _fill(database: DatabaseEngine, size: Size) -> None:
    with Session(database.engine) as session:
        branch = load_branch(session)
    with bulk_load(database) as load:
        Filler(load, branch.id, size).fill()
    with Session(database.writer) as session:
        database.allow_long_work(session)
        refresh_sales_months(session, branch, None)
        # The triggers that note what is to be summed were away.
        session.add_all(
            SummaryDue(branch_id=branch.id, what=what, place=0, is_taken=False)
            for what in ("month", "customer")
        )
        session.commit()
        database.analyze(session)
        session.commit()
