"""Keeps backups of the open database without being asked, and offers one after damage."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.errors import KnownError
from desktop.i18n import _
from desktop.tone import Tone
from desktop.views.databases.opener import Opener
from desktop.views.databases.requests import Opened
from desktop.views.message_bar import MessageAction
from desktop.views.tasks import TaskRunner

if TYPE_CHECKING:
    from desktop.services.backups.data import BackupFile

logger = logging.getLogger(__name__)

#: After opening, what an earlier end could not back up is made up for; then every half hour.
FIRST_MS, EVERY_MS = 60_000, 30 * 60_000


class Tell(Protocol):
    """Says something in the message bar."""

    def __call__(self, text: str, tone: Tone, actions: tuple[MessageAction, ...] = ()) -> None:
        """Show the text, with buttons."""
        ...


class BackupDoors(Protocol):
    """What the composition root does with backups; called in worker threads."""

    def newest_backup(self, database: str) -> BackupFile | None:
        """Return the newest automatic backup of a file that is whole."""
        ...

    def restore_backup(self, database: str, found: BackupFile) -> str:
        """Restore it beside the database and return the new file; raises `KnownError`."""
        ...


class BackupKeeper(QObject):
    """Backs the open database up: a minute after opening, every half hour, before it closes.

    Only what changed is backed up, in the lane of questions, so that nobody waits; the sample
    branch is left out. A failure is told once in the message bar and work goes on.

    Signals:
        failed(Exception): an automatic backup failed; sent from any thread.
    """

    failed = Signal(object)

    def __init__(
        self,
        opener: Opener,
        runner: TaskRunner,
        elsewhere: Path,
        tell: Tell,
        describe: Callable[[Exception], str],
        doors: BackupDoors,
    ) -> None:
        super().__init__(opener)
        self._opener, self._runner, self._elsewhere = opener, runner, elsewhere
        self._tell, self._describe, self._doors = tell, describe, doors
        self._told = ""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.keep)
        self.failed.connect(self._warn)
        opener.opened.connect(self._begin)
        opener.before_close = self._keep_last

    @Slot()
    def keep(self) -> None:
        """Back the open database up where it changed: by the timer, and before an import."""
        self._timer.setInterval(EVERY_MS)
        services = self._opener.services
        if services is None:
            self._timer.stop()
        elif _is_kept(services):
            elsewhere = self._elsewhere
            self._runner.query(
                lambda: services.backups.regular_backup(elsewhere),
                lambda _report: self._note_success(),
                owner=self,
                key="backup",
                on_error=self._warn,
            )

    def offer(self, database: str, error: KnownError) -> None:
        """Look for the newest good backup of a file that cannot be opened, and offer it."""
        if "://" in database:
            return
        doors = self._doors
        self._runner.query(
            lambda: doors.newest_backup(database),
            lambda found: self._show_offer(database, error, found),
            owner=self,
            key="offer",
        )

    @Slot(object)
    def _begin(self, _found: Opened) -> None:
        self._told = ""
        self._timer.start(FIRST_MS)

    def _keep_last(self, services: Any) -> None:
        """Back up before the database closes; called where nothing else runs any more."""
        if not _is_kept(services):
            return
        try:
            services.backups.regular_backup(self._elsewhere, is_closing=True)
        except KnownError as error:
            # At the end of the program nobody sees it; the next opening tries again and says so.
            logger.info("the backup before closing failed: %s", error.code)
            self.failed.emit(error)

    def _note_success(self) -> None:
        self._told = ""

    @Slot(object)
    def _warn(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            self._runner.failed.emit(error)
        elif error.code != self._told:
            self._told = error.code
            words = _("No backup could be made; your work goes on. {reason}")
            self._tell(words.format(reason=self._describe(error)), Tone.WATCH)

    def _show_offer(self, database: str, error: KnownError, found: BackupFile | None) -> None:
        if found is None:
            return
        moment = found.made_at.astimezone().strftime("%Y-%m-%d %H:%M")
        words = _("{problem} There is a good backup of {moment}; the file itself stays as it is.")
        self._tell(
            words.format(problem=self._describe(error), moment=moment),
            Tone.BAD,
            (MessageAction(_("Go on with the backup"), lambda: self._restore(database, found)),),
        )

    def _restore(self, database: str, found: BackupFile) -> None:
        doors = self._doors
        self._runner.command(
            lambda: doors.restore_backup(database, found),
            self._opener.open,
            owner=self,
        )


def _is_kept(services: Any) -> bool:
    return bool(services.can_write) and not services.branch.is_sample
