"""Unused cycles are found by the window's thread, never by a worker's."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.views.collecting import WindowCollector
from desktop.views.tasks import TaskRunner


class Ring:
    """An object that holds itself, and says in which thread it went."""

    gone: list[str]

    def __init__(self, gone: list[str]) -> None:
        self.gone, self.itself = gone, self

    def __del__(self) -> None:
        self.gone.append(threading.current_thread().name)


@pytest.fixture
def collector(runner: TaskRunner) -> Iterator[WindowCollector]:
    """Return a collector at work; Python's own is as before afterwards."""
    gc.collect()
    found = WindowCollector(runner)
    found.start()
    yield found
    found.stop()
    assert gc.isenabled()


def make_rings(gone: list[str], count: int = 3_000) -> None:
    """Leave unused cycles behind, more than Python's collector lets lie."""
    for _ring in range(count):
        Ring(gone)


def test_a_worker_leaves_its_cycles_to_the_window(
    collector: WindowCollector, runner: TaskRunner, qtbot: QtBot
) -> None:
    gone: list[str] = []
    runner.query(lambda: make_rings(gone), lambda _none: None, owner=collector)
    assert runner.wait_idle()
    # A plain thread as well, which no runner looks after.
    thread = threading.Thread(target=make_rings, args=(gone,))
    thread.start()
    thread.join()
    assert gone == []
    qtbot.waitUntil(lambda: len(gone) == 6_000)
    assert set(gone) == {threading.main_thread().name}


def test_pythons_own_collector_would_find_them_in_the_worker() -> None:
    gone: list[str] = []
    thread = threading.Thread(target=make_rings, args=(gone,), name="worker")
    thread.start()
    thread.join()
    assert "worker" in gone


def test_nothing_is_collected_while_work_goes_on(
    collector: WindowCollector, runner: TaskRunner
) -> None:
    gone: list[str] = []
    gate = threading.Event()
    runner.query(gate.wait, lambda _set: None, owner=collector)
    make_rings(gone)
    collector.collect()
    assert gone == []
    gate.set()
    assert runner.wait_idle()
    collector.collect()
    assert len(gone) == 3_000


def test_rows_by_the_ten_thousand_wait_until_the_user_turns_away(
    collector: WindowCollector,
) -> None:
    gone: list[str] = []
    make_rings(gone, 30_000)
    collector.collect()
    assert gone == []
    make_rings(gone, 1_000)
    collector.collect()
    assert len(gone) == 1_000
    collector.collect_all()
    assert len(gone) == 31_000
    assert set(gone) == {threading.main_thread().name}
