"""Rows and commands of potential: what could be sold in territories and to customers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from desktop.enums import Confidence
from desktop.ratio import Ratio
from desktop.services.rules.potential import NO_POTENTIAL


class PotentialMethod(StrEnum):
    """How a potential was reached (PLANNING.md, section 3)."""

    INDEX = "index"
    CHAIN_RATIO = "chain_ratio"
    BUILD_UP = "build_up"
    PURCHASES = "purchases"
    ESTIMATE = "estimate"


class SubjectKind(StrEnum):
    """What a potential is of."""

    TERRITORY = "territory"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class PotentialEntry:
    """A potential as it is typed: a year's purchases from all sellers.

    `target_share` is the share aimed at (0.25 is a quarter), None where none is said.
    """

    amount: Decimal
    as_of: date | None = None
    source: str = ""
    method: PotentialMethod = PotentialMethod.ESTIMATE
    confidence: Confidence = Confidence.MEDIUM
    target_share: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PotentialRow:
    """A territory (with those below) or a customer, its latest figure, and what is sold there.

    `sales` are the net sales of the twelve months up to the book's day. `figure_id` is 0 where
    there is no figure. `older` counts the figures of earlier days.
    """

    kind: SubjectKind
    subject_id: int
    code: str
    name: str
    place: str
    sales: Decimal
    figure_id: int = 0
    version: int = 0
    entry: PotentialEntry | None = None
    older: int = 0

    @property
    def amount(self) -> Decimal | None:
        """The potential; None where none is known."""
        return None if self.entry is None else self.entry.amount

    @property
    def share(self) -> Ratio:
        """Sales ÷ potential."""
        if self.amount is None:
            return Ratio.undefined(NO_POTENTIAL)
        return Ratio.of(self.sales, self.amount, NO_POTENTIAL)

    @property
    def untapped(self) -> Decimal | None:
        """Potential − sales; below zero where more is sold than was thought possible."""
        return None if self.amount is None else self.amount - self.sales

    @property
    def target(self) -> Decimal | None:
        """Potential × the share aimed at; None where no share is said."""
        if self.entry is None or self.entry.target_share is None:
            return None
        return self.entry.amount * self.entry.target_share


@dataclass(frozen=True, slots=True)
class PotentialBook:
    """All territories and customers; `first` and `as_of` are the days that sales are of."""

    currency: str
    first: date
    as_of: date
    rows: tuple[PotentialRow, ...]


@dataclass(frozen=True, slots=True)
class PotentialWish:
    """What a subject's potential is to be; it corrects `figure_id`, or is a new figure (0)."""

    kind: SubjectKind
    subject_id: int
    entry: PotentialEntry
    figure_id: int = 0
    expected_version: int = 0


@dataclass(frozen=True, slots=True)
class SavePotentials:
    """Save figures, all or none. A figure of another day stands beside those before."""

    wishes: tuple[PotentialWish, ...]
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class RemovePotential:
    """Take a figure out; the one before it counts again."""

    figure_id: int
    expected_version: int
    request_id: str = ""
