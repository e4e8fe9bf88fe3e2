"""Revision 0004 on data: plans of before are kept, new ids begin at the node, both engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from desktop.services.database import (
    DatabaseEngine,
    create_schema,
    make_engine,
    open_database,
    parse_address,
)
from tests.databases import Copying
from tests.factories import make_people
from tests.migrations.steps import migrate

_NODE = 7
_FIRST = _NODE * 2**40 + 1
_OLD_ROWS = (
    "INSERT INTO sales_plan (name, name_key, fiscal_year, branch_id) "
    "VALUES ('Old', 'old', 2026, {branch})",
    "INSERT INTO plan_version (plan_id, number, fiscal_year, status, made_at, season_basis, "
    "branch_id) VALUES ({branch}, 1, 2026, 'in_force', '2026-01-01 00:00:00', '2025', {branch})",
    "INSERT INTO plan_line (version_id, metric, month, amount, is_locked, reason, branch_id) "
    "VALUES ({branch}, 'sales', 24312, 12345, false, '', {branch})",
)


def _made(connection: Connection) -> list[tuple[str, str]]:
    """Return the words that a file's plans are made with."""
    rows = connection.execute(
        text("SELECT name, sql FROM sqlite_master WHERE name IN ('plan_line', 'plan_version')")
    )
    return [(name, " ".join(words.split())) for name, words in rows]


def make_old(url: str) -> None:
    """Make a database of revision 0003, of node 7, with a plan in force."""
    create_schema(url, _NODE)
    database = open_database(parse_address(url))
    make_people(database)
    with database.writer.begin() as connection:
        migrate(connection, "downgrade", "0003")
        for statement in _OLD_ROWS:
            connection.execute(text(statement.format(branch=_FIRST)))
    database.close()


@pytest.fixture
def old(filled_url: Copying) -> str:
    """Return the address of a database of revision 0003, of node 7, with a plan in force."""
    return filled_url(make_old)


@pytest.fixture
def database(old: str) -> Iterator[DatabaseEngine]:
    """Yield the same, brought up to date."""
    opened = open_database(parse_address(old))
    yield opened
    opened.close()


def test_lines_of_before_are_base_targets_without_bounds(database: DatabaseEngine) -> None:
    with database.engine.connect() as connection:
        row = connection.execute(
            text("SELECT amount, level, minimum, maximum, agreed FROM plan_line")
        ).one()
        version = connection.execute(
            text("SELECT status, parent_id, note, submitted_at, agreed_at FROM plan_version")
        ).one()
    assert tuple(row) == (12345, "base", None, None, None)
    assert tuple(version) == ("in_force", None, "", None, None)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE plan_line SET level = 'hope'",
        "UPDATE plan_line SET minimum = 2, maximum = 1",
        "UPDATE plan_version SET parent_id = 1",
    ],
)
def test_what_was_added_to_tables_of_before_is_enforced(
    database: DatabaseEngine, statement: str
) -> None:
    with pytest.raises(IntegrityError), database.writer.begin() as connection:
        connection.execute(text(statement))


def test_ids_of_the_new_tables_begin_at_the_node(database: DatabaseEngine) -> None:
    with database.writer.begin() as connection:
        made = connection.scalar(
            text(
                "INSERT INTO plan_objective (plan_id, text, criterion, due, evidence, branch_id) "
                f"VALUES ({_FIRST}, 'a', 'b', '2026-06-30', '', {_FIRST}) RETURNING id"
            )
        )
    assert made == _FIRST


def test_an_objective_is_closed_with_evidence_alone(database: DatabaseEngine) -> None:
    insert = (
        "INSERT INTO plan_objective (plan_id, text, criterion, due, evidence, closed_on, "
        f"branch_id) VALUES ({_FIRST}, 'a', 'b', '2026-06-30', '{{}}', '2026-06-01', {_FIRST})"
    )
    with pytest.raises(IntegrityError), database.writer.begin() as connection:
        connection.execute(text(insert.format("")))
    with database.writer.begin() as connection:
        connection.execute(text(insert.format("Photographs of 6 May")))


def test_nothing_is_wrong_with_the_file_afterwards(database: DatabaseEngine) -> None:
    with database.engine.connect() as connection:
        assert database.integrity_problems(connection) == ()


def test_down_again_the_plan_is_as_it_was(old: str) -> None:
    before = make_engine(parse_address(old))
    is_file = before.engine.dialect.name == "sqlite"
    with before.engine.connect() as connection:
        made = _made(connection) if is_file else []
    before.close()
    open_database(parse_address(old)).close()
    after = make_engine(parse_address(old))
    try:
        with after.writer.begin() as connection:
            migrate(connection, "downgrade", "0003")
        with after.engine.connect() as connection:
            assert (_made(connection) if is_file else []) == made
            row = connection.execute(text("SELECT * FROM plan_line")).mappings().one()
            assert (row["amount"], "level" in row, "agreed" in row) == (12345, False, False)
    finally:
        after.close()
