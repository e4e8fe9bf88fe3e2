"""The branch's own measures on the target sheet: by quarter and for the year."""

from __future__ import annotations

from decimal import Decimal

from desktop.i18n import _
from desktop.services import formats
from desktop.services.reports.layout import LEFT, MUTED, WIDTH, Align, Column, Sheet
from desktop.services.reports.plan_pages_data import TargetMeasure, TargetSheetData
from desktop.services.reports.plan_tables import (
    HEADING,
    Row,
    columns_for,
    draw_table,
    table_height,
)
from desktop.services.reports.plan_words import quarter_name

_NAME = 150.0
_BETTER = 74.0
#: More measures than this bury the rest of the sheet; what is left out is said.
MOST_MEASURES = 8
_MORE = 9.0


def height(sheet: Sheet, data: TargetSheetData) -> float:
    """Return how deep the measures will be; nothing where there are none."""
    if not data.measures:
        return 0.0
    labels, rows, columns = _table(sheet, data)
    more = _MORE if len(data.measures) > MOST_MEASURES else 0.0
    return HEADING + table_height(sheet, columns, labels, rows) + more


def draw(sheet: Sheet, data: TargetSheetData, top: float) -> float:
    """Draw a row for each measure, with the direction that is good; return y below."""
    has_levels = any(one.is_level for one in data.measures[:MOST_MEASURES])
    aside = _("* a level: the last month's target, no sum") if has_levels else ""
    y = sheet.heading(LEFT, top, WIDTH, _("The branch's own measures"), aside)
    labels, rows, columns = _table(sheet, data)
    y = draw_table(sheet, LEFT, y, columns, labels, rows)
    left_out = len(data.measures) - MOST_MEASURES
    if left_out > 0:
        words = _("{count} further measures stand in the plan.").format(count=left_out)
        sheet.text(LEFT, y - 7, words, 6.4, colour=MUTED, width=WIDTH)
        y -= _MORE
    return y


def _table(sheet: Sheet, data: TargetSheetData) -> tuple[list[str], list[Row], list[Column]]:
    months = data.identity.months
    labels = [_("Better is"), *(quarter_name(months[place]) for place in (0, 3, 6, 9)), _("Year")]
    rows = [_row(one) for one in data.measures[:MOST_MEASURES]]
    # The words of the direction stand at the left of their column.
    names, *figures = columns_for(
        sheet, labels[1:], [Row(one.name, one.figures[1:]) for one in rows],
        WIDTH - _BETTER, _NAME,
    )  # fmt: skip
    return labels, rows, [names, Column(_BETTER, Align.LEFT), *figures]


def _row(measure: TargetMeasure) -> Row:
    name = measure.name
    if measure.unit:
        name = _("{measure} ({unit})").format(measure=name, unit=measure.unit)
    if measure.is_level:
        name = f"{name} *"
    words = _("less") if measure.less_is_better else _("more")
    return Row(
        name,
        (words, *(_number(one, measure) for one in (*measure.quarters, measure.year))),
    )


def _number(value: Decimal | None, measure: TargetMeasure) -> str:
    return formats.number(value, measure.decimals)
