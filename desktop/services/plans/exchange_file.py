"""Writing and reading the workbook that goes between branch and headquarters.

The signature is the SHA-256 of the original part in a canonical form: JSON of the facts and of
all cells as texts, numbers without exponent and without zeros at their end. A spreadsheet that
stores the file again may write 1250000.00 for 1250000; the canonical form is the same.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from desktop.errors import ImportRefused, Issue
from desktop.i18n import _
from desktop.services.atomic_file import put, write_whole
from desktop.services.formats import parse_amount
from desktop.services.imports.data import BadCell, Cell, RawTable
from desktop.services.plans.exchange_data import (
    ANSWER,
    FORMAT,
    NUMBERS,
    ORIGINAL,
    SIGNATURE,
    ExchangeBook,
    ExchangeFacts,
    SheetName,
    Value,
)

_WIDTHS = {"argument": 50, "answer_argument": 50, "answer_remark": 50, "evidence": 30}


def signature_of(book: ExchangeBook) -> str:
    """Return the SHA-256 of the original part, 64 hexadecimal digits."""
    content = {
        "format": FORMAT,
        "facts": asdict(book.facts),
        "sheets": {
            str(name): [[_canonical(value) for value in row] for row in book.rows[name]]
            for name in SheetName
        },
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _canonical(value: Value) -> str:
    """Return a cell's text; a number as a spreadsheet's binary numbers can hold it."""
    if isinstance(value, str):
        return value
    kept = Decimal(repr(float(value)))
    text = f"{kept:f}" if kept else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_book(book: ExchangeBook, path: Path) -> None:
    """Write the workbook, whole or not at all; no text of it can become a formula.

    Raises:
        StorageError: the file cannot be written; what was there before is untouched.
    """
    write_whole(path, partial(put, _xlsx(book)))


def _xlsx(book: ExchangeBook) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    head = made.add_format({"bold": True, "bottom": 1})
    asked = made.add_format({"bold": True, "bottom": 1, "bg_color": "#FFF2CC"})
    number = made.add_format({"num_format": "#,##0.######"})
    fill = made.add_format({"bg_color": "#FFF9E5"})
    for name in SheetName:
        sheet = made.add_worksheet(str(name))
        columns = (*ORIGINAL[name], *ANSWER[name])
        for place, column in enumerate(columns):
            is_asked = column in ANSWER[name]
            sheet.write_string(0, place, column, asked if is_asked else head)
            sheet.set_column(place, place, _WIDTHS.get(column, 18))
        for line, row in enumerate(book.rows[name], start=1):
            for place, value in enumerate(row):
                _put_cell(sheet, line, place, value, number)
            for place in range(len(row), len(columns)):
                sheet.write_blank(line, place, None, fill)
        sheet.freeze_panes(1, 0)
    _write_signature(made, book, head)
    made.close()
    return buffer.getvalue()


def _put_cell(sheet: Any, line: int, place: int, value: Value, number: Any) -> None:
    if isinstance(value, Decimal):
        sheet.write_number(line, place, float(value), number)
    else:
        sheet.write_string(line, place, value)


def _write_signature(made: Any, book: ExchangeBook, head: Any) -> None:
    sheet = made.add_worksheet(SIGNATURE)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90)
    facts = asdict(book.facts)
    words = _(
        "Fill in the yellow columns that begin with answer_ and send the file back. The other "
        "cells are signed: a file in which one of them was changed is refused."
    )
    pairs = (
        ("key", "value"), ("format", FORMAT), *facts.items(), ("sha256", signature_of(book)),
        ("note", words),
    )  # fmt: skip
    for line, (key, value) in enumerate(pairs):
        sheet.write_string(line, 0, key, head)
        sheet.write_string(line, 1, value)


class AnswerReader:
    """Reads a workbook that came back, sheet by sheet.

    Raises:
        ImportRefused: a file that cannot be read; `exchange_foreign`, none of ours;
            `exchange_changed`, its signature does not fit; `exchange_cell`, an answer that
            cannot be read, with its place.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.facts, self._stated = self._read_facts()
        self._tables = {
            name: self._table(str(name), (*ORIGINAL[name], *ANSWER[name])) for name in SheetName
        }
        rows = {name: tuple(self._original(name)) for name in SheetName}
        self.book = ExchangeBook(self.facts, rows)
        if signature_of(self.book) != self._stated:
            raise ImportRefused((Issue("exchange_changed", file=path.name),))

    def answers(
        self, name: SheetName
    ) -> tuple[tuple[int, tuple[Value, ...], dict[str, Value]], ...]:
        """Return each row's number, its original cells and its answers by column.

        Raises:
            ImportRefused: `exchange_cell`, with the place of each.
        """
        table, places = self._tables[name], self._places(name, ANSWER[name])
        issues: list[Issue] = []
        read: list[tuple[int, tuple[Value, ...], dict[str, Value]]] = []
        pairs = zip(table.row_numbers, self.book.rows[name], table.rows, strict=True)
        for number, original, cells in pairs:
            found: dict[str, Value] = {}
            for column, place in places.items():
                value = _read(cells[place], column)
                if value is None:
                    issues.append(self._at(name, number, column, cells[place]))
                else:
                    found[column] = value
            read.append((number, original, found))
        if issues:
            raise ImportRefused(tuple(issues))
        return tuple(read)

    def unreadable(self, name: SheetName, number: int, column: str, value: Value) -> ImportRefused:
        """Return the refusal of one answer."""
        return ImportRefused((self._at(name, number, column, str(value)),))

    def _read_facts(self) -> tuple[ExchangeFacts, str]:
        table = self._table(SIGNATURE)
        pairs = {str(row[0]).strip(): _text(row[1]) for row in table.rows if len(row) > 1}
        names = [one.name for one in fields(ExchangeFacts)]
        wanted = (*names, "sha256")
        if pairs.get("format") != FORMAT or any(name not in pairs for name in wanted):
            raise self._foreign()
        return ExchangeFacts(**{name: pairs[name] for name in names}), pairs["sha256"]

    def _table(self, sheet: str, headers: tuple[str, ...] = ()) -> RawTable:
        """Return the cells of a sheet; one with headers alone has no rows."""
        from desktop.services.imports.source import read_source

        try:
            return read_source(self._path, sheet)
        except ImportRefused as error:
            if headers and any(issue.code == "table_only_header" for issue in error.issues):
                return RawTable(self._path.name, sheet, "", "", "", headers, (), ())
            if any(issue.code in ("sheet_unknown", "sheet_empty") for issue in error.issues):
                raise self._foreign() from error
            raise

    def _foreign(self) -> ImportRefused:
        return ImportRefused((Issue("exchange_foreign", file=self._path.name),))

    def _places(self, name: SheetName, columns: Sequence[str]) -> dict[str, int]:
        headers = self._tables[name].headers
        if any(column not in headers for column in columns):
            raise ImportRefused((Issue("exchange_changed", file=self._path.name, sheet=name),))
        return {column: headers.index(column) for column in columns}

    def _original(self, name: SheetName) -> Iterator[tuple[Value, ...]]:
        places = self._places(name, ORIGINAL[name])
        for cells in self._tables[name].rows:
            read = tuple(_read(cells[place], column) for column, place in places.items())
            yield tuple("" if value is None else value for value in read)

    def _at(self, name: SheetName, number: int, column: str, cell: Cell) -> Issue:
        text = cell.text if isinstance(cell, BadCell) else str(cell)
        return Issue(
            "exchange_cell", file=self._path.name, sheet=name, row=number, column=column,
            value=text,
        )  # fmt: skip


def _read(cell: Cell, column: str) -> Value | None:
    """Return what a cell says, None where it cannot be read."""
    if isinstance(cell, BadCell):
        return None
    if column not in NUMBERS:
        return _text(cell)
    if isinstance(cell, int | float):
        return Decimal(repr(cell))
    text = _text(cell)
    if not text:
        return ""
    try:
        return parse_amount(text)
    except ValueError:
        return None


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return cell.text if isinstance(cell, BadCell) else str(cell).strip()
