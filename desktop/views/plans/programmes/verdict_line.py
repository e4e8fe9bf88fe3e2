"""The line under every page of the wizard: whether his days are enough, and what comes out."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from desktop.tone import Tone
from desktop.views.icons import show_shape
from desktop.views.plain_text import heading, label
from desktop.views.plans.programmes.state import Totals
from desktop.views.plans.programmes.words import capacity_words, result_words, verdict_words


class VerdictLine(QFrame):
    """A shape and a word, the arithmetic of the visits beside them, the result below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = Tone.NONE
        self._shape = QLabel(self)
        self.verdict = heading("", self)
        self.capacity = label("", self)
        self.result = label("", self)
        for words in (self.capacity, self.result):
            words.setWordWrap(True)
        layout = QGridLayout(self)
        layout.setContentsMargins(24, 8, 24, 8)
        layout.setHorizontalSpacing(8)
        layout.setVerticalSpacing(4)
        layout.addWidget(self._shape, 0, 0)
        layout.addWidget(self.verdict, 0, 1)
        layout.addWidget(self.capacity, 0, 2)
        layout.addWidget(self.result, 1, 2)
        layout.setColumnMinimumWidth(1, self.fontMetrics().horizontalAdvance("0") * 11)
        layout.setColumnStretch(2, 1)

    def show_totals(self, totals: Totals, currency: str) -> None:
        """Show the programme's verdict and result."""
        words, self._tone = verdict_words(totals)
        self.verdict.setText(words)
        self.capacity.setText(capacity_words(totals))
        self.result.setText(result_words(totals, currency))
        self._paint_shape()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette or font."""
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in kinds and hasattr(self, "result"):
            self._paint_shape()

    def _paint_shape(self) -> None:
        show_shape(self._shape, self._tone, self)
