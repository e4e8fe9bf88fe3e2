"""What the Plans tab calls things: dimensions, metrics, statuses, labels, reasons; free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from desktop.enums import Dimension, Metric
from desktop.i18n import N_, _
from desktop.money import currency_decimals
from desktop.periods import Month
from desktop.services import formats
from desktop.services.rules.attainment import (
    NO_COST,
    NO_DAYS_LEFT,
    NO_TARGET,
    NO_WORKDAYS,
    NOT_BEGUN,
    ZERO_TARGET,
    PaceStatus,
)
from desktop.tone import Tone


class Show(StrEnum):
    """Which figure the cells of the board show."""

    ATTAINMENT = "attainment"
    ACTUAL = "actual"
    TARGET = "target"
    VARIANCE = "variance"


#: Names of dimensions, to be translated where they are shown.
DIMENSION_NAMES: Mapping[Dimension, str] = {
    Dimension.REP: N_("Rep"),
    Dimension.MANAGER: N_("Manager"),
    Dimension.TERRITORY: N_("Territory"),
    Dimension.CUSTOMER: N_("Customer"),
    Dimension.CLASS: N_("Customer class"),
    Dimension.PRODUCT_GROUP: N_("Product group"),
    Dimension.PRODUCT: N_("Product"),
    Dimension.MONTH: N_("Month"),
    Dimension.QUARTER: N_("Quarter"),
    Dimension.YEAR: N_("Year"),
}

_UNASSIGNED: Mapping[Dimension, str] = {
    Dimension.REP: N_("No rep"),
    Dimension.MANAGER: N_("No manager"),
    Dimension.TERRITORY: N_("No territory"),
    Dimension.CUSTOMER: N_("No customer"),
    Dimension.PRODUCT_GROUP: N_("No product group"),
    Dimension.PRODUCT: N_("No product"),
}

#: Names of metrics, to be translated where they are shown.
METRIC_NAMES: Mapping[Metric, str] = {
    Metric.SALES: N_("Net sales"),
    Metric.COLLECTIONS: N_("Collections"),
    Metric.PROFIT: N_("Gross profit"),
    Metric.QUANTITY: N_("Quantity sold"),
    Metric.NEW_CUSTOMERS: N_("New customers"),
    Metric.VISITS: N_("Visits"),
}

_SHOWN: Mapping[Show, str] = {
    Show.ATTAINMENT: N_("Attainment %"),
    Show.ACTUAL: N_("Actual"),
    Show.TARGET: N_("Target"),
    Show.VARIANCE: N_("Actual less target"),
}

_NOTHING: Mapping[Metric, str] = {
    Metric.SALES: N_("No targets and no sales in this period."),
    Metric.COLLECTIONS: N_("No targets and no collections in this period."),
    Metric.PROFIT: N_("No targets and no gross profit in this period."),
    Metric.QUANTITY: N_("No targets and nothing sold in this period."),
    Metric.NEW_CUSTOMERS: N_("No targets and no new customers in this period."),
    Metric.VISITS: N_("No targets and no visits in this period."),
}

_WITHOUT_TARGETS: Mapping[Metric, str] = {
    Metric.SALES: N_("The plan has no targets for net sales here; only actuals are shown."),
    Metric.COLLECTIONS: N_("The plan has no targets for collections here; only actuals are shown."),
    Metric.PROFIT: N_("The plan has no targets for gross profit here; only actuals are shown."),
    Metric.QUANTITY: N_("The plan has no targets for quantities here; only actuals are shown."),
    Metric.NEW_CUSTOMERS: N_(
        "The plan has no targets for new customers here; only actuals are shown."
    ),
    Metric.VISITS: N_("The plan has no targets for visits here; only actuals are shown."),
}

_STATUSES: Mapping[PaceStatus, tuple[str, Tone]] = {
    PaceStatus.ON_TRACK: (N_("On track"), Tone.GOOD),
    PaceStatus.BEHIND: (N_("Behind"), Tone.WATCH),
    PaceStatus.AT_RISK: (N_("At risk"), Tone.BAD),
    PaceStatus.UNKNOWN: (N_("No pace yet"), Tone.NONE),
}

_REASONS: Mapping[str, str] = {
    NO_TARGET: N_("There is no target here."),
    ZERO_TARGET: N_("The target is zero, so there is nothing to divide by."),
    NO_COST: N_("No line here has a cost, so there is no gross profit to speak of."),
    NO_WORKDAYS: N_("The calendar has no working days here."),
    NOT_BEGUN: N_("No working day has passed here yet."),
    NO_DAYS_LEFT: N_("No working days are left."),
}


def dimension_words(dimension: Dimension) -> str:
    """Return a dimension's name in the language of the moment."""
    return _(DIMENSION_NAMES[dimension])


def metric_words(metric: Metric) -> str:
    """Return a metric's name in the language of the moment."""
    return _(METRIC_NAMES[metric])


def show_words(show: Show) -> str:
    """Return the name of what the cells show."""
    return _(_SHOWN[show])


def empty_words(metric: Metric) -> str:
    """Return the sentence of a board without rows."""
    return _(_NOTHING[metric])


def without_targets_words(metric: Metric) -> str:
    """Return the sentence of a plan that has no targets for the metric."""
    return _(_WITHOUT_TARGETS[metric])


def status_words(status: PaceStatus) -> str:
    """Return a pace status in a word or two."""
    return _(_STATUSES[status][0])


def status_tone(status: PaceStatus) -> Tone:
    """Return the tone of a pace status: its shape and colour."""
    return _STATUSES[status][1]


def reason_words(note: str) -> str:
    """Return why a figure has no value, as a sentence; "" where there is no reason to give."""
    return _(_REASONS[note]) if note in _REASONS else note


def label_words(dimension: Dimension, code: str, name: str, *, is_short: bool = False) -> str:
    """Return what a row or column is called: a person's name, `Nov 2026`, "No rep".

    `is_short` leaves the year out of months and quarters, where the period is one year.
    """
    if not code:
        return _(_UNASSIGNED[dimension]) if dimension in _UNASSIGNED else _("Unassigned")
    if dimension is Dimension.MONTH:
        month = month_of(code)
        return formats.short_month(month) if is_short else formats.month(month)
    if dimension is Dimension.QUARTER:
        year, number = code.split("-Q")
        if is_short:
            return _("Q{number}").format(number=number)
        return formats.quarter(Month.at(int(year), int(number) * 3))
    return name


def month_of(code: str) -> Month:
    """Return the month of a board's code, `2026-11`."""
    year, number = code.split("-")
    return Month.at(int(year), int(number))


def amount_words(value: Decimal | None, metric: Metric, currency: str) -> str:
    """Return an amount of a metric in full: money with its sign, pieces, a count."""
    if metric.is_money:
        return formats.money(value, currency)
    return formats.quantity(value)


def rate_words(value: Decimal | None, metric: Metric, currency: str) -> str:
    """Return an amount that is a quotient: money, or pieces and counts to one decimal."""
    return formats.money(value, currency) if metric.is_money else formats.number(value, 1)


def decimals_of(metric: Metric, currency: str, values: tuple[Decimal | None, ...]) -> int:
    """Return how many decimals a table of these amounts needs: none where all are whole."""
    if all(value is None or value == value.to_integral_value() for value in values):
        return 0
    return currency_decimals(currency) if metric.is_money else 2
