"""Pieces that charts are drawn of: bars, lines, marks, grids, axes and their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPen

from desktop.services import formats
from desktop.services.charts.data import Unit
from desktop.views.palette import Colours
from desktop.views.plot import Plot


@dataclass(frozen=True, slots=True)
class Hit:
    """A figure's place in the plot's coordinates, what stands behind it, and its words."""

    area: QRectF
    key: object
    words: str


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A colour and its name; a dashed one is a line, a mark the target's stroke.

    "upright" and "diamond" are the marks of a bullet bar.
    """

    name: str
    colour: str
    shape: str = "bar"


@dataclass(frozen=True, slots=True)
class Drawing:
    """What was drawn: the figures' places and the legend."""

    hits: tuple[Hit, ...]
    legend: tuple[LegendEntry, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a drawing is made on: pyqtgraph, a `Plot`, colours, font, width in pixels."""

    pg: Any
    plot: Plot
    colours: Colours
    font: QFont
    width: float


def value_words(value: Decimal | None, unit: Unit, currency: str) -> str:
    """Return a value in full, as a hover shows it."""
    if unit is Unit.MONEY:
        return formats.money(value, currency)
    if unit is Unit.PERCENT:
        return formats.percent(value)
    if unit is Unit.DAYS:
        return formats.days(value)
    return formats.quantity(value)


def axis_words(value: float, unit: Unit, currency: str) -> str:
    """Return a value short, as an axis shows it."""
    exact = Decimal(repr(value))
    if unit is Unit.MONEY:
        return formats.short_money(exact, currency)
    if unit is Unit.PERCENT:
        return formats.percent(exact, 0)
    return formats.short_number(exact)


def draw_bars(ground: Ground, areas: Sequence[QRectF], colour: str, edge: bool = False) -> None:
    """Draw bars of one colour; an edge in the ground's colour parts them from their neighbours."""
    pen = thin_pen(ground.colours.base, 2) if edge else QPen(Qt.PenStyle.NoPen)
    # One item for all of them: each item costs more than a hundred bars in it.
    ground.plot.add(ground.pg.BarGraphItem(
        x0=[area.left() for area in areas], x1=[area.right() for area in areas],
        y0=[area.top() for area in areas], y1=[area.bottom() for area in areas],
        brush=QBrush(QColor(colour)), pen=pen,
    ))  # fmt: skip


def draw_line(
    ground: Ground,
    places: Sequence[float],
    values: Sequence[Decimal | None],
    colour: str,
    width: float,
    style: Qt.PenStyle = Qt.PenStyle.SolidLine,
    fill: QColor | None = None,
) -> None:
    """Draw a line through what is known, with gaps where it is not; `fill` shades below it."""
    ys = [float("nan") if value is None else float(value) for value in values]
    if fill is not None:
        # A filled curve must have no gaps: each run of known values is filled by itself.
        pairs = zip(places, ys, strict=True)
        for known, run in groupby(pairs, key=lambda pair: pair[1] == pair[1]):
            if known:
                points = list(run)
                area = ground.pg.PlotCurveItem(
                    [x for x, _y in points],
                    [y for _x, y in points],
                    pen=QPen(Qt.PenStyle.NoPen),
                    fillLevel=0,
                    brush=QBrush(fill),
                )
                ground.plot.add(area)
    pen = thin_pen(colour, width, style)
    ground.plot.add(
        ground.pg.PlotCurveItem(list(places), ys, pen=pen, connect="finite", antialias=True)
    )


def draw_dot(ground: Ground, x: float, y: Decimal, colour: str) -> None:
    """Draw a dot that stands off the line."""
    ground.plot.add(ground.pg.ScatterPlotItem(
        [x], [float(y)], size=9, brush=QBrush(QColor(colour)),
        pen=thin_pen(ground.colours.base, 2),
    ))  # fmt: skip


def draw_marks(ground: Ground, marks: Sequence[tuple[QPointF, QPointF]]) -> None:
    """Draw the strokes of targets, each from its start to its end."""
    if marks:
        ends = [end for mark in marks for end in mark]
        ground.plot.add(ground.pg.PlotCurveItem(
            [end.x() for end in ends], [end.y() for end in ends],
            pen=thin_pen(ground.colours.text, 2), connect="pairs",
        ))  # fmt: skip


def thin_pen(colour: str, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """Return a pen whose width is in pixels, whatever the scale of the plot is."""
    pen = QPen(QColor(colour), width, style)
    # Cosmetic: the width is in pixels, whatever the scale of the plot is.
    pen.setCosmetic(True)
    return pen


def value_range(values: Sequence[Decimal | None]) -> tuple[float, float]:
    """Return the range of the known values with zero in it; never empty."""
    known = [float(value) for value in values if value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    return (low, high) if high > low else (low, low + 1.0)


def draw_grid(ground: Ground, values: Sequence[Decimal | None], unit: Unit, currency: str) -> None:
    """Set the value axis at the left with its hairlines."""
    low, high = value_range(values)
    room = (high - low) * 0.06
    ground.plot.set_upright(low - (room if low < 0 else room / 4), high + room)
    name_values(ground, "left", low, high, unit, currency, most=5)
    draw_grid_lines(ground, round_steps(low, high, 5), angle=0)


def draw_grid_lines(ground: Ground, places: list[float], angle: int) -> None:
    """Draw hairlines at these places; angle 0 is across, 90 upright."""
    line = thin_pen(ground.colours.line, 1)
    for place in places:
        item = ground.pg.InfiniteLine(pos=place, angle=angle, pen=line)
        item.setZValue(-10)
        ground.plot.add(item)


def name_values(
    ground: Ground, side: str, low: float, high: float, unit: Unit, currency: str, most: int
) -> None:
    """Name round values on an axis."""
    steps = round_steps(low, high, most)
    ticks = [(place, axis_words(place, unit, currency)) for place in steps]
    ground.plot.axis(side).setTicks([ticks])


def round_steps(low: float, high: float, most: int) -> list[float]:
    """Return at most `most` + 1 round numbers from low to high."""
    size = Decimal(repr(high - low))
    power = Decimal(10) ** (size.adjusted() - 1)
    step = next(
        power * factor for factor in (1, 2, 5, 10, 20, 50, 100) if size / (power * factor) <= most
    )
    first = int(Decimal(repr(low)) // step)
    places = [step * number for number in range(first, first + most + 3)]
    return [float(place) for place in places if low <= float(place) <= high * 1.0001]


def name_categories(ground: Ground, names: Sequence[str], side: str) -> None:
    """Name categories on an axis; long names are shortened, long rows thinned out."""
    metrics = QFontMetricsF(ground.font)
    room = max(ground.width - 80, 100) / max(len(names), 1)
    # A few names are shortened, a long row (months) is thinned out.
    letters = max(int(room / metrics.horizontalAdvance("0")) - 1, 6) if len(names) <= 8 else 16
    shown = [elided(name, letters) for name in names]
    widest = max((metrics.horizontalAdvance(name) for name in shown), default=1)
    step = max(1, -(-int(widest + 12) // max(int(room), 1)))
    ticks = [(place, name) for place, name in enumerate(shown) if place % step == 0]
    ground.plot.axis(side).setTicks([ticks])


def day_ticks(days: tuple[date, ...], ground: Ground) -> list[tuple[float, str]]:
    """Return the days that a time axis names."""
    words = formats.short_day(days[-1])
    room = QFontMetricsF(ground.font).horizontalAdvance(words) * 1.8
    most = max(2, min(7, int((ground.width - 80) / max(room, 1))))
    firsts = [day for day in days if day.day == 1]
    halves = [day for day in days if day.day in (1, 16)]
    chosen = firsts if len(firsts) >= 4 else halves if len(halves) >= 3 else list(days)
    step = max(1, -(-len(chosen) // most))
    return [(day.toordinal(), formats.short_day(day)) for day in chosen[::step]]


def elided(name: str, letters: int) -> str:
    """Return a name cut to this many Latin letters; a Chinese one is twice as wide."""
    # A Chinese character is as wide as two Latin ones.
    width = 0
    for place, letter in enumerate(name):
        width += 2 if ord(letter) > 0x2E7F else 1
        if width > letters:
            return name[:place] + "…"
    return name
