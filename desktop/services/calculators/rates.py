"""The calculator `compare-rates`: rates with their intervals, and which can be told apart."""

from __future__ import annotations

from itertools import combinations

from desktop.i18n import N_
from desktop.services.calculators.data import (
    NOT_NEGATIVE,
    CalcColumn,
    CalcInput,
    CalcOption,
    CalcTable,
    Calculator,
    CellKind,
    OptionKind,
)
from desktop.services.calculators.placing import at_row
from desktop.services.figures.data import ColumnKind, ReportColumn, Value, undefinable
from desktop.services.rules.rates import Counts, are_told_apart, fisher, require_counts, wilson

_BLAME = {"rate_negative": "events", "rate_more_events": "events", "rate_too_many": "trials"}


def _compare(given: CalcInput) -> CalcTable:
    """Return a row a key with its interval, or with `--pairs` a row a pair with its test."""
    counts = []
    for row in given.rows:
        with at_row(row, _BLAME):
            found = require_counts(row.whole("events"), row.whole("trials"))
        counts.append((row.text("key"), found))
    return _pairs(counts) if given.has("pairs") else _intervals(counts)


def _intervals(counts: list[tuple[str, Counts]]) -> CalcTable:
    rows = []
    for key, one in counts:
        found = wilson(one)
        cells: list[Value] = [key]
        for ratio in (found.rate, found.low, found.high):
            cells += [ratio.value, ratio.reason]
        rows.append(tuple(cells))
    columns = (
        ReportColumn("key", ColumnKind.TEXT),
        *undefinable("rate", ColumnKind.RATIO),
        *undefinable("low", ColumnKind.RATIO),
        *undefinable("high", ColumnKind.RATIO),
    )
    return CalcTable(columns, tuple(rows), (), (("interval", "Wilson, 95 %"),))


def _pairs(counts: list[tuple[str, Counts]]) -> CalcTable:
    rows = []
    for (key, one), (other_key, other) in combinations(counts, 2):
        p = fisher(one, other)
        apart = "yes" if are_told_apart(p) else "no"
        rows.append((key, other_key, p.value, p.reason, apart))
    columns = (
        ReportColumn("key", ColumnKind.TEXT),
        ReportColumn("other", ColumnKind.TEXT),
        *undefinable("p", ColumnKind.RATIO),
        ReportColumn("told_apart", ColumnKind.TEXT),
    )
    definitions = (("test", "Fisher, exact, two-sided"), ("told_apart", "p below 0.05"))
    return CalcTable(columns, tuple(rows), (), definitions)


CALCULATOR = Calculator(
    "compare-rates",
    N_("rates with their intervals, and which of them differ"),
    (
        CalcColumn("key", CellKind.TEXT, is_key=True, help=N_("whose rate it is")),
        CalcColumn("events", CellKind.WHOLE, limits=NOT_NEGATIVE, help=N_("how often it happened")),
        CalcColumn(
            "trials", CellKind.WHOLE, limits=NOT_NEGATIVE, help=N_("how often it could have")
        ),
    ),
    (CalcOption("pairs", OptionKind.FLAG, N_("test every two against each other")),),
    _compare,
)
