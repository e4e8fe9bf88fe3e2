"""Odd files that are good: all hold the one order of the plain file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
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
from tests.bad_input.old_workbook import old_workbook

PLAIN = orders(GOOD_ORDER)
CHINESE = "订单号,订单日期,客户编码,产品编码,数量,金额"
EXPECTED = ("SO1", date(2026, 7, 1), "C1", "P1", 2_000_000, 10_050)
CELLS = ("SO1", "2026-07-01", "C1", "P1", 2, 100.5)


def _date_cell(book: Any, sheet: Any) -> None:
    sheet.write_datetime(1, 1, datetime(2026, 7, 1), book.add_format({"num_format": "yyyy/m/d"}))


def hidden_row(_book: Any, sheet: Any) -> None:
    sheet.set_row(1, None, None, {"hidden": True})


def _empty_sheets(book: Any, _sheet: Any) -> None:
    book.add_worksheet("Empty")
    book.add_worksheet("说明 Notes").write_string(0, 0, "what this is")


def _lying_dimension() -> bytes:
    book = order_book(CELLS)
    xml = part_of(book)
    assert b'ref="A1:F2"' in xml
    return repacked(book, {SHEET: xml.replace(b'ref="A1:F2"', b'ref="A1:A1"')})


def _empty_formula_text() -> bytes:
    rows = [[*ORDER_HEADER.split(","), "remark"], [*CELLS, "x"]]
    book = workbook(rows)
    xml = part_of(book)
    at = xml.index(b'<c r="G2"')
    end = xml.index(b"</c>", at) + 4
    cell = b'<c r="G2" t="str"><f>IF(1,"","")</f><v></v></c>'
    return repacked(book, {SHEET: xml[:at] + cell + xml[end:]})


GOOD: list[tuple[str, str, Callable[[], bytes]]] = [
    ("plain", "a.csv", lambda: PLAIN),
    ("UTF-8 mark", "a.csv", lambda: b"\xef\xbb\xbf" + PLAIN),
    ("UTF-16 with mark", "a.csv", lambda: PLAIN.decode().encode("utf-16")),
    ("UTF-16 big endian with mark", "a.csv",
     lambda: b"\xfe\xff" + PLAIN.decode().encode("utf-16-be")),
    ("UTF-16 without mark", "a.csv", lambda: PLAIN.decode().encode("utf-16-le")),
    ("GB18030 with Chinese headers", "a.csv",
     lambda: f"{CHINESE}\n{GOOD_ORDER}\n".encode("gb18030")),
    ("semicolons", "a.csv", lambda: PLAIN.replace(b",", b";")),
    ("tabs", "a.txt", lambda: PLAIN.replace(b",", b"\t")),
    ("bars", "a.csv", lambda: PLAIN.replace(b",", b"|")),
    ("sep= line", "a.csv", lambda: b"sep=;\r\n" + PLAIN.replace(b",", b";")),
    ("old Mac line ends", "a.csv", lambda: PLAIN.replace(b"\r\n", b"\r")),
    ("no last line end", "a.csv", lambda: PLAIN.rstrip()),
    ("blank lines", "a.csv", lambda: b"\n\n" + PLAIN.replace(b"\r\n", b"\n\n,,,,,\n")),
    ("trailing separators", "a.csv", lambda: PLAIN.replace(b"\r\n", b",,\r\n")),
    ("headers shouted and spaced", "a.csv",
     lambda: orders(GOOD_ORDER,
                    header="Order No,ORDER-DATE, customer code ,ProductCode,QUANTITY,Amount")),
    ("another order of columns", "a.csv",
     lambda: orders("100.50,2,P1,C1,2026-07-01,SO1",
                    header=",".join(ORDER_HEADER.split(",")[::-1]))),
    ("full-width and currency", "a.csv",
     lambda: orders("SO1,２０２６年７月１日,C1,P1,２,￥１００．５０")),
    ("slashes in the date", "a.csv", lambda: orders("SO1,2026/7/1,C1,P1,2.0,¥100.50")),
    ("midnight", "a.csv", lambda: orders("SO1,2026-07-01 00:00:00,C1,P1,2,100.5")),
    ("quoted everything", "a.csv",
     lambda: orders(",".join(f'"{cell}"' for cell in GOOD_ORDER.split(",")))),
    ("outer spaces", "a.csv", lambda: orders("  SO1 ,2026-07-01 ,\u3000C1,P1, 2 , 100.50")),
    ("plain xlsx", "a.xlsx", lambda: order_book(CELLS)),
    ("real date", "a.xlsx", lambda: order_book(CELLS, arrange=_date_cell)),
    ("xlsx named csv", "a.csv", lambda: order_book(CELLS)),
    ("text named xlsx", "a.xlsx", lambda: PLAIN),
    ("hidden row", "a.xlsx", lambda: order_book(CELLS, arrange=hidden_row)),
    ("empty sheets and notes beside", "a.xlsx", lambda: order_book(CELLS, arrange=_empty_sheets)),
    ("lying dimension", "a.xlsx", _lying_dimension),
    ("a formula with an empty text", "a.xlsx", _empty_formula_text),
    ("ods", "a.ods",
     lambda: ods('<table:table table:name="T">' + ods_row(*ORDER_HEADER.split(","))
                 + ods_row(*GOOD_ORDER.split(","))
                 + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
                 'table:number-columns-repeated="16384"/></table:table-row></table:table>')),
    ("old xls", "a.xls", lambda: old_workbook((ORDER_HEADER.split(","), CELLS))),
    ("old xls with a hidden row", "a.xls",
     lambda: old_workbook((ORDER_HEADER.split(","), CELLS), hidden=(1,))),
    ("a column nobody knows", "a.csv",
     lambda: orders(f"{GOOD_ORDER},whatever", header=f"{ORDER_HEADER},remark of the clerk")),
    ("headers in both languages", "a.csv",
     lambda: orders(GOOD_ORDER, header="order_no (订单号),order_date (订单日期),customer_code "
                    "(客户编码),product_code (产品编码),quantity (数量),amount (金额)")),
    ("more decimals than the currency", "a.csv", lambda: orders("SO1,2026-07-01,C1,P1,2,100.5049")),
]  # fmt: skip
