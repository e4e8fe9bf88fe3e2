"""Beside the list of second looks: the report, its clocks, and what was found."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import _
from desktop.services.entries.checks_data import CheckRow
from desktop.tone import Tone
from desktop.views.activity.checks.words import (
    clock_facts,
    finding_facts,
    own_words,
    reason_sentence,
    reason_words,
    report_facts,
    status_tone,
    status_words,
)
from desktop.views.activity.visit_panel import FactGrid
from desktop.views.icons import show_shape
from desktop.views.plain_text import heading, label


class CheckPanel(QScrollArea):
    """One second look: why, the report, how it came, and what was found.

    Signals:
        decision_wanted(): open the form of the finding.
    """

    decision_wanted = Signal()

    def __init__(self, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._currency = currency
        self._row: CheckRow | None = None
        self._may_decide = False
        self._body = QFrame(self.viewport())
        self._body.setAutoFillBackground(True)
        self._whole = QWidget(self._body)
        self._empty = label("", self._body, role="muted")
        self.reason = heading("", self._whole, role="title")
        self.why, self.own = label("", self._whole), label("", self._whole, role="muted")
        self._shape, self.status = QLabel(self._whole), label("", self._whole)
        self.grids = {name: FactGrid(self._whole) for name in ("report", "clocks", "found")}
        self._names = {name: heading("", self._whole) for name in self.grids}
        self.decide = QPushButton(self._whole)
        self.decide.clicked.connect(lambda _on=False: self.decision_wanted.emit())
        self._build()
        self.setWidget(self._body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.retranslate()

    def _build(self) -> None:
        for text in (self.reason, self.why, self.own, self._empty):
            text.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        state = QHBoxLayout()
        state.setSpacing(6)
        state.addWidget(self._shape)
        state.addWidget(self.status)
        state.addStretch(1)
        button = QHBoxLayout()
        button.addWidget(self.decide)
        button.addStretch(1)
        inner = QVBoxLayout(self._whole)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(6)
        inner.addWidget(self.reason)
        inner.addLayout(state)
        inner.addWidget(self.why)
        inner.addSpacing(8)
        inner.addLayout(button)
        inner.addWidget(self.own)
        for name, grid in self.grids.items():
            inner.addSpacing(14)
            inner.addWidget(self._names[name])
            inner.addWidget(grid)
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.addWidget(self._whole)
        layout.addWidget(self._empty, 100)
        layout.addStretch(1)

    def show_check(self, row: CheckRow | None, *, may_decide: bool) -> None:
        """Show a second look; None says that none is chosen."""
        self._row, self._may_decide = row, may_decide
        self._whole.setVisible(row is not None)
        self._empty.setVisible(row is None)
        if row is None:
            return
        self.reason.setText(reason_words(row.reason))
        self.why.setText(reason_sentence(row))
        self.status.setText(status_words(row))
        self.own.setText(own_words(row))
        self.own.setVisible(bool(self.own.text()))
        self.decide.setEnabled(may_decide)
        self.decide.setVisible(row.is_open)
        found = finding_facts(row)
        self.grids["report"].show_facts(report_facts(row, self._currency))
        self.grids["clocks"].show_facts(clock_facts(row))
        self.grids["found"].show_facts(found)
        for part in (self._names["found"], self.grids["found"]):
            part.setVisible(bool(found))
        width = max(grid.name_width() for grid in self.grids.values())
        for grid in self.grids.values():
            grid.set_name_width(width)
        self._paint_shape()

    def retranslate(self) -> None:
        """Show the panel's words in the language of the moment."""
        self._empty.setText(_("Choose a line of the list to see the report here."))
        self._names["report"].setText(_("The report"))
        self._names["clocks"].setText(_("How it came"))
        self._names["found"].setText(_("What was found"))
        self.decide.setText(_("&Say what was found…"))
        self.decide.setToolTip(_("Enter what the second look found (Enter in the list)"))
        self.show_check(self._row, may_decide=self._may_decide)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette or font."""
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in kinds and hasattr(self, "decide"):
            self._paint_shape()

    def _paint_shape(self) -> None:
        tone = Tone.NONE if self._row is None else status_tone(self._row)
        show_shape(self._shape, tone, self)
