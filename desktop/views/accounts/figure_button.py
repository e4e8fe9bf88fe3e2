"""A figure of the card that opens the rows behind it: its name, its value, a line below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from desktop.i18n import _
from desktop.tone import Tone
from desktop.views.icons import show_shape
from desktop.views.plain_text import heading, label, tool_tip


class FigureButton(QPushButton):
    """Shows one figure; a click, Enter or Space follows it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAutoDefault(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._tone = Tone.NONE
        self._name = label("", self, role="muted")
        self._shape = QLabel(self)
        self._value = heading("", self)
        self._note = label("", self, role="muted")
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._shape)
        line.addWidget(self._value, 1)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.addWidget(self._name)
        self._box.addLayout(line)
        self._box.addWidget(self._note)
        self._is_compact = True
        self.set_compact(False)
        for child in self.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        # Words give way in a narrow card, the figure never: a clipped figure is a wrong one.
        self._name.setMinimumWidth(1)
        self._note.setMinimumWidth(1)

    def set_figure(
        self, name: str, value: str, note: str = "", tone: Tone = Tone.NONE, tip: str = ""
    ) -> None:
        """Show a figure, with its status' shape where it has one."""
        self._tone = tone
        self._name.setText(name)
        self._value.setText(value)
        self._note.setText(note)
        self.setAccessibleName(_("{name}: {value}").format(name=name, value=value))
        self.setAccessibleDescription(note)
        self.setToolTip(tool_tip(f"{note}\n{tip}" if note else tip))
        self._paint_shape()

    def set_compact(self, is_compact: bool) -> None:
        """Show name and value in one line, or the name above and the note below."""
        if is_compact == self._is_compact:
            return
        self._is_compact = is_compact
        ways = QBoxLayout.Direction
        self._box.setDirection(ways.LeftToRight if is_compact else ways.TopToBottom)
        self._box.setContentsMargins(*((8, 4, 8, 4) if is_compact else (12, 8, 8, 8)))
        self._box.setSpacing(4 if is_compact else 2)
        self._box.setStretch(1, 1)
        self._note.setVisible(not is_compact)
        end = Qt.AlignmentFlag.AlignRight if is_compact else Qt.AlignmentFlag.AlignLeft
        self._value.setAlignment(end | Qt.AlignmentFlag.AlignVCenter)
        self.updateGeometry()

    def value_text(self) -> str:
        """Return the value as it is shown."""
        return self._value.text()

    def sizeHint(self) -> QSize:
        """Return the room of the layout, which a push button would not ask for."""
        layout = self.layout()
        return super().sizeHint() if layout is None else layout.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least room, in which the figure still stands whole."""
        layout = self.layout()
        least = super().minimumSizeHint() if layout is None else layout.minimumSize()
        return QSize(least.width(), self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_shape"):
            self._paint_shape()

    def _paint_shape(self) -> None:
        show_shape(self._shape, self._tone, self)
