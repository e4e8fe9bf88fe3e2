"""Language, colours and text size as the user chose them: kept, and set at once."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from desktop.services.settings import SettingsFile, ThemeChoice
from desktop.views.language import LanguageSwitch
from desktop.views.theme import Theme


class Look(QObject):
    """Applies the kept choices at start and each change from the View menu."""

    def __init__(self, settings: SettingsFile, theme: Theme, language: LanguageSwitch) -> None:
        super().__init__()
        self._settings, self.theme, self._language = settings, theme, language

    def apply(self) -> None:
        """Set what the settings say; before the first window is made."""
        value = self._settings.value
        self._language.speak(value.language)
        self.theme.apply(value.theme, value.text_percent)

    @Slot(str)
    def change_language(self, language: str) -> None:
        """Speak another language, at once and from now on ("" is the system's)."""
        self._settings.change(language=language)
        self._language.speak(language)

    @Slot(object)
    def change_theme(self, choice: ThemeChoice) -> None:
        """Use another palette."""
        value = self._settings.change(theme=choice)
        self.theme.apply(value.theme, value.text_percent)

    @Slot(int)
    def change_text_size(self, percent: int) -> None:
        """Use another text size."""
        value = self._settings.change(text_percent=percent)
        self.theme.apply(value.theme, value.text_percent)
