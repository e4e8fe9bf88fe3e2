"""Mapping files: read, written, guessed; and what they do to a table."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from desktop.enums import ImportKind
from desktop.errors import ImportRefused
from desktop.services.imports.mapping import (
    Mapping,
    Wide,
    dump_mapping,
    guess_mapping,
    load_mapping,
    parse_mapping,
)
from tests.bad_input.files import checked, workbook

WHOLE = """
[columns]
order_no = "订单 ID"
amount   = "销售额"
[constants]
metric   = "sales"
[factors]
amount   = 1000
[key]
order_no2 = ["订单 ID", "客户 ID", "订单日期"]
[file]
separator = "+|"
header    = false
skip_rows = 3
[wide]
period   = { pattern = "(\\\\d+)月", year = 2026, value = "amount" }
"""


def test_the_example_of_the_format_is_read() -> None:
    mapping = parse_mapping(WHOLE)

    assert mapping == Mapping(
        columns={"order_no": "订单 ID", "amount": "销售额"},
        constants={"metric": "sales"},
        factors={"amount": Decimal(1000)},
        key={"order_no2": ("订单 ID", "客户 ID", "订单日期")},
        separator="+|",
        header=False,
        skip_rows=3,
        wide=(Wide("period", "(\\d+)月", "amount", "2026"),),
    )


def test_a_mapping_survives_being_written() -> None:
    mapping = Mapping(
        columns={"name": 'a "b" \\ \x7f 名'}, factors={"amount": Decimal("0.01")}, decimal=",",
        encoding="gb18030", wide=(Wide("period", r"M(\d+)", "amount", "Year", "总量"),),
    )  # fmt: skip

    assert parse_mapping(dump_mapping(mapping)) == mapping
    assert parse_mapping(dump_mapping(parse_mapping(WHOLE))) == parse_mapping(WHOLE)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[columns", "mapping_toml"),
        ("[colums]\na = 'b'", "mapping_section"),
        ("[file]\nsep = ','", "mapping_key"),
        ("[factors]\namount = 'many'", "mapping_value"),
        ("[factors]\namount = inf", "mapping_value"),
        ("[wide]\nperiod = { pattern = '(', value = 'amount' }", "mapping_pattern"),
        ("[file]\nskip_rows = -1", "mapping_value"),
    ],
)
def test_what_no_mapping_says_is_refused(text: str, code: str) -> None:
    with pytest.raises(ImportRefused) as caught:
        parse_mapping(text, "map.toml")

    assert [issue.code for issue in caught.value.issues] == [code]


def test_a_mapping_file_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused):
        load_mapping(tmp_path / "none.toml")


def test_headers_suggest_a_mapping() -> None:
    mapping = guess_mapping(("订单号", "Order-Date", "金额(万元)", "备注"), ImportKind.ORDERS)

    assert mapping.columns == {
        "order_no": "订单号", "order_date": "Order-Date", "amount": "金额(万元)",
    }  # fmt: skip
    assert mapping.factors == {"amount": Decimal(10_000)}


def test_month_columns_suggest_rows_of_months() -> None:
    mapping = guess_mapping(("Year", "rep_code", "M01", "M02", "M03"), ImportKind.TARGETS)

    assert mapping.wide == (Wide("period", r"[Mm](\d{1,2})", "amount", "Year"),)


def test_months_in_columns_become_rows_and_their_total_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "wide.xlsx"
    path.write_bytes(
        workbook([["业务员", "1月", "2月", "合计"], ["R1", 1.5, 2, 3.5], ["R2", 1, "-", 2]])
    )
    mapping = Mapping(
        constants={"metric": "sales"},
        factors={"amount": Decimal(1000)},
        wide=(Wide("period", r"(\d+)月", "amount", "2026", "合计"),),
    )

    table = checked(path, ImportKind.TARGETS, mapping)

    assert [(issue.code, issue.row) for issue in table.errors] == [("wide_total", 3)]
    amounts = [row[table.columns.index("amount")] for row in table.rows]
    assert amounts == [150_000, 200_000]
    assert table.row_numbers == (2, 2)


def test_a_key_is_built_where_theirs_is_none(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes("no,客户编码,订单日期,金额\n1,C1,2026-07-01,5\n1,C2,2026-07-01,5\n".encode())
    mapping = Mapping(key={"order_no": ("no", "客户编码")})

    table = checked(path, ImportKind.ORDERS, mapping)

    assert [row[0] for row in table.rows] == ["1-C1", "1-C2"]
    assert [row[2] for row in table.rows] == ["C1", "C2"]


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        (Mapping(columns={"amount": "none"}), "mapping_header_missing"),
        (Mapping(columns={"amuont": "amount"}), "mapping_column_unknown"),
        (Mapping(columns={"amount": "amount"}, constants={"amount": "5"}), "mapping_twice"),
        (Mapping(wide=(Wide("order_date", r"M(\d+)", "amount"),)), "wide_no_column"),
    ],
)
def test_a_mapping_that_does_not_fit_is_named(tmp_path: Path, mapping: Mapping, code: str) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(b"order_no,order_date,customer_code,amount\nS1,2026-07-01,C1,5\n")

    table = checked(path, ImportKind.ORDERS, mapping)

    assert code in {issue.code for issue in table.errors}
    assert table.rows == ()
