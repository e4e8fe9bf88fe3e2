"""The rules of a rep's week; all numbers are hand-computed."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from desktop.services.rules.rep_week import (
    OnDay,
    interval_days,
    is_overdue,
    long_gaps,
    matched,
    share_of,
)

MONDAY = date(2026, 6, 15)


def on(number: int, customer: int, days: int, rep: int = 1) -> OnDay:
    return OnDay(number, rep, customer, MONDAY + timedelta(days=days))


def test_a_plan_is_done_a_day_sooner_or_later_by_the_same_rep_at_the_same_customer() -> None:
    plans = (on(1, 7, 0), on(2, 7, 3), on(3, 8, 1), on(4, 9, 2))
    visits = (on(10, 7, 1), on(11, 7, 5), on(12, 8, 1, rep=2), on(13, 9, 1))
    assert matched(plans, visits) == {1: 10, 4: 13}


def test_a_visit_does_one_plan_only() -> None:
    assert matched((on(1, 7, 0), on(2, 7, 1)), (on(10, 7, 0),)) == {1: 10}


def test_a_long_gap_begins_where_the_longest_report_before_it_ends() -> None:
    spans = (
        (time(9), time(12)), (time(9, 30), None), (time(14, 29), time(14, 40)),
        (time(17, 10), None),
    )  # fmt: skip
    assert [(one.start, one.end, one.minutes) for one in long_gaps(spans)] == [
        (time(14, 40), time(17, 10), 150)
    ]
    assert long_gaps(()) == ()


@pytest.mark.parametrize(
    ("days", "visits", "expected"),
    [(7, "4", False), (8, "4", True), (15, "2", False), (16, "2", True), (60, "0.5", False),
     (61, "0.5", True), (900, "0", False)],
)  # fmt: skip
def test_a_customer_is_overdue_after_his_class_s_interval(
    days: int, visits: str, expected: bool
) -> None:
    assert is_overdue(MONDAY - timedelta(days=days), MONDAY, Decimal(visits)) is expected


def test_who_was_never_visited_is_overdue() -> None:
    assert is_overdue(None, MONDAY, Decimal(1))
    assert [interval_days(Decimal(one)) for one in ("4", "2", "1", "0.5")] == [8, 15, 30, 61]


def test_a_week_has_its_share_of_the_month_s_half_days() -> None:
    halves = {MONDAY + timedelta(days=n): 2 if n < 5 else 0 for n in range(14)}
    assert share_of(halves, MONDAY, MONDAY + timedelta(days=1)) == Decimal("0.4")
    assert share_of({MONDAY: 0}, MONDAY, MONDAY) == 0
