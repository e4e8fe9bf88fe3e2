"""From a raw table to checked, typed rows: every issue at once, nothing written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from decimal import Decimal
from itertools import chain

from desktop.enums import ImportKind
from desktop.errors import Issue
from desktop.periods import FiscalCalendar
from desktop.services.imports.cells import ColumnValues, Context, read_column
from desktop.services.imports.data import (
    BadCell,
    Cell,
    CheckedTable,
    FieldType,
    KindSpec,
    RawTable,
    Typed,
)
from desktop.services.imports.kinds import kind_spec
from desktop.services.imports.layout import Layout, lay_out
from desktop.services.imports.mapping import Mapping
from desktop.services.imports.numbers import Problem
from desktop.services.imports.row_rules import Columns, Finding, row_findings, settle_targets

#: How many issues are listed one by one; the rest is counted.
MOST_ISSUES = 1_000
_LONGEST_VALUE = 80


@dataclass(frozen=True, slots=True)
class _Trouble:
    """A problem at its place, before it is written out as an issue."""

    place: int
    order: int
    column: str
    problem: Problem
    warning: bool = False


def check_table(
    raw: RawTable,
    kind: ImportKind,
    mapping: Mapping | None = None,
    *,
    decimals: int,
    fiscal: FiscalCalendar,
    decimal_comma: bool = False,
    zone: tzinfo | None = None,
    pause: Callable[[], None] | None = None,
) -> CheckedTable:
    """Return the typed rows of a file and everything that is wrong with it.

    `decimals` of the branch's currency; `decimal_comma` settles columns that could be read two
    ways (so does the mapping's `decimal`); `zone` is that of times of day without an offset
    (None: the machine's); `pause` is called before each column and may raise to stop the work.
    Never raises for what is in the file: see `CheckedTable`.
    """
    spec = kind_spec(kind)
    layout = lay_out(raw, spec, mapping)
    stated = "," if decimal_comma else (mapping.decimal if mapping else "")
    checker = _Checker(raw, spec, layout, Context(decimals, fiscal, stated, zone))
    return checker.checked(pause or _go_on)


class _Checker:
    """Checks one table, column by column, then row by row."""

    def __init__(self, raw: RawTable, spec: KindSpec, layout: Layout, context: Context) -> None:
        self.raw = raw
        self.spec = spec
        self.layout = layout
        self.context = context
        self.order = {column.name: place for place, column in enumerate(spec.columns)}
        self.numbers = [raw.row_numbers[place] for place in layout.places]
        self.troubles: list[_Trouble] = []
        self.warnings: list[Issue] = []
        self.typed: Columns = {}
        self.target_amounts: list[Typed | Decimal] = []
        self.rounded = 0

    def checked(self, pause: Callable[[], None]) -> CheckedTable:
        """Return the table, with its issues in the order of the file."""
        for column in self.spec.columns:
            if column.name in self.layout.cells:
                pause()
                self._read(column.name)
        self._targets()
        self._relations()
        errors = [trouble for trouble in self.troubles if not trouble.warning]
        table_issues = [
            issue for issue in (*self.raw.issues, *self.layout.issues) if self._is_of_table(issue)
        ]
        row_issues = [
            issue
            for issue in (*self.raw.issues, *self.layout.issues)
            if not self._is_of_table(issue)
        ]
        table_error = any(not issue.is_warning for issue in table_issues)
        refused = self._refused(errors, row_issues)
        return self._table(table_issues, row_issues, refused, table_error)

    def _is_of_table(self, issue: Issue) -> bool:
        """Whether an issue concerns the whole file: a warning, or one of the header."""
        return issue.is_warning or issue.row is None or issue.row <= self.raw.header_row

    def _read(self, name: str) -> None:
        column = self.spec.columns[self.order[name]]
        cells = self.layout.cells[name]
        factor = self.layout.factors.get(name, Decimal(1))
        values: ColumnValues = read_column(column, cells, self.context, factor)
        if column.type is FieldType.TARGET:
            self.target_amounts = values.values
        # A TARGET column holds decimals until `_targets` settles them.
        self.typed[name] = values.values  # type: ignore[assignment]
        self.rounded += values.rounded
        order = self.order[name]
        for place, problem in values.problems:
            self.troubles.append(_Trouble(place, order, name, problem))
        for warning in values.warnings:
            self._warn(warning.code, dict(warning.facts), self.layout.headers.get(name, name))
        if column.required and None in values.values:
            failed = {place for place, _problem in values.problems}
            for place, value in enumerate(values.values):
                if value is None and place not in failed:
                    problem = Problem.of("value_missing", ours=name)
                    self.troubles.append(_Trouble(place, order, name, problem))

    def _warn(self, code: str, facts: dict[str, object], column: str = "") -> None:
        self.warnings.append(Issue(code, facts, column=column, is_warning=True))

    def _targets(self) -> None:
        if self.spec.kind is ImportKind.TARGETS and "amount" in self.typed:
            metrics = self.typed.get("metric") or [None] * len(self.numbers)
            given = self.target_amounts
            amounts, found, rounded = settle_targets(given, metrics, self.context.decimals)
            self.typed["amount"] = amounts
            self.rounded += rounded
            self._note(found)

    def _relations(self) -> None:
        count = len(self.numbers)
        self._note(row_findings(self.spec, self.typed, count, self.numbers))
        present = [column for column in self.spec.columns if column.name in self.layout.cells]
        if (
            count
            and len(present) > 2
            and all(_is_example(self.layout.cells[c.name][0], c.example) for c in present)
        ):
            self._warn("example_row", {"row": self.numbers[0]})

    def _note(self, found: Sequence[Finding]) -> None:
        for finding in found:
            order = self.order[finding.column]
            self.troubles.append(
                _Trouble(finding.place, order, finding.column, finding.problem, finding.warning)
            )

    def _refused(
        self, errors: Sequence[_Trouble], row_issues: Sequence[Issue]
    ) -> dict[int, Issue | _Trouble]:
        """Return the first error of each refused row, by its number in the file.

        A document goes in whole or not at all: the other rows of a refused one are refused too.
        """
        first: dict[int, Issue | _Trouble] = {}
        for issue in row_issues:
            if issue.row is not None:
                first.setdefault(issue.row, issue)
        for trouble in sorted(errors, key=lambda each: (each.place, each.order)):
            first.setdefault(self.numbers[trouble.place], trouble)
        document = self.spec.document
        if not first or document not in self.typed:
            return first
        numbers = self.typed[document]
        whose: dict[Typed, int] = {}
        for place, number in enumerate(numbers):
            if number is not None and self.numbers[place] in first:
                whose.setdefault(number, self.numbers[place])
        for place, number in enumerate(numbers):
            if number in whose and self.numbers[place] not in first:
                problem = Problem.of("document_refused", document=number, other=whose[number])
                trouble = _Trouble(place, self.order[document], document, problem)
                self.troubles.append(trouble)
                first[self.numbers[place]] = trouble
        return first

    def _issue(self, trouble: _Trouble) -> Issue:
        name = trouble.column
        header = self.layout.headers.get(name, name)
        if self.layout.row_headers is not None and name not in self.layout.headers:
            header = self.layout.row_headers[trouble.place]
        cells = self.layout.cells.get(name)
        value = _shown(cells[trouble.place]) if cells is not None else ""
        return Issue(
            trouble.problem.code,
            {**dict(trouble.problem.facts), "ours": name},
            row=self.numbers[trouble.place],
            column=header,
            value=value,
            is_warning=trouble.warning,
        )

    def _table(
        self,
        table_issues: Sequence[Issue],
        row_issues: Sequence[Issue],
        refused: dict[int, Issue | _Trouble],
        table_error: bool,
    ) -> CheckedTable:
        self.troubles.sort(key=lambda each: (each.place, each.order))
        listed = [self._issue(trouble) for trouble in self.troubles[:MOST_ISSUES]]
        by_row = sorted((*row_issues, *listed), key=lambda issue: issue.row or 0)
        hidden = max(0, len(self.troubles) + len(row_issues) - MOST_ISSUES)
        by_row = by_row[:MOST_ISSUES]
        if hidden:
            by_row.append(Issue("more_issues", {"count": hidden}))
        issues = tuple(map(self._located, chain(table_issues, self.warnings, by_row)))
        rows, numbers = ((), ()) if table_error else self._rows(refused)
        return CheckedTable(
            kind=self.spec.kind,
            file_name=self.raw.file_name,
            sheet=self.raw.sheet,
            encoding=self.raw.encoding,
            separator=self.raw.separator,
            content_hash=self.raw.content_hash,
            columns=tuple(column.name for column in self.spec.columns),
            rows=rows,
            row_numbers=numbers,
            issues=issues,
            refused=tuple(
                (number, self._located(self._as_issue(refused[number])))
                for number in sorted(refused)
            ),
            table_error=table_error,
            headers=self.raw.headers,
            unknown_headers=self.layout.unknown,
            present=frozenset(self.layout.cells),
            column_headers=tuple(self.layout.headers.items()),
            rounded_amounts=self.rounded,
            raw=self.raw,
        )

    def _as_issue(self, first: Issue | _Trouble) -> Issue:
        return first if isinstance(first, Issue) else self._issue(first)

    def _located(self, issue: Issue) -> Issue:
        return replace(issue, file=self.raw.file_name, sheet=issue.sheet or self.raw.sheet)

    def _rows(
        self, refused: dict[int, Issue | _Trouble]
    ) -> tuple[tuple[tuple[Typed, ...], ...], tuple[int, ...]]:
        count = len(self.numbers)
        empty: list[Typed] = [None] * count
        columns = [self.typed.get(column.name, empty) for column in self.spec.columns]
        rows = tuple(zip(*columns, strict=True))
        if not refused:
            return rows, tuple(self.numbers)
        kept = [place for place, number in enumerate(self.numbers) if number not in refused]
        return tuple(rows[place] for place in kept), tuple(self.numbers[place] for place in kept)


def _go_on() -> None:
    """Nobody wants to stop the work."""


def _is_example(cell: Cell, example: str) -> bool:
    """Whether a cell holds what the template gives as an example."""
    if isinstance(cell, float):
        is_number = re.fullmatch(r"[0-9]+(\.[0-9]+)?", example) is not None
        return is_number and Decimal(format(cell, ".15g")) == Decimal(example)
    if isinstance(cell, date):
        return cell.isoformat()[:10] == example
    return cell == example


def _shown(cell: Cell) -> str:
    """Return a cell as a person sees it, shortened."""
    if isinstance(cell, BadCell):
        return cell.text
    if isinstance(cell, float):
        return format(cell, ".15g")
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    text = cell.isoformat() if isinstance(cell, date) else str(cell)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def column_types(kind: ImportKind) -> dict[str, FieldType]:
    """Return the type of each column of a kind, for those who store its rows."""
    return {column.name: column.type for column in kind_spec(kind).columns}
