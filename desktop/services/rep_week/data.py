"""Rows of the rep-week sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import StrEnum

from desktop.enums import CustomerClass, Metric, WeekState
from desktop.periods import Month, Period
from desktop.ratio import Ratio


class LineKind(StrEnum):
    """What a line of a day's timeline is."""

    VISIT = "visit"
    ORDER = "order"
    COLLECTION = "collection"
    EXPENSE = "expense"
    NOTE = "note"
    PLAN = "plan"


class LineMark(StrEnum):
    """How a visit counts, or what became of a planned one."""

    NONE = "none"
    VALID = "valid"
    OFF_PLAN = "off_plan"
    ATTEMPT = "attempt"
    CONTACT = "contact"
    NOT_VALID = "not_valid"
    REJECTED = "rejected"
    NOT_MADE = "not_made"
    MOVED = "moved"
    UNSAID = "unsaid"
    AHEAD = "ahead"


class DayState(StrEnum):
    """Whether the rep was to be in the field on a day."""

    FIELD = "field"
    HALF = "half"
    REST = "rest"
    AWAY = "away"
    NOT_EMPLOYED = "not_employed"


class GapKind(StrEnum):
    """What is missing."""

    NO_REPORT = "no_report"
    LONG_GAP = "long_gap"
    PLAN_UNSAID = "plan_unsaid"
    OVERDUE = "overdue"


class FigureKey(StrEnum):
    """A line of the week's figures; results stand among the process that they come from."""

    FIELD_DAYS = "field_days"
    VISITS = "visits"
    CALLS_PER_DAY = "calls_per_day"
    PLANNED = "planned"
    PLAN_DONE = "plan_done"
    OFF_PLAN = "off_plan"
    ORDERS = "orders"
    ORDER_VALUE = "order_value"
    SALES = "sales"
    COLLECTIONS = "collections"
    EXPENSES = "expenses"
    NOTES = "notes"
    MINUTES = "minutes"
    ATTEMPTS = "attempts"
    CONTACTS = "contacts"


@dataclass(frozen=True, slots=True)
class RepWeekQuery:
    """Whose week, and which; None is the first rep in the field, and the last week with data."""

    rep_id: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class WeekLine:
    """Something of a day: a visit, an order, money, an expense, a note, or an undone plan.

    `code` is the value of the channel, expense category, note type or reason; `text` the user's
    own words (outcome, number, note); `more` a second text (purpose, guests, companions).
    """

    kind: LineKind
    record_id: int
    day: date
    at: time | None
    until: time | None
    customer_id: int | None
    customer_code: str
    customer_name: str
    code: str = ""
    text: str = ""
    more: str = ""
    amount: Decimal | None = None
    minutes: int | None = None
    mark: LineMark = LineMark.NONE


@dataclass(frozen=True, slots=True)
class WeekGap:
    """Something that is missing: on a day, between two times, or a customer not seen.

    Of an overdue customer `days` went by since `last_visit`, where `usual` are usual; both are
    None of one who was never visited.
    """

    kind: GapKind
    day: date
    start: time | None = None
    end: time | None = None
    minutes: int | None = None
    customer_id: int | None = None
    customer_code: str = ""
    customer_name: str = ""
    customer_class: CustomerClass | None = None
    last_visit: date | None = None
    days: int | None = None
    usual: int | None = None


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A day with its lines in the order of their times; `away` says why the rep was away.

    `visits` are valid ones, `planned` and `done` those of the plan of that day.
    """

    day: date
    state: DayState
    away: str
    is_ahead: bool
    lines: tuple[WeekLine, ...]
    visits: int
    minutes: int
    planned: int
    done: int

    def lines_of(self, kind: LineKind) -> tuple[WeekLine, ...]:
        """Return the lines of a kind."""
        return tuple(line for line in self.lines if line.kind is kind)

    def total(self, kind: LineKind) -> Decimal:
        """Return the sum of the amounts of a kind."""
        return sum((line.amount or Decimal(0) for line in self.lines_of(kind)), Decimal(0))


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure of the week beside that of the week before, the branch's and the target's.

    `mean` is the branch's mean of everyone who was in the field in the week, of ratios the
    branch's own; None is undefined. `target` is the month's by the week's working days.
    """

    key: FigureKey
    week: Decimal | None
    before: Decimal | None
    mean: Decimal | None
    target: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PaceRow:
    """A month's target up to the week's last day: how far it is, and how far it should be."""

    metric: Metric
    month: Month
    actual: Decimal
    target: Decimal | None
    expected: Decimal | None
    attainment: Ratio
    pace: Ratio


@dataclass(frozen=True, slots=True)
class RepChoice:
    """A person whose weeks can be looked at; `left_on` is in the past where he left."""

    id: int
    code: str
    name: str
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class RepWeek:
    """A rep's week in one look at the database; `rep` is None where the branch has nobody.

    `as_of` is the last day that is known of the week; `plan_state` that of the week's plan, None
    where none was made. `colleagues` are those whom the branch's mean is of.
    """

    branch_name: str
    currency: str
    reps: tuple[RepChoice, ...]
    rep: RepChoice | None
    manager_name: str
    territory_name: str
    monday: date
    as_of: date
    plan_state: WeekState | None
    days: tuple[WeekDay, ...]
    figures: tuple[FigureRow, ...]
    pace: tuple[PaceRow, ...]
    gaps: tuple[WeekGap, ...]
    colleagues: int

    @property
    def sunday(self) -> date:
        """The week's last day."""
        return self.monday + timedelta(days=6)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was reported or planned in the week."""
        return not any(day.lines or day.planned for day in self.days)

    def figure(self, key: FigureKey) -> FigureRow:
        """Return a figure.

        Raises:
            KeyError: a sheet of nobody has none.
        """
        for row in self.figures:
            if row.key is key:
                return row
        raise KeyError(key)


def week_of(day: date) -> Period:
    """Return the week from Monday to Sunday that a day lies in."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=7))


__all__ = [
    "DayState",
    "FigureKey",
    "FigureRow",
    "GapKind",
    "LineKind",
    "LineMark",
    "PaceRow",
    "RepChoice",
    "RepWeek",
    "RepWeekQuery",
    "WeekDay",
    "WeekGap",
    "WeekLine",
    "week_of",
]
