"""Working days against a count day by day, with make-up Saturdays and half days."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from desktop.enums import DayKind
from desktop.periods import Month, Period
from desktop.services.rules.workdays import WorkCalendar

_DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))
_KINDS = st.dictionaries(_DAYS, st.sampled_from(list(DayKind)), max_size=40)
_SHARE = {DayKind.WORK: Decimal(1), DayKind.HALF: Decimal("0.5"), DayKind.REST: Decimal(0)}


def _one_by_one(kinds: dict[date, DayKind], period: Period) -> Decimal:
    return sum(
        (
            _SHARE[kinds[day]] if day in kinds else Decimal(day.weekday() < 5)
            for day in period.days()
        ),
        Decimal(0),
    )


@given(_KINDS, _DAYS, st.integers(0, 500))
def test_the_count_is_that_of_the_days_one_by_one(
    kinds: dict[date, DayKind], first: date, length: int
) -> None:
    period = Period(first, first + timedelta(days=length))
    calendar = WorkCalendar(kinds)
    expected = _one_by_one(kinds, period)
    assert calendar.count(period) == expected
    assert calendar.halves(period) == expected * 2
    assert calendar.count_days(period.days()) == expected
    assert sum((calendar.share(day) for day in period.days()), Decimal(0)) == expected


def test_a_make_up_saturday_is_worked_and_a_holiday_is_not() -> None:
    # National Day 2025: 1 to 8 October off, Sunday 28 September and Saturday 11 October worked.
    kinds = {date(2025, 10, day): DayKind.REST for day in (1, 2, 3, 6, 7, 8)}
    kinds |= {date(2025, 9, 28): DayKind.WORK, date(2025, 10, 11): DayKind.WORK}
    calendar = WorkCalendar(kinds)
    assert calendar.count(Month.at(2025, 10).period) == 18
    assert calendar.count(Month.at(2025, 9).period) == 23
    assert calendar.share(date(2025, 10, 11)) == 1
    assert calendar.share(date(2025, 10, 1)) == 0


def test_half_days_count_half_on_any_day_of_the_week() -> None:
    calendar = WorkCalendar({date(2026, 2, 16): DayKind.HALF, date(2026, 2, 14): DayKind.HALF})
    assert calendar.share(date(2026, 2, 16)) == Decimal("0.5")
    assert calendar.count(Period(date(2026, 2, 14), date(2026, 2, 17))) == 1


def test_without_a_calendar_the_week_decides() -> None:
    assert WorkCalendar({}).count(Month.at(2026, 2).period) == 20
    assert WorkCalendar({}).count(Period(date(2026, 2, 1), date(2026, 2, 1))) == 0
