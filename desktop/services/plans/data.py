"""Rows and queries of the Plans tab: the attainment board, its pace, what lies behind a cell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from desktop.enums import Dimension, Metric, PlanStatus
from desktop.periods import Period
from desktop.services.rules.attainment import PaceStatus

#: What the board can be laid out by, in the order of its menus.
BOARD_DIMENSIONS = (
    Dimension.REP,
    Dimension.MANAGER,
    Dimension.TERRITORY,
    Dimension.CUSTOMER,
    Dimension.PRODUCT_GROUP,
    Dimension.PRODUCT,
    Dimension.MONTH,
    Dimension.QUARTER,
    Dimension.YEAR,
)

#: Chosen rows: a dimension and a code each; all must hold. The empty code is what has none.
Selection = tuple[tuple[Dimension, str], ...]


class Step(StrEnum):
    """How far apart the points of a pace line are."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class AttainmentQuery:
    """What the board is asked for.

    None for a date takes the default of the reports: as-of the last day with data, from the
    start of its fiscal year, to the as-of day. `columns` None leaves only the totals' column.
    `within` narrows everything to chosen rows, which is how a cell is drilled into.
    """

    metric: Metric = Metric.SALES
    rows: Dimension = Dimension.REP
    columns: Dimension | None = Dimension.MONTH
    first: date | None = None
    last: date | None = None
    as_of: date | None = None
    plan: str = ""
    within: Selection = ()


@dataclass(frozen=True, slots=True)
class BoardLabel:
    """A row or column of the board: its code (empty = has none) and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class BoardCell:
    """A cell: amounts in whole currency, pieces or counts; ratios as fractions of one.

    None is undefined, and the note beside it says why. `can_drill` says whether documents lie
    behind the actual figure (`PlansService.rows_behind`).
    """

    target: Decimal | None
    actual: Decimal | None
    variance: Decimal | None
    attainment: Decimal | None
    attainment_note: str
    pace: Decimal | None
    pace_note: str
    expected: Decimal | None
    forecast: Decimal | None
    required_per_day: Decimal | None
    status: PaceStatus
    can_drill: bool


@dataclass(frozen=True, slots=True)
class AttainmentBoard:
    """A pivot of attainment.

    `cells` has a tuple for each of `rows`, with an entry for each of `columns`, None where
    there is neither target nor actual. `row_totals` stand beside the rows, `column_totals`
    below the columns. Rows of managers overlap and are not added; rows of a tree hold all that
    is below them.
    """

    metric: Metric
    period: Period
    as_of: date
    currency: str
    decimals: int
    plans: tuple[str, ...]
    rows: tuple[BoardLabel, ...]
    columns: tuple[BoardLabel, ...]
    cells: tuple[tuple[BoardCell | None, ...], ...]
    row_totals: tuple[BoardCell, ...]
    column_totals: tuple[BoardCell | None, ...]
    total: BoardCell
    definitions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PaceQuery:
    """Which line of the board to draw over time."""

    metric: Metric = Metric.SALES
    step: Step = Step.DAY
    first: date | None = None
    last: date | None = None
    as_of: date | None = None
    plan: str = ""
    within: Selection = ()


@dataclass(frozen=True, slots=True)
class PaceSeries:
    """Cumulative actual against where it should stand, a point for each of `days`.

    A point holds what was reached at the end of its day; `days` are the last days of the
    steps, the period's last day among them. `actual` is None after the as-of day; `expected`
    is empty where there is no target. `last_year` is the same line a year before, as far as
    there is data. Amounts in whole currency, pieces or counts.

    `average_per_day` is what a working day up to the as-of day brought, `required_per_day` what
    each one left must bring, `times_average` how many such days that is (METRICS.md, A6).
    """

    metric: Metric
    period: Period
    as_of: date
    currency: str
    days: tuple[date, ...]
    actual: tuple[Decimal | None, ...]
    expected: tuple[Decimal, ...]
    last_year: tuple[Decimal | None, ...]
    target: Decimal | None
    forecast: Decimal | None
    status: PaceStatus
    required_per_day: Decimal | None = None
    average_per_day: Decimal | None = None
    times_average: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CellQuery:
    """A cell of the board, or any other figure: metric, dates, and the chosen rows."""

    metric: Metric = Metric.SALES
    within: Selection = ()
    first: date | None = None
    last: date | None = None
    as_of: date | None = None
    offset: int = 0
    limit: int = 200


@dataclass(frozen=True, slots=True)
class DocumentLineRow:
    """A line behind a figure: a line sold, money received, a first purchase, or a visit.

    `amount` is the line's part in the figure; of a shared line it is the part of the rep whose
    credit was chosen. `cost` and `quantity` are None where the line has none.
    """

    document_id: int
    day: date
    number: str
    customer_code: str
    customer_name: str
    product_code: str
    product_name: str
    quantity: Decimal | None
    net: Decimal | None
    cost: Decimal | None
    amount: Decimal
    rep_code: str
    rep_name: str


@dataclass(frozen=True, slots=True)
class LinesPage:
    """Some of the lines behind a figure, by day, number and line, and the sums of all of them.

    `total` equals the cell's actual.
    """

    rows: tuple[DocumentLineRow, ...]
    count: int
    total: Decimal


@dataclass(frozen=True, slots=True)
class MetricTotal:
    """A version's target for one metric, over the whole year."""

    metric: Metric
    amount: Decimal
    lines: int


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A version of a plan, with its totals by metric."""

    version_id: int
    name: str
    year: str
    number: int
    status: PlanStatus
    season_basis: str
    in_force_from: date | None
    lines: int
    totals: tuple[MetricTotal, ...]
