"""Several programs at one database: two that migrate, a newer one, one that was killed (F12)."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.errors import SchemaTooNew
from desktop.services.database import (
    DatabaseEngine,
    make_engine,
    open_database,
    parse_address,
    schema,
)
from tests.faults.clerks import furnish
from tests.faults.kills import Office, needs_fork
from tests.faults.migrating import everything, go_on, old_database, take_back

_OLDER = schema.REVISIONS[:-1]


@pytest.fixture
def url(database_url: str) -> str:
    """Return the address of a migrated database, on each engine."""
    return database_url


@needs_fork
@pytest.mark.parametrize("old", _OLDER)
def test_two_desks_that_migrate_at_once_both_find_the_new_schema(
    alembic_office: Office, url: str, tmp_path: Path, old: str
) -> None:
    database = make_engine(parse_address(url))
    furnish(url, tmp_path)
    new = everything(database)
    take_back(database, old)
    database.close()
    clerks = [alembic_office.clerk("migrating.migrate", url=url) for _ in range(2)]
    assert [clerk.finish() for clerk in clerks] == [["begin", "done"]] * 2
    assert _shape(everything(database)) == _shape(new)


def _shape(found: dict[str, str]) -> dict[str, str]:
    """Return what is neither rows, which a migration may ask to sum anew, nor statistics."""
    return {
        name: words
        for name, words in found.items()
        if not name.startswith(("rows of ", "table sqlite_stat"))
    }


def _newer(database: DatabaseEngine) -> None:
    with database.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()


def test_a_newer_schema_is_answered_with_version_numbers_and_not_touched(url: str) -> None:
    database = make_engine(parse_address(url))
    _newer(database)
    before = everything(database), _bytes(database)
    with pytest.raises(SchemaTooNew) as caught:
        open_database(parse_address(url))
    assert (caught.value.facts["found"], caught.value.facts["known"]) == ("9999", schema.HEAD)
    assert (everything(database), _bytes(database)) == before


def _bytes(database: DatabaseEngine) -> str:
    path = Path(str(database.url.database))
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


@pytest.mark.parametrize("old", _OLDER[:1])
def test_a_schema_that_becomes_newer_while_this_desk_waits_is_not_touched(
    url: str, tmp_path: Path, old: str
) -> None:
    database = old_database(url, tmp_path, old)
    # Between this desk's look and its lock a newer program migrates.
    with pytest.raises(SchemaTooNew):
        open_database(parse_address(url), before_migration=lambda _own: _newer(database))
    found = everything(database)
    assert found["rows of alembic_version"] != ""
    with database.engine.connect() as connection:
        assert database.schema_revision(connection) == "9999"
    database.close()


@needs_fork
def test_a_making_that_was_killed_can_be_begun_again(
    alembic_office: Office, tmp_path: Path
) -> None:
    url = str(tmp_path / "new.branchbook")
    for place in (1, 40, 0):
        alembic_office.clerk("migrating.killed_at", url=url, old="", at=place).finish()
    go_on(url, "")
    database = open_database(parse_address(url))
    with database.engine.connect() as connection:
        assert database.integrity_problems(connection) == ()
    database.close()
