"""The difference to the year before: hand-computed cases, and that nothing is ever lost."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.services.rules.variance import Cause, Dealing, split_difference, sums_by_cause

A, B, C = 1, 2, 3
PIECE = 1_000_000


def sold(customer: int, product: int | None, pieces: int, cents: int, loose: int = 0) -> Dealing:
    return Dealing(customer, product, pieces * PIECE, cents, loose)


def bars(
    before: Sequence[Dealing], now: Sequence[Dealing], newcomers: Sequence[int] = (),
    units: dict[int, str] | None = None,
) -> dict[Cause, int]:  # fmt: skip
    return sums_by_cause(split_difference(before, now, newcomers, units or {}))


def test_price_mix_and_volume_are_those_of_management_accounting() -> None:
    # Hand-computed. Before: 100 A at 10.00, 100 B at 20.00; now 150 A at 11.00, 90 B at 20.00.
    # Pieces 200 → 240, so volume is 20 % of 3,000.00. At the old prices the pieces sold now
    # are 1,500.00 + 1,800.00; at the old shares they would be 3,600.00: mix is −300.00.
    # Price: 150 × 1.00.
    found = bars(
        [sold(7, A, 100, 1000_00), sold(7, B, 100, 2000_00)],
        [sold(7, A, 150, 1650_00), sold(7, B, 90, 1800_00)],
    )
    assert found == {Cause.VOLUME: 600_00, Cause.MIX: -300_00, Cause.PRICE: 150_00}


def test_a_dearer_price_alone_is_price_and_nothing_else() -> None:
    found = bars([sold(7, A, 10, 100_00)], [sold(7, A, 10, 110_00)])
    assert found == {Cause.PRICE: 10_00}


def test_more_of_everything_in_the_same_shares_is_volume_and_nothing_else() -> None:
    found = bars(
        [sold(7, A, 10, 100_00), sold(7, B, 20, 300_00)],
        [sold(7, A, 15, 150_00), sold(7, B, 30, 450_00)],
    )
    assert found == {Cause.VOLUME: 200_00}


def test_another_product_instead_of_the_old_one_is_mix() -> None:
    # Ten pieces stay ten pieces; the new product has no price before, so it is mix at its own.
    found = bars([sold(7, A, 10, 100_00)], [sold(7, B, 10, 130_00)])
    assert found == {Cause.MIX: 30_00}


def test_customers_of_one_period_only_are_bars_of_their_own() -> None:
    found = bars(
        [sold(1, A, 10, 100_00), sold(2, A, 5, 50_00)],
        [sold(1, A, 10, 100_00), sold(3, A, 2, 20_00), sold(4, A, 3, 30_00)],
        newcomers=[4],
    )
    assert found == {Cause.LOST: -50_00, Cause.NEW: 30_00, Cause.RETURNED: 20_00}


def test_a_customer_s_price_does_not_count_before_he_was_a_customer_of_both() -> None:
    effects = split_difference(
        [sold(1, A, 10, 100_00)], [sold(1, A, 10, 100_00), sold(2, A, 10, 500_00)], [2], {}
    )
    assert [(one.cause, one.customer, one.product, one.amount) for one in effects] == [
        (Cause.NEW, 2, None, 500_00)
    ]


def test_pieces_of_different_units_are_not_added_up() -> None:
    # Ten boxes and 1,000 metres: were they added, the metres would drown the boxes' volume.
    before = [sold(7, A, 10, 100_00), sold(7, B, 1000, 100_00)]
    now = [sold(7, A, 20, 200_00), sold(7, B, 1000, 100_00)]
    assert bars(before, now, units={A: "box", B: "m"}) == {Cause.VOLUME: 100_00}
    assert Cause.MIX in bars(before, now)


def test_lines_without_product_or_quantity_are_told_apart() -> None:
    found = bars(
        [sold(7, A, 10, 100_00, loose=40_00), sold(7, None, 0, 0, loose=5_00)],
        [sold(7, A, 10, 100_00), sold(7, None, 0, 0, loose=60_00)],
    )
    assert found == {Cause.UNSPLIT: 15_00}


def test_a_product_of_which_more_came_back_than_was_sold_has_no_price() -> None:
    found = bars(
        [sold(7, A, 10, 100_00), sold(7, B, 5, 50_00)],
        [sold(7, A, 10, 100_00), sold(7, B, -2, -20_00)],
    )
    assert found == {Cause.UNSPLIT: -70_00}


def test_what_rounding_leaves_goes_to_mix() -> None:
    # A: 3 pieces for 1 cent instead of 2, price 1 − 1.5 = −0.5, rounded to −1; pieces 4 → 5,
    # volume 0.25 → 0 of A, 0.75 → 1 of B. Mix takes +1 of A and −1 of B.
    effects = split_difference(
        [sold(7, A, 2, 1), sold(7, B, 2, 3)], [sold(7, A, 3, 1), sold(7, B, 2, 3)], (), {}
    )
    assert [(one.cause, one.product, one.amount) for one in effects] == [
        (Cause.MIX, A, 1), (Cause.PRICE, A, -1), (Cause.VOLUME, B, 1), (Cause.MIX, B, -1),
    ]  # fmt: skip


@pytest.mark.parametrize("empty", ["before", "now"])
def test_a_year_without_sales_leaves_customers_alone(empty: str) -> None:
    rows = [sold(7, A, 10, 100_00)]
    if empty == "before":
        assert bars([], rows, newcomers=[7]) == {Cause.NEW: 100_00}
    else:
        assert bars(rows, []) == {Cause.LOST: -100_00}


dealings = st.lists(
    st.builds(
        Dealing, st.integers(1, 4), st.sampled_from([None, A, B, C]),
        st.integers(-5, 50).map(lambda n: n * PIECE // 3), st.integers(-10_000, 100_000),
        st.sampled_from([0, 0, 77]),
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(before=dealings, now=dealings, newcomers=st.sets(st.integers(1, 4)))
def test_the_bars_always_add_up_to_the_difference(
    before: list[Dealing], now: list[Dealing], newcomers: set[int]
) -> None:
    # Without a product nothing has a quantity, as the reader gives it.
    before, now = (
        [
            one
            if one.product is not None
            else Dealing(one.customer, None, 0, 0, one.loose + one.amount)
            for one in rows
        ]
        for rows in (before, now)
    )
    effects = split_difference(before, now, newcomers, {A: "pc", B: "pc", C: "kg"})
    difference = sum(one.amount + one.loose for one in now) - sum(
        one.amount + one.loose for one in before
    )
    assert sum(one.amount for one in effects) == difference
    assert sum(sums_by_cause(effects).values()) == difference
