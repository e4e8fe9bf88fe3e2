"""What a year comes to when something happens: a customer lost, a rep gone, other prices, delay.

Pure arithmetic on what is still to come; what is done stays done. Events are applied in a fixed
order, whatever order they were entered in (customers lost, reps who leave, prices, late
deliveries, late payments), so that the board never depends on the order of typing. Amounts are
whole minor units, rounded half-up where a part is taken, and the rest stays with the other part,
so that a part and its rest are always the whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from math import ceil

from desktop.periods import Period
from desktop.services.rules.whatif_data import (
    Delay,
    Event,
    Ground,
    Late,
    Line,
    LoseCustomer,
    Measure,
    Outcome,
    Parcel,
    PriceChange,
    Receipt,
    RepLeaves,
)

#: Days of a week of delay.
WEEK = 7

_ZERO = Decimal(0)


def outcome(ground: Ground, events: Iterable[Event] = ()) -> Outcome:
    """Return how the year ends with these events; without any, how it ends as it goes now."""
    chosen = sorted(events, key=_order)
    parcels: Iterable[Parcel] = ground.parcels
    for event in chosen:
        parcels = _changed(ground, parcels, event)
    kept = tuple(parcels)
    end = ground.year.end.toordinal()
    sales: defaultdict[int | None, int] = defaultdict(int, ground.done)
    profit = ground.done_profit
    for one in kept:
        amount = _before(one.start, one.end, one.sales, end)
        sales[one.rep_id] += amount
        if one.cost is not None:
            profit += amount - _before(one.start, one.end, one.cost, end)
    needed, available = _visits(ground, sales, chosen)
    return Outcome(
        dict(sales),
        ground.done_cash + _cash(ground, kept, chosen, end),
        profit if ground.has_costs else None,
        needed,
        available,
    )


def board(ground: Ground, events: Sequence[Event]) -> tuple[Line, ...]:
    """Return the lines of the board: now, with all events, and each event alone.

    An event's part is what it alone would change. The rep's lines follow the branch's, in the
    order of `ground.targets`; who has no target has no attainment.
    """
    now, then = outcome(ground), outcome(ground, events)
    alone = [outcome(ground, (event,)) for event in events]

    def line(measure: Measure, rep_id: int | None = None) -> Line:
        before = _value(ground, now, measure, rep_id)
        return Line(
            measure,
            before,
            _value(ground, then, measure, rep_id),
            tuple(_less(_value(ground, one, measure, rep_id), before) for one in alone),
            rep_id,
        )

    return (
        *(line(measure) for measure in Measure if measure is not Measure.REP_ATTAINMENT),
        *(
            line(Measure.REP_ATTAINMENT, rep_id)
            for rep_id, target in ground.targets.items()
            if rep_id is not None and target > 0
        ),
    )


def _less(value: Decimal | None, before: Decimal | None) -> Decimal | None:
    return None if value is None or before is None else value - before


def _value(ground: Ground, found: Outcome, measure: Measure, rep_id: int | None) -> Decimal | None:
    """Return a measure of an outcome, or None where it is not defined."""
    amount: int | None
    match measure:
        case Measure.SALES:
            amount = found.total
        case Measure.CASH:
            amount = found.cash
        case Measure.PROFIT:
            amount = found.profit
        case Measure.VISITS_NEEDED:
            amount = found.visits_needed
        case Measure.VISITS_AVAILABLE:
            amount = found.visits_available
        case Measure.ATTAINMENT:
            return _ratio(found.total, sum(ground.targets.values()))
        case Measure.REP_ATTAINMENT:
            return _ratio(found.sales.get(rep_id, 0), ground.targets.get(rep_id, 0))
    return None if amount is None else Decimal(amount)


def _ratio(amount: int, target: int) -> Decimal | None:
    """Return a share to a millionth: sums of such shares are exact, as those of endless ones
    would not be."""
    if target <= 0:
        return None
    return (Decimal(amount) / target).quantize(Decimal("0.000001"), ROUND_HALF_UP)


def _order(event: Event) -> tuple[int, int]:
    """Return where an event stands among the others when they are applied."""
    if isinstance(event, LoseCustomer):
        return 0, event.month.ordinal
    if isinstance(event, RepLeaves):
        return 1, event.day.toordinal()
    if isinstance(event, PriceChange):
        return 2, event.month.ordinal
    return (3 if event.late is Late.DELIVERIES else 4), event.month.ordinal


def _changed(ground: Ground, parcels: Iterable[Parcel], event: Event) -> Iterator[Parcel]:
    """Yield the parcels as an event leaves them."""
    if isinstance(event, LoseCustomer):
        first = event.month.start.toordinal()
        for one in parcels:
            if one.customer_id != event.customer_id or one.start < first:
                yield one
    elif isinstance(event, RepLeaves):
        for one in parcels:
            if one.rep_id == event.rep_id:
                yield from _without_rep(ground, one, event)
            else:
                yield one
    elif isinstance(event, PriceChange):
        for one in parcels:
            yield _repriced(one, event)
    elif event.late is Late.DELIVERIES:
        first = event.month.start.toordinal()
        for one in parcels:
            yield from _later(one, first, event.weeks * WEEK)
    else:
        yield from parcels


def _without_rep(ground: Ground, one: Parcel, event: RepLeaves) -> Iterator[Parcel]:
    """Yield what a rep still sells, and the part of the rest that his successor keeps.

    A month that he leaves in the middle of is divided by working days, or by days where it has
    none.
    """
    day = event.day.toordinal()
    if one.end <= day:
        yield one
        return
    if one.start < day:
        gone = _halves(ground, one.start, day)
        whole = gone + _halves(ground, day, one.end)
        if not whole:
            gone, whole = day - one.start, one.end - one.start
        first = _share(one, gone, whole)
        yield first._replace(end=day)
        one = one._replace(start=day, sales=one.sales - first.sales, cost=_rest(one, first))
    yield one._replace(
        sales=_rounded(one.sales * event.kept),
        cost=None if one.cost is None else _rounded(one.cost * event.kept),
    )


def _rest(whole: Parcel, part: Parcel) -> int | None:
    if whole.cost is None or part.cost is None:
        return None
    return whole.cost - part.cost


def _halves(ground: Ground, start: int, end: int) -> int:
    if end <= start:
        return 0
    return ground.calendar.halves(Period(date.fromordinal(start), date.fromordinal(end)))


def _share(one: Parcel, part: int, whole: int) -> Parcel:
    cost = None if one.cost is None else _part(one.cost, part, whole)
    return one._replace(sales=_part(one.sales, part, whole), cost=cost)


def _repriced(one: Parcel, event: PriceChange) -> Parcel:
    """Return a parcel at the new price: cost follows the volume, sales price × volume."""
    if one.start < event.month.start.toordinal():
        return one
    volume = Decimal(1)
    if event.elasticity is not None:
        volume = max(_ZERO, 1 + event.elasticity * event.change)
    return one._replace(
        sales=_rounded(one.sales * (1 + event.change) * volume),
        cost=None if one.cost is None else _rounded(one.cost * volume),
    )


def _later(one: Parcel, first: int, days: int) -> Iterator[Parcel]:
    """Yield a parcel with what lies on or after a day moved by so many days."""
    if one.end <= first:
        yield one
    elif one.start >= first:
        yield one._replace(start=one.start + days, end=one.end + days)
    else:
        before = _share(one, first - one.start, one.end - one.start)._replace(end=first)
        yield before
        yield one._replace(
            start=first + days, end=one.end + days,
            sales=one.sales - before.sales, cost=_rest(one, before),
        )  # fmt: skip


def _cash(ground: Ground, parcels: Iterable[Parcel], events: Sequence[Event], end: int) -> int:
    """Return what comes in before the year ends: old debts and what is sold from now on."""
    receipts: Iterable[Receipt] = (
        *ground.debts,
        *(
            Receipt(
                one.start + one.pay_days, one.end + one.pay_days, _rounded(one.sales * ground.gross)
            )
            for one in parcels
        ),
    )
    for event in events:
        if isinstance(event, Delay) and event.late is Late.PAYMENTS:
            first = event.month.start.toordinal()
            receipts = tuple(
                moved for one in receipts for moved in _paid_later(one, first, event.weeks * WEEK)
            )
    return sum(_before(one.start, one.end, one.amount, end) for one in receipts)


def _paid_later(one: Receipt, first: int, days: int) -> Iterator[Receipt]:
    if one.end <= first:
        yield one
    elif one.start >= first:
        yield Receipt(one.start + days, one.end + days, one.amount)
    else:
        before = _part(one.amount, first - one.start, one.end - one.start)
        yield Receipt(one.start, first, before)
        yield Receipt(first + days, one.end + days, one.amount - before)


def _visits(
    ground: Ground, sales: dict[int | None, int], events: Sequence[Event]
) -> tuple[int | None, int | None]:
    """Return visits needed and available from now to the end of the year.

    Needed are those of the present pace, which the expected sales rest on, and on top what
    closes each rep's own gap to his target; who is above his target needs none on top, and
    closes nobody else's gap. Available are those of the present pace in the days that are left.
    """
    if ground.fields is None:
        return None, None
    needed = available = 0
    for rep_id, field in ground.fields.items():
        gap = max(ground.targets.get(rep_id, 0) - sales.get(rep_id, 0), 0)
        needed += field.present + ceil(gap / field.per_visit)
        available += min(
            (
                _still_made(ground, field.present, event)
                for event in events
                if isinstance(event, RepLeaves) and event.rep_id == rep_id
            ),
            default=field.present,
        )
    return needed, available


def _still_made(ground: Ground, visits: int, event: RepLeaves) -> int:
    """Return the visits of a rep up to the day that he leaves, by working days."""
    first, end = ground.from_day.toordinal(), ground.year.end.toordinal()
    first = max(first, ground.year.start.toordinal())
    whole = _halves(ground, first, end)
    return _part(visits, _halves(ground, first, event.day.toordinal()), whole) if whole else 0


def _before(start: int, end: int, amount: int, limit: int) -> int:
    """Return the part of an amount, even over its days, that lies before a day."""
    if end <= limit:
        return amount
    return _part(amount, limit - start, end - start) if start < limit else 0


def _part(amount: int, part: int, whole: int) -> int:
    """Return amount × part ÷ whole, rounded half-up away from zero."""
    size = (2 * abs(amount) * part + whole) // (2 * whole)
    return size if amount >= 0 else -size


def _rounded(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))
