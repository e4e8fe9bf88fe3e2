"""Rows and commands of the plan from below: each customer's year, and customers to be won."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.changes import ChangeSet
from desktop.periods import Month
from desktop.services.plans.versions_data import VersionCard
from desktop.services.rules.bottom_up import Estimate

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class OutlookEntry:
    """What moves a customer's year; rates are fractions of one, `base` None is the history's.

    `commitment` is what the customer himself says he will buy, None where nobody asked.
    """

    base: Decimal | None = None
    growth: Decimal = _ZERO
    wallet: Decimal = _ZERO
    new_products: Decimal = _ZERO
    price: Decimal = _ZERO
    churn: Decimal = _ZERO
    one_offs: Decimal = _ZERO
    commitment: Decimal | None = None
    signed_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class OutlookRow:
    """A customer's year from below, beside what the version plans for him.

    `history` is his season-adjusted base in whole currency, `last_year` his last twelve months;
    `parts` and `months` are in minor units. `outlook_id` is 0 where nothing was entered.
    """

    customer_id: int
    code: str
    name: str
    rep_name: str
    history: Decimal
    last_year: Decimal
    outlook_id: int
    version: int
    entry: OutlookEntry
    parts: Estimate
    total: Decimal
    planned: Decimal
    months: tuple[int, ...]

    @property
    def base(self) -> Decimal:
        """The base that counts: the one entered, else the history's."""
        return self.history if self.entry.base is None else self.entry.base

    @property
    def difference(self) -> Decimal:
        """The plan's target less the estimate from below."""
        return self.planned - self.total


@dataclass(frozen=True, slots=True)
class ProspectEntry:
    """A customer to be won: `value` is a full first year's net sales, `chance` a fraction."""

    name: str
    value: Decimal
    chance: Decimal
    first_month: Month
    rep_id: int | None = None
    territory_id: int | None = None
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class ProspectRow:
    """A prospect and what he is expected to bring; `months` in minor units."""

    id: int
    version: int
    entry: ProspectEntry
    rep_name: str
    territory_name: str
    year_left: Decimal
    expected: Decimal
    months: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OutlookBook:
    """The plan from below beside the version's own total of net sales.

    `cut` is the first month that is no history. `reps` and `territories` are pairs of id and
    name to choose from.
    """

    card: VersionCard
    currency: str
    decimals: int
    cut: Month
    rows: tuple[OutlookRow, ...]
    prospects: tuple[ProspectRow, ...]
    planned: Decimal
    reps: tuple[tuple[int, str], ...]
    territories: tuple[tuple[int, str], ...]

    @property
    def from_customers(self) -> Decimal:
        """The sum of the customers there are."""
        return sum((row.total for row in self.rows), _ZERO)

    @property
    def from_prospects(self) -> Decimal:
        """The sum of those to be won."""
        return sum((row.expected for row in self.prospects), _ZERO)

    @property
    def total(self) -> Decimal:
        """The plan from below."""
        return self.from_customers + self.from_prospects

    @property
    def difference(self) -> Decimal:
        """The plan from above less the plan from below."""
        return self.planned - self.total

    @property
    def committed(self) -> Decimal:
        """What customers have signed."""
        return sum(
            (row.entry.commitment or _ZERO for row in self.rows if row.entry.signed_on), _ZERO
        )


@dataclass(frozen=True, slots=True)
class OutlookWish:
    """What a customer's outlook is to be; `expected_version` is 0 where there was none."""

    customer_id: int
    entry: OutlookEntry
    expected_version: int = 0


@dataclass(frozen=True, slots=True)
class SaveOutlooks:
    """Save outlooks of a plan, all or none."""

    plan_id: int
    wishes: tuple[OutlookWish, ...]
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class SaveProspect:
    """Enter a prospect, or change the one of this id."""

    plan_id: int
    entry: ProspectEntry
    prospect_id: int | None = None
    expected_version: int = 0
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class RemoveProspect:
    """Take a prospect out."""

    prospect_id: int
    expected_version: int
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class TakeFromBelow:
    """Make the plan from below the net sales targets of a draft, customer by customer.

    With `with_prospects` those to be won become the pools of their reps and territories.
    """

    version_id: int
    expected_version: int
    with_prospects: bool = True
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class TakenTargets:
    """What was written: the sum of the targets set, and how many months had to stay as they were.

    A month stays where all of its lines are locked, or their bounds leave no room.
    """

    changes: ChangeSet
    version: int
    amount: Decimal
    customers: int
    kept: int
