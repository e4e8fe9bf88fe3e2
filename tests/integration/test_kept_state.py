"""What a connection keeps between two answers is given up as soon as anybody changed anything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from desktop.models import Customer, Rep
from desktop.services.customers.data import AccountsQuery
from desktop.services.customers.service import CustomersService
from desktop.services.database import open_database
from desktop.services.figures import frame as frame_module
from desktop.services.figures.frame import load_frame
from desktop.services.uow import UnitOfWork
from tests.factories import CLOCK, Desk


@pytest.fixture
def branch(desk: Desk) -> Desk:
    """Return a branch with a rep and a customer."""
    desk.bring("reps", "code,name\nR1,Li\n")
    desk.bring("customers", "code,name\nC1,East\n")
    return desk


@pytest.fixture
def other(branch: Desk) -> Iterator[UnitOfWork]:
    """Return another desk's way to the same database."""
    database = open_database(branch.database.url)
    yield UnitOfWork(database, CLOCK)
    database.close()


def _rep_name(uow: UnitOfWork) -> str:
    with uow.read() as session:
        return next(iter(load_frame(session).reps.values())).name


def _account_name(uow: UnitOfWork) -> str:
    return CustomersService(uow, CLOCK).accounts(AccountsQuery()).rows[0].name


def _rename(uow: UnitOfWork, desk: Desk, name: str) -> None:
    with uow.write(desk.actor, "Rename") as session:
        session.execute(update(Rep).values(name=name))
        session.execute(update(Customer).values(name=name))


def test_what_another_desk_changed_is_seen_at_once(branch: Desk, other: UnitOfWork) -> None:
    assert (_rep_name(branch.uow), _account_name(branch.uow)) == ("Li", "East")
    _rename(other, branch, "Wang")
    assert (_rep_name(branch.uow), _account_name(branch.uow)) == ("Wang", "Wang")


def test_what_the_same_connection_changed_is_seen_at_once(branch: Desk) -> None:
    assert (_rep_name(branch.uow), _account_name(branch.uow)) == ("Li", "East")
    _rename(branch.uow, branch, "Zhao")
    assert (_rep_name(branch.uow), _account_name(branch.uow)) == ("Zhao", "Zhao")


def test_what_a_command_took_back_is_never_kept(branch: Desk) -> None:
    with (
        pytest.raises(ValueError, match="taken back"),
        branch.uow.write(branch.actor, "Rename") as session,
    ):
        session.execute(update(Rep).values(name="Nobody"))
        assert next(iter(load_frame(session).reps.values())).name == "Nobody"
        raise ValueError("taken back")
    assert _rep_name(branch.uow) == "Li"


def test_an_unchanged_branch_is_loaded_once(branch: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _rep_name(branch.uow) == "Li"
    # Were it read again, it would fail.
    monkeypatch.setattr(frame_module, "load_branch", None)
    assert _rep_name(branch.uow) == "Li"


def test_without_the_stamp_a_change_would_not_be_seen(
    branch: Desk, other: UnitOfWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The control: what is kept by a stamp that never changes is stale.
    monkeypatch.setattr(frame_module, "snapshot_stamp", lambda _session: 0)
    assert _rep_name(branch.uow) == "Li"
    _rename(other, branch, "Wang")
    assert _rep_name(branch.uow) == "Li"
