"""Heat maps as frozen data: how far a figure is from what was due, in five steps.

The steps go through the limits of the traffic light (METRICS.md, A2: 99 % and 81 %), and as
far up as down. A diverging pair of colours, orange below and blue above, is told apart by the
colour-blind too (M. Okabe, K. Ito, *Color Universal Design*, 2008); the number stands in each
cell as well.
"""

from __future__ import annotations

from decimal import Decimal
from enum import IntEnum


class HeatStep(IntEnum):
    """How far a figure is from what was due; zero is about as due."""

    FAR_BELOW = -2
    BELOW = -1
    AS_DUE = 0
    ABOVE = 1
    FAR_ABOVE = 2


#: The lowest ratio of each step but the first.
LIMITS = (
    (Decimal("0.81"), HeatStep.BELOW),
    (Decimal("0.99"), HeatStep.AS_DUE),
    (Decimal("1.10"), HeatStep.ABOVE),
    (Decimal("1.25"), HeatStep.FAR_ABOVE),
)


def heat_step(ratio: Decimal) -> HeatStep:
    """Return the step of a ratio of what was done to what was due."""
    found = HeatStep.FAR_BELOW
    for limit, step in LIMITS:
        if ratio >= limit:
            found = step
    return found
