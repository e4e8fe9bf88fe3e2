"""From attainment to score: curves of points, joined by straight lines or held as steps.

Source: METRICS.md, section 4; FORMATS.md, section 4, `curve`. Attainment is in whatever unit the
points are in; scores are points of the scorecard.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from desktop.errors import InputError, Issue


class Below(StrEnum):
    """What an attainment below the first point scores.

    ZERO is nothing; LINEAR falls in a straight line from the first point to nothing at zero.
    """

    ZERO = "zero"
    LINEAR = "linear"


@dataclass(frozen=True, slots=True)
class ScoreCurve:
    """A checked curve (make it with `score_curve`); `points` are (attainment, score), rising."""

    points: tuple[tuple[Decimal, Decimal], ...]
    is_step_wise: bool = False
    below: Below = Below.ZERO
    cap: Decimal | None = None

    def score(self, attainment: Decimal) -> Decimal:
        """Return the score of an attainment; a point's own attainment has the point's score.

        Step-wise the score is that of the last point reached. Beyond the last point it is flat;
        `cap` limits it everywhere.
        """
        found = self._uncapped(attainment)
        return found if self.cap is None else min(found, self.cap)

    def _uncapped(self, attainment: Decimal) -> Decimal:
        reached = bisect_right(self.points, attainment, key=lambda point: point[0])
        if reached == 0:
            return self._below(attainment)
        start, low = self.points[reached - 1]
        if self.is_step_wise or reached == len(self.points):
            return low
        end, high = self.points[reached]
        return low + (high - low) * (attainment - start) / (end - start)

    def _below(self, attainment: Decimal) -> Decimal:
        start, low = self.points[0]
        if self.below is Below.ZERO or attainment <= 0:
            return Decimal(0)
        return low * attainment / start


def score_curve(
    points: Sequence[tuple[Decimal, Decimal]],
    *,
    is_step_wise: bool = False,
    below: Below = Below.ZERO,
    cap: Decimal | None = None,
) -> ScoreCurve:
    """Return the curve of these points, in the order given.

    Raises:
        InputError: no point (`curve_empty`), attainments that do not rise from each to the next
            (`curve_order`), a negative cap (`curve_cap`), or LINEAR from a first point that is
            not above zero (`curve_below`).
    """
    if not points:
        raise InputError(Issue("curve_empty"))
    for (before, _score), (after, _next) in pairwise(points):
        if after <= before:
            facts = {"before": f"{before:f}", "after": f"{after:f}"}
            raise InputError(Issue("curve_order", facts))
    if cap is not None and cap < 0:
        raise InputError(Issue("curve_cap", {"cap": f"{cap:f}"}))
    if below is Below.LINEAR and points[0][0] <= 0:
        raise InputError(Issue("curve_below", {"first": f"{points[0][0]:f}"}))
    return ScoreCurve(tuple(points), is_step_wise, below, cap)
