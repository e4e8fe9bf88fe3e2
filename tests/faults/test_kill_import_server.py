"""Kill -9 while 5,001 rows are written to a server: all of them are there or none (F3)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services.database import DatabaseEngine, make_engine, parse_address
from tests.faults.clerks import furnish, proofs
from tests.faults.kills import Office, needs_fork
from tests.faults.large_imports import ImportRound

pytestmark = needs_fork

_KILLS = 12


@pytest.fixture
def books(postgres_url: str, tmp_path: Path) -> Iterator[DatabaseEngine]:
    """Yield the engine of a furnished database, by which the test looks at what is left."""
    furnish(postgres_url, tmp_path)
    database = make_engine(parse_address(postgres_url))
    yield database
    database.close()


def test_a_killed_import_leaves_nothing_and_the_next_one_works(
    office: Office, books: DatabaseEngine, tmp_path: Path
) -> None:
    imports = ImportRound(office, books, tmp_path, seed=5)
    for _ in range(_KILLS):
        assert imports.kill_one() == []
    assert imports.killed_at_work > _KILLS * 0.7
    imports.import_whole()
    assert proofs(books.url.render_as_string(hide_password=False)) == []


def test_an_import_that_commits_table_by_table_is_found_half_done(
    office: Office, books: DatabaseEngine, tmp_path: Path
) -> None:
    imports = ImportRound(office, books, tmp_path, seed=6, fault="two transactions")
    assert any(imports.kill_one() for _ in range(12))
