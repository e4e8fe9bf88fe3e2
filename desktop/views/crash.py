"""Our bugs: every unforeseen error is logged and shown; the window stays open."""

from __future__ import annotations

import faulthandler
import logging
import platform
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TextIO

import PySide6
from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    QUrl,
    Signal,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtGui import QDesktopServices, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop import __version__
from desktop.errors import KnownError
from desktop.i18n import _
from desktop.services.error_places import error_places
from desktop.tone import Tone
from desktop.views.icons import status_icon
from desktop.views.palette import colours_of
from desktop.views.plain_text import digits_wide, heading, label

logger = logging.getLogger(__name__)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def bug_details(error: BaseException) -> str:
    """Return what a maintainer needs: versions and traceback; no data of the branch.

    The message of an error may quote a customer's name, so only the errors' types and places
    are given.
    """
    lines = [
        f"Branchbook {__version__}, Python {platform.python_version()}, "
        f"PySide6 {PySide6.__version__}, {platform.platform()}",
        "",
    ]
    lines += error_places(error)
    return "\n".join(lines)


class CrashGuard(QObject):
    """Catches what nobody else did, in any thread, logs it and asks for the bug dialog.

    Signals:
        bug_found(BaseException): sent in the window's thread.
    """

    bug_found = Signal(object)
    _caught = Signal(object)

    def __init__(self, log_folder: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fault_file: TextIO | None = None
        self._log_folder = log_folder
        self._caught.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        self._old: tuple[object, ...] | None = None

    def install(self) -> None:
        """Take over the hooks of Python and Qt; a fatal fault leaves its stack in a file."""
        self._old = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._python_error
        threading.excepthook = self._thread_error
        qInstallMessageHandler(log_qt_message)
        if self._log_folder is not None:
            self._log_folder.mkdir(parents=True, exist_ok=True)
            path = self._log_folder / "fault.log"
            self._fault_file = path.open("a", encoding="utf-8")
            faulthandler.enable(self._fault_file)

    def uninstall(self) -> None:
        """Give the hooks back."""
        if self._old is not None:
            sys.excepthook, threading.excepthook = self._old  # type: ignore[assignment]
            self._old = None
        qInstallMessageHandler(None)
        if self._fault_file is not None:
            faulthandler.disable()
            self._fault_file.close()
            self._fault_file = None

    def report(self, error: BaseException) -> None:
        """Log an error that is our bug and ask for the dialog."""
        if isinstance(error, KnownError):
            logger.info("an error that nobody answered: %s", error.code)
        else:
            logger.error("unforeseen error", exc_info=error)
        self._caught.emit(error)

    def _python_error(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self.report(error.with_traceback(trace))

    def _thread_error(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            self.report(args.exc_value)

    @Slot(object)
    def _pass_on(self, error: BaseException) -> None:
        self.bug_found.emit(error)


def log_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Write Qt's own messages into the program's log."""
    name = "qt" if not context.category else f"qt.{context.category}"
    logging.getLogger(name).log(_LEVELS.get(kind, logging.WARNING), "%s", message)


class BugDialog(QDialog):
    """Says that something went wrong by our fault, that the data is safe, and what to send."""

    def __init__(
        self,
        error: BaseException,
        *,
        log_file: Path | None = None,
        restart: Callable[[], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Something went wrong"))
        self._details = bug_details(error)
        self._log_file = log_file
        shape = QLabel(self)
        size = self.fontMetrics().height() * 2
        shape.setPixmap(status_icon(Tone.BAD, colours_of(self.palette())).pixmap(size, size))
        words = label(
            _(
                "Branchbook met an error that it did not foresee. The action that caused it was "
                "not carried out. What was saved before is safe, and the window stays open: you "
                "can go on working."
            ),
            self,
        )
        words.setWordWrap(True)
        text = QPlainTextEdit(self._details, self)
        text.setReadOnly(True)
        text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        text.setAccessibleName(_("Details for the maintainers"))
        text.setTabChangesFocus(True)
        hint = label(
            _("The details hold no names and no amounts. Copy them into your report."),
            self,
            role="muted",
        )
        hint.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.addWidget(heading(_("Something went wrong"), self, role="title"))
        column.addWidget(words)
        head.addLayout(column, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(text, 1)
        layout.addWidget(hint)
        layout.addWidget(self._buttons(restart))
        self.resize(digits_wide(self, 90), self.fontMetrics().height() * 26)

    def _buttons(self, restart: Callable[[], None] | None) -> QDialogButtonBox:
        role = QDialogButtonBox.ButtonRole
        buttons = QDialogButtonBox(self)
        buttons.addButton(_("Copy details"), role.ActionRole).clicked.connect(self.copy_details)
        if self._log_file is not None:
            buttons.addButton(_("Open log"), role.ActionRole).clicked.connect(self.open_log)
        if restart is not None:
            again = buttons.addButton(_("Restart Branchbook"), role.ActionRole)
            again.clicked.connect(lambda _on=False: restart())
        go_on = buttons.addButton(_("Go on working"), role.AcceptRole)
        go_on.setDefault(True)
        go_on.setFocus()
        buttons.accepted.connect(self.accept)
        return buttons

    @Slot()
    def copy_details(self) -> None:
        """Put the details on the clipboard."""
        QGuiApplication.clipboard().setText(self._details)

    @Slot()
    def open_log(self) -> None:
        """Open the log file with the system's program for text."""
        if self._log_file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log_file)))
