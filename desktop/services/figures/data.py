"""What a report is asked for and what it answers: one table, typed column by column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from desktop.enums import AgeFrom, Dimension, Metric
from desktop.periods import Period

#: A value of a report's cell. None is undefined, and the note beside it says why.
#: Money arrives as Decimal in whole currency, ratios as fractions of one, counts as int.
Value = str | int | Decimal | date | None


class ColumnKind(StrEnum):
    """How a column's values are written (FORMATS.md, section 1, "CSV out")."""

    TEXT = "text"
    DATE = "date"
    COUNT = "count"
    MONEY = "money"
    MONEY_PER = "money_per"
    DAYS = "days"
    MINUTES = "minutes"
    RATE = "rate"
    RATIO = "ratio"
    QUANTITY = "quantity"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A column: its public name, how it is written, and whether it can be undefined.

    An undefinable column is followed by a NOTE column called `<name>_note`.
    """

    name: str
    kind: ColumnKind


def undefinable(name: str, kind: ColumnKind) -> tuple[ReportColumn, ReportColumn]:
    """Return a column that can be undefined and the note that says why."""
    return ReportColumn(name, kind), ReportColumn(f"{name}_note", ColumnKind.NOTE)


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """What is asked: the period and as-of date where None take the defaults of FORMATS.md."""

    name: str
    by: tuple[Dimension, ...] = ()
    as_of: date | None = None
    first: date | None = None
    last: date | None = None
    metric: Metric = Metric.SALES
    plan: str = ""
    age_from: AgeFrom = AgeFrom.DUE
    owner_at_origin: bool = False
    within_days: int = 7
    share_a: Decimal = Decimal("0.8")
    share_b: Decimal = Decimal("0.95")
    rep: str = ""


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A report's answer.

    `rows` hold one value per column, in the order of `columns` (dimensions first, as codes);
    `total` likewise, with empty dimension cells, or None for reports that have no total.
    `definitions` are pairs of a term and its words in force ("sales basis", "invoiced").
    """

    name: str
    period: Period
    as_of: date
    currency: str
    decimals: int
    columns: tuple[ReportColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] | None = None
    definitions: tuple[tuple[str, str], ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CalculatedTable:
    """A calculator's answer as it is written: a table like a report's, of no period and branch.

    `rows`, `total` and `definitions` as in `ReportTable`; `currency` gives money its decimals.
    """

    name: str
    currency: str
    decimals: int
    columns: tuple[ReportColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] | None = None
    definitions: tuple[tuple[str, str], ...] = ()
