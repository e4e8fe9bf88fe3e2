"""The report `kpi` over a small branch: every number counted by hand, on both engines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from desktop.enums import Dimension
from desktop.errors import InputError
from desktop.services.activity.service import ActivityService
from desktop.services.figures.data import ReportRequest, ReportTable, Value
from tests.databases import Copying
from tests.integration.activity_branch import CLOCK, BranchBuilder, building, opened

MARCH = {"first": date(2026, 3, 1), "last": date(2026, 3, 31), "as_of": date(2026, 6, 30)}


def fill(build: BranchBuilder) -> None:
    """Two reps under a manager who sells nothing, four customers, March 2026.

    March 2026 has 22 weekdays. Rep B is hired on the 16th (12 weekdays) and is away on the 19th
    and 20th. A's visits in March: twelve valid ones on eleven days at C1 (one of two reports),
    B's: one.
    """
    build.branch()
    build.territory("N")
    build.territory("N1", "N")
    build.rep("M")
    build.rep("A", "M", "N1")
    build.rep("B", "M", hired="2026-03-16")
    build.customer("C1", "A", "N1", "A")
    build.customer("C2", "A", None, "B")
    build.customer("C3", "B")
    build.customer("C4", tax_id="T-9")
    build.customer("C5", "B", tax_id="T 9")
    build.leave("B", "2026-03-19", "2026-03-22")
    _visits(build)
    _papers(build)
    build.summarise()


def _visits(build: BranchBuilder) -> None:
    for day in ("02", "03", "04", "05", "06", "09", "10", "11", "12", "13"):
        build.visit(f"03-{day}", "A", "C1")
    build.visit("03-16", "A", "C1", "09:00", "09:30")
    build.visit("03-16", "A", "C1", "09:45", "10:00")  # the same visit: 60 minutes
    build.visit("03-16", "A", "C2", "14:00", "14:20", order_number="so-x")
    build.visit("03-17", "A", "C2", "14:00", "14:20", is_attempt=True, outcome="closed")
    build.visit("03-17", "A", "C2", channel="phone")
    build.visit("03-17", "A", "C2", rejected_on=date(2026, 3, 20))
    build.visit("03-17", "A", "C2", state="void")
    build.visit("03-10", "B", "C3")  # before B was hired
    build.visit("03-26", "B", "C3", "10:00", "10:30")
    build.visit("04-01", "A", "C1")


def _papers(build: BranchBuilder) -> None:
    build.order("03-20", "C1", "A", 1000)  # 7 days after the 13th, 4 after the 16th
    build.order("03-28", "C1", "A", 500)  # 12 days after the last visit
    build.order("03-28", "C2", "A", 300, number="SO-X")  # 12 days after, but linked
    build.order("03-17", "C1", "A", 9000, status="cancelled")
    build.order("03-27", "C3", "B", 2000, share=(("B", 60), ("A", 40)))  # only B had a visit
    build.order("04-02", "C3", "B", 700)  # 7 days after B's visit, in April
    build.invoice("01-05", "C1", "A", 100)
    build.invoice("03-21", "C1", "A", 1000, cost=600)
    build.invoice("03-22", "C2", "A", 400)  # new; no cost known
    build.invoice("03-23", "C1", "A", -50, cost=-30)
    build.invoice("03-30", "C3", "B", 2000, cost=1000, share=(("B", 60), ("A", 40)))  # new
    build.invoice("2025-12-02", "C4", None, 800)  # lost on 2026-03-02
    build.invoice("03-31", "C5", "B", 10)  # the tax number of C4: not new
    build.collection("03-25", "C1", "A", 700)
    build.expense("03-05", "A", "travel", 120)
    build.expense("03-06", "A", "gift", 30, "C1")
    build.expense("03-18", "B", "entertainment", 90)


@pytest.fixture
def branch(filled_url: Copying) -> str:
    return filled_url(make, migrated=True)


def make(url: str) -> None:
    with building(url) as build:
        fill(build)


def kpi(url: str, *by: Dimension, **asked: object) -> ReportTable:
    with opened(url) as uow:
        request = ReportRequest("kpi", by, **{**MARCH, **asked})  # type: ignore[arg-type]
        return ActivityService(uow, CLOCK).kpi(request)


def rows_of(table: ReportTable) -> dict[str, dict[str, Value]]:
    """Return the rows by their first cell, each by column name."""
    names = [column.name for column in table.columns]
    return {str(row[0]): dict(zip(names, row, strict=True)) for row in table.rows}


def total_of(table: ReportTable) -> dict[str, Value]:
    assert table.total is not None
    return dict(zip([column.name for column in table.columns], table.total, strict=True))


def test_each_rep_has_his_results_days_visits_and_ratios(branch: str) -> None:
    rows = rows_of(kpi(branch, Dimension.REP))
    # M sells nothing and C4's loss is nobody's.
    assert list(rows) == ["", "A", "B"]
    a = rows["A"]
    assert a["net_sales"] == Decimal("2150.00")  # 1000 + 400 - 50 + 40 % of 2000
    assert a["gross_profit"] == Decimal("780.00")  # 400 - 20 + 40 % of 1000
    assert a["collections"] == Decimal("700.00")
    assert a["customers"] == 3
    assert (a["scheduled_days"], a["field_days"], a["active_days"]) == (22, 22, 11)
    assert (a["visits"], a["timed_visits"]) == (12, 2)
    assert a["calls_per_day"] == Decimal(12) / 22
    assert a["minutes_per_call"] == 40  # 60 and 20
    assert a["revenue_per_call"] == Decimal(2150) / 12
    assert a["order_value_per_call"] == Decimal(1300) / 12  # 1000 after a visit, 300 linked
    assert a["order_value_per_day"] == Decimal(1300) / 22
    assert a["cost_per_call"] == Decimal("12.5")
    assert a["entertainment_per_call"] == Decimal("2.5")
    assert a["orders"] == 4
    assert a["orders_per_100"] == Decimal(400) / 12
    assert a["productive_rate"] == Decimal(3) / 12  # 13th, 16th at C1; 16th at C2 by number
    assert (a["new_customers"], a["lost_customers"]) == (1, 0)
    assert a["expenses"] == Decimal("150.00")
    assert a["cost_ratio"] == Decimal(150) / 2150


def test_a_rep_hired_in_the_month_counts_from_then_on(branch: str) -> None:
    b = rows_of(kpi(branch, Dimension.REP))["B"]
    assert (b["scheduled_days"], b["field_days"], b["active_days"]) == (12, 10, 1)
    assert b["visits"] == 1
    assert b["order_value_per_call"] == 1200
    assert b["orders"] == 1
    assert b["productive_rate"] == 1
    assert b["net_sales"] == Decimal("1210.00")
    assert b["new_customers"] == 1
    assert b["entertainment_per_call"] == 90


def test_the_total_counts_everything_once(branch: str) -> None:
    table = kpi(branch, Dimension.REP)
    total = total_of(table)
    assert total["orders"] == 4  # the shared order once
    assert total["customers"] == 4
    assert total["net_sales"] == Decimal("3360.00")
    assert total["scheduled_days"] == 34
    assert total["visits"] == 13
    assert (total["new_customers"], total["lost_customers"]) == (2, 1)
    assert total["calls_per_day"] == Decimal(13) / 32
    names = [column.name for column in table.columns]
    for name in ("net_sales", "collections", "gross_profit", "expenses", "visits", "field_days"):
        place = names.index(name)
        assert sum(row[place] for row in table.rows) == total[name]  # type: ignore[misc]


def test_without_dimensions_there_is_one_row_the_total(branch: str) -> None:
    table = kpi(branch)
    assert table.rows == (table.total,)


def test_a_manager_row_holds_everybody_below_once(branch: str) -> None:
    rows = rows_of(kpi(branch, Dimension.MANAGER))
    assert list(rows) == ["", "M"]
    assert rows["M"]["visits"] == 13
    assert rows["M"]["orders"] == 4
    assert rows["M"]["field_days"] == 32
    assert rows[""]["lost_customers"] == 1


@pytest.mark.parametrize("by", [Dimension.TERRITORY, Dimension.CUSTOMER, Dimension.CLASS])
def test_days_are_undefined_where_rows_are_no_people(branch: str, by: Dimension) -> None:
    table = kpi(branch, by)
    for row in rows_of(table).values():
        assert row["field_days"] is None
        assert row["field_days_note"] == row["calls_per_day_note"] == "days belong to reps"
    assert total_of(table)["field_days"] == 32
    assert total_of(table)["calls_per_day"] == Decimal(13) / 32


def test_a_territory_row_holds_its_subtree(branch: str) -> None:
    rows = rows_of(kpi(branch, Dimension.TERRITORY))
    assert list(rows) == ["", "N", "N1"]
    assert rows["N"]["visits"] == rows["N1"]["visits"] == 12  # C2 lies where A does
    assert rows["N"]["expenses"] == Decimal("150.00")
    assert rows[""]["visits"] == 1


def test_by_customer_expenses_without_a_customer_stand_in_the_empty_row(branch: str) -> None:
    rows = rows_of(kpi(branch, Dimension.CUSTOMER))
    assert rows[""]["expenses"] == Decimal("210.00")
    assert rows[""]["cost_per_call_note"] == "cost without visits"
    assert rows["C4"]["lost_customers"] == 1
    assert rows["C2"]["new_customers"] == rows["C3"]["new_customers"] == 1
    assert rows["C5"]["new_customers"] == 0


def test_a_quarter_is_the_sum_of_its_months(branch: str) -> None:
    asked = {"first": date(2026, 1, 1), "last": date(2026, 6, 30)}
    quarters = rows_of(kpi(branch, Dimension.QUARTER, **asked))
    months = rows_of(kpi(branch, Dimension.MONTH, **asked))
    assert list(quarters) == ["2026-Q1", "2026-Q2"]
    for name in ("net_sales", "visits", "orders", "field_days", "lost_customers", "expenses"):
        parts = [months[month][name] for month in ("2026-01", "2026-02", "2026-03")]
        assert sum(parts) == quarters["2026-Q1"][name]  # type: ignore[arg-type]


def test_what_is_dated_after_the_as_of_date_does_not_exist_yet(branch: str) -> None:
    total = total_of(kpi(branch, last=date(2026, 4, 30), as_of=date(2026, 3, 15)))
    assert total["visits"] == 10
    assert total["scheduled_days"] == 10
    assert total["orders"] == 0
    assert total["cost_ratio_note"] == "no sales"


def test_the_identities_hold_exactly_in_every_row(branch: str) -> None:
    table = kpi(branch, Dimension.REP)
    for row in [*rows_of(table).values(), total_of(table)]:
        visits, value = row["visits"], row["revenue_per_call"]
        if visits:
            assert value == Decimal(row["net_sales"]) / Decimal(visits)  # type: ignore[arg-type]
            k1, k3b, k3d = (
                Fraction(row[name])  # type: ignore[arg-type]
                for name in ("calls_per_day", "order_value_per_call", "order_value_per_day")
            )
            assert abs(k1 * k3b - k3d) < Fraction(1, 10**20)


def test_products_have_no_meaning_for_activity(branch: str) -> None:
    with pytest.raises(InputError):
        kpi(branch, Dimension.PRODUCT)


def test_a_branch_without_any_order_counts_its_invoices_as_orders(new_sqlite_url: str) -> None:
    with building(new_sqlite_url) as build:
        build.branch()
        build.rep("A")
        build.customer("C1", "A")
        build.visit("03-02", "A", "C1")
        build.visit("03-20", "A", "C1")
        build.invoice("03-05", "C1", "A", 100)
        build.invoice("03-21", "C1", "A", -20)
        build.summarise()
    table = kpi(new_sqlite_url)
    total = total_of(table)
    assert total["orders"] == 1  # a credit note is no order
    assert total["productive_rate"] == Decimal("0.5")
    assert dict(table.definitions)["orders"] == "invoices, because there are no orders"


def test_an_empty_branch_has_a_total_of_nothing(new_sqlite_url: str) -> None:
    with building(new_sqlite_url) as build:
        build.branch()
    table = kpi(new_sqlite_url, Dimension.REP)
    assert table.rows == ()
    total = total_of(table)
    assert total["visits"] == 0
    assert total["revenue_per_call_note"] == "no visits"
    assert total["calls_per_day_note"] == "no field days"


def test_a_manager_with_a_visit_of_his_own_counts_as_a_rep(new_sqlite_url: str) -> None:
    with building(new_sqlite_url) as build:
        build.branch()
        build.rep("M")
        build.rep("A", "M")
        build.customer("C1", "A")
        build.visit("02-02", "M", "C1")
    rows = rows_of(kpi(new_sqlite_url, Dimension.REP))
    assert (rows["M"]["field_days"], rows["A"]["field_days"]) == (22, 22)
