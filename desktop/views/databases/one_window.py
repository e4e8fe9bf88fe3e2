"""One window for each database: the second start raises the first and goes away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCryptographicHash, QLockFile, QObject, QTimer, Slot

#: So long the first window may need to say that it was raised, in steps of a tenth of a second.
_TRIES, _TRY_MS = 20, 100


def database_key(database: str) -> str:
    """Return what names a database on this machine: a file's real path, or a server's address."""
    name = database if "://" in database else str(Path(database).expanduser().resolve())
    digest = QCryptographicHash.hash(name.encode(), QCryptographicHash.Algorithm.Sha256)
    return bytes(digest.toHex().data()).decode("ascii")[:24]


class WindowClaim(QObject):
    """Holds a database for this window until `release`; `take` says whether it is free."""

    def __init__(self, folder: Path, database: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.key = database_key(database)
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(folder / f"{self.key}.lock"))
        # A lock is stale when its process is gone, never because it is old.
        self._lock.setStaleLockTime(0)
        self._server: QObject | None = None
        self._raise: Callable[[], None] | None = None

    def take(self) -> bool:
        """Take the database; False where another window has it.

        A folder that cannot be written holds no lock: the window opens all the same.
        """
        if self._lock.tryLock(0):
            return True
        return self._lock.error() != QLockFile.LockError.LockFailedError

    def listen(self, raise_window: Callable[[], None]) -> None:
        """Let later starts raise this window."""
        # Needed only when a window stands, so it is not loaded before.
        from PySide6.QtNetwork import QLocalServer

        self._raise = raise_window
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        # What a crashed window left behind would keep the name.
        QLocalServer.removeServer(self._name())
        server.newConnection.connect(self._called)
        server.listen(self._name())
        self._server = server

    def release(self) -> None:
        """Give the database free."""
        if self._server is not None:
            self._server.close()  # type: ignore[attr-defined]
            self._server.deleteLater()
            self._server = None
        self._lock.unlock()

    def call_other(self, then: Callable[[bool], None]) -> None:
        """Ask the window that has the database to come to the front; `then` hears whether it did.

        It may just be starting and not listen yet, so it is called several times.
        """
        self._tries, self._then = _TRIES, then
        self._again = QTimer(self)
        self._again.setInterval(_TRY_MS)
        self._again.timeout.connect(self._call)
        self._again.start()
        self._call()

    @Slot()
    def _call(self) -> None:
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket(self)
        socket.connectToServer(self._name())
        is_heard = socket.waitForConnected(_TRY_MS)
        if is_heard:
            socket.disconnectFromServer()
        socket.deleteLater()
        self._tries -= 1
        if is_heard or self._tries <= 0:
            self._again.stop()
            self._then(is_heard)

    @Slot()
    def _called(self) -> None:
        server = self._server
        while server is not None and server.hasPendingConnections():  # type: ignore[attr-defined]
            server.nextPendingConnection().deleteLater()  # type: ignore[attr-defined]
        if self._raise is not None:
            self._raise()

    def _name(self) -> str:
        return f"branchbook-{self.key}"
