"""The wizard's page for workbooks with several filled sheets."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.views.imports.state import WizardState
from desktop.views.plain_text import label


class SheetPage(QWidget):
    """Asks which sheet.

    Signals:
        sheet_chosen(str): this one.
        opened(): Enter or a double click: this one, and go on.
    """

    sheet_chosen = Signal(str)
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = label(_("Several &sheets of the workbook are filled. Which one is to go in?"), self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Sheets of the workbook"))
        self.list.setSpacing(2)
        words.setBuddy(self.list)
        self.list.currentTextChanged.connect(self._chosen)
        self.list.itemActivated.connect(lambda _item: self.opened.emit())
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 16, 24, 8)
        body.setSpacing(8)
        body.addWidget(words)
        body.addWidget(self.list, 1)

    def show_state(self, state: WizardState) -> None:
        """Show the sheets; the first is chosen where none was yet."""
        shown = [self.list.item(row).text() for row in range(self.list.count())]
        if shown != list(state.sheets):
            self.list.blockSignals(True)
            self.list.clear()
            self.list.addItems(list(state.sheets))
            self.list.blockSignals(False)
        if state.sheet in state.sheets:
            self.list.setCurrentRow(state.sheets.index(state.sheet))
        elif self.list.currentRow() < 0 and state.sheets:
            self.list.setCurrentRow(0)

    def focus_first(self) -> None:
        """Put the keyboard into the list."""
        self.list.setFocus()

    @Slot(str)
    def _chosen(self, name: str) -> None:
        if name:
            self.sheet_chosen.emit(name)
