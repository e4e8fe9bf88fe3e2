"""The report `attainment` on both engines: targets, part months, pools, plans, every metric."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal

import pytest

from desktop.clock import Clock
from desktop.enums import Dimension, Metric
from desktop.errors import InputError
from desktop.periods import Month
from desktop.services.figures.data import ColumnKind, ReportRequest, ReportTable
from tests.integration.plans_branch import SmallBranch, Sold, small_branch

JULY, AUGUST = Month.at(2026, 7), Month.at(2026, 8)
Q3 = {"first": date(2026, 7, 1), "last": date(2026, 9, 30)}


@pytest.fixture
def branch(database_url: str, clock: Clock) -> Iterator[SmallBranch]:
    """Yield a branch with people, places and customers, and no documents yet."""
    made = small_branch(database_url, clock)
    made.territory("T")
    made.territory("T1", "T")
    made.group("G")
    made.product("P1", "G")
    made.rep("M")
    made.rep("R1", "M", "T1")
    made.rep("R2", "M")
    made.customer("C1", "R1")
    made.customer("C2")
    yield made
    made.uow.database.close()


def _ask(branch: SmallBranch, *by: Dimension, **more: object) -> ReportTable:
    branch.summarise()
    return branch.service.attainment(
        ReportRequest("attainment", by, **more)  # type: ignore[arg-type]
    )


def _row(table: ReportTable, *codes: str) -> dict[str, object]:
    names = [column.name for column in table.columns]
    for row in table.rows:
        if row[: len(codes)] == codes:
            return dict(zip(names, row, strict=True))
    raise AssertionError(f"no row {codes} in {[row[: len(codes)] for row in table.rows]}")


def test_a_target_is_measured_against_working_days(branch: SmallBranch) -> None:
    version = branch.plan(2026)
    branch.target(version, JULY, 23_000, rep="R1")
    branch.target(version, AUGUST, 21_000, rep="R1")
    branch.target(version, Month.at(2026, 9), 22_000, rep="R1")
    branch.sell(date(2026, 7, 3), "C1", [Sold("P1", 1, 6_000, None)], "R1", "T1")
    table = _ask(branch, Dimension.REP, as_of=date(2026, 7, 10), **Q3)
    row = _row(table, "R1")
    assert row["target"] == Decimal("660.00")
    assert row["actual"] == Decimal("60.00")
    assert row["variance"] == Decimal("-600.00")
    assert row["attainment"] == Decimal(6000) / 66000
    assert row["expected_by_now"] == Decimal("80.00")  # 8 of 66 working days
    assert row["pace"] == Decimal("0.75")
    assert row["forecast"] == Decimal("495.00")
    assert row["required_per_day"] == Decimal(60000) / 58 / 100


def test_a_month_without_sales_has_variance_of_the_whole_target(branch: SmallBranch) -> None:
    version = branch.plan(2026)
    branch.target(version, JULY, 100, rep="R1")
    branch.target(version, AUGUST, 200, rep="R1")
    branch.sell(date(2026, 7, 3), "C1", [Sold("P1", 1, 150, None)], "R1", "T1")
    table = _ask(branch, Dimension.MONTH, as_of=date(2026, 8, 31), **Q3)
    assert _row(table, "2026-07")["pace"] == Decimal("1.5")
    assert _row(table, "2026-08")["variance"] == Decimal("-2.00")
    assert _row(table, "2026-08")["attainment"] == 0
    quarters = _ask(branch, Dimension.QUARTER, as_of=date(2026, 8, 31), **Q3)
    assert _row(quarters, "2026-Q3")["target"] == Decimal("3.00")


def test_without_a_target_the_figures_say_so(branch: SmallBranch) -> None:
    branch.sell(date(2026, 7, 3), "C1", [Sold("P1", 1, 150, None)], "R1", "T1")
    row = _row(_ask(branch, Dimension.REP, as_of=date(2026, 7, 31), **Q3), "R1")
    assert row["actual"] == Decimal("1.50")
    for name in ("target", "variance", "attainment", "pace", "expected_by_now"):
        assert (row[name], row[f"{name}_note"]) == (None, "no target")
    assert row["required_per_day_note"] == "no target"
    assert row["forecast"] is not None


def test_part_of_a_month_counts_its_share_of_working_days_exactly(branch: SmallBranch) -> None:
    version = branch.plan(2026)
    for rep in ("M", "R1", "R2"):
        branch.target(version, JULY, 1, rep=rep)
    # 12 of July's 23 working days: 1.57 fen, 2 in all, which no rounding row by row would give.
    table = _ask(
        branch, Dimension.REP, first=date(2026, 7, 1), last=date(2026, 7, 16),
        as_of=date(2026, 7, 16),
    )  # fmt: skip
    assert table.total is not None
    assert table.total[1] == Decimal("0.02")
    assert sum(_decimals(table, "target")) == Decimal("0.02")


def _decimals(table: ReportTable, name: str) -> list[Decimal]:
    place = [column.name for column in table.columns].index(name)
    return [value for row in table.rows if isinstance(value := row[place], Decimal)]


def test_the_edge_of_a_part_month_is_read_from_the_lines(branch: SmallBranch) -> None:
    branch.sell(date(2026, 6, 30), "C1", [Sold("P1", 1, 100, 10)], "R1", "T1")
    branch.sell(date(2026, 7, 2), "C1", [Sold("P1", 1, 20, 10)], "R1", "T1")
    branch.sell(date(2026, 8, 2), "C1", [Sold("P1", 1, 3, 1)], "R1", "T1")
    branch.sell(date(2026, 8, 20), "C1", [Sold("P1", 1, 5000, 10)], "R1", "T1")
    asked = {"first": date(2026, 6, 15), "last": date(2026, 8, 10), "as_of": date(2026, 8, 10)}
    for dimension in (Dimension.REP, Dimension.PRODUCT_GROUP, Dimension.CUSTOMER):
        assert _ask(branch, dimension, **asked).rows[-1][3] == Decimal("1.23")
    assert _ask(branch, metric=Metric.PROFIT, **asked).rows[0][2] == Decimal("1.02")


def test_targets_follow_the_owner_and_pools_their_rep_or_territory(branch: SmallBranch) -> None:
    branch.assign("C2", "R1", date(2026, 8, 10))
    version = branch.plan(2026)
    branch.target(version, JULY, 100, customer="C2")
    branch.target(version, AUGUST, 200, customer="C2", product="P1")
    branch.target(version, JULY, 400, rep="R2", group="G")
    branch.target(version, JULY, 800, territory="T")
    branch.target(version, JULY, 1600)
    by_rep = _ask(branch, Dimension.REP, **Q3)
    assert _row(by_rep, "")["target"] == Decimal("25.00")
    assert _row(by_rep, "R1")["target"] == Decimal("2.00")
    assert _row(by_rep, "R2")["target"] == Decimal("4.00")
    by_territory = _ask(branch, Dimension.TERRITORY, **Q3)
    assert _row(by_territory, "")["target"] == Decimal("21.00")
    assert _row(by_territory, "T")["target"] == Decimal("10.00")
    assert _row(by_territory, "T1")["target"] == Decimal("2.00")
    by_group = _ask(branch, Dimension.PRODUCT_GROUP, **Q3)
    assert _row(by_group, "")["target"] == Decimal("25.00")
    assert _row(by_group, "G")["target"] == Decimal("6.00")
    by_product = _ask(branch, Dimension.PRODUCT, Dimension.CUSTOMER, **Q3)
    assert _row(by_product, "P1", "C2")["target"] == Decimal("2.00")


def test_pace_follows_the_plans_season(branch: SmallBranch) -> None:
    seasons = {Month.at(2026, number).ordinal: 1 for number in range(1, 13)}
    seasons[AUGUST.ordinal] = 2
    branch.target(branch.plan(2026, seasons=seasons), AUGUST, 400, rep="R1")
    row = _row(_ask(branch, Dimension.REP, as_of=date(2026, 7, 31), **Q3), "R1")
    assert row["expected_by_now"] == Decimal("1.00")


def test_a_named_plan_gives_its_latest_version_and_else_the_one_in_force(
    branch: SmallBranch,
) -> None:
    branch.target(branch.plan(2026, "Old"), JULY, 100, rep="R1")
    branch.target(branch.plan(2026, "Stretch", "draft"), JULY, 200, rep="R1")
    branch.target(branch.plan(2026, "Stretch", "draft", 2), JULY, 300, rep="R1")
    assert _ask(branch, **Q3).rows[0][0] == Decimal("1.00")
    assert _ask(branch, plan=" STRETCH", **Q3).rows[0][0] == Decimal("3.00")
    with pytest.raises(InputError):
        _ask(branch, plan="Dream", **Q3)


def test_collections_count_for_the_rep_credited(branch: SmallBranch) -> None:
    branch.target(branch.plan(2026), JULY, 1000, "collections", customer="C1")
    branch.collect(date(2026, 7, 3), "C1", 250, "R1", "T1")
    branch.collect(date(2026, 7, 4), "C2", 50)
    asked = {"metric": Metric.COLLECTIONS, "as_of": date(2026, 7, 31), **Q3}
    table = _ask(branch, Dimension.REP, **asked)
    assert _row(table, "R1")["attainment"] == Decimal("0.25")
    assert _row(table, "")["actual"] == Decimal("0.50")
    with pytest.raises(InputError):
        _ask(branch, Dimension.PRODUCT, **asked)


def test_new_customers_count_once_and_aliases_do_not(branch: SmallBranch) -> None:
    branch.customer("C3", phone="88")
    branch.customer("C4", phone="88")
    branch.sell(date(2025, 7, 3), "C2", [Sold(None, 1, 5, None)], "R1")
    branch.sell(date(2026, 7, 3), "C2", [Sold(None, 1, 5, None)], "R1")
    branch.sell(date(2026, 7, 6), "C1", [Sold(None, 1, 5, None)], "R1")
    branch.sell(date(2026, 7, 8), "C1", [Sold(None, 1, 5, None)], "R2")
    branch.sell(date(2026, 7, 9), "C3", [Sold(None, 1, -5, None)], "R2")
    branch.sell(date(2026, 8, 9), "C3", [Sold(None, 1, 5, None)], "R2")
    branch.sell(date(2026, 8, 19), "C4", [Sold(None, 1, 5, None)], "R2")
    branch.target(branch.plan(2026), JULY, 2, "new_customers", rep="R1")
    asked = {"metric": Metric.NEW_CUSTOMERS, "as_of": date(2026, 8, 31), **Q3}
    table = _ask(branch, Dimension.REP, Dimension.MONTH, **asked)
    assert _row(table, "R1", "2026-07")["actual"] == 1
    assert _row(table, "R2", "2026-08")["actual"] == 1
    assert table.total is not None
    assert table.total[2:6:2] == (2, 2)
    kinds = {column.name: column.kind for column in table.columns}
    assert kinds["target"] is ColumnKind.COUNT
    assert kinds["forecast"] is ColumnKind.RATE
    nothing = _ask(branch, metric=Metric.NEW_CUSTOMERS, first=date(2026, 6, 1),
                   last=date(2026, 6, 30))  # fmt: skip
    assert nothing.rows[0][2] == 0


def test_only_valid_visits_count(branch: SmallBranch) -> None:
    day = date(2026, 7, 3)
    branch.visit(day, "R1", "C1", starts_at=time(9, 0))
    branch.visit(day, "R1", "C1", starts_at=time(9, 20))  # the same visit, merged
    branch.visit(day, "R1", "C1")
    branch.visit(day, "R1", "C2", "phone")
    branch.visit(day, "R1", "C2", is_attempt=True)
    branch.visit(day, "R2", "C2", state="draft")
    asked = {"metric": Metric.VISITS, "as_of": date(2026, 7, 31), **Q3}
    assert _row(_ask(branch, Dimension.REP, **asked), "R1")["actual"] == 2


def test_profit_without_any_cost_is_undefined_and_with_some_says_so(branch: SmallBranch) -> None:
    branch.sell(date(2026, 7, 3), "C1", [Sold("P1", 1, 100, None)], "R1", "T1")
    branch.sell(date(2026, 7, 3), "C2", [Sold("P1", 1, 100, 40), Sold(None, 1, 9, None)], "R2")
    asked = {"metric": Metric.PROFIT, "as_of": date(2026, 7, 31), **Q3}
    table = _ask(branch, Dimension.REP, **asked)
    assert _row(table, "R1")["actual"] is None
    assert _row(table, "R1")["actual_note"] == "no cost"
    assert _row(table, "R2")["actual"] == Decimal("0.60")
    assert _row(table, "R2")["actual_note"] == "lines without cost left out"


def test_quantity_is_in_pieces(branch: SmallBranch) -> None:
    branch.target(branch.plan(2026), JULY, 10_000_000, "quantity", rep="R1")
    branch.sell(date(2026, 7, 3), "C1", [Sold("P1", 3, 100, None)], "R1", "T1")
    row = _row(
        _ask(branch, Dimension.REP, metric=Metric.QUANTITY, as_of=date(2026, 7, 31), **Q3), "R1"
    )
    assert row["target"] == 10
    assert row["actual"] == 3
    assert row["expected_by_now"] == Decimal("3.484848")  # 10 * 23 / 66


def test_an_empty_period_has_only_its_total(branch: SmallBranch) -> None:
    table = _ask(branch, Dimension.REP, first=date(2020, 1, 1), last=date(2020, 1, 2))
    assert table.rows == ()
    assert table.total is not None
    assert table.total[1:5] == (None, "no target", 0, "")


def test_fiscal_years_from_july_take_their_own_plan(new_sqlite_url: str, clock: Clock) -> None:
    branch = small_branch(new_sqlite_url, clock, fiscal_start=7)
    branch.rep("R1")
    branch.target(branch.plan(2026), Month.at(2026, 6), 100, rep="R1")
    branch.target(branch.plan(2027), JULY, 200, rep="R1")
    table = _ask(branch, Dimension.YEAR, first=date(2026, 6, 1), last=date(2026, 7, 31))
    branch.uow.database.close()
    assert [row[:2] for row in table.rows] == [
        ("FY2026", Decimal("1.00")),
        ("FY2027", Decimal("2.00")),
    ]


def test_targets_of_a_leaver_stay_with_the_assignment(branch: SmallBranch) -> None:
    branch.rep("R9", leave=date(2026, 6, 30))
    branch.customer("C9", "R9")
    branch.target(branch.plan(2026), JULY, 100, customer="C9")
    branch.sell(date(2026, 7, 3), "C9", [Sold(None, 1, -100, None)], "R9")
    row = _row(_ask(branch, Dimension.REP, as_of=date(2026, 7, 31), **Q3), "R9")
    assert row["variance"] == Decimal("-2.00")
