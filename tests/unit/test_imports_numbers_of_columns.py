"""A spreadsheet's column of plain numbers is read at once, and as exactly as cell by cell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.enums import ImportKind
from desktop.periods import FiscalCalendar
from desktop.services.imports.cells import ColumnValues, Context, read_column
from desktop.services.imports.data import Cell, ColumnSpec, FieldType, Sign
from desktop.services.imports.kinds import kind_spec

CONTEXT = Context(2, FiscalCalendar(1))


def column(kind: ImportKind, name: str) -> ColumnSpec:
    """Return the spec of a column."""
    found = kind_spec(kind).column(name)
    assert found is not None
    return found


AMOUNT = column(ImportKind.ORDERS, "amount")
RECEIVED = column(ImportKind.COLLECTIONS, "amount")


def read(spec: ColumnSpec, *cells: Cell) -> ColumnValues:
    """Return a column as read."""
    return read_column(spec, cells, CONTEXT)


def test_the_columns_are_what_these_tests_take_them_for() -> None:
    assert (AMOUNT.type, AMOUNT.sign) == (FieldType.MONEY, Sign.ANY)
    assert RECEIVED.sign is Sign.POSITIVE


@pytest.mark.parametrize(
    ("cell", "minor"),
    [(0.29, 29), (1.1, 110), (-4.35, -435), (0.0, 0), (-0.0, 0), (8.2e9, 82 * 10**10)],
)
def test_cents_are_exact(cell: float, minor: int) -> None:
    assert read(AMOUNT, cell, 1.0).values == [minor, 100]
    assert read(AMOUNT, cell, "1").values == [minor, 100]


def test_a_number_with_more_decimals_is_rounded_and_counted() -> None:
    found = read(AMOUNT, 1.005, 2.0)
    assert (found.values, found.rounded) == ([101, 200], 1)


@pytest.mark.parametrize("cell", [2e12, float("nan"), float("inf")])
@pytest.mark.parametrize("beside", [1.0, "1"])
def test_what_is_no_amount_is_refused(cell: float, beside: Cell) -> None:
    found = read(AMOUNT, cell, beside)
    assert [place for place, _problem in found.problems] == [0]
    assert found.values == [None, 100]
    # Wherever it stands.
    assert read(AMOUNT, beside, cell).values == [100, None]


def test_the_largest_amount_is_taken() -> None:
    assert read(AMOUNT, 1e12, 1.0).values == [10**14, 100]


@pytest.mark.parametrize("cell", [0.0, -1.0, 0.001])
def test_money_received_is_above_zero(cell: float) -> None:
    found = read(RECEIVED, 5.0, cell)
    assert [problem.code for _place, problem in found.problems] == ["number_not_above_zero"]


def test_a_factor_is_not_forgotten() -> None:
    assert read_column(AMOUNT, (1.5, 2.0), CONTEXT, Decimal(1000)).values == [150_000, 200_000]
