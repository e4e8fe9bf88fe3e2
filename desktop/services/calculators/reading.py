"""From a calculator's input and options to checked values: everything wrong at once.

A file is read by the importer's own reader (CSV in any of its forms, or a workbook), but the
decimal sign is always a point: these files are written by programs (FORMATS.md, section 4).
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path

from desktop.errors import InputError, Issue
from desktop.periods import FiscalCalendar
from desktop.search_key import header_key, search_key
from desktop.services.calculators.data import (
    CalcColumn,
    CalcInput,
    CalcOption,
    CalcRow,
    Calculator,
    CalcValue,
    CellKind,
    Limits,
    OptionKind,
)
from desktop.services.imports.cells import Context, read_column
from desktop.services.imports.data import Cell, ColumnSpec, FieldType, RawTable
from desktop.services.imports.numbers import NumberStyle, Problem, number_style, read_number
from desktop.services.imports.source import read_source

_POINT = "."
_CONTEXT = Context(decimals=2, fiscal=FiscalCalendar(), decimal=_POINT)
_LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class ReadRows:
    """The checked rows of an input file, and what is only worth a look."""

    rows: tuple[CalcRow, ...]
    warnings: tuple[Issue, ...] = ()


def read_rows(path: Path, columns: Sequence[CalcColumn], calculator: str) -> ReadRows:
    """Return the rows of an input file (see `rows_of`).

    Raises:
        ImportRefused: the file holds no table.
        InputError: as `rows_of` does.
    """
    return rows_of(read_source(path), columns, calculator)


def rows_of(raw: RawTable, columns: Sequence[CalcColumn], calculator: str) -> ReadRows:
    """Return the rows of a table, from a file or typed into the window.

    Headers match as those of import files do; a column that is not among ours is skipped with a
    warning, unless its name is so like one that is lacking that it must be meant.

    Raises:
        InputError: an issue for each column that is missing or doubtful, for each cell that
            cannot be read and for each key that comes twice, with its line and column.
    """
    binding = _bind(raw, columns, calculator)
    issues = [issue for issue in raw.issues if not issue.is_warning] + binding.errors
    if binding.errors:
        raise InputError(*(_named(issue, raw) for issue in issues))
    values = {column.name: _read(raw, column, binding.places, issues) for column in columns
              if column.name in binding.places}  # fmt: skip
    rows = tuple(_row(raw, place, values, binding.places) for place in range(len(raw.rows)))
    issues += _keys_twice(rows, columns)
    if issues:
        ordered = sorted(issues, key=lambda issue: issue.row or 0)
        raise InputError(*(_named(issue, raw) for issue in ordered))
    warnings = [issue for issue in raw.issues if issue.is_warning] + binding.warnings
    return ReadRows(rows, tuple(_named(issue, raw) for issue in warnings))


def _named(issue: Issue, raw: RawTable) -> Issue:
    return issue if issue.file else replace(issue, file=raw.file_name)


@dataclass(frozen=True, slots=True)
class _Binding:
    """Which place of the file each of our columns has, and what is wrong with the headers."""

    places: Mapping[str, int]
    errors: list[Issue]
    warnings: list[Issue]


def _bind(raw: RawTable, columns: Sequence[CalcColumn], calculator: str) -> _Binding:
    keys = {header_key(column.name): column.name for column in columns}
    places: dict[str, int] = {}
    errors: list[Issue] = []
    unknown: list[str] = []
    for place, header in enumerate(raw.headers):
        name = keys.get(header_key(header))
        if name is None:
            if header:
                unknown.append(header)
        elif name in places:
            errors.append(
                Issue("calc_column_twice", {"name": name}, row=raw.header_row, column=header)
            )
        else:
            places[name] = place
    lacking = {header_key(column.name): column.name for column in columns
               if column.name not in places}  # fmt: skip
    warnings: list[Issue] = []
    meant: set[str] = set()
    for header in unknown:
        like = difflib.get_close_matches(header_key(header), lacking, n=1, cutoff=0.75)
        facts: dict[str, object] = {"name": lacking[like[0]] if like else "",
                                    "calculator": calculator}  # fmt: skip
        code = "calc_column_like" if like else "calc_column_unknown"
        issue = Issue(code, facts, row=raw.header_row, column=header, value=header)
        if like:
            meant.add(lacking[like[0]])
            errors.append(issue)
        else:
            warnings.append(replace(issue, is_warning=True))
    needed = [column.name for column in columns if column.is_required]
    for name in needed:
        if name not in places and name not in meant:
            facts = {"name": name, "calculator": calculator, "needed": ", ".join(needed)}
            errors.append(Issue("calc_column_missing", facts, row=raw.header_row, column=name))
    return _Binding(places, errors, warnings)


def _read(
    raw: RawTable, column: CalcColumn, places: Mapping[str, int], issues: list[Issue]
) -> list[CalcValue]:
    """Return a column's values, and note what cannot be read."""
    cells = [row[places[column.name]] for row in raw.rows]
    read = _cell_values(column, cells)
    for place, (cell, value) in enumerate(zip(cells, read, strict=True)):
        problem = value if isinstance(value, Problem) else None
        if value is None and column.is_required and not column.may_be_empty:
            problem = Problem.of("value_missing")
        elif isinstance(value, Decimal | int) and not isinstance(value, bool):
            problem = _outside(Decimal(value), column.limits)
        if problem is not None:
            issues.append(
                Issue(
                    problem.code,
                    dict(problem.facts),
                    row=raw.row_numbers[place],
                    column=column.name,
                    value=str(cell).strip(),
                )
            )
    return [None if isinstance(value, Problem) else value for value in read]


def _cell_values(column: CalcColumn, cells: Sequence[Cell]) -> list[CalcValue | Problem]:
    if column.kind in (CellKind.TEXT, CellKind.YES_NO):
        kind = FieldType.TEXT if column.kind is CellKind.TEXT else FieldType.FLAG
        spec = ColumnSpec(column.name, kind, longest=_LONGEST_TEXT)
        found = read_column(spec, cells, _CONTEXT)
        problems = dict(found.problems)
        return [problems.get(place, value if isinstance(value, str | bool) else None)
                for place, value in enumerate(found.values)]  # fmt: skip
    style = number_style(set(cells), _POINT)
    return [_number(cell, style, column.kind is CellKind.WHOLE) for cell in cells]


def _number(cell: Cell, style: NumberStyle, is_whole: bool) -> Decimal | int | Problem | None:
    if isinstance(cell, str) and not cell.strip():
        return None
    value = read_number(cell, style)
    if isinstance(value, Problem) or not is_whole:
        return value
    if value != value.to_integral_value():
        return Problem.of("number_not_whole")
    return int(value)


def _outside(value: Decimal, limits: Limits) -> Problem | None:
    """Return why a number does not lie within its limits, or None."""
    if limits.least is not None and (value < limits.least):
        return Problem.of("calc_number_below", least=limits.least)
    if limits.least is not None and limits.is_above and value == limits.least:
        return Problem.of("calc_number_not_above", least=limits.least)
    if limits.most is not None and value > limits.most:
        return Problem.of("calc_number_above", most=limits.most)
    return None


def _row(
    raw: RawTable,
    place: int,
    values: Mapping[str, Sequence[CalcValue]],
    places: Mapping[str, int],
) -> CalcRow:
    texts = {name: str(raw.rows[place][at]).strip() for name, at in places.items()}
    own = {name: read[place] for name, read in values.items()}
    return CalcRow(raw.row_numbers[place], own, raw.file_name, texts)


def _keys_twice(rows: Sequence[CalcRow], columns: Sequence[CalcColumn]) -> list[Issue]:
    names = [column.name for column in columns if column.is_key]
    if not names:
        return []
    seen: dict[tuple[str, ...], int] = {}
    issues: list[Issue] = []
    for row in rows:
        key = tuple(search_key(row.text(name)) for name in names)
        if not all(key):
            continue
        first = seen.setdefault(key, row.line)
        if first != row.line:
            issues.append(row.issue("key_twice", names[-1], other=first))
    return issues


def read_options(
    calculator: Calculator, given: Mapping[str, str | bool | None]
) -> dict[str, CalcValue]:
    """Return the values of a calculator's options; `given` are the words as they were written.

    A FILE option keeps its path as text.

    Raises:
        InputError: an issue for each option that is lacking or cannot be read.
    """
    values: dict[str, CalcValue] = {}
    issues: list[Issue] = []
    for option in calculator.options:
        word = given.get(option.name)
        if word is None or (isinstance(word, str) and not word.strip()):
            values[option.name] = False if option.kind is OptionKind.FLAG else option.default
            if option.is_required:
                facts = {"calculator": calculator.name}
                issues.append(Issue("calc_option_missing", facts, column=f"--{option.name}"))
            continue
        read = word if isinstance(word, bool) else _option(option, word.strip())
        if isinstance(read, Problem):
            issues.append(
                Issue(read.code, dict(read.facts), column=f"--{option.name}", value=str(word))
            )
        else:
            values[option.name] = read
    if issues:
        raise InputError(*issues)
    return values


def _option(option: CalcOption, word: str) -> CalcValue | Problem:
    if option.kind in (OptionKind.NUMBER, OptionKind.WHOLE):
        value = read_number(word, NumberStyle(_POINT))
        if isinstance(value, Problem):
            # The option is named, which sentences on cells leave to their place.
            return value if value.code == "number_too_large" else Problem.of("number_unreadable")
        if option.kind is OptionKind.WHOLE and value != value.to_integral_value():
            return Problem.of("calc_option_not_whole")
        outside = _outside(value, option.limits)
        return outside or (int(value) if option.kind is OptionKind.WHOLE else value)
    if option.kind is OptionKind.CHOICE and word not in option.choices:
        return Problem.of("calc_option_choice", known=", ".join(option.choices))
    return word


def read_input(
    calculator: Calculator,
    path: Path | None,
    given: Mapping[str, str | bool | None],
    decimals: int = 2,
) -> tuple[CalcInput, tuple[Issue, ...]]:
    """Return everything that a calculator works on, checked, and the warnings of its files.

    Raises:
        ImportRefused, InputError: see `read_tables`; a file cannot be read, or is not wanted.
    """
    main = None if path is None else MainTable(str(path), partial(read_source, path))
    return read_tables(
        calculator, main, given, lambda _option, name: read_source(Path(name)), decimals
    )


@dataclass(frozen=True, slots=True)
class MainTable:
    """The main input: what it is called, and the call that gets it once it is wanted."""

    name: str
    read: Callable[[], RawTable]


def read_tables(
    calculator: Calculator,
    main: MainTable | None,
    given: Mapping[str, str | bool | None],
    other: Callable[[str, str], RawTable],
    decimals: int = 2,
) -> tuple[CalcInput, tuple[Issue, ...]]:
    """Return everything that a calculator works on, checked, and the warnings of its tables.

    `other` gets the table of a FILE option, by the option's name and the words given for it.

    Raises:
        InputError: see `rows_of` and `read_options`; a main table that is lacking, or not wanted.
    """
    found = CalcInput((), read_options(calculator, given), {}, decimals)
    columns = calculator.columns_of(found) if calculator.columns_of else calculator.columns
    if main is None and calculator.needs_file:
        needed = ", ".join(column.name for column in columns if column.is_required)
        facts = {"calculator": calculator.name, "needed": needed}
        raise InputError(Issue("calc_file_needed", facts))
    if main is not None and not calculator.needs_file:
        facts = {"calculator": calculator.name}
        raise InputError(Issue("calc_file_not_wanted", facts, value=main.name))
    warnings: tuple[Issue, ...] = ()
    if main is not None:
        read = rows_of(main.read(), columns, calculator.name)
        found, warnings = replace(found, rows=read.rows), read.warnings
    files: dict[str, tuple[CalcRow, ...]] = {}
    for option in calculator.options:
        if option.kind is OptionKind.FILE and found.has(option.name):
            raw = other(option.name, found.text(option.name))
            more = rows_of(raw, option.columns, calculator.name)
            files[option.name] = more.rows
            warnings += more.warnings
    return replace(found, files=files), warnings
