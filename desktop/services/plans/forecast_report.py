"""The report `forecast`: where a period that is under way will end, a row a cell."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from desktop.enums import Metric
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
from desktop.services.plans.attainment_report import SOME_WITHOUT_COST, CellWriter
from desktop.services.plans.cube import TIME, dimensions_for, frame_for
from desktop.services.plans.forecast_cells import ForecastCell, forecast_cells
from desktop.services.plans.forecast_history import gather


def forecast_columns(metric: Metric) -> tuple[ReportColumn, ...]:
    """Return the columns after the dimensions, each with its note."""
    if metric.is_money:
        exact = spread = ColumnKind.MONEY
    elif metric is Metric.QUANTITY:
        exact = spread = ColumnKind.QUANTITY
    else:
        exact, spread = ColumnKind.COUNT, ColumnKind.RATE
    return (
        *undefinable("actual_to_date", exact),
        *undefinable("run_rate", spread),
        *undefinable("seasonal", spread),
        *undefinable("blended", spread),
        *undefinable("low", spread),
        *undefinable("high", spread),
    )


def forecast_table(session: Session, request: ReportRequest, today: date) -> ReportTable:
    """Return the report.

    Raises:
        InputError: a dimension without meaning for the metric, or a period backwards.
    """
    require_allowed(request, *dimensions_for(request.metric))
    frame = frame_for(session, request.by)
    span = resolve(session, frame, request, today)
    keys = [dimension for dimension in request.by if dimension not in TIME]
    gathered = gather(session, frame, span, request.metric, keys)
    whole, rows = forecast_cells(gathered, request.by)
    writer = CellWriter(request.metric, frame.branch.decimals)
    total = (*("" for _ in request.by), *_values(whole, request.metric, writer))
    return ReportTable(
        request.name,
        span.period,
        span.as_of,
        frame.branch.currency,
        frame.branch.decimals,
        (*dimension_columns(request.by), *forecast_columns(request.metric)),
        tuple((*codes, *_values(cell, request.metric, writer)) for codes, cell in rows.items())
        if request.by
        else (total,),
        total,
        definitions(
            frame, span, ("metric", str(request.metric)), *gathered.bases, ("interval", "80 %")
        ),
    )


def _values(seen: ForecastCell, metric: Metric, writer: CellWriter) -> tuple[Value, ...]:
    """Return the values of the columns after the dimensions, notes included."""
    found = seen.outlook
    actual: Value = writer.amount(found.actual)
    if isinstance(actual, Decimal) and forecast_columns(metric)[0].kind is ColumnKind.COUNT:
        actual = int(actual)
    note = found.actual.note
    if seen.uncosted and not note:
        note = SOME_WITHOUT_COST
    ahead = (found.run_rate, found.seasonal, found.blended, found.low, found.high)
    return (actual, note, *(value for one in ahead for value in (writer.amount(one), one.note)))
