"""Watching the plan in force: where each rep stands and will end, and why sales differ."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from desktop.clock import Clock
from desktop.enums import Dimension
from desktop.services.figures.data import ReportRequest
from desktop.services.figures.span import resolve
from desktop.services.garbage import collector_paused
from desktop.services.plans.attainment_report import CellWriter
from desktop.services.plans.board import load_board
from desktop.services.plans.cube import frame_for
from desktop.services.plans.data import AttainmentQuery, BoardCell
from desktop.services.plans.forecast_cells import ForecastCell, forecast_cells
from desktop.services.plans.forecast_history import gather
from desktop.services.plans.watching_causes import load_causes
from desktop.services.plans.watching_data import (
    Ahead,
    CauseSheet,
    WatchQuery,
    WatchRow,
    WatchSheet,
)
from desktop.services.rules.attainment import Figure
from desktop.services.rules.outlook import NO_HISTORY
from desktop.services.uow import UnitOfWork

_UNKNOWN = Ahead(None, NO_HISTORY)


class PlanWatch:
    """Reads how the plan in force fares; every method is one look at one state of the database."""

    def __init__(self, uow: UnitOfWork, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    def sheet(self, query: WatchQuery) -> WatchSheet:
        """Return the branch and its reps with attainment, pace and forecasts.

        The figures are those of the board and of the reports `attainment` and `forecast`.

        Raises:
            InputError: a period backwards.
        """
        with self._uow.read() as session, collector_paused():
            return load_watch(session, query, self._clock.today())

    def causes(self, query: WatchQuery) -> CauseSheet:
        """Return what the difference to the year before comes from.

        Raises:
            InputError: a period backwards.
            ValueError: a metric without prices.
        """
        with self._uow.read() as session, collector_paused():
            return load_causes(session, query, self._clock.today())


def load_watch(session: Session, query: WatchQuery, today: date) -> WatchSheet:
    """Return the sheet of a metric and period.

    Raises:
        InputError: a period backwards.
    """
    board = load_board(
        session,
        AttainmentQuery(
            query.metric, Dimension.REP, Dimension.MONTH, query.first, query.last, query.as_of
        ),
        today,
    )
    frame = frame_for(session, (Dimension.REP,))
    request = ReportRequest(
        "forecast", (Dimension.REP,), query.as_of, query.first, query.last, query.metric
    )
    span = resolve(session, frame, request, today)
    whole, ahead = forecast_cells(
        gather(session, frame, span, query.metric, (Dimension.REP,)), (Dimension.REP,)
    )
    writer = CellWriter(query.metric, frame.branch.decimals)
    worked = frame.calendar.count(span.elapsed)

    def row(
        code: str | None,
        name: str,
        cell: BoardCell,
        seen: ForecastCell | None,
        months: tuple[BoardCell | None, ...],
    ) -> WatchRow:
        return WatchRow(code, name, cell, *_ahead(seen, writer), _usual(cell, worked), months)

    return WatchSheet(
        board.metric,
        board.period,
        board.as_of,
        board.currency,
        board.decimals,
        board.plans,
        board.columns,
        row(None, "", board.total, whole, board.column_totals),
        tuple(
            row(label.code, label.name, cell, ahead.get((label.code,)), months)
            for label, cell, months in zip(board.rows, board.row_totals, board.cells, strict=True)
        ),
    )


def _ahead(
    seen: ForecastCell | None, writer: CellWriter
) -> tuple[Ahead, Ahead, Ahead, Ahead, Ahead]:
    """Return run rate, seasonal, blended, and the ends of the interval."""
    if seen is None:
        return _UNKNOWN, _UNKNOWN, _UNKNOWN, _UNKNOWN, _UNKNOWN
    found = seen.outlook

    def one(figure: Figure) -> Ahead:
        return Ahead(writer.amount(figure), figure.note)

    return (
        one(found.run_rate), one(found.seasonal), one(found.blended), one(found.low),
        one(found.high),
    )  # fmt: skip


def _usual(cell: BoardCell, worked: Decimal) -> Decimal | None:
    """Return what a working day brought so far; None before the first one."""
    return cell.actual / worked if worked and cell.actual is not None else None
