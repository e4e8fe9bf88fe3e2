"""Rows of a comparison of two plan versions: sums by rep, customer, product, month, and lines."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desktop.enums import Dimension, Metric, PlanLevel
from desktop.periods import Month

#: What two versions are summed by, in the order of the menu.
COMPARED_BY = (
    Dimension.REP,
    Dimension.TERRITORY,
    Dimension.CUSTOMER,
    Dimension.PRODUCT_GROUP,
    Dimension.PRODUCT,
    Dimension.MONTH,
)


class LineChange(StrEnum):
    """What became of a line."""

    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class CompareVersions:
    """Which versions are compared, for one metric and level.

    Versions of different years are laid month upon month: January upon January.
    """

    old_id: int
    new_id: int
    metric: Metric = Metric.SALES
    level: PlanLevel = PlanLevel.BASE


@dataclass(frozen=True, slots=True)
class Difference:
    """Two amounts in whole currency, pieces or counts."""

    old: Decimal
    new: Decimal

    @property
    def change(self) -> Decimal:
        """The new amount less the old one."""
        return self.new - self.old

    @property
    def growth(self) -> Decimal | None:
        """The change as a fraction of the old amount; None where that is zero."""
        return self.change / self.old if self.old else None


@dataclass(frozen=True, slots=True)
class NamedRow:
    """What a line or a sum is of: a code and a name; both empty where there is none."""

    code: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class SumDifference:
    """A row of the sums by one dimension; a month's code is `2027-03`, of the new version."""

    row: NamedRow
    amounts: Difference


@dataclass(frozen=True, slots=True)
class LineDifference:
    """A line that is not the same in both versions.

    `month` is the new version's. Without a customer it is the pool of `rep` or of `territory`;
    without a product it is of `group`, or of all products.
    """

    kind: LineChange
    month: Month
    customer: NamedRow
    rep: NamedRow
    territory: NamedRow
    product: NamedRow
    group: NamedRow
    amounts: Difference


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """Two versions side by side; each of the sums adds up to `total`.

    `sums` has a tuple for each of `COMPARED_BY`: months in their order, all else by the size of
    the change, then by code. `lines` are by the size of their change, and `unchanged` counts
    those that are the same.
    """

    query: CompareVersions
    total: Difference
    sums: tuple[tuple[SumDifference, ...], ...]
    lines: tuple[LineDifference, ...]
    unchanged: int

    def sums_by(self, dimension: Dimension) -> tuple[SumDifference, ...]:
        """Return the sums by one of `COMPARED_BY`."""
        return self.sums[COMPARED_BY.index(dimension)]
