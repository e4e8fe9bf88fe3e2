"""Edits of a small plan, counted by hand: totals, locks, bounds, pools, owners, undo."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from desktop.enums import Dimension
from desktop.errors import InputError, RuleViolation
from desktop.services.rules.plan_cube.cube import PlanCube
from desktop.services.rules.plan_cube.data import (
    EVERYTHING,
    LARGEST_TOTAL,
    NONE,
    CubeAxes,
    EditKind,
    LineColumns,
    Method,
    Selection,
    Spreading,
)
from desktop.services.rules.plan_cube.history import History
from tests.plan_cubes import JANUARY, small_axes, small_cube

JAN, FEB, MAR, APR = range(JANUARY, JANUARY + 4)
REP_A, REP_B = 0, 1
NORTH, EAST, WEST = 0, 1, 2


def amounts(cube: PlanCube) -> list[int]:
    """Return the amounts of all lines."""
    return cube.lines.amount.tolist()


def cell(dimension: Dimension, *members: int) -> Selection:
    return EVERYTHING.within(dimension, *members)


def mixed_cube() -> PlanCube:
    """Customers 0 (rep A), 1 (rep B, from March A) and 2 (nobody), pools of B, West and nobody."""
    return PlanCube(
        small_axes(),
        LineColumns.plain(
            month=(JAN, FEB, FEB, MAR, APR, JAN, JAN, JAN),
            customer=(0, 0, 1, 1, 2, NONE, NONE, NONE),
            product=(0, 1, 0, 0, 1, NONE, NONE, 1),
            amount=(100, 200, 30, 40, 5, 7, 11, 13),
            pool_rep=(NONE,) * 5 + (REP_B, NONE, NONE),
            pool_territory=(NONE,) * 6 + (WEST, NONE),
        ),
    )


def test_a_view_adds_up_over_two_dimensions() -> None:
    view = mixed_cube().view(Dimension.REP, Dimension.MONTH)
    assert view.row_members == (NONE, REP_A, REP_B)
    assert view.column_members == (JAN, FEB, MAR, APR)
    assert view.cells.tolist() == [[24, 0, 0, 5], [100, 200, 40, 0], [7, 30, 0, 0]]
    assert view.row_totals.tolist() == [29, 340, 37]
    assert view.column_totals.tolist() == [131, 230, 40, 5]
    assert view.total == 406
    assert view.lines.tolist() == [[2, 0, 0, 1], [1, 1, 1, 0], [1, 1, 0, 0]]
    assert view.window(1, 1) == ((100, 200, 40, 0, 340),)
    assert (view.cell(REP_A, FEB), view.cell(9, FEB)) == (200, 0)


def test_territories_hold_what_is_below_them_and_the_total_counts_it_once() -> None:
    view = mixed_cube().view(Dimension.TERRITORY, None)
    # West: rep B's customer and pool (his own territory) and the territory's pool.
    assert view.row_members == (NONE, NORTH, EAST, WEST)
    assert view.row_totals.tolist() == [18, 388, 340, 48]
    assert view.row_above == (NONE, NONE, 1, 1)
    assert view.total == 406


def test_product_groups_hold_their_products_and_lines_of_the_group_itself() -> None:
    columns = LineColumns.plain(
        (JAN, JAN, JAN), (0, 0, 0), (0, NONE, NONE), (5, 7, 9), group=(NONE, 1, NONE)
    )
    view = PlanCube(small_axes(), columns).view(Dimension.PRODUCT_GROUP, Dimension.PRODUCT)
    assert view.row_members == (NONE, 0, 1)
    assert view.cells.tolist() == [[9, 0], [7, 5], [7, 5]]


def test_a_view_is_narrowed_by_its_filters_and_keeps_empty_members_when_asked() -> None:
    only_east = cell(Dimension.TERRITORY, EAST)
    view = mixed_cube().view(Dimension.CUSTOMER, Dimension.QUARTER, only_east, keep_empty=True)
    assert view.row_members == (NONE, 0, 1, 2)
    assert view.column_members == (JANUARY // 3, JANUARY // 3 + 1)
    assert view.cells.tolist() == [[0, 0], [300, 0], [40, 0], [0, 0]]


def test_what_has_no_rep_is_shown_with_its_share() -> None:
    cube = mixed_cube()
    view = cube.view(None, None)
    assert (view.unassigned, view.total) == (29, 406)
    assert view.share_unassigned.value == Decimal(29) / 406
    assert view.share_decomposed.value == Decimal(377) / 406
    assert cube.view(None, None, cell(Dimension.REP, REP_A)).unassigned == 0
    assert cube.totals().share_unassigned.value == Decimal(29) / 406
    assert not small_cube((0,)).totals().share_unassigned.is_defined


def test_all_decompositions_are_the_total() -> None:
    totals = mixed_cube().totals()
    assert totals.is_tied
    assert (totals.total, totals.unassigned) == (406, 29)


def test_the_fiscal_year_is_named_by_its_end() -> None:
    axes = CubeAxes(JANUARY + 2, 12, (), (), (), (), (), (), year_starts_in=4)
    columns = LineColumns.plain((MAR, APR), (NONE, NONE), (NONE, NONE), (1, 2))
    view = PlanCube(axes, columns).view(Dimension.YEAR, None)
    assert (view.row_members, view.row_totals.tolist()) == ((2026, 2027), [1, 2])


def test_a_total_is_spread_in_proportion() -> None:
    cube = small_cube((6, 6, 2))
    edit = cube.edit(EVERYTHING, 10)
    assert amounts(cube) == [4, 4, 2]
    assert (edit.total_before, edit.total_after, edit.was_even) == (14, 10, False)


def test_the_rise_of_an_agreed_total_takes_nothing_from_anybody() -> None:
    # PLANNING.md, section 0: weights 6/6/2, from 10 to 11; plain rounding gives 5/5/1.
    weights = np.array((6, 6, 2))
    cube = small_cube((4, 4, 2), agreed=True)
    cube.edit(EVERYTHING, 11, Spreading(Method.WEIGHTS, weights))
    assert amounts(cube) == [5, 4, 2]
    plain = small_cube((4, 4, 2))
    plain.edit(EVERYTHING, 11, Spreading(Method.WEIGHTS, weights))
    assert amounts(plain) == [5, 5, 1]


def test_an_agreed_line_keeps_what_was_agreed_where_more_than_the_rise_is_spread() -> None:
    cube = small_cube((4, 4, 2), agreed=True)
    cube.edit(EVERYTHING, 12, Spreading(Method.WEIGHTS, np.array((1, 0, 0)), increment_only=False))
    assert amounts(cube) == [6, 4, 2]


def test_an_agreed_total_may_fall() -> None:
    cube = small_cube((4, 4, 2), agreed=True)
    cube.edit(EVERYTHING, 5)
    assert amounts(cube) == [2, 2, 1]


@pytest.mark.parametrize(
    ("how", "total", "expected"),
    [
        (Spreading(Method.EVEN), 11, [4, 4, 3]),
        (Spreading(Method.PRIOR_YEAR, np.array((1, 2, 7))), 20, [2, 4, 14]),
        # Untapped 4, 0 (beyond its potential) and 8; the rise of 6 goes 1 : 2.
        (Spreading(Method.UNTAPPED, np.array((10, 3, 10))), 20, [8, 6, 6]),
        # A fall says nothing of potential.
        (Spreading(Method.UNTAPPED, np.array((10, 3, 10))), 7, [3, 3, 1]),
        (Spreading(Method.EVEN, increment_only=True), 17, [7, 7, 3]),
    ],
)
def test_the_methods_by_hand(how: Spreading, total: int, expected: list[int]) -> None:
    cube = small_cube((6, 6, 2))
    cube.edit(EVERYTHING, total, how)
    assert amounts(cube) == expected


def test_a_method_that_needs_weights_says_so() -> None:
    for given in (None, np.array((1, 1)), np.array((1, -1, 1))):
        with pytest.raises(ValueError, match=r"array|negative"):
            small_cube().edit(EVERYTHING, 20, Spreading(Method.WEIGHTS, given))
    assert [one for one in Method if not one.takes_weights] == [Method.PROPORTIONAL, Method.EVEN]


def test_locked_lines_keep_their_value() -> None:
    cube = small_cube((6, 6, 2))
    cube.lock(cell(Dimension.MONTH, JAN))
    cube.edit(EVERYTHING, 22)
    assert amounts(cube) == [6, 12, 4]
    assert cube.view(None, Dimension.MONTH).locked.tolist() == [[1, 0, 0]]
    cube.lock(EVERYTHING, False)
    cube.edit(EVERYTHING, 11)
    assert amounts(cube) == [3, 6, 2]


def test_a_total_below_what_is_locked_is_refused_with_its_figures() -> None:
    cube = small_cube((6, 6, 2))
    cube.lock(cell(Dimension.MONTH, JAN))
    with pytest.raises(RuleViolation) as caught:
        cube.edit(EVERYTHING, 5)
    assert caught.value.code == "plan_total_below_least"
    assert caught.value.facts == {"needed": 5, "least": 6, "locked": 6, "free": 8}
    assert amounts(cube) == [6, 6, 2]


def test_a_total_above_the_maximums_is_refused_with_its_figures() -> None:
    cube = small_cube((6, 6, 2))
    cube.set_bounds(EVERYTHING, 0, 8)
    cube.lock(cell(Dimension.MONTH, JAN))
    with pytest.raises(RuleViolation) as caught:
        cube.edit(EVERYTHING, 23)
    assert caught.value.code == "plan_total_above_most"
    assert caught.value.facts == {"needed": 23, "most": 22, "locked": 6, "free": 8}


def test_a_cell_that_is_locked_whole_takes_only_its_own_total() -> None:
    cube = small_cube((6, 6, 2))
    cube.lock(EVERYTHING)
    assert cube.edit(EVERYTHING, 14).is_empty
    with pytest.raises(RuleViolation):
        cube.edit(EVERYTHING, 15)


def test_bounds_are_kept_and_the_others_take_the_rest() -> None:
    cube = small_cube((6, 3, 1))
    cube.set_bounds(cell(Dimension.MONTH, JAN), 0, 7)
    cube.edit(EVERYTHING, 19)
    assert amounts(cube) == [7, 9, 3]
    cube.set_bounds(cell(Dimension.MONTH, MAR), 3)
    cube.edit(EVERYTHING, 9)
    assert amounts(cube) == [3, 3, 3]


def test_a_line_above_its_maximum_does_not_fall_when_only_the_rise_is_spread() -> None:
    cube = small_cube((6, 6, 2), agreed=True)
    cube.set_bounds(cell(Dimension.MONTH, JAN), 0, 4)
    cube.edit(EVERYTHING, 18)
    assert amounts(cube) == [6, 9, 3]


@pytest.mark.parametrize(("least", "most"), [(-1, 5), (6, 5), (0, -2), (0, LARGEST_TOTAL + 1)])
def test_bounds_that_make_no_sense_are_refused(least: int, most: int) -> None:
    with pytest.raises(InputError):
        small_cube().set_bounds(EVERYTHING, least, most)


@pytest.mark.parametrize("total", [-1, LARGEST_TOTAL + 1])
def test_totals_that_make_no_sense_are_refused(total: int) -> None:
    with pytest.raises(InputError):
        small_cube().edit(EVERYTHING, total)


def test_even_parts_for_want_of_anything_to_weigh_are_told() -> None:
    cube = small_cube((0, 0, 0))
    assert cube.edit(EVERYTHING, 7).was_even
    assert amounts(cube) == [3, 2, 2]


def test_only_the_lines_of_the_cell_change() -> None:
    cube = mixed_cube()
    part = cell(Dimension.REP, REP_A).within(Dimension.QUARTER, JANUARY // 3)
    cube.edit(part, 680)
    assert amounts(cube) == [200, 400, 30, 80, 5, 7, 11, 13]
    cube.edit(cell(Dimension.REP, NONE), 58)
    assert amounts(cube) == [200, 400, 30, 80, 10, 7, 22, 26]


def test_a_cell_without_lines_gets_a_pool_in_each_of_its_months() -> None:
    axes = small_axes()
    cube = PlanCube(axes, LineColumns.plain((), (), (), ()))
    edit = cube.edit(cell(Dimension.REP, REP_B).within(Dimension.QUARTER, JANUARY // 3), 8)
    assert edit.created is not None
    assert edit.created.key.tolist() == [-1, -2, -3]
    assert cube.lines.amount.tolist() == [3, 3, 2]
    assert cube.lines.pool_rep.tolist() == [REP_B] * 3
    assert cube.view(Dimension.TERRITORY, None).row_members == (NORTH, WEST)


def test_new_lines_follow_the_season() -> None:
    axes = small_axes()
    seasonal = CubeAxes(
        axes.first_month, axes.months, axes.rep_territory, axes.territory_parent,
        axes.product_group, axes.group_parent, axes.rep_of, axes.territory_of, (1, 2, 3, 4),
    )  # fmt: skip
    cube = PlanCube(seasonal, LineColumns.plain((), (), (), ()))
    cube.edit(EVERYTHING, 20)
    assert amounts(cube) == [2, 4, 6, 8]
    cube.undo()
    cube.edit(EVERYTHING, 20, Spreading(Method.EVEN))
    assert amounts(cube) == [5, 5, 5, 5]


def test_a_cell_of_a_customer_and_a_product_gets_that_line() -> None:
    cube = mixed_cube()
    leaf = cell(Dimension.CUSTOMER, 1).within(Dimension.PRODUCT, 1).within(Dimension.MONTH, APR)
    cube.edit(leaf, 77)
    lines = cube.lines
    assert (lines.customer[-1], lines.product[-1], lines.group[-1]) == (1, 1, 2)
    assert (lines.rep[-1], lines.amount[-1], len(lines)) == (REP_A, 77, 9)
    assert cube.total(leaf) == 77


def test_a_cell_of_a_group_under_a_filter_gets_a_line_of_the_group() -> None:
    cube = PlanCube(small_axes(), LineColumns.plain((), (), (), ()))
    inside = (
        cell(Dimension.TERRITORY, NORTH)
        .within(Dimension.TERRITORY, WEST)
        .within(Dimension.PRODUCT_GROUP, 2)
        .within(Dimension.MONTH, FEB)
    )
    cube.edit(inside, 9)
    assert cube.lines.pool_territory.tolist() == [WEST]
    assert (cube.lines.group.tolist(), cube.lines.product.tolist()) == ([2], [NONE])


def test_no_line_is_made_where_the_customer_is_another_reps() -> None:
    cube = mixed_cube()
    there = cell(Dimension.CUSTOMER, 0).within(Dimension.REP, REP_B)
    with pytest.raises(RuleViolation) as caught:
        cube.edit(there, 5)
    assert caught.value.code == "plan_cell_elsewhere"
    assert cube.edit(there, 0).is_empty


def test_too_many_lines_are_not_made_at_once() -> None:
    many = 3_000
    axes = CubeAxes(JANUARY, 12, (), (), (), (), ((NONE,) * 12,) * many, ((NONE,) * 12,) * many)
    cube = PlanCube(axes, LineColumns.plain((), (), (), ()))
    with pytest.raises(RuleViolation) as caught:
        cube.edit(cell(Dimension.CUSTOMER, *range(many)), 5)
    assert caught.value.code == "plan_cell_too_wide"


def test_lines_can_be_made_before_anything_is_planned() -> None:
    cube = mixed_cube()
    there = cell(Dimension.CUSTOMER, 2).within(Dimension.MONTH, JAN)
    assert cube.ensure(there).kind is EditKind.CREATE
    assert cube.total() == 406
    assert len(cube.places(there)) == 1
    assert cube.ensure(there).is_empty


def test_a_customer_goes_to_another_rep_with_his_months_and_his_amounts() -> None:
    cube = mixed_cube()
    before = amounts(cube)
    cube.reassign(1, (FEB, MAR), REP_A)
    assert amounts(cube) == before
    view = cube.view(Dimension.REP, None)
    assert dict(zip(view.row_members, view.row_totals.tolist(), strict=True)) == {
        NONE: 29, REP_A: 370, REP_B: 7,
    }  # fmt: skip
    # He has no territory of his own, so his plan went east with the rep.
    assert cube.total(cell(Dimension.TERRITORY, EAST)) == 370
    cube.edit(cell(Dimension.CUSTOMER, 1).within(Dimension.MONTH, JAN), 4)
    assert cube.total(cell(Dimension.REP, REP_B)) == 11
    assert cube.reassign(1, (FEB,), REP_A).is_empty
    for wrong in ((9, (FEB,), 0), (1, (FEB,), 9), (1, (JANUARY - 1,), 0)):
        with pytest.raises(ValueError, match="no such"):
            cube.reassign(*wrong)


def test_undo_takes_each_edit_back_whole_and_redo_does_it_again() -> None:
    cube = mixed_cube()
    steps = [cube.copy()]
    north = cell(Dimension.TERRITORY, NORTH)
    for act in (
        lambda: cube.edit(north, 1_000),
        lambda: cube.lock(north),
        lambda: cube.set_bounds(EVERYTHING, 1, 2_000),
        lambda: cube.reassign(0, (JAN, FEB), NONE),
        lambda: cube.edit(cell(Dimension.MONTH, APR).within(Dimension.REP, REP_B), 50),
    ):
        act()
        steps.append(cube.copy())
    for state in reversed(steps[:-1]):
        assert cube.undo() is not None
        assert same(cube, state)
    assert cube.undo() is None
    for state in steps[1:]:
        assert cube.redo() is not None
        assert same(cube, state)
    assert cube.redo() is None


def same(one: PlanCube, other: PlanCube) -> bool:
    names = ("key", "amount", "locked", "minimum", "maximum", "rep", "territory", "rep_of")
    return all(np.array_equal(getattr(one.lines, n), getattr(other.lines, n)) for n in names)


def test_a_new_edit_forgets_what_was_taken_back() -> None:
    cube = small_cube()
    cube.edit(EVERYTHING, 20)
    cube.undo()
    cube.edit(EVERYTHING, 30)
    assert cube.redo() is None


def test_the_oldest_edits_are_forgotten_when_many_lines_are_remembered() -> None:
    cube = small_cube((6, 6, 2))
    cube.history = History(most=7)
    for total in (20, 40, 80):
        cube.edit(EVERYTHING, total)
    assert [cube.undo() is not None for _ in range(3)] == [True, True, False]
    assert cube.total() == 20


def test_what_is_unsaved_is_known_whatever_was_undone() -> None:
    cube = mixed_cube()
    april = cell(Dimension.MONTH, APR).within(Dimension.REP, REP_B)
    cube.edit(cell(Dimension.CUSTOMER, 0), 600)
    cube.edit(april, 50)
    unsaved = cube.unsaved()
    assert (unsaved.changed, unsaved.created, unsaved.removed) == ((0, 1), (8,), ())
    cube.mark_saved({-1: 900})
    assert cube.unsaved().is_empty
    cube.undo()
    assert cube.unsaved().removed == (900,)
    cube.redo()
    unsaved = cube.unsaved()
    assert (unsaved.changed, unsaved.created, unsaved.removed) == ((), (8,), (900,))
    cube.undo()
    cube.undo()
    assert cube.unsaved().changed == (0, 1)
    cube.redo()
    cube.mark_saved()
    assert cube.unsaved().is_empty


def test_a_copy_is_a_what_if_that_leaves_the_plan_alone() -> None:
    cube = mixed_cube()
    twin = cube.copy()
    twin.edit(EVERYTHING, 1)
    twin.reassign(0, (JAN,), REP_B)
    assert cube.total() == 406
    assert cube.undo() is None
    assert cube.lines.rep_of[0, 0] == REP_A


def test_rows_and_columns_get_their_totals_at_once() -> None:
    cube = mixed_cube()
    edit = cube.fit(
        Dimension.REP, Dimension.MONTH,
        {REP_A: 400, REP_B: 40}, {JAN: 150, FEB: 270, MAR: 44},
    )  # fmt: skip
    view = cube.view(Dimension.REP, Dimension.MONTH)
    assert view.row_totals.tolist() == [29, 400, 40]
    assert view.column_totals.tolist() == [150, 270, 44, 5]
    assert (edit.total_before, edit.total_after) == (406, 469)
    cube.undo()
    assert amounts(cube) == [100, 200, 30, 40, 5, 7, 11, 13]


def test_locked_lines_stay_when_rows_and_columns_are_fitted() -> None:
    cube = PlanCube(
        small_axes(),
        LineColumns.plain((JAN, FEB, JAN, FEB), (0, 0, 1, 1), (0, 0, 0, 0), (10, 20, 30, 40)),
    )
    cube.lock(cell(Dimension.CUSTOMER, 0).within(Dimension.MONTH, JAN))
    cube.fit(Dimension.CUSTOMER, Dimension.MONTH, {0: 40, 1: 80}, {JAN: 50, FEB: 70})
    assert amounts(cube) == [10, 30, 40, 40]


def test_rows_and_columns_of_a_part_without_lines_cannot_be_fitted() -> None:
    cube = mixed_cube()
    nothing = cell(Dimension.CUSTOMER, 0).within(Dimension.MONTH, APR)
    assert cube.fit(Dimension.REP, Dimension.MONTH, {}, {}, nothing).is_empty
    with pytest.raises(RuleViolation):
        cube.fit(Dimension.REP, Dimension.MONTH, {REP_A: 5}, {APR: 5}, nothing)


def test_a_row_where_nothing_is_planned_yet_is_fitted_too() -> None:
    cube = PlanCube(
        small_axes(),
        LineColumns.plain((JAN, FEB, JAN, FEB), (0, 0, 1, 1), (0, 0, 0, 0), (10, 20, 0, 0)),
    )
    cube.fit(Dimension.CUSTOMER, Dimension.MONTH, {0: 30, 1: 30}, {JAN: 25, FEB: 35})
    view = cube.view(Dimension.CUSTOMER, Dimension.MONTH)
    assert view.row_totals.tolist() == [30, 30]
    assert view.column_totals.tolist() == [25, 35]


@pytest.mark.parametrize(
    ("rows", "columns", "code"),
    [
        ({0: 40}, {}, "plan_margins_differ"),
        ({0: 29, 2: 1}, {}, "plan_margin_unreachable"),
        ({}, {JAN: 39, APR: 1}, "plan_margin_unreachable"),
        ({0: 5}, {}, "plan_total_below_least"),
    ],
)
def test_totals_of_rows_and_columns_that_cannot_be_are_refused(
    rows: dict[int, int], columns: dict[int, int], code: str
) -> None:
    cube = PlanCube(
        small_axes(),
        LineColumns.plain((JAN, FEB, JAN, FEB), (0, 0, 1, 1), (0, 0, 0, 0), (10, 20, 30, 40)),
    )
    cube.lock(cell(Dimension.CUSTOMER, 0).within(Dimension.MONTH, JAN))
    with pytest.raises(RuleViolation) as caught:
        cube.fit(Dimension.CUSTOMER, Dimension.MONTH, rows, columns)
    assert caught.value.code == code
    with pytest.raises(InputError):
        cube.fit(Dimension.CUSTOMER, Dimension.MONTH, {0: -1}, {})


@pytest.mark.parametrize(
    "wrong",
    [
        {"month": (JANUARY - 1,)},
        {"customer": (3,)},
        {"product": (-2,)},
        {"amount": (-1,)},
        {"amount": (LARGEST_TOTAL + 1,)},
        {"amount": (1, 2)},
    ],
)
def test_lines_that_do_not_fit_the_axes_are_refused(wrong: dict[str, tuple[int, ...]]) -> None:
    given = {"month": (JAN,), "customer": (0,), "product": (0,), "amount": (5,), **wrong}
    with pytest.raises(ValueError, match=r"range|lengths"):
        PlanCube(small_axes(), LineColumns.plain(**given))


def test_keys_that_do_not_ascend_and_amounts_beyond_the_largest_total_are_refused() -> None:
    huge = LineColumns.plain((JAN, JAN), (0, 1), (0, 0), (LARGEST_TOTAL, 1))
    with pytest.raises(ValueError, match="too large"):
        PlanCube(small_axes(), huge)
    none = (NONE, NONE)
    twice = LineColumns(
        (4, 4), (JAN, JAN), (0, 0), none, none, (0, 1), none, (1, 1), (False, False), (0, 0),
        none, none,
    )  # fmt: skip
    with pytest.raises(ValueError, match="ascend"):
        PlanCube(small_axes(), twice)


def test_a_tree_that_runs_in_a_circle_is_refused() -> None:
    axes = CubeAxes(JANUARY, 1, (), (1, 0), (), (), (), ())
    with pytest.raises(ValueError, match="circle"):
        PlanCube(axes, LineColumns.plain((), (), (), ()))


def test_a_dimension_that_a_plan_has_not_is_refused() -> None:
    with pytest.raises(ValueError, match="not divided"):
        small_cube().view(Dimension.CATEGORY, None)
