"""Rules of the budget: drivers, ceilings, exact division, variances."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.enums import BudgetDriverKind
from desktop.services.rules.budgeting import (
    NO_BUDGET,
    DriverParts,
    Standing,
    Volume,
    driver_parts,
    flexed_minor,
    standing_of,
    used_of,
    variance,
)

D = Decimal
KIND = BudgetDriverKind
JANUARY, FEBRUARY = 24312, 24313

#: What a driver gives: kind, rate, ceiling, volumes, amounts, wanted. Hand-computed.
CASES = [
    # 12.50 a visit: 4 and 6 visits.
    (KIND.PER_VISIT, 1250, None, [Volume(JANUARY, 4), Volume(FEBRUARY, 6)], (5000, 7500), 12500),
    # 0.05 a day: half-days 1 and 1 are 2.5 and 2.5 fen, together 5: the first gets the odd one.
    (KIND.PER_DAY, 5, None, [Volume(JANUARY, 0, 1), Volume(FEBRUARY, 0, 1)], (3, 2), 5),
    # 1.5 % of 100.00, 100.00 and 133.40: 1.5, 1.5 and 2.001, together 5.00.
    (KIND.SHARE_OF_SALES, 15_000, None,
     [Volume(JANUARY, 0, 0, 10_000), Volume(JANUARY, 0, 0, 10_000), Volume(JANUARY, 0, 0, 13_340)],
     (150, 150, 200), 500),
    # 10.00 a month over sales 2 : 1, and over two who are to sell nothing.
    (KIND.FIXED, 1000, None,
     [Volume(JANUARY, 0, 0, 200), Volume(JANUARY, 0, 0, 100), Volume(FEBRUARY), Volume(FEBRUARY)],
     (667, 333, 500, 500), 2000),
    # 10 visits at 10.00 are 100.00, but 5 % of sales of 1,000.00 is the most: halved.
    (KIND.PER_VISIT, 1000, 50_000,
     [Volume(JANUARY, 4, 0, 60_000), Volume(JANUARY, 6, 0, 40_000)], (2000, 3000), 10_000),
    # A ceiling of sales that are not planned leaves nothing.
    (KIND.PER_VISIT, 1000, 50_000, [Volume(JANUARY, 4)], (0,), 4000),
    (KIND.PER_VISIT, 1000, None, [], (), 0),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "rate", "ceiling", "volumes", "amounts", "wanted"), CASES)
def test_a_driver_gives(
    kind: KIND, rate: int, ceiling: int | None, volumes: list[Volume], amounts: tuple[int, ...],
    wanted: int,
) -> None:  # fmt: skip
    parts = driver_parts(kind, rate, volumes, ceiling)
    assert parts == DriverParts(amounts, wanted)
    assert parts.is_capped == (sum(amounts) < wanted)


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(list(KIND)),
    rate=st.integers(0, 10**6),
    ceiling=st.none() | st.integers(0, 10**6),
    volumes=st.lists(
        st.builds(
            Volume,
            st.integers(JANUARY, JANUARY + 11),
            st.integers(0, 300),
            st.integers(0, 60),
            st.integers(0, 10**9),
        ),
        max_size=12,
    ),
)
def test_parts_add_up_and_stay_below_the_ceiling(
    kind: KIND, rate: int, ceiling: int | None, volumes: list[Volume]
) -> None:
    parts = driver_parts(kind, rate, volumes, ceiling)
    assert all(amount >= 0 for amount in parts.amounts)
    assert parts.wanted == flexed_minor(kind, rate, volumes)
    most = parts.wanted
    if ceiling is not None:
        most = min(most, ceiling * sum(one.sales_minor for one in volumes) // 10**6)
    assert sum(parts.amounts) == most


def test_price_and_quantity_variances_of_the_webb_company() -> None:
    # Horngren, Datar & Rajan, Cost Accounting, chapter 7 (Webb Company, direct materials of
    # 10,000 jackets): allowed 20,000 square yards at $30, used 22,200 for $621,600. Price
    # variance $44,400 favourable, efficiency variance $66,000 unfavourable, together $21,600 U.
    found = variance(D(20_000), D(30), D(22_200), D(621_600))
    assert (found.price, found.quantity, found.total) == (D(-44_400), D(66_000), D(21_600))


@pytest.mark.parametrize(("budget", "committed", "actual", "standing"), [
    ("100", "0", "89.99", Standing.WITHIN),
    ("100", "10", "80", Standing.TIGHT),
    ("100", "20", "80", Standing.TIGHT),
    ("100", "20", "80.01", Standing.OVERSPENT),
    ("0", "0", "1", Standing.NO_BUDGET),
    ("0", "0", "0", Standing.EMPTY),
])  # fmt: skip
def test_a_budget_stands(budget: str, committed: str, actual: str, standing: Standing) -> None:
    assert standing_of(D(budget), D(committed), D(actual)) is standing


def test_without_a_budget_its_use_is_undefined() -> None:
    assert (used_of(0, 1, 2).value, used_of(0, 1, 2).reason) == (None, NO_BUDGET)
    assert used_of(400, 100, 100).value == D("0.5")
