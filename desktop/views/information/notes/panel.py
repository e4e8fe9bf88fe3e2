"""Beside the list: the chosen note in full, its clock, its answer, and what to do with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import N_, _
from desktop.services.information.data import NoteRow
from desktop.tone import Tone
from desktop.views.icons import show_shape
from desktop.views.information.clock_line import ClockLine
from desktop.views.information.notes.words import fact_lines, owes_words, rating_words
from desktop.views.information.words import (
    grade_tone,
    grade_words,
    state_tone,
    state_words,
    type_words,
)
from desktop.views.plain_text import heading, label

_BUTTONS = (
    ("read", N_("Read")), ("answer", N_("Answer…")), ("rate", N_("Rate…")),
    ("owner", N_("Give to…")), ("decide", N_("Decide…")), ("correct", N_("Correct…")),
)  # fmt: skip
_A_LINE = 3
_MARGIN, _GAP = 16, 8


class NotePanel(QScrollArea):
    """Shows one note; what its buttons mean is decided by the controller.

    Signals:
        wanted(str key): a button was pressed: read, answer, rate, owner, decide or correct.
    """

    wanted = Signal(str)

    def __init__(self, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._currency = currency
        self._row: NoteRow | None = None
        self._rights = (False, False)
        body = self._body = QWidget(self.viewport())
        self.title = heading("", body)
        self._shape, self._grade_shape = QLabel(body), QLabel(body)
        self.state, self.grade = label("", body), label("", body)
        self.text, self.owes, self.answer = label("", body), label("", body), label("", body)
        self.clock = ClockLine(body)
        self.answer_title = heading("", body)
        self.rating = label("", body, role="muted")
        self.facts, self._grid, self._columns = QFormLayout(), QGridLayout(), 0
        self.buttons = {key: QPushButton(body) for key, _words in _BUTTONS}
        self._build(body)
        for key, button in self.buttons.items():
            button.clicked.connect(lambda _on=False, k=key: self.wanted.emit(k))
        self.retranslate()

    def _build(self, body: QWidget) -> None:
        for words in (self.text, self.owes, self.answer, self.rating):
            words.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        state = QHBoxLayout()
        state.setSpacing(6)
        for widget in (self._shape, self.state, self._grade_shape, self.grade):
            state.addWidget(widget)
        state.addStretch(1)
        self._grid.setSpacing(_GAP)
        self.facts.setHorizontalSpacing(16)
        self.facts.setVerticalSpacing(4)
        inside = QVBoxLayout(body)
        inside.setContentsMargins(_MARGIN, 12, _MARGIN, 16)
        inside.setSpacing(8)
        inside.addWidget(self.title)
        inside.addLayout(state)
        inside.addWidget(self.text)
        inside.addSpacing(4)
        inside.addWidget(self.clock)
        inside.addWidget(self.owes)
        inside.addLayout(self._grid)
        inside.addSpacing(4)
        inside.addWidget(self.answer_title)
        inside.addWidget(self.answer)
        inside.addWidget(self.rating)
        inside.addSpacing(4)
        inside.addLayout(self.facts)
        inside.addStretch(1)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_note(self, row: NoteRow | None, rights: tuple[bool, bool]) -> None:
        """Show a note; `rights` are whether it may be corrected, and whether answered."""
        self._row, self._rights = row, rights
        self._body.setVisible(row is not None)
        if row is None:
            return
        self.title.setText(type_words(row.type))
        self.state.setText(state_words(row))
        self.grade.setText(grade_words(row.severity))
        self.grade.setVisible(row.severity is not None)
        self.text.setText(row.text)
        self.clock.show_note(row)
        self.owes.setText(owes_words(row))
        for widget in (self.answer_title, self.answer):
            widget.setVisible(bool(row.answer))
        self.answer.setText(row.answer)
        self.rating.setText(rating_words(row))
        self._show_facts(row)
        may_keep, may_answer = rights
        for key, button in self.buttons.items():
            button.setEnabled(may_keep if key == "correct" else may_answer)
        self.buttons["read"].setEnabled(may_answer and not row.is_read)
        self._paint_shapes()

    def _show_facts(self, row: NoteRow) -> None:
        while self.facts.rowCount():
            self.facts.removeRow(0)
        for name, value in fact_lines(row, self._currency):
            words = label(value, self._body)
            words.setWordWrap(True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.facts.addRow(label(name, self._body, role="muted"), words)

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        for key, words in _BUTTONS:
            self.buttons[key].setText(_(words))
        self.answer_title.setText(_("The answer"))
        self._fit()
        self.setAccessibleName(_("The chosen note"))
        self.show_note(self._row, self._rights)

    def _fit(self) -> None:
        """Put as many buttons beside each other as there is room for, and keep that room."""
        widest = max(button.sizeHint().width() for button in self.buttons.values())
        bar = self.verticalScrollBar().sizeHint().width()
        least = max(2 * widest + _GAP, self.clock.minimumSizeHint().width())
        self.setMinimumWidth(least + 2 * _MARGIN + bar)
        room = self.viewport().width() - 2 * _MARGIN
        columns = max(2, min(_A_LINE, (room + _GAP) // (widest + _GAP)))
        if columns == self._columns:
            return
        self._columns = columns
        for place, button in enumerate(self.buttons.values()):
            self._grid.addWidget(button, place // columns, place % columns)
        for place in range(_A_LINE):
            self._grid.setColumnStretch(place, 1 if place < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the buttons out for the new width."""
        super().resizeEvent(event)
        self._fit()

    def _paint_shapes(self) -> None:
        row = self._row
        show_shape(self._shape, Tone.NONE if row is None else state_tone(row), self)
        grade = None if row is None else row.severity
        show_shape(self._grade_shape, grade_tone(grade), self)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette or font."""
        super().changeEvent(event)
        wanted = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in wanted and hasattr(self, "_columns"):
            self._paint_shapes()
            self._fit()
