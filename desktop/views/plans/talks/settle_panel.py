"""Settling the number by a rule: parameters, payoffs of each statement, or why it is refused."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.enums import PlanSide
from desktop.i18n import N_, _
from desktop.services.plans.talks_data import Talks
from desktop.tone import Tone
from desktop.views.icons import status_icon
from desktop.views.palette import colours_of
from desktop.views.plain_text import heading, label, tool_tip
from desktop.views.plans.side_panel import ElidedLabel
from desktop.views.plans.talks.columns import payoff_columns
from desktop.views.plans.talks.forms import typed_amount
from desktop.views.plans.talks.settling import FIRST, Field, Rule, Settled, fields_of, settle
from desktop.views.plans.words import amount_words
from desktop.views.table_view import TableView

_RULES: Mapping[Rule, str] = {
    Rule.HU: N_("HU's joint base"),
    Rule.GONIK: N_("Gonik's bonus"),
}
_FIELDS: Mapping[Field, tuple[str, str]] = {
    Field.DEMAND: (N_("Headquarters' number"), N_("The demand D of HU's rule, the objective O of "
                                                  "Gonik's")),
    Field.STEP: (N_("Step"), N_("How far the statements and results in the table lie apart")),
    Field.WEIGHT: (N_("Weight w"), N_("The weight of the branch's own statement in the base")),
    Field.EXCESS: (N_("Reward p"), N_("The share of what is reached above the base that is paid")),
    Field.PENALTY: (N_("Penalty q"), N_("What is taken off for each unit that was kept back")),
}  # fmt: skip


class SettlePanel(QFrame):
    """A small table of payoffs, reckoned at each key.

    Signals:
        base_wanted(str amount, str argument): enter the base as headquarters' next number.
    """

    base_wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._talks: Talks | None = None
        self._is_setting = False
        self._is_typed = False
        self._may_enter = False
        self.settled: Settled | None = None
        self.title = heading("", self)
        self.title.setWordWrap(True)
        self.rule = QComboBox(self)
        self.rule.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for rule in Rule:
            self.rule.addItem("", rule)
        self.inputs = {field: QLineEdit(FIRST.get(field, ""), self) for field in _FIELDS}
        self.names = {field: ElidedLabel(self, "muted") for field in _FIELDS}
        self.table = TableView((), name=N_("Payoff of each statement"), parent=self)
        self._shape = QLabel(self)
        self.words = label("", self)
        self.words.setWordWrap(True)
        self.base_button = QPushButton(self)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self._build()
        self.rule.currentIndexChanged.connect(self._reckon)
        for field, line in self.inputs.items():
            line.textEdited.connect(lambda _text, one=field: self._typed(one))
        self.base_button.clicked.connect(self._want_base)
        self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.rule)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for place, (field, line) in enumerate(self.inputs.items()):
            grid.addWidget(self.names[field], 0, place)
            grid.addWidget(line, 1, place)
            grid.setColumnStretch(place, 3 if field is Field.DEMAND else 1)
            self.names[field].setBuddy(line)
            line.setMinimumWidth(line.fontMetrics().horizontalAdvance("0") * 6)
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(grid)
        layout.addWidget(self.table)
        layout.addLayout(foot)
        layout.addWidget(self.base_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.table.setSortingEnabled(False)

    def show_talks(self, talks: Talks, may_enter: bool) -> None:
        """Begin with headquarters' number, where nobody typed another one for these talks."""
        before = self._talks
        is_other = before is None or (before.card.version_id, before.metric) != (
            talks.card.version_id, talks.metric,
        )  # fmt: skip
        self._talks, self._may_enter = talks, may_enter
        if is_other or not self._is_typed:
            self._is_typed = False
            number = talks.number_of(PlanSide.HQ)
            if number is None:
                number = talks.planned
            self.inputs[Field.DEMAND].setText(typed_amount(number))
        self._reckon()

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self.title.setText(_("Settle the number by a rule"))
        for place in range(self.rule.count()):
            self.rule.setItemText(place, _(_RULES[self.rule.itemData(place)]))
        self.rule.setAccessibleName(_("Rule"))
        for field, (name, tip) in _FIELDS.items():
            self.names[field].set_whole(_(name))
            self.inputs[field].setAccessibleName(_(name))
            self.inputs[field].setToolTip(tool_tip(_(tip)))
        self.base_button.setText(_("Enter the base as a round…"))
        self.table.retranslate()
        self._reckon()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette or font."""
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in kinds and hasattr(self, "base_button"):
            self._reckon()

    # Inside

    def _typed(self, field: Field) -> None:
        self._is_typed = self._is_typed or field is Field.DEMAND
        self._reckon()

    @Slot()
    def _reckon(self) -> None:
        talks, rule = self._talks, Rule(self.rule.currentData())
        for field, line in self.inputs.items():
            is_wanted = field in fields_of(rule)
            line.setVisible(is_wanted)
            self.names[field].setVisible(is_wanted)
        if talks is None:
            return
        texts = {field: line.text() for field, line in self.inputs.items()}
        stated = talks.number_of(PlanSide.BRANCH)
        self.settled = settle(rule, texts, stated, talks.decimals)
        problems = dict(self.settled.problems)
        for field, line in self.inputs.items():
            _mark(line, problems.get(field, ""))
        self._show_table(self.settled, talks)
        self._show_words(self.settled, talks)

    def _show_table(self, settled: Settled, talks: Talks) -> None:
        self.table.setVisible(bool(settled.rows))
        if not settled.rows:
            return
        columns = payoff_columns(settled, talks.metric, talks.currency)
        self.table.set_rows(())
        self.table.rows_model.set_columns(columns)
        self.table.set_rows(settled.rows)
        rows = self.table.verticalHeader().defaultSectionSize() * len(settled.rows)
        header = self.table.horizontalHeader().sizeHint().height()
        bar = self.table.horizontalScrollBar().sizeHint().height()
        self.table.setFixedHeight(rows + header + bar + 4)

    def _show_words(self, settled: Settled, talks: Talks) -> None:
        tone = Tone.BAD if settled.problems else Tone.GOOD
        if settled.problems:
            words = " ".join(text for _field, text in settled.problems)
        elif settled.rule is Rule.GONIK:
            words = _(
                "In percent of the standard bonus. The tick marks what pays best for each result: "
                "it is to have stated just that."
            )
        elif settled.base is None:
            words = _(
                "The tick marks what pays best for each result: it is to have stated just that. "
                "With a round of the branch the base of the contract is reckoned too."
            )
        else:
            words = _(
                "The tick marks what pays best for each result: it is to have stated just that. "
                "With what the branch states now the base of the contract is {base}."
            ).format(base=amount_words(settled.base, talks.metric, talks.currency))
        self.words.setText(words)
        size = self.fontMetrics().ascent()
        shape = status_icon(tone, colours_of(self.palette()))
        self._shape.setPixmap(shape.pixmap(QSize(size, size)))
        self.base_button.setVisible(settled.base is not None)
        self.base_button.setEnabled(self._may_enter)

    @Slot()
    def _want_base(self) -> None:
        settled, talks = self.settled, self._talks
        if settled is None or talks is None or settled.base is None:
            return
        stated = talks.number_of(PlanSide.BRANCH)
        argument = _(
            "Settled by HU's rule: base = {w} × {stated} stated by the branch, and the rest of "
            "{demand} demanded; reward {p}, penalty {q}."
        ).format(
            w=self.inputs[Field.WEIGHT].text().strip(),
            stated=amount_words(stated, talks.metric, talks.currency),
            demand=amount_words(settled.demand, talks.metric, talks.currency),
            p=self.inputs[Field.EXCESS].text().strip(),
            q=self.inputs[Field.PENALTY].text().strip(),
        )
        self.base_wanted.emit(typed_amount(settled.base), argument)


def _mark(line: QLineEdit, words: str) -> None:
    """Give a field a red edge where it cannot be taken; the words stand below the table."""
    role = "wrong" if words else ""
    line.setAccessibleDescription(words)
    if (line.property("role") or "") != role:
        line.setProperty("role", role)
        line.style().unpolish(line)
        line.style().polish(line)
