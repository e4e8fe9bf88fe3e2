"""The calculator `workload`: how many reps the visits of a year need."""

from __future__ import annotations

from desktop.i18n import N_
from desktop.services.calculators.amounts import as_decimal
from desktop.services.calculators.data import (
    NOT_NEGATIVE,
    POSITIVE,
    CalcColumn,
    CalcInput,
    CalcOption,
    CalcTable,
    Calculator,
    CellKind,
    Limits,
)
from desktop.services.figures.data import ColumnKind, ReportColumn
from desktop.services.rules.workload import ClassLoad, reps_needed, whole_reps


def _reps(given: CalcInput) -> CalcTable:
    """Return one row: the reps needed, exact and whole."""
    loads = [
        ClassLoad(row.whole("accounts"), row.number("calls"), row.number("hours_per_call"))
        for row in given.rows
    ]
    exact = reps_needed(loads, given.number("hours"), given.number("selling-share"))
    return CalcTable(
        (
            ReportColumn("reps_exact", ColumnKind.QUANTITY),
            ReportColumn("reps", ColumnKind.COUNT),
        ),
        ((as_decimal(exact), whole_reps(exact)),),
        (),
        (("hours", given.text("hours")), ("selling_share", given.text("selling-share"))),
    )


CALCULATOR = Calculator(
    "workload",
    N_("reps needed for the visits of all classes"),
    (
        CalcColumn("class", CellKind.TEXT, is_key=True, help=N_("class of customers")),
        CalcColumn("accounts", CellKind.WHOLE, limits=NOT_NEGATIVE, help=N_("how many they are")),
        CalcColumn("calls", limits=NOT_NEGATIVE, help=N_("visits to each in the period")),
        CalcColumn("hours_per_call", limits=NOT_NEGATIVE, help=N_("hours that a visit takes")),
    ),
    (
        CalcOption(
            "hours",
            help=N_("working hours of a rep in the period"),
            is_required=True,
            limits=POSITIVE,
        ),
        CalcOption(
            "selling-share",
            help=N_("part of them spent with customers; default: all"),
            default=1,
            limits=Limits(least=0, most=1, is_above=True),
        ),
    ),
    _reps,
)
