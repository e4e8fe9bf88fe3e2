"""The sheet of keys (Ctrl+/), generated from the actions, so that it is never out of date."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.views.column import text_column
from desktop.views.plain_text import digits_wide, heading
from desktop.views.table_view import TableView

#: Keys that are not actions of a menu: every table has them.
_TABLE_KEYS = (
    ("Enter", N_("Open the row")),
    ("Ctrl+C", N_("Copy the selected cells")),
    ("Ctrl+A", N_("Select all")),
    ("Ctrl+F", N_("Find in the list")),
    ("Esc", N_("Clear the quick filter")),
)


class KeyboardSheet(QDialog):
    """Lists every key with what it does."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keyboard"))
        rows = [
            (_shown(action.shortcut().toString()), action.statusTip() or action.text())
            for action in actions
            if not action.shortcut().isEmpty()
        ]
        rows += [(_shown(keys), _(words)) for keys, words in _TABLE_KEYS]
        table = TableView(
            (
                text_column(
                    "keys", N_("Keys"), lambda row: str(row[0]), characters=14, strong=True
                ),
                text_column("words", N_("What they do"), lambda row: str(row[1]), characters=48),
            ),
            name=N_("Keyboard"),
            parent=self,
        )
        table.set_rows(rows)
        buttons = QDialogButtonBox(self)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(heading(_("Keyboard"), self, role="title"))
        layout.addWidget(table, 1)
        layout.addWidget(buttons)
        self.resize(digits_wide(self, 80), self.fontMetrics().height() * 30)


def _shown(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
