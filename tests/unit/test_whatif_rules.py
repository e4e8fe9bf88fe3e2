"""Events on a plan's year: hand-computed cases, and that the parts always make the whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest

from desktop.periods import Month, Period
from desktop.services.rules.whatif import board, outcome
from desktop.services.rules.whatif_data import (
    Delay,
    Event,
    FieldMeans,
    Ground,
    Late,
    Line,
    LoseCustomer,
    Measure,
    Parcel,
    PriceChange,
    Receipt,
    RepLeaves,
)
from desktop.services.rules.workdays import WorkCalendar

ADA, BAO = 1, 2
EAST, WEST = 10, 20
NOVEMBER, DECEMBER = Month.at(2026, 11), Month.at(2026, 12)


def day(month: int, number: int) -> int:
    return date(2026, month, number).toordinal()


#: East is Ada's: 3,000.00 in November (30 days), 3,100.00 in December (31 days); half is cost,
#: and he pays at once. West is Bao's: 310.00 in December, paid after 31 days, next year.
GROUND = Ground(
    Period(date(2026, 1, 1), date(2027, 1, 1)),
    date(2026, 11, 1),
    WorkCalendar({}),
    (
        Parcel(EAST, ADA, day(11, 1), day(12, 1), 300_000, 150_000, 0),
        Parcel(EAST, ADA, day(12, 1), day(12, 31) + 1, 310_000, 155_000, 0),
        Parcel(WEST, BAO, day(12, 1), day(12, 31) + 1, 31_000, 20_000, 31),
    ),
    {ADA: 1_000_000, BAO: 500_000},
    {ADA: 1_700_000, BAO: 531_000},
    done_profit=700_000,
    done_cash=900_000,
    debts=(Receipt(day(12, 1), day(12, 1) + 1, 40_000),),
    fields={ADA: FieldMeans(80, Decimal(3_000)), BAO: FieldMeans(40, Decimal(3_000))},
)

LOSE = LoseCustomer(EAST, DECEMBER)
LEAVE = RepLeaves(ADA, date(2026, 12, 1), Decimal("0.6"))
CHEAPER = PriceChange(Decimal("-0.03"), DECEMBER)
LATER = Delay(Late.DELIVERIES, 2, DECEMBER)
OWED = Delay(Late.PAYMENTS, 2, DECEMBER)
EVERYTHING: tuple[Event, ...] = (OWED, LATER, CHEAPER, LEAVE, LoseCustomer(WEST, NOVEMBER), LOSE)


def test_without_an_event_the_year_ends_as_it_goes() -> None:
    found = outcome(GROUND)
    assert found.sales == {ADA: 1_610_000, BAO: 531_000}
    assert found.total == 2_141_000
    # East pays at once, West next year, the debt in December.
    assert found.cash == 900_000 + 610_000 + 40_000
    assert found.profit == 700_000 + 305_000 + 11_000
    # Ada lacks 90,000 at 3,000 a visit: 30 visits on top of 80 and 40.
    assert (found.visits_needed, found.visits_available) == (150, 120)


def test_a_lost_customer_buys_nothing_from_the_month_on_and_pays_what_he_owes() -> None:
    found = outcome(GROUND, [LOSE])
    assert found.total == 2_141_000 - 310_000
    assert found.cash == 900_000 + 300_000 + 40_000
    assert found.profit == 1_016_000 - 155_000
    # Ada lacks 400,000: 134 visits, rounded up.
    assert found.visits_needed == 80 + 134 + 40


def test_a_leaving_rep_keeps_a_part_of_what_was_to_come_and_makes_no_visits() -> None:
    found = outcome(GROUND, [LEAVE])
    assert found.sales[ADA] == 1_300_000 + 186_000
    # 21 of 44 working days of November and December are November's.
    assert found.visits_available == 40 + 38


def test_a_month_that_he_leaves_in_the_middle_of_is_divided_by_working_days() -> None:
    # November 2026 has 21 working days; 10 of them lie before the 15th (a Sunday).
    found = outcome(GROUND, [RepLeaves(ADA, date(2026, 11, 15), Decimal(0))])
    assert found.sales[ADA] == 1_000_000 + 142_857
    assert found.sales[BAO] == 531_000


def test_another_price_moves_sales_and_leaves_costs_where_volume_stays() -> None:
    found = outcome(GROUND, [CHEAPER])
    assert found.total == 2_141_000 - 9_300 - 930
    assert found.profit == 1_016_000 - 9_300 - 930


def test_with_an_elasticity_volume_and_costs_follow_the_price() -> None:
    # −3 % at −2: volume +6 %, sales × 0.97 × 1.06 = 1.0282.
    found = outcome(GROUND, [PriceChange(Decimal("-0.03"), DECEMBER, Decimal(-2))])
    assert found.total == 1_800_000 + 318_742 + 31_874
    # Costs × 1.06: 155,000 and 20,000 become 164,300 and 21,200.
    assert found.profit == 700_000 + 150_000 + (318_742 - 164_300) + (31_874 - 21_200)


def test_volume_never_falls_below_nothing() -> None:
    found = outcome(GROUND, [PriceChange(Decimal("0.5"), DECEMBER, Decimal(-3))])
    assert found.total == 1_800_000


def test_two_weeks_of_delay_cost_the_year_its_last_two_weeks() -> None:
    # 17 of December's 31 days stay.
    found = outcome(GROUND, [LATER])
    assert found.total == 1_800_000 + 170_000 + 17_000
    assert found.cash == 900_000 + 300_000 + 170_000 + 40_000


def test_a_delay_within_the_year_costs_sales_nothing() -> None:
    early = Delay(Late.DELIVERIES, 1, NOVEMBER)
    ground = outcome(GROUND, [LoseCustomer(WEST, NOVEMBER), LOSE, early])
    # November moves into the first week of December, and all of it is still this year's.
    assert ground.sales[ADA] == 1_300_000


def test_late_payments_leave_sales_alone() -> None:
    found = outcome(GROUND, [OWED])
    assert found.total == 2_141_000
    # The debt of 1 December comes on the 15th; of December's sales 17 days are paid.
    assert found.cash == 900_000 + 300_000 + 170_000 + 40_000


@pytest.mark.parametrize("count", [0, 1, 2, 3, 6])
def test_parts_and_what_comes_together_are_the_difference_to_the_cent(count: int) -> None:
    for events in combinations(EVERYTHING, count):
        for line in board(GROUND, events):
            assert line.difference is not None and line.together is not None
            assert line.now is not None and line.then is not None
            assert line.now + sum(line.parts, Decimal(0)) + line.together == line.then  # type: ignore[arg-type]
            assert count > 1 or line.together == 0


def test_the_order_of_typing_changes_nothing_but_the_order_of_the_parts() -> None:
    there, back = board(GROUND, EVERYTHING), board(GROUND, EVERYTHING[::-1])
    assert [line.then for line in there] == [line.then for line in back]
    assert [line.parts[::-1] for line in there] == [line.parts for line in back]


def test_what_is_not_known_stays_unknown() -> None:
    from dataclasses import replace

    bare = replace(GROUND, fields=None, has_costs=False, targets={})
    lines = {line.measure: line for line in board(bare, [LOSE])}
    for measure in (Measure.PROFIT, Measure.VISITS_NEEDED, Measure.ATTAINMENT):
        line = lines[measure]
        assert (line.now, line.difference, line.together) == (None, None, None)
    assert Measure.REP_ATTAINMENT not in lines


def test_each_rep_with_a_target_has_his_attainment() -> None:
    lines = [one for one in board(GROUND, [LOSE]) if one.measure is Measure.REP_ATTAINMENT]
    assert [one.rep_id for one in lines] == [ADA, BAO]
    ada: Line = lines[0]
    assert (ada.now, ada.then) == (Decimal("0.947059"), Decimal("0.764706"))
    assert lines[1].difference == 0
