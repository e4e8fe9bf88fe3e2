"""Files as people send them, into a real branch: what goes in, and what is refused and why."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop.enums import ImportKind
from desktop.errors import ImportRefused
from desktop.periods import FiscalCalendar
from desktop.services.imports.check import check_table
from desktop.services.imports.mapping import parse_mapping
from desktop.services.imports.refused import refused_rows
from desktop.services.imports.service import ImportFile
from desktop.services.imports.source import read_source
from desktop.services.messages import issue_sentence
from tests.factories import Desk

MESSY = Path(__file__).resolve().parents[3] / "shared" / "data" / "messy"
pytestmark = pytest.mark.skipif(not MESSY.is_dir(), reason="../shared/data is absent")

CRM = "crm_workbook_4_sheets_formulas.xlsx"


@dataclass(frozen=True, slots=True)
class Messy:
    """A file with the mapping that makes it ours, and what becomes of it.

    `rows` go in; `refused` are the reasons of the others, with one sentence of theirs.
    """

    name: str
    kind: ImportKind
    mapping: str
    rows: int
    refused: dict[str, int] = field(default_factory=dict)
    words: str = ""
    sheet: str = ""


_DEALS = """
    [columns]
    order_no = "Deal Id"
    order_date = "Created Date"
    customer_code = "Deal Name"
    rep_code = "Rep Name"
    product_code = "Product"
    amount = "Acv"
"""
FILES = [
    Messy("pl300_ResellerSalesTargets_UTF16_wide_months.csv", ImportKind.TARGETS, """
        [columns]
        rep_code = "EmployeeID"
        [constants]
        metric = "sales"
        [factors]
        amount = 1000
        [wide]
        period = { pattern = 'M(\\d+)', year = "Year", value = "amount" }
    """, 809),
    Messy("aw_Store_plus_pipe_amp_pipe.csv", ImportKind.CUSTOMERS, """
        [columns]
        code = "1"
        name = "2"
        rep_code = "3"
        [file]
        separator = "+|"
        header = false
    """, 116, {"row_short": 1},
          "row 117: The row has 4 cells, the header 6. A line may be broken or a separator "
          "missing."),
    Messy("aw_SalesPersonQuotaHistory_no_header_tab.csv", ImportKind.TARGETS, """
        [columns]
        rep_code = "1"
        period = "2"
        amount = "3"
        [constants]
        metric = "sales"
        [file]
        header = false
    """, 0, {"period_form": 163},
          "“2011-05-31 00:00:00” is not a period. Write 2026, 2026-Q3 or 2026-07."),
    Messy("cn_superstore_1500_GB18030.csv", ImportKind.ORDERS, """
        [columns]
        order_date = "订单日期"
        customer_code = "客户 ID"
        product_code = "产品 ID"
        quantity = "数量"
        amount = "销售额"
        [key]
        order_no = ["订单 ID", "客户 ID", "订单日期"]
    """, 1500),
    Messy("cn_product_sales_12_months_wide.xlsx", ImportKind.TARGETS, """
        [columns]
        product_code = "产品名称"
        [constants]
        metric = "quantity"
        [wide]
        period = { pattern = '(\\d+)月', year = 2026, value = "amount", total = "总量" }
    """, 96),
    Messy("cn_small_sales_dirty.xlsx", ImportKind.ORDERS, """
        [columns]
        order_date = "销售日期"
        customer_code = "客户名称"
        product_code = "商品名称"
        quantity = "销售数量"
        amount = "单价"
        [key]
        order_no = ["销售日期", "客户名称"]
    """, 19, {"value_missing": 1}, "row 7 › 单价: A value is required here."),
    Messy("crm_activities.csv", ImportKind.VISITS, """
        [columns]
        visit_no = "activity_id"
        customer_code = "deal_id"
        rep_code = "rep_name"
        date = "activity_date"
        minutes = "duration_min"
        purpose = "activity_type"
        outcome = "outcome"
    """, 13_080),
    Messy(CRM, ImportKind.ORDERS, _DEALS, 1200, sheet="📋 Deal Data"),
    Messy(CRM, ImportKind.ORDERS, _DEALS, 1200, sheet="📤 Tableau Export"),
    Messy(CRM, ImportKind.TARGETS, """
        [columns]
        rep_code = "Rep Name"
        amount = "Annual Quota"
        [constants]
        metric = "sales"
        period = "2025"
        [file]
        skip_rows = 1
    """, 8,
        {"value_missing": 38},
        "row 13 › Annual Quota: A value is required here.", "🏆 Rep Performance"),
    Messy(CRM, ImportKind.PRODUCTS, """
        [columns]
        code = "Stage"
        name = "Deals"
        list_price = "Weighted ACV"
        [file]
        skip_rows = 8
    """, 0, {"cell_formula": 7}, "holds a formula that was never computed. Open the file in a "
          "spreadsheet program and save it.", "📊 Dashboard"),
]  # fmt: skip


def _masters(desk: Desk, file: ImportFile) -> None:
    """Bring the codes that the file refers to, each named by itself."""
    raw = read_source(file.path, file.sheet or None, file.mapping)
    table = check_table(raw, file.kind, file.mapping, decimals=2, fiscal=FiscalCalendar())
    for column, kind in (
        ("rep_code", ImportKind.REPS), ("product_code", ImportKind.PRODUCTS),
        ("customer_code", ImportKind.CUSTOMERS),
    ):  # fmt: skip
        place = table.columns.index(column) if column in table.columns else -1
        cells = {row[place] for row in table.rows} if place >= 0 else set()
        codes = {cell[0][0] if isinstance(cell, tuple) else cell for cell in cells} - {None}
        if codes:
            out = io.StringIO()
            csv.writer(out).writerows([("code", "name"), *((code, code) for code in sorted(codes))])
            desk.bring(kind, out.getvalue())


@pytest.mark.parametrize(
    "messy", [pytest.param(one, id=f"{one.name} {one.sheet}") for one in FILES]
)
def test_a_messy_file_goes_in_by_its_mapping_or_is_refused_for_a_reason(
    messy: Messy, local: Desk, tmp_path: Path
) -> None:
    file = ImportFile(
        messy.kind, MESSY / messy.name, messy.sheet, parse_mapping(messy.mapping),
        good_rows_only=True, plan="Messy" if messy.kind is ImportKind.TARGETS else "",
    )  # fmt: skip
    _masters(local, file)
    before = len(local.imports.batches())

    try:
        outcome = local.imports.run(local.actor, file)
    except ImportRefused as error:
        issues, rows = error.issues, 0
        assert len(local.imports.batches()) == before
    else:
        issues, rows = tuple(issue for _row, issue in outcome.refused), outcome.row_count
        assert outcome.refused_count == len(issues)
        back = tmp_path / "back.csv"
        assert refused_rows(outcome.table, issues, back) == len(issues)

    said = [issue for issue in issues if not issue.is_warning]
    assert rows == messy.rows
    assert messy.refused.items() <= Counter(issue.code for issue in said).items()
    assert any(messy.words in issue_sentence(issue) for issue in said) or not messy.words


def test_the_workbook_of_four_sheets_asks_which_one(local: Desk) -> None:
    with pytest.raises(ImportRefused) as caught:
        local.imports.run(local.actor, ImportFile(ImportKind.ORDERS, MESSY / CRM))

    assert [issue.code for issue in caught.value.issues] == ["sheet_needed"]
    assert "📋 Deal Data" in issue_sentence(caught.value.issues[0])
