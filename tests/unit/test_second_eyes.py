"""When a second pair of eyes looks at a report: tables of hand-computed cases."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from desktop.enums import CeilingPer, CheckReason, DayKind
from desktop.services.rules.second_eyes import (
    Ceilings,
    collection_reason,
    draw,
    expense_reason,
    guest_count,
    hours_after,
    sample_size,
    visit_reason,
)
from desktop.services.rules.workdays import WorkCalendar

AMOUNT, GUESTS, LATE, LENGTH = (
    CheckReason.AMOUNT,
    CheckReason.GUESTS,
    CheckReason.LATE,
    CheckReason.LENGTH,
)
IN_TIME, TOO_LATE = Decimal(48), Decimal("48.5")
NONE = Ceilings({}, 0, 0)


@pytest.mark.parametrize(
    ("minutes", "on_site", "attempt", "hours", "reason"),
    [
        (5, True, False, None, None),
        (4, True, False, None, LENGTH),
        (0, True, False, None, LENGTH),
        (480, True, False, None, None),
        (481, True, False, None, LENGTH),
        (None, True, False, None, None),
        (2, False, False, None, None),
        (2, True, True, None, None),
        (30, True, False, IN_TIME, None),
        (30, True, False, TOO_LATE, LATE),
        (2, True, False, TOO_LATE, LENGTH),
        (None, False, True, TOO_LATE, LATE),
    ],
)
def test_a_visit_is_looked_at(
    minutes: int | None, on_site: bool, attempt: bool, hours: Decimal | None,
    reason: CheckReason | None,
) -> None:  # fmt: skip
    found = visit_reason(minutes, is_on_site=on_site, is_attempt=attempt, hours_after=hours)
    assert found is reason


@pytest.mark.parametrize(
    ("amount", "guests", "ceilings", "entertaining", "hours", "reason"),
    [
        (900, "", NONE, False, None, None),
        (900, "", NONE, True, None, GUESTS),
        (900, "  ", NONE, True, None, GUESTS),
        (900, "Ms Li", NONE, True, None, None),
        (900, "", NONE, False, TOO_LATE, LATE),
        (900, "", Ceilings({CeilingPer.CLAIM: 900}, 900, 900), False, None, None),
        (901, "", Ceilings({CeilingPer.CLAIM: 900}, 901, 901), False, None, AMOUNT),
        (100, "", Ceilings({CeilingPer.DAY: 900}, 901, 901), False, None, AMOUNT),
        (100, "", Ceilings({CeilingPer.MONTH: 900}, 100, 901), False, None, AMOUNT),
        (100, "", Ceilings({CeilingPer.MONTH: 900}, 100, 900), False, None, None),
        (900, "Li, Wang、赵", Ceilings({CeilingPer.GUEST: 300}, 0, 0), True, None, None),
        (901, "Li, Wang、赵", Ceilings({CeilingPer.GUEST: 300}, 0, 0), True, None, AMOUNT),
        (301, "", Ceilings({CeilingPer.GUEST: 300}, 0, 0), True, None, AMOUNT),
    ],
)
def test_an_expense_is_looked_at(
    amount: int, guests: str, ceilings: Ceilings, entertaining: bool, hours: Decimal | None,
    reason: CheckReason | None,
) -> None:  # fmt: skip
    found = expense_reason(
        amount, guests, ceilings, is_entertainment=entertaining, hours_after=hours
    )
    assert found is reason


@pytest.mark.parametrize(
    ("guests", "count"),
    [("", 0), ("Ms Li", 1), ("Li and Wang", 2), ("李总、王经理，赵", 3), ("5人", 5), ("a,,b ,", 2)],
)
def test_guests_are_counted(guests: str, count: int) -> None:
    assert guest_count(guests) == count


@pytest.mark.parametrize(
    ("amount", "method", "decimals", "hours", "reason"),
    [
        (1_000_000, "cash", 2, None, AMOUNT),
        (999_999, "Cash ", 2, None, None),
        (1_000_000, "现金", 2, None, AMOUNT),
        (10_000, "cash", 0, None, AMOUNT),
        (9_000_000, "transfer", 2, None, None),
        (100, "transfer", 2, TOO_LATE, LATE),
    ],
)
def test_money_is_looked_at(
    amount: int, method: str, decimals: int, hours: Decimal | None, reason: CheckReason | None
) -> None:
    assert collection_reason(amount, method, decimals, hours_after=hours) is reason


#: 4 May 2026 is a Monday; the calendar makes it and the day after days of rest, Saturday work.
CALENDAR = WorkCalendar(
    {
        date(2026, 5, 4): DayKind.REST,
        date(2026, 5, 5): DayKind.REST,
        date(2026, 5, 9): DayKind.WORK,
    }
)


@pytest.mark.parametrize(
    ("day", "moment", "hours"),
    [
        (date(2026, 3, 17), datetime(2026, 3, 17, 18), "0"),
        (date(2026, 3, 17), datetime(2026, 3, 16, 18), "0"),
        (date(2026, 3, 17), datetime(2026, 3, 18, 9, 30), "9.5"),
        (date(2026, 3, 17), datetime(2026, 3, 20, 0), "48"),
        # A Friday's slip on Monday morning: Saturday and Sunday count nothing.
        (date(2026, 3, 13), datetime(2026, 3, 16, 9), "9"),
        (date(2026, 3, 13), datetime(2026, 3, 15, 9), "0"),
        # Thursday 30 April; the 1st is a Friday here, and the rest lasts until the 5th.
        (date(2026, 4, 30), datetime(2026, 5, 6, 8), "32"),
        # A make-up working Saturday counts.
        (date(2026, 5, 8), datetime(2026, 5, 11, 6), "30"),
    ],
)
def test_hours_count_working_days_alone(day: date, moment: datetime, hours: str) -> None:
    assert hours_after(day, moment, CALENDAR) == Decimal(hours)


@pytest.mark.parametrize(
    ("count", "share", "size"),
    [(0, "0.03", 0), (1, "0.03", 1), (33, "0.03", 1), (34, "0.03", 2), (100, "0.03", 3),
     (10, "1", 10)],
)  # fmt: skip
def test_a_sample_is_rounded_up(count: int, share: str, size: int) -> None:
    assert sample_size(count, Decimal(share)) == size


@pytest.mark.parametrize("share", ["0", "-0.1", "1.01"])
def test_a_share_that_is_none_is_refused(share: str) -> None:
    with pytest.raises(ValueError, match="a share"):
        sample_size(10, Decimal(share))


def test_a_seed_draws_the_same_ones_in_any_order() -> None:
    ids = range(1, 201)
    drawn = draw(ids, Decimal("0.03"), 7)
    assert draw(reversed(ids), Decimal("0.03"), 7) == drawn
    assert len(drawn) == 6
    assert drawn != draw(ids, Decimal("0.03"), 8)
    assert list(drawn) == sorted(drawn)


def test_every_id_is_drawn_by_some_seed_and_about_as_often_as_others() -> None:
    times = {one: 0 for one in range(20)}
    for seed in range(400):
        (drawn,) = draw(times, Decimal("0.05"), seed)
        times[drawn] += 1
    # 400 draws of one in twenty: 20 each, with a standard deviation of 4.4.
    assert min(times.values()) >= 5
    assert max(times.values()) <= 40
