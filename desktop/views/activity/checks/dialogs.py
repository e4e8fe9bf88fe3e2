"""The forms of a finding and of a sample."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from desktop.enums import CheckMethod, CheckReason, CheckResult
from desktop.i18n import _
from desktop.periods import Month
from desktop.services import formats
from desktop.services.entries.checks_data import CheckRow
from desktop.services.rules.second_eyes import SAMPLE_SHARE
from desktop.views.activity.checks.state import DecideTexts, SampleTexts, sample_months
from desktop.views.activity.checks.words import METHODS, RESULTS, reason_sentence, what_words
from desktop.views.form_answers import Attempt
from desktop.views.plain_text import label
from desktop.views.request_dialog import RequestDialog

_LINES = 3


class DecideDialog(RequestDialog):
    """Returns `DecideTexts`; stays with every word until they are in the database."""

    def __init__(self, row: CheckRow, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(_("What did the second look find?"), _("&Save"), parent)
        self.about = row
        self.attempt = Attempt(row.version)
        who = _("{rep}, {customer}, {day}: {what}").format(
            rep=row.rep or formats.DASH,
            customer=row.customer or formats.DASH,
            day=formats.day(row.day),
            what=what_words(row, currency),
        )
        lines = [(who, ""), (reason_sentence(row), "muted")]
        if row.phone:
            lines.append((_("Phone: {phone}").format(phone=row.phone), ""))
        for place, (words, role) in enumerate(lines, 1):
            line = label(words, self, role=role)
            line.setWordWrap(True)
            self.body.insertWidget(place, line)
        self.method, self.finding = QComboBox(self), QComboBox(self)
        for method, words in METHODS.items():
            self.method.addItem(_(words), str(method))
        for result, (words, _tone) in RESULTS.items():
            self.finding.addItem(_(words), str(result))
        self.note = QPlainTextEdit(row.note, self)
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 12)
        kept = _("A rejected visit stays as reported and counts no longer as verified.")
        said = _("Whom you asked and what was said; needed where you reject.")
        self.add_field("method", _("&How"), self.method)
        self.add_field("result", _("&Found"), self.finding, kept)
        self.add_field("note", _("&Note"), self.note, said)
        self._begin(row)

    def _begin(self, row: CheckRow) -> None:
        first = CheckMethod.CALL_BACK if row.reason is CheckReason.SAMPLE else row.method
        method = first or CheckMethod.SECOND_LOOK
        self.method.setCurrentIndex(max(self.method.findData(str(method)), 0))
        # What is to be found is not said before: whoever only presses Enter confirms nothing.
        self.finding.setPlaceholderText(_("Choose"))
        self.finding.setCurrentIndex(-1)

    def request(self) -> DecideTexts | None:
        """Return what stands in the fields, or None where the finding is not chosen."""
        found = self.finding.currentData()
        if found is None:
            self.mark("result", _("Choose what was found."))
            self.finding.setFocus()
            return None
        return DecideTexts(
            CheckMethod(self.method.currentData()), CheckResult(found), self.note.toPlainText()
        )


class SampleDialog(RequestDialog):
    """Returns `SampleTexts`; stays with every word until the sample is drawn."""

    def __init__(self, this_month: Month, parent: QWidget | None = None) -> None:
        super().__init__(_("Draw a sample of visits"), _("&Draw"), parent)
        self.attempt = Attempt()
        about = label(
            _(
                "Visits on site are drawn by chance for a call to the customer. The seed is "
                "written down, so that everybody can draw the same ones again."
            ),
            self,
            role="muted",
        )
        about.setWordWrap(True)
        self.body.insertWidget(1, about)
        self.month = QComboBox(self)
        for month in sample_months(this_month):
            self.month.addItem(formats.month(month), month.ordinal)
        self.share = QLineEdit(f"{(SAMPLE_SHARE * 100).normalize():f}", self)
        self.add_field("month", _("&Month"), self.month)
        self.add_field("share", _("&Share in percent"), self.share,
                       _("Rounded up: of 40 visits, 3 percent are two."))  # fmt: skip

    def request(self) -> SampleTexts:
        """Return what stands in the fields."""
        return SampleTexts(Month(int(self.month.currentData())), self.share.text())
