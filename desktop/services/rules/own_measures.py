"""The branch's own measures: what months and reps come to, and whether a target is met.

Values are Decimals in the measure's unit; None is not given. A measure either adds up over
months and reps, or it is a level: then the last month counts, and of reps their mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desktop.money import round_half_up
from desktop.ratio import Ratio

#: Values are kept in millionths, and a mean is rounded to them.
DECIMALS = 6
#: Why there is no attainment; stable words.
LESS_IS_BETTER, NOTHING_DUE = "less is better", "nothing due"
Values = Sequence[Decimal | None]


class Verdict(StrEnum):
    """How a target stands; open is nothing to compare yet."""

    MET = "met"
    MISSED = "missed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Way:
    """Which direction of a measure is good, and whether its values add up."""

    more_is_better: bool
    adds_up: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What was due beside what was reached, of the same months; None is nothing to compare.

    `due` are the targets of the months for which something reached is given.
    """

    way: Way
    due: Decimal | None = None
    reached: Decimal | None = None

    @property
    def variance(self) -> Decimal | None:
        """The difference, signed so that positive is good in the measure's direction."""
        if self.due is None or self.reached is None:
            return None
        better = self.reached - self.due
        return better if self.way.more_is_better else -better

    @property
    def verdict(self) -> Verdict:
        """Whether the target is met; a target that is exactly reached is."""
        variance = self.variance
        if variance is None:
            return Verdict.OPEN
        return Verdict.MET if variance >= 0 else Verdict.MISSED

    @property
    def attainment(self) -> Ratio:
        """Reached ÷ due where more is better.

        Where less is better a quotient misleads (target ÷ reached makes nothing of zero, and
        reached ÷ target calls the worse the higher): there is only met or missed.
        """
        if not self.way.more_is_better:
            return Ratio.undefined(LESS_IS_BETTER)
        if self.due is None or self.reached is None or self.due <= 0:
            return Ratio.undefined(NOTHING_DUE)
        return Ratio.of(self.reached, self.due, NOTHING_DUE)


def over_months(values: Values, *, adds_up: bool) -> Decimal | None:
    """Return what months come to: their sum, else the last one that is given."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    return sum(known, Decimal(0)) if adds_up else known[-1]


def over_reps(values: Values, branch: Decimal | None, *, adds_up: bool) -> Decimal | None:
    """Return what reps come to, with what the branch itself has.

    Where values add up, the branch's own is one more part. Else the branch's own value, where
    there is one, says it better than the mean of the reps' does.
    """
    if adds_up:
        return over_months((*values, branch), adds_up=True)
    if branch is not None:
        return branch
    known = [value for value in values if value is not None]
    if not known:
        return None
    return round_half_up(sum(known, Decimal(0)) / len(known), DECIMALS)


def standing(targets: Values, reached: Values, way: Way) -> Standing:
    """Return how one stands over months: only those that have both a target and a result count.

    Raises:
        ValueError: not as many targets as results.
    """
    pairs = [
        (target, actual)
        for target, actual in zip(targets, reached, strict=True)
        if target is not None and actual is not None
    ]
    return Standing(
        way,
        over_months([target for target, _ in pairs], adds_up=way.adds_up),
        over_months([actual for _, actual in pairs], adds_up=way.adds_up),
    )


def together(reps: Sequence[Standing], branch: Standing, way: Way) -> Standing:
    """Return how all stand together: only those who have something to compare count."""
    return Standing(
        way,
        over_reps([one.due for one in reps], branch.due, adds_up=way.adds_up),
        over_reps([one.reached for one in reps], branch.reached, adds_up=way.adds_up),
    )


__all__ = [
    "DECIMALS",
    "LESS_IS_BETTER",
    "NOTHING_DUE",
    "Standing",
    "Values",
    "Verdict",
    "Way",
    "over_months",
    "over_reps",
    "standing",
    "together",
]
