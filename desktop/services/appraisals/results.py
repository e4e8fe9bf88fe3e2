"""Results against targets, and the trend of attainment, for all reps of a period at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from desktop.enums import Dimension, Metric
from desktop.i18n import N_
from desktop.money import from_minor
from desktop.ratio import Ratio
from desktop.services.activity.gathered import Figures
from desktop.services.appraisals.data import ResultKind, ResultLine, TrendMonth
from desktop.services.appraisals.periods import months_to
from desktop.services.figures.data import ReportRequest
from desktop.services.figures.frame import Frame
from desktop.services.figures.span import Span
from desktop.services.plans.cube import Cell, Cube, load_cube, unit_of
from desktop.services.rules.attainment import NO_COST, NO_TARGET, Figure

NO_BASE = N_("nothing to compare with")

#: Which plan metric is the target of which result; customers buying have none.
METRICS = {
    ResultKind.SALES: Metric.SALES,
    ResultKind.COLLECTIONS: Metric.COLLECTIONS,
    ResultKind.GROSS_PROFIT: Metric.PROFIT,
    ResultKind.NEW_CUSTOMERS: Metric.NEW_CUSTOMERS,
}

Codes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cubes:
    """Targets and actuals by rep, and sales by rep and month for the trend."""

    cells: Mapping[ResultKind, Mapping[Codes, Cell]]
    totals: Mapping[ResultKind, Cell]
    months: Mapping[Codes, Cell]
    plan_name: str


def load_cubes(session: Session, frame: Frame, span: Span) -> Cubes:
    """Return the targets and actuals of all reps."""
    cells: dict[ResultKind, Mapping[Codes, Cell]] = {}
    totals: dict[ResultKind, Cell] = {}
    names: dict[str, None] = {}
    for kind, metric in METRICS.items():
        cube = _cube(session, frame, span, metric, (Dimension.REP,))
        cells[kind], totals[kind] = cube.cells((Dimension.REP,)), cube.total()
        names |= dict.fromkeys(choice.name for choice in cube.choices)
    by = (Dimension.REP, Dimension.MONTH)
    months = _cube(session, frame, Span(months_to(span.period), span.as_of), Metric.SALES, by)
    return Cubes(cells, totals, months.cells(by), ", ".join(names))


def _cube(
    session: Session, frame: Frame, span: Span, metric: Metric, by: tuple[Dimension, ...]
) -> Cube:
    return load_cube(session, frame, span, ReportRequest("scorecard", by, metric=metric), by)


@dataclass(frozen=True, slots=True)
class Compared:
    """The figures of this period, the one before and the same of last year; None if none."""

    now: Figures | None
    previous: Figures | None
    last_year: Figures | None


def result_lines(
    frame: Frame, cubes: Cubes, rep_code: str, own: Compared, branch: Figures, reps: int
) -> tuple[ResultLine, ...]:
    """Return a rep's results in the order of `ResultKind`; `reps` people make the branch's mean."""
    decimals = frame.branch.decimals
    lines = []
    for kind in ResultKind:
        measure = _MEASURES[kind]
        actual = measure(own.now, decimals) if own.now is not None else Decimal(0)
        before = measure(own.previous, decimals) if own.previous is not None else None
        year = measure(own.last_year, decimals) if own.last_year is not None else None
        everyone = measure(branch, decimals)
        cell = cubes.cells.get(kind, {}).get((rep_code,))
        target, attainment, pace = _against(kind, cell, actual, decimals)
        _, branch_attainment, _ = _against(kind, cubes.totals.get(kind), everyone, decimals)
        lines.append(
            ResultLine(
                kind,
                actual,
                target,
                attainment,
                pace,
                before,
                year,
                _growth(actual, before),
                _growth(actual, year),
                branch_attainment,
                everyone / reps if everyone is not None and reps else None,
            )
        )
    return tuple(lines)


def _profit(figures: Figures, decimals: int) -> Decimal | None:
    if figures.is_profit_unknown:
        return None
    return from_minor(figures.parts.gross_profit, decimals)


_MEASURES: Mapping[ResultKind, Callable[[Figures, int], Decimal | None]] = {
    ResultKind.SALES: lambda one, decimals: from_minor(one.parts.net_sales, decimals),
    ResultKind.COLLECTIONS: lambda one, decimals: from_minor(one.parts.collections, decimals),
    ResultKind.GROSS_PROFIT: _profit,
    ResultKind.CUSTOMERS: lambda one, _: Decimal(one.customers),
    ResultKind.NEW_CUSTOMERS: lambda one, _: Decimal(one.new_customers),
}


def _against(
    kind: ResultKind, cell: Cell | None, actual: Decimal | None, decimals: int
) -> tuple[Decimal | None, Ratio, Ratio]:
    """Return target, attainment and pace of a cell, in whole currency or counts."""
    none = Ratio.undefined(NO_TARGET)
    if cell is None or cell.figures.target.value is None:
        return None, none, none
    target = cell.figures.target.value * unit_of(METRICS[kind], decimals)
    if actual is None:
        unknown = Ratio.undefined(NO_COST)
        return target, unknown, unknown
    attainment = Ratio.of(actual, target, cell.figures.attainment.note)
    return target, attainment, _as_ratio(cell.figures.pace)


def _as_ratio(figure: Figure) -> Ratio:
    if figure.value is None:
        return Ratio.undefined(figure.note)
    return Ratio.of(figure.value, 1, "")


def _growth(actual: Decimal | None, base: Decimal | None) -> Ratio:
    """Return (actual − base) ÷ base; a base that is not above zero says nothing."""
    if actual is None or base is None or base <= 0:
        return Ratio.undefined(NO_BASE)
    return Ratio.of(actual - base, base, NO_BASE)


def trend_months(frame: Frame, cubes: Cubes, rep_code: str, span: Span) -> tuple[TrendMonth, ...]:
    """Return the twelve months to the period's end: sales, target, attainment."""
    decimals = frame.branch.decimals
    lines = []
    for month in months_to(span.period).months():
        cell = cubes.months.get((rep_code, str(month)))
        actual = Decimal(0)
        target = None
        if cell is not None:
            unit = unit_of(Metric.SALES, decimals)
            actual = (cell.figures.actual.value or Decimal(0)) * unit
            if cell.figures.target.value is not None:
                target = cell.figures.target.value * unit
        reason = NO_TARGET if cell is None else cell.figures.attainment.note
        attainment = (
            Ratio.undefined(NO_TARGET) if target is None else Ratio.of(actual, target, reason)
        )
        lines.append(TrendMonth(month, target, actual, attainment))
    return tuple(lines)
