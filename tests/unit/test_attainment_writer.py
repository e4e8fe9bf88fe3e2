"""Cells without a target are written the short way: with the very values of the long one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from desktop.enums import Metric
from desktop.periods import Period
from desktop.services.plans.attainment_report import CellWriter
from desktop.services.plans.cube import Cell, Moment
from desktop.services.rules.attainment import attain

JULY = Period.inclusive(date(2026, 7, 1), date(2026, 7, 31))


@pytest.mark.parametrize("metric", [one for one in Metric if one is not Metric.PROFIT])
@pytest.mark.parametrize("elapsed", [None, Fraction(0), Fraction(1, 3), Fraction(1)])
@pytest.mark.parametrize("actual", [1, -250, 123_456_789])
def test_the_short_row_says_what_the_long_one_says(
    metric: Metric, elapsed: Fraction | None, actual: int
) -> None:
    writer = CellWriter(metric, 2)
    moment = Moment(JULY, elapsed, Decimal(3), elapsed == 1)
    figures = attain(None, actual, elapsed, Decimal(3))
    short = writer.unplanned(actual, moment)
    long = writer.values(Cell(JULY, figures, 0, True))
    assert [(type(one), str(one)) for one in short] == [(type(one), str(one)) for one in long]
