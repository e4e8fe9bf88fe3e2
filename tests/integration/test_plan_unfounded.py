"""Numbers that rest on nothing but typing, on both engines; hand-computed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert

from desktop.enums import Dimension, Metric
from desktop.errors import InputError
from desktop.models import PlanBasis, PlanLine, Rep, Territory
from desktop.periods import Month
from desktop.services.plans.unfounded import UnfoundedNumbers, UnfoundedRow
from desktop.services.plans.versions_data import VersionCard
from tests.factories import CLOCK, Desk
from tests.integration.plan_desk import PlanDesk, a_plan_desk

JANUARY, MARCH, DECEMBER = (Month.at(2026, one) for one in (1, 3, 12))


@pytest.fixture
def plans(sold_desk: Desk) -> PlanDesk:
    return a_plan_desk(sold_desk)


def rep_id(plans: PlanDesk, code: str) -> int:
    ((found,),) = plans.desk.rows(Rep, "id", code=code)
    return int(found)


def say(plans: PlanDesk, card: VersionCard, method: str, **scope: Any) -> None:
    """Write a pedigree of net sales for the year, later than all before it."""
    with plans.desk.uow.write(plans.desk.actor, "Say why") as session:
        values = {
            "branch_id": plans.desk.actor.branch_id, "version_id": card.version_id,
            "metric": "sales", "level": "base", "first_month": JANUARY.ordinal,
            "last_month": DECEMBER.ordinal, "method": method, "inputs": "[]",
            "adjustments": "[]", "amount": 0, "reason": f"{method} because",
            "made_by_id": plans.desk.actor.user_id, "made_at": CLOCK.now(), **scope,
        }  # fmt: skip
        session.execute(insert(PlanBasis).values(values))


def add_line(plans: PlanDesk, card: VersionCard, rep: str, amount: int) -> None:
    with plans.desk.uow.write(plans.desk.actor, "Add line") as session:
        session.add(
            PlanLine(
                branch_id=plans.desk.actor.branch_id, version_id=card.version_id, metric="sales",
                month=MARCH.ordinal, pool_rep_id=rep_id(plans, rep), amount=amount,
                is_locked=False, reason="", level="base",
            )
        )  # fmt: skip


def listed(plans: PlanDesk, card: VersionCard) -> tuple[UnfoundedRow, ...]:
    return UnfoundedNumbers(plans.desk.uow).of(card.version_id)


def test_a_plan_from_last_year_rests_on_last_year(plans: PlanDesk) -> None:
    assert listed(plans, plans.make(growth=Decimal("0.10"))) == ()


def test_a_number_typed_over_it_rests_on_nothing_else(plans: PlanDesk) -> None:
    card = plans.make(growth=Decimal("0.10"))
    say(plans, card, "typed", rep_id=rep_id(plans, "R1"))
    (row,) = listed(plans, card)
    # R1 has 104.50 and 52.26 of 418.01.
    assert (row.metric, row.lines, row.amount) == (Metric.SALES, 2, Decimal("156.76"))
    assert row.share == Decimal(15_676) / Decimal(41_801)
    assert [(one, named.code) for one, named in row.scope] == [(Dimension.REP, "R1")]
    assert (row.is_typed, row.reason, row.first, row.last) == (
        True, "typed because", JANUARY, DECEMBER,
    )  # fmt: skip
    assert row.by and row.at is not None


def test_of_two_pedigrees_the_later_one_counts(plans: PlanDesk) -> None:
    card = plans.make(growth=Decimal("0.10"))
    say(plans, card, "typed")
    say(plans, card, "even", rep_id=rep_id(plans, "R2"))
    (row,) = listed(plans, card)
    # 418.01 less R2's 261.25.
    assert (row.scope, row.amount) == ((), Decimal("156.76"))


def test_months_outside_a_pedigree_keep_the_one_before(plans: PlanDesk) -> None:
    card = plans.make(growth=Decimal("0.10"))
    say(plans, card, "typed", last_month=JANUARY.ordinal)
    (row,) = listed(plans, card)
    assert (row.lines, row.amount) == (1, Decimal("104.50"))


def test_lines_that_nothing_was_said_about_are_listed_by_rep(plans: PlanDesk) -> None:
    card = plans.make()
    add_line(plans, card, "R1", 700)
    add_line(plans, card, "R2", 900)
    add_line(plans, card, "R2", 400)
    rows = listed(plans, card)
    assert [(row.scope[0][1].code, row.lines, row.amount) for row in rows] == [
        ("R2", 2, Decimal("13.00")), ("R1", 1, Decimal("7.00")),
    ]  # fmt: skip
    assert [(row.is_typed, row.by, row.first) for row in rows] == [(False, "", MARCH)] * 2


def test_a_pedigree_of_a_territory_holds_all_below_it(plans: PlanDesk) -> None:
    area, below = plans.desk.territories(2)
    (rep,) = plans.desk.reps(1, territory=below)
    card = plans.make()
    add_line(plans, card, rep, 500)
    add_line(plans, card, "R1", 100)
    ((area_id,),) = plans.desk.rows(Territory, "id", code=area)
    say(plans, card, "typed", territory_id=area_id)
    assert [(row.scope[0][1].code, row.amount, row.is_typed) for row in listed(plans, card)] == [
        (area, Decimal("5.00"), True), ("R1", Decimal("1.00"), False),
    ]  # fmt: skip


def test_an_imported_plan_rests_on_its_file(plans: PlanDesk) -> None:
    plans.desk.bring(
        "targets", "metric,period,rep_code,amount\nsales,2026-01,R1,100\n", plan="Brought"
    )
    (card,) = plans.service.cards()
    assert listed(plans, card) == ()


def test_a_version_that_is_gone_is_said_to_be(plans: PlanDesk) -> None:
    with pytest.raises(InputError):
        UnfoundedNumbers(plans.desk.uow).of(999_999)
