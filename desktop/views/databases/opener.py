"""Opens, makes and closes databases for the window; how that is done, the start says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal

from desktop.i18n import _, language
from desktop.views.databases.one_window import WindowClaim
from desktop.views.databases.requests import ConnectDatabase, CreateDatabase, Opened
from desktop.views.runner import Progress
from desktop.views.tasks import TaskRunner


class Doors(Protocol):
    """What the composition root does with databases; all of it is called in worker threads."""

    def open(self, target: Any) -> Opened:
        """Open a database by its address or URL; raises `KnownError`."""
        ...

    def make(self, request: CreateDatabase) -> None:
        """Make a database; raises `KnownError`."""
        ...

    def make_sample(self, path: Path, words: str, progress: Progress) -> None:
        """Build the sample branch in a language; raises `KnownError`."""
        ...

    def server_url(self, request: ConnectDatabase) -> Any:
        """Return the URL of a server's database, with its password."""
        ...


@dataclass(frozen=True, slots=True)
class Folders:
    """Where this person's settings, logs, locks and sample lie on this machine."""

    settings: Path
    logs: Path
    locks: Path
    samples: Path

    @property
    def backups(self) -> Path:
        """Where the backups of databases on servers go; those of files lie beside the files."""
        return self.samples / "backups"

    @classmethod
    def under(cls, folder: Path) -> Folders:
        """Return all places under one folder."""
        return cls(folder / "settings.json", folder / "logs", folder / "locks", folder)


class Opener(QObject):
    """Opens, makes and closes databases in worker threads, one at a time.

    Signals:
        opened(Opened): a database is open; the one before is closed.
        refused(str database, Exception): it could not be opened; what was open stays open.
        elsewhere(str database, bool raised): another window has it.
    """

    opened = Signal(object)
    refused = Signal(str, object)
    elsewhere = Signal(str, bool)

    def __init__(self, runner: TaskRunner, folders: Folders, doors: Doors) -> None:
        super().__init__(runner)
        self._runner, self._folders, self._doors = runner, folders, doors
        self._claim: WindowClaim | None = None
        self._is_busy = False
        self.services: Any = None
        self.raise_window: Callable[[], None] = lambda: None
        #: Called with the services before they close, in the thread that closes them.
        self.before_close: Callable[[Any], None] = lambda _services: None

    def open(self, database: str, target: Callable[[], Any] | None = None) -> None:
        """Open a database; `target`, called in the worker, gives a URL with a password."""
        claim = WindowClaim(self._folders.locks, database, self)
        if self._is_busy or (self._claim is not None and self._claim.key == claim.key):
            if self._claim is not None and self.services is not None:
                self.elsewhere.emit(database, True)
            return
        if not claim.take():
            claim.call_other(lambda raised: self.elsewhere.emit(database, raised))
            return
        self._is_busy = True
        doors = self._doors
        self._runner.query(
            lambda: doors.open(target() if target is not None else database),
            lambda found: self._take(found, claim),
            owner=self,
            on_error=lambda error: self._fail(database, error, claim),
        )

    def make(self, request: CreateDatabase) -> None:
        """Make a database and open it."""
        doors, database = self._doors, str(request.path)
        self._runner.command(
            lambda: doors.make(request),
            lambda _none: self.open(database),
            owner=self,
            on_error=lambda error: self.refused.emit(database, error),
        )

    def connect_to(self, request: ConnectDatabase) -> None:
        """Open a database on a server."""
        doors = self._doors
        host = f"{request.user}@{request.host}:{request.port}"
        self.open(f"postgresql://{host}/{request.database}", lambda: doors.server_url(request))

    def open_sample(self) -> None:
        """Open the sample branch, built now where it is not there."""
        path = self._folders.samples / f"sample-{language()}.db"
        if path.exists():
            self.open(str(path))
        elif not self._is_busy:
            self._is_busy = True
            words, doors = language(), self._doors
            self._runner.job(
                lambda progress: doors.make_sample(path, words, progress),
                lambda _none: self._built(path),
                owner=self,
                title=_("Building the sample branch"),
                is_command=True,
                on_error=lambda error: self._fail(str(path), error, None),
            )

    def close(self, then: Callable[[], None] | None = None) -> None:
        """Close what is open; `then` is called when it is."""
        services, self.services = self.services, None
        if self._claim is not None:
            self._claim.release()
            self._claim = None
        if services is not None:
            # In the lane of commands: what was given before is finished first.
            self._runner.command(
                lambda: self._end(services), lambda _none: then() if then else None, owner=self
            )

    def close_now(self) -> None:
        """Close at the end of the program, when no worker runs any more."""
        if self.services is not None:
            self._end(self.services)
        self.services = None
        if self._claim is not None:
            self._claim.release()

    def _end(self, services: Any) -> None:
        try:
            self.before_close(services)
        finally:
            services.close()

    def _built(self, path: Path) -> None:
        self._is_busy = False
        self.open(str(path))

    def _take(self, found: Opened, claim: WindowClaim) -> None:
        self._is_busy = False
        self.close()
        self.services, self._claim = found.services, claim
        claim.listen(lambda: self.raise_window())
        self.opened.emit(found)

    def _fail(self, database: str, error: Exception, claim: WindowClaim | None) -> None:
        self._is_busy = False
        if claim is not None:
            claim.release()
        self.refused.emit(database, error)


def raised_elsewhere(folders: Folders, database: str) -> bool:
    """Whether another window has the database; that window is in front then."""
    claim = WindowClaim(folders.locks, database)
    if claim.take():
        claim.release()
        return False
    loop, heard = QEventLoop(), [False]

    def answered(was_heard: bool) -> None:
        heard[0] = was_heard
        loop.quit()

    # Asked from inside the loop, so that an answer at once ends it too.
    QTimer.singleShot(0, lambda: claim.call_other(answered))
    loop.exec()
    return heard[0]
