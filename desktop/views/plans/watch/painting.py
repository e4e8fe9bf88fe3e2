"""Paints bullet bars and heat cells into tables: the table stays one for keys and readers."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.services.charts.bullets import BulletBar
from desktop.services.charts.heat import HeatStep, heat_step
from desktop.views.itemmodels.row_table import ROW_ROLE
from desktop.views.palette import Colours, colours_of, mixed

Index = QModelIndex | QPersistentModelIndex

_MARGIN = 8
#: How much of its colour a step of the heat map has.
_STRENGTH = {1: 0.26, 2: 0.58}


class BulletDelegate(QStyledItemDelegate):
    """Paints a row's bullet bar; every row of the table has the same scale."""

    def __init__(self, bar_of: Callable[[object], BulletBar], parent: QObject) -> None:
        super().__init__(parent)
        self._bar_of = bar_of
        self.scale = Decimal("1.08")

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the cell's ground, then the bar in place of its words."""
        found = QStyleOptionViewItem(option)
        self.initStyleOption(found, index)
        bar = self._bar_of(index.data(ROW_ROLE))
        colours = colours_of(found.palette)
        if not bar.is_empty:
            found.text = ""
        else:
            found.text = "—"
        style = found.widget.style() if found.widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, found, painter, found.widget)
        if not bar.is_empty:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_bar(painter, QRectF(found.rect), bar, colours)
            painter.restore()

    def _paint_bar(self, painter: QPainter, area: QRectF, bar: BulletBar, colours: Colours) -> None:
        left, width = area.left() + _MARGIN, area.width() - 2 * _MARGIN
        middle, height = area.center().y(), area.height()

        def across(value: Decimal | None) -> float | None:
            share = bar.share(value)
            if share is None:
                return None
            return left + width * float(min(max(share / self.scale, Decimal(0)), Decimal(1)))

        def box(start: float, end: float, part: float) -> QRectF:
            return QRectF(start, middle - height * part / 2, end - start, height * part)

        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(box(left, left + width, 0.52), QColor(colours.line))
        low, high = across(bar.low), across(bar.high)
        if low is not None and high is not None and high > low:
            painter.fillRect(box(low, high, 0.52), QColor(mixed(colours.accent, colours.base, 0.4)))
        actual = across(bar.actual)
        if actual is not None:
            painter.fillRect(box(left, actual, 0.28), QColor(colours.accent))
        expected = across(bar.expected)
        if expected is not None:
            painter.fillRect(box(expected - 1, expected + 1, 0.44), QColor(colours.muted))
        target = across(bar.target)
        if target is not None:
            painter.fillRect(box(target - 1.5, target + 1.5, 0.74), QColor(colours.text))
        forecast = across(bar.forecast)
        if forecast is not None:
            _diamond(painter, QPointF(forecast, middle), height * 0.2, colours)


class HeatDelegate(QStyledItemDelegate):
    """Paints a month's ratio on the colour of its step; hatched where there is none."""

    def __init__(self, ratio_of: Callable[[object, int], Decimal | None], parent: QObject) -> None:
        super().__init__(parent)
        self._ratio_of = ratio_of

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the colour, the number, and the edge of the current cell."""
        found = QStyleOptionViewItem(option)
        self.initStyleOption(found, index)
        colours = colours_of(found.palette)
        ratio = self._ratio_of(index.data(ROW_ROLE), index.column())
        area = QRectF(found.rect).adjusted(1, 1, -1, -2)
        painter.save()
        if ratio is None:
            hatch = QBrush(QColor(colours.edge), Qt.BrushStyle.BDiagPattern)
            painter.fillRect(area, hatch)
        else:
            painter.fillRect(area, QColor(heat_colour(heat_step(ratio), colours)))
            painter.setPen(QColor(colours.text))
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), found.text)
        state = QStyle.StateFlag
        if found.state & state.State_Selected or found.state & state.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.text), 2))
            painter.drawRect(area.adjusted(1, 1, -1, -1))
        painter.restore()


def heat_colour(step: HeatStep, colours: Colours) -> str:
    """Return a step's colour: orange below, blue above, grey about as due."""
    if step is HeatStep.AS_DUE:
        return mixed(colours.comparison, colours.base, 0.35)
    strength = _STRENGTH[abs(step.value)]
    return mixed(colours.info if step > 0 else colours.bad, colours.base, strength)


def _diamond(painter: QPainter, centre: QPointF, size: float, colours: Colours) -> None:
    corners = QPolygonF(
        [centre + QPointF(*at) for at in ((0, -size), (size, 0), (0, size), (-size, 0))]
    )
    painter.setBrush(QColor(colours.base))
    painter.setPen(QPen(QColor(colours.text), 1.5))
    painter.drawPolygon(corners)
