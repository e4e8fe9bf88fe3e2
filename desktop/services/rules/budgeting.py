"""Budgets from what they grow with, kept within ceilings, and what became of them.

Amounts are whole minor units and always add up exactly: the parts of a driver are its rounded
sum, divided by largest remainder. Sources: PLANNING.md, section 11; Horngren, Datar & Rajan,
*Cost Accounting*, chapter 7 (flexible budgets, price and quantity variances).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from desktop.enums import BudgetDriverKind
from desktop.money import split_exact
from desktop.ratio import Ratio

#: Why a budget has no use to speak of; a stable word.
NO_BUDGET = "no budget"
#: From this part of a budget on it is nearly used up.
TIGHT = Decimal("0.9")

_MILLION = 1_000_000


class Standing(StrEnum):
    """How a budget stands."""

    WITHIN = "within"
    TIGHT = "tight"
    OVERSPENT = "overspent"
    NO_BUDGET = "no_budget"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Volume:
    """What is planned of a leaf (a rep's month): its month, visits, half-days and net sales."""

    month: int
    visits: int = 0
    field_halves: int = 0
    sales_minor: int = 0


@dataclass(frozen=True, slots=True)
class DriverParts:
    """What a driver gives: minor units by leaf, and what it would give without its ceiling."""

    amounts: tuple[int, ...]
    wanted: int

    @property
    def total(self) -> int:
        """The sum of the parts."""
        return sum(self.amounts)

    @property
    def is_capped(self) -> bool:
        """Whether the ceiling holds something back."""
        return self.total < self.wanted


@dataclass(frozen=True, slots=True)
class Variance:
    """Why more (above zero) or less was spent than budgeted: by price, and by quantity."""

    price: Decimal
    quantity: Decimal

    @property
    def total(self) -> Decimal:
        """What was spent above the budget."""
        return self.price + self.quantity


def driver_parts(
    kind: BudgetDriverKind, rate: int, volumes: Sequence[Volume], ceiling: int | None = None
) -> DriverParts:
    """Return what a driver gives to each leaf, in the order of the leaves.

    The rate is minor units a visit, a day or a month, or millionths of net sales. A fixed amount
    is given once a month, divided over the month's leaves by their planned net sales, evenly
    where nothing is planned. The ceiling, in millionths of the net sales of all leaves, holds
    for their sum; what is above it is taken from all in proportion.
    """
    if not volumes:
        return DriverParts((), 0)
    weights = [_exact(kind, rate, one) for one in volumes]
    if kind is BudgetDriverKind.FIXED:
        amounts = _by_month(rate, volumes)
    else:
        amounts = split_exact(_half_up(sum(weights, Fraction(0))), weights)
    wanted = sum(amounts)
    if ceiling is None:
        return DriverParts(amounts, wanted)
    most = ceiling_of(ceiling, sum(one.sales_minor for one in volumes))
    if wanted > most:
        amounts = split_exact(most, amounts)
    return DriverParts(amounts, wanted)


def flexed_minor(kind: BudgetDriverKind, rate: int, volumes: Sequence[Volume]) -> int:
    """Return the budget at these volumes, in minor units: what they ought to have cost.

    A fixed amount does not grow with anything: it is the same once a month.
    """
    if kind is BudgetDriverKind.FIXED:
        return rate * len({one.month for one in volumes})
    return _half_up(sum((_exact(kind, rate, one) for one in volumes), Fraction(0)))


def ceiling_of(ceiling: int, sales_minor: int) -> int:
    """Return the most that a ceiling in millionths of net sales allows, rounded down."""
    return ceiling * max(sales_minor, 0) // _MILLION


def variance(
    budget_quantity: Decimal, budget_price: Decimal, actual_quantity: Decimal, actual: Decimal
) -> Variance:
    """Return the variances of price and of quantity.

    Price: what was spent less the actual quantity at the budgeted price (the flexed budget);
    quantity: the difference of the quantities at the budgeted price.
    """
    flexed = actual_quantity * budget_price
    return Variance(actual - flexed, flexed - budget_quantity * budget_price)


def used_of(budget: int | Decimal, committed: int | Decimal, actual: int | Decimal) -> Ratio:
    """Return the part of a budget that is spent or promised; undefined without a budget."""
    return Ratio.of(Decimal(committed) + Decimal(actual), Decimal(budget), NO_BUDGET)


def standing_of(budget: Decimal, committed: Decimal, actual: Decimal) -> Standing:
    """Return how a budget stands: overspent above it, nearly used up from nine tenths on."""
    if budget <= 0:
        return Standing.NO_BUDGET if committed + actual else Standing.EMPTY
    if committed + actual > budget:
        return Standing.OVERSPENT
    return Standing.TIGHT if committed + actual >= TIGHT * budget else Standing.WITHIN


def _exact(kind: BudgetDriverKind, rate: int, volume: Volume) -> Fraction:
    match kind:
        case BudgetDriverKind.PER_VISIT:
            return Fraction(rate * volume.visits)
        case BudgetDriverKind.PER_DAY:
            return Fraction(rate * volume.field_halves, 2)
        case BudgetDriverKind.SHARE_OF_SALES:
            return Fraction(rate * max(volume.sales_minor, 0), _MILLION)
        case BudgetDriverKind.FIXED:
            return Fraction(rate)


def _by_month(rate: int, volumes: Sequence[Volume]) -> tuple[int, ...]:
    amounts = [0] * len(volumes)
    for month in sorted({one.month for one in volumes}):
        places = [place for place, one in enumerate(volumes) if one.month == month]
        weights = [max(volumes[place].sales_minor, 0) for place in places]
        for place, part in zip(places, split_exact(rate, weights), strict=True):
            amounts[place] = part
    return tuple(amounts)


def _half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
