"""The calculator `potential`: each area's share of a market by several indicators."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from desktop.i18n import N_
from desktop.services.calculators.amounts import as_decimal
from desktop.services.calculators.data import (
    CalcColumn,
    CalcInput,
    CalcOption,
    CalcTable,
    Calculator,
    CellKind,
    Limits,
    OptionKind,
    refused,
)
from desktop.services.figures.data import ColumnKind, ReportColumn
from desktop.services.rules.potential import buying_power

_AREA = "area"
_AREA_COLUMN = CalcColumn(_AREA, CellKind.TEXT, is_key=True, help=N_("the area"))
_PERCENT = Limits(least=0, most=100)


def _weights(given: CalcInput) -> dict[str, Decimal]:
    """Return the weight of each indicator, in the order in which they are written."""
    weights: dict[str, Decimal] = {}
    for word in given.text("weights").split(","):
        name, _equals, number = (part.strip() for part in word.partition("="))
        try:
            weight = Decimal(number)
        except InvalidOperation as error:
            raise refused(given.issue("calc_weights_form", "weights")) from error
        if not name or name == _AREA or not weight.is_finite() or weight < 0:
            raise refused(given.issue("calc_weights_form", "weights"))
        if name in weights:
            raise refused(given.issue("calc_weight_twice", "weights", name=name))
        weights[name] = weight
    total = sum(weights.values())
    if total != 1:
        raise refused(given.issue("calc_weights_total", "weights", sum=f"{total:f}"))
    return weights


def _columns(given: CalcInput) -> tuple[CalcColumn, ...]:
    """Return the area and a column for each indicator that has a weight."""
    percent = N_("percentage of the whole market")
    return (
        _AREA_COLUMN,
        *(CalcColumn(name, limits=_PERCENT, help=percent) for name in _weights(given)),
    )


def _index(given: CalcInput) -> CalcTable:
    """Return each area's index, in the order of the input."""
    weights = _weights(given)
    rows = tuple(
        (
            row.text(_AREA),
            as_decimal(
                buying_power([row.number(name) for name in weights], list(weights.values()))
            ),
        )
        for row in given.rows
    )
    return CalcTable(
        (ReportColumn(_AREA, ColumnKind.TEXT), ReportColumn("index", ColumnKind.QUANTITY)),
        rows,
        (),
        (("weights", given.text("weights")),),
    )


CALCULATOR = Calculator(
    "potential",
    N_("share of each area in the market, by weighted indicators"),
    (_AREA_COLUMN,),
    (
        CalcOption(
            "weights",
            OptionKind.TEXT,
            N_("weight of each column; together 1"),
            is_required=True,
            placeholder="a=.5,b=.3,c=.2",
        ),
    ),
    _index,
    _columns,
)
