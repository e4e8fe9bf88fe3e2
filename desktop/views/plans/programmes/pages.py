"""The first three pages of the wizard: the gap, the customers, the visits that are typed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.enums import Metric
from desktop.i18n import N_, _
from desktop.services.plans.programmes_data import MOST_VISITS, ProgrammeSheet
from desktop.services.plans.sheets_data import SheetFigure, SheetRow
from desktop.views.plain_text import label
from desktop.views.plans.programmes.columns import VISITS, customer_columns, visit_columns
from desktop.views.plans.programmes.state import Totals, VisitRow, parsed_visits
from desktop.views.plans.programmes.typed_table import TypedTable
from desktop.views.plans.programmes.words import empty_words, gap_words, origin_words
from desktop.views.plans.sheets.words import figures_of, programme_words
from desktop.views.plans.side_panel import FigurePanel
from desktop.views.table_pane import TablePane
from desktop.views.table_view import TableView


class GapPage(QWidget):
    """What is missing, and the arithmetic that leads to visits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures = FigurePanel(self)
        self.arithmetic, self.sentence = label("", self), label("", self)
        self.classes = label("", self, role="muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(self.figures)
        for words in (self.arithmetic, self.sentence, self.classes):
            words.setWordWrap(True)
            words.setContentsMargins(16, 0, 16, 0)
            layout.addWidget(words)
        layout.addStretch(1)

    def show_sheet(self, sheet: ProgrammeSheet) -> None:
        """Show the programme's arithmetic."""
        row = _row_of(sheet)
        self.figures.show_figures(figures_of(row, sheet.programme, sheet.currency))
        words = gap_words(sheet)
        self.arithmetic.setText(words)
        self.arithmetic.setVisible(bool(words))
        self.sentence.setText(programme_words(row, sheet.programme))
        self.classes.setText(origin_words(sheet) if sheet.customers else empty_words(sheet))

    def focus_first(self) -> None:
        """Do nothing: there is nothing to type."""


def _row_of(sheet: ProgrammeSheet) -> SheetRow:
    """Return the rep as the panel of the target sheets shows him."""
    found = sheet.programme
    target = None if found is None else found.programme.target
    figures = (SheetFigure(Metric.SALES, target, None),)
    return SheetRow(
        sheet.rep_id, sheet.rep_code, sheet.rep_name, "", "", sheet.manager, sheet.territory,
        len(sheet.customers), figures,
    )  # fmt: skip


class _CustomerTable(TableView):
    """A list whose Space leaves customers out.

    Signals:
        toggled(VisitRow): Space on a customer.
    """

    toggled = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand on Space; everything else is the list's."""
        row = self.current_row()
        if event.key() == Qt.Key.Key_Space and row is not None:
            self.toggled.emit(row)
        else:
            super().keyPressEvent(event)


class CustomersPage(QWidget):
    """Whom the programme is for.

    Signals:
        toggled(int customer_id): leave him out, or take him in.
    """

    toggled = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = _CustomerTable(
            customer_columns(), name=N_("His customers"),
            row_id=lambda row: row.customer.customer_id, parent=self,
        )  # fmt: skip
        self.table.toggled.connect(self._toggle)
        self.table.opened.connect(self._toggle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 0, 24, 0)
        layout.addWidget(self.table, 1)

    def _toggle(self, row: VisitRow) -> None:
        self.toggled.emit(row.customer.customer_id)

    def show_sheet(self, sheet: ProgrammeSheet) -> None:
        """Say what to do where there is no customer."""
        self.table.set_empty_text(empty_words(sheet))

    def show_rows(self, rows: tuple[VisitRow, ...]) -> None:
        """Show the customers."""
        self.table.set_rows(rows)

    def focus_first(self) -> None:
        """Begin in the list."""
        _stand(self.table)


class _VisitsPane(TablePane):
    table_type = TypedTable


class VisitsPage(QWidget):
    """The visits to each customer, typed; the sums stand under them.

    Signals:
        suggested(), judged(), template(), colleague(): a button was pressed.
    """

    suggested = Signal()
    judged = Signal()
    template = Signal()
    colleague = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pane = _VisitsPane(
            visit_columns(), name=N_("Visits to his customers"),
            row_id=lambda row: row.customer.customer_id, parent=self,
        )  # fmt: skip
        self.origin = label("", self, role="muted")
        self.origin.setWordWrap(True)
        self.suggest = self._button(_("Suggest a&gain"), self.suggested)
        self.suggest.setToolTip(_("Begin again with the visits by class and gap"))
        self.judge = self._button(_("By &response (CALLPLAN)…"), self.judged)
        self.judge.setToolTip(_("Let judged response decide which visits bring most"))
        self.templates = self._button(_("&Template…"), self.template)
        self.templates.setToolTip(_("Take visits from a template, or keep these as one"))
        self.colleagues = self._button(_("&Copy from a colleague…"), self.colleague)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.suggest, self.judge, self.templates, self.colleagues):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 0, 24, 0)
        layout.setSpacing(8)
        layout.addLayout(buttons)
        layout.addWidget(self.origin)
        layout.addWidget(self.pane, 1)

    def _button(self, words: str, wish: object) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _on=False: wish.emit())  # type: ignore[attr-defined]
        return button

    @property
    def table(self) -> TypedTable:
        """The list."""
        table = self.pane.table
        assert isinstance(table, TypedTable)
        return table

    def take(self, give: object) -> None:
        """Let `give(customer_id, text)` hear what is typed."""

        def taken(row: VisitRow, _key: str, text: str) -> str:
            if parsed_visits(text) is None:
                return _("“{value}” is no number of visits from 0 to {most}.").format(
                    value=text.strip(), most=MOST_VISITS
                )
            give(row.customer.customer_id, text)  # type: ignore[operator]
            return ""

        self.table.take_typed(frozenset({VISITS}), taken)

    def show_sheet(self, sheet: ProgrammeSheet, *, may_change: bool) -> None:
        """Show where the visits come from."""
        self.origin.setText(origin_words(sheet))
        self.table.set_empty_text(empty_words(sheet))
        self.table.set_locked(not may_change)
        has_rows = may_change and bool(sheet.customers)
        for button in (self.suggest, self.judge, self.templates):
            button.setEnabled(has_rows)
        self.colleagues.setEnabled(has_rows and bool(sheet.others))
        self.colleagues.setToolTip(
            _("Take the visits of another rep's programme, by customer or by class")
            if sheet.others
            else _("No other rep has a programme in this version yet")
        )

    def show_rows(self, rows: tuple[VisitRow, ...], totals: Totals) -> None:
        """Show visits and sums."""
        self.table.set_rows(rows)
        self.pane.set_totals(
            {
                "present": sum(row.customer.present for row in rows),
                "suggested": sum(row.customer.suggested for row in rows),
                VISITS: totals.visits,
                "orders": totals.orders,
                "on_top": totals.on_top,
                "gap_share": sum(row.customer.gap_share for row in rows),
            }
            if rows
            else None
        )

    def focus_first(self) -> None:
        """Begin in the first field."""
        _stand(self.table, VISITS)


def _stand(table: TableView, key: str = "") -> None:
    """Give a list the keyboard, on its first row where it stood nowhere."""
    table.setFocus(Qt.FocusReason.OtherFocusReason)
    model = table.rows_model
    if model.rowCount() and not table.currentIndex().isValid():
        keys = [column.key for column in model.columns]
        table.setCurrentIndex(model.index(0, keys.index(key) if key in keys else 0))
