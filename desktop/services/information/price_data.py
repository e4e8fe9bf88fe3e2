"""Rows of competitors' prices over time, beside the own list price."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.enums import Reliability
from desktop.periods import Period
from desktop.ratio import Ratio
from desktop.services.plans.work_data import Choice


@dataclass(frozen=True, slots=True)
class PriceFilter:
    """Whose prices are shown: of one product, in a region with what lies below it."""

    product_id: int | None = None
    competitor: str = ""
    territory_id: int | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A competitor's price as it was seen: `before` is his last one in the same region.

    `region` is the highest territory above where it was seen; `over_own` is the price over the
    own list price, undefined where there is none.
    """

    note_id: int
    day: date
    competitor: str
    competitor_key: str
    region: str
    territory: str
    price: Decimal
    before: Decimal | None
    over_own: Ratio
    rep_name: str
    source: str
    reliability: Reliability | None
    text: str


@dataclass(frozen=True, slots=True)
class PriceBook:
    """Competitors' prices of one product, the newest first; what else there is to choose.

    `product` is None where no price was ever noted. `own` is the own list price of today.
    """

    product: Choice | None
    own: Decimal | None
    rows: tuple[PriceRow, ...]
    products: tuple[Choice, ...]
    competitors: tuple[tuple[str, str], ...]
    territories: tuple[Choice, ...]
    currency: str
    as_of: date
