"""Plans of visits against visits: hand-computed cases."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.services.rules.coverage import CoverageParts, covered


def day(number: int) -> date:
    return date(2026, 3, number)


@pytest.mark.parametrize(
    ("plans", "visits", "expected"),
    [
        ([2], [], (1, 0, 1, 0, 0)),
        ([2], [(2, 1)], (1, 1, 1, 1, 1)),
        ([2], [(3, 1)], (1, 1, 1, 1, 1)),
        ([2], [(4, 1)], (1, 1, 1, 0, 1)),  # two days late: not as planned, but a visit
        ([2, 3], [(3, 1)], (1, 1, 2, 1, 1)),  # one visit does one plan
        ([3, 2], [(2, 1), (4, 1)], (1, 1, 2, 2, 2)),
        ([2], [(2, 1), (9, 3)], (1, 1, 1, 1, 1)),  # too many visits do not count twice
        ([2, 2], [(2, 2)], (1, 1, 2, 2, 2)),
    ],
)
def test_a_plan_is_done_by_one_visit_on_its_day_or_the_day_beside(
    plans: list[int], visits: list[tuple[int, int]], expected: tuple[int, ...]
) -> None:
    found = covered([day(one) for one in plans], [(day(one), count) for one, count in visits])
    assert found == CoverageParts(*expected)


def test_a_group_adds_up_its_parts_before_it_divides() -> None:
    both = CoverageParts(1, 1, 4, 1, 2) + CoverageParts(3, 1, 6, 5, 6)
    assert both.coverage.value == both.coverage.numerator / both.coverage.denominator
    assert (both.coverage.numerator, both.coverage.denominator) == (2, 4)
    assert (both.plan_done_rate.numerator, both.plan_done_rate.denominator) == (6, 10)
    assert (both.frequency_compliance.numerator, both.frequency_compliance.denominator) == (8, 10)


def test_without_a_plan_nothing_is_covered_or_missed() -> None:
    nothing = CoverageParts()
    reasons = {
        nothing.coverage.reason, nothing.plan_done_rate.reason, nothing.frequency_compliance.reason,
    }  # fmt: skip
    assert reasons == {"nothing planned"}
