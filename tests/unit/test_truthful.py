"""Gonik's and HU's rules: the published figures, and that the truth is always best."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.services.messages import sentence
from desktop.services.rules.truthful import (
    HuOutcome,
    HuTerms,
    gonik_payoff,
    hu_outcome,
    require_truthful,
)

TERMS = HuTerms(Decimal("0.8"), Decimal(1), Decimal("0.9"))
FIGURES = st.decimals(0, 1000, places=2)


# J. Gonik, "Tie Salesmen's Bonuses to Their Forecasts", Harvard Business Review, May 1978: the
# grid of bonus percentages, F/O across and A/O down. Its two middle cells are retold by C. Jones,
# "Sales Forecasts and Incentives", Business Forecast Blog: a quota of 50, a forecast of 25 and
# sales of 50 earn 90; the same sales well forecast earn 120.
@pytest.mark.parametrize(
    ("actual", "payoffs"),
    [
        ("0.5", ["30", "60", "30", "0"]),
        ("1.0", ["60", "90", "120", "90"]),
        ("1.5", ["90", "120", "150", "180"]),
    ],
)
def test_the_grid_of_gonik(actual: str, payoffs: list[str]) -> None:
    found = [
        gonik_payoff(Decimal(stated), Decimal(actual), Decimal(1))
        for stated in ("0", "0.5", "1.0", "1.5")
    ]

    assert found == [Decimal(payoff) for payoff in payoffs]


def test_a_forecast_of_half_the_quota_that_is_doubled_earns_ninety() -> None:
    assert gonik_payoff(Decimal(25), Decimal(50), Decimal(50)) == 90


def test_a_forecast_missed_by_far_costs_money() -> None:
    # Hand-computed: 60 * (3 * 0.2 - 1) = -24.
    assert gonik_payoff(Decimal(100), Decimal(20), Decimal(100)) == -24


@given(FIGURES, FIGURES, st.decimals(1, 1000, places=2))
def test_nobody_earns_more_by_gonik_than_with_the_truth(
    stated: Decimal, actual: Decimal, objective: Decimal
) -> None:
    assume(stated != actual)

    assert gonik_payoff(stated, actual, objective) < gonik_payoff(actual, actual, objective)


@pytest.mark.parametrize("objective", ["0", "-5"])
def test_an_objective_of_nothing_is_refused(objective: str) -> None:
    with pytest.raises(InputError) as refused:
        gonik_payoff(Decimal(1), Decimal(1), Decimal(objective))

    expected = f"The objective must be above zero, not {objective}."
    assert sentence(refused.value) == expected


def test_an_objective_next_to_nothing_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        gonik_payoff(Decimal(10**9), Decimal(10**9), Decimal("0.000001"))

    assert "0.000001 is next to nothing" in sentence(refused.value)


# Hand-computed with w = 0.8, P = 1, Q = 0.9 (PLANNING.md, section 7), headquarters asking nothing.
@pytest.mark.parametrize(
    ("stated", "base", "reward"),
    [
        (80, "64", "18"),  # 100 - 64 = 36, less 0.9 * 20
        (90, "72", "19"),  # 100 - 72 = 28, less 0.9 * 10
        (100, "80", "20"),  # the truth
        (110, "88", "12"),
        (130, "104", "-4"),  # the base was missed
    ],
)
def test_with_sales_of_a_hundred_stating_a_hundred_earns_most(
    stated: int, base: str, reward: str
) -> None:
    found = hu_outcome(Decimal(stated), Decimal(100), TERMS)

    assert found == HuOutcome(Decimal(base), Decimal(reward))


def test_headquarters_demand_weighs_in_the_base() -> None:
    # Hand-computed: 0.8 * 100 + 0.2 * 150 = 110; 1 * (120 - 110) - 0.9 * 20 = -8.
    terms = HuTerms(Decimal("0.8"), Decimal(1), Decimal("0.9"), Decimal(150))

    assert hu_outcome(Decimal(100), Decimal(120), terms) == HuOutcome(Decimal(110), Decimal(-8))


SHARES = st.decimals("0.01", "0.99", places=2)


@given(FIGURES, FIGURES, FIGURES, SHARES, SHARES, st.decimals("0.01", 2, places=2))
def test_nobody_earns_more_by_hu_than_with_the_truth(
    stated: Decimal,
    actual: Decimal,
    demand: Decimal,
    weight: Decimal,
    between: Decimal,
    excess: Decimal,
) -> None:
    assume(stated != actual)
    # A penalty strictly between w * P and P.
    penalty = weight * excess + between * (excess - weight * excess)
    terms = HuTerms(weight, excess, penalty, demand)

    truth = hu_outcome(actual, actual, terms).reward

    assert hu_outcome(stated, actual, terms).reward < truth


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (("0.8", "1", "0.8"),
         "Telling the truth pays only while p > q > w·p; here q is 0.8 and w·p is 0.8, so whoever "
         "states too little saves as much on his base as he loses, or more. Choose q above 0.8."),
        (("0.8", "1", "0.5"),
         "Telling the truth pays only while p > q > w·p; here q is 0.5 and w·p is 0.8, so whoever "
         "states too little saves as much on his base as he loses, or more. Choose q above 0.8."),
        (("0.8", "1", "1.0"),
         "Telling the truth pays only while p > q > w·p; here q is 1 and p is 1, so whoever sells "
         "more than he stated earns nothing by it. Choose q below 1."),
        (("0.8", "0", "0"),
         "Telling the truth pays only while p > q > w·p; here p is 0, so nobody earns by selling "
         "more."),
        (("0", "1", "0.9"),
         "The weight w of the stated figure must lie between 0 and 1, not at 0: at 0 the "
         "statement counts for nothing, and from 1 on p > q > w·p cannot hold."),
        (("1", "1", "0.9"),
         "The weight w of the stated figure must lie between 0 and 1, not at 1: at 0 the "
         "statement counts for nothing, and from 1 on p > q > w·p cannot hold."),
    ],
)  # fmt: skip
def test_terms_that_reward_an_untruth_are_refused_with_their_numbers(
    terms: tuple[str, str, str], expected: str
) -> None:
    with pytest.raises(InputError) as refused:
        require_truthful(HuTerms(*(Decimal(number) for number in terms)))

    assert sentence(refused.value) == expected


def test_a_negative_statement_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        hu_outcome(Decimal(-1), Decimal(5), TERMS)

    assert sentence(refused.value) == "A stated figure is never negative, and -1 is."
