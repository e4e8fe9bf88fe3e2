"""A question that nobody waits for any more is stopped where it runs, in the database."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import text

from desktop.errors import Cancelled
from desktop.interruption import Interruption, current_interruption, interruptible
from desktop.services.uow import UnitOfWork
from tests.factories import Desk

_ENDLESS = (
    "WITH RECURSIVE endless(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM endless) "
    "SELECT count(*) FROM endless WHERE n < 0"
)


class _Asking:
    """A question in a thread of its own, and how it ended."""

    def __init__(self, uow: UnitOfWork, interruption: Interruption | None) -> None:
        self._uow, self._interruption = uow, interruption
        self.begun = threading.Event()
        self.error: Exception | None = None
        self.thread = threading.Thread(target=self._ask)
        self.thread.start()

    def _ask(self) -> None:
        try:
            with interruptible(self._interruption), self._uow.read() as session:
                session.execute(text("SELECT 1"))
                self.begun.set()
                session.execute(text(_ENDLESS))
        except Cancelled as error:
            self.error = error


def _works(uow: UnitOfWork) -> bool:
    with uow.read() as session:
        return bool(session.scalar(text("SELECT 1")) == 1)


def test_a_running_question_is_stopped_and_the_next_one_answered(desk: Desk) -> None:
    interruption = Interruption()
    asking = _Asking(desk.uow, interruption)
    assert asking.begun.wait(10)
    while asking.thread.is_alive():
        # It may not have reached the server yet.
        interruption.stop()
        asking.thread.join(0.2)
    assert isinstance(asking.error, Cancelled)
    assert all(_works(desk.uow) for _ in range(5))


def test_a_question_that_was_stopped_before_it_began_reads_nothing(desk: Desk) -> None:
    interruption = Interruption()
    interruption.stop()
    with pytest.raises(Cancelled), interruptible(interruption), desk.uow.read():
        pytest.fail("it read")


def test_a_stop_after_the_end_meets_nobody(local: Desk) -> None:
    stopped: list[str] = []
    stop: Callable[[], object] = lambda: stopped.append("stopped")  # noqa: E731
    interruption = Interruption()
    with interruption.attached(stop, is_quick=True):
        pass
    interruption.stop()
    assert stopped == []
    # The control: within the block it is called.
    other = Interruption()
    with other.attached(stop, is_quick=True):
        other.stop()
    assert stopped == ["stopped"]


def test_outside_the_block_nothing_can_be_stopped() -> None:
    with interruptible(Interruption()):
        assert current_interruption() is not None
    assert current_interruption() is None
