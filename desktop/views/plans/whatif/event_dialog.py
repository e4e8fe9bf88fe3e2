"""The form of an event: whom or what it is about, from when, and how much."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop.i18n import N_, _
from desktop.services import formats
from desktop.services.plans.whatif_data import Named, WhatIfGround
from desktop.services.rules.whatif_data import Late
from desktop.views.plans.whatif.forms import EventForm, EventTexts, Kind, texts_of
from desktop.views.plans.whatif.words import KINDS, LATE
from desktop.views.request_dialog import RequestDialog

_WHO = {Kind.LOSE: N_("&Customer"), Kind.LEAVE: N_("&Rep")}


class EventDialog(RequestDialog):
    """Returns `EventTexts`; stays with every word until the event is in the list."""

    def __init__(
        self, form: EventForm, ground: WhatIfGround, parent: QWidget | None = None
    ) -> None:
        verb = _("&Add") if form.place is None else _("&Save")
        super().__init__(_(KINDS[form.kind]), verb, parent)
        self.about = form
        self._ground = ground
        begin = texts_of(form.event, ground)
        self.who = QComboBox(self)
        self.late = QComboBox(self)
        self.month = QComboBox(self)
        self.day = QLineEdit(begin.day, self)
        self.share = QLineEdit(begin.share, self)
        self.change = QLineEdit(begin.change, self)
        self.elasticity = QLineEdit(begin.elasticity, self)
        self.weeks = QLineEdit(begin.weeks, self)
        self._fill(begin)
        added = {
            Kind.LOSE: self._add_loss, Kind.LEAVE: self._add_leaving,
            Kind.PRICE: self._add_price, Kind.DELAY: self._add_delay,
        }  # fmt: skip
        added[form.kind]()
        used = {widget for widget, _note in self._fields.values()}
        for field in (self.who, self.late, self.month, self.day, self.share, self.change,
                      self.elasticity, self.weeks):  # fmt: skip
            field.setVisible(field in used)

    def _fill(self, begin: EventTexts) -> None:
        kind = self.about.kind
        if kind in _WHO:
            self._fill_who(self._ground.customers if kind is Kind.LOSE else self._ground.reps)
            place = self.who.findData(begin.who)
            self.who.setCurrentIndex(place)
            if place < 0:
                self.who.setEditText("")
        for month in self._ground.months:
            self.month.addItem(formats.month(month), month)
        self.month.setCurrentIndex(max(self.month.findText(formats.month(begin.month)), 0))
        for late in Late:
            self.late.addItem(_(LATE[late]), late)
        self.late.setCurrentIndex(max(self.late.findData(begin.late), 0))

    def _fill_who(self, people: tuple[Named, ...]) -> None:
        self.who.setEditable(True)
        self.who.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.who.setMinimumContentsLength(28)
        self.who.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for one in people:
            self.who.addItem(_("{name} ({code})").format(name=one.name, code=one.code), one.id)
        completer = self.who.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(completer.CompletionMode.PopupCompletion)

    def _add_loss(self) -> None:
        self.add_field(
            "who", _(_WHO[Kind.LOSE]), self.who,
            _("Those of whom most is still to come stand first; type a part of a name."),
        )  # fmt: skip
        self.add_field("month", _("Lost &from"), self.month)

    def _add_leaving(self) -> None:
        self.add_field("who", _(_WHO[Kind.LEAVE]), self.who)
        self.add_field("day", _("First &day without him"), self.day, _("2026-09-01, 0901 or +14."))
        self.add_field(
            "share", _("&Kept by his successor (%)"), self.share,
            _("The part of what his customers would have bought that stays with the branch."),
        )  # fmt: skip

    def _add_price(self) -> None:
        self.add_field(
            "change", _("&Change of all prices (%)"), self.change, _("-3 is three percent less.")
        )
        self.add_field("month", _("&From"), self.month)
        self.add_field(
            "elasticity", _("&Elasticity of volume"), self.elasticity,
            _(
                "-1.2: one percent less price brings 1.2 percent more volume. Empty: customers buy "
                "as much as before."
            ),
        )  # fmt: skip

    def _add_delay(self) -> None:
        self.add_field("late", _("&What is late"), self.late)
        self.add_field("weeks", _("W&eeks"), self.weeks)
        self.add_field("month", _("&From"), self.month)

    def request(self) -> EventTexts:
        """Return what stands in the fields; a typed name means the one entry it fits."""
        return EventTexts(
            self.month.currentData(), self._chosen(), self.day.text(), self.share.text(),
            self.change.text(), self.elasticity.text(), Late(self.late.currentData()),
            self.weeks.text(),
        )  # fmt: skip

    def _chosen(self) -> int | None:
        text = self.who.currentText().strip()
        if not text:
            return None
        place = self.who.currentIndex()
        if place < 0 or self.who.itemText(place) != text:
            fitting = [
                at for at in range(self.who.count())
                if text.casefold() in self.who.itemText(at).casefold()
            ]  # fmt: skip
            place = fitting[0] if len(fitting) == 1 else -1
        found = self.who.itemData(place) if place >= 0 else None
        return found if isinstance(found, int) else None
