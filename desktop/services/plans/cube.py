"""Targets and actuals in the cells of any dimensions: the figures behind report and board."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial

from sqlalchemy.orm import Session

from desktop.enums import Dimension, Metric
from desktop.periods import Period
from desktop.services.figures.data import ReportRequest
from desktop.services.figures.dimensions import require_allowed
from desktop.services.figures.frame import Frame, load_frame
from desktop.services.figures.span import Span
from desktop.services.plans.actuals import ActualsReader
from desktop.services.plans.axes import Leaf, Selection, View, axes_of
from desktop.services.plans.target_queries import (
    PlanChoice,
    TargetReader,
    chosen_versions,
    season_weights,
)
from desktop.services.rules.attainment import Attainment, DayWeights, attain, remaining_days
from desktop.services.rules.rollup import Codes, roll_up

TIME = (Dimension.MONTH, Dimension.QUARTER, Dimension.YEAR)
PRODUCTS = (Dimension.PRODUCT, Dimension.PRODUCT_GROUP)
_CUSTOMERS = (Dimension.CUSTOMER, Dimension.CLASS)

#: target, plan lines, actual, lines with a cost, lines without.
Sums = Sequence[int]
_Rows = tuple[tuple[Leaf, Sums], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its own period, its figures as stored, and whether documents lie behind it."""

    period: Period
    figures: Attainment
    uncosted: int
    has_documents: bool

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a target nor a result to speak of."""
        return not self.figures.target.value and self.figures.actual.value == 0


def frame_for(session: Session, dimensions: Collection[Dimension]) -> Frame:
    """Return the branch's frame with customers and products where the dimensions need them."""
    return load_frame(
        session,
        customers=any(dimension in _CUSTOMERS for dimension in dimensions),
        products=Dimension.PRODUCT in dimensions,
    )


def unit_of(metric: Metric, decimals: int) -> Decimal:
    """Return the value of one stored unit: a minor unit, a millionth, or one."""
    if metric.is_money:
        return Decimal(1).scaleb(-decimals)
    return Decimal(1).scaleb(-6) if metric is Metric.QUANTITY else Decimal(1)


def dimensions_for(metric: Metric) -> tuple[Dimension, ...]:
    """Return the dimensions that have a meaning for attainment of the metric."""
    known = (
        Dimension.REP,
        Dimension.MANAGER,
        Dimension.TERRITORY,
        *_CUSTOMERS,
        *PRODUCTS,
        *TIME,
    )
    if metric in (Metric.SALES, Metric.PROFIT, Metric.QUANTITY):
        return known
    return tuple(dimension for dimension in known if dimension not in PRODUCTS)


def require_choosable(metric: Metric, selection: Selection) -> None:
    """Refuse a selection by a dimension that has no meaning for the metric.

    Raises:
        InputError: one names it.
    """
    for dimension in dict.fromkeys(dimension for dimension, _ in selection):
        require_allowed(ReportRequest("attainment", (dimension,)), *dimensions_for(metric))


def period_of(frame: Frame, period: Period, chosen: Selection) -> Period:
    """Return the days of the period that lie in the chosen months, quarters and years.

    Nothing chosen leaves the period as it is; what lies outside it gives an empty period.
    """
    times = [(dimension, code) for dimension, code in chosen if dimension in TIME]
    if not times:
        return period
    months = [
        month
        for month in period.months()
        if all(code in frame.expand(dimension, month.ordinal) for dimension, code in times)
    ]
    if not months:
        return Period(period.start, period.start)
    return Period(max(period.start, months[0].start), min(period.end, months[-1].end))


@dataclass(frozen=True, slots=True)
class Moment:
    """A cell's own period, how much of it has gone, and the working days left; many share it.

    `is_over` says that all of it has gone.
    """

    period: Period
    elapsed: Fraction | None
    remaining: Decimal
    is_over: bool


@dataclass(frozen=True, slots=True)
class Cube:
    """Everything read for one metric and period, from which any view of its axes is summed."""

    frame: Frame
    span: Span
    metric: Metric
    choices: tuple[PlanChoice, ...]
    weights: DayWeights
    dimensions: tuple[Dimension, ...]
    rows: _Rows

    def cells(self, by: Sequence[Dimension], *, keep_empty: bool = False) -> dict[Codes, Cell]:
        """Return the cells of these dimensions, in the order of their codes, empty ones left out.

        The dimensions are among those that the cube was read for. Without any there is one
        cell, the total, which is never left out. With `keep_empty` cells in which everything
        cancels out stay, as rows of a board whose columns do not.
        """
        if not by:
            sums = [sum(column) for column in zip(*(row for _, row in self.rows), strict=True)]
            return {(): self.cell(sums or [0, 0, 0, 0, 0], self._moment(self.span.period))}
        found: dict[Codes, Cell] = {}
        for codes, values, moment in self.summed(by):
            cell = self.cell(values, moment)
            if keep_empty or not cell.is_empty:
                found[codes] = cell
        return found

    def summed(self, by: Sequence[Dimension]) -> Iterator[tuple[Codes, Sums, Moment]]:
        """Yield what the cells of at least one dimension are made of, in the order of codes."""
        axes = axes_of(self.dimensions)
        view = View.of(by, axes)
        rows: Iterable[tuple[Leaf, Sums]] = self.rows
        if view.places != tuple(range(len(axes))):
            rows = ((view.leaf(leaf), values) for leaf, values in self.rows)
        times = [place for place, dimension in enumerate(by) if dimension in TIME]
        periods = self._periods([by[place] for place in times])
        moments: dict[Codes, Moment] = {}
        when: Codes = ()
        for codes, values in roll_up(
            rows, [partial(self.frame.expand, dimension) for dimension in by]
        ).items():
            if times:
                when = tuple([codes[place] for place in times])
            moment = moments.get(when)
            if moment is None:
                period = periods.get(when, Period(self.span.period.start, self.span.period.start))
                moment = moments[when] = self._moment(period)
            yield codes, values, moment

    def _periods(self, times: Sequence[Dimension]) -> dict[Codes, Period]:
        """Return the days of the period that lie in each month, quarter and year together."""
        whole = self.span.period
        if not times:
            return {(): whole}
        parts: dict[Codes, Period] = {}
        for month in whole.months():
            when = tuple(self.frame.expand(dimension, month.ordinal)[0] for dimension in times)
            start, end = max(whole.start, month.start), min(whole.end, month.end)
            parts[when] = Period(parts[when].start if when in parts else start, end)
        return parts

    def total(self) -> Cell:
        """Return the total."""
        return self.cells(())[()]

    def _moment(self, period: Period) -> Moment:
        as_of = self.span.as_of
        elapsed = self.weights.elapsed(period, as_of)
        remaining = remaining_days(self.frame.calendar, period, as_of)
        return Moment(period, elapsed, remaining, elapsed == 1)

    def cell(self, values: Sums, moment: Moment) -> Cell:
        """Return the cell that these sums make."""
        target, lines, actual, costed, uncosted = values
        is_profit = self.metric is Metric.PROFIT
        unknown = is_profit and uncosted > 0 and costed == 0
        figures = attain(
            target if lines else None,
            None if unknown else actual,
            moment.elapsed,
            moment.remaining,
        )
        return Cell(moment.period, figures, uncosted if is_profit else 0, costed + uncosted > 0)


def load_cube(
    session: Session,
    frame: Frame,
    span: Span,
    request: ReportRequest,
    dimensions: Sequence[Dimension],
    selection: Selection = (),
) -> Cube:
    """Return the cube of the request's metric and plan by these dimensions.

    A selection narrows targets and actuals alike; its months, quarters and years narrow the
    period. The frame must know what dimensions and selection name (`frame_for`).

    Raises:
        InputError: there is no plan of the request's name.
    """
    period = period_of(frame, span.period, selection)
    chosen = tuple(one for one in selection if one[0] not in TIME)
    span = Span(period, span.as_of)
    choices = tuple(
        choice
        for choice in chosen_versions(session, frame, request.plan)
        if frame.branch.fiscal.period(choice.year).intersect(period)
    )
    weights = DayWeights(frame.calendar, frame.branch.fiscal, season_weights(session, choices))
    axes = axes_of(dimensions)
    actuals = ActualsReader(session, frame, request.metric, chosen).rows(axes, span.elapsed)
    rows: list[tuple[Leaf, Sums]] = [
        (leaf, (0, 0, amount, costed, uncosted)) for leaf, (amount, costed, uncosted) in actuals
    ]
    reader = TargetReader(session, frame, request.metric, choices)
    rows.extend(
        (leaf, (amount, lines, 0, 0, 0))
        for leaf, (amount, lines) in chosen_targets(reader, frame, dimensions, chosen, period)
    )
    return Cube(frame, span, request.metric, choices, weights, tuple(dimensions), tuple(rows))


def chosen_targets(
    reader: TargetReader,
    frame: Frame,
    dimensions: Sequence[Dimension],
    selection: Selection,
    period: Period,
) -> Iterable[tuple[Leaf, tuple[int, int]]]:
    """Return the targets by the dimensions' axes that the selection keeps.

    Owners of targets are derived in Python, so the selection is applied there, after them.
    """
    if not selection:
        return reader.rows(axes_of(dimensions), period)
    return _narrowed(reader, frame, dimensions, selection, period)


def _narrowed(
    reader: TargetReader,
    frame: Frame,
    dimensions: Sequence[Dimension],
    selection: Selection,
    period: Period,
) -> Iterable[tuple[Leaf, tuple[int, int]]]:
    asked = axes_of((*dimensions, *(dimension for dimension, _ in selection)))
    keep = View.of(tuple(dimension for dimension, _ in selection), asked)
    width = len(axes_of(dimensions))
    for leaf, target in reader.rows(asked, period):
        kept = zip(selection, keep.leaf(leaf), strict=True)
        if all(code in frame.expand(dimension, one) for (dimension, code), one in kept):
            yield leaf[:width], target
