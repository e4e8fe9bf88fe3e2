"""Collection rates: hand-computed tables, undefined cases included."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.ratio import Ratio
from desktop.services.rules.collecting import (
    collected_due_rate,
    collected_to_collectable,
    collected_to_sales,
    collection_attainment,
    overdue_rate,
    weighted_days_late,
)


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [
        (collected_to_sales(150, 100), "1.5"),
        (collected_to_collectable(100, 300, 100), "0.75"),
        (collected_due_rate(30, 40), "0.75"),
        (collection_attainment(80, 100), "0.8"),
        (overdue_rate(25, 100), "0.25"),
        (weighted_days_late([(100, 10), (300, 30)]), "25"),
    ],
)
def test_rates_are_their_quotients(ratio: Ratio, expected: str) -> None:
    assert ratio.value == Decimal(expected)


@pytest.mark.parametrize(
    ("ratio", "reason"),
    [
        (collected_to_sales(150, 0), "no sales"),
        (collected_to_sales(150, -10), "no sales"),
        (collected_to_collectable(-100, 100, 0), "nothing collectable"),
        (collected_due_rate(0, 0), "nothing due"),
        (collection_attainment(80, 0), "no target"),
        (overdue_rate(0, 0), "no receivable"),
        (overdue_rate(10, -5), "no receivable"),
        (weighted_days_late([]), "no items"),
    ],
)
def test_without_something_to_divide_by_they_are_undefined(ratio: Ratio, reason: str) -> None:
    assert (ratio.value, ratio.reason) == (None, reason)
