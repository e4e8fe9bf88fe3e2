"""How many reps a year's visits need: the workload method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from desktop.money import round_half_up

_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class ClassLoad:
    """A class of customers: how many, and each one's visits in the period and hours a visit."""

    accounts: int
    calls: Decimal
    hours_per_call: Decimal

    @property
    def hours(self) -> Fraction:
        """The hours that the class takes in the period."""
        return self.accounts * Fraction(self.calls) * Fraction(self.hours_per_call)


def reps_needed(loads: Sequence[ClassLoad], hours: Decimal, selling_share: Decimal) -> Fraction:
    """Return Σ (accounts × visits × hours a visit) ÷ selling hours of a rep.

    `hours` are a rep's working hours in the period, `selling_share` the part of them spent with
    customers. Source: PLANNING.md, section 9; Talley, "How to Design Sales Territories",
    *Journal of Marketing* 25 (1961).

    Raises:
        ValueError: no hours for selling.
    """
    selling = Fraction(hours) * Fraction(selling_share)
    if selling <= 0:
        raise ValueError("a rep needs hours for selling")
    return sum((load.hours for load in loads), Fraction(0)) / selling


def whole_reps(exact: Fraction) -> int:
    """Return whole reps: rounded to six decimals first, then up, so that no dust hires anyone."""
    rounded = round_half_up(Decimal(exact.numerator) / Decimal(exact.denominator), _DECIMALS)
    return int(rounded.to_integral_value(rounding=ROUND_CEILING))
