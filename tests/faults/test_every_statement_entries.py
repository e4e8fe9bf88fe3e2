"""F4: keying, taking back and looking again, failing at a statement, change nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from desktop.enums import CheckMethod, CheckResult
from desktop.models import AppUser
from desktop.periods import Month
from desktop.services.access import Actor
from desktop.services.entries.checks import EntryChecks
from desktop.services.entries.checks_data import DecideCheck, DrawSample
from desktop.services.entries.data import EntryKind, SaveEntries, TakeBack
from desktop.services.entries.kinds import ENTRY_SPECS
from desktop.services.entries.service import EntryService
from desktop.services.sample.checks import fill
from tests.databases import new_database
from tests.factories import CLOCK, Desk, a_desk
from tests.faults.every_statement import on_database, prove
from tests.faults.faulty_driver import Faults

DAY = "2026-03-17"
WHO = {"rep_code": "R1", "date": DAY, "customer_code": "C1"}
#: The kinds that write most besides their own row: plans and looks, sums, payments.
ROWS: dict[EntryKind, dict[str, str]] = {
    EntryKind.VISITS: {**WHO, "outcome": "talked", "minutes": "2", "next_visit_on": "2026-03-27"},
    EntryKind.ORDERS: {"order_no": "S", "order_date": DAY, "customer_code": "C1", "amount": "9"},
    EntryKind.COLLECTIONS: {**WHO, "receipt_no": "A", "amount": "20000", "method": "cash",
                            "invoice_no": "I1"},
}  # fmt: skip


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def desk(
    request: pytest.FixtureRequest, faults: Faults, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """Yield a branch with a rep, a customer who owes money, and two visits."""
    folder = tmp_path_factory.mktemp(request.param)
    with new_database(request, folder) as url, a_desk(url, folder) as desk:
        desk.reps(1)
        desk.customers(1, rep="R1")
        desk.invoices([("C1", "2026-03-02", "90000")])
        desk.bring("visits", "rep_code,customer_code,date\nR1,C1,2026-02-03\nR1,C1,2026-02-04\n")
        yield desk


@pytest.fixture
def proved(desk: Desk) -> Callable[[Callable[[], object]], None]:
    """Return what lets a call fail at its statements, on all rows of the database."""
    url = desk.database.url

    def run(call: Callable[[], object]) -> None:
        assert prove(on_database(url, call)) > 4

    return run


def sheet(desk: Desk, kind: EntryKind) -> SaveEntries:
    """Return a sheet of one row with a number of its own."""
    cells = dict(ROWS[kind])
    for key in ("order_no", "receipt_no"):
        if key in cells:
            cells[key] = desk.next(cells[key])
    return SaveEntries(kind, (tuple(cells.get(key, "") for key in ENTRY_SPECS[kind].keys),))


@pytest.mark.parametrize("kind", list(ROWS))
def test_a_sheet_that_is_keyed(
    desk: Desk, proved: Callable[[Callable[[], object]], None], kind: EntryKind
) -> None:
    entries, command = EntryService(desk.uow, CLOCK), sheet(desk, kind)
    proved(lambda: entries.save(desk.actor, command))


@pytest.mark.parametrize("kind", list(ROWS))
def test_a_sheet_that_is_taken_back(
    desk: Desk, proved: Callable[[Callable[[], object]], None], kind: EntryKind
) -> None:
    entries = EntryService(desk.uow, CLOCK)
    command = TakeBack(kind, entries.save(desk.actor, sheet(desk, kind)).ids)
    proved(lambda: entries.take_back(desk.actor, command))


def test_a_sample_that_is_drawn(desk: Desk, proved: Callable[[Callable[[], object]], None]) -> None:
    checks, command = EntryChecks(desk.uow, CLOCK), DrawSample(Month.at(2026, 2), seed=3)
    proved(lambda: checks.draw_sample(desk.actor, command))


def test_the_call_backs_of_the_sample(
    desk: Desk, proved: Callable[[Callable[[], object]], None]
) -> None:
    desk.bring("visits", "rep_code,customer_code,date\nR1,C1,2026-10-06\nR1,C1,2026-10-07\n")
    proved(lambda: fill(desk.uow, desk.actor, 2026, "en"))


def test_a_look_that_is_decided(desk: Desk, proved: Callable[[Callable[[], object]], None]) -> None:
    checks = EntryChecks(desk.uow, CLOCK)
    EntryService(desk.uow, CLOCK).save(desk.actor, sheet(desk, EntryKind.VISITS))
    with desk.uow.write(desk.actor, "New user") as session:
        user = AppUser(
            branch_id=desk.actor.branch_id, login="ann", login_key="ann", name="Ann",
            is_active=True,
        )  # fmt: skip
        session.add(user)
        session.flush()
        other = Actor(desk.actor.branch_id, user.id, "ann", desk.actor.roles)
    row = checks.book(other).rows[-1]
    command = DecideCheck(
        row.id, row.version, CheckMethod.CALL_BACK, CheckResult.REJECTED, "Not there."
    )
    proved(lambda: checks.decide(other, command))
