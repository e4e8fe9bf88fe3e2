"""The audit log's seal: whatever is done to sealed entries behind the program's back shows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from desktop.bootstrap import Services, make_database, open_services
from desktop.services.audit.sealing import (
    CHAIN_BROKEN,
    ENTRY_CHANGED,
    ENTRY_MISSING,
    FORMAT_UNKNOWN,
    POSITION_MISSING,
    chain_head,
)
from desktop.services.branches.data import MakeBranch
from desktop.services.checking.data import Proof
from tests.command_line import CLOCK
from tests.databases import Copying


def seal_six(address: str) -> None:
    """Make a branch whose audit log has six sealed entries."""
    make_database(address, MakeBranch("Test"), CLOCK)
    opened = open_services(address, CLOCK)
    for number in range(6):
        rename(opened, f"Test {number}")
    assert opened.checking.seal(opened.actor) == 6
    opened.close()


@pytest.fixture
def services(filled_url: Copying) -> Iterator[Services]:
    """Yield the services on a branch whose audit log has six sealed entries."""
    opened = open_services(filled_url(seal_six), CLOCK)
    yield opened
    opened.close()


def rename(services: Services, name: str) -> None:
    """Change a row by a command, so that the log has an entry."""
    with services.uow.write(services.actor, "Rename") as session:
        session.execute(text("UPDATE branch SET name = :name"), {"name": name})


def tamper(services: Services, *statements: str) -> None:
    """Run statements behind the program's back, where no key minds."""
    engine = services.uow.database.writer
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.commit()
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
            connection.exec_driver_sql("BEGIN")


def breaks(services: Services) -> list[tuple[str, object]]:
    """Return what the check says of the chain: the reason and the place."""
    # SQLite's own check sees a key that leads nowhere too.
    found = [one for one in services.checking.run() if one.code not in ("integrity", "left_out")]
    assert all(one.proof is Proof.AUDIT_CHAIN for one in found), found
    return [(one.code, one.facts["position"]) for one in found]


_THIRD = "(SELECT log_id FROM audit_seal WHERE position = 3)"


def test_a_log_that_nobody_touched_fits_its_seal(services: Services) -> None:
    assert services.checking.run() == ()


def test_sealing_twice_seals_nothing_twice(services: Services) -> None:
    assert services.checking.seal(services.actor) == 0


def test_later_entries_continue_the_chain(services: Services) -> None:
    with services.uow.read() as session:
        before = chain_head(session)
    rename(services, "Later")
    assert services.checking.run() == ()
    assert services.checking.seal(services.actor) == 1
    with services.uow.read() as session:
        after = chain_head(session)
    assert (before[0], after[0]) == (6, 7)
    assert before[1] != after[1]
    assert services.checking.run() == ()


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ((f"UPDATE audit_log SET login = 'x' WHERE id = {_THIRD}",), [(ENTRY_CHANGED, 3)]),
        ((f"UPDATE audit_log SET old_row = NULL WHERE id = {_THIRD}",), [(ENTRY_CHANGED, 3)]),
        ((f"UPDATE audit_log SET salt = 'x' WHERE id = {_THIRD}",), [(ENTRY_CHANGED, 3)]),
        ((f"DELETE FROM audit_log WHERE id = {_THIRD}",), [(ENTRY_MISSING, 3)]),
        (
            ("DELETE FROM audit_seal WHERE position = 3",),
            [(POSITION_MISSING, 4), (CHAIN_BROKEN, 4)],
        ),
        (
            ("UPDATE audit_seal SET format_version = 2 WHERE position = 3",),
            [(FORMAT_UNKNOWN, 3), (CHAIN_BROKEN, 3)],
        ),
        (
            (f"UPDATE audit_seal SET payload_hash = '{'0' * 64}' WHERE position = 3",),
            [(ENTRY_CHANGED, 3), (CHAIN_BROKEN, 3)],
        ),
        (
            (
                "UPDATE audit_seal SET position = 99 WHERE position = 3",
                "UPDATE audit_seal SET position = 3 WHERE position = 4",
                "UPDATE audit_seal SET position = 4 WHERE position = 99",
            ),
            [(CHAIN_BROKEN, 3), (CHAIN_BROKEN, 4), (CHAIN_BROKEN, 5)],
        ),
    ],
)
def test_what_is_done_to_sealed_entries_is_found(
    services: Services, statements: tuple[str, ...], expected: list[tuple[str, int]]
) -> None:
    tamper(services, *statements)
    assert breaks(services) == expected
