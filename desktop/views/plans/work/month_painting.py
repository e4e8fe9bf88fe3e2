"""How a day of the tasks' calendar is painted, and the words on a task's strip."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.i18n import _
from desktop.services.plans.work_data import TaskRow
from desktop.views.palette import Colours
from desktop.views.plans.work.painted import paint_state

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DayLook:
    """What a day is besides its date: of the month shown, today, the current one."""

    is_here: bool
    is_today: bool
    is_current: bool
    has_keyboard: bool


def paint_day(
    painter: QPainter, cell: QRect, lane: int, day: date, look: DayLook, colours: Colours
) -> None:
    """Paint a day's ground, its number in a line `lane` pixels high, and whether it is current."""
    if day.weekday() >= _SATURDAY:
        painter.fillRect(cell, QColor(colours.hover))
    painter.setPen(QColor(colours.line))
    painter.drawLine(cell.topLeft(), cell.topRight())
    painter.drawLine(cell.topLeft(), cell.bottomLeft())
    _paint_number(painter, cell, lane, day, look, colours)
    if look.is_current:
        painter.setPen(QPen(QColor(colours.accent if look.has_keyboard else colours.edge), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(cell).adjusted(2, 2, -1, -1), 3, 3)


def _paint_number(
    painter: QPainter, cell: QRect, lane: int, day: date, look: DayLook, colours: Colours
) -> None:
    spot = QRect(cell.left() + 6, cell.top() + 3, cell.width() - 10, lane)
    words, font, colour = str(day.day), painter.font(), colours.faint
    if look.is_here:
        colour = colours.text
    if look.is_today:
        words, colour = _("{day} Today").format(day=day.day), colours.accent
        bold = painter.font()
        bold.setBold(True)
        painter.setFont(bold)
    painter.setPen(QColor(colour))
    painter.drawText(spot, int(Qt.AlignmentFlag.AlignVCenter), words)
    painter.setFont(font)


def paint_words(painter: QPainter, area: QRectF, task: TaskRow, colours: Colours) -> None:
    """Write the shape of a task and its name, as much of it as there is room for."""
    metrics = painter.fontMetrics()
    size = metrics.ascent() * 0.8
    spot = QPointF(area.left(), area.center().y() - size / 2)
    paint_state(painter, spot, size, task, colours)
    painter.setPen(QColor(colours.text))
    room = area.adjusted(size + 4, 0, 0, 0)
    words = metrics.elidedText(task.name, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)
