"""Revision 0005 on data: batches of before are kept, new ids begin at the node, both engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text
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
_COMMAND = (
    "INSERT INTO command_log (branch_id, request_id, name, at, client) "
    f"VALUES ({_FIRST}, 'r', 'import', '2026-01-01 00:00:00', 'test') RETURNING id"
)
_BATCH = (
    "INSERT INTO import_batch (command_id, kind, scope, file_name, sheet, content_hash, "
    "row_count, refused_count, rounded_count, mapping, branch_id) "
    "VALUES ({command}, '{kind}', '', 'f.csv', '', '{kind}', 1, 0, 0, '', " + f"{_FIRST})"
)


def make_old(url: str) -> None:
    """Make a database of revision 0004, of node 7, with a batch of orders."""
    create_schema(url, _NODE)
    database = open_database(parse_address(url))
    make_people(database)
    with database.writer.begin() as connection:
        migrate(connection, "downgrade", "0004")
        command = connection.scalar(text(_COMMAND))
        connection.execute(text(_BATCH.format(command=command, kind="orders")))
    database.close()


@pytest.fixture
def old(filled_url: Copying) -> str:
    """Return the address of a database of revision 0004, of node 7, with a batch."""
    return filled_url(make_old)


@pytest.fixture
def database(old: str) -> Iterator[DatabaseEngine]:
    """Yield the same, brought up to date."""
    opened = open_database(parse_address(old))
    yield opened
    opened.close()


def _add_batch(database: DatabaseEngine, kind: str) -> None:
    with database.writer.begin() as connection:
        command = connection.scalar(text("SELECT command_id FROM import_batch"))
        connection.execute(text(_BATCH.format(command=command, kind=kind)))


def test_a_batch_may_be_of_budgets_and_of_nothing_unknown(database: DatabaseEngine) -> None:
    with pytest.raises(IntegrityError):
        _add_batch(database, "weather")
    _add_batch(database, "budgets")
    with database.engine.connect() as connection:
        kinds = connection.scalars(text("SELECT kind FROM import_batch ORDER BY kind")).all()
    assert kinds == ["budgets", "orders"]


def test_ids_of_the_new_tables_begin_at_the_node(database: DatabaseEngine) -> None:
    with database.writer.begin() as connection:
        line = connection.scalar(
            text(
                "INSERT INTO budget_line (month, category, amount_minor, branch_id) "
                f"VALUES (24312, 'travel', 100, {_FIRST}) RETURNING id"
            )
        )
        measure = connection.scalar(
            text(
                "INSERT INTO own_metric (name, name_key, unit, decimals, more_is_better, adds_up, "
                f"definition, branch_id) VALUES ('Shelf', 'shelf', '', 0, true, true, '', {_FIRST})"
                " RETURNING id"
            )
        )
    assert (line, measure) == (_FIRST, _FIRST)


def test_a_potential_is_of_a_customer_or_of_a_territory(database: DatabaseEngine) -> None:
    with pytest.raises(IntegrityError), database.writer.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO potential_figure (amount_minor, as_of, source, method, confidence, "
                f"note, branch_id) VALUES (1, '2026-01-01', '', 'index', 'low', '', {_FIRST})"
            )
        )


def test_nothing_is_wrong_with_the_file_afterwards(database: DatabaseEngine) -> None:
    with database.engine.connect() as connection:
        assert database.integrity_problems(connection) == ()


def test_down_again_the_batches_of_before_are_there(old: str) -> None:
    upgraded = open_database(parse_address(old))
    _add_batch(upgraded, "budgets")
    upgraded.close()
    after = make_engine(parse_address(old))
    try:
        with after.writer.begin() as connection:
            migrate(connection, "downgrade", "0004")
        with after.engine.connect() as connection:
            kinds = connection.scalars(text("SELECT kind FROM import_batch")).all()
            assert kinds == ["orders"]
        with pytest.raises(IntegrityError):
            _add_batch(after, "budgets")
    finally:
        after.close()
