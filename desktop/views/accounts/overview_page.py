"""The card's first page: the customer's aging, his months, who he is and who looked after him."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.services import formats
from desktop.services.customers.data import CustomerCard
from desktop.views.accounts.shown import CardShown
from desktop.views.accounts.words import care_words, late_words, person_words
from desktop.views.charts import ChartView
from desktop.views.plain_text import heading, label, tool_tip

#: A fact's name, its words, and what explains them.
Fact = tuple[str, str, str]
_MOST_CARE = 12
_DRAW_MS = 80


class OverviewPage(QScrollArea):
    """What one customer is and owes, in pictures and words.

    Signals:
        bucket_clicked(int): a bucket of his bar, by its place.
        month_clicked(Month): a month of the chart.
    """

    bucket_clicked = Signal(object)
    month_clicked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body = QWidget(self.viewport())
        self._body.setBackgroundRole(QPalette.ColorRole.Base)
        self._body.setAutoFillBackground(True)
        self.aging = ChartView(self._body)
        self.months = ChartView(self._body)
        self._facts = QGridLayout()
        self._facts.setContentsMargins(16, 4, 16, 16)
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(4)
        self._facts.setColumnStretch(1, 1)
        self._labels: list[QLabel] = []
        # Charts cost more than all words: a held arrow key draws only those of its last row.
        self._waiting: CardShown | None = None
        self._draw_soon = QTimer(self)
        self._draw_soon.setSingleShot(True)
        self._draw_soon.setInterval(_DRAW_MS)
        self._draw_soon.timeout.connect(self._draw)
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.aging)
        layout.addWidget(self.months)
        layout.addLayout(self._facts)
        layout.addStretch(1)
        self.setWidget(self._body)
        self.aging.bar_clicked.connect(self.bucket_clicked)
        self.months.bar_clicked.connect(self.month_clicked)

    def show_card(self, shown: CardShown) -> None:
        """Show a customer."""
        self._waiting = shown
        self._draw_soon.start()
        self._clear()
        card = shown.card
        row = self._add_section(0, _("Customer"), _facts_of(card))
        care = [
            (person_words(one.rep_code, one.rep_name), care_words(one), "")
            for one in card.care[:_MOST_CARE]
        ]
        if not card.rep_code:
            care.insert(0, (person_words("", ""), _("now"), ""))
        self._add_section(row, _("Looked after by"), care)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while another page was in front."""
        super().showEvent(event)
        self._draw()

    @Slot()
    def _draw(self) -> None:
        shown = self._waiting
        if shown is None or not self.isVisible():
            return
        self._waiting = None
        line = self.fontMetrics().height()
        self.aging.setFixedHeight(line * (9 if not shown.aging.is_empty else 5))
        self.months.setFixedHeight(line * (13 if not shown.months.is_empty else 5))
        self.aging.show_chart(shown.aging)
        self.months.show_chart(shown.months)

    def _clear(self) -> None:
        for one in self._labels:
            self._facts.removeWidget(one)
            one.hide()
            one.deleteLater()
        self._labels = []

    def _add_section(self, row: int, title: str, facts: list[Fact]) -> int:
        head = heading(title, self._body)
        head.setContentsMargins(0, 8, 0, 2)
        self._facts.addWidget(head, row, 0, 1, 2)
        self._labels.append(head)
        for name, value, tip in facts:
            row += 1
            quiet = label(name, self._body, role="muted")
            words = label(value, self._body)
            words.setWordWrap(True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.setAccessibleName(_("{name}: {value}").format(name=name, value=value))
            words.setToolTip(tool_tip(tip))
            self._facts.addWidget(quiet, row, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(words, row, 1)
            self._labels += [quiet, words]
        return row + 1


def _facts_of(card: CustomerCard) -> list[Fact]:
    """Return who the customer is; what is not known is a dash with the reason."""
    dash, unknown = formats.DASH, _("Not given.")
    place = dash
    if card.territory_code:
        place = _("{name} ({code})").format(name=card.territory_name, code=card.territory_code)

    def given(name: str, value: str) -> Fact:
        return (name, value or dash, "" if value and value != dash else unknown)

    def late(name: str, value: Decimal | None, tip: str) -> Fact:
        return (name, late_words(value), tip if value is not None else _("Nothing to weigh."))

    no_limit = "" if card.credit.limit is not None else _("No credit limit is set.")
    return [
        given(_("Rep"), person_words(card.rep_code, card.rep_name)),
        given(_("Territory"), place),
        (_("Credit limit"), formats.money(card.credit.limit, card.currency), no_limit),
        given(_("Payment terms"), formats.days(card.terms_days)),
        late(_("Pays late by"), card.days_late_paid.value,
             _("Days from due date to payment, weighed by amounts, in the last twelve months")),
        late(_("Open items late by"), card.standing.days_late.value,
             _("Days overdue of what is open, weighed by amounts")),
        given(_("Customer since"), formats.day(card.opened_on)),
        given(_("Legal person"), card.legal_person),
        given(_("Tax number"), card.tax_id),
        given(_("Telephone"), card.phone),
        given(_("Address"), card.address),
    ]  # fmt: skip
