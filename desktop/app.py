"""The program with its window: start-up and wiring, the wizard, help, and an orderly end."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QVBoxLayout

from desktop.clock import Clock, SystemClock
from desktop.commands.doors import BranchDoors, Tabs, default_tabs, describe
from desktop.errors import DatabaseBusy, DatabaseUnreachable, KnownError
from desktop.i18n import _
from desktop.services.settings import SettingsFile
from desktop.tone import Tone
from desktop.views.backup_keeper import BackupKeeper
from desktop.views.collecting import WindowCollector
from desktop.views.crash import CrashGuard
from desktop.views.databases.opener import Folders, Opener, raised_elsewhere
from desktop.views.databases.requests import (
    ConnectDatabase,
    CreateDatabase,
    DatabaseRequest,
    OpenDatabase,
    Opened,
)
from desktop.views.databases.sample_banner import SampleBanner
from desktop.views.language import LanguageSwitch
from desktop.views.late_tab import LateTab
from desktop.views.look import Look
from desktop.views.main_window import MainWindow, WindowParts
from desktop.views.message_bar import MessageAction
from desktop.views.settled import Settling
from desktop.views.tab import TabContext
from desktop.views.tasks import TaskRunner
from desktop.views.theme import Theme
from desktop.views.widget_types import make_widget_types

#: A folder for settings, logs and the sample, instead of the system's own places.
SETTINGS_VARIABLE = "BRANCHBOOK_SETTINGS"
_LOG_BYTES, _LOG_FILES = 1_000_000, 3


def main(address: str = "", *, language: str = "", clock: Clock | None = None) -> int:
    """Open the window and return the exit status when it was closed.

    `address` is a database; empty opens the last one. `language` holds for this run only. A
    database that another window has open raises that window instead.
    """
    words = unsound_pair(sys.version_info[:2], _qt_version())
    if words:
        print(words, file=sys.stderr)
        return 2
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Branchbook")
    app.setApplicationDisplayName("Branchbook")
    folders = user_folders()
    end_log = start_log(folders.logs)
    guard = CrashGuard(folders.logs)
    guard.install()
    try:
        settings = SettingsFile(folders.settings)
        wanted = address or settings.value.last_database
        if wanted and raised_elsewhere(folders, wanted):
            return 0
        program = Program(app, settings, folders, clock or SystemClock(), guard=guard)
        if language:
            program.speak(language)
        program.start(address)
        status = app.exec()
        program.close()
        return status
    finally:
        guard.uninstall()
        end_log()


def _qt_version() -> str:
    import PySide6

    return PySide6.__version__


def unsound_pair(python: Sequence[int], qt: str) -> str:
    """Return why this Python cannot run with this Qt, "" where it can.

    PySide6 6.12.0 on CPython 3.11 loses a reference at every call, and the process dies.
    """
    if qt.startswith("6.12.0") and tuple(python[:2]) < (3, 12):
        return _(
            "Qt for Python {qt} does not run soundly with Python {python}. Install another "
            "version of PySide6-Essentials, or Python 3.12."
        ).format(qt=qt, python=".".join(map(str, python[:2])))
    return ""


def user_folders() -> Folders:
    """Return the system's places, or those under the folder that the environment names."""
    named = os.environ.get(SETTINGS_VARIABLE, "")
    if named:
        return Folders.under(Path(named))
    import platformdirs

    from desktop.services.settings import default_settings_path

    data = platformdirs.user_data_path("Branchbook", appauthor=False)
    logs = platformdirs.user_log_path("Branchbook", appauthor=False)
    return Folders(default_settings_path(), logs, data / "locks", data)


def start_log(folder: Path) -> Callable[[], None]:
    """Write the log into a file that rotates; return what ends it."""
    import logging
    from logging.handlers import RotatingFileHandler

    from desktop.services.error_places import DiscreetFormatter

    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / "branchbook.log", maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8"
    )
    handler.setFormatter(DiscreetFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)

    def end() -> None:
        root.removeHandler(handler)
        handler.close()

    return end


class FirstPaint(QObject):
    """Tells once when a window was painted for the first time.

    Signals:
        painted(): the window can be seen; sent when the painting is over.
    """

    painted = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the first paint of the window."""
        if event.type() == QEvent.Type.Paint and watched is self._window:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self.painted.emit)
        return False


class Program(QObject):
    """One window and the database that is open in it."""

    def __init__(
        self,
        app: QApplication,
        settings: SettingsFile,
        folders: Folders,
        clock: Clock,
        *,
        tabs: Tabs = default_tabs,
        guard: CrashGuard | None = None,
    ) -> None:
        super().__init__()
        self._settings = settings
        self.runner = TaskRunner()
        self.collector = WindowCollector(self.runner, self)
        self.collector.start()
        self._language = LanguageSwitch(app)
        self._look = Look(settings, Theme(app), self._language)
        self._look.apply()
        doors = BranchDoors(clock, tabs, lambda: settings.value.last_tab)
        self.opener = Opener(self.runner, folders, doors)
        self.window = MainWindow(
            WindowParts(
                runner=self.runner,
                settings=settings,
                look=self._look,
                describe=describe,
                test_connection=doors.try_server,
                guard=guard,
                log_file=folders.logs / "branchbook.log",
            )
        )
        self.keeper = BackupKeeper(
            self.opener, self.runner, folders.backups, self.window.tell, describe, doors
        )
        self.banner = SampleBanner(self.window)
        central = self.window.centralWidget()
        body = central.layout() if central is not None else None
        assert isinstance(body, QVBoxLayout)
        body.insertWidget(1, self.banner)
        self.settling = Settling(self.runner, self.window.tabs, doors)
        self._wire()

    def _wire(self) -> None:
        window, opener = self.window, self.opener
        window.desk.wanted.connect(self.carry_out)
        window.import_wanted.connect(self.show_import)
        window.batches_wanted.connect(self.show_batches)
        window.close_wanted.connect(self.close_database)
        window.help_wanted.connect(self._show_help)
        window.about_wanted.connect(self._show_about)
        self.banner.remove_wanted.connect(self._remove_sample)
        opener.opened.connect(self._show_opened)
        opener.refused.connect(self._show_refused)
        opener.elsewhere.connect(self._show_elsewhere)
        opener.raise_window = self._raise_window

    def speak(self, language: str) -> None:
        """Speak a language in this run, without keeping the choice."""
        self._language.speak(language)

    def start(self, address: str = "") -> None:
        """Show the window, and when it stands open the database named, else the last one."""
        database = address or self._settings.value.last_database
        if database:
            self.window.show_opening(_short_name(database))
            first = FirstPaint(self.window)
            first.painted.connect(lambda: self.opener.open(database))
            first.painted.connect(make_widget_types)
        self.window.show()

    def close(self) -> None:
        """Close what is open, after the window was closed."""
        self.runner.shut_down()
        self.opener.close_now()
        self.collector.stop()
        self.window.deleteLater()

    @Slot(object)
    def carry_out(self, request: DatabaseRequest) -> None:
        """Do what a dialog, a card or a recent entry asked for."""
        if isinstance(request, CreateDatabase):
            self.opener.make(request)
        elif isinstance(request, OpenDatabase):
            self.opener.open(request.database)
        elif isinstance(request, ConnectDatabase):
            self.opener.connect_to(request)
        else:
            self.opener.open_sample()

    @Slot()
    def close_database(self) -> None:
        """Go back to the first page; the last database is not reopened at the next start."""
        if not all(page.can_close() for page in self.window.tabs.pages):
            return
        self.opener.close()
        self._settings.change(last_database="")
        self.banner.show_for(None)
        self.window.hide_database()

    @Slot()
    def show_import(self, file: Path | None = None) -> None:
        """Open the import wizard."""
        from desktop.views.imports.wizard import ImportWizard

        services = self.opener.services
        if services is not None:
            self.keeper.keep()
            wizard = ImportWizard(services, self.runner, self._settings, self.window, file)
            wizard.batches_wanted.connect(self.show_batches)
            wizard.open()

    @Slot()
    def show_batches(self) -> None:
        """Open the list of imports so far."""
        from desktop.views.imports.batches_dialog import BatchesDialog

        services = self.opener.services
        if services is not None:
            over = QApplication.activeModalWidget() or self.window
            BatchesDialog(services, self.runner, self._settings, over).open()

    # What the opener tells

    @Slot(object)
    def _show_opened(self, found: Opened) -> None:
        services = found.services
        context = TabContext(
            services=services,
            runner=self.runner,
            settings=self._settings,
            clock=services.clock,
            currency=services.branch.currency,
            fiscal=services.branch.fiscal,
        )
        self._settings.remember_database(services.address)
        self.window.show_database(services.branch.name, context, found.tabs, in_turns=True)
        self.banner.show_for(services.clock.today() if services.branch.is_sample else None)
        self.window.desk.succeeded()
        if any(isinstance(tab, LateTab) for tab in found.tabs):
            self.settling.begin(found, lambda: self.opener.services is services)
        if not services.can_write:
            words = _(
                "You may look at everything but change nothing: the database does not know the "
                "user {login}."
            )
            self.window.tell(words.format(login=services.actor.login), Tone.WATCH)

    @Slot(str, object)
    def _show_refused(self, database: str, error: Exception) -> None:
        if self.opener.services is None:
            self.window.hide_database()
        if self.window.desk.dialog is not None:
            self.window.desk.failed(error)
        elif "://" in database and isinstance(error, DatabaseUnreachable):
            self.window.desk.ask_password(database)
            self.window.desk.failed(error)
        elif isinstance(error, KnownError):
            self.window.tell(describe(error), Tone.BAD, self._ways_out(database, error))
            self.keeper.offer(database, error)
        else:
            self.window.show_error(error)

    def _ways_out(self, database: str, error: KnownError) -> tuple[MessageAction, ...]:
        again = MessageAction(_("Try again"), lambda: self.opener.open(database))
        if isinstance(error, DatabaseBusy):
            return (again,)
        browse = MessageAction(_("Browse…"), self.window.desk.ask_file)
        if error.code == "database_missing":
            forget = MessageAction(_("Forget it"), lambda: self._forget(database))
            return (browse, again, forget)
        return (browse,)

    def _forget(self, database: str) -> None:
        self._settings.forget_database(database)
        if self.opener.services is None:
            self.window.hide_database()

    @Slot(str, bool)
    def _show_elsewhere(self, database: str, is_raised: bool) -> None:
        self.window.desk.succeeded()
        if self.opener.services is None:
            self.window.hide_database()
        words = (
            _("{database} is open in a window already, which is in front now.")
            if is_raised
            else _("{database} is open in another window that does not answer.")
        )
        self.window.tell(words.format(database=_short_name(database)), Tone.INFO)

    def _raise_window(self) -> None:
        window = self.window
        window.showNormal() if window.isMinimized() else window.show()
        window.raise_()
        window.activateWindow()

    @Slot()
    def _remove_sample(self) -> None:
        services = self.opener.services
        if services is None or not services.branch.is_sample:
            return
        path = Path(services.address)
        self.opener.close(lambda: self._delete_sample(path))
        self._settings.forget_database(str(path))
        self.banner.show_for(None)
        self.window.hide_database()

    def _delete_sample(self, path: Path) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(f"{path}{ending}").unlink(missing_ok=True)
        self.window.tell(_("The sample was removed."), Tone.GOOD)

    @Slot(str)
    def _show_help(self, place: str) -> None:
        from desktop.commands.helping import help_text
        from desktop.services.help_pages import page_of, section_of
        from desktop.views.help_dialog import HelpDialog

        dialog = HelpDialog(help_text, page_of(place), self.window)
        dialog.show()
        dialog.show_section(section_of(place))

    @Slot()
    def _show_about(self) -> None:
        from desktop.views.help_dialog import AboutDialog

        AboutDialog(self.window).open()


def _short_name(database: str) -> str:
    """Return a database's name without folder, server or password."""
    return Path(database.rsplit("/", 1)[-1]).stem if "://" in database else Path(database).stem
