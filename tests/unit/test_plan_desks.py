"""Several metrics that are worked at: one order of undo, all or none, saved together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.changes import ChangeSet, Topic
from desktop.enums import Dimension, Metric
from desktop.services.plans.planning_data import SavedEdit
from desktop.services.rules.plan_cube.data import EVERYTHING, Method, Selection
from desktop.views.plans.making.desks import PlanDesks, Wish
from tests.plan_books import members, small_book
from tests.plan_cubes import JANUARY

SALES, VISITS = Metric.SALES, Metric.VISITS
FIRST = Selection().within(Dimension.MONTH, JANUARY)


@pytest.fixture
def desks() -> PlanDesks:
    """Return two metrics of 14 each."""
    return PlanDesks((small_book(SALES), small_book(VISITS)))


def totals(desks: PlanDesks) -> tuple[int, ...]:
    return tuple(desk.book.cube.total() for desk in desks.all)


def give(desks: PlanDesks, *wishes: Wish) -> None:
    assert desks.give(wishes, Method.PROPORTIONAL).refused is None


def test_steps_are_taken_back_in_their_order_whatever_metric_they_were_of(desks: PlanDesks) -> None:
    give(desks, Wish(SALES, EVERYTHING, 20))
    give(desks, Wish(VISITS, EVERYTHING, 30))
    give(desks, Wish(SALES, EVERYTHING, 40))
    assert desks.undo() == (SALES,)
    assert totals(desks) == (20, 30)
    assert desks.undo() == (VISITS,)
    assert totals(desks) == (20, 14)
    assert desks.redo() == (VISITS,)
    assert totals(desks) == (20, 30)


def test_a_block_over_two_metrics_is_one_step(desks: PlanDesks) -> None:
    give(desks, Wish(SALES, EVERYTHING, 20), Wish(VISITS, EVERYTHING, 30))
    assert set(desks.undo()) == {SALES, VISITS}
    assert totals(desks) == (14, 14)
    assert not desks.can_undo
    desks.redo()
    assert totals(desks) == (20, 30)


def test_a_block_with_one_impossible_number_changes_no_metric(desks: PlanDesks) -> None:
    wishes = (Wish(SALES, EVERYTHING, 20), Wish(VISITS, EVERYTHING, -1))
    given = desks.give(wishes, Method.PROPORTIONAL)
    assert given.refused is not None and given.place == 1
    assert totals(desks) == (14, 14)
    assert not desks.can_undo and not desks.can_redo and not desks.unsaved


def test_a_refused_block_leaves_nothing_of_itself_to_be_done_again(desks: PlanDesks) -> None:
    give(desks, Wish(SALES, EVERYTHING, 50))
    desks.undo()
    desks.give((Wish(SALES, EVERYTHING, 20), Wish(VISITS, EVERYTHING, -1)), Method.PROPORTIONAL)
    assert desks.redo() == ()
    assert totals(desks) == (14, 14)


def test_a_new_step_in_one_metric_forgets_what_was_taken_back_in_another(desks: PlanDesks) -> None:
    give(desks, Wish(VISITS, EVERYTHING, 30))
    desks.undo()
    give(desks, Wish(SALES, EVERYTHING, 20))
    assert desks.redo() == ()
    assert totals(desks) == (20, 14)


def test_a_lock_holds_in_its_own_metric_alone(desks: PlanDesks) -> None:
    desks.lock(((SALES, FIRST),))
    give(desks, Wish(SALES, EVERYTHING, 28), Wish(VISITS, EVERYTHING, 28))
    sales, visits = (desk.book.cube.total(FIRST) for desk in desks.all)
    # Locked, January keeps its 6; free, it doubles with the rest.
    assert (sales, visits) == (6, 12)


def test_cells_of_two_metrics_are_locked_and_unlocked_as_one(desks: PlanDesks) -> None:
    cells = ((SALES, FIRST), (VISITS, FIRST))
    desks.lock(cells)
    assert [desk.is_locked((FIRST,)) for desk in desks.all] == [True, True]
    desks.lock(cells)
    assert [desk.is_locked((FIRST,)) for desk in desks.all] == [False, False]
    desks.undo()
    desks.undo()
    assert not desks.unsaved


def test_cells_are_locked_where_only_some_metrics_are(desks: PlanDesks) -> None:
    desks.lock(((SALES, FIRST),))
    desks.lock(((SALES, FIRST), (VISITS, FIRST)))
    assert [desk.is_locked((FIRST,)) for desk in desks.all] == [True, True]


def test_bounds_hold_in_their_own_metric_and_are_taken_back(desks: PlanDesks) -> None:
    desks.bound((VISITS, FIRST), 0, 7)
    refused = desks.give((Wish(VISITS, FIRST, 8),), Method.PROPORTIONAL)
    assert refused.refused is not None
    give(desks, Wish(SALES, FIRST, 8))
    desks.undo()
    assert desks.undo() == (VISITS,)
    give(desks, Wish(VISITS, FIRST, 8))


def test_lines_of_two_metrics_are_put_on_top_as_one_step(desks: PlanDesks) -> None:
    give(desks, Wish(SALES, EVERYTHING, 20), Wish(VISITS, EVERYTHING, 30))
    patches = {desk.book.metric: desk.book.cube.patch() for desk in desks.all}
    newer = PlanDesks((small_book(SALES, (1, 1, 1)), small_book(VISITS, (1, 1, 1))))
    assert newer.put(patches)
    assert totals(newer) == (20, 30)
    newer.undo()
    assert totals(newer) == (3, 3)


def saved_as(version: int) -> SavedEdit:
    return SavedEdit(ChangeSet.of(Topic.PLANS), version, {})


def test_what_was_saved_can_still_be_taken_back(desks: PlanDesks) -> None:
    give(desks, Wish(SALES, EVERYTHING, 20))
    desks.saved({SALES: saved_as(2)}, 1)
    assert not desks.unsaved
    assert [desk.book.version for desk in desks.all] == [2, 2]
    desks.undo()
    assert [desk.book.metric for desk in desks.unsaved_desks] == [SALES]


def test_a_book_that_another_desk_has_overtaken_keeps_its_version() -> None:
    desks = PlanDesks((small_book(SALES, version=1), small_book(VISITS, version=2)))
    give(desks, Wish(VISITS, EVERYTHING, 30))
    desks.saved({VISITS: saved_as(3)}, 2)
    assert [desk.book.version for desk in desks.all] == [1, 3]


def test_books_of_other_members_do_not_lie_beside_each_other(desks: PlanDesks) -> None:
    assert desks.are_aligned and PlanDesks().are_aligned
    visits = small_book(VISITS)
    newcomer = replace(visits.sheet, customers=(*visits.sheet.customers, *members("New")))
    newer = replace(visits, sheet=newcomer)
    assert not PlanDesks((small_book(SALES), newer)).are_aligned
    assert not desks.fits(newer)
    assert desks.fits(small_book(SALES, (1, 2)))
