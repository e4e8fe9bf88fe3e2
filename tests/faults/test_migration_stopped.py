"""A migration stopped by an exception or by kill -9 leaves the old database or the new one (F12).

Every revision is stopped at ten places: at statements spread over the migration and over the
making of triggers that follows it, and at the COMMIT.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services.database import schema
from tests.faults.kills import Office, needs_fork
from tests.faults.migrating import (
    Stop,
    Stopped,
    everything,
    go_on,
    old_database,
    stopping,
    unprotected,
)

#: Every revision by the one before it, which is none for the first.
_STEPS = list(zip(("", *schema.REVISIONS), schema.REVISIONS, strict=False))
_OLDER = schema.REVISIONS[:-1]


@pytest.fixture
def url(database_url: str) -> str:
    return database_url


def _places(statements: list[str]) -> list[int]:
    """Return ten places to stop at: six of the migration, three after it, and the COMMIT."""
    last = 1 + max(n for n, words in enumerate(statements) if "alembic_version" in words)
    early = [1 + round(n * (last - 1) / 5) for n in range(6)]
    late = [last + 1 + round(n * (len(statements) - last - 1) / 2) for n in range(3)]
    return [*early, *late, 0]


@needs_fork
@pytest.mark.parametrize(("old", "new"), _STEPS)
def test_a_stopped_migration_leaves_the_database_as_it_was(
    alembic_office: Office,
    url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    old: str,
    new: str,
) -> None:
    database = old_database(url, tmp_path, old)
    before = everything(database)
    with stopping(Stop(0)) as whole, pytest.raises(Stopped):
        go_on(url, old)
    assert everything(database) == before
    places = _places(whole.statements)
    for number, place in enumerate(places):
        if number % 2:
            said = alembic_office.clerk("migrating.killed_at", url=url, old=old, at=place).finish()
            assert said == []
        else:
            with stopping(Stop(place)), pytest.raises(Stopped):
                go_on(url, old)
        assert everything(database) == before, f"stopped at {place}"
    go_on(url, old)
    with database.engine.connect() as connection:
        assert database.schema_revision(connection) == schema.HEAD
        assert database.integrity_problems(connection) == ()
    database.close()


@pytest.mark.parametrize("old", _OLDER[:1])
def test_statements_that_are_kept_one_by_one_leave_a_half(
    url: str, tmp_path: Path, old: str
) -> None:
    # The control: no transaction around the migration, as is Alembic's way with SQLite.
    database = old_database(url, tmp_path, old)
    before = everything(database)
    with stopping(Stop(5)), pytest.raises(Stopped):
        unprotected(database)
    after = everything(database)
    assert after != before
    with database.engine.connect() as connection:
        assert database.schema_revision(connection) == old
    database.close()
