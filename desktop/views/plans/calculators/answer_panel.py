"""The answer of a calculator: its table and remarks, and what hangs on a programme of visits."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import N_, _
from desktop.services.exports.people import ExportTable
from desktop.services.settings import SettingsFile
from desktop.tone import Tone
from desktop.views.charts import ChartView
from desktop.views.icons import show_shape
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.plain_text import heading, label
from desktop.views.plans.calculators.answering import Answer, CallAnswer, total_of
from desktop.views.plans.calculators.columns import (
    AnswerRow,
    answer_columns,
    answer_rows,
    step_columns,
    step_rows,
)
from desktop.views.plans.calculators.pictures import (
    assumed_words,
    marginal_words,
    response_chart,
    totals_words,
)
from desktop.views.plans.calculators.words import calculator_words
from desktop.views.table_selection import tab_separated
from desktop.views.table_view import TableView

_SPLITTER = "plans.calculators.answer"
#: A chart lower than this many lines of text says nothing.
_CHART_LINES = 9
#: The answer's head and some of its lines are always there.
_TABLE_LINES = 8


class AnswerPanel(QWidget):
    """Shows an answer or why there is none; beside `callplan` its curve, change and grounds.

    Signals:
        export_wanted(): "Export…" was pressed.
        copied(): the table is on the clipboard.
    """

    export_wanted = Signal()
    copied = Signal()

    def __init__(self, settings: SettingsFile, currency: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._currency = currency
        self._answer: Answer | None = None
        self._call: CallAnswer | None = None
        self._by_hours: bool | None = None
        self._tone = Tone.NONE
        self.title = heading("", self)
        self.copy, self.export = QPushButton(self), QPushButton(self)
        self._shape = QLabel(self)
        self.note = label("", self)
        self.splitter = KeptSplitter(settings, _SPLITTER, self)
        self.table = TableView((), name=N_("Answer"), row_id=_place, parent=self.splitter)
        self.more = QTabWidget(self.splitter)
        self.chart = ChartView(self.more)
        self.change = QWidget(self.more)
        self.marginal = label("", self.change)
        self.steps = TableView(
            (), name=N_("At other capacities"),
            row_id=lambda row: row.step.percent, parent=self.change,
        )  # fmt: skip
        self.assumed = label("")
        self._build()
        self._wire()
        self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addSpacing(8)
        head.addWidget(self._shape)
        head.addWidget(self.note, 1)
        head.addWidget(self.copy)
        head.addWidget(self.export)
        self.note.setWordWrap(True)
        self.note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        change = QVBoxLayout(self.change)
        change.setContentsMargins(0, 8, 0, 0)
        change.setSpacing(8)
        self.marginal.setWordWrap(True)
        self.marginal.setContentsMargins(16, 0, 16, 0)
        change.addWidget(self.marginal)
        change.addWidget(self.steps, 1)
        for page in (self.chart, self.change, self._assumed_page()):
            self.more.addTab(page, "")
        self.more.setDocumentMode(True)
        self.more.tabBar().setExpanding(False)
        self._fit()
        self.splitter.add_parts(("table", self.table, 1, 560), ("more", self.more, 1, 560))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.splitter, 1)

    def _assumed_page(self) -> QScrollArea:
        area = QScrollArea(self.more)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.assumed.setWordWrap(True)
        self.assumed.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.assumed.setContentsMargins(16, 12, 16, 12)
        self.assumed.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        area.setWidget(self.assumed)
        return area

    def _wire(self) -> None:
        self.copy.clicked.connect(lambda _on=False: self.copy_all())
        self.export.clicked.connect(lambda _on=False: self.export_wanted.emit())
        self.table.current_changed.connect(lambda _row: self._show_curve())

    # What the page uses

    def show_answer(self, answer: Answer) -> None:
        """Show a table with its remarks, or what is missing."""
        is_other = self._answer is None or self._answer.name != answer.name
        self._answer = answer
        columns = answer_columns(answer, self._currency)
        before = [one.header for one in self.table.rows_model.columns]
        # What is refused for the moment leaves the headers standing.
        if is_other or (columns and [one.header for one in columns] != before):
            # Rows of other columns cannot be read by these.
            self.table.set_rows(())
            self.table.rows_model.set_columns(columns)
            self.table.column_layout.restore()
        self.table.set_empty_text(_empty_words(answer))
        self.table.set_rows(answer_rows(answer))
        if answer.name == "callplan" and answer.table is not None:
            self._stand_somewhere()
        for button in (self.copy, self.export):
            button.setEnabled(answer.table is not None)
        words, self._tone = _note_of(answer, self._currency)
        self.note.setText(words)
        self._paint_shape()

    def show_call(self, call: CallAnswer | None) -> None:
        """Show what hangs on a programme of visits; None for calculators without one."""
        self._call = call
        self.more.setVisible(call is not None)
        if call is None:
            self.chart.show_chart(None)
            self.steps.set_rows(())
            return
        picture = call.picture
        by_hours = picture.problem.by_hours
        if by_hours != self._by_hours:
            self._by_hours = by_hours
            self.steps.rows_model.set_columns(step_columns(self._currency, by_hours=by_hours))
            self.steps.column_layout.restore()
        self.steps.set_rows(step_rows(picture.steps))
        self.marginal.setText(marginal_words(picture, self._currency))
        table = None if self._answer is None else self._answer.table
        remarks = () if table is None else table.remarks
        self.assumed.setText("\n\n".join(assumed_words(call, remarks)))
        self._stand_somewhere()
        self._show_curve()

    def exported(self) -> ExportTable | None:
        """Return the answer as a table for a file, with its definitions."""
        answer = self._answer
        if answer is None or answer.table is None:
            return None
        title = calculator_words(answer.name)
        return self.table.exported(title, None, answer.table.definitions)

    def copy_all(self) -> None:
        """Put the whole table on the clipboard, its headers first."""
        from PySide6.QtGui import QGuiApplication

        model = self.table.rows_model
        if not model.rowCount():
            return
        places = list(range(len(model.columns)))
        head = "\t".join(_(one.header) for one in model.columns)
        lines = tab_separated(model, range(model.rowCount()), places)
        QGuiApplication.clipboard().setText(f"{head}\n{lines}")
        self.copied.emit()

    def retranslate(self) -> None:
        """Show all words in the language of the moment; the answer comes anew."""
        self.title.setText(_("Answer"))
        self.copy.setText(_("Copy"))
        self.copy.setToolTip(_("Copy the whole table for Excel"))
        self.copy.setAccessibleName(_("Copy the answer"))
        self.export.setText(_("Export…"))
        self.export.setToolTip(_("Write the answer as Excel or CSV"))
        self.more.setTabText(0, _("Response"))
        self.more.setTabText(1, _("More or fewer visits"))
        self.more.setTabText(2, _("What you assumed"))
        self.more.setAccessibleName(_("What hangs on the programme"))
        self.table.retranslate()
        self.steps.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette or font."""
        super().changeEvent(event)
        if not hasattr(self, "assumed"):
            return
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_shape()
        elif event.type() == QEvent.Type.FontChange:
            self._fit()

    # Inside

    def _fit(self) -> None:
        """Keep as much height as a curve needs to say something."""
        line = self.fontMetrics().height()
        self.chart.setMinimumHeight(_CHART_LINES * line)
        self.splitter.setMinimumHeight(_TABLE_LINES * line)

    def _stand_somewhere(self) -> None:
        if self.table.current_row() is None:
            self.table.select_row(0)

    def _show_curve(self) -> None:
        row: AnswerRow | None = self.table.current_row()
        if self._call is None or row is None:
            self.chart.show_chart(None)
            return
        self.chart.show_chart(response_chart(self._call, str(row.values[0]), self._currency))

    def _paint_shape(self) -> None:
        show_shape(self._shape, self._tone, self)


def _place(row: AnswerRow) -> object:
    return row.place


def _empty_words(answer: Answer) -> str:
    if answer.is_waiting:
        return _("Type your figures, paste them from Excel, open a file, or press Example.")
    missing = [one for one in answer.refusals if one.is_missing]
    if missing and len(missing) == len(answer.refusals):
        # Somebody is still typing: what is missing is told here, and nothing is marked.
        names = ", ".join(one.place for one in missing if one.place)
        return _("Still needed: {names}.").format(names=names) if names else missing[0].sentence
    return _("There is no answer yet: what stands against it is told at its place.")


def _note_of(answer: Answer, currency: str) -> tuple[str, Tone]:
    """Return the remarks on an answer, or a refusal that has no place of its own."""
    general = [
        one.words
        for one in answer.refusals
        if not one.option and one.grid is None and not one.is_missing
    ]
    if general:
        return " ".join(general), Tone.BAD
    if answer.table is None:
        return "", Tone.NONE
    if answer.name == "callplan":
        sales, contribution = total_of(answer, "expected_sales"), total_of(answer, "contribution")
        return totals_words(sales, contribution, currency), Tone.NONE
    return " ".join(answer.table.remarks), Tone.INFO if answer.table.remarks else Tone.NONE
