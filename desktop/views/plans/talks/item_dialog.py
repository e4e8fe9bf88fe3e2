"""The form of a part of the bridge: what it is, how much, who answers for it."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop.enums import BridgeKind, BridgeStatus
from desktop.i18n import _
from desktop.views.form_answers import Attempt
from desktop.views.plans.talks.forms import ItemForm, ItemTexts
from desktop.views.plans.talks.words import item_status_words, kind_words
from desktop.views.request_dialog import RequestDialog


class ItemDialog(RequestDialog):
    """Returns `ItemTexts`; stays with every word until they are in the database."""

    def __init__(
        self, form: ItemForm, reps: tuple[tuple[int, str], ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Part of the bridge"), _("&Save"), parent)
        self.about = form
        self.attempt = Attempt(form.row.version if form.row is not None else 0)
        self.kind = QComboBox(self)
        for kind in BridgeKind:
            self.kind.addItem(kind_words(kind), kind)
        self.amount = QLineEdit(form.amount, self)
        self.owner = QComboBox(self)
        self.owner.setEditable(True)
        self.owner.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.owner.addItem("", None)
        for rep_id, name in reps:
            self.owner.addItem(name, rep_id)
        self.evidence = QLineEdit(self)
        self.status = QComboBox(self)
        for status in BridgeStatus:
            self.status.addItem(item_status_words(status), status)
        self.add_field("kind", _("&What lies between"), self.kind)
        self.add_field(
            "amount",
            _("&Part of the gap"),
            self.amount,
            _(
                "Plus for what raises headquarters' number above the branch's, minus for "
                "what lowers it."
            ),
        )
        self.add_field("owner", _("&Answers for it"), self.owner, _("A rep, or anybody's name."))
        self.add_field(
            "evidence",
            _("&Evidence"),
            self.evidence,
            _("What shows it: a contract, a report, a list."),
        )
        self.add_field("status", _("&Other side"), self.status)  # fmt: skip
        self._fill()

    def _fill(self) -> None:
        row = self.about.row
        if row is None:
            return
        self.kind.setCurrentIndex(self.kind.findData(row.kind))
        self.status.setCurrentIndex(self.status.findData(row.status))
        self.evidence.setText(row.evidence)
        if row.owner_rep_id is None:
            self.owner.setEditText(row.owner)
        else:
            self.owner.setCurrentIndex(max(self.owner.findData(row.owner_rep_id), 0))

    def request(self) -> ItemTexts:
        """Return what stands in the fields; the name of one rep alone means that rep."""
        name = self.owner.currentText().strip()
        places = [at for at in range(self.owner.count()) if self.owner.itemText(at) == name]
        chosen = self.owner.currentIndex()
        # Of two reps of one name it is the one that was chosen from the list.
        place = chosen if chosen in places else places[0] if len(places) == 1 else -1
        return ItemTexts(
            BridgeKind(self.kind.currentData()),
            self.amount.text(),
            name,
            self.owner.itemData(place) if place >= 0 else None,
            self.evidence.text(),
            BridgeStatus(self.status.currentData()),
        )
