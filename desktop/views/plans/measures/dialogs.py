"""The form of a measure, and the question before unsaved numbers are left."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from desktop.i18n import _
from desktop.services.plans.measures_data import MOST_DECIMALS, MeasureEntry
from desktop.views.form_answers import Attempt
from desktop.views.plain_text import label
from desktop.views.plans.measures.state import MeasureForm
from desktop.views.request_dialog import RequestDialog


class MeasureDialog(RequestDialog):
    """Returns a `MeasureEntry`; stays with every word until it is in the database."""

    def __init__(self, form: MeasureForm, parent: QWidget | None = None) -> None:
        measure = form.measure
        title = _("New measure") if measure is None else _("Change the measure")
        super().__init__(title, _("&Save"), parent)
        self.about = form
        self.attempt = Attempt(0 if measure is None else measure.version)
        entry = MeasureEntry("") if measure is None else measure.entry
        self.name, self.unit = QLineEdit(entry.name, self), QLineEdit(entry.unit, self)
        self.decimals = QComboBox(self)
        for count in range(MOST_DECIMALS + 1):
            self.decimals.addItem(str(count), count)
        self.decimals.setCurrentIndex(entry.decimals)
        self.direction, self.adding = QComboBox(self), QComboBox(self)
        self.direction.addItem(_("↑ More is better"), True)
        self.direction.addItem(_("↓ Less is better"), False)
        self.direction.setCurrentIndex(0 if entry.more_is_better else 1)
        self.adding.addItem(_("Months and reps add up"), True)
        self.adding.addItem(_("It is a level: the last month, the mean of the reps"), False)
        self.adding.setCurrentIndex(0 if entry.adds_up else 1)
        self.definition = QPlainTextEdit(entry.definition, self)
        self.definition.setTabChangesFocus(True)
        self.definition.setFixedHeight(self.fontMetrics().height() * 4)
        self._add_fields()

    def _add_fields(self) -> None:
        self.add_field("name", _("&Name"), self.name)
        self.add_field(
            "unit", _("&Unit"), self.unit, _("For instance days, % or pieces; empty if none.")
        )
        self.add_field("decimals", _("&Decimals"), self.decimals)
        self.add_field("direction", _("D&irection"), self.direction)
        self.add_field(
            "adds_up", _("&Over months and reps"), self.adding,
            _("Trainings held add up; a share of shelf does not."),
        )  # fmt: skip
        self.add_field(
            "definition", _("&What is counted"), self.definition,
            _("So that everybody counts the same, and whoever looks at it later knows what."),
        )  # fmt: skip

    def request(self) -> MeasureEntry:
        """Return what stands in the fields."""
        return MeasureEntry(
            self.name.text(), self.unit.text(), int(self.decimals.currentData()),
            bool(self.direction.currentData()), bool(self.adding.currentData()),
            self.definition.toPlainText(),
        )  # fmt: skip


class LeaveDialog(RequestDialog):
    """Asks what is to become of numbers that are not saved.

    `is_saved` and `is_discarded` say how it ended.
    """

    def __init__(self, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(_("Save the measures before leaving them?"), _("&Save"), parent)
        self.is_saved = self.is_discarded = False
        note = label(sentence, self, role="muted")
        note.setWordWrap(True)
        self.body.insertWidget(1, note)
        self.discard = QPushButton(_("Discard"), self)
        self.discard.setToolTip(_("Leave without saving; what was typed is lost"))
        self.buttons.addButton(self.discard, QDialogButtonBox.ButtonRole.DestructiveRole)
        self.discard.clicked.connect(self._discard)

    def request(self) -> bool:
        """Return that they are to be saved."""
        return True

    def saved(self) -> None:
        """Close: the numbers are in the database."""
        self.is_saved = True
        self.accept()

    @Slot()
    def _discard(self) -> None:
        self.is_discarded = True
        self.done(2)
