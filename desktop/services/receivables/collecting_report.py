"""The report `collections`: what came in, of what, and how long it takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from desktop.enums import Dimension
from desktop.money import from_minor
from desktop.periods import Month, Period
from desktop.ratio import Ratio
from desktop.services.figures.data import (
    ColumnKind,
    ReportColumn,
    ReportRequest,
    ReportTable,
    Value,
    undefinable,
)
from desktop.services.figures.dimensions import (
    TIME,
    definitions,
    dimension_columns,
    require_allowed,
)
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import Span
from desktop.services.receivables.grouping import (
    DIMENSIONS,
    Grouping,
    Leaves,
    expanders,
    make_grouping,
)
from desktop.services.receivables.queries import due_sums, open_sums
from desktop.services.receivables.statements import aging_definitions, owner_definition
from desktop.services.receivables.trade import MonthRow, collected, invoiced
from desktop.services.rules import collecting, dso
from desktop.services.rules.aging import DaySpan
from desktop.services.rules.rollup import Expand, roll_up

COLUMNS = (
    ReportColumn("receivable_start", ColumnKind.MONEY),
    ReportColumn("invoiced", ColumnKind.MONEY),
    ReportColumn("collected", ColumnKind.MONEY),
    ReportColumn("receivable_end", ColumnKind.MONEY),
    *undefinable("collected_to_sales", ColumnKind.RATIO),
    *undefinable("collected_to_collectable", ColumnKind.RATIO),
    ReportColumn("due_in_period", ColumnKind.MONEY),
    ReportColumn("collected_of_due", ColumnKind.MONEY),
    *undefinable("collected_due_rate", ColumnKind.RATIO),
    *undefinable("dso", ColumnKind.DAYS),
    *undefinable("dso_countback", ColumnKind.DAYS),
    ReportColumn("overdue", ColumnKind.MONEY),
    *undefinable("overdue_rate", ColumnKind.RATIO),
)

# Places of the sums that are rolled up.
_START, _INVOICED, _COLLECTED, _END, _DUE, _PAID_OF_DUE, _OVERDUE = range(7)
_WIDTH = 7


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the period with one label in each dimension of time."""

    labels: Mapping[Dimension, str]
    period: Period


@dataclass(frozen=True, slots=True)
class Trade:
    """What was invoiced and collected in each month, by leaves.

    `history` is what was invoiced from the beginning, `first_month` where it begins.
    """

    invoiced: tuple[MonthRow, ...]
    collected: tuple[MonthRow, ...]
    history: tuple[MonthRow, ...]
    first_month: int


@dataclass(frozen=True, slots=True)
class Scope:
    """Where the figures are read, up to which day, and whom open items belong to."""

    session: Session
    frame: Frame
    as_of: date
    at_origin: bool

    def grouping(self, by: tuple[Dimension, ...], day: date) -> Grouping:
        """Return the grouping by the dimensions, owners being asked for on the day."""
        return make_grouping(self.session, self.frame, by, day, self.at_origin)


def collections_table(
    session: Session, frame: Frame, span: Span, request: ReportRequest
) -> ReportTable:
    """Return `collections`; the total is asked for once more, because balances do not add up
    over time.

    Receivables belong to the owner on their day, documents to their own rep and territory. What
    was due, and what came in of it, belongs to the owner at the end.
    """
    require_allowed(request, *DIMENSIONS, *TIME)
    scope = Scope(session, frame, span.as_of, request.owner_at_origin)
    (total,) = _lines(scope, span.elapsed, ())
    rows = _lines(scope, span.elapsed, request.by) if request.by else (total,)
    return ReportTable(
        request.name,
        span.period,
        span.as_of,
        frame.branch.currency,
        frame.branch.decimals,
        (*dimension_columns(request.by), *COLUMNS),
        rows,
        (*("",) * len(request.by), *total),
        definitions(
            frame,
            span,
            *aging_definitions(frame.branch.aging_bounds, request.age_from)[:1],
            owner_definition(request.owner_at_origin),
            ("due_in_period", "overdue at the start and falling due in the period"),
        ),
    )


def pieces(frame: Frame, period: Period, by: Sequence[Dimension]) -> Iterator[Piece]:
    """Yield the period's parts by the dimensions of time, in order; the whole without any."""
    asked = [dimension for dimension in by if dimension in TIME]
    if not asked:
        yield Piece({}, period)
        return

    def labels(month: Month) -> tuple[str, ...]:
        return tuple(frame.expand(dimension, month.ordinal)[0] for dimension in asked)

    for names, group in groupby(period.months(), key=labels):
        months = list(group)
        start, end = max(period.start, months[0].start), min(period.end, months[-1].end)
        yield Piece(dict(zip(asked, names, strict=True)), Period(start, end))


def _lines(
    scope: Scope, period: Period, by: tuple[Dimension, ...]
) -> tuple[tuple[Value, ...], ...]:
    """Return the rows in the order of the dimensions; without dimensions exactly one."""
    session, frame = scope.session, scope.frame
    kept = tuple(dimension for dimension in by if dimension in DIMENSIONS)
    expand = expanders(session, frame, kept)
    closing = _day_before(period.end)
    history = tuple(invoiced(session, frame, kept, closing))
    trade = Trade(
        tuple(invoiced(session, frame, kept, closing, period.start)),
        tuple(collected(session, frame, kept, closing, period.start)),
        history,
        min((row[0] for row in history), default=0),
    )
    found: list[tuple[tuple[str, ...], tuple[Value, ...]]] = []
    for piece in pieces(frame, period, by):
        sums = roll_up(_sources(scope, kept, piece.period, trade), expand)
        if not by:
            sums.setdefault((), [0] * _WIDTH)
        sales = _history(trade, piece.period, expand)
        days = _month_days(trade, piece.period)
        for codes, values in sums.items():
            if by and not any(values):
                continue
            names = iter(codes)
            key = tuple(piece.labels.get(dimension) or next(names) for dimension in by)
            months = _months_back(values[_END], days, sales.get(codes, {}))
            found.append((key, _figures(frame, piece.period, values, months)))
    found.sort(key=lambda one: one[0])
    return tuple((*key, *figures) for key, figures in found)


def _sources(
    scope: Scope, by: tuple[Dimension, ...], period: Period, trade: Trade
) -> Iterator[tuple[Leaves, list[int]]]:
    """Yield everything that a part's row is summed from, each with its place filled."""
    session = scope.session
    opening = min(_day_before(period.start), scope.as_of)
    closing = max(opening, min(_day_before(period.end), scope.as_of))
    at_start, at_end = scope.grouping(by, opening), scope.grouping(by, closing)
    for leaves, values in open_sums(session, at_start, opening, (DaySpan(None, None),)):
        yield leaves, _at(_START, sum(values))
    spans = (DaySpan(closing, None), DaySpan(None, _day_before(closing)))
    for leaves, values in open_sums(session, at_end, closing, spans):
        cell = _at(_END, sum(values))
        cell[_OVERDUE] = values[1]
        yield leaves, cell
    for leaves, due, paid in due_sums(session, at_end, opening, closing):
        cell = _at(_DUE, due)
        cell[_PAID_OF_DUE] = paid
        yield leaves, cell
    months = {month.ordinal for month in period.months()}
    for place, rows in ((_INVOICED, trade.invoiced), (_COLLECTED, trade.collected)):
        for month, leaves, amount in rows:
            if month in months:
                yield leaves, _at(place, amount)


def _at(place: int, amount: int) -> list[int]:
    cell = [0] * _WIDTH
    cell[place] = amount
    return cell


def _history(
    trade: Trade, period: Period, expand: Sequence[Expand]
) -> dict[tuple[str, ...], dict[int, int]]:
    """Return what was invoiced in each month up to the period's end, by codes."""
    if period.start == period.end:
        return {}
    last = Month.of(period.last).ordinal
    rows = (
        ((*leaves, month), [amount]) for month, leaves, amount in trade.history if month <= last
    )
    found: dict[tuple[str, ...], dict[int, int]] = defaultdict(dict)
    for codes, values in roll_up(rows, (*expand, lambda month: (str(month),))).items():
        found[codes[:-1]][int(codes[-1])] = values[0]
    return found


def _month_days(trade: Trade, period: Period) -> tuple[tuple[int, int], ...]:
    """Return the months from the period's end back to the branch's first sale, with their days.

    The last month counts its days as far as the period runs.
    """
    if period.start == period.end or not trade.history:
        return ()
    last = Month.of(period.last).ordinal
    before = range(last - 1, trade.first_month - 1, -1)
    return (
        (last, period.last.day),
        *((month, Month(month).period.day_count) for month in before),
    )


def _months_back(
    receivable: int, days: Sequence[tuple[int, int]], sales: Mapping[int, int]
) -> tuple[dso.SalesMonth, ...]:
    """Return as many of the latest months, the oldest first, as the receivable reaches back.

    Most rows reach back a few months of a long history; the rest would not change the figure.
    """
    months: list[dso.SalesMonth] = []
    for month, count in days:
        if receivable <= 0:
            break
        sold = sales.get(month, 0)
        months.append(dso.SalesMonth(count, sold))
        receivable -= sold
    return tuple(reversed(months))


def _figures(
    frame: Frame, period: Period, values: Sequence[int], months: Sequence[dso.SalesMonth]
) -> tuple[Value, ...]:
    """Return the row's values in the order of COLUMNS."""
    start, sold, came, end, due, of_due, overdue = values

    def money(minor: int) -> Value:
        return from_minor(minor, frame.branch.decimals)

    return (
        money(start),
        money(sold),
        money(came),
        money(end),
        *_noted(collecting.collected_to_sales(came, sold)),
        *_noted(collecting.collected_to_collectable(start, sold, end)),
        money(due),
        money(of_due),
        *_noted(collecting.collected_due_rate(of_due, due)),
        *_noted(dso.simple(end, sold, period.day_count)),
        *_noted(dso.count_back(end, months)),
        money(overdue),
        *_noted(collecting.overdue_rate(overdue, end)),
    )


def _noted(ratio: Ratio) -> tuple[Value, Value]:
    return ratio.value, ratio.reason


def _day_before(day: date) -> date:
    return day - timedelta(days=1) if day > date.min else day
