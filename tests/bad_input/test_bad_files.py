"""Bad files get one message that names the place, and no row of theirs goes in."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from desktop.enums import ImportKind
from desktop.services.imports.messages import issue_sentence, knows
from tests.bad_input.files import (
    GOOD_ORDER,
    ORDER_HEADER,
    SHEET,
    checked,
    errors_of,
    ods,
    ods_row,
    order_book,
    orders,
    part_of,
    repacked,
    workbook,
)

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


def _bomb() -> bytes:
    # Deflate of zeros: 400 MB in some hundred kilobytes.
    return repacked(order_book(GOOD_CELLS), {"xl/media.xml": b" " * (400 * 1024 * 1024)})


CELL = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
FAR = f'<table:table-row table:number-rows-repeated="900000">{CELL}</table:table-row>'
UNCOMPUTED = '<table:table-cell table:formula="of:=1+1"/>'
ODS_HEADER = ods_row(*ORDER_HEADER.split(","))
ODS_GOOD = ods_row(*GOOD_ORDER.split(","))

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
    ("encrypted compound file", "a.xlsx", lambda: _compound("EncryptedPackage"),
     "workbook_encrypted", None),
    ("a Word file of old", "a.xls", lambda: _compound("WordDocument"), "file_not_a_table", None),
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
]  # fmt: skip


def _zip(parts: dict[str, bytes]) -> bytes:
    import zipfile

    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _flipped(data: bytes) -> bytes:
    """Return an archive in which the sheet's own bytes are damaged."""
    at = data.index(b"xl/worksheets/sheet1.xml") + 60
    return data[:at] + bytes(byte ^ 0xFF for byte in data[at : at + 40]) + data[at + 40 :]


def _compound(stream: str) -> bytes:
    """Return a compound file with one empty stream of this name."""
    import struct

    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    directory = bytearray(512)
    for place, (name, kind) in enumerate((("Root Entry", 5), (stream, 2))):
        text = name.encode("utf-16-le") + b"\0\0"
        directory[place * 128 : place * 128 + len(text)] = text
        struct.pack_into("<HB", directory, place * 128 + 64, len(text), kind)
    return bytes(header) + fat + bytes(directory)


@pytest.mark.parametrize(
    ("name", "make", "code", "row"),
    [pytest.param(name, make, code, row, id=title) for title, name, make, code, row in WHOLE],
)
def test_a_broken_file_is_refused_as_a_whole(
    tmp_path: Path, name: str, make: Callable[[], bytes], code: str, row: int | None
) -> None:
    path = tmp_path / name
    path.write_bytes(make())

    issues = errors_of(path)

    assert [issue.code for issue in issues] == [code]
    assert row is None or issues[0].row == row
    assert issues[0].file == name
    assert knows(code)
    assert "{" not in issue_sentence(issues[0])


#: title, rows, (code, row, column) of every error
BY_ROW: list[tuple[str, tuple[str, ...], list[tuple[str, int, str]]]] = [
    ("serial date", ("SO1,45658,C1,P1,1,1",), [("date_serial", 2, "order_date")]),
    ("year 26", ("SO1,26-07-01,C1,P1,1,1",), [("date_short_year", 2, "order_date")]),
    ("year 0026", ("SO1,0026-07-01,C1,P1,1,1",), [("date_year", 2, "order_date")]),
    ("year 2226", ("SO1,2226-07-01,C1,P1,1,1",), [("date_year", 2, "order_date")]),
    ("30 February", ("SO1,2026-02-30,C1,P1,1,1",), [("date_impossible", 2, "order_date")]),
    ("day or month first", ("SO1,03/11/2026,C1,P1,1,1",), [("date_order", 2, "order_date")]),
    ("day first", ("SO1,31.12.2026,C1,P1,1,1",), [("date_order_one", 2, "order_date")]),
    ("eight digits", ("SO1,20260701,C1,P1,1,1",), [("date_digits", 2, "order_date")]),
    ("time of day", ("SO1,2026-07-01 14:30,C1,P1,1,1",), [("date_with_time", 2, "order_date")]),
    ("a word for a date", ("SO1,yesterday,C1,P1,1,1",), [("date_form", 2, "order_date")]),
    ("space in a number", ("SO1,2026-07-01,C1,P1,1,100 200",), [("number_spaced", 2, "amount")]),
    ("number read two ways", ("SO1,2026-07-01,C1,P1,1,1.234",), [("number_two_ways", 2, "amount")]),
    ("two ways with a comma", ('SO1,2026-07-01,C1,P1,1,"1,234"',),
     [("number_two_ways", 2, "amount")]),
    ("grouped whole numbers with points", ("SO1,2026-07-01,C1,P1,1,1.500",
     "SO2,2026-07-01,C1,P1,1,12.000"),
     [("number_two_ways", 2, "amount"), ("number_two_ways", 3, "amount")]),
    ("exponent", ("SO1,2026-07-01,C1,P1,1,1e5",), [("number_exponent", 2, "amount")]),
    ("underscore", ("SO1,2026-07-01,C1,P1,1,1_000",), [("number_spaced", 2, "amount")]),
    ("letter O", ("SO1,2026-07-01,C1,P1,1,1O0",), [("number_form", 2, "amount")]),
    ("NaN", ("SO1,2026-07-01,C1,P1,1,NaN",), [("number_form", 2, "amount")]),
    ("inf", ("SO1,2026-07-01,C1,P1,1,-inf",), [("number_form", 2, "amount")]),
    ("too large", ("SO1,2026-07-01,C1,P1,1,1000000000000.01",),
     [("number_too_large", 2, "amount")]),
    ("万 where the column does not say so", ("SO1,2026-07-01,C1,P1,1,1.2万",),
     [("number_unit", 2, "amount")]),
    ("brackets for minus", ("SO1,2026-07-01,C1,P1,1,(12.50)",),
     [("number_bracketed", 2, "amount")]),
    ("percent", ("SO1,2026-07-01,C1,P1,1,12%",), [("number_percent", 2, "amount")]),
    ("point and comma decimals", ("SO1,2026-07-01,C1,P1,1,1.5", 'SO2,2026-07-01,C1,P1,1,"2,5"'),
     [("number_mixed", 2, "amount"), ("number_mixed", 3, "amount")]),
    ("two currencies", ("SO1,2026-07-01,C1,P1,1,¥5", "SO2,2026-07-01,C1,P1,1,$5"),
     [("number_currencies", 2, "amount"), ("number_currencies", 3, "amount")]),
    ("seven decimals", ("SO1,2026-07-01,C1,P1,0.1234567,1",),
     [("quantity_decimals", 2, "quantity")]),
    ("missing amount", ("SO1,2026-07-01,C1,P1,1,",), [("value_missing", 2, "amount")]),
    ("code in scientific form", ("1.23E+18,2026-07-01,C1,P1,1,1",),
     [("code_number", 2, "order_no")]),
    ("codes with .0", ("SO1,2026-07-01,277.0,P1,1,1",), [("code_decimal", 2, "customer_code")]),
    ("zero-width space", ("SO1,2026-07-01,C\u200b1,P1,1,1",),
     [("text_unseen", 2, "customer_code")]),
    ("bidi override", ("SO1,2026-07-01,C\u202e1,P1,1,1",), [("text_unseen", 2, "customer_code")]),
    ("control character", ("SO1,2026-07-01,C\x071,P1,1,1",), [("text_unseen", 2, "customer_code")]),
    ("code too long", (f"{'S' * 65},2026-07-01,C1,P1,1,1",), [("text_too_long", 2, "order_no")]),
    ("short row", ("SO1,2026-07-01,C1,P1,1", GOOD_ORDER),
     [("row_short", 2, ""), ("value_missing", 2, "amount"), ("document_refused", 3, "order_no")]),
    ("shifted row", ("SO1,2026-07-01,C1,extra,P1,1,1",),
     [("row_long", 2, ""), ("number_form", 2, "quantity")]),
    ("lines of one order with two dates", (GOOD_ORDER, "SO1,2026-07-02,C1,P1,1,1"),
     [("document_refused", 2, "order_no"), ("document_differs", 3, "order_date")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "expected"), [pytest.param(rows, errors, id=title) for title, rows, errors in BY_ROW]
)
def test_a_bad_cell_is_named_by_row_and_column(
    tmp_path: Path, rows: tuple[str, ...], expected: list[tuple[str, int, str]]
) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(orders(*rows))

    table = checked(path)

    assert [(issue.code, issue.row, issue.column) for issue in table.errors] == expected
    assert table.rows == ()
    assert all(knows(issue.code) and "{" not in issue_sentence(issue) for issue in table.issues)


#: title, kind, header, row, code, column
SIGNS = [
    (ImportKind.COLLECTIONS, "receipt_no,date,customer_code,amount", "R1,2026-07-01,C1,0",
     "number_not_above_zero", "amount"),
    (ImportKind.EXPENSES, "date,rep_code,category,amount", "2026-07-01,R1,travel,-5",
     "number_not_above_zero", "amount"),
    (ImportKind.EXPENSES, "date,rep_code,category,amount", "2026-07-01,R1,yacht,5",
     "choice_unknown", "category"),
    (ImportKind.TARGETS, "period,metric,amount", "2026-07,sales,-1", "number_negative", "amount"),
    (ImportKind.TARGETS, "period,metric,amount", "2026-07,visits,1.5", "number_not_whole",
     "amount"),
    (ImportKind.TARGETS, "period,metric,amount", "FY2026,sales,1", "period_fiscal", "period"),
    (ImportKind.TARGETS, "period,metric,amount", "2026-Q5,sales,1", "period_form", "period"),
    (ImportKind.INVOICES, "invoice_no,kind,invoice_date,customer_code,amount",
     "I1,credit_note,2026-07-01,C1,-5", "credit_note_negative", "amount"),
    (ImportKind.INVOICES, "invoice_no,kind,invoice_date,customer_code,amount",
     "I1,invoice,2026-07-01,C1,-5", "invoice_negative", "amount"),
    (ImportKind.CUSTOMERS, "code,name,terms_days", "C1,One,30.5", "number_not_whole", "terms_days"),
    (ImportKind.CUSTOMERS, "code,name,key_account", "C1,One,maybe", "flag_unknown", "key_account"),
    (ImportKind.ORDERS, "order_no,order_date,customer_code,rep_code,amount",
     "S1,2026-07-01,C1,R1:60;R2:30,5", "credit_total", "rep_code"),
    (ImportKind.VISITS, "date,rep_code,customer_code,start,end", "2026-07-01,R1,C1,10:00,9:00",
     "end_before_start", "end"),
    (ImportKind.VISITS, "date,rep_code,customer_code,start", "2026-07-01,R1,C1,25:00",
     "time_impossible", "start"),
    (ImportKind.LEAVE, "rep_code,from,to", "R1,2026-07-02,2026-07-01", "end_before_start", "to"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "header", "row", "code", "column"), SIGNS)
def test_a_value_that_its_kind_forbids_is_refused(
    tmp_path: Path, kind: ImportKind, header: str, row: str, code: str, column: str
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(orders(row, header=header))

    issues = errors_of(path, kind)

    assert [(issue.code, issue.row, issue.column) for issue in issues] == [(code, 2, column)]


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
]  # fmt: skip


@pytest.mark.parametrize(
    ("make", "expected"), [pytest.param(make, issue, id=title) for title, make, issue in SHEETS]
)
def test_a_bad_cell_of_a_workbook_is_named(
    tmp_path: Path, make: Callable[[], bytes], expected: tuple[str, int | None, str]
) -> None:
    path = tmp_path / "orders.xlsx"
    path.write_bytes(make())

    issues = errors_of(path)

    assert expected in [(issue.code, issue.row, issue.column) for issue in issues]
    assert issues[0].sheet in ("Data", "T")


@pytest.mark.parametrize(
    ("header", "code", "column"),
    [
        ("order_no,order_date,customer_code,product_code,quantity,total", "column_missing",
         "amount"),
        ("order_no,order_date,customer_code,amount,quantity,金额", "header_duplicate", "金额"),
    ],
)  # fmt: skip
def test_a_wrong_header_is_refused(tmp_path: Path, header: str, code: str, column: str) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(orders("SO1,2026-07-01,C1,5,2,5", header=header))

    table = checked(path)

    assert (code, 1, column) in [(issue.code, issue.row, issue.column) for issue in table.errors]
    assert table.rows == ()
    assert table.table_error


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    assert errors_of(tmp_path)[0].code == "file_is_folder"
    assert errors_of(tmp_path / "none.csv")[0].code == "file_missing"


def test_many_issues_are_capped_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(orders(*(f"SO{n},never,C1,P1,1,1" for n in range(1500))))

    table = checked(path)

    assert len(table.issues) == 1001
    assert table.issues[-1].code == "more_issues"
    assert table.issues[-1].facts["count"] == 500
    assert len(table.refused) == 1500


def test_every_mutation_of_a_workbook_is_answered_in_words(tmp_path: Path) -> None:
    book = order_book(GOOD_CELLS, GOOD_CELLS)
    path = tmp_path / "orders.xlsx"
    for step in range(150):
        at = zlib.crc32(f"place {step}".encode()) % len(book)
        data = bytearray(book)
        data[at] ^= 1 + step % 255
        path.write_bytes(bytes(data[: len(data) - (step % 7) * 11]))
        errors_of(path)


def test_every_mutation_of_a_text_is_answered_in_words(tmp_path: Path) -> None:
    text = orders(GOOD_ORDER, 'SO2,2026/7/2,"C, 2",P1,1,"1,234.50"', "SO3,2026年7月3日,客户,P1,1,5")
    path = tmp_path / "orders.csv"
    for step in range(300):
        at = zlib.crc32(f"place {step}".encode()) % len(text)
        data = bytearray(text)
        data[at] = (step * 37 + at) % 256
        path.write_bytes(bytes(data))
        errors_of(path)
