"""F6: ten clerks edit the same customers at once; nothing acknowledged is lost.

5,000 edits on Postgres (500 a clerk) and 1,000 on SQLite (100 a clerk).
"""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.models import AuditLog
from tests.factories import Desk, a_desk
from tests.faults.desk_work import Tally, count_up, count_up_blindly, counted, furnish, together

CLERKS = 10


def audited(desk: Desk) -> int:
    with desk.uow.read() as session:
        return (
            session.scalar(
                select(func.count())
                .select_from(AuditLog)
                .where(AuditLog.table_name == "customer", AuditLog.action == "update")
            )
            or 0
        )


def clerks_at_work(url: str, folder: Path, edits: int) -> None:
    with a_desk(url, folder) as desk:
        ids = furnish(desk)
        tallies: list[Tally] = together(
            [(count_up, (url, ids, edits, seed)) for seed in range(CLERKS)]
        )
        saved = sum(one.saved for one in tallies)
        assert saved == CLERKS * edits
        # Every save is in the sum, in the document's version and in the audit log.
        assert (*counted(desk), audited(desk)) == (saved, saved, saved)
        assert sum(one.busy for one in tallies) == 0
        # They did meet, or nothing was shown by this.
        assert sum(one.conflicts for one in tallies) > edits // 10


def test_ten_clerks_on_a_server_lose_nothing(postgres_url: str, tmp_path: Path) -> None:
    clerks_at_work(postgres_url, tmp_path, 500)


def test_ten_clerks_on_a_local_file_lose_nothing(new_sqlite_url: str, tmp_path: Path) -> None:
    clerks_at_work(new_sqlite_url, tmp_path, 100)


@pytest.mark.parametrize("engine", ["new_sqlite_url", "postgres_url"])
def test_without_a_version_the_same_count_finds_the_losses(
    request: pytest.FixtureRequest, tmp_path: Path, engine: str
) -> None:
    """The control: what is read is written back whatever came between."""
    url: str = request.getfixturevalue(engine)
    with a_desk(url, tmp_path) as desk:
        ids = furnish(desk)[:2]
        together([(count_up_blindly, (url, ids, 25, seed)) for seed in range(4)])
        assert counted(desk)[0] < 4 * 25
