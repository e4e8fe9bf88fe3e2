"""The row under a chart's title that names its colours."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.views.chart_pieces import LegendEntry
from desktop.views.palette import colours_of


class Legend(QWidget):
    """Names the colours of a chart in a row that wraps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[LegendEntry, ...] = ()

    def set_entries(self, entries: tuple[LegendEntry, ...]) -> None:
        """Show these entries; none hides the legend."""
        self._entries = entries
        self.setVisible(bool(entries))
        self.setAccessibleName(", ".join(entry.name for entry in entries))
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap again."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint each entry's sign and name."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = QColor(colours_of(self.palette()).muted)
        for entry, place in zip(self._entries, self._places(), strict=True):
            sign = self.fontMetrics().ascent()
            middle = place.center().y()
            colour = QColor(entry.colour)
            if entry.shape == "bar":
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour)
                box = QRectF(place.left(), middle - sign * 0.38, sign * 0.76, sign * 0.76)
                painter.drawRoundedRect(box, 2, 2)
            elif entry.shape in ("upright", "diamond"):
                _paint_mark(painter, entry.shape, QPointF(place.left() + sign / 2, middle),
                            sign * 0.4, colour)  # fmt: skip
            else:
                pen = painter.pen()
                pen.setColor(colour)
                pen.setWidthF(2)
                styles = {"dash": Qt.PenStyle.DashLine, "dot": Qt.PenStyle.DotLine}
                pen.setStyle(styles.get(entry.shape, Qt.PenStyle.SolidLine))
                painter.setPen(pen)
                painter.drawLine(
                    round(place.left()), round(middle), round(place.left() + sign), round(middle)
                )
            painter.setPen(text)
            words = place.adjusted(sign + 6, 0, 0, 0)
            painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), entry.name)

    def _places(self) -> list[QRectF]:
        metrics = self.fontMetrics()
        height = metrics.height() + 6
        x, y, places = 0.0, 0.0, []
        for entry in self._entries:
            width = metrics.ascent() + 6 + metrics.horizontalAdvance(entry.name) + 18.0
            if x and x + width > self.width():
                x, y = 0.0, y + height
            places.append(QRectF(x, y, width, height))
            x += width
        return places

    def _fit(self) -> None:
        places = self._places()
        self.setFixedHeight(round(places[-1].bottom()) if places else 0)


def _paint_mark(
    painter: QPainter, shape: str, centre: QPointF, size: float, colour: QColor
) -> None:
    """Paint the upright stroke or the diamond of a bullet bar."""
    painter.setPen(QPen(colour, 2.5 if shape == "upright" else 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if shape == "upright":
        painter.drawLine(centre - QPointF(0, size), centre + QPointF(0, size))
        return
    size *= 0.8
    corners = ((0, -size), (size, 0), (0, size), (-size, 0))
    painter.drawPolygon(QPolygonF([centre + QPointF(*at) for at in corners]))
