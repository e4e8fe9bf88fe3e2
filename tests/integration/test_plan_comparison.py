"""Two versions side by side, on both engines: hand-computed sums of a plan and its revision."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import delete, update

from desktop.enums import Dimension, Metric, PlanLevel
from desktop.errors import InputError
from desktop.models import PlanLine, Rep
from desktop.periods import Month
from desktop.services.plans.comparison import PlanComparisons
from desktop.services.plans.comparison_data import (
    COMPARED_BY,
    CompareVersions,
    LineChange,
    SumDifference,
    VersionComparison,
)
from desktop.services.plans.previews import MetricPreview, PlanPreviews
from desktop.services.plans.versions_data import (
    CopyPlan,
    MakePlan,
    PlanStep,
    ReviseVersion,
    VersionCard,
)
from tests.factories import CLOCK, Desk
from tests.integration.plan_desk import PlanDesk, a_plan_desk

GROWTH = Decimal("0.10")


@pytest.fixture
def plans(sold_desk: Desk) -> PlanDesk:
    return a_plan_desk(sold_desk)


def revised(plans: PlanDesk) -> tuple[VersionCard, VersionCard]:
    """Return a plan of 418.01 (104.50, 52.26 and 261.25) and its revision.

    In the revision C1 sells 20.00 more of P1 in January, none of P2 in February, and R2 has new
    business of 7.00 in March.
    """
    old = plans.lead_to(plans.make(growth=GROWTH), PlanStep.SUBMIT)
    made = plans.service.revise(plans.desk.actor, ReviseVersion(old.version_id, old.version))
    assert made.created_id is not None
    new = plans.service.card(made.created_id)
    lines = PlanLine.version_id == new.version_id
    ((rep_id,),) = plans.desk.rows(Rep, "id", code="R2")
    with plans.desk.uow.write(plans.desk.actor, "Change lines") as session:
        session.execute(
            update(PlanLine).where(lines, PlanLine.month == Month.at(2026, 1).ordinal)
            .values(amount=12_450)
        )  # fmt: skip
        session.execute(delete(PlanLine).where(lines, PlanLine.month == Month.at(2026, 2).ordinal))
        session.add(
            PlanLine(
                branch_id=plans.desk.actor.branch_id, version_id=new.version_id, metric="sales",
                month=Month.at(2026, 3).ordinal, pool_rep_id=rep_id,
                amount=700, is_locked=False, reason="fair", level="base",
            )
        )  # fmt: skip
    return old, new


def compare(plans: PlanDesk, old: VersionCard, new: VersionCard) -> VersionComparison:
    query = CompareVersions(old.version_id, new.version_id)
    return PlanComparisons(plans.desk.uow).compare(query)


def rows(found: tuple[SumDifference, ...]) -> list[tuple[str, str, str]]:
    return [(one.row.code, str(one.amounts.old), str(one.amounts.new)) for one in found]


def test_every_sum_adds_up_to_the_totals_of_both_versions(plans: PlanDesk) -> None:
    found = compare(plans, *revised(plans))
    assert (found.total.old, found.total.new) == (Decimal("418.01"), Decimal("392.75"))
    assert found.total.change == Decimal("-25.26")
    for dimension in COMPARED_BY:
        sums = found.sums_by(dimension)
        assert sum(one.amounts.old for one in sums) == found.total.old
        assert sum(one.amounts.new for one in sums) == found.total.new


def test_sums_name_who_gains_and_who_loses_the_largest_change_first(plans: PlanDesk) -> None:
    found = compare(plans, *revised(plans))
    assert rows(found.sums_by(Dimension.REP)) == [
        ("R1", "156.76", "124.50"), ("R2", "261.25", "268.25"),
    ]  # fmt: skip
    assert rows(found.sums_by(Dimension.CUSTOMER)) == [
        ("C1", "156.76", "124.50"), ("", "0.00", "7.00"), ("C2", "261.25", "261.25"),
    ]  # fmt: skip
    assert rows(found.sums_by(Dimension.PRODUCT)) == [
        ("P2", "52.26", "0.00"), ("P1", "365.75", "385.75"), ("", "0.00", "7.00"),
    ]  # fmt: skip
    assert rows(found.sums_by(Dimension.MONTH)) == [
        ("2026-01", "104.50", "124.50"), ("2026-02", "52.26", "0.00"),
        ("2026-03", "0.00", "7.00"), ("2026-12", "261.25", "261.25"),
    ]  # fmt: skip


def test_lines_are_added_gone_and_changed(plans: PlanDesk) -> None:
    found = compare(plans, *revised(plans))
    assert [(one.kind, one.customer.code, one.rep.code, str(one.month)) for one in found.lines] == [
        (LineChange.GONE, "C1", "R1", "2026-02"),
        (LineChange.CHANGED, "C1", "R1", "2026-01"),
        (LineChange.ADDED, "", "R2", "2026-03"),
    ]
    assert found.unchanged == 1
    gone, changed, added = (one.amounts for one in found.lines)
    assert (gone.change, gone.growth) == (Decimal("-52.26"), Decimal(-1))
    assert changed.change == Decimal("20.00")
    assert added.growth is None


def test_versions_of_two_years_are_laid_month_upon_month(plans: PlanDesk) -> None:
    old = plans.make(growth=GROWTH)
    made = plans.service.copy(plans.desk.actor, CopyPlan(old.version_id, "Later", 2027))
    assert made.created_id is not None
    found = compare(plans, old, plans.service.card(made.created_id))
    assert (found.lines, found.unchanged) == ((), 3)
    assert rows(found.sums_by(Dimension.MONTH))[0] == ("2027-01", "104.50", "104.50")


def test_a_level_without_lines_has_nothing_to_compare(plans: PlanDesk) -> None:
    old, new = revised(plans)
    query = CompareVersions(old.version_id, new.version_id, level=PlanLevel.STRETCH)
    found = PlanComparisons(plans.desk.uow).compare(query)
    assert (found.lines, found.unchanged, found.total.new) == ((), 0, Decimal("0.00"))
    assert found.sums_by(Dimension.REP) == ()


def test_a_version_that_was_discarded_is_said_to_be_gone(plans: PlanDesk) -> None:
    old = plans.make()
    with pytest.raises(InputError) as caught:
        PlanComparisons(plans.desk.uow).compare(CompareVersions(old.version_id, 999_999))
    assert caught.value.issues[0].code == "plan_version_gone"


def test_a_preview_is_what_making_the_plan_gives(plans: PlanDesk) -> None:
    command = MakePlan("Next", 2026, GROWTH, (Metric.SALES, Metric.VISITS))
    sales, visits = PlanPreviews(plans.desk.uow, CLOCK).of_new(command)
    assert sales == MetricPreview(
        Metric.SALES, 3, Decimal("418.01"), Decimal("380.01"),
        Month.at(2025, 1), Month.at(2025, 12),
    )  # fmt: skip
    assert (visits.is_possible, visits.lines) == (False, 0)
    card = plans.make(growth=GROWTH)
    assert len(plans.lines(card, "id")) == sales.lines


def test_a_preview_of_a_copy_counts_the_version_s_lines(plans: PlanDesk) -> None:
    card = plans.make(growth=GROWTH)
    previews = PlanPreviews(plans.desk.uow, CLOCK)
    found = previews.of_copy(CopyPlan(card.version_id, "Copy", 2027))
    assert found == (MetricPreview(Metric.SALES, 3, Decimal("418.01")),)


def test_an_empty_plan_has_nothing_to_preview(plans: PlanDesk) -> None:
    assert PlanPreviews(plans.desk.uow, CLOCK).of_new(MakePlan("Empty", 2026)) == ()
