"""What an import would do, as rows to look at: typed cells, problems at their places; no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from desktop.enums import Metric
from desktop.errors import Issue
from desktop.i18n import _
from desktop.money import from_minor
from desktop.search_key import header_key
from desktop.services import formats
from desktop.services.imports.data import (
    BadCell,
    Cell,
    CheckedTable,
    ColumnSpec,
    FieldType,
    PeriodValue,
    Typed,
)
from desktop.services.imports.kinds import kind_spec
from desktop.services.imports.service import ImportOutcome
from desktop.views.imports.words import problem_words

#: So many rows are shown from the top; rows with a problem are shown wherever they stand.
SHOWN_ROWS = 200
_MILLIONTHS = 6
_AT_THE_END = frozenset(
    (FieldType.MONEY, FieldType.TARGET, FieldType.QUANTITY, FieldType.PRICE, FieldType.INTEGER)
)


class RowState(StrEnum):
    """What becomes of a row."""

    GOOD = "good"
    OPEN = "open"
    NOTED = "noted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or asks for a look, with its place in the file.

    `row` is None for the file as a whole; `ours` names our column, where it has one.
    """

    row: int | None
    column: str
    ours: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of the file as it would go in; `cells` and `problems` are aligned with the columns.

    `place` counts the rows shown; `words` says what is wrong with the row, "" where nothing is.
    """

    place: int
    number: int
    state: RowState
    cells: tuple[str, ...]
    problems: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class PreviewReport:
    """The whole answer to "what would happen".

    `good_count` rows go in and `refused_count` do not; `file_rows` stand in the file, of which
    `rows` shows the first and every one with a problem. `is_readable` is False where the file
    as a whole cannot go in, whatever is chosen.
    """

    columns: tuple[ColumnSpec, ...]
    rows: tuple[PreviewRow, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    good_count: int
    refused_count: int
    rounded_count: int
    file_rows: int
    is_readable: bool

    def place_of(self, problem: Problem) -> tuple[int, int] | None:
        """Return the line and column of the preview where a problem stands, or None."""
        for line, row in enumerate(self.rows):
            if row.number == problem.row:
                names = [column.name for column in self.columns]
                return line, names.index(problem.ours) if problem.ours in names else -1
        return None


def report_of(outcome: ImportOutcome, decimals: int) -> PreviewReport:
    """Return the report of a preview that went through with the good rows."""
    refused = [number for number, _issue in outcome.refused]
    issues = (*outcome.issues, *(issue for _number, issue in outcome.refused))
    return _report(
        outcome.table, issues, refused, decimals,
        counts=(outcome.row_count, outcome.refused_count, outcome.rounded_count),
    )  # fmt: skip


def refused_report(
    issues: Sequence[Issue], table: CheckedTable | None, decimals: int
) -> PreviewReport:
    """Return the report of a file that cannot go in; `table` is None where it is unreadable."""
    if table is None:
        problems, notes = _problems(issues, {})
        return PreviewReport((), (), problems, notes, 0, 0, 0, 0, False)
    header = table.raw.header_row
    found = {issue.row for issue in issues if not issue.is_warning and issue.row is not None}
    refused = sorted({number for number in found if number > header})
    is_whole = table.table_error or not refused
    count = len(table.raw.rows) if is_whole else len(refused)
    return _report(table, issues, refused, decimals, counts=(0, count, 0), is_readable=not is_whole)


def _report(
    table: CheckedTable,
    issues: Iterable[Issue],
    refused: Sequence[int],
    decimals: int,
    *,
    counts: tuple[int, int, int],
    is_readable: bool = True,
) -> PreviewReport:
    spec = kind_spec(table.kind)
    columns = tuple(column for column in spec.columns if column.name in table.present)
    problems, notes = _problems(issues, _names(table))
    good, left_out, rounded = counts
    return PreviewReport(
        columns,
        _rows(
            table,
            columns,
            problems,
            notes,
            None if not is_readable else frozenset(refused),
            decimals,
        ),
        problems,
        notes,
        good,
        left_out,
        rounded,
        len(table.raw.rows),
        is_readable,
    )


def _names(table: CheckedTable) -> dict[str, str]:
    """Return our column by the header that it comes from, or by its own name."""
    found = {column: column for column in table.columns}
    return found | {header: column for column, header in table.column_headers}


def _problems(
    issues: Iterable[Issue], names: dict[str, str]
) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    errors: dict[Problem, None] = {}
    notes: dict[Problem, None] = {}
    found_issues = tuple(issues)
    has_reasons = any(not one.is_warning and one.code != "no_rows" for one in found_issues)
    for issue in found_issues:
        if issue.code == "no_rows" and has_reasons:
            continue  # It follows from the others and says nothing to mend.
        ours = str(issue.facts.get("ours") or "") or names.get(issue.column, "")
        found = Problem(issue.row, issue.column, ours, issue.value, problem_words(issue))
        (notes if issue.is_warning else errors)[found] = None
    # What the file itself shows and what the book knows of it, in the order of the file.
    return tuple(sorted(errors, key=_row)), tuple(sorted(notes, key=_row))


def _row(problem: Problem) -> int:
    return problem.row or 0


def _rows(
    table: CheckedTable,
    columns: tuple[ColumnSpec, ...],
    problems: tuple[Problem, ...],
    notes: tuple[Problem, ...],
    refused: frozenset[int] | None,
    decimals: int,
) -> tuple[PreviewRow, ...]:
    """Return the rows to show; `refused` is None where nothing of the file can go in yet."""
    marked = {problem.row for problem in (*problems, *notes)}
    marked |= set(sorted(refused or ())[:SHOWN_ROWS])
    shown = [
        place
        for place, number in enumerate(table.raw.row_numbers)
        if place < SHOWN_ROWS or number in marked
    ]
    numbers = {table.raw.row_numbers[place] for place in shown}
    typed: dict[int, list[tuple[Typed, ...]]] = {}
    for number, row in zip(table.row_numbers, table.rows, strict=True):
        if number in numbers:
            typed.setdefault(number, []).append(row)
    cells = _Cells(table, columns, decimals)
    words = _Words(problems, notes)
    found: list[PreviewRow] = []
    for place in shown:
        number = table.raw.row_numbers[place]
        if table.rows and number not in typed and refused is not None and number not in refused:
            continue  # Months side by side, all of them empty: nothing to go in.
        state = _state(number, refused, words)
        texts = [cells.typed(row) for row in typed.get(number, ())] or [cells.raw(place)]
        marks = tuple(words.at(number, column.name) for column in columns)
        found.extend(
            PreviewRow(len(found) + more, number, state, line, marks, words.of(number))
            for more, line in enumerate(texts)
        )
    return tuple(found)


def _state(number: int, refused: frozenset[int] | None, words: _Words) -> RowState:
    if refused is None:
        return RowState.OPEN
    if number in refused:
        return RowState.REFUSED
    return RowState.NOTED if number in words.noted else RowState.GOOD


class _Words:
    """Finds the words of problems by row and by cell."""

    def __init__(self, problems: Iterable[Problem], notes: Iterable[Problem]) -> None:
        self._cells: dict[tuple[int | None, str], list[str]] = {}
        self._rows: dict[int | None, list[str]] = {}
        self.noted: set[int | None] = set()
        for problem in problems:
            self._add(problem)
        for note in notes:
            self._add(note)
            self.noted.add(note.row)

    def _add(self, problem: Problem) -> None:
        self._cells.setdefault((problem.row, problem.ours), []).append(problem.words)
        self._rows.setdefault(problem.row, []).append(problem.words)

    def at(self, number: int, ours: str) -> str:
        """Return what is wrong in a cell."""
        return "\n".join(self._cells.get((number, ours), ()))

    def of(self, number: int) -> str:
        """Return what is wrong with a row."""
        return "\n".join(self._rows.get(number, ()))


class _Cells:
    """Writes the cells of a row: typed where the row was understood, else as they stand."""

    def __init__(self, table: CheckedTable, columns: tuple[ColumnSpec, ...], decimals: int) -> None:
        self._raw_rows = table.raw.rows
        self._columns = columns
        self._decimals = decimals
        self._places = [table.columns.index(column.name) for column in columns]
        self._metric = table.columns.index("metric") if "metric" in table.columns else -1
        there = {header_key(header): at for at, header in enumerate(table.headers)}
        self._raw_places = [
            there.get(header_key(table.header_of(column.name)), -1) for column in columns
        ]

    def typed(self, row: tuple[Typed, ...]) -> tuple[str, ...]:
        """Return the words of a typed row."""
        metric = row[self._metric] if self._metric >= 0 else None
        return tuple(
            typed_text(column.type, row[place], self._decimals, metric)
            for column, place in zip(self._columns, self._places, strict=True)
        )

    def raw(self, place: int) -> tuple[str, ...]:
        """Return the words of a row that could not be typed."""
        row = self._raw_rows[place]
        return tuple(cell_text(row[at]) if at >= 0 else "" for at in self._raw_places)


def is_at_the_end(column: ColumnSpec) -> bool:
    """Whether the column holds figures, which stand at the right."""
    return column.type in _AT_THE_END


def cell_text(cell: Cell) -> str:
    """Return a cell as it stands in the file."""
    if isinstance(cell, BadCell):
        return cell.text
    if isinstance(cell, float):
        return format(cell, ".15g")
    if isinstance(cell, datetime):
        return cell.isoformat(" ") if cell.time() != time(0) else cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else str(cell).strip()


def typed_text(kind: FieldType, value: Typed, decimals: int, metric: Typed = None) -> str:
    """Return a checked cell as the program writes it; `metric` tells what a target counts."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return _number(kind, value, decimals, metric)
    if isinstance(value, PeriodValue):
        return value.text
    if isinstance(value, tuple):
        if len(value) == 1:
            return value[0][0]
        return "; ".join(f"{code} {formats.quantity(share)} %" for code, share in value)
    if isinstance(value, datetime):
        return formats.instant(value)
    if isinstance(value, date):
        return formats.day(value)
    return value.isoformat("minutes") if isinstance(value, time) else value


def _number(kind: FieldType, value: int, decimals: int, metric: Typed) -> str:
    is_money = kind is FieldType.MONEY
    if kind is FieldType.TARGET and isinstance(metric, str) and metric in set(Metric):
        is_money = Metric(metric).is_money
        kind = FieldType.QUANTITY if metric == Metric.QUANTITY else kind
    if is_money:
        return formats.number(from_minor(value, decimals), decimals)
    if kind in (FieldType.QUANTITY, FieldType.PRICE):
        return formats.quantity(from_minor(value, _MILLIONTHS))
    return formats.quantity(Decimal(value))
