"""Draws a row of dots per category along one axis: how far each stands from what is usual."""

from __future__ import annotations

from collections import defaultdict

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor

from desktop.i18n import _
from desktop.services.charts.data import DotChart
from desktop.tone import Tone
from desktop.views.chart_pieces import (
    Drawing,
    Ground,
    Hit,
    LegendEntry,
    draw_bars,
    draw_grid_lines,
    elided,
    name_values,
    round_steps,
    thin_pen,
    value_words,
)
from desktop.views.palette import mixed

#: No two tones share a shape (see `desktop.views.icons.status_icon`).
_SHAPES = {Tone.WATCH: "t1", Tone.BAD: "h", Tone.INFO: "s"}
_SIZE = 12
#: How much of the comparison's colour the band of what is usual has.
_BAND = 0.30
#: The part of the axis around a dot that the mouse finds.
_REACH = 0.03


def draw_dots(chart: DotChart, ground: Ground) -> Drawing:
    """Draw the band and the line of what is usual, then the dots, names at the left."""
    ground.plot.view.invertY(True)
    known = [float(value) for value in chart.values if value is not None]
    low = min([*known, float(chart.low)])
    high = max([*known, float(chart.high)])
    room = (high - low) * 0.06 or 0.01
    low, high = low - room, high + room
    count, colours = len(chart.categories), ground.colours
    shade = mixed(colours.comparison, colours.base, _BAND)
    draw_bars(
        ground,
        [QRectF(QPointF(float(chart.low), -0.6), QPointF(float(chart.high), count - 0.4))],
        shade,
    )
    draw_grid_lines(ground, round_steps(low, high, 4), angle=90)
    usual = float(chart.usual)
    pen = thin_pen(colours.muted, 1.5, Qt.PenStyle.DashLine)
    ground.plot.add(ground.pg.PlotCurveItem([usual, usual], [-0.6, count - 0.4], pen=pen))
    hits = _draw_each(chart, ground, (high - low) * _REACH)
    ground.plot.set_across(low, high, padding=0)
    ground.plot.set_upright(-0.6, count - 0.4)
    name_values(ground, "bottom", low, high, chart.unit, chart.currency, most=4)
    ground.plot.axis("left").setTicks(
        [[(i, elided(name, 14)) for i, name in enumerate(chart.categories)]]
    )
    legend = (
        LegendEntry(chart.usual_name, colours.muted, "dash"),
        LegendEntry(chart.band_name, shade),
    )
    return Drawing(hits, legend)


def _draw_each(chart: DotChart, ground: Ground, reach: float) -> tuple[Hit, ...]:
    places: defaultdict[Tone, list[tuple[float, int]]] = defaultdict(list)
    hits = []
    for index, value in enumerate(chart.values):
        if value is None:
            continue
        across = float(value)
        places[chart.tones[index] if chart.tones else Tone.NONE].append((across, index))
        words = _("{name}: {value}").format(
            name=chart.categories[index], value=value_words(value, chart.unit, chart.currency)
        )
        area = QRectF(across - reach, index - 0.45, 2 * reach, 0.9)
        hits.append(Hit(area, chart.key(index), words))
    for tone, points in places.items():
        ground.plot.add(ground.pg.ScatterPlotItem(
            [x for x, _y in points], [y for _x, y in points], size=_SIZE,
            symbol=_SHAPES.get(tone, "o"), brush=QBrush(QColor(ground.colours.tone(tone))),
            pen=thin_pen(ground.colours.base, 1.5),
        ))  # fmt: skip
    return tuple(hits)
