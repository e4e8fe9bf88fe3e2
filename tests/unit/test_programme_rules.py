"""From a target to visits: hand-computed cases of the rates, the gap and the verdict."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.services.rules.programme import (
    NO_DAYS,
    NO_FORECAST,
    NO_RECORD,
    NO_TARGET,
    Capacity,
    FieldRates,
    FieldRecord,
    programme_of,
    rates_of,
)

#: 1,000 visits, 400 orders of 1,000 each, 250 days: 0.4 orders a visit, 4 visits a day.
BRANCH = FieldRecord(1_000, 400, Decimal(400_000), Decimal(250))
D = Decimal


def test_a_rep_without_visits_has_the_rates_of_the_branch() -> None:
    rates = rates_of(FieldRecord(), BRANCH)
    assert rates is not None
    assert (rates.hit_rate, rates.order_value, rates.calls_per_day) == (D("0.4"), 1_000, 4)


def test_fifty_visits_of_his_own_weigh_as_much_as_the_branch() -> None:
    # Own: 50 visits, 30 orders of 2,000, 10 days. With the branch's 50: 20 orders, 12.5 days.
    rates = rates_of(FieldRecord(50, 30, D(60_000), D(10)), BRANCH)
    assert rates is not None
    assert rates.hit_rate == D("0.5")  # (30 + 20) / 100
    assert rates.order_value == 1_600  # (60,000 + 20,000) / 50
    assert rates.calls_per_day == Decimal(100) / D("22.5")
    assert D("0.40") < rates.low < rates.hit_rate < rates.high < D("0.60")


def test_more_orders_than_visits_are_a_rate_of_one() -> None:
    rates = rates_of(FieldRecord(), FieldRecord(10, 15, D(1_500), D(5)))
    assert rates is not None and rates.hit_rate == 1


@pytest.mark.parametrize(
    "branch",
    [
        FieldRecord(),
        FieldRecord(100, 0, D(0), D(20)),
        FieldRecord(100, 5, D(0), D(20)),
        FieldRecord(100, 5, D(500), D(0)),
    ],
)
def test_a_branch_without_a_record_gives_no_rates(branch: FieldRecord) -> None:
    assert rates_of(FieldRecord(50, 30, D(60_000), D(10)), branch) is None


def rates(calls: str = "4") -> FieldRates:
    """Return 0.4 orders a visit, between 0.25 and 0.5, of 1,000 each."""
    return FieldRates(D("0.4"), D("0.25"), D("0.5"), D(1_000), D(calls))


def test_the_gap_becomes_orders_visits_and_visits_a_day() -> None:
    found = programme_of(D(100_000), D(90_000), rates(), D(50))
    assert (found.gap, found.orders, found.visits) == (10_000, 10, 25)
    assert (found.fewest_visits, found.most_visits) == (20, 40)
    assert (found.present_visits, found.visits_per_day, found.rise) == (200, D("4.5"), D("0.125"))
    assert found.capacity is Capacity.TIGHT


@pytest.mark.parametrize(
    ("gap", "capacity"),
    [(8_000, Capacity.ENOUGH), (8_001, Capacity.TIGHT), (24_000, Capacity.TIGHT),
     (24_001, Capacity.SHORT), (0, Capacity.ENOUGH)],
)  # fmt: skip
def test_the_verdict_turns_at_ten_and_at_thirty_per_cent_more_visits(
    gap: int, capacity: Capacity
) -> None:
    # 200 visits anyway: 20 more are a tenth (8,000 = 8 orders = 20 visits), 60 are 30 %.
    assert programme_of(D(100_000), D(100_000 - gap), rates(), D(50)).capacity is capacity


def test_a_target_that_is_expected_to_be_reached_needs_nothing_on_top() -> None:
    found = programme_of(D(100_000), D(120_000), rates(), D(50))
    assert (found.gap, found.visits, found.rise, found.note) == (0, 0, 0, "")


@pytest.mark.parametrize(
    ("target", "expected", "known", "days", "note", "capacity"),
    [
        (None, D(1), True, D(9), NO_TARGET, Capacity.UNKNOWN),
        (D(9), None, True, D(9), NO_FORECAST, Capacity.UNKNOWN),
        (D(9), D(1), False, D(9), NO_RECORD, Capacity.UNKNOWN),
        (D(9), D(10), False, D(9), "", Capacity.ENOUGH),
        (D(9), D(1), True, D(0), NO_DAYS, Capacity.SHORT),
        (D(9), D(10), True, D(0), "", Capacity.ENOUGH),
    ],
)
def test_what_is_not_known_is_said_not_guessed(
    target: Decimal | None,
    expected: Decimal | None,
    known: bool,
    days: Decimal,
    note: str,
    capacity: Capacity,
) -> None:
    found = programme_of(target, expected, rates() if known else None, days)
    assert (found.note, found.capacity, found.visits) == (note, capacity, None)


@given(
    gap=st.integers(0, 10**9),
    rate=st.integers(1, 100),
    value=st.integers(1, 10**6),
    days=st.integers(1, 250),
)
def test_the_visits_on_top_are_the_fewest_that_close_the_gap(
    gap: int, rate: int, value: int, days: int
) -> None:
    one = FieldRates(D(rate) / 100, D(rate) / 100, D(rate) / 100, D(value), D(1))
    found = programme_of(D(gap), D(0), one, D(days))
    assert found.visits is not None
    worth = Fraction(rate, 100) * value
    assert found.visits * worth >= gap > (found.visits - 1) * worth or found.visits == gap == 0
