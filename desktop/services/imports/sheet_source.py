"""Tables in workbooks: which sheet, and its cells, with what the reader loses put back."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, cast

from desktop.errors import Issue
from desktop.search_key import search_key
from desktop.services.imports.container import Container, refused
from desktop.services.imports.data import BadCell, Cell
from desktop.services.imports.ods_guard import ods_sheets
from desktop.services.imports.workbook_guard import (
    SheetFacts,
    check_size,
    column_letters,
    open_archive,
    xlsx_sheets,
)
from desktop.services.imports.xls_guard import xls_sheets

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

#: Sheets of our own templates and exports that hold words, not rows.
NOTES_SHEETS = frozenset(("说明 notes", "notes"))


@dataclass(frozen=True, slots=True)
class SheetRecords:
    """The rows of a sheet: (number of the row, its cells), its name and what was found."""

    records: tuple[tuple[int, list[Cell]], ...]
    sheet: str
    sheets: tuple[str, ...]
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...]
    issues: tuple[Issue, ...]


def read_sheet(data: bytes, container: Container, wanted: str | None) -> SheetRecords:
    """Return the rows of the wanted sheet, or of the only one that is filled.

    Raises:
        ImportRefused: see `workbook_guard`; `sheet_needed`, `sheet_unknown`, `sheet_empty`.
    """
    if container is Container.OLE:
        facts = xls_sheets(data)
    else:
        parts = open_archive(data)
        facts = xlsx_sheets(parts) if "xl/workbook.xml" in parts else ods_sheets(parts)
    book = _open(data)
    name = _choose(book.sheet_names, facts, wanted)
    return _records(book, name, facts.get(name) or SheetFacts())


def _open(data: bytes) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError as exc:
        raise refused("workbook_encrypted") from exc


def _choose(names: list[str], facts: dict[str, SheetFacts], wanted: str | None) -> str:
    if wanted is not None:
        for name in names:
            if name == wanted or search_key(name) == search_key(wanted):
                return name
        raise refused("sheet_unknown", wanted=wanted, sheets=_listed(names))
    filled = [name for name in names if name in facts and facts[name].filled]
    visible = [name for name in filled if facts[name].visible] or filled
    tables = [name for name in visible if search_key(name) not in NOTES_SHEETS] or visible
    if not tables:
        raise refused("sheet_empty")
    if len(tables) > 1:
        raise refused("sheet_needed", sheets=_listed(tables), names=tuple(tables))
    return tables[0]


def _listed(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names[:30])


def _records(book: CalamineWorkbook, name: str, facts: SheetFacts) -> SheetRecords:
    sheet = book.get_sheet_by_name(name)
    end = sheet.end
    if end is None and not facts.bad_cells:
        raise refused("sheet_empty", sheet=name)
    last = max((row for row, _column in facts.bad_cells), default=-1)
    check_size(max(end[0] if end else 0, last) + 1, (end[1] if end else 0) + 1, name)
    # The reader's own lists are taken over: a copy of each would cost as much as the reading.
    rows = cast("list[list[Cell]]", sheet.to_python(skip_empty_area=False))
    for (row, column), bad in facts.bad_cells.items():
        _place(rows, row, column, bad)
    if bool in set(map(type, chain.from_iterable(rows))):
        rows = list(map(_without_flags, rows))
    merged = tuple(sheet.merged_cell_ranges or ())
    issues = []
    if facts.hidden_rows:
        shown = ", ".join(str(row) for row in facts.hidden_rows[:10])
        numbers: dict[str, object] = {"count": len(facts.hidden_rows), "rows": shown}
        issues.append(Issue("hidden_rows", numbers, sheet=name, is_warning=True))
    for (top, left), (bottom, right) in merged[:20]:
        area = f"{column_letters(left)}{top + 1}:{column_letters(right)}{bottom + 1}"
        issues.append(
            Issue("merged_cells", {"area": area}, sheet=name, row=top + 1, is_warning=True)
        )
    return SheetRecords(
        tuple(enumerate(rows, start=1)), name, tuple(book.sheet_names), merged, tuple(issues)
    )


def _place(rows: list[list[Cell]], row: int, column: int, bad: BadCell) -> None:
    while len(rows) <= row:
        rows.append([])
    cells = rows[row]
    cells.extend([""] * (column + 1 - len(cells)))
    cells[column] = bad


def _without_flags(cells: list[Cell]) -> list[Cell]:
    """Return the cells with true and false as words: `True` and 1 are one key to a dictionary."""
    if bool in map(type, cells):
        return [("TRUE" if cell else "FALSE") if isinstance(cell, bool) else cell for cell in cells]
    return cells
