"""How much data the benchmarks have, and the moment at which they take place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from desktop.clock import FixedClock

CLOCK = FixedClock(datetime(2026, 12, 31, 18, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is: years of trade and customers; the rest follows."""

    name: str
    years: int
    customers: int
    invoices_a_year: int

    @property
    def invoices(self) -> int:
        """Invoices in all."""
        return self.years * self.invoices_a_year

    @property
    def visits(self) -> int:
        """Visits in all."""
        return self.invoices * 3 // 2


SIZES = {
    "XS": Size("XS", 1, 200, 2_000),
    "S": Size("S", 1, 2_000, 20_000),
    "M": Size("M", 10, 20_000, 20_000),
    "L": Size("L", 10, 200_000, 200_000),
}
