"""Intervals of rates and the exact test of two: published figures."""

from __future__ import annotations

from decimal import Decimal
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.ratio import Ratio
from desktop.services.messages import sentence
from desktop.services.rules.rates import Counts, are_told_apart, fisher, require_counts, wilson


# R. G. Newcombe, "Two-sided confidence intervals for the single proportion: comparison of seven
# methods", Statistics in Medicine 17 (1998), Table I, method 3 (score).
@pytest.mark.parametrize(
    ("events", "trials", "low", "high"),
    [
        (81, 263, "0.2553", "0.3662"),
        (15, 148, "0.0624", "0.1605"),
        (0, 20, "0.0000", "0.1611"),
        (1, 29, "0.0061", "0.1718"),
    ],
)
def test_the_interval_is_the_one_that_newcombe_prints(
    events: int, trials: int, low: str, high: str
) -> None:
    found = wilson(Counts(events, trials))

    assert found.low.value is not None
    assert found.high.value is not None
    assert (f"{found.low.value:.4f}", f"{found.high.value:.4f}") == (low, high)


def test_no_event_has_the_lower_end_nothing_and_only_events_the_upper_end_one() -> None:
    assert wilson(Counts(0, 20)).low.value == 0
    assert wilson(Counts(29, 29)).high.value == 1


def test_without_trials_nothing_is_defined() -> None:
    found = wilson(Counts(0, 0))

    assert [one.reason for one in (found.rate, found.low, found.high)] == ["no trials"] * 3
    assert fisher(Counts(0, 0), Counts(3, 4)).reason == "no trials"
    assert not are_told_apart(Ratio.undefined("no trials"))


# The lady tasting tea (R. A. Fisher, The Design of Experiments, 1935, chapter II): 3 of 4 right
# has p = 34/70 = 0.4857 and 4 of 4 has 2/70 = 0.0286, as in A. Agresti, Categorical Data
# Analysis. Convictions of like-sex twins of criminals (Fisher 1970, reprinted in the manual of
# R's fisher.test): 2 of 17 against 10 of 13, p = 0.0005367.
@pytest.mark.parametrize(
    ("one", "other", "p"),
    [
        (Counts(3, 4), Counts(1, 4), "0.4857143"),
        (Counts(4, 4), Counts(0, 4), "0.0285714"),
        (Counts(2, 17), Counts(10, 13), "0.0005367"),
    ],
)
def test_fishers_test_gives_the_published_p(one: Counts, other: Counts, p: str) -> None:
    found = fisher(one, other).value

    assert found is not None
    assert f"{found:.7f}" == p


def test_equal_rates_are_never_told_apart() -> None:
    assert fisher(Counts(5, 10), Counts(50, 100)).value == 1


def test_five_percent_is_the_line() -> None:
    assert are_told_apart(fisher(Counts(4, 4), Counts(0, 4)))
    assert not are_told_apart(fisher(Counts(3, 4), Counts(1, 4)))
    assert not are_told_apart(Ratio.of(Decimal("0.05"), 1, "no trials"))


def test_many_trials_take_no_longer_than_they_must() -> None:
    found = fisher(Counts(500_000, 1_000_000), Counts(501_500, 1_000_000)).value

    # The normal approximation with its continuity correction: z = 2.1199, p = 0.0340.
    assert found is not None
    assert f"{found:.3f}" == "0.034"


def test_rates_that_could_not_differ_more_have_no_p_to_speak_of() -> None:
    found = fisher(Counts(0, 10**9), Counts(10**9, 10**9))

    assert found.value is not None
    assert found.value < Decimal("1e-50")
    assert are_told_apart(found)


@st.composite
def two_counts(draw: st.DrawFn) -> tuple[Counts, Counts]:
    trials = draw(st.tuples(st.integers(1, 25), st.integers(1, 25)))
    events = (draw(st.integers(0, trials[0])), draw(st.integers(0, trials[1])))
    return Counts(events[0], trials[0]), Counts(events[1], trials[1])


@given(two_counts())
def test_p_is_the_share_of_the_tables_that_are_not_more_likely(
    both: tuple[Counts, Counts],
) -> None:
    one, other = both
    events = one.events + other.events

    def ways(first: int) -> int:
        return comb(one.trials, first) * comb(other.trials, events - first)

    tables = [ways(first) for first in range(events + 1)]
    extreme = sum(count for count in tables if count <= ways(one.events))
    found = fisher(one, other).value
    assert found is not None
    assert abs(found - Decimal(extreme) / sum(tables)) < Decimal("1e-25")


@pytest.mark.parametrize(
    ("events", "trials", "expected"),
    [
        (5, 4, "5 events are more than the 4 trials."),
        (-1, 4, "Events (-1) and trials (4) are never negative."),
        (0, -4, "Events (0) and trials (-4) are never negative."),
        (0, 10**9 + 1, "1000000001 trials are more than can be compared (1000000000)."),
    ],
)
def test_counts_that_make_no_rate_are_refused(events: int, trials: int, expected: str) -> None:
    with pytest.raises(InputError) as refused:
        require_counts(events, trials)

    assert sentence(refused.value) == expected
