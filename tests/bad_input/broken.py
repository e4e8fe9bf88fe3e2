"""Broken files as a whole: each with the one code that it is refused by, and its line."""

from __future__ import annotations

import struct
import warnings
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from io import BytesIO
from typing import Any

from tests.bad_input.files import (
    GOOD_ORDER,
    ORDER_HEADER,
    SHEET,
    ods,
    ods_row,
    order_book,
    orders,
    part_of,
    repacked,
    workbook,
)
from tests.bad_input.old_workbook import compound, old_workbook

GOOD_CELLS = ("SO1", "2026-07-01", "C1", "P1", 2, 100.5)


def _patched(old: bytes, new: bytes, *rows: tuple[object, ...]) -> bytes:
    book = order_book(*(rows or (GOOD_CELLS,)))
    xml = part_of(book)
    assert old in xml
    return repacked(book, {SHEET: xml.replace(old, new)})


def _second_sheet(book: Any, _sheet: Any) -> None:
    book.add_worksheet("More").write_string(0, 0, "order_no")


def _error_cell(_book: Any, sheet: Any) -> None:
    sheet.write_formula(1, 5, "=1/0", None, "#DIV/0!")


def _merged_header(_book: Any, sheet: Any) -> None:
    sheet.merge_range("E1:F1", "quantity")


@cache
def _bomb() -> bytes:
    """Return a workbook that unpacks to 400 MB, from some hundred kilobytes."""
    out = BytesIO(order_book(GOOD_CELLS))
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/media.xml", "w") as part,
    ):
        for _megabyte in range(400):
            part.write(b" " * 1024**2)
    return out.getvalue()


CELL = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
FAR = f'<table:table-row table:number-rows-repeated="900000">{CELL}</table:table-row>'
UNCOMPUTED = '<table:table-cell table:formula="of:=1+1"/>'
ODS_HEADER = ods_row(*ORDER_HEADER.split(","))
ODS_GOOD = ods_row(*GOOD_ORDER.split(","))


def _zip(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _flipped(data: bytes) -> bytes:
    """Return an archive in which the sheet's own bytes are damaged."""
    at = data.index(b"xl/worksheets/sheet1.xml") + 60
    return data[:at] + bytes(byte ^ 0xFF for byte in data[at : at + 40]) + data[at + 40 :]


ROWS = (ORDER_HEADER.split(","), GOOD_CELLS)
_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;">]><x>&c;</x>'
)


def _date_code(book: Any, sheet: Any) -> None:
    sheet.write_datetime(1, 3, datetime(2026, 3, 4), book.add_format({"num_format": "yyyy/m/d"}))


def _date_amount(book: Any, sheet: Any) -> None:
    sheet.write_datetime(1, 5, date(2026, 3, 4), book.add_format({"num_format": "yyyy/m/d"}))


def _far_date(book: Any, sheet: Any) -> None:
    sheet.write_datetime(1, 1, date(2226, 7, 17), book.add_format({"num_format": "yyyy/m/d"}))


def _locked() -> bytes:
    """Return an archive whose parts say that they are encrypted."""
    data = bytearray(order_book(GOOD_CELLS))
    at = data.index(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def _twice() -> bytes:
    """Return an archive in which two parts have one name."""
    out = BytesIO(order_book(GOOD_CELLS))
    with zipfile.ZipFile(out, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr(SHEET, b"<worksheet/>")
    return out.getvalue()


def _circle() -> bytes:
    """Return a compound file whose stream's chain of sectors leads back to its beginning."""
    data = bytearray(old_workbook(ROWS))
    struct.pack_into("<I", data, 512 + 4 * 4, 2)
    return bytes(data)


WHOLE: list[tuple[str, str, Callable[[], bytes], str, int | None]] = [
    ("empty", "a.csv", lambda: b"", "file_empty", None),
    ("only white space", "a.csv", lambda: b" \r\n\t\n", "file_empty", None),
    ("empty xlsx", "a.xlsx", lambda: b"", "file_empty", None),
    ("html named xlsx", "a.xlsx", lambda: b"<html><table><tr><td>1</td></tr></table></html>",
     "file_is_html", None),
    ("html with a doctype", "a.xls", lambda: b"\xef\xbb\xbf<!DOCTYPE html><html></html>",
     "file_is_html", None),
    ("xml named xls", "a.xls", lambda: b'<?xml version="1.0"?><Workbook/>', "file_is_xml", None),
    ("pdf named csv", "a.csv", lambda: b"%PDF-1.7\n...", "file_not_a_table", None),
    ("picture", "a.csv",
     lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "file_not_a_table", None),
    ("zip that is no workbook", "a.xlsx",
     lambda: repacked(_zip({"readme.txt": b"hello"})), "file_not_a_table", None),
    ("truncated xlsx", "a.xlsx", lambda: order_book(GOOD_CELLS)[:-200], "workbook_damaged", None),
    ("half an xlsx", "a.xlsx", lambda: order_book(GOOD_CELLS)[:2000], "workbook_damaged", None),
    ("damaged inside", "a.xlsx",
     lambda: _flipped(order_book(GOOD_CELLS)), "workbook_damaged", None),
    ("path traversal", "a.xlsx",
     lambda: repacked(order_book(GOOD_CELLS), {"../../evil.xml": b"<a/>"}), "workbook_path", None),
    ("document type declaration", "a.xlsx",
     lambda: _patched(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet'),
     "workbook_doctype", None),
    ("bomb", "a.xlsx", _bomb, "workbook_bomb", None),
    ("a cell at XFD1048576", "a.xlsx",
     lambda: _patched(b"</row></sheetData>",
                      b'</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
     "sheet_too_large", None),
    ("a cell far out in small letters", "a.xlsx",
     lambda: _patched(b"</row></sheetData>",
                      b"</row><row><c r='xfd9'><v>1</v></c></row></sheetData>"),
     "sheet_too_large", None),
    ("a row far down whose cell has no place", "a.xlsx",
     lambda: _patched(b"</row></sheetData>",
                      b'</row><row r="1048576"><c><v>1</v></c></row></sheetData>'),
     "sheet_too_large", None),
    ("encrypted compound file", "a.xlsx", lambda: compound("EncryptedPackage"),
     "workbook_encrypted", None),
    ("a Word file of old", "a.xls", lambda: compound("WordDocument"), "file_not_a_table", None),
    ("compound file cut short", "a.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 40,
     "workbook_damaged", None),
    ("encrypted ods", "a.ods",
     lambda: ods(f'<table:table table:name="T">{ODS_HEADER}</table:table>',
                 "<m><encryption-data/></m>"), "workbook_encrypted", None),
    ("ods with a row repeated far down", "a.ods",
     lambda: ods(f'<table:table table:name="T">{ODS_HEADER}{FAR}</table:table>'),
     "sheet_too_large", None),
    ("two filled sheets", "a.xlsx", lambda: order_book(GOOD_CELLS, arrange=_second_sheet),
     "sheet_needed", None),
    ("only a header", "a.csv", lambda: orders(), "table_only_header", None),
    ("no sheet filled", "a.xlsx", lambda: workbook([]), "sheet_empty", None),
    ("binary", "a.csv", lambda: b"\x00\x01\x02\x03" * 40, "file_binary", None),
    ("mixed encodings", "a.csv",
     lambda: orders("SO1,2026-07-01,客户甲,P1,1,1")
     + "SO2,2026-07-01,客户乙丙,P1,1,1\n".encode("gbk")
     + "SO3,2026-07-01,客户丁,P1,1,1\n".encode(), "encoding_mixed", 3),
    ("a byte that is nothing", "a.csv",
     lambda: orders("SO1,2026-07-01,C\xff,P1,1,1") + b"x\xff\xff,",
     "encoding_unknown", None),
    ("Latin-1", "a.csv",
     lambda: ORDER_HEADER.encode() + "\nSO1,2026-07-01,Café Ñandú,P1,1,1\n".encode("latin-1"),
     "encoding_unknown", 2),
    ("unclosed quote", "a.csv",
     lambda: orders('SO1,2026-07-01,"C1,P1,2,1', GOOD_ORDER, GOOD_ORDER), "quote_open", 2),
    ("quote that would swallow a line", "a.csv",
     lambda: orders('SO1,2026-07-01,C1,P1,2,"1', 'SO2,2026-07-01,C1,P1,2,1"'), "quote_open", 2),
    ("quote closed in the middle", "a.csv",
     lambda: orders('SO1,2026-07-01,"C"1,P1,2,1'), "quote_open", 2),
    ("a table of Parquet", "a.csv", lambda: b"PAR1" + bytes(40), "file_not_a_table", None),
    ("a database", "a.csv", lambda: b"SQLite format 3\0" + bytes(90), "file_not_a_table", None),
    ("packed by gzip", "a.csv", lambda: b"\x1f\x8b\x08" + bytes(40), "file_not_a_table", None),
    ("a binary workbook", "a.xlsb",
     lambda: repacked(order_book(GOOD_CELLS), {"xl/workbook.bin": b"x"}), "workbook_binary", None),
    ("an archive with a password", "a.xlsx", _locked, "workbook_encrypted", None),
    ("a part twice", "a.xlsx", _twice, "workbook_damaged", None),
    ("a workbook without its relations", "a.xlsx",
     lambda: repacked(order_book(GOOD_CELLS), {"xl/_rels/workbook.xml.rels": b""}),
     "workbook_damaged", None),
    ("a workbook whose sheet is no XML", "a.xlsx",
     lambda: repacked(order_book(GOOD_CELLS), {SHEET: b"<worksheet><sheetData><row><c><v>"}),
     "workbook_damaged", None),
    ("a million laughs", "a.ods",
     lambda: repacked(ods("<table:table/>"), {"content.xml": _LAUGHS}), "workbook_doctype", None),
    ("an old workbook cut short", "a.xls", lambda: old_workbook(ROWS)[:2000],
     "workbook_damaged", None),
    ("an old workbook whose chain runs in a circle", "a.xls", _circle, "workbook_damaged", None),
    ("ods with a cell far to the right", "a.ods",
     lambda: ods('<table:table table:name="T">' + ods_row(
         '<table:table-cell table:number-columns-repeated="16000"/>', "x") + "</table:table>"),
     "sheet_too_large", None),
    ("a million lines", "a.csv", lambda: b"a\n" * 1_000_003, "table_too_long", None),
    ("more columns than anyone has", "a.csv", lambda: b"," * 1_100 + b"\n1\n",
     "table_too_wide", None),
    ("a cell of a book's length", "a.csv",
     lambda: orders(f'SO1,2026-07-01,"{"x" * 200_000}",P1,1,1'), "cell_too_long", 2),
    ("UTF-32", "a.csv", lambda: b"\xff\xfe\0\0" + orders(GOOD_ORDER).decode().encode("utf-32-le"),
     "encoding_unknown", None),
    ("UTF-16 cut in the middle of a sign", "a.csv",
     lambda: orders(GOOD_ORDER).decode().encode("utf-16")[:-1], "encoding_damaged", 2),
    ("one line of UTF-8 in GB18030", "a.csv",
     lambda: b"".join((f"{ORDER_HEADER}\n".encode(),
                       *(f"SO{n},2026-07-01,客户甲,P1,1,1\n".encode("gbk") for n in range(3)),
                       "SO9,2026-07-01,客户乙,P1,1,1\n".encode())), "encoding_mixed", 5),
]  # fmt: skip

#: title, content, (code, row, column)
SHEETS: list[tuple[str, Callable[[], bytes], tuple[str, int | None, str]]] = [
    ("an Excel error", lambda: order_book(GOOD_CELLS, arrange=_error_cell),
     ("cell_error", 2, "amount")),
    ("a formula without a value",
     lambda: _patched(b"<v>100.5</v>", b"<f>E2*50</f><v></v>"), ("cell_formula", 2, "amount")),
    ("a formula without any value tag",
     lambda: _patched(b"<v>100.5</v>", b"<f>E2*50</f>"), ("cell_formula", 2, "amount")),
    ("a code that is a number beside 0002",
     lambda: order_book(GOOD_CELLS, ("SO2", "2026-07-01", "0002", "P1", 1, 1),
                        ("SO3", "2026-07-01", 3, "P1", 1, 1)),
     ("code_lost_zeros", 4, "customer_code")),
    ("a code beyond fifteen digits",
     lambda: order_book((1.23456789012345e18, "2026-07-01", "C1", "P1", 1, 1)),
     ("code_number", 2, "order_no")),
    ("a serial as date", lambda: order_book(("SO1", 46204, "C1", "P1", 1, 1)),
     ("date_serial", 2, "order_date")),
    ("true in a number", lambda: order_book(("SO1", "2026-07-01", "C1", "P1", True, 1)),
     ("number_form", 2, "quantity")),
    ("merged headers", lambda: order_book(GOOD_CELLS, arrange=_merged_header),
     ("header_merged", 1, "")),
    ("a title above the header",
     lambda: workbook([["Orders of July"], ORDER_HEADER.split(","), GOOD_CELLS]),
     ("title_row", 1, "")),
    ("an ods formula never computed",
     lambda: ods('<table:table table:name="T">' + ODS_HEADER
                 + ods_row("SO1", "2026-07-01", "C1", "P1", "2", UNCOMPUTED) + "</table:table>"),
     ("cell_formula", 2, "amount")),
    ("a code that became a date",
     lambda: order_book((GOOD_CELLS[0], "2026-07-01", "C1", "P1", 2, 100.5), arrange=_date_code),
     ("code_is_date", 2, "product_code")),
    ("a number that became a date", lambda: order_book(GOOD_CELLS, arrange=_date_amount),
     ("number_is_date", 2, "amount")),
    ("a date cell two hundred years off", lambda: order_book(GOOD_CELLS, arrange=_far_date),
     ("date_year", 2, "order_date")),
    ("an error in an old workbook", lambda: old_workbook(ROWS, error_at=(1, 5)),
     ("cell_error", 2, "amount")),
]  # fmt: skip


def far_cell(row: int, column: int) -> bytes:
    """Return an old workbook whose last cell stands far out."""
    data = old_workbook(ROWS)
    last = struct.pack("<HHHHHd", 0x0203, 14, 1, 5, 15, 100.5)
    assert last in data
    return data.replace(last, struct.pack("<HHHHHd", 0x0203, 14, row, column, 15, 100.5))


def wrong_size(*size: int) -> bytes:
    """Return an old workbook that says of itself: first row, rows, first column, columns."""
    data = old_workbook(ROWS)
    said = struct.pack("<HHIIHHH", 0x0200, 14, 0, 2, 0, 6, 0)
    assert said in data
    return data.replace(said, struct.pack("<HHIIHHH", 0x0200, 14, *size, 0))


_STRINGS = (
    b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="8" '
    b'uniqueCount="4294967296"><si><t>order_no</t></si></sst>'
)


WHOLE += [
    ("an old workbook with a cell far out", "a.xls", lambda: far_cell(65_000, 250),
     "sheet_too_large", None),
    ("an old workbook with a column that none has", "a.xls", lambda: far_cell(1, 60_000),
     "workbook_damaged", None),
    ("an old workbook that ends before it begins", "a.xls", lambda: wrong_size(2, 1, 5, 2),
     "workbook_damaged", None),
    ("an old workbook of four thousand million rows", "a.xls",
     lambda: wrong_size(0, 0xFFFFFFFF, 0, 65_535), "workbook_damaged", None),
    ("a workbook that claims four thousand million texts", "a.xlsx",
     lambda: repacked(order_book(GOOD_CELLS), {"xl/sharedStrings.xml": _STRINGS}),
     "workbook_damaged", None),
    ("ods with a cell repeated without end", "a.ods",
     lambda: ods('<table:table table:name="T">' + ods_row(
         CELL.replace(" office", ' table:number-columns-repeated="4294967296" office', 1)
     ) + "</table:table>"), "workbook_damaged", None),
]  # fmt: skip
