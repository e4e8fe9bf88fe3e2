"""Triggers that note which months and customers their sums no longer hold for.

Every change of a row counts, by whatever way it comes: from the grid, by an import, by plain SQL.
A sum without a note is what its rows add up to, and one with a note is computed from them.

A visit changes the figures of its own month and, since it may be what an order a week later is
attributed to, of the month a week later. An order changes its own month, that of a week before,
and those of the visits that name it. Source of the window: METRICS.md, K3b and K6c.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text

_WINDOW_DAYS = 7
_NOT_BULK = "NOT EXISTS (SELECT 1 FROM acting WHERE is_bulk)"
_INSERT = "INSERT INTO summary_due (branch_id, what, place, is_taken) "

#: The columns of a document that its part in the figures rests on; a payment changes none.
_DOCUMENT = (
    "branch_id", "state", "document_date", "customer_id", "credited_rep_id", "territory_id",
    "is_shared", "net_minor", "number_key",
)  # fmt: skip
_WATCHED: dict[str, tuple[str, ...]] = {
    "visit": (
        "branch_id", "state", "visited_on", "starts_at", "ends_at", "minutes", "rep_id",
        "customer_id", "territory_id", "channel", "is_attempt", "order_number", "keyed_at",
        "rejected_on", "batch_id",
    ),
    "sales_order": (*_DOCUMENT, "status"),
    "invoice": (*_DOCUMENT, "kind", "order_number"),
    "order_credit": (),
    "invoice_credit": (),
    "rep": ("hire_date", "leave_date"),
    "branch": ("sales_basis",),
}  # fmt: skip
_HEADERS = {
    "order_credit": ("sales_order", "order_id"),
    "invoice_credit": ("invoice", "invoice_id"),
}


@dataclass(frozen=True, slots=True)
class Dialect:
    """How an engine writes the month of a date, and a date some days later."""

    month: Callable[[str], str]
    later: Callable[[str, int], str]


SQLITE = Dialect(
    lambda day: f"(substr({day}, 1, 4) * 12 + substr({day}, 6, 2) - 1)",
    # There is no day after the last one of the year 9999.
    lambda day, days: f"coalesce(date({day}, '{days:+} days'), {day})",
)
POSTGRES = Dialect(
    lambda day: f"(extract(year FROM {day})::int * 12 + extract(month FROM {day})::int - 1)",
    lambda day, days: f"({day} + ({days}))",
)


@dataclass(frozen=True, slots=True)
class Watched:
    """A table, the events that count, and the columns whose change counts; () means any."""

    table: str
    events: tuple[str, ...]
    columns: tuple[str, ...]


def watched() -> tuple[Watched, ...]:
    """Return the tables that sums are made of, in a fixed order."""
    return tuple(
        # Nobody has a visit before there is a row for him, nor after it is gone.
        Watched(name, ("update",) if name in ("rep", "branch") else _EVENTS, columns)
        for name, columns in _WATCHED.items()
    )


_EVENTS = ("insert", "update", "delete")


def notes(table: str, rows: str, dialect: Dialect) -> Iterator[tuple[str, str, str]]:
    """Yield what is noted, its place, and where it is read from, for the changed `rows`.

    `rows` is the name of one row or of a table of rows; an empty source means the row itself.
    """
    if table == "rep":
        yield "month", "0", ""
    elif table == "branch":
        yield "customer", "0", ""
    elif table == "visit":
        yield from _days(f"{rows}.visited_on", _WINDOW_DAYS, dialect)
        for document in ("sales_order", "invoice"):
            # What the visit names is a number as somebody wrote it: any order may be meant.
            source = f"{document} AS named WHERE {rows}.order_number <> '' AND "
            yield (
                "month",
                dialect.month("named.document_date"),
                source + _same_customer("named", rows),
            )
    elif table in _HEADERS:
        document, link = _HEADERS[table]
        whole = f"{document} AS whole WHERE whole.id = {rows}.{link}"
        for what, place, _source in _days("whole.document_date", -_WINDOW_DAYS, dialect):
            yield what, place, whole
    else:
        yield from _days(f"{rows}.document_date", -_WINDOW_DAYS, dialect)
        source = "visit AS naming WHERE naming.order_number <> '' AND "
        yield (
            "month",
            dialect.month("naming.visited_on"),
            source + _same_customer("naming", rows),
        )
        yield "customer", f"{rows}.customer_id", ""


def _same_customer(other: str, rows: str) -> str:
    return f"{other}.branch_id = {rows}.branch_id AND {other}.customer_id = {rows}.customer_id"


def _days(day: str, later: int, dialect: Dialect) -> Iterator[tuple[str, str, str]]:
    yield "month", dialect.month(day), ""
    yield "month", dialect.month(dialect.later(day, later)), ""


def sqlite_statements() -> Iterator[str]:
    """Yield the statements that make the triggers of a local file, a note for each place once."""
    for one in watched():
        for event in one.events:
            rows = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}[event]
            if event == "update" and one.table in ("rep", "branch"):
                rows = ("NEW",)
            of = f" OF {', '.join(one.columns)}" if event == "update" and one.columns else ""
            # Rows that a bulk load brings are noted together at its end (`note_rows_after`).
            when = f" WHEN {_NOT_BULK}" if event == "insert" else ""
            if event == "update" and one.columns:
                same = " AND ".join(f"OLD.{name} IS NEW.{name}" for name in one.columns)
                when = f" WHEN NOT ({same})"
            body = " ".join(
                _sqlite_note(row, what, place, source)
                for row in rows
                for what, place, source in notes(one.table, row, SQLITE)
            )
            yield (
                f"CREATE TRIGGER due_{one.table}_{event} AFTER {event.upper()}{of} "
                f"ON {one.table}{when} BEGIN {body} END"
            )


def last_rows(connection: Connection) -> Mapping[str, int]:
    """Return the last id of each table that is noted, before a bulk load."""
    return {
        one.table: connection.scalar(text(f"SELECT coalesce(max(id), 0) FROM {one.table}")) or 0
        for one in watched()
        if "insert" in one.events
    }


def note_rows_after(connection: Connection, last: Mapping[str, int]) -> None:
    """Note what a bulk load brought to a local file: the rows after those that were the last.

    A trigger that looked at each of them would cost an import a fifth of its time.
    """
    now = last_rows(connection) if last else {}
    for table, before in last.items():
        if now[table] == before:
            continue
        for what, place, source in notes(table, "fresh", SQLITE):
            rows = f" CROSS JOIN {source} AND" if source else " WHERE"
            read = (
                f"SELECT DISTINCT fresh.branch_id AS branch_id, '{what}' AS what, {place} AS place "
                f"FROM {table} AS fresh{rows} fresh.id > ?"
            )
            connection.exec_driver_sql(_INSERT + _unless_known(read), (before,))


def _unless_known(read: str) -> str:
    """Return what is read, without what is noted already."""
    return (
        f"SELECT made.branch_id, made.what, made.place, 0 FROM ({read}) AS made "
        "WHERE NOT EXISTS (SELECT 1 FROM summary_due AS known WHERE "
        "known.branch_id = made.branch_id AND known.what = made.what "
        "AND known.place = made.place AND NOT known.is_taken)"
    )


def _sqlite_note(row: str, what: str, place: str, source: str) -> str:
    branch = f"{row}.id" if what == "customer" and place == "0" else f"{row}.branch_id"
    if not source:
        # Without a table of what is made, which would cost more than all the rest.
        return (
            f"{_INSERT}SELECT {branch}, '{what}', {place}, 0 "
            "WHERE NOT EXISTS (SELECT 1 FROM summary_due AS known WHERE "
            f"known.branch_id = {branch} AND known.what = '{what}' "
            f"AND known.place = {place} AND NOT known.is_taken);"
        )
    read = f"SELECT DISTINCT {branch} AS branch_id, '{what}' AS what, {place} AS place"
    return f"{_INSERT}{_unless_known(f'{read} FROM {source}')};"


def postgres_statements() -> Iterator[str]:
    """Yield the statements that make a function and its triggers for each table.

    They run once a statement, over all rows that it changed, and note each place once.
    """
    for one in watched():
        yield _postgres_function(one)
        for event in one.events:
            seen = {
                "insert": "NEW TABLE AS fresh",
                "update": "OLD TABLE AS stale NEW TABLE AS fresh",
                "delete": "OLD TABLE AS stale",
            }[event]
            yield (
                f"CREATE TRIGGER branchbook_due_{event} AFTER {event.upper()} ON {one.table} "
                f"REFERENCING {seen} FOR EACH STATEMENT "
                f"EXECUTE FUNCTION branchbook_due_{one.table}()"
            )


def _postgres_function(one: Watched) -> str:
    """Return the function of a table; a row that is the same after an update is left out."""
    parts = []
    for event in one.events:
        sides = {"insert": ("fresh",), "update": ("stale", "fresh"), "delete": ("stale",)}[event]
        bodies = "\n".join(_postgres_note(one, event, side) for side in sides)
        parts.append(f"IF TG_OP = '{event.upper()}' THEN\n{bodies}\nEND IF;")
    return (
        f"CREATE OR REPLACE FUNCTION branchbook_due_{one.table}() RETURNS trigger "
        "LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$\nBEGIN\n"
        + "\n".join(parts)
        + "\nRETURN NULL;\nEND $body$"
    )


def _postgres_note(one: Watched, event: str, side: str) -> str:
    rows = f"SELECT changed.* FROM {side} AS changed"
    if event == "update" and one.columns:
        other = "fresh" if side == "stale" else "stale"
        mine = ", ".join(f"changed.{name}" for name in one.columns)
        theirs = ", ".join(f"other.{name}" for name in one.columns)
        rows += (
            f" JOIN {other} AS other ON other.id = changed.id "
            f"WHERE ({mine}) IS DISTINCT FROM ({theirs})"
        )
    reads = []
    for what, place, source in notes(one.table, "one", POSTGRES):
        branch = "one.id" if what == "customer" and place == "0" else "one.branch_id"
        lateral = ""
        if source:
            table, condition = source.split(" WHERE ", 1)
            lateral = f" JOIN {table} ON {condition}"
        reads.append(f"SELECT {branch}, '{what}', ({place})::bigint, false FROM one{lateral}")
    union = " UNION ".join(reads)
    return (
        f"WITH one AS ({rows}) INSERT INTO summary_due (branch_id, what, place, is_taken) {union};"
    )
