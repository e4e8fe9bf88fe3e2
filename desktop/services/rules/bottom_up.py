"""A year from below: what each customer will buy, and what customers still to be won will bring.

Amounts are ints in minor units, rates are parts of a million. Source: PLANNING.md, section 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from desktop.money import split_exact

#: Growth, price effect, churn and chance are stored in parts of it.
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class OutlookTerms:
    """What moves a customer's year.

    `base` is his season-adjusted history; `growth` (of his market), `price` and `churn` are rates
    of it; `wallet` (a larger share of what he buys), `new_products` and `one_offs` are amounts.
    """

    base: int
    growth: int = 0
    wallet: int = 0
    new_products: int = 0
    price: int = 0
    churn: int = 0
    one_offs: int = 0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A customer's year part by part; the parts add up to `total` exactly. Churn takes away."""

    base: int
    growth: int
    wallet: int
    new_products: int
    price: int
    churn: int
    one_offs: int

    @property
    def total(self) -> int:
        """The sum of all parts; it may fall below zero."""
        return (
            self.base + self.growth + self.wallet + self.new_products + self.price + self.churn
            + self.one_offs
        )  # fmt: skip

    @property
    def target(self) -> int:
        """What can be planned of it: never below zero."""
        return max(self.total, 0)


def estimate(terms: OutlookTerms) -> Estimate:
    """Return base × (1 + growth) + wallet + new products + price effect − churn × base + one-offs.

    Each product is rounded half-up to the minor unit by itself, so that the parts shown add up.
    """
    return Estimate(
        terms.base,
        part_of(terms.base, terms.growth),
        terms.wallet,
        terms.new_products,
        part_of(terms.base, terms.price),
        -part_of(terms.base, terms.churn),
        terms.one_offs,
    )


def part_of(amount: int, rate: int) -> int:
    """Return amount × rate (parts of a million), rounded half-up away from zero."""
    product = amount * rate
    whole = (2 * abs(product) + MILLION) // (2 * MILLION)
    return whole if product >= 0 else -whole


def year_left(first: int, season: Sequence[tuple[int, int]]) -> Fraction:
    """Return the share of a year's season weights that lies in a month and after it.

    `season` are month ordinals with their weights, ascending. One where the month lies before the
    year, zero where it lies after; by months where no month weighs anything.
    """
    weights = _weights(season)
    whole = sum(weight for _month, weight in weights)
    left = sum(weight for month, weight in weights if month >= first)
    return Fraction(left, whole) if whole else Fraction(0)


def prospect_months(
    value: int, chance: int, first: int, season: Sequence[tuple[int, int]]
) -> tuple[int, ...]:
    """Return what a prospect is expected to bring in each month of the season's year.

    Chance × first-year value × the share of the year that is left (`year_left`), rounded half-up,
    then divided exactly over the months from the first order on by their weights.
    """
    weights = _weights(season)
    share = year_left(first, season) * Fraction(chance, MILLION) * value
    expected = int((share + Fraction(1, 2)).__floor__())
    places = [place for place, (month, _weight) in enumerate(weights) if month >= first]
    found = [0] * len(weights)
    if places:
        parts = split_exact(expected, [weights[place][1] for place in places])
        for place, part in zip(places, parts, strict=True):
            found[place] = part
    return tuple(found)


def over_months(total: int, shape: Sequence[int], season: Sequence[int]) -> tuple[int, ...]:
    """Return a year's amount by month: like the base's own months, else like the season.

    Exact; what is below zero in the shape weighs nothing. Without any weight the parts are even.
    """
    weights = [max(one, 0) for one in shape]
    if not any(weights):
        weights = [max(one, 0) for one in season]
    return split_exact(total, weights)


def _weights(season: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    if any(weight for _month, weight in season):
        return season
    return [(month, 1) for month, _weight in season]
