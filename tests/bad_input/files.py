"""Broken files, made by code: what is written, and what the program must say of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import xlsxwriter

from desktop.enums import ImportKind
from desktop.errors import ImportRefused, Issue
from desktop.periods import FiscalCalendar
from desktop.services.imports.check import check_table
from desktop.services.imports.data import CheckedTable
from desktop.services.imports.mapping import Mapping
from desktop.services.imports.source import read_source

ORDER_HEADER = "order_no,order_date,customer_code,product_code,quantity,amount"
GOOD_ORDER = "SO1,2026-07-01,C1,P1,2,100.50"
SHEET = "xl/worksheets/sheet1.xml"


def orders(*rows: str, header: str = ORDER_HEADER) -> bytes:
    """Return a CSV file of order lines."""
    return "\r\n".join((header, *rows, "")).encode()


def workbook(
    rows: Sequence[Sequence[object]],
    arrange: Callable[[xlsxwriter.Workbook, object], None] | None = None,
) -> bytes:
    """Return an XLSX file with these rows on its first sheet."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Data")
    for number, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(number, place, cell)
            elif cell is not None:
                sheet.write(number, place, cell)
    if arrange is not None:
        arrange(book, sheet)
    book.close()
    return buffer.getvalue()


def order_book(
    *rows: Sequence[object],
    arrange: Callable[[xlsxwriter.Workbook, object], None] | None = None,
) -> bytes:
    """Return an XLSX file of order lines."""
    return workbook([ORDER_HEADER.split(","), *rows], arrange)


def repacked(data: bytes, parts: dict[str, bytes] | None = None) -> bytes:
    """Return an archive with parts replaced or added."""
    parts = dict(parts or {})
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            new.writestr(entry.filename, parts.pop(entry.filename, old.read(entry)))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def part_of(data: bytes, name: str = SHEET) -> bytes:
    """Return a part of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def ods(content: str, manifest: str = "<manifest/>") -> bytes:
    """Return an ODS file whose tables are given as XML."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    calcext = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
    whole = (
        f'<?xml version="1.0"?><office:document-content {spaces} xmlns:calcext="{calcext}">'
        f"<office:body><office:spreadsheet>{content}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", whole)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def ods_row(*cells: str, attributes: str = "") -> str:
    """Return a row of text cells of an ODS table."""
    inner = "".join(
        cell
        if cell.startswith("<")
        else f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
        "</table:table-cell>"
        for cell in cells
    )
    return f"<table:table-row{attributes}>{inner}</table:table-row>"


def checked(
    path: Path,
    kind: ImportKind = ImportKind.ORDERS,
    mapping: Mapping | None = None,
    *,
    sheet: str | None = None,
    decimal_comma: bool = False,
) -> CheckedTable:
    """Return a file's checked table in a branch with two decimals and calendar years."""
    raw = read_source(path, sheet, mapping)
    return check_table(
        raw, kind, mapping, decimals=2, fiscal=FiscalCalendar(), decimal_comma=decimal_comma
    )


def errors_of(
    path: Path, kind: ImportKind = ImportKind.ORDERS, mapping: Mapping | None = None
) -> tuple[Issue, ...]:
    """Return everything that refuses a file, whether as a whole or by rows."""
    try:
        return checked(path, kind, mapping).errors
    except ImportRefused as exc:
        return exc.issues
