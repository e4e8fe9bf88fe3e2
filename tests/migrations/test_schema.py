"""The schema that migrations make is the one that the records describe, on both engines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Connection, inspect, text

import desktop.models
from desktop.errors import DatabaseUnreachable, SchemaTooNew
from desktop.models import Base
from desktop.services.database import (
    DatabaseEngine,
    create_schema,
    due,
    make_engine,
    open_database,
    parse_address,
    schema,
)
from desktop.services.database import postgres as of_postgres
from desktop.services.database import sqlite as of_sqlite
from desktop.services.database.audited import own_tables, watched_tables
from tests.migrations.steps import migrate

_SCRIPTS = Path(desktop.models.__file__).parent / "migrations"


@pytest.fixture
def database(database_url: str) -> Iterator[DatabaseEngine]:
    opened = open_database(parse_address(database_url))
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a place where a database can be made."""
    if request.param == "sqlite":
        return str(tmp_path / "new.branchbook")
    make: Callable[[], str] = request.getfixturevalue("empty_postgres")
    return make()


def _is_postgres(database: DatabaseEngine) -> bool:
    return database.engine.dialect.name == "postgresql"


def _is_of_search(name: str | None) -> bool:
    """Whether it is a text index or an index of an expression, which no record describes."""
    return (name or "").startswith(
        ("visit_search", "customer_search", "ix_visit_search", "ix_customer_search",
         "ix_customer_letters")
    )  # fmt: skip


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
def test_migrations_make_what_the_records_describe(database: DatabaseEngine) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                # Comments are no matter of revisions: they are written with the triggers.
                "include_name": lambda name, _kind, _parents: (
                    name != "alembic_version" and not _is_of_search(name)
                ),
            },
        )
        differences = [
            one
            for one in compare_metadata(context, Base.metadata)
            if not _is_about_comments_alone(one)
        ]
    assert differences == []


def test_a_file_that_is_made_after_a_server_has_every_foreign_key(
    empty_postgres: Callable[[], str], tmp_path: Path
) -> None:
    def keys_of_users(path: Path) -> int:
        create_schema(str(path))
        opened = open_database(parse_address(str(path)))
        with opened.engine.connect() as connection:
            found = connection.execute(text("PRAGMA foreign_key_list(app_user)")).all()
        opened.close()
        return len(found)

    before = keys_of_users(tmp_path / "before.branchbook")
    create_schema(empty_postgres())
    assert keys_of_users(tmp_path / "after.branchbook") == before > 0


def _is_about_comments_alone(difference: Any) -> bool:
    if isinstance(difference, list):
        return all(_is_about_comments_alone(one) for one in difference)
    return difference[0] in ("modify_comment", "add_table_comment", "remove_table_comment")


def _words(condition: str) -> list[str]:
    """Return the names, words and numbers of a condition, without an engine's way of writing it."""
    bare = re.sub(r"::[a-z ]+(\[\])?(\([0-9]+\))?", "", condition.replace("<> ", "!= "))
    bare = re.sub(r'COLLATE "?\w+"?', "", bare)
    return sorted(re.findall(r"'[^']*'|[a-z_]+|[0-9]+", bare))


def _checks(connection: Connection) -> dict[str, list[str]]:
    inspector = inspect(connection)
    return {
        f"{table}.{check['name']}": _words(check["sqltext"])
        for table in inspector.get_table_names()
        for check in inspector.get_check_constraints(table)
    }


def test_every_check_has_its_name_and_says_the_same(database: DatabaseEngine) -> None:
    wanted = {
        f"{table.name}.{constraint.name}": _words(str(constraint.sqltext))
        for table in own_tables()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    with database.engine.connect() as connection:
        found = _checks(connection)
    assert found.keys() == wanted.keys()
    if not _is_postgres(database):
        assert found == wanted
        return
    # Postgres writes IN and BETWEEN in its own words: what is compared are the values.
    for name, words in wanted.items():
        values = {word for word in words if word[0] == "'" or word.isdigit()}
        assert values == {w for w in found[name] if w[0] == "'" or w.isdigit()}, name


def test_the_schema_goes_up_and_down_and_up_again(empty_url: str) -> None:
    create_schema(empty_url)
    database = make_engine(parse_address(empty_url))
    try:
        with database.writer.begin() as connection:
            migrate(connection, "downgrade", "base")
            left = set(inspect(connection).get_table_names()) - {"alembic_version"}
            assert left == set()
            assert database.schema_revision(connection) is None
            migrate(connection, "upgrade", "head")
            tables = set(inspect(connection).get_table_names()) - {"alembic_version"}
            tables = {name for name in tables if not _is_of_search(name)}
            assert tables == {table.name for table in own_tables()}
            assert database.schema_revision(connection) == schema.HEAD
    finally:
        database.close()


def test_the_list_of_revisions_is_that_of_the_scripts() -> None:
    from alembic.script import ScriptDirectory

    scripts = list(ScriptDirectory(str(_SCRIPTS)).walk_revisions())
    assert tuple(one.revision for one in reversed(scripts)) == schema.REVISIONS
    assert [one.revision for one in scripts if one.is_head] == [schema.HEAD]


def test_migrations_use_nothing_of_the_project_but_themselves() -> None:
    for path in _SCRIPTS.rglob("*.py"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if re.match(r"\s*(from|import) desktop", line):
                assert "desktop.models.migrations" in line, f"{path.name}: {line}"


def test_every_column_says_what_it_holds() -> None:
    silent = [f"{t.name}.{c.name}" for t in own_tables() for c in t.columns if not c.comment]
    assert silent == []


def test_postgres_keeps_what_every_column_says(postgres_url: str) -> None:
    database = open_database(parse_address(postgres_url))
    try:
        with database.engine.connect() as connection:
            found = {
                (table, column["name"]): column["comment"]
                for table in inspect(connection).get_table_names()
                for column in inspect(connection).get_columns(table)
                if table != "alembic_version"
            }
    finally:
        database.close()
    assert found == {(t.name, c.name): c.comment for t in own_tables() for c in t.columns}


def _triggers(database: DatabaseEngine) -> set[tuple[str, str]]:
    """Return table and name of every trigger there is."""
    query = (
        "SELECT tgrelid::regclass\\:\\:text, tgname FROM pg_trigger WHERE NOT tgisinternal"
        if _is_postgres(database)
        else "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
    )
    with database.engine.connect() as connection:
        return {
            (row[0], row[1]) for row in connection.execute(text(query.replace("::r", "\\:\\:r")))
        }


def test_every_table_that_should_be_watched_is(database: DatabaseEngine) -> None:
    wanted = set()
    for table in watched_tables():
        if _is_postgres(database):
            wanted |= {(table.name, "branchbook_audit")} if table.is_audited else set()
            wanted |= {(table.name, "branchbook_posted")} if table.frozen else set()
            wanted |= {(table.name, "branchbook_new_line")} if table.header else set()
            continue
        if table.is_audited:
            wanted |= {(table.name, f"audit_{table.name}_{a}") for a in _ACTIONS}
        if table.frozen:
            parts = ("update", "delete", "insert") if table.header else ("update", "void", "delete")
            wanted |= {(table.name, f"posted_{table.name}_{part}") for part in parts}
    for source in due.watched():
        name = "branchbook_due" if _is_postgres(database) else f"due_{source.table}"
        wanted |= {(source.table, f"{name}_{event}") for event in source.events}
    if not _is_postgres(database):
        for table_name in ("visit", "customer"):
            wanted |= {(table_name, f"search_{table_name}_{action}") for action in _ACTIONS}
    assert _triggers(database) == wanted


_ACTIONS = ("insert", "update", "delete")


def test_what_is_watched_is_all_but_the_logs_and_the_sums() -> None:
    silent = {table.name for table in watched_tables() if not table.is_audited}
    assert silent == {
        "acting", "activity_days", "activity_known", "activity_month", "audit_log", "audit_seal",
        "batch_change", "command_log", "customer_turn", "sales_month", "summary_due",
    }  # fmt: skip
    frozen = {table.name for table in watched_tables() if table.frozen}
    assert frozen == {
        "sales_order", "order_line", "order_credit", "invoice", "invoice_line", "invoice_credit",
        "collection",
    }  # fmt: skip
    assert {table.name for table in watched_tables()} == {table.name for table in own_tables()}


def test_triggers_are_made_anew_as_often_as_wanted(database: DatabaseEngine) -> None:
    before = _triggers(database)
    with database.writer.begin() as connection:
        database.install_triggers(connection)
    assert _triggers(database) == before


def test_the_statements_of_triggers_come_in_a_fixed_order() -> None:
    assert of_sqlite.trigger_statements() == of_sqlite.trigger_statements()
    assert of_postgres.trigger_statements() == of_postgres.trigger_statements()


@pytest.mark.parametrize("node", [0, 7])
def test_ids_begin_at_the_node_and_bulk_inserts_go_on_there(empty_url: str, node: int) -> None:
    from sqlalchemy.orm import Session

    from desktop.models import Branch, Territory
    from tests.factories import CLOCK

    create_schema(empty_url, node)
    database = open_database(parse_address(empty_url))
    first = node * 2**40 + 1
    try:
        with Session(database.writer) as session:
            branch = Branch(
                name="N", currency="CNY", decimals=2, fiscal_year_start=1, sales_basis="invoiced",
                aging_bounds="", calendar="CN", is_sample=False, created_at=CLOCK.now(),
            )  # fmt: skip
            session.add(branch)
            session.flush()
            assert branch.id == first
            table = Territory.__table__
            ids = list(database.allocate_ids(session, table, 3))
            assert ids == [first, first + 1, first + 2]
            columns = ["id", "branch_id", "code", "code_key", "name", "name_key", "version"]
            database.bulk_insert(
                session, table, columns,
                [(row, branch.id, str(row), str(row), "x", "x", 1) for row in ids[:2]],
            )  # fmt: skip
            database.bulk_insert(
                session, table, columns[1:], [(branch.id, "last", "last", "x", "x", 1)]
            )
            found = session.scalars(text("SELECT id FROM territory ORDER BY id")).all()
            assert found == [first, first + 1, first + 3]
    finally:
        database.close()


def test_a_newer_schema_is_refused_and_nothing_is_changed(database_url: str) -> None:
    database = open_database(parse_address(database_url))
    with database.writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(SchemaTooNew) as caught:
        open_database(parse_address(database_url))
    assert (caught.value.facts["found"], caught.value.facts["known"]) == ("9999", schema.HEAD)


def test_an_older_schema_is_brought_up_to_date(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_database(parse_address(database_url))
    before = _triggers(database)
    with database.writer.begin() as connection:
        migrate(connection, "downgrade", "base")
        connection.execute(text("INSERT INTO alembic_version VALUES ('0000')"))
    database.close()
    # There is no older revision yet: one is made up, and the step from it is the first one.
    monkeypatch.setattr(schema, "REVISIONS", ("0000", *schema.REVISIONS))

    def from_nothing(connection: Connection) -> None:
        connection.execute(text("DELETE FROM alembic_version"))
        upgrade(connection)

    upgrade = schema._upgrade
    monkeypatch.setattr(schema, "_upgrade", from_nothing)
    database = open_database(parse_address(database_url))
    try:
        with database.engine.connect() as connection:
            assert database.schema_revision(connection) == schema.HEAD
        assert _triggers(database) == before
    finally:
        database.close()


def test_a_database_of_something_else_is_not_taken_for_ours(empty_url: str) -> None:
    database = make_engine(parse_address(empty_url))
    with database.writer.begin() as connection:
        connection.execute(text("CREATE TABLE something (id integer)"))
    database.close()
    with pytest.raises(DatabaseUnreachable) as caught:
        open_database(parse_address(empty_url))
    assert caught.value.code == "not_a_branchbook"
    with pytest.raises(DatabaseUnreachable) as caught:
        create_schema(empty_url)
    assert caught.value.code in ("database_exists", "database_not_empty")


def test_a_fresh_database_has_nothing_wrong_with_it(database: DatabaseEngine) -> None:
    with database.engine.connect() as connection:
        assert database.integrity_problems(connection) == ()
        assert not database.is_empty(connection)
