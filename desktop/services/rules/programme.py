"""From a rep's target to visits: what is still missing, and whether his days are enough for it.

Source: PLANNING.md, section 8. A rep's own rates are shrunk to the branch's: to what he did
himself, 50 visits are added as the branch makes them, with their orders and days.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from desktop.services.rules.funnel import close_gap
from desktop.services.rules.rates import Counts, wilson

#: So many visits of the branch are added to a rep's own before his rates are taken.
PRIOR_VISITS = 50
#: More visits a day than now that somebody finds room for without changing how he works.
EASY_RISE = Decimal("0.10")
#: More than this on top of every day is not to be had.
HARD_RISE = Decimal("0.30")

#: Why there is no programme; stable words.
NO_TARGET = "no target"
NO_FORECAST = "no forecast"
NO_RECORD = "no visits to learn from"
NO_DAYS = "no field days left"


class Capacity(StrEnum):
    """Whether the days that are left are enough for the visits."""

    ENOUGH = "enough"
    TIGHT = "tight"
    SHORT = "short"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FieldRecord:
    """What somebody did in the field: valid visits, the orders they led to, days in the field."""

    visits: int = 0
    orders: int = 0
    order_value: Decimal = Decimal(0)
    field_days: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class FieldRates:
    """A rep's rates as he is planned with: orders a visit with a 95 % interval, value of an
    order, visits a day."""

    hit_rate: Decimal
    low: Decimal
    high: Decimal
    order_value: Decimal
    calls_per_day: Decimal


@dataclass(frozen=True, slots=True)
class Programme:
    """What closes a gap, and whether there is time for it.

    `gap` is zero where the expected result reaches the target. `visits` come on top of the
    `present_visits`, which the expected result rests on already; `most_visits` and
    `fewest_visits` are those at the ends of the hit rate's interval. `rise` is visits on top ÷
    present visits. Figures that are not known are None, and `note` says why.
    """

    target: Decimal | None
    expected: Decimal | None
    gap: Decimal | None = None
    orders: Decimal | None = None
    visits: int | None = None
    fewest_visits: int | None = None
    most_visits: int | None = None
    field_days: Decimal = Decimal(0)
    present_visits: int | None = None
    visits_per_day: Decimal | None = None
    rise: Decimal | None = None
    capacity: Capacity = Capacity.UNKNOWN
    note: str = ""


def rates_of(own: FieldRecord, branch: FieldRecord) -> FieldRates | None:
    """Return a rep's rates shrunk to the branch's; None where the branch has none to shrink to.

    An order that several visits led to counts once, so that there may be no more orders than
    visits; where a record says otherwise the rate is one.
    """
    if not branch.visits or not branch.orders or branch.order_value <= 0 or branch.field_days <= 0:
        return None
    prior = Fraction(PRIOR_VISITS, branch.visits)
    visits = own.visits + PRIOR_VISITS
    orders = own.orders + prior * branch.orders
    value = Fraction(own.order_value) + prior * Fraction(branch.order_value)
    days = Fraction(own.field_days) + prior * Fraction(branch.field_days)
    events = min(int(_decimal(orders).quantize(Decimal(1), ROUND_HALF_UP)), visits)
    interval = wilson(Counts(max(events, 1), visits))
    assert interval.low.value is not None and interval.high.value is not None
    return FieldRates(
        min(_decimal(orders / visits), Decimal(1)),
        interval.low.value,
        interval.high.value,
        _decimal(value / orders),
        _decimal(visits / days),
    )


def programme_of(
    target: Decimal | None,
    expected: Decimal | None,
    rates: FieldRates | None,
    field_days: Decimal,
) -> Programme:
    """Return the visits that close the gap between target and expected result, and the verdict.

    Up to 10 % more visits a day than now are enough, up to 30 % are tight, more are not to be
    had (`EASY_RISE`, `HARD_RISE`). Without a gap there is nothing to add.
    """
    if target is None:
        return Programme(None, expected, field_days=field_days, note=NO_TARGET)
    if expected is None:
        return Programme(target, None, field_days=field_days, note=NO_FORECAST)
    gap = max(target - expected, Decimal(0))
    if rates is None:
        known = Capacity.UNKNOWN if gap else Capacity.ENOUGH
        note = NO_RECORD if gap else ""
        return Programme(target, expected, gap, field_days=field_days, capacity=known, note=note)
    if field_days <= 0:
        known = Capacity.SHORT if gap else Capacity.ENOUGH
        note = NO_DAYS if gap else ""
        return Programme(target, expected, gap, field_days=field_days, capacity=known, note=note)
    likely, fewest, most = (
        close_gap(gap, rates.order_value, rate, field_days)
        for rate in (rates.hit_rate, rates.high, rates.low)
    )
    present = rates.calls_per_day * field_days
    rise = Decimal(likely.visits) / present
    if rise <= EASY_RISE:
        capacity = Capacity.ENOUGH
    else:
        capacity = Capacity.TIGHT if rise <= HARD_RISE else Capacity.SHORT
    return Programme(
        target,
        expected,
        gap,
        _decimal(likely.orders),
        likely.visits,
        fewest.visits,
        most.visits,
        field_days,
        int(present.quantize(Decimal(1), ROUND_HALF_UP)),
        rates.calls_per_day + _decimal(likely.visits_per_day),
        rise,
        capacity,
    )


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
