"""From a gap in money to the visits that close it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil


@dataclass(frozen=True, slots=True)
class Funnel:
    """What closes a gap: orders (exact), whole visits, and these a day in the field."""

    orders: Fraction
    visits: int
    visits_per_day: Fraction


def close_gap(gap: Decimal, order_value: Decimal, hit_rate: Decimal, field_days: Decimal) -> Funnel:
    """Return orders = gap ÷ order value, visits = orders ÷ hit rate rounded up, visits ÷ days.

    The hit rate is orders ÷ visits. Source: PLANNING.md, section 8.

    Raises:
        ValueError: a gap below zero, a hit rate outside 0 to 1, or an order value, a hit rate or
            field days of zero or less.
    """
    if gap < 0:
        raise ValueError("a gap is never negative")
    if order_value <= 0 or field_days <= 0 or not 0 < hit_rate <= 1:
        raise ValueError("order value, hit rate and field days are above zero")
    orders = Fraction(gap) / Fraction(order_value)
    visits = ceil(orders / Fraction(hit_rate))
    return Funnel(orders, visits, visits / Fraction(field_days))
