"""The row that names the shapes of the report calendar."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop.i18n import N_, _
from desktop.tone import Tone
from desktop.views.icons import show_shape
from desktop.views.plain_text import label

_ENTRIES = (
    (Tone.GOOD, N_("On time")),
    (Tone.WATCH, N_("Late")),
    (Tone.BAD, N_("Missing")),
    (Tone.INFO, N_("Due today")),
    (Tone.MUTED, N_("Excused, or came at an unknown time")),
    (Tone.NONE, N_("Empty: nothing owed")),
)


class StateLegend(QWidget):
    """Names each shape; too narrow a window cuts it off at the end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shapes = tuple(QLabel(self) for _entry in _ENTRIES)
        self._words = tuple(label("", self, role="muted") for _entry in _ENTRIES)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 0)
        row.setSpacing(6)
        for shape, words in zip(self._shapes, self._words, strict=True):
            row.addWidget(shape)
            row.addWidget(words)
            row.addSpacing(10)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def retranslate(self) -> None:
        """Show the words in the language of the moment."""
        for (tone, name), shape, words in zip(_ENTRIES, self._shapes, self._words, strict=True):
            words.setText(_(name))
            show_shape(shape, tone, self)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette or font."""
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in kinds and hasattr(self, "_words"):
            self.retranslate()
