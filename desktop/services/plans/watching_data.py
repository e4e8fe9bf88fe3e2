"""Rows and queries of the page that watches the plan in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.enums import Metric
from desktop.periods import Period
from desktop.services.plans.data import BoardCell, BoardLabel
from desktop.services.rules.variance import Cause


@dataclass(frozen=True, slots=True)
class WatchQuery:
    """What is watched: a metric over a period; None for a date takes the reports' default."""

    metric: Metric = Metric.SALES
    first: date | None = None
    last: date | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Ahead:
    """A forecast in whole currency, pieces or counts; None with the note that says why."""

    value: Decimal | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class WatchRow:
    """A rep, or the whole branch (`code` None): how he stands, and where he will end.

    `cell` has target, actual, pace and what is needed per working day. `usual_day` is what a
    working day up to the as-of day brought. `months` has an entry for each of the sheet's
    months, None where there is neither target nor actual.
    """

    code: str | None
    name: str
    cell: BoardCell
    run_rate: Ahead
    seasonal: Ahead
    blended: Ahead
    low: Ahead
    high: Ahead
    usual_day: Decimal | None
    months: tuple[BoardCell | None, ...]

    @property
    def end(self) -> Ahead:
        """Where the row ends: the blended forecast, else the seasonal one, which has no range."""
        return self.blended if self.blended.value is not None else self.seasonal

    def share(self, value: Decimal | None) -> Decimal | None:
        """Return a value as a part of the target; None without a target or a value."""
        target = self.cell.target
        return value / target if value is not None and target else None

    @property
    def times_usual(self) -> Decimal | None:
        """How many usual days each one left must bring (METRICS.md, A6); None where undefined."""
        needed = self.cell.required_per_day
        if needed is None or not self.usual_day or self.usual_day < 0:
            return None
        return needed / self.usual_day


@dataclass(frozen=True, slots=True)
class WatchSheet:
    """The reps by code, what has no rep first, and the whole branch.

    `months` are the columns of the heat map. `plans` are the plans in force in the period.
    """

    metric: Metric
    period: Period
    as_of: date
    currency: str
    decimals: int
    plans: tuple[str, ...]
    months: tuple[BoardLabel, ...]
    total: WatchRow
    rows: tuple[WatchRow, ...]


@dataclass(frozen=True, slots=True)
class CauseRow:
    """A row behind a bar of the waterfall: a customer, or a product (the other has no code).

    Quantities are None where they say nothing; `unit` is theirs.
    """

    cause: Cause
    customer_code: str
    customer_name: str
    product_code: str
    product_name: str
    unit: str
    quantity_before: Decimal | None
    quantity_now: Decimal | None
    before: Decimal
    now: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class CauseSheet:
    """How the same days of the year before became the period up to the as-of day.

    `bars` add up to `now` − `before`; the rows of a cause add up to its bar, the largest first.
    `has_before` says whether anything was sold then.
    """

    metric: Metric
    period: Period
    base: Period
    currency: str
    before: Decimal
    now: Decimal
    has_before: bool
    bars: tuple[tuple[Cause, Decimal], ...]
    rows: tuple[CauseRow, ...]

    def rows_of(self, cause: Cause) -> tuple[CauseRow, ...]:
        """Return the rows behind a bar."""
        return tuple(row for row in self.rows if row.cause is cause)
