"""Metrics side by side: rows by column, ratios, own measures, and which table a cell opens."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from desktop.enums import Dimension, Metric, PlanLevel
from desktop.periods import Month
from desktop.services.plans.measures_data import (
    Measure,
    MeasureCell,
    MeasureEntry,
    MeasuresBook,
    Person,
)
from desktop.services.rules.plan_cube.data import NONE
from desktop.views.plans.making.choices import chosen, column_options, row_options
from desktop.views.plans.making.desks import PlanDesks
from desktop.views.plans.making.dividing import dividing_first
from desktop.views.plans.making.side_sheet import SideSheet, side_sheet_of
from desktop.views.plans.making.state import (
    SIDE_BY_SIDE,
    Chosen,
    MakingState,
    broken_down,
    gone_up,
    settled,
)
from tests.plan_books import CARD, small_book
from tests.plan_cubes import JANUARY

SIDE = MakingState(is_side=True)
LI_NA = Chosen(Dimension.REP, 0)


def desks() -> PlanDesks:
    """Return every metric: 10.00, 20.00 and 30.00 of money, 6, 6 and 2 of the others."""
    money = (10_00, 20_00, 30_00)
    return PlanDesks(small_book(one, money if one.is_money else (6, 6, 2)) for one in Metric)


def shown(
    state: MakingState = SIDE, measures: MeasuresBook | None = None, of: PlanDesks | None = None
) -> SideSheet:
    return side_sheet_of(of or desks(), state, measures)


def column(sheet: SideSheet, heading: str) -> list[str]:
    """Return what a column says, its total last."""
    at = [one.heading for one in sheet.columns].index(heading)
    return [sheet.text(row, at) for row in range(len(sheet.rows) + 1)]


def test_each_metric_has_a_column_with_its_unit() -> None:
    assert [one.heading for one in shown().columns] == [
        "Net sales (¥)", "Collections (¥)", "Gross profit (¥)", "Quantity sold (units)",
        "New customers", "Visits", "Collections ÷ Net sales",
        "Gross profit ÷ Net sales",
    ]  # fmt: skip


def test_money_has_decimals_where_any_cell_has_and_counts_have_none() -> None:
    both = PlanDesks((small_book(Metric.SALES, (10_50, 20_00)), small_book(Metric.VISITS)))
    sheet = shown(of=both)
    assert column(sheet, "Net sales (¥)") == ["30.50", "0.00", "0.00", "30.50"]
    assert column(sheet, "Visits") == ["14", "0", "0", "14"]


def test_rows_are_those_that_any_metric_plans() -> None:
    state = replace(SIDE, rows=Dimension.CUSTOMER)
    assert [one.text for one in shown(state).rows] == ["East Stores"]


def test_goods_are_planned_in_three_metrics_alone() -> None:
    state = replace(SIDE, rows=Dimension.PRODUCT)
    assert [one.metric for one in shown(state).columns] == [
        Metric.SALES, Metric.PROFIT, Metric.QUANTITY, None,
    ]  # fmt: skip


def test_a_tree_is_totalled_by_its_tops() -> None:
    sheet = shown(replace(SIDE, rows=Dimension.TERRITORY))
    assert [(one.text, one.depth) for one in sheet.rows] == [("North", 0), ("East", 1), ("West", 1)]
    assert column(sheet, "Visits") == ["14", "14", "0", "14"]
    assert sheet.counts(3, 5) == (3, 0)


def test_a_ratio_is_that_of_the_sums_and_a_dash_without_sales() -> None:
    both = PlanDesks(
        (small_book(Metric.SALES, (40_00, 60_00)), small_book(Metric.PROFIT, (30_00, 3_00)))
    )
    sheet = shown(replace(SIDE, rows=Dimension.MONTH), of=both)
    # 30 of 40, 3 of 60, and 33 of 100 in all: no mean of the two.
    assert column(sheet, "Gross profit ÷ Net sales") == ["75.0%", "5.0%", "—", "—", "33.0%"]


def test_only_metrics_are_typed_and_the_others_say_why_not() -> None:
    sheet = shown()
    assert sheet.note_at(0) == ""
    assert sheet.metric_at(6) is None
    assert "with tax" in sheet.note_at(6) and "Computed" in sheet.note_at(7)
    with pytest.raises(ValueError, match="nothing is planned"):
        sheet.figures_at(6)


COMPLAINTS = MeasureEntry("Complaints", "cases", 0, more_is_better=False)
STOCK = MeasureEntry("Days of stock", "", 1, adds_up=False)


def own() -> MeasuresBook:
    """Return complaints of both reps and the branch, and a level of the first rep."""
    months = tuple(Month(JANUARY + place) for place in range(4))
    cells = {
        (1, 1, JANUARY): 2, (1, 1, JANUARY + 1): 3, (1, 2, JANUARY): 4, (1, None, JANUARY): 1,
        (2, 1, JANUARY): 30, (2, 1, JANUARY + 3): 25,
    }  # fmt: skip
    return MeasuresBook(
        CARD, months, months[0],
        (Measure(1, 1, COMPLAINTS), Measure(2, 1, STOCK), Measure(3, 1, MeasureEntry("Unused"))),
        (Person(1, "01", "Li Na"), Person(2, "02", "Bao Jie"), Person(None)),
        {key: MeasureCell(Decimal(value)) for key, value in cells.items()},
    )  # fmt: skip


def test_own_measures_with_targets_stand_beside_the_metrics_with_their_direction() -> None:
    sheet = shown(measures=own())
    assert [one.text for one in sheet.rows] == ["Li Na", "Bao Jie", "Unassigned (no rep)"]
    # 2 + 3, 4, the branch's own 1, and all that together.
    assert column(sheet, "↓ Complaints (cases)") == ["5", "4", "1", "10"]
    # A level is that of the last month.
    assert column(sheet, "↑ Days of stock") == ["25.0", "—", "—", "25.0"]
    assert len(sheet.columns) == 10
    assert "page “Measures”" in sheet.note_at(8) and "Less is better" in sheet.note_at(8)


def test_own_measures_follow_the_path_of_reps_and_time() -> None:
    state = broken_down(SIDE, (LI_NA,), Dimension.MONTH)
    sheet = shown(state, own())
    assert column(sheet, "↓ Complaints (cases)") == ["2", "3", "—", "—", "5"]
    first = replace(SIDE, path=broken_down(
        replace(SIDE, rows=Dimension.QUARTER),
        (Chosen(Dimension.QUARTER, JANUARY // 3),), Dimension.REP,
    ).path)  # fmt: skip
    assert column(shown(first, own()), "↑ Days of stock")[0] == "30.0"


@pytest.mark.parametrize(
    "state",
    [
        replace(SIDE, rows=Dimension.CUSTOMER),
        replace(SIDE, level=PlanLevel.STRETCH),
        broken_down(SIDE, (Chosen(Dimension.TERRITORY, 0),), Dimension.REP),
    ],
)
def test_own_measures_are_left_out_where_they_have_no_targets(state: MakingState) -> None:
    assert all("Complaints" not in one.heading for one in shown(state, own()).columns)


# Which table


def test_the_choice_of_columns_offers_the_metrics_and_gives_them_back() -> None:
    assert column_options(MakingState())[-1][1]() == "Metrics side by side"
    choices = {
        "metric": "visits", "level": "base", "rows": "rep", "columns": SIDE_BY_SIDE,
        "method": "even",
    }  # fmt: skip
    assert chosen(choices)["is_side"] is True and "columns" not in chosen(choices)
    back = chosen({**choices, "columns": "month"})
    assert (back["is_side"], back["columns"]) == (False, Dimension.MONTH)


def test_rows_of_goods_can_be_chosen_side_by_side_whatever_the_metric() -> None:
    visits = replace(SIDE, metric=Metric.VISITS)
    assert Dimension.PRODUCT in [value for value, _words in row_options(visits)]
    assert Dimension.PRODUCT not in [
        value for value, _words in row_options(MakingState(Metric.VISITS))
    ]
    found = settled(visits, replace(visits, rows=Dimension.PRODUCT))
    assert (found.rows, found.metric) == (Dimension.PRODUCT, Metric.SALES)


def test_a_metric_without_goods_takes_the_table_back_to_reps() -> None:
    goods = replace(SIDE, rows=Dimension.PRODUCT)
    found = settled(goods, replace(goods, metric=Metric.VISITS))
    assert (found.rows, found.is_side) == (Dimension.REP, True)


def test_rows_and_columns_stay_two_when_the_metrics_are_left() -> None:
    months = replace(SIDE, rows=Dimension.MONTH)
    found = settled(months, replace(months, is_side=False))
    assert found.rows is not found.columns


MONTH = Chosen(Dimension.MONTH, JANUARY)


@pytest.mark.parametrize(
    ("metric", "steps", "by", "columns"),
    [
        # The columns stay where they cross the rows.
        (Metric.SALES, (LI_NA,), Dimension.CUSTOMER, Dimension.MONTH),
        # Each customer has one territory: products cross them, territories do not.
        (Metric.SALES, (LI_NA, MONTH), Dimension.CUSTOMER, Dimension.PRODUCT_GROUP),
        (Metric.SALES, (MONTH,), Dimension.PRODUCT, Dimension.REP),
        # Nothing is left that crosses: the metrics do.
        (Metric.VISITS, (LI_NA, MONTH), Dimension.CUSTOMER, None),
        (Metric.SALES, (LI_NA, MONTH), Dimension.PRODUCT, None),
    ],
)
def test_a_cells_own_table_has_columns_that_cross_its_rows(
    metric: Metric, steps: tuple[Chosen, ...], by: Dimension, columns: Dimension | None
) -> None:
    found = broken_down(MakingState(metric), steps, by)
    assert found.rows is by
    assert (None if found.is_side else found.columns) is columns
    assert gone_up(found, 0) == MakingState(metric)


def test_side_by_side_a_cell_opens_side_by_side_and_comes_back() -> None:
    found = broken_down(SIDE, (LI_NA,), Dimension.CUSTOMER)
    assert found.is_side and found.rows is Dimension.CUSTOMER
    assert gone_up(found, 0) == SIDE


def test_what_divides_a_cell_is_offered_before_what_all_of_it_lies_in() -> None:
    cube = small_book(Metric.SALES).cube
    ways = (Dimension.TERRITORY, Dimension.CUSTOMER, Dimension.MONTH)
    # One customer in one territory, over three months.
    assert dividing_first(cube, SIDE.selection, ways)[0] is Dimension.MONTH
    assert set(dividing_first(cube, SIDE.selection, ways)) == set(ways)


def test_what_has_no_rep_is_the_last_row() -> None:
    assert shown().rows[-1].member == NONE
