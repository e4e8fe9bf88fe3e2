"""The bar above the grid: what is keyed, and how the reports on it reached the office."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from desktop.clock import Clock
from desktop.enums import ReportedVia
from desktop.i18n import _
from desktop.services.entries.data import EntryBatchFacts, EntryKind, EntryLookup
from desktop.services.entries.kinds import ENTRY_SPECS
from desktop.views.activity.entry.words import VIA_WORDS, received_from, received_text
from desktop.views.plain_text import digits_wide, label, tool_tip


class FactsBar(QWidget):
    """Kind of the sheet, and the facts that hold for all its rows: from whom, when, on what.

    Who keys the rows and when is not asked: the program knows it, and the list of what was
    keyed last says it.

    Signals:
        kind_chosen(EntryKind): another kind is wanted.
        facts_changed(EntryBatchFacts): other facts hold.
        left(): Enter: the grid wants the keyboard.
    """

    kind_chosen = Signal(object)
    facts_changed = Signal(object)
    left = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._facts = EntryBatchFacts()
        self._reps: tuple[EntryLookup, ...] = ()
        self.kind, self.reported_by = QComboBox(self), QComboBox(self)
        self.received_on, self.via = QLineEdit(self), QComboBox(self)
        self._labels = tuple(label("", self, role="muted") for _one in range(4))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        for name, field in zip(self._labels, self._fields, strict=True):
            name.setBuddy(field)
            layout.addWidget(name)
            layout.addWidget(field)
            layout.addSpacing(8)
            field.installEventFilter(self)
        layout.addStretch(1)
        for kind in EntryKind:
            self.kind.addItem("", kind)
        for via in ReportedVia:
            self.via.addItem("", via)
        self.kind.activated.connect(self._kind_chosen)
        self.reported_by.activated.connect(lambda _at: self._tell())
        self.via.activated.connect(lambda _at: self._tell())
        self.received_on.textEdited.connect(lambda _text: self._tell())
        self.received_on.editingFinished.connect(self._show_received)
        self.retranslate()

    @property
    def _fields(self) -> tuple[QWidget, ...]:
        return self.kind, self.reported_by, self.received_on, self.via

    def show_kind(self, kind: EntryKind, facts: EntryBatchFacts) -> None:
        """Show a sheet's kind and facts; nobody is told."""
        self._facts = facts
        with QSignalBlocker(self.kind):
            self.kind.setCurrentIndex(self.kind.findData(kind))
        self._show_reps()
        with QSignalBlocker(self.via):
            self.via.setCurrentIndex(self.via.findData(facts.via))
        self._show_received()

    def show_reps(self, reps: tuple[EntryLookup, ...]) -> None:
        """Offer these reps."""
        self._reps = reps
        self._show_reps()

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        names = (_("Kind"), _("Reported by"), _("Received on"), _("On what"))
        for words, name, field in zip(names, self._labels, self._fields, strict=True):
            name.setText(words)
            field.setAccessibleName(words)
        tips = (
            _("What the rows of the sheet are; each kind keeps its own rows"),
            _("Who reported all of it; else each row's own rep"),
            _("When the office got it: a day, or a day and a time; empty is not known"),
            _("On what it reached the office"),
        )
        for tip, field in zip(tips, self._fields, strict=True):
            field.setToolTip(tool_tip(tip))
            field.setAccessibleDescription(tip)
        for place in range(self.kind.count()):
            self.kind.setItemText(place, _(ENTRY_SPECS[self.kind.itemData(place)].title))
        for place in range(self.via.count()):
            self.via.setItemText(place, _(VIA_WORDS[self.via.itemData(place)]))
        self._show_reps()
        self._fit()

    def _show_reps(self) -> None:
        box = self.reported_by
        with QSignalBlocker(box):
            box.clear()
            box.addItem(_("Each row's rep"), "")
            for rep in self._reps:
                box.addItem(f"{rep.name} ({rep.code})", rep.code)
            code = self._facts.reported_by
            if code and box.findData(code) < 0:
                box.addItem(code, code)
            box.setCurrentIndex(max(box.findData(code), 0))

    @Slot()
    def _show_received(self) -> None:
        if not self.received_on.property("wrong"):
            self.received_on.setText(received_text(self._facts.received_at))

    @Slot(int)
    def _kind_chosen(self, _at: int) -> None:
        self.kind_chosen.emit(self.kind.currentData())

    def _tell(self) -> None:
        facts = replace(
            self._facts,
            via=self.via.currentData(),
            reported_by=str(self.reported_by.currentData() or ""),
        )
        try:
            facts = replace(facts, received_at=received_from(self.received_on.text(), self._clock))
            self._mark("")
        except ValueError:
            self._mark(
                _("“{text}” is not a day that the program understands, or it is still to come.")
                .format(text=self.received_on.text())
            )  # fmt: skip
        if facts != self._facts:
            self._facts = facts
            self.facts_changed.emit(facts)

    def _mark(self, wrong: str) -> None:
        """Mark the day where it is not understood; the one before holds until it is."""
        field = self.received_on
        field.setProperty("wrong", bool(wrong))
        tip = wrong or _("When the office got it: a day, or a day and a time; empty is not known")
        field.setToolTip(tool_tip(tip))
        field.setAccessibleDescription(tip)
        if field.property("role") != ("wrong" if wrong else ""):
            field.setProperty("role", "wrong" if wrong else "")
            field.style().unpolish(field)
            field.style().polish(field)

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        """Go to the grid on Enter."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self._show_received()
            self.left.emit()
            return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Make room for a new font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "via"):
            self._fit()

    def _fit(self) -> None:
        self.received_on.setMinimumWidth(digits_wide(self, 19))
        self.received_on.setMaximumWidth(digits_wide(self, 20))
        self.reported_by.setMinimumWidth(digits_wide(self, 18))
        self.reported_by.setMaximumWidth(digits_wide(self, 30))
