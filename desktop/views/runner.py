"""What a screen asks the task runner for, free of Qt, and a runner for tests that acts at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

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
        self._words = ""

    def step(self, done: int, total: int, words: str = "") -> None:
        """Say that `done` of `total` are through; raises `Cancelled` where that was asked for.

        Told at most twenty times a second (the last step and new words always), so that a loop
        may call it for every row.
        """
        self.check()
        now = time.monotonic()
        if done >= total or words != self._words or now - self._told_at >= 0.05:
            self._told_at, self._words = now, words
            self._tell(done, total, words)

    def check(self) -> None:
        """Raise `Cancelled` where the user asked to stop."""
        if self._stopped.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the job to stop at its next step."""
        self._stopped.set()


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be run, for whom, and who hears of it; `call` gets a progress.

    `key` makes an older task of the same owner and key superfluous. Only a long job has a
    `title`, and only its progress is shown.
    """

    call: Callable[[Progress], object]
    on_result: Callable[[Any], None]
    on_error: OnError | None
    owner: object
    key: str | None = None
    title: str | None = None
    is_command: bool = False


class Runner:
    """Runs plain callables away from the window and brings their answers back to it.

    A subclass says how, in `begin`.
    """

    def begin(self, task: Task) -> int:
        """Run a task and return its ticket."""
        raise NotImplementedError

    def cancel(self, ticket: int) -> None:
        """Ask a job to stop at its next step; one that still waits never runs."""
        raise NotImplementedError

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
        return self.begin(Task(lambda _progress: call(), on_result, on_error, owner, key))

    def command(
        self,
        call: Callable[[], T],
        on_result: Callable[[T], None],
        *,
        owner: object,
        on_error: OnError | None = None,
    ) -> int:
        """Give a command; commands run one after the other, in the order given.

        `on_result` is dropped where the owner is gone; what it changed is announced in any case.
        """
        return self.begin(
            Task(lambda _progress: call(), on_result, on_error, owner, is_command=True)
        )

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
        return self.begin(
            Task(call, on_result, on_error, owner, title=title, is_command=is_command)
        )


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


class RunNow(Runner):
    """A runner that acts at once in the caller's thread, for tests of controllers.

    `commits` lists the change sets of commands, `failures` the errors that nobody took,
    `steps` the progress told, all in order.
    """

    def __init__(self) -> None:
        self.commits: list[ChangeSet] = []
        self.failures: list[Exception] = []
        self.steps: list[tuple[int, int, str]] = []
        self._ticket = 0

    def begin(self, task: Task) -> int:
        """Run the task, hand on its answer and note a command's changes."""
        self._ticket += 1
        progress = Progress(lambda done, total, words: self.steps.append((done, total, words)))
        try:
            result = task.call(progress)
        except Exception as exc:
            if task.on_error is not None:
                task.on_error(exc)
            elif not isinstance(exc, Cancelled):
                self.failures.append(exc)
            return self._ticket
        changes = changes_in(result) if task.is_command else None
        task.on_result(result)
        if changes is not None:
            self.commits.append(changes)
        return self._ticket

    def cancel(self, ticket: int) -> None:
        """Do nothing: what was asked for is done already."""
