"""The row under a chart's title that names its colours."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
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
