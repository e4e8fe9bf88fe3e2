"""How long ten desks wait for each other and for an importer (RELIABILITY.md, F7)."""

from __future__ import annotations

from pathlib import Path

from desktop.services.database import create_schema
from tests.benchmarks.measure import Result
from tests.databases import postgres_running, sqlite_url
from tests.factories import a_desk
from tests.faults.desk_work import Shift, furnish, office, together

SECONDS = 30.0
LINES = 3_000
#: Nobody waits longer for a save than this, in seconds.
GOAL_S = 1.0


def office_pace(folder: Path) -> list[Result]:
    """Return the longest wait of ten desks and an importer, on a local file and on a server.

    The floor is the goal of a second, so that the ratio is the longest wait in seconds.
    """
    local = sqlite_url(folder / "desks.branchbook")
    results = [_measured(local, folder / "local", "SQLite")]
    with postgres_running(fast=False) as server:
        name = server.create()
        results.append(_measured(server.url(name), folder / "server", "Postgres"))
        server.drop(name)
    return results


def _measured(url: str, folder: Path, engine: str) -> Result:
    folder.mkdir()
    create_schema(url)
    with a_desk(url, folder) as desk:
        ids = furnish(desk)
        shifts: list[Shift] = together(office(url, folder, ids, SECONDS, LINES))
    *desks, importer = shifts
    waits = sorted(wait for one in desks for wait in one.waits)
    errors = sum(len(one.errors) for one in shifts)
    return Result(
        work="ten desks and an importer, longest wait",
        size="-",
        floor_name="one second",
        floor_s=GOAL_S,
        ours_s=waits[-1],
        goal=1.0,
        engine=engine,
        counted=(
            f"{len(waits)} saves, 99 % in {waits[len(waits) * 99 // 100]:.3f} s, {errors} errors; "
            f"{importer.saved} imports of {LINES:,} lines, longest {max(importer.waits):.2f} s"
        ),
    )
