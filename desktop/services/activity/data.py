"""Rows and questions of the Activity tab."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from desktop.enums import VisitChannel
from desktop.periods import Month, Period
from desktop.ratio import Ratio
from desktop.services.rules.efficiency import Efficiency
from desktop.services.rules.evidence import Twin


class VisitOrder(StrEnum):
    """What the list is sorted by; visits that are equal in it stand newest first."""

    DAY = "day"
    MINUTES = "minutes"
    REP = "rep"
    CUSTOMER = "customer"


#: Greater than any id, and all of its bits are set.
_NO_ID = 2**62 - 1


@dataclass(frozen=True, slots=True)
class VisitKey:
    """A visit's place in the list: by what it is sorted, then its day, then what was keyed last.

    `sorted_by` is empty where the list is sorted by the day.
    """

    day: date
    visit_id: int
    sorted_by: int | str = ""

    @classmethod
    def at_day(cls, day: date, query: VisitQuery) -> VisitKey:
        """Return the place before the first visit of a day, in a list sorted by the day.

        A page after it begins with that day, or with the next one that there are visits of; it
        costs no more than the first page.
        """
        return cls(day, 0 if query.is_ascending else _NO_ID)


@dataclass(frozen=True, slots=True)
class VisitQuery:
    """Which visits the list shows; what is None or empty does not narrow it.

    `first` and `last` are both included. `rep_code` is a rep's code. `text` is looked for in the
    customer's code, name and pinyin initials, and in the note. `outcome` is part of the outcome's
    words, `outcome_is` all of them. `is_valid` chooses reports that are valid visits. `after` and
    `before` name the visit next to the page: the page after it, or before it; `from_end` asks for
    the list's last page. `is_ascending` turns the order round. Without `with_totals` the sums,
    which are the same for all pages, are not made again.
    """

    first: date | None = None
    last: date | None = None
    rep_code: str = ""
    text: str = ""
    channel: VisitChannel | None = None
    outcome: str = ""
    is_attempt: bool | None = None
    is_planned: bool | None = None
    after: VisitKey | None = None
    before: VisitKey | None = None
    size: int = 200
    outcome_is: str = ""
    is_valid: bool | None = None
    customer_id: int | None = None
    order: VisitOrder = VisitOrder.DAY
    is_ascending: bool = False
    from_end: bool = False
    with_totals: bool = True


class VisitRow(NamedTuple):
    """A reported visit; `days_to_key` are days from the visit to its entry.

    `days_to_receive` are those to the arrival of the report in the office, None where that is not
    known. `is_valid` says that it counts as a visit; `is_late`, that it was typed in more than 48
    hours after its day, which nobody knows of an imported one.

    A tuple, because a page of them is made at every key press in the quick filter.
    """

    id: int
    version: int
    visit_no: str
    day: date
    starts_at: time | None
    ends_at: time | None
    minutes: int | None
    rep_code: str
    rep_name: str
    customer_id: int
    customer_code: str
    customer_name: str
    channel: VisitChannel
    purpose: str
    outcome: str
    is_attempt: bool
    is_planned: bool | None
    is_rejected: bool
    note: str
    order_number: str
    days_to_key: int
    days_to_receive: int | None = None
    is_valid: bool = True
    is_imported: bool = False
    is_late: bool = False
    sorted_by: int | str = ""

    @property
    def key(self) -> VisitKey:
        """Return the visit's place in the list."""
        return VisitKey(self.day, self.id, self.sorted_by)


@dataclass(frozen=True, slots=True)
class VisitDetail:
    """Everything known of one visit."""

    row: VisitRow
    territory_code: str
    next_visit_on: date | None
    received_at: datetime | None
    keyed_at: datetime
    keyed_by: str
    rejected_on: date | None
    territory_name: str = ""


@dataclass(frozen=True, slots=True)
class VisitTotals:
    """Sums over everything that the query chooses, not over the page.

    `valid` counts visits as the figures do: several reports of one visit are one.
    """

    visits: int
    timed: int
    minutes: int
    attempts: int
    planned: int
    valid: int = 0


@dataclass(frozen=True, slots=True)
class VisitAnchor:
    """Where a day begins in a list sorted by the day: so many visits stand before it."""

    start: int
    day: date


@dataclass(frozen=True, slots=True)
class VisitPage:
    """A page of the list in its order, and whether there is more on either side.

    `totals` is None where the query did not ask for them.
    """

    rows: tuple[VisitRow, ...]
    totals: VisitTotals | None
    has_next: bool
    has_previous: bool


@dataclass(frozen=True, slots=True)
class RepFiguresQuery:
    """The period that reps' figures are for, both days included; None as for the reports."""

    first: date | None = None
    last: date | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class ActivityFigures:
    """The activity of one rep or of the branch in one period.

    `twin` has the visits as reported and as verified.
    """

    visits: int
    field_days: Decimal
    net_sales: Decimal
    expenses: Decimal
    ratios: Efficiency
    coverage: Ratio
    plan_done_rate: Ratio
    has_small_base: bool
    twin: Twin = field(default_factory=Twin)


@dataclass(frozen=True, slots=True)
class RepActivityRow:
    """A rep's activity beside that of the period before and that of the branch."""

    rep_code: str
    rep_name: str
    period: Period
    now: ActivityFigures
    previous: ActivityFigures
    branch: ActivityFigures


@dataclass(frozen=True, slots=True)
class MonthVisits:
    """Valid visits of a month by rep code, in the order of the codes."""

    month: Month
    visits: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """Return the visits of all reps."""
        return sum(count for _, count in self.visits)


@dataclass(frozen=True, slots=True)
class VisitChoices:
    """What the list can be narrowed to: reps (code, name) by code, outcomes, commonest first."""

    reps: tuple[tuple[str, str], ...]
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RepMonth:
    """A rep's valid visits and calls per day in a month, beside the branch's calls per day."""

    month: Month
    visits: int
    calls_per_day: Ratio
    branch_calls_per_day: Ratio
