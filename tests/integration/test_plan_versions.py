"""The life of plan versions, on both engines."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from desktop.changes import Topic
from desktop.enums import Metric, PlanStatus
from desktop.errors import ConflictError, InputError, NotAllowed, RuleViolation
from desktop.models import (
    AuditLog,
    PlanBasis,
    PlanLine,
    PlanSeason,
    PlanVersion,
    SalesPlan,
)
from desktop.periods import Month
from desktop.services.plans.service import PlansService
from desktop.services.plans.versions import PlanVersions
from desktop.services.plans.versions_data import (
    STEPS,
    CopyPlan,
    DiscardVersion,
    MakePlan,
    PlanStep,
    ReviseVersion,
    TakeStep,
    VersionCard,
)
from tests.factories import CLOCK, Desk
from tests.integration.plan_desk import PlanDesk, a_plan_desk, a_second_desk

GROWTH = Decimal("0.10")
JANUARY, FEBRUARY, MAY, DECEMBER = (Month.at(2026, one).ordinal for one in (1, 2, 5, 12))


@pytest.fixture
def plans(sold_desk: Desk) -> PlanDesk:
    return a_plan_desk(sold_desk)


@pytest.fixture
def at_home(sold_local: Desk) -> PlanDesk:
    """Return the same on a file, for what does not depend on the engine."""
    return a_plan_desk(sold_local)


def from_last_year(plans: PlanDesk, **options: object) -> VersionCard:
    return plans.make(growth=GROWTH, **options)


def test_an_empty_plan_is_a_draft_with_a_season_curve_and_no_lines(plans: PlanDesk) -> None:
    card = plans.make(note=" first thoughts ")
    assert (card.name, card.year, card.number, card.status) == (
        "Next", "2026", 1, PlanStatus.DRAFT,
    )  # fmt: skip
    assert card.note == "first thoughts"
    assert card.steps == (PlanStep.SUBMIT,)
    assert plans.lines(card, "id") == []
    weights = dict(plans.desk.rows(PlanSeason, "month", "weight", version_id=card.version_id))
    # 2025 is a full year: its net sales by month in minor units, a month below zero as zero.
    assert card.season_basis == "2025"
    assert (weights[JANUARY], weights[MAY], weights[DECEMBER]) == (10_000, 0, 25_000)


def test_a_plan_from_last_year_adds_up_to_last_year_and_the_growth(plans: PlanDesk) -> None:
    card = from_last_year(plans)
    lines = plans.lines(card, "month", "amount", "level", "agreed")
    # 380.01 × 1.1 = 418.011, so 418.01; the return in May weighs nothing but counts in the sum.
    assert sum(row[1] for row in lines) == 41_801
    # 41,801 over 10,000 : 5,001 : 25,000 gives 10,449.99, 5,226.04 and 26,124.97.
    assert [row[:2] for row in lines] == [
        (JANUARY, 10_450), (FEBRUARY, 5_226), (DECEMBER, 26_125),
    ]  # fmt: skip
    assert {row[2:] for row in lines} == {("base", None)}


def test_a_plan_from_last_year_keeps_how_it_was_reached(plans: PlanDesk) -> None:
    card = from_last_year(plans)
    ((method, baseline, amount, inputs, adjustments, who),) = plans.desk.rows(
        PlanBasis, "method", "baseline", "amount", "inputs", "adjustments", "made_by_id",
        version_id=card.version_id,
    )  # fmt: skip
    assert (method, baseline, amount) == ("last_year", 38_001, 41_801)
    assert [one["name"] for one in json.loads(inputs)] == ["last_year", "growth"]
    assert json.loads(inputs)[0]["date"] == "2025-01/2025-12"
    assert json.loads(adjustments) == [{"name": "growth", "amount": 3_800}]
    assert who == plans.desk.actor.user_id


def test_months_that_are_not_over_rest_on_the_year_before_them(at_home: PlanDesk) -> None:
    at_home.desk.invoices([("C1", "2026-03-02", "7.00")], rep="R1", product="P1")
    card = from_last_year(at_home, year=2027)
    # It is 18 March 2026: January and February of 2026 are over and were without sales.
    assert at_home.lines(card, "month", "amount") == [(Month.at(2027, 12).ordinal, 25_300)]


def test_metrics_without_products_begin_with_customers_and_reps(at_home: PlanDesk) -> None:
    at_home.desk.bring("collections", """
        receipt_no,date,customer_code,amount
        B1,2025-03-03,C1,80.00
        """)  # fmt: skip
    at_home.desk.bring("visits", """
        date,start,end,rep_code,customer_code
        2025-04-07,09:00,09:30,R2,C2
        """)  # fmt: skip
    # The last document of each ends its data, so the other months have none and weigh nothing.
    metrics = (Metric.COLLECTIONS, Metric.VISITS, Metric.NEW_CUSTOMERS)
    card = at_home.make(growth=Decimal(0), metrics=metrics)
    columns = ("metric", "month", "amount", "pool_rep_id")
    found = {row[0]: row[1:] for row in at_home.lines(card, *columns)}
    assert found["collections"] == (Month.at(2026, 3).ordinal, 8_000, None)
    assert found["visits"] == (Month.at(2026, 4).ordinal, 1, None)
    assert found["new_customers"][2] is not None


def test_there_is_no_plan_from_a_year_without_data(local: Desk) -> None:
    plans = a_plan_desk(local)
    with pytest.raises(RuleViolation) as caught:
        from_last_year(plans)
    assert (caught.value.code, caught.value.facts) == ("no_last_year", {"metric": "sales"})
    assert local.rows(SalesPlan, "id") == []


@pytest.mark.parametrize(
    ("command", "codes"),
    [
        (MakePlan("  ", 2026), ["required"]),
        (MakePlan("Next", 26), ["plan_year_unknown"]),
        (MakePlan("", 9999), ["required", "plan_year_unknown"]),
        (MakePlan("Next", 2026, growth=Decimal(-1)), ["growth_out_of_range"]),
        (MakePlan("Next", 2026, growth=Decimal("9.01")), ["growth_out_of_range"]),
        (MakePlan("Next", 2026, growth=Decimal(0), metrics=()), ["required"]),
    ],
)
def test_what_no_plan_can_be_made_of_is_refused(
    at_home: PlanDesk, command: MakePlan, codes: list[str]
) -> None:
    with pytest.raises(InputError) as caught:
        at_home.service.make(at_home.desk.actor, command)
    assert [issue.code for issue in caught.value.issues] == codes


def test_a_second_plan_of_the_same_name_and_year_is_refused(plans: PlanDesk) -> None:
    plans.make("Next")
    with pytest.raises(RuleViolation) as caught:
        plans.make("NEXT")
    assert caught.value.code == "plan_name_taken"
    assert plans.make("Next", 2027).number == 1


def test_a_version_goes_through_its_life(plans: PlanDesk) -> None:
    card = from_last_year(plans)
    card = plans.step(card, PlanStep.SUBMIT)
    assert (card.status, card.submitted_at) == (PlanStatus.SUBMITTED, CLOCK.now())
    card = plans.step(card, PlanStep.SEND_BACK)
    assert (card.status, card.submitted_at) == (PlanStatus.DRAFT, None)
    card = plans.lead_to(card, PlanStep.AGREE)
    assert (card.status, card.agreed_at) == (PlanStatus.AGREED, CLOCK.now())
    assert all(amount == agreed for amount, agreed in plans.lines(card, "amount", "agreed"))
    card = plans.step(card, PlanStep.PUT_IN_FORCE)
    assert (card.status, card.in_force_from) == (PlanStatus.IN_FORCE, CLOCK.today())
    card = plans.step(card, PlanStep.CLOSE)
    assert (card.status, card.closed_at, card.steps) == (PlanStatus.CLOSED, CLOCK.now(), ())


def test_putting_in_force_supersedes_the_other_version_of_the_year(plans: PlanDesk) -> None:
    first = plans.lead_to(from_last_year(plans), PlanStep.PUT_IN_FORCE)
    second = plans.lead_to(from_last_year(plans, name="Other"), PlanStep.PUT_IN_FORCE)
    third = plans.lead_to(from_last_year(plans, year=2027), PlanStep.PUT_IN_FORCE)
    assert plans.now(first).status is PlanStatus.SUPERSEDED
    assert plans.now(second).status is PlanStatus.IN_FORCE
    assert plans.now(third).status is PlanStatus.IN_FORCE


@pytest.mark.parametrize("step", list(PlanStep))
@pytest.mark.parametrize("status", list(PlanStatus))
def test_every_other_step_is_refused(at_home: PlanDesk, step: PlanStep, status: PlanStatus) -> None:
    card = at_home.make()
    with at_home.desk.uow.write(at_home.desk.actor, "Set") as session:
        session.get_one(PlanVersion, card.version_id).status = str(status)
    if status in STEPS[step][0]:
        return
    with pytest.raises(RuleViolation) as caught:
        at_home.step(card, step)
    assert caught.value.code == "plan_step_illegal"
    assert caught.value.facts == {"step": str(step), "status": str(status)}


def test_an_empty_plan_is_not_submitted(at_home: PlanDesk) -> None:
    with pytest.raises(RuleViolation) as caught:
        at_home.step(at_home.make(), PlanStep.SUBMIT)
    assert caught.value.code == "plan_empty"


def test_a_revision_stands_beside_its_version_and_keeps_what_was_agreed(plans: PlanDesk) -> None:
    card = plans.lead_to(from_last_year(plans), PlanStep.PUT_IN_FORCE)
    command = ReviseVersion(card.version_id, card.version, "After the flood")
    made = plans.service.revise(plans.desk.actor, command)
    assert made.topics == {Topic.PLANS}
    assert made.created_id is not None
    draft = plans.service.card(made.created_id)
    assert (draft.number, draft.status, draft.parent_id, draft.note) == (
        2, PlanStatus.DRAFT, card.version_id, "After the flood",
    )  # fmt: skip
    columns = [c.name for c in PlanLine.__table__.columns]
    kept = [name for name in columns if name not in ("id", "version_id", "version")]
    assert plans.lines(draft, *kept) == plans.lines(card, *kept)
    assert plans.lines(draft, "version") == [(1,)] * 3
    assert [row[0] for row in plans.lines(draft, "agreed")] == [10_450, 5_226, 26_125]
    assert plans.desk.rows(PlanBasis, "method", version_id=draft.version_id) == [("last_year",)]
    assert plans.now(card).status is PlanStatus.IN_FORCE


def test_a_draft_is_not_revised(at_home: PlanDesk) -> None:
    card = from_last_year(at_home)
    with pytest.raises(RuleViolation) as caught:
        at_home.service.revise(at_home.desk.actor, ReviseVersion(card.version_id, card.version))
    assert caught.value.facts == {"step": "revise", "status": "draft"}


def test_a_copy_moves_into_its_year_and_nothing_of_it_is_agreed(plans: PlanDesk) -> None:
    card = plans.lead_to(from_last_year(plans), PlanStep.AGREE)
    made = plans.service.copy(
        plans.desk.actor, CopyPlan(card.version_id, "Year after", 2027, "the same again")
    )
    assert made.created_id is not None
    copy = plans.service.card(made.created_id)
    assert (copy.year, copy.number, copy.parent_id) == ("2027", 1, card.version_id)
    assert plans.lines(copy, "month", "amount", "agreed") == [
        (month + 12, amount, None) for month, amount in plans.lines(card, "month", "amount")
    ]
    months = [row[0] for row in plans.desk.rows(PlanSeason, "month", version_id=copy.version_id)]
    assert sorted(months) == [Month.at(2027, one).ordinal for one in range(1, 13)]
    basis = plans.desk.rows(PlanBasis, "method", "amount", version_id=copy.version_id)
    assert basis == [("copied", 41_801)]


def test_a_discarded_draft_leaves_nothing_but_the_log(plans: PlanDesk) -> None:
    card = from_last_year(plans)
    plans.service.discard(plans.desk.actor, DiscardVersion(card.version_id, card.version))
    for record in (SalesPlan, PlanVersion, PlanLine, PlanSeason, PlanBasis):
        assert plans.desk.rows(record, "id") == []
    gone = plans.desk.rows(AuditLog, "table_name", action="delete")
    assert {name for (name,) in gone} >= {"plan_line", "plan_version", "plan_basis", "sales_plan"}
    with pytest.raises(InputError) as caught:
        plans.now(card)
    assert caught.value.issues[0].code == "plan_version_gone"


def test_a_discarded_revision_leaves_its_plan_and_what_was_copied_from_it(
    at_home: PlanDesk,
) -> None:
    card = at_home.lead_to(from_last_year(at_home), PlanStep.AGREE)
    boss = at_home.desk.actor
    draft_id = at_home.service.revise(boss, ReviseVersion(card.version_id, card.version)).created_id
    assert draft_id is not None
    copy_id = at_home.service.copy(boss, CopyPlan(draft_id, "Copy", 2027)).created_id
    assert copy_id is not None
    draft = at_home.service.card(draft_id)
    at_home.service.discard(boss, DiscardVersion(draft_id, draft.version))
    assert at_home.now(card).status is PlanStatus.AGREED
    assert at_home.service.card(copy_id).parent_id is None
    assert [one.version_id for one in at_home.service.cards()] == [copy_id, card.version_id]


def test_only_a_draft_is_discarded(at_home: PlanDesk) -> None:
    card = at_home.lead_to(from_last_year(at_home), PlanStep.SUBMIT)
    with pytest.raises(RuleViolation) as caught:
        at_home.service.discard(at_home.desk.actor, DiscardVersion(card.version_id, card.version))
    assert (caught.value.code, caught.value.facts["status"]) == ("plan_not_draft", "submitted")


def test_the_second_of_two_desks_meets_the_version_of_the_first(plans: PlanDesk) -> None:
    card = from_last_year(plans)
    with a_second_desk(plans.desk) as uow:
        other = PlanVersions(uow, CLOCK)
        seen = other.card(card.version_id)
        plans.step(card, PlanStep.SUBMIT)
        for command in (
            lambda: other.take_step(
                plans.desk.actor, TakeStep(seen.version_id, seen.version, PlanStep.SUBMIT)
            ),
            lambda: other.revise(plans.desk.actor, ReviseVersion(seen.version_id, seen.version)),
            lambda: other.discard(plans.desk.actor, DiscardVersion(seen.version_id, seen.version)),
        ):
            with pytest.raises(ConflictError) as caught:
                command()
            assert caught.value.facts["theirs"] == plans.now(card)


def test_a_clerk_changes_no_plan(at_home: PlanDesk) -> None:
    card = from_last_year(at_home)
    clerk = at_home.clerk()
    commands = [
        lambda: at_home.service.make(clerk, MakePlan("Mine", 2026)),
        lambda: at_home.service.copy(clerk, CopyPlan(card.version_id, "Mine", 2026)),
        lambda: at_home.service.revise(clerk, ReviseVersion(card.version_id, card.version)),
        lambda: at_home.service.discard(clerk, DiscardVersion(card.version_id, card.version)),
        *(
            lambda step=step: at_home.service.take_step(
                clerk, TakeStep(card.version_id, card.version, step)
            )
            for step in PlanStep
        ),
    ]
    for command in commands:
        with pytest.raises(NotAllowed):
            command()
    assert at_home.now(card) == card


def test_every_change_of_a_version_is_in_the_log_and_its_lines_are_not(plans: PlanDesk) -> None:
    card = plans.lead_to(from_last_year(plans), PlanStep.AGREE)
    logged = plans.desk.rows(AuditLog, "table_name", "action")
    assert logged.count(("plan_version", "update")) == 2
    assert ("plan_basis", "insert") in logged
    assert all(name != "plan_line" for name, _ in logged)
    assert card.version == 3


def test_targets_on_the_board_leave_out_what_is_stretch(plans: PlanDesk) -> None:
    card = from_last_year(plans)
    with plans.desk.uow.write(plans.desk.actor, "Stretch") as session:
        line = session.get_one(PlanLine, plans.lines(card, "id")[0][0])
        line.level = "stretch"
    (row,) = PlansService(plans.desk.uow, CLOCK).plans()
    assert [(one.amount, one.lines) for one in row.totals] == [(Decimal("313.51"), 2)]
