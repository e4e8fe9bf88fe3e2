"""The calculator `season`: the seasonal index of a series, or the periods that follow it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.errors import Issue, RuleViolation
from desktop.i18n import N_
from desktop.services.calculators.amounts import as_decimal
from desktop.services.calculators.data import (
    CalcColumn,
    CalcInput,
    CalcOption,
    CalcRow,
    CalcTable,
    Calculator,
    CellKind,
    Limits,
    OptionKind,
    refused,
)
from desktop.services.figures.data import ColumnKind, ReportColumn
from desktop.services.rules.forecast import forecast_periods, seasonal_index

_QUARTER = re.compile(r"([0-9]{4})-?Q([1-4])", re.ASCII | re.IGNORECASE)
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
_WRITTEN = {4: _QUARTER, 12: _MONTH}
_QUARTERS = 4


@dataclass(frozen=True, slots=True)
class _Series:
    """The periods of a file: the season of the first one, counted from 0, and its number.

    `first` is years × length + season where periods are written as quarters or months, else
    None: then the first period is of the first season.
    """

    length: int
    count: int
    first: int | None

    @property
    def start(self) -> int:
        """The season of the first period."""
        return (self.first or 0) % self.length

    def following(self, step: int) -> str:
        """Return the name of the period so many after the last one, from 1."""
        if self.first is None:
            return str(self.count + step)
        year, season = divmod(self.first + self.count - 1 + step, self.length)
        return f"{year}-Q{season + 1}" if self.length == _QUARTERS else f"{year}-{season + 1:02d}"


def _season(given: CalcInput) -> CalcTable:
    """Return the index of each season, or the forecast of the periods asked for."""
    length = int(given.text("length"))
    series = _series(given.rows, length)
    is_modified = given.has("modified")
    values = [row.number("value") for row in given.rows]
    try:
        if given.has("forecast"):
            count = given.whole("forecast")
            found = forecast_periods(values, length, count, modified=is_modified)
            rows = tuple(
                (series.following(step), as_decimal(value)) for step, value in enumerate(found, 1)
            )
            return CalcTable(_columns("period", ColumnKind.TEXT, "forecast"), rows)
        index = seasonal_index(values, length, modified=is_modified)
    except RuleViolation as error:
        raise refused(_refusal(error, given, length)) from error
    places = [(place - series.start) % length for place in range(length)]
    numbered = tuple((season, as_decimal(index[at])) for season, at in enumerate(places, start=1))
    return CalcTable(_columns("season", ColumnKind.COUNT, "index"), numbered)


def _columns(first: str, kind: ColumnKind, second: str) -> tuple[ReportColumn, ReportColumn]:
    return ReportColumn(first, kind), ReportColumn(second, ColumnKind.QUANTITY)


def _refusal(error: RuleViolation, given: CalcInput, length: int) -> Issue:
    if error.code == "season_too_short":
        return given.issue("calc_too_few_periods", count=len(given.rows), needed=2 * length)
    return given.issue("calc_season_undefined")


def _series(rows: Sequence[CalcRow], length: int) -> _Series:
    """Return what the periods' names say; quarters and months must follow each other.

    Raises:
        InputError: one is missing, or comes twice, or is written unlike those above it.
    """
    numbers = [_number(row.text("period"), length) for row in rows]
    if numbers[0] is None:
        return _Series(length, len(rows), None)
    for place in range(1, len(rows)):
        before = rows[place - 1].text("period")
        if numbers[place] is None:
            raise refused(rows[place].issue("calc_period_form", "period", before=before))
        if numbers[place] != numbers[0] + place:
            raise refused(rows[place].issue("calc_periods_gap", "period", before=before))
    return _Series(length, len(rows), numbers[0])


def _number(period: str, length: int) -> int | None:
    """Return the running number of a quarter or a month; None where it is written otherwise."""
    match = _WRITTEN[length].fullmatch(period)
    return None if match is None else int(match[1]) * length + int(match[2]) - 1


CALCULATOR = Calculator(
    "season",
    N_("seasonal index of a series, or its forecast"),
    (
        CalcColumn("period", CellKind.TEXT, is_key=True, help=N_("the periods, the oldest first")),
        CalcColumn("value", help=N_("what came of it")),
    ),
    (
        CalcOption(
            "length",
            OptionKind.CHOICE,
            N_("seasons of a year: quarters or months"),
            is_required=True,
            choices=("4", "12"),
        ),
        CalcOption(
            "modified",
            OptionKind.FLAG,
            N_("leave out the highest and the lowest ratio of each season"),
        ),
        CalcOption(
            "forecast",
            OptionKind.WHOLE,
            N_("periods to forecast, instead of the index"),
            limits=Limits(least=1, most=120),
            placeholder="N",
        ),
    ),
    _season,
)
