"""Reps' weeks: planned, submitted, approved, returned, reconciled; what became of visits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.enums import NotMadeReason, Role, WeekState
from desktop.errors import ConflictError, InputError, NotAllowed, RuleViolation
from desktop.models import AppUser, Customer, Rep, VisitPlan
from desktop.services.access import Actor
from desktop.services.activity.service import ActivityService
from desktop.services.figures.data import ReportRequest
from desktop.services.rules.week_proposal import ReasonKind
from desktop.services.weeks.data import (
    LineState,
    PlannedLine,
    SaveWeek,
    StepWeek,
    TellFate,
    WeekSheet,
)
from desktop.services.weeks.service import WeekPlans
from tests.databases import Copying
from tests.factories import CLOCK, Desk, a_filled_desk
from tests.integration.entries_branch import MADE, fill_branch

#: The clock stands on Wednesday 18 March 2026.
MONDAY = date(2026, 3, 16)
TUESDAY, WEDNESDAY, FRIDAY = (MONDAY + timedelta(days=place) for place in (1, 2, 4))


@contextmanager
def refused(code: str) -> Iterator[None]:
    """Expect an input to be refused for one reason."""
    with pytest.raises(InputError) as caught:
        yield
    assert [issue.code for issue in caught.value.issues] == [code]


@pytest.fixture
def desk(filled_url: Copying, tmp_path: Path) -> Iterator[Desk]:
    """Yield the branch on each engine."""
    with a_filled_desk(filled_url(fill_branch, migrated=True), tmp_path, MADE) as desk:
        yield desk


@pytest.fixture
def weeks(desk: Desk) -> WeekPlans:
    return WeekPlans(desk.uow, CLOCK)


def ids(desk: Desk) -> tuple[int, int, int]:
    """Return the first rep and the two customers."""
    rep = desk.rows(Rep, "id", code="R1")[0][0]
    customers = [desk.rows(Customer, "id", code=code)[0][0] for code in ("C1", "C2")]
    return rep, customers[0], customers[1]


def seen(desk: Desk, weeks: WeekPlans) -> WeekSheet:
    return weeks.week(desk.actor, ids(desk)[0], MONDAY)


def plan(desk: Desk, weeks: WeekPlans, *days: date) -> WeekSheet:
    """Plan visits of the first customer on days, over what is planned."""
    rep, first, _second = ids(desk)
    lines = tuple(PlannedLine(first, day, "Talk") for day in days)
    weeks.save(desk.actor, SaveWeek(rep, MONDAY, seen(desk, weeks).version, lines))
    return seen(desk, weeks)


def step(desk: Desk, weeks: WeekPlans, note: str = "") -> StepWeek:
    sheet = seen(desk, weeks)
    return StepWeek(sheet.rep.id, MONDAY, sheet.version, note)


def approve(desk: Desk, weeks: WeekPlans) -> None:
    weeks.submit(desk.actor, step(desk, weeks))
    weeks.approve(desk.actor, step(desk, weeks))


def test_a_week_runs_from_draft_to_closed(desk: Desk, weeks: WeekPlans) -> None:
    rep, _first, second = ids(desk)
    assert seen(desk, weeks).state is None
    assert weeks.board(MONDAY)[0].weeks[0].is_missing
    with pytest.raises(RuleViolation, match="week_empty"):
        weeks.submit(desk.actor, StepWeek(rep, MONDAY, 0))
    sheet = plan(desk, weeks, MONDAY, WEDNESDAY, FRIDAY)
    moved = sheet.lines[1].plan_id
    edit = SaveWeek(rep, MONDAY, sheet.version, (PlannedLine(second, MONDAY),),
                    ((moved, TUESDAY),), (sheet.lines[2].plan_id,))  # fmt: skip
    weeks.save(desk.actor, edit)
    with pytest.raises(ConflictError):
        weeks.save(desk.actor, edit)
    lines = [(one.code, one.day) for one in seen(desk, weeks).lines]
    assert lines == [("C1", MONDAY), ("C2", MONDAY), ("C1", TUESDAY)]
    weeks.submit(desk.actor, step(desk, weeks))
    with pytest.raises(RuleViolation, match="week_settled"):
        plan(desk, weeks, FRIDAY)
    with refused("week_note_missing"):
        weeks.send_back(desk.actor, step(desk, weeks, " "))
    weeks.send_back(desk.actor, step(desk, weeks, "More of C2"))
    assert (seen(desk, weeks).state, seen(desk, weeks).note) == (WeekState.RETURNED, "More of C2")
    approve(desk, weeks)
    with pytest.raises(RuleViolation, match="week_open_lines"):
        weeks.reconcile(desk.actor, step(desk, weeks))
    # One visit a day late does Monday's plan, the next Tuesday's; C2 has to be explained.
    desk.bring("visits", "rep_code,customer_code,date\nR1,C1,2026-03-17\nR1,C1,2026-03-18\n")
    one = next(line for line in seen(desk, weeks).lines if line.code == "C2")
    weeks.tell(desk.actor, TellFate(one.plan_id, 0, NotMadeReason.ROADS))
    weeks.reconcile(desk.actor, step(desk, weeks))
    sheet = seen(desk, weeks)
    assert sheet.state is WeekState.RECONCILED
    states = [line.state for line in sheet.lines]
    assert states == [LineState.DONE, LineState.NOT_MADE, LineState.DONE]
    assert weeks.board(MONDAY)[0].weeks[0].state is WeekState.RECONCILED


def test_a_visit_that_is_moved_counts_on_its_new_day(desk: Desk, weeks: WeekPlans) -> None:
    sheet = plan(desk, weeks, MONDAY, TUESDAY)
    first, second = (one.plan_id for one in sheet.lines)
    with pytest.raises(RuleViolation, match="week_unsubmitted"):
        weeks.tell(desk.actor, TellFate(first, 0, NotMadeReason.ROADS))
    approve(desk, weeks)
    absent = NotMadeReason.CUSTOMER_ABSENT
    for command, code in (
        (TellFate(first, 0, NotMadeReason.OTHER), "week_reason_other"),
        (TellFate(first, 0, absent, move_to=TUESDAY), "week_move_past"),
        (TellFate(-1, 0, absent), "week_line_gone"),
    ):
        with refused(code):
            weeks.tell(desk.actor, command)
    weeks.tell(desk.actor, TellFate(first, 0, absent))
    with pytest.raises(ConflictError):
        weeks.tell(desk.actor, TellFate(first, 0, absent))
    weeks.tell(desk.actor, TellFate(first, 1, absent, move_to=FRIDAY))
    with pytest.raises(RuleViolation, match="week_line_moved"):
        weeks.tell(desk.actor, TellFate(first, 2, absent))
    weeks.tell(desk.actor, TellFate(second, 0, NotMadeReason.CUSTOMER_CANCELLED))
    lines = seen(desk, weeks).lines
    assert [(one.day, one.state) for one in lines] == [
        (MONDAY, LineState.MOVED), (TUESDAY, LineState.NOT_MADE), (FRIDAY, LineState.AHEAD),
    ]  # fmt: skip
    assert (lines[0].moved_to, lines[2].purpose) == (FRIDAY, "Talk")
    # Of three lines one was moved and one cancelled by the customer: one counts.
    request = ReportRequest("coverage", (), FRIDAY, MONDAY, FRIDAY)
    table = ActivityService(desk.uow, CLOCK).coverage(request)
    names = [column.name for column in table.columns]
    assert table.rows[0][names.index("planned_visits")] == 1
    assert dict(table.definitions)["cancelled_by_customer"] == "1"
    weeks.send_back(desk.actor, step(desk, weeks, "Anew"))
    rep = ids(desk)[0]
    with refused("week_line_target"):
        weeks.save(desk.actor, SaveWeek(rep, MONDAY, seen(desk, weeks).version, removed=(first,)))


def test_what_a_week_cannot_hold_is_refused(desk: Desk, weeks: WeekPlans) -> None:
    rep, first, _second = ids(desk)
    line = PlannedLine(first, MONDAY)
    for command, code in (
        (SaveWeek(rep, MONDAY, 0, (replace(line, day=MONDAY + timedelta(days=7)),)),
         "week_day_outside"),
        (SaveWeek(rep, MONDAY, 0, (line, line)), "week_twice"),
        (SaveWeek(rep, MONDAY, 0, (PlannedLine(-1, MONDAY),)), "customer_gone"),
        (SaveWeek(rep, MONDAY, 0, (replace(line, purpose="a\u200bb\u0000"),)), "unseen_character"),
        (SaveWeek(rep, MONDAY, 0, removed=(-1,)), "week_line_gone"),
        (SaveWeek(-1, MONDAY, 0, (line,)), "week_rep_gone"),
    ):  # fmt: skip
        with refused(code):
            weeks.save(desk.actor, command)
    assert not desk.rows(VisitPlan, "id")


def test_nobody_approves_his_own_week_or_without_the_right(desk: Desk, weeks: WeekPlans) -> None:
    plan(desk, weeks, MONDAY)
    weeks.submit(desk.actor, step(desk, weeks))
    clerk = replace(desk.actor, roles=frozenset({Role.CLERK}))
    with pytest.raises(NotAllowed):
        weeks.approve(clerk, step(desk, weeks))
    with desk.uow.write(desk.actor, "New user") as session:
        user = AppUser(
            branch_id=desk.actor.branch_id, login="ann", login_key="ann", name="Ann",
            is_active=True, rep_id=ids(desk)[0],
        )  # fmt: skip
        session.add(user)
        session.flush()
        own = Actor(desk.actor.branch_id, user.id, "ann", desk.actor.roles)
    assert weeks.week(own, ids(desk)[0], MONDAY).is_own
    with pytest.raises(RuleViolation, match="week_own"):
        weeks.approve(own, step(desk, weeks))
    weeks.approve(desk.actor, step(desk, weeks))
    with pytest.raises(RuleViolation, match="week_step_illegal"):
        weeks.submit(desk.actor, step(desk, weeks))


def test_a_proposal_gives_its_reasons_and_keeps_what_stands(desk: Desk, weeks: WeekPlans) -> None:
    rep, first, second = ids(desk)
    desk.bring("visits", "rep_code,customer_code,date,next_visit_on\n"
               "R1,C1,2026-03-03,2026-03-19\nR1,C2,2026-03-04,\n")  # fmt: skip
    desk.invoices([("C2", "2026-01-05", "900")])
    found = weeks.proposal(rep, MONDAY)
    # Wednesday to Friday are left. Two visits over the field days of 13 weeks: one call a day.
    assert (found.field_days, found.calls_per_day, found.capacity) == (Decimal(3), Decimal(1), 3)
    reasons = {one.customer_id: [reason.kind for reason in one.reasons] for one in found.lines}
    assert reasons == {first: [ReasonKind.AGREED], second: [ReasonKind.OVERDUE]}
    assert {one.customer_id: one.day for one in found.lines}[first] == date(2026, 3, 19)
    plan(desk, weeks, FRIDAY)
    found = weeks.proposal(rep, MONDAY)
    assert [one.customer_id for one in found.lines] == [second]
    assert found.standing == 1
    with refused("week_rep_gone"):
        weeks.proposal(-1, MONDAY)
