"""The question before a page with unsaved rows is left: save, discard, or stay."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import _, ngettext
from desktop.services import formats
from desktop.views.plain_text import digits_wide, heading, label

#: Saves everything and tells whether nothing is unsaved any more.
SaveAll = Callable[[Callable[[bool], None]], None]


class LeaveDialog(QDialog):
    """Stays open while the rows are saved; `is_saved` and `is_discarded` say how it ended."""

    def __init__(self, count: int, save_all: SaveAll, parent: QWidget) -> None:
        super().__init__(parent)
        self._save_all = save_all
        self.is_saved = self.is_discarded = False
        self.setWindowTitle(_("Rows that are not saved"))
        words = ngettext(
            "{count} row was typed and is not saved.",
            "{count} rows were typed and are not saved.",
            count,
        ).format(count=formats.number(count))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(_("Cancel"))
        self.save, self.discard = QPushButton(_("Save"), self), QPushButton(_("Discard"), self)
        self.discard.setToolTip(_("Leave without saving; what was typed is lost"))
        self.save.setDefault(True)
        role = QDialogButtonBox.ButtonRole
        self.buttons.addButton(self.save, role.AcceptRole)
        self.buttons.addButton(self.discard, role.DestructiveRole)
        # Connected one by one: the box would close before the rows are saved.
        self.save.clicked.connect(self._save)
        self.discard.clicked.connect(self._discard)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(16)
        layout.addWidget(heading(_("Rows that are not saved"), self, role="title"))
        layout.addWidget(label(words, self))
        layout.addWidget(self.buttons)
        self.setMinimumWidth(digits_wide(self, 60))

    @Slot()
    def _save(self) -> None:
        self.save.setEnabled(False)
        self.setCursor(Qt.CursorShape.BusyCursor)
        self._save_all(self._ended)

    def _ended(self, is_saved: bool) -> None:
        self.is_saved = is_saved
        self.done(1 if is_saved else 0)

    @Slot()
    def _discard(self) -> None:
        self.is_discarded = True
        self.done(2)
