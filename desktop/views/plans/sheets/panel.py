"""Beside the list: one rep's arithmetic, his answer, his quarters, the customers to begin with."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import N_, _
from desktop.services.plans.programme_data import RepProgramme, SuggestedCustomer
from desktop.services.plans.sheets_data import SheetRow
from desktop.services.settings import SettingsFile
from desktop.tone import Tone
from desktop.views.icons import status_icon
from desktop.views.palette import colours_of
from desktop.views.plain_text import heading, label
from desktop.views.plans.sheets.columns import (
    customer_columns,
    measure_columns,
    quarter_columns,
)
from desktop.views.plans.sheets.words import (
    answer_tone,
    answer_words,
    figures_of,
    programme_words,
    said_words,
)
from desktop.views.plans.side_panel import FigurePanel
from desktop.views.side_scroll import SideScroll
from desktop.views.table_view import TableView

#: Fewer customers than this in sight say nothing.
_LINES = 6


class SheetPanel(SideScroll):
    """Shows one rep; what its buttons mean is decided by the controller.

    Signals:
        answer_wanted(), sheet_wanted(), programme_wanted(): a button was pressed.
        customer_wanted(SuggestedCustomer): Enter or double click on a customer.
        summed(SelectionSums), filter_wanted(): of a list in the panel.
    """

    answer_wanted = Signal()
    sheet_wanted = Signal()
    programme_wanted = Signal()
    customer_wanted = Signal(object)
    summed = Signal(object)
    filter_wanted = Signal()

    def __init__(
        self, settings: SettingsFile, currency: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._currency = currency
        self._row: SheetRow | None = None
        self._programme: RepProgramme | None = None
        self._suggested: tuple[SuggestedCustomer, ...] = ()
        self._tone = Tone.NONE
        body = QWidget(self.viewport())
        self.figures = FigurePanel(body)
        self.arithmetic = label("", body)
        self.answer_title = heading("", body)
        self._shape = QLabel(body)
        self.status = label("", body)
        self.said = label("", body, role="muted")
        self.answer, self.sheet = QPushButton(body), QPushButton(body)
        self.programme = QPushButton(body)
        self.pages = QTabWidget(body)
        self.quarters = TableView(
            quarter_columns(currency), name=N_("Targets by quarter"), parent=self.pages
        )
        self.measures = TableView(
            measure_columns(), name=N_("The branch's own measures"), parent=self.pages
        )
        self.customers = TableView(
            customer_columns(), name=N_("Customers to begin with"),
            row_id=lambda row: row.customer_id, parent=self.pages,
        )  # fmt: skip
        self.customers.keep_layout(settings, "plans.sheets.customers")
        self._of_reps = (
            self.programme,
            self.answer_title,
            self.status,
            self.answer,
            self.sheet,
            self.pages,
        )
        self._build(body)
        self._wire()
        self.retranslate()

    def _build(self, body: QWidget) -> None:
        for words in (self.arithmetic, self.said):
            words.setWordWrap(True)
        state = QHBoxLayout()
        state.setSpacing(6)
        state.addWidget(self._shape)
        state.addWidget(self.status, 1)
        state.addWidget(self.answer)
        state.addWidget(self.sheet)
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 12, 16, 16)
        inside.setSpacing(8)
        inside.addWidget(self.arithmetic)
        inside.addWidget(self.programme, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addSpacing(8)
        inside.addWidget(self.answer_title)
        inside.addLayout(state)
        inside.addWidget(self.said)
        inside.addSpacing(8)
        inside.addWidget(self.pages, 1)
        self.pages.setDocumentMode(True)
        self.pages.tabBar().setExpanding(False)
        for table in (self.customers, self.quarters, self.measures):
            self.pages.addTab(table, "")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.figures)
        layout.addLayout(inside, 1)
        self.setWidget(body)

    def _wire(self) -> None:
        self.answer.clicked.connect(lambda _on=False: self.answer_wanted.emit())
        self.sheet.clicked.connect(lambda _on=False: self.sheet_wanted.emit())
        self.programme.clicked.connect(lambda _on=False: self.programme_wanted.emit())
        self.customers.opened.connect(self.customer_wanted)
        for table in (self.quarters, self.customers, self.measures):
            table.selection_summed.connect(self.summed)
            table.filter_wanted.connect(self.filter_wanted)

    def show_row(
        self,
        row: SheetRow | None,
        programme: RepProgramme | None,
        customers: tuple[SuggestedCustomer, ...],
        *,
        may_answer: bool,
    ) -> None:
        """Show a rep, or nothing."""
        self._row, self._programme, self._suggested = row, programme, customers
        is_rep = row is not None and row.rep_id is not None
        self.answer.setEnabled(may_answer)
        self.sheet.setEnabled(is_rep and row is not None and row.has_target)
        self.figures.setVisible(row is not None)
        for widget in self._of_reps:
            widget.setVisible(is_rep)
        if row is None:
            self._tone = Tone.NONE
            self.arithmetic.setText("")
            self.said.setVisible(False)
        else:
            self.figures.show_figures(figures_of(row, programme, self._currency))
            self.arithmetic.setText(programme_words(row, programme))
            self._show_answer(row)
        self._show_lists(row, customers)
        self._paint_shape()
        self._fit()

    def _show_answer(self, row: SheetRow) -> None:
        self._tone = answer_tone(row)
        self.status.setText(answer_words(row) or _("He has nothing to answer to."))
        self.said.setText("\n".join(said_words(one) for one in reversed(row.answers)))
        self.said.setVisible(bool(row.answers))

    def _show_lists(self, row: SheetRow | None, customers: tuple[SuggestedCustomer, ...]) -> None:
        self.quarters.set_rows(() if row is None else row.quarters)
        measures = () if row is None else row.measures
        self.measures.set_rows(measures)
        # Most branches have none, and a page that is always empty is one too many.
        self.pages.setTabVisible(2, bool(measures))
        self.customers.set_empty_text(
            _("Every customer of his brings as much as the year before, and as his target asks.")
        )
        self.customers.set_rows(customers)

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self.answer_title.setText(_("His answer"))
        self.pages.setTabText(0, _("Customers to begin with"))
        self.pages.setTabText(1, _("Targets by quarter"))
        self.pages.setTabText(2, _("Own measures"))
        self.pages.setAccessibleName(_("What lies behind his target"))
        self.answer.setText(_("Record his answer…"))
        self.answer.setToolTip(_("Write down whether he accepts, or what he objects to"))
        self.programme.setText(_("Make his programme…"))
        self.programme.setToolTip(
            _("Lead from his gap to customers, visits and a week plan (Ctrl+G)")
        )
        self.sheet.setText(_("Sheet…"))
        self.sheet.setToolTip(_("See his target sheet and print it (Enter in the list)"))
        self.quarters.retranslate()
        self.measures.retranslate()
        self.customers.retranslate()
        if self._row is not None:
            self.show_row(
                self._row, self._programme, self._suggested, may_answer=self.answer.isEnabled()
            )

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette or font."""
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in kinds and hasattr(self, "customers"):
            self._paint_shape()
            self._fit()

    def _paint_shape(self) -> None:
        size = self.fontMetrics().ascent()
        shape = status_icon(self._tone, colours_of(self.palette()))
        self._shape.setPixmap(shape.pixmap(QSize(size, size)))
        self._shape.setVisible(self._tone is not Tone.NONE)

    def _fit(self) -> None:
        """Keep room for some customers."""
        line = self.customers.verticalHeader().defaultSectionSize()
        head = self.customers.horizontalHeader().sizeHint().height()
        self.pages.setMinimumHeight(head + (_LINES + 1) * line)
