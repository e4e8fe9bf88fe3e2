"""A programme's visits laid on days: evenly over its months, neighbours on the same days.

Every customer's visits stand at equal distances over the programme's field days, and customers
begin at different moments, so that any few weeks hold their even part of all visits. Within a
week the customers of a territory come one after the other. No day takes more than its capacity;
what finds no room goes to the next week, then to an earlier one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from desktop.money import split_exact
from desktop.periods import Period

#: Customers begin at different moments: multiples of 89/144, which spread as evenly as can be
#: (the ratio of two neighbours among Fibonacci's numbers stands for the golden one).
_STEP, _ROUND = 89, 144
#: A planned visit that stands already takes the place of one of ours so many days around it.
_NEAR_DAYS = 6


class WorkDay(NamedTuple):
    """A day that a rep is in the field, and how much of it in halves: 2 is the whole day."""

    day: date
    halves: int


class PlannedVisit(NamedTuple):
    """A visit on a day."""

    customer_id: int
    day: date


@dataclass(frozen=True, slots=True)
class Round:
    """A customer with his visits in the programme's months, and where he is (0 is unknown)."""

    customer_id: int
    territory_id: int
    visits: int


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """Visits by day, then customer; `unplaced` customers found no room, once a visit."""

    visits: tuple[PlannedVisit, ...]
    unplaced: tuple[int, ...]


@dataclass(slots=True)
class _Week:
    """A week while it is filled: its days with their capacity, and who is there already."""

    days: list[date]
    room: dict[date, int]
    there: dict[date, set[int]] = field(default_factory=lambda: defaultdict(set))

    def free(self, day: date) -> int:
        return self.room[day] - len(self.there[day])

    @property
    def left(self) -> int:
        return sum(max(self.free(day), 0) for day in self.days)

    def days_of(self, customer_id: int) -> list[date]:
        return [day for day in self.days if customer_id in self.there[day]]


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def ideal_days(
    rounds: Sequence[Round], days: Sequence[WorkDay], window: Period
) -> tuple[tuple[Round, date], ...]:
    """Return when the visits that fall into the window should be made, by day.

    `days` are all field days of the programme's months, ascending.
    """
    ends = list(accumulate(one.halves for one in days))
    if not ends or not ends[-1]:
        return ()
    found = []
    ordered = sorted(rounds, key=lambda one: (one.territory_id, one.customer_id))
    for rank, one in enumerate(ordered):
        start = Fraction((rank * _STEP + _ROUND // 2) % _ROUND, _ROUND)
        for turn in range(one.visits):
            at = (turn + start) / one.visits * ends[-1]
            day = days[bisect_right(ends, at)].day
            if day in window:
                found.append((one, day))
    return tuple(sorted(found, key=lambda pair: (pair[1], pair[0].customer_id)))


def spread(
    rounds: Sequence[Round],
    days: Sequence[WorkDay],
    window: Period,
    capacity: int,
    kept: Iterable[PlannedVisit] = (),
) -> WeekPlan:
    """Return the visits of the window by day.

    Args:
        rounds: the customers and their visits in the programme's months.
        days: all field days of the programme's months, ascending.
        window: the weeks that are planned.
        capacity: visits on a whole day; a half day takes half of it, rounded up.
        kept: visits that are planned already and stay; they take room, and the place of ours.

    Raises:
        ValueError: a capacity below one.
    """
    if capacity < 1:
        raise ValueError("a day takes one visit at least")
    standing = [one for one in kept if one.day in window]
    wanted = _without(list(ideal_days(rounds, days, window)), standing)
    weeks = _weeks(days, window, capacity, standing)
    made: list[PlannedVisit] = []
    waiting: list[tuple[Round, date]] = []
    by_week: dict[date, list[tuple[Round, date]]] = defaultdict(list)
    for one, day in wanted:
        by_week[monday_of(day)].append((one, day))
    for monday in sorted(weeks):
        waiting = _fill(weeks[monday], waiting + by_week.get(monday, []), made)
    for monday in sorted(weeks, reverse=True):
        waiting = _fill(weeks[monday], waiting, made)
    unplaced = tuple(sorted(one.customer_id for one, _ in waiting))
    return WeekPlan(tuple(sorted(made, key=lambda one: (one.day, one.customer_id))), unplaced)


def _without(
    wanted: list[tuple[Round, date]], standing: Sequence[PlannedVisit]
) -> list[tuple[Round, date]]:
    """Return what is still wanted where some visits stand already."""
    for kept in standing:
        near = [
            (abs((day - kept.day).days), place)
            for place, (one, day) in enumerate(wanted)
            if one.customer_id == kept.customer_id and abs((day - kept.day).days) <= _NEAR_DAYS
        ]
        if near:
            del wanted[min(near)[1]]
    return wanted


def _weeks(
    days: Sequence[WorkDay], window: Period, capacity: int, standing: Sequence[PlannedVisit]
) -> dict[date, _Week]:
    weeks: dict[date, _Week] = {}
    taken = Counter(one.day for one in standing)
    for day, halves in days:
        if day not in window or not halves:
            continue
        week = weeks.setdefault(monday_of(day), _Week([], {}))
        week.days.append(day)
        week.room[day] = max(-(-capacity * halves // 2) - taken[day], 0)
    return weeks


def _fill(
    week: _Week, wanted: list[tuple[Round, date]], made: list[PlannedVisit]
) -> list[tuple[Round, date]]:
    """Lay visits on the days of a week and return those that found no room.

    A customer's first visit goes with his neighbours; another one of the same week as far from
    the first as there is room.
    """
    firsts: list[tuple[Round, date]] = []
    others: list[tuple[Round, date]] = []
    left: list[tuple[Round, date]] = []
    seen: set[int] = set()
    for one, day in sorted(wanted, key=lambda pair: pair[1]):
        if len(firsts) + len(others) >= week.left:
            left.append((one, day))
        elif one.customer_id in seen or week.days_of(one.customer_id):
            others.append((one, day))
        else:
            seen.add(one.customer_id)
            firsts.append((one, day))
    free = [max(week.free(day), 0) for day in week.days]
    quotas = split_exact(len(firsts), free) if free and firsts else ()
    queue = iter(_grouped(firsts))
    for day, quota in zip(week.days, quotas, strict=False):
        for _turn in range(quota):
            _put(week, next(queue)[0], day, made)
    for one, ideal in others:
        found = _farthest(week, one.customer_id)
        if found is None:
            left.append((one, ideal))
        else:
            _put(week, one, found, made)
    return left


def _put(week: _Week, one: Round, day: date, made: list[PlannedVisit]) -> None:
    week.there[day].add(one.customer_id)
    made.append(PlannedVisit(one.customer_id, day))


def _grouped(wanted: list[tuple[Round, date]]) -> list[tuple[Round, date]]:
    """Return visits territory by territory, in the order of the territories' mean days."""
    days: dict[int, list[int]] = defaultdict(list)
    for one, day in wanted:
        days[one.territory_id].append(day.toordinal())
    mean = {place: Fraction(sum(many), len(many)) for place, many in days.items()}
    return sorted(
        wanted,
        key=lambda pair: (
            mean[pair[0].territory_id],
            pair[0].territory_id,
            pair[1],
            pair[0].customer_id,
        ),
    )


def _farthest(week: _Week, customer_id: int) -> date | None:
    """Return the day with room that is farthest from the customer's others, the emptiest first."""
    there = week.days_of(customer_id)
    free = [day for day in week.days if week.free(day) > 0 and day not in there]
    if not free:
        return None
    return max(
        free,
        key=lambda day: (
            min((abs((day - other).days) for other in there), default=0),
            week.free(day),
            -day.toordinal(),
        ),
    )
