"""The charts and the figures beside the board, as data; free of Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from desktop.enums import Metric
from desktop.i18n import _
from desktop.services import formats
from desktop.services.charts.data import BarChart, PaceChart, Series, Unit
from desktop.services.plans.data import AttainmentBoard, BoardCell, PaceSeries, Step
from desktop.services.rules.attainment import NO_DAYS_LEFT, PaceStatus
from desktop.tone import Tone
from desktop.views.plans.columns import BoardRow
from desktop.views.plans.words import (
    amount_words,
    metric_words,
    rate_words,
    reason_words,
    status_tone,
    status_words,
)

#: A bar chart with more bars than these shows the largest: side by side, one above another.
MOST_ACROSS, MOST_DOWN = 24, 10
_MOST_POINTS = 400


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of the panel: its name, its words, and how it is reckoned or why it is "—"."""

    name: str
    value: str
    tip: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The panel of the current cell: what it is, how it stands, and its figures."""

    title: str
    place: str
    attainment: str
    attainment_tip: str
    status: str
    tone: Tone
    facts: tuple[Fact, ...]


def step_of(days: int) -> Step:
    """Return how far apart the points of a pace line over this many days are."""
    return Step.DAY if days <= _MOST_POINTS else Step.WEEK


def figures_of(
    title: str, place: str, cell: BoardCell | None, metric: Metric, currency: str
) -> Figures:
    """Return the panel of a cell; the usual day comes later (`with_usual_day`)."""
    if cell is None:
        nothing = _("There is neither a target nor a result here.")
        return Figures(title, place, formats.DASH, nothing, "", Tone.NONE, ())

    def amount(value: Decimal | None) -> str:
        return amount_words(value, metric, currency)

    def rate(value: Decimal | None) -> str:
        return rate_words(value, metric, currency)

    reason = reason_words(cell.attainment_note)
    pace_reason = reason_words(cell.pace_note)
    return Figures(
        title,
        place,
        formats.percent(cell.attainment),
        reason or _("Attainment is actual ÷ target."),
        "" if cell.status is PaceStatus.UNKNOWN else status_words(cell.status),
        status_tone(cell.status),
        (
            Fact(_("Target"), amount(cell.target), reason if cell.target is None else ""),
            Fact(_("Actual"), amount(cell.actual), reason if cell.actual is None else ""),
            Fact(_("Actual less target"), amount(cell.variance), reason),
            Fact(_("Expected by now"), rate(cell.expected),
                 pace_reason or _("The target's share of the working days and season so far.")),
            Fact(_("Pace"), formats.percent(cell.pace),
                 pace_reason
                 or _("Actual ÷ expected by now. On track from 99%, at risk below 81%.")),
            Fact(_("Forecast"), rate(cell.forecast),
                 pace_reason if cell.forecast is None
                 else _("Where the period ends if it goes on at this pace.")),
            _needed(cell, rate),
        ),
    )  # fmt: skip


def _needed(cell: BoardCell, rate: Callable[[Decimal | None], str]) -> Fact:
    name, needed = _("Needed per day"), cell.required_per_day
    if needed is None:
        note = cell.attainment_note or NO_DAYS_LEFT
        return Fact(name, formats.DASH, reason_words(note))
    if needed <= 0:
        return Fact(name, _("Reached"), _("The target is reached already."))
    return Fact(name, rate(needed), _("What is missing ÷ working days left."))


def usual_day(series: PaceSeries) -> tuple[Fact, Fact]:
    """Return the average day so far, and how many such days each one left must bring."""
    average = rate_words(series.average_per_day, series.metric, series.currency)
    times = series.times_average
    needed = series.required_per_day
    is_reached = needed is not None and needed <= 0
    words = formats.DASH if times is None or is_reached else _("{times}×").format(
        times=formats.number(times, 2))  # fmt: skip
    return (
        Fact(_("Usual day"), average, _("Actual ÷ working days so far.")),
        Fact(_("Needed to usual"), words, _("Needed per day ÷ usual day.")),
    )


def unit_of_chart(metric: Metric) -> Unit:
    """Return how a metric's values are written on an axis."""
    return Unit.MONEY if metric.is_money else Unit.COUNT


def bars_across(
    board: AttainmentBoard, row: BoardRow, name: str, headers: tuple[str, ...], empty: str
) -> BarChart:
    """Return actual and target of one row, a bar for each column; keys are column codes."""
    cells = tuple(
        (column.code, header, cell)
        for column, header, cell in zip(board.columns, headers, row.cells, strict=True)
        if cell is not None
    )
    return _bars(board, _("{metric} against target: {name}").format(
        metric=metric_words(board.metric), name=name), cells, empty)  # fmt: skip


def bars_down(board: AttainmentBoard, rows: tuple[BoardRow, ...], empty: str) -> BarChart:
    """Return actual and target of the rows' totals, a bar for each row; keys are row codes."""
    cells = tuple((row.code, row.label, row.total) for row in rows if row.total is not None)
    return _bars(
        board,
        _("{metric} against target").format(metric=metric_words(board.metric)),
        cells,
        empty,
        is_down=True,
    )


def _bars(
    board: AttainmentBoard, title: str, cells: tuple[tuple[str | None, str, BoardCell], ...],
    empty: str, is_down: bool = False,
) -> BarChart:  # fmt: skip
    most = MOST_DOWN if is_down else MOST_ACROSS
    if len(cells) > most:
        largest = sorted(cells, key=_size, reverse=True)[:most]
        kept = {code for code, _name, _cell in largest}
        cells = tuple(cell for cell in cells if cell[0] in kept)
        title = _("{title} (the {count} largest)").format(title=title, count=most)
    targets = tuple(cell.target for _code, _name, cell in cells)
    return BarChart(
        title,
        tuple(name for _code, name, _cell in cells),
        (Series(_("Actual"), tuple(cell.actual for _code, _name, cell in cells)),),
        targets=targets if any(target is not None for target in targets) else (),
        target_name=_("Target"),
        unit=unit_of_chart(board.metric),
        currency=board.currency,
        keys=tuple(code for code, _name, _cell in cells),
        is_horizontal=is_down,
        empty=empty,
    )


def _size(entry: tuple[str | None, str, BoardCell]) -> Decimal:
    cell = entry[2]
    return max(cell.actual or Decimal(0), cell.target or Decimal(0))


def pace_chart(series: PaceSeries, title: str, empty: str) -> PaceChart:
    """Return the pace line of the current cell under this title."""
    is_empty = series.target is None and not any(series.actual) and not any(series.last_year)
    return PaceChart(
        title,
        () if is_empty else series.days,
        series.actual,
        series.expected,
        series.as_of,
        _("Actual"),
        _("Expected"),
        forecast=series.forecast if series.as_of < series.period.last else None,
        forecast_name=_("Forecast"),
        last_year=series.last_year,
        last_year_name=_("Last year"),
        unit=unit_of_chart(series.metric),
        currency=series.currency,
        empty=empty,
    )
