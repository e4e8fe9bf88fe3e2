"""A table's header whose sort arrow stands beside the words instead of over them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader, QWidget

from desktop.views.palette import colours_of
from desktop.views.sheet import cell_unit


class SortHeader(QHeaderView):
    """Paints the arrow after words that begin at the left and before words that end at the right.

    A header with a style sheet would paint the arrow at the right edge, over the end of words
    that stand there.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logicalIndex: int) -> None:
        """Leave the arrow to `paintSection`."""
        super().initStyleOptionForIndex(option, logicalIndex)
        option.sortIndicator = QStyleOptionHeader.SortIndicator.None_

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Paint the words, then the arrow where the rows are sorted by this column."""
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == logicalIndex:
            self._paint_arrow(painter, rect, logicalIndex)

    def arrow_place(self, rect: QRect, place: int) -> QRect:
        """Return the arrow's square in a section."""
        orientation = Qt.Orientation.Horizontal
        words = str(self.model().headerData(place, orientation, Qt.ItemDataRole.DisplayRole) or "")
        align = self.model().headerData(place, orientation, Qt.ItemDataRole.TextAlignmentRole)
        metrics = self.fontMetrics()
        unit = cell_unit(metrics.height())
        side, margin, width = 2 * unit, 2 * unit + 3, metrics.horizontalAdvance(words)
        flags = Qt.AlignmentFlag(align) if align is not None else Qt.AlignmentFlag.AlignLeft
        if flags & Qt.AlignmentFlag.AlignRight:
            left = rect.right() - margin - width - unit - side
        elif flags & Qt.AlignmentFlag.AlignHCenter:
            left = rect.center().x() + width // 2 + unit
        else:
            left = rect.left() + margin + width + unit
        left = max(rect.left() + 1, min(left, rect.right() - side))
        return QRect(left, rect.center().y() - side // 2 + 1, side, side)

    def _paint_arrow(self, painter: QPainter, rect: QRect, place: int) -> None:
        square = self.arrow_place(rect, place)
        tip, ends = square.height() * 0.7, square.height() * 0.3
        if self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder:
            tip, ends = ends, tip
        left, top = square.left() + 0.5, float(square.top())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours_of(self.palette()).muted), 1.4))
        painter.drawPolyline(
            QPolygonF([
                QPointF(left, top + ends),
                QPointF(left + square.width() / 2, top + tip),
                QPointF(left + square.width() - 1, top + ends),
            ])
        )  # fmt: skip
        painter.restore()
