"""When a second pair of eyes looks at a report, and whom a call-back sample falls on.

The reasons come from what makes figures doubtful: amounts above their ceiling, entertainment
without guests, much cash (RECEIVABLES.md 1), contacts shorter than five minutes or longer than
eight hours (METRICS.md K2), reports that came more than 48 hours after their day (METRICS.md
P2). The first that holds is the reason that is written down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_CEILING, Decimal
from hashlib import sha256

from desktop.enums import CeilingPer, CheckReason
from desktop.services.rules.workdays import WorkCalendar

#: A contact on site that is shorter, or longer, is looked at; minutes.
SHORTEST_MINUTES, LONGEST_MINUTES = 5, 480
#: A report that reached the office later after its day is looked at; hours of working days.
LATE_AFTER_HOURS = 48
#: Cash from this amount on is looked at; in whole units of the branch's currency.
CASH_FROM = Decimal(10_000)
#: What part of a month's visits is called back.
SAMPLE_SHARE = Decimal("0.03")
#: Words for cash, as they are typed.
CASH_WORDS = frozenset(("cash", "现金", "现款", "現金"))
_BETWEEN_GUESTS = re.compile(r"[,，、;；/&\n]+|\s+and\s+|和|与|及")
_PEOPLE = re.compile(r"([0-9]{1,3})\s*(?:人|位|名|people|persons?|guests?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ceilings:
    """The most that is allowed of a category on the day, in minor units; what has none is absent.

    `spent_today` and `spent_this_month` are the rep's claims of that category, this one included.
    """

    by: dict[CeilingPer, int]
    spent_today: int
    spent_this_month: int


def visit_reason(
    minutes: int | None, *, is_on_site: bool, is_attempt: bool, hours_after: Decimal | None
) -> CheckReason | None:
    """Return why a visit is looked at again, or None.

    Only a contact on site that took place has a doubtful length; `hours_after` are hours from
    the end of its day until the report reached the office, None where that is not known.
    """
    is_timed = minutes is not None and is_on_site and not is_attempt
    if is_timed and minutes is not None and not SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES:
        return CheckReason.LENGTH
    return late_reason(hours_after)


def hours_after(day: date, moment: datetime, calendar: WorkCalendar) -> Decimal:
    """Return the hours from the end of a day until a moment of local time; rest days count none.

    A slip of Friday that comes in on Monday morning is no later than one that comes the next
    morning. A moment on the day itself, or before, is 0.
    """
    total = timedelta(0)
    begin = day + timedelta(days=1)
    while begin <= moment.date():
        if calendar.share(begin) > 0:
            midnight = datetime.combine(begin, time(0))
            total += min(moment.replace(tzinfo=None) - midnight, timedelta(days=1))
        begin += timedelta(days=1)
    return Decimal(int(total.total_seconds())) / 3600


def late_reason(hours_after: Decimal | None) -> CheckReason | None:
    """Return LATE where a report came more than 48 hours after its day."""
    is_late = hours_after is not None and hours_after > LATE_AFTER_HOURS
    return CheckReason.LATE if is_late else None


def expense_reason(
    amount: int,
    guests: str,
    ceilings: Ceilings,
    *,
    is_entertainment: bool,
    hours_after: Decimal | None,
) -> CheckReason | None:
    """Return why an expense is looked at again, or None; amounts in minor units."""
    if is_above(amount, guests, ceilings):
        return CheckReason.AMOUNT
    if is_entertainment and not guests.strip():
        return CheckReason.GUESTS
    return late_reason(hours_after)


def is_above(amount: int, guests: str, ceilings: Ceilings) -> bool:
    """Whether a claim is above any ceiling; guests that are not named count as one."""
    for per, most in ceilings.by.items():
        measured = {
            CeilingPer.CLAIM: amount,
            CeilingPer.DAY: ceilings.spent_today,
            CeilingPer.MONTH: ceilings.spent_this_month,
            CeilingPer.GUEST: amount,
        }[per]
        if per is CeilingPer.GUEST:
            most *= max(1, guest_count(guests))
        if measured > most:
            return True
    return False


def guest_count(guests: str) -> int:
    """Return how many guests a text names: names between commas, or `5人`."""
    if match := _PEOPLE.search(guests):
        return int(match[1])
    return sum(1 for name in _BETWEEN_GUESTS.split(guests) if name.strip())


def collection_reason(
    amount: int, method: str, decimals: int, *, hours_after: Decimal | None
) -> CheckReason | None:
    """Return why money received is looked at again, or None; the amount in minor units."""
    is_cash = method.strip().casefold() in CASH_WORDS
    if is_cash and Decimal(amount).scaleb(-decimals) >= CASH_FROM:
        return CheckReason.AMOUNT
    return late_reason(hours_after)


def sample_size(count: int, share: Decimal) -> int:
    """Return how many of `count` are drawn: the share rounded up, one at least where any are.

    Raises:
        ValueError: a share that is not above zero and at most one.
    """
    if not 0 < share <= 1:
        raise ValueError("a share is above zero and at most one")
    return int((Decimal(count) * share).to_integral_value(rounding=ROUND_CEILING))


def draw(ids: Iterable[int], share: Decimal, seed: int) -> tuple[int, ...]:
    """Return the sample that a seed draws, ascending: the same for the same ids in any order.

    Each id gets a number from a hash of the seed and itself, and the smallest are drawn; no
    generator of random numbers, which may differ between versions, has a part in it.
    """
    known: Sequence[int] = sorted(set(ids))
    ranked = sorted(known, key=lambda one: sha256(f"{seed}:{one}".encode()).digest())
    return tuple(sorted(ranked[: sample_size(len(known), share)]))
