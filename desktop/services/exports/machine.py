"""Reports for programs: CSV, JSON and XLSX exactly as FORMATS.md, section 1, says.

The same cell has the same figure in all three: rounded half-up, away from zero, to the decimals
of its kind. An undefined value is an empty cell (JSON: null) and its note says why.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from desktop.money import round_half_up
from desktop.services.atomic_file import put, write_whole
from desktop.services.figures.data import (
    CalculatedTable,
    ColumnKind,
    ReportColumn,
    ReportTable,
    Value,
)

#: What can be written; of a calculator's answer period and as-of date are left out.
Table = ReportTable | CalculatedTable

#: Decimals of the kinds that always have the same number of them.
_DECIMALS = {
    ColumnKind.COUNT: 0,
    ColumnKind.DAYS: 2,
    ColumnKind.MINUTES: 2,
    ColumnKind.RATE: 2,
    ColumnKind.RATIO: 6,
}
_MONEY = frozenset((ColumnKind.MONEY, ColumnKind.MONEY_PER))
_QUANTITY_DECIMALS = 6
#: Kinds that JSON carries as numbers; money is text, so that no reader makes a float of it.
_JSON_NUMBERS = frozenset((*_DECIMALS, ColumnKind.QUANTITY))


def cell_text(value: Value, kind: ColumnKind, decimals: int) -> str:
    """Return a cell as it stands in CSV; `decimals` are those of the currency."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    return f"{_rounded(Decimal(value), kind, decimals):f}"


def _rounded(value: Decimal, kind: ColumnKind, decimals: int) -> Decimal:
    if kind is ColumnKind.QUANTITY:
        rounded = round_half_up(value, _QUANTITY_DECIMALS).normalize()
        if rounded == rounded.to_integral_value():
            # normalize() writes 1200 as 1.2E+3.
            rounded = rounded.quantize(Decimal(1))
    else:
        rounded = round_half_up(value, decimals if kind in _MONEY else _DECIMALS.get(kind, 0))
    return rounded if rounded else abs(rounded)


def write_csv(table: Table, stream: BinaryIO) -> None:
    """Write header row and rows: UTF-8 without mark, commas, line feeds on every system."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    for row in table.rows:
        writer.writerow(_texts(table, row))
    stream.write(text.getvalue().encode("utf-8"))


def _texts(table: Table, row: tuple[Value, ...]) -> list[str]:
    return [
        cell_text(value, column.kind, table.decimals)
        for column, value in zip(table.columns, row, strict=True)
    ]


def json_text(table: Table, made_at: datetime) -> str:
    """Return the report as one JSON object, ending in a line feed.

    Beside `rows` stand `report`, `from`, `to` (inclusive), `as_of`, `made_at`, each definition in
    force under its own name, and `total`, a row of the same names or null.
    """
    lines = [f"  {_quoted(name)}: {_quoted(words)}" for name, words in _facts(table, made_at)]
    rows = ",\n".join(f"    {_json_row(table, row)}" for row in table.rows)
    lines.append(f'  "rows": [\n{rows}\n  ]' if rows else '  "rows": []')
    total = "null" if table.total is None else _json_row(table, table.total)
    lines.append(f'  "total": {total}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _facts(table: Table, made_at: datetime) -> list[tuple[str, str]]:
    facts = {}
    if isinstance(table, ReportTable):
        facts["report"] = table.name
        facts["from"] = table.period.start.isoformat()
        facts["to"] = table.period.last.isoformat()
        facts["as_of"] = table.as_of.isoformat()
    else:
        facts["calculator"] = table.name
    facts["made_at"] = made_at.astimezone(UTC).isoformat(timespec="seconds")
    facts["currency"] = table.currency
    for name, words in table.definitions:
        facts.setdefault(name, words)
    return list(facts.items())


def _json_row(table: Table, row: tuple[Value, ...]) -> str:
    cells = [
        f"{_quoted(column.name)}: {_json_cell(value, column, table.decimals)}"
        for column, value in zip(table.columns, row, strict=True)
    ]
    return "{" + ", ".join(cells) + "}"


def _json_cell(value: Value, column: ReportColumn, decimals: int) -> str:
    if value is None:
        return "null"
    text = cell_text(value, column.kind, decimals)
    # Written digit by digit: a detour by float would lose the last of long quantities.
    is_number = column.kind in _JSON_NUMBERS and not isinstance(value, str | date)
    return text if is_number else _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def write_xlsx(table: Table, path: Path, made_at: datetime) -> None:
    """Write a workbook with real numbers and dates, a frozen header, and the definitions used.

    The first sheet holds what CSV holds; the second one period, as-of date, definitions, the
    moment it was made and the total.

    Raises:
        StorageError: the file cannot be written; what was there before is untouched.
    """
    content = xlsx_bytes(table, made_at)
    write_whole(path, partial(put, content))


def xlsx_bytes(table: Table, made_at: datetime) -> bytes:
    """Return the workbook's bytes (see `write_xlsx`); equal input gives equal bytes."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": made_at.astimezone(UTC).replace(tzinfo=None)})
    head = book.add_format({"bold": True, "bottom": 1})
    formats = [
        book.add_format({"num_format": _pattern(column.kind, table.decimals)})
        for column in table.columns
    ]
    sheet = book.add_worksheet(table.name[:31] or "report")
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.name, head)
        sheet.set_column(place, place, max(10, len(column.name) + 2))
        for number, row in enumerate(table.rows, start=1):
            _write_cell(sheet, number, place, row[place], column, table.decimals, formats[place])
    sheet.freeze_panes(1, 0)
    _definitions_sheet(book, table, made_at, head, formats)
    book.close()
    return buffer.getvalue()


def _definitions_sheet(
    book: Any, table: Table, made_at: datetime, head: Any, formats: list[Any]
) -> None:
    sheet = book.add_worksheet("definitions")
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 60)
    number = 0
    for number, (name, words) in enumerate(_facts(table, made_at)):
        sheet.write_string(number, 0, name, head)
        sheet.write_string(number, 1, words)
    if table.total is None:
        return
    sheet.write_string(number + 2, 0, "total", head)
    for place, column in enumerate(table.columns):
        row = number + 3 + place
        sheet.write_string(row, 0, column.name)
        value = table.total[place]
        _write_cell(sheet, row, 1, value, column, table.decimals, formats[place])


def _write_cell(
    sheet: Any, row: int, place: int, value: Value, column: ReportColumn, decimals: int, style: Any
) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(row, place, value, style)
    elif isinstance(value, str):
        sheet.write_string(row, place, value, style)
    else:
        exact = _rounded(Decimal(value), column.kind, decimals)
        sheet.write_number(row, place, exact, style)


def _pattern(kind: ColumnKind, decimals: int) -> str:
    if kind in (ColumnKind.TEXT, ColumnKind.NOTE):
        return "@"
    if kind is ColumnKind.DATE:
        return "yyyy-mm-dd"
    if kind is ColumnKind.QUANTITY:
        return "0.######"
    places = decimals if kind in _MONEY else _DECIMALS[kind]
    return "0." + "0" * places if places else "0"
