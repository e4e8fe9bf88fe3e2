"""An area's share of a market by several indicators: the buying power index."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction


def buying_power(shares: Sequence[Decimal], weights: Sequence[Decimal]) -> Fraction:
    """Return the weighted mean of an area's shares of the whole market, in their unit.

    Each share is of one indicator (income, retail sales, population, …), in percent as given;
    the weights add up to one. Source: PLANNING.md, section 3; Kotler, *Marketing Management*.

    Raises:
        ValueError: another number of weights than of shares, a negative one, or weights that do
            not add up to one.
    """
    if len(shares) != len(weights):
        raise ValueError("each share needs one weight")
    if any(number < 0 for number in (*shares, *weights)):
        raise ValueError("neither shares nor weights are negative")
    if sum(weights) != 1:
        raise ValueError("the weights add up to one")
    pairs = zip(shares, weights, strict=True)
    return sum((Fraction(share) * Fraction(weight) for share, weight in pairs), Fraction(0))
