"""Beside the reps: the current one's figures against his past and the branch, and his months."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHeaderView, QScrollArea, QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.services import formats
from desktop.services.activity.data import RepActivityRow
from desktop.services.charts.data import BarChart
from desktop.views.activity.columns import (
    BEFORE,
    SMALL_BASE,
    Figure,
    FigureLine,
    line_columns,
)
from desktop.views.charts import ChartView
from desktop.views.plain_text import heading, label
from desktop.views.table_view import TableView


class RepPanel(QScrollArea):
    """One rep: a table of his figures, bars of visits by month, calls per day by month.

    Signals:
        figure_opened(RepActivityRow, str column): a figure of the table was opened.
        month_opened(Month): a bar was clicked.
    """

    figure_opened = Signal(object, str)
    month_opened = Signal(object)

    def __init__(self, figures: tuple[Figure, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures = figures
        self._row: RepActivityRow | None = None
        self._body = QFrame(self.viewport())
        self._body.setAutoFillBackground(True)
        self._empty = label("", self._body, role="muted")
        self._whole = QWidget(self._body)
        self.name = heading("", self._whole, role="title")
        self.period = label("", self._whole, role="muted")
        self.table = TableView(
            line_columns(), name=N_("Figures of the rep"),
            row_id=lambda line: line.figure.key, parent=self._whole,
        )  # fmt: skip
        self.hint = label("", self._whole, role="muted")
        self.visits, self.calls = ChartView(self._whole), ChartView(self._whole)
        self._build()
        self.table.opened.connect(self._open_line)
        for chart in (self.visits, self.calls):
            chart.bar_clicked.connect(self.month_opened)
        self.setWidget(self._body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.retranslate()
        self.show_rep(None)

    def _build(self) -> None:
        self.name.setWordWrap(True)
        self.hint.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.table.horizontalHeader()
        header.setSectionsMovable(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        inner = QVBoxLayout(self._whole)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(2)
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(2)
        head.addWidget(self.name)
        head.addWidget(self.period)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 4, 16, 8)
        foot.addWidget(self.hint)
        inner.addLayout(head)
        inner.addWidget(self.table)
        inner.addLayout(foot)
        inner.addWidget(self.visits, 1)
        inner.addWidget(self.calls, 1)
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._whole, 1)
        layout.addWidget(self._empty, 1)
        self._fit()

    def show_rep(self, row: RepActivityRow | None) -> None:
        """Show a rep's figures; his charts come by `show_charts`."""
        self._row = row
        self._whole.setVisible(row is not None)
        self._empty.setVisible(row is None)
        if row is None:
            return
        self.name.setText(_("{name} ({code})").format(name=row.rep_name, code=row.rep_code))
        self.period.setText(
            _("{period}, against {before}").format(
                period=formats.period(row.period), before=formats.period(row.period.previous())
            )
        )
        self.table.set_rows([FigureLine(figure, row) for figure in self._figures])
        # Another rep's sales may be wider than those that the columns were made for.
        self.table.column_layout.remeasure()
        is_marked = any(
            figure.is_small(side)
            for figure in self._figures
            for side in (row.now, row.previous, row.branch)
        )
        self.hint.setText(
            _("{mark} rests on a small base; its tool tip says how small.").format(mark=SMALL_BASE)
        )
        self.hint.setVisible(is_marked)
        self._fit()

    def show_charts(self, visits: BarChart, calls: BarChart) -> None:
        """Show the rep's months."""
        self.visits.show_chart(visits)
        self.calls.show_chart(calls)

    def retranslate(self) -> None:
        """Show all words in the language of the moment; charts come again by `show_charts`."""
        self._empty.setText(_("Choose a rep in the list to see the figures here."))
        self.table.retranslate()
        self.show_rep(self._row)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "calls"):
            self._fit()

    def _fit(self) -> None:
        """Make the table as high as its lines: the panel scrolls, not the table."""
        line = self.table.fontMetrics().height() + 7
        self.table.verticalHeader().setDefaultSectionSize(line)
        height = self.table.horizontalHeader().sizeHint().height() + line * len(self._figures)
        self.table.setFixedHeight(height + 2)
        letters = self.fontMetrics().height()
        self.visits.setMinimumHeight(letters * 8)
        # One line more than the bars above: it has a legend.
        self.calls.setMinimumHeight(letters * 10)

    @Slot(object)
    def _open_line(self, line: FigureLine) -> None:
        column = self.table.rows_model.columns[self.table.currentIndex().column()].key
        prefix = BEFORE if column == "before" else ""
        self.figure_opened.emit(line.row, prefix + line.figure.key)
