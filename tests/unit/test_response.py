"""The response curve and the programme of visits that earns most by it."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.services.messages import sentence
from desktop.services.rules.response import (
    MOST_EXACT,
    Account,
    ResponseCurve,
    allocate,
    fit,
    sensitivity,
)


def curve(none: str, more: str, saturation: str) -> ResponseCurve:
    return fit(Decimal(none), Decimal(more), Decimal(saturation))


#: Sales double at best and r(x) = 2x / (1 + x): a plain curve to compute by hand.
PLAIN = curve("0", "1.2", "2")


def account(key: str, sales: int = 1000, **more: object) -> Account:
    given = {"margin": Decimal("0.5"), "present": Decimal(4), "curve": PLAIN, **more}
    return Account(key, Decimal(sales), **given)  # type: ignore[arg-type]


def test_the_closed_form_gives_the_parameters_of_the_rule_book() -> None:
    # PLANNING.md, section 10: (0.5, 1.35, 1.27) -> c = 4.7049, d = 0.7000, r(0.5) = 0.5441.
    found = curve("0.5", "1.27", "1.35")

    assert round(found.steepness, 4) == 4.7049
    assert round(found.offset, 4) == 0.7
    assert round(found.at(0.5), 4) == 0.5441


def test_the_curve_passes_through_the_judgements() -> None:
    found = curve("0.5", "1.27", "1.35")

    assert [round(found.at(x), 9) for x in (0, 1, 1.5)] == [0.5, 1.0, 1.27]
    assert round(found.at(1e9), 9) == 1.35


def test_a_curve_without_an_s_is_the_hyperbola_computed_by_hand() -> None:
    # b = 0, a = 2, r(1.5) = 2 * 1.5 / 2.5 = 1.2: d = 1, c = 1.
    assert (round(PLAIN.steepness, 12), PLAIN.offset) == (1.0, 1.0)
    assert [round(PLAIN.at(x), 12) for x in (0.25, 0.5, 3)] == [0.4, 0.666666666667, 1.5]


def test_a_steep_curve_stays_in_the_range_of_a_float() -> None:
    steep = curve("0.1", "1.4999999999999", "1.5")

    assert (round(steep.at(1e-300), 6), round(steep.at(1e300), 6)) == (0.1, 1.5)


@pytest.mark.parametrize(
    ("none", "more", "saturation", "expected"),
    [
        ("1", "1.2", "1.5", "Without visits sales must be a share of the present ones, from 0 to "
         "less than 1; 1 is not."),
        ("-0.1", "1.2", "1.5", "Without visits sales must be a share of the present ones, from 0 "
         "to less than 1; -0.1 is not."),
        ("0.5", "1", "1.5", "With half as many visits again sales must be more than the present "
         "ones (1) and less than at saturation (1.5); 1 is not."),
        ("0.5", "1.5", "1.50", "With half as many visits again sales must be more than the "
         "present ones (1) and less than at saturation (1.5); 1.5 is not."),
        ("0.5", "0.9", "0.95", "With half as many visits again sales must be more than the "
         "present ones (1) and less than at saturation (0.95); 0.9 is not."),
    ],
)  # fmt: skip
def test_judgements_without_a_curve_are_refused(
    none: str, more: str, saturation: str, expected: str
) -> None:
    with pytest.raises(InputError) as refused:
        curve(none, more, saturation)

    assert sentence(refused.value) == expected


def test_equal_accounts_share_the_visits_equally() -> None:
    found = allocate([account("a"), account("b"), account("c")], 12)

    assert [one.visits for one in found.allotments] == [4, 4, 4]
    assert [one.expected_sales for one in found.allotments] == [1000, 1000, 1000]
    assert (found.contribution, found.used, found.is_exact) == (1500, 12, True)


def test_the_larger_account_gets_more_visits() -> None:
    # By hand: contributions are worth * 2n / (4 + n) with worths 500 and 2000. Of 8 visits 2 and
    # 6 earn 333.33 + 2400 = 2733.33; 1 and 7 earn 2745.45; 0 and 8 earn 2666.67.
    found = allocate([account("small"), account("large", 4000)], 8)

    assert [one.visits for one in found.allotments] == [1, 7]
    assert round(found.contribution, 2) == Decimal("2745.45")


def test_small_accounts_keep_their_minimum() -> None:
    found = allocate([account("small", minimum=2), account("large", 4000)], 8)

    assert [one.visits for one in found.allotments] == [2, 6]


def test_no_account_gets_more_than_its_maximum() -> None:
    found = allocate([account("small"), account("large", 4000, maximum=5)], 8)

    assert [one.visits for one in found.allotments] == [3, 5]


def test_visits_beyond_all_maximums_are_left_over() -> None:
    found = allocate([account("a", maximum=2), account("b", maximum=3)], 50)

    assert ([one.visits for one in found.allotments], found.used) == ([2, 3], 5)


def test_visits_that_lose_money_are_left_over() -> None:
    found = allocate([account("a", margin=Decimal("-0.1"), minimum=1)], 9)

    assert ([one.visits for one in found.allotments], found.used) == ([1], 1)


def test_an_s_curve_gets_all_or_next_to_nothing() -> None:
    # Both need 10 visits for their present sales; with a steep curve half of them brings little,
    # so that one account gets them all although the accounts are equal.
    steep = curve("0.1", "1.05", "1.06")
    pair = [account(key, present=Decimal(10), curve=steep) for key in ("a", "b")]

    assert sorted(one.visits for one in allocate(pair, 10).allotments) == [0, 10]


def test_a_visit_that_takes_longer_must_earn_more() -> None:
    near, far = account("near", hours=Decimal(1)), account("far", hours=Decimal(3))

    found = allocate([near, far], 12, by_hours=True)

    # By hand, 1000n / (4 + n) each: 6 and 2 earn 933.33, 9 and 1 earn 892.31, 3 and 3 857.14.
    assert [one.visits for one in found.allotments] == [6, 2]
    assert found.used == 12


def test_hours_lie_on_the_finest_grid_that_they_share() -> None:
    quick, slow = account("quick", hours=Decimal("0.75")), account("slow", hours=Decimal("1.1"))

    found = allocate([quick, slow], Decimal("3.35"), by_hours=True)

    # 2.25 + 1.1 hours fit to the minute; a grid of quarters would have missed it.
    assert ([one.visits for one in found.allotments], found.used) == ([3, 1], Decimal("3.35"))


def test_a_stated_step_rounds_hours_up() -> None:
    slow = account("slow", hours=Decimal("1.1"))

    found = allocate([slow], Decimal("2.4"), by_hours=True, step=Decimal("0.25"))

    assert [one.visits for one in found.allotments] == [1]


@pytest.mark.parametrize(
    ("accounts", "capacity", "by_hours", "expected"),
    [
        ([account("a", minimum=3), account("b", minimum=4)], 6, False,
         "The minimum visits add up to 7, but there are only 6."),
        ([account("a", minimum=3, hours=Decimal("1.5"))], 4, True,
         "The minimum visits take 4.5 hours, but there are only 4."),
        ([account("a", minimum=3, maximum=2)], 9, False,
         "“a” has the fewest visits 3 and the most 2: no number lies between."),
        ([account("a", present=Decimal(0))], 9, False,
         "“a” has 0 present visits; without any, nothing is known of what more would bring."),
        ([account("a", hours=Decimal(0))], 9, True,
         "A visit to “a” must take more than 0 hours."),
        ([account("a")], -1, False,
         "There cannot be fewer than no visits or hours, and -1 is."),
        ([account("a")], 10**9, False,
         "So many visits are more than can be compared (500000). Give the accounts maximums."),
        ([account("a", hours=Decimal("1.00001"))], 100, True, ""),
        ([account("a", hours=Decimal("1.00001")), account("b")], 100, True,
         "The hours of the visits fit only a grid of more than 500000 steps. Round them, or give "
         "a coarser --step."),
    ],
)  # fmt: skip
def test_a_problem_without_an_answer_is_refused(
    accounts: list[Account], capacity: int, by_hours: bool, expected: str
) -> None:
    if not expected:
        assert allocate(accounts, capacity, by_hours=by_hours).allotments[0].visits == 99
        return
    with pytest.raises(InputError) as refused:
        allocate(accounts, capacity, by_hours=by_hours)

    assert sentence(refused.value) == expected


def test_a_step_of_nothing_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        allocate([account("a")], 5, by_hours=True, step=Decimal(0))

    assert "must be above zero" in sentence(refused.value)


def test_without_accounts_there_is_an_empty_programme() -> None:
    found = allocate([], 5)

    assert (found.allotments, found.contribution, found.expected_sales) == ((), 0, 0)


def test_sensitivity_is_what_one_visit_more_and_less_would_change() -> None:
    # One account with 1000n / (4 + n) at 4: 500; at 3: 428.57; at 5: 555.56.
    found = sensitivity([account("a")], 4)

    assert round(found.one_more, 2) == Decimal("55.56")
    assert found.one_less is not None
    assert round(found.one_less, 2) == Decimal("-71.43")


def test_the_last_minimum_visit_cannot_be_taken_away() -> None:
    assert sensitivity([account("a", minimum=4)], 4).one_less is None


def test_one_visit_to_an_account_changes_its_own_contribution() -> None:
    assert round(account("a").marginal(4), 2) == Decimal("55.56")
    assert round(account("a").marginal(0, -1), 2) == 0


judgements = st.tuples(
    st.integers(0, 95), st.integers(1, 60), st.integers(1, 80), st.integers(1, 9)
)


@st.composite
def any_account(draw: st.DrawFn) -> Account:
    none, more, further, present = draw(judgements)
    minimum = draw(st.integers(0, 2))
    response = fit(Decimal(none) / 100, 1 + Decimal(more) / 100, 1 + Decimal(more + further) / 100)
    return Account(
        key=str(draw(st.integers(1, 999))),
        sales=Decimal(draw(st.integers(0, 10**6))),
        margin=Decimal(draw(st.integers(-10, 90))) / 100,
        present=Decimal(present),
        curve=response,
        minimum=minimum,
        maximum=draw(st.none() | st.integers(minimum, 6)),
        hours=Decimal(draw(st.integers(1, 6))) / 4,
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(any_account(), min_size=1, max_size=3), st.integers(0, 9), st.booleans())
def test_no_other_programme_earns_more(accounts: list[Account], spare: int, by_hours: bool) -> None:
    def cost(visits: tuple[int, ...]) -> Decimal:
        return sum(
            (n * (one.hours if by_hours else 1) for n, one in zip(visits, accounts, strict=True)),
            Decimal(0),
        )

    capacity = cost(tuple(one.minimum for one in accounts)) + spare
    found = allocate(accounts, capacity, by_hours=by_hours)

    tops = [int(capacity * 4) + 1 if one.maximum is None else one.maximum for one in accounts]
    ranges = [
        range(one.minimum, min(top, one.minimum + spare * 4) + 1)
        for one, top in zip(accounts, tops, strict=True)
    ]
    best = max(
        sum(one.contribution(n) for one, n in zip(accounts, visits, strict=True))
        for visits in product(*ranges)
        if cost(visits) <= capacity
    )
    assert found.used <= capacity
    assert abs(found.contribution - best) <= Decimal("0.001")


@settings(max_examples=8, deadline=None)
@given(st.lists(any_account(), min_size=1, max_size=5), st.integers(0, 30))
def test_beyond_forty_accounts_bounds_and_capacity_hold(kinds: list[Account], spare: int) -> None:
    accounts = (kinds * (MOST_EXACT + 1))[: MOST_EXACT + 1]
    capacity = sum(one.minimum for one in accounts) + spare

    found = allocate(accounts, capacity)

    assert not found.is_exact
    assert found.used <= capacity
    for one, allotment in zip(accounts, found.allotments, strict=True):
        assert one.minimum <= allotment.visits
        assert one.maximum is None or allotment.visits <= one.maximum
