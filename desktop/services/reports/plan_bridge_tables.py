"""The two tables of the bridge page: the waterfall with its owners, and the rounds."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from desktop.enums import BridgeStatus, PlanSide
from desktop.i18n import _, ngettext
from desktop.services.charts.data import WaterfallBar, WaterfallChart
from desktop.services.reports.layout import (
    INK,
    LEFT,
    MUTED,
    PALE,
    RULE,
    WIDTH,
    Align,
    Column,
    Sheet,
)
from desktop.services.reports.marks import tone_sign
from desktop.services.reports.numbers import DASH, compact, day, percent
from desktop.services.reports.page_parts import clipped
from desktop.services.reports.plan_pages_data import BridgeData, BridgeItem, NegotiationRound
from desktop.services.reports.plan_words import (
    PlanFigures,
    bridge_names,
    bridge_status,
    side_name,
)
from desktop.services.reports.waterfall import Scale, bar_mark, joint
from desktop.tone import Tone

_NAME, _AMOUNT, _BARS, _OWNER, _STATUS = 86.0, 64.0, 142.0, 58.0, 60.0
_EVIDENCE = WIDTH - _NAME - _AMOUNT - _BARS - _OWNER - _STATUS - 8
_SIZE, _LEADING = 6.8, 7.8
_LEAST_ROW, _MOST_ROW = 15.0, 30.0
#: The unexplained part should be below this share of headquarters' number (PLANNING.md, 6).
_AIM = Decimal("0.01")


def bridge(
    sheet: Sheet,
    whole: BridgeData,
    data: BridgeData,
    figures: PlanFigures,
    top: float,
    floor: float,
) -> float:
    """Draw the waterfall, a row for each bar with its owner, evidence and status; return y below.

    `data` is `whole`, or has its smallest items in one, the last, which then has no status.
    The rows are as deep as their texts need, or deeper while there is room above the floor.
    """
    chart = data.chart("", _("Branch"), _("Headquarters"), _("Unexplained"), bridge_names(data))
    aside = ""
    if chart.base:
        aside = _("bars begin at {amount}").format(amount=compact(chart.base))
    y = sheet.heading(LEFT, top, WIDTH, _("From the branch's number to headquarters'"), aside)
    columns = (
        Column(_NAME, Align.LEFT), Column(_AMOUNT), Column(_BARS + 8, Align.LEFT),
        Column(_OWNER, Align.LEFT), Column(_EVIDENCE, Align.LEFT), Column(_STATUS, Align.LEFT),
    )  # fmt: skip
    labels = ("", _("Amount"), "", _("Owner"), _("Evidence"), _("Status"))
    y = sheet.header_row(LEFT, y, columns, labels)
    lines = _lines(sheet, data, chart)
    least = [max(_LEAST_ROW, 5 + _LEADING * max(len(one) for one in row)) for row in lines]
    spare = max((y - floor - 14 - sum(least)) / len(least), 0.0)
    scale = Scale(chart, LEFT + _NAME + _AMOUNT + 2, _BARS - 4)
    half = max(4.0, min(7.0, min(least) * 0.27 + min(spare, 15.0) * 0.27))
    before: tuple[WaterfallBar, float] | None = None
    for place, (bar, texts) in enumerate(zip(chart.bars, lines, strict=True)):
        height = max(least[place], min(least[place] + spare, _MOST_ROW))
        _row(sheet, data, figures, bar, texts, y, height)
        middle = y - height / 2
        bar_mark(sheet, scale, bar, middle, half)
        if before is not None:
            joint(sheet, scale, before[0].level, before[1] - half, middle + half)
        before = (bar, middle)
        y -= height
        found = _status(data, bar, place)
        if found is not None and not (data is not whole and place == len(data.items)):
            words, tone = found
            tone_sign(sheet, LEFT + WIDTH - _STATUS, y + height / 2 - 2.6, 5.2, tone)
            x = LEFT + WIDTH - _STATUS + 9
            sheet.text(x, y + height / 2 - 2.4, words, 6.6, bold=True, width=_STATUS - 9)
    return _sums(sheet, whole, figures, y)


def _item(data: BridgeData, place: int) -> BridgeItem | None:
    return data.items[place - 1] if 1 <= place <= len(data.items) else None


def _lines(
    sheet: Sheet, data: BridgeData, chart: WaterfallChart
) -> list[tuple[tuple[str, ...], ...]]:
    """Return the wrapped name, owner and evidence of each bar."""
    found: list[tuple[tuple[str, ...], ...]] = []
    for place, bar in enumerate(chart.bars):
        item = _item(data, place)
        owner, evidence = (item.owner or DASH, item.evidence or DASH) if item else ("", "")
        share = data.unexplained_share.value
        if bar.is_rest and share is not None:
            evidence = _("{share} of headquarters' number; the aim is below 1%").format(
                share=percent(share)
            )
        found.append((
            clipped(sheet, bar.name, _SIZE, _NAME - 6, 2),
            clipped(sheet, owner, _SIZE, _OWNER - 5, 2),
            clipped(sheet, evidence, _SIZE, _EVIDENCE - 6, 3),
        ))  # fmt: skip
    return found


def _row(
    sheet: Sheet,
    data: BridgeData,
    figures: PlanFigures,
    bar: WaterfallBar,
    texts: tuple[tuple[str, ...], ...],
    y: float,
    height: float,
) -> None:
    bold = bar.is_total or bar.is_rest
    if bar.is_total:
        sheet.area(LEFT - 3, y - height, WIDTH + 6, height, PALE)
    middle = y - height / 2
    name, owner, evidence = texts
    places = (
        (LEFT, name, bold),
        (LEFT + _NAME + _AMOUNT + _BARS + 8, owner, False),
        (LEFT + _NAME + _AMOUNT + _BARS + 8 + _OWNER, evidence, False),
    )
    for x, lines, is_bold in places:
        baseline = middle + (len(lines) - 1) * _LEADING / 2 - _SIZE * 0.36
        for words in lines:
            sheet.text(x, baseline, words, _SIZE, bold=is_bold, width=WIDTH)
            baseline -= _LEADING
    text = figures.write(bar.amount, data.metric, signed=not bar.is_total)
    sheet.text(
        LEFT + _NAME + _AMOUNT - 8, middle - 2.5, text, 7, bold=bold, align=Align.RIGHT,
        width=_AMOUNT - 9,
    )  # fmt: skip
    if not bar.is_total:
        sheet.rule(LEFT, y - height, WIDTH, RULE, 0.3)


def _status(data: BridgeData, bar: WaterfallBar, place: int) -> tuple[str, Tone] | None:
    """Return an item's status, or whether the unexplained is small; None for the two numbers."""
    item = _item(data, place)
    if item is not None:
        return bridge_status(item.status)
    if not bar.is_rest:
        return None
    if (data.unexplained_share.value or Decimal(0)) < _AIM:
        return _("Within the aim"), Tone.GOOD
    return _("Above the aim"), Tone.WATCH


def _sums(sheet: Sheet, data: BridgeData, figures: PlanFigures, top: float) -> float:
    """Say what the items of each status come to; return y below."""
    if not data.items:
        return top
    words = _(
        "Accepted {accepted} · open {open} · rejected {rejected} · unexplained {unexplained} · "
        "together {difference}"
    ).format(
        accepted=figures.write(data.by_status(BridgeStatus.ACCEPTED), data.metric, True),
        open=figures.write(data.by_status(BridgeStatus.OPEN), data.metric, True),
        rejected=figures.write(data.by_status(BridgeStatus.REJECTED), data.metric, True),
        unexplained=figures.write(data.unexplained, data.metric, True),
        difference=figures.write(data.difference, data.metric, True),
    )
    for text in sheet.wrap(words, 6.6, WIDTH)[:2]:
        sheet.text(LEFT, top - 10, text, 6.6, colour=INK, width=WIDTH)
        top -= 8
    return top - 4


def rounds(sheet: Sheet, data: BridgeData, figures: PlanFigures, top: float, floor: float) -> float:
    """Draw each number that was named, with its argument; return y below.

    Where the room ends the earliest ones are left out, and the heading says how many.
    """
    columns = (
        Column(32, Align.LEFT), Column(58, Align.LEFT), Column(52, Align.LEFT), Column(74),
        Column(66), Column(8), Column(WIDTH - 290, Align.LEFT),
    )  # fmt: skip
    width = WIDTH - 290 - 6
    texts = [clipped(sheet, _argument(one), _SIZE, width, 3) for one in data.rounds]
    heights = [max(12.4, 5 + _LEADING * len(lines)) for lines in texts]
    first, room = 0, top - floor - 26
    while first < len(heights) - 1 and sum(heights[first:]) > room:
        first += 1
    aside = ""
    if first:
        aside = ngettext("{count} earlier not shown", "{count} earlier not shown", first).format(
            count=first
        )
    y = sheet.heading(LEFT, top, WIDTH, _("Rounds"), aside)
    if not data.rounds:
        sheet.text(LEFT, y - 9, _("No round has been held yet."), 7, colour=MUTED)
        return y - 14
    labels = (
        _("Round"), _("Side"), _("Date"), _("Number"), _("Change"), "",
        _("Argument and evidence"),
    )  # fmt: skip
    y = sheet.header_row(LEFT, y, columns, labels)
    for place in range(first, len(data.rounds)):
        one = data.rounds[place]
        before = _before(data.rounds[:place], one.side)
        change = None if before is None else one.amount - before
        cells = (
            str(one.number), side_name(one.side), day(one.day),
            figures.write(one.amount, data.metric),
            figures.write(change, data.metric, True), "",
        )  # fmt: skip
        y = _round_row(sheet, columns, cells, texts[place], y, heights[place])
    return y


def _round_row(
    sheet: Sheet,
    columns: Sequence[Column],
    cells: Sequence[str],
    lines: Sequence[str],
    y: float,
    height: float,
) -> float:
    x, baseline = LEFT, y - 8.6
    for place, (column, words) in enumerate(zip(columns, cells, strict=False)):
        is_figure = column.align is Align.RIGHT
        sheet.text(
            x + (column.width - 8 if is_figure else 0), baseline, words, _SIZE, bold=place == 3,
            align=column.align, width=column.width - 8,
        )  # fmt: skip
        x += column.width
    for words in lines:
        sheet.text(x, baseline, words, _SIZE, width=columns[-1].width - 4)
        baseline -= _LEADING
    sheet.rule(LEFT, y - height, WIDTH, RULE, 0.3)
    return y - height


def _argument(one: NegotiationRound) -> str:
    if one.argument and one.evidence:
        return _("{argument} · Evidence: {evidence}").format(
            argument=one.argument, evidence=one.evidence
        )
    return one.argument or one.evidence or DASH


def _before(earlier: Sequence[NegotiationRound], side: PlanSide) -> Decimal | None:
    """Return the number that this side named last."""
    named = [one.amount for one in earlier if one.side is side]
    return named[-1] if named else None
