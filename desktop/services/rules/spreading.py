"""How a total is spread over units, exactly: by weight, within bounds, or only its rise.

Amounts are ints in the smallest unit (minor units of money, whole counts, millionths). All
arithmetic is of integers and fractions, so the parts always add up to the total. Sources:
PLANNING.md, section 5; Balinski & Young, *Fair Representation* (Hamilton's method is the largest
remainder).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import lcm

Weight = int | Decimal | Fraction


class Obstacle(StrEnum):
    """Why a total cannot be spread."""

    BOUNDS_CROSSED = "bounds_crossed"
    LEAST_ABOVE_TOTAL = "least_above_total"
    MOST_BELOW_TOTAL = "most_below_total"
    TOTAL_FALLS = "total_falls"
    MOST_BELOW_CURRENT = "most_below_current"


class Unspreadable(ValueError):
    """A total that cannot be spread within its bounds.

    `unit` is the place of the unit that stands against it, or None where it is a sum. `first`
    and `second` are the two amounts that do not go together: a unit's minimum and maximum, the
    sum of the bounds and the total, the present sum and the total, or a unit's maximum and its
    present amount.
    """

    def __init__(self, obstacle: Obstacle, unit: int | None, first: int, second: int) -> None:
        place = "" if unit is None else f" of unit {unit}"
        super().__init__(f"{obstacle}{place}: {first}, {second}")
        self.obstacle, self.unit = obstacle, unit
        self.first, self.second = first, second


@dataclass(frozen=True, slots=True)
class Unit:
    """What a total is spread over: its weight, and the bounds of its amount.

    An amount has the sign of the total, so a minimum below zero is zero (of a negative total: a
    maximum above zero). `locked` is the amount that a unit keeps, whatever the bounds say.
    """

    weight: Weight = 1
    least: int | None = None
    most: int | None = None
    locked: int | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """The amounts of the units, in their order, with the total as their exact sum.

    `was_even` tells that something was spread evenly because no weight was left to go by.
    """

    amounts: tuple[int, ...]
    was_even: bool = False


def spread(total: int, units: Sequence[Unit], step: int = 1) -> Spread:
    """Divide a total over units by weight, within their bounds, in multiples of `step`.

    Locked units keep their amounts. The others get `clamp(λ·weight, least, most)` with the one λ
    that makes the sum right (water-filling), floored to steps; the steps left over go to the
    largest fractional parts, ties to the larger weight, then to the earlier unit. A unit at a
    bound has the bound itself, though it be no multiple of the step, and what the step cannot
    express goes to the unit with the largest weight that has room. A negative total is spread as
    its absolute value and negated. Units without any weight share evenly what the others cannot
    take, and `was_even` says so.

    Raises:
        Unspreadable: bounds that cross, or whose sum does not leave room for the total.
        ValueError: no units, a negative weight, or a step below one.
    """
    _check(units, step)
    if total < 0:
        mirrored = [_mirrored(unit) for unit in units]
        try:
            found = spread(-total, mirrored, step)
        except Unspreadable as error:
            raise _unmirrored(error) from error
        return Spread(tuple(-amount for amount in found.amounts), found.was_even)
    weights = _whole(units)
    free = [place for place, unit in enumerate(units) if unit.locked is None]
    kept = sum(unit.locked for unit in units if unit.locked is not None)
    bounds = [_bounds(units[place], place) for place in free]
    lows, highs = [low for low, _high in bounds], [high for _low, high in bounds]
    low_sum = sum(lows)
    if kept + low_sum > total:
        raise Unspreadable(Obstacle.LEAST_ABOVE_TOTAL, None, kept + low_sum, total)
    if None not in highs:
        high_sum = sum(high for high in highs if high is not None)
        if kept + high_sum < total:
            raise Unspreadable(Obstacle.MOST_BELOW_TOTAL, None, kept + high_sum, total)
    if not free:
        return Spread(tuple(unit.locked or 0 for unit in units))
    work = _Basin([weights[place] for place in free], lows, highs, step)
    parts = work.filled(total - kept)
    amounts = [unit.locked or 0 for unit in units]
    for place, part in zip(free, parts, strict=True):
        amounts[place] = part
    return Spread(tuple(amounts), work.was_even)


def spread_even(total: int, count: int, step: int = 1) -> Spread:
    """Divide a total evenly; the earlier units get the steps that are left over.

    Raises:
        ValueError: no units, or a step below one.
    """
    return spread(total, [Unit()] * count, step)


def spread_increment(
    total: int, currents: Sequence[int], units: Sequence[Unit], step: int = 1
) -> Spread:
    """Spread only the rise over the sum of the present amounts by weight; nobody falls.

    Bounds are those of the new amounts; one below the present amount is met already. A locked
    unit keeps its present amount, whatever `locked` says. What is agreed cannot shrink by an
    accident of rounding so: with weights 6, 6 and 2 plain largest remainder gives 4, 4, 2 of 10
    and 5, 5, 1 of 11 (the Alabama paradox).

    Raises:
        Unspreadable: a total below the present one, a maximum below a present amount, or bounds
            that leave no room.
        ValueError: as `spread`, or another number of present amounts than of units.
    """
    _check(units, step)
    if len(currents) != len(units):
        raise ValueError("each unit needs one present amount")
    present = sum(currents)
    if total < present:
        raise Unspreadable(Obstacle.TOTAL_FALLS, None, present, total)
    rises: list[Unit] = []
    for place, (unit, current) in enumerate(zip(units, currents, strict=True)):
        if unit.locked is not None:
            rises.append(Unit(unit.weight, locked=0))
            continue
        if unit.least is not None and unit.most is not None and unit.least > unit.most:
            raise Unspreadable(Obstacle.BOUNDS_CROSSED, place, unit.least, unit.most)
        if unit.most is not None and unit.most < current:
            raise Unspreadable(Obstacle.MOST_BELOW_CURRENT, place, unit.most, current)
        least = 0 if unit.least is None else max(0, unit.least - current)
        rises.append(Unit(unit.weight, least, None if unit.most is None else unit.most - current))
    try:
        found = spread(total - present, rises, step)
    except Unspreadable as error:
        # The sums are told of the new amounts, as the bounds were given.
        raise Unspreadable(error.obstacle, error.unit, error.first + present, total) from error
    amounts = tuple(now + rise for now, rise in zip(currents, found.amounts, strict=True))
    return Spread(amounts, found.was_even)


def spread_untapped(
    total: int,
    currents: Sequence[int],
    potentials: Sequence[Weight],
    units: Sequence[Unit],
    step: int = 1,
) -> Spread:
    """Spread the rise over the present amounts by what each unit has not tapped yet.

    The weight is potential − current, zero where the present amount exceeds the potential; the
    weights of `units` are not used, their bounds and locks are (see `spread_increment`).

    Raises:
        Unspreadable, ValueError: as `spread_increment`.
    """
    if not len(currents) == len(potentials) == len(units):
        raise ValueError("each unit needs one present amount and one potential")
    weighted = [
        Unit(max(Fraction(0), Fraction(potential) - current), unit.least, unit.most, unit.locked)
        for unit, current, potential in zip(units, currents, potentials, strict=True)
    ]
    return spread_increment(total, currents, weighted, step)


def _check(units: Sequence[Unit], step: int) -> None:
    if not units:
        raise ValueError("a total is spread over at least one unit")
    if step < 1:
        raise ValueError("a step is at least one unit")
    if any(unit.weight < 0 for unit in units):
        raise ValueError("a weight is never negative")


def _mirrored(unit: Unit) -> Unit:
    return Unit(
        unit.weight,
        None if unit.most is None else -unit.most,
        None if unit.least is None else -unit.least,
        None if unit.locked is None else -unit.locked,
    )


_OPPOSITE = {
    Obstacle.LEAST_ABOVE_TOTAL: Obstacle.MOST_BELOW_TOTAL,
    Obstacle.MOST_BELOW_TOTAL: Obstacle.LEAST_ABOVE_TOTAL,
}


def _unmirrored(error: Unspreadable) -> Unspreadable:
    """Return the error of a mirrored total in the signs that were given."""
    first, second = -error.first, -error.second
    if error.obstacle is Obstacle.BOUNDS_CROSSED:
        first, second = second, first
    return Unspreadable(_OPPOSITE.get(error.obstacle, error.obstacle), error.unit, first, second)


def _bounds(unit: Unit, place: int) -> tuple[int, int | None]:
    """Return the lowest and the highest amount of a unit that is not locked."""
    low = max(0, unit.least or 0)
    if unit.most is not None and low > unit.most:
        raise Unspreadable(Obstacle.BOUNDS_CROSSED, place, low, unit.most)
    return low, unit.most


def _whole(units: Sequence[Unit]) -> list[int]:
    """Return the weights as whole numbers in the same proportions."""
    if all(isinstance(unit.weight, int) for unit in units):
        return [int(unit.weight) for unit in units]
    exact = [Fraction(unit.weight) for unit in units]
    scale = lcm(*(weight.denominator for weight in exact))
    return [int(weight * scale) for weight in exact]


def _key(weight: int, square: int, amount: int) -> int:
    """Return a whole number that sorts as amount ÷ weight does.

    Two different quotients of denominators up to n are at least 1/n² apart, so their multiples
    by n² (or more) keep their order when they are floored.
    """
    return amount * square // weight


@dataclass(frozen=True, slots=True)
class _Level:
    """Each unit's exact amount as a fraction: `tops` over one `bottom`."""

    tops: list[int]
    bottom: int


class _Basin:
    """Water-filling in whole numbers: weights, bounds and steps of the units that are free."""

    def __init__(
        self, weights: list[int], lows: list[int], highs: list[int | None], step: int
    ) -> None:
        self.weights, self.lows, self.highs, self.step = weights, lows, highs, step
        self.was_even = False

    def filled(self, total: int) -> list[int]:
        """Return amounts that add up to the total; bounds are known to leave room for it."""
        odd = total % self.step
        if total - odd < sum(self.lows):
            odd = 0
        amounts = self._stepped(total - odd)
        self._place(amounts, odd)
        return amounts

    def _place(self, amounts: list[int], odd: int) -> None:
        """Add what the step cannot express to the largest weight that has room, in place."""
        if not odd:
            return
        for i in sorted(range(len(amounts)), key=lambda i: (-self.weights[i], i)):
            high = self.highs[i]
            given = odd if high is None else min(odd, high - amounts[i])
            amounts[i] += given
            odd -= given

    def _stepped(self, total: int) -> list[int]:
        """Return amounts by largest remainder from the exact level."""
        level, step = self._level(total), self.step
        bottom, size = level.bottom, level.bottom * step
        amounts: list[int] = []
        for top, low, high in zip(level.tops, self.lows, self.highs, strict=True):
            whole, rest = divmod(top, bottom)
            at_bound = not rest and whole in (low, high)
            amounts.append(whole if at_bound else max(low, top // size * step))
        left = total - sum(amounts)
        if not left:
            return amounts
        rest_of = [top - bottom * one for top, one in zip(level.tops, amounts, strict=True)]
        order = sorted(range(len(amounts)), key=lambda i: (-rest_of[i], -self.weights[i], i))
        for i in order:
            high = self.highs[i]
            up = (amounts[i] // step + 1) * step
            given = (up if high is None else min(up, high)) - amounts[i]
            if given > left:
                # Less than a step is left where bounds are no multiples of it.
                self._place(amounts, left)
                break
            amounts[i] += given
            left -= given
            if not left:
                break
        return amounts

    def _level(self, total: int) -> _Level:
        """Return the exact amounts: `clamp(λ·weight, low, high)` with the λ that fits the total."""
        heavy = [i for i, weight in enumerate(self.weights) if weight]
        idle = [i for i, weight in enumerate(self.weights) if not weight]
        fixed = {i: self.lows[i] for i in idle}
        room = total - sum(fixed.values())
        brim = [self.highs[i] for i in heavy]
        full = sum(high or 0 for high in brim)
        if heavy and (None in brim or full >= room):
            return self._walked(total, heavy, self.weights, fixed)
        self.was_even = room > full
        return self._walked(
            total, idle, [1] * len(self.weights), {i: self.highs[i] or 0 for i in heavy}
        )

    def _walked(
        self, total: int, places: list[int], weights: list[int], fixed: dict[int, int]
    ) -> _Level:
        """Return the level of the units in `places` beside the fixed amounts of the others.

        The sum rises with λ in straight pieces that bend where a unit leaves its minimum or
        meets its maximum, so those bends are walked in order until the total is passed.
        """
        square = max(weights[i] for i in places) ** 2
        bends = [
            (_key(weights[i], square, bound), is_high, i, bound)
            for i in places
            for is_high, bound in ((0, self.lows[i]), (1, self.highs[i]))
            if bound is not None
        ]
        room = total - sum(fixed.values())
        amounts, active = {**fixed}, set[int]()
        base, slope = sum(self.lows[i] for i in places), 0
        for i in places:
            amounts[i] = self.lows[i]
        for _order, is_high, i, bound in sorted(bends):
            weight = weights[i]
            if base * weight + slope * bound > room * weight:
                break
            if is_high:
                active.discard(i)
                amounts[i], base, slope = bound, base + bound, slope - weight
            else:
                active.add(i)
                base, slope = base - bound, slope + weight
        if not slope:
            return _Level([amounts[i] for i in range(len(self.weights))], 1)
        tops = [
            (room - base) * weights[i] if i in active else amounts[i] * slope
            for i in range(len(self.weights))
        ]
        return _Level(tops, slope)
