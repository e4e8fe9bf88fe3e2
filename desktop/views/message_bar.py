"""The bar that tells what happened, above the tabs: no box to click away, nothing lost below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from desktop.i18n import _
from desktop.tone import Tone
from desktop.views.icons import icon, status_icon
from desktop.views.palette import colours_of
from desktop.views.plain_text import label


@dataclass(frozen=True, slots=True)
class MessageAction:
    """A button of a message: a verb and what it does."""

    text: str
    act: Callable[[], None]


class MessageBar(QFrame):
    """Shows one message at a time: a shape, plain words, buttons, close.

    A new message replaces the one before, but nothing quiet replaces an error that nobody has
    closed yet: it waits behind it.

    Signals:
        closed(): the bar was closed by the user.
    """

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        self._tone = Tone.INFO
        self._waiting: list[tuple[str, Tone, tuple[MessageAction, ...], int]] = []
        self._icon = QLabel(self)
        self._text = label("", self)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._buttons = QHBoxLayout()
        self._close = QToolButton(self)
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.clicked.connect(self.close_message)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 8, 6)
        layout.setSpacing(12)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addLayout(self._buttons)
        layout.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.close_message)
        self.retranslate()
        self.hide()

    @property
    def text(self) -> str:
        """The words shown now, "" while hidden."""
        return "" if self.isHidden() else self._text.text()

    def show_message(
        self,
        text: str,
        tone: Tone = Tone.INFO,
        actions: tuple[MessageAction, ...] = (),
        timeout_ms: int = 0,
    ) -> None:
        """Show a message; with a time it closes by itself (for good news only)."""
        if not self.isHidden() and self._tone is Tone.BAD and tone is not Tone.BAD:
            self._waiting.append((text, tone, actions, timeout_ms))
            return
        self._tone = tone
        self._text.setText(text)
        self._clear_buttons()
        for action in actions:
            button = QPushButton(action.text, self)
            button.clicked.connect(lambda _on=False, act=action.act: self._act(act))
            self._buttons.addWidget(button)
        self._paint_icon()
        self.show()
        self._timer.stop()
        if timeout_ms:
            self._timer.start(timeout_ms)
        self._text.setAccessibleName(text)
        QAccessible.updateAccessibility(QAccessibleEvent(self._text, QAccessible.Event.Alert))

    @Slot()
    def close_message(self) -> None:
        """Hide the message and show the next that waits."""
        self._timer.stop()
        self.hide()
        if self._waiting:
            text, tone, actions, timeout_ms = self._waiting.pop(0)
            self.show_message(text, tone, actions, timeout_ms)
        else:
            self.closed.emit()

    def retranslate(self) -> None:
        """Name the close button in the language of the moment."""
        self._close.setToolTip(_("Close this message (Esc)"))
        self._close.setAccessibleName(_("Close this message"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_message()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_close"):
            self._paint_icon()

    def _act(self, act: Callable[[], None]) -> None:
        self.close_message()
        act()

    def _clear_buttons(self) -> None:
        while (item := self._buttons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _paint_icon(self) -> None:
        size = max(16, self.fontMetrics().height())
        shape = status_icon(self._tone, colours_of(self.palette()))
        self._icon.setPixmap(shape.pixmap(QSize(size, size)))
        self._close.setIcon(icon("close", self.palette()))
