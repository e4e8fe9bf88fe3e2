"""When reports are due, how they stand, how punctual they come; hand-computed on a calendar."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from desktop.enums import DayKind, ReportCycle
from desktop.periods import Period
from desktop.services.rules.policies import ReceiptState, receipt_state
from desktop.services.rules.report_calendar import (
    DueState,
    Duty,
    Punctuality,
    Receipt,
    Reporter,
    due_day,
    due_reports,
    due_state,
)
from desktop.services.rules.workdays import WorkCalendar

#: National Day of 2026 from 1 to 8 October; Saturday 10 October is made up for it.
CALENDAR = WorkCalendar(
    {
        **{date(2026, 10, day): DayKind.REST for day in range(1, 9)},
        date(2026, 10, 10): DayKind.WORK,
    }
)
D = DueState


@pytest.mark.parametrize(
    ("first", "last", "after", "due"),
    [
        ("2026-09-30", "2026-09-30", 0, "2026-09-30"),
        ("2026-09-30", "2026-09-30", 1, "2026-10-09"),  # over the holiday
        ("2026-10-09", "2026-10-09", 1, "2026-10-10"),  # the make-up Saturday counts
        ("2026-10-05", "2026-10-11", 0, "2026-10-10"),  # a week ends on its last working day
        ("2026-10-05", "2026-10-11", 2, "2026-10-13"),
        ("2026-10-01", "2026-10-04", 1, None),  # nothing was worked
    ],
)
def test_a_report_is_due_on_a_working_day(
    first: str, last: str, after: int, due: str | None
) -> None:
    period = Period.inclusive(date.fromisoformat(first), date.fromisoformat(last))
    if due is None:
        assert due_day(CALENDAR, period, 0) is None
    else:
        assert due_day(CALENDAR, period, after) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("receipt", "today", "state"),
    [
        (None, 8, D.NOT_YET), (None, 9, D.TODAY), (None, 10, D.MISSING),
        (Receipt(datetime(2026, 10, 9, 23, 59)), 12, D.ON_TIME),
        (Receipt(datetime(2026, 10, 10, 0, 1)), 12, D.LATE),
        (Receipt(), 12, D.UNTIMED), (Receipt(is_excused=True), 12, D.EXCUSED),
    ],
)  # fmt: skip
def test_due_late_and_missing_are_different(
    receipt: Receipt | None, today: int, state: DueState
) -> None:
    assert due_state(date(2026, 10, 9), receipt, date(2026, 10, today)) is state


def test_nobody_owes_for_days_off_leave_or_before_he_came() -> None:
    duty = Duty(1, ReportCycle.DAILY, 0, date(2026, 9, 1))
    reporters = (
        Reporter(1), Reporter(2, hired=date(2026, 10, 10)), Reporter(3, leads=True),
        Reporter(4, away=((date(2026, 9, 30), date(2026, 10, 9)),)),
    )  # fmt: skip
    within = Period.inclusive(date(2026, 9, 29), date(2026, 10, 11))
    came = {(1, 1, date(2026, 9, 29)): Receipt(datetime(2026, 9, 29, 18, 0))}
    found = due_reports((duty,), reporters, CALENDAR, within, came, date(2026, 10, 12))
    days = {rep: [one.due_on.day for one in found if one.rep_id == rep] for rep in range(1, 5)}
    assert days == {1: [29, 30, 9, 10], 2: [10], 3: [], 4: [29, 10]}
    assert [one.state for one in found if one.rep_id == 1] == [D.ON_TIME, *[D.MISSING] * 3]


def test_excused_reports_and_those_of_an_unknown_time_are_left_out() -> None:
    found = Punctuality(on_time=9, late=1, missing=2, untimed=5, excused=3, waiting=4)
    assert (found.ratio.numerator, found.ratio.denominator) == (9, 12)
    assert not found.is_small_base
    assert Punctuality().ratio.value is None


@pytest.mark.parametrize(
    ("acknowledged", "is_freed", "today", "state"),
    [
        (None, False, 9, ReceiptState.WAITING), (None, False, 10, ReceiptState.MISSING),
        (None, True, 10, ReceiptState.FREED), (9, False, 12, ReceiptState.ACKNOWLEDGED),
        (10, False, 12, ReceiptState.LATE), (10, True, 12, ReceiptState.LATE),
    ],
)  # fmt: skip
def test_an_acknowledgement_is_owed_until_its_day(
    acknowledged: int | None, is_freed: bool, today: int, state: ReceiptState
) -> None:
    day = None if acknowledged is None else date(2026, 10, acknowledged)
    found = receipt_state(date(2026, 10, 9), day, is_freed=is_freed, today=date(2026, 10, today))
    assert found is state
