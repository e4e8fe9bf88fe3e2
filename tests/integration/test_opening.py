"""Opening a database: what a look changes, and what stays on a connection."""

from __future__ import annotations

import re
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import URL, create_engine, text

from desktop.bootstrap import OlderSchema, open_services
from desktop.clock import SystemClock
from desktop.commands import opening
from desktop.commands.doors import BranchDoors
from desktop.errors import DatabaseUnreachable
from desktop.services.database import make_engine, open_database, parse_address, schema
from desktop.services.database.schema import HEAD, REVISIONS
from desktop.views.databases.requests import ConnectDatabase


def _revision(address: str) -> str | None:
    engine = make_engine(parse_address(address))
    try:
        with engine.engine.connect() as connection:
            return engine.schema_revision(connection)
    finally:
        engine.close()


@pytest.fixture
def older(tmp_path: Path) -> str:
    """Return the address of a database as the first version made it."""
    address = str(tmp_path / "older.db")
    engine = make_engine(parse_address(address))
    with engine.writer.begin() as connection:
        schema._upgrade(connection, REVISIONS[0])
    engine.close()
    return address


@pytest.mark.skipif(len(REVISIONS) < 2, reason="there is no older schema yet")
def test_a_look_leaves_an_older_schema_as_it_is(older: str) -> None:
    with pytest.raises(OlderSchema):
        open_services(older, SystemClock(), may_migrate=False)
    assert _revision(older) == REVISIONS[0]


@pytest.mark.skipif(len(REVISIONS) < 2, reason="there is no older schema yet")
def test_opening_changes_it(older: str) -> None:
    # The control of the test before.
    open_database(parse_address(older)).close()
    assert _revision(older) == HEAD


@pytest.mark.skipif(len(REVISIONS) < 2, reason="there is no older schema yet")
def test_the_connection_test_says_that_the_tables_are_older(
    older: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    doors = BranchDoors(SystemClock(), tuple)
    monkeypatch.setattr(doors, "server_url", lambda _request: parse_address(older), raising=True)
    said = doors.try_server(ConnectDatabase("db", 5432, "north", "anna"))
    assert re.search("north answers.*older", said)
    assert _revision(older) == REVISIONS[0]


@pytest.mark.parametrize(("remembered", "tried"), [("secret", [None, "secret"]), ("", [None])])
def test_a_server_that_the_window_opens_gets_the_keyrings_password(
    remembered: str, tried: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str | None] = []

    def server(url: URL, _clock: object, *, may_migrate: bool) -> SimpleNamespace:
        seen.append(url.password)
        if url.password != "secret":
            raise DatabaseUnreachable("login_refused", address="db")
        return SimpleNamespace(branch=SimpleNamespace(is_sample=False))

    monkeypatch.setattr("desktop.bootstrap.open_services", server)
    monkeypatch.setattr(opening, "_remembered", lambda _url: remembered)
    doors = BranchDoors(SystemClock(), tuple)
    with nullcontext() if remembered else pytest.raises(DatabaseUnreachable):
        doors.open("postgresql://anna@db.example/north")
    assert seen == tried


def test_what_a_session_set_does_not_stay_on_its_connection(postgres_url: str) -> None:
    ours = make_engine(parse_address(postgres_url))
    plain = create_engine(parse_address(postgres_url), pool_size=1)
    found = []
    for engine in (ours.engine, plain):
        with engine.connect() as connection:
            connection.execute(text("SET work_mem = '65kB'"))
            connection.execute(text("SELECT pg_advisory_lock(7)"))
            connection.commit()
        with engine.connect() as connection:
            shown = connection.scalar(text("SHOW work_mem"))
            locks = connection.scalar(
                text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' "
                     "AND pid = pg_backend_pid()")
            )  # fmt: skip
            found.append((shown, locks))
    ours.close()
    plain.dispose()
    # The second is the control: a plain pool keeps both.
    assert found == [("64MB", 0), ("65kB", 1)]


def test_the_settings_of_every_connection_outlive_the_cleaning(postgres_url: str) -> None:
    ours = make_engine(parse_address(postgres_url))
    for _time in range(3):
        with ours.engine.connect() as connection:
            assert connection.scalar(text("SHOW transaction_isolation")) == "repeatable read"
            assert connection.scalar(text("SHOW statement_timeout")) == "15s"
            assert connection.scalar(text("SHOW timezone")) == "UTC"
    ours.close()
