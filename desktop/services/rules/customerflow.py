"""New, lost and reactivated customers by objective rules, and the balance that they keep.

A customer is *new* on the day of the first purchase ever, unless an older customer has the same
tax number, telephone, address or legal person. It is *lost* on the day on which it has not
bought for max(90 days, 3 × the median of its purchase intervals so far), and *reactivated* by
the next purchase. What happens later never changes what was counted before.
Source: METRICS.md, section 2, K7 and K8.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from desktop.periods import Period

#: A customer is lost after at least so many days without a purchase …
LOST_AFTER_DAYS = 90
#: … and after so many of its own usual intervals.
LOST_AFTER_INTERVALS = 3

Cell = tuple[str, ...]


class Turn(StrEnum):
    """What happened to a customer on a day."""

    NEW = "new"
    REACTIVATED = "reactivated"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Event:
    """A turn of a customer and its day."""

    day: date
    turn: Turn


@dataclass(frozen=True, slots=True)
class Identity:
    """By what an old customer is known again; search keys, empty where unknown."""

    tax_id: str = ""
    phone: str = ""
    address: str = ""
    legal_person: str = ""


def known_again(
    firsts: Iterable[tuple[date, int]], identities: Mapping[int, Identity]
) -> frozenset[int]:
    """Return the customers that an older customer's identity gives away as not new.

    `firsts` are the first purchase and the id of each customer; the older customer is the one
    that bought first, of the same day the one with the lower id. Only letters and digits are
    compared, because numbers are written with and without spaces and dashes.
    """
    seen: set[tuple[str, str]] = set()
    found: set[int] = set()
    for _, customer in sorted(firsts):
        identity = identities.get(customer, Identity())
        marks = {
            (name, value)
            for name in ("tax_id", "phone", "address", "legal_person")
            if (value := "".join(filter(str.isalnum, getattr(identity, name))))
        }
        if not marks.isdisjoint(seen):
            found.add(customer)
        seen |= marks
    return frozenset(found)


def threshold_days(intervals: Sequence[int]) -> int:
    """Return after how many days without a purchase a customer is lost.

    `intervals` are the days between its purchases so far, ascending; half a day counts up.
    """
    if not intervals:
        return LOST_AFTER_DAYS
    middle = len(intervals) // 2
    twice = intervals[middle] * 2 if len(intervals) % 2 else sum(intervals[middle - 1 : middle + 1])
    return max(LOST_AFTER_DAYS, -(-twice * LOST_AFTER_INTERVALS // 2))


def life(purchases: Sequence[date], as_of: date, is_new: bool = True) -> tuple[Event, ...]:
    """Return the turns of a customer up to and including the as-of date, in order of days.

    `purchases` are the days of its purchases, ascending, each once, none after the as-of date.
    A purchase on the very day on which the threshold is reached still keeps the customer.
    `is_new` is False for one that is known again: its first purchase reactivates an old one.
    """
    if not purchases:
        return ()
    events = [Event(purchases[0], Turn.NEW if is_new else Turn.REACTIVATED)]
    intervals: list[int] = []
    for place, bought in enumerate(purchases):
        following = purchases[place + 1] if place + 1 < len(purchases) else None
        until = as_of if following is None else following - timedelta(days=1)
        if (until - bought).days >= LOST_AFTER_DAYS:
            lost_on = bought + timedelta(days=threshold_days(intervals))
            if lost_on <= until:
                events.append(Event(lost_on, Turn.LOST))
                if following is not None:
                    events.append(Event(following, Turn.REACTIVATED))
        if following is not None:
            insort(intervals, (following - bought).days)
    return tuple(events)


@dataclass(slots=True)
class Flow:
    """The balance of one cell: at_start + new + reactivated − lost + in − out = at_end."""

    at_start: int = 0
    new: int = 0
    reactivated: int = 0
    lost: int = 0
    moved_in: int = 0
    moved_out: int = 0
    at_end: int = 0

    @property
    def is_balanced(self) -> bool:
        """Whether the identity holds."""
        moved = self.moved_in - self.moved_out
        won = self.new + self.reactivated - self.lost
        return self.at_start + won + moved == self.at_end


def add_customer(
    flows: dict[Cell, Flow],
    events: Sequence[Event],
    period: Period,
    home: Callable[[date], frozenset[Cell]],
    won_in: frozenset[Cell],
    moves: Iterable[date] = (),
) -> None:
    """Add one customer's part in a period to the flows of the cells that it counts in.

    `home` gives the cells in which the customer lies on a day, `moves` the days on which that
    may change, `won_in` the cells of the document that made it a customer. A customer that one
    rep won and another looks after moves to the other on the same day.
    """
    before = [event for event in events if event.day < period.start]
    is_active = bool(before) and before[-1].turn is not Turn.LOST
    here = home(period.start - timedelta(days=1)) if is_active else frozenset()
    for cell in here:
        _of(flows, cell).at_start += 1
    turns = {event.day: event.turn for event in events if event.day in period}
    for day in sorted({*turns, *(day for day in moves if day in period)}):
        if here:
            here = _move(flows, here, home(day))
        turn = turns.get(day)
        if turn is Turn.LOST:
            for cell in here:
                _of(flows, cell).lost += 1
            here = frozenset()
        elif turn is Turn.REACTIVATED:
            here = home(day)
            for cell in here:
                _of(flows, cell).reactivated += 1
        elif turn is Turn.NEW:
            for cell in won_in:
                _of(flows, cell).new += 1
            here = _move(flows, won_in, home(day))
    for cell in here:
        _of(flows, cell).at_end += 1


def _of(flows: dict[Cell, Flow], cell: Cell) -> Flow:
    return flows.setdefault(cell, Flow())


def _move(
    flows: dict[Cell, Flow], before: frozenset[Cell], after: frozenset[Cell]
) -> frozenset[Cell]:
    for cell in before - after:
        _of(flows, cell).moved_out += 1
    for cell in after - before:
        _of(flows, cell).moved_in += 1
    return after
