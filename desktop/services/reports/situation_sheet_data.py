"""What the printed situation sheets are made of: a plan's market and own figures, with sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.enums import PlanStatus


@dataclass(frozen=True, slots=True)
class MarketLine:
    """A figure of the market; an empty source is printed as unsourced."""

    area: str
    name: str
    value: Decimal
    unit: str
    source: str
    as_of: date | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A figure of the branch over the years, the earliest first; None is unknown."""

    area: str
    name: str
    unit: str
    values: tuple[Decimal | None, ...]
    change: Decimal | None
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class SituationData:
    """Both sheets of a plan.

    `years` name the columns of the own sheet, `own_as_of` is its day and `is_whole` whether the
    last of the years was over then.
    """

    branch_name: str
    plan_name: str
    version: int
    status: PlanStatus
    year_name: str
    currency: str
    market: tuple[MarketLine, ...]
    own: tuple[OwnLine, ...]
    years: tuple[str, ...]
    own_as_of: date | None
    is_whole: bool = True
