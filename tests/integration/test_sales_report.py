"""The report `sales` on both engines: sums, shared credit, costs, subtrees, what has none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from desktop.clock import Clock
from desktop.enums import Dimension
from desktop.errors import InputError
from desktop.services.figures.data import ReportRequest, ReportTable
from tests.integration.plans_branch import SmallBranch, Sold, small_branch

MAY = date(2026, 5, 4)
JUNE = date(2026, 6, 15)


@pytest.fixture
def branch(database_url: str, clock: Clock) -> Iterator[SmallBranch]:
    """Yield a branch with a tree of everything and a handful of documents."""
    made = small_branch(database_url, clock)
    made.territory("T")
    made.territory("T1", "T")
    made.group("G")
    made.group("G1", "G")
    made.product("P1", "G1")
    made.product("P0")
    made.rep("M")
    made.rep("R1", "M", "T1")
    made.rep("R2", "M")
    made.customer("C1", "R1", "T1", "A")
    made.customer("C2", "R2")
    made.sell(MAY, "C1", [Sold("P1", 2, 1000, 600), Sold("P0", 1, 500, None)], "R1", "T1")
    made.sell(JUNE, "C1", [Sold("P1", 1, 101, 51)], "R1", "T1", [("R1", 50), ("R2", 50)])
    made.sell(JUNE, "C2", [Sold(None, None, -200, -100)], None)
    made.sell(JUNE, "C2", [Sold("P1", 9, 9999, 1)], "R2", state="void")
    yield made
    made.uow.database.close()


def _ask(branch: SmallBranch, *by: Dimension, **more: object) -> ReportTable:
    return branch.service.sales(ReportRequest("sales", by, **more))  # type: ignore[arg-type]


def _column(table: ReportTable, name: str) -> list[object]:
    place = [column.name for column in table.columns].index(name)
    return [row[place] for row in table.rows]


def test_without_dimensions_the_only_row_is_the_total(branch: SmallBranch) -> None:
    table = _ask(branch)
    assert table.rows == (table.total,)
    named = dict(zip((column.name for column in table.columns), table.rows[0], strict=True))
    assert named == {
        "quantity": 4,
        "net_sales": Decimal("14.01"),
        "cost": Decimal("5.51"),
        "cost_note": "",
        "gross_profit": Decimal("3.50"),
        "gross_profit_note": "",
        "margin": Decimal(350) / Decimal(901),
        "margin_note": "1 line without cost",
        "orders": 3,
        "customers": 2,
    }


def test_shared_credit_is_divided_exactly_and_counted_once_above(branch: SmallBranch) -> None:
    table = _ask(branch, Dimension.REP)
    assert _column(table, "rep") == ["", "R1", "R2"]
    assert _column(table, "net_sales") == [
        Decimal("-2.00"),
        Decimal("15.51"),
        Decimal("0.50"),
    ]
    assert _column(table, "orders") == [1, 2, 1]
    managers = _ask(branch, Dimension.MANAGER)
    assert _column(managers, "manager") == ["", "M"]
    assert _column(managers, "orders") == [1, 2]
    assert _column(managers, "customers") == [1, 1]


def test_a_shared_line_without_cost_is_counted_once_for_its_manager(branch: SmallBranch) -> None:
    branch.sell(JUNE, "C1", [Sold("P1", 1, 100, None)], None, None, [("R1", 50), ("R2", 50)])
    assert _column(_ask(branch, Dimension.REP), "margin_note") == [
        "",
        "2 lines without cost",
        "1 line without cost",
    ]
    assert _column(_ask(branch, Dimension.MANAGER), "margin_note") == ["", "2 lines without cost"]


def test_trees_hold_their_subtree_with_each_document_once(branch: SmallBranch) -> None:
    table = _ask(branch, Dimension.PRODUCT_GROUP)
    assert _column(table, "product_group") == ["", "G", "G1"]
    assert _column(table, "orders") == [2, 2, 2]
    assert _column(table, "net_sales") == [
        Decimal("3.00"),
        Decimal("11.01"),
        Decimal("11.01"),
    ]
    assert table.total is not None
    assert table.total[-2:] == (3, 2)


def test_a_line_without_any_cost_has_no_margin(branch: SmallBranch) -> None:
    table = _ask(branch, Dimension.PRODUCT)
    assert _column(table, "product") == ["", "P0", "P1"]
    assert _column(table, "cost")[1] is None
    assert _column(table, "cost_note")[1] == "no cost"
    assert _column(table, "gross_profit_note")[1] == "no cost"
    assert _column(table, "margin_note") == ["", "1 line without cost", ""]


def test_months_quarters_and_classes_are_rows(branch: SmallBranch) -> None:
    table = _ask(branch, Dimension.CLASS, Dimension.MONTH, Dimension.QUARTER)
    assert [row[:3] for row in table.rows] == [
        ("", "2026-06", "2026-Q2"),
        ("A", "2026-05", "2026-Q2"),
        ("A", "2026-06", "2026-Q2"),
    ]


def test_documents_after_the_as_of_day_do_not_exist(branch: SmallBranch) -> None:
    table = _ask(branch, as_of=MAY, first=MAY, last=JUNE)
    assert _column(table, "net_sales") == [Decimal("15.00")]


def test_an_empty_period_has_only_its_total(branch: SmallBranch) -> None:
    table = _ask(branch, Dimension.REP, first=date(2020, 1, 1), last=date(2020, 1, 2))
    assert table.rows == ()
    assert table.total is not None
    assert table.total[1:3] == (0, 0)
    assert table.total[8] == "no net sales"


def test_a_dimension_without_meaning_is_refused(branch: SmallBranch) -> None:
    with pytest.raises(InputError):
        _ask(branch, Dimension.CATEGORY)


def test_orders_count_where_the_basis_is_ordered_and_cancelled_ones_do_not(
    new_sqlite_url: str, clock: Clock
) -> None:
    branch = small_branch(new_sqlite_url, clock, is_ordered=True)
    branch.rep("R1")
    branch.rep("R2")
    branch.customer("C1", "R1")
    branch.sell(MAY, "C1", [Sold(None, 1, 700, 300)], shares=[("R1", 60), ("R2", 40)])
    branch.sell(MAY, "C1", [Sold(None, 1, 900, None)], "R1", status="cancelled")
    table = _ask(branch, Dimension.REP)
    branch.uow.database.close()
    assert _column(table, "net_sales") == [Decimal("4.20"), Decimal("2.80")]
    assert table.total is not None
    assert table.total[2] == Decimal("7.00")
