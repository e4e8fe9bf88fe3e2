"""The forms of the reasons: a market figure, a potential, a prospect, and taking targets."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from desktop.i18n import _
from desktop.services import formats
from desktop.services.plans.potentials_data import PotentialMethod
from desktop.services.plans.situation_data import MARKET_AREAS
from desktop.services.reports.situation_words import area_words
from desktop.views.form_answers import Attempt
from desktop.views.plain_text import label
from desktop.views.plans.grounds.forms import (
    MarketForm,
    PotentialForm,
    ProspectForm,
    Texts,
    calculated,
    cell_text,
)
from desktop.views.plans.grounds.words import CONFIDENCES, METHODS
from desktop.views.request_dialog import RequestDialog


class MarketDialog(RequestDialog):
    """Returns the texts of a market figure; stays until they are in the database."""

    def __init__(self, form: MarketForm, today: date, parent: QWidget | None = None) -> None:
        super().__init__(_("Figure of the market"), _("&Save"), parent)
        self.about = form
        self.attempt = Attempt(form.row.version if form.row is not None else 0)
        self.area = QComboBox(self)
        for area in MARKET_AREAS:
            self.area.addItem(area_words(area), area)
        self.area.setEditable(True)
        self.area.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.name, self.value, self.unit = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.source, self.as_of, self.note = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.add_field("area", _("&Part"), self.area, _("One of the list, or one of your own."))
        self.add_field("name", _("&What it says"), self.name)
        self.add_field("value", _("&Figure"), self.value)
        self.add_field(
            "unit", _("&Unit"), self.unit, _("For instance CNY, %, tons; empty if none.")
        )
        self.add_field(
            "source",
            _("S&ource"),
            self.source,
            _("Yearbook, association, a customer. Without one it stands as unsourced."),
        )
        self.add_field(
            "as_of",
            _("As of &day"),
            self.as_of,
            _("The day, or the end of the period, that it speaks of."),
        )
        self.add_field("note", _("&Note"), self.note)  # fmt: skip
        self.as_of.setText(str(today))
        if form.row is not None:
            self._fill(form)
        self.name.setFocus()

    def _fill(self, form: MarketForm) -> None:
        assert form.row is not None
        entry = form.row.entry
        place = self.area.findData(entry.area)
        if place >= 0:
            self.area.setCurrentIndex(place)
        else:
            self.area.setEditText(entry.area)
        self.name.setText(entry.name)
        self.value.setText(formats.quantity(entry.value))
        self.unit.setText(entry.unit)
        self.source.setText(entry.source)
        self.as_of.setText(str(entry.as_of or ""))
        self.note.setText(entry.note)

    def request(self) -> Texts:
        """Return what stands in the fields."""
        typed = self.area.currentText().strip()
        place = self.area.findText(typed)
        return {
            "area": str(self.area.itemData(place)) if place >= 0 else typed,
            "name": self.name.text(), "value": self.value.text(), "unit": self.unit.text(),
            "source": self.source.text(), "as_of": self.as_of.text(), "note": self.note.text(),
        }  # fmt: skip


class PotentialDialog(RequestDialog):
    """Returns the texts of a potential; a calculation gives the amount."""

    def __init__(self, form: PotentialForm, today: date, parent: QWidget | None = None) -> None:
        title = _("Potential of {name}").format(name=form.row.name)
        super().__init__(title, _("&Save"), parent)
        self.about = form
        self.attempt = Attempt(0 if form.is_new else form.row.version)
        self.method, self.confidence = QComboBox(self), QComboBox(self)
        for method, words in METHODS.items():
            self.method.addItem(_(words), str(method))
        for one, words in CONFIDENCES.items():
            self.confidence.addItem(_(words), str(one))
        self.calculation, self.amount = QLineEdit(self), QLineEdit(self)
        self.share, self.as_of = QLineEdit(self), QLineEdit(self)
        self.source, self.note = QLineEdit(self), QLineEdit(self)
        self._add_fields()
        entry = form.row.entry
        if entry is not None:
            self.method.setCurrentIndex(self.method.findData(str(entry.method)))
            self.confidence.setCurrentIndex(self.confidence.findData(str(entry.confidence)))
            self.share.setText(cell_text(form.row, "target_share"))
            self.source.setText(entry.source)
            if not form.is_new:
                self.amount.setText(formats.quantity(entry.amount))
                self.note.setText(entry.note)
        else:
            self.confidence.setCurrentIndex(1)
            self.method.setCurrentIndex(self.method.count() - 1)
        day = entry.as_of if entry is not None and not form.is_new else today
        self.as_of.setText(str(day or today))
        self.method.currentIndexChanged.connect(self._calculate)
        self.calculation.textEdited.connect(self._calculate)

    def _add_fields(self) -> None:
        self.add_field("method", _("&Method"), self.method)
        self.add_field("calculation", _("Ca&lculation"), self.calculation, _(
            "Factors with ×, sums with +: 120,000 × 35% × 8. An index: market; share of income; "
            "of retail sales; of population, in %. Empty if the amount is known."
        ))  # fmt: skip
        self.add_field(
            "amount",
            _("&Potential of a year"),
            self.amount,
            _("What all sellers together could sell."),
        )
        self.add_field(
            "target_share", _("S&hare aimed at"), self.share, _("In %; empty if none is said.")
        )
        self.add_field("source", _("S&ource"), self.source)
        self.add_field("as_of", _("As of &day"), self.as_of)
        self.add_field("confidence", _("&Confidence"), self.confidence)
        self.add_field("note", _("&Note"), self.note)  # fmt: skip

    @Slot()
    def _calculate(self) -> None:
        """Show what the calculation comes to; one that is not finished leaves the amount."""
        text = self.calculation.text().strip()
        if not text:
            return
        try:
            amount = calculated(text, PotentialMethod(str(self.method.currentData())))
        except ValueError:
            return
        self.amount.setText(formats.quantity(amount))

    def request(self) -> Texts | None:
        """Return what stands in the fields, or None where the calculation cannot be read."""
        text, note = self.calculation.text().strip(), self.note.text()
        if text:
            try:
                calculated(text, PotentialMethod(str(self.method.currentData())))
            except ValueError:
                self.mark("calculation", _(
                    "“{value}” cannot be calculated. Write factors with ×, sums with +, rates "
                    "with %."
                ).format(value=text))  # fmt: skip
                self.calculation.setFocus()
                return None
            # The arithmetic stays readable beside the figure.
            if text not in note:
                note = f"{note} {text}".strip()
        return {
            "method": str(self.method.currentData()), "amount": self.amount.text(),
            "target_share": self.share.text(), "source": self.source.text(),
            "as_of": self.as_of.text(), "confidence": str(self.confidence.currentData()),
            "note": note,
        }  # fmt: skip


class ProspectDialog(RequestDialog):
    """Returns the texts of a prospect with rep and territory."""

    def __init__(self, form: ProspectForm, parent: QWidget | None = None) -> None:
        super().__init__(_("Customer to be won"), _("&Save"), parent)
        self.about = form
        self.attempt = Attempt(form.row.version if form.row is not None else 0)
        self.name, self.value, self.chance = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.first_month, self.next_step = QLineEdit(self), QLineEdit(self)
        self.rep = _choice(form.reps, self)
        self.territory = _choice(form.territories, self)
        self.add_field("name", _("&Who is to be won"), self.name)
        self.add_field("rep", _("&Rep"), self.rep)
        self.add_field("territory", _("&Territory"), self.territory)
        self.add_field(
            "value",
            _("Worth of a full &year"),
            self.value,
            _("Net sales of his first twelve months."),
        )
        self.add_field("chance", _("&Chance"), self.chance, _("In %, for instance 40."))
        self.add_field(
            "first_month",
            _("Month of the first &order"),
            self.first_month,
            _("For instance 2027-03."),
        )
        self.add_field("next_step", _("&Next step"), self.next_step)  # fmt: skip
        if form.first is not None:
            self.first_month.setText(str(form.first))
        if form.row is not None:
            entry = form.row.entry
            self.name.setText(entry.name)
            self.value.setText(formats.quantity(entry.value))
            self.chance.setText(f"{formats.quantity(entry.chance * 100)}%")
            self.first_month.setText(str(entry.first_month))
            self.next_step.setText(entry.next_step)
            self.rep.setCurrentIndex(max(self.rep.findData(entry.rep_id), 0))
            self.territory.setCurrentIndex(max(self.territory.findData(entry.territory_id), 0))

    def request(self) -> Texts:
        """Return what stands in the fields."""
        return {
            "name": self.name.text(), "value": self.value.text(), "chance": self.chance.text(),
            "first_month": self.first_month.text(), "next_step": self.next_step.text(),
        }  # fmt: skip

    @property
    def rep_id(self) -> int | None:
        """The rep that was chosen."""
        return _chosen(self.rep)

    @property
    def territory_id(self) -> int | None:
        """The territory that was chosen."""
        return _chosen(self.territory)


def _choice(options: tuple[tuple[int, str], ...], parent: QWidget) -> QComboBox:
    box = QComboBox(parent)
    box.addItem("", None)
    for value, name in options:
        box.addItem(name, value)
    return box


def _chosen(box: QComboBox) -> int | None:
    found = box.currentData()
    return int(found) if found is not None else None


class TakeDialog(RequestDialog):
    """Says what will become of a draft's targets, and sends it on."""

    def __init__(
        self, sentence: str, with_prospects: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Take as target"), _("&Take as target"), parent)
        self.attempt = Attempt()
        words = label(sentence, self)
        words.setWordWrap(True)
        self.body.insertWidget(1, words)
        self.prospects = QCheckBox(with_prospects, self)
        self.prospects.setChecked(True)
        self.prospects.setVisible(bool(with_prospects))
        if with_prospects:
            self.body.insertWidget(2, self.prospects)
        self._fit()

    def request(self) -> bool:
        """Return whether prospects are taken along."""
        return self.prospects.isChecked()

    def submit(self) -> None:
        """Send it; "no" is an answer too."""
        self.clear_issues()
        self.set_waiting(True)
        self.submitted.emit(self.request())
