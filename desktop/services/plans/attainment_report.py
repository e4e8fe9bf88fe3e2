"""The report `attainment`: targets, actuals, pace and forecast, a row a cell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from desktop.enums import Dimension, Metric
from desktop.money import round_half_up
from desktop.services.figures.data import (
    ColumnKind,
    ReportColumn,
    ReportRequest,
    ReportTable,
    Value,
    undefinable,
)
from desktop.services.figures.dimensions import definitions, dimension_columns, require_allowed
from desktop.services.figures.span import resolve
from desktop.services.plans.cube import (
    Cell,
    Cube,
    Moment,
    dimensions_for,
    frame_for,
    load_cube,
    unit_of,
)
from desktop.services.rules.attainment import NO_COST, NO_TARGET, Figure, forecast_of

#: Note beside a profit that some lines, having no cost, are left out of.
SOME_WITHOUT_COST = "lines without cost left out"


def attainment_columns(metric: Metric) -> tuple[ReportColumn, ...]:
    """Return the columns after the dimensions, each with its note."""
    if metric.is_money:
        exact = spread = ColumnKind.MONEY
        per_day = ColumnKind.MONEY_PER
    elif metric is Metric.QUANTITY:
        exact = spread = ColumnKind.QUANTITY
        per_day = ColumnKind.RATE
    else:
        exact, spread, per_day = ColumnKind.COUNT, ColumnKind.RATE, ColumnKind.RATE
    return (
        *undefinable("target", exact),
        *undefinable("actual", exact),
        *undefinable("variance", exact),
        *undefinable("attainment", ColumnKind.RATIO),
        *undefinable("pace", ColumnKind.RATIO),
        *undefinable("expected_by_now", spread),
        *undefinable("forecast", spread),
        *undefinable("required_per_day", per_day),
    )


def attainment_table(session: Session, request: ReportRequest, today: date) -> ReportTable:
    """Return the report.

    Raises:
        InputError: a dimension without meaning for the metric, a period backwards, or no plan
            of the name.
    """
    require_allowed(request, *dimensions_for(request.metric))
    frame = frame_for(session, request.by)
    span = resolve(session, frame, request, today)
    cube = load_cube(session, frame, span, request, request.by)
    writer = CellWriter(request.metric, frame.branch.decimals)
    total = (*("" for _ in request.by), *writer.values(cube.total()))
    rows = tuple(_rows(cube, request.by, writer)) if request.by else (total,)
    return ReportTable(
        request.name,
        span.period,
        span.as_of,
        frame.branch.currency,
        frame.branch.decimals,
        (*dimension_columns(request.by), *attainment_columns(request.metric)),
        rows,
        total,
        definitions(frame, span, ("metric", str(request.metric)), *plan_definitions(cube)),
    )


def _rows(cube: Cube, by: tuple[Dimension, ...], writer: CellWriter) -> Iterator[tuple[Value, ...]]:
    """Yield the rows of all cells that are not empty."""
    is_profit = cube.metric is Metric.PROFIT
    for codes, values, moment in cube.summed(by):
        _target, lines, actual, _costed, _uncosted = values
        if lines or is_profit:
            cell = cube.cell(values, moment)
            if not cell.is_empty:
                yield (*codes, *writer.values(cell))
        elif actual:
            yield codes + writer.unplanned(actual, moment)


def plan_definitions(cube: Cube) -> tuple[tuple[str, str], ...]:
    """Return which plan gives each year's targets and what its season rests on."""
    fiscal = cube.frame.branch.fiscal
    return tuple(
        pair
        for choice in cube.choices
        for pair in (
            (f"plan {fiscal.name(choice.year)}", f"{choice.name}, version {choice.number}"),
            (f"season {fiscal.name(choice.year)}", choice.season_basis),
        )
    )


class CellWriter:
    """Turns a cell's figures, in stored units, into a report's values."""

    def __init__(self, metric: Metric, decimals: int) -> None:
        self._unit = unit_of(metric, decimals)
        self._is_count = not metric.is_money and metric is not Metric.QUANTITY
        self._is_quantity = metric is Metric.QUANTITY

    def values(self, cell: Cell) -> tuple[Value, ...]:
        """Return the values of the columns after the dimensions, notes included."""
        figures = cell.figures
        actual_note = figures.actual.note
        if cell.uncosted and actual_note != NO_COST:
            actual_note = SOME_WITHOUT_COST
        return (
            self._exact(figures.target),
            figures.target.note,
            self._exact(figures.actual),
            actual_note,
            self._exact(figures.variance),
            figures.variance.note,
            figures.attainment.value,
            figures.attainment.note,
            figures.pace.value,
            figures.pace.note,
            self.amount(figures.expected_by_now),
            figures.expected_by_now.note,
            self.amount(figures.forecast),
            figures.forecast.note,
            self.amount(figures.required_per_day),
            figures.required_per_day.note,
        )

    def unplanned(self, actual: int, moment: Moment) -> tuple[Value, ...]:
        """Return what `values` returns for a cell without a target, and not of profit.

        By product, customer or group these are nearly all cells, and thousands.
        """
        amount = self.stored(actual)
        projected: Decimal | None = amount
        note = ""
        if not moment.is_over:
            forecast = forecast_of(actual, moment.elapsed)
            projected, note = self.amount(forecast), forecast.note
        return (
            None, NO_TARGET, int(amount) if self._is_count else amount, "", None, NO_TARGET,
            None, NO_TARGET, None, NO_TARGET, None, NO_TARGET, projected, note, None, NO_TARGET,
        )  # fmt: skip

    def _exact(self, figure: Figure) -> Value:
        amount = self.amount(figure)
        return int(amount) if self._is_count and amount is not None else amount

    def amount(self, figure: Figure) -> Decimal | None:
        """Return the figure in whole currency, pieces or counts."""
        return None if figure.value is None else self.stored(figure.value)

    def stored(self, value: Decimal | int) -> Decimal:
        """Return an amount as stored in whole currency, pieces or counts."""
        amount: Decimal = value * self._unit
        # A quantity is written with all its decimals; it has no more than six.
        return round_half_up(amount, 6) if self._is_quantity else amount
