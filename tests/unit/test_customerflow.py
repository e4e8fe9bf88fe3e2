"""New, lost and reactivated customers: hand-computed lives and the balance of the flow."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.periods import Period
from desktop.services.rules.customerflow import (
    Cell,
    Event,
    Flow,
    Identity,
    Turn,
    add_customer,
    known_again,
    life,
    threshold_days,
)

START = date(2026, 1, 1)


def on(day: int) -> date:
    """Return the day this many days after 1 January 2026."""
    return START + timedelta(days=day)


@pytest.mark.parametrize(
    ("intervals", "expected"),
    [
        ([], 90),
        ([30], 90),
        ([31], 93),
        ([10, 40], 90),
        ([20, 41], 92),  # median 30.5, three times 91.5, half a day counts up
        ([20, 40, 100], 120),
    ],
)
def test_the_threshold_is_ninety_days_or_three_usual_intervals(
    intervals: list[int], expected: int
) -> None:
    assert threshold_days(intervals) == expected


@pytest.mark.parametrize(
    ("purchases", "as_of", "expected"),
    [
        ([], 400, []),
        ([0], 0, [(0, "new")]),
        ([0], 89, [(0, "new")]),
        ([0], 90, [(0, "new"), (90, "lost")]),
        ([0, 90], 95, [(0, "new")]),  # bought on the very day: kept
        ([0, 91], 95, [(0, "new"), (90, "lost"), (91, "reactivated")]),
        # Every 50 days: lost only after 150 without a purchase.
        ([0, 50, 100], 249, [(0, "new")]),
        ([0, 50, 100], 250, [(0, "new"), (250, "lost")]),
        # A gap of 120 days after intervals of 50 is usual for this customer.
        ([0, 50, 100, 220], 230, [(0, "new")]),
        # The long gap itself counts towards later thresholds only: median of 10 and 200 is 105.
        ([0, 10, 210], 600, [(0, "new"), (100, "lost"), (210, "reactivated"), (525, "lost")]),
    ],
)
def test_a_customer_is_new_once_lost_at_the_threshold_and_reactivated_by_a_purchase(
    purchases: list[int], as_of: int, expected: list[tuple[int, str]]
) -> None:
    events = life([on(day) for day in purchases], on(as_of))
    assert events == tuple(Event(on(day), Turn(turn)) for day, turn in expected)


def test_a_customer_that_is_known_again_is_reactivated_not_new() -> None:
    assert life([on(3)], on(5), is_new=False) == (Event(on(3), Turn.REACTIVATED),)


def test_what_happens_later_does_not_change_what_was_counted_before() -> None:
    purchases = [on(day) for day in (0, 10, 20, 200, 203)]
    early = life([day for day in purchases if day <= on(150)], on(150))
    assert life(purchases, on(300))[: len(early)] == early


IDENTITIES = {
    1: Identity(tax_id="T1", phone="010-1", address="-"),
    2: Identity(tax_id="T 1"),
    3: Identity(phone="0101", legal_person="wang"),
    4: Identity(legal_person="wang"),
    5: Identity(address="T1"),
    6: Identity(address="- "),
    7: Identity(),
    8: Identity(tax_id="T8"),
    9: Identity(tax_id="T8"),
}


def test_a_customer_with_a_mark_of_an_older_one_is_known_again() -> None:
    firsts = [(on(0), 1), (on(1), 2), (on(2), 3), (on(3), 4), (on(4), 5), (on(5), 6), (on(6), 7)]
    # 4 shares its person only with 3; 5 has the text of a tax number as address; 10 is unknown.
    assert known_again([*firsts, (on(7), 10)], IDENTITIES) == {2, 3, 4}


def test_of_two_customers_of_the_same_day_the_first_one_entered_is_the_older() -> None:
    assert known_again([(on(0), 9), (on(0), 8)], IDENTITIES) == {9}


# --- the balance ----------------------------------------------------------------------------

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))
ALL: Cell = ("",)


def cells(*names: str) -> frozenset[Cell]:
    return frozenset((name,) for name in names)


def test_a_customer_won_by_one_rep_and_kept_by_another_moves_on_the_same_day() -> None:
    flows: dict[Cell, Flow] = {}
    add_customer(flows, [Event(on(9), Turn.NEW)], YEAR, lambda _: cells("keeper"), cells("winner"))
    assert flows[("winner",)] == Flow(new=1, moved_out=1)
    assert flows[("keeper",)] == Flow(moved_in=1, at_end=1)


def test_a_customer_who_changes_hands_within_a_team_does_not_move_for_the_team() -> None:
    flows: dict[Cell, Flow] = {}
    home = lambda day: cells("team", "a" if day < on(50) else "b")  # noqa: E731
    events = [Event(on(-20), Turn.NEW)]
    add_customer(flows, events, YEAR, home, cells("team", "a"), [on(50), on(900)])
    assert flows[("team",)] == Flow(at_start=1, at_end=1)
    assert flows[("a",)] == Flow(at_start=1, moved_out=1)
    assert flows[("b",)] == Flow(moved_in=1, at_end=1)


def test_a_lost_customer_counts_for_who_looks_after_it_that_day_and_then_for_nobody() -> None:
    flows: dict[Cell, Flow] = {}
    home = lambda day: cells("a" if day < on(30) else "b")  # noqa: E731
    events = [Event(on(-60), Turn.NEW), Event(on(30), Turn.LOST), Event(on(99), Turn.REACTIVATED)]
    add_customer(flows, events, YEAR, home, cells("a"), [on(30), on(60)])
    assert flows[("a",)] == Flow(at_start=1, moved_out=1)
    assert flows[("b",)] == Flow(moved_in=1, lost=1, reactivated=1, at_end=1)


def test_a_customer_lost_before_the_period_is_not_there_at_its_start() -> None:
    flows: dict[Cell, Flow] = {}
    events = [Event(on(-200), Turn.NEW), Event(on(-110), Turn.LOST)]
    add_customer(flows, events, YEAR, lambda _: cells(""), cells(""))
    assert flows == {}


@given(
    st.lists(st.integers(-300, 500), max_size=12, unique=True),
    st.lists(st.integers(-10, 380), max_size=4),
    st.integers(0, 300),
    st.integers(1, 200),
)
def test_start_and_what_came_less_what_went_is_always_the_end(
    purchases: list[int], moves: list[int], first: int, length: int
) -> None:
    period = Period(on(first), on(first + length))
    bought = sorted(on(day) for day in purchases if on(day) < period.end)
    changes = sorted(on(day) for day in moves)
    home = lambda day: cells(f"r{sum(change <= day for change in changes)}", "all")  # noqa: E731
    flows: dict[Cell, Flow] = {}
    add_customer(flows, life(bought, period.last), period, home, cells("r9", "all"), changes)
    assert all(flow.is_balanced for flow in flows.values())
    reps = [flow for (name,), flow in flows.items() if name != "all"]
    everyone = flows.get(("all",), Flow())
    assert sum(flow.at_end for flow in reps) == everyone.at_end
    assert everyone.moved_in == everyone.moved_out == 0
