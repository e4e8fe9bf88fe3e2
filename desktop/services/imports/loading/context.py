"""What every loader works with: the checked table, the codes that exist, and the problems."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, String, Table, any_, bindparam, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from desktop.changes import Topic
from desktop.clock import Clock
from desktop.enums import ImportKind
from desktop.errors import Issue
from desktop.models import Base, Customer, Product, ProductGroup, Rep, Territory
from desktop.search_key import search_key
from desktop.services.database import DatabaseEngine
from desktop.services.figures.frame import BranchFacts
from desktop.services.imports.data import CheckedTable, PeriodValue, Typed
from desktop.services.imports.watching import Course

#: Records that codes refer to.
Coded = type[Territory] | type[Rep] | type[ProductGroup] | type[Product] | type[Customer]
#: Writes what a loader has checked, and returns the topics it changed.
Writer = Callable[[], frozenset[Topic]]

_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """What the user asked for besides the file."""

    update: bool = False
    good_rows_only: bool = False
    plan: str = ""
    in_force: bool = False
    apply_oldest_first: bool = False


@dataclass(slots=True)
class LoadContext:
    """A load at work, on one open session; it ends with the transaction.

    `batch_id` is None where the rows were typed at a desk: then they are of no batch, and `made`
    tells the document that each row became part of.
    """

    session: Session
    database: DatabaseEngine
    branch: BranchFacts
    clock: Clock
    table: CheckedTable
    options: LoadOptions
    course: Course = field(default_factory=Course)
    batch_id: int | None = 0
    user_id: int = 0
    made: dict[int, int] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    refused: dict[int, Issue] = field(default_factory=dict)
    _codes: dict[str, dict[str, int]] = field(default_factory=dict)
    _headers: dict[str, str] = field(default_factory=dict)
    _raw_places: dict[int, int] = field(default_factory=dict)

    @property
    def kind(self) -> ImportKind:
        """The kind of file."""
        return self.table.kind

    @property
    def count(self) -> int:
        """How many checked rows there are."""
        return len(self.table.rows)

    def column(self, name: str) -> list[Any]:
        """Return a column's typed cells, row by row."""
        return list(map(itemgetter(self.table.columns.index(name)), self.table.rows))

    def good(self) -> list[int]:
        """Return the places of the rows that nothing is wrong with, in the file's order."""
        if not self.refused:
            return list(range(self.count))
        return [place for place in range(self.count) if place not in self.refused]

    def refuse(self, place: int, column: str, code: str, **facts: object) -> None:
        """Say what is wrong with a row; its first problem is the reason it is refused for."""
        issue = self._issue(place, column, code, facts, is_warning=False)
        self.issues.append(issue)
        self.refused.setdefault(place, issue)

    def warn(self, place: int, column: str, code: str, **facts: object) -> None:
        """Say what is odd with a row that goes in all the same."""
        self.issues.append(self._issue(place, column, code, facts, is_warning=True))

    def _issue(
        self, place: int, column: str, code: str, facts: Mapping[str, object], *, is_warning: bool
    ) -> Issue:
        header = self._headers.get(column)
        if header is None:
            header = self._headers[column] = self.table.header_of(column) if column else ""
        return Issue(
            code,
            dict(facts),
            self.table.file_name,
            self.table.sheet,
            self.table.row_numbers[place],
            header,
            self._shown(place, column, header) if column else "",
            is_warning,
        )

    def _shown(self, place: int, column: str, header: str) -> str:
        """Return what stands in the file, or where it stands nowhere what it was read as."""
        raw = self.table.raw
        if not self._raw_places:
            self._raw_places.update((number, at) for at, number in enumerate(raw.row_numbers))
        at = self._raw_places.get(self.table.row_numbers[place])
        if at is not None and header in raw.headers:
            return str(raw.rows[at][raw.headers.index(header)])
        cell: Typed = self.table.rows[place][self.table.columns.index(column)]
        if isinstance(cell, PeriodValue):
            return cell.text
        return "" if cell is None else str(cell)

    def codes(self, record: Coded) -> dict[str, int]:
        """Return the ids of all codes of a record, by search key; loaders add what they make."""
        known = self._codes.get(record.__tablename__)
        if known is None:
            rows = self.session.execute(
                select(record.code_key, record.id).where(record.branch_id == self.branch.id)
            )
            known = self._codes[record.__tablename__] = {key: found for key, found in rows}
        return known

    def know(self, record: Coded, codes: Mapping[str, int]) -> None:
        """Take these ids, by search key, for all codes of a record that the table can name."""
        self._codes[record.__tablename__] = dict(codes)

    def resolve(self, column: str, record: Coded) -> list[int | None]:
        """Return the ids that a column's codes refer to; an unknown code refuses its row."""
        known = self.codes(record)
        codes: list[str | None] = self.column(column)
        answers = {code: known.get(search_key(code)) for code in set(codes) if code is not None}
        unknown = {code for code, answer in answers.items() if answer is None}
        if unknown:
            for place, code in enumerate(codes):
                if code in unknown:
                    refusal = {"given": code, "record": record.__tablename__}
                    self.refuse(place, column, "unknown_code", **refusal)
        return [None if code is None else answers[code] for code in codes]

    def existing(
        self, record: type[Base], key: Any, answer: Any, keys: Iterable[str], *where: Any
    ) -> dict[str, Any]:
        """Return `answer` for each of the keys that are in the database."""
        result: dict[str, Any] = {}
        is_sqlite = self.session.get_bind().dialect.name == "sqlite"
        query = select(key, answer).where(
            record.branch_id == self.branch.id,  # type: ignore[attr-defined]
            _is_listed(key, is_sqlite=is_sqlite),
            *where,
        )
        for chunk in chunks(sorted(set(keys)), _CHUNK):
            listed = json.dumps(chunk, ensure_ascii=False) if is_sqlite else chunk
            rows = self.session.execute(query, {"listed": listed})
            result.update({row[0]: row[1] for row in rows})
        return result

    def insert(
        self, record: type[Base], columns: Sequence[str], rows: Iterable[Sequence[object]]
    ) -> None:
        """Insert rows of values that lack branch and batch, where the record has them."""
        table = record.__table__
        assert isinstance(table, Table)
        same = {"branch_id": self.branch.id}
        if "batch_id" in table.columns and self.batch_id is not None:
            same["batch_id"] = self.batch_id
        if "version" in table.columns:
            same["version"] = 1
        self.database.bulk_insert(self.session, table, columns, self.course.counted(rows), same)

    def insert_each(
        self,
        record: type[Base],
        columns: Sequence[str],
        rows: Sequence[Sequence[object]],
        places: Sequence[int],
    ) -> None:
        """Insert a row for each place of the table; of what was typed, `made` keeps the id."""
        if self.batch_id is not None:
            self.insert(record, columns, rows)
            return
        ids = self.new_ids(record, len(places))
        self.made.update(zip(places, ids, strict=True))
        with_ids = [(made, *row) for made, row in zip(ids, rows, strict=True)]
        self.insert(record, ["id", *columns], with_ids)

    def new_ids(self, record: type[Base], count: int) -> Sequence[int]:
        """Return ids for rows that are about to be made."""
        table = record.__table__
        assert isinstance(table, Table)
        return self.database.allocate_ids(self.session, table, count) if count else ()

    def today(self) -> date:
        """Return the business day of the load."""
        return self.clock.today()


def _is_listed(key: Any, *, is_sqlite: bool) -> ColumnElement[bool]:
    """Return the condition that a text is one of the parameter `listed`.

    A parameter for each of thousands of numbers takes longer to write into the statement than
    the database takes to look them up.
    """
    found: ColumnElement[bool]
    if is_sqlite:
        found = key.in_(select(text("value FROM json_each(:listed)")))
    else:
        found = key == any_(bindparam("listed", type_=ARRAY(String)))
    return found


def chunks(items: Iterable[Any], size: int) -> Iterable[list[Any]]:
    """Yield the items in lists of at most `size`."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part
