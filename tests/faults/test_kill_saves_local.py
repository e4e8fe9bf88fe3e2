"""Kill -9 in the middle of saves on a local file: nothing acknowledged is lost or half there (F1).

Each control takes one protection away and must be seen to fail.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services.database import DatabaseEngine, make_engine, parse_address
from tests.faults.clerks import furnish, proofs
from tests.faults.kills import Office, needs_fork
from tests.faults.rounds import Round

pytestmark = needs_fork

_KILLS = 200


@pytest.fixture
def books(new_sqlite_url: str, tmp_path: Path) -> Iterator[DatabaseEngine]:
    """Yield the engine of a furnished database, by which the test looks at what is left."""
    furnish(new_sqlite_url, tmp_path)
    database = make_engine(parse_address(new_sqlite_url))
    yield database
    database.close()


def test_no_acknowledged_save_is_lost_and_none_is_half_done(
    office: Office, books: DatabaseEngine, tmp_path: Path
) -> None:
    clerks = Round(office, books, tmp_path, seed=20_260_318)
    for _ in range(_KILLS):
        assert clerks.kill_one() == ([], [])
    # Else the dice would be of the wrong size, and the kills would prove nothing.
    assert clerks.killed_at_work > _KILLS * 0.8
    assert len(clerks.done) > _KILLS // 4
    assert proofs(books.url.render_as_string(hide_password=False)) == []


def test_saves_in_two_transactions_are_found_half_done(
    office: Office, books: DatabaseEngine, tmp_path: Path
) -> None:
    assert Round(office, books, tmp_path, seed=1).kill_until("half", "two transactions")


def test_a_save_that_is_acknowledged_before_its_commit_is_found_lost(
    office: Office, books: DatabaseEngine, tmp_path: Path
) -> None:
    assert Round(office, books, tmp_path, seed=2).kill_until("lost", "early word")
