"""Whom a rep visits how often: shares of the gap, suggested visits, what they should bring.

Source: PLANNING.md, sections 8 to 10. A customer's own rates are shrunk to the rep's as a rep's
are to the branch's: to what happened at the customer, 50 visits are added as the rep makes them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from desktop.money import split_exact
from desktop.services.rules.programme import PRIOR_VISITS, FieldRates, FieldRecord
from desktop.services.rules.rates import Counts, wilson


@dataclass(frozen=True, slots=True)
class CustomerRates:
    """What a visit to a customer should bring: orders a visit with a 95 % interval, their value."""

    hit_rate: Decimal
    low: Decimal
    high: Decimal
    order_value: Decimal

    def sales(self, visits: int) -> Decimal:
        """Return the sales that so many visits should bring, not rounded to money."""
        return visits * self.hit_rate * self.order_value


@dataclass(frozen=True, slots=True)
class Candidate:
    """A customer that visits are given to.

    `usual` are the visits a month that the class gets (None where nothing was agreed), `seen`
    those of the last twelve months, `to_win` what he could bring on top, `sales` what he brought.
    """

    usual: Decimal | None
    seen: int
    to_win: Decimal
    sales: Decimal


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Visits for each candidate, in their order, and how they were reached.

    `floor` are the visits of all classes' usual frequencies. Where they are more than the visits
    wanted, all were cut in proportion (`is_cut`).
    """

    visits: tuple[int, ...]
    floor: int
    is_cut: bool


def customer_rates(own: FieldRecord, rep: FieldRates) -> CustomerRates:
    """Return a customer's rates shrunk to the rep's."""
    visits = own.visits + PRIOR_VISITS
    prior = PRIOR_VISITS * Fraction(rep.hit_rate)
    orders = own.orders + prior
    value = Fraction(own.order_value) + prior * Fraction(rep.order_value)
    events = min(int(_decimal(orders).quantize(Decimal(1), ROUND_HALF_UP)), visits)
    interval = wilson(Counts(max(events, 1), visits))
    assert interval.low.value is not None and interval.high.value is not None
    return CustomerRates(
        min(_decimal(orders / visits), Decimal(1)),
        interval.low.value,
        interval.high.value,
        _decimal(value / orders),
    )


def gap_shares(gap: int, candidates: Sequence[Candidate]) -> tuple[int, ...]:
    """Return the gap by customer in whole minor units, which add up to it.

    In proportion to what can be won; where that is nothing, to what was sold; else evenly.
    """
    if not candidates:
        return ()
    return split_exact(gap, _weights(candidates))


def present_visits(total: int, candidates: Sequence[Candidate]) -> tuple[int, ...]:
    """Return the visits that are made anyway by customer: as they were made, else as usual."""
    if not candidates:
        return ()
    seen: list[int | Decimal] = [one.seen for one in candidates]
    usual: list[int | Decimal] = [one.usual or 0 for one in candidates]
    return split_exact(total, seen if any(seen) else usual)


def suggest(candidates: Sequence[Candidate], months: Decimal, total: int | None) -> Suggestion:
    """Return visits that keep the classes' frequencies and put what is left where the gap is.

    Args:
        candidates: the customers.
        months: months that the visits are for; a part of a month counts as its share.
        total: visits in all; None where nothing tells, and then it is the frequencies alone.
    """
    floors = [_whole((one.usual or Decimal(0)) * months) for one in candidates]
    floor = sum(floors)
    if total is None or not candidates:
        return Suggestion(tuple(floors), floor, False)
    if floor > total:
        return Suggestion(split_exact(total, floors), floor, True)
    rest = split_exact(total - floor, _weights(candidates))
    visits = tuple(least + more for least, more in zip(floors, rest, strict=True))
    return Suggestion(visits, floor, False)


def scaled(visits: int, months: Decimal, of: Decimal) -> int:
    """Return visits of so many months for others, rounded half-up; as they are for as many."""
    return visits if months == of or of <= 0 else _whole(visits * months / of)


def class_means(
    lines: Sequence[tuple[str, int]], months: Decimal, of: Decimal
) -> dict[str, Decimal]:
    """Return the mean visits of each class in so many months.

    Args:
        lines: class ("" is none) and visits of each customer.
        months: months that the means are for.
        of: months that the visits are for.
    """
    found: dict[str, list[int]] = defaultdict(list)
    for name, visits in lines:
        found[name].append(visits)
    share = months / of if of > 0 else Decimal(1)
    return {name: Decimal(sum(many)) / len(many) * share for name, many in sorted(found.items())}


def by_class(
    customers: Sequence[tuple[int, str]],
    own: Mapping[int, int],
    means: Mapping[str, Decimal],
) -> dict[int, int]:
    """Return visits for customers: his own number where there is one, else his class's mean.

    Args:
        customers: id and class ("" is none).
        own: visits by customer.
        means: mean visits by class; customers of other classes are left out of the answer.
    """
    return {
        customer_id: own[customer_id] if customer_id in own else _whole(means[name])
        for customer_id, name in customers
        if customer_id in own or name in means
    }


def _weights(candidates: Sequence[Candidate]) -> list[Decimal]:
    wins = [max(one.to_win, Decimal(0)) for one in candidates]
    return wins if any(wins) else [max(one.sales, Decimal(0)) for one in candidates]


def _whole(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
