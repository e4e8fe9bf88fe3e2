"""The fair-start test over a branch's own records: history, potential, levels."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import insert

from desktop.enums import Metric, PlanSide
from desktop.errors import InputError
from desktop.models import Customer, PlanLine, Rep, Territory
from desktop.periods import Month
from desktop.services.plans.fairness import PlanFairness
from desktop.services.plans.fairness_data import FairBook
from desktop.services.plans.potentials import Potentials
from desktop.services.plans.potentials_data import (
    PotentialEntry,
    PotentialWish,
    SavePotentials,
    SubjectKind,
)
from desktop.services.plans.talks import PlanTalks
from desktop.services.plans.talks_data import AddRound, RoundEntry
from desktop.services.plans.versions import PlanVersions
from desktop.services.plans.versions_data import MakePlan
from desktop.services.rules.fairness import Load
from tests.factories import CLOCK, Desk
from tests.integration.target_sheet_desk import latest_version

#: Ada is asked 12,600 on 12,000, Bao 4,800 on 3,600; 600 are nobody's.
TARGETS = """
period,metric,amount,rep_code,customer_code
2026,sales,12600.00,,C1
2026,sales,3600.00,,C2
2026,sales,1200.00,R2,
2026,sales,600.00,,
"""
SALES = "invoice_no,invoice_date,customer_code,amount\n" + "\n".join(
    f"I{code}{year}{month:02d},{year}-{month:02d}-10,{code},{net}.00"
    for code, net in (("C1", 1000), ("C2", 300))
    for year in (2024, 2025)
    for month in range(1, 13)
)
D = Decimal


def a_branch(desk: Desk) -> None:
    """Bring two reps with a customer each, two years of sales and a plan."""
    desk.bring("territories", "code,name,parent_code\nN,North,\n")
    desk.bring("reps", "code,name\nR1,Ada Wu\nR2,Bao Jie\n")
    desk.bring("customers", "code,name,rep_code,territory_code\nC1,East,R1,N\nC2,West,R2,N\n")
    desk.bring("invoices", SALES)
    desk.bring("targets", TARGETS, plan="2026 plan", in_force=True)


def book_of(desk: Desk) -> FairBook:
    return PlanFairness(desk.uow, CLOCK).book(latest_version(desk))


def test_targets_are_held_to_last_year_where_no_potential_is_known(desk: Desk) -> None:
    a_branch(desk)
    book = book_of(desk)
    ada, bao = book.rows
    assert (ada.target, ada.last_year, ada.potential) == (12_600, 12_000, None)
    assert (bao.target, bao.last_year) == (4_800, 3_600)
    # 17,400 on 15,600 together: Ada is asked 94.1 % of what all are, Bao 119.5 %.
    assert ada.to_last_year.ratio == D("1.05")
    assert bao.to_last_year.relative == D(4_800 * 15_600) / (3_600 * 17_400)
    assert (ada.load, bao.load) == (Load.FAIR, Load.OVER)
    assert not book.by_potential and book.potential.gini is None
    # Gini of two: (x2 − x1) ÷ (2·Σx).
    assert book.gini == D(12_600 - 4_800) / (2 * 17_400)
    assert book.history.gini == D(12_000 - 3_600) / (2 * 15_600)


def test_potential_comes_first_where_it_is_known(desk: Desk) -> None:
    a_branch(desk)
    ids = {code: id_ for id_, code in desk.rows(Customer, "id", "code")}
    ((area,),) = desk.rows(Territory, "id")
    wishes = (
        PotentialWish(SubjectKind.CUSTOMER, ids["C1"], PotentialEntry(D(20_000), source="Count")),
        PotentialWish(SubjectKind.TERRITORY, area, PotentialEntry(D(40_000), source="Yearbook")),
    )
    Potentials(desk.uow, CLOCK).save(desk.actor, SavePotentials(wishes, "p"))
    book = book_of(desk)
    ada, bao = book.rows
    # C1 has his own figure; C2 what that of the area leaves.
    assert (ada.potential, bao.potential) == (20_000, 20_000)
    assert book.by_potential and (book.figures, book.guessed) == (2, 0)
    assert (ada.load, bao.load) == (Load.OVER, Load.UNDER)
    assert book.potential.gini == 0
    # 12,600 of 17,400 are asked of one half: 22.4 % would have to move.
    assert book.potential.misplaced == abs(D(12_600) / 17_400 - D("0.5"))


def test_each_level_is_held_to_the_branch_s_target(local: Desk) -> None:
    a_branch(local)
    ((rep_id,),) = local.rows(Rep, "id", code="R1")
    with local.uow.write(local.actor, "Stretch") as session:
        session.execute(
            insert(PlanLine).values(
                branch_id=local.branch().id, version_id=latest_version(local), metric="sales",
                level="stretch", month=Month.at(2026, 5).ordinal, pool_rep_id=rep_id,
                amount=2_000_000, is_locked=False, reason="", version=1,
            )
        )  # fmt: skip
    levels = {one.key: (one.amount, one.ratio) for one in book_of(local).levels}
    assert levels["branch"] == (18_000, 1)
    assert levels["reps"] == (17_400, D(17_400) / 18_000)
    assert levels["nobody"] == (600, D(600) / 18_000)
    assert levels["stretch"] == (20_000, D(20_000) / 18_000)
    assert "headquarters" not in levels


def test_headquarters_number_is_a_level_of_a_draft_that_is_talked_about(local: Desk) -> None:
    a_branch(local)
    made = PlanVersions(local.uow, CLOCK).make(local.actor, MakePlan("Next", 2027, D(0)))
    assert made.created_id is not None
    PlanTalks(local.uow, CLOCK).add_round(
        local.actor,
        AddRound(made.created_id, Metric.SALES, PlanSide.HQ, RoundEntry(D(31_200))),
    )
    book = PlanFairness(local.uow, CLOCK).book(made.created_id)
    levels = {one.key: one for one in book.levels}
    # The new plan is last year's 15,600 again.
    assert levels["branch"].amount == 15_600
    assert levels["headquarters"].ratio == 2


def test_chances_rest_on_forecasts_and_their_mean_is_the_part_expected(local: Desk) -> None:
    a_branch(local)
    book = book_of(local)
    known = [row.chance for row in book.rows if row.chance is not None]
    assert book.judged == len(known)
    assert book.attaining == (sum(known, D(0)) / len(known) if known else None)
    assert all(row.expected is not None for row in book.rows)


def test_a_plan_without_reps_has_no_rows_but_levels(local: Desk) -> None:
    local.bring("targets", "period,metric,amount\n2026,sales,100.00\n",
                plan="2026 plan", in_force=True)  # fmt: skip
    book = book_of(local)
    assert book.rows == () and book.gini is None and book.attaining is None
    assert [one.key for one in book.levels] == ["branch", "reps", "nobody"]


def test_a_version_that_is_gone_is_refused(local: Desk) -> None:
    with pytest.raises(InputError) as caught:
        PlanFairness(local.uow, CLOCK).book(999)
    assert caught.value.issues[0].code == "plan_version_gone"
