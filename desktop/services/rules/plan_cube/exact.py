"""Exact whole-number arithmetic on long columns: sums, shares, largest remainders.

Columns hold 64 bits, but an amount times a weight needs more. Shares are therefore estimated in
floating point and made exact by whole numbers: the estimate is off by a few units at most, and
the error times the divisor still fits 64 bits, so that the wrapped difference of the products
*is* the remainder. Beyond the sizes for which that is proved, Python's own integers do it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    from desktop.services.rules.plan_cube.data import Places, Whole

# The estimate has three roundings of 2⁻⁵³ each, hence an error below 4 units with its floor;
# five times a divisor below 2⁶⁰ is below 2⁶³.
_LARGEST_TOTAL = 2**53
_LARGEST_DIVISOR = 2**60
_HALF = 30


def exact_sum(values: Whole) -> int:
    """Return the sum of whole numbers that are not negative, however large it is."""
    if not values.size:
        return 0
    if int(values.max()) < 2**62 // values.size:
        return int(values.sum())
    high, low = values >> _HALF, values & (2**_HALF - 1)
    return (int(high.sum()) << _HALF) + int(low.sum())


def sums_by(groups: Places, values: Whole, count: int) -> Whole:
    """Return the sum of each of `count` groups; values not negative, sums below 2⁶².

    numpy adds weighted bins in floating point, which is exact below 2⁵³: where the sum of all is
    larger, the high and the low halves are added on their own.
    """
    import numpy as np

    if int(values.sum()) < 2**53:
        return np.bincount(groups, values, count).astype(np.int64)
    high = np.bincount(groups, values >> _HALF, count).astype(np.int64)
    low = np.bincount(groups, values & (2**_HALF - 1), count).astype(np.int64)
    return (high << _HALF) + low


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """Exact shares: `floors[i] + rests[i] / divisor`; `rests` are Python's integers if large."""

    floors: Whole
    rests: Whole | NDArray[numpy.object_]
    divisor: int


def shares_of(total: int, weights: Whole, divisor: int) -> Shares:
    """Return total · weight / divisor of each weight, exactly.

    Total and weights are not negative, and no weight is above the divisor.
    """
    import numpy as np

    if total >= _LARGEST_TOTAL or divisor >= _LARGEST_DIVISOR:
        pairs = [divmod(total * weight, divisor) for weight in weights.tolist()]
        floors = np.fromiter((pair[0] for pair in pairs), np.int64, len(pairs))
        rests = np.empty(len(pairs), dtype=object)
        rests[:] = [pair[1] for pair in pairs]
        return Shares(floors, rests, divisor)
    floors = (weights * (total / divisor)).astype(np.int64)
    # Both products may wrap; their difference is small and therefore right.
    left = weights * np.int64(total) - floors * np.int64(divisor)
    off = left // divisor
    return Shares(floors + off, left - off * np.int64(divisor), divisor)


def largest_remainders(total: int, weights: Whole, shares: Shares) -> Whole:
    """Return the shares rounded so that they add up to the total.

    Floors, then a unit more for the largest rests; ties go to the larger weight, then to the
    earlier place (PLANNING.md, section 5).
    """
    import numpy as np

    result = shares.floors.copy()
    left = total - exact_sum(result)
    if left == 0:
        return result
    rests = shares.rests
    if rests.dtype == object:
        # Ranks of small size order as the large rests do.
        rests = np.unique(rests, return_inverse=True)[1].astype(np.int64)
    limit = np.partition(rests, len(rests) - left)[len(rests) - left]
    sure = rests > limit
    result[sure] += 1
    tied = np.flatnonzero(rests == limit)
    wanted = left - int(np.count_nonzero(sure))
    if wanted < len(tied):
        tied = tied[np.argsort(-weights[tied], kind="stable")[:wanted]]
    result[tied] += 1
    return result


#: What makes whole amounts of shares; another one can be handed in to prove that tests see it.
Rounding = Callable[[int, "Whole", Shares], "Whole"]
