"""Classes of customers: the lines, their edges, ties and returns."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.services.rules.classes import classify

A, B = Decimal("0.8"), Decimal("0.95")


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        # Exactly on a line has not crossed it.
        ((("a", 80), ("b", 15), ("c", 5)), ("A", "B", "C")),
        # Who crosses a line belongs to the next class.
        ((("a", 70), ("b", 20), ("c", 10)), ("A", "B", "C")),
        ((("a", 81), ("b", 13), ("c", 6)), ("B", "B", "C")),
        # The only customer crosses both lines.
        ((("a", 100),), ("C",)),
        ((("a", 60), ("b", 40)), ("A", "C")),
        # A return brings the cumulative share down again, but nobody rises.
        ((("a", 100), ("b", 20), ("c", -20)), ("C", "C", "C")),
    ],
)
def test_who_crosses_a_line_belongs_to_the_next_class(
    amounts: tuple[tuple[str, int], ...], expected: tuple[str, ...]
) -> None:
    assert tuple(one.customer_class for one in classify(amounts, A, B)) == expected


def test_order_is_descending_net_sales_then_code() -> None:
    rows = classify((("b", 10), ("a", 10), ("c", 30)), A, B)
    assert [one.code for one in rows] == ["c", "a", "b"]
    assert [one.cumulative.value for one in rows] == [
        Decimal("0.6"),
        Decimal("0.8"),
        Decimal(1),
    ]
    assert rows[0].share.value == Decimal("0.6")


@pytest.mark.parametrize("amounts", [(("a", 0),), (("a", 5), ("b", -9))])
def test_without_net_sales_there_are_no_shares_and_no_classes(
    amounts: tuple[tuple[str, int], ...],
) -> None:
    rows = classify(amounts, A, B)
    assert {one.customer_class for one in rows} == {""}
    assert {one.share.reason for one in rows} == {"no net sales"}


def test_no_customers_give_no_rows() -> None:
    assert classify((), A, B) == ()


@pytest.mark.parametrize(("a", "b"), [("0.9", "0.8"), ("-0.1", "0.8"), ("0.5", "1.1")])
def test_lines_out_of_order_are_refused(a: str, b: str) -> None:
    with pytest.raises(ValueError, match="rise"):
        classify((("a", 1),), Decimal(a), Decimal(b))
