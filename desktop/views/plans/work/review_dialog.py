"""The form of a review: what a promotion was to bring, what it brought, and what is learned."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.enums import ReviewVerdict
from desktop.i18n import _
from desktop.money import currency_decimals
from desktop.services import formats
from desktop.services.plans.reviews_data import ReviewRow, ReviewSheet
from desktop.services.plans.work_data import Choice
from desktop.services.rules.uplift import Basis, read_words
from desktop.tone import Tone
from desktop.views.filter_bar import ChoiceBox
from desktop.views.form_answers import Attempt
from desktop.views.icons import show_shape
from desktop.views.plain_text import heading, label
from desktop.views.plans.sheets.words import whole_money
from desktop.views.plans.work.dialogs import words_field
from desktop.views.plans.work.forms import ReviewTexts
from desktop.views.plans.work.reviewing import (
    arithmetic_words,
    basis_words,
    finding_words,
    return_words,
)
from desktop.views.plans.work.words import VERDICTS
from desktop.views.request_dialog import RequestDialog
from desktop.views.screen_room import digits_within

_MEASURE_MS = 500
_BASES = (Basis.LAST_YEAR, Basis.WEEKS_BEFORE)


class ReviewDialog(RequestDialog):
    """Returns `ReviewTexts`; counts again whenever days or product are others.

    Signals:
        measure_wanted(ReviewTexts): other days or another product are to be measured.
        removal_wanted(ReviewRow): the review is to be taken out.
    """

    measure_wanted = Signal(object)
    removal_wanted = Signal(object)

    def __init__(self, sheet: ReviewSheet, parent: QWidget | None = None) -> None:
        super().__init__(_("Review of “{task}”").format(task=sheet.task), _("&Save"), parent)
        self.sheet = sheet
        self.attempt = Attempt(sheet.review.version if sheet.review is not None else 0)
        self._tone = Tone.NONE
        self.place = label(sheet.place or _("The whole branch"), self, role="muted")
        self.place.setWordWrap(True)
        self.body.insertWidget(1, self.place)
        self.first = QLineEdit(str(sheet.scope.first), self)
        self.last = QLineEdit(str(sheet.scope.last), self)
        self.product = self._products(sheet)
        self._measures = self._measure_card()
        self.body.insertWidget(3, self._measures)
        review = sheet.review
        self.expected = QLineEdit(_typed(_first_expected(sheet)), self)
        self.cost = QLineEdit(_typed(review.cost if review is not None else sheet.budget), self)
        self.verdict = QComboBox(self)
        for verdict, words in VERDICTS.items():
            self.verdict.addItem(_(words), str(verdict))
        self.lesson = words_field(self, review.lesson if review is not None else "")
        self.remove = QPushButton(_("&Take this review out"), self)
        self.remove.setAutoDefault(False)
        self.buttons.addButton(self.remove, self.buttons.ButtonRole.ResetRole)
        self.remove.setVisible(review is not None)
        self._add_fields()
        # Sentences with figures in them read better on few lines.
        self.setMinimumWidth(digits_within(self, 100))
        self._measure_soon = QTimer(self)
        self._measure_soon.setSingleShot(True)
        self._measure_soon.setInterval(_MEASURE_MS)
        self._begin(review)
        self._wire()
        self.show_sheet(sheet)

    def _products(self, sheet: ReviewSheet) -> QComboBox:
        box: QComboBox = ChoiceBox(self)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.addItem(_("All products"), (None, None))
        for one in sheet.groups:
            box.addItem(_("Group {name}").format(name=one.name), (None, one.id))
        for one in sheet.products:
            box.addItem(_code_and_name(one), (one.id, None))
        wanted = (sheet.scope.product_id, sheet.scope.group_id)
        places = [at for at in range(box.count()) if box.itemData(at) == wanted]
        box.setCurrentIndex(places[0] if places else 0)
        return box

    def _measure_card(self) -> QFrame:
        card = QFrame(self)
        card.setProperty("role", "card")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        self.actual = heading("", card)
        layout.addWidget(self.actual)
        layout.addWidget(label(_("Without it, these days would have sold:"), card, role="muted"))
        self.bases: dict[Basis, tuple[QRadioButton, QLabel]] = {}
        group = QButtonGroup(card)
        for basis in _BASES:
            button, words = QRadioButton(basis_words(basis), card), label("", card, role="muted")
            words.setWordWrap(True)
            words.setIndent(24)
            group.addButton(button)
            layout.addWidget(button)
            layout.addWidget(words)
            self.bases[basis] = button, words
        self._shape, self.found = QLabel(card), label("", card)
        self.found.setWordWrap(True)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.found, 1)
        layout.addLayout(line)
        self.gain = label("", card)
        self.gain.setWordWrap(True)
        layout.addWidget(self.gain)
        return card

    def _add_fields(self) -> None:
        self.add_field("first", _("&First day"), self.first)
        self.add_field("last", _("&Last day"), self.last)
        self.add_field("product", _("&Product"), self.product)
        self.add_field("expected", _("&Expected on top"), self.expected)
        self.add_field("cost", _("&Cost"), self.cost)
        self.add_field("verdict", _("&Verdict"), self.verdict)
        self.add_field("lesson", _("Lesso&n"), self.lesson,
                       _("What is done otherwise next time."))  # fmt: skip
        self.form.setVerticalSpacing(8)

    def _begin(self, review: ReviewRow | None) -> None:
        if review is not None:
            self.verdict.setCurrentIndex(max(self.verdict.findData(str(review.verdict)), 0))
        kept = read_words(review.basis) if review is not None else None
        facts = self.sheet.facts
        first = kept[0] if kept is not None else next(
            (one for one in _BASES if facts is not None and facts.baseline(one) is not None),
            Basis.LAST_YEAR,
        )  # fmt: skip
        self.bases[first][0].setChecked(True)

    def _wire(self) -> None:
        self._measure_soon.timeout.connect(lambda: self.measure_wanted.emit(self.request()))
        for field in (self.first, self.last):
            field.textEdited.connect(lambda _text: self._measure_soon.start())
        self.product.currentIndexChanged.connect(lambda _at: self._measure_soon.start(0))
        self.cost.textEdited.connect(lambda _text: self._show_found())
        for button, _words in self.bases.values():
            button.toggled.connect(lambda _on: self._show_found())
        self.remove.clicked.connect(lambda _on=False: self._want_removal())

    def _want_removal(self) -> None:
        if self.sheet.review is not None:
            self.removal_wanted.emit(self.sheet.review)

    @property
    def basis(self) -> Basis:
        """The baseline that is chosen."""
        return next(one for one in _BASES if self.bases[one][0].isChecked())

    def show_sheet(self, sheet: ReviewSheet) -> None:
        """Show what the sales of the days say; what is typed stays."""
        self.sheet, facts = sheet, sheet.facts
        self.clear_issues()
        for basis, (button, words) in self.bases.items():
            found = None if facts is None else next(
                (one for one in facts.baselines if one.basis is basis), None
            )  # fmt: skip
            button.setEnabled(found is not None and found.amount is not None)
            words.setText("" if found is None else arithmetic_words(found, sheet.currency))
            words.setVisible(found is not None)
        if facts is None:
            self.actual.setText(_("These days cannot be measured: they must be over, and be a "
                                  "first and a last day half a year apart at most."))  # fmt: skip
        else:
            span = _("{first} to {last}").format(
                first=formats.day(facts.scope.first), last=formats.day(facts.scope.last)
            )
            amount = whole_money(facts.actual, sheet.currency)
            self.actual.setText(
                _("Net sales from {span}: {amount}").format(span=span, amount=amount)
            )
        self.actual.setWordWrap(True)
        self._show_found()
        self._fit()

    def _show_found(self) -> None:
        facts, currency = self.sheet.facts, self.sheet.currency
        decimals = currency_decimals(currency)
        if facts is None:
            words, self._tone, gain = "", Tone.NONE, ""
        else:
            cost = self._typed_cost()
            words, self._tone = finding_words(facts, self.basis, currency, decimals)
            gain = return_words(facts, self.basis, cost, currency, decimals)
        self.found.setText(words)
        self.gain.setText(gain)
        self.gain.setVisible(bool(gain))
        self._paint_shape()

    def _typed_cost(self) -> Decimal | None:
        if not self.cost.text().strip():
            return None
        try:
            return formats.parse_amount(self.cost.text())
        except ValueError:
            return None

    def _paint_shape(self) -> None:
        show_shape(self._shape, self._tone, self)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_shape"):
            self._paint_shape()

    def request(self) -> ReviewTexts:
        """Return what stands in the fields."""
        product_id, group_id = self.product.currentData()
        return ReviewTexts(
            self.first.text(), self.last.text(), product_id, group_id, self.basis,
            self.expected.text(), self.cost.text(),
            # A box gives back a plain text.
            ReviewVerdict(self.verdict.currentData()), self.lesson.toPlainText(),
        )  # fmt: skip


def _first_expected(sheet: ReviewSheet) -> Decimal | None:
    return sheet.review.expected if sheet.review is not None else sheet.expected


def _typed(amount: Decimal | None) -> str:
    return "" if amount is None else formats.quantity(amount)


def _code_and_name(one: Choice) -> str:
    return f"{one.code} {one.name}"
