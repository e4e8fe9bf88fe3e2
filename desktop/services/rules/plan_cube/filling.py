"""Spreading an amount by weights between a least and a most for each line, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.services.rules.plan_cube.exact import (
    Rounding,
    Shares,
    exact_sum,
    largest_remainders,
    shares_of,
)

if TYPE_CHECKING:
    from desktop.services.rules.plan_cube.data import Marks, Whole

#: A most that no amount reaches.
UNLIMITED = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """The parts, and whether even parts were made because nothing weighed anything."""

    parts: Whole
    was_even: bool


def fill(
    total: int,
    weights: Whole,
    least: Whole,
    most: Whole,
    rounding: Rounding = largest_remainders,
) -> Filled:
    """Return parts of the total by weight, none below its least or above its most.

    Water-filling: the parts are `clip(level · weight, least, most)` with the one level at which
    they add up, rounded by largest remainder among those that no bound holds. What the weighted
    lines cannot take goes evenly to lines without weight. The total must lie between the sums
    of least and most (the caller says so in words where it does not).

    Each round fixes the lines that break a bound in the direction that outweighs the other:
    these keep their bound at the final level too, hence the result is exact.
    """
    import numpy as np

    result = np.empty(len(weights), dtype=np.int64)
    active = np.arange(len(weights))
    was_even = False
    while active.size:
        lightness = weights[active]
        whole = exact_sum(lightness)
        if whole == 0:
            was_even = was_even or total > 0
            lightness, whole = np.ones(active.size, dtype=np.int64), active.size
        shares = shares_of(total, lightness, whole)
        low, high = least[active], most[active]
        below: Marks = shares.floors < low
        above: Marks = (shares.floors > high) | (
            (shares.floors == high) & np.asarray(shares.rests > 0, dtype=bool)
        )
        if not (below.any() or above.any()):
            result[active] = rounding(total, lightness, shares)
            break
        held = _held(shares, below, above, low, high)
        bound = np.where(below, low, high)[held]
        result[active[held]] = bound
        total -= exact_sum(bound)
        active = active[~held]
    return Filled(result, was_even)


def _held(shares: Shares, below: Marks, above: Marks, low: Whole, high: Whole) -> Marks:
    """Return the lines that keep their bound: those whose side weighs more, or both."""
    lift = exact_sum((low - shares.floors)[below])
    cut = exact_sum((shares.floors - high)[above])
    broken = shares.rests[below | above]
    # Sums of rests may need more than 64 bits.
    rests = sum(int(rest) for rest in broken.tolist())
    surplus = (lift - cut) * shares.divisor - rests
    if surplus == 0:
        return below | above
    return below if surplus > 0 else above
