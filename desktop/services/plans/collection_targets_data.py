"""Rows and commands of collection targets: what comes in of what is open and what is planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from desktop.periods import Month
from desktop.services.plans.taking import Owner
from desktop.services.plans.versions_data import VersionCard
from desktop.services.rules.collection_plan import CollectionYear


class PayBasis(StrEnum):
    """When what is due comes in: as the terms say, or as the customer is used to pay."""

    TERMS = "terms"
    HABIT = "habit"


@dataclass(frozen=True, slots=True)
class CollectionRow:
    """A customer or pool: its days of credit, and what comes in month by month.

    Amounts in minor units of the branch's currency, with tax. `planned` is what the version plans
    for the year with tax; what it sells before the year (`until`) is last year's of the same
    months. `has_habit` says that there is a habit of his own; else it is the branch's. `present`
    is the version's own target of collections.
    """

    owner: Owner
    code: str
    name: str
    terms_days: int
    has_terms: bool
    has_habit: bool
    until: int
    planned: int
    year: CollectionYear
    present: int


@dataclass(frozen=True, slots=True)
class CollectionBook:
    """What a version's collections come to, customer by customer; Σ customers = branch.

    `opening_day` is the day that receivables are of. `tax_gross` and `tax_net` are the branch's
    own invoices of the twelve months up to it: planned net sales are multiplied by their ratio.
    `habit` are the branch's shares by months after the due month, None where nothing was due.
    """

    card: VersionCard
    currency: str
    decimals: int
    basis: PayBasis
    opening_day: date
    tax_gross: int
    tax_net: int
    habit: tuple[Decimal, ...] | None
    months: tuple[Month, ...]
    rows: tuple[CollectionRow, ...]

    @property
    def tax_ratio(self) -> Decimal:
        """What a net amount is multiplied by."""
        return Decimal(self.tax_gross) / self.tax_net if self.tax_net > 0 else Decimal(1)

    @property
    def by_month(self) -> tuple[int, ...]:
        """The branch's months."""
        return tuple(
            sum(row.year.months[place] for row in self.rows) for place in range(len(self.months))
        )

    @property
    def total(self) -> int:
        """The branch's year."""
        return sum(row.year.year for row in self.rows)


@dataclass(frozen=True, slots=True)
class TakeCollections:
    """Make what comes in the collection targets of a draft, customer by customer."""

    version_id: int
    expected_version: int
    basis: PayBasis
    request_id: str = ""
