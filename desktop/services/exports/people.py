"""Tables exported for people: CSV that Excel opens rightly, and typed XLSX.

A text cell that a spreadsheet would run as a formula is made harmless in CSV (a `'` before it);
numbers stay numbers. A file is written whole or not at all.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

from desktop.services.atomic_file import write_whole

#: The wide signs start a formula in East Asian editions of spreadsheets.
_RISKY = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
#: Excel takes no sheet with more rows; more are refused rather than lost.
SHEET_ROWS = 1_048_576


class CellKind(StrEnum):
    """How a column's cells are typed in a spreadsheet."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column's header and the kind of its cells; `decimals` is for money and numbers."""

    header: str
    kind: CellKind = CellKind.TEXT
    decimals: int = 2


@dataclass(frozen=True, slots=True)
class ExportTable:
    """What is on the screen: title, columns, raw values by row, and the totals or None.

    `rows` may be a sequence that fetches a long list only when the file is written, in the worker.
    `notes` are pairs of a term and its words (period, as-of date, definitions); XLSX has them
    on a sheet of their own.
    """

    title: str
    columns: tuple[ExportColumn, ...]
    rows: Sequence[tuple[object, ...]]
    total: tuple[object, ...] | None = None
    notes: tuple[tuple[str, str], ...] = ()


def harmless(text: str) -> str:
    """Return the text with a `'` before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.lstrip().startswith(_RISKY) or text.startswith(_RISKY) else text


def safe_file_name(title: str) -> str:
    """Return a file name (no folder, no ending) that every system takes."""
    kept = "".join("_" if c in '<>:"/\\|?*' or ord(c) < 32 else c for c in title)
    name = " ".join(kept.split()).strip(" .")[:80] or "export"
    reserved = {"CON", "PRN", "AUX", "NUL", *(f"{p}{i}" for p in ("COM", "LPT") for i in range(10))}
    return f"{name}_" if name.split(".")[0].upper() in reserved else name


def write_table(table: ExportTable, path: Path) -> int:
    """Write the table as its file ending says (`.csv` or `.xlsx`); return the rows written.

    Raises:
        ValueError: another ending, or more rows than a sheet holds.
        StorageError: the file cannot be written; what was there before is untouched.
    """
    ending = path.suffix.lower()
    if ending == ".csv":
        write_whole(path, lambda stream: _csv(table, stream))
    elif ending == ".xlsx":
        if len(table.rows) + 2 > SHEET_ROWS:
            raise ValueError("too many rows for a sheet")
        content = _xlsx(table)
        write_whole(path, lambda stream: _copy(content, stream))
    else:
        raise ValueError(f"no table is written as {ending!r}")
    return len(table.rows)


def _copy(content: bytes, stream: BinaryIO) -> None:
    stream.write(content)


def _csv(table: ExportTable, stream: BinaryIO) -> None:
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow([harmless(column.header) for column in table.columns])
    for row in table.rows:
        writer.writerow([_plain(value) for value in row])
    if table.total is not None:
        writer.writerow([_plain(value) for value in table.total])
    text.flush()
    text.detach()


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return harmless(str(value))


def _xlsx(table: ExportTable) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top", "text_wrap": True})
    sheet = book.add_worksheet(_sheet_name(table.title))
    plain = [book.add_format(_style(column)) for column in table.columns]
    strong = [
        book.add_format({**_style(column), "bold": True, "top": 1}) for column in table.columns
    ]
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.header, head)
        sheet.set_column(place, place, _width(table, place))
    for number, row in enumerate(table.rows, start=1):
        _put_row(sheet, number, row, plain)
    if table.total is not None:
        _put_row(sheet, len(table.rows) + 1, table.total, strong)
    sheet.freeze_panes(1, 0)
    if table.columns:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    if table.notes:
        notes = book.add_worksheet("Notes")
        notes.set_column(0, 0, 28)
        notes.set_column(1, 1, 60)
        for number, (term, words) in enumerate(table.notes):
            notes.write_string(number, 0, term, head)
            notes.write_string(number, 1, words)
    book.close()
    return buffer.getvalue()


def _put_row(sheet: Any, number: int, row: Sequence[object], formats: Sequence[Any]) -> None:
    for place, value in enumerate(row):
        if value is None:
            sheet.write_blank(number, place, None, formats[place])
        elif isinstance(value, bool) or not isinstance(value, int | Decimal | date):
            sheet.write_string(number, place, str(value), formats[place])
        elif isinstance(value, date):
            sheet.write_datetime(number, place, value, formats[place])
        else:
            sheet.write_number(number, place, value, formats[place])


def _style(column: ExportColumn) -> dict[str, object]:
    point = "." + "0" * column.decimals if column.decimals else ""
    patterns = {
        CellKind.COUNT: "#,##0",
        CellKind.MONEY: "#,##0" + point,
        CellKind.NUMBER: "#,##0" + point,
        CellKind.PERCENT: "0.0%",
        CellKind.DATE: "yyyy-mm-dd",
    }
    pattern = patterns.get(column.kind)
    return {"num_format": pattern} if pattern else {"num_format": "@"}


def _width(table: ExportTable, place: int) -> int:
    texts = [table.columns[place].header]
    texts += [_shown(row[place]) for row in table.rows[:50]]
    if table.total is not None:
        texts.append(_shown(table.total[place]))
    # A Chinese character is two digits wide.
    widest = max(sum(2 if ord(c) > 0x2E7F else 1 for c in text) for text in texts)
    return min(max(widest + 3, 8), 60)


def _shown(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,.2f}" if isinstance(value, Decimal) else str(value)


def _sheet_name(title: str) -> str:
    kept = "".join(" " if c in "[]:*?/\\" else c for c in title).strip("' ")
    return kept[:31] or "Table"
