"""The one task runner: two lanes of worker threads, one queued signal back to the window."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from time import monotonic

import shiboken6
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal, Slot

from desktop.errors import Cancelled
from desktop.interruption import Interruption, interruptible
from desktop.services.garbage import collector_paused
from desktop.views.runner import Progress, Runner, Task, changes_in
from desktop.views.stillness import Stillness

logger = logging.getLogger(__name__)

BUSY_AFTER_MS = 300
#: A question waits at most so long, from when it was asked, for the window to paint.
_TURN_S = 0.1


@dataclass(slots=True)
class _Awaited:
    """What is known of a task while its answer is awaited."""

    task: Task
    key: tuple[int, str] | None
    progress: Progress
    interruption: Interruption
    future: Future[None] | None = None

    @property
    def is_job(self) -> bool:
        """Whether its progress is shown."""
        return self.task.title is not None


class TaskRunner(QObject, Runner):
    """Runs plain callables on worker threads and brings plain values back to the window's.

    Two lanes: questions share three threads; commands have one, so they happen in the user's
    order. No task owns a QObject: every answer comes through one queued signal.

    Signals:
        committed(ChangeSet): a command's changes are in the database; sent after its answer.
        failed(Exception): a task failed and its caller gave no `on_error`.
        busy_changed(bool): work has lasted 300 ms, or all of it is done.
        job_started(int ticket, str title): a long job began to wait or run.
        job_stepped(int ticket, int done, int total, str words): it is this far.
        job_ended(int ticket): it is done, failed or stopped.
        idle(): nothing is awaited any more.
    """

    committed = Signal(object)
    failed = Signal(object)
    busy_changed = Signal(bool)
    job_started = Signal(object, str)
    job_stepped = Signal(object, int, int, str)
    job_ended = Signal(object)
    idle = Signal()
    _answered = Signal(object, object, object)
    _stepped = Signal(object, int, int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queries = ThreadPoolExecutor(3, thread_name_prefix="query")
        self._commands = ThreadPoolExecutor(1, thread_name_prefix="command")
        self._tasks: dict[int, _Awaited] = {}
        self._newest: dict[tuple[int, str], int] = {}
        self._last_ticket = 0
        self._is_busy = False
        self._is_closed = False
        self._turn, self._was_still = threading.Event(), False
        self._turn_timer = QTimer(self)
        self._turn_timer.setSingleShot(True)
        self._turn_timer.setInterval(0)
        self._turn_timer.timeout.connect(self._end_turn)
        self._busy_timer = QTimer(self)
        self._busy_timer.setSingleShot(True)
        self._busy_timer.setInterval(BUSY_AFTER_MS)
        self._busy_timer.timeout.connect(self._say_busy)
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._stepped.connect(self._pass_step, Qt.ConnectionType.QueuedConnection)

    def cancel(self, ticket: int) -> None:
        """Ask a job to stop at its next step; one that still waits never runs."""
        found = self._tasks.get(ticket)
        if found is None or not found.is_job:
            return
        found.progress.cancel()
        if found.future is not None and found.future.cancel():
            self._answered.emit(ticket, None, Cancelled())

    @property
    def is_idle(self) -> bool:
        """Whether every answer was delivered."""
        return not self._tasks

    def wait_idle(self, timeout_ms: int = 5000) -> bool:
        """Let the window live until nothing is awaited; return False where time ran out."""
        if self._tasks:
            loop = QEventLoop()
            self.idle.connect(loop.quit)
            QTimer.singleShot(timeout_ms, loop, loop.quit)
            loop.exec()
        return not self._tasks

    def shut_down(self, timeout_ms: int = 15_000) -> bool:
        """Finish the commands, stop jobs and questions; return False where time ran out."""
        for ticket, found in tuple(self._tasks.items()):
            if found.is_job:
                found.progress.cancel()
            elif not found.task.is_command and found.future:
                if found.future.cancel():
                    self._forget(ticket)
                else:
                    found.interruption.stop()
        self._is_closed = True
        is_idle = self.wait_idle(timeout_ms)
        self._queries.shutdown(wait=is_idle, cancel_futures=True)
        self._commands.shutdown(wait=is_idle)
        return is_idle

    def begin(self, task: Task) -> int:
        """Run a task in its lane and return its ticket.

        Raises:
            RuntimeError: a command after the runner was shut down.
        """
        if self._is_closed and task.is_command:
            raise RuntimeError("the task runner was shut down")
        self._last_ticket += 1
        ticket = self._last_ticket
        if self._is_closed:
            # An answer that came while the window closes may make its screen ask for more;
            # nobody sees that any more.
            return ticket
        if task.title is not None:
            self.job_started.emit(ticket, task.title)
        key = None if task.key is None else (id(task.owner), task.key)
        if key is not None:
            self._supersede(key)
            self._newest[key] = ticket
        progress = Progress(lambda d, t, w: self._stepped.emit(ticket, d, t, w))
        found = self._tasks[ticket] = _Awaited(task, key, progress, Interruption())
        pool = self._commands if task.is_command else self._queries
        turn = None if task.is_command else (self._present_turn(), monotonic() + _TURN_S)
        # A question may be stopped at any time; a command ends as it decides itself.
        stopped_by = None if task.is_command else found.interruption
        call = partial(task.call, progress)
        found.future = pool.submit(self._work, ticket, call, stopped_by, turn)
        if not self._is_busy and not self._busy_timer.isActive():
            self._busy_timer.start()
        return ticket

    def _present_turn(self) -> threading.Event:
        """Return what is set when the window has done what it is at, and painted it."""
        if not self._turn_timer.isActive():
            self._turn = threading.Event()
            self._turn_timer.start()
        return self._turn

    @Slot()
    def _end_turn(self) -> None:
        # A window that was held is let go in one turn and paints in the next.
        is_still = Stillness.is_anywhere()
        if is_still or self._was_still:
            self._was_still = is_still
            self._turn_timer.start()
        else:
            self._turn.set()

    def _supersede(self, key: tuple[int, str]) -> None:
        older = self._newest.get(key)
        found = None if older is None else self._tasks.get(older)
        if older is None or found is None:
            return
        # A question that has not begun costs nothing any more; a running one is stopped.
        if found.future and found.future.cancel():
            del self._tasks[older]
        else:
            found.interruption.stop()

    def _work(
        self,
        ticket: int,
        call: Callable[[], object],
        stopped_by: Interruption | None,
        turn: tuple[threading.Event, float] | None,
    ) -> None:
        """Run in a worker thread: the only place, with the hook, that catches everything."""
        if turn is not None:
            # Both at once take twice as long, and only the window's part is waited for.
            has_painted, until = turn
            has_painted.wait(max(until - monotonic(), 0))
        try:
            # The collector stops all threads: in the middle of many rows, for a fifth of a second.
            with collector_paused(), interruptible(stopped_by):
                result, error = call(), None
        except Exception as exc:
            result, error = None, exc
        if shiboken6.isValid(self):
            self._answered.emit(ticket, result, error)

    @Slot(object, object, object)
    def _deliver(self, ticket: int, result: object, error: Exception | None) -> None:
        found = self._tasks.get(ticket)
        if found is None:
            return
        task = found.task
        is_newest = found.key is None or self._newest.get(found.key) == ticket
        try:
            if is_newest and _is_alive(task.owner):
                self._hand_on(task, result, error)
            elif error is not None and not isinstance(error, Cancelled):
                logger.info("a late task failed after its screen was closed", exc_info=error)
        finally:
            # A callback may raise, which is our bug and goes to the hook; what the command
            # changed is announced all the same.
            changes = changes_in(result) if task.is_command else None
            if changes is not None:
                self.committed.emit(changes)
            self._forget(ticket)

    def _hand_on(self, task: Task, result: object, error: Exception | None) -> None:
        if error is None:
            task.on_result(result)
        elif task.on_error is not None:
            task.on_error(error)
        elif not isinstance(error, Cancelled):
            self.failed.emit(error)

    def _forget(self, ticket: int) -> None:
        found = self._tasks.pop(ticket, None)
        if found is None:
            return
        if found.key is not None and self._newest.get(found.key) == ticket:
            del self._newest[found.key]
        if found.is_job:
            self.job_ended.emit(ticket)
        if not self._tasks:
            self._busy_timer.stop()
            if self._is_busy:
                self._is_busy = False
                self.busy_changed.emit(False)
            self.idle.emit()

    @Slot()
    def _say_busy(self) -> None:
        if self._tasks and not self._is_busy:
            self._is_busy = True
            self.busy_changed.emit(True)

    @Slot(object, int, int, str)
    def _pass_step(self, ticket: int, done: int, total: int, words: str) -> None:
        if ticket in self._tasks:
            self.job_stepped.emit(ticket, done, total, words)


def _is_alive(owner: object) -> bool:
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
