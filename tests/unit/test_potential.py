"""Potential by hand: shares, chains of ratios, and customers without a figure of their own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.services.rules.potential import (
    KnownPotential,
    chain_of,
    potential_of_all,
    share_of,
)

D = Decimal


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # A chain ratio: people × part that drinks × litres a year.
        ("120000 × 35% × 8", D("336000")),
        # A build-up: the sum of buyers × usage.
        ("40*3000 + 12x9000", D("228000")),
        ("5", D(5)),
    ],
)
def test_a_calculation_is_products_and_sums(text: str, wanted: Decimal) -> None:
    assert chain_of(text, Decimal) == wanted


def test_a_share_needs_a_potential() -> None:
    assert share_of(25, 100).value == D("0.25")
    assert share_of(25, None).reason == share_of(25, 0).reason != ""


def test_customers_without_a_figure_share_what_their_territory_leaves() -> None:
    known = KnownPotential(
        customers={1: 400}, territories={10: 1_000}, place={1: 10, 2: 11, 3: 10, 4: None},
        parent={10: None, 11: 10},
    )  # fmt: skip
    # 1,000 − 400 = 600 for customers 2 (in a territory below) and 3, as 1 : 2; nothing of 4.
    assert potential_of_all(known, {1: 50, 2: 100, 3: 200, 4: 70}) == {
        1: 400, 2: 200, 3: 400, 4: 70,
    }  # fmt: skip


def test_a_figure_below_another_is_a_part_of_it() -> None:
    known = KnownPotential({}, {10: 1_000, 11: 300}, {1: 10, 2: 11}, {10: None, 11: 10})
    assert potential_of_all(known, {1: 5, 2: 5}) == {1: 700, 2: 300}


def test_a_territory_that_leaves_nothing_leaves_what_is_there() -> None:
    known = KnownPotential({1: 900}, {10: 500}, {1: 10, 2: 10}, {10: None})
    assert potential_of_all(known, {1: 5, 2: 80}) == {1: 900, 2: 80}
