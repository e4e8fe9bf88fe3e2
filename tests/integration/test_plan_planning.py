"""Editing the lines of a draft: loaded as a cube, saved with reasons, on both engines."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from desktop.enums import Dimension, Metric, PlanLevel
from desktop.errors import ConflictError, InputError, NotAllowed, RuleViolation
from desktop.models import AuditLog, Customer, PlanBasis, PlanEdit, PlanLine, Rep
from desktop.periods import Month
from desktop.services.plans import planning
from desktop.services.plans.edit_record import pack, unpack
from desktop.services.plans.planning import Planning
from desktop.services.plans.planning_data import (
    LinePlaces,
    LineValues,
    PlanSheet,
    SavedEdit,
    SaveEdit,
    edit_of,
)
from desktop.services.plans.reasons_data import Adjustment, BasisInput, Pedigree, Scope
from desktop.services.plans.versions_data import PlanStep, VersionCard
from desktop.services.rules.plan_cube.cube import PlanCube
from desktop.services.rules.plan_cube.data import EVERYTHING, NONE
from tests.factories import CLOCK, Desk
from tests.integration.plan_desk import PlanDesk, a_plan_desk, a_second_desk

JANUARY, FEBRUARY, DECEMBER = (Month.at(2026, one).ordinal for one in (1, 2, 12))
YEAR = Scope(JANUARY, DECEMBER)
BECAUSE = (Pedigree(YEAR, 0, reason="Two shops close in May."),)


@pytest.fixture
def plans(sold_desk: Desk) -> PlanDesk:
    return a_plan_desk(sold_desk)


@pytest.fixture
def at_home(sold_local: Desk) -> PlanDesk:
    """Return the same on a file, for what does not depend on the engine."""
    return a_plan_desk(sold_local)


def begin(plans: PlanDesk) -> tuple[Planning, VersionCard]:
    """Return the service, and a draft with 104.50, 52.26 and 261.25."""
    card = plans.make(growth=Decimal("0.10"))
    return Planning(plans.desk.uow, CLOCK), card


def by_rep(cube: PlanCube) -> tuple[int, int]:
    """Return what is planned for each of the two reps."""
    return cube.total(EVERYTHING.within(Dimension.REP, 0)), cube.total(
        EVERYTHING.within(Dimension.REP, 1)
    )


def save(plans: PlanDesk, service: Planning, sheet: PlanSheet, cube: PlanCube) -> SavedEdit:
    return service.save_edit(plans.desk.actor, edit_of(sheet, cube, BECAUSE))


def one_line(plans: PlanDesk, card: VersionCard, amount: int, **fields: object) -> SaveEdit:
    """Return the command that gives the first line an amount."""
    line = plans.lines(card, "id")[0][0]
    values = LineValues((amount,), (False,), (None,), (None,))
    made = SaveEdit(
        card.version_id, card.version, Metric.SALES, changed_ids=(line,), changed=values,
        pedigrees=BECAUSE,
    )  # fmt: skip
    return replace(made, **fields)  # type: ignore[arg-type]


def test_a_sheet_holds_the_lines_with_their_reps_and_territories(plans: PlanDesk) -> None:
    service, card = begin(plans)
    sheet = service.sheet(card.version_id, Metric.SALES)
    assert sheet.card == card
    assert sheet.unit_decimals == 2
    assert [one.code for one in sheet.reps] == ["R1", "R2"]
    assert [one.code for one in sheet.customers] == ["C1", "C2"]
    assert [one.code for one in sheet.products] == ["P1", "P2"]
    assert sheet.axes.product_group == (0, 0)
    assert sheet.axes.rep_of == ((0,) * 12, (1,) * 12)
    # Customers without a territory of their own are where their rep is.
    assert (sheet.axes.territory_of[0], sheet.axes.rep_territory) == ((NONE,) * 12, (0, 0))
    cube = sheet.cube()
    assert cube.totals().is_tied
    assert by_rep(cube) == (10_450 + 5_226, 26_125)


def test_customers_change_hands_in_the_month_that_their_assignment_says(plans: PlanDesk) -> None:
    plans.desk.bring("assignments", "customer_code,rep_code,from\nC1,R2,2026-02-01\n")
    service, card = begin(plans)
    sheet = service.sheet(card.version_id, Metric.SALES)
    assert sheet.axes.rep_of[0] == (0, *(1,) * 11)
    assert by_rep(sheet.cube()) == (10_450, 5_226 + 26_125)


def test_another_level_and_another_metric_have_lines_of_their_own(at_home: PlanDesk) -> None:
    service, card = begin(at_home)
    for metric, level in ((Metric.SALES, PlanLevel.STRETCH), (Metric.VISITS, PlanLevel.BASE)):
        sheet = service.sheet(card.version_id, metric, level)
        assert (len(sheet.lines.key), sheet.cube().total()) == (0, 0)
    assert service.sheet(card.version_id, Metric.QUANTITY).unit_decimals == 6


def test_an_edited_total_is_saved_line_by_line_with_its_reason(plans: PlanDesk) -> None:
    service, card = begin(plans)
    sheet = service.sheet(card.version_id, Metric.SALES)
    cube = sheet.cube()
    cube.edit(EVERYTHING, 83_602)
    saved = save(plans, service, sheet, cube)
    assert [row[0] for row in plans.lines(card, "amount")] == [20_900, 10_452, 52_250]
    assert saved.version == plans.now(card).version == card.version + 1
    typed = plans.desk.rows(PlanBasis, "method", "reason", "made_by_id", method="typed")
    assert typed == [("typed", "Two shops close in May.", plans.desk.actor.user_id)]
    again = service.sheet(card.version_id, Metric.SALES)
    assert again.cube().total() == 83_602


def test_locks_and_bounds_are_saved_without_a_reason(plans: PlanDesk) -> None:
    service, card = begin(plans)
    sheet = service.sheet(card.version_id, Metric.SALES)
    cube = sheet.cube()
    cube.lock(EVERYTHING)
    cube.set_bounds(EVERYTHING, 5_000, 30_000)
    service.save_edit(plans.desk.actor, edit_of(sheet, cube, ()))
    assert set(plans.lines(card, "is_locked", "minimum", "maximum")) == {(True, 5_000, 30_000)}
    lines = service.sheet(card.version_id, Metric.SALES).lines
    assert (list(lines.minimum), list(lines.maximum)) == ([5_000] * 3, [30_000] * 3)


def test_new_lines_get_ids_and_keep_their_places(plans: PlanDesk) -> None:
    service, card = begin(plans)
    sheet = service.sheet(card.version_id, Metric.SALES)
    cube = sheet.cube()
    pool = EVERYTHING.within(Dimension.REP, 1).within(Dimension.MONTH, FEBRUARY)
    cube.edit(pool.within(Dimension.PRODUCT, 0), 70_000)
    saved = save(plans, service, sheet, cube)
    ((key, line),) = saved.ids.items()
    assert key < 0
    columns = ("month", "customer_id", "pool_rep_id", "product_id", "product_group_id", "amount")
    rep = plans.desk.rows(Rep, "id", code="R2")[0][0]
    month, customer, pool_rep, product, group, amount = plans.desk.rows(
        PlanLine, *columns, id=line
    )[0]
    assert (month, customer, pool_rep, group, amount) == (FEBRUARY, None, rep, None, 70_000)
    assert product is not None
    cube.mark_saved(saved.ids)
    cube.edit(EVERYTHING, cube.total() + 1)
    second = edit_of(sheet, cube, BECAUSE, saved.version)
    assert service.save_edit(plans.desk.actor, second).version == card.version + 2
    assert service.sheet(card.version_id, Metric.SALES).cube().total() == cube.total()


def test_lines_that_were_made_and_taken_back_are_removed(plans: PlanDesk) -> None:
    service, card = begin(plans)
    sheet = service.sheet(card.version_id, Metric.SALES)
    cube = sheet.cube()
    cube.edit(EVERYTHING.within(Dimension.REP, 1).within(Dimension.MONTH, FEBRUARY), 70_000)
    saved = save(plans, service, sheet, cube)
    cube.mark_saved(saved.ids)
    cube.undo()
    service.save_edit(plans.desk.actor, edit_of(sheet, cube, BECAUSE, saved.version))
    assert [row[0] for row in plans.lines(card, "amount")] == [10_450, 5_226, 26_125]


@pytest.mark.parametrize(
    "pedigrees",
    [(), (Pedigree(YEAR, 1),), (Pedigree(YEAR, 1, reason="  "),), (*BECAUSE, Pedigree(YEAR, 1))],
)
def test_a_typed_number_without_a_reason_is_refused(
    at_home: PlanDesk, pedigrees: tuple[Pedigree, ...]
) -> None:
    service, card = begin(at_home)
    before = at_home.lines(card, "id", "amount", "version")
    with pytest.raises(RuleViolation) as caught:
        service.save_edit(at_home.desk.actor, one_line(at_home, card, 1, pedigrees=pedigrees))
    assert caught.value.code == "reason_missing"
    assert at_home.lines(card, "id", "amount", "version") == before
    assert at_home.now(card) == card


def test_a_calculated_number_needs_no_reason_and_keeps_what_it_was_made_of(
    plans: PlanDesk,
) -> None:
    service, card = begin(plans)
    pedigree = Pedigree(
        Scope(JANUARY, JANUARY, rep_id=plans.desk.rows(Rep, "id", code="R1")[0][0]), 12_000,
        "potential", "", (BasisInput("BPI", "0.31", "统计年鉴 2025", "2025-12-31"),), 10_000,
        (Adjustment("new products", 2_000),),
    )  # fmt: skip
    service.save_edit(plans.desk.actor, one_line(plans, card, 12_000, pedigrees=(pedigree,)))
    ((inputs, adjustments, baseline, amount, first, last),) = plans.desk.rows(
        PlanBasis, "inputs", "adjustments", "baseline", "amount", "first_month", "last_month",
        method="potential",
    )  # fmt: skip
    assert json.loads(inputs) == [
        {"name": "BPI", "value": "0.31", "source": "统计年鉴 2025", "date": "2025-12-31"}
    ]
    assert json.loads(adjustments) == [{"name": "new products", "amount": 2_000}]
    assert (baseline, amount, first, last) == (10_000, 12_000, JANUARY, JANUARY)


def test_only_drafts_are_edited(plans: PlanDesk) -> None:
    service, card = begin(plans)
    card = plans.lead_to(card, PlanStep.SUBMIT)
    with pytest.raises(RuleViolation) as caught:
        service.save_edit(plans.desk.actor, one_line(plans, card, 1))
    assert (caught.value.code, caught.value.facts["status"]) == ("plan_not_draft", "submitted")


def test_a_clerk_edits_no_plan(at_home: PlanDesk) -> None:
    service, card = begin(at_home)
    clerk = at_home.clerk()
    with pytest.raises(NotAllowed):
        service.save_edit(clerk, one_line(at_home, card, 1))


def test_the_second_of_two_desks_keeps_its_edit_and_writes_nothing(plans: PlanDesk) -> None:
    service, card = begin(plans)
    with a_second_desk(plans.desk) as uow:
        other = Planning(uow, CLOCK)
        sheet = other.sheet(card.version_id, Metric.SALES)
        cube = sheet.cube()
        service.save_edit(plans.desk.actor, one_line(plans, card, 11_111))
        cube.edit(EVERYTHING, 1_000_000)
        before = plans.lines(card, "id", "amount", "version")
        with pytest.raises(ConflictError) as caught:
            other.save_edit(plans.desk.actor, edit_of(sheet, cube, BECAUSE))
        assert caught.value.facts["theirs"] == plans.now(card)
        assert plans.lines(card, "id", "amount", "version") == before


def test_the_same_request_is_carried_out_once(at_home: PlanDesk) -> None:
    service, card = begin(at_home)
    command = one_line(at_home, card, 11_111, request_id="r-1")
    service.save_edit(at_home.desk.actor, command)
    with pytest.raises(RuleViolation) as caught:
        service.save_edit(at_home.desk.actor, command)
    assert caught.value.code == "already_done"


Spoil = Callable[[SaveEdit], SaveEdit]


def _changed(*values: object) -> Spoil:
    return lambda edit: replace(edit, changed=LineValues(*((one,) for one in values)))  # type: ignore[arg-type]


def _gone(edit: SaveEdit) -> SaveEdit:
    return replace(edit, changed_ids=(10**9,))


def _twice(edit: SaveEdit) -> SaveEdit:
    return replace(edit, removed_ids=edit.changed_ids)


def _elsewhere(edit: SaveEdit) -> SaveEdit:
    return replace(edit, level=PlanLevel.STRETCH)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (_changed(-1, False, None, None), "plan_amount_negative"),
        (_changed(1, False, -2, None), "plan_amount_negative"),
        (_changed(1, False, 3, 2), "plan_bounds_crossed"),
        (_changed(1, False, 2, None), "plan_line_out_of_bounds"),
        (_changed(3, False, None, 2), "plan_line_out_of_bounds"),
        (_gone, "plan_line_gone"),
        (_twice, "plan_line_gone"),
        (_elsewhere, "plan_line_gone"),
    ],
)
def test_what_no_line_can_be_is_refused_whole(at_home: PlanDesk, spoil: Spoil, code: str) -> None:
    service, card = begin(at_home)
    before = at_home.lines(card, "id", "amount", "version")
    with pytest.raises((RuleViolation, InputError)) as caught:
        service.save_edit(at_home.desk.actor, spoil(one_line(at_home, card, 1)))
    found = caught.value
    assert code == (found.issues[0].code if isinstance(found, InputError) else found.code)
    assert at_home.lines(card, "id", "amount", "version") == before
    assert at_home.desk.rows(PlanEdit, "id") == []


def test_a_locked_line_changes_only_once_it_is_unlocked(at_home: PlanDesk) -> None:
    service, card = begin(at_home)
    boss = at_home.desk.actor
    locked = LineValues((10_450,), (True,), (None,), (None,))
    service.save_edit(boss, one_line(at_home, card, 0, changed=locked, pedigrees=()))
    card = at_home.now(card)
    with pytest.raises(RuleViolation) as caught:
        service.save_edit(boss, one_line(at_home, card, 0, changed=replace(locked, amounts=(1,))))
    assert caught.value.code == "plan_line_locked"
    edit = one_line(at_home, card, 1)
    with pytest.raises(RuleViolation) as caught:
        service.save_edit(
            boss, replace(edit, changed_ids=(), changed=LineValues(), removed_ids=edit.changed_ids)
        )
    assert caught.value.code == "plan_line_locked"
    service.save_edit(boss, edit)


def test_a_second_line_of_the_same_place_is_refused(at_home: PlanDesk) -> None:
    service, card = begin(at_home)
    customer = at_home.desk.rows(Customer, "id", code="C1")[0][0]
    places = LinePlaces(*((one,) for one in (JANUARY, customer, None, None, None, None)))
    values = LineValues((5,), (False,), (None,), (None,))
    new = one_line(
        at_home, card, 0, changed_ids=(), changed=LineValues(), new_keys=(-1,),
        new_places=places, new=values,
    )  # fmt: skip
    service.save_edit(at_home.desk.actor, new)
    again = replace(new, expected_version=card.version + 1)
    with pytest.raises(RuleViolation) as caught:
        service.save_edit(at_home.desk.actor, again)
    assert (caught.value.code, caught.value.facts) == ("plan_line_twice", {"month": "2026-01"})


def test_few_lines_are_logged_one_by_one_and_many_in_the_record_of_the_edit(
    plans: PlanDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, card = begin(plans)
    service.save_edit(plans.desk.actor, one_line(plans, card, 11_111))
    logged = [("plan_line", "update"), ("plan_edit", "insert"), ("plan_basis", "insert")]
    found = plans.desk.rows(AuditLog, "table_name", "action")
    assert all(found.count(one) >= 1 for one in logged)
    monkeypatch.setattr(planning, "MOST_LOGGED", 2)
    sheet = service.sheet(card.version_id, Metric.SALES)
    cube = sheet.cube()
    cube.edit(EVERYTHING, 100_000)
    save(plans, service, sheet, cube)
    later = plans.desk.rows(AuditLog, "table_name", "action")[len(found) :]
    assert ("plan_line", "update") not in later
    assert {("plan_edit", "insert"), ("plan_basis", "insert"), ("plan_version", "update")} <= set(
        later
    )


def test_the_record_of_an_edit_says_what_the_lines_were_and_are(plans: PlanDesk) -> None:
    service, card = begin(plans)
    service.save_edit(plans.desk.actor, one_line(plans, card, 11_111))
    ((count, before, after, basis),) = plans.desk.rows(
        PlanEdit, "lines", "before", "after", "basis_id"
    )
    line = plans.lines(card, "id")[0][0]
    rest = {"is_locked": (False,), "minimum": (None,), "maximum": (None,)}
    assert count == 1
    assert unpack(before) == {"id": (line,), "amount": (10_450,), **rest}
    assert unpack(after) == {"id": (line,), "amount": (11_111,), **rest}
    assert plans.desk.rows(PlanBasis, "method", id=basis) == [("typed",)]


def test_packed_columns_are_read_as_they_were_and_nothing_else_is() -> None:
    columns = {"id": (1, 2**45), "amount": (0, 7), "maximum": (None, 5), "is_locked": (True, False)}
    assert unpack(pack(columns)) == columns
    assert (pack({"id": ()}), unpack("")) == ("", {})
    for text in ("?", "AAAA"):
        with pytest.raises(ValueError):
            unpack(text)


def test_an_imported_plan_that_was_edited_is_not_withdrawn_with_its_file(plans: PlanDesk) -> None:
    outcome = plans.desk.bring(
        "targets", "period,metric,amount,customer_code\n2026-01,sales,100,C1\n", plan="File"
    )
    (card,) = plans.service.cards()
    service = Planning(plans.desk.uow, CLOCK)
    service.save_edit(plans.desk.actor, one_line(plans, card, 12_345))
    with pytest.raises(RuleViolation) as caught:
        plans.desk.withdraw(outcome)
    assert caught.value.code == "batch_in_use"
    assert plans.lines(card, "amount") == [(12_345,)]
