"""From a file to a raw table: the border where every foreign thing becomes plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

from desktop.errors import ImportRefused, Issue
from desktop.services.imports.container import (
    MOST_SHEET_ROWS,
    MOST_TEXT_ROWS,
    Container,
    SourceBytes,
    container_of,
    read_bytes,
    refused,
)
from desktop.services.imports.data import BadCell, Cell, RawTable
from desktop.services.imports.mapping import Mapping
from desktop.services.imports.sheet_source import SheetRecords, read_sheet
from desktop.services.imports.text_source import decode, read_records
from desktop.services.imports.workbook_guard import column_letters

_SPREADSHEETS = frozenset((".xlsx", ".xlsm", ".xls", ".ods"))
_Record = tuple[int, Sequence[Cell]]


def read_source(path: Path, sheet: str | None = None, mapping: Mapping | None = None) -> RawTable:
    """Return the table in a file: CSV text, XLSX, XLS or ODS, told apart by their content.

    `sheet` names the sheet of a workbook (needed where several are filled). Of the mapping only
    its `[file]` section is used here. The bytes are read once.

    Raises:
        ImportRefused: the file cannot be taken as a whole; each issue names the file and, where
            there is one, the sheet and the row.
    """
    try:
        source = read_bytes(path)
        return _table(source, container_of(source.data), sheet, mapping)
    except ImportRefused as exc:
        named = tuple(replace(issue, file=issue.file or path.name) for issue in exc.issues)
        raise ImportRefused(named) from exc
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as exc:
        # The one catch-all, at the container's border: a damaged file can make a parser fail in
        # any way, and the readers' own panics are not even of the class Exception.
        if not isinstance(exc, Exception) and type(exc).__name__ != "PanicException":
            raise
        issue = Issue("workbook_damaged", {"reason": type(exc).__name__}, file=path.name)
        raise ImportRefused((issue,)) from exc


def _table(
    source: SourceBytes, container: Container, sheet: str | None, mapping: Mapping | None
) -> RawTable:
    if container is Container.TEXT:
        return _text_table(source, mapping)
    read = read_sheet(source.data, container, sheet)
    made = _made(source, read.records, mapping, read.sheet)
    issues = (*read.issues, *made.issues)
    issues += _merged_header(read, made)
    return replace(made, sheets=read.sheets, issues=issues)


def _text_table(source: SourceBytes, mapping: Mapping | None) -> RawTable:
    decoded = decode(source.data, mapping.encoding if mapping else "")
    read = read_records(decoded.text, mapping)
    made = _made(source, read.records, mapping, "")
    issues = list(made.issues)
    if decoded.guessed:
        issues.append(Issue("encoding_guessed", {"encoding": decoded.encoding}, is_warning=True))
    if Path(source.name).suffix.lower() in _SPREADSHEETS:
        issues.append(Issue("text_named_workbook", is_warning=True))
    return replace(
        made,
        encoding=decoded.encoding,
        separator=read.separator,
        encoding_guessed=decoded.guessed,
        issues=tuple(issues),
    )


def _made(
    source: SourceBytes, records: Sequence[_Record], mapping: Mapping | None, sheet: str
) -> RawTable:
    """Return the table of these records: the header found, blank rows left out, rows squared."""
    skip = mapping.skip_rows if mapping else 0
    has_header = mapping.header if mapping else True
    rows = [record for record in records if record[0] > skip and _is_filled(record[1])]
    if not rows:
        raise refused("table_empty", sheet=sheet)
    header_row = rows[0][0]
    if has_header:
        headers = [_header(cell) for cell in rows[0][1]]
        rows = rows[1:]
    else:
        headers = [str(place) for place in range(1, len(rows[0][1]) + 1)]
        header_row = 0
    if not rows:
        raise refused("table_only_header", sheet=sheet)
    if len(rows) > (MOST_SHEET_ROWS if sheet else MOST_TEXT_ROWS):
        raise refused("table_too_long", most=MOST_SHEET_ROWS if sheet else MOST_TEXT_ROWS)
    issues = list(_title_row(headers, rows, header_row)) if has_header else []
    has_title = bool(issues)
    while headers and not headers[-1] and not _column_filled(rows, len(headers) - 1):
        headers.pop()
    squared = _squared(rows, len(headers), issues, is_text=not sheet)
    for place, header in enumerate(headers):
        if not header and not has_title and _column_filled(rows, place):
            letters = column_letters(place)
            issues.append(
                Issue("header_empty", {"letters": letters}, row=header_row, is_warning=True)
            )
    return RawTable(
        source.name, sheet, "", "", source.content_hash, tuple(headers), tuple(squared),
        tuple(number for number, _cells in rows), header_row, has_header,
        issues=tuple(issues),
    )  # fmt: skip


def _is_filled(cells: Sequence[Cell]) -> bool:
    # Nearly every row begins with letters or digits.
    if cells and isinstance(head := cells[0], str) and head.isalnum():
        return True
    for cell in cells:  # noqa: SIM110 - a generator for each row would cost twice as much
        if not isinstance(cell, str) or (cell and not cell.isspace()):
            return True
    return False


def _column_filled(rows: Sequence[_Record], place: int) -> bool:
    return any(len(cells) > place and _is_filled(cells[place : place + 1]) for _n, cells in rows)


def _header(cell: Cell) -> str:
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, BadCell):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time(0):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _squared(
    rows: Sequence[_Record], width: int, issues: list[Issue], *, is_text: bool
) -> list[tuple[Cell, ...]]:
    """Return each row's cells as wide as the header, and note what that loses."""
    if all(len(cells) == width for _number, cells in rows):
        return [tuple(cells) for _number, cells in rows]
    squared: list[tuple[Cell, ...]] = []
    for number, cells in rows:
        square, issue = _square(cells, width, number, is_text=is_text)
        squared.append(square)
        if issue is not None:
            issues.append(issue)
    return squared


def _square(
    cells: Sequence[Cell], width: int, number: int, *, is_text: bool
) -> tuple[tuple[Cell, ...], Issue | None]:
    """Return the cells as wide as the header; a text row that is not so wide is an issue."""
    if len(cells) == width:
        return tuple(cells), None
    facts: dict[str, object] = {"cells": len(cells), "headers": width}
    if len(cells) < width:
        padded = (*cells, *[""] * (width - len(cells)))
        return padded, Issue("row_short", facts, row=number) if is_text else None
    if _is_filled(cells[width:]):
        return tuple(cells[:width]), Issue("row_long", facts, row=number)
    return tuple(cells[:width]), None


def _title_row(headers: Sequence[str], rows: Sequence[_Record], header_row: int) -> list[Issue]:
    """Return an issue where the first row is a title and the real header comes below."""
    if sum(1 for header in headers if header) != 1:
        return []
    for number, cells in rows[:20]:
        if sum(1 for cell in cells if _is_filled((cell,))) > 1:
            title = next(header for header in headers if header)
            facts: dict[str, object] = {"title": title[:80], "skip": number - 1}
            return [Issue("title_row", facts, row=header_row)]
    return []


def _merged_header(read: SheetRecords, made: RawTable) -> tuple[Issue, ...]:
    """Return an issue for each merged area that hides a header of a column."""
    found: list[Issue] = []
    if any(issue.code == "title_row" for issue in made.issues):
        return ()
    for (top, left), (bottom, right) in read.merged:
        if top < made.header_row <= bottom + 1 and right > left:
            area = f"{column_letters(left)}{top + 1}:{column_letters(right)}{bottom + 1}"
            found.append(Issue("header_merged", {"area": area}, row=made.header_row))
    return tuple(found) if made.has_header else ()
