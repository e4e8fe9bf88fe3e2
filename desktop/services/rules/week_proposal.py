"""A rep's week as it is proposed: who is to be visited, why, by which arithmetic, on which day.

Reasons earn points, their sum ranks the customers, and the best fill the week's free calls:
field days × the rep's own calls a day, less what is planned already. Source: ACTIVITY.md,
section 1 (class frequency, last visit, overdue money, open promises, the rep's programme).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from desktop.enums import CustomerClass
from desktop.money import split_exact
from desktop.periods import Period
from desktop.services.rules.week_plan import WorkDay

#: Days that may lie between two visits, by class: a week, two weeks, a month, two months.
CLASS_INTERVALS: Mapping[str, int] = {
    CustomerClass.A.value: 7,
    CustomerClass.B.value: 14,
    CustomerClass.C.value: 30,
    CustomerClass.D.value: 60,
}
_AGREED, _PROMISED, _DUE, _MOST_DUE, _NEVER, _OVERDUE, _PROGRAMME = 100, 60, 40, 80, 60, 30, 20
#: Visits behind the programme that earn points.
_MOST_BEHIND = 3


class ReasonKind(StrEnum):
    """Why a customer is proposed, the strongest first."""

    AGREED = "agreed"
    PROMISED = "promised"
    NEVER = "never"
    DUE = "due"
    OVERDUE = "overdue"
    PROGRAMME = "programme"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason with its points.

    `day` is the day agreed or promised, `days` those since the last visit by the week's end,
    `interval` the class's, `amount` the overdue money, `behind` the visits that the programme
    lacks.
    """

    kind: ReasonKind
    points: int
    day: date | None = None
    days: int = 0
    interval: int = 0
    amount: Decimal = Decimal(0)
    behind: int = 0


@dataclass(frozen=True, slots=True)
class WeekCandidate:
    """A customer of the rep as he stands before the week.

    `agreed_on` is the next visit that a report names, `promised_on` the day an answer to a
    request of his was promised for; both only while they are open. `behind` are the visits that
    the programme wanted up to the week's end and that were neither made nor planned.
    """

    customer_id: int
    code: str
    customer_class: str = ""
    territory_id: int = 0
    seen_on: date | None = None
    overdue: Decimal = Decimal(0)
    agreed_on: date | None = None
    promised_on: date | None = None
    behind: int = 0


@dataclass(frozen=True, slots=True)
class ProposedVisit:
    """A visit on a day, with its reasons, the strongest first."""

    customer_id: int
    day: date
    reasons: tuple[Reason, ...]

    @property
    def points(self) -> int:
        """The sum of the reasons' points."""
        return sum(one.points for one in self.reasons)


@dataclass(frozen=True, slots=True)
class WeekProposal:
    """Visits by day and territory; `capacity` calls of the week, `standing` planned already.

    `left_out` are customers with a reason for whom the week has no room, the best first.
    """

    visits: tuple[ProposedVisit, ...]
    capacity: int
    standing: int
    left_out: tuple[int, ...]


def reasons_of(one: WeekCandidate, week: Period) -> tuple[Reason, ...]:
    """Return why a customer should be visited in the week, the strongest first; or nothing.

    Due: 40 points × days since the last visit ÷ the class's interval, 80 at most, from the day
    on that the interval is full. Never visited: 60. Agreed: 100. Promised: 60. Overdue money:
    30. Behind the programme: 20 a visit, for three at most.
    """
    found = []
    if one.agreed_on is not None and one.agreed_on < week.end:
        found.append(Reason(ReasonKind.AGREED, _AGREED, day=one.agreed_on))
    if one.promised_on is not None and one.promised_on < week.end:
        found.append(Reason(ReasonKind.PROMISED, _PROMISED, day=one.promised_on))
    interval = CLASS_INTERVALS.get(one.customer_class, 0)
    if interval and one.seen_on is None:
        found.append(Reason(ReasonKind.NEVER, _NEVER, interval=interval))
    elif interval and one.seen_on is not None:
        days = (week.last - one.seen_on).days
        if days >= interval:
            points = min(_DUE * days // interval, _MOST_DUE)
            found.append(Reason(ReasonKind.DUE, points, days=days, interval=interval))
    if one.overdue > 0:
        found.append(Reason(ReasonKind.OVERDUE, _OVERDUE, amount=one.overdue))
    if one.behind > 0:
        points = _PROGRAMME * min(one.behind, _MOST_BEHIND)
        found.append(Reason(ReasonKind.PROGRAMME, points, behind=one.behind))
    return tuple(sorted(found, key=lambda reason: -reason.points))


def week_capacity(days: Sequence[WorkDay], calls_per_day: Decimal) -> int:
    """Return field days × calls a day, rounded half-up."""
    halves = sum(one.halves for one in days)
    return int((calls_per_day * halves / 2).quantize(Decimal(1), ROUND_HALF_UP))


def propose(
    candidates: Sequence[WeekCandidate],
    week: Period,
    days: Sequence[WorkDay],
    calls_per_day: Decimal,
    standing: Sequence[tuple[int, date]] = (),
) -> WeekProposal:
    """Return the visits of a week.

    Args:
        candidates: the rep's customers.
        week: Monday to Sunday.
        days: his field days of the week, ascending.
        calls_per_day: his own calls on a whole field day.
        standing: customers and days that are planned already; they take room, and those
            customers are not proposed again.
    """
    capacity = week_capacity(days, calls_per_day)
    planned = {customer_id for customer_id, _day in standing}
    ranked = sorted(
        ((one, reasons_of(one, week)) for one in candidates if one.customer_id not in planned),
        key=lambda pair: (-sum(reason.points for reason in pair[1]), pair[0].code),
    )
    ranked = [(one, reasons) for one, reasons in ranked if reasons]
    room = max(capacity - len(standing), 0) if days else 0
    chosen, rest = ranked[:room], ranked[room:]
    taken: dict[date, int] = {}
    for _customer, day in standing:
        taken[day] = taken.get(day, 0) + 1
    visits = _laid(chosen, days, capacity, taken)
    return WeekProposal(visits, capacity, len(standing), tuple(one.customer_id for one, _ in rest))


def _laid(
    chosen: Sequence[tuple[WeekCandidate, tuple[Reason, ...]]],
    days: Sequence[WorkDay],
    capacity: int,
    taken: Mapping[date, int],
) -> tuple[ProposedVisit, ...]:
    """Lay visits on days: agreed ones on theirs, the others territory by territory."""
    if not chosen:
        return ()
    field = [one.day for one in days]
    shares = split_exact(capacity, [one.halves for one in days])
    free = {
        day: max(share - taken.get(day, 0), 0) for day, share in zip(field, shares, strict=True)
    }
    made, loose = [], []
    for one, reasons in chosen:
        if one.agreed_on is not None and one.agreed_on in free:
            made.append((one, ProposedVisit(one.customer_id, one.agreed_on, reasons)))
            free[one.agreed_on] = max(free[one.agreed_on] - 1, 0)
        else:
            loose.append((one, reasons))
    loose.sort(key=lambda pair: (pair[0].territory_id, pair[0].code))
    # More may be agreed on one day than it takes; then the other days take more than theirs.
    rooms = [free[day] for day in field] if any(free.values()) else [1 for _day in field]
    queue = iter(loose)
    for day, quota in zip(field, split_exact(len(loose), rooms), strict=True):
        for _turn in range(quota):
            one, reasons = next(queue)
            made.append((one, ProposedVisit(one.customer_id, day, reasons)))
    made.sort(key=lambda pair: (pair[1].day, pair[0].territory_id, pair[0].code))
    return tuple(visit for _one, visit in made)
