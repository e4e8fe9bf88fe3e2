"""Commands and rows of visit programmes: whom a rep visits how often, and on which days.

Amounts are Decimals in whole currency. Visits are whole numbers for the months of the programme.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from desktop.changes import ChangeSet
from desktop.periods import Month
from desktop.services.plans.programme_data import RepProgramme
from desktop.services.rules.visiting import CustomerRates
from desktop.services.rules.week_plan import PlannedVisit, WorkDay

#: More visits to one customer than this in a programme are a slip of the finger.
MOST_VISITS = 999
#: The months that a template's visits are for.
TEMPLATE_MONTHS = 12


@dataclass(frozen=True, slots=True)
class ProgrammeCustomer:
    """A customer of the rep with what is known of him.

    `visits`, `orders` and `order_value` are the rep's own of the twelve months up to the as-of
    day, `last_visit` his last one ever; `rates` are shrunk to the rep's (None where there are no
    visits to learn from). `present` are the visits he would get anyway in the months left, and
    `suggested` those that the programme begins with. `before` and `last` are net sales of two
    years of twelve whole months; `to_win` is what `last` lacks to `before` or to the target;
    `gap_share` his part of the rep's gap. `usual` are the visits a month that his class gets.
    """

    customer_id: int
    code: str
    name: str
    customer_class: str
    territory_id: int | None
    territory: str
    last_visit: date | None
    visits: int
    orders: int
    order_value: Decimal
    rates: CustomerRates | None
    before: Decimal
    last: Decimal
    target: Decimal | None
    to_win: Decimal
    gap_share: Decimal
    usual: Decimal | None
    present: int
    suggested: int


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """Visits to a customer, what for, and the net sales expected of him (None: not estimated)."""

    customer_id: int
    visits: int
    purpose: str = ""
    expected: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SavedProgramme:
    """A programme as it is kept; `version` is what a command on it must expect.

    `months` are those that its visits are for, from `first_day` on.
    """

    programme_id: int
    version: int
    made_at: datetime
    made_by: str
    first_day: date
    months: Decimal
    lines: tuple[ProgrammeLine, ...]


@dataclass(frozen=True, slots=True)
class VisitTemplate:
    """Visits a year to each customer of a class ("" is customers without one)."""

    template_id: int
    version: int
    name: str
    visits: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class OtherProgramme:
    """Another rep's programme of the plan's version, to copy from; classes as they are now."""

    programme_id: int
    rep_code: str
    rep_name: str
    months: Decimal
    lines: tuple[tuple[int, str, int], ...]

    @property
    def visits(self) -> int:
        """The visits of all customers."""
        return sum(line[2] for line in self.lines)


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A planned visit that is kept from today on.

    `is_own` says that the programme wrote it and nobody changed it since; `is_done` that it was
    made already.
    """

    visit: PlannedVisit
    is_own: bool
    is_done: bool


@dataclass(frozen=True, slots=True)
class ProgrammeSheet:
    """All that a rep's programme is made of, read in one look at the database.

    `programme` is None where he has no sales target. `first_day` is the first day after the
    as-of day, or the plan's first; `months` are those left from then on, a part of a month as
    its share; `days` his field days of them. `floor` are the visits of the classes' usual
    frequencies; `is_cut` says that the suggested visits are fewer, because his days are. Nobody
    may change the programme of a version that `is_over`.
    """

    version_id: int
    rep_id: int
    rep_code: str
    rep_name: str
    territory: str
    manager: str
    plan: str
    number: int
    year: str
    is_over: bool
    currency: str
    decimals: int
    today: date
    first_day: date
    months: Decimal
    last_month: Month
    programme: RepProgramme | None
    customers: tuple[ProgrammeCustomer, ...]
    floor: int
    is_cut: bool
    days: tuple[WorkDay, ...]
    saved: SavedProgramme | None
    templates: tuple[VisitTemplate, ...]
    others: tuple[OtherProgramme, ...]
    planned: tuple[PlannedRow, ...]
    branch: str = ""

    def customer(self, customer_id: int) -> ProgrammeCustomer | None:
        """Return a customer of the sheet."""
        return next((one for one in self.customers if one.customer_id == customer_id), None)


@dataclass(frozen=True, slots=True)
class SaveProgramme:
    """Keep a rep's programme; `expected_version` 0 means that there was none.

    `facts` are figures that it was reasoned from, by stable names; `months` those it is for.
    """

    version_id: int
    rep_id: int
    first_day: date
    months: Decimal
    last_month: Month
    lines: tuple[ProgrammeLine, ...]
    facts: Mapping[str, str]
    expected_version: int = 0
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class SaveTemplate:
    """Keep visits a year by class under a name."""

    name: str
    visits: tuple[tuple[str, int], ...]
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class RemoveTemplate:
    """Remove a template; programmes that were made from it stay."""

    template_id: int
    expected_version: int
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class WriteWeeks:
    """Write a rep's week plan; what the programme wrote before, from today on, makes room for it.

    Without visits it is removed.
    """

    programme_id: int
    expected_version: int
    visits: tuple[PlannedVisit, ...]
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class WeeksWritten:
    """How many visits were written and removed, and how many of the programme's stay as done."""

    changes: ChangeSet
    made: int
    removed: int
    done: int
