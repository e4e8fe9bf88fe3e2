"""The task runner: nothing lost, nothing late, nothing out of order."""

from __future__ import annotations

import gc
import sys
import threading

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.changes import ChangeSet, Topic
from desktop.errors import Cancelled, RuleViolation
from desktop.views.runner import Progress, RunNow
from desktop.views.settled import settle
from desktop.views.stillness import Stillness
from desktop.views.tasks import TaskRunner


def test_three_thousand_results_all_arrive(runner: TaskRunner) -> None:
    got: list[int] = []
    owner = QObject()
    for number in range(3000):
        runner.query(lambda n=number: n, got.append, owner=owner)
    assert runner.wait_idle(20_000)
    assert sorted(got) == list(range(3000))


def test_commands_happen_in_the_users_order(runner: TaskRunner) -> None:
    done: list[int] = []
    for number in range(50):
        runner.command(lambda n=number: done.append(n), lambda _r: None, owner=None)
    assert runner.wait_idle()
    assert done == list(range(50))


def test_results_come_in_the_windows_thread(runner: TaskRunner) -> None:
    threads: list[threading.Thread] = []
    worked = threading.current_thread
    runner.query(lambda: threads.append(worked()), lambda _r: threads.append(worked()), owner=None)
    assert runner.wait_idle()
    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()


def test_the_collector_of_cycles_waits_for_the_worker(runner: TaskRunner) -> None:
    found: list[bool] = []
    runner.query(gc.isenabled, found.append, owner=runner)
    assert runner.wait_idle()
    assert (found, gc.isenabled()) == ([False], True)


def test_once_all_is_loaded_the_threads_take_turns_sooner() -> None:
    before = sys.getswitchinterval()
    try:
        # As the interpreter starts with; a program that another test opened has settled already.
        sys.setswitchinterval(0.005)
        settle()
        assert sys.getswitchinterval() < 0.005
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
        sys.setswitchinterval(before)


class Painted(QWidget):
    """Notes when it is painted."""

    def __init__(self, notes: list[str]) -> None:
        super().__init__()
        self._notes = notes

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Note it."""
        self._notes.append("painted")


def test_a_question_begins_when_the_window_has_painted_what_it_was_asked_by(
    runner: TaskRunner,
) -> None:
    notes: list[str] = []
    window = Painted(notes)
    window.show()
    assert QTest.qWaitForWindowExposed(window)
    QTest.qWait(1)
    notes.clear()
    window.update()
    runner.query(lambda: notes.append("asked"), lambda _answer: None, owner=window)
    assert runner.wait_idle()
    assert notes == ["painted", "asked"]
    window.close()


def test_a_question_waits_for_a_window_that_is_held_still(runner: TaskRunner) -> None:
    notes: list[str] = []
    window = Painted(notes)
    window.show()
    assert QTest.qWaitForWindowExposed(window)
    QTest.qWait(1)
    notes.clear()
    stillness = Stillness()
    stillness.hold([window])
    window.update()
    QTimer.singleShot(20, stillness.release)
    runner.query(lambda: notes.append("asked"), lambda _answer: None, owner=window)
    assert runner.wait_idle()
    assert notes == ["painted", "asked"]
    window.close()


def test_a_question_begins_though_the_window_is_held_for_long(runner: TaskRunner) -> None:
    window, stillness = QWidget(), Stillness()
    window.show()
    stillness.hold([window])
    got: list[int] = []
    runner.query(lambda: 1, got.append, owner=window)
    assert runner.wait_idle()
    stillness.release()
    assert got == [1]
    window.close()


def test_a_result_is_dropped_when_its_owner_is_gone(runner: TaskRunner) -> None:
    got: list[int] = []
    owner, gate = QObject(), threading.Event()
    runner.query(lambda: gate.wait(5) and 1, got.append, owner=owner)
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gate.set()
    assert runner.wait_idle()
    assert got == []


def test_of_questions_with_one_key_only_the_newest_is_answered(runner: TaskRunner) -> None:
    got: list[str] = []
    owner, gate = QObject(), threading.Event()
    runner.query(lambda: gate.wait(5) and "old", got.append, owner=owner, key="search")
    runner.query(lambda: "new", got.append, owner=owner, key="search")
    gate.set()
    assert runner.wait_idle()
    assert got == ["new"]


def test_a_commands_changes_are_announced_after_its_answer(runner: TaskRunner) -> None:
    seen: list[object] = []
    changes = ChangeSet.of(Topic.VISITS)
    runner.committed.connect(seen.append)
    runner.command(lambda: changes, lambda _r: seen.append("answer"), owner=None)
    assert runner.wait_idle()
    assert seen == ["answer", changes]


def test_changes_are_announced_though_the_dialog_is_gone(runner: TaskRunner, qtbot: QtBot) -> None:
    owner, gate = QObject(), threading.Event()
    changes = ChangeSet.of(Topic.PLANS)
    with qtbot.waitSignal(runner.committed) as told:
        runner.command(lambda: gate.wait(5) and changes, lambda _r: None, owner=owner)
        owner.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gate.set()
    assert told.args == [changes]


def test_an_error_goes_to_its_caller_or_to_the_window(runner: TaskRunner) -> None:
    def fail() -> None:
        raise RuleViolation("closed_period")

    mine: list[Exception] = []
    window: list[Exception] = []
    runner.failed.connect(window.append)
    runner.query(fail, lambda _r: None, owner=None, on_error=mine.append)
    runner.query(fail, lambda _r: None, owner=None)
    assert runner.wait_idle()
    assert [type(error) for error in mine + window] == [RuleViolation, RuleViolation]


def test_busy_is_said_only_when_work_lasts(runner: TaskRunner, qtbot: QtBot) -> None:
    said: list[bool] = []
    runner.busy_changed.connect(said.append)
    runner.query(lambda: None, lambda _r: None, owner=None)
    assert runner.wait_idle()
    assert said == []
    gate = threading.Event()
    with qtbot.waitSignal(runner.busy_changed):
        runner.query(lambda: gate.wait(5), lambda _r: None, owner=None)
    gate.set()
    assert runner.wait_idle()
    assert said == [True, False]


def test_a_job_tells_its_steps_and_stops_when_asked(runner: TaskRunner, qtbot: QtBot) -> None:
    ended: list[Exception] = []
    gate = threading.Event()

    def work(progress: Progress) -> None:
        progress.step(1, 2, "")
        gate.wait(5)
        progress.check()

    ticket = 0
    with qtbot.waitSignal(runner.job_stepped) as told:
        ticket = runner.job(work, lambda _r: None, owner=None, title="Pages", on_error=ended.append)
    runner.cancel(ticket)
    gate.set()
    assert runner.wait_idle()
    assert told.args == [ticket, 1, 2, ""]
    assert [type(error) for error in ended] == [Cancelled]


def test_a_stopped_job_that_nobody_waits_for_says_nothing(runner: TaskRunner) -> None:
    said: list[Exception] = []
    runner.failed.connect(said.append)

    def work(progress: Progress) -> None:
        progress.cancel()
        progress.check()

    runner.job(work, lambda _r: None, owner=None, title="Pages")
    assert runner.wait_idle()
    assert said == []


def test_after_shutting_down_nothing_new_begins(qapp: object) -> None:
    runner = TaskRunner()
    asked: list[int] = []
    assert runner.shut_down()
    # A screen that is just going may still ask; a command must not get lost without a word.
    runner.query(lambda: asked.append(1), lambda _r: asked.append(2), owner=None)
    with pytest.raises(RuntimeError):
        runner.command(lambda: asked.append(3), lambda _r: None, owner=None)
    assert runner.is_idle and asked == []


def test_run_now_acts_at_once_and_notes_changes() -> None:
    runner, got = RunNow(), list[object]()
    changes = ChangeSet.of(Topic.ORDERS)
    runner.command(lambda: ("row", changes), got.append, owner=None)
    runner.job(lambda progress: progress.step(1, 1), got.append, owner=None, title="Import")
    assert got == [("row", changes), None]
    assert runner.commits == [changes]
    assert runner.steps == [(1, 1, "")]


def test_a_window_that_went_while_it_was_held_keeps_nobody_waiting(runner: TaskRunner) -> None:
    window, stillness = QWidget(), Stillness()
    stillness.hold([window])
    assert Stillness.is_anywhere()
    shiboken6.delete(window)
    assert not Stillness.is_anywhere()


def test_many_questions_together_wait_once_for_a_window_that_is_held(runner: TaskRunner) -> None:
    window, stillness = QWidget(), Stillness()
    stillness.hold([window])
    got: list[int] = []
    for number in range(600):
        runner.query(lambda n=number: n, got.append, owner=window)
    # A tenth of a second for each, in three threads, would be twenty seconds.
    assert runner.wait_idle(10_000)
    stillness.release()
    assert len(got) == 600
