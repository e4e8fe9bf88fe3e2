"""A sheet of typed rows through the checks of an import file: one set of rules and messages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.clock import Clock
from desktop.errors import InputError, Issue
from desktop.models import Rep
from desktop.search_key import search_key
from desktop.services.database import DatabaseEngine
from desktop.services.entries.data import (
    EntryBatchFacts,
    EntryColumn,
    EntryKind,
    EntryProblem,
    EntrySpec,
    InputKind,
    Rows,
)
from desktop.services.entries.kinds import ENTRY_SPECS, NEXT_PURPOSE
from desktop.services.entries.typing import Codes, completed, is_begun, normal_cell, normal_rows
from desktop.services.figures.frame import BranchFacts
from desktop.services.imports.check import check_table
from desktop.services.imports.data import CheckedTable, RawTable
from desktop.services.imports.kinds import kind_spec
from desktop.services.imports.loading.context import LoadContext, LoadOptions, Writer
from desktop.services.imports.loading.field import ATTEMPTS
from desktop.services.imports.loading.loaders import LOADERS
from desktop.services.imports.mapping import Mapping
from desktop.services.imports.watching import Course

#: The file's column that takes when the office got the report, where the kind has one.
_RECEIVED = "received_at"
_NUMBERS = (InputKind.NUMBER, InputKind.MONEY)
# A cell that is no number must not settle how the numbers of its column are read.
_NO_NUMBER = "?"
_HAS_COMMA = re.compile(r"[0-9.][,，]|[,，][0-9]")
# The program itself writes amounts with a point, whatever else stands in the column.
_MAPPING = Mapping(decimal=".")


@dataclass(slots=True)
class SheetLoad:
    """A checked sheet: what loads it, and the rows as they were understood.

    `rows` are all rows given, in normal form; `begun` the indexes of those that hold anything.
    """

    spec: EntrySpec
    rows: Rows
    begun: tuple[int, ...]
    context: LoadContext
    write: Writer

    def value(self, index: int, key: str) -> str:
        """Return a cell of a row in normal form."""
        return self.rows[index][self.spec.index_of(key)]

    def index(self, place: int) -> int:
        """Return the index of the row at a place of the checked table."""
        return self.context.table.row_numbers[place] - 1

    @property
    def is_refused(self) -> bool:
        """Whether anything is wrong with any row."""
        return bool(self.context.refused or self.context.table.refused)

    def problems(self) -> tuple[EntryProblem, ...]:
        """Return everything that is wrong or odd, by row and column."""
        issues = (*self.context.table.issues, *self.context.issues)
        return tuple(
            sorted(
                {
                    (one.row, one.column, one.issue.code): one
                    for issue in issues
                    if (one := self._problem(issue)) is not None
                }.values(),
                key=lambda one: (one.row, self._order(one.column), one.issue.is_warning),
            )
        )

    def _problem(self, issue: Issue) -> EntryProblem | None:
        if issue.row is None:
            return None
        index, column = issue.row - 1, issue.column
        value = ""
        if issue.code == "row_equal":
            # A file shows it at the first of its columns; a person looks at the row's beginning.
            column = next(one.key for one in self.spec.columns if not one.is_sticky)
        if column in self.spec.keys:
            value = self.value(index, column)
        return EntryProblem(
            index, column, replace(issue, file="", sheet="", row=None, column=column, value=value)
        )

    def _order(self, column: str) -> int:
        return self.spec.keys.index(column) if column in self.spec.keys else -1


def load_sheet(
    session: Session,
    database: DatabaseEngine,
    branch: BranchFacts,
    clock: Clock,
    kind: EntryKind,
    rows: Rows,
    facts: EntryBatchFacts,
    *,
    user_id: int = 0,
) -> SheetLoad:
    """Check the rows of a sheet and return what loads them; nothing is written yet.

    Rows that hold nothing but what they took over from the line above are passed over.
    """
    spec = ENTRY_SPECS[kind]
    rows, codes = completed(session, branch.id, spec, normal_rows(spec, rows, clock.today()))
    begun = tuple(index for index, row in enumerate(rows) if is_begun(spec, row))
    table = check_table(
        _raw(spec, rows, begun, facts, clock.today()),
        spec.import_kind,
        _MAPPING,
        decimals=branch.decimals,
        fiscal=branch.fiscal,
        zone=UTC,
    )
    context = _context(session, database, branch, clock, table, codes, user_id)
    loader, _right = LOADERS[spec.import_kind]
    return SheetLoad(spec, rows, begun, context, loader(context))


def _context(
    session: Session,
    database: DatabaseEngine,
    branch: BranchFacts,
    clock: Clock,
    table: CheckedTable,
    codes: Codes,
    user_id: int,
) -> LoadContext:
    context = LoadContext(
        session, database, branch, clock, table, LoadOptions(), Course(), None, user_id
    )
    for record, ids in codes.items():
        context.know(record, ids)
    return context


def _raw(
    spec: EntrySpec,
    rows: Rows,
    begun: Iterable[int],
    facts: EntryBatchFacts,
    today: date,
) -> RawTable:
    """Return the begun rows as the table of a file, with what only the grid asks for."""
    columns = [column for column in spec.columns if column.key not in spec.own_columns]
    places = [spec.index_of(column.key) for column in columns]
    headers = [column.key for column in columns]
    received = ""
    if spec.kind is EntryKind.VISITS and facts.received_at is not None:
        headers.append(_RECEIVED)
        received = facts.received_at.astimezone(UTC).replace(microsecond=0).isoformat(" ")
    issues: list[Issue] = []
    cells: list[tuple[str, ...]] = []
    numbers: list[int] = []
    for index in begun:
        row = rows[index]
        typed = [
            _cell(column, row[place], today) for column, place in zip(columns, places, strict=True)
        ]
        cells.append(tuple([*typed, received] if received else typed))
        numbers.append(index + 1)
        issues.extend(_row_issues(spec, row, index + 1, facts, today))
    return RawTable(
        "", "", "", "", "", tuple(headers), tuple(cells), tuple(numbers), header_row=0,
        issues=tuple(issues),
    )  # fmt: skip


def _cell(column: EntryColumn, text: str, today: date) -> str:
    is_foreign = column.kind in _NUMBERS and normal_cell(column, text, today) is None
    return f"{_NO_NUMBER}{text}" if is_foreign and _HAS_COMMA.search(text) else text


def _row_issues(
    spec: EntrySpec, row: tuple[str, ...], number: int, facts: EntryBatchFacts, today: date
) -> list[Issue]:
    """Return what the grid asks for beyond the file: fields, and days that cannot be meant."""
    value = dict(zip(spec.keys, row, strict=True))
    found = [
        Issue("value_missing", {"ours": column.key}, row=number, column=column.key)
        for column in spec.columns
        if column.is_required and not value[column.key] and _is_asked_here(spec, column, value)
    ]
    day_key = "order_date" if spec.kind is EntryKind.ORDERS else "date"
    day = _day(value[day_key])
    if day is not None and day > today:
        found.append(_warning("day_ahead", number, day_key))
    received = facts.received_at
    if day is not None and received is not None and _local_day(received) < day:
        found.append(_warning("received_before_day", number, day_key))
    if spec.kind is EntryKind.VISITS:
        found.extend(_next_issues(value, number, day))
    return found


def _is_asked_here(spec: EntrySpec, column: EntryColumn, value: dict[str, str]) -> bool:
    """Whether an empty field is missed by the grid, and not by the checks of the file anyway.

    An attempt has no length, and a start with an end is one.
    """
    in_file = kind_spec(spec.import_kind).column(column.key)
    if in_file is not None and in_file.required:
        return False
    if column.key != "minutes":
        return True
    is_attempt = search_key(value["outcome"]) in ATTEMPTS
    return not is_attempt and not (value["start"] and value["end"])


def _next_issues(value: dict[str, str], number: int, day: date | None) -> list[Issue]:
    following = _day(value["next_visit_on"])
    if value[NEXT_PURPOSE] and not value["next_visit_on"]:
        return [Issue("next_visit_needs_day", {}, row=number, column="next_visit_on")]
    if following is not None and day is not None and following <= day:
        return [Issue("next_visit_not_later", {}, row=number, column="next_visit_on")]
    return []


def _warning(code: str, number: int, column: str) -> Issue:
    return Issue(code, {}, row=number, column=column, is_warning=True)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _local_day(moment: datetime) -> date:
    return moment.astimezone().date()


def reporter(session: Session, branch_id: int, facts: EntryBatchFacts) -> int | None:
    """Return the rep who reported a sheet, or None where each row's own rep did.

    Raises:
        InputError: at `reported_by`, a code that nobody has.
    """
    code = facts.reported_by.strip()
    if not code:
        return None
    found = session.scalar(
        select(Rep.id).where(Rep.branch_id == branch_id, Rep.code_key == search_key(code))
    )
    if found is None:
        unknown = {"given": code, "record": "rep"}
        raise InputError(Issue("unknown_code", unknown, column="reported_by", value=code))
    return found
