"""Draws lines over time beside a level: each with a colour, a sign and dashes of its own."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor

from desktop.i18n import _
from desktop.services import formats
from desktop.services.charts.data import Line, LineChart
from desktop.tone import Tone
from desktop.views.chart_pieces import (
    Drawing,
    Ground,
    Hit,
    LegendEntry,
    day_ticks,
    draw_grid_lines,
    draw_line,
    name_values,
    round_steps,
    thin_pen,
    value_words,
)
from desktop.views.palette import Colours

#: No two hues share a sign, no two strokes their dashes.
_TONES = (Tone.INFO, Tone.BAD, Tone.GOOD, Tone.WATCH, Tone.NONE)
_SIGNS = ("o", "t1", "s", "d", "h")
_STROKES = (
    Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine,
)  # fmt: skip
_SIZE = 9
#: The part of the axes around a point that the mouse finds.
_REACH_ACROSS, _REACH_UP = 0.012, 0.03


def draw_lines(chart: LineChart, ground: Ground) -> Drawing:
    """Draw the level, then the lines with their points."""
    first, last = chart.days[0], chart.days[-1]
    known = [float(value) for line in chart.lines for value in line.values]
    if chart.level is not None:
        known.append(float(chart.level))
    low, high = min(known), max(known)
    room = (high - low) * 0.12 or max(abs(high) * 0.05, 1.0)
    low, high = low - room, high + room
    span = max(last.toordinal() - first.toordinal(), 1)
    if chart.level is not None:
        pen = thin_pen(ground.colours.muted, 1.5, Qt.PenStyle.DashLine)
        ground.plot.add(ground.pg.InfiniteLine(pos=float(chart.level), angle=0, pen=pen))
    hits: list[Hit] = []
    for line in chart.lines:
        hits += _draw_one(chart, line, ground, (span * _REACH_ACROSS, (high - low) * _REACH_UP))
    draw_grid_lines(ground, round_steps(low, high, 5), angle=0)
    ground.plot.set_across(first.toordinal(), first.toordinal() + span, padding=0.03)
    ground.plot.set_upright(low, high)
    name_values(ground, "left", low, high, chart.unit, chart.currency, most=5)
    ground.plot.axis("bottom").setTicks([day_ticks(_every_day(first, last), ground)])
    return Drawing(tuple(hits), _legend(chart, ground.colours))


def _draw_one(
    chart: LineChart, line: Line, ground: Ground, reach: tuple[float, float]
) -> list[Hit]:
    colour = _colour(line, ground.colours)
    days = [day.toordinal() for day in line.days]
    draw_line(ground, days, line.values, colour, 2, _STROKES[line.stroke % len(_STROKES)])
    ground.plot.add(ground.pg.ScatterPlotItem(
        days, [float(value) for value in line.values], size=_SIZE,
        symbol=_SIGNS[line.hue % len(_SIGNS)], brush=QBrush(QColor(colour)),
        pen=thin_pen(ground.colours.base, 1.5),
    ))  # fmt: skip
    found = []
    for place, (day, value) in enumerate(zip(line.days, line.values, strict=True)):
        words = "\n".join((
            formats.day(day),
            _("{name}: {value}").format(
                name=line.name, value=value_words(value, chart.unit, chart.currency)
            ),
        ))  # fmt: skip
        across, up = reach
        area = QRectF(day.toordinal() - across, float(value) - up, 2 * across, 2 * up)
        found.append(Hit(area, line.keys[place] if line.keys else day, words))
    return found


def _colour(line: Line, colours: Colours) -> str:
    return colours.tone(_TONES[line.hue % len(_TONES)])


def _legend(chart: LineChart, colours: Colours) -> tuple[LegendEntry, ...]:
    entries = [
        LegendEntry(line.name, _colour(line, colours), "dash" if line.stroke else "line")
        for line in chart.lines
    ]
    if chart.level is not None:
        entries.append(LegendEntry(chart.level_name, colours.muted, "dash"))
    return tuple(entries)


def _every_day(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=at) for at in range((last - first).days + 1))
