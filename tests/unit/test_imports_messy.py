"""Files as people send them, with the mapping that makes them ours."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from desktop.enums import ImportKind
from desktop.errors import ImportRefused
from desktop.periods import FiscalCalendar
from desktop.services.imports.check import check_table
from desktop.services.imports.data import CheckedTable, PeriodValue
from desktop.services.imports.mapping import parse_mapping
from desktop.services.imports.source import read_source

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is absent")


def _check(name: str, kind: ImportKind, toml: str, sheet: str | None = None) -> CheckedTable:
    mapping = parse_mapping(toml)
    raw = read_source(DATA / "messy" / name, sheet, mapping)
    return check_table(raw, kind, mapping, decimals=2, fiscal=FiscalCalendar())


def test_months_as_columns_in_utf16_and_thousands() -> None:
    table = _check("pl300_ResellerSalesTargets_UTF16_wide_months.csv", ImportKind.TARGETS, """
        [columns]
        rep_code = "EmployeeID"
        [constants]
        metric = "sales"
        [factors]
        amount = 1000
        [wide]
        period = { pattern = 'M(\\d+)', year = "Year", value = "amount" }
    """)  # fmt: skip

    assert table.errors == ()
    assert table.encoding == "UTF-16"
    assert len(table.rows) == 809
    period = table.rows[0][0]
    assert isinstance(period, PeriodValue)
    assert (period.text, table.rows[0][2]) == ("2017-07", 20_000_000)


def test_an_unusual_separator_and_a_cut_last_line() -> None:
    table = _check("aw_Store_plus_pipe_amp_pipe.csv", ImportKind.CUSTOMERS, """
        [columns]
        code = "1"
        name = "2"
        rep_code = "3"
        [file]
        separator = "+|"
        header = false
    """)  # fmt: skip

    assert [(issue.code, issue.row) for issue in table.errors] == [("row_short", 117)]
    assert table.rows[0][:4] == ("292", "Next-Door Bike Store", None, "279")
    assert len(table.rows) == 116


def test_a_file_without_a_header_is_mapped_by_numbers() -> None:
    table = _check("aw_SalesPersonQuotaHistory_no_header_tab.csv", ImportKind.COLLECTIONS, """
        [columns]
        customer_code = "1"
        date = "2"
        amount = "3"
        receipt_no = "4"
        [file]
        header = false
    """)  # fmt: skip

    assert table.errors == ()
    assert (len(table.rows), table.row_numbers[0], table.separator) == (163, 1, "\t")


def test_an_order_id_that_is_no_key_is_refused_until_a_key_is_built() -> None:
    columns = """
        [columns]
        order_date = "订单日期"
        customer_code = "客户 ID"
        product_code = "产品 ID"
        quantity = "数量"
        amount = "销售额"
    """
    name = "cn_superstore_1500_GB18030.csv"

    theirs = _check(name, ImportKind.ORDERS, columns + 'order_no = "订单 ID"\n')
    built = _check(name, ImportKind.ORDERS,
                   columns + '[key]\norder_no = ["订单 ID", "客户 ID", "订单日期"]\n')  # fmt: skip

    assert Counter(issue.code for issue in theirs.errors)["document_differs"] > 0
    assert built.errors == ()
    assert (len(built.rows), built.encoding) == (1500, "GB18030")
    assert built.rounded_amounts == 799


def test_chinese_months_add_up_to_the_files_own_total() -> None:
    table = _check("cn_product_sales_12_months_wide.xlsx", ImportKind.TARGETS, """
        [columns]
        product_code = "产品名称"
        [constants]
        metric = "quantity"
        [wide]
        period = { pattern = '(\\d+)月', year = 2026, value = "amount", total = "总量" }
    """)  # fmt: skip

    assert table.errors == ()
    assert len(table.rows) == 8 * 12


def test_a_missing_amount_of_the_small_dirty_sheet_is_named() -> None:
    table = _check("cn_small_sales_dirty.xlsx", ImportKind.ORDERS, """
        [columns]
        order_date = "销售日期"
        customer_code = "客户名称"
        product_code = "商品名称"
        quantity = "销售数量"
        amount = "单价"
        [key]
        order_no = ["销售日期", "客户名称"]
    """)  # fmt: skip

    assert [(issue.code, issue.row, issue.column) for issue in table.errors] == [
        ("value_missing", 7, "单价")
    ]


def test_a_workbook_with_four_sheets_asks_which() -> None:
    name = "crm_workbook_4_sheets_formulas.xlsx"
    with pytest.raises(ImportRefused) as caught:
        _check(name, ImportKind.ORDERS, "")
    assert caught.value.issues[0].code == "sheet_needed"
    assert "Deal Data" in str(caught.value.issues[0].facts["sheets"])


def test_formulas_without_values_are_named_by_cell() -> None:
    table = _check("crm_workbook_4_sheets_formulas.xlsx", ImportKind.PRODUCTS, """
        [columns]
        code = "Stage"
        name = "Deals"
        list_price = "Weighted ACV"
        [file]
        skip_rows = 8
    """, "📊 Dashboard")  # fmt: skip

    found = {issue.facts.get("cell") for issue in table.errors if issue.code == "cell_formula"}
    assert "D10" in found
    assert table.rows == ()


def test_a_log_of_activities_is_read_as_visits() -> None:
    table = _check("crm_activities.csv", ImportKind.VISITS, """
        [columns]
        visit_no = "activity_id"
        customer_code = "deal_id"
        rep_code = "rep_name"
        date = "activity_date"
        minutes = "duration_min"
        purpose = "activity_type"
    """)  # fmt: skip

    assert table.errors == ()
    assert len(table.rows) == 13_080


@pytest.mark.parametrize(
    "path", sorted(DATA.glob("branches/*/*.csv")), ids=lambda p: f"{p.parent.name}/{p.name}"
)
def test_every_branch_file_goes_in_whole(path: Path) -> None:
    fiscal = FiscalCalendar(7 if path.parent.name == "adventureworks" else 1)

    raw = read_source(path)
    table = check_table(raw, ImportKind(path.stem[3:]), decimals=2, fiscal=fiscal)

    assert table.errors == ()
    assert table.unknown_headers == ()
    assert len(table.rows) == len(raw.rows)
