"""What a market could buy: the buying power index, chains of ratios, share and what is untapped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from desktop.i18n import N_
from desktop.money import split_exact
from desktop.ratio import Ratio

#: Why a share has no value.
NO_POTENTIAL = N_("no potential is known")


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


#: What the three indicators of the classical index weigh: income, retail sales, population.
CLASSICAL_WEIGHTS = (Decimal("0.5"), Decimal("0.3"), Decimal("0.2"))


def share_of(sales: int, potential: int | None) -> Ratio:
    """Return sales ÷ potential; undefined where no potential is known.

    Source: PLANNING.md, section 3.
    """
    if potential is None or potential <= 0:
        return Ratio.undefined(NO_POTENTIAL)
    return Ratio.of(sales, potential, NO_POTENTIAL)


def chain_of(text: str, read: Callable[[str], Decimal]) -> Decimal:
    """Return what products and sums of numbers come to: `1,200 × 35% × 80 + 40 × 3,000`.

    The chain ratio is one product, the build-up a sum of products. `read` reads a number; a
    percent sign divides it by a hundred.

    Raises:
        ValueError: a part is no number.
    """
    total = Decimal(0)
    for one in text.split("+"):
        product = Decimal(1)
        for factor in one.replace("*", "×").replace("x", "×").split("×"):
            word = factor.strip()
            is_percent = word.endswith(("%", "％"))
            number = read(word[:-1].strip() if is_percent else word)
            product *= number / 100 if is_percent else number
        total += product
    return total


@dataclass(frozen=True, slots=True)
class KnownPotential:
    """Figures of a year by customer and by territory (with those below), and the trees' links.

    `place` is each customer's territory, `parent` the territory above each.
    """

    customers: Mapping[int, int]
    territories: Mapping[int, int]
    place: Mapping[int, int | None]
    parent: Mapping[int, int | None]


def potential_of_all(known: KnownPotential, present: Mapping[int, int]) -> dict[int, int]:
    """Return the potential of every customer in `present`, the amounts that they have now.

    A customer without a figure shares what the figure of his territory (or of the nearest one
    above that has a figure) leaves beside the figures inside it, in proportion to what he has
    now; without such a figure what he has now stands for it, so that nothing of his is untapped.
    """
    found = {one: known.customers[one] for one in present if one in known.customers}
    left = dict(known.territories)
    for territory, amount in known.territories.items():
        above = _with_figure(known, known.parent.get(territory))
        if above is not None:
            left[above] -= amount
    groups: dict[int, list[int]] = {}
    everyone = {**dict.fromkeys(known.customers), **dict.fromkeys(present)}
    for customer in everyone:
        place = _with_figure(known, known.place.get(customer))
        if place is not None and customer in known.customers:
            left[place] -= known.customers[customer]
        elif place is not None:
            groups.setdefault(place, []).append(customer)
    for territory, members in groups.items():
        weights = [max(present[one], 0) for one in members]
        if left[territory] > 0:
            found.update(zip(members, split_exact(left[territory], weights), strict=True))
    return {one: found.get(one, max(amount, 0)) for one, amount in present.items()}


def _with_figure(known: KnownPotential, territory: int | None) -> int | None:
    """Return the territory itself or the nearest one above it that has a figure."""
    while territory is not None and territory not in known.territories:
        territory = known.parent.get(territory)
    return territory
