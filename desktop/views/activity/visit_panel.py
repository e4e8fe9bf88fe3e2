"""Beside the list: everything known of the current visit, its note in full."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import _
from desktop.tone import Tone
from desktop.views.activity.shown import Fact, VisitShown
from desktop.views.icons import show_shape
from desktop.views.plain_text import heading, label, tool_tip

_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse


class FactGrid(QWidget):
    """Names on the left, quiet; values beside them, wrapped and selectable."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines: list[tuple[QLabel, QLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: tuple[Fact, ...]) -> None:
        """Show these facts, a line each."""
        while len(self._lines) < len(facts):
            self._add_line()
        for number, (name, value) in enumerate(self._lines):
            is_there = number < len(facts)
            name.setVisible(is_there)
            value.setVisible(is_there)
            if is_there:
                fact = facts[number]
                name.setText(fact.name)
                value.setText(fact.value)
                value.setAccessibleName(
                    _("{name}: {value}").format(name=fact.name, value=fact.value)
                )
                for part in (name, value):
                    part.setToolTip(tool_tip(fact.tip))

    def set_name_width(self, width: int) -> None:
        """Let the values of several grids stand under each other."""
        self._grid.setColumnMinimumWidth(0, width)

    def name_width(self) -> int:
        """Return the room that the names need."""
        return max((name.sizeHint().width() for name, _v in self._lines), default=0)

    def _add_line(self) -> None:
        name, value = label("", self, role="muted"), label("", self)
        value.setWordWrap(True)
        value.setTextInteractionFlags(_SELECTABLE)
        place = len(self._lines)
        self._grid.addWidget(name, place, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, place, 1)
        self._lines.append((name, value))


class VisitPanel(QScrollArea):
    """One visit: whom and when, what it counts as, its note, its fields, its three clocks.

    Signals:
        customer_wanted(): show the customer's card.
        rep_wanted(): show the rep's figures.
    """

    customer_wanted = Signal()
    rep_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: VisitShown | None = None
        self._body = QFrame(self.viewport())
        self._body.setAutoFillBackground(True)
        self._empty = label("", self._body, role="muted")
        self._whole = QWidget(self._body)
        self.customer = heading("", self._whole, role="title")
        self.when = label("", self._whole, role="muted")
        self._shape = QLabel(self._whole)
        self.status = label("", self._whole)
        self._note_name = heading("", self._whole)
        self.note = label("", self._whole)
        self.fields, self.clocks = FactGrid(self._whole), FactGrid(self._whole)
        self._fields_name, self._clocks_name = (heading("", self._whole) for _i in range(2))
        self._card, self._figures = (QPushButton(self._whole) for _i in range(2))
        self._card.clicked.connect(lambda _on=False: self.customer_wanted.emit())
        self._figures.clicked.connect(lambda _on=False: self.rep_wanted.emit())
        self._build()
        self.setWidget(self._body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.retranslate()
        self.show_visit(None)

    def _build(self) -> None:
        for text in (self.customer, self.when, self.note, self._empty):
            text.setWordWrap(True)
        for text in (self.customer, self.note):
            text.setTextInteractionFlags(_SELECTABLE)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        state = QHBoxLayout()
        state.setSpacing(6)
        state.addWidget(self._shape)
        state.addWidget(self.status)
        state.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._card)
        buttons.addWidget(self._figures)
        buttons.addStretch(1)
        inner = QVBoxLayout(self._whole)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(6)
        inner.addWidget(self.customer)
        inner.addWidget(self.when)
        inner.addLayout(state)
        for name, widget in (
            (self._note_name, self.note),
            (self._fields_name, self.fields),
            (self._clocks_name, self.clocks),
        ):
            inner.addSpacing(14)
            inner.addWidget(name)
            inner.addWidget(widget)
        inner.addSpacing(18)
        inner.addLayout(buttons)
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.addWidget(self._whole)
        layout.addWidget(self._empty, 100)
        layout.addStretch(1)

    def show_visit(self, shown: VisitShown | None) -> None:
        """Show a visit; None says that there is none."""
        self._shown = shown
        self._whole.setVisible(shown is not None)
        self._empty.setVisible(shown is None)
        if shown is None:
            return
        self.customer.setText(shown.customer)
        self.when.setText(shown.when)
        self.status.setText(shown.status)
        self.status.setToolTip(tool_tip(shown.status_tip))
        self.note.setText(shown.note or _("No note."))
        self.fields.show_facts(shown.fields)
        self.clocks.show_facts(shown.clocks)
        width = max(self.fields.name_width(), self.clocks.name_width())
        for grid in (self.fields, self.clocks):
            grid.set_name_width(width)
        self._paint_shape()

    def retranslate(self) -> None:
        """Show the panel's own words in the language of the moment."""
        self._empty.setText(_("Choose a visit in the list to see it here."))
        self._note_name.setText(_("Note"))
        self._fields_name.setText(_("The visit"))
        self._clocks_name.setText(_("The report"))
        self._card.setText(_("Customer's card"))
        self._card.setToolTip(_("Show the customer in the Accounts tab (Enter in the list)"))
        self._figures.setText(_("Rep's figures"))
        self._figures.setToolTip(_("Show the figures of this rep in the period"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette or font."""
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in kinds and hasattr(self, "_figures"):
            self._paint_shape()

    def _paint_shape(self) -> None:
        tone = Tone.NONE if self._shown is None else self._shown.tone
        show_shape(self._shape, tone, self)
