"""The second pair of eyes: whose they are, what they find, and samples by a logged seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.enums import CheckMethod, CheckReason, CheckResult, Role
from desktop.errors import ConflictError, InputError, NotAllowed, RuleViolation
from desktop.models import AppUser, EntryCheck, Visit
from desktop.periods import Month
from desktop.services.access import Actor
from desktop.services.activity.service import ActivityService
from desktop.services.entries.checks import EntryChecks
from desktop.services.entries.checks_data import CheckRow, DecideCheck, DrawSample
from desktop.services.entries.data import EntryKind, SaveEntries, TakeBack
from desktop.services.entries.kinds import ENTRY_SPECS
from desktop.services.entries.service import EntryService
from desktop.services.figures.data import ReportRequest
from desktop.services.messages import sentence
from tests.databases import Copying
from tests.factories import CLOCK, Desk, a_filled_desk
from tests.integration.entries_branch import MADE, fill_branch

MARCH = Month.at(2026, 3)
CALL = CheckMethod.CALL_BACK


@pytest.fixture
def desk(filled_url: Copying, tmp_path: Path) -> Iterator[Desk]:
    """Yield the branch on each engine."""
    with a_filled_desk(filled_url(fill_branch, migrated=True), tmp_path, MADE) as desk:
        yield desk


@pytest.fixture
def checks(desk: Desk) -> EntryChecks:
    return EntryChecks(desk.uow, CLOCK)


@pytest.fixture
def other(desk: Desk) -> Actor:
    """Return a second clerk of the branch."""
    with desk.uow.write(desk.actor, "New user") as session:
        user = AppUser(
            branch_id=desk.actor.branch_id, login="ann", login_key="ann", name="Ann",
            is_active=True,
        )  # fmt: skip
        session.add(user)
        session.flush()
        return Actor(desk.actor.branch_id, user.id, "ann", frozenset({Role.CLERK}))


def key(desk: Desk, kind: EntryKind, **cells: str) -> tuple[int, ...]:
    """Key a row and return the documents made."""
    row = tuple(cells.get(column, "") for column in ENTRY_SPECS[kind].keys)
    return EntryService(desk.uow, CLOCK).save(desk.actor, SaveEntries(kind, (row,))).ids


def a_short_visit(desk: Desk) -> tuple[int, ...]:
    return key(
        desk, EntryKind.VISITS, rep_code="R1", date="2026-03-17", customer_code="C1",
        outcome="talked", minutes="2",
    )  # fmt: skip


def the_check(checks: EntryChecks, actor: Actor) -> CheckRow:
    (row,) = checks.book(actor).rows
    return row


def decided(row: CheckRow, result: CheckResult, note: str = "", **more: object) -> DecideCheck:
    return replace(DecideCheck(row.id, row.version, CALL, result, note), **more)  # type: ignore[arg-type]


def test_an_open_look_tells_what_is_to_be_found_out(
    desk: Desk, checks: EntryChecks, other: Actor
) -> None:
    desk.bring("customers", "code,name,phone\nC1,Customer C1,021-55\n", update=True)
    a_short_visit(desk)
    row = the_check(checks, other)
    assert (row.kind, row.reason, row.day) == (
        EntryKind.VISITS, CheckReason.LENGTH, date(2026, 3, 17),
    )  # fmt: skip
    assert (row.rep, row.customer, row.phone) == ("Rep R1", "Customer C1", "021-55")
    assert (row.minutes, row.amount, row.text) == (2, None, "talked")
    assert (row.reported_by, row.keyed_at, row.is_own) == ("Rep R1", CLOCK.now(), False)
    assert the_check(checks, desk.actor).is_own


def test_who_keyed_a_report_cannot_be_its_second_pair_of_eyes(
    desk: Desk, checks: EntryChecks
) -> None:
    a_short_visit(desk)
    row = the_check(checks, desk.actor)
    with pytest.raises(RuleViolation) as refused:
        checks.decide(desk.actor, decided(row, CheckResult.CONFIRMED))
    assert sentence(refused.value).startswith("boss keyed this report.")
    assert the_check(checks, desk.actor).is_open


def test_a_rejected_visit_is_reported_still_and_verified_no_longer(
    desk: Desk, checks: EntryChecks, other: Actor
) -> None:
    def visits() -> object:
        request = ReportRequest("kpi", (), date(2026, 3, 18), MARCH.start, date(2026, 3, 18))
        table = ActivityService(desk.uow, CLOCK).kpi(request)
        return table.rows[0][[column.name for column in table.columns].index("visits")]

    a_short_visit(desk)
    before = visits()
    row = the_check(checks, other)
    with pytest.raises(InputError) as refused:
        checks.decide(other, decided(row, CheckResult.REJECTED))
    assert refused.value.issues[0].column == "note"
    checks.decide(other, decided(row, CheckResult.REJECTED, " He was  elsewhere. "))
    found = the_check(checks, other)
    assert (found.result, found.note, found.checked_by) == (
        CheckResult.REJECTED, "He was elsewhere.", "Ann",
    )  # fmt: skip
    assert desk.rows(Visit, "rejected_on", "state") == [(date(2026, 3, 18), "posted")]
    assert visits() != before


def test_whom_nobody_reached_is_tried_again(desk: Desk, checks: EntryChecks, other: Actor) -> None:
    a_short_visit(desk)
    checks.decide(other, decided(the_check(checks, other), CheckResult.NOT_REACHED))
    book = checks.book(other)
    assert (book.open_count, book.done_count, book.rows[0].is_open) == (1, 0, True)
    checks.decide(other, decided(book.rows[0], CheckResult.CONFIRMED))
    assert checks.book(other).done_count == 1
    with pytest.raises(RuleViolation, match="check_done"):
        checks.decide(other, decided(the_check(checks, other), CheckResult.CONFIRMED))


def test_a_look_that_changed_meanwhile_is_not_decided_over(
    desk: Desk, checks: EntryChecks, other: Actor
) -> None:
    a_short_visit(desk)
    row = the_check(checks, other)
    checks.decide(other, decided(row, CheckResult.NOT_REACHED))
    with pytest.raises(ConflictError):
        checks.decide(other, decided(row, CheckResult.CONFIRMED))


def test_a_decided_report_is_not_taken_back_and_an_open_look_goes_with_it(
    desk: Desk, checks: EntryChecks, other: Actor
) -> None:
    entries = EntryService(desk.uow, CLOCK)
    first, second = a_short_visit(desk), a_short_visit(desk)
    row = next(one for one in checks.book(other).rows if one.document_id == first[0])
    checks.decide(other, decided(row, CheckResult.CONFIRMED))
    with pytest.raises(RuleViolation) as refused:
        entries.take_back(desk.actor, TakeBack(EntryKind.VISITS, first))
    assert "second look rests on it: 2026-03-18" in sentence(refused.value)
    entries.take_back(desk.actor, TakeBack(EntryKind.VISITS, second))
    assert [one.document_id for one in checks.book(other).rows] == [first[0]]


def test_every_kind_of_report_can_be_looked_at(
    desk: Desk, checks: EntryChecks, other: Actor
) -> None:
    key(desk, EntryKind.ORDERS, order_no="S1", order_date="2026-03-02", customer_code="C1",
        amount="1200.50")  # fmt: skip
    key(desk, EntryKind.COLLECTIONS, receipt_no="A1", date="2026-03-17", customer_code="C1",
        amount="20000", method="cash")  # fmt: skip
    key(desk, EntryKind.EXPENSES, date="2026-03-17", rep_code="R1", category="entertainment",
        amount="80")  # fmt: skip
    rows = {one.kind: one for one in checks.book(other).rows}
    assert {kind: (one.reason, one.amount) for kind, one in rows.items()} == {
        EntryKind.ORDERS: (CheckReason.LATE, Decimal("1200.50")),
        EntryKind.COLLECTIONS: (CheckReason.AMOUNT, Decimal("20000.00")),
        EntryKind.EXPENSES: (CheckReason.GUESTS, Decimal("80.00")),
    }
    for row in rows.values():
        checks.decide(other, decided(row, CheckResult.CONFIRMED))
    assert checks.book(other).open_count == 0


def visited(desk: Desk, count: int) -> None:
    lines = [f"R1,C1,2026-03-{2 + place % 15:02},{place // 15 + 8:02}:00" for place in range(count)]
    desk.bring("visits", "rep_code,customer_code,date,start\n" + "\n".join(lines) + "\n")


def test_a_sample_is_drawn_by_a_seed_that_is_written_down(
    desk: Desk, checks: EntryChecks, other: Actor
) -> None:
    visited(desk, 40)
    done = checks.draw_sample(other, DrawSample(MARCH, seed=11))
    assert (done.drawn, done.visits, done.seed) == (2, 40, 11)
    assert desk.rows(EntryCheck, "reason", "seed") == [("sample", 11)] * 2
    with pytest.raises(RuleViolation) as refused:
        checks.draw_sample(other, DrawSample(MARCH, seed=12))
    assert "seed 11" in sentence(refused.value)
    # Nobody keyed what came in a file: whoever brought it in may call back.
    row = checks.book(desk.actor).rows[0]
    assert (row.is_own, row.keyed_by, row.keyed_at) == (False, "", None)
    checks.decide(desk.actor, decided(row, CheckResult.CONFIRMED))


def test_the_same_seed_draws_the_same_visits_again(desk: Desk, checks: EntryChecks) -> None:
    visited(desk, 30)
    checks.draw_sample(desk.actor, DrawSample(MARCH, Decimal("0.1"), 5))
    first = desk.rows(EntryCheck, "visit_id")
    with desk.uow.write(desk.actor, "Forget") as session:
        for one in session.query(EntryCheck):
            session.delete(one)
    checks.draw_sample(desk.actor, DrawSample(MARCH, Decimal("0.1"), 5))
    assert len(first) == 3
    assert desk.rows(EntryCheck, "visit_id") == first


def test_a_month_without_visits_has_no_sample(desk: Desk, checks: EntryChecks) -> None:
    with pytest.raises(RuleViolation, match="sample_nothing"):
        checks.draw_sample(desk.actor, DrawSample(MARCH))
    with pytest.raises(InputError):
        checks.draw_sample(desk.actor, DrawSample(MARCH, Decimal(0)))


def test_a_batch_whose_visits_were_drawn_can_be_taken_back(desk: Desk, checks: EntryChecks) -> None:
    rep = desk.bring("reps", "code,name\nR7,Rep R7\n")
    lines = "rep_code,customer_code,date\nR7,C1,2026-03-03\n"
    batch = desk.bring("visits", lines)
    checks.draw_sample(desk.actor, DrawSample(MARCH, seed=1))
    desk.withdraw(batch)
    assert checks.book(desk.actor).rows == ()
    desk.withdraw(rep)
    assert desk.rows(EntryCheck, "id") == []


def test_looking_again_needs_its_right(desk: Desk, checks: EntryChecks) -> None:
    cashier = Actor(desk.actor.branch_id, 7, "cash", frozenset({Role.CASH_CLERK}))
    with pytest.raises(NotAllowed):
        checks.draw_sample(cashier, DrawSample(MARCH))
    with pytest.raises(NotAllowed):
        checks.decide(cashier, DecideCheck(1, 1, CALL, CheckResult.CONFIRMED))
    with pytest.raises(RuleViolation, match="check_gone"):
        checks.decide(desk.actor, DecideCheck(1, 1, CALL, CheckResult.CONFIRMED))
