"""The one task runner: two lanes of worker threads, one queued signal back to the window."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal, Slot

from desktop.errors import Cancelled
from desktop.views.runner import OnError, Progress, changes_in

logger = logging.getLogger(__name__)

T = TypeVar("T")
BUSY_AFTER_MS = 300


@dataclass(slots=True)
class _Task:
    """What is known of a task while its answer is awaited."""

    on_result: Callable[[Any], None]
    on_error: OnError | None
    owner: object
    key: tuple[int, str] | None
    is_command: bool
    progress: Progress | None = None
    future: Future[None] | None = None


class TaskRunner(QObject):
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
        self._tasks: dict[int, _Task] = {}
        self._newest: dict[tuple[int, str], int] = {}
        self._last_ticket = 0
        self._is_busy = False
        self._is_closed = False
        self._busy_timer = QTimer(self)
        self._busy_timer.setSingleShot(True)
        self._busy_timer.setInterval(BUSY_AFTER_MS)
        self._busy_timer.timeout.connect(self._say_busy)
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._stepped.connect(self._pass_step, Qt.ConnectionType.QueuedConnection)

    def query(
        self,
        call: Callable[[], T],
        on_result: Callable[[T], None],
        *,
        owner: object,
        key: str | None = None,
        on_error: OnError | None = None,
    ) -> int:
        """Ask a question; `on_result` gets the answer in the window's thread.

        The answer is dropped where `owner` (a QObject) is gone by then. Of questions with the
        same owner and `key` only the newest is answered. Returns a ticket.
        """
        name = None if key is None else (id(owner), key)
        task = _Task(on_result, on_error, owner, name, is_command=False)
        return self._start(task, call)

    def command(
        self,
        call: Callable[[], T],
        on_result: Callable[[T], None],
        *,
        owner: object,
        on_error: OnError | None = None,
    ) -> int:
        """Give a command; commands run one after the other, in the order given.

        `on_result` is dropped where the owner is gone, `committed` is sent in any case.
        """
        return self._start(_Task(on_result, on_error, owner, None, is_command=True), call)

    def job(
        self,
        call: Callable[[Progress], T],
        on_result: Callable[[T], None],
        *,
        owner: object,
        title: str,
        is_command: bool = False,
        on_error: OnError | None = None,
    ) -> int:
        """Run something long, in the lane of questions or of commands.

        `call` gets a `Progress`; the status bar shows its steps under `title` with Cancel. A
        stopped job ends in `Cancelled`, which goes to `on_error` and otherwise nowhere.
        """
        ticket = self._last_ticket + 1
        progress = Progress(lambda d, t, w: self._stepped.emit(ticket, d, t, w))
        task = _Task(on_result, on_error, owner, None, is_command, progress)
        self.job_started.emit(ticket, title)
        return self._start(task, lambda: call(progress))

    def cancel(self, ticket: int) -> None:
        """Ask a job to stop at its next step; one that still waits never runs."""
        task = self._tasks.get(ticket)
        if task is None or task.progress is None:
            return
        task.progress.cancel()
        if task.future is not None and task.future.cancel():
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
        """Finish the commands, stop jobs and drop questions; return False where time ran out."""
        for ticket, task in tuple(self._tasks.items()):
            if task.progress is not None:
                task.progress.cancel()
            elif not task.is_command and task.future is not None and task.future.cancel():
                self._forget(ticket)
        self._is_closed = True
        is_idle = self.wait_idle(timeout_ms)
        self._queries.shutdown(wait=is_idle, cancel_futures=True)
        self._commands.shutdown(wait=is_idle)
        return is_idle

    def _start(self, task: _Task, call: Callable[[], object]) -> int:
        if self._is_closed and task.is_command:
            raise RuntimeError("the task runner was shut down")
        self._last_ticket += 1
        if self._is_closed:
            # An answer that came while the window closes may make its screen ask for more;
            # nobody sees that any more.
            return self._last_ticket
        ticket = self._last_ticket
        if task.key is not None:
            self._supersede(task.key)
            self._newest[task.key] = ticket
        self._tasks[ticket] = task
        pool = self._commands if task.is_command else self._queries
        task.future = pool.submit(self._work, ticket, call)
        if not self._is_busy and not self._busy_timer.isActive():
            self._busy_timer.start()
        return ticket

    def _supersede(self, key: tuple[int, str]) -> None:
        older = self._newest.get(key)
        task = None if older is None else self._tasks.get(older)
        # A question that has not begun costs nothing any more; a running one is ignored.
        if older is not None and task is not None and task.future and task.future.cancel():
            del self._tasks[older]

    def _work(self, ticket: int, call: Callable[[], object]) -> None:
        """Run in a worker thread: the only place, with the hook, that catches everything."""
        try:
            result, error = call(), None
        except Exception as exc:
            result, error = None, exc
        if shiboken6.isValid(self):
            self._answered.emit(ticket, result, error)

    @Slot(object, object, object)
    def _deliver(self, ticket: int, result: object, error: Exception | None) -> None:
        task = self._tasks.get(ticket)
        if task is None:
            return
        is_newest = task.key is None or self._newest.get(task.key) == ticket
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

    def _hand_on(self, task: _Task, result: object, error: Exception | None) -> None:
        if error is None:
            task.on_result(result)
        elif task.on_error is not None:
            task.on_error(error)
        elif not isinstance(error, Cancelled):
            self.failed.emit(error)

    def _forget(self, ticket: int) -> None:
        task = self._tasks.pop(ticket, None)
        if task is None:
            return
        if task.key is not None and self._newest.get(task.key) == ticket:
            del self._newest[task.key]
        if task.progress is not None:
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
