"""The full-text tables of a SQLite file: which texts they hold, and how they are kept.

A text is a search key with two marks behind it, so that every piece of one or two characters is
the beginning of a trigram too. Edits are followed by row triggers; rows of a bulk load, which
would cost twice the load row by row, come in one statement at its end. The index of visits
numbers its rows by day and id, so that what is found comes in the list's order and a page of it
costs no more than its rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, text

#: Stands behind every text; no search key holds it, because nothing unseen is kept.
MARK: Final = "\x02"
#: The low bits of a visit's place are its id: ids of one file come from one node.
_ID_BITS = 43
ID_MASK: Final = (1 << _ID_BITS) - 1
_EPOCH = date(1970, 1, 1).toordinal()
_GREATEST = 2**63 - 1
_MARKS = "char(2, 2)"
_NOT_BULK = "NOT EXISTS (SELECT 1 FROM acting WHERE is_bulk)"


@dataclass(frozen=True, slots=True)
class _Searched:
    """A table whose texts are found; `{row}` stands for the row's name in `place` and `words`."""

    table: str
    index: str
    place: str
    words: str
    columns: tuple[str, ...]

    def of(self, row: str) -> tuple[str, str]:
        """Return place and words of a row by its name."""
        return self.place.format(row=row), self.words.format(row=row)


_VISITS = _Searched(
    "visit",
    "visit_search",
    # A date has no time: its Julian day ends with exactly one half.
    f"(CAST(julianday({{row}}.visited_on) - 2440587.5 AS INTEGER) << {_ID_BITS}) "
    f"| ({{row}}.id & {ID_MASK})",
    f"{{row}}.note_key || {_MARKS}",
    ("id", "visited_on", "note_key"),
)
_CUSTOMERS = _Searched(
    "customer",
    "customer_search",
    "{row}.id",
    " || ".join(f"{{row}}.{name} || {_MARKS}" for name in ("code_key", "name_key", "pinyin")),
    ("id", "code_key", "name_key", "pinyin"),
)
_ALL = (_VISITS, _CUSTOMERS)


def place_of(day: date, visit_id: int) -> int:
    """Return the row number of a visit's text: its day, then its id."""
    place = ((day.toordinal() - _EPOCH) << _ID_BITS) | (visit_id & ID_MASK)
    return min(place, _GREATEST)


def has_index(connection: Connection) -> bool:
    """Whether the file has its full-text tables: one made without FTS5 has none."""
    found = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'visit_search'")
    return found.first() is not None


def trigger_statements() -> tuple[str, ...]:
    """Return the statements that make the triggers, in a fixed order."""
    statements: list[str] = []
    for one in _ALL:
        (old, _words), (new, words) = one.of("OLD"), one.of("NEW")
        add = f"INSERT INTO {one.index} (rowid, found) VALUES ({new}, {words})"
        drop = f"DELETE FROM {one.index} WHERE rowid = {old}"
        changed = " OR ".join(f"OLD.{name} <> NEW.{name}" for name in one.columns)
        statements += [
            f"CREATE TRIGGER search_{one.table}_insert AFTER INSERT ON {one.table} "
            f"WHEN {_NOT_BULK} BEGIN {add}; END",
            f"CREATE TRIGGER search_{one.table}_update AFTER UPDATE OF {', '.join(one.columns)} "
            f"ON {one.table} WHEN {changed} BEGIN {drop}; {add}; END",
            f"CREATE TRIGGER search_{one.table}_delete AFTER DELETE ON {one.table} "
            f"BEGIN {drop}; END",
        ]
    return tuple(statements)


def last_rows(connection: Connection) -> Mapping[str, int]:
    """Return the last id of each table before a bulk load; empty where there is no index."""
    if not has_index(connection):
        return {}
    return {
        one.table: connection.scalar(text(f"SELECT coalesce(max(id), 0) FROM {one.table}")) or 0
        for one in _ALL
    }


def add_rows_after(connection: Connection, last: Mapping[str, int]) -> None:
    """Take in what a bulk load brought: the rows after those that were the last."""
    for one in _ALL:
        if one.table in last:
            _add(connection, one, last[one.table])


def _add(connection: Connection, one: _Searched, after: int) -> None:
    place, words = one.of("row")
    connection.exec_driver_sql(
        f"INSERT OR REPLACE INTO {one.index} (rowid, found) "
        f"SELECT {place}, {words} FROM {one.table} AS row WHERE row.id > ? ORDER BY row.id",
        (after,),
    )


def fill(connection: Connection) -> None:
    """Make each index anew that holds more or fewer texts than its table has rows."""
    for one in _ALL:
        if _count(connection, one.table) != _count(connection, f"{one.index}_docsize"):
            rebuild(connection, one.index)


def rebuild(connection: Connection, index: str) -> None:
    """Make one index anew."""
    one = next(searched for searched in _ALL if searched.index == index)
    connection.exec_driver_sql(f"INSERT INTO {index} ({index}) VALUES ('delete-all')")
    _add(connection, one, 0)


def _count(connection: Connection, table: str) -> int:
    return connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0


@dataclass(frozen=True, slots=True)
class IndexState:
    """How an index fits its table: rows, texts, rows with their text, ids not found by theirs."""

    table: str
    rows: int
    texts: int
    fitting: int
    not_found: tuple[int, ...]
    looked_for: int


def index_states(connection: Connection, most: int) -> tuple[IndexState, ...]:
    """Return how each index fits its table; the texts of at most `most` rows are looked for.

    They are spread evenly over the table.
    """
    if not has_index(connection):
        return ()
    return tuple(_state(connection, one, most) for one in _ALL)


def _state(connection: Connection, one: _Searched, most: int) -> IndexState:
    place, words = one.of("row")
    rows = _count(connection, one.table)
    fitting = connection.scalar(
        text(
            f"SELECT count(*) FROM {one.table} AS row "
            f"JOIN {one.index}_docsize AS doc ON doc.id = {place}"
        )
    )
    sample = connection.exec_driver_sql(
        f"SELECT row.id, {place}, {words} FROM {one.table} AS row WHERE row.id % ? = 0 LIMIT ?",
        (max(1, -(-rows // most)), most),
    ).fetchall()
    query = f"SELECT 1 FROM {one.index} WHERE {one.index} MATCH ? AND rowid = ?"
    # An empty text has no trigram to be found by.
    looked_for = [row for row in sample if len(row[2]) > len(MARK) * 2]
    missing = [
        row[0]
        for row in looked_for
        if connection.exec_driver_sql(query, (phrase(row[2]), row[1])).first() is None
    ]
    texts = _count(connection, f"{one.index}_docsize")
    return IndexState(one.table, rows, texts, fitting or 0, tuple(missing), len(looked_for))


def phrase(words: str) -> str:
    """Return the question that finds a text of at least three characters as it stands."""
    doubled = words.replace('"', '""')
    return f'"{doubled}"'
