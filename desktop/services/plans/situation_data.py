"""Rows and commands of the situation sheets: the market as others see it, the branch as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.services.plans.versions_data import VersionCard

#: The parts of the market's sheet, as they are stored; another text is a part of one's own.
MARKET_AREAS = ("size", "growth", "share", "competitors", "price", "season")
#: The parts of the branch's own sheet, in the order of the page.
SELF_AREAS = (
    "sales", "sales_by_group", "sales_by_territory", "sales_by_rep", "customers",
    "receivables", "people", "expenses",
)  # fmt: skip
#: The source of what the program fills in itself.
OWN_SOURCE = "Branchbook"
#: So many fiscal years before the plan's are compared.
YEARS = 3


@dataclass(frozen=True, slots=True)
class MarketEntry:
    """A figure of the market as it is typed; a figure without a source is shown as unsourced."""

    area: str
    name: str
    value: Decimal
    unit: str = ""
    source: str = ""
    as_of: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class MarketRow:
    """A figure of the market's sheet; `version` is what a change must expect."""

    id: int
    version: int
    entry: MarketEntry

    @property
    def is_sourced(self) -> bool:
        """Whether somebody said where it comes from."""
        return bool(self.entry.source)


@dataclass(frozen=True, slots=True)
class SelfRow:
    """A figure of the branch's own sheet over the years, the earliest first; None is unknown."""

    area: str
    name: str
    unit: str
    values: tuple[Decimal | None, ...]
    source: str
    as_of: date
    is_whole: bool = True

    @property
    def change(self) -> Decimal | None:
        """The last whole year against the one before; None where one of them is not known.

        A year that is under way (`is_whole` false) is compared with nothing: it is shorter.
        """
        known = self.values[-2:] if self.is_whole else self.values[-3:-1]
        if len(known) < 2 or known[0] is None or known[1] is None or known[0] <= 0:
            return None
        return known[1] / known[0] - 1


@dataclass(frozen=True, slots=True)
class SituationBook:
    """Both sheets of a plan; `years` are the fiscal years of the own sheet as people name them.

    `as_of` is the day that the own sheet speaks of, None where it was never filled in, and
    `is_whole` whether the last of the years was over then.
    """

    card: VersionCard
    branch: str
    currency: str
    market: tuple[MarketRow, ...]
    own: tuple[SelfRow, ...]
    years: tuple[str, ...]
    as_of: date | None
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class SaveMarketFigure:
    """Enter a figure of the market, or change the one of this id."""

    plan_id: int
    entry: MarketEntry
    figure_id: int | None = None
    expected_version: int = 0
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class RemoveMarketFigure:
    """Take a figure of the market out."""

    figure_id: int
    expected_version: int
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class FillOwnSheet:
    """Fill the branch's own sheet in from its data, instead of what it held."""

    plan_id: int
    request_id: str = ""
