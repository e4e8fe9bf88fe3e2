"""Watching the plan on both engines: the board's and the forecast's figures, and the causes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from desktop.clock import Clock
from desktop.enums import Dimension, Metric
from desktop.errors import InputError
from desktop.periods import Month
from desktop.services.figures.data import ReportRequest
from desktop.services.plans.watching import PlanWatch
from desktop.services.plans.watching_data import WatchQuery
from desktop.services.rules.attainment import PaceStatus
from desktop.services.rules.variance import Cause
from tests.integration.plans_branch import SmallBranch, Sold, small_branch

JUNE = date(2026, 6, 30)
YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31), "as_of": JUNE}


@pytest.fixture
def branch(database_url: str, clock: Clock) -> Iterator[SmallBranch]:
    """Yield two reps with a level year behind them; the plan asks the first for a fifth more."""
    made = small_branch(database_url, clock)
    made.territory("T")
    made.group("G")
    made.product("P1", "G")
    made.product("P2", "G")
    made.rep("R1", None, "T")
    made.rep("R2")
    for code, rep in (("C1", "R1"), ("C2", "R2"), ("C3", "R2"), ("C4", "R1"), ("C5", "R1")):
        made.customer(code, rep)
    plan = made.plan(2026)
    for number in range(1, 13):
        made.target(plan, Month.at(2026, number), 120_00, rep="R1")
    for number in range(1, 31):
        month = Month.at(2024, 1).plus(number - 1)
        made.sell(month.start.replace(day=5), "C1", [Sold("P1", 10, 100_00, 60_00)], "R1", "T")
    made.sell(date(2025, 3, 5), "C2", [Sold("P2", 3, 90_00, 30_00)], "R2")
    made.sell(date(2024, 3, 5), "C3", [Sold("P2", 1, 30_00, 10_00)], "R2")
    yield made
    made.uow.database.close()


def watch(branch: SmallBranch) -> PlanWatch:
    branch.summarise()
    branch.save()
    return PlanWatch(branch.uow, branch.clock)


def test_the_sheet_has_the_figures_of_both_reports(branch: SmallBranch) -> None:
    sheet = watch(branch).sheet(WatchQuery(**YEAR))  # type: ignore[arg-type]
    assert sheet.plans == ("Plan",)
    assert [row.code for row in sheet.rows] == ["R1"]
    row = sheet.rows[0]
    assert (row.cell.target, row.cell.actual) == (Decimal("1440.00"), Decimal("600.00"))
    assert row.cell.status is PaceStatus.BEHIND
    asked = ReportRequest("forecast", (Dimension.REP,), JUNE, YEAR["first"], YEAR["last"])
    table = branch.service.forecast(asked)
    names = [column.name for column in table.columns]
    (values,) = (dict(zip(names, one, strict=True)) for one in table.rows if one[0] == "R1")
    for name in ("run_rate", "seasonal", "blended", "low", "high"):
        assert getattr(row, name).value == values[name]
    assert sheet.total.blended.value == table.total[names.index("blended")]


def test_a_level_year_ends_where_the_present_rate_leads(branch: SmallBranch) -> None:
    row = watch(branch).sheet(WatchQuery(**YEAR)).rows[0]  # type: ignore[arg-type]
    # 600.00 by the end of June, and 1,200.00 expected: 83 % of 1,440.00.
    share = row.share(row.end.value)
    assert share is not None
    assert round(share, 2) == Decimal("0.83")
    # 129 of 261 working days are over: 600/129 a day so far, 840/132 a day needed.
    assert row.usual_day == Decimal(600) / 129
    assert row.cell.required_per_day == Decimal(840) / 132
    assert row.times_usual is not None
    assert round(row.times_usual, 3) == Decimal("1.368")


def test_the_months_are_the_board_s_cells(branch: SmallBranch) -> None:
    sheet = watch(branch).sheet(WatchQuery(**YEAR))  # type: ignore[arg-type]
    assert [month.code for month in sheet.months][:2] == ["2026-01", "2026-02"]
    january, december = sheet.rows[0].months[0], sheet.rows[0].months[11]
    assert january is not None and december is not None
    assert january.attainment == Decimal(100) / 120
    assert december.pace is None and december.pace_note == "no working days yet"
    assert len(sheet.total.months) == 12


def test_a_rep_without_history_ends_by_the_season(branch: SmallBranch) -> None:
    branch.sell(date(2026, 4, 7), "C4", [Sold("P1", 1, 30_00, None)], "R2")
    rows = watch(branch).sheet(WatchQuery(**YEAR)).rows  # type: ignore[arg-type]
    new = next(row for row in rows if row.code == "R2")
    assert new.end.value is not None
    if new.blended.value is None:
        assert new.end == new.seasonal


def test_the_causes_lead_from_the_year_before_to_this_one(branch: SmallBranch) -> None:
    # C2 bought in the year before and not now; C3 comes back, C5 is new; C1 buys 10 pieces of
    # P1 more, at 9.00 instead of 10.00, and something without a product.
    branch.sell(date(2026, 2, 9), "C3", [Sold("P2", 1, 31_00, 10_00)], "R2")
    branch.sell(date(2026, 2, 9), "C5", [Sold("P2", 2, 62_00, 20_00)], "R1")
    branch.sell(
        date(2026, 2, 9), "C1", [Sold("P1", 10, 30_00, 60_00), Sold(None, None, 7_00, None)], "R1"
    )
    sheet = watch(branch).causes(WatchQuery(**YEAR))  # type: ignore[arg-type]
    assert (sheet.before, sheet.now) == (Decimal("690.00"), Decimal("730.00"))
    assert dict(sheet.bars) == {
        Cause.LOST: Decimal("-90.00"),
        Cause.NEW: Decimal("62.00"),
        Cause.RETURNED: Decimal("31.00"),
        Cause.VOLUME: Decimal("100.00"),
        Cause.PRICE: Decimal("-70.00"),
        Cause.UNSPLIT: Decimal("7.00"),
    }
    assert sum(amount for _cause, amount in sheet.bars) == sheet.now - sheet.before
    (price,) = sheet.rows_of(Cause.PRICE)
    assert (price.product_code, price.quantity_before, price.quantity_now) == ("P1", 60, 70)
    (lost,) = sheet.rows_of(Cause.LOST)
    assert (lost.customer_code, lost.before, lost.now) == ("C2", Decimal("90.00"), 0)


def test_of_profit_only_lines_with_a_cost_are_divided(branch: SmallBranch) -> None:
    branch.sell(date(2026, 2, 9), "C1", [Sold("P1", 10, 200_00, None)], "R1")
    service = watch(branch)
    sheet = service.causes(WatchQuery(Metric.PROFIT, **YEAR))  # type: ignore[arg-type]
    assert dict(sheet.bars) == {Cause.LOST: Decimal("-60.00")}
    board = service.sheet(WatchQuery(Metric.PROFIT, **YEAR))  # type: ignore[arg-type]
    assert sheet.now == board.total.cell.actual == Decimal("240.00")


def test_without_a_year_before_there_is_nothing_to_compare_with(branch: SmallBranch) -> None:
    query = WatchQuery(first=date(2024, 1, 1), last=date(2024, 12, 31), as_of=JUNE)
    sheet = watch(branch).causes(query)
    assert not sheet.has_before
    assert sheet.before == 0


def test_what_has_no_price_and_what_runs_backwards_are_refused(branch: SmallBranch) -> None:
    service = watch(branch)
    with pytest.raises(ValueError, match="visits has no prices"):
        service.causes(WatchQuery(Metric.VISITS, **YEAR))  # type: ignore[arg-type]
    with pytest.raises(InputError):
        service.sheet(WatchQuery(first=date(2026, 3, 1), last=date(2026, 2, 1)))
