"""Bullet bars as frozen data: what was done against a target, on the scale of the target.

Source of the form: S. Few, *Information Dashboard Design* (2006): a bar for the actual figure,
a mark for the target, and what it should be compared with beside them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

#: The scale reaches at least a little beyond the target, and no further than half as much
#: again: one row far above its target must not make all others small.
_LEAST, _MOST = Decimal("1.08"), Decimal("1.5")


@dataclass(frozen=True, slots=True)
class BulletBar:
    """A row's bar: amounts in the same unit; None is not drawn.

    `expected` is where it should stand today, `forecast` where it is expected to end, between
    `low` and `high`.
    """

    actual: Decimal | None
    target: Decimal | None
    expected: Decimal | None = None
    forecast: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is no target to measure against."""
        return self.target is None or self.target <= 0

    def share(self, value: Decimal | None) -> Decimal | None:
        """Return a value as a part of the target; None where either is missing."""
        if value is None or self.target is None or self.target <= 0:
            return None
        return value / self.target

    @property
    def reach(self) -> Decimal:
        """The farthest part of the target that something is drawn at; 1 at least."""
        known = (self.share(one) for one in (self.actual, self.forecast, self.high))
        return max([Decimal(1), *(one for one in known if one is not None)])


def scale_of(bars: Iterable[BulletBar]) -> Decimal:
    """Return where the common scale of the bars ends, as a part of the target."""
    farthest = max((bar.reach for bar in bars if not bar.is_empty), default=Decimal(1))
    return min(_MOST, max(_LEAST, farthest * Decimal("1.03")))
