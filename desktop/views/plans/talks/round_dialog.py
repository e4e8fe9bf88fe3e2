"""The form of a round: the number that a side names, its argument and evidence."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from desktop.i18n import _
from desktop.views.form_answers import Attempt
from desktop.views.plans.talks.forms import RoundForm, RoundTexts
from desktop.views.plans.talks.words import round_title
from desktop.views.request_dialog import RequestDialog

#: An argument is a few sentences.
_LINES = 4


class RoundDialog(RequestDialog):
    """Returns `RoundTexts`; stays with every word until they are in the database."""

    def __init__(self, form: RoundForm, parent: QWidget | None = None) -> None:
        super().__init__(round_title(form.side, form.number), _("&Save"), parent)
        self.about = form
        self.attempt = Attempt(form.row.version if form.row is not None else 0)
        row = form.row
        self.amount = QLineEdit(form.amount, self)
        self.day = QLineEdit(row.day.isoformat() if row is not None else "", self)
        self.argument = words_field(form.argument, self)
        self.evidence = QLineEdit(row.evidence if row is not None else "", self)
        self.add_field(
            "amount",
            _("&Number named for the year"),
            self.amount,
            _("1250000, 1,250,000.50 or 125万"),
        )
        self.add_field(
            "day", _("&Day"), self.day, _("2026-07-31, 0731 or -1 for yesterday; empty is today.")
        )
        self.add_field(
            "argument",
            _("&Argument"),
            self.argument,
            _("Why this number: what the other side should know."),
        )
        self.add_field("evidence", _("&Evidence"), self.evidence,
                       _("What shows it: a contract, a report, a list."))  # fmt: skip

    def request(self) -> RoundTexts:
        """Return what stands in the fields."""
        return RoundTexts(
            self.amount.text(), self.day.text(), self.argument.toPlainText(), self.evidence.text()
        )


def words_field(text: str, parent: QWidget) -> QPlainTextEdit:
    """Return a field of a few lines that Tab leaves."""
    field = QPlainTextEdit(text, parent)
    field.setTabChangesFocus(True)
    margins = 2 * (field.frameWidth() + round(field.document().documentMargin()))
    field.setFixedHeight(field.fontMetrics().lineSpacing() * _LINES + margins + 12)
    return field
