"""The activity ratios: hand-computed values, undefined cases, identities as fractions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from desktop.periods import Period
from desktop.ratio import Ratio
from desktop.services.rules.efficiency import (
    DAYS_BELONG_TO_REPS,
    EfficiencyParts,
    broken_identities,
    efficiency,
    exact,
    is_small_base,
)
from desktop.services.rules.fielddays import (
    Employment,
    field_halves,
    in_days,
    scheduled_halves,
)

#: 25 visits in 10.5 field days, 20 timed with 610 minutes, 8 orders, 3,000.00 sold.
PARTS = EfficiencyParts(
    net_sales=300_000,
    field_halves=21,
    scheduled_halves=24,
    active_days=9,
    visits=25,
    timed_visits=20,
    minutes=610,
    productive=7,
    orders=8,
    order_value=210_000,
    expenses=50_000,
    entertainment=12_500,
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("calls_per_day", Fraction(25, 1) / Fraction(21, 2)),
        ("minutes_per_call", Fraction(610, 20)),
        ("revenue_per_call", Fraction(120)),
        ("order_value_per_call", Fraction(84)),
        ("order_value_per_day", Fraction(200)),
        ("cost_per_call", Fraction(20)),
        ("entertainment_per_call", Fraction(5)),
        ("orders_per_100", Fraction(32)),
        ("productive_rate", Fraction(28, 100)),
        ("cost_ratio", Fraction(1, 6)),
    ],
)
def test_each_ratio_is_its_numerator_over_its_denominator(name: str, expected: Fraction) -> None:
    assert exact(getattr(efficiency(PARTS, 2), name)) == expected


@pytest.mark.parametrize(
    ("parts", "name", "reason"),
    [
        (EfficiencyParts(), "calls_per_day", "no field days"),
        (EfficiencyParts(visits=3), "minutes_per_call", "no timed visits"),
        (EfficiencyParts(net_sales=5), "revenue_per_call", "no visits"),
        (EfficiencyParts(), "order_value_per_call", "no visits"),
        (EfficiencyParts(), "order_value_per_day", "no field days"),
        (EfficiencyParts(), "cost_per_call", "no visits"),
        (EfficiencyParts(expenses=1), "cost_per_call", "cost without visits"),
        (EfficiencyParts(expenses=1), "entertainment_per_call", "no visits"),
        (EfficiencyParts(entertainment=1), "entertainment_per_call", "cost without visits"),
        (EfficiencyParts(orders=2), "orders_per_100", "no visits"),
        (EfficiencyParts(), "productive_rate", "no visits"),
        (EfficiencyParts(expenses=1), "cost_ratio", "no sales"),
        (EfficiencyParts(expenses=1, net_sales=-100), "cost_ratio", "no sales"),
    ],
)
def test_a_ratio_over_nothing_is_undefined_and_says_why(
    parts: EfficiencyParts, name: str, reason: str
) -> None:
    ratio: Ratio = getattr(efficiency(parts, 2), name)
    assert (ratio.value, ratio.reason) == (None, reason)


def test_what_is_divided_by_days_is_undefined_where_rows_are_no_people() -> None:
    ratios = efficiency(PARTS, 2, has_days=False)
    assert ratios.calls_per_day.reason == DAYS_BELONG_TO_REPS
    assert ratios.order_value_per_day.reason == DAYS_BELONG_TO_REPS
    assert ratios.revenue_per_call.is_defined


def test_orders_per_hundred_calls_may_exceed_a_hundred() -> None:
    ratios = efficiency(EfficiencyParts(visits=2, orders=5), 2)
    assert ratios.orders_per_100.value == 250


@pytest.mark.parametrize("decimals", [0, 2, 3])
@pytest.mark.parametrize(
    "parts",
    [
        PARTS,
        EfficiencyParts(),
        EfficiencyParts(net_sales=-777, visits=3, expenses=1000, field_halves=7, order_value=13),
        EfficiencyParts(net_sales=1, visits=7, expenses=3, field_halves=11, orders=9),
    ],
)
def test_the_identities_hold_exactly(parts: EfficiencyParts, decimals: int) -> None:
    assert broken_identities(parts, efficiency(parts, decimals), decimals) == ()


def test_a_ratio_that_was_made_of_other_parts_breaks_the_identities() -> None:
    other = EfficiencyParts(net_sales=300_001, visits=25, expenses=50_001, field_halves=21)
    broken = broken_identities(PARTS, efficiency(other, 2), 2)
    assert broken == ("K3 = sales / V", "K4 x V = cost", "K6 x V / 100 = orders")


def test_orders_per_100_times_the_average_order_is_revenue_per_call_when_sales_are_orders() -> None:
    ratios = efficiency(PARTS, 2)
    k6, k3 = exact(ratios.orders_per_100), exact(ratios.revenue_per_call)
    average = Fraction(3000, PARTS.orders)
    assert k6 is not None and k6 * average / 100 == k3


@pytest.mark.parametrize(("visits", "small"), [(19, True), (20, False)])
def test_a_ratio_on_fewer_than_the_minimum_has_a_small_base(visits: int, small: bool) -> None:
    ratio = efficiency(EfficiencyParts(visits=visits), 2).revenue_per_call
    assert is_small_base(ratio, 20) is small


def test_an_undefined_ratio_has_no_base_to_be_small() -> None:
    assert not is_small_base(efficiency(EfficiencyParts(), 2).revenue_per_call, 20)


# --- days -----------------------------------------------------------------------------------

#: Monday 2 to Sunday 15 March 2026; work on weekdays, Saturday 14 is half a day.
FORTNIGHT = Period(date(2026, 3, 2), date(2026, 3, 16))


def halves(period: Period) -> int:
    half = date(2026, 3, 14)
    return sum(2 if day.weekday() < 5 else int(day == half) for day in period.days())


@pytest.mark.parametrize(
    ("employment", "expected"),
    [
        (Employment(), "10.5"),
        (Employment(date(2026, 3, 9)), "5.5"),
        (Employment(None, date(2026, 3, 3)), "2"),
        (Employment(date(2026, 3, 3), date(2026, 3, 3)), "1"),
        (Employment(date(2026, 3, 16)), "0"),
        (Employment(None, date(2026, 3, 1)), "0"),
    ],
)
def test_scheduled_days_are_working_days_while_employed(
    employment: Employment, expected: str
) -> None:
    assert in_days(scheduled_halves(FORTNIGHT, employment, halves)) == Decimal(expected)


@pytest.mark.parametrize(
    ("employment", "leaves", "expected"),
    [
        (Employment(), [], "10.5"),
        (Employment(), [(date(2026, 3, 4), date(2026, 3, 5))], "8.5"),
        # A leave over the weekend takes only the days that are worked; half a day counts half.
        (Employment(), [(date(2026, 3, 13), date(2026, 3, 20))], "9"),
        # A day away twice is away once.
        (
            Employment(),
            [(date(2026, 3, 4), date(2026, 3, 6)), (date(2026, 3, 5), date(2026, 3, 5))],
            "7.5",
        ),
        (Employment(date(2026, 3, 5)), [(date(2026, 3, 2), date(2026, 3, 5))], "6.5"),
        (Employment(), [(date(2026, 2, 1), date(2026, 2, 27))], "10.5"),
        (Employment(None, date(2026, 3, 1)), [(date(2026, 3, 2), date(2026, 3, 3))], "0"),
    ],
)  # fmt: skip
def test_field_days_are_scheduled_days_less_those_away(
    employment: Employment, leaves: list[tuple[date, date]], expected: str
) -> None:
    assert in_days(field_halves(FORTNIGHT, employment, leaves, halves)) == Decimal(expected)
