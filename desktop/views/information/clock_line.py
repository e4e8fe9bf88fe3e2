"""The clock of a note as a line: event, noted, received, read, answered, and what lay between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.i18n import _
from desktop.services import formats
from desktop.services.information.data import NoteRow
from desktop.views.information.words import days_words, length_words
from desktop.views.palette import colours_of
from desktop.views.plain_text import tool_tip

_DOT = 4.5


@dataclass(frozen=True, slots=True)
class ClockPoint:
    """A point of the line: its name, when it was ("" has not come), how long it took before."""

    name: str
    when: str
    took: str
    has_come: bool


def clock_points(row: NoteRow) -> tuple[ClockPoint, ...]:
    """Return the five points of a note's clock."""
    clock = row.clock
    return (
        _point(_("Event"), row.event_on, ""),
        _point(_("Noted"), row.noted_on, "" if clock.noted is None else days_words(clock.noted)),
        _point(_("Received"), row.begun_at, days_words(clock.received)),
        _point(_("Read"), row.read_at, length_words(clock.read) if clock.read else ""),
        _point(
            _("Replied"), row.answered_at, length_words(clock.answered) if clock.answered else ""
        ),
    )


def _point(name: str, when: date | datetime | None, took: str) -> ClockPoint:
    day = when.astimezone().date() if isinstance(when, datetime) else when
    return ClockPoint(name, formats.short_day(day) if day else "", took, day is not None)


def clock_words(row: NoteRow) -> str:
    """Return the clock as sentences, for the tip and the reader."""
    lines = []
    for name, when in (
        (_("Event"), None if row.event_on is None else formats.day(row.event_on)),
        (_("Noted"), formats.day(row.noted_on)),
        (_("Received"), formats.instant(row.begun_at)),
        (_("Read"), None if row.read_at is None else formats.instant(row.read_at)),
        (_("Replied"), None if row.answered_at is None else formats.instant(row.answered_at)),
    ):
        lines.append(_("{name}: {when}").format(name=name, when=when or formats.DASH))
    lines.append(_("Times run on working days only."))
    return "\n".join(lines)


class ClockLine(QWidget):
    """Paints the points from left to right; what has not come yet is hollow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.points: tuple[ClockPoint, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_note(self, row: NoteRow | None) -> None:
        """Show the clock of a note; None shows nothing."""
        self.points = () if row is None else clock_points(row)
        words = "" if row is None else clock_words(row)
        self.setToolTip(tool_tip(words))
        self.setAccessibleName(_("Clock of the note"))
        self.setAccessibleDescription(words)
        self.setVisible(row is not None)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for three lines of words."""
        line = self.fontMetrics().height()
        return QSize(line * 18, line * 4)

    def minimumSizeHint(self) -> QSize:
        """Return the least that the names have room in."""
        line = self.fontMetrics().height()
        return QSize(line * 15, line * 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint stretches, dots, names and days."""
        if not self.points:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, metrics = colours_of(self.palette()), self.fontMetrics()
        line, step = metrics.height(), self.width() / len(self.points)
        middle = line * 1.35
        for place, point in enumerate(self.points):
            x = step * (place + 0.5)
            if place:
                pen = QPen(QColor(colours.accent if point.has_come else colours.edge), 1.5)
                if not point.has_come:
                    pen.setStyle(Qt.PenStyle.DotLine)
                painter.setPen(pen)
                painter.drawLine(QPointF(x - step + 8, middle), QPointF(x - 8, middle))
                painter.setPen(QColor(colours.muted))
                room = QRectF(x - step, 0, step, line)
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, point.took)
            painter.setPen(QPen(QColor(colours.accent if point.has_come else colours.faint), 1.5))
            painter.setBrush(QColor(colours.accent if point.has_come else colours.base))
            painter.drawEllipse(QPointF(x, middle), _DOT, _DOT)
            below = QRectF(x - step / 2, middle + _DOT + 2, step, line)
            painter.setPen(QColor(colours.text if point.has_come else colours.muted))
            name = metrics.elidedText(point.name, Qt.TextElideMode.ElideRight, int(step) - 4)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, name)
            painter.setPen(QColor(colours.muted))
            painter.drawText(
                below.translated(0, line), Qt.AlignmentFlag.AlignCenter, point.when or formats.DASH
            )
        painter.end()
