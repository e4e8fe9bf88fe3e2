"""What a screen asks the task runner for, free of Qt, and a runner for tests that acts at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Protocol, TypeVar

from desktop.changes import ChangeSet
from desktop.errors import Cancelled

T = TypeVar("T")
OnError = Callable[[Exception], None]


class Progress:
    """How far a long job is, told from its thread; `check` stops it where the user asked to."""

    def __init__(self, tell: Callable[[int, int, str], None]) -> None:
        self._tell = tell
        self._stopped = threading.Event()
        self._told_at = 0.0

    def step(self, done: int, total: int, words: str = "") -> None:
        """Say that `done` of `total` are through; raises `Cancelled` where that was asked for.

        Told at most twenty times a second (the last step always), so that a loop may call it
        for every row.
        """
        self.check()
        now = time.monotonic()
        if done >= total or now - self._told_at >= 0.05:
            self._told_at = now
            self._tell(done, total, words)

    def check(self) -> None:
        """Raise `Cancelled` where the user asked to stop."""
        if self._stopped.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the job to stop at its next step."""
        self._stopped.set()


class Runner(Protocol):
    """Runs plain callables away from the window and brings their answers back to it."""

    def query(
        self,
        call: Callable[[], T],
        on_result: Callable[[T], None],
        *,
        owner: object,
        key: str | None = None,
        on_error: OnError | None = None,
    ) -> int:
        """Run a question; see `TaskRunner.query`."""
        ...

    def command(
        self,
        call: Callable[[], T],
        on_result: Callable[[T], None],
        *,
        owner: object,
        on_error: OnError | None = None,
    ) -> int:
        """Run a command; see `TaskRunner.command`."""
        ...

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
        """Run something long with progress and Cancel; see `TaskRunner.job`."""
        ...


def changes_in(result: object) -> ChangeSet | None:
    """Return the change set that a command's answer is or carries, or None.

    An answer may be a `ChangeSet`, an object with a `changes` field, or a tuple that holds one.
    """
    if isinstance(result, ChangeSet):
        return result
    if isinstance(result, tuple):
        return next((part for part in result if isinstance(part, ChangeSet)), None)
    carried = getattr(result, "changes", None)
    return carried if isinstance(carried, ChangeSet) else None


class RunNow:
    """A runner that acts at once in the caller's thread, for tests of controllers.

    `commits` lists the change sets of commands, `failures` the errors that nobody took,
    `steps` the progress told, all in order.
    """

    def __init__(self) -> None:
        self.commits: list[ChangeSet] = []
        self.failures: list[Exception] = []
        self.steps: list[tuple[int, int, str]] = []
        self._ticket = 0

    def query(
        self,
        call: Callable[[], T],
        on_result: Callable[[T], None],
        *,
        owner: object,
        key: str | None = None,
        on_error: OnError | None = None,
    ) -> int:
        """Run the question and hand on its answer."""
        self._run(call, on_result, on_error)
        return self._ticket

    def command(
        self,
        call: Callable[[], T],
        on_result: Callable[[T], None],
        *,
        owner: object,
        on_error: OnError | None = None,
    ) -> int:
        """Run the command, hand on its answer and note its changes."""
        self._run(call, on_result, on_error, is_command=True)
        return self._ticket

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
        """Run the job with a progress that is noted in `steps`."""
        progress = Progress(lambda done, total, words: self.steps.append((done, total, words)))
        self._run(lambda: call(progress), on_result, on_error, is_command=is_command)
        return self._ticket

    def _run(
        self,
        call: Callable[[], T],
        on_result: Callable[[T], None],
        on_error: OnError | None,
        *,
        is_command: bool = False,
    ) -> None:
        self._ticket += 1
        try:
            result = call()
        except Exception as exc:
            if on_error is not None:
                on_error(exc)
            elif not isinstance(exc, Cancelled):
                self.failures.append(exc)
            return
        changes = changes_in(result) if is_command else None
        on_result(result)
        if changes is not None:
            self.commits.append(changes)
