"""Small charts and signs on paper: each is told apart by shape or hatch, never by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from desktop.services.appraisals.data import ResultStatus
from desktop.services.reports.layout import (
    BAND,
    BLUE,
    GREEN,
    INK,
    MUTED,
    ORANGE,
    PALE,
    RULE,
    VERMILLION,
    WHITE,
    Align,
    Colour,
    Sheet,
)
from desktop.tone import Tone

#: Ground tone of each age from "not due" on; darker is older, and so it is on a grey printer.
_AGE_TONES: tuple[Colour, ...] = (
    (0.91, 0.94, 0.96),
    (0.74, 0.85, 0.92),
    (0.56, 0.74, 0.86),
    (0.95, 0.79, 0.44),
    (0.90, 0.62, 0.00),
    (0.84, 0.37, 0.00),
    (0.30, 0.12, 0.02),
)
#: Distance of the hatch lines for each age in points; 0 is without a hatch.
_AGE_HATCH = (0.0, 6.0, 3.2, 3.6, 1.8, 1.6, 0.0)
#: Ages whose hatch stands upright, so that neighbours differ without colour too.
_UPRIGHT = frozenset({3, 4})


_STATUS_TONES = {
    ResultStatus.ON_TRACK: Tone.GOOD,
    ResultStatus.BEHIND: Tone.WATCH,
    ResultStatus.AT_RISK: Tone.BAD,
    ResultStatus.NO_TARGET: Tone.MUTED,
}


def status_sign(sheet: Sheet, x: float, y: float, size: float, status: ResultStatus) -> None:
    """Draw a status's shape with its lower left corner at x, y."""
    tone_sign(sheet, x, y, size, _STATUS_TONES[status])


def tone_sign(sheet: Sheet, x: float, y: float, size: float, tone: Tone) -> None:
    """Draw a tone's shape with its lower left corner at x, y.

    Disc: good; triangle: to be watched; diamond: bad; ring: nothing to judge by.
    """
    canvas = sheet.canvas
    middle, radius = size / 2, size / 2
    if tone is Tone.GOOD:
        sheet.fill(GREEN)
        canvas.circle(x + middle, y + middle, radius, stroke=0, fill=1)
    elif tone is Tone.WATCH:
        sheet.fill(ORANGE)
        _polygon(sheet, ((x, y), (x + size, y), (x + middle, y + size)))
    elif tone is Tone.BAD:
        sheet.fill(VERMILLION)
        _polygon(
            sheet,
            (
                (x + middle, y - 0.4),
                (x + size + 0.4, y + middle),
                (x + middle, y + size + 0.4),
                (x - 0.4, y + middle),
            ),
        )
    else:
        sheet.stroke(MUTED, 0.8)
        canvas.circle(x + middle, y + middle, radius - 0.4, stroke=1, fill=0)


def attainment_bar(
    sheet: Sheet, x: float, y: float, width: float, height: float, attainment: Decimal | None
) -> None:
    """Draw how far a target is reached; the tick is the target, at four fifths of the width.

    What lies beyond 125 % is cut with an open end; an undefined attainment is an empty frame.
    """
    sheet.area(x, y, width, height, PALE)
    share = 0.0 if attainment is None else float(min(max(attainment, Decimal(0)), Decimal("1.25")))
    if share:
        sheet.area(x, y, width * share / 1.25, height, BLUE)
    if attainment is None:
        sheet.box(x, y, width, height, RULE, 0.5)
        return
    sheet.stroke(INK, 1.2)
    sheet.canvas.line(x + width * 0.8, y - 2, x + width * 0.8, y + height + 2)


def sparkline(
    sheet: Sheet, x: float, y: float, width: float, height: float, values: Sequence[Decimal | None]
) -> None:
    """Draw up to six periods as a line with a dot on the last; an unknown one is a gap."""
    known = [float(value) for value in values if value is not None]
    if not known:
        return
    low, high = min(known), max(known)
    spread = high - low
    step = width / max(len(values) - 1, 1)
    # A single value stands where the last of a series would stand.
    start = x if len(values) > 1 else x + width
    points = [
        None
        if value is None
        else (
            start + step * place,
            y + (height * (float(value) - low) / spread if spread else height / 2),
        )
        for place, value in enumerate(values)
    ]
    sheet.stroke(MUTED, 0.7)
    for one, two in pairwise(points):
        if one and two:
            sheet.canvas.line(*one, *two)
    if points[-1]:
        sheet.fill(BAND)
        sheet.canvas.circle(*points[-1], 1.3, stroke=0, fill=1)


def aging_bar(
    sheet: Sheet, x: float, y: float, width: float, height: float, amounts: Sequence[Decimal]
) -> None:
    """Draw the open amounts by age as one bar, hatched the denser the older."""
    total = sum((amount for amount in amounts if amount > 0), Decimal(0))
    if not total:
        sheet.box(x, y, width, height, RULE, 0.5)
        return
    left = x
    for place, amount in enumerate(amounts):
        if amount > 0:
            part = width * float(amount / total)
            age_swatch(sheet, left, y, part, height, place)
            left += part
    sheet.box(x, y, width, height, MUTED, 0.4)


def age_swatch(sheet: Sheet, x: float, y: float, width: float, height: float, place: int) -> None:
    """Fill a rectangle in the tone and hatch of the age at this place, not due being 0."""
    place = min(place, len(_AGE_TONES) - 1)
    sheet.area(x, y, width, height, _AGE_TONES[place])
    gap = _AGE_HATCH[place]
    if gap and width > gap / 2:
        sheet.stroke(INK, 0.35)
        path = sheet.canvas.beginPath()
        if place in _UPRIGHT:
            for number in range(int((width - gap / 2) / gap) + 1):
                path.moveTo(x + gap / 2 + gap * number, y)
                path.lineTo(x + gap / 2 + gap * number, y + height)
        else:
            offset = gap / 2 - height
            while offset < width:
                _hatch_line(path, x, y, width, height, offset)
                offset += gap
        sheet.canvas.drawPath(path, stroke=1, fill=0)
    sheet.stroke(WHITE, 0.5)
    sheet.canvas.line(x + width, y, x + width, y + height)


@dataclass(frozen=True, slots=True)
class MonthBar:
    """A month of the trend chart: label, actual, target, and attainment as a short text."""

    label: str
    actual: Decimal
    target: Decimal | None
    caption: str


def trend_chart(
    sheet: Sheet,
    x: float,
    y: float,
    width: float,
    height: float,
    months: Sequence[MonthBar],
    top_label: str,
    highlight_from: int,
) -> None:
    """Draw months as bars with the target as a dark tick across each.

    Months from `highlight_from` on belong to the period and are dark. `top_label` names the
    value of the upper grid line, which is the largest actual or target.
    """
    largest = max([*(bar.actual for bar in months), *(bar.target or Decimal(0) for bar in months)])
    lowest = min(Decimal(0), *(bar.actual for bar in months))
    scale = float(height - 24) / float(largest - lowest) if largest > lowest else 0.0
    zero = y + 15 + float(-lowest) * scale
    sheet.rule(x, zero, width, MUTED, 0.5)
    ceiling = zero + float(largest) * scale
    sheet.rule(x, ceiling, width, RULE, 0.3)
    sheet.text(x, ceiling + 1.6, top_label, 5.2, colour=MUTED)
    slot = width / max(len(months), 6)
    for place, bar in enumerate(months):
        left = x + slot * place
        tall = float(bar.actual) * scale
        colour = BLUE if place >= highlight_from else (0.62, 0.77, 0.87)
        sheet.area(left + slot * 0.18, min(zero, zero + tall), slot * 0.64, abs(tall), colour)
        if bar.target is not None:
            tick = zero + float(bar.target) * scale
            sheet.stroke(INK, 1.0)
            sheet.canvas.line(left + slot * 0.06, tick, left + slot * 0.94, tick)
        middle = left + slot / 2
        for words, drop in ((bar.label, 8.5), (bar.caption, 15.0)):
            sheet.text(
                middle,
                y + 15 - drop,
                words,
                5.2,
                colour=MUTED,
                align=Align.CENTRE,
                width=slot - 0.6,
            )


def hatched(
    sheet: Sheet, x: float, y: float, width: float, height: float, ground: Colour, gap: float
) -> None:
    """Fill a rectangle and hatch it with slanting lines this far apart, in an outline."""
    sheet.area(x, y, width, height, ground)
    sheet.stroke(INK, 0.35)
    path = sheet.canvas.beginPath()
    offset = gap / 2 - height
    while offset < width:
        _hatch_line(path, x, y, width, height, offset)
        offset += gap
    sheet.canvas.drawPath(path, stroke=1, fill=0)
    sheet.box(x, y, width, height, INK, 0.4)


def _hatch_line(
    path: object, x: float, y: float, width: float, height: float, offset: float
) -> None:
    """Add a line of 45 degrees that is cut at the rectangle's sides."""
    start, end = max(offset, 0.0), min(offset + height, width)
    if start < end:
        path.moveTo(x + start, y + start - offset)  # type: ignore[attr-defined]
        path.lineTo(x + end, y + end - offset)  # type: ignore[attr-defined]


def _polygon(sheet: Sheet, points: Sequence[tuple[float, float]]) -> None:
    path = sheet.canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    sheet.canvas.drawPath(path, stroke=0, fill=1)
