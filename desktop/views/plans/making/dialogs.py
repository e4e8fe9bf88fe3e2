"""Dialogs of the plan's editor: what numbers are based on when saved, and bounds of a cell."""

from __future__ import annotations

from dataclasses import dataclass

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
from desktop.views.plain_text import digits_wide, label
from desktop.views.plans.making.words import basis_words
from desktop.views.request_dialog import RequestDialog


@dataclass(frozen=True, slots=True)
class SaveWish:
    """What the numbers are based on, and how they were reached."""

    reason: str
    method: str


@dataclass(frozen=True, slots=True)
class BoundsWish:
    """The limits of a cell's lines as they were typed; "" is none."""

    minimum: str
    maximum: str


class SaveDialog(RequestDialog):
    """Asks once what the typed numbers are based on; with `is_leaving` they can be discarded.

    `is_saved` and `is_discarded` say how it ended.
    """

    def __init__(
        self,
        sentence: str,
        methods: tuple[str, ...],
        chosen: str,
        parent: QWidget | None = None,
        *,
        is_leaving: bool = False,
    ) -> None:
        title = _("Save the plan before leaving it?") if is_leaving else _("Save the plan")
        super().__init__(title, _("Save"), parent)
        self.is_saved = self.is_discarded = False
        note = label(sentence, self, role="muted")
        note.setWordWrap(True)
        self.body.insertWidget(1, note)
        self.reason = QPlainTextEdit(self)
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(self.fontMetrics().height() * 5)
        self.method = QComboBox(self)
        for method in methods:
            self.method.addItem(basis_words(method), method)
        self.method.setCurrentIndex(max(self.method.findData(chosen), 0))
        hint = _("Kept with every number, so that anyone can see why it is what it is.")
        self.add_field("reason", _("&What is this based on?"), self.reason, hint)
        self.add_field("method", _("&How it was reached"), self.method)
        if is_leaving:
            discard = QPushButton(_("Discard"), self)
            discard.setToolTip(_("Leave without saving; what was typed is lost"))
            self.buttons.addButton(discard, QDialogButtonBox.ButtonRole.DestructiveRole)
            discard.clicked.connect(self._discard)

    def request(self) -> SaveWish | None:
        """Return what was typed, or None where the reason is missing."""
        reason = self.reason.toPlainText().strip()
        if not reason:
            self.mark("reason", _("A typed number needs a reason: a source, a promise, a report."))
            self.reason.setFocus()
            return None
        return SaveWish(reason, str(self.method.currentData()))

    def saved(self) -> None:
        """Close: the numbers are in the database."""
        self.is_saved = True
        self.accept()

    @Slot()
    def _discard(self) -> None:
        self.is_discarded = True
        self.done(2)


class BoundsDialog(RequestDialog):
    """Asks for the least and the most that each line of a cell may have."""

    def __init__(
        self, name: str, minimum: str, maximum: str, lines: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Minimum and maximum"), _("Set"), parent)
        self.setMinimumWidth(digits_wide(self, 60))
        self.minimum = QLineEdit(minimum, self)
        self.maximum = QLineEdit(maximum, self)
        self.add_field("minimum", _("At &least"), self.minimum, _("Empty is zero."))
        self.add_field("maximum", _("At &most"), self.maximum, _("Empty is without a limit."))
        words = _(
            "{name}: {lines}. Each of them gets these limits; amounts change only when a number "
            "is spread over them."
        )
        note = label(words.format(name=name, lines=lines), self, role="muted")
        note.setWordWrap(True)
        self.body.insertWidget(1, note)

    def request(self) -> BoundsWish | None:
        """Return what was typed; the caller says whether it can be."""
        return BoundsWish(self.minimum.text(), self.maximum.text())
