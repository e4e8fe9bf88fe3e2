"""F4: what proves that nothing was committed, and its controls, which must find what was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text, update

from desktop.errors import StorageError
from desktop.models import Customer
from desktop.services.customers.editing_data import ChangeCustomer
from desktop.services.customers.service import CustomersService
from tests.databases import new_database
from tests.factories import CLOCK, Desk, a_desk
from tests.faults.every_statement import Command, ends_of, on_database, prove, prove_ways
from tests.faults.faulty_driver import FAULTS, Faults
from tests.faults.watching import Watch, watching


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def desk(
    request: pytest.FixtureRequest, faults: Faults, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """Yield a branch with a customer."""
    folder = tmp_path_factory.mktemp(request.param)
    with new_database(request, folder) as url, a_desk(url, folder) as made:
        made.customers(1, rep=made.reps()[0])
        yield made


@pytest.fixture
def watch(desk: Desk) -> Iterator[Watch]:
    """Yield what looks at the desk's database."""
    with watching(desk.database.url) as made:
        yield made


def write(desk: Desk) -> None:
    with desk.uow.write(desk.actor, "Edit") as session:
        session.execute(update(Customer).values(phone=desk.next("1")))


def half_written(desk: Desk) -> Command:
    """Return a command that commits in its middle, by words the drivers do not know."""

    def run() -> None:
        with desk.uow.write(desk.actor, "Broken") as session:
            session.execute(update(Customer).values(phone=desk.next("1")))
            # A file says in a table who acts, and the next command must find it empty.
            desk.database.end_command(session)
            session.execute(text("COMMIT -- of a half"))
            session.execute(text("BEGIN"))
            session.execute(update(Customer).values(phone=desk.next("2")))

    return on_database(desk.database.url, run)


def test_a_watch_sees_nothing_where_nobody_writes(desk: Desk, watch: Watch) -> None:
    with desk.uow.read() as session:
        session.execute(text("SELECT count(*) FROM customer"))
    assert not watch.sees_a_commit()


def test_a_watch_sees_a_commit_once(desk: Desk, watch: Watch) -> None:
    write(desk)
    assert [watch.sees_a_commit() for _look in range(2)] == [True, False]


def test_a_watch_does_not_see_what_was_rolled_back(desk: Desk, watch: Watch) -> None:
    with pytest.raises(ZeroDivisionError), desk.uow.write(desk.actor, "Edit") as session:
        session.execute(update(Customer).values(phone="3"))
        session.flush()
        raise ZeroDivisionError
    assert not watch.sees_a_commit()


def test_a_watch_finds_a_transaction_that_nobody_ended(
    desk: Desk, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.faults.watching._PATIENCE_S", 0.0)
    with desk.uow.write(desk.actor, "Edit") as session:
        session.execute(update(Customer).values(phone="4"))
        with pytest.raises(AssertionError, match="left open"):
            watch.sees_a_commit()
    assert watch.sees_a_commit()


def test_a_half_that_was_committed_is_found_by_the_watch_alone(desk: Desk) -> None:
    """The rows are read here only where the watch says so."""
    command = half_written(desk)
    reads: list[int] = []

    def state() -> str:
        reads.append(len(FAULTS.asked))
        return command.state()

    with pytest.raises(AssertionError, match="left something behind"):
        prove(replace(command, state=state))
    # Once before the first attempt, and once after the one that was found.
    assert len(reads) == 2


def test_a_half_that_was_committed_is_found_without_a_watch_too(desk: Desk) -> None:
    with pytest.raises(AssertionError, match="left something behind"):
        prove(replace(half_written(desk), watched=None))


def test_failing_at_every_way_out_finds_a_half_too(desk: Desk) -> None:
    with pytest.raises(AssertionError, match="left something behind"):
        prove_ways(half_written(desk))


@pytest.fixture
def edit(desk: Desk) -> Callable[[], object]:
    """Return a change of a customer."""
    service = CustomersService(desk.uow, CLOCK)
    card = service.card_for_edit(desk.rows(Customer, "id")[0][0])
    entry = replace(card.entry, phone=desk.next("5"))
    change = ChangeCustomer(card.id, card.version, entry)
    return lambda: service.change_customer(desk.actor, change)


@pytest.mark.parametrize("is_new", [False, True])
def test_each_request_of_a_command_fails_with_a_new_connection_and_a_kept_one(
    desk: Desk, edit: Callable[[], object], is_new: bool
) -> None:
    """What succeeds at last asks nothing that was not among the failures."""
    if is_new:
        desk.database.engine.dispose()
    failed: list[str] = []
    known: set[tuple[str, int]] = set()
    is_done = False
    while not is_done:
        with FAULTS.failing_new(known) as faults:
            try:
                edit()
            except StorageError:
                failed.append(faults.failed or "")
            else:
                is_done = True
    assert set(FAULTS.asked) <= set(failed)
    assert len(failed) == len(known)
    assert any(one.startswith("UPDATE customer") for one in failed)
    assert "COMMIT" in failed


def test_requests_of_one_loop_have_one_way_out_and_a_guarded_one_another() -> None:
    with FAULTS.failing(10, notes_ways=True) as faults:
        for _each in range(3):
            faults.ask("SELECT", ValueError)
        try:
            faults.ask("SELECT", ValueError)
        finally:
            faults.ask("SELECT", ValueError)
    first, second, third, guarded, after = faults.ways
    assert first == second == third == after != guarded
    assert ends_of(faults.ways) == (1, 4, 5)
