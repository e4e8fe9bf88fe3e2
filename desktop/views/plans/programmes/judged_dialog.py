"""The form "by response": judgements on the left, the best visits and what hangs on them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import N_, _
from desktop.services.plans.programmes_data import ProgrammeSheet
from desktop.services.rules.judged_visits import Best
from desktop.tone import Tone
from desktop.views.message_bar import MessageBar
from desktop.views.plain_text import heading, label
from desktop.views.plans.programmes.columns import JudgedRow, change_columns, judged_columns
from desktop.views.plans.programmes.controller import ProgrammeController
from desktop.views.plans.programmes.judging import (
    TYPED_KEYS,
    change_rows,
    first_rows,
    judged_customers,
    typed,
    visits_of,
    with_best,
)
from desktop.views.plans.programmes.state import WizardState
from desktop.views.plans.programmes.typed_table import TypedTable
from desktop.views.plans.programmes.words import assumed_words, best_words
from desktop.views.screen_room import resize_within
from desktop.views.table_view import TableView

_MOST = 99_999


class JudgedDialog(QDialog):
    """Reckons visits from judgements; "Use these visits" hands them to the wizard.

    Signals:
        chosen(Mapping customer_id -> visits).
    """

    chosen = Signal(object)

    def __init__(
        self,
        control: ProgrammeController,
        sheet: ProgrammeSheet,
        state: WizardState,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Visits by response"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._control, self._sheet = control, sheet
        self._rows = first_rows(sheet, state)
        self._best: Best | None = None
        self.messages = MessageBar(self)
        self.table = TypedTable(
            judged_columns(), name=N_("Judgements"),
            row_id=lambda row: (row.customer_id, row.customer_class), parent=self,
        )  # fmt: skip
        self.capacity = QSpinBox(self)
        self.capacity.setRange(0, _MOST)
        self.capacity.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.capacity.setValue(sum(state.of(one.customer_id) for one in sheet.customers))
        self.reckon = QPushButton(_("&Reckon"), self)
        self.answer = label("", self)
        self.changes = TableView(
            change_columns(), name=N_("What if"), row_id=lambda row: (row.what, row.by),
            parent=self,
        )  # fmt: skip
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.use = QPushButton(_("&Use these visits"), self)
        self._build()
        self._wire()
        self.table.set_rows(self._rows)
        self._ask()

    def _build(self) -> None:
        intro = label(
            _(
                "Judge with the rep what a class or a customer would buy, in percent of now. The "
                "classes' figures are a beginning, not knowledge: type over them."
            ),
            self, role="muted",
        )  # fmt: skip
        assumed = label(assumed_words(), self, role="muted")
        for words in (intro, assumed, self.answer):
            words.setWordWrap(True)
        caption = label(_("&Visits in all"), self)
        caption.setBuddy(self.capacity)
        self.capacity.setAccessibleName(_("Visits in all"))
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(caption)
        top.addWidget(self.capacity)
        top.addWidget(self.reckon)
        top.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addLayout(top)
        right.addWidget(self.answer)
        right.addWidget(heading(_("If it were otherwise"), self))
        right.addWidget(self.changes, 1)
        right.addWidget(assumed)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.table, 3)
        middle.addLayout(right, 2)
        self.use.setDefault(True)
        self.reckon.setAutoDefault(False)
        self.buttons.addButton(self.use, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(_("Cancel"))
        body = QVBoxLayout()
        body.setContentsMargins(24, 16, 24, 16)
        body.setSpacing(8)
        body.addWidget(heading(_("Visits by response"), self, role="title"))
        body.addWidget(intro)
        body.addLayout(middle, 1)
        body.addWidget(self.buttons)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.messages)
        outer.addLayout(body)
        resize_within(self, 184, 38)

    def _wire(self) -> None:
        self.table.take_typed(TYPED_KEYS, self._typed)
        self.reckon.clicked.connect(lambda _on=False: self._ask())
        self.capacity.valueChanged.connect(self._ask)
        self.buttons.accepted.connect(self._use)
        self.buttons.rejected.connect(self.reject)

    def _typed(self, row: JudgedRow, key: str, text: str) -> str:
        found = typed(self._rows, row, key, text)
        if isinstance(found, str):
            return found
        self._rows = found
        self.table.set_rows(found)
        self._ask()
        return ""

    @Slot()
    def _ask(self) -> None:
        self._best = None
        self.use.setEnabled(False)
        self._control.best(judged_customers(self._rows), self.capacity.value(), self)

    def show_best(self, best: Best) -> None:
        """Show the answer and its sensitivity."""
        self.messages.close_message()
        self._best = best
        self._rows = with_best(self._rows, best)
        self.table.set_rows(self._rows)
        self.answer.setText(best_words(best, self._sheet.currency))
        self.changes.set_rows(change_rows(best))
        self.use.setEnabled(True)

    def show_error(self, text: str) -> None:
        """Say why there is no answer; what was typed stays."""
        self.answer.setText("")
        self.changes.set_rows(())
        self.messages.close_message()
        self.messages.show_message(text, Tone.BAD)

    @Slot()
    def _use(self) -> None:
        if self._best is not None:
            self.chosen.emit(visits_of(self._best))
            self.accept()
