"""How far an import is, and the places where it can be stopped: all of them before the commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Protocol

from sqlalchemy import event
from sqlalchemy.orm import Session

from desktop.i18n import _

#: What the whole of an import is told in, so that a bar can show it.
WHOLE = 1_000
_READ, _CHECKED, _COMPARED, _WRITTEN = 150, 350, 500, 950
_ROWS_AT_ONCE = 500


class Watcher(Protocol):
    """Whoever waits for an import: is told how far it is, and may stop it."""

    def step(self, done: int, total: int, words: str = "") -> None:
        """Hear that `done` of `total` are through; raises `Cancelled` to stop."""
        ...

    def check(self) -> None:
        """Raise `Cancelled` where the import is to stop."""
        ...


class Unwatched:
    """Nobody waits: the import tells nothing and is never stopped."""

    def step(self, done: int, total: int, words: str = "") -> None:
        """Do nothing."""

    def check(self) -> None:
        """Do nothing."""


class Course:
    """Leads a watcher through an import: read, checked, compared, written row by row.

    Every statement, and every few hundred rows that are written, ask whether to go on. What is
    stopped leaves its transaction by an exception, so nothing of it is kept.
    """

    def __init__(self, watcher: Watcher | None = None) -> None:
        self._watcher: Watcher = watcher or Unwatched()
        self._rows = 0
        self._expected = 1

    def begin(self) -> None:
        """Say that the file is being read."""
        self._watcher.step(0, WHOLE, _("Reading the file…"))

    def was_read(self) -> None:
        """Say that the file was read and its cells are being checked."""
        self._watcher.step(_READ, WHOLE, _("Checking the rows…"))

    def was_checked(self) -> None:
        """Say that the rows are being compared with what is in the book."""
        self._watcher.step(_CHECKED, WHOLE, _("Comparing with what is in the book…"))

    def begin_writing(self, rows: int) -> None:
        """Say that so many rows of the file are being written."""
        # A row of a file becomes a line and a part of a document, so about two rows.
        self._expected = max(1, 2 * rows)
        self._watcher.step(_COMPARED, WHOLE, _("Writing the rows…"))

    def was_written(self) -> None:
        """Ask a last time whether to go on; what follows is the commit."""
        self._watcher.step(WHOLE, WHOLE, _("Almost done…"))

    def check(self) -> None:
        """Raise `Cancelled` where the import is to stop."""
        self._watcher.check()

    def follow(self, session: Session) -> None:
        """Ask before each statement of this transaction whether to go on."""

        def before(*_args: Any) -> None:
            self._watcher.check()

        event.listen(session.connection(), "before_cursor_execute", before)

    def counted(self, rows: Iterable[Sequence[object]]) -> Iterator[Sequence[object]]:
        """Yield rows on their way into the database, telling how many went by."""
        rest = iter(rows)
        while part := list(islice(rest, _ROWS_AT_ONCE)):
            share = min(1.0, self._rows / self._expected)
            done = _COMPARED + int((_WRITTEN - _COMPARED) * share)
            self._watcher.step(done, WHOLE, _("Writing the rows…"))
            yield from part
            self._rows += len(part)
