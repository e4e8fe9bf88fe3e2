"""What a promotion brought: sales of its days against what they would have been without it.

The baseline is one of two: the same days last year times the branch's trend, or the weeks
before brought to these days by the season. Which is the better one only a person can say who
knows what else happened, so both are shown with their arithmetic. Whether the difference says
anything is held against how far sales scattered before. Amounts are whole minor units.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from desktop.money import from_minor, round_half_up

#: Fewer stretches of days than this say nothing about how far sales scatter.
LEAST_STRETCHES = 4
#: A difference of more than this many standard deviations is no chance, nineteen times of twenty.
DEVIATIONS = 2
_FACTOR_DECIMALS = 4


class Basis(StrEnum):
    """What a baseline rests on."""

    LAST_YEAR = "last_year"
    WEEKS_BEFORE = "weeks_before"


class Finding(StrEnum):
    """What the difference to the baseline says."""

    RISE = "rise"
    FALL = "fall"
    NOISE = "noise"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the days would have sold without it: `sold` times `factor`; None where undefined.

    For last year `sold` is that of the same days a year before, and the factor the branch's
    trend; for the weeks before it is what they sold, and the factor how much the days weigh
    against them by season and working days.
    """

    basis: Basis
    sold: int
    factor: Fraction | None

    @property
    def amount(self) -> int | None:
        """The baseline, rounded half-up to the minor unit; None without sales to rest on."""
        if self.factor is None or self.sold <= 0:
            return None
        return _half_up(self.sold * self.factor)


def from_last_year(sold: int, branch_now: int, branch_then: int) -> Baseline:
    """Return the same days last year times the branch's trend.

    The trend is what the branch sold in the weeks before the first day over what it sold in
    the same weeks a year before; without sales then there is none.
    """
    has_trend = branch_then > 0 and branch_now >= 0
    factor = Fraction(branch_now, branch_then) if has_trend else None
    return Baseline(Basis.LAST_YEAR, sold, factor)


def from_weeks_before(sold: int, weight: Fraction, weight_before: Fraction) -> Baseline:
    """Return the weeks before, brought to the days by what these weigh in the season."""
    factor = weight / weight_before if weight_before else None
    return Baseline(Basis.WEEKS_BEFORE, sold, factor)


def scatter(stretches: Sequence[tuple[int, Fraction]], weight: Fraction) -> int | None:
    """Return how far stretches of as many days before scattered, seasonally adjusted.

    Each is a pair of what was sold and what its days weigh; `weight` is that of the days
    measured. It is the standard deviation (of a sample); None for too few stretches. One whose
    days weigh nothing is left out.
    """
    levels = [Fraction(sold) * weight / part for sold, part in stretches if part]
    if len(levels) < LEAST_STRETCHES:
        return None
    mean = sum(levels) / len(levels)
    variance = sum((level - mean) ** 2 for level in levels) / (len(levels) - 1)
    return math.isqrt(math.floor(variance))


def finding(uplift: int | None, noise: int | None) -> Finding:
    """Return what a difference says, given how far sales scatter anyway."""
    if uplift is None or noise is None:
        return Finding.UNKNOWN
    if abs(uplift) <= DEVIATIONS * noise:
        return Finding.NOISE
    return Finding.RISE if uplift > 0 else Finding.FALL


def margin_rate(net: int, cost: int) -> Fraction | None:
    """Return the gross margin of lines whose cost is known as a part of their net sales."""
    return Fraction(net - cost, net) if net > 0 else None


def return_of(uplift: int | None, rate: Fraction | None, cost: int) -> int | None:
    """Return the margin of the uplift less what the promotion cost; None without a margin."""
    if uplift is None or rate is None:
        return None
    return _half_up(uplift * rate) - cost


def stored_words(found: Baseline, decimals: int) -> str:
    """Return a baseline's arithmetic as a record keeps it, in no language.

    It is read back by `read_words`: `last_year sold=1200.00 factor=1.0833`.
    """
    factor = as_decimal(found.factor or Fraction(0))
    return f"{found.basis} sold={from_minor(found.sold, decimals):f} factor={factor:f}"


def read_words(text: str) -> tuple[Basis, Decimal, Decimal] | None:
    """Return basis, sales and factor of a kept arithmetic; None where it is another text."""
    match = re.fullmatch(r"(last_year|weeks_before) sold=(-?[\d.]+) factor=([\d.]+)", text)
    if match is None:
        return None
    return Basis(match[1]), Decimal(match[2]), Decimal(match[3])


def as_decimal(value: Fraction) -> Decimal:
    """Return a factor as people read it, with four decimals."""
    return round_half_up(Decimal(value.numerator) / value.denominator, _FACTOR_DECIMALS)


def _half_up(value: Fraction) -> int:
    whole = math.floor(abs(value) + Fraction(1, 2))
    return whole if value >= 0 else -whole
