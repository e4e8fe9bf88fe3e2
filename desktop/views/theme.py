"""The look in force: Fusion, palette, fonts and text size, set on the application as a whole."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from desktop.paths import resources_folder
from desktop.services.settings import ThemeChoice
from desktop.views.palette import DARK, LIGHT, Colours, qt_palette
from desktop.views.set_aside import SetAside
from desktop.views.sheet import style_sheet
from desktop.views.stillness import Stillness, seen

logger = logging.getLogger(__name__)

BASE_POINTS = 10.0
_FONT_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")


def register_fonts() -> str:
    """Register the bundled fonts with Qt and return their family; "" where they are missing."""
    family = ""
    for name in _FONT_FILES:
        number = QFontDatabase.addApplicationFont(str(resources_folder() / "fonts" / name))
        families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
        if families:
            family = families[0]
        else:
            logger.info("the font %s could not be registered", name)
    return family


def text_font(family: str, percent: int) -> QFont:
    """Return the program's font at a text size, with digits of one width."""
    font = QFont(QGuiApplication.font())
    if family:
        font.setFamilies([family])
    font.setPointSizeF(BASE_POINTS * percent / 100)
    # Qt 6.7 and later can ask the font for tabular digits by name.
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def wants_high_contrast() -> bool:
    """Whether the system asks for high contrast, so that its own colours must stay."""
    hints = QGuiApplication.styleHints()
    # The question exists since Qt 6.10; before that Windows' own palette is not asked.
    ask = getattr(hints, "accessibility", None)
    if ask is None:
        return False
    found = ask()
    return bool(found.contrastPreference() == Qt.ContrastPreference.HighContrast)


class Theme(QObject):
    """Sets palette, style sheet and font on the application and follows the system.

    Signals:
        changed(): colours or text size are new; painted widgets have repainted already.
        dressed(): the pages behind others have them too.
    """

    changed = Signal()
    dressed = Signal()

    def __init__(self, app: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._family = register_fonts()
        self._choice = ThemeChoice.SYSTEM
        self._percent = 100
        self._system_palette = QPalette(app.palette())
        app.setStyle("Fusion")
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._follow_system)
        self._stillness = Stillness()
        self._aside = SetAside()
        self._steps: list[Callable[[], None]] = []
        self._next_step = QTimer(self)
        self._next_step.setSingleShot(True)
        self._next_step.timeout.connect(self._go_on)
        app.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def colours(self) -> Colours:
        """The colours in force (ours; high contrast keeps the system's own)."""
        return DARK if self._is_dark() else LIGHT

    def apply(self, choice: ThemeChoice, text_percent: int) -> None:
        """Set the look everywhere; where windows are seen, step by step.

        Each step goes over every widget that can be seen: in between the window hears its keys,
        but paints nothing. The pages behind others are dressed when what is seen is painted.
        """
        self._choice, self._percent = choice, text_percent
        windows = seen(self._app.topLevelWidgets())
        self._stillness.hold(windows)
        self._steps = [self._undress, self._set_font, self._set_colours, self._dress, self._thaw]
        if windows and not wants_high_contrast():
            self._steps.insert(0, lambda: self._aside.leave_out(windows))
        self._steps.append(self._dress_aside)
        if windows:
            self._next_step.start(0)
        while self._steps and not windows:
            self._steps.pop(0)()

    @Slot()
    def _go_on(self) -> None:
        if self._steps:
            self._steps.pop(0)()
            self._next_step.start(0)

    def _undress(self) -> None:
        hints = self._app.styleHints()
        # Told to Qt as well, so that the title bar and native dialogs follow.
        if hasattr(hints, "setColorScheme"):
            hints.setColorScheme(
                {
                    ThemeChoice.LIGHT: Qt.ColorScheme.Light,
                    ThemeChoice.DARK: Qt.ColorScheme.Dark,
                }.get(self._choice, Qt.ColorScheme.Unknown)
            )
        # A sheet that replaces another makes Qt polish every widget several times over: taken
        # off first, the change takes less than half the time.
        self._app.setStyleSheet("")

    def _set_font(self) -> None:
        self._app.setFont(text_font(self._family, self._percent))

    def _set_colours(self) -> None:
        is_contrasting = wants_high_contrast()
        self._app.setPalette(self._system_palette if is_contrasting else qt_palette(self.colours))

    def _dress(self) -> None:
        if not wants_high_contrast():
            height = QFontMetrics(self._app.font()).height()
            self._app.setStyleSheet(style_sheet(self.colours, height))

    def _thaw(self) -> None:
        self._stillness.release()
        self.changed.emit()

    def _dress_aside(self) -> None:
        if self._aside.dress_some():
            self._steps.insert(0, self._dress_aside)
        else:
            self.dressed.emit()

    def _is_dark(self) -> bool:
        if self._choice is ThemeChoice.SYSTEM:
            return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._choice is ThemeChoice.DARK

    @Slot()
    def _system_changed(self) -> None:
        # Asked again when Qt is done with its own change, or Qt's palette would win.
        if self._choice is ThemeChoice.SYSTEM:
            self._settle.start(0)

    @Slot()
    def _follow_system(self) -> None:
        if self._choice is ThemeChoice.SYSTEM:
            self.apply(self._choice, self._percent)
