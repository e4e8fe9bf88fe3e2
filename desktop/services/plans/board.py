"""The attainment board and its pace line, from the same cells as the report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from desktop.enums import Dimension
from desktop.periods import Month, Period
from desktop.services.figures.data import ReportRequest
from desktop.services.figures.dimensions import definitions, require_allowed
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import resolve
from desktop.services.plans.actuals import ActualsReader
from desktop.services.plans.attainment_report import CellWriter, plan_definitions
from desktop.services.plans.axes import Axis
from desktop.services.plans.cube import (
    TIME,
    Cell,
    Cube,
    dimensions_for,
    frame_for,
    load_cube,
    require_choosable,
)
from desktop.services.plans.data import (
    AttainmentBoard,
    AttainmentQuery,
    BoardCell,
    BoardLabel,
    PaceQuery,
    PaceSeries,
    Step,
)


def request_of(query: AttainmentQuery | PaceQuery, by: tuple[Dimension, ...]) -> ReportRequest:
    """Return the query as the report `attainment` would be asked."""
    return ReportRequest(
        "attainment", by, query.as_of, query.first, query.last, query.metric, query.plan
    )


def load_board(session: Session, query: AttainmentQuery, today: date) -> AttainmentBoard:
    """Return the board; its cells are the report's cells.

    Raises:
        InputError: a dimension without meaning for the metric, twice the same, a period
            backwards, or no plan of the name.
    """
    by = (query.rows,) if query.columns is None else (query.rows, query.columns)
    request = request_of(query, by)
    require_allowed(request, *dimensions_for(query.metric))
    require_choosable(query.metric, query.within)
    chosen = tuple(dimension for dimension, _ in query.within)
    frame = frame_for(session, (*by, *chosen))
    span = resolve(session, frame, request, today)
    cube = load_cube(session, frame, span, request, by, query.within)
    columns = () if query.columns is None else (query.columns,)
    inner = cube.cells(by) if columns else {}
    rows = cube.cells((query.rows,), keep_empty=True)
    feet = cube.cells(columns, keep_empty=True)
    # A row whose months cancel out is shown when its months are.
    down = sorted(
        {key for key, cell in rows.items() if not cell.is_empty} | {key[:1] for key in inner}
    )
    across = sorted({key[1:] for key in inner}) if columns else []
    writer = CellWriter(query.metric, frame.branch.decimals)
    return AttainmentBoard(
        query.metric,
        cube.span.period,
        cube.span.as_of,
        frame.branch.currency,
        frame.branch.decimals,
        tuple(choice.name for choice in cube.choices),
        labels(frame, query.rows, (key[0] for key in down)),
        tuple(label for one in columns for label in labels(frame, one, (key[0] for key in across))),
        tuple(
            tuple(
                board_cell(inner[row + column], writer) if row + column in inner else None
                for column in across
            )
            for row in down
        ),
        tuple(board_cell(rows[row], writer) for row in down),
        tuple(board_cell(feet[column], writer) for column in across),
        board_cell(cube.total(), writer),
        definitions(frame, cube.span, ("metric", str(query.metric)), *plan_definitions(cube)),
    )


def labels(frame: Frame, dimension: Dimension, codes: Iterable[str]) -> tuple[BoardLabel, ...]:
    """Return codes with their names; times and classes are their own names."""
    names: dict[str, str] = {}
    match dimension:
        case Dimension.REP | Dimension.MANAGER:
            names = {one.code: one.name for one in frame.reps.values()}
        case Dimension.TERRITORY:
            names = {one.code: one.name for one in frame.territories.values()}
        case Dimension.PRODUCT_GROUP:
            names = {one.code: one.name for one in frame.groups.values()}
        case Dimension.CUSTOMER:
            names = {one.code: one.name for one in frame.customers.values()}
        case Dimension.PRODUCT:
            names = {one.code: one.name for one in frame.products.values()}
        case _:
            pass
    return tuple(BoardLabel(code, names.get(code, code)) for code in codes)


def board_cell(cell: Cell, writer: CellWriter) -> BoardCell:
    """Return a cell as the board shows it."""
    figures = cell.figures
    return BoardCell(
        writer.amount(figures.target),
        writer.amount(figures.actual),
        writer.amount(figures.variance),
        figures.attainment.value,
        figures.attainment.note,
        figures.pace.value,
        figures.pace.note,
        writer.amount(figures.expected_by_now),
        writer.amount(figures.forecast),
        writer.amount(figures.required_per_day),
        figures.status,
        cell.has_documents,
    )


def load_pace(session: Session, query: PaceQuery, today: date) -> PaceSeries:
    """Return cumulative actual and expected of one selection, step by step.

    Raises:
        InputError: as for the board.
    """
    chosen = tuple(dimension for dimension, _ in query.within)
    require_choosable(query.metric, query.within)
    request = request_of(query, ())
    frame = frame_for(session, chosen)
    span = resolve(session, frame, request, today)
    cube = load_cube(session, frame, span, request, (), query.within)
    period, as_of = cube.span.period, cube.span.as_of
    total = cube.total().figures
    required = total.required_per_day.value
    worked = frame.calendar.count(cube.span.elapsed)
    done_so_far = total.actual.value
    usual = done_so_far / worked if worked and done_so_far is not None else None
    writer = CellWriter(query.metric, frame.branch.decimals)
    days = tuple(steps(period, query.step))
    within = tuple(one for one in query.within if one[0] not in TIME)
    reader = ActualsReader(session, frame, query.metric, within)
    done = _by_day(reader, cube.span.elapsed)
    before = _by_day(reader, period.last_year())
    ends = [Period(period.start, day + timedelta(days=1)).last_year().end for day in days]
    return PaceSeries(
        query.metric,
        period,
        as_of,
        frame.branch.currency,
        days,
        tuple(
            writer.stored(total_until(done, day + timedelta(days=1))) if day <= as_of else None
            for day in days
        ),
        _expected(cube, days, total.target.value, writer),
        tuple(writer.stored(total_until(before, end)) for end in ends) if before else (),
        writer.amount(total.target),
        writer.amount(total.forecast),
        total.status,
        writer.amount(total.required_per_day),
        None if usual is None else writer.stored(usual),
        None if not usual or required is None else required / usual,
    )


def steps(period: Period, step: Step) -> Iterable[date]:
    """Yield the last day of each step of the period; the period's last day ends the last one."""
    for day in period.days():
        if (
            step is Step.DAY
            or (step is Step.WEEK and day.isoweekday() == 7)
            or (step is Step.MONTH and Month.of(day).period.last == day)
            or day == period.last
        ):
            yield day


def _by_day(reader: ActualsReader, period: Period) -> list[tuple[date, int]]:
    """Return the amounts done on each day that has some, in order of days, as stored."""
    sums: dict[int, int] = {}
    for leaf, (amount, _, _) in reader.rows((Axis.DAY,), period):
        if leaf[0] is not None:
            sums[leaf[0]] = sums.get(leaf[0], 0) + amount
    return [(date.fromordinal(day), amount) for day, amount in sorted(sums.items())]


def total_until(days: Sequence[tuple[date, int]], end: date) -> int:
    """Return the sum of the amounts before a day."""
    return sum(amount for day, amount in days if day < end)


def _expected(
    cube: Cube, days: Sequence[date], target: Decimal | None, writer: CellWriter
) -> tuple[Decimal, ...]:
    if target is None:
        return ()
    shares = [cube.weights.elapsed(cube.span.period, day) for day in days]
    return tuple(
        writer.stored(Decimal(int(target) * share.numerator) / share.denominator)
        for share in shares
        if share is not None
    )
