"""Opens the dialogs about databases and carries their requests out of the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.i18n import _
from desktop.services.settings import SettingsFile
from desktop.views.databases.requests import (
    DATABASE_ENDING,
    ConnectionTest,
    OpenDatabase,
    OpenSample,
)
from desktop.views.runner import Runner

if TYPE_CHECKING:
    # The dialogs are loaded when one is wanted: the window stands before.
    from desktop.views.databases.dialogs import ConnectDialog
    from desktop.views.request_dialog import RequestDialog


class DatabaseDesk(QObject):
    """Asks for a database by dialog, card, menu or recent entry.

    The composition root does what is wanted in a worker and then calls `succeeded` or `failed`;
    until then an open dialog stays, with all that was typed.

    Signals:
        wanted(CreateDatabase | OpenDatabase | ConnectDatabase | OpenSample).
        refused(Exception): a request without a dialog failed; the window says it.
    """

    wanted = Signal(object)
    refused = Signal(object)

    def __init__(
        self,
        settings: SettingsFile,
        runner: Runner,
        test: ConnectionTest,
        describe: Callable[[Exception], str],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._settings, self._runner = settings, runner
        self._test, self._describe = test, describe
        self._window = window
        self._dialog: RequestDialog | None = None

    @property
    def dialog(self) -> RequestDialog | None:
        """The dialog that is open, or None."""
        return self._dialog

    @Slot()
    def ask_new(self) -> None:
        """Open the dialog for a new database."""
        from desktop.views.databases.dialogs import NewDatabaseDialog

        self._open(NewDatabaseDialog(self._folder(), self._window))

    @Slot()
    def ask_file(self) -> None:
        """Open the file dialog for a database that is there."""
        dialog = QFileDialog(self._window, _("Open a database"), str(self._folder()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([
            _("Branchbook databases (*{ending} *.db *.sqlite)").format(ending=DATABASE_ENDING),
            _("All files (*)"),
        ])  # fmt: skip
        dialog.fileSelected.connect(lambda path: self.wanted.emit(OpenDatabase(path)))
        dialog.open()

    @Slot()
    def ask_server(self) -> None:
        """Open the dialog for a server."""
        self._open(self._server_dialog())

    @Slot()
    def ask_sample(self) -> None:
        """Ask for the sample branch."""
        self.wanted.emit(OpenSample())

    @Slot(str)
    def ask_recent(self, database: str) -> None:
        """Ask for a recent database; a server's password may lie in the system's keyring."""
        self.wanted.emit(OpenDatabase(database))

    @Slot(str)
    def ask_password(self, database: str) -> None:
        """Open the dialog for a server that was used before; only the password is to be typed."""
        dialog = self._server_dialog()
        dialog.set_connection(*_parts(database))
        self._open(dialog)

    def succeeded(self) -> None:
        """Close the dialog: its request was carried out."""
        if self._dialog is not None:
            self._dialog.accept()

    def failed(self, error: Exception) -> None:
        """Say why a request failed, in its dialog where there is one."""
        if self._dialog is not None:
            self._dialog.show_error(self._describe(error))
        else:
            self.refused.emit(error)

    def _server_dialog(self) -> ConnectDialog:
        from desktop.views.databases.dialogs import ConnectDialog

        return ConnectDialog(self._runner, self._test, self._describe, self._window)

    def _open(self, dialog: RequestDialog) -> None:
        if self._dialog is not None:
            self._dialog.reject()
        self._dialog = dialog
        dialog.submitted.connect(self.wanted)
        dialog.finished.connect(self._forget)
        dialog.open()

    @Slot()
    def _forget(self) -> None:
        self._dialog = None

    def _folder(self) -> Path:
        last = self._settings.value.last_database
        if last and "://" not in last and Path(last).parent.is_dir():
            return Path(last).parent
        documents = Path.home() / "Documents"
        return documents if documents.is_dir() else Path.home()


def _parts(url: str) -> tuple[str, int, str, str]:
    from urllib.parse import unquote, urlsplit

    parts = urlsplit(url)
    user = unquote(parts.username or "")
    return parts.hostname or "", parts.port or 5432, parts.path.lstrip("/"), user
