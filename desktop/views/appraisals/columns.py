"""Columns of the list of scorecards: results first, the process beside them; free of Qt."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from desktop.enums import Metric
from desktop.i18n import N_
from desktop.ratio import Ratio
from desktop.services import formats
from desktop.services.appraisals.book import ScorecardLine
from desktop.services.exports.people import CellKind
from desktop.views.appraisals.words import (
    attainment_tip,
    calls_tip,
    cost_tip,
    marked,
    name_tip,
    orders_tip,
    overdue_tip,
    profit_tip,
    status_tip,
    status_tone,
    status_words,
)
from desktop.views.column import (
    Align,
    Column,
    count_column,
    percent_column,
    status_column,
    text_column,
)

Line = ScorecardLine

#: Which metric's targets and documents lie behind a column of results.
METRICS = {
    "net_sales": Metric.SALES,
    "sales_target": Metric.SALES,
    "attainment": Metric.SALES,
    "status": Metric.SALES,
    "collected": Metric.COLLECTIONS,
    "collections": Metric.COLLECTIONS,
    "gross_profit": Metric.PROFIT,
}
#: Columns behind which visits lie, and those behind which open items lie.
OF_VISITS = frozenset(("visits", "calls_per_day", "orders_per_100", "cost_ratio"))
OF_ITEMS = frozenset(("overdue", "overdue_rate"))


def card_columns(currency: str) -> tuple[Column[Line], ...]:
    """Return the columns; amounts in whole units, as on the printed page."""
    return (
        text_column("code", N_("Code"), lambda row: row.rep_code),
        text_column(
            "name", N_("Rep"), lambda row: row.rep_name, strong=True,
            tip=name_tip, sort_value=lambda row: (row.letters, row.rep_name),
        ),
        *_results(currency),
        *_process(currency),
        # After the process, so that a narrow list still shows results beside it (R37).
        _whole("gross_profit", N_("Gross profit"), lambda row: row.profit.actual, tip=profit_tip),
        text_column("manager", N_("Manager"), lambda row: row.manager_name or formats.DASH),
        text_column("territory", N_("Territory"), lambda row: row.territory_name or formats.DASH),
        text_column("title", N_("Post"), lambda row: row.title, is_hidden=True),
    )  # fmt: skip


def _results(currency: str) -> tuple[Column[Line], ...]:
    return (
        _whole("net_sales", N_("Net sales"), lambda row: row.sales.actual),
        _whole("sales_target", N_("Sales target"), lambda row: row.sales.target, is_hidden=True),
        percent_column(
            "attainment", N_("Attainment"), lambda row: row.sales.attainment.value,
            header_tip=N_("Net sales divided by their target"),
            tip=lambda row: attainment_tip(row.sales, currency),
        ),
        status_column(
            "status", N_("Status"), lambda row: status_words(row.status),
            lambda row: status_tone(row.status), tip=status_tip,
            sort_value=lambda row: row.sales.pace.value,
        ),
        _whole(
            "collected", N_("Amount collected"), lambda row: row.collections.actual,
            is_hidden=True,
        ),
        percent_column(
            "collections", N_("Collected"), lambda row: row.collections.attainment.value,
            header_tip=N_("Collections divided by their target"),
            tip=lambda row: attainment_tip(row.collections, currency),
        ),
    )  # fmt: skip


def _process(currency: str) -> tuple[Column[Line], ...]:
    return (
        count_column(
            "visits", N_("Visits"), lambda row: row.visits,
            header_tip=N_("Valid visits: on site, identified, finished, counted once"),
        ),
        _number(
            "calls_per_day", N_("Per day"), lambda row: row.calls_per_day, 2, calls_tip,
            N_("Visits divided by field days (K1)"),
        ),
        _number(
            "orders_per_100", N_("Orders/100"), lambda row: row.orders_per_100, 1, orders_tip,
            N_("Orders that visits led to, per 100 visits (K6)"),
        ),
        percent_column(
            "cost_ratio", N_("Cost %"), lambda row: row.cost_ratio.value,
            header_tip=N_("Field expenses divided by net sales (K9)"),
            tip=lambda row: cost_tip(row, currency),
        ),
        percent_column(
            "overdue_rate", N_("Overdue"), lambda row: row.overdue_rate.value,
            header_tip=N_("Overdue open items divided by the receivable (C10)"),
            tip=lambda row: overdue_tip(row, currency),
        ),
        _whole("overdue", N_("Amount overdue"), lambda row: row.overdue, is_hidden=True),
    )  # fmt: skip


def _whole(
    key: str,
    header: str,
    get: Callable[[Line], Decimal | None],
    *,
    tip: Callable[[Line], str] | None = None,
    is_hidden: bool = False,
) -> Column[Line]:
    """Return a column of amounts in whole units."""
    return Column(
        key, header, lambda row: formats.number(get(row)), get,
        align=Align.END, kind=CellKind.MONEY, decimals=0, tip=tip, is_hidden=is_hidden,
    )  # fmt: skip


def _number(
    key: str,
    header: str,
    get: Callable[[Line], Ratio],
    decimals: int,
    tip: Callable[[Line], str],
    header_tip: str,
) -> Column[Line]:
    """Return a column of quotients that are no percentages, marked where their base is small."""
    return Column(
        key, header, lambda row: marked(get(row), decimals, row), lambda row: get(row).value,
        align=Align.END, kind=CellKind.NUMBER, decimals=decimals, tip=tip, header_tip=header_tip,
    )  # fmt: skip


def totals_of(columns: tuple[Column[Line], ...], line: Line, name: str) -> dict[str, object]:
    """Return the last line's raw values by column key; an undefined figure is a dash."""
    found: dict[str, object] = {"code": "", "name": name, "status": status_words(line.status)}
    for column in columns:
        if column.kind is not CellKind.TEXT:
            value = column.value(line)
            found[column.key] = formats.DASH if value is None else value
    return found
