"""The calculator `funnel`: from a gap in money to visits a day."""

from __future__ import annotations

from desktop.i18n import N_
from desktop.services.calculators.amounts import as_decimal
from desktop.services.calculators.data import (
    NOT_NEGATIVE,
    POSITIVE,
    CalcInput,
    CalcOption,
    CalcTable,
    Calculator,
    Limits,
)
from desktop.services.figures.data import ColumnKind, ReportColumn
from desktop.services.rules.funnel import close_gap


def _visits(given: CalcInput) -> CalcTable:
    """Return one row: orders, visits rounded up, and visits a day."""
    found = close_gap(
        given.number("gap"),
        given.number("order-value"),
        given.number("hit-rate"),
        given.number("field-days"),
    )
    return CalcTable(
        (
            ReportColumn("orders", ColumnKind.QUANTITY),
            ReportColumn("visits", ColumnKind.COUNT),
            ReportColumn("visits_per_day", ColumnKind.RATE),
        ),
        ((as_decimal(found.orders), found.visits, as_decimal(found.visits_per_day)),),
        (),
        tuple((name.replace("-", "_"), given.text(name)) for name in given.options),
    )


CALCULATOR = Calculator(
    "funnel",
    N_("visits that close a gap"),
    (),
    (
        CalcOption(
            "gap",
            help=N_("money that is lacking to the target"),
            is_required=True,
            limits=NOT_NEGATIVE,
        ),
        CalcOption(
            "order-value", help=N_("money of an average order"), is_required=True, limits=POSITIVE
        ),
        CalcOption(
            "hit-rate",
            help=N_("orders divided by visits, as a fraction of one"),
            is_required=True,
            limits=Limits(least=0, most=1, is_above=True),
        ),
        CalcOption(
            "field-days", help=N_("days in the field left"), is_required=True, limits=POSITIVE
        ),
    ),
    _visits,
)
