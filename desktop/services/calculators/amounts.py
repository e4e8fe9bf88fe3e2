"""Amounts of a calculator's input as whole numbers of one smallest unit, and back."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from desktop.services.calculators.data import CalcInput, CalcRow, refused
from desktop.services.figures.data import ColumnKind


def as_decimal(value: Fraction) -> Decimal:
    """Return a fraction as a decimal number of 28 digits, to be rounded where it is written."""
    return Decimal(value.numerator) / Decimal(value.denominator)


@dataclass(frozen=True, slots=True)
class Grain:
    """The smallest unit: a decimal place, and the step in such units.

    Without a step it is the currency's minor unit. A step with more decimals than that makes
    amounts that are no money; they are written as quantities.
    """

    decimals: int
    step: int
    kind: ColumnKind

    @classmethod
    def of(cls, given: CalcInput) -> Grain:
        """Return the smallest unit that the option `step` asks for."""
        if not given.has("step"):
            return cls(given.decimals, 1, ColumnKind.MONEY)
        step = given.number("step")
        decimals = max(given.decimals, decimals_of(step))
        kind = ColumnKind.MONEY if decimals == given.decimals else ColumnKind.QUANTITY
        return cls(decimals, int(step.scaleb(decimals)), kind)

    def units(self, value: Decimal) -> int | None:
        """Return an amount in whole units; None where it has more decimals."""
        scaled = value.scaleb(self.decimals)
        return int(scaled) if scaled == scaled.to_integral_value() else None

    def cell(self, row: CalcRow, column: str) -> int | None:
        """Return a cell's amount in whole units; None where it is empty or lacking.

        Raises:
            InputError: more decimals than the smallest unit has.
        """
        value = row.optional(column)
        if value is None:
            return None
        units = self.units(value)
        if units is None:
            raise refused(row.issue("calc_decimals", column, decimals=self.decimals))
        return units

    def option(self, given: CalcInput, option: str) -> int:
        """Return an option's amount in whole units.

        Raises:
            InputError: more decimals than the smallest unit has.
        """
        units = self.units(given.number(option))
        if units is None:
            raise refused(given.issue("calc_option_decimals", option, decimals=self.decimals))
        return units

    def amount(self, units: int) -> Decimal:
        """Return the amount that these whole units are."""
        return Decimal(units).scaleb(-self.decimals)


def decimals_of(value: Decimal) -> int:
    """Return how many decimals a number has, without trailing zeros."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
