"""Parts of the plan summary: months, the decompositions side by side, and their agreement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from desktop.i18n import _, ngettext
from desktop.ratio import Ratio
from desktop.services import formats
from desktop.services.reports.layout import (
    BLUE,
    LEFT,
    MUTED,
    PALE,
    VERMILLION,
    WIDTH,
    Align,
    Cell,
    Column,
    Sheet,
)
from desktop.services.reports.marks import MonthBar, tone_sign, trend_chart
from desktop.services.reports.numbers import DASH, compact, percent
from desktop.services.reports.page_parts import clipped
from desktop.services.reports.plan_pages_data import PartKind, PlanSummaryData, TabPart
from desktop.services.reports.plan_tables import (
    HEADING,
    LABELS,
    ROW,
    Row,
    Weight,
    added,
    columns_for,
    draw_name,
    draw_table,
    part_name,
    part_row,
    rows_height,
    shortened,
    table_height,
)
from desktop.services.reports.plan_words import PlanFigures, metric_name
from desktop.tone import Tone

#: Headings with their parts.
Lists = tuple[tuple[str, tuple[TabPart, ...]], ...]

_BETWEEN = 19.0
_HALF = (WIDTH - _BETWEEN) / 2
#: Rows of a list, its total included, that a reader takes in.
_MOST = 16
_LEAST = 5
#: Rows of one list on the second page where the others are short.
_MOST_ALONE = 40
_LEADING = 8.0
#: What a list takes besides its rows: heading, labels, total.
_FRAME = HEADING + LABELS + ROW


def amounts_of(data: PlanSummaryData) -> tuple[Decimal | None, ...]:
    """Return every planned amount of money on the pages."""
    places = [n for n, line in enumerate(data.metrics) if line.targets.metric.is_money]
    parts = (*data.reps, *data.territories, *data.product_groups, *data.customers)
    return (
        *(value for place in places for value in data.metrics[place].targets.months),
        *(part.amounts[place] for part in parts for place in places),
        *(data.metrics[place].unassigned for place in places),
    )


def lists_of(data: PlanSummaryData) -> Lists:
    """Return the lists with their headings, in the order of the page."""
    return (
        (_("By rep"), data.reps),
        (_("By territory"), data.territories),
        (_("By product group"), data.product_groups),
        (_("Top customers"), data.customers),
    )


def months_chart(
    sheet: Sheet, data: PlanSummaryData, figures: PlanFigures, top: float, height: float
) -> float:
    """Draw the first metric's months as bars with their amounts; return y below."""
    lead = data.metrics[0].targets
    words = _("{metric} by month").format(metric=metric_name(lead.metric))
    y = sheet.heading(LEFT, top, WIDTH, words)
    values = [value or Decimal(0) for value in lead.months]
    bars = [
        MonthBar(formats.short_month(month), value, None, figures.write(known, lead.metric))
        for month, value, known in zip(data.identity.months, values, lead.months, strict=True)
    ]
    trend_chart(sheet, LEFT, y - height, WIDTH, height, bars, compact(max(values)), 0)
    return y - height


def lists_height(sheet: Sheet, data: PlanSummaryData, figures: PlanFigures) -> float:
    """Return how deep the four lists are where nothing limits them."""
    upper, lower = lists_of(data)[:2], lists_of(data)[2:]
    return 9 + sum(_pair_height(sheet, data, figures, pair, _MOST) for pair in (upper, lower))


def _pair_height(
    sheet: Sheet,
    data: PlanSummaryData,
    figures: PlanFigures,
    pair: Lists,
    most: int,
) -> float:
    """Return how deep the longer of two lists is with at most so many rows each."""
    deepest = 0.0
    for _words, parts in pair:
        names = [part_name(part) for part in shortened(parts, most)]
        width = _list_columns(sheet, data, figures, parts)[0].width
        deepest = max(deepest, rows_height(sheet, names, width))
    return _FRAME + deepest


def decompositions(
    sheet: Sheet, data: PlanSummaryData, figures: PlanFigures, top: float, floor: float
) -> float:
    """Draw the four lists of the first metric in two columns; return y below the lower ones.

    As many rows as there is room for; where both pairs are long they share it.
    """
    upper, lower = lists_of(data)[:2], lists_of(data)[2:]
    limits = [_MOST, _MOST]
    heights = [_pair_height(sheet, data, figures, pair, _MOST) for pair in (upper, lower)]
    while sum(heights) + 9 > top - floor and max(limits) > _LEAST:
        place = 0 if heights[0] > heights[1] else 1
        limits[place] -= 1
        heights[place] = _pair_height(sheet, data, figures, (upper, lower)[place], limits[place])
    y = top
    for pair, most in ((upper, limits[0]), (lower, limits[1])):
        below = [
            _list(sheet, data, figures, (LEFT + place * (_HALF + _BETWEEN), y), words, parts, most)
            for place, (words, parts) in enumerate(pair)
        ]
        y = min(below) - 9
    return y + 9


def _list_columns(
    sheet: Sheet, data: PlanSummaryData, figures: PlanFigures, parts: Sequence[TabPart]
) -> tuple[Column, ...]:
    """Return the columns of a list: name, amount, share, bar."""
    lead = data.metrics[0].targets.metric
    total = added(parts, "").amounts[:1] or (None,)
    values = [*(part.amounts[0] for part in parts), *total]
    texts = [figures.write(value, lead) for value in values]
    money = max(sheet.width(text, 7, True) for text in texts) + 9
    return (Column(_HALF - money - 84, Align.LEFT), Column(money), Column(36), Column(48))


def _list(
    sheet: Sheet,
    data: PlanSummaryData,
    figures: PlanFigures,
    place: tuple[float, float],
    words: str,
    parts: Sequence[TabPart],
    most: int,
) -> float:
    """Draw a list of the first metric with shares as bars; return y below."""
    x, top = place
    lead = data.metrics[0].targets.metric
    y = sheet.heading(x, top, _HALF, words, metric_name(lead))
    if not parts:
        sheet.text(x, y - 9, _("Nothing is planned here."), 7, colour=MUTED, width=_HALF)
        return y - 14
    shown = shortened(parts, most)
    total = added(parts, _("Total"))
    whole = total.amounts[0] or Decimal(0)
    texts = [figures.write(part.amounts[0], lead) for part in (*shown, total)]
    columns = _list_columns(sheet, data, figures, parts)
    y = sheet.header_row(x, y, columns, ("", "", _("Share"), ""))
    widest = max(_share(part, whole) or Decimal(0) for part in parts)
    for part, text in zip(shown, texts, strict=False):
        share = _share(part, whole)
        aside = part.kind is not PartKind.NAMED
        name = Cell(part_name(part), colour=MUTED) if aside else Cell(part_name(part))
        if part.kind is PartKind.UNASSIGNED and part.amounts[0]:
            name = Cell(part_name(part), bold=True, colour=VERMILLION)
        deep = rows_height(sheet, (name.text,), columns[0].width)
        draw_name(sheet, x, y - deep / 2, columns[0].width, name)
        cells = (Cell(""), Cell(text), Cell(DASH if share is None else percent(share)), Cell(""))
        below = sheet.row(x, y, columns, cells, height=deep, last=part is shown[-1])
        # The sum of the others is no bar among them: it would dwarf every one.
        if share is not None and 0 < share <= widest:
            _share_bar(
                sheet, x + _HALF - 46, (y + below) / 2 - 2.3, 46 * float(share / widest), aside
            )
        y = below
    row = Row(_("Total"), (texts[-1], percent(Decimal(1)) if whole else DASH, ""), Weight.TOTAL)
    return _total_row(sheet, x, y, columns, row)


def _total_row(sheet: Sheet, x: float, y: float, columns: tuple[Column, ...], row: Row) -> float:
    sheet.area(x - 3, y - ROW, _HALF + 6, ROW, PALE)
    sheet.rule(x - 3, y, _HALF + 6, MUTED, 0.7)
    cells = [Cell(text, bold=True) for text in (row.name, *row.figures)]
    return sheet.row(x, y, columns, cells, height=ROW, last=True)


def _share(part: TabPart, whole: Decimal) -> Decimal | None:
    return Ratio.of(part.amounts[0] or Decimal(0), whole, "no target").value


def _share_bar(sheet: Sheet, x: float, y: float, width: float, is_aside: bool) -> None:
    """Draw a share as a bar; that of the pool or of nobody is an outline."""
    if is_aside:
        sheet.box(x, y, width, 4.6, MUTED, 0.5)
    else:
        sheet.area(x, y, width, 4.6, BLUE)


def agreement_height(sheet: Sheet, data: PlanSummaryData, figures: PlanFigures) -> float:
    """Return how deep the sentence about the agreement will be."""
    return 4 + _LEADING * len(_agreement_lines(sheet, data, _gaps(data, figures)))


def agreement(sheet: Sheet, data: PlanSummaryData, figures: PlanFigures, top: float) -> float:
    """Say whether all decompositions come to the plan's totals, metric by metric; return y below.

    A list that is empty is not compared.
    """
    wrong = _gaps(data, figures)
    if not any(parts for _words, parts in lists_of(data)):
        return top
    tone_sign(sheet, LEFT, top - 9, 5.2, Tone.BAD if wrong else Tone.GOOD)
    for text in _agreement_lines(sheet, data, wrong):
        sheet.text(LEFT + 10, top - 8.6, text, 6.6, bold=bool(wrong), width=WIDTH - 10)
        top -= _LEADING
    return top - 4


def _agreement_lines(sheet: Sheet, data: PlanSummaryData, wrong: Sequence[str]) -> tuple[str, ...]:
    count = len(data.metrics)
    if not all(parts for _words, parts in lists_of(data)):
        words = _("The lists above come to the plan's totals.")
    else:
        words = _same_words(count)
    if wrong:
        words = _("These differ from the plan's total: {differences}").format(
            differences="; ".join(wrong)
        )
    # Bold words are a little wider than `clipped` measures.
    return clipped(sheet, words, 6.6, WIDTH - 30, 3)


def _same_words(count: int) -> str:
    return ngettext(
        "Reps, territories, product groups, customers and months come to the same total.",
        "Reps, territories, product groups, customers and months come to the same totals in all "
        "{count} metrics.",
        count,
    ).format(count=count)


def _gaps(data: PlanSummaryData, figures: PlanFigures) -> list[str]:
    """Return the lists that do not come to a metric's year, each with the amount."""
    found = []
    for place, line in enumerate(data.metrics):
        metric = line.targets.metric
        for words, parts in lists_of(data):
            total = sum((part.amounts[place] or Decimal(0) for part in parts), Decimal(0))
            gap = total - (line.targets.year or Decimal(0))
            if parts and gap:
                amount = figures.write(gap, metric, signed=True)
                found.append(
                    _("{list}, {metric}: {amount}").format(
                        list=words, metric=metric_name(metric), amount=amount
                    )
                )
    return found


def all_metrics(
    sheet: Sheet, data: PlanSummaryData, figures: PlanFigures, top: float, floor: float
) -> float:
    """Draw every metric by month and by each list, down to the floor; return y below.

    All tables have the same columns, so that a metric stands in one line down the page.
    """
    lists = [(words, parts) for words, parts in lists_of(data) if parts]
    metrics = [line.targets.metric for line in data.metrics]
    labels = [metric_name(metric) for metric in metrics]
    months = _month_rows(data, figures)
    totals = [
        part_row(added(parts, _("Total")), metrics, figures, Weight.TOTAL)
        for _words, parts in lists
    ]
    columns = columns_for(sheet, labels, [*months, *totals], WIDTH, 170)
    y = sheet.heading(
        LEFT, top, WIDTH, _("All metrics by month"),
        _("amounts in {currency}").format(currency=data.identity.currency),
    )  # fmt: skip
    y = draw_table(sheet, LEFT, y, columns, labels, months)

    def rows(parts: Sequence[TabPart], most: int, total: Row) -> list[Row]:
        return [*(part_row(part, metrics, figures) for part in shortened(parts, most)), total]

    def height(place: int, most: int) -> float:
        table = rows(lists[place][1], most, totals[place])
        return 8 + HEADING + table_height(sheet, columns, labels, table)

    given = _rooms([len(parts) for _words, parts in lists], y - floor, height)
    for (words, parts), most, total in zip(lists, given, totals, strict=True):
        y = sheet.heading(LEFT, y - 8, WIDTH, words)
        y = draw_table(sheet, LEFT, y, columns, labels, rows(parts, most, total))
    return y


def _rooms(lengths: Sequence[int], room: float, height: Callable[[int, int], float]) -> list[int]:
    """Return how many rows each list may take: the last gives way first, then the longest.

    `height` tells how deep a list is, by its place and its rows.
    """
    given = [min(length, _MOST_ALONE) for length in lengths]
    taken = [height(place, most) for place, most in enumerate(given)]
    while given and sum(taken) > room and max(given) > 2:
        place = len(given) - 1
        if given[place] <= _LEAST:
            place = max(range(len(given)), key=lambda one: given[one])
        given[place] -= 1
        taken[place] = height(place, given[place])
    return given


def _month_rows(data: PlanSummaryData, figures: PlanFigures) -> list[Row]:
    """Return the months and the year; the quarters stand among the totals of the first page."""
    lines = [line.targets for line in data.metrics]

    def row(name: str, values: Sequence[Decimal | None], weight: Weight) -> Row:
        pairs = zip(values, lines, strict=True)
        return Row(name, tuple(figures.write(value, one.metric) for value, one in pairs), weight)

    rows = [
        row(formats.month(month), [one.months[place] for one in lines], Weight.PLAIN)
        for place, month in enumerate(data.identity.months)
    ]
    rows.append(row(_("Year"), [one.year for one in lines], Weight.TOTAL))
    return rows
