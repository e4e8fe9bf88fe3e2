"""Columns of the list of target sheets, of a rep's quarters and of his customers; free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from desktop.enums import Metric
from desktop.i18n import N_
from desktop.services import formats
from desktop.services.exports.people import CellKind
from desktop.services.plans.programme_data import SuggestedCustomer
from desktop.services.plans.sheets_data import QuarterLine, SheetBook, SheetMeasure, SheetRow
from desktop.views.column import (
    Align,
    Column,
    count_column,
    date_column,
    number_column,
    status_column,
    text_column,
)
from desktop.views.plans.measures.words import direction_words, measure_words
from desktop.views.plans.sheets.words import (
    answer_tip,
    answer_tone,
    answer_words,
    growth_tip,
    metric_level_words,
    name_tip,
    name_words,
    total_words,
    verdict_tip,
    verdict_tone,
    verdict_words,
)
from desktop.views.plans.words import METRIC_NAMES, decimals_of

Row = SheetRow

_LAST: Mapping[Metric, str] = {
    Metric.SALES: N_("Net sales, last year"),
    Metric.COLLECTIONS: N_("Collections, last year"),
    Metric.PROFIT: N_("Gross profit, last year"),
    Metric.QUANTITY: N_("Quantity sold, last year"),
    Metric.NEW_CUSTOMERS: N_("New customers, last year"),
    Metric.VISITS: N_("Visits, last year"),
}
_GROWTH: Mapping[Metric, str] = {
    Metric.SALES: N_("Net sales, growth"),
    Metric.COLLECTIONS: N_("Collections, growth"),
    Metric.PROFIT: N_("Gross profit, growth"),
    Metric.QUANTITY: N_("Quantity sold, growth"),
    Metric.NEW_CUSTOMERS: N_("New customers, growth"),
    Metric.VISITS: N_("Visits, growth"),
}
_LAST_TIP = N_(
    "The latest known result of the same twelve months, of the customers who are his in the plan"
)
_GROWTH_TIP = N_("Target against last year's result")


def sheet_columns(book: SheetBook | None, currency: str) -> tuple[Column[Row], ...]:
    """Return the columns: who, the first metric, verdict and answer, then the other metrics."""
    metrics = book.metrics if book is not None else ()
    lead = metrics[:1]
    return (
        text_column("code", N_("No."), lambda row: row.code),
        text_column(
            "name", N_("Name"), name_words, tip=name_tip,
            sort_value=lambda row: row.letters or row.name,
        ),
        text_column("title", N_("Post"), lambda row: row.title, is_hidden=True),
        text_column("manager", N_("Manager"), lambda row: row.manager_name, is_hidden=True),
        text_column("territory", N_("Territory"), lambda row: row.territory_name, is_hidden=True),
        *(column for one in lead for column in _metric_columns(book, one, currency, is_lead=True)),
        status_column(
            "verdict", N_("Verdict"), verdict_words, verdict_tone, tip=verdict_tip,
            sort_value=lambda row: str(row.verdict),
        ),
        status_column(
            "answer", N_("His answer"), answer_words, answer_tone, tip=answer_tip,
        ),
        date_column(
            "answered", N_("Answered on"),
            lambda row: row.answer.day if row.answer is not None else None, is_hidden=True,
        ),
        *(column for one in metrics[1:]
          for column in _metric_columns(book, one, currency, is_lead=False)),
        count_column(
            "customers", N_("Customers"), lambda row: row.customers,
            header_tip=N_("Customers with a target of their own"), is_hidden=True,
        ),
        date_column("left", N_("Leaves on"), lambda row: row.left_on, is_hidden=True),
    )  # fmt: skip


def _metric_columns(
    book: SheetBook | None, metric: Metric, currency: str, *, is_lead: bool
) -> tuple[Column[Row], ...]:
    decimals = 0
    if book is not None:
        values = tuple(
            one.target for row in book.rows for one in row.figures if one.metric is metric
        )
        decimals = decimals_of(metric, currency, values)
    kind = CellKind.MONEY if metric.is_money else CellKind.NUMBER

    def target(row: Row) -> Decimal | None:
        figure = row.figure(metric)
        return figure.target if figure is not None else None

    def last(row: Row) -> Decimal | None:
        figure = row.figure(metric)
        return figure.last_year if figure is not None else None

    def growth(row: Row) -> Decimal | None:
        figure = row.figure(metric)
        return figure.growth.value if figure is not None else None

    return (
        Column(
            str(metric), METRIC_NAMES[metric],
            lambda row: formats.number(target(row), decimals), target,
            align=Align.END, kind=kind, decimals=decimals,
            header_tip=N_("Target of the plan's year"), strong=is_lead,
        ),
        Column(
            f"{metric}_last", N_("Last year") if is_lead else _LAST[metric],
            lambda row: formats.number(last(row), 0), last,
            align=Align.END, kind=kind, decimals=0, header_tip=_LAST_TIP, is_hidden=not is_lead,
        ),
        Column(
            f"{metric}_growth", N_("Growth") if is_lead else _GROWTH[metric],
            lambda row: formats.change(growth(row)), growth,
            align=Align.END, kind=CellKind.PERCENT, header_tip=_GROWTH_TIP,
            tip=lambda row: growth_tip(row, metric), is_hidden=not is_lead,
        ),
    )  # fmt: skip


def totals_of(
    columns: tuple[Column[Row], ...], line: Row, answers: str, *, has_all: bool
) -> dict[str, object]:
    """Return the last line's raw values by column key; an undefined figure is a dash."""
    found: dict[str, object] = {
        "code": "", "name": total_words(has_all=has_all), "answer": answers,
    }  # fmt: skip
    for column in columns:
        if column.kind not in (CellKind.TEXT, CellKind.DATE):
            value = column.value(line)
            found[column.key] = formats.DASH if value is None else value
            if column.kind is CellKind.PERCENT:
                found[column.key] = formats.change(value if isinstance(value, Decimal) else None)
    return found


def quarter_columns(currency: str) -> tuple[Column[QuarterLine], ...]:
    """Return the columns of a rep's targets: the metric, four quarters, the year."""
    heads = (N_("Quarter 1"), N_("Quarter 2"), N_("Quarter 3"), N_("Quarter 4"))

    def amount(line: QuarterLine, value: Decimal | None) -> str:
        return formats.number(value, decimals_of(line.metric, currency, line.quarters))

    def quarter(place: int) -> Column[QuarterLine]:
        return Column(
            f"q{place + 1}", heads[place],
            lambda line: amount(line, line.quarters[place]), lambda line: line.quarters[place],
            align=Align.END, kind=CellKind.NUMBER,
        )  # fmt: skip

    return (
        text_column(
            "metric", N_("Target"), lambda line: metric_level_words(line.metric, line.level)
        ),
        *(quarter(place) for place in range(4)),
        Column(
            "year", N_("Year"), lambda line: amount(line, line.year), lambda line: line.year,
            align=Align.END, kind=CellKind.NUMBER, strong=True,
        ),
    )  # fmt: skip


def customer_columns() -> tuple[Column[SuggestedCustomer], ...]:
    """Return the columns of the customers to begin with."""

    return (
        text_column("name", N_("Customer"), lambda row: row.name, tip=lambda row: row.name,
                    characters=22),
        text_column("customer_class", N_("Class"), lambda row: row.customer_class),
        _money("to_win", N_("To win"), lambda row: row.to_win,
               N_("What he lacks to the year before, or to his own target"), strong=True),
        count_column("visits", N_("Visits"), lambda row: row.visits,
                     header_tip=N_("His share of the visits on top")),
        _money("last", N_("Last 12 months"), lambda row: row.last,
               N_("Net sales of the last twelve whole months")),
        _money("before", N_("12 months before"), lambda row: row.before,
               N_("Net sales of the twelve months before those")),
        _money("target", N_("Target"), lambda row: row.target,
               N_("His own target of the plan's year")),
        number_column("usual", N_("Usual a month"), lambda row: row.usual, 1,
                      header_tip=N_("Visits a month that a customer of his class usually gets: "
                                    "A 4, B 2, C 1, D one in two months")),
        text_column("code", N_("No."), lambda row: row.code, is_hidden=True),
    )  # fmt: skip


def _money(
    key: str,
    header: str,
    get: Callable[[SuggestedCustomer], Decimal | None],
    tip: str,
    *,
    strong: bool = False,
) -> Column[SuggestedCustomer]:
    return Column(
        key, header, lambda row: formats.number(get(row)), get,
        align=Align.END, kind=CellKind.MONEY, decimals=0, header_tip=tip, strong=strong,
    )  # fmt: skip


def measure_columns() -> tuple[Column[SheetMeasure], ...]:
    """Return the columns of a rep's own measures: the measure, four quarters, the year."""
    heads = (N_("Quarter 1"), N_("Quarter 2"), N_("Quarter 3"), N_("Quarter 4"))

    def amount(key: str, head: str, get: Callable[[SheetMeasure], Decimal | None], *,
               strong: bool = False) -> Column[SheetMeasure]:  # fmt: skip
        return Column(
            key, head, lambda line: formats.number(get(line), line.entry.decimals), get,
            align=Align.END, kind=CellKind.NUMBER, strong=strong,
        )  # fmt: skip

    return (
        text_column("name", N_("Measure"), lambda line: measure_words(line.entry)),
        text_column("better", N_("Better is"), lambda line: direction_words(line.entry)),
        *(
            amount(f"quarter{place}", head, lambda line, at=place: line.quarters[at])  # type: ignore[misc]
            for place, head in enumerate(heads)
        ),
        amount("year", N_("Year"), lambda line: line.year, strong=True),
    )
