"""Reports as CSV, JSON and XLSX: every kind of value as FORMATS.md, section 1, writes it."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from desktop.errors import StorageError
from desktop.periods import Period
from desktop.services.exports.machine import (
    cell_text,
    json_text,
    write_csv,
    write_xlsx,
    xlsx_bytes,
)
from desktop.services.figures.data import ColumnKind, ReportColumn, ReportTable, Value, undefinable

MADE_AT = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)

CELLS: list[tuple[Value, ColumnKind, int, str]] = [
    (Decimal("1234.5"), ColumnKind.MONEY, 2, "1234.50"),
    (Decimal("1234.5"), ColumnKind.MONEY, 0, "1235"),
    (Decimal("-0.005"), ColumnKind.MONEY, 2, "-0.01"),
    (Decimal("-0.004"), ColumnKind.MONEY, 2, "0.00"),
    (Decimal("0.125"), ColumnKind.MONEY_PER, 2, "0.13"),
    (Decimal("0.8405168"), ColumnKind.RATIO, 2, "0.840517"),
    (Decimal(1), ColumnKind.RATIO, 2, "1.000000"),
    (Decimal("3.745"), ColumnKind.RATE, 0, "3.75"),
    (Decimal("21.5"), ColumnKind.DAYS, 2, "21.50"),
    (Decimal("35.125"), ColumnKind.MINUTES, 2, "35.13"),
    (12, ColumnKind.COUNT, 2, "12"),
    (Decimal("1200.000000"), ColumnKind.QUANTITY, 2, "1200"),
    (Decimal("0.500000"), ColumnKind.QUANTITY, 2, "0.5"),
    (Decimal(0), ColumnKind.QUANTITY, 2, "0"),
    (Decimal("1E+3"), ColumnKind.QUANTITY, 2, "1000"),
    (date(2026, 7, 1), ColumnKind.DATE, 2, "2026-07-01"),
    ("0001", ColumnKind.TEXT, 2, "0001"),
    (None, ColumnKind.RATIO, 2, ""),
]


@pytest.mark.parametrize(("value", "kind", "decimals", "text"), CELLS)
def test_each_kind_of_value_is_written_its_own_way(
    value: Value, kind: ColumnKind, decimals: int, text: str
) -> None:
    assert cell_text(value, kind, decimals) == text


def report(rows: tuple[tuple[Value, ...], ...]) -> ReportTable:
    return ReportTable(
        name="sales",
        period=Period.inclusive(date(2026, 1, 1), date(2026, 3, 31)),
        as_of=date(2026, 3, 18),
        currency="CNY",
        decimals=2,
        columns=(
            ReportColumn("rep", ColumnKind.TEXT),
            ReportColumn("quantity", ColumnKind.QUANTITY),
            ReportColumn("net_sales", ColumnKind.MONEY),
            *undefinable("margin", ColumnKind.RATIO),
        ),
        rows=rows,
        total=("", Decimal("3.5"), Decimal(100), None, "no cost"),
        definitions=(("sales_basis", "invoiced"), ("as_of", "2026-03-18")),
    )


TABLE = report(
    (
        ("", Decimal(2), Decimal("60.005"), Decimal("0.25"), ""),
        ('李"伟', Decimal("1.5"), Decimal("39.995"), None, "no cost"),
    )
)


def test_csv_is_plain_utf8_with_line_feeds_and_nothing_but_header_and_rows() -> None:
    stream = io.BytesIO()
    write_csv(TABLE, stream)
    assert (
        stream.getvalue()
        == (
            "rep,quantity,net_sales,margin,margin_note\n"
            ",2,60.01,0.250000,\n"
            '"李""伟",1.5,40.00,,no cost\n'
        ).encode()
    )


def test_csv_without_rows_is_its_header() -> None:
    stream = io.BytesIO()
    write_csv(report(()), stream)
    assert stream.getvalue() == b"rep,quantity,net_sales,margin,margin_note\n"


def test_json_has_the_same_names_and_carries_what_it_rests_on() -> None:
    read = json.loads(json_text(TABLE, MADE_AT))
    assert list(read) == [
        "report", "from", "to", "as_of", "made_at", "currency", "sales_basis", "rows", "total",
    ]  # fmt: skip
    assert (read["from"], read["to"], read["as_of"]) == ("2026-01-01", "2026-03-31", "2026-03-18")
    assert read["made_at"] == "2026-03-18T09:30:00+00:00"
    assert read["rows"][1] == {
        "rep": '李"伟', "quantity": 1.5, "net_sales": "40.00", "margin": None,
        "margin_note": "no cost",
    }  # fmt: skip
    assert read["total"]["net_sales"] == "100.00"


def test_json_keeps_every_digit_of_a_number() -> None:
    long = Decimal("123456789012.654321")
    assert '"quantity": 123456789012.654321' in json_text(
        report((("R", long, Decimal(0), None, "x"),)), MADE_AT
    )


def test_json_without_rows_and_total_says_so() -> None:
    table = ReportTable("classes", TABLE.period, TABLE.as_of, "CNY", 2, TABLE.columns, (), None)
    read = json.loads(json_text(table, MADE_AT))
    assert (read["rows"], read["total"]) == ([], None)


def test_a_workbook_has_numbers_dates_and_a_sheet_of_definitions(tmp_path: Path) -> None:
    path = tmp_path / "sales.xlsx"
    write_xlsx(TABLE, path, MADE_AT)
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == ["sales", "definitions"]
    assert book.get_sheet_by_index(0).to_python() == [
        ["rep", "quantity", "net_sales", "margin", "margin_note"],
        ["", 2.0, 60.01, 0.25, ""],
        ['李"伟', 1.5, 40.0, "", "no cost"],
    ]
    words = {row[0]: row[1] for row in book.get_sheet_by_index(1).to_python()}
    assert words["sales_basis"] == "invoiced"
    assert words["net_sales"] == 100.0


def test_equal_reports_give_equal_workbooks() -> None:
    assert xlsx_bytes(TABLE, MADE_AT) == xlsx_bytes(TABLE, MADE_AT)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "sales.xlsx"
    with pytest.raises(StorageError) as caught:
        write_xlsx(TABLE, path, MADE_AT)
    assert caught.value.code == "file_unwritable"
    assert caught.value.facts["path"] == str(path)
