"""Above the waterfall: both numbers, the difference, the unexplained with its aim."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from desktop.tone import Tone
from desktop.views.charts import ChartView
from desktop.views.icons import status_icon
from desktop.views.palette import colours_of
from desktop.views.plain_text import label
from desktop.views.plans.side_panel import FactCell
from desktop.views.plans.talks.pictures import BridgeShown

_FIGURES = 5
_GAP = 16
#: A bar and the room between bars, in lines of text.
_BAR_LINES = 1.6


class BridgePanel(QFrame):
    """The figures of the bridge over its waterfall.

    Signals:
        item_clicked(object): the bar of the part with this id was clicked.
    """

    item_clicked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = Tone.NONE
        self._bars = 3
        self._across = 0
        self.cells = [FactCell(self) for _i in range(_FIGURES)]
        self._shape = QLabel(self)
        self.verdict = label("", self)
        self.verdict.setWordWrap(True)
        self.chart = ChartView(self)
        self.chart.bar_clicked.connect(self.item_clicked)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(8)
        verdict = QHBoxLayout()
        verdict.setSpacing(8)
        verdict.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        verdict.addWidget(self.verdict, 1)
        head = QVBoxLayout()
        head.setContentsMargins(_GAP, 12, _GAP, 0)
        head.setSpacing(8)
        head.addLayout(self._grid)
        head.addLayout(verdict)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.chart, 1)
        self._lay_out(3)

    def show_bridge(self, shown: BridgeShown) -> None:
        """Show the figures and the waterfall."""
        for cell, figure in zip(self.cells, shown.figures, strict=True):
            cell.show_fact(figure.name, figure.value, figure.tip)
        self._tone = shown.tone
        self.verdict.setText(shown.verdict)
        self.verdict.setVisible(bool(shown.verdict))
        self._shape.setVisible(bool(shown.verdict))
        self._bars = 3 + len(shown.chart.steps)
        self.chart.show_chart(shown.chart)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set fewer figures side by side where they would be cut off."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette or font."""
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in kinds and hasattr(self, "_grid"):
            self._fit()

    def _fit(self) -> None:
        size = self.fontMetrics().ascent()
        shape = status_icon(self._tone, colours_of(self.palette()))
        self._shape.setPixmap(shape.pixmap(QSize(size, size)))
        line = self.fontMetrics().height()
        self.chart.setMinimumHeight(round(line * (4 + _BAR_LINES * self._bars)))
        widest = max(cell.value.sizeHint().width() for cell in self.cells)
        room = self.contentsRect().width() - 2 * _GAP + _GAP
        self._lay_out(max(1, min(_FIGURES, room // (widest + _GAP))))

    def _lay_out(self, across: int) -> None:
        if across == self._across:
            return
        self._across = across
        for number, cell in enumerate(self.cells):
            self._grid.addWidget(cell, number // across, number % across)
        for place in range(_FIGURES):
            self._grid.setColumnStretch(place, 1 if place < across else 0)
