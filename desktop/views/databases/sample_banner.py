"""The banner over the sample branch: its data is invented, and one click removes it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.i18n import _
from desktop.services import formats
from desktop.tone import Tone
from desktop.views.icons import status_icon
from desktop.views.palette import colours_of
from desktop.views.plain_text import label


class SampleBanner(QFrame):
    """Says "Sample branch — invented data" as long as the sample is open.

    Signals:
        remove_wanted(): close the sample and delete its file.
    """

    remove_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        self._today: date | None = None
        self._shape = QLabel(self)
        self._words = label("", self)
        self.remove = QPushButton(self)
        self.remove.clicked.connect(self.remove_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(12)
        row.addWidget(self._shape)
        row.addWidget(self._words, 1)
        row.addWidget(self.remove)
        self.hide()

    @property
    def text(self) -> str:
        """The words shown, "" while hidden."""
        return "" if self.isHidden() else self._words.text()

    def show_for(self, today: date | None) -> None:
        """Show the banner of a sample whose today is this day; None hides it."""
        self._today = today
        self.retranslate()
        self.setVisible(today is not None)

    def retranslate(self) -> None:
        """Show the words in the language and the colours of the moment."""
        self._words.setText(
            _("Sample branch — invented data. Its today is {day}.").format(
                day=formats.day(self._today)
            )
        )
        self.remove.setText(_("Remove the sample"))
        size = max(16, self.fontMetrics().height())
        shape = status_icon(Tone.INFO, colours_of(self.palette()))
        self._shape.setPixmap(shape.pixmap(QSize(size, size)))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new language or palette."""
        super().changeEvent(event)
        kinds = (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange)
        if event.type() in kinds and hasattr(self, "remove"):
            self.retranslate()
