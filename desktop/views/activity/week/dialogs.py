"""The forms of a week: a proposal, a new visit, a visit that was not made, a week returned."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QListWidget, QListWidgetItem, QWidget

from desktop.enums import NotMadeReason
from desktop.i18n import _, ngettext
from desktop.services import formats
from desktop.services.weeks.data import ProposalSheet, WeekLine, WeekSheet
from desktop.views.activity.week.controller import AddTexts, FateTexts
from desktop.views.activity.week.words import (
    REASONS,
    proposal_words,
    proposed_words,
    week_words,
)
from desktop.views.form_answers import Attempt
from desktop.views.plain_text import digits_wide, label, tool_tip
from desktop.views.plans.work.dialogs import list_field
from desktop.views.request_dialog import RequestDialog

_LINES = 14


class ProposalDialog(RequestDialog):
    """Returns the places of the proposed visits that are ticked."""

    def __init__(self, found: ProposalSheet, currency: str, parent: QWidget | None = None) -> None:
        title = _("Proposal for {name}").format(name=found.rep.name)
        super().__init__(title, _("&Plan these visits"), parent)
        self.attempt = Attempt(found.version)
        for place, words in enumerate((week_words(found.monday), proposal_words(found)), 1):
            line = label(words, self, role="muted")
            line.setWordWrap(True)
            self.body.insertWidget(place, line)
        self.list = QListWidget(self)
        self.list.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 24)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for one in found.lines:
            words = proposed_words(one, currency)
            item = QListWidgetItem(words, self.list)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            item.setToolTip(tool_tip(words))
        if found.lines:
            self.list.setCurrentRow(0)
        hint = _("Space ticks a visit. Points rank the customers: the more, the sooner.")
        count = ngettext("{count} &visit", "{count} &visits", len(found.lines))
        self.add_field("visits", count.format(count=len(found.lines)), self.list, hint)
        self.setMinimumWidth(digits_wide(self, 110))
        if not found.lines:
            self.main_button.setEnabled(False)
            self.show_error(
                _("Nobody is to be proposed: nobody is due, or the week has no room left.")
            )
            self.main_button.setEnabled(False)

    def request(self) -> tuple[int, ...] | None:
        """Return the places that are ticked, or None where none is."""
        items = [self.list.item(place) for place in range(self.list.count())]
        ticked = tuple(
            place for place, item in enumerate(items) if item.checkState() is Qt.CheckState.Checked
        )
        if not ticked:
            self.mark("visits", _("Tick at least one visit."))
            return None
        return ticked


class AddVisitDialog(RequestDialog):
    """Returns `AddTexts`; stays with every word until they are in the database."""

    def __init__(self, sheet: WeekSheet, day: date, parent: QWidget | None = None) -> None:
        super().__init__(_("New visit of {name}").format(name=sheet.rep.name), _("&Plan"), parent)
        self.attempt = Attempt(sheet.version)
        self.customer = list_field(self, sheet.customers, "")
        self.day, self.purpose = QLineEdit(str(day), self), QLineEdit(self)
        self.add_field("customer", _("&Customer"), self.customer, _("By code or part of the name."))
        self.add_field("day", _("&Day"), self.day, week_words(sheet.monday))
        self.add_field("purpose", _("P&urpose"), self.purpose)

    def request(self) -> AddTexts:
        """Return what stands in the fields."""
        return AddTexts(self.customer.text(), self.day.text(), self.purpose.text())


class FateDialog(RequestDialog):
    """Returns `FateTexts`; stays with every word until they are in the database."""

    def __init__(self, line: WeekLine, parent: QWidget | None = None) -> None:
        super().__init__(_("Why was the visit not made?"), _("&Save"), parent)
        self.attempt = Attempt(line.fate_version)
        about = label(
            _("{customer}, {day}").format(
                customer=line.customer, day=formats.day_and_weekday(line.day)
            ),
            self,
        )
        about.setWordWrap(True)
        self.body.insertWidget(1, about)
        self.reason = QComboBox(self)
        for reason, words in REASONS.items():
            self.reason.addItem(_(words), str(reason))
        # What the reason is is not said before: whoever only presses Enter explains nothing.
        self.reason.setPlaceholderText(_("Choose"))
        self.reason.setCurrentIndex(
            -1 if line.reason is None else self.reason.findData(str(line.reason))
        )
        self.note, self.day = QLineEdit(line.note, self), QLineEdit(self)
        self.add_field("reason", _("&Reason"), self.reason)
        self.add_field("note", _("&Note"), self.note)
        self.add_field("move_to", _("&Move to"), self.day,
                       _("A day, for instance 11-27; empty if the visit is given up."))  # fmt: skip

    def request(self) -> FateTexts | None:
        """Return what stands in the fields, or None where no reason is chosen."""
        found = self.reason.currentData()
        if found is None:
            self.mark("reason", _("Choose a reason."))
            self.reason.setFocus()
            return None
        return FateTexts(NotMadeReason(found), self.note.text(), self.day.text().strip())


class ReturnDialog(RequestDialog):
    """Returns the note with which a week goes back."""

    def __init__(self, sheet: WeekSheet, parent: QWidget | None = None) -> None:
        title = _("Return the week of {name}").format(name=sheet.rep.name)
        super().__init__(title, _("&Return"), parent)
        self.attempt = Attempt(sheet.version)
        self.note = QLineEdit(self)
        self.add_field("note", _("&What is to be changed"), self.note)

    def request(self) -> str:
        """Return what stands in the field."""
        return self.note.text()
