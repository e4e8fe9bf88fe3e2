"""The book of the plan's editor: read, compared with last year, saved with its reasons."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from desktop.enums import Dimension, Metric, PlanLevel
from desktop.errors import ConflictError, NotAllowed, RuleViolation
from desktop.models import PlanBasis
from desktop.services.plans.making import PlanMaking, scope_of
from desktop.services.plans.making_data import PlanBook, SaveBook
from desktop.services.plans.versions_data import PlanStep
from desktop.services.rules.feasibility import Verdict
from desktop.services.rules.plan_cube.data import EVERYTHING, NONE, Selection
from tests.factories import CLOCK, Desk
from tests.integration.plan_desk import PlanDesk, a_plan_desk

FIRST_REP = Selection().within(Dimension.REP, 0)


@pytest.fixture
def plans(sold_desk: Desk) -> PlanDesk:
    """Return a desk where 380.01 was sold in 2025."""
    return a_plan_desk(sold_desk)


@pytest.fixture
def making(plans: PlanDesk) -> PlanMaking:
    return PlanMaking(plans.desk.uow, CLOCK)


def book_of(making: PlanMaking, version_id: int) -> PlanBook:
    return making.book(version_id, Metric.SALES, PlanLevel.BASE)


def test_a_book_holds_the_lines_by_todays_owners(plans: PlanDesk, making: PlanMaking) -> None:
    card = plans.make(growth=Decimal(0))
    book = book_of(making, card.version_id)
    assert book.cube.total() == 380_01
    totals = book.cube.totals()
    assert totals.is_tied and totals.unassigned == 0
    assert [one.code for one in book.members(Dimension.REP)] == ["R1", "R2"]
    assert book.version == card.version


def test_last_year_is_the_documents_of_the_same_months_returns_included(
    plans: PlanDesk, making: PlanMaking
) -> None:
    book = book_of(making, plans.make(growth=Decimal(0)).version_id)
    last = making.last_year(book)
    assert last is not None
    assert last.total(EVERYTHING) == 380_01
    # The second rep's customer bought for 250.00 and sent 20.00 back.
    assert last.total(Selection().within(Dimension.REP, 1)) == 230_00
    assert (str(last.first), str(last.last)) == ("2025-01", "2025-12")


def test_without_documents_there_is_no_last_year(desk: Desk) -> None:
    card = a_plan_desk(desk).make()
    making = PlanMaking(desk.uow, CLOCK)
    assert making.last_year(book_of(making, card.version_id)) is None


def test_saving_writes_every_edit_with_a_pedigree_a_cell(
    plans: PlanDesk, making: PlanMaking
) -> None:
    book = book_of(making, plans.make(growth=Decimal(0)).version_id)
    pool = FIRST_REP.within(Dimension.MONTH, book.cube.axes.first_month + 4)
    book.cube.edit(FIRST_REP, 200_00)
    book.cube.edit(pool, 50_00)
    actor = plans.desk.actor
    saved = making.save(actor, SaveBook(book, (FIRST_REP, pool), "their letter", "promise"))
    again = book_of(making, book.card.version_id)
    assert again.version == saved.version == book.version + 1
    assert again.cube.total(FIRST_REP) == 250_00
    assert again.cube.total(pool) == 50_00
    assert len(saved.ids) == 1
    bases = plans.desk.rows(PlanBasis, "method", "reason", "amount", method="promise")
    assert sorted(bases) == [
        ("promise", "their letter", 50_00), ("promise", "their letter", 250_00),
    ]  # fmt: skip


def two_books(making: PlanMaking, version_id: int) -> tuple[PlanBook, ...]:
    """Return two metrics with a number typed in each."""
    books = making.books(version_id, (Metric.SALES, Metric.VISITS), PlanLevel.BASE)
    for book, amount in zip(books, (200_00, 48), strict=True):
        book.cube.edit(FIRST_REP, amount)
    return books


def test_several_metrics_are_saved_as_one_and_read_back_on_the_same_axes(
    plans: PlanDesk, making: PlanMaking
) -> None:
    books = two_books(making, plans.make(growth=Decimal(0)).version_id)
    assert books[0].sheet.reps == books[1].sheet.reps
    assert books[0].cube.axes == books[1].cube.axes
    commands = [SaveBook(book, (FIRST_REP,), "both", "typed", "once") for book in books]
    saved = making.save_all(plans.desk.actor, commands)
    assert {one.version for one in saved} == {books[0].version + 1}
    fresh = PlanMaking(plans.desk.uow, CLOCK)
    metrics = (Metric.VISITS, Metric.SALES, Metric.PROFIT)
    again = fresh.books(books[0].card.version_id, metrics, PlanLevel.BASE)
    assert [one.cube.total(FIRST_REP) for one in again] == [48, 200_00, 0]
    assert {one.version for one in again} == {saved[0].version}
    bases = plans.desk.rows(PlanBasis, "metric", "amount", reason="both")
    assert sorted(bases) == [(Metric.SALES, 200_00), (Metric.VISITS, 48)]
    with pytest.raises(RuleViolation, match="already_done"):
        later = [replace(one, book=new) for one, new in zip(commands, again, strict=False)]
        making.save_all(plans.desk.actor, later)


def test_of_several_metrics_none_is_saved_where_one_was_overtaken(
    plans: PlanDesk, making: PlanMaking
) -> None:
    version_id = plans.make(growth=Decimal(0)).version_id
    sales, visits = two_books(making, version_id)
    making.save(plans.desk.actor, SaveBook(visits, (FIRST_REP,), "first", "typed"))
    _sales, newer = two_books(making, version_id)
    newer.cube.edit(FIRST_REP, 60)
    commands = [SaveBook(one, (FIRST_REP,), "both", "typed") for one in (newer, sales)]
    with pytest.raises(ConflictError):
        making.save_all(plans.desk.actor, commands)
    again = making.books(version_id, (Metric.SALES, Metric.VISITS), PlanLevel.BASE)
    assert [one.cube.total() for one in again] == [380_01, 48]


def test_only_metrics_of_one_version_are_saved_together(
    plans: PlanDesk, making: PlanMaking
) -> None:
    [book] = making.books(plans.make().version_id, (Metric.SALES,), PlanLevel.BASE)
    [other] = making.books(plans.make("Other").version_id, (Metric.SALES,), PlanLevel.BASE)
    commands = [SaveBook(one, (EVERYTHING,), "both", "typed") for one in (book, other)]
    with pytest.raises(ValueError, match="one version"):
        making.save_all(plans.desk.actor, commands)
    with pytest.raises(ValueError, match="at least one"):
        making.save_all(plans.desk.actor, ())


def test_a_save_without_a_reason_writes_nothing(plans: PlanDesk, making: PlanMaking) -> None:
    book = book_of(making, plans.make(growth=Decimal(0)).version_id)
    book.cube.edit(EVERYTHING, 1_000_00)
    with pytest.raises(RuleViolation, match="reason_missing"):
        making.save(plans.desk.actor, SaveBook(book, (EVERYTHING,), " ", "typed"))
    assert book_of(making, book.card.version_id).cube.total() == 380_01


def test_the_second_of_two_desks_is_told_who_was_first(plans: PlanDesk, making: PlanMaking) -> None:
    version = plans.make(growth=Decimal(0)).version_id
    mine, theirs = book_of(making, version), book_of(making, version)
    assert making.last_touch(version) is None
    theirs.cube.edit(EVERYTHING, 500_00)
    making.save(plans.desk.actor, SaveBook(theirs, (EVERYTHING,), "first", "typed"))
    mine.cube.edit(EVERYTHING, 400_00)
    with pytest.raises(ConflictError):
        making.save(plans.desk.actor, SaveBook(mine, (EVERYTHING,), "second", "typed"))
    touch = making.last_touch(version)
    assert touch is not None and touch.at == CLOCK.now()
    assert book_of(making, version).cube.total() == 500_00


def test_only_drafts_are_saved_and_only_by_who_may(plans: PlanDesk, making: PlanMaking) -> None:
    card = plans.make(growth=Decimal(0))
    book = book_of(making, card.version_id)
    book.cube.edit(EVERYTHING, 400_00)
    command = SaveBook(book, (EVERYTHING,), "why", "typed")
    with pytest.raises(NotAllowed):
        making.save(plans.clerk(), command)
    plans.step(card, PlanStep.SUBMIT)
    later = book_of(making, card.version_id)
    later.cube.edit(EVERYTHING, 400_00)
    with pytest.raises(RuleViolation, match="plan_not_draft"):
        making.save(plans.desk.actor, SaveBook(later, (EVERYTHING,), "why", "typed"))


def test_a_figure_tells_its_pedigree_and_whether_it_can_be_reached(
    plans: PlanDesk, making: PlanMaking
) -> None:
    book = book_of(making, plans.make(growth=Decimal("0.05")).version_id)
    found = making.reasons(book, EVERYTHING, book.cube.total())
    assert [one.row.pedigree.method for one in found.pedigrees] == ["last_year"]
    assert found.feasible is not None
    assert found.feasible.verdict is Verdict.FEASIBLE
    doubled = making.reasons(book, EVERYTHING, book.cube.total() * 2)
    assert doubled.feasible is not None and doubled.feasible.verdict is Verdict.INFEASIBLE


def test_what_has_no_rep_has_no_reasons_of_its_own(plans: PlanDesk, making: PlanMaking) -> None:
    book = book_of(making, plans.make(growth=Decimal(0)).version_id)
    found = making.reasons(book, Selection().within(Dimension.REP, NONE), 0)
    assert not found.is_known


def test_a_cell_is_named_by_its_members_and_months(plans: PlanDesk, making: PlanMaking) -> None:
    book = book_of(making, plans.make(growth=Decimal(0)).version_id)
    first = book.cube.axes.first_month
    quarter = FIRST_REP.within(Dimension.QUARTER, first // 3 + 1)
    scope = scope_of(book, quarter.within(Dimension.CUSTOMER, 0))
    assert (scope.first_month, scope.last_month) == (first + 3, first + 5)
    assert scope.rep_id == book.members(Dimension.REP)[0].id
    assert scope.customer_id == book.members(Dimension.CUSTOMER)[0].id
