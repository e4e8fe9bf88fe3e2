"""The calculator `allocate`: a total spread over keys so that it adds up exactly."""

from __future__ import annotations

from desktop.errors import Issue
from desktop.i18n import N_, _
from desktop.services.calculators.amounts import Grain
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
from desktop.services.rules.spreading import (
    Obstacle,
    Spread,
    Unit,
    Unspreadable,
    spread,
    spread_increment,
    spread_untapped,
)

WEIGHTS, UNTAPPED, INCREMENT = "weights", "untapped", "increment"

#: The code of each obstacle that is a sum, whose place is the total.
_SUMS = {
    Obstacle.LEAST_ABOVE_TOTAL: "calc_least_above_total",
    Obstacle.MOST_BELOW_TOTAL: "calc_most_below_total",
    Obstacle.TOTAL_FALLS: "calc_total_falls",
}


def _columns(given: CalcInput) -> tuple[CalcColumn, ...]:
    """Return the columns that the method needs, and those that it can do without."""
    method = given.text("method")
    return (
        CalcColumn("key", CellKind.TEXT, is_key=True, help=N_("what the total is spread over")),
        CalcColumn(
            "weight",
            is_required=method != UNTAPPED,
            limits=NOT_NEGATIVE,
            help=N_("share of the total, or of its rise, in any unit"),
        ),
        CalcColumn(
            "current",
            is_required=method != WEIGHTS,
            help=N_("the present amount; a locked key keeps it"),
        ),
        CalcColumn(
            "potential",
            is_required=method == UNTAPPED,
            limits=NOT_NEGATIVE,
            help=N_("what the key could reach"),
        ),
        CalcColumn("min", is_required=False, help=N_("the least that the key is given")),
        CalcColumn("max", is_required=False, help=N_("the most that the key is given")),
        CalcColumn(
            "locked",
            CellKind.YES_NO,
            is_required=False,
            help=N_("yes: the key keeps its present amount"),
        ),
    )


def _allocate(given: CalcInput) -> CalcTable:
    """Return the amount of each key, in the order of the input."""
    grain = Grain.of(given)
    total = grain.option(given, "total")
    # Ties go to the first key by name, so that sorting the file changes nobody's amount.
    rows = sorted(given.rows, key=lambda row: row.text("key"))
    try:
        found = _spread(given, grain, total, rows)
    except Unspreadable as error:
        raise refused(_issue(error, given, grain, rows)) from error
    amounts = {
        row.line: grain.amount(amount) for row, amount in zip(rows, found.amounts, strict=True)
    }
    columns = (ReportColumn("key", ColumnKind.TEXT), ReportColumn("amount", grain.kind))
    remarks: tuple[str, ...] = ()
    if found.was_even:
        remarks = (_("No weight was left to go by, so the amounts were spread evenly."),)
    return CalcTable(
        columns,
        tuple((row.text("key"), amounts[row.line]) for row in given.rows),
        remarks,
        (("method", given.text("method")),),
    )


def _spread(given: CalcInput, grain: Grain, total: int, rows: list[CalcRow]) -> Spread:
    method = given.text("method")
    units = [_unit(row, grain) for row in rows]
    if method == WEIGHTS:
        return spread(total, units, grain.step)
    currents = [grain.cell(row, "current") or 0 for row in rows]
    if method == INCREMENT:
        return spread_increment(total, currents, units, grain.step)
    potentials = [row.number("potential").scaleb(grain.decimals) for row in rows]
    return spread_untapped(total, currents, potentials, units, grain.step)


def _unit(row: CalcRow, grain: Grain) -> Unit:
    locked = None
    if row.flag("locked"):
        locked = grain.cell(row, "current")
        if locked is None:
            raise refused(row.issue("calc_locked_without_value", "locked", key=row.text("key")))
    weight = row.optional("weight")
    return Unit(
        0 if weight is None else weight, grain.cell(row, "min"), grain.cell(row, "max"), locked
    )


def _issue(error: Unspreadable, given: CalcInput, grain: Grain, rows: list[CalcRow]) -> Issue:
    """Return the issue at the key or at the total that stands against it."""
    first, second = (str(grain.amount(amount)) for amount in (error.first, error.second))
    if error.unit is None:
        facts: dict[str, object] = {"sum": first, "total": second}
        return given.issue(_SUMS[error.obstacle], "total", **facts)
    row = rows[error.unit]
    if error.obstacle is Obstacle.BOUNDS_CROSSED:
        return row.issue(
            "calc_bounds_crossed", "max", key=row.text("key"), least=first, most=second
        )
    return row.issue(
        "calc_most_below_current", "max", key=row.text("key"), most=first, current=second
    )


CALCULATOR = Calculator(
    "allocate",
    N_("a total spread by weight, exactly"),
    _columns(CalcInput(options={"method": WEIGHTS})),
    (
        CalcOption("total", help=N_("what is to be spread"), is_required=True),
        CalcOption("step", help=N_("smallest part; default: the minor unit"), limits=POSITIVE),
        CalcOption(
            "method",
            OptionKind.CHOICE,
            N_(
                "by weight; or only the rise over the present total: by what is untapped, by weight"
            ),
            default=WEIGHTS,
            choices=(WEIGHTS, UNTAPPED, INCREMENT),
        ),
    ),
    _allocate,
    _columns,
)
