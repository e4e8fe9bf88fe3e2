"""Below the plan's table: why a number was refused, and the totals that must be one number."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.tone import Tone
from desktop.views.icons import icon, status_icon
from desktop.views.palette import colours_of
from desktop.views.plain_text import heading, label, tool_tip
from desktop.views.plans.making.shown import StatusShown


class RefusalLine(QFrame):
    """A sentence with its shape: a number that was not taken, or what to know of one that was."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        self._tone = Tone.NONE
        self._shape = QLabel(self)
        self._words = label("", self)
        self._words.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 6)
        layout.setSpacing(12)
        layout.addWidget(self._shape)
        layout.addWidget(self._words, 1)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence, "" while there is none."""
        return "" if self.isHidden() else self._words.text()

    def say(self, words: str, tone: Tone) -> None:
        """Say this; "" takes the line away."""
        self._tone = tone
        self._words.setText(words)
        self._paint()
        self.setVisible(bool(words))
        if words:
            self._words.setAccessibleName(words)
            event = QAccessibleEvent(self._words, QAccessible.Event.Alert)
            QAccessible.updateAccessibility(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_words"):
            self._paint()

    def _paint(self) -> None:
        size = max(14, self.fontMetrics().ascent())
        shape = status_icon(self._tone, colours_of(self.palette()))
        self._shape.setPixmap(shape.pixmap(QSize(size, size)))


class EqualPart(QWidget):
    """A way to add up: its name, quiet, above its amount; "=" or "≠" stands before it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.sign = label("", self)
        self.name = label("", self, role="muted")
        self.amount = label("", self)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.name)
        column.addWidget(self.amount)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.sign)
        layout.addLayout(column)

    def show_part(self, sign: str, name: str, amount: str) -> None:
        """Show a part; the first has no sign."""
        self.sign.setText(sign)
        self.sign.setVisible(bool(sign))
        self.name.setText(name)
        self.amount.setText(amount)
        self.amount.setAccessibleName(_("{name}: {value}").format(name=name, value=amount))


class StatusLine(QFrame):
    """The plan's total, added up by reps, customers, territories and products, and over time.

    Signals:
        save_wanted(): the button.
        undo_wanted(), redo_wanted(): the buttons.
    """

    save_wanted = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: StatusShown | None = None
        self._shape = QLabel(self)
        self._word = heading("", self)
        self.whose = heading("", self)
        self.parts = tuple(EqualPart(self) for _part in range(4))
        self.times = label("", self, role="muted")
        self.unassigned = label("", self)
        self.unsaved = label("", self, role="muted")
        self.undo = QPushButton(self)
        self.redo = QPushButton(self)
        self.save = QPushButton(self)
        self.undo.clicked.connect(self.undo_wanted)
        self.redo.clicked.connect(self.redo_wanted)
        self.save.clicked.connect(self.save_wanted)
        self._build()
        self.retranslate()
        self.show_status(None)

    def _build(self) -> None:
        equal = QHBoxLayout()
        equal.setSpacing(12)
        for part in self.parts:
            equal.addWidget(part)
        state = QHBoxLayout()
        state.setSpacing(8)
        state.addWidget(self._shape)
        state.addWidget(self._word)
        equal.addSpacing(8)
        equal.addLayout(state)
        equal.addStretch(1)
        below = QHBoxLayout()
        below.setSpacing(16)
        # In the shorter line: large amounts leave no room in the upper one at large text.
        below.addWidget(self.whose)
        below.addWidget(self.times)
        below.addWidget(self.unassigned)
        below.addStretch(1)
        facts = QVBoxLayout()
        facts.setSpacing(4)
        facts.addLayout(equal)
        facts.addLayout(below)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for one in (self.undo, self.redo, self.save):
            buttons.addWidget(one)
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addLayout(buttons)
        right.addWidget(self.unsaved)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(16)
        layout.addLayout(facts, 1)
        layout.addLayout(right)

    def show_status(self, shown: StatusShown | None, *, is_editable: bool = False) -> None:
        """Show the totals; None while there is no plan."""
        self._shown = shown
        self.setVisible(shown is not None)
        for one in (self.undo, self.redo, self.save):
            one.setVisible(is_editable)
        self.unsaved.setVisible(is_editable)
        if shown is None:
            return
        self.whose.setText(shown.metric)
        self.whose.setVisible(bool(shown.metric))
        sign = "=" if shown.is_tied else "≠"
        for place, (part, total) in enumerate(zip(self.parts, shown.totals, strict=True)):
            part.show_part(sign if place else "", total.name, total.amount)
        self._word.setText(_("All equal") if shown.is_tied else _("Not equal"))
        times = (
            _("Months = quarters = year: {total}")
            if shown.is_time_tied
            else _("Months ≠ quarters ≠ year: {total}")
        )
        self.times.setText(times.format(total=shown.times))
        self.unassigned.setText(shown.unassigned)
        self.unsaved.setText(shown.unsaved)
        self.undo.setEnabled(shown.can_undo)
        self.redo.setEnabled(shown.can_redo)
        self.save.setEnabled(shown.has_unsaved)
        self._paint()

    @property
    def words(self) -> str:
        """The totals as one line of text, as they are read out."""
        amounts = [f"{part.sign.text()} {part.amount.text()}".strip() for part in self.parts]
        return " ".join((*amounts, self._word.text()))

    def retranslate(self) -> None:
        """Show all words in the language of the moment; totals come with the plan."""
        self.undo.setText(_("Undo"))
        self.undo.setToolTip(_("Take the last number back (Ctrl+Z)"))
        self.redo.setText(_("Redo"))
        self.redo.setToolTip(_("Do again what was taken back (Ctrl+Y)"))
        self.save.setText(_("Save…"))
        self.save.setToolTip(_("Save all numbers, with what they are based on (Ctrl+S)"))
        self.unassigned.setToolTip(
            tool_tip(_("What has reached a rep, of the whole plan; the rest is still to be given."))
        )
        self._paint()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "save"):
            self._paint()

    def _paint(self) -> None:
        palette = self.palette()
        self.undo.setIcon(icon("undo", palette))
        self.redo.setIcon(icon("redo", palette))
        if self._shown is not None:
            size = max(14, self.fontMetrics().ascent())
            tone = Tone.GOOD if self._shown.is_tied and self._shown.is_time_tied else Tone.BAD
            shape = status_icon(tone, colours_of(palette))
            self._shape.setPixmap(shape.pixmap(QSize(size, size)))
