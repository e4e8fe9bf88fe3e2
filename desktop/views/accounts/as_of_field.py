"""The day that the Accounts tab looks at: a field with a calendar."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Signal, Slot
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QWidget

from desktop.i18n import _
from desktop.views.plain_text import label


class AsOfField(QWidget):
    """Shows the as-of date; a typed day counts when the field is left or Enter is pressed.

    Signals:
        changed(date): the user chose another day.
    """

    changed = Signal(object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = label("", self, role="muted")
        self.field = QDateEdit(QDate(today.year, today.month, today.day), self)
        self.field.setCalendarPopup(True)
        self.field.setDisplayFormat("yyyy-MM-dd")
        self.field.setKeyboardTracking(False)
        self._name.setBuddy(self.field)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._name)
        layout.addWidget(self.field)
        self.field.dateChanged.connect(self._tell)
        self.retranslate()

    def set_day(self, day: date) -> None:
        """Show a day without telling it."""
        self.field.blockSignals(True)
        self.field.setDate(QDate(day.year, day.month, day.day))
        self.field.blockSignals(False)

    def retranslate(self) -> None:
        """Show the words in the language of the moment."""
        self._name.setText(_("As of"))
        self.field.setAccessibleName(_("As of"))
        self.field.setToolTip(_("Everything is shown as it stood at the end of this day"))

    @Slot(QDate)
    def _tell(self, day: QDate) -> None:
        self.changed.emit(date(day.year(), day.month(), day.day()))
