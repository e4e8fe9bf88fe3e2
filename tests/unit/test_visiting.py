"""Whom a rep visits how often: rates, shares, suggestions, classes. Hand-computed cases."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.services.rules.programme import FieldRates, FieldRecord
from desktop.services.rules.visiting import (
    Candidate,
    by_class,
    class_means,
    customer_rates,
    gap_shares,
    present_visits,
    scaled,
    suggest,
)

REP = FieldRates(Decimal("0.4"), Decimal("0.3"), Decimal("0.5"), Decimal(100), Decimal(5))
A = Candidate(Decimal(4), 20, Decimal(600), Decimal(900))
B = Candidate(Decimal(2), 10, Decimal(200), Decimal(400))
C = Candidate(Decimal(1), 0, Decimal(0), Decimal(100))
NONE = Candidate(None, 0, Decimal(0), Decimal(0))


def test_a_customer_without_a_record_has_the_reps_rates() -> None:
    rates = customer_rates(FieldRecord(), REP)
    assert (rates.hit_rate, rates.order_value) == (Decimal("0.4"), 100)
    assert rates.low < rates.hit_rate < rates.high


def test_a_customers_own_visits_count_beside_fifty_of_the_rep() -> None:
    # (10 + 50 × 0.4) ÷ (10 + 50) = 30 ÷ 60; value (10 × 400 + 20 × 100) ÷ 30.
    rates = customer_rates(FieldRecord(10, 10, Decimal(4000)), REP)
    assert (rates.hit_rate, rates.order_value) == (Decimal("0.5"), 200)
    assert rates.sales(4) == 400


def test_more_orders_than_visits_make_no_rate_above_one() -> None:
    assert customer_rates(FieldRecord(10, 900, Decimal(900)), REP).hit_rate == 1


@pytest.mark.parametrize(
    ("candidates", "shares"),
    [
        ((A, B), (75, 25)),
        ((C, NONE), (100, 0)),  # nothing to win: by what was sold
        ((NONE, NONE), (50, 50)),
        ((), ()),
    ],
)
def test_the_gap_goes_where_most_is_to_be_won(
    candidates: tuple[Candidate, ...], shares: tuple[int, ...]
) -> None:
    assert gap_shares(100, candidates) == shares


def test_present_visits_stay_where_they_were_made() -> None:
    assert present_visits(60, (A, B, C)) == (40, 20, 0)
    assert present_visits(5, (C, C)) == (3, 2)
    assert present_visits(5, ()) == ()


def test_classes_keep_their_frequency_and_the_rest_follows_the_gap() -> None:
    # Three months: 12 + 6 + 3 = 21; nine more, three to one.
    found = suggest((A, B, C), Decimal(3), 29)
    assert found.visits == (12 + 6, 6 + 2, 3)
    assert (found.floor, found.is_cut) == (21, False)


def test_frequencies_are_cut_in_proportion_where_the_days_are_not_enough() -> None:
    found = suggest((A, B, C), Decimal(3), 7)
    assert (found.visits, found.floor, found.is_cut) == ((4, 2, 1), 21, True)


def test_without_a_total_it_is_the_frequencies_alone() -> None:
    assert suggest((A, NONE), Decimal("2.5"), None).visits == (10, 0)
    assert suggest((), Decimal(3), 12).visits == ()


@pytest.mark.parametrize(
    ("visits", "months", "of", "expected"),
    [(24, "12", "12", 24), (24, "6", "12", 12), (3, "6", "12", 2), (7, "3", "0", 7)],
)
def test_visits_are_scaled_to_other_months(
    visits: int, months: str, of: str, expected: int
) -> None:
    assert scaled(visits, Decimal(months), Decimal(of)) == expected


def test_a_colleagues_customers_count_by_name_and_the_others_by_class() -> None:
    means = class_means([("A", 10), ("A", 14), ("", 3)], Decimal(6), Decimal(12))
    assert means == {"": Decimal("1.5"), "A": Decimal(6)}
    found = by_class([(1, "A"), (2, "A"), (3, "B"), (4, "")], {1: 9}, means)
    assert found == {1: 9, 2: 6, 4: 2}
