"""Tables that are typed, pasted or opened in the window, as the readers of files see them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from desktop.search_key import header_key
from desktop.services.calculators.data import CalcColumn
from desktop.services.imports.data import BadCell, Cell, RawTable
from desktop.services.imports.source import read_source

#: A row of a grid: the text of each column by its name; what is empty may be left out.
TypedRow = Mapping[str, str]
#: More rows than this are no sheet that somebody looks at; the command line takes any number.
MOST_ROWS = 2_000


def typed_table(columns: Sequence[CalcColumn], rows: Sequence[TypedRow], name: str) -> RawTable:
    """Return the rows of a grid as a table that `reading.rows_of` takes.

    Blank rows are left out; the others keep their number in the grid, from 1. A column that may
    be missing from a file is missing where every cell of it is empty. `name` is empty, or what
    messages call the grid.
    """
    filled = [
        (number, row)
        for number, row in enumerate(rows, start=1)
        if any(row.get(column.name, "").strip() for column in columns)
    ]
    kept = tuple(
        column.name
        for column in columns
        if column.is_required or any(row.get(column.name, "").strip() for _n, row in filled)
    )
    cells = tuple(tuple(row.get(key, "") for key in kept) for _number, row in filled)
    numbers = tuple(number for number, _row in filled)
    return RawTable(name, "", "", "", "", kept, cells, numbers, header_row=0)


@dataclass(frozen=True, slots=True)
class OpenedTable:
    """The rows of a file for a grid, and the headers of its columns that no grid has."""

    rows: tuple[TypedRow, ...]
    skipped: tuple[str, ...]
    has_more: bool = False


def open_table(
    path: Path, columns: Sequence[CalcColumn], label: Callable[[str], str]
) -> OpenedTable:
    """Return the rows of a file, each cell under the column that its header names.

    Headers are the columns' names, or what the grid calls them (`label`).

    Raises:
        ImportRefused: the file holds no table.
    """
    raw = read_source(path)
    places = _places(raw.headers, columns, label)
    skipped = tuple(header for at, header in enumerate(raw.headers) if header and at not in places)
    rows = tuple(
        {name: cell_text(row[at]) for at, name in places.items()} for row in raw.rows[:MOST_ROWS]
    )
    return OpenedTable(rows, skipped, len(raw.rows) > MOST_ROWS)


def pasted_rows(
    text: str, columns: Sequence[CalcColumn], first: int, label: Callable[[str], str]
) -> tuple[TypedRow, ...]:
    """Return the rows of a block of cells from a spreadsheet (tabs and line breaks).

    Where the first line names columns, the cells go under those; else from the column at the
    place `first` to the right. Cells beyond the last column are left out.
    """
    lines = [line for line in csv.reader(io.StringIO(text), "excel-tab") if line]
    if not lines:
        return ()
    places = _places(lines[0], columns, label)
    named = sum(1 for cell in lines[0] if cell.strip())
    if named > 1 and len(places) * 2 > named:
        lines = lines[1:]
    else:
        places = {at: column.name for at, column in enumerate(columns[first:])}
    return tuple(
        {places[at]: cell.strip() for at, cell in enumerate(line) if at in places}
        for line in lines[:MOST_ROWS]
    )


def _places(
    headers: Sequence[str], columns: Sequence[CalcColumn], label: Callable[[str], str]
) -> dict[int, str]:
    """Return the column under each header that names one; the first of two equal ones counts."""
    names: dict[str, str] = {}
    for column in columns:
        for known in (column.name, label(column.name)):
            names.setdefault(header_key(known), column.name)
    found: dict[int, str] = {}
    for at, header in enumerate(headers):
        name = names.get(header_key(header)) if header.strip() else None
        if name is not None and name not in found.values():
            found[at] = name
    return found


def cell_text(cell: Cell) -> str:
    """Return a cell of a file as somebody would type it."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, BadCell):
        return cell.text
    if isinstance(cell, float):
        # A spreadsheet's binary number has fifteen digits; a whole one is written as such.
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    if isinstance(cell, datetime) and cell.time() == time(0):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)
