"""The tables of the target sheet: by month, by customer, and how each target was reached."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from desktop.i18n import _
from desktop.services import formats
from desktop.services.reports.layout import (
    LEFT,
    MUTED,
    RULE,
    VERMILLION,
    WIDTH,
    Align,
    Column,
    Sheet,
)
from desktop.services.reports.marks import tone_sign
from desktop.services.reports.page_parts import clipped
from desktop.services.reports.plan_pages_data import MonthlyTargets, PlanMetric, TargetSheetData
from desktop.services.reports.plan_tables import (
    HEADING,
    LABELS,
    Row,
    Weight,
    added,
    columns_for,
    draw_table,
    most_that_fit,
    overfull,
    part_row,
    shortened,
    table_height,
)
from desktop.services.reports.plan_words import (
    PlanFigures,
    metric_name,
    quarter_name,
    verdict,
)

#: More rows of customers than this bury the answer; the rest is one row of sums.
MOST_CUSTOMERS = 24
_GROUP = 9.0
_METHOD = 92.0
_NAME = 86.0
_VERDICT = 66.0
_LINES = 3


def amounts_of(data: TargetSheetData) -> tuple[Decimal | None, ...]:
    """Return every amount of money on the sheet."""
    money = [line for line in (*data.targets, *data.activity) if line.metric.is_money]
    places = [place for place, line in enumerate(data.targets) if line.metric.is_money]
    return (
        *(value for line in money for value in line.months),
        *(part.amounts[place] for part in data.customers for place in places),
        *(value for part in data.customers for value in part.quarters),
    )


def by_month(sheet: Sheet, data: TargetSheetData, figures: PlanFigures, top: float) -> float:
    """Draw every metric by month with quarters and the year; return y below."""
    lines = (*data.targets, *data.activity)
    y = sheet.heading(
        LEFT, top, WIDTH, _("Targets by month"),
        _("amounts in {currency}").format(currency=data.identity.currency),
    )  # fmt: skip
    if not lines:
        sheet.text(LEFT, y - 9, _("This plan has no targets for this rep yet."), 7, colour=MUTED)
        return y - 14
    rows = _month_rows(data, lines, figures)
    labels = [metric_name(line.metric) for line in lines]
    columns = columns_for(sheet, labels, rows, WIDTH, 58)
    if data.activity:
        y = _group_line(sheet, columns, len(data.targets), y)
    return draw_table(sheet, LEFT, y, columns, labels, rows)


def _group_line(sheet: Sheet, columns: tuple[Column, ...], before: int, y: float) -> float:
    """Say over the columns of the activity that they are no targets; return y below."""
    x = LEFT + sum(column.width for column in columns[: before + 1]) + 4
    right = LEFT + WIDTH - 6
    words = _("Activity that this needs")
    # Nothing stands beside it, so over a single narrow column it may begin further left.
    sheet.text(right, y - 7.2, words, 5.9, bold=True, align=Align.RIGHT, width=right - LEFT)
    sheet.rule(x, y - _GROUP, right - x, MUTED, 0.5)
    return y - _GROUP


def _month_rows(
    data: TargetSheetData, lines: tuple[MonthlyTargets, ...], figures: PlanFigures
) -> list[Row]:
    months = data.identity.months
    rows: list[Row] = []

    def add(name: str, values: list[Decimal | None], weight: Weight) -> None:
        cells = (
            figures.write(value, line.metric) for value, line in zip(values, lines, strict=True)
        )
        rows.append(Row(name, tuple(cells), weight))

    for place, month in enumerate(months):
        add(formats.month(month), [line.months[place] for line in lines], Weight.PLAIN)
        if place % 3 == 2:
            quarter = place // 3
            add(
                quarter_name(months[place - 2]),
                [line.quarters[quarter] for line in lines],
                Weight.SUM,
            )
    add(_("Year"), [line.year for line in lines], Weight.TOTAL)
    return rows


@dataclass(frozen=True, slots=True)
class _Customers:
    """The table of customers as it will be drawn."""

    labels: list[str]
    rows: list[Row]
    columns: tuple[Column, ...]
    with_quarters: bool

    def height(self, sheet: Sheet) -> float:
        return (
            HEADING
            + (_GROUP if self.with_quarters else 0.0)
            + table_height(sheet, self.columns, self.labels, self.rows)
        )


def _customers(sheet: Sheet, data: TargetSheetData, figures: PlanFigures, most: int) -> _Customers:
    """Return the table with at most so many rows above its total."""
    metrics = [line.metric for line in data.targets]
    months = data.identity.months
    quarters = [quarter_name(months[place]) for place in (0, 3, 6, 9)]
    parts = shortened(data.customers, most)
    total = added(data.customers, _("Total"))
    has_quarters = any(part.quarters for part in data.customers)
    for with_quarters in (True, False):
        labels = [metric_name(one) for one in metrics]
        if with_quarters:
            # The first metric's name stands over its quarters and its year.
            labels = [*quarters, _("Year"), *labels[1:]]
        rows = [part_row(part, metrics, figures, Weight.PLAIN, with_quarters) for part in parts]
        rows.append(part_row(total, metrics, figures, Weight.TOTAL, with_quarters))
        # Quarters are given up before a figure is printed smaller.
        if not with_quarters or (has_quarters and not overfull(sheet, labels, rows, WIDTH, 120)):
            break
    columns = columns_for(sheet, labels, rows, WIDTH, 120)
    return _Customers(labels, rows, columns, with_quarters)


def customer_rows(sheet: Sheet, data: TargetSheetData, figures: PlanFigures, room: float) -> int:
    """Return how many rows of customers fit the room besides all else of their table."""
    if not data.customers:
        return 0
    room -= 8 * len(differences(data))
    most = min(len(data.customers), MOST_CUSTOMERS)
    return most_that_fit(
        most, room, lambda count: _customers(sheet, data, figures, count).height(sheet)
    )


def by_customer(
    sheet: Sheet, data: TargetSheetData, figures: PlanFigures, top: float, most: int
) -> float:
    """Draw the largest customers, the rest in one row, the pool and the total; return y below."""
    metrics = [line.metric for line in data.targets]
    name = metric_name(metrics[0]) if metrics else ""
    aside = _("largest first, by {metric}").format(metric=name) if len(data.customers) > 1 else ""
    y = sheet.heading(LEFT, top, WIDTH, _("By customer"), aside)
    if not data.customers or not metrics:
        words = _("No customer has a target of its own.")
        sheet.text(LEFT, y - 9, words, 7, colour=MUTED, width=WIDTH)
        return y - 14
    table = _customers(sheet, data, figures, most)
    if table.with_quarters:
        y = _quarters_line(sheet, table.columns, name, y)
    y = draw_table(sheet, LEFT, y, table.columns, table.labels, table.rows)
    for words in _difference_words(data, figures):
        sheet.text(LEFT, y - 7, words, 6.4, bold=True, colour=VERMILLION, width=WIDTH)
        y -= 8
    return y


def _quarters_line(sheet: Sheet, columns: tuple[Column, ...], name: str, y: float) -> float:
    """Say over the quarters which metric they divide; return y below."""
    x = LEFT + columns[0].width + 4
    width = sum(column.width for column in columns[1:6]) - 10
    sheet.text(x + width, y - 7.2, name, 5.9, bold=True, align=Align.RIGHT, width=width)
    sheet.rule(x, y - _GROUP, width, MUTED, 0.5)
    return y - _GROUP


def differences(data: TargetSheetData) -> tuple[tuple[str, PlanMetric, Decimal], ...]:
    """Return where the customers do not come to the target: its name, its metric, the gap."""
    if not data.customers:
        return ()
    total = added(data.customers, "")
    found = []
    for line, amount in zip(data.targets, total.amounts, strict=True):
        if gap := (amount or Decimal(0)) - (line.year or Decimal(0)):
            found.append((metric_name(line.metric), line.metric, gap))
    if not found and total.quarters:
        line = data.targets[0]
        for place, (amount, aim) in enumerate(zip(total.quarters, line.quarters, strict=True)):
            if gap := (amount or Decimal(0)) - (aim or Decimal(0)):
                name = quarter_name(data.identity.months[place * 3])
                found.append((name, line.metric, gap))
    return tuple(found)


def _difference_words(data: TargetSheetData, figures: PlanFigures) -> list[str]:
    return [
        _("{name}: the customers differ from the target by {amount}.").format(
            name=name, amount=figures.write(gap, metric, signed=True)
        )
        for name, metric, gap in differences(data)
    ]


def reasons_height(sheet: Sheet, data: TargetSheetData) -> float:
    """Return how deep the reasons will be; nothing where there are none."""
    if not data.reasons:
        return 0.0
    return HEADING + LABELS + sum(_reason_height(lines) for lines in _reason_lines(sheet, data))


def reasons(sheet: Sheet, data: TargetSheetData, top: float) -> float:
    """Draw how each target was reached and whether it can be reached; return y below."""
    y = sheet.heading(LEFT, top, WIDTH, _("How the targets were reached"))
    columns = (
        Column(_NAME, Align.LEFT), Column(_METHOD, Align.LEFT),
        Column(WIDTH - _NAME - _METHOD - _VERDICT, Align.LEFT), Column(_VERDICT, Align.LEFT),
    )  # fmt: skip
    labels = ("", _("Method"), _("In short"), _("Can it be reached?"))
    y = sheet.header_row(LEFT, y, columns, labels)
    for reason, lines in zip(data.reasons, _reason_lines(sheet, data), strict=True):
        height = _reason_height(lines)
        x = LEFT
        for column, column_lines in zip(columns, lines, strict=False):
            baseline = y - 8.2
            for words in column_lines:
                sheet.text(x, baseline, words, 6.6, width=column.width - 5)
                baseline -= 7.8
            x += column.width
        words, tone = verdict(reason.verdict)
        tone_sign(sheet, x, y - 8.4, 5.2, tone)
        sheet.text(x + 9, y - 8.2, words, 6.6, bold=True, width=_VERDICT - 9)
        y -= height
        sheet.rule(LEFT, y, WIDTH, RULE, 0.3)
    return y


def _reason_lines(sheet: Sheet, data: TargetSheetData) -> list[tuple[tuple[str, ...], ...]]:
    middle = WIDTH - _NAME - _METHOD - _VERDICT
    return [
        (
            clipped(sheet, metric_name(reason.metric), 6.6, _NAME - 6, 2),
            clipped(sheet, reason.method or _("Typed, no other basis"), 6.6, _METHOD - 6, 2),
            clipped(sheet, reason.sentence, 6.6, middle - 8, _LINES),
        )
        for reason in data.reasons
    ]


def _reason_height(lines: tuple[tuple[str, ...], ...]) -> float:
    return 3.6 + 7.8 * max(len(column) for column in lines)
