"""Merging of visit reports and orders that follow visits: hand-computed cases."""

from __future__ import annotations

from datetime import date, time

import pytest

from desktop.services.rules.visits import (
    MergedVisit,
    VisitTimes,
    is_after_visit,
    is_followed,
    merge_visits,
)


def at(start: str | None, end: str | None = None, minutes: int | None = None) -> VisitTimes:
    return VisitTimes(
        time.fromisoformat(start) if start else None,
        time.fromisoformat(end) if end else None,
        minutes,
    )


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([], []),
        ([at("09:00", "09:30")], [(1, 30)]),
        # Twenty-nine minutes between end and start: one visit, from first start to last end.
        ([at("09:00", "09:30"), at("09:59", "10:10")], [(2, 70)]),
        # Thirty minutes between: two visits.
        ([at("09:00", "09:30"), at("10:00", "10:10")], [(1, 30), (1, 10)]),
        # The same slip keyed twice is one visit of the same length.
        ([at("09:00", "09:30"), at("09:00", "09:30")], [(2, 30)]),
        # A short report inside a long one does not shorten it; what follows counts from 11:00.
        ([at("09:00", "11:00"), at("09:30", "09:40"), at("11:20", "11:30")], [(3, 150)]),
        # Order of the reports does not matter.
        ([at("14:00", "14:20"), at("09:00", "09:30")], [(1, 30), (1, 20)]),
        # A start and a length are as good as a start and an end.
        ([at("09:00", None, 45), at("10:00", None, 15)], [(2, 75)]),
        # Without an end the visit counts as ended when it began, and is not timed.
        ([at("09:00"), at("09:29")], [(2, None)]),
        ([at("09:00"), at("09:30")], [(1, None), (1, None)]),
        ([at("09:00"), at("09:20", "09:40")], [(2, 40)]),
        # Reports without a start are never merged, whatever their length.
        ([at(None, None, 20), at(None, None, 20), at(None)], [(1, 20), (1, 20), (1, None)]),
        ([at(None, None, 20), at("09:00", "09:30")], [(1, 30), (1, 20)]),
    ],
)  # fmt: skip
def test_reports_of_one_day_with_less_than_half_an_hour_between_are_one_visit(
    reports: list[VisitTimes], expected: list[tuple[int, int | None]]
) -> None:
    assert merge_visits(reports) == tuple(MergedVisit(*one) for one in expected)


ORDERS = (date(2026, 3, 2), date(2026, 3, 20))


@pytest.mark.parametrize(
    ("visited", "within", "expected"),
    [
        (date(2026, 3, 2), 0, True),
        (date(2026, 3, 1), 0, False),
        (date(2026, 2, 23), 7, True),
        (date(2026, 2, 22), 7, False),
        (date(2026, 3, 3), 7, False),
        (date(2026, 3, 13), 7, True),
        (date(2026, 3, 21), 7, False),
    ],
)
def test_a_visit_is_followed_by_an_order_of_the_same_day_or_the_window_after(
    visited: date, within: int, expected: bool
) -> None:
    assert is_followed(visited, ORDERS, within) is expected


@pytest.mark.parametrize(
    ("ordered", "expected"),
    [
        (date(2026, 3, 1), False),
        (date(2026, 3, 2), True),
        (date(2026, 3, 9), True),
        (date(2026, 3, 10), False),
    ],
)
def test_an_order_is_attributed_to_a_visit_of_the_same_day_or_the_week_before(
    ordered: date, expected: bool
) -> None:
    assert is_after_visit(ordered, ORDERS, 7) is expected


def test_a_window_below_zero_days_is_refused() -> None:
    with pytest.raises(ValueError, match="never negative"):
        is_followed(date(2026, 3, 2), ORDERS, -1)
