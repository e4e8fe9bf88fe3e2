"""The refused rows of a file, written back in its own headers with the reasons."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import BinaryIO

from desktop.errors import Issue
from desktop.i18n import _
from desktop.services.atomic_file import write_whole
from desktop.services.exports.people import harmless
from desktop.services.imports.data import BadCell, Cell, CheckedTable
from desktop.services.imports.messages import issue_place, issue_problem
from desktop.services.imports.numbers import NumberStyle, Problem, read_number

_PLAIN = NumberStyle()


def refused_rows(table: CheckedTable, refused: Iterable[Issue], path: Path) -> int:
    """Write the rows that did not go in, with a reason column; return how many.

    Rows that the check refused are always among them; `refused` adds rows that were refused
    later (unknown references, numbers that are there already), by the row that each issue
    names. The ending says the form: `.xlsx`, else CSV (UTF-8 with mark). Headers, order and
    cells are the file's own, so that the mended rows can go in by the same mapping.

    Raises:
        StorageError: the file cannot be written; what was there before is untouched.
    """
    reasons: dict[int, list[Issue]] = {}
    for number, issue in table.refused:
        reasons.setdefault(number, []).append(issue)
    for issue in (*table.errors, *refused):
        if issue.row is not None and not issue.is_warning and issue.row > table.raw.header_row:
            known = reasons.setdefault(issue.row, [])
            if issue not in known:
                known.append(issue)
    rows = [
        (cells, _reason(reasons[number]))
        for number, cells in zip(table.raw.row_numbers, table.raw.rows, strict=True)
        if number in reasons
    ]
    header = _free_header(table.headers)
    if path.suffix.lower() == ".xlsx":
        content = _xlsx(table, rows, header)
    else:
        content = _csv(table, rows, header)

    def write(stream: BinaryIO) -> None:
        stream.write(content)

    write_whole(path, write)
    return len(rows)


def _reason(issues: list[Issue]) -> str:
    # The row's number is no longer true in the new file; its column is.
    return " | ".join(
        _("{place}: {problem}").format(place=issue.column, problem=issue_problem(issue))
        if issue.column
        else issue_problem(issue) or issue_place(issue)
        for issue in issues[:20]
    )


def is_reason(header: str) -> bool:
    """Whether a header is that of the reasons, in the language of the moment or in English."""
    return header in (_("reason"), "reason")


def _free_header(headers: tuple[str, ...]) -> str:
    name, number = _("reason"), 2
    while name in headers:
        name, number = _("reason {number}").format(number=number), number + 1
    return name


def _shown(cell: Cell) -> str:
    if isinstance(cell, BadCell):
        return cell.text
    if isinstance(cell, float):
        return format(cell, ".15g")
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _quiet(cell: Cell) -> str:
    """Return a cell's text, harmless to a spreadsheet unless it is a number."""
    text = _shown(cell)
    is_number = not isinstance(read_number(text, _PLAIN), Problem) if text.strip() else True
    return text if is_number else harmless(text)


def _csv(table: CheckedTable, rows: list[tuple[tuple[Cell, ...], str]], header: str) -> bytes:
    buffer = io.StringIO(newline="")
    separator = table.separator or ","
    if len(separator) > 1:
        return _lines(table, rows, header, separator)
    writer = csv.writer(buffer, delimiter=separator)
    if table.raw.has_header:
        writer.writerow([*map(harmless, table.headers), header])
    for cells, reason in rows:
        writer.writerow([*map(_quiet, cells), harmless(reason)])
    return buffer.getvalue().encode("utf-8-sig")


def _lines(
    table: CheckedTable, rows: list[tuple[tuple[Cell, ...], str]], header: str, separator: str
) -> bytes:
    """Return the rows with a separator that has no quotes, by which they were read."""
    lines = [separator.join((*table.headers, header))] if table.raw.has_header else []
    for cells, reason in rows:
        last = " ".join(harmless(reason).replace(separator, " ").split())
        lines.append(separator.join((*map(_shown, cells), last)))
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


def _xlsx(table: CheckedTable, rows: list[tuple[tuple[Cell, ...], str]], header: str) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    text = book.add_format({"num_format": "@"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    clock = book.add_format({"num_format": "hh:mm:ss"})
    sheet = book.add_worksheet()
    first = 0
    if table.raw.has_header:
        for place, name in enumerate((*table.headers, header)):
            sheet.write_string(0, place, name, text)
        first = 1
    for number, (cells, reason) in enumerate(rows, start=first):
        for place, cell in enumerate(cells):
            if isinstance(cell, int | float):
                sheet.write_number(number, place, cell)
            elif isinstance(cell, datetime):
                sheet.write_datetime(number, place, cell, moment)
            elif isinstance(cell, date):
                sheet.write_datetime(number, place, cell, day)
            elif isinstance(cell, time | timedelta):
                sheet.write_datetime(number, place, cell, clock)
            elif shown := _shown(cell):
                sheet.write_string(number, place, shown, text)
        sheet.write_string(number, len(cells), reason, text)
    book.close()
    return buffer.getvalue()
