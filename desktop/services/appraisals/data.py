"""The scorecard of one rep and one period: every figure that the printed page shows, frozen.

Money is `Decimal` in whole currency, shares are fractions of one, a quotient is a `Ratio` that
keeps both its parts. What cannot be known is None or an undefined `Ratio` with its reason,
never zero. The same data is printed (`services/reports/scorecard.py`), shown on screen and
written as JSON (`services/reports/scorecard_json.py`), so the three cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from desktop.enums import AgeFrom, SalesBasis
from desktop.periods import Month, Period
from desktop.ratio import Ratio

#: Pace from which a result is on track, and below which it is at risk (METRICS.md, A2).
ON_TRACK_FROM = Decimal("0.99")
AT_RISK_BELOW = Decimal("0.81")


class ResultKind(StrEnum):
    """What a line of the results table measures."""

    SALES = "sales"
    COLLECTIONS = "collections"
    GROSS_PROFIT = "gross_profit"
    CUSTOMERS = "customers"
    NEW_CUSTOMERS = "new_customers"

    @property
    def is_money(self) -> bool:
        """Whether its amounts are in the branch's currency; the others are counts."""
        return self in (ResultKind.SALES, ResultKind.COLLECTIONS, ResultKind.GROSS_PROFIT)


class ResultStatus(StrEnum):
    """How a result stands against where it should stand."""

    ON_TRACK = "on_track"
    BEHIND = "behind"
    AT_RISK = "at_risk"
    NO_TARGET = "no_target"


class ActivityUnit(StrEnum):
    """How the value of an activity ratio, its numerator and its denominator are written."""

    PER_DAY = "per_day"  # counts ÷ days, two decimals
    MINUTES = "minutes"  # minutes ÷ visits, two decimals
    MONEY_PER = "money_per"  # money ÷ count or days, the currency's decimals
    PER_HUNDRED = "per_hundred"  # the numerator is already times 100 (K6)
    SHARE = "share"  # count ÷ count, printed as per cent
    MONEY_SHARE = "money_share"  # money ÷ money, printed as per cent
    COUNT = "count"  # a count; the denominator is 1, or the number of reps for a branch's mean


class Better(StrEnum):
    """Which direction of an activity ratio is the good one, where there is one."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class ScorecardIdentity:
    """Whose scorecard it is; `tenure_months` are whole months from hiring to the as-of date."""

    branch_code: str
    branch_name: str
    rep_code: str
    rep_name: str
    title: str = ""
    manager_code: str = ""
    manager_name: str = ""
    territory_code: str = ""
    territory_name: str = ""
    hire_date: date | None = None
    leave_date: date | None = None
    tenure_months: int | None = None
    customers: int = 0


@dataclass(frozen=True, slots=True)
class ScorecardDefinitions:
    """The definitions in force, printed in the small print.

    `cost_basis` is `field_expenses`, `field_expenses_and_pay` or `full_cost`. A ratio with a
    smaller denominator than these minima carries the small-base mark (METRICS.md, 1).
    """

    sales_basis: SalesBasis = SalesBasis.INVOICED
    age_from: AgeFrom = AgeFrom.DUE
    cost_basis: str = "field_expenses"
    order_window_days: int = 7
    lost_after_days: int = 90
    plan_name: str = ""
    minimum_visits: int = 20
    minimum_orders: int = 5
    minimum_customers: int = 10


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A result against its target; variance = actual − target.

    `pace` is the attainment against where the period should stand at the as-of date; it decides
    the status and equals the attainment once the period is over. Growth ratios are
    (actual − base) ÷ base. `branch_average` is the branch's actual per rep.
    """

    kind: ResultKind
    actual: Decimal | None
    target: Decimal | None
    attainment: Ratio
    pace: Ratio
    last_period: Decimal | None
    last_year: Decimal | None
    growth_on_last_period: Ratio
    growth_on_last_year: Ratio
    branch_attainment: Ratio
    branch_average: Decimal | None = None

    @property
    def variance(self) -> Decimal | None:
        """Actual less target, or None where either is unknown."""
        if self.actual is None or self.target is None:
            return None
        return self.actual - self.target

    @property
    def status(self) -> ResultStatus:
        """Where the result stands by its pace, else by its attainment (METRICS.md, A2)."""
        judged = self.pace if self.pace.is_defined else self.attainment
        value = judged.value
        if value is None:
            return ResultStatus.NO_TARGET
        if value >= ON_TRACK_FROM:
            return ResultStatus.ON_TRACK
        return ResultStatus.BEHIND if value >= AT_RISK_BELOW else ResultStatus.AT_RISK


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """An activity ratio K1 to K9 (METRICS.md, 2), or a line of discipline.

    `name` is the public column of FORMATS.md (`calls_per_day`, `plan_done_rate`, …). `branch`
    is Σ numerators ÷ Σ denominators of the branch; for counts it is the count ÷ reps. `trend`
    holds up to six periods, oldest first, the last being this one.
    """

    code: str
    name: str
    unit: ActivityUnit
    ratio: Ratio
    previous: Ratio
    branch: Ratio
    better: Better = Better.HIGHER
    small_base: bool = False
    trend: tuple[Ratio, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkDays:
    """Scheduled, field and active days of the period (METRICS.md, 1) and its visits.

    `attempted` are failed visits and `other_contacts` those by phone, online or at exhibitions.
    """

    scheduled: Decimal
    field: Decimal
    active: Decimal
    visits: int = 0
    attempted: int = 0
    other_contacts: int = 0


@dataclass(frozen=True, slots=True)
class NamedCustomer:
    """A customer won or lost: the day it was counted, and net sales.

    Net sales are those of the period for a new customer, of the twelve months before the day
    for a lost one.
    """

    code: str
    name: str
    on: date | None = None
    net_sales: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NamedCustomers:
    """How many there are, and by name as many as the caller's cap allows."""

    count: int
    shown: tuple[NamedCustomer, ...] = ()


@dataclass(frozen=True, slots=True)
class MixLine:
    """A product group's part in net sales; `code` is empty for sales without a group."""

    code: str
    name: str
    net_sales: Decimal
    share: Ratio
    branch_share: Ratio
    margin: Ratio
    last_year: Decimal | None = None


@dataclass(frozen=True, slots=True)
class AgingBucket:
    """Open amount of one age: `name` as in FORMATS.md; `upper` None is without bound.

    The bucket of what is not yet due has both bounds 0.
    """

    name: str
    lower: int
    upper: int | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class OverdueItem:
    """An open document past its due date."""

    document_no: str
    customer_code: str
    customer_name: str
    due_date: date
    days_overdue: int
    open: Decimal


@dataclass(frozen=True, slots=True)
class ReceivablesPart:
    """What the rep's customers owe at the as-of date: Σ buckets + unapplied = total.

    `unapplied` is negative or zero. `dso` is receivable × days ÷ credit sales, in days. Overdue
    items come largest first, `overdue_count` counts all of them.
    """

    total: Decimal
    buckets: tuple[AgingBucket, ...]
    unapplied: Decimal
    overdue: Decimal
    overdue_rate: Ratio
    collected_due_rate: Ratio
    dso: Ratio
    branch_overdue_rate: Ratio
    branch_collected_due_rate: Ratio
    branch_dso: Ratio
    previous_overdue_rate: Ratio
    previous_collected_due_rate: Ratio
    previous_dso: Ratio
    overdue_count: int = 0
    top_overdue: tuple[OverdueItem, ...] = ()


@dataclass(frozen=True, slots=True)
class TrendMonth:
    """Net sales of a month and its target, None where there was none."""

    month: Month
    target: Decimal | None
    actual: Decimal
    attainment: Ratio


@dataclass(frozen=True, slots=True)
class ScorecardData:
    """One rep, one period, all measures: the whole content of the scorecard.

    `results` in the order of `ResultKind`; `activity` K1 to K9; `discipline` in the same shape
    (plan-vs-done, coverage, frequency, active days, backfill). `trend` holds up to twelve
    months, oldest first. `as_of` is the last complete day that the figures know.
    """

    identity: ScorecardIdentity
    period: Period
    as_of: date
    currency: str
    decimals: int
    definitions: ScorecardDefinitions
    results: tuple[ResultLine, ...]
    activity: tuple[ActivityLine, ...]
    discipline: tuple[ActivityLine, ...]
    days: WorkDays
    receivables: ReceivablesPart
    new_customers: NamedCustomers = NamedCustomers(0)
    lost_customers: NamedCustomers = NamedCustomers(0)
    mix: tuple[MixLine, ...] = ()
    trend: tuple[TrendMonth, ...] = ()

    def result(self, kind: ResultKind) -> ResultLine | None:
        """Return the line of this kind, or None where the scorecard has none."""
        return next((line for line in self.results if line.kind is kind), None)
