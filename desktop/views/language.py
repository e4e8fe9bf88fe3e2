"""The language of the window: our catalogue, Qt's own words, and telling every widget."""

from __future__ import annotations

import logging

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QLibraryInfo,
    QLocale,
    QObject,
    QTimer,
    QTranslator,
)
from PySide6.QtWidgets import QApplication

from desktop.i18n import LANGUAGES, set_language
from desktop.views.stillness import Stillness, seen

logger = logging.getLogger(__name__)


def system_language() -> str:
    """Return the language to begin with: Chinese on a Chinese system, else English."""
    return "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"


class LanguageSwitch(QObject):
    """Changes the language without a restart."""

    def __init__(self, app: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._translator: QTranslator | None = None
        self._stillness = Stillness()
        # Painted in the turn after: in between the window hears its keys.
        self._paint = QTimer(self)
        self._paint.setSingleShot(True)
        self._paint.timeout.connect(self._stillness.release)

    def speak(self, language: str) -> None:
        """Set the language ("" is the system's) of texts, numbers and Qt's own buttons.

        Every window gets `LanguageChange`, from which its widgets retranslate themselves.
        """
        chosen = language if language in LANGUAGES else system_language()
        set_language(chosen)
        QLocale.setDefault(QLocale(chosen))
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
            self._translator = None
        if chosen != "en":
            translator = QTranslator(self)
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if translator.load(f"qtbase_{chosen}", folder):
                self._app.installTranslator(translator)
                self._translator = translator
            else:
                logger.info("Qt has no words of its own in %s", chosen)
        self._stillness.hold(seen(self._app.topLevelWidgets()))
        # Qt would tell them all once more, since a catalogue of its own came or went.
        QCoreApplication.removePostedEvents(None, QEvent.Type.LanguageChange.value)  # type: ignore[arg-type]
        for window in self._app.topLevelWidgets():
            self._app.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
        self._paint.start(0)
