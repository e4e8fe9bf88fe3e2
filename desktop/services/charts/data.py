"""Charts as frozen data: pyqtgraph draws them on screen and reportlab draws the same in print.

A value is a Decimal in whole units (money in whole currency, ratios as fractions of one); None
is undefined and drawn as a gap. `keys` name what stands behind a bar, so that a click leads to
the rows that made it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from desktop.tone import Tone


class Unit(StrEnum):
    """How a chart's values are written."""

    MONEY = "money"
    PERCENT = "percent"
    COUNT = "count"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Series:
    """One row of bars: its name, a value per category, and its colour by meaning.

    Tone NONE is the program's accent, MUTED the colour of comparison (last year, plan).
    """

    name: str
    values: tuple[Decimal | None, ...]
    tone: Tone = Tone.NONE


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars by category, side by side by series, with an optional target mark at each.

    `keys` has one entry per category (what a click gives back); empty means the categories
    themselves. `tones` colours single bars of the only series. `is_horizontal` draws names of
    people or customers at the left, the first at the top.
    """

    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    targets: tuple[Decimal | None, ...] = ()
    target_name: str = ""
    unit: Unit = Unit.MONEY
    currency: str = "CNY"
    keys: tuple[object, ...] = ()
    tones: tuple[Tone, ...] = ()
    is_horizontal: bool = False
    empty: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value is not None for one in self.series for value in one.values)

    def key(self, index: int) -> object:
        """Return what stands behind the category at this place."""
        return self.keys[index] if self.keys else self.categories[index]


@dataclass(frozen=True, slots=True)
class PaceChart:
    """Cumulative actual against where it should stand, day by day (or month by month).

    `actual` is None after the as-of day. `expected` runs to the period's target at its last
    day; it is empty where there is no target. `forecast` is where the period is expected to end,
    `low` and `high` between what: a band from the last actual figure to the last day.
    """

    title: str
    days: tuple[date, ...]
    actual: tuple[Decimal | None, ...]
    expected: tuple[Decimal, ...]
    as_of: date
    actual_name: str
    expected_name: str
    forecast: Decimal | None = None
    forecast_name: str = ""
    last_year: tuple[Decimal | None, ...] = ()
    last_year_name: str = ""
    unit: Unit = Unit.MONEY
    currency: str = "CNY"
    empty: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    band_name: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.days or (
            not any(self.expected) and not any(value is not None for value in self.actual)
        )


@dataclass(frozen=True, slots=True)
class AgingPart:
    """One bucket of an aging bar."""

    name: str
    amount: Decimal
    tone: Tone
    key: object = None


@dataclass(frozen=True, slots=True)
class AgingBar:
    """Receivables in one bar, from not due to oldest; unapplied money is told beside it."""

    title: str
    parts: tuple[AgingPart, ...]
    unapplied: Decimal = Decimal(0)
    unapplied_name: str = ""
    currency: str = "CNY"
    empty: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is open."""
        return not any(part.amount for part in self.parts)


@dataclass(frozen=True, slots=True)
class Trend:
    """Values in time order as a line, small (a sparkline) or with its axes."""

    title: str
    labels: tuple[str, ...]
    values: tuple[Decimal | None, ...]
    unit: Unit = Unit.MONEY
    currency: str = "CNY"
    is_spark: bool = False
    keys: tuple[object, ...] = ()
    empty: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value is not None for value in self.values)


@dataclass(frozen=True, slots=True)
class WaterfallStep:
    """What raises or lowers the level of a waterfall; tone NONE is coloured by its sign."""

    name: str
    amount: Decimal
    tone: Tone = Tone.NONE
    key: object = None


@dataclass(frozen=True, slots=True)
class WaterfallBar:
    """A bar as it is drawn, from `low` to `high`; `level` is where the next one sets off.

    `amount` is a total's value or a step's change.
    """

    name: str
    amount: Decimal
    low: Decimal
    high: Decimal
    level: Decimal
    tone: Tone
    key: object
    is_total: bool = False
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class WaterfallChart:
    """How one figure becomes another, step by step, names at the left, the first at the top.

    What the steps leave over is a bar of its own called `rest_name`, drawn even where it is
    zero; without a name for it the steps must lead to the end.

    Raises:
        ValueError: steps that do not lead to the end, and no name for the rest.
    """

    title: str
    start_name: str
    start: Decimal
    steps: tuple[WaterfallStep, ...]
    end_name: str
    end: Decimal
    rest_name: str = ""
    unit: Unit = Unit.MONEY
    currency: str = "CNY"
    start_key: object = None
    end_key: object = None
    rest_key: object = None
    empty: str = ""

    def __post_init__(self) -> None:
        if self.rest and not self.rest_name:
            raise ValueError("the steps do not lead to the end")

    @property
    def rest(self) -> Decimal:
        """What the steps leave unexplained: end − start − all steps."""
        return self.end - self.start - sum((step.amount for step in self.steps), Decimal(0))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not (self.start or self.end or any(step.amount for step in self.steps))

    @property
    def base(self) -> Decimal:
        """Where the bars of the two totals begin: zero, or a round value below all levels.

        Steps that together move less than a sixth of the totals could not be seen beside bars
        from zero, so the bars are then cut off below, which a drawing must show.
        """
        level, levels = self.start, [self.start, self.end]
        for step in self.steps:
            level += step.amount
            levels.append(level)
        low, span = min(levels), max(levels) - min(levels)
        if not span or low <= 0 or span * 6 >= max(levels):
            return Decimal(0)
        step_size = Decimal(1).scaleb(span.adjusted())
        return max(((low - span / 2) // step_size) * step_size, Decimal(0))

    @property
    def bars(self) -> tuple[WaterfallBar, ...]:
        """All bars in order: the start, the steps, the rest where it has a name, the end."""
        steps = list(self.steps)
        if self.rest_name:
            steps.append(WaterfallStep(self.rest_name, self.rest, Tone.MUTED, self.rest_key))
        made = [self._whole(self.start_name, self.start, self.start_key)]
        level = self.start
        for place, step in enumerate(steps):
            before, level = level, level + step.amount
            tone = step.tone
            if tone is Tone.NONE:
                tone = Tone.INFO if step.amount >= 0 else Tone.WATCH
            made.append(WaterfallBar(
                step.name, step.amount, min(before, level), max(before, level), level, tone,
                step.key or step.name, is_rest=place == len(self.steps),
            ))  # fmt: skip
        return (*made, self._whole(self.end_name, self.end, self.end_key))

    def _whole(self, name: str, value: Decimal, key: object) -> WaterfallBar:
        base = self.base
        low, high = min(base, value), max(base, value)
        return WaterfallBar(name, value, low, high, value, Tone.NONE, key or name, is_total=True)


@dataclass(frozen=True, slots=True)
class DotChart:
    """One dot per category along a common axis, beside the value that is usual.

    `usual` is drawn as a line from top to bottom, `low` to `high` as a band around it; `tones`
    give each dot its shape and colour. The first category is at the top.
    """

    title: str
    categories: tuple[str, ...]
    values: tuple[Decimal | None, ...]
    usual: Decimal
    usual_name: str
    low: Decimal
    high: Decimal
    band_name: str
    tones: tuple[Tone, ...] = ()
    unit: Unit = Unit.PERCENT
    currency: str = "CNY"
    keys: tuple[object, ...] = ()
    empty: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value is not None for value in self.values)

    def key(self, index: int) -> object:
        """Return what stands behind the dot at this place."""
        return self.keys[index] if self.keys else self.categories[index]


@dataclass(frozen=True, slots=True)
class Line:
    """Values on days of their own, joined; `hue` gives colour and sign, `stroke` the dashes.

    `keys` name what stands behind each point.
    """

    name: str
    days: tuple[date, ...]
    values: tuple[Decimal, ...]
    hue: int = 0
    stroke: int = 0
    keys: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class LineChart:
    """Lines over time, beside a level that they are compared with; the axis need not begin at 0.

    `level` is drawn as a dashed line from the first to the last day.
    """

    title: str
    lines: tuple[Line, ...]
    level: Decimal | None = None
    level_name: str = ""
    unit: Unit = Unit.MONEY
    currency: str = "CNY"
    empty: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(line.values for line in self.lines)

    @property
    def days(self) -> tuple[date, ...]:
        """Every day that a line has a value on, in order."""
        return tuple(sorted({day for line in self.lines for day in line.days}))


Chart = BarChart | PaceChart | AgingBar | Trend | WaterfallChart | DotChart | LineChart


@dataclass(frozen=True, slots=True)
class ChartTable:
    """A chart's figures as a table: a header and rows of texts, dates and Decimals."""

    header: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...] = field(default=())


def table_of(chart: Chart) -> ChartTable:
    """Return the figures that a chart shows, the first column naming the point."""
    if isinstance(chart, BarChart):
        target = (chart.target_name,) if chart.targets else ()
        return ChartTable(
            ("", *(one.name for one in chart.series), *target),
            tuple(
                (
                    name,
                    *(one.values[i] for one in chart.series),
                    *((chart.targets[i],) if chart.targets else ()),
                )
                for i, name in enumerate(chart.categories)
            ),
        )
    if isinstance(chart, PaceChart):
        before = (chart.last_year_name,) if chart.last_year else ()
        aim = (chart.expected_name,) if chart.expected else ()
        return ChartTable(
            ("", chart.actual_name, *aim, *before),
            tuple(
                (
                    day,
                    chart.actual[i],
                    *((chart.expected[i],) if chart.expected else ()),
                    *((chart.last_year[i],) if chart.last_year else ()),
                )
                for i, day in enumerate(chart.days)
            ),
        )
    if isinstance(chart, AgingBar):
        rows = tuple((part.name, part.amount) for part in chart.parts)
        if chart.unapplied:
            rows += ((chart.unapplied_name, -abs(chart.unapplied)),)
        return ChartTable(("", chart.title), rows)
    if isinstance(chart, DotChart):
        return ChartTable(
            ("", chart.title), tuple(zip(chart.categories, chart.values, strict=True))
        )
    if isinstance(chart, LineChart):
        known = [dict(zip(line.days, line.values, strict=True)) for line in chart.lines]
        return ChartTable(
            ("", *(line.name for line in chart.lines)),
            tuple((day, *(line.get(day) for line in known)) for day in chart.days),
        )
    if isinstance(chart, WaterfallChart):
        return ChartTable(("", chart.title), tuple((bar.name, bar.amount) for bar in chart.bars))
    return ChartTable(("", chart.title), tuple(zip(chart.labels, chart.values, strict=True)))
