"""How numbers are read: the column's way of writing first, then the cell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.services.imports.numbers import NumberStyle, Problem, number_style, read_number


@pytest.mark.parametrize(
    ("cells", "decimal"),
    [
        (("1.234", "20.746"), "."),  # FORMATS.md, section 2
        (("1.234", "1898.0944"), "."),
        (("1,234.50",), "."),
        (("1.234,50", "7"), ","),
        (("1,5", "1.234"), ","),
        (("1,234,567", "1.234"), "."),
        (("1.234.567", "1.234"), ","),
        (("0.234", "1.234"), "."),
        (("0,234", "1.234"), ","),
        (("1.234", "1500"), "."),
        (("5", "7"), "."),
        (("１．５", "12"), "."),
    ],
)
def test_the_column_says_how_its_numbers_are_written(cells: tuple[str, ...], decimal: str) -> None:
    style = number_style(cells)

    assert (style.decimal, style.problem) == (decimal, None)


@pytest.mark.parametrize(
    ("cells", "small", "large"),
    [
        (("1.234",), "1.234", "1234"),
        (("1,234", "20,746"), "1.234", "1234"),
        (("1.500", "12.000"), "1.500", "1500"),
        (("1.234", "5.678"), "1.234", "1234"),
        (("1.234", "1,234"), "1.234", "1234"),
    ],
)
def test_a_column_that_can_only_be_read_two_ways_has_both_readings(
    cells: tuple[str, ...], small: str, large: str
) -> None:
    problem = number_style(cells).problem

    assert problem is not None
    assert problem.code == "number_two_ways"
    facts = dict(problem.facts)
    assert (facts["small"], facts["large"]) == (small, large)


@pytest.mark.parametrize(("stated", "value"), [(".", "1.234"), (",", "1234")])
def test_a_stated_decimal_sign_settles_it(stated: str, value: str) -> None:
    style = number_style(("1.234",), stated)

    assert read_number("1.234", style) == Decimal(value)


def test_a_stated_sign_that_the_column_contradicts_is_a_problem() -> None:
    problem = number_style(("1,234.50",), ",").problem

    assert problem is not None
    assert problem.code == "number_against"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("１２３４．５０", "1234.50"),
        ("1,234.50", "1234.50"),
        ("¥1,234.50", "1234.50"),
        ("￥1,234.50元", "1234.50"),
        ("$ -5", "-5"),
        ("-¥5.5", "-5.5"),
        ("−7", "-7"),
        ("+7", "7"),
        (".5", "0.5"),
        ("1000000000000", "1000000000000"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (12, "12"),
    ],
)
def test_forms_that_are_numbers(cell: str | float, value: str) -> None:
    assert read_number(cell, NumberStyle()) == Decimal(value)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("100 200", "number_spaced"),
        ("1'234", "number_spaced"),
        ("1_000", "number_spaced"),
        ("1e5", "number_exponent"),
        ("1O0", "number_form"),
        ("NaN", "number_form"),
        ("inf", "number_form"),
        (float("inf"), "number_form"),
        ("١٢", "number_form"),
        ("--5", "number_form"),
        ("5-", "number_bracketed"),
        ("(5)", "number_bracketed"),
        ("5%", "number_percent"),
        ("1.2万", "number_unit"),
        ("1000000000001", "number_too_large"),
        (1e13, "number_too_large"),
        ("12,34,567.00", "number_grouping"),
        ("5.", "number_grouping"),
    ],
)
def test_forms_that_are_not(cell: str | float, code: str) -> None:
    result = read_number(cell, NumberStyle())

    assert isinstance(result, Problem)
    assert result.code == code


def test_a_unit_is_taken_where_the_column_has_its_factor_and_is_not_multiplied_twice() -> None:
    assert read_number("1.2万", NumberStyle(), Decimal(10_000)) == 12_000
    assert read_number("1.2", NumberStyle(), Decimal(10_000)) == 12_000
