"""What the page for the rep's bag is made of: a customer's facts as people read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.tone import Tone


@dataclass(frozen=True, slots=True)
class BagOrder:
    """An order as it is printed."""

    number: str
    day: str
    value: str


@dataclass(frozen=True, slots=True)
class BagFact:
    """A fact under its name; `tone` is GOOD or BAD where it deserves a mark."""

    name: str
    value: str
    tone: Tone = Tone.NONE


@dataclass(frozen=True, slots=True)
class DealerPageData:
    """A customer on one page, in the language that it is printed in.

    `facts` stand in a line below the band, `standing` in lines of their own; `points` are what
    to talk about, `promises` what is open between the two.
    """

    branch_name: str
    customer_code: str
    customer_name: str
    as_of: date
    facts: tuple[BagFact, ...]
    points: tuple[str, ...]
    orders: tuple[BagOrder, ...]
    standing: tuple[BagFact, ...]
    promises: tuple[str, ...]
