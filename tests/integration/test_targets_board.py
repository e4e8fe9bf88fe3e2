"""The Plans tab's rows on both engines: the list of plans, and what lies behind a cell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from desktop.clock import Clock
from desktop.enums import Dimension, Metric, PlanStatus
from desktop.errors import InputError
from desktop.periods import Month
from desktop.services.plans.data import (
    AttainmentQuery,
    BoardLabel,
    CellQuery,
    MetricTotal,
    PaceQuery,
    Step,
)
from desktop.services.rules.attainment import PaceStatus
from tests.integration.plans_branch import SmallBranch, Sold, small_branch

JULY = Month.at(2026, 7)
SPAN = {"first": date(2026, 7, 1), "last": date(2026, 8, 31), "as_of": date(2026, 7, 15)}


@pytest.fixture
def branch(database_url: str, clock: Clock) -> Iterator[SmallBranch]:
    """Yield a branch with a plan, a shared document, money, a visit and a new customer."""
    made = small_branch(database_url, clock)
    made.territory("T")
    made.group("G")
    made.product("P1", "G")
    made.rep("R1", None, "T")
    made.rep("R2")
    made.customer("C1", "R1", "T", "A")
    version = made.plan(2026)
    made.target(version, JULY, 23_000, rep="R1")
    made.target(version, JULY.plus(1), 21_000, rep="R1")
    made.target(version, JULY, 5, "visits", rep="R1")
    made.plan(2026, "Stretch", "draft")
    made.sell(date(2026, 7, 2), "C1", [Sold("P1", 3, 4400, 100), Sold(None, None, 101, None)],
              None, "T", [("R1", 50), ("R2", 50)])  # fmt: skip
    made.sell(date(2026, 7, 6), "C1", [Sold("P1", 2, 8750, 50)], "R1", "T")
    made.collect(date(2026, 7, 3), "C1", 500, "R1", "T")
    made.visit(date(2026, 7, 3), "R1", "C1")
    made.summarise()
    yield made
    made.uow.database.close()


def test_plans_list_versions_with_their_totals(branch: SmallBranch) -> None:
    plans = branch.service.plans()
    assert [(plan.name, plan.year, plan.status) for plan in plans] == [
        ("Plan", "2026", PlanStatus.IN_FORCE),
        ("Stretch", "2026", PlanStatus.DRAFT),
    ]
    assert plans[0].lines == 3
    assert plans[0].totals == (
        MetricTotal(Metric.SALES, Decimal("440.00"), 2),
        MetricTotal(Metric.VISITS, Decimal(5), 1),
    )
    assert plans[1].totals == ()


def test_the_board_names_rows_and_columns_and_lights_the_pace(branch: SmallBranch) -> None:
    board = branch.service.board(AttainmentQuery(**SPAN))
    assert board.plans == ("Plan",)
    assert board.rows == (BoardLabel("R1", "Name R1"), BoardLabel("R2", "Name R2"))
    assert [column.code for column in board.columns] == ["2026-07", "2026-08"]
    july = board.cells[0][0]
    assert july is not None
    # 11 of 23 working days: 110.00 expected, 87.50 + 22.00 + 0.51 done.
    assert (july.expected, july.actual) == (Decimal("110.00"), Decimal("110.01"))
    assert july.status is PaceStatus.ON_TRACK
    assert july.can_drill
    august = board.cells[0][1]
    assert august is not None
    assert august.pace_note == "no working days yet"
    assert not august.can_drill
    assert board.cells[1][1] is None
    assert board.row_totals[1].status is PaceStatus.UNKNOWN
    assert board.column_totals[0].target == Decimal("230.00")
    assert board.total.actual == Decimal("132.51")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (Dimension.CUSTOMER, ("", "Name C1")),
        (Dimension.PRODUCT, ("", "Name P1")),
        (Dimension.PRODUCT_GROUP, ("", "Name G")),
        (Dimension.TERRITORY, ("Name T",)),
        (Dimension.MANAGER, ("",)),
        (Dimension.CLASS, ("", "A")),
    ],
)
def test_rows_carry_the_names_of_their_codes(
    branch: SmallBranch, rows: Dimension, expected: tuple[str, ...]
) -> None:
    board = branch.service.board(AttainmentQuery(rows=rows, columns=None, **SPAN))
    assert tuple(sorted(label.name for label in board.rows)) == expected


def test_lines_behind_a_reps_cell_are_the_reps_parts(branch: SmallBranch) -> None:
    page = branch.service.rows_behind(
        CellQuery(within=((Dimension.REP, "R2"), (Dimension.MONTH, "2026-07")), **SPAN)
    )
    assert page.total == Decimal("22.50")
    assert [(row.number, row.product_code, row.net, row.rep_name) for row in page.rows] == [
        ("D0001", "P1", Decimal("22.00"), "Name R2"),
        ("D0001", "", Decimal("0.50"), "Name R2"),
    ]


def test_lines_without_a_rep_chosen_are_whole_and_name_no_sharer(branch: SmallBranch) -> None:
    page = branch.service.rows_behind(
        CellQuery(Metric.PROFIT, within=((Dimension.PRODUCT_GROUP, "G"),), **SPAN)
    )
    assert page.total == Decimal("130.00")
    assert [(row.quantity, row.cost, row.rep_code) for row in page.rows] == [
        (3, Decimal("1.00"), ""),
        (2, Decimal("0.50"), "R1"),
    ]


@pytest.mark.parametrize(
    ("metric", "total", "number"),
    [
        (Metric.QUANTITY, Decimal(5), "D0001"),
        (Metric.COLLECTIONS, Decimal("5.00"), "C0003"),
        (Metric.VISITS, Decimal(1), ""),
        (Metric.NEW_CUSTOMERS, Decimal(1), "D0001"),
    ],
)
def test_every_metric_has_its_lines(
    branch: SmallBranch, metric: Metric, total: Decimal, number: str
) -> None:
    page = branch.service.rows_behind(
        CellQuery(metric, within=((Dimension.CUSTOMER, "C1"),), **SPAN)
    )
    assert page.total == total
    assert page.rows[0].number == number
    assert page.rows[0].customer_name == "Name C1"
    classed = CellQuery(metric, within=((Dimension.CLASS, "B"),), **SPAN)
    assert branch.service.rows_behind(classed).count == 0


def test_nothing_lies_behind_a_period_that_has_not_begun(branch: SmallBranch) -> None:
    august = CellQuery(within=((Dimension.MONTH, "2026-08"),), **SPAN)
    assert branch.service.rows_behind(august).count == 0


def test_products_mean_nothing_to_collections(branch: SmallBranch) -> None:
    of_product = ((Dimension.PRODUCT, "P1"),)
    with pytest.raises(InputError):
        branch.service.board(AttainmentQuery(Metric.COLLECTIONS, within=of_product))
    with pytest.raises(InputError):
        branch.service.pace_series(PaceQuery(Metric.COLLECTIONS, within=of_product))
    with pytest.raises(InputError):
        branch.service.rows_behind(
            CellQuery(Metric.COLLECTIONS, ((Dimension.PRODUCT, "P1"),), **SPAN)
        )


@pytest.mark.parametrize("metric", list(Metric))
def test_the_pace_line_runs_by_week_for_every_metric(branch: SmallBranch, metric: Metric) -> None:
    series = branch.service.pace_series(
        PaceQuery(metric, Step.WEEK, within=((Dimension.REP, "R1"),), **SPAN)
    )
    assert series.days[0] == date(2026, 7, 5)
    assert series.days[-1] == date(2026, 8, 31)
    assert series.actual[-1] is None
    assert series.last_year == ()
    assert series.actual[0] is not None


def test_a_pace_line_over_rest_days_has_nothing_expected(branch: SmallBranch) -> None:
    saturday = date(2026, 7, 4)
    series = branch.service.pace_series(PaceQuery(first=saturday, last=saturday, as_of=saturday))
    assert series.expected == ()
