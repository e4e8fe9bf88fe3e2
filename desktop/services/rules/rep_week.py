"""A rep's week: which planned visit was done by which, long gaps in a day, who is due again.

Plans are matched as METRICS.md, V4, counts them; a customer is overdue by V3. That a gap counts
from two and a half hours on is a convention of this program: a meal and an hour's way fit in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal

from desktop.services.rules.coverage import PLAN_TOLERANCE_DAYS

#: Minutes without a report between two timed ones from which on a gap is shown.
LONG_GAP_MINUTES = 150
_DAYS_A_MONTH = Decimal(365) / 12


@dataclass(frozen=True, slots=True)
class OnDay:
    """A planned visit, or one that was made: its id, whose customer it is, and its day."""

    id: int
    rep_id: int
    customer_id: int
    day: date


@dataclass(frozen=True, slots=True)
class Break:
    """Minutes of a day between two reports, from the end of one to the start of the next."""

    start: time
    end: time
    minutes: int


def matched(plans: Iterable[OnDay], visits: Iterable[OnDay]) -> dict[int, int]:
    """Return the visit that did each planned one, by the plan's id.

    Same rep and customer, at most a day apart; each visit does one plan only, the earliest it
    can. Plans that nobody did are not named.
    """
    free: dict[tuple[int, int], list[OnDay]] = defaultdict(list)
    for one in sorted(visits, key=lambda visit: (visit.day, visit.id)):
        free[one.rep_id, one.customer_id].append(one)
    found: dict[int, int] = {}
    for plan in sorted(plans, key=lambda one: (one.day, one.id)):
        left = free.get((plan.rep_id, plan.customer_id), [])
        for place, visit in enumerate(left):
            if abs((visit.day - plan.day).days) <= PLAN_TOLERANCE_DAYS:
                found[plan.id] = visit.id
                del left[place]
                break
    return found


def long_gaps(spans: Iterable[tuple[time, time | None]]) -> tuple[Break, ...]:
    """Return the long gaps of a day between reports with a start, in their order.

    A report without an end ends when it began. Before the first and after the last report there
    is no gap: nobody knows when a day begins.
    """
    found: list[Break] = []
    last: time | None = None
    for start, end in sorted(spans, key=lambda span: span[0]):
        if last is not None:
            minutes = _minute(start) - _minute(last)
            if minutes >= LONG_GAP_MINUTES:
                found.append(Break(last, start, minutes))
        known = start if end is None else max(start, end)
        last = known if last is None else max(last, known)
    return tuple(found)


def is_overdue(last_visit: date | None, as_of: date, visits_a_month: Decimal) -> bool:
    """Return whether more days went by since the last visit than the class lets go by.

    A customer that was never visited is overdue. A class without visits is never.
    """
    if not visits_a_month:
        return False
    return last_visit is None or (as_of - last_visit).days > _DAYS_A_MONTH / visits_a_month


def interval_days(visits_a_month: Decimal) -> int:
    """Return the days between two visits that so many a month leave, rounded half-up."""
    return int((_DAYS_A_MONTH / visits_a_month).quantize(Decimal(1), ROUND_HALF_UP))


def share_of(halves: Mapping[date, int], first: date, last: date) -> Decimal:
    """Return the share of a month's working half-days that lie between two days, both included.

    `halves` are those of each day of the month; a month without working days has no share.
    """
    whole = sum(halves.values())
    part = sum(count for day, count in halves.items() if first <= day <= last)
    return Decimal(part) / whole if whole else Decimal(0)


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute
