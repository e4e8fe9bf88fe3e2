"""The main window's menus: File, Go, View, Help; each entry is an action with a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMainWindow, QMenu

from desktop.i18n import N_, _
from desktop.services import formats
from desktop.services.settings import LARGEST_TEXT, SMALLEST_TEXT, SettingsFile, ThemeChoice
from desktop.views.actions import ActionSet, ActionSpec

TEXT_SIZES = (90, 100, 110, 125, 150)

_FILE = (
    ActionSpec("new", N_("&New database…"), "Ctrl+Shift+N", N_("Start an empty book"), "plus"),
    ActionSpec("open", N_("&Open…"), "Ctrl+O", N_("Open a database file"), "open"),
    ActionSpec(
        "connect", N_("&Connect to a server…"), "Ctrl+Shift+O",
        N_("Open a database that colleagues share"), "server",
    ),
    ActionSpec("sample", N_("Open the &sample branch"), "", N_("A made-up branch"), "sample"),
    ActionSpec(
        "import", N_("&Import…"), "Ctrl+I", N_("Bring in a file, checked before it goes in"),
        "import",
    ),
    ActionSpec(
        "batches", N_("I&mports so far…"), "Ctrl+Shift+I",
        N_("What was brought in, and taking it back"),
    ),
    ActionSpec(
        "export", N_("&Export…"), "Ctrl+E", N_("Write what the tab shows as Excel or CSV"), "export"
    ),
    ActionSpec("print", N_("&Print…"), "Ctrl+P", N_("Preview the page and print it"), "print"),
    ActionSpec("close", N_("C&lose database"), "Ctrl+W", N_("Go back to the first page")),
    ActionSpec("quit", N_("&Quit"), "Ctrl+Q", N_("Close Branchbook")),
)  # fmt: skip
_GO = (
    ActionSpec(
        "back", N_("&Back"), "Alt+Left", N_("Go back to where a figure was followed"), "back"
    ),
    ActionSpec(
        "find", N_("&Find in the list"), "Ctrl+F", N_("Show only rows with words"), "search"
    ),
    ActionSpec("reload", N_("&Reload"), "F5", N_("Ask for the tab's figures again"), "refresh"),
    ActionSpec("next", N_("&Next tab"), "Ctrl+PgDown", N_("Go one tab to the right")),
    ActionSpec("previous", N_("&Previous tab"), "Ctrl+PgUp", N_("Go one tab to the left")),
)
_HELP = (
    ActionSpec("help", N_("&Help"), "F1", N_("Help for this place"), "help"),
    ActionSpec("keys", N_("&Keyboard"), "Ctrl+/", N_("All keys on one sheet")),
    ActionSpec("about", N_("&About Branchbook"), "", N_("Version and licences")),
)
_LARGER = ActionSpec("larger", N_("&Larger"), "Ctrl++", N_("Larger text"), "zoom-in")
_SMALLER = ActionSpec("smaller", N_("&Smaller"), "Ctrl+-", N_("Smaller text"), "zoom-out")
_NORMAL = ActionSpec("normal", N_("&Normal"), "Ctrl+0", N_("Text at 100 %"))

_LANGUAGES = (("", N_("As the system")), ("en", "English"), ("zh_CN", "简体中文"))
_THEMES = (
    (ThemeChoice.SYSTEM, N_("As the system")),
    (ThemeChoice.LIGHT, N_("Light")),
    (ThemeChoice.DARK, N_("Dark")),
)


class WindowMenus(QObject):
    """Makes the menus and keeps them right.

    Signals:
        recent_wanted(str): a recent database was chosen.
        language_wanted(str): a language ("" for the system's).
        theme_wanted(ThemeChoice), text_size_wanted(int percent).
    """

    recent_wanted = Signal(str)
    language_wanted = Signal(str)
    theme_wanted = Signal(object)
    text_size_wanted = Signal(int)

    def __init__(
        self, window: QMainWindow, settings: SettingsFile, acts: Mapping[str, Callable[[], object]]
    ) -> None:
        super().__init__(window)
        self._settings = settings
        self.actions = ActionSet(window, icons_in_menus=True)
        bar = window.menuBar()
        self._file = self.actions.add_menu(bar.addMenu(""), N_("&File"))
        self._go = self.actions.add_menu(bar.addMenu(""), N_("&Go"))
        self.tab_menu = self.actions.add_menu(bar.addMenu(""), N_("&Actions"))
        self._view = self.actions.add_menu(bar.addMenu(""), N_("&View"))
        self._help = self.actions.add_menu(bar.addMenu(""), N_("&Help"))
        self._recent = QMenu(self._file)
        for menu, specs in ((self._file, _FILE), (self._go, _GO), (self._help, _HELP)):
            for spec in specs:
                if spec.key in ("import", "quit", "about", "find", "next"):
                    menu.addSeparator()
                menu.addAction(self.actions.add(spec, acts[spec.key]))
                if spec.key == "open":
                    menu.addMenu(self.actions.add_menu(self._recent, N_("Open &recent")))
        self._file.insertSeparator(self.actions["close"])
        self._recent.aboutToShow.connect(self.fill_recent)
        self._fill_view()

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self.actions.retranslate()
        for menu in (self._languages, self._themes, self._sizes):
            for action in menu.actions():
                if action.data() is not None:
                    action.setText(_(str(action.property("words"))))

    def set_database_open(self, is_open: bool) -> None:
        """Enable what needs a database."""
        needing = (
            "import",
            "batches",
            "export",
            "print",
            "close",
            "back",
            "find",
            "reload",
            "next",
            "previous",
        )
        for key in needing:
            self.actions[key].setEnabled(is_open)
        self.tab_menu.menuAction().setVisible(is_open and bool(self.tab_menu.actions()))

    def show_tab_actions(self, actions: tuple[QAction, ...]) -> None:
        """List the front tab's actions in the Actions menu."""
        self.tab_menu.clear()
        self.tab_menu.addActions(list(actions))

    @Slot()
    def fill_recent(self) -> None:
        """List the recent databases as they are now; a missing file says so."""
        self._recent.clear()
        for database in self._settings.value.recent:
            is_missing = "://" not in database and not Path(database).exists()
            words = _("{path} (not found)").format(path=database) if is_missing else database
            action = self._recent.addAction(words.replace("&", "&&"))
            action.triggered.connect(lambda _on=False, d=database: self.recent_wanted.emit(d))
        if self._recent.isEmpty():
            self._recent.addAction(_("No recent databases")).setEnabled(False)

    def _fill_view(self) -> None:
        value = self._settings.value
        self._languages = self.actions.add_menu(self._view.addMenu(""), N_("&Language"))
        self._choices(self._languages, _LANGUAGES, value.language, self.language_wanted.emit)
        self._themes = self.actions.add_menu(self._view.addMenu(""), N_("&Colours"))
        self._choices(self._themes, _THEMES, value.theme, self.theme_wanted.emit)
        self._sizes = self.actions.add_menu(self._view.addMenu(""), N_("&Text size"))
        sizes = tuple((size, f"{size} %") for size in TEXT_SIZES)
        self._choices(self._sizes, sizes, value.text_percent, self.text_size_wanted.emit)
        self._sizes.addSeparator()
        for spec, step in ((_LARGER, 1), (_SMALLER, -1), (_NORMAL, 0)):
            act = lambda by=step: self._step_size(by)  # noqa: E731
            self._sizes.addAction(self.actions.add(spec, act))

    def _choices(
        self,
        menu: QMenu,
        options: tuple[tuple[object, str], ...],
        chosen: object,
        choose: Callable[..., None],
    ) -> None:
        group = QActionGroup(menu)
        for value, words in options:
            action = menu.addAction(_(words))
            action.setCheckable(True)
            action.setChecked(value == chosen)
            action.setData(value)
            action.setProperty("words", words)
            action.triggered.connect(lambda _on=False, v=value: choose(v))
            group.addAction(action)

    def _step_size(self, by: int) -> None:
        now = self._settings.value.text_percent
        if by == 0:
            wanted = 100
        else:
            others = [size for size in TEXT_SIZES if (size > now if by > 0 else size < now)]
            wanted = (min(others) if by > 0 else max(others)) if others else now
        wanted = min(max(wanted, SMALLEST_TEXT), LARGEST_TEXT)
        for action in self._sizes.actions():
            if action.isCheckable():
                action.setChecked(action.data() == wanted)
        self.text_size_wanted.emit(wanted)
        text = _("Text size {percent}").format(percent=formats.percent(_fraction(wanted), 0))
        window = self.parent()
        if isinstance(window, QMainWindow):
            window.statusBar().showMessage(text, 2000)


def _fraction(percent: int) -> Decimal:
    return Decimal(percent) / 100
