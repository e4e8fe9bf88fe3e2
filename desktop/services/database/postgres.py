"""Postgres: the way for more than one desk (RELIABILITY.md, section 1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, text
from sqlalchemy.orm import Session

from desktop.services.database import due
from desktop.services.database.audited import own_tables, watched_tables
from desktop.services.database.engine import Column
from desktop.services.database.faults import as_sqlalchemy

_LOCK_KEY = 7_261_034_118
_BULK_KEY = 726_103
_LARGEST_LOCK = 2**31 - 1
_OPTIONS = (
    "-c statement_timeout=15000 -c lock_timeout=5000 "
    "-c idle_in_transaction_session_timeout=60000 -c jit=off -c work_mem=64MB -c timezone=UTC"
)

#: The rule of the server's own autovacuum, for what this transaction changed (and those just
#: before it on this connection, which the server has not put into its books yet).
_MUCH_CHANGED = """
SELECT CAST(CAST(changed.relid AS regclass) AS text)
FROM pg_stat_xact_user_tables AS changed
JOIN pg_class AS known ON known.oid = changed.relid
WHERE changed.n_tup_ins + changed.n_tup_upd + changed.n_tup_del
      > :few + 0.1 * greatest(known.reltuples, 0)
ORDER BY 1
"""
_FEW_ROWS = 50

_AUDIT = """
CREATE OR REPLACE FUNCTION branchbook_audit() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    old_row jsonb := CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END;
    new_row jsonb := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END;
    command text := nullif(current_setting('branchbook.command', true), '');
    whose jsonb := coalesce(new_row, old_row);
BEGIN
    INSERT INTO audit_log (branch_id, command_id, login, at, table_name, row_id, action,
                           old_row, new_row, salt, transaction_id)
    VALUES ((whose ->> TG_ARGV[0])::bigint, command::bigint,
            CASE WHEN command IS NULL THEN 'outside the program'
                 ELSE current_setting('branchbook.login', true) END,
            clock_timestamp(), TG_TABLE_NAME, (whose ->> 'id')::bigint, lower(TG_OP),
            old_row::text, new_row::text, replace(gen_random_uuid()::text, '-', ''),
            pg_current_xact_id()::text::bigint);
    RETURN NULL;
END $body$
"""

_POSTED = """
CREATE OR REPLACE FUNCTION branchbook_posted() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    frozen text[] := string_to_array(TG_ARGV[0], ',');
    before jsonb := to_jsonb(OLD);
    after jsonb := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END;
    name text;
BEGIN
    IF before ->> 'state' = 'draft' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    -- What is void because its batch was withdrawn may go when its customers go too.
    IF TG_OP = 'DELETE' AND before ->> 'state' = 'void' AND before ->> 'batch_id' IS NOT NULL THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'DELETE' OR after ->> 'state' = 'draft'
       OR (before ->> 'state' = 'void' AND after ->> 'state' <> 'void') THEN
        RAISE EXCEPTION 'posted % is never changed', TG_TABLE_NAME;
    END IF;
    FOREACH name IN ARRAY frozen LOOP
        IF before -> name IS DISTINCT FROM after -> name THEN
            RAISE EXCEPTION 'posted % is never changed', TG_TABLE_NAME;
        END IF;
    END LOOP;
    RETURN NEW;
END $body$
"""

_LINE = """
CREATE OR REPLACE FUNCTION branchbook_posted_line() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    found text;
BEGIN
    EXECUTE format('SELECT CASE WHEN state = ''void'' AND batch_id IS NOT NULL THEN ''draft'' '
                   'ELSE state END FROM %I WHERE id = $1', TG_ARGV[1]) INTO found
        USING (to_jsonb(OLD) ->> TG_ARGV[0])::bigint;
    IF found IS DISTINCT FROM 'draft' THEN
        RAISE EXCEPTION 'posted % is never changed', TG_TABLE_NAME;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $body$
"""

_NEW_LINE = """
CREATE OR REPLACE FUNCTION branchbook_new_line() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $body$
DECLARE
    document bigint := (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
    found text;
BEGIN
    EXECUTE format('SELECT state FROM %I WHERE id = $1', TG_ARGV[1]) INTO found USING document;
    -- A row may come with its document: what this transaction put into the log as new is its own.
    IF found <> 'draft' AND NOT EXISTS (
        SELECT 1 FROM audit_log WHERE table_name = TG_ARGV[1] AND row_id = document
           AND action = 'insert' AND transaction_id = pg_current_xact_id()::text::bigint
    ) THEN
        RAISE EXCEPTION 'posted % is never changed', TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $body$
"""

_NOT_BULK = "(coalesce(current_setting('branchbook.bulk', true), '') <> 'on')"


class PostgresEngine:
    """A shared database on a Postgres server."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.engine: Engine = create_engine(
            url,
            # A figure that needs several queries sees one state of the data.
            isolation_level="REPEATABLE READ",
            pool_pre_ping=True,
            # What a session set may not stay on a connection that another one gets.
            pool_reset_on_return=None,
            # What a row holds has no place in an error's words.
            hide_parameters=True,
            # The connection used last knows most: its pages, and what it keeps of a snapshot.
            pool_use_lifo=True,
            connect_args={
                "connect_timeout": 10,
                "keepalives_idle": 30,
                "keepalives_interval": 10,
                "keepalives_count": 3,
                "tcp_user_timeout": 30_000,
                "options": _OPTIONS,
                "application_name": "branchbook",
                # Statements that are prepared go with DISCARD ALL, which psycopg does not notice
                # every time.
                "prepare_threshold": None,
            },
        )
        self.writer: Engine = self.engine.execution_options(isolation_level="READ COMMITTED")
        event.listen(self.engine, "reset", _discard_all)

    def begin_command(self, session: Session, command: int, login: str, *, is_bulk: bool) -> None:
        """Say in settings of the transaction who acts."""
        session.execute(
            text(
                "SELECT set_config('branchbook.command', :command, true), "
                "set_config('branchbook.login', :login, true), "
                "set_config('branchbook.bulk', :bulk, true)"
            ),
            {"command": str(command), "login": login, "bulk": "on" if is_bulk else "off"},
        )

    def end_command(self, session: Session) -> None:
        """Write what is still pending; the settings end with the transaction."""
        session.flush()

    def allocate_ids(self, session: Session, table: Table, count: int) -> Sequence[int]:
        """Return ids from the table's own sequence."""
        rows = session.scalars(
            text("SELECT nextval(CAST(:name AS regclass)) FROM generate_series(1, :count)"),
            {"name": f"{table.name}_id_seq", "count": count},
        )
        return list(rows)

    def bulk_insert(
        self,
        session: Session,
        table: Table,
        columns: Sequence[str],
        rows: Iterable[Sequence[object]],
        same: Mapping[str, int] | None = None,
    ) -> None:
        """Insert rows by COPY."""
        extra = tuple((same or {}).values())
        columns = (*columns, *(same or ()))
        session.flush()
        raw = session.connection().connection.driver_connection
        assert raw is not None
        with (
            as_sqlalchemy(session.connection().dialect.loaded_dbapi.Error),
            raw.cursor() as cursor,
            cursor.copy(f"COPY {table.name} ({', '.join(columns)}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row((*row, *extra) if extra else row)

    def bulk_update(
        self, session: Session, table: Table, columns: Sequence[str], values: Sequence[Column]
    ) -> int:
        """Change rows by one statement over arrays."""
        dialect = session.connection().dialect
        kinds = [table.c[name].type.compile(dialect) for name in ("id", *columns)]
        arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
        wanted = ", ".join(f"{name} = new.{name}" for name in columns)
        session.flush()
        raw = session.connection().connection.driver_connection
        assert raw is not None
        with as_sqlalchemy(dialect.loaded_dbapi.Error), raw.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table.name} AS old SET {wanted}, version = old.version + 1 "
                f"FROM unnest({arrays}) AS new (id, {', '.join(columns)}) WHERE old.id = new.id",
                [list(column) for column in values],
            )
            return int(cursor.rowcount)

    def set_bulk(self, session: Session, *, is_bulk: bool) -> None:
        """Say it in the transaction's setting."""
        session.flush()
        session.execute(
            text("SELECT set_config('branchbook.bulk', :bulk, true)"),
            {"bulk": "on" if is_bulk else "off"},
        )

    def allow_long_work(self, session: Session) -> None:
        """Lift the statement's time limit until the transaction ends."""
        session.execute(text("SET LOCAL statement_timeout = 0"))
        # Between two statements of a large file the rows are made, for which nobody waits.
        session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))

    def wait_for_bulk_changes(self, session: Session, branch_id: int) -> None:
        """Take the branch's lock of bulk changes, until the transaction ends.

        Two imports at once would each sum the months without the other's documents, and give
        the same number twice.
        """
        session.execute(
            text("SELECT pg_advisory_xact_lock(CAST(:key AS integer), CAST(:branch AS integer))"),
            {"key": _BULK_KEY, "branch": branch_id % _LARGEST_LOCK},
        )

    def analyze(self, session: Session) -> None:
        """Refresh the planner's statistics."""
        session.execute(text("ANALYZE"))

    def analyze_changed(self, session: Session, rows: int) -> None:
        """Refresh the statistics of the tables that the server would look at a minute later.

        Without them it finds the customer of each new order by the wrong index: a first file of
        orders, right after that of the customers, took a tenth longer for it.
        """
        if rows <= _FEW_ROWS:
            return
        session.flush()
        tables = session.scalars(text(_MUCH_CHANGED), {"few": _FEW_ROWS}).all()
        if tables:
            session.execute(text(f"ANALYZE {', '.join(tables)}"))

    def start_ids_at(self, connection: Connection, tables: Sequence[Table], first: int) -> None:
        """Restart the sequence of every table that has one."""
        for table in tables:
            if table.dialect_options["sqlite"]["autoincrement"]:
                connection.exec_driver_sql(
                    f"ALTER SEQUENCE {table.name}_id_seq RESTART WITH {int(first)}"
                )

    def install_triggers(self, connection: Connection) -> None:
        """Make the trigger functions anew, and every trigger from the records."""
        for row in connection.execute(
            text(
                "SELECT tgname, tgrelid::regclass::text FROM pg_trigger "
                "WHERE NOT tgisinternal AND tgname LIKE 'branchbook_%'"
            )
        ).all():
            connection.exec_driver_sql(f"DROP TRIGGER {row[0]} ON {row[1]}")
        for statement in (*trigger_statements(), *_comments()):
            connection.execute(text(statement.replace(":", "\\:")))

    def lock_schema(self, connection: Connection) -> None:
        """Take an exclusive lock that every migration asks for, until the commit."""
        connection.execute(text("SET LOCAL lock_timeout = '60s'"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})

    def schema_revision(self, connection: Connection) -> str | None:
        """Return the revision that the database says it has."""
        if connection.scalar(text("SELECT to_regclass('public.alembic_version')")) is None:
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found

    def is_empty(self, connection: Connection) -> bool:
        """Whether the schema `public` holds no table."""
        return not connection.scalar(
            text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        )

    def integrity_problems(self, connection: Connection) -> tuple[str, ...]:
        """Return the constraints that are not validated, and indexes that are not valid."""
        found = connection.scalars(
            text(
                "SELECT 'constraint ' || conname FROM pg_constraint WHERE NOT convalidated "
                "UNION ALL SELECT 'index ' || indexrelid::regclass::text FROM pg_index "
                "WHERE NOT indisvalid"
            )
        )
        return tuple(str(name) for name in found)

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def _comments() -> tuple[str, ...]:
    """Return the statements that keep the columns' comments in the database."""
    return tuple(
        f"COMMENT ON COLUMN {table.name}.{column.name} IS '{words}'"
        for table in own_tables()
        for column in table.columns
        if (words := (column.comment or "").replace("'", "''"))
    )


def trigger_statements() -> tuple[str, ...]:
    """Return the statements that make the functions and every trigger, in a fixed order."""
    statements = [_AUDIT, _POSTED, _LINE, _NEW_LINE]
    for table in watched_tables():
        if table.is_audited:
            statements.append(
                f"CREATE TRIGGER branchbook_audit AFTER INSERT OR UPDATE OR DELETE ON {table.name} "
                f"FOR EACH ROW WHEN {_NOT_BULK} "
                f"EXECUTE FUNCTION branchbook_audit('{table.owner_column}')"
            )
        if table.header:
            statements.append(
                f"CREATE TRIGGER branchbook_posted BEFORE UPDATE OR DELETE ON {table.name} "
                "FOR EACH ROW EXECUTE FUNCTION "
                f"branchbook_posted_line('{table.header}', '{table.header_table}')"
            )
            statements.append(
                f"CREATE TRIGGER branchbook_new_line BEFORE INSERT ON {table.name} "
                f"FOR EACH ROW WHEN {_NOT_BULK} EXECUTE FUNCTION "
                f"branchbook_new_line('{table.header}', '{table.header_table}')"
            )
        elif table.frozen:
            statements.append(
                f"CREATE TRIGGER branchbook_posted BEFORE UPDATE OR DELETE ON {table.name} "
                f"FOR EACH ROW EXECUTE FUNCTION branchbook_posted('{','.join(table.frozen)}')"
            )
    statements.extend(due.postgres_statements())
    return tuple(statements)


def _discard_all(connection: Any, _record: Any, state: Any) -> None:
    """Give a connection back as it was made: no setting, lock or temporary table stays on it."""
    connection.rollback()
    if state.terminate_only:
        return
    # It cannot run inside a transaction.
    connection.autocommit = True
    connection.execute("DISCARD ALL")
    connection.autocommit = False
