"""Columns of the wizard's lists; free of Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.i18n import N_, _
from desktop.services import formats
from desktop.services.exports.people import CellKind
from desktop.views.column import (
    Align,
    Column,
    count_column,
    date_column,
    number_column,
    text_column,
)
from desktop.views.plans.programmes.state import VisitRow
from desktop.views.plans.programmes.words import class_words, rate_tip

VISITS = "visits"
NONE, MORE, SATURATION, LEAST = "none", "more", "saturation", "least"
JUDGED = (NONE, MORE, SATURATION, LEAST)


def _whole(
    key: str, header: str, get: Callable[[VisitRow], Decimal | None], header_tip: str = ""
) -> Column[VisitRow]:
    """Return a column of amounts without cents: beside a programme they say nothing."""
    return number_column(key, header, get, 0, header_tip=header_tip)


def customer_columns() -> tuple[Column[VisitRow], ...]:
    """Return the columns of the step "Customers"."""
    return (
        Column(
            "is_in", N_("In"), lambda row: "✓" if row.is_in else "–", lambda row: row.is_in,
            align=Align.CENTER, characters=4,
            tip=lambda row: _("In the programme") if row.is_in else _("Left out (Space)"),
        ),
        text_column("name", N_("Customer"), lambda row: row.customer.name, characters=28,
                    strong=True),
        text_column("class", N_("Class"), lambda row: class_words(row.customer.customer_class)),
        _whole("to_win", N_("To win"), lambda row: row.customer.to_win,
               N_("What the last twelve months lack to those before, or to his target")),
        _whole("gap_share", N_("Share of the gap"), lambda row: row.customer.gap_share,
               N_("The gap in proportion to what is to be won")),
        date_column("last_visit", N_("Last visit"), lambda row: row.customer.last_visit),
        count_column("seen", N_("Visits"), lambda row: row.customer.visits,
                     header_tip=N_("His visits of the last twelve months")),
        Column(
            "rate", N_("Orders a visit"),
            lambda row: formats.percent(_rate(row)), _rate,
            align=Align.END, kind=CellKind.PERCENT, tip=lambda row: rate_tip(row.customer),
            header_tip=N_("His own rate at the customer, shrunk to his rate elsewhere"),
        ),
        Column(
            "interval", N_("Interval 95 %"), _interval,
            lambda row: None if row.customer.rates is None else row.customer.rates.low,
            align=Align.END, tip=lambda row: rate_tip(row.customer),
        ),
        _whole("order", N_("Average order"),
               lambda row: None if row.customer.rates is None else row.customer.rates.order_value),
        text_column("territory", N_("Territory"), lambda row: row.customer.territory,
                    characters=14, is_hidden=True),
        number_column("last", N_("Last 12 months"), lambda row: row.customer.last, 0,
                      header_tip=N_("Net sales"), is_hidden=True),
    )  # fmt: skip


def _rate(row: VisitRow) -> Decimal | None:
    return None if row.customer.rates is None else row.customer.rates.hit_rate


def _interval(row: VisitRow) -> str:
    rates = row.customer.rates
    if rates is None:
        return formats.DASH
    return f"{formats.percent(rates.low, 0)} – {formats.percent(rates.high, 0)}"


def visit_columns() -> tuple[Column[VisitRow], ...]:
    """Return the columns of the step "Visits"."""
    return (
        text_column("name", N_("Customer"), lambda row: row.customer.name, characters=28,
                    strong=True),
        text_column("class", N_("Class"), lambda row: class_words(row.customer.customer_class)),
        count_column("present", N_("Anyway"), lambda row: row.customer.present,
                     header_tip=N_("Visits that he would get as he is visited now")),
        count_column("suggested", N_("Suggested"), lambda row: row.customer.suggested,
                     header_tip=N_("By class, and what is left where most is to be won")),
        Column(
            VISITS, N_("Visits"), lambda row: formats.number(row.visits),
            lambda row: row.visits, align=Align.END, kind=CellKind.COUNT, decimals=0,
            header_tip=N_("Typed here: visits in the months left"), strong=True, characters=9,
            is_sortable=False,
        ),
        number_column("orders", N_("Expected orders"), lambda row: row.orders, 1,
                      header_tip=N_("Visits times orders a visit")),
        _whole("on_top", N_("On top"), lambda row: row.on_top,
               N_("Expected sales of the visits beyond those anyway, at the customer's own rates. "
                  "For many more visits judge the response: it weakens.")),
        _whole("gap_share", N_("Share of the gap"), lambda row: row.customer.gap_share),
        date_column("last_visit", N_("Last visit"), lambda row: row.customer.last_visit),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DayRow:
    """A visit of the day that is looked at; one of another origin cannot be moved."""

    customer_id: int
    name: str
    customer_class: str
    territory: str
    day: date
    is_ours: bool
    is_done: bool


def day_columns() -> tuple[Column[DayRow], ...]:
    """Return the columns of a day's visits."""
    return (
        text_column("name", N_("Customer"), lambda row: row.name, characters=22, strong=True),
        text_column("territory", N_("Territory"), lambda row: row.territory, characters=14),
        text_column(
            "class", N_("Class"), lambda row: class_words(row.customer_class), is_hidden=True
        ),
    )


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A line of judgements: a class (`customer_id` None) or a customer; texts as they are typed.

    `best` is the answer, None before there is one; `is_own` says that the customer does not
    follow his class.
    """

    customer_id: int | None
    customer_class: str
    name: str
    present: int | None
    sales: Decimal | None
    none: str
    more: str
    saturation: str
    least: str
    best: int | None
    is_own: bool


def judged_columns() -> tuple[Column[JudgedRow], ...]:
    """Return the columns of the judgements; percentages are of the present sales."""

    def typed(key: str, header: str, tip: str) -> Column[JudgedRow]:
        return Column(
            key, header, lambda row: str(getattr(row, key)), lambda row: getattr(row, key),
            align=Align.END, header_tip=tip, is_sortable=False,
        )  # fmt: skip

    return (
        text_column("name", N_("Customer or class"), lambda row: row.name, characters=24,
                    strong=True),
        typed(NONE, N_("None %"), N_("Sales without any visit, in percent of now")),
        typed(MORE, N_("+50 %"), N_("Sales with half as many visits again, in percent of now")),
        typed(SATURATION, N_("Most %"), N_("Sales with visits without limit, in percent of now")),
        typed(LEAST, N_("At least"), N_("The fewest visits that he gets in any case")),
        Column(
            "best", N_("Best"),
            lambda row: "" if row.best is None else formats.number(row.best),
            lambda row: row.best, align=Align.END, kind=CellKind.COUNT, strong=True,
            header_tip=N_("The visits that should bring most by these judgements"),
            is_sortable=False,
        ),
        Column(
            "present", N_("Anyway"),
            lambda row: "" if row.present is None else formats.number(row.present),
            lambda row: row.present, align=Align.END, kind=CellKind.COUNT, is_sortable=False,
        ),
        Column(
            "sales", N_("Sales now"),
            lambda row: "" if row.sales is None else formats.number(row.sales),
            lambda row: row.sales, align=Align.END, kind=CellKind.NUMBER, decimals=0,
            is_sortable=False,
        ),
        text_column("class", N_("Class"), lambda row: class_words(row.customer_class),
                    is_hidden=True),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A line of the sensitivity: what is changed, visits, sales, difference to the answer."""

    what: str
    by: str
    visits: Decimal
    sales: Decimal
    difference: Decimal


def change_columns() -> tuple[Column[ChangeRow], ...]:
    """Return the columns of the sensitivity."""
    return (
        text_column("what", N_("If"), lambda row: row.what, characters=20),
        Column("by", N_("Change"), lambda row: row.by, lambda row: row.by, align=Align.END,
               is_sortable=False),
        number_column("visits", N_("Visits"), lambda row: row.visits, 0),
        number_column("sales", N_("Expected sales"), lambda row: row.sales, 0),
        number_column("difference", N_("Difference"), lambda row: row.difference, 0),
    )  # fmt: skip
