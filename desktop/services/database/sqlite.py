"""SQLite, by the driver that brings its own recent version (RELIABILITY.md, section 1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from itertools import chain, islice
from random import uniform
from time import monotonic, sleep
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from desktop.services.database import due, text_search
from desktop.services.database.address import file_path
from desktop.services.database.audited import WatchedTable, watched_tables
from desktop.services.database.engine import Column
from desktop.services.database.faults import as_sqlalchemy

#: So long a command waits for another one's end before it says that the database is busy.
_WAIT_MS = 5_000
_SETTINGS = (
    "PRAGMA journal_mode=WAL",
    # NORMAL loses acknowledged transactions when the power goes.
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    # Without it INSERT OR REPLACE would walk past the triggers that guard deletes.
    "PRAGMA recursive_triggers=ON",
    "PRAGMA cell_size_check=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA secure_delete=ON",
    "PRAGMA cache_size=-65536",
    "PRAGMA mmap_size=268435456",
    "PRAGMA temp_store=MEMORY",
    f"PRAGMA busy_timeout={_WAIT_MS}",
)
_WRITES = "branchbook_writes"
#: SQLite quotes the schema in its words, and in a damaged file that may be no text at all.
_UNREADABLE = "malformed: the words of the database cannot be read"
_Convert = Callable[[Any], object]


def _instant(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


_CONVERT: dict[str, _Convert] = {
    "DATE": date.isoformat,
    "DATETIME": _instant,
    "TIME": lambda value: time.isoformat(value, "microseconds"),
}
# So many values go with one statement: rows inserted fifty at a time take half as long as alone.
_VALUES_AT_ONCE = 600
#: After a load of fewer rows the statistics are as good as they were.
_MANY_ROWS = 1_000


class SqliteEngine:
    """A local database file: WAL, full synchronisation, one writer at a time."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.engine: Engine = create_engine(
            URL.create("sqlite", database=str(file_path(url))),
            module=driver,
            connect_args={"check_same_thread": False, "timeout": 5.0},
            # What a row holds has no place in an error's words.
            hide_parameters=True,
            # The connection used last knows most: its pages, and what it keeps of a snapshot.
            pool_use_lifo=True,
        )
        # Reads begin when they first read; writes take the lock at once, because a read that
        # turns into a write loses the updates made in between.
        self.writer: Engine = self.engine.execution_options(**{_WRITES: True})
        event.listen(self.engine, "connect", _on_connect)
        event.listen(self.engine, "begin", _on_begin)
        event.listen(self.engine, "handle_error", _on_error)

    def begin_command(self, session: Session, command: int, login: str, *, is_bulk: bool) -> None:
        """Say in the table `acting` who acts until the commit."""
        session.execute(
            text(
                "INSERT INTO acting (id, command_id, login, is_bulk) "
                "VALUES (1, :command, :login, :bulk)"
            ),
            {"command": command, "login": login, "bulk": is_bulk},
        )
        if is_bulk:
            session.info["last_rows"] = text_search.last_rows(session.connection())
            session.info["last_noted"] = due.last_rows(session.connection())

    def end_command(self, session: Session) -> None:
        """Empty the table `acting` again."""
        session.flush()
        text_search.add_rows_after(session.connection(), session.info.pop("last_rows", {}))
        due.note_rows_after(session.connection(), session.info.pop("last_noted", {}))
        session.execute(text("DELETE FROM acting"))

    def allocate_ids(self, session: Session, table: Table, count: int) -> Sequence[int]:
        """Return `count` ids in a row; the write lock keeps others away."""
        last = session.scalar(
            text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name}
        )
        first = (last or 0) + 1
        values = {"name": table.name, "last": first + count - 1}
        if last is None:
            session.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :last)"), values)
        else:
            session.execute(
                text("UPDATE sqlite_sequence SET seq = :last WHERE name = :name"), values
            )
        return range(first, first + count)

    def bulk_insert(
        self,
        session: Session,
        table: Table,
        columns: Sequence[str],
        rows: Iterable[Sequence[object]],
        same: Mapping[str, int] | None = None,
    ) -> None:
        """Insert rows, many with a statement; dates are converted column by column."""
        width = len(columns)
        known_ones = same or {}
        insert = f"INSERT INTO {table.name} ({', '.join((*columns, *known_ones))}) VALUES "
        # What is alike in all rows is written once a row, and bound never.
        one = f"({', '.join((*'?' * width, *(str(int(one)) for one in known_ones.values())))})"
        convert = [
            (place, _Converted(how))
            for place, name in enumerate(columns)
            if (how := _CONVERT.get(table.c[name].type.compile(self.engine.dialect)))
        ]
        session.flush()
        raw = session.connection().connection.driver_connection
        assert raw is not None
        cursor = raw.cursor()
        rest = iter(rows)
        while part := list(islice(rest, max(1, _VALUES_AT_ONCE // width))):
            values = list(chain.from_iterable(part))
            for place, known in convert:
                values[place::width] = map(known.__getitem__, values[place::width])
            with as_sqlalchemy(driver.Error):
                cursor.execute(insert + ", ".join([one] * len(part)), values)
        cursor.close()

    def bulk_update(
        self, session: Session, table: Table, columns: Sequence[str], values: Sequence[Column]
    ) -> int:
        """Change rows by one prepared statement."""
        wanted = ", ".join(f"{name} = ?" for name in columns)
        update = f"UPDATE {table.name} SET {wanted}, version = version + 1 WHERE id = ?"
        session.flush()
        raw = session.connection().connection.driver_connection
        assert raw is not None
        cursor = raw.cursor()
        ids, *others = values
        with as_sqlalchemy(driver.Error):
            cursor.executemany(update, zip(*others, ids, strict=True))
        count = int(cursor.rowcount)
        cursor.close()
        return max(count, 0)

    def set_bulk(self, session: Session, *, is_bulk: bool) -> None:
        """Say it in the table `acting`."""
        session.flush()
        session.execute(text("UPDATE acting SET is_bulk = :bulk"), {"bulk": is_bulk})

    def allow_long_work(self, session: Session) -> None:
        """Do nothing: a local statement has no time limit."""

    def wait_for_bulk_changes(self, session: Session, branch_id: int) -> None:
        """Do nothing: a transaction that writes holds the write lock from its beginning."""

    def analyze(self, session: Session) -> None:
        """Refresh the planner's statistics, from a sample of each index."""
        session.execute(text("PRAGMA analysis_limit=1000"))
        session.execute(text("ANALYZE"))

    def analyze_changed(self, session: Session, rows: int) -> None:
        """Refresh all statistics after many rows: a file does not count what changes."""
        if rows > _MANY_ROWS:
            self.analyze(session)

    def start_ids_at(self, connection: Connection, tables: Sequence[Table], first: int) -> None:
        """Seed the sequence of every table that counts its ids."""
        for table in tables:
            if table.dialect_options["sqlite"]["autoincrement"]:
                connection.execute(
                    text("INSERT INTO sqlite_sequence VALUES (:name, :last)"),
                    {"name": table.name, "last": first - 1},
                )

    def install_triggers(self, connection: Connection) -> None:
        """Drop all triggers and make them anew from the records."""
        for name in connection.scalars(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        ).all():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        for statement in trigger_statements():
            connection.exec_driver_sql(statement)
        if text_search.has_index(connection):
            for statement in text_search.trigger_statements():
                connection.exec_driver_sql(statement)
            text_search.fill(connection)

    def lock_schema(self, connection: Connection) -> None:
        """Do nothing: the write lock is held from the beginning."""

    def schema_revision(self, connection: Connection) -> str | None:
        """Return the revision that the database says it has."""
        has_table = connection.scalar(
            text("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'")
        )
        if not has_table:
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found

    def is_empty(self, connection: Connection) -> bool:
        """Whether the file holds no table."""
        return not connection.scalar(text("SELECT count(*) FROM sqlite_master"))

    def integrity_problems(self, connection: Connection) -> tuple[str, ...]:
        """Return what `integrity_check` and `foreign_key_check` find."""
        pages = connection.scalars(text("PRAGMA integrity_check")).all()
        keys = connection.execute(text("PRAGMA foreign_key_check")).all()
        size = connection.scalar(text("PRAGMA page_size")) or 1
        # SQLite reads a last page that was cut off as if zeros followed.
        is_cut = file_path(self.url).stat().st_size % size
        return (
            *(("the last page is cut off",) if is_cut else ()),
            *(str(line) for line in pages if line != "ok"),
            *(f"{row[0]} {row[1]} refers to nothing in {row[2]}" for row in keys),
        )

    def close(self) -> None:
        """Give back every connection; the last one folds the log into the file."""
        self.engine.dispose()


class _Converted(dict[Any, object]):
    """A column's values as the driver takes them, each distinct one converted once."""

    def __init__(self, how: _Convert) -> None:
        self._how = how

    def __missing__(self, value: Any) -> object:
        converted = None if value is None else self._how(value)
        self[value] = converted
        return converted


def _on_connect(connection: Any, _record: object) -> None:
    # The driver's own transactions are switched off: the unit of work begins and ends them.
    connection.isolation_level = None
    cursor = connection.cursor()
    try:
        for setting in _SETTINGS:
            cursor.execute(setting)
    except UnicodeDecodeError as error:
        raise driver.DatabaseError(_UNREADABLE) from error
    cursor.close()


def _on_error(context: ExceptionContext) -> None:
    """Call what the driver could not even put into words by its name: a damaged file."""
    if isinstance(context.original_exception, UnicodeDecodeError):
        wrong = driver.DatabaseError(_UNREADABLE)
        raise DatabaseError(None, None, wrong) from context.original_exception


def _on_begin(connection: Connection) -> None:
    if not connection.get_execution_options().get(_WRITES, False):
        connection.exec_driver_sql("BEGIN")
        return
    raw = connection.connection.driver_connection
    assert raw is not None
    with as_sqlalchemy(driver.Error):
        _take_write_lock(raw)


def _take_write_lock(raw: Any) -> None:
    """Begin a transaction that writes; wait for whoever does, as long as `busy_timeout`.

    SQLite's own waiting looks ever more seldom, down to ten times a second, so that among many
    desks those who came last went first and the first gave up. Here all look equally often.
    """
    (found,) = raw.execute("PRAGMA busy_timeout").fetchone()
    # A command that broke off at its last statement here has left none.
    wait_ms = found or _WAIT_MS
    deadline = monotonic() + wait_ms / 1000
    raw.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                raw.execute("BEGIN IMMEDIATE")
                return
            except driver.OperationalError as error:
                if "locked" not in str(error) or monotonic() > deadline:
                    raise
            sleep(uniform(0.001, 0.008))
    finally:
        raw.execute(f"PRAGMA busy_timeout={int(wait_ms)}")


_NOT_BULK = "NOT EXISTS (SELECT 1 FROM acting WHERE is_bulk)"


def trigger_statements() -> tuple[str, ...]:
    """Return the statements that make every trigger, in a fixed order."""
    statements: list[str] = []
    for table in watched_tables():
        if table.is_audited:
            statements.extend(_audit(table, action) for action in ("insert", "update", "delete"))
        if table.frozen:
            statements.extend(_guards(table))
    statements.extend(due.sqlite_statements())
    return tuple(statements)


def _audit(table: WatchedTable, action: str) -> str:
    def payload(row: str) -> str:
        parts = ", ".join(f"'{name}', {row}.{name}" for name in table.columns)
        return f"json_object({parts})"

    row = "OLD" if action == "delete" else "NEW"
    old = "NULL" if action == "insert" else payload("OLD")
    new = "NULL" if action == "delete" else payload("NEW")
    return (
        f"CREATE TRIGGER audit_{table.name}_{action} AFTER {action.upper()} ON {table.name} "
        f"WHEN {_NOT_BULK} BEGIN "
        "INSERT INTO audit_log (branch_id, command_id, login, at, table_name, row_id, action, "
        "old_row, new_row, salt, transaction_id) VALUES ("
        f"{row}.{table.owner_column}, (SELECT command_id FROM acting), "
        "coalesce((SELECT login FROM acting), 'outside the program'), "
        "strftime('%Y-%m-%d %H:%M:%f', 'now') || '000', "
        f"'{table.name}', {row}.id, '{action}', {old}, {new}, lower(hex(randomblob(16))), "
        "coalesce((SELECT command_id FROM acting), 0)); END"
    )


def _insert_guard(table: WatchedTable, refuse: str) -> str:
    """Return the trigger that lets rows in only with their document, or before it is posted.

    What the same command put into the audit log as new is its own document; imports bring
    documents and their lines together and are held by the sums of their batch.
    """
    return (
        f"CREATE TRIGGER posted_{table.name}_insert BEFORE INSERT ON {table.name} "
        f"WHEN {_NOT_BULK} AND EXISTS (SELECT 1 FROM {table.header_table} AS document "
        f"WHERE document.id = NEW.{table.header} AND document.state <> 'draft') "
        "AND NOT EXISTS (SELECT 1 FROM audit_log AS own JOIN acting "
        "ON own.command_id = acting.command_id "
        f"WHERE own.table_name = '{table.header_table}' AND own.row_id = NEW.{table.header} "
        f"AND own.action = 'insert') BEGIN {refuse} END"
    )


def _guards(table: WatchedTable) -> tuple[str, ...]:
    refuse = f"SELECT RAISE(ABORT, 'posted {table.name} is never changed');"
    if table.header:
        posted = (
            f"EXISTS (SELECT 1 FROM {table.header_table} AS document "
            f"WHERE document.id = OLD.{table.header} AND document.state <> 'draft' "
            "AND (document.state = 'posted' OR document.batch_id IS NULL))"
        )
        return (
            *(
                f"CREATE TRIGGER posted_{table.name}_{action} BEFORE {action.upper()} "
                f"ON {table.name} WHEN {posted} BEGIN {refuse} END"
                for action in ("update", "delete")
            ),
            _insert_guard(table, refuse),
        )
    return (
        f"CREATE TRIGGER posted_{table.name}_update BEFORE UPDATE OF {', '.join(table.frozen)} "
        f"ON {table.name} WHEN OLD.state <> 'draft' BEGIN {refuse} END",
        f"CREATE TRIGGER posted_{table.name}_void BEFORE UPDATE OF state ON {table.name} "
        f"WHEN OLD.state = 'void' OR (OLD.state = 'posted' AND NEW.state = 'draft') "
        f"BEGIN {refuse} END",
        f"CREATE TRIGGER posted_{table.name}_delete BEFORE DELETE ON {table.name} "
        # What is void because its batch was withdrawn may go when its customers go too.
        "WHEN OLD.state = 'posted' OR (OLD.state = 'void' AND OLD.batch_id IS NULL) "
        f"BEGIN {refuse} END",
    )
