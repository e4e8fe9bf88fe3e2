"""What a what-if board is made of: the ground it starts from, the events, and what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from desktop.periods import Month, Period
from desktop.services.rules.workdays import WorkCalendar


class Parcel(NamedTuple):
    """Net sales still to come: even over the days from `start` up to, not including, `end`.

    Days are ordinals. `sales` and `cost` are minor units; `cost` is None where nothing tells.
    `pay_days` is how long after the sale this customer pays. A tuple, because a year has
    thousands of them.
    """

    customer_id: int | None
    rep_id: int | None
    start: int
    end: int
    sales: int
    cost: int | None
    pay_days: int


class Receipt(NamedTuple):
    """Money expected evenly over the days from `start` up to, not including, `end`."""

    start: int
    end: int
    amount: int


@dataclass(frozen=True, slots=True)
class FieldMeans:
    """What a rep can do in the field in the days that are left, and what a visit brings.

    `present` are the visits that he makes by the end of the year at the pace of now;
    `per_visit` is the net sales that a visit leads to, in minor units.
    """

    present: int
    per_visit: Decimal


@dataclass(frozen=True, slots=True)
class Ground:
    """A plan's year before any event.

    `done` are the net sales up to `from_day` by rep (None: nobody's), `done_profit` and
    `done_cash` the branch's gross profit and collections of the year up to then; amounts are
    minor units. `debts` is money expected of what is owed already. `gross` is what a customer
    pays for one of net sales: with tax. `has_costs` says whether gross profit is known at all.
    """

    year: Period
    from_day: date
    calendar: WorkCalendar
    parcels: tuple[Parcel, ...]
    done: Mapping[int | None, int]
    targets: Mapping[int | None, int]
    done_profit: int = 0
    done_cash: int = 0
    debts: tuple[Receipt, ...] = ()
    gross: Decimal = Decimal(1)
    fields: Mapping[int, FieldMeans] | None = None
    has_costs: bool = True


class Late(StrEnum):
    """What comes later."""

    DELIVERIES = "deliveries"
    PAYMENTS = "payments"


@dataclass(frozen=True, slots=True)
class LoseCustomer:
    """A customer buys nothing from the first day of a month on; what he owes he still pays."""

    customer_id: int
    month: Month


@dataclass(frozen=True, slots=True)
class RepLeaves:
    """A rep is not there from a day on; his successor keeps the part `kept` of what was to come.

    His visits are made by nobody.
    """

    rep_id: int
    day: date
    kept: Decimal


@dataclass(frozen=True, slots=True)
class PriceChange:
    """All prices change by a part of one from a month on.

    With an elasticity, volume changes by elasticity × change (never below nothing); None says
    that customers buy as much as before.
    """

    change: Decimal
    month: Month
    elasticity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Delay:
    """What would come from the first day of a month on comes so many weeks later."""

    late: Late
    weeks: int
    month: Month


Event = LoseCustomer | RepLeaves | PriceChange | Delay


@dataclass(frozen=True, slots=True)
class Outcome:
    """A year as it ends: net sales by rep, cash and gross profit of the branch, visits.

    Minor units. `profit` is None where no cost is known, visits where no visit was ever made.
    """

    sales: Mapping[int | None, int]
    cash: int
    profit: int | None
    visits_needed: int | None
    visits_available: int | None

    @property
    def total(self) -> int:
        """Net sales of everybody."""
        return sum(self.sales.values())


class Measure(StrEnum):
    """A line of the board."""

    SALES = "sales"
    CASH = "cash"
    PROFIT = "profit"
    VISITS_NEEDED = "visits_needed"
    VISITS_AVAILABLE = "visits_available"
    ATTAINMENT = "attainment"
    REP_ATTAINMENT = "rep_attainment"

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of the branch's currency, in minor units."""
        return self in (Measure.SALES, Measure.CASH, Measure.PROFIT)

    @property
    def is_share(self) -> bool:
        """Whether it is a part of one."""
        return self in (Measure.ATTAINMENT, Measure.REP_ATTAINMENT)


@dataclass(frozen=True, slots=True)
class Line:
    """A measure now, with all events, and what each event alone would change.

    `together` is what is left: difference = Σ parts + together, exactly. None is not known.
    """

    measure: Measure
    now: Decimal | None
    then: Decimal | None
    parts: tuple[Decimal | None, ...]
    rep_id: int | None = None

    @property
    def difference(self) -> Decimal | None:
        """With the events less now."""
        if self.now is None or self.then is None:
            return None
        return self.then - self.now

    @property
    def together(self) -> Decimal | None:
        """What the events change only because they come together."""
        found = self.difference
        if found is None or any(one is None for one in self.parts):
            return None
        return found - sum((one for one in self.parts if one is not None), Decimal(0))
