"""The one window: menus, message bar, tabs or the first page, status bar."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop.errors import Cancelled, KnownError, StorageError
from desktop.i18n import _
from desktop.services.drafts import Draft, DraftFolder
from desktop.services.news.data import News
from desktop.services.settings import SettingsFile
from desktop.tone import Tone
from desktop.views.crash import CrashGuard
from desktop.views.databases.desk import DatabaseDesk
from desktop.views.databases.first_page import FirstPage
from desktop.views.databases.requests import ConnectionTest
from desktop.views.documents import Documents
from desktop.views.editing.draft_offers import DraftOffers
from desktop.views.icons import program_icon
from desktop.views.look import Look
from desktop.views.message_bar import MessageAction, MessageBar
from desktop.views.news_keeper import NewsKeeper
from desktop.views.news_words import news_line, news_list
from desktop.views.plain_text import label
from desktop.views.status_bar import StatusBar
from desktop.views.tab import Place, TabContext, TabFactory, TabPage
from desktop.views.tab_deck import TabDeck
from desktop.views.table_view import TableView
from desktop.views.tasks import TaskRunner
from desktop.views.window_menus import WindowMenus

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WindowParts:
    """What the window is made of; the composition root makes them, tests pass fakes.

    `describe` turns an error into a plain sentence; `test_connection` tries a server.
    """

    runner: TaskRunner
    settings: SettingsFile
    look: Look
    describe: Callable[[Exception], str]
    test_connection: ConnectionTest
    guard: CrashGuard | None = None
    log_file: Path | None = None


class MainWindow(QMainWindow):
    """Shows the first page, or the tabs of the open database.

    Requests for a database come out of `desk.wanted`.

    Signals:
        import_wanted(): File › Import.
        batches_wanted(): File › Imports so far.
        close_wanted(): File › Close database.
        help_wanted(str): F1, with the place in front ("" on the first page).
        about_wanted(): Help › About.
    """

    import_wanted = Signal()
    batches_wanted = Signal()
    close_wanted = Signal()
    help_wanted = Signal(str)
    about_wanted = Signal()

    def __init__(self, parts: WindowParts) -> None:
        super().__init__()
        self._parts = parts
        self._database = ""
        settings, runner = parts.settings, parts.runner
        self.messages = MessageBar(self)
        self.first_page = FirstPage(settings.value.recent, self)
        self.tabs = TabDeck(self)
        self._opening = label("", self, role="muted")
        self._stack = QStackedWidget(self)
        self.status = StatusBar(runner, self)
        self.desk = DatabaseDesk(settings, runner, parts.test_connection, parts.describe, self)
        self.news = NewsKeeper(runner, self)
        self.documents = Documents(runner, settings, self.tell, parts.log_file, self)
        self.menus = WindowMenus(self, settings, self._acts())
        self._build()
        self._wire()
        self._restore_geometry()
        self.retranslate()

    def _build(self) -> None:
        self._stack.addWidget(self.first_page)
        self._stack.addWidget(self._opening)
        self._opening.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(self.tabs)
        self._show_tabs = QTimer(self)
        self._show_tabs.setSingleShot(True)
        self._show_tabs.timeout.connect(lambda: self._stack.setCurrentWidget(self.tabs))
        body = QWidget(self)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.messages)
        layout.addWidget(self._stack, 1)
        self.setCentralWidget(body)
        self.setStatusBar(self.status)
        self.setWindowIcon(program_icon())
        self.menus.set_database_open(False)

    def _acts(self) -> dict[str, Callable[[], object]]:
        tabs = self.tabs
        return {
            "new": self.desk.ask_new,
            "open": self.desk.ask_file,
            "connect": self.desk.ask_server,
            "sample": self.desk.ask_sample,
            "import": self.import_wanted.emit,
            "batches": self.batches_wanted.emit,
            "export": lambda: self.documents.export(tabs.front),
            "print": lambda: self.documents.print_page(tabs.front),
            "close": self.close_wanted.emit,
            "quit": self.close,
            "back": tabs.go_back,
            "find": lambda: tabs.with_front(TabPage.focus_filter),
            "reload": lambda: tabs.with_front(TabPage.force_reload),
            "next": lambda: tabs.step(1),
            "previous": lambda: tabs.step(-1),
            "help": lambda: self.help_wanted.emit(tabs.front.help_place() if tabs.front else ""),
            "keys": self._show_keys,
            "about": self.about_wanted.emit,
        }

    def _wire(self) -> None:
        parts, page, desk, menus = self._parts, self.first_page, self.desk, self.menus
        parts.runner.committed.connect(self.tabs.note_changes)
        parts.runner.failed.connect(self.show_error)
        self.news.heard.connect(self._hear)
        self.news.silent.connect(self._show_silence)
        page.new_wanted.connect(desk.ask_new)
        page.open_wanted.connect(desk.ask_file)
        page.connect_wanted.connect(desk.ask_server)
        page.sample_wanted.connect(desk.ask_sample)
        page.recent_wanted.connect(desk.ask_recent)
        page.forget_wanted.connect(self._forget_recent)
        desk.refused.connect(self.show_error)
        menus.recent_wanted.connect(desk.ask_recent)
        menus.language_wanted.connect(parts.look.change_language)
        menus.theme_wanted.connect(parts.look.change_theme)
        menus.text_size_wanted.connect(parts.look.change_text_size)
        parts.look.theme.changed.connect(self.retranslate)
        self.tabs.front_changed.connect(self._front_changed)
        if parts.guard is not None:
            parts.guard.bug_found.connect(self._show_caught)

    # What the composition root calls

    @property
    def front(self) -> TabPage | None:
        """The tab in front, or None on the first page."""
        return self.tabs.front

    def show_database(
        self,
        name: str,
        context: TabContext,
        factories: Sequence[TabFactory],
        *,
        in_turns: bool = False,
    ) -> None:
        """Show the tabs of a database that was opened; those of another one go.

        `in_turns` builds the front page now and shows it, which loads its rows, in the next turn
        of the event loop: in between the window hears its keys.
        """
        last = self._parts.settings.value.last_tab
        self._close_pages()
        self._database = name
        for factory in factories:
            self.tabs.add_tab(factory.key, factory.name, partial(self._make_page, factory, context))
        self.tabs.bring(last)
        self.retranslate()
        if in_turns:
            self._show_tabs.start(0)
        else:
            self._stack.setCurrentWidget(self.tabs)
        self.news.watch(getattr(context.services, "news", None))
        drafts = DraftFolder(context.settings.drafts_folder)
        DraftOffers(self.tell, self._take_up).offer(
            drafts, getattr(context.services, "address", "")
        )

    def _take_up(self, draft: Draft) -> None:
        self.tabs.follow(Place(draft.tab, {"draft": draft}))

    @Slot(object)
    def _hear(self, news: News) -> None:
        self.tabs.note_changes(news.changes)
        self.status.show_news(news_line(news.items), news_list(news.items))

    @Slot(bool)
    def _show_silence(self, is_silent: bool) -> None:
        self.status.show_news(_("The database does not answer.") if is_silent else "")

    def _make_page(self, factory: TabFactory, context: TabContext) -> TabPage:
        page = factory(context, self.tabs.inside)
        page.message_requested.connect(self._tell_of_tab)
        page.error_met.connect(self.show_error)
        page.print_requested.connect(self.documents.preview)
        page.selection_summed.connect(self.status.show_sums)
        page.actions_changed.connect(self._show_actions)
        for table in page.findChildren(TableView):
            table.export_wanted.connect(self.menus.actions["export"].trigger)
        return page

    def show_opening(self, name: str) -> None:
        """Show an empty page while a database is being opened."""
        self._show_tabs.stop()
        self._opening.setText(_("Opening {database}…").format(database=name))
        self._stack.setCurrentWidget(self._opening)

    def hide_database(self) -> None:
        """Close the tabs and show the first page."""
        self._show_tabs.stop()
        self._close_pages()
        self.first_page.set_recent(self._parts.settings.value.recent)
        self._stack.setCurrentWidget(self.first_page)
        self._name_window()

    def _close_pages(self) -> None:
        self._database = ""
        self.news.watch(None)
        self.status.show_news("")
        self.tabs.drop_pages()

    def tell(
        self, text: str, tone: Tone = Tone.INFO, actions: tuple[MessageAction, ...] = ()
    ) -> None:
        """Say something in the message bar; good news without buttons goes by itself."""
        brief = 8000 if tone in (Tone.GOOD, Tone.INFO) and not actions else 0
        self.messages.show_message(text, tone, actions, brief)

    @Slot(object)
    def show_error(self, error: Exception) -> None:
        """Say a foreseen error in the bar; anything else is our bug."""
        if isinstance(error, Cancelled):
            return
        if isinstance(error, KnownError):
            self.messages.show_message(self._parts.describe(error), Tone.BAD)
        elif self._parts.guard is not None:
            self._parts.guard.report(error)
        else:
            logger.error("unforeseen error", exc_info=error)
            self.documents.show_bug(error)

    # Inside

    @Slot(object)
    def _show_caught(self, error: BaseException) -> None:
        """Say what nobody answered: a full disk under the settings is no bug of ours."""
        if isinstance(error, KnownError):
            self.show_error(error)
        else:
            self.documents.show_bug(error)

    @Slot(str)
    def _forget_recent(self, database: str) -> None:
        self._parts.settings.forget_database(database)
        self.first_page.set_recent(self._parts.settings.value.recent)

    @Slot(str, object, object)
    def _tell_of_tab(self, text: str, tone: Tone, actions: tuple[MessageAction, ...]) -> None:
        self.tell(text, tone, tuple(actions or ()))

    @Slot(object)
    def _front_changed(self, page: TabPage | None) -> None:
        self._show_actions()
        self.status.show_sums(None)
        if page is not None:
            self._parts.settings.change(last_tab=page.key)

    @Slot()
    def _show_actions(self) -> None:
        """Offer what the tab in front can do."""
        page = self.front
        self.menus.show_tab_actions(() if page is None else page.menu_actions())
        self.menus.set_database_open(page is not None)
        self.menus.actions["print"].setEnabled(page is not None and page.can_print())

    def _show_keys(self) -> None:
        extra = self.front.menu_actions() if self.front else ()
        self.documents.show_keys((*self.menus.actions, *extra))

    @Slot()
    def retranslate(self) -> None:
        """Show the window's own words and icons in the language and look of the moment."""
        for part in (self.menus, self.messages, self.status, self.first_page, self.tabs):
            part.retranslate()
        self._name_window()

    def _name_window(self) -> None:
        # Qt adds the program's name where the system wants it.
        self.setWindowTitle(self._database or "Branchbook")
        self.status.set_place(self._database)

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language; the tabs hear of it themselves."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "menus"):
            self.retranslate()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close unless a tab has something to lose; commands under way are finished first."""
        if not all(page.can_close() for page in self.tabs.pages):
            event.ignore()
            return
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        # A disk without room for the window's place must not keep the window open.
        with contextlib.suppress(StorageError):
            self._parts.settings.change(window=geometry)
        self._parts.runner.shut_down()
        super().closeEvent(event)

    def _restore_geometry(self) -> None:
        kept = self._parts.settings.value.window
        if kept and self.restoreGeometry(QByteArray.fromBase64(kept.encode("ascii"))):
            return
        screen = self.screen().availableGeometry()
        self.resize(min(1440, round(screen.width() * 0.9)), min(900, round(screen.height() * 0.9)))
