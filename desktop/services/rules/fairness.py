"""Whether everybody starts the year with a fair chance: targets held against what could be sold.

Sources: PLANNING.md, sections 3 and 6; the Gini coefficient after Dixon et al., *Ecology* 68
(1987) with the correction of 1988, as in Damgaard & Weiner, "Describing inequality in plant size
or fecundity", *Ecology* 81 (2000): G = Σ (2i − n − 1)·x_i ÷ (n² · mean), x ascending.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

#: A target that asks so much more (or less) of what could be sold than the branch's targets do
#: together is flagged. The program's own convention: no source fixes it.
TOLERANCE = Decimal("0.10")
#: Part of the reps at or above their targets in a healthy distribution, and the rule of thumb
#: (PLANNING.md, section 6: "none is universal").
HEALTHY_LOW, HEALTHY_HIGH, HEALTHY = Decimal("0.50"), Decimal("0.70"), Decimal("0.60")
#: The end of a forecast's interval lies so many standard deviations from its middle: the
#: quantile of 90 % of the normal law, as the interval holds four results out of five.
DEVIATIONS_80 = Decimal("1.2816")

_ZERO = Decimal(0)
_MILLIONTH = Decimal("0.000001")


class Load(StrEnum):
    """How a target stands to what its bearer could sell, beside the others'."""

    OVER = "over"
    FAIR = "fair"
    UNDER = "under"
    NOT_JUDGED = "not_judged"


@dataclass(frozen=True, slots=True)
class Share:
    """How a rep's target relates to a basis: his own ratio, and that ÷ the branch's."""

    ratio: Decimal | None
    relative: Decimal | None


@dataclass(frozen=True, slots=True)
class Spread:
    """How unequal a basis is, and how far targets are from following it.

    `gini` of the basis itself; `misplaced` is the part of the targets that would have to be
    given to somebody else for all to stand to their basis alike: ½·Σ |target share − basis
    share| (Hoover, "The measurement of industrial localization", 1936).
    """

    gini: Decimal | None
    misplaced: Decimal | None


def gini(values: Sequence[Decimal]) -> Decimal | None:
    """Return the Gini coefficient, 0 where all are alike; None without anything to divide.

    Raises:
        ValueError: a value below zero.
    """
    ordered = sorted(values)
    if any(value < 0 for value in ordered):
        raise ValueError("the Gini coefficient is of values that are not negative")
    whole = sum(ordered, _ZERO)
    count = len(ordered)
    if not whole:
        return None
    top = sum(((2 * i - count - 1) * one for i, one in enumerate(ordered, 1)), _ZERO)
    return top / (count * whole)


def misplaced(targets: Sequence[Decimal], bases: Sequence[Decimal]) -> Decimal | None:
    """Return the part of the targets that does not follow the basis; None without one of them."""
    whole, ground = sum(targets, _ZERO), sum(bases, _ZERO)
    if whole <= 0 or ground <= 0:
        return None
    pairs = zip(targets, bases, strict=True)
    return sum((abs(one / whole - basis / ground) for one, basis in pairs), _ZERO) / 2


def shares(targets: Sequence[Decimal | None], bases: Sequence[Decimal | None]) -> tuple[Share, ...]:
    """Return each target ÷ its basis, and that ratio ÷ the ratio of all who have both.

    The ratio of all is Σ targets ÷ Σ bases, never a mean of ratios. A basis of nothing has no
    ratio.
    """
    both = [
        (target, basis)
        for target, basis in zip(targets, bases, strict=True)
        if target is not None and basis is not None and basis > 0
    ]
    whole = sum((target for target, _ in both), _ZERO)
    ground = sum((basis for _, basis in both), _ZERO)
    found = []
    for target, basis in zip(targets, bases, strict=True):
        if target is None or basis is None or basis <= 0:
            found.append(Share(None, None))
        else:
            # One division: a ratio of rounded ratios would miss the bounds by a hair.
            relative = target * ground / (basis * whole) if whole > 0 else None
            found.append(Share(target / basis, relative))
    return tuple(found)


def spread_of(targets: Sequence[Decimal | None], bases: Sequence[Decimal | None]) -> Spread:
    """Return how unequal a basis is and how far targets are from it, of those who have both."""
    pairs = [
        (target, max(basis, _ZERO))
        for target, basis in zip(targets, bases, strict=True)
        if target is not None and basis is not None
    ]
    if not pairs:
        return Spread(None, None)
    wanted, ground = [target for target, _ in pairs], [basis for _, basis in pairs]
    return Spread(gini(ground), misplaced(wanted, ground))


def load_of(relative: Decimal | None, tolerance: Decimal = TOLERANCE) -> Load:
    """Return whether a ratio ÷ the branch's lies above, within or below the tolerance."""
    if relative is None:
        return Load.NOT_JUDGED
    if relative > 1 + tolerance:
        return Load.OVER
    return Load.UNDER if relative < 1 - tolerance else Load.FAIR


def chance(target: Decimal, expected: Decimal, high: Decimal) -> Decimal:
    """Return the probability to end at or above the target, to a millionth.

    The end of the year is taken as normal around the blended forecast, so wide that four of
    five ends lie in the forecast's interval, which rests on past forecast errors at the same
    stage (`desktop.services.rules.outlook.half_width`). Where nothing is left to happen it is
    nought or one.

    Args:
        target: the target.
        expected: the blended forecast.
        high: the upper end of its interval; the lower one may be cut at what is done.
    """
    deviation = (high - expected) / DEVIATIONS_80
    if deviation <= 0:
        return Decimal(int(expected >= target))
    from statistics import NormalDist

    below = NormalDist().cdf(float((target - expected) / deviation))
    return (1 - Decimal(below)).quantize(_MILLIONTH, ROUND_HALF_UP)


def expected_share(chances: Sequence[Decimal]) -> Decimal | None:
    """Return the part of the reps that is expected to attain: the mean of their chances."""
    return sum(chances, _ZERO) / len(chances) if chances else None


def is_healthy(share: Decimal) -> bool:
    """Whether the part of reps that attain lies in the usual range, ends included."""
    return HEALTHY_LOW <= share <= HEALTHY_HIGH
