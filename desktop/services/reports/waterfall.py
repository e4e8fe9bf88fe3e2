"""A waterfall on paper: bars across, told apart by tone, by hatch and by the sign beside them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from desktop.services.charts.data import WaterfallBar, WaterfallChart
from desktop.services.reports.layout import (
    BAND,
    BLUE,
    GREEN,
    MUTED,
    ORANGE,
    VERMILLION,
    WHITE,
    Colour,
    Sheet,
)
from desktop.services.reports.marks import hatched
from desktop.tone import Tone

_TONES: dict[Tone, Colour] = {
    Tone.NONE: BAND,
    Tone.INFO: BLUE,
    Tone.GOOD: GREEN,
    Tone.WATCH: ORANGE,
    Tone.BAD: VERMILLION,
}


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a chart's values lie across the page, from `left` over `width` points."""

    chart: WaterfallChart
    left: float
    width: float

    def x(self, value: Decimal) -> float:
        """Return the place of a value."""
        bars = self.chart.bars
        low = min(self.chart.base, *(bar.low for bar in bars))
        high = max(bar.high for bar in bars)
        if high <= low:
            return self.left
        return self.left + self.width * float((value - low) / (high - low))


def bar_mark(sheet: Sheet, scale: Scale, bar: WaterfallBar, middle: float, half: float) -> None:
    """Draw a bar that reaches `half` above and below `middle`.

    The rest is hatched, a total that begins above zero is slashed at its foot.
    A step down is hatched wide, so that it differs from one up on a grey printer too.
    """
    left, right = scale.x(bar.low), scale.x(bar.high)
    width = max(right - left, 0.8)
    y, height = middle - half, 2 * half
    if bar.is_rest:
        hatched(sheet, left, y, width, height, WHITE, 2.2)
    elif not bar.is_total and bar.amount < 0:
        hatched(sheet, left, y, width, height, _TONES.get(bar.tone, MUTED), 5.0)
    else:
        sheet.area(left, y, width, height, _TONES.get(bar.tone, MUTED))
    if bar.is_total and scale.chart.base:
        sheet.stroke(WHITE, 1.3)
        for start in (4.0, 7.0):
            sheet.canvas.line(left + start, y - 0.6, left + start + 3, y + height + 0.6)


def joint(sheet: Sheet, scale: Scale, level: Decimal, upper: float, lower: float) -> None:
    """Draw the hairline at a level from the foot of one bar to the head of the next."""
    sheet.stroke(MUTED, 0.5)
    x = scale.x(level)
    sheet.canvas.line(x, upper, x, lower)
