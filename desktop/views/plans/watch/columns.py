"""Columns of the page "Watch": the reps, the months of the heat map, the rows behind a bar."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from desktop.enums import Dimension, Metric
from desktop.i18n import N_
from desktop.services import formats
from desktop.services.exports.people import CellKind
from desktop.services.plans.data import BoardCell
from desktop.services.plans.watching_data import Ahead, CauseRow, CauseSheet, WatchRow, WatchSheet
from desktop.services.rules.attainment import NO_DAYS_LEFT
from desktop.services.rules.variance import Cause
from desktop.views.column import Align, Column, money_column, text_column
from desktop.views.plans.columns import rounded
from desktop.views.plans.watch.words import (
    ahead_reason,
    bullet_words,
    month_tip,
    name_words,
    pace_text,
    rate_text,
    rate_tip,
)
from desktop.views.plans.words import label_words, reason_words, status_tone

NAME, BULLET = "name", "bullet"


def watch_columns(metric: Metric, currency: str, decimals: int) -> tuple[Column[WatchRow], ...]:
    """Return the columns of the reps: how they stand, where they end, what it takes."""
    figures = _Figures(metric, decimals)
    return (
        text_column(NAME, N_("Rep"), name_words, strong=True),
        Column(
            BULLET, N_("Against target"),
            lambda row: bullet_words(row, metric, currency).replace("\n", " · "),
            lambda row: rounded(row.cell.attainment, 6), characters=22,
            tip=lambda row: bullet_words(row, metric, currency),
            header_tip=N_("The bar is the actual figure and the long mark the target, at the same "
                          "place in every row; the short mark is expected by now, the diamond the "
                          "forecast with its range."),
        ),
        Column(
            "attainment", N_("Attainment"), lambda row: formats.percent(row.cell.attainment),
            lambda row: rounded(row.cell.attainment, 6), align=Align.END, kind=CellKind.PERCENT,
            tip=lambda row: reason_words(row.cell.attainment_note),
            header_tip=N_("Attainment is actual ÷ target."),
        ),
        Column(
            "pace", N_("Pace"), lambda row: pace_text(row.cell),
            lambda row: rounded(row.cell.pace, 6), tone=lambda row: status_tone(row.cell.status),
            tip=lambda row: reason_words(row.cell.pace_note),
            header_tip=N_("Actual ÷ expected by now. On track from 99%, at risk below 81%."),
        ),
        Column(
            "rate", N_("At the present rate"), rate_text,
            lambda row: rounded(row.share(row.end.value), 6), align=Align.END,
            tip=lambda row: rate_tip(row, metric, currency), strong=True,
            header_tip=N_("The blended forecast in percent of the target; in brackets where it "
                          "will lie four times out of five."),
        ),
        figures.of_cell("target", N_("Target"), lambda cell: cell.target,
                        lambda cell: cell.attainment_note, ""),
        figures.of_cell("actual", N_("Actual"), lambda cell: cell.actual,
                        lambda cell: cell.attainment_note, ""),
        *_needs(figures),
        *_forecasts(figures),
    )  # fmt: skip


def _forecasts(figures: _Figures) -> tuple[Column[WatchRow], ...]:
    return (
        figures.ahead("blended", N_("Forecast, blended"), lambda row: row.blended,
                      N_("What was done, and what the years before let expect of the rest.")),
        figures.ahead("low", N_("At least"), lambda row: row.low,
                      N_("The period ends between “at least” and “at most” four times out of "
                         "five, by how forecasts of the years before missed.")),
        figures.ahead("high", N_("At most"), lambda row: row.high,
                      N_("The period ends between “at least” and “at most” four times out of "
                         "five, by how forecasts of the years before missed.")),
        figures.ahead("seasonal", N_("Seasonal"), lambda row: row.seasonal,
                      N_("Actual ÷ the share of season and working days that has gone.")),
        figures.ahead("run_rate", N_("Run rate"), lambda row: row.run_rate,
                      N_("Actual ÷ the share of the working days that has gone.")),
    )  # fmt: skip


def _needs(figures: _Figures) -> tuple[Column[WatchRow], ...]:
    return (
        figures.of_row("needed", N_("Needed per day"), lambda row: row.cell.required_per_day,
                       _why_not_needed, N_("What is missing ÷ working days left.")),
        figures.of_row("usual", N_("Usual day"), lambda row: row.usual_day, lambda row: "",
                       N_("Actual ÷ working days so far.")),
        Column(
            "times", N_("Needed to usual"), lambda row: _times(row),
            lambda row: rounded(row.times_usual, 6), align=Align.END, kind=CellKind.NUMBER,
            tip=_why_not_needed, header_tip=N_("Needed per day ÷ usual day."),
        ),
    )  # fmt: skip


def _times(row: WatchRow) -> str:
    times = row.times_usual
    return formats.DASH if times is None or times <= 0 else f"{formats.number(times, 2)}×"


def _why_not_needed(row: WatchRow) -> str:
    if row.cell.required_per_day is not None:
        return ""
    return reason_words(row.cell.attainment_note or NO_DAYS_LEFT)


class _Figures:
    """Makes columns of amounts: money without its cents, which say nothing beside a forecast."""

    def __init__(self, metric: Metric, decimals: int) -> None:
        self._kind = CellKind.MONEY if metric.is_money else CellKind.NUMBER
        self._shown = 0 if metric.is_money else 1
        self._is_money, self._exact = metric.is_money, decimals

    def of_row(
        self, key: str, header: str, get: Callable[[WatchRow], Decimal | None],
        why: Callable[[WatchRow], str], header_tip: str,
    ) -> Column[WatchRow]:  # fmt: skip
        """Return a column of a row's amount; `why` explains a "—"."""

        def words(row: WatchRow) -> str:
            value = get(row)
            whole = self._is_money or (value is not None and value == value.to_integral_value())
            return formats.number(value, 0 if whole else self._shown)

        return Column(
            key, header, words, lambda row: rounded(get(row), self._exact + 2), align=Align.END,
            kind=self._kind, decimals=self._exact if self._is_money else 1,
            tip=lambda row: why(row) if get(row) is None else "", header_tip=header_tip,
        )  # fmt: skip

    def of_cell(
        self, key: str, header: str, get: Callable[[BoardCell], Decimal | None],
        why: Callable[[BoardCell], str], header_tip: str,
    ) -> Column[WatchRow]:  # fmt: skip
        """Return a column of an amount of the row's cell."""
        return self.of_row(
            key, header, lambda row: get(row.cell), lambda row: reason_words(why(row.cell)),
            header_tip,
        )  # fmt: skip

    def ahead(
        self, key: str, header: str, get: Callable[[WatchRow], Ahead], header_tip: str
    ) -> Column[WatchRow]:
        """Return a column of a forecast."""
        return self.of_row(
            key, header, lambda row: get(row).value, lambda row: ahead_reason(get(row).note),
            header_tip,
        )  # fmt: skip


# The heat map


def month_columns(sheet: WatchSheet) -> tuple[Column[WatchRow], ...]:
    """Return the columns of the heat map: who, then a column a month, in percent without sign."""
    is_short = len({month.code[:4] for month in sheet.months}) <= 1
    return (
        Column(NAME, N_("Rep"), name_words, name_words, is_sortable=False, strong=True),
        *(_month_column(sheet, place, is_short) for place in range(len(sheet.months))),
    )


def _month_column(sheet: WatchSheet, place: int, is_short: bool) -> Column[WatchRow]:
    month = sheet.months[place]
    full = label_words(Dimension.MONTH, month.code, month.name)

    def ratio(row: WatchRow) -> Decimal | None:
        return heat_ratio(row.months[place] if place < len(row.months) else None)

    def text(row: WatchRow) -> str:
        found = ratio(row)
        return formats.DASH if found is None else formats.number(found * 100)

    def tip(row: WatchRow) -> str:
        cell = row.months[place] if place < len(row.months) else None
        return month_tip(row, full, cell, sheet.metric, sheet.currency)

    return Column(
        month.code, label_words(Dimension.MONTH, month.code, month.name, is_short=is_short),
        text, lambda row: rounded(ratio(row), 6), align=Align.CENTER, kind=CellKind.PERCENT,
        is_sortable=False, tip=tip,
    )  # fmt: skip


def heat_ratio(cell: BoardCell | None) -> Decimal | None:
    """Return what a cell of the heat map shows: actual ÷ what was due by the as-of day.

    Of a month that is over that is its attainment. None before a month begins, and without a
    target above zero.
    """
    if cell is None or not cell.target or cell.target < 0:
        return None
    return cell.pace


# The rows behind a bar


def cause_columns(sheet: CauseSheet, cause: Cause) -> tuple[Column[CauseRow], ...]:
    """Return the columns of the rows behind a bar: of customers, or of products."""
    rows = sheet.rows_of(cause)
    found: list[Column[CauseRow]] = []
    if any(row.customer_code for row in rows):
        found += [
            text_column("customer_code", N_("Code"), lambda row: row.customer_code),
            text_column("customer", N_("Customer"), lambda row: row.customer_name),
        ]
    if any(row.product_code for row in rows):
        found += [
            text_column("product_code", N_("Product code"), lambda row: row.product_code),
            text_column("product", N_("Product"), lambda row: row.product_name),
            _quantity("quantity_before", N_("Quantity before"), lambda row: row.quantity_before),
            _quantity("quantity_now", N_("Quantity now"), lambda row: row.quantity_now),
            text_column("unit", N_("Unit"), lambda row: row.unit),
        ]
    return (
        *found,
        money_column("before", N_("Before"), lambda row: row.before, sheet.currency),
        money_column("now", N_("Now"), lambda row: row.now, sheet.currency),
        money_column("amount", N_("Part of the difference"), lambda row: row.amount,
                     sheet.currency, strong=True),
    )  # fmt: skip


def _quantity(key: str, header: str, get: Callable[[CauseRow], Decimal | None]) -> Column[CauseRow]:
    return Column(
        key, header, lambda row: formats.quantity(get(row)), get, align=Align.END,
        kind=CellKind.NUMBER,
    )  # fmt: skip
