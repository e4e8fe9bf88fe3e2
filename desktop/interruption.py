"""Stopping what the database does for a question that nobody waits for any more."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from desktop.errors import Cancelled


class Interruption:
    """The way to stop a question that runs in another thread.

    Who reads attaches how its connection is stopped, for as long as it uses that connection; who
    asked may stop it at any time. A stop never meets a connection that others have by then.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stop: Callable[[], object] | None = None
        self._is_quick = True
        self._is_stopped = False

    @property
    def is_stopped(self) -> bool:
        """Whether nobody waits for the answer any more."""
        return self._is_stopped

    @contextmanager
    def attached(self, stop: Callable[[], object], *, is_quick: bool) -> Iterator[None]:
        """Let `stop` be called during the block, at once or, where it takes long, in a thread.

        Raises:
            Cancelled: it was stopped already.
        """
        with self._lock:
            if self._is_stopped:
                raise Cancelled
            self._stop, self._is_quick = stop, is_quick
        try:
            yield
        finally:
            with self._lock:
                self._stop = None

    def stop(self) -> None:
        """Stop the question, which ends in `Cancelled`; one that has ended stays as it is."""
        self._is_stopped = True
        if self._is_quick:
            self._call()
        else:
            threading.Thread(target=self._call, name="interruption", daemon=True).start()

    def _call(self) -> None:
        with self._lock:
            if self._stop is not None:
                self._stop()


_current: ContextVar[Interruption | None] = ContextVar("interruption", default=None)


def current_interruption() -> Interruption | None:
    """Return how the question that this thread works on may be stopped; None if it may not."""
    return _current.get()


@contextmanager
def interruptible(interruption: Interruption | None) -> Iterator[None]:
    """Let the questions of the block be stopped."""
    token = _current.set(interruption)
    try:
        yield
    finally:
        _current.reset(token)
