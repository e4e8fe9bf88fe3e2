"""Beside the grid: what is worth knowing of the customer whose row is typed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.errors import KnownError
from desktop.i18n import _
from desktop.services.give_back.data import GiveBack
from desktop.services.messages import sentence
from desktop.tone import Tone
from desktop.views.activity.give_back_words import (
    customer_line,
    order_facts,
    points_of,
    progress_facts,
    promises_of,
    standing_facts,
)
from desktop.views.activity.visit_panel import FactGrid
from desktop.views.icons import show_shape
from desktop.views.plain_text import heading, label, tool_tip
from desktop.views.tab import TabContext

#: An answer that takes longer leaves nobody with another customer's figures before him.
_PATIENCE_MS = 400
_BLOCKS = ("standing", "orders", "progress")


class GiveBackPanel(QWidget):
    """A customer as the office knows him: what to talk about, how he stands, his last orders.

    The answer comes from a worker; of quick changes only the last one is answered.
    """

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._asked: tuple[int | None, str] = (None, "")
        self._shown: GiveBack | None = None
        self._refusal = ""
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._say_reading)
        self.area = QScrollArea(self)
        self._body = QFrame(self.area)
        self._body.setAutoFillBackground(True)
        self.empty = label("", self._body, role="muted")
        self._whole = QWidget(self._body)
        self.name = heading("", self._whole, role="title")
        self.line = label("", self._whole, role="muted")
        self._titles = {key: heading("", self._whole) for key in ("points", "promises", *_BLOCKS)}
        self.points, self.promises = _Sentences(self._whole), _Sentences(self._whole)
        self.grids = {key: FactGrid(self._whole) for key in _BLOCKS}
        self._build()
        self.retranslate()

    def _build(self) -> None:
        for words in (self.name, self.line, self.empty):
            words.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inner = QVBoxLayout(self._whole)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(6)
        inner.addWidget(self.name)
        inner.addWidget(self.line)
        parts: dict[str, QWidget] = {
            "points": self.points, "promises": self.promises, **self.grids
        }  # fmt: skip
        for key in ("points", "standing", "promises", "orders", "progress"):
            inner.addSpacing(10)
            inner.addWidget(self._titles[key])
            inner.addWidget(parts[key])
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(self._whole)
        layout.addWidget(self.empty, 100)
        layout.addStretch(1)
        self.area.setWidget(self._body)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Keys belong to the grid beside it; the wheel is enough for a panel to read.
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)

    # What the page tells

    def show_customer(self, customer_id: int | None, rep_code: str) -> None:
        """Ask for a customer as this rep sees him; None is nobody."""
        self._asked = (customer_id, rep_code)
        self._refusal = ""
        if customer_id is None:
            self._show(None)
            return
        if self._shown is None or self._shown.customer_id != customer_id:
            self._patience.start()
        self.reload()

    def reload(self) -> None:
        """Ask again for whom it shows."""
        customer_id, rep_code = self._asked
        if customer_id is None:
            return
        asked = self._asked
        service = self._context.services.give_back
        self._context.runner.query(
            lambda: service.panel(customer_id, rep_code),
            partial(self._answered, asked),
            owner=self,
            key="give_back",
            on_error=partial(self._failed, asked),
        )

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        for key, words in (
            ("points", _("To talk about")),
            ("standing", _("How it stands")),
            ("promises", _("Open promises")),
            ("orders", _("Last orders")),
            ("progress", _("The rep's month")),
        ):
            self._titles[key].setText(words)
        self.setAccessibleName(_("What is known of the customer"))
        self._show(self._shown)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette or font."""
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in kinds and hasattr(self, "grids"):
            self._show(self._shown)

    # Inside

    def _answered(self, asked: tuple[int | None, str], back: GiveBack) -> None:
        if asked == self._asked:
            self._show(back)

    def _failed(self, asked: tuple[int | None, str], error: Exception) -> None:
        # A panel beside the work says what went wrong in its own place and disturbs nobody; what
        # is our own fault goes to the window.
        if not isinstance(error, KnownError):
            raise error
        if asked == self._asked:
            self._refusal = sentence(error)
            self._show(None)

    @Slot()
    def _say_reading(self) -> None:
        self._refusal = _("Reading what is known of the customer…")
        self._show(None)

    def _show(self, back: GiveBack | None) -> None:
        self._patience.stop()
        self._shown = back
        self._whole.setVisible(back is not None)
        self.empty.setVisible(back is None)
        self.empty.setText(
            self._refusal or _("Here you see what is known of the customer whose row you type.")
        )
        if back is None:
            return
        self.name.setText(back.customer_name)
        self.line.setText(customer_line(back))
        self.points.show_sentences(points_of(back))
        self.promises.show_sentences(promises_of(back))
        self.grids["standing"].show_facts(standing_facts(back))
        self.grids["orders"].show_facts(order_facts(back))
        self.grids["progress"].show_facts(progress_facts(back))
        width = max(grid.name_width() for grid in self.grids.values())
        for grid in self.grids.values():
            grid.set_name_width(width)
        for part in (self._titles["progress"], self.grids["progress"]):
            part.setVisible(back.progress is not None)


class _Sentences(QWidget):
    """Sentences under each other, each behind the shape of its tone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines: list[tuple[QLabel, QLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)

    def show_sentences(self, sentences: tuple[tuple[str, Tone], ...]) -> None:
        """Show these sentences."""
        while len(self._lines) < len(sentences):
            self._add_line()
        for place, (shape, words) in enumerate(self._lines):
            is_there = place < len(sentences)
            words.setVisible(is_there)
            shape.setVisible(is_there and sentences[place][1] is not Tone.NONE)
            if is_there:
                text, tone = sentences[place]
                words.setText(text)
                words.setToolTip(tool_tip(text))
                show_shape(shape, tone, self)

    def words(self) -> tuple[str, ...]:
        """Return the sentences that are shown."""
        return tuple(words.text() for _shape, words in self._lines if not words.isHidden())

    def _add_line(self) -> None:
        shape, words = QLabel(self), label("", self)
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        holder = QHBoxLayout()
        holder.setContentsMargins(0, 2, 0, 0)
        holder.addWidget(shape)
        place = len(self._lines)
        self._grid.addLayout(holder, place, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(words, place, 1)
        self._lines.append((shape, words))
