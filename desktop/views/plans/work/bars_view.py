"""Tasks as bars on a line of time: today, weekends, milestones; one is current by key or mouse."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.i18n import _
from desktop.periods import Period
from desktop.services import formats
from desktop.services.plans.work_data import TaskRow
from desktop.views.palette import Colours
from desktop.views.plans.work.layout import time_line
from desktop.views.plans.work.painted import (
    ENTER,
    PaintedTasks,
    colours_for,
    paint_bar,
    paint_empty,
    paint_legend,
    paint_milestone,
    paint_state,
    paint_tone,
)
from desktop.views.plans.work.words import person_tone, person_words

#: So many pixels a day at least: below, a day and its weekend cannot be seen.
_LEAST_DAY = 3.0
_MOST_DAY = 40.0
_ZOOM = 1.5
#: The names take this part of the width, within these bounds in digits.
_NAMES = 0.34
_SATURDAY = 5
_PAGE = 10


class BarsView(PaintedTasks):
    """A row a task: its name and person at the left, its bar at the right.

    Up and Down, Page up and Page down, Home and End go through the tasks; Left and Right move
    the time, + and - stretch it; Enter opens the current task. Signals: see `PaintedTasks`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = date(2000, 1, 1)
        self._span = Period(self._today, self._today + timedelta(days=1))
        self._stretch = 1.0
        #: Today stays in the first third until somebody moves the time.
        self._follows_today = True
        self.horizontalScrollBar().setSingleStep(30)
        self.horizontalScrollBar().actionTriggered.connect(self._leave_today)
        self.retranslate()

    def show_tasks(self, tasks: tuple[TaskRow, ...], today: date, current: int | None) -> None:
        """Show these tasks; the line of time begins where it stood, at first near today."""
        self.tasks, self._today, self.current_id = tasks, today, current
        self._span = time_line(tasks, today)
        self._fit()
        if self._follows_today:
            self.go_to_today()
        self.tell_reader()
        self.viewport().update()

    def retranslate(self) -> None:
        """Say everything in the language of the moment."""
        self.setAccessibleName(_("Tasks as bars"))
        self.tell_reader()
        self.viewport().update()

    def go_to_today(self) -> None:
        """Bring today into the first third of the line."""
        room = self.viewport().width() - self._names_width()
        x = (self._today - self._span.start).days * self._day_width()
        self.horizontalScrollBar().setValue(round(x - room / 3))

    def choose(self, task: TaskRow | None) -> None:
        """Make a task the current one, with its row in sight."""
        super().choose(task)
        if task in self.tasks:
            top, row = self.tasks.index(task) * self._row(), self._row()
            bar, room = self.verticalScrollBar(), self._room()
            if top < bar.value():
                bar.setValue(top)
            elif top + row > bar.value() + room:
                bar.setValue(top + row - room)

    # Measures

    def _row(self) -> int:
        height = self.fontMetrics().height()
        return height + max(8, round(height * 0.55))

    def _head(self) -> int:
        return 2 * self.fontMetrics().height() + 10

    def _foot(self) -> int:
        return self.fontMetrics().height() + 12

    def _names_width(self) -> int:
        digit = self.fontMetrics().horizontalAdvance("0")
        wished = round(self.viewport().width() * _NAMES)
        return min(max(wished, 26 * digit), 44 * digit)

    def _room(self) -> int:
        return max(self.viewport().height() - self._head() - self._foot(), 0)

    def _day_width(self) -> float:
        room = self.viewport().width() - self._names_width()
        fitting = room / max(self._span.day_count, 1)
        return min(max(fitting, _LEAST_DAY) * self._stretch, _MOST_DAY)

    def _fit(self) -> None:
        width = self._span.day_count * self._day_width()
        room = self.viewport().width() - self._names_width()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setPageStep(max(room, 1))
        across.setRange(0, max(round(width - room), 0))
        down.setPageStep(max(self._room(), 1))
        down.setSingleStep(self._row())
        down.setRange(0, max(len(self.tasks) * self._row() - self._room(), 0))

    def _x(self, day: date) -> float:
        days = (day - self._span.start).days
        offset = self.horizontalScrollBar().value()
        return self._names_width() + days * self._day_width() - offset

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the line of time into the new width."""
        super().resizeEvent(event)
        self._fit()
        if self._follows_today:
            self.go_to_today()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the tasks and the time."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            # What is held with Ctrl or Alt is a command of the page or the window.
            super().keyPressEvent(event)
            return
        key, across = event.key(), self.horizontalScrollBar()
        at = self.tasks.index(self.current) if self.current is not None else -1
        steps = {
            Qt.Key.Key_Up: at - 1, Qt.Key.Key_Down: at + 1, Qt.Key.Key_PageUp: at - _PAGE,
            Qt.Key.Key_PageDown: at + _PAGE, Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self.tasks) - 1,
        }  # fmt: skip
        if key in steps and self.tasks:
            self.choose(self.tasks[min(max(steps[Qt.Key(key)], 0), len(self.tasks) - 1)])
        elif key == Qt.Key.Key_Left:
            self._leave_today()
            across.setValue(across.value() - across.singleStep())
        elif key == Qt.Key.Key_Right:
            self._leave_today()
            across.setValue(across.value() + across.singleStep())
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self._zoom(_ZOOM if key == Qt.Key.Key_Plus else 1 / _ZOOM)
        elif key in ENTER and self.current is not None:
            self.opened.emit(self.current)
        else:
            super().keyPressEvent(event)

    @Slot()
    def _leave_today(self) -> None:
        self._follows_today = False

    def _zoom(self, factor: float) -> None:
        self._leave_today()
        # The day at the left edge stays there.
        day = self.horizontalScrollBar().value() / self._day_width()
        self._stretch = min(max(self._stretch * factor, 1.0), 20.0)
        self._fit()
        self.horizontalScrollBar().setValue(round(day * self._day_width()))
        self.viewport().update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line of time, the rows, then the head over what was scrolled."""
        painter, colours = QPainter(self.viewport()), colours_for(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.viewport().rect()
        painter.fillRect(area, QColor(colours.base))
        self.places = []
        if not self.tasks:
            paint_empty(painter, area, self._empty, colours)
            return
        body = QRect(0, self._head(), area.width(), self._room())
        painter.setClipRect(body)
        self._paint_days(painter, body, colours)
        for place, task in enumerate(self.tasks):
            top = body.top() + place * self._row() - self.verticalScrollBar().value()
            if top + self._row() > body.top() and top < body.bottom():
                self._paint_row(painter, QRect(0, top, area.width(), self._row()), task, colours)
        painter.setClipRect(area)
        self._paint_head(painter, colours)
        painter.setPen(QColor(colours.line))
        painter.drawLine(0, body.bottom() + 1, area.right(), body.bottom() + 1)
        signs = (_("Milestone done"), _("Milestone"), _("Milestone late"))
        foot = QRect(16, body.bottom() + 2, area.width() - 32, self._foot())
        paint_legend(painter, foot, colours, signs)

    def _paint_days(self, painter: QPainter, body: QRect, colours: Colours) -> None:
        """Shade weekends and draw where months begin."""
        names, width = self._names_width(), self._day_width()
        painter.save()
        painter.setClipRect(body.adjusted(names, 0, 0, 0))
        for month in self._span.months():
            for day in month.period.days():
                if day.weekday() == _SATURDAY:
                    weekend = QRectF(self._x(day), body.top(), 2 * width, body.height())
                    painter.fillRect(weekend, QColor(colours.hover))
            painter.setPen(QColor(colours.line))
            x = round(self._x(month.start))
            painter.drawLine(x, body.top(), x, body.bottom())
        painter.restore()

    def _paint_row(self, painter: QPainter, area: QRect, task: TaskRow, colours: Colours) -> None:
        names = self._names_width()
        is_current = task.id == self.current_id
        if is_current:
            tint = colours.tint if self.hasFocus() else colours.tint_inactive
            painter.fillRect(QRect(0, area.top(), names, area.height()), QColor(tint))
        self._paint_name(painter, QRect(16, area.top(), names - 24, area.height()), task, colours)
        self._paint_task(painter, area, task, colours, is_current=is_current)
        painter.setPen(QColor(colours.line))
        painter.drawLine(0, area.bottom(), area.right(), area.bottom())
        self.places.append((area, task))

    def _paint_name(self, painter: QPainter, area: QRect, task: TaskRow, colours: Colours) -> None:
        """Write the state's shape, the task's name, and its person at the right."""
        metrics = painter.fontMetrics()
        size = metrics.ascent() * 0.9
        paint_state(painter, QPointF(area.left(), area.center().y() - size / 2), size, task,
                    colours)  # fmt: skip
        left = round(area.left() + size + 8)
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        person, tone = person_words(task), person_tone(task)
        room = area.right() - left
        width = min(metrics.horizontalAdvance(person) + 2, round(room * 0.4))
        words = metrics.elidedText(person, Qt.TextElideMode.ElideRight, width)
        painter.setPen(QColor(colours.muted))
        spot = QRect(area.right() - width, area.top(), width + 2, area.height())
        painter.drawText(spot, flags, words)
        sign = QPointF(spot.left() - size - 4, area.center().y() - size / 2)
        paint_tone(painter, sign, size, tone, colours)
        room = round(spot.left() - left - 8 - (size + 4 if person_tone(task) else 0))
        painter.setPen(QColor(colours.text))
        name = metrics.elidedText(task.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, area.top(), room, area.height()), flags, name)

    def _paint_task(
        self, painter: QPainter, area: QRect, task: TaskRow, colours: Colours, *, is_current: bool
    ) -> None:
        """Paint the bar with its milestones, over the line of today."""
        painter.save()
        painter.setClipRect(area.adjusted(self._names_width(), 0, 0, 0))
        self._paint_today(painter, area, colours)
        left, right = self._x(task.start), self._x(task.finish + timedelta(days=1))
        pad = round(area.height() * 0.2)
        bar = QRectF(left, area.top() + pad, max(right - left, 6.0), area.height() - 2 * pad)
        paint_bar(painter, bar, task, colours)
        self._paint_arrow(painter, bar, colours)
        if is_current:
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(bar.adjusted(-2, -2, 2, 2), 4, 4)
        size = min(area.height() * 0.55, 14.0)
        for one in task.milestones:
            middle = QPointF(self._x(one.due) + self._day_width() / 2, bar.center().y())
            paint_milestone(painter, middle, size, one, colours)
        painter.restore()

    def _paint_arrow(self, painter: QPainter, bar: QRectF, colours: Colours) -> None:
        """Point to a bar that lies beyond the left or the right edge."""
        names, right, half = self._names_width(), self.viewport().width(), bar.height() * 0.25
        if bar.right() > names and bar.left() < right:
            return
        is_before = bar.right() <= names
        tip = names + 6.0 if is_before else right - 6.0
        foot = tip + (half if is_before else -half) * 1.4
        middle = bar.center().y()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.faint))
        painter.drawPolygon(
            [QPointF(tip, middle), QPointF(foot, middle - half), QPointF(foot, middle + half)]
        )

    def _paint_today(self, painter: QPainter, area: QRect, colours: Colours) -> None:
        x = self._x(self._today) + self._day_width() / 2
        painter.setPen(QPen(QColor(colours.accent), 1.5))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _paint_head(self, painter: QPainter, colours: Colours) -> None:
        """Write the months, and today above its line."""
        names, head = self._names_width(), self._head()
        area = QRect(0, 0, self.viewport().width(), head)
        painter.fillRect(area, QColor(colours.base))
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        half = head // 2
        painter.setPen(QColor(colours.muted))
        painter.drawText(QRect(16, half, names - 24, half), flags, _("Task and person"))
        painter.save()
        painter.setClipRect(area.adjusted(names, 0, 0, 0))
        for month in self._span.months():
            left, right = self._x(month.start), self._x(month.end)
            words = formats.month(month)
            metrics = painter.fontMetrics()
            if metrics.horizontalAdvance(words) + 8 > right - left:
                words = formats.short_month(month)
            # A month that begins left of the edge keeps its name in sight.
            x = min(max(left, names), right - metrics.horizontalAdvance(words) - 10)
            painter.setPen(QColor(colours.muted))
            painter.drawText(QRectF(x + 5, half, right - x, half), flags, words)
            painter.setPen(QColor(colours.line))
            painter.drawLine(QPointF(left, half), QPointF(left, head))
        words = _("Today {day}").format(day=formats.short_day(self._today))
        width = painter.fontMetrics().horizontalAdvance(words)
        x = self._x(self._today) + self._day_width() / 2
        painter.setPen(QColor(colours.accent))
        painter.drawText(QRectF(x - width / 2, 0, width + 2, half), flags, words)
        painter.drawLine(QPointF(x, half - 2), QPointF(x, head))
        painter.restore()
        painter.setPen(QColor(colours.line))
        painter.drawLine(0, head - 1, area.right(), head - 1)
