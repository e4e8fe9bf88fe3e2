"""Draws a waterfall: how one figure becomes another, a bar for each step from top to bottom."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from PySide6.QtCore import QRectF

from desktop.i18n import _
from desktop.services import formats
from desktop.services.charts.data import Unit, WaterfallBar, WaterfallChart
from desktop.views.chart_pieces import (
    Drawing,
    Ground,
    Hit,
    draw_bars,
    draw_grid_lines,
    elided,
    name_values,
    round_steps,
    thin_pen,
    value_words,
)

_HALF = 0.33
#: How much of the plot's width a step without an amount takes for the mouse.
_LEAST = 0.01


def draw_waterfall(chart: WaterfallChart, ground: Ground) -> Drawing:
    """Draw the two totals and between them the steps, joined by hairlines.

    Names and amounts stand at the left. Totals that do not begin at zero are slashed.
    """
    bars = chart.bars
    ground.plot.view.invertY(True)
    low = float(min(chart.base, *(bar.low for bar in bars)))
    high = max(float(max(bar.high for bar in bars)), low + 1e-9)
    least = (high - low) * _LEAST
    areas: defaultdict[str, list[QRectF]] = defaultdict(list)
    hits: list[Hit] = []
    for place, bar in enumerate(bars):
        left, size = float(bar.low), float(bar.high - bar.low)
        areas[ground.colours.tone(bar.tone)].append(QRectF(left, place - _HALF, size, 2 * _HALF))
        reach = max(size, least)
        area = QRectF(left - (reach - size) / 2, place - _HALF, reach, 2 * _HALF)
        hits.append(Hit(area, bar.key, _hover_words(chart, bar)))
    for colour, rows in areas.items():
        draw_bars(ground, rows, colour)
    _join(ground, bars)
    if chart.base:
        _slash(ground, bars, low, high - low)
    ground.plot.set_across(low, high, padding=0.02)
    ground.plot.set_upright(-0.6, len(bars) - 0.4)
    name_values(ground, "bottom", low, high, chart.unit, chart.currency, most=4)
    draw_grid_lines(ground, round_steps(low, high, 4), angle=90)
    ground.plot.axis("left").setTicks(
        [[(place, _axis_name(chart, bar)) for place, bar in enumerate(bars)]]
    )
    return Drawing(tuple(hits), ())


def _join(ground: Ground, bars: tuple[WaterfallBar, ...]) -> None:
    """Draw a hairline from the end of each bar to the beginning of the next."""
    across: list[float] = []
    down: list[float] = []
    for place, (one, _next) in enumerate(pairwise(bars)):
        across += [float(one.level)] * 2
        down += [place + _HALF, place + 1 - _HALF]
    pen = thin_pen(ground.colours.muted, 1)
    ground.plot.add(ground.pg.PlotCurveItem(across, down, pen=pen, connect="pairs"))


def _slash(ground: Ground, bars: tuple[WaterfallBar, ...], low: float, width: float) -> None:
    """Cut the bars of the totals near their foot: they are longer than they are drawn."""
    across: list[float] = []
    down: list[float] = []
    for place, bar in enumerate(bars):
        if bar.is_total:
            for foot in (0.030, 0.045):
                across += [low + width * foot, low + width * (foot + 0.015)]
                down += [place + _HALF, place - _HALF]
    pen = thin_pen(ground.colours.base, 3)
    ground.plot.add(ground.pg.PlotCurveItem(across, down, pen=pen, connect="pairs"))


def _axis_name(chart: WaterfallChart, bar: WaterfallBar) -> str:
    if chart.unit is Unit.MONEY:
        value = formats.short_money(bar.amount, chart.currency)
    elif chart.unit is Unit.PERCENT:
        value = formats.percent(bar.amount)
    else:
        value = formats.short_number(bar.amount)
    if not bar.is_total and bar.amount > 0:
        value = f"+{value}"
    return _("{name}: {value}").format(name=elided(bar.name, 20), value=value)


def _hover_words(chart: WaterfallChart, bar: WaterfallBar) -> str:
    return f"{bar.name}\n{value_words(bar.amount, chart.unit, chart.currency)}"
