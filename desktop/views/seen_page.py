"""A page that loads its rows when it is seen, and says nothing new while it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desktop.views.tab import TabContext


class SeenPage(QWidget):
    """Reloads what is stale, and speaks a new language, at once where it is seen, else when it is.

    A constructor asks for no data: a page begins stale.
    """

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._is_stale = True
        self._speaks_old = False

    # What a subclass overrides

    def reload(self) -> None:
        """Ask the services for what is shown, through the runner."""

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""

    # What its owner calls

    @property
    def is_stale(self) -> bool:
        """Whether what is shown may be old."""
        return self._is_stale

    def mark_stale(self) -> None:
        """What is shown may be old: reload now where it is seen, else when it is."""
        self._is_stale = True
        self.reload_if_seen()

    def reload_if_seen(self) -> None:
        """Reload a stale page that is in front."""
        if self._is_stale and self.isVisible():
            self.force_reload()

    def force_reload(self) -> None:
        """Reload now (F5)."""
        self._is_stale = False
        self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        """Speak the language of the moment and reload a stale page when it comes to the front."""
        super().showEvent(event)
        if self._speaks_old:
            self._speaks_old = False
            self.retranslate()
        self.reload_if_seen()

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language where the application changed it; a page not seen, when it is."""
        super().changeEvent(event)
        if event.type() != QEvent.Type.LanguageChange:
            return
        self._speaks_old = not self.isVisible()
        if not self._speaks_old:
            self.retranslate()
