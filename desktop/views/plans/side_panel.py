"""Beside the board: the current cell's figures, target against actual, and the pace."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import _
from desktop.services.charts.data import BarChart, PaceChart
from desktop.tone import Tone
from desktop.views.charts import ChartView
from desktop.views.icons import show_shape
from desktop.views.plain_text import digits_wide, heading, label, tool_tip
from desktop.views.plans.pictures import Figures
from desktop.views.side_scroll import SideScroll

_ACROSS = 3
_GAP = 16
_NAME_DIGITS = 18
_MOST_FACTS = 9
#: A chart lower than this many lines of text says nothing.
_LEAST_LINES = 8


class ElidedLabel(QLabel):
    """A label that shortens a long name with "…" and tells it whole as its tool tip."""

    def __init__(self, parent: QWidget, role: str) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_whole(self, text: str) -> None:
        """Show this text, as much of it as there is room for."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten again for a new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        text = metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        self.setText(text)
        self.setToolTip(tool_tip(self._whole) if text != self._whole else "")


class FactCell(QWidget):
    """One figure: its name, quiet, above its value."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = ElidedLabel(self, "muted")
        self.value = label("", self)
        self.value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.name)
        layout.addWidget(self.value)

    def show_fact(self, name: str, value: str, tip: str) -> None:
        """Show a figure and how it is reckoned."""
        self.name.set_whole(name)
        self.value.setText(value)
        self.value.setAccessibleName(_("{name}: {value}").format(name=name, value=value))
        self.setToolTip(tool_tip(tip))


class FigurePanel(QFrame):
    """The current cell in words and figures: what it is, how it stands, what is needed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = Tone.NONE
        self.title = ElidedLabel(self, "heading")
        self.place = ElidedLabel(self, "muted")
        self.attainment = heading("", self, role="name")
        self._shape = QLabel(self)
        self.status = label("", self)
        self.facts = [FactCell(self) for _i in range(_MOST_FACTS)]
        self._grid = QGridLayout()
        self._across = 0
        self._limit()
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._build()

    def _build(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.title)
        names.addWidget(self.place)
        state = QHBoxLayout()
        state.setSpacing(6)
        state.addWidget(self._shape)
        state.addWidget(self.status)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addLayout(names, 1)
        head.addLayout(state)
        head.addWidget(self.attainment)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(8)
        self._lay_out(_ACROSS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addLayout(self._grid)

    def show_figures(self, figures: Figures) -> None:
        """Show these figures."""
        self.title.set_whole(figures.title)
        self.place.set_whole(figures.place)
        self.attainment.setText(figures.attainment)
        self.attainment.setToolTip(tool_tip(figures.attainment_tip))
        self.attainment.setAccessibleName(
            _("Attainment: {percent}").format(percent=figures.attainment)
        )
        self.status.setText(figures.status)
        self._tone = figures.tone
        self._paint_shape()
        for number, cell in enumerate(self.facts):
            is_there = number < len(figures.facts)
            cell.setVisible(is_there)
            if is_there:
                fact = figures.facts[number]
                cell.show_fact(fact.name, fact.value, fact.tip)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set fewer figures side by side where they would be cut off."""
        super().resizeEvent(event)
        self._fit()

    def _limit(self) -> None:
        """Leave so much of the name that it can be told from others."""
        self.title.setMinimumWidth(digits_wide(self, _NAME_DIGITS))

    def _fit(self) -> None:
        widest = max(cell.value.sizeHint().width() for cell in self.facts)
        room = self.contentsRect().width() - 2 * 16 + _GAP
        self._lay_out(max(1, min(_ACROSS, room // (widest + _GAP))))

    def _lay_out(self, across: int) -> None:
        if across == self._across:
            return
        self._across = across
        for number, cell in enumerate(self.facts):
            self._grid.addWidget(cell, number // across, number % across)
        for place in range(_ACROSS):
            self._grid.setColumnStretch(place, 1 if place < across else 0)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette or font."""
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in kinds and hasattr(self, "_across"):
            self._limit()
            self._paint_shape()

    def _paint_shape(self) -> None:
        show_shape(self._shape, self._tone, self)


class SideChart(ChartView):
    """A chart that takes the height it is given: a wrapping title must not push the figures."""

    def hasHeightForWidth(self) -> bool:
        """Return that the width does not decide the height."""
        return False


class SidePanel(SideScroll):
    """Figures above, target against actual in the middle, the pace below; scrolls if it must.

    Signals:
        bar_clicked(key): a bar was clicked; the code of its row or column.
    """

    bar_clicked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: BarChart | None = None
        body = QWidget(self.viewport())
        self.figures = FigurePanel(body)
        self.bars = SideChart(body)
        self.pace = SideChart(body)
        self.bars.bar_clicked.connect(self.bar_clicked)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addWidget(self.figures)
        layout.addWidget(self.bars, 1)
        layout.addWidget(self.pace, 1)
        self.setWidget(body)
        self._settle_soon = QTimer(self)
        self._settle_soon.setSingleShot(True)
        self._settle_soon.setInterval(80)
        self._settle_soon.timeout.connect(self._settle)
        self._settle()

    def show_figures(self, figures: Figures, bars: BarChart | None) -> None:
        """Show the current cell and the bars of its row."""
        self.figures.show_figures(figures)
        if bars is not None:
            self._bars = bars
            self._draw_bars()

    def show_pace(self, figures: Figures, chart: PaceChart) -> None:
        """Show the pace line, and the figures with the usual day."""
        self.figures.show_figures(figures)
        self.pace.show_chart(chart)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_settle_soon"):
            self._settle_soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the bars out again for a new height."""
        super().resizeEvent(event)
        self._settle_soon.start()

    @Slot()
    def _settle(self) -> None:
        for chart in (self.bars, self.pace):
            chart.setMinimumHeight(self.fontMetrics().height() * _LEAST_LINES)
        self._draw_bars()

    def _draw_bars(self) -> None:
        """Draw names at the left where each bar has room for its own, else below."""
        if self._bars is None:
            return
        line = self.fontMetrics().height()
        needed = (len(self._bars.categories) * 0.75 + 5) * line
        has_room = self.bars.height() >= needed
        chart = replace(self._bars, is_horizontal=self._bars.is_horizontal and has_room)
        if chart != self.bars.chart:
            self.bars.show_chart(chart)
