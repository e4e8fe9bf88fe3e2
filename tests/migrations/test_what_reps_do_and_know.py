"""Revision 0006 on data: batches of before are kept, new ids begin at the node, both engines."""

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
_AT = "'2026-01-01 00:00:00'"
_COMMAND = (
    "INSERT INTO command_log (branch_id, request_id, name, at, client) "
    f"VALUES ({_FIRST}, 'r', 'import', {_AT}, 'test') RETURNING id"
)
_BATCH = (
    "INSERT INTO import_batch (command_id, kind, scope, file_name, sheet, content_hash, "
    "row_count, refused_count, rounded_count, mapping, branch_id) "
    "VALUES ({command}, '{kind}', '', 'f.csv', '', '{kind}', 1, 0, 0, '', " + f"{_FIRST})"
)
_VISIT = (
    "INSERT INTO visit (state, visited_on, month, rep_id, customer_id, channel, purpose, outcome, "
    "is_attempt, note, note_key, order_number, keyed_at, branch_id) "
    "SELECT 'posted', '2026-01-05', 24312, rep.id, customer.id, 'on_site', '', 'talked', "
    f"false, 'Wants malt', 'wants malt', 'SO-1', {_AT}, rep.branch_id FROM rep, customer "
    "RETURNING id"
)
_REP = (
    "INSERT INTO rep (code, code_key, name, name_key, pinyin, title, branch_id) "
    f"VALUES ('A', 'a', 'Ann', 'ann', '', '', {_FIRST})"
)
_CUSTOMER = (
    "INSERT INTO customer (code, code_key, name, name_key, pinyin, is_key_account, tax_id, phone, "
    "address, legal_person, branch_id) "
    f"VALUES ('C', 'c', 'Shop', 'shop', '', false, '', '', '', '', {_FIRST})"
)


def make_old(url: str) -> None:
    """Make a database of revision 0005, of node 7, with a visit and a batch of orders."""
    create_schema(url, _NODE)
    database = open_database(parse_address(url))
    make_people(database)
    with database.writer.begin() as connection:
        migrate(connection, "downgrade", "0005")
        command = connection.scalar(text(_COMMAND))
        connection.execute(text(_BATCH.format(command=command, kind="orders")))
        for statement in (_REP, _CUSTOMER, _VISIT):
            connection.execute(text(statement))
    database.close()


@pytest.fixture
def old(filled_url: Copying) -> str:
    """Return the address of a database of revision 0005, of node 7, with a visit and a batch."""
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


def _run(database: DatabaseEngine, statement: str) -> int:
    """Carry out a statement with the visit's and the rep's id; return the id of its row."""
    with database.writer.begin() as connection:
        ids = {name: connection.scalar(text(f"SELECT id FROM {name}")) for name in ("visit", "rep")}
        found = connection.scalar(text(statement.format(branch=_FIRST, at=_AT, **ids)))
    assert isinstance(found, int)
    return found


_CHECKED = (
    "INSERT INTO entry_check (visit_id, reason, asked_at, method, result, checked_at, note, "
    "branch_id) VALUES ({visit}, 'sample', {at}, 'call_back', "
)
_NEW = {
    "entry": "INSERT INTO entry (visit_id, via, keyed_at, branch_id) "
    "VALUES ({visit}, 'slip', {at}, {branch}) RETURNING id",
    "entry_check": _CHECKED + "'confirmed', {at}, '', {branch}) RETURNING id",
    "week_plan": "INSERT INTO week_plan (rep_id, monday, state, note, branch_id) "
    "VALUES ({rep}, '2026-01-05', 'draft', '', {branch}) RETURNING id",
    "joint_visit": "INSERT INTO joint_visit (visit_id, companion_id, coaching, next_goal, "
    "branch_id) VALUES ({visit}, {rep}, '', '', {branch}) RETURNING id",
    "policy_notice": "INSERT INTO policy_notice (title, text, announced_on, due_on, branch_id) "
    "VALUES ('Returns', '', '2026-01-05', '2026-01-09', {branch}) RETURNING id",
}


@pytest.mark.parametrize("table", _NEW)
def test_ids_of_the_new_tables_begin_at_the_node(database: DatabaseEngine, table: str) -> None:
    assert _run(database, _NEW[table]) == _FIRST


@pytest.mark.parametrize(
    "wrong",
    [
        _CHECKED + "'confirmed', NULL, '', {branch}) RETURNING id",
        _CHECKED + "'perhaps', {at}, '', {branch}) RETURNING id",
        "INSERT INTO entry (via, keyed_at, branch_id) VALUES ('slip', {at}, {branch}) RETURNING id",
        "INSERT INTO skill_mark (rep_id, skill, level, seen_on, evidence, branch_id) "
        "VALUES ({rep}, 'closing', 6, '2026-01-05', '', {branch}) RETURNING id",
        "INSERT INTO week_plan (rep_id, monday, state, note, branch_id) "
        "VALUES ({rep} + 1, '2026-01-05', 'draft', '', {branch}) RETURNING id",
    ],
    ids=[
        "a result without its time", "an unknown result", "an entry of nothing",
        "a level above five", "a week of nobody",
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(database: DatabaseEngine, wrong: str) -> None:
    with pytest.raises(IntegrityError):
        _run(database, wrong)


def test_a_batch_may_be_of_market_notes_and_of_nothing_unknown(database: DatabaseEngine) -> None:
    with pytest.raises(IntegrityError):
        _add_batch(database, "weather")
    _add_batch(database, "market-notes")
    with database.engine.connect() as connection:
        kinds = connection.scalars(text("SELECT kind FROM import_batch ORDER BY kind")).all()
    assert kinds == ["market-notes", "orders"]


def test_the_visits_of_before_are_there_and_nothing_is_wrong(database: DatabaseEngine) -> None:
    with database.engine.connect() as connection:
        visits = connection.execute(text("SELECT note, order_number FROM visit")).all()
        assert database.integrity_problems(connection) == ()
    assert [tuple(row) for row in visits] == [("Wants malt", "SO-1")]


def test_down_again_what_was_there_before_is_there(old: str) -> None:
    upgraded = open_database(parse_address(old))
    _add_batch(upgraded, "market-notes")
    _run(upgraded, _NEW["entry_check"])
    upgraded.close()
    after = make_engine(parse_address(old))
    try:
        with after.writer.begin() as connection:
            migrate(connection, "downgrade", "0005")
        with after.engine.connect() as connection:
            assert connection.scalars(text("SELECT kind FROM import_batch")).all() == ["orders"]
            assert connection.scalars(text("SELECT outcome FROM visit")).all() == ["talked"]
        with pytest.raises(IntegrityError):
            _add_batch(after, "market-notes")
    finally:
        after.close()
