"""Why a period differs from the year before: customers lost and won, volume, mix and price.

Customers who bought in only one of the two periods are bars of their own. What is left, the
customers of both, is divided by product as management accounting does (C. T. Horngren, S. M.
Datar, M. V. Rajan, *Cost Accounting: A Managerial Emphasis*, chapter 14, sales-variance analysis:
selling-price, sales-mix and sales-quantity variances; here against the year before instead of
a budget, and with the whole price instead of the contribution margin):

    price  = (price now − price before) × quantity now
    volume = (all quantity now − all quantity before) × share before × price before
    mix    = all quantity now × (share now − share before) × price before

Quantities are added up only where they have the same unit. A product that was not sold before
has no price before: it is mix, at its price of now. Source of "new" and "lost": METRICS.md, K7.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Cause(StrEnum):
    """What a part of the difference comes from, in the order in which it is told."""

    LOST = "lost"
    NEW = "new"
    RETURNED = "returned"
    VOLUME = "volume"
    MIX = "mix"
    PRICE = "price"
    UNSPLIT = "unsplit"


@dataclass(frozen=True, slots=True)
class Dealing:
    """What one customer bought of one product in a period, as stored.

    `quantity` and `amount` are of the lines with product and quantity; `loose` is the amount of
    those that lack either, and cannot be divided into price and quantity.
    """

    customer: int
    product: int | None
    quantity: int
    amount: int
    loose: int


@dataclass(frozen=True, slots=True)
class Effect:
    """A row behind a bar: a customer or a product, what it was, what it is, and its part.

    A row of a customer has no quantities; one of a product none of a customer. `amount` is
    now − before for customers, and one of three parts of that for products.
    """

    cause: Cause
    customer: int | None
    product: int | None
    quantity_before: int
    quantity_now: int
    before: int
    now: int
    amount: int


@dataclass(slots=True)
class _Sums:
    """What was bought before and now; `loose` is what has no product or no quantity."""

    quantity_before: int = 0
    quantity_now: int = 0
    before: int = 0
    now: int = 0
    loose_before: int = 0
    loose_now: int = 0

    def add(self, dealing: Dealing, *, is_now: bool) -> None:
        if is_now:
            self.quantity_now += dealing.quantity
            self.now += dealing.amount
            self.loose_now += dealing.loose
        else:
            self.quantity_before += dealing.quantity
            self.before += dealing.amount
            self.loose_before += dealing.loose

    @property
    def has_prices(self) -> bool:
        """Whether each side was sold at a price, or not at all."""
        return _is_priced(self.quantity_before, self.before) and _is_priced(
            self.quantity_now, self.now
        )


def split_difference(
    before: Iterable[Dealing],
    now: Iterable[Dealing],
    newcomers: Collection[int],
    units: Mapping[int, str],
) -> tuple[Effect, ...]:
    """Return the rows of all causes; their amounts add up to now − before exactly.

    Price and volume of each product are rounded half-up to the stored unit and mix takes the
    rest, so that the rows of a bar add up to the bar and the bars to the difference.

    Args:
        before: what was bought a year earlier.
        now: what was bought in the period.
        newcomers: customers whose first purchase ever lies in the period.
        units: unit of quantity by product; what is missing has the unit "".
    """
    customers: dict[int, _Sums] = {}
    then, latter = tuple(before), tuple(now)
    for rows, is_now in ((then, False), (latter, True)):
        for one in rows:
            customers.setdefault(one.customer, _Sums()).add(one, is_now=is_now)
    bought_before = {one.customer for one in then}
    bought_now = {one.customer for one in latter}
    both = bought_before & bought_now
    found = [
        _whole(_cause_of(customer, bought_before, newcomers), customer, sums)
        for customer, sums in sorted(customers.items())
        if customer not in both
    ]
    products: dict[int, _Sums] = {}
    for rows, is_now in ((then, False), (latter, True)):
        for one in rows:
            if one.customer in both and one.product is not None:
                products.setdefault(one.product, _Sums()).add(one, is_now=is_now)
    found += _by_unit(products, units)
    for customer in sorted(both):
        sums = customers[customer]
        if sums.loose_before or sums.loose_now:
            found.append(_loose(customer, sums))
    return tuple(found)


def sums_by_cause(effects: Iterable[Effect]) -> dict[Cause, int]:
    """Return the bars: the sum of each cause that has rows, in the order of the causes."""
    sums: dict[Cause, int] = {}
    for one in effects:
        sums[one.cause] = sums.get(one.cause, 0) + one.amount
    return {cause: sums[cause] for cause in Cause if cause in sums}


def _cause_of(customer: int, bought_before: Collection[int], newcomers: Collection[int]) -> Cause:
    if customer in bought_before:
        return Cause.LOST
    return Cause.NEW if customer in newcomers else Cause.RETURNED


def _whole(cause: Cause, customer: int, sums: _Sums) -> Effect:
    before, now = sums.before + sums.loose_before, sums.now + sums.loose_now
    return Effect(cause, customer, None, 0, 0, before, now, now - before)


def _loose(customer: int, sums: _Sums) -> Effect:
    before, now = sums.loose_before, sums.loose_now
    return Effect(Cause.UNSPLIT, customer, None, 0, 0, before, now, now - before)


def _by_unit(products: Mapping[int, _Sums], units: Mapping[int, str]) -> list[Effect]:
    """Return the rows of products, each unit of quantity divided by itself."""
    found: list[Effect] = []
    groups: dict[str, dict[int, _Sums]] = {}
    for product, sums in sorted(products.items()):
        if sums.has_prices:
            groups.setdefault(units.get(product, ""), {})[product] = sums
        elif sums.before or sums.now:
            # Returned more than bought, or given away: there is no price to speak of.
            found.append(_part(Cause.UNSPLIT, product, sums, sums.now - sums.before))
    for _unit, group in sorted(groups.items()):
        pieces_before = sum(sums.quantity_before for sums in group.values())
        pieces_now = sum(sums.quantity_now for sums in group.values())
        growth = Fraction(pieces_now - pieces_before, pieces_before) if pieces_before else None
        for product, sums in group.items():
            found += _three(product, sums, growth)
    return found


def _three(product: int, sums: _Sums, growth: Fraction | None) -> list[Effect]:
    """Return volume, mix and price of a product; `growth` is that of its unit's whole quantity."""
    standard = Fraction(sums.now)
    if sums.quantity_before:
        standard = Fraction(sums.before * sums.quantity_now, sums.quantity_before)
    price = _half_up(sums.now - standard)
    volume = 0 if growth is None else _half_up(sums.before * growth)
    mix = sums.now - sums.before - price - volume
    parts = ((Cause.VOLUME, volume), (Cause.MIX, mix), (Cause.PRICE, price))
    return [_part(cause, product, sums, amount) for cause, amount in parts if amount]


def _part(cause: Cause, product: int, sums: _Sums, amount: int) -> Effect:
    return Effect(
        cause, None, product, sums.quantity_before, sums.quantity_now, sums.before, sums.now,
        amount,
    )  # fmt: skip


def _is_priced(quantity: int, amount: int) -> bool:
    return quantity > 0 or (quantity == 0 and amount == 0)


def _half_up(value: Fraction) -> int:
    """Return the nearest whole number, halves away from zero."""
    size = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return size if value >= 0 else -size
