"""The forms of a policy and of its acknowledgement."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from desktop.enums import ReceiptHow
from desktop.i18n import _, ngettext
from desktop.services import formats
from desktop.services.team.policy_data import PolicyBook, PolicyPersonRow
from desktop.services.team.policy_messages import HOWS
from desktop.views.activity.policies.controller import PolicyTexts, ReceiptTexts
from desktop.views.form_answers import Attempt
from desktop.views.information.notes.dialogs import choice_box, value_of
from desktop.views.plain_text import label
from desktop.views.plans.work.dialogs import words_field
from desktop.views.request_dialog import RequestDialog

_LINES = 7


class PolicyDialog(RequestDialog):
    """Returns `PolicyTexts`; stays with every word until they are in the database."""

    def __init__(self, book: PolicyBook, parent: QWidget | None = None) -> None:
        super().__init__(_("New policy"), _("&Announce"), parent)
        self.attempt = Attempt()
        self.name = QLineEdit(self)
        self.words = words_field(self, lines=5)
        self.due = QLineEdit(self)
        self.reps = QListWidget(self)
        self.reps.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 24)
        for one in book.reps:
            item = QListWidgetItem(f"{one.code} {one.name}", self.reps)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            # A policy is everybody's; whom it does not concern is ticked off.
            item.setCheckState(Qt.CheckState.Checked)
            item.setData(Qt.ItemDataRole.UserRole, one.id)
        if self.reps.count():
            self.reps.setCurrentRow(0)
        self.add_field("title", _("&Title"), self.name)
        self.add_field("text", _("&Words"), self.words)
        self.add_field(
            "due", _("Acknowledge &by"), self.due, _("For instance 23, 11-23, 2026-11-23 or +7.")
        )
        self.add_field("reps", _("Announced t&o"), self.reps, _("Space ticks a name."))  # fmt: skip

    def request(self) -> PolicyTexts:
        """Return what stands in the fields."""
        items = [self.reps.item(place) for place in range(self.reps.count())]
        named = tuple(
            int(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        )
        return PolicyTexts(self.name.text(), self.words.toPlainText(), self.due.text(), named)


class ReceiptDialog(RequestDialog):
    """Returns `ReceiptTexts`: how and when the chosen people acknowledged a policy."""

    def __init__(
        self, people: tuple[PolicyPersonRow, ...], today: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Acknowledgement"), _("&Save"), parent)
        self.attempt = Attempt()
        one = people[0]
        names = ", ".join(person.rep_name for person in people)
        for place, words in enumerate((one.title, names), 1):
            told = label(words, self, role="muted" if place == 1 else "")
            told.setWordWrap(True)
            self.body.insertWidget(place, told)
        hows = tuple((how, _(words)) for how, words in HOWS.items())
        self.how = choice_box(self, hows, one.how or ReceiptHow.SIGNED)
        day = today if one.acknowledged_on is None else str(one.acknowledged_on)
        self.day = QLineEdit(day, self)
        self.question = words_field(self, one.question if len(people) == 1 else "")
        self.add_field("how", _("&How"), self.how)
        self.add_field("day", _("&Day"), self.day)
        count = len(people)
        if count == 1:
            self.add_field("question", _("&Question or objection"), self.question)
            return
        # What somebody asks is his alone.
        self.question.hide()
        hint = ngettext("For {count} person at once.", "For {count} people at once.", count)
        note = label(hint.format(count=formats.number(count)), self, role="muted")
        self.body.insertWidget(3, note)

    def request(self) -> ReceiptTexts:
        """Return what stands in the fields."""
        how = value_of(self.how, ReceiptHow) or ReceiptHow.SIGNED
        return ReceiptTexts(how, self.day.text(), self.question.toPlainText())
