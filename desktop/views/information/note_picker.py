"""A list of notes to tick, with a field that narrows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.search_key import search_key
from desktop.services import formats
from desktop.services.information.question_data import NoteChoice
from desktop.views.information.words import type_words
from desktop.views.plain_text import tool_tip

_LINES = 7


def note_words(note: NoteChoice) -> str:
    """Return a note in one line: its day, its type and what it says."""
    return _("{day} · {type} · {text}").format(
        day=formats.day(note.noted_on), type=type_words(note.type), text=note.text
    )


class NotePicker(QWidget):
    """Notes with a box each; those that are ticked stay in sight whatever is looked for."""

    def __init__(
        self, notes: Sequence[NoteChoice], ticked: Iterable[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.quick, self.list = QLineEdit(self), QListWidget(self)
        self.quick.setPlaceholderText(_("Find a note"))
        self.quick.setAccessibleName(_("Find a note"))
        self.quick.setClearButtonEnabled(True)
        self.list.setAccessibleName(_("Notes"))
        self.list.setWordWrap(False)
        self.list.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 24)
        chosen = set(ticked)
        for note in sorted(notes, key=lambda one: one.id not in chosen):
            item = QListWidgetItem(note_words(note), self.list)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            is_ticked = note.id in chosen
            item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
            item.setData(Qt.ItemDataRole.UserRole, note.id)
            item.setToolTip(tool_tip(note_words(note)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.quick)
        layout.addWidget(self.list)
        self.setFocusProxy(self.quick)
        self.quick.textChanged.connect(self._narrow)
        if self.list.count():
            self.list.setCurrentRow(0)

    @property
    def ticked(self) -> tuple[int, ...]:
        """The ids of the notes that are ticked."""
        items = [self.list.item(place) for place in range(self.list.count())]
        return tuple(
            int(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        )

    @Slot()
    def _narrow(self) -> None:
        needed = search_key(self.quick.text()).split()
        for place in range(self.list.count()):
            item = self.list.item(place)
            key = search_key(item.text())
            is_shown = all(word in key for word in needed)
            is_ticked = item.checkState() is Qt.CheckState.Checked
            item.setHidden(not is_shown and not is_ticked)
