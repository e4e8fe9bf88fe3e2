"""The calculator `curve`: from attainment to score."""

from __future__ import annotations

from decimal import Decimal

from desktop.i18n import N_
from desktop.services.calculators.data import (
    NOT_NEGATIVE,
    CalcColumn,
    CalcInput,
    CalcOption,
    CalcTable,
    Calculator,
    OptionKind,
    refused,
)
from desktop.services.calculators.placing import at_option
from desktop.services.figures.data import ColumnKind, ReportColumn
from desktop.services.imports.numbers import NumberStyle, read_number
from desktop.services.rules.scoring import Below, score_curve

_POINT = NumberStyle(".")

#: The options to blame for a curve that makes no sense.
_BLAME = {
    "curve_empty": "points",
    "curve_order": "points",
    "curve_below": "below",
    "curve_cap": "cap",
}


def _scores(given: CalcInput) -> CalcTable:
    """Return the score of each row, in the order of the input."""
    with at_option(given, _BLAME):
        curve = score_curve(
            _points(given),
            is_step_wise=given.has("step-wise"),
            below=Below(given.text("below")),
            cap=given.number("cap") if given.has("cap") else None,
        )
    rows = tuple((curve.score(row.number("attainment")),) for row in given.rows)
    return CalcTable((ReportColumn("score", ColumnKind.QUANTITY),), rows)


def _points(given: CalcInput) -> tuple[tuple[Decimal, Decimal], ...]:
    """Return the points of the list `a:s,a:s`, in its order."""
    points = []
    for word in given.text("points").split(","):
        numbers = [read_number(part, _POINT) for part in word.split(":")]
        match numbers:
            case [Decimal() as attainment, Decimal() as score]:
                points.append((attainment, score))
            case _:
                raise refused(given.issue("curve_points_form", "points", point=word.strip()))
    return tuple(points)


CALCULATOR = Calculator(
    "curve",
    N_("score of an attainment by a curve of points"),
    (CalcColumn("attainment", help=N_("attainment, in the unit of the points")),),
    (
        CalcOption(
            "points",
            OptionKind.TEXT,
            N_("attainment and score of each point, rising, as in 0.8:60,1:100,1.2:120"),
            is_required=True,
            placeholder="a:s,a:s…",
        ),
        CalcOption("step-wise", OptionKind.FLAG, N_("hold each score up to the next point")),
        CalcOption(
            "below",
            OptionKind.CHOICE,
            N_("below the first point: nothing, or in a straight line down to nothing at 0"),
            default=str(Below.ZERO),
            choices=tuple(str(one) for one in Below),
        ),
        CalcOption("cap", help=N_("the highest score"), limits=NOT_NEGATIVE),
    ),
    _scores,
)
