"""The calculator `dso`: days sales outstanding at the ends of months."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from desktop.i18n import N_
from desktop.ratio import Ratio
from desktop.services.calculators.data import (
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
from desktop.services.figures.data import ColumnKind, ReportColumn, Value, undefinable
from desktop.services.rules import dso

SIMPLE, COUNT_BACK = "simple", "countback"

NO_RECEIVABLE = N_("no receivable given")

_ISO_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])", re.ASCII)


def _days(given: CalcInput) -> CalcTable:
    """Return the rows with the days outstanding at the end of each month with a receivable.

    Count-back goes back through all rows before; `simple` takes as its period the months since
    the last row before that has a receivable, or since the first row.
    """
    _require_order(given.rows)
    rows = []
    first = 0
    for place, row in enumerate(given.rows):
        receivable = row.optional("receivable_end")
        found = Ratio.undefined(NO_RECEIVABLE)
        if receivable is not None:
            if given.text("method") == COUNT_BACK:
                found = dso.count_back(receivable, _months(given.rows[: place + 1]))
            else:
                period = _months(given.rows[first : place + 1])
                sales = sum(month.credit_sales for month in period)
                found = dso.simple(receivable, sales, sum(month.days for month in period))
            first = place + 1
        cells: tuple[Value, ...] = (
            row.text("month"), row.whole("days"), row.number("credit_sales"), receivable,
            found.value, found.reason,
        )  # fmt: skip
        rows.append(cells)
    columns = (
        ReportColumn("month", ColumnKind.TEXT),
        ReportColumn("days", ColumnKind.COUNT),
        ReportColumn("credit_sales", ColumnKind.MONEY),
        ReportColumn("receivable_end", ColumnKind.MONEY),
        *undefinable("dso", ColumnKind.DAYS),
    )
    return CalcTable(columns, tuple(rows), (), (("method", given.text("method")),))


def _months(rows: Sequence[CalcRow]) -> tuple[dso.SalesMonth, ...]:
    return tuple(dso.SalesMonth(row.whole("days"), row.number("credit_sales")) for row in rows)


def _require_order(rows: Sequence[CalcRow]) -> None:
    """Refuse months that are written as 2026-07 and do not rise."""
    for before, row in pairwise(rows):
        months = before.text("month"), row.text("month")
        if all(_ISO_MONTH.fullmatch(month) for month in months) and months[1] < months[0]:
            raise refused(row.issue("dso_order", "month", before=months[0]))


CALCULATOR = Calculator(
    "dso",
    N_("days sales outstanding, simple or by count-back"),
    (
        CalcColumn("month", CellKind.TEXT, is_key=True, help=N_("the month, the oldest first")),
        CalcColumn("days", CellKind.WHOLE, limits=POSITIVE, help=N_("days of the month")),
        CalcColumn("credit_sales", help=N_("sales on credit in the month, with tax")),
        CalcColumn(
            "receivable_end",
            may_be_empty=True,
            help=N_("what was owed at the month's end; empty where it is not asked"),
        ),
    ),
    (
        CalcOption(
            "method",
            OptionKind.CHOICE,
            N_("receivable over sales, or back through the latest months' sales"),
            is_required=True,
            choices=(SIMPLE, COUNT_BACK),
        ),
    ),
    _days,
)
