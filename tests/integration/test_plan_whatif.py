"""The what-if board's ground: it ties to plan and forecast, and trying writes nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from desktop.errors import InputError
from desktop.models import PlanLine
from desktop.periods import Month
from desktop.services.plans.whatif import PlanWhatIf
from desktop.services.plans.whatif_data import Basis, WhatIfGround
from desktop.services.rules.whatif import board
from desktop.services.rules.whatif_data import (
    Delay,
    Event,
    Ground,
    Late,
    LoseCustomer,
    Measure,
    PriceChange,
    RepLeaves,
)
from tests.factories import CLOCK, Desk, contents
from tests.integration.target_sheet_desk import latest_version

TARGETS = """
period,metric,amount,rep_code,customer_code
2026,sales,12000.00,,C1
2026,sales,3600.00,,C2
2026,sales,600.00,R2,
2026,sales,300.00,,
"""
#: C1 buys 1,000 a month and C2 300, from January 2024 to February 2026; a third is cost.
SALES = "invoice_no,invoice_date,customer_code,amount,cost\n" + "\n".join(
    f"I{code}{year}{month:02d},{year}-{month:02d}-10,{code},{net}.00,{net * 2 // 3}.00"
    for code, net in (("C1", 900), ("C2", 300))
    for year in (2024, 2025, 2026)
    for month in range(1, 3 if year == 2026 else 13)
)
#: C1 pays each invoice twenty days later, all but that of February 2026.
PAID = "receipt_no,date,customer_code,amount,invoice_no\n" + "\n".join(
    f"R{year}{month:02d},{year}-{month:02d}-30,C1,900.00,IC1{year}{month:02d}"
    for year, months in ((2025, (3, 4, 5, 6, 7, 8, 9, 10, 11, 12)), (2026, (1,)))
    for month in months
)


def a_branch(desk: Desk) -> WhatIfGround:
    """Bring a branch of two reps with a plan of 2026 and return its ground."""
    desk.bring("reps", "code,name\nR1,Ada Wu\nR2,Bao Jie\n")
    desk.bring(
        "customers",
        "code,name,rep_code,terms_days\nC1,East Stores,R1,30\nC2,West Trade,R2,45\n",
    )
    desk.bring("invoices", SALES)
    desk.bring("collections", PAID)
    desk.bring("targets", TARGETS, plan="2026 plan", in_force=True)
    return ground_of(desk)


def ground_of(desk: Desk) -> WhatIfGround:
    return PlanWhatIf(desk.uow, CLOCK).ground(latest_version(desk))


def everything(ground: WhatIfGround) -> tuple[Event, ...]:
    month = ground.months[1]
    return (
        LoseCustomer(ground.customers[0].id, month),
        RepLeaves(ground.reps[1].id, date(2026, 6, 16), Decimal("0.5")),
        PriceChange(Decimal("-0.03"), month, Decimal("-1.5")),
        Delay(Late.DELIVERIES, 2, month),
        Delay(Late.PAYMENTS, 2, month),
    )


def whole(ground: Ground) -> int:
    return sum(ground.done.values()) + sum(one.sales for one in ground.parcels)


@pytest.fixture
def at_home(local: Desk) -> WhatIfGround:
    """Return the ground on a file, for what does not depend on the engine."""
    return a_branch(local)


def test_the_ground_ties_to_the_plan_and_trying_events_writes_nothing(desk: Desk) -> None:
    ground = a_branch(desk)
    planned = sum(amount for (amount,) in desk.rows(PlanLine, "amount"))
    assert whole(ground.target) == planned == sum(ground.target.targets.values()) == 1_650_000
    assert ground.facts.nobody == Decimal("300.00")

    def rows() -> dict[str, tuple[object, ...]]:
        with desk.uow.read() as session:
            assert isinstance(session, Session)
            return dict(contents(session, versions=True))

    before = rows()
    again = ground_of(desk)
    assert again == ground
    for basis in Basis:
        for line in board(again.ground(basis), everything(again)):
            assert line.difference is None or line.together is not None
    assert rows() == before


def test_what_is_done_is_counted_and_the_rest_expected_of_each_customer(
    at_home: WhatIfGround,
) -> None:
    forecast = at_home.forecast
    assert forecast is not None
    # Two months are over: 900.00 and 300.00 each, by the reps who look after them.
    ada, bao = (one.id for one in at_home.reps)
    assert [forecast.done[one] for one in (ada, bao)] == [180_000, 60_000]
    ahead = {one.id: one.ahead for one in at_home.customers}
    assert [one.name for one in at_home.customers] == ["East Stores", "West Trade"]
    # Ten months of 900.00 and the rest of February are ahead; his early start lifts them.
    assert 9_000 < ahead[at_home.customers[0].id] < 11_500
    assert (at_home.months[0], at_home.months[-1]) == (Month.at(2026, 2), Month.at(2026, 12))


def test_a_payer_s_own_days_come_before_his_terms(at_home: WhatIfGround) -> None:
    forecast = at_home.forecast
    assert forecast is not None
    days = {one.customer_id: one.pay_days for one in forecast.parcels}
    east, west = at_home.customers
    assert (days[east.id], days[west.id]) == (20, 45)
    assert at_home.facts.own_habits == 1


def test_open_items_of_more_than_a_year_are_not_expected(at_home: WhatIfGround) -> None:
    # C1's fourteen invoices of 2024 and early 2025 and C2's were never paid: those due before
    # 10 February 2025 are hopeless.
    forecast = at_home.forecast
    assert forecast is not None
    owed = sum(one.amount for one in forecast.debts) + at_home.facts.overdue * 100
    assert owed == (26 - 11) * 90_000 + 26 * 30_000
    assert at_home.facts.overdue > 0


def test_gross_profit_follows_the_customer_s_own_margin(at_home: WhatIfGround) -> None:
    forecast = at_home.forecast
    assert forecast is not None and forecast.has_costs
    for one in forecast.parcels:
        assert one.cost is not None
        assert abs(one.cost * 3 - one.sales * 2) <= 3


def test_losing_the_largest_customer_costs_his_rest_and_nothing_that_is_done(
    at_home: WhatIfGround,
) -> None:
    forecast = at_home.forecast
    assert forecast is not None
    east = at_home.customers[0]
    first = at_home.months[1]
    sales, *_rest = board(forecast, [LoseCustomer(east.id, first)])
    ahead = sum(
        one.sales
        for one in forecast.parcels
        if one.customer_id == east.id and one.start >= first.start.toordinal()
    )
    assert sales.measure is Measure.SALES and sales.difference == -ahead


def test_without_history_it_is_reckoned_with_the_targets(local: Desk) -> None:
    local.bring("reps", "code,name\nR1,Ada Wu\n")
    local.bring("targets", "period,metric,amount,rep_code\n2026,sales,1200.00,R1\n",
                plan="2026 plan", in_force=True)  # fmt: skip
    ground = ground_of(local)
    assert ground.forecast is None and ground.basis(Basis.FORECAST) is Basis.TARGET
    assert ground.has_targets and not ground.target.has_costs
    assert whole(ground.ground(Basis.FORECAST)) == 120_000
    assert ground.target.fields is None


def test_a_version_that_is_gone_is_refused(local: Desk) -> None:
    with pytest.raises(InputError) as caught:
        PlanWhatIf(local.uow, CLOCK).ground(999)
    assert caught.value.issues[0].code == "plan_version_gone"
