"""The calculator `two-way`: a matrix fitted and rounded to the totals of its rows and columns."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from desktop.errors import Issue
from desktop.i18n import N_
from desktop.services.calculators.amounts import Grain, as_decimal
from desktop.services.calculators.data import (
    NOT_NEGATIVE,
    POSITIVE,
    CalcColumn,
    CalcInput,
    CalcOption,
    CalcRow,
    CalcTable,
    Calculator,
    CellKind,
    OptionKind,
    refused,
)
from desktop.services.figures.data import ColumnKind, ReportColumn
from desktop.services.rules.two_way import Misfit, TwoWay, Unfittable, fit_two_way

_ROWS, _COLUMNS = "rows", "cols"

_MARGIN = (
    CalcColumn("key", CellKind.TEXT, is_key=True, help=N_("name of a row or a column")),
    CalcColumn("total", limits=NOT_NEGATIVE, help=N_("what it adds up to")),
)


def _fit(given: CalcInput) -> CalcTable:
    """Return each cell's fitted value and its amount, in the order of the input."""
    grain = Grain.of(given)
    sides = given.files[_ROWS], given.files[_COLUMNS]
    places = tuple({row.text("key"): at for at, row in enumerate(side)} for side in sides)
    _require_totals(given, places[0], places[1])
    seed = [[Decimal(0)] * len(sides[1]) for _row in sides[0]]
    for row in given.rows:
        seed[places[0][row.text("row")]][places[1][row.text("col")]] = row.number("seed")
    totals = tuple([grain.cell(row, "total") or 0 for row in side] for side in sides)
    try:
        found = fit_two_way(seed, totals[0], totals[1], grain.step)
    except Unfittable as error:
        raise refused(_issue(error, given, grain)) from error
    return CalcTable(
        (
            ReportColumn("row", ColumnKind.TEXT),
            ReportColumn("col", ColumnKind.TEXT),
            ReportColumn("fitted", ColumnKind.QUANTITY),
            ReportColumn("amount", grain.kind),
        ),
        tuple(_cell(row, found, places, grain) for row in given.rows),
    )


def _cell(
    row: CalcRow, found: TwoWay, places: Sequence[dict[str, int]], grain: Grain
) -> tuple[str, str, Decimal, Decimal]:
    names = row.text("row"), row.text("col")
    i, j = places[0][names[0]], places[1][names[1]]
    fitted = as_decimal(found.fitted[i][j] / 10**grain.decimals)
    return (*names, fitted, grain.amount(found.amounts[i][j]))


def _require_totals(given: CalcInput, rows: dict[str, int], columns: dict[str, int]) -> None:
    """Refuse seeds of a row or a column that has no total; each is named once."""
    issues: list[Issue] = []
    for column, known, option in (("row", rows, _ROWS), ("col", columns, _COLUMNS)):
        told: set[str] = set()
        for row in given.rows:
            key = row.text(column)
            if key in known or key in told:
                continue
            told.add(key)
            file = given.text(option)
            issues.append(row.issue("calc_margin_missing", column, key=key, file=file))
    if issues:
        raise refused(*issues)


def _issue(error: Unfittable, given: CalcInput, grain: Grain) -> Issue:
    """Return the issue at the row or column total that stands against it."""
    first, second = (str(grain.amount(amount)) for amount in (error.first, error.second))
    if error.misfit is Misfit.MARGINS_DIFFER:
        return given.issue("calc_margins_differ", rows=first, columns=second)
    rows = [given.files[_ROWS][at] for at in error.rows]
    columns = [given.files[_COLUMNS][at] for at in error.columns]
    if error.misfit is Misfit.BLOCKED:
        return rows[0].issue(
            "calc_margins_blocked",
            "total",
            key=rows[0].text("key"),
            rows=", ".join(row.text("key") for row in rows),
            wanted=first,
            columns=", ".join(row.text("key") for row in columns),
            room=second,
        )
    margin = (*rows, *columns)[0]
    if error.misfit in (Misfit.ROW_NOT_IN_STEPS, Misfit.COLUMN_NOT_IN_STEPS):
        return margin.issue("calc_not_in_steps", "total", step=second)
    return margin.issue("calc_margin_without_seed", "total", key=margin.text("key"), total=first)


CALCULATOR = Calculator(
    "two-way",
    N_("a matrix that meets the totals of its rows and its columns"),
    (
        CalcColumn("row", CellKind.TEXT, is_key=True, help=N_("row of the cell")),
        CalcColumn("col", CellKind.TEXT, is_key=True, help=N_("column of the cell")),
        CalcColumn("seed", limits=NOT_NEGATIVE, help=N_("pattern, such as last year's amount")),
    ),
    (
        CalcOption(
            _ROWS,
            OptionKind.FILE,
            N_("file with the totals of the rows"),
            is_required=True,
            columns=_MARGIN,
        ),
        CalcOption(
            _COLUMNS,
            OptionKind.FILE,
            N_("file with the totals of the columns"),
            is_required=True,
            columns=_MARGIN,
        ),
        CalcOption("step", help=N_("smallest part; default: the minor unit"), limits=POSITIVE),
    ),
    _fit,
)
