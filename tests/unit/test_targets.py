"""Parts of a month's targets: working days, half-up, exact by line."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from desktop.enums import DayKind
from desktop.periods import Month, Period
from desktop.services.rules.targets import apportion, month_share
from desktop.services.rules.workdays import WorkCalendar

WEEKDAYS = WorkCalendar({})
JULY = Month.at(2026, 7)  # 23 working days, 1 July is a Wednesday


@pytest.mark.parametrize(
    ("first", "last", "share"),
    [
        (date(2026, 7, 1), date(2026, 7, 31), Fraction(1)),
        (date(2026, 1, 1), date(2026, 12, 31), Fraction(1)),
        (date(2026, 7, 1), date(2026, 7, 15), Fraction(11, 23)),
        (date(2026, 7, 16), date(2026, 8, 9), Fraction(12, 23)),
        (date(2026, 7, 4), date(2026, 7, 5), Fraction(0)),
        (date(2026, 8, 1), date(2026, 8, 9), Fraction(0)),
    ],
)
def test_a_part_of_a_month_is_its_share_of_working_days(
    first: date, last: date, share: Fraction
) -> None:
    assert month_share(WEEKDAYS, JULY, Period.inclusive(first, last)) == share


def test_half_days_count_half() -> None:
    calendar = WorkCalendar({date(2026, 7, 1): DayKind.HALF})
    first_day = Period.inclusive(date(2026, 7, 1), date(2026, 7, 1))
    assert month_share(calendar, JULY, first_day) == Fraction(1, 45)


def test_a_month_without_working_days_is_shared_by_calendar_days() -> None:
    calendar = WorkCalendar({day: DayKind.REST for day in JULY.period.days()})
    week = Period.inclusive(date(2026, 7, 1), date(2026, 7, 7))
    assert month_share(calendar, JULY, week) == Fraction(7, 31)


@pytest.mark.parametrize(
    ("amounts", "share", "parts"),
    [
        ((), Fraction(1, 2), ()),
        ((10, 20), Fraction(1), (10, 20)),
        ((1, 1, 1), Fraction(1, 2), (1, 1, 0)),  # half of 3 is 1.5, half-up 2
        ((100, 0, 50), Fraction(11, 23), (48, 0, 24)),  # 71.74 -> 72
        ((0, 0), Fraction(1, 3), (0, 0)),
        ((7,), Fraction(0), (0,)),
    ],
)
def test_parts_add_up_to_the_rounded_share_of_the_sum(
    amounts: tuple[int, ...], share: Fraction, parts: tuple[int, ...]
) -> None:
    assert apportion(amounts, share) == parts
