"""A figure that is a quotient, with its parts and the reason where it is undefined."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Ratio:
    """A numerator over a denominator; undefined with a reason, never zero by accident.

    `value` is exact enough to round at the border (28 digits). A group's ratio is made by
    `Ratio.total`, which divides the sums: the mean of ratios is another, wrong, number.
    """

    numerator: Decimal
    denominator: Decimal
    reason: str = ""

    @classmethod
    def of(cls, numerator: Number, denominator: Number, reason: str) -> Ratio:
        """Return numerator / denominator; with a zero denominator it is undefined for `reason`."""
        bottom = Decimal(denominator)
        return cls(Decimal(numerator), bottom, reason if bottom == 0 else "")

    @classmethod
    def undefined(cls, reason: str) -> Ratio:
        """Return a ratio without a value and say why."""
        if not reason:
            raise ValueError("an undefined ratio needs a reason")
        return cls(Decimal(0), Decimal(0), reason)

    @classmethod
    def total(cls, parts: tuple[Ratio, ...], reason: str) -> Ratio:
        """Return the ratio of a group: sum of numerators over sum of denominators."""
        return cls.of(
            sum((part.numerator for part in parts), Decimal(0)),
            sum((part.denominator for part in parts), Decimal(0)),
            reason,
        )

    @property
    def is_defined(self) -> bool:
        """Whether there is a value."""
        return not self.reason and self.denominator != 0

    @property
    def value(self) -> Decimal | None:
        """Return the quotient, or None where it is undefined."""
        if not self.is_defined:
            return None
        return self.numerator / self.denominator
