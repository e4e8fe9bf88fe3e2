"""The lower half of the scorecard: receivables, trend, product mix, customers won and lost."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from desktop.i18n import _, ngettext
from desktop.periods import Month
from desktop.ratio import Ratio
from desktop.services.appraisals.data import (
    AgingBucket,
    MixLine,
    NamedCustomer,
    NamedCustomers,
    OverdueItem,
    ReceivablesPart,
    ScorecardData,
)
from desktop.services.reports import scorecard_words as words
from desktop.services.reports.layout import LEFT, MUTED, RIGHT, WIDTH, Align, Cell, Column, Sheet
from desktop.services.reports.marks import MonthBar, age_swatch, aging_bar, trend_chart
from desktop.services.reports.numbers import DASH, amount, compact, day
from desktop.services.reports.scorecard_results import Figures

#: How many lines the first page has room for; what is beyond goes to the second.
FIRST_PAGE_OVERDUE = 5
FIRST_PAGE_MIX = 6
FIRST_PAGE_CUSTOMERS = 3
_GAP = 16.0
#: Widths of trend, product groups and customers, side by side.
_TREND, _MIX = 154.0, 186.0
_CUSTOMERS = WIDTH - _TREND - _MIX - 2 * _GAP
_ROW = 10.4


def receivables(sheet: Sheet, data: ScorecardData, figures: Figures, top: float) -> float:
    """Draw the aging bar with its legend, the oldest debts and the rates; return y below."""
    part = data.receivables
    y = sheet.heading(
        LEFT, top, WIDTH,
        _("Receivables {amount}, overdue {overdue}").format(
            amount=figures.amount(part.total, True), overdue=figures.amount(part.overdue, True)
        ),
        _("open on {date}, with tax, by days past due").format(date=day(data.as_of))
        if data.definitions.age_from.value == "due"
        else _("open on {date}, with tax, by days from the document").format(date=day(data.as_of)),
    )  # fmt: skip
    y -= 5
    aging_bar(sheet, LEFT, y - 10, WIDTH, 10, [bucket.amount for bucket in part.buckets])
    y = _legend(sheet, part, figures, y - 10)
    left_width = 352.0
    below = overdue_table(
        sheet, LEFT, left_width, y - 3, figures, part.top_overdue[:FIRST_PAGE_OVERDUE],
        part.overdue_count,
    )  # fmt: skip
    x = LEFT + left_width + 16
    return min(below, _rates(sheet, part, figures, x, RIGHT - x, y - 3))


def _legend(sheet: Sheet, part: ReceivablesPart, figures: Figures, y: float) -> float:
    """Draw a swatch, a name and an amount for each age, then the unapplied money."""
    slot = WIDTH / (len(part.buckets) + 1)
    for place, bucket in enumerate(part.buckets):
        x = LEFT + slot * place
        age_swatch(sheet, x, y - 10.4, 6, 6, place)
        sheet.box(x, y - 10.4, 6, 6, MUTED, 0.3)
        sheet.text(x + 8.5, y - 10, words.bucket_name(bucket), 6, colour=MUTED, width=slot - 12)
        sheet.text(
            x + 8.5, y - 18.4, figures.amount(bucket.amount, True), 7, bold=_is_old(bucket),
            width=slot - 12,
        )  # fmt: skip
    x = LEFT + slot * len(part.buckets)
    sheet.text(x + 8.5, y - 10, _("Not applied"), 6, colour=MUTED, width=slot - 9)
    sheet.text(x + 8.5, y - 18.4, figures.amount(part.unapplied, True), 7, width=slot - 9)
    return y - 22


def _is_old(bucket: AgingBucket) -> bool:
    return bucket.lower > 0 and bucket.amount > 0


def overdue_table(
    sheet: Sheet,
    x: float,
    width: float,
    y: float,
    figures: Figures,
    items: Sequence[OverdueItem],
    count: int,
) -> float:
    """Draw overdue documents, largest first, and how many there are beyond; return y below."""
    if not items:
        sheet.text(x, y - 9, _("Nothing is overdue."), 7, colour=MUTED)
        return y - 12
    columns = (
        Column(62, Align.LEFT), Column(width - 228, Align.LEFT), Column(52, Align.LEFT),
        Column(40), Column(74),
    )  # fmt: skip
    beyond = count - len(items)
    y = sheet.header_row(
        x, y, columns,
        (_("Overdue document"), _("Customer"), _("Due"), _("Days late"), _("Open")),
    )  # fmt: skip
    for place, item in enumerate(items):
        cells = (
            Cell(item.document_no),
            Cell(item.customer_name or item.customer_code),
            Cell(day(item.due_date)),
            Cell(f"{item.days_overdue:,}"),
            Cell(figures.amount(item.open, True), bold=True),
        )
        is_last = place == len(items) - 1 and beyond <= 0
        y = sheet.row(x, y, columns, cells, height=_ROW, size=6.8, last=is_last)
    if beyond > 0:
        y = _beyond(
            sheet, x, y,
            ngettext("and {count} more overdue document", "and {count} more overdue documents",
                     beyond).format(count=f"{beyond:,}"),
        )  # fmt: skip
    return y


def _rates(
    sheet: Sheet, part: ReceivablesPart, figures: Figures, x: float, width: float, y: float
) -> float:
    columns = (Column(width - 108, Align.LEFT), Column(38), Column(35), Column(35))
    y = sheet.header_row(x, y, columns, ("", _("Now"), _("Before"), _("Branch")))
    rates = (
        (_("Overdue rate"), part.overdue_rate, part.previous_overdue_rate,
         part.branch_overdue_rate),
        (_("Collected of due"), part.collected_due_rate, part.previous_collected_due_rate,
         part.branch_collected_due_rate),
    )  # fmt: skip
    for label, now, before, branch in rates:
        row = (
            Cell(label), figures.share(now, bold=True), figures.share(before),
            figures.share(branch),
        )  # fmt: skip
        y = sheet.row(x, y, columns, row, height=_ROW, size=6.8)
    row = (
        Cell(_("DSO, days")),
        _days(part.dso, figures, True),
        _days(part.previous_dso, figures),
        _days(part.branch_dso, figures),
    )
    return sheet.row(x, y, columns, row, height=_ROW, size=6.8, last=True)


def _days(ratio: Ratio, figures: Figures, bold: bool = False) -> Cell:
    value = ratio.value
    if value is None:
        return Cell(DASH, figures.notes.mark(ratio), bold)
    return Cell(amount(value, 1), bold=bold)


def thirds(sheet: Sheet, data: ScorecardData, figures: Figures, top: float) -> float:
    """Draw trend, product mix and customers side by side; return y below the deepest."""
    second = LEFT + _TREND + _GAP
    return min(
        _trend(sheet, data, LEFT, top),
        _mix(sheet, data.mix[:FIRST_PAGE_MIX], len(data.mix), figures, second, top),
        _customers(sheet, data, figures, second + _MIX + _GAP, top),
    )


def _trend(sheet: Sheet, data: ScorecardData, x: float, top: float) -> float:
    y = sheet.heading(x, top, _TREND, _("Net sales and target"), _("bar: actual, line: target"))
    if not data.trend:
        sheet.text(x, y - 10, _("No months to show."), 7, colour=MUTED)
        return y - 14
    months = data.trend[-12:]
    largest = max(max(line.actual, line.target or Decimal(0)) for line in months)
    bars = [
        MonthBar(
            f"{line.month.number:02d}",
            line.actual,
            line.target,
            DASH if line.attainment.value is None else amount(line.attainment.value * 100, 0),
        )
        for line in months
    ]
    first = Month.of(data.period.start)
    inside = next((place for place, line in enumerate(months) if line.month >= first), len(months))
    trend_chart(sheet, x, y - 72, _TREND, 68, bars, compact(largest), inside)
    sheet.text(
        x, y - 79.5,
        _("{first} to {last}; below each month its attainment, per cent").format(
            first=months[0].month, last=months[-1].month
        ),
        5.6, colour=MUTED, width=_TREND,
    )  # fmt: skip
    return y - 82


def _mix(
    sheet: Sheet, lines: Sequence[MixLine], count: int, figures: Figures, x: float, top: float
) -> float:
    y = sheet.heading(x, top, _MIX, _("Product groups"))
    return mix_table(sheet, x, _MIX, y, lines, count, figures)


def mix_table(
    sheet: Sheet,
    x: float,
    width: float,
    y: float,
    lines: Sequence[MixLine],
    count: int,
    figures: Figures,
) -> float:
    """Draw sales by product group with share and margin; return y below."""
    if not lines:
        sheet.text(x, y - 10, _("No sales in the period."), 7, colour=MUTED)
        return y - 14
    columns = (
        Column(width - 122, Align.LEFT), Column(56), Column(33), Column(33),
    )  # fmt: skip
    y = sheet.header_row(x, y, columns, ("", _("Sales"), _("Share"), _("Margin")))
    for place, line in enumerate(lines):
        cells = (
            Cell(line.name or line.code or _("Without a group")),
            Cell(figures.amount(line.net_sales, True)),
            figures.share(line.share, bold=True),
            figures.share(line.margin),
        )
        is_last = place == len(lines) - 1 and count <= len(lines)
        y = sheet.row(x, y, columns, cells, height=_ROW, size=6.8, last=is_last)
    if count > len(lines):
        beyond = count - len(lines)
        y = _beyond(
            sheet, x, y,
            ngettext("and {count} more group", "and {count} more groups", beyond).format(
                count=beyond
            ),
        )  # fmt: skip
    return y


def _customers(sheet: Sheet, data: ScorecardData, figures: Figures, x: float, top: float) -> float:
    y = sheet.heading(x, top, _CUSTOMERS, _("Customers won and lost"))
    y = customer_list(
        sheet, x, _CUSTOMERS, y - 2, _("New: {count}").format(count=data.new_customers.count),
        data.new_customers, FIRST_PAGE_CUSTOMERS, figures,
    )  # fmt: skip
    return customer_list(
        sheet, x, _CUSTOMERS, y - 1, _("Lost: {count}").format(count=data.lost_customers.count),
        data.lost_customers, FIRST_PAGE_CUSTOMERS, figures,
    )  # fmt: skip


def customer_list(
    sheet: Sheet,
    x: float,
    width: float,
    y: float,
    title: str,
    named: NamedCustomers,
    room: int,
    figures: Figures,
) -> float:
    """Draw customers by name with day and net sales, at most `room` lines; return y below."""
    shown: tuple[NamedCustomer, ...] = named.shown[:room]
    sheet.text(x, y - 7.6, title, 7, bold=True, width=width * 0.6)
    if named.count > len(shown):
        sheet.text(
            x + width - 6, y - 7.6,
            _("{shown} of {count} named").format(shown=len(shown), count=f"{named.count:,}"),
            6, colour=MUTED, align=Align.RIGHT, width=width * 0.36,
        )  # fmt: skip
    columns = (Column(width - 80, Align.LEFT), Column(24, Align.LEFT), Column(56))
    y -= 10.6
    for place, customer in enumerate(shown):
        cells = (
            Cell(customer.name or customer.code),
            Cell(DASH if customer.on is None else f"{customer.on:%m-%d}", colour=MUTED),
            Cell(figures.amount(customer.net_sales, True)),
        )
        y = sheet.row(x, y, columns, cells, height=9.6, size=6.6, last=place == len(shown) - 1)
    return y


def _beyond(sheet: Sheet, x: float, y: float, text: str) -> float:
    sheet.text(x, y - 7, text, 6.2, colour=MUTED)
    return y - 9.4


def needs_second_page(data: ScorecardData) -> bool:
    """Whether lists hold more lines than the first page shows."""
    return (
        len(data.receivables.top_overdue) > FIRST_PAGE_OVERDUE
        or len(data.mix) > FIRST_PAGE_MIX
        or max(len(data.new_customers.shown), len(data.lost_customers.shown)) > FIRST_PAGE_CUSTOMERS
    )


def second_page(
    sheet: Sheet, data: ScorecardData, figures: Figures, top: float, floor: float
) -> None:
    """Draw the full lists between `top` and `floor`, as many lines as there is room for."""
    left_width = 306.0
    part = data.receivables
    y = sheet.heading(
        LEFT, top, left_width,
        _("Overdue documents: {count}").format(count=f"{part.overdue_count:,}"),
        _("largest first"),
    )  # fmt: skip
    room = max(int((y - 12 - 12 - floor) / _ROW), 1)
    overdue_table(sheet, LEFT, left_width, y, figures, part.top_overdue[:room], part.overdue_count)
    x = LEFT + left_width + 16
    width = RIGHT - x
    y = sheet.heading(x, top, width, _("Product groups"))
    y = mix_table(sheet, x, width, y, data.mix[:18], len(data.mix), figures)
    y = sheet.heading(x, y - 10, width, _("Customers won and lost"))
    y = customer_list(
        sheet, x, width, y - 2, _("New: {count}").format(count=data.new_customers.count),
        data.new_customers, _share_of_room(y - floor, data), figures,
    )  # fmt: skip
    customer_list(
        sheet, x, width, y - 4, _("Lost: {count}").format(count=data.lost_customers.count),
        data.lost_customers, int((y - floor - 26) / 9.6), figures,
    )  # fmt: skip


def _share_of_room(depth: float, data: ScorecardData) -> int:
    """Return the lines for new customers: what the lost ones leave, but at least half."""
    lines = int((depth - 54) / 9.6)
    return max(lines - len(data.lost_customers.shown), lines // 2)
