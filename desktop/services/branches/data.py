"""What a new branch is made of."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.enums import CalendarKind, SalesBasis

DEFAULT_AGING_BOUNDS = (30, 60, 90, 180, 365)


@dataclass(frozen=True, slots=True)
class MakeBranch:
    """The settings of a branch that is to be made; they define its figures."""

    name: str
    currency: str = "CNY"
    fiscal_year_start: int = 1
    sales_basis: SalesBasis = SalesBasis.INVOICED
    calendar: CalendarKind = CalendarKind.CN
    node: int = 0
    is_sample: bool = False
    aging_bounds: tuple[int, ...] = DEFAULT_AGING_BOUNDS
