"""A week's proposal: reasons and their points, room, days. All numbers are hand-computed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from desktop.periods import Period
from desktop.services.rules.week_plan import WorkDay
from desktop.services.rules.week_proposal import (
    ReasonKind,
    WeekCandidate,
    propose,
    reasons_of,
    week_capacity,
)

MONDAY = date(2026, 3, 16)
WEEK = Period(MONDAY, MONDAY + timedelta(days=7))
DAYS = tuple(WorkDay(MONDAY + timedelta(days=place), 2) for place in range(5))
#: Days before the week's Sunday.
BEFORE = {days: WEEK.last - timedelta(days=days) for days in (6, 7, 13, 14, 28, 45, 90)}


def customer(number: int, **facts: object) -> WeekCandidate:
    return WeekCandidate(number, f"C{number:02d}", **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"customer_class": "A", "seen_on": BEFORE[6]}, []),
        ({"customer_class": "A", "seen_on": BEFORE[7]}, [("due", 40)]),
        ({"customer_class": "B", "seen_on": BEFORE[13]}, []),
        ({"customer_class": "B", "seen_on": BEFORE[28]}, [("due", 80)]),
        ({"customer_class": "C", "seen_on": BEFORE[45]}, [("due", 60)]),
        ({"customer_class": "D", "seen_on": BEFORE[90]}, [("due", 60)]),
        ({"customer_class": "A", "seen_on": BEFORE[90]}, [("due", 80)]),
        ({"customer_class": "C"}, [("never", 60)]),
        ({"seen_on": BEFORE[90]}, []),
        ({"overdue": Decimal(5)}, [("overdue", 30)]),
        ({"behind": 2}, [("programme", 40)]),
        ({"behind": 9}, [("programme", 60)]),
        ({"agreed_on": WEEK.end}, []),
        ({"promised_on": WEEK.last}, [("promised", 60)]),
        (
            {"agreed_on": WEEK.start, "overdue": Decimal(1), "promised_on": WEEK.start},
            [("agreed", 100), ("promised", 60), ("overdue", 30)],
        ),
    ],
)
def test_reasons_earn_their_points(facts: dict[str, object], expected: list[object]) -> None:
    found = reasons_of(customer(1, **facts), WEEK)
    assert [(str(one.kind), one.points) for one in found] == expected


def test_half_days_take_half_of_the_calls() -> None:
    days = (WorkDay(MONDAY, 2), WorkDay(MONDAY + timedelta(days=1), 1))
    assert week_capacity(days, Decimal("3")) == 5  # 4.5 rounded half-up


def test_the_best_fill_the_room_that_standing_visits_leave() -> None:
    candidates = [customer(number, overdue=Decimal(1)) for number in range(1, 8)]
    candidates[6] = customer(7, overdue=Decimal(1), behind=1)
    found = propose(candidates, WEEK, DAYS, Decimal(1), [(1, DAYS[0].day)])
    assert (found.capacity, found.standing) == (5, 1)
    assert sorted(one.customer_id for one in found.visits) == [2, 3, 4, 7]
    assert found.left_out == (5, 6)
    assert DAYS[0].day not in {one.day for one in found.visits}


def test_an_agreed_visit_stands_on_its_day_and_neighbours_come_together() -> None:
    wednesday = DAYS[2].day
    candidates = [
        customer(1, overdue=Decimal(1), territory_id=2),
        customer(2, overdue=Decimal(1), territory_id=1),
        customer(3, overdue=Decimal(1), territory_id=2),
        customer(4, agreed_on=wednesday, territory_id=1),
        customer(5, overdue=Decimal(1), territory_id=1),
    ]
    found = propose(candidates, WEEK, DAYS[1:4], Decimal(2))
    by_day: dict[date, list[int]] = {day.day: [] for day in DAYS[1:4]}
    for one in found.visits:
        by_day[one.day].append(one.customer_id)
    assert by_day == {DAYS[1].day: [2, 5], wednesday: [4, 1], DAYS[3].day: [3]}


def test_more_agreed_on_one_day_than_it_takes_still_stand_there() -> None:
    candidates = [customer(number, agreed_on=MONDAY) for number in range(1, 4)]
    found = propose(candidates, WEEK, DAYS[:1], Decimal(3))
    assert [one.day for one in found.visits] == [MONDAY] * 3
    assert {one.reasons[0].kind for one in found.visits} == {ReasonKind.AGREED}


def test_others_find_a_day_where_one_day_is_overfull() -> None:
    candidates = [customer(number, agreed_on=MONDAY) for number in range(1, 5)]
    candidates.append(customer(5, agreed_on=MONDAY - timedelta(days=9)))
    found = propose(candidates, WEEK, DAYS, Decimal(1))
    assert [(one.customer_id, one.day) for one in found.visits][-1] == (5, DAYS[1].day)


def test_a_week_away_has_no_proposal() -> None:
    found = propose([customer(1, overdue=Decimal(1))], WEEK, (), Decimal(4))
    assert (found.visits, found.capacity, found.left_out) == ((), 0, (1,))
