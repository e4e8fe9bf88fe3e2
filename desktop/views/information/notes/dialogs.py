"""The forms of a note: entering, answering, rating it, giving its answer to somebody else."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import QStringListModel, Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QFrame,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from desktop.enums import CompetitorMove, NoteType, Reliability
from desktop.i18n import _
from desktop.services.information.data import NoteChoices, NoteRow
from desktop.services.information.names import GRADES, MOVES, NOTE_TYPES, RELIABILITIES
from desktop.views.form_answers import Attempt
from desktop.views.information.notes.forms import (
    OF_TYPE,
    NoteForm,
    NoteTexts,
)
from desktop.views.information.words import grade_words, type_words
from desktop.views.plain_text import label
from desktop.views.plans.work.dialogs import list_field, words_field
from desktop.views.request_dialog import RequestDialog

#: The part of the screen's height that the fields may take.
_PART_OF_SCREEN = 0.68
_Word = TypeVar("_Word", bound=StrEnum)


def choice_box(
    parent: QWidget, choices: tuple[tuple[object, str], ...], value: object
) -> QComboBox:
    """Return a box of values and their words that stands on one of them."""
    box = QComboBox(parent)
    for one, words in choices:
        box.addItem(words, one)
    places = [place for place, (one, _words) in enumerate(choices) if one == value]
    box.setCurrentIndex(places[0] if places else 0)
    return box


def value_of(box: QComboBox, kind: type[_Word]) -> _Word | None:
    """Return what a box of words stands on: Qt gives back a text where it was given a word."""
    found = box.currentData()
    return None if found is None else kind(found)


def quoted(dialog: RequestDialog, row: NoteRow) -> None:
    """Show above the fields of a form which note it is about."""
    words = label(row.text, dialog)
    words.setWordWrap(True)
    dialog.body.insertWidget(1, words)


class NoteDialog(RequestDialog):
    """Returns `NoteTexts`; shows the fields that belong to the type of the note."""

    def __init__(self, form: NoteForm, texts: NoteTexts, parent: QWidget | None = None) -> None:
        title = _("New note") if form.row is None else _("Market note")
        super().__init__(title, _("&Save"), parent)
        self.about = form
        self.attempt = Attempt(form.row.version if form.row is not None else 0)
        types = tuple((one, type_words(one)) for one in NOTE_TYPES)
        self.type = choice_box(self, types, texts.type)
        self.words = words_field(self, texts.text)
        self.noted_on, self.received_at = (
            QLineEdit(texts.noted_on, self), QLineEdit(texts.received_at, self),
        )  # fmt: skip
        self.event_on = QLineEdit(texts.event_on, self)
        self.rep = list_field(self, form.reps, texts.rep)
        self.customer = list_field(self, form.choices.customers, texts.customer)
        self.product = list_field(self, form.choices.products, texts.product)
        self.competitor = _names_field(self, form.choices.competitors, texts.competitor)
        moves = ((None, _("Not said")), *((one, _(words)) for one, words in MOVES.items()))
        self.move_box = choice_box(self, moves, texts.move)
        self.price = QLineEdit(texts.price, self)
        grades = ((None, _("Not graded")), *((one, grade_words(one)) for one in GRADES))
        self.severity = choice_box(self, grades, texts.severity)
        self.promised_on = QLineEdit(texts.promised_on, self)
        self.source = QLineEdit(texts.source, self)
        sure = ((None, _("Not said")), *((one, _(words)) for one, words in RELIABILITIES.items()))
        self.reliability = choice_box(self, sure, texts.reliability)
        self.owner = list_field(self, form.reps, texts.owner)
        self._view = QScrollArea(self)
        self._add_fields()
        self._let_scroll()
        self.type.currentIndexChanged.connect(self._fit_type)
        self._fit_type()

    def _add_fields(self) -> None:
        self.add_field("type", _("&Type"), self.type)
        self.add_field("text", _("&What was learned"), self.words)
        self.add_field("competitor", _("C&ompetitor"), self.competitor)
        self.add_field("move", _("What c&hanged"), self.move_box)
        self.add_field("price", _("His &price"), self.price, _("A unit, net of tax."))
        self.add_field("severity", _("Se&verity"), self.severity)
        self.add_field("promised_on", _("Answer prom&ised for"), self.promised_on)
        self.add_field("rep", _("Noted &by"), self.rep)
        self.add_field("customer", _("&Customer"), self.customer)
        self.add_field("product", _("P&roduct"), self.product)
        self.add_field("noted_on", _("&Noted on"), self.noted_on)
        self.add_field("received_at", _("&Office got it on"), self.received_at,
                       _("A day, or a day and the time: 2026-11-23 14:30."))  # fmt: skip
        self.add_field("event_on", _("&Happened on"), self.event_on)
        self.add_field("source", _("So&urce"), self.source)
        self.add_field("reliability", _("Re&liability"), self.reliability)
        self.add_field("owner", _("&Answers"), self.owner,
                       _("Empty: the manager of the rep who noted it."))  # fmt: skip
        self.form.setVerticalSpacing(8)

    @Slot()
    def _fit_type(self) -> None:
        """Show the fields of the chosen type, and hide those of the others."""
        kind = value_of(self.type, NoteType)
        for name, of in OF_TYPE.items():
            row = list(self._fields).index(name)
            self.form.setRowVisible(row, of is kind)
            # A row that is shown again shows its line of hints too, which may be empty.
            note = self._fields[name][1]
            note.setVisible(of is kind and bool(note.text()))
        self._fit_height()

    def _let_scroll(self) -> None:
        """Put the fields into a view that scrolls where the screen is not high enough."""
        self.body.removeItem(self.form)
        self.form.setParent(None)
        inside = QWidget(self._view.viewport())
        inside.setLayout(self.form)
        self.form.setContentsMargins(0, 0, 8, 0)
        self._view.setWidget(inside)
        self._view.setWidgetResizable(True)
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.insertWidget(1, self._view, 1)

    def _fit_height(self) -> None:
        """Be as high as the fields are, as far as the screen lets it."""
        inside = self._view.widget()
        if inside is None:
            return
        self.form.activate()
        room = round(self.screen().availableGeometry().height() * _PART_OF_SCREEN)
        self._view.setFixedHeight(min(self.form.sizeHint().height(), room))
        self.adjustSize()

    def mark(self, name: str, words: str) -> None:
        """Give a field words beneath it, and bring it into sight."""
        super().mark(name, words)
        self._fit_height()
        self._view.ensureWidgetVisible(self._fields[name][0])

    def request(self) -> NoteTexts:
        """Return what stands in the fields."""
        return NoteTexts(
            value_of(self.type, NoteType) or NoteType.TREND, self.words.toPlainText(),
            self.noted_on.text(), self.received_at.text(), self.event_on.text(), self.rep.text(),
            self.customer.text(),
            self.product.text(), self.competitor.text(), value_of(self.move_box, CompetitorMove),
            self.price.text(), self.severity.currentData(), self.promised_on.text(),
            self.source.text(), value_of(self.reliability, Reliability), self.owner.text(),
        )  # fmt: skip


def _names_field(parent: QWidget, names: tuple[str, ...], words: str) -> QLineEdit:
    """Return a field that offers names and takes new ones."""
    field = QLineEdit(words, parent)
    completer = QCompleter(field)
    completer.setModel(QStringListModel(list(names), completer))
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    field.setCompleter(completer)
    return field


class AnswerDialog(RequestDialog):
    """Returns the words of an answer to a note."""

    def __init__(self, row: NoteRow, parent: QWidget | None = None) -> None:
        super().__init__(_("Answer this note"), _("&Save answer"), parent)
        self.about, self.attempt = row, Attempt(row.version)
        quoted(self, row)
        self.answer = words_field(self, row.answer, 3)
        self.add_field("answer", _("&Answer"), self.answer,
                       _("What was answered or done; the rep tells it to the dealer."))  # fmt: skip

    def request(self) -> str:
        """Return what stands in the field."""
        return self.answer.toPlainText()


class RatingDialog(RequestDialog):
    """Returns the quality of a note, None to take its rating back, and whether it was used."""

    def __init__(self, row: NoteRow, parent: QWidget | None = None) -> None:
        super().__init__(_("Rate this note"), _("&Save rating"), parent)
        self.about, self.attempt = row, Attempt(row.version)
        quoted(self, row)
        words = (
            (None, _("Not rated")), (0, _("0 · known or wrong")), (1, _("1 · of some interest")),
            (2, _("2 · good")), (3, _("3 · new, exact and in time")),
        )  # fmt: skip
        self.quality = choice_box(self, words, row.quality)
        self.used = QCheckBox(_("It was &used: something was decided or done by it"), self)
        self.used.setChecked(row.use_factor == 2)
        hint = _("Points are the quality, twice where it was used; 6 a day at most.")
        self.add_field("quality", _("&Quality"), self.quality, hint)
        self.form.addRow("", self.used)

    def request(self) -> tuple[int | None, bool]:
        """Return quality and use."""
        return self.quality.currentData(), self.used.isChecked()


class OwnerDialog(RequestDialog):
    """Returns the words of who is to answer; empty is the manager of the rep."""

    def __init__(self, row: NoteRow, choices: NoteChoices, parent: QWidget | None = None) -> None:
        super().__init__(_("Give the answer to"), _("&Give it"), parent)
        self.about, self.attempt = row, Attempt(row.version)
        quoted(self, row)
        named = next((one for one in choices.reps if one.id == row.owner_id), None)
        self.owner = list_field(
            self, choices.reps, "" if named is None else f"{named.code} {named.name}"
        )
        self.add_field("owner", _("&Answers"), self.owner,
                       _("Empty: the manager of the rep who noted it."))  # fmt: skip

    def request(self) -> str:
        """Return what stands in the field."""
        return self.owner.text()
