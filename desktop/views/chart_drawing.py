"""Draws chart data into a pyqtgraph plot and says where each figure is, for hover and click."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPen

from desktop.i18n import _
from desktop.services import formats
from desktop.services.charts.data import (
    AgingBar,
    BarChart,
    Chart,
    DotChart,
    LineChart,
    PaceChart,
    Trend,
    Unit,
    WaterfallChart,
)
from desktop.tone import Tone
from desktop.views.chart_pieces import (
    Drawing,
    Ground,
    Hit,
    LegendEntry,
    day_ticks,
    draw_bars,
    draw_dot,
    draw_grid,
    draw_grid_lines,
    draw_line,
    draw_marks,
    elided,
    name_categories,
    name_values,
    round_steps,
    thin_pen,
    value_range,
    value_words,
)
from desktop.views.dot_drawing import draw_dots
from desktop.views.line_drawing import draw_lines
from desktop.views.palette import Colours, mixed
from desktop.views.waterfall_drawing import draw_waterfall

#: How much of the accent's colour a forecast's band has.
_BAND = 0.24


def draw_chart(chart: Chart, ground: Ground) -> Drawing:
    """Clear the plot and draw the chart."""
    ground.plot.clear()
    ground.plot.view.invertY(False)
    for side in ("bottom", "left"):
        axis = ground.plot.axis(side)
        # In the ground's colour: pyqtgraph draws dots with a pen that should draw nothing.
        axis.setPen(QPen(QColor(ground.colours.base)))
        axis.setTickPen(QPen(QColor(ground.colours.base)))
        axis.setTextPen(QColor(ground.colours.muted))
        axis.setStyle(tickFont=ground.font, tickLength=0, tickTextOffset=8)
        axis.setTicks(None)
        axis.show()
    if isinstance(chart, BarChart):
        return _draw_across(chart, ground) if chart.is_horizontal else _draw_bars(chart, ground)
    if isinstance(chart, PaceChart):
        return _draw_pace(chart, ground)
    if isinstance(chart, AgingBar):
        return _draw_aging(chart, ground)
    if isinstance(chart, WaterfallChart):
        return draw_waterfall(chart, ground)
    if isinstance(chart, DotChart):
        return draw_dots(chart, ground)
    if isinstance(chart, LineChart):
        return draw_lines(chart, ground)
    return _draw_trend(chart, ground)


def _draw_bars(chart: BarChart, ground: Ground) -> Drawing:
    count = len(chart.series)
    width = 0.68 / count
    hits: list[Hit] = []
    bars: defaultdict[str, list[QRectF]] = defaultdict(list)
    for place, series in enumerate(chart.series):
        for index, value in enumerate(series.values):
            left = index - 0.34 + place * width
            if value is not None:
                colour = _bar_colour(chart, place, index, ground.colours)
                bars[colour].append(QRectF(left, 0, width * 0.94, float(value)))
            area = _tall(left, width, (value, _target(chart, index)))
            hits.append(Hit(area, chart.key(index), _bar_words(chart, place, index)))
    for colour, areas in bars.items():
        draw_bars(ground, areas, colour)
    draw_marks(ground, [
        (QPointF(index - 0.42, float(target)), QPointF(index + 0.42, float(target)))
        for index, target in enumerate(chart.targets) if target is not None
    ])  # fmt: skip
    draw_grid(ground, _all_values(chart), chart.unit, chart.currency)
    name_categories(ground, chart.categories, "bottom")
    ground.plot.set_across(-0.6, len(chart.categories) - 0.4)
    return Drawing(tuple(hits), _bar_legend(chart, ground.colours))


def _draw_across(chart: BarChart, ground: Ground) -> Drawing:
    ground.plot.view.invertY(True)
    count = len(chart.series)
    height = 0.66 / count
    hits: list[Hit] = []
    bars: defaultdict[str, list[QRectF]] = defaultdict(list)
    for place, series in enumerate(chart.series):
        for index, value in enumerate(series.values):
            top = index - 0.33 + place * height
            if value is not None:
                colour = _bar_colour(chart, place, index, ground.colours)
                bars[colour].append(QRectF(0, top, float(value), height * 0.92))
            reach = max(
                (float(v) for v in (value, _target(chart, index)) if v is not None), default=0
            )
            area = QRectF(min(reach, 0), top, max(abs(reach), 1e-9), height)
            hits.append(Hit(area, chart.key(index), _bar_words(chart, place, index)))
    for colour, areas in bars.items():
        draw_bars(ground, areas, colour)
    draw_marks(ground, [
        (QPointF(float(target), index - 0.4), QPointF(float(target), index + 0.4))
        for index, target in enumerate(chart.targets) if target is not None
    ])  # fmt: skip
    low, high = value_range(_all_values(chart))
    ground.plot.set_across(low, high, padding=0.02)
    ground.plot.set_upright(-0.6, len(chart.categories) - 0.4)
    name_values(ground, "bottom", low, high, chart.unit, chart.currency, most=4)
    draw_grid_lines(ground, round_steps(low, high, 4), angle=90)
    ground.plot.axis("left").setTicks(
        [[(i, elided(n, 14)) for i, n in enumerate(chart.categories)]]
    )
    return Drawing(tuple(hits), _bar_legend(chart, ground.colours))


def _draw_pace(chart: PaceChart, ground: Ground) -> Drawing:
    c = ground.colours
    days = [day.toordinal() for day in chart.days]
    if chart.last_year:
        draw_line(ground, days, chart.last_year, c.comparison, 1.5)
    if chart.expected:
        draw_line(ground, days, chart.expected, c.muted, 1.5, Qt.PenStyle.DashLine)
    low, high = value_range(
        [*chart.actual, *chart.expected, *chart.last_year, chart.forecast, chart.high]
    )
    shade = QColor(c.accent)
    shade.setAlpha(28)
    draw_line(ground, days, chart.actual, c.accent, 2.5, fill=shade)
    known = [(d, v) for d, v in zip(days, chart.actual, strict=True) if v is not None]
    if known:
        draw_dot(ground, *known[-1], c.accent)
        if days[-1] > known[-1][0]:
            _draw_band(chart, ground, known[-1], days[-1])
        if chart.forecast is not None and days[-1] > known[-1][0]:
            ahead = ([known[-1][0], days[-1]], [known[-1][1], chart.forecast])
            draw_line(ground, *ahead, c.accent, 1.5, Qt.PenStyle.DotLine)
            draw_dot(ground, days[-1], chart.forecast, c.accent)
    as_of = chart.as_of.toordinal()
    if days[0] <= as_of < days[-1]:
        pen = thin_pen(c.edge, 1)
        ground.plot.add(ground.pg.InfiniteLine(pos=as_of, angle=90, pen=pen))
    draw_grid(ground, [Decimal(repr(low)), Decimal(repr(high))], chart.unit, chart.currency)
    ground.plot.set_across(days[0], days[-1], padding=0.02)
    ground.plot.axis("bottom").setTicks([day_ticks(chart.days, ground)])
    hits = tuple(
        Hit(QRectF(day - 0.5, low, 1, high - low), chart.days[i], _pace_words(chart, i))
        for i, day in enumerate(days)
    )
    legend = [LegendEntry(chart.actual_name, c.accent)]
    if chart.expected:
        legend.append(LegendEntry(chart.expected_name, c.muted, "dash"))
    if chart.last_year:
        legend.append(LegendEntry(chart.last_year_name, c.comparison, "line"))
    if chart.forecast is not None:
        legend.append(LegendEntry(chart.forecast_name, c.accent, "dot"))
    if chart.low is not None and chart.high is not None:
        legend.append(LegendEntry(chart.band_name, mixed(c.accent, c.base, _BAND)))
    return Drawing(hits, tuple(legend))


def _draw_band(chart: PaceChart, ground: Ground, start: tuple[int, Decimal], last: int) -> None:
    """Shade where the period may end, opening from the last figure known to its last day."""
    if chart.low is None or chart.high is None:
        return
    day, value = start
    # On the ground's colour, so that the band is the colour that the legend shows for it.
    shade = QColor(mixed(ground.colours.accent, ground.colours.base, _BAND))
    edges = [
        ground.pg.PlotCurveItem([day, last], [float(value), float(end)],
                                pen=QPen(Qt.PenStyle.NoPen))
        for end in (chart.low, chart.high)
    ]  # fmt: skip
    for edge in edges:
        ground.plot.add(edge)
    band = ground.pg.FillBetweenItem(*edges, brush=QBrush(shade))
    band.setZValue(-5)
    ground.plot.add(band)


def _draw_aging(chart: AgingBar, ground: Ground) -> Drawing:
    whole = sum((max(part.amount, Decimal(0)) for part in chart.parts), Decimal(0))
    left = 0.0
    hits: list[Hit] = []
    legend: list[LegendEntry] = []
    before = Tone.NONE
    strength = 0
    for part in chart.parts:
        strength = strength + 1 if part.tone is before else 0
        before = part.tone
        # Buckets of one tone get darker with age, so that neighbours are told apart.
        colour = QColor(ground.colours.tone(part.tone))
        colour = colour.lighter(100 + 12 * strength) if ground.colours.is_dark else colour.darker(
            100 + 18 * strength)  # fmt: skip
        size = float(max(part.amount, Decimal(0)))
        words = value_words(part.amount, Unit.MONEY, chart.currency)
        share = formats.percent(part.amount / whole if whole else None)
        if size:
            draw_bars(ground, [QRectF(left, -0.5, size, 1)], colour.name(), edge=True)
            text = f"{part.name}\n{words}\n{share}"
            hits.append(Hit(QRectF(left, -0.5, size, 1), part.key or part.name, text))
        legend.append(LegendEntry(f"{part.name}  {words}", colour.name()))
        left += size
    if chart.unapplied:
        words = value_words(-abs(chart.unapplied), Unit.MONEY, chart.currency)
        legend.append(LegendEntry(f"{chart.unapplied_name}  {words}", ground.colours.muted, "dash"))
    ground.plot.set_across(0, max(left, 1e-9), padding=0.005)
    ground.plot.set_upright(-0.6, 0.6)
    for side in ("bottom", "left"):
        ground.plot.axis(side).hide()
    return Drawing(tuple(hits), tuple(legend))


def _draw_trend(chart: Trend, ground: Ground) -> Drawing:
    places = list(range(len(chart.values)))
    shade = QColor(ground.colours.accent)
    shade.setAlpha(28)
    draw_line(ground, places, chart.values, ground.colours.accent, 2, fill=shade)
    known = [(i, v) for i, v in enumerate(chart.values) if v is not None]
    draw_dot(ground, *known[-1], ground.colours.accent)
    low, high = value_range(chart.values)
    if chart.is_spark:
        for side in ("bottom", "left"):
            ground.plot.axis(side).hide()
        ground.plot.set_upright(low, high, padding=0.12)
    else:
        draw_grid(ground, chart.values, chart.unit, chart.currency)
        name_categories(ground, chart.labels, "bottom")
    ground.plot.set_across(-0.3, max(len(places) - 0.7, 0.7), padding=0.01)
    keys = chart.keys or chart.labels
    hits = tuple(
        Hit(
            QRectF(i - 0.5, low, 1, high - low), keys[i],
            f"{chart.labels[i]}\n{value_words(value, chart.unit, chart.currency)}",
        )
        for i, value in enumerate(chart.values)
    )  # fmt: skip
    return Drawing(hits, ())


def _tall(left: float, width: float, values: tuple[Decimal | None, ...]) -> QRectF:
    low, high = value_range(values)
    return QRectF(left, low, width, high - low)


def _target(chart: BarChart, index: int) -> Decimal | None:
    return chart.targets[index] if chart.targets else None


def _all_values(chart: BarChart) -> list[Decimal | None]:
    return [*chart.targets, *(value for series in chart.series for value in series.values)]


def _bar_colour(chart: BarChart, place: int, index: int, colours: Colours) -> str:
    if chart.tones and place == 0:
        return colours.tone(chart.tones[index])
    return colours.tone(chart.series[place].tone)


def _bar_words(chart: BarChart, place: int, index: int) -> str:
    series = chart.series[place]
    lines = [chart.categories[index]]

    def words(value: Decimal | None) -> str:
        return value_words(value, chart.unit, chart.currency)

    lines.append(_("{name}: {value}").format(name=series.name, value=words(series.values[index])))
    if chart.targets:
        target = words(chart.targets[index])
        lines.append(_("{name}: {value}").format(name=chart.target_name, value=target))
    return "\n".join(lines)


def _pace_words(chart: PaceChart, index: int) -> str:
    lines = [formats.day(chart.days[index])]
    rows = [(chart.actual_name, chart.actual[index])]
    if chart.expected:
        rows.append((chart.expected_name, chart.expected[index]))
    if chart.last_year:
        rows.append((chart.last_year_name, chart.last_year[index]))
    for name, value in rows:
        words = value_words(value, chart.unit, chart.currency)
        lines.append(_("{name}: {value}").format(name=name, value=words))
    return "\n".join(lines)


def _bar_legend(chart: BarChart, colours: Colours) -> tuple[LegendEntry, ...]:
    entries = [
        LegendEntry(series.name, colours.tone(series.tone))
        for series in chart.series
        if not (chart.tones and len(chart.series) == 1)
    ]
    if any(target is not None for target in chart.targets):
        entries.append(LegendEntry(chart.target_name, colours.text, "mark"))
    return tuple(entries) if len(entries) > 1 or chart.targets else ()
