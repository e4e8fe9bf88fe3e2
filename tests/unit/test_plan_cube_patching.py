"""Edits carried over to another cube, members within reach, and weights from last year."""

from __future__ import annotations

from desktop.enums import Dimension
from desktop.services.rules.plan_cube.cube import PlanCube
from desktop.services.rules.plan_cube.data import EVERYTHING, NONE, LineColumns, Selection
from desktop.services.rules.plan_cube.likeness import likeness, weights_like
from desktop.services.rules.plan_cube.patching import PatchedLine
from desktop.services.rules.plan_cube.reaching import reachable
from tests.plan_cubes import JANUARY, small_axes, small_cube

FIRST = Selection().within(Dimension.MONTH, JANUARY)


def amounts(cube: PlanCube) -> list[int]:
    return [int(amount) for amount in cube.lines.amount]


def test_changed_lines_are_put_onto_a_newer_state_of_the_plan() -> None:
    mine, theirs = small_cube(), small_cube((6, 6, 9))
    mine.edit(FIRST, 10)
    theirs.put(mine.patch())
    assert amounts(theirs) == [10, 6, 9]


def test_lines_that_were_made_are_made_again() -> None:
    mine, theirs = small_cube(), small_cube()
    mine.edit(Selection().within(Dimension.REP, 1).within(Dimension.MONTH, JANUARY), 7)
    theirs.put(mine.patch())
    assert theirs.total(Selection().within(Dimension.REP, 1)) == 7
    assert theirs.unsaved().created


def test_a_line_that_the_other_desk_made_too_is_not_made_twice() -> None:
    cell = Selection().within(Dimension.REP, 1).within(Dimension.MONTH, JANUARY)
    mine, theirs = small_cube(), small_cube()
    mine.edit(cell, 7)
    theirs.edit(cell, 5)
    theirs.put(mine.patch())
    assert theirs.total(cell) == 7
    assert len(theirs.lines) == 4


def test_locks_and_bounds_come_along_and_one_undo_takes_all_off() -> None:
    mine, theirs = small_cube(), small_cube()
    mine.lock(FIRST)
    mine.set_bounds(FIRST, 2, 8)
    theirs.put(mine.patch())
    line = theirs.patch()[0]
    assert (line.locked, line.minimum, line.maximum) == (True, 2, 8)
    theirs.undo()
    assert theirs.unsaved().is_empty


def test_a_patch_of_members_that_are_not_there_does_not_fit() -> None:
    cube = small_cube()
    stranger = PatchedLine((0, 99, NONE, NONE, 0, 1), 5, False, 0, NONE)
    assert cube.put((stranger,)) is None
    assert cube.unsaved().is_empty


def test_a_rep_reaches_his_customers_and_his_territory_its_parents() -> None:
    cube = small_cube()

    def within(dimension: Dimension, selection: Selection) -> frozenset[int]:
        return reachable(cube.shape, cube.lines, dimension, selection)

    # Customer 1 is the second rep's until March.
    assert within(Dimension.CUSTOMER, Selection().within(Dimension.REP, 1)) == {1}
    assert within(Dimension.CUSTOMER, Selection().within(Dimension.REP, 0)) == {0, 1}
    # East (1) is below North (0).
    assert within(Dimension.TERRITORY, Selection().within(Dimension.TERRITORY, 1)) == {0, 1}
    assert within(Dimension.REP, Selection().within(Dimension.TERRITORY, 2)) == {1}
    assert within(Dimension.PRODUCT, Selection().within(Dimension.PRODUCT_GROUP, 1)) == {0}
    assert within(Dimension.MONTH, EVERYTHING) == {JANUARY + month for month in range(4)}


def test_lines_weigh_what_their_customer_and_product_did_less_returns() -> None:
    axes = small_axes()
    gained = PlanCube(axes, LineColumns.plain((JANUARY,) * 2, (0, 0), (0, 1), (50, 30)))
    returned = PlanCube(axes, LineColumns.plain((JANUARY,), (0,), (1,), (40,)))
    # Of product 0, of all products, of its group and the group above, and of another month.
    plan = PlanCube(
        axes,
        LineColumns.plain(
            (JANUARY,) * 5 + (JANUARY + 1,),
            (0,) * 6,
            (0, 1, NONE, NONE, NONE, 0),
            (1,) * 6,
            group=(NONE, NONE, NONE, 1, 0, NONE),
        ),
    )
    known = likeness(plan.shape, gained.lines, returned.lines)
    # 50; 30 − 40 is nothing; 50 + 30 − 40; the group of product 0; both groups' top; nothing.
    assert weights_like(known, plan.lines).tolist() == [50, 0, 40, 50, 40, 0]
    assert weights_like(known, plan.lines, 4).tolist() == [40, 0]
