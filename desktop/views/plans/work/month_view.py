"""Tasks in a month's calendar: strips over their days, milestones on theirs; all by keys too."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from desktop.i18n import _, ngettext
from desktop.periods import Month
from desktop.services import formats
from desktop.services.plans.work_data import TaskRow
from desktop.views.palette import Colours
from desktop.views.plans.work.layout import WEEK, Strip, Week, month_after, tasks_on, weeks_of
from desktop.views.plans.work.month_painting import DayLook, paint_day, paint_words
from desktop.views.plans.work.painted import (
    ENTER,
    PaintedTasks,
    colours_for,
    paint_bar,
    paint_milestone,
)
from desktop.views.plans.work.words import task_tip

#: A day has room for its number, a task and the count of the others, or the month is scrolled.
_LEAST_LANES = 3


class MonthView(PaintedTasks):
    """A month of weeks from Monday on; a day is current, and one of its tasks.

    Arrows move the day, Page up and Page down the month, Home goes to today; Space goes through
    the tasks of the day; Enter opens the current one, or a new one on a day without any.

    Signals (with those of `PaintedTasks`):
        day_opened(date): Enter or a double click on a day without a task.
        month_turned(): another month is shown.
    """

    day_opened = Signal(object)
    month_turned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = date(2000, 1, 1)
        self.day = self._today
        self._was_shown = False
        self.retranslate()

    @property
    def month(self) -> Month:
        """The month that is shown."""
        return Month.of(self.day)

    def show_tasks(self, tasks: tuple[TaskRow, ...], today: date, current: int | None) -> None:
        """Show these tasks; at first in the month of today."""
        self.tasks, self._today, self.current_id = tasks, today, current
        if not self._was_shown:
            self._was_shown = True
            self.day = today
            self.month_turned.emit()
        self._fit()
        self._bring_day()
        self.tell_reader()
        self.viewport().update()

    def retranslate(self) -> None:
        """Say everything in the language of the moment."""
        self.setAccessibleName(_("Tasks in a calendar"))
        self.tell_reader()
        self.viewport().update()

    def go_to(self, day: date) -> None:
        """Make a day the current one, and the first of its tasks unless it has the current one."""
        turned = Month.of(day) != self.month
        self.day = day
        there = tasks_on(self.tasks, day)
        if there and self.current not in there:
            self.choose(there[0])
        if turned:
            self._fit()
            self.month_turned.emit()
        self._bring_day()
        self.tell_reader()
        self.viewport().update()

    def turn(self, months: int) -> None:
        """Show another month."""
        self.go_to(month_after(self.day, months))

    def go_to_today(self) -> None:
        """Show the month of today."""
        self.go_to(self._today)

    def tell_reader(self) -> None:
        """Say the day, how many tasks it has, and the current one."""
        there = tasks_on(self.tasks, self.day)
        count = ngettext("{day}: {count} task.", "{day}: {count} tasks.", len(there)).format(
            day=formats.day_and_weekday(self.day), count=formats.number(len(there))
        )
        task = self.current
        lines = [count, task_tip(task)] if task is not None and task in there else [count]
        self.setAccessibleDescription("\n".join(lines))

    # Measures

    def _head(self) -> int:
        return self.fontMetrics().height() + 10

    def _lane(self) -> int:
        return self.fontMetrics().height() + 2

    def _cell(self, week: int, place: int, weeks: int) -> QRect:
        area = self.viewport().rect()
        lefts = [round(area.width() * at / WEEK) for at in (place, place + 1)]
        room, scrolled = self._height(weeks), self.verticalScrollBar().value()
        tops = [self._head() + round(room * at / weeks) - scrolled for at in (week, week + 1)]
        return QRect(lefts[0], tops[0], lefts[1] - lefts[0], tops[1] - tops[0])

    def _height(self, weeks: int) -> int:
        """Return the height of all weeks, more than there is room for where that is little."""
        least = weeks * (_LEAST_LANES * self._lane() + 6)
        return max(self.viewport().height() - self._head(), least)

    def _fit(self) -> None:
        weeks = len(weeks_of(self.month, ()))
        room, bar = self.viewport().height() - self._head(), self.verticalScrollBar()
        bar.setPageStep(max(room, 1))
        bar.setSingleStep(self._lane())
        bar.setRange(0, max(self._height(weeks) - room, 0))

    def _bring_day(self) -> None:
        """Scroll so far that the current day is seen whole."""
        weeks, bar = weeks_of(self.month, ()), self.verticalScrollBar()
        at = next((n for n, week in enumerate(weeks) if self.day in week.days()), 0)
        cell = self._cell(at, 0, len(weeks))
        over = min(cell.top() - self._head(), 0)
        under = max(cell.bottom() + 1 - self.viewport().height(), 0)
        bar.setValue(bar.value() + (over or under))

    def task_at(self, place: QPointF) -> TaskRow | None:
        """Return the task that was painted there, none behind the names of the weekdays."""
        return super().task_at(place) if place.y() >= self._head() else None

    def day_at(self, place: QPointF) -> date | None:
        """Return the day that is painted there."""
        if place.y() < self._head():
            return None
        weeks = weeks_of(self.month, ())
        for at, week in enumerate(weeks):
            for column, day in enumerate(week.days()):
                if self._cell(at, column, len(weeks)).contains(place.toPoint()):
                    return day
        return None

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scroll the month where it has not room for every week."""
        super().resizeEvent(event)
        self._fit()
        self._bring_day()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the day, go through its tasks, open one."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        key = event.key()
        moves = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -WEEK, Qt.Key.Key_Down: WEEK,
        }  # fmt: skip
        there = tasks_on(self.tasks, self.day)
        if key in moves:
            self.go_to(self.day + timedelta(days=moves[Qt.Key(key)]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key == Qt.Key.Key_Home:
            self.go_to_today()
        elif key == Qt.Key.Key_Space and there:
            at = there.index(self.current) if self.current in there else -1
            self.choose(there[(at + 1) % len(there)])
        elif key in ENTER:
            self._open(there)
        else:
            super().keyPressEvent(event)

    def _open(self, there: tuple[TaskRow, ...]) -> None:
        if self.current is not None and self.current in there:
            self.opened.emit(self.current)
        elif not there:
            self.day_opened.emit(self.day)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make the day under the mouse the current one, and the task that is there."""
        day = self.day_at(event.position())
        # Asked first: another day may turn the month, and with it where tasks lie.
        task = self.task_at(event.position())
        if day is not None:
            self.go_to(day)
        if task is not None:
            self.choose(task)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the task under the mouse, or a new one on a day."""
        task, day = self.task_at(event.position()), self.day_at(event.position())
        if task is not None:
            self.opened.emit(task)
        elif day is not None:
            self.day_opened.emit(day)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint weekdays, days, and the strips of tasks over them."""
        painter, colours = QPainter(self.viewport()), colours_for(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), QColor(colours.base))
        self.places = []
        weeks = weeks_of(self.month, self.tasks)
        for at, week in enumerate(weeks):
            for place, day in enumerate(week.days()):
                look = DayLook(
                    Month.of(day) == self.month, day == self._today, day == self.day,
                    has_keyboard=self.hasFocus(),
                )  # fmt: skip
                cell = self._cell(at, place, len(weeks))
                paint_day(painter, cell, self._lane(), day, look, colours)
            self._paint_strips(painter, at, week, len(weeks), colours)
        # Last, over weeks that were scrolled up.
        self._paint_head(painter, colours)

    def _paint_head(self, painter: QPainter, colours: Colours) -> None:
        area = QRect(0, 0, self.viewport().width(), self._head())
        painter.fillRect(area, QColor(colours.base))
        painter.setPen(QColor(colours.line))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setPen(QColor(colours.muted))
        for place in range(WEEK):
            cell = self._cell(0, place, 6)
            spot = QRect(cell.left() + 6, 0, cell.width() - 8, self._head())
            flags = int(Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(spot, flags, formats.short_weekday(place))

    def _paint_strips(
        self, painter: QPainter, at: int, week: Week, weeks: int, colours: Colours
    ) -> None:
        """Paint as many lanes as there is room for; what is left is counted on its day."""
        cell = self._cell(at, 0, weeks)
        room = max((cell.height() - self._lane() - 4) // self._lane(), 0)
        deepest = max((one.lane for one in week.strips), default=-1) + 1
        shown = room if deepest <= room else max(room - 1, 0)
        for strip in week.strips:
            if strip.lane < shown:
                self._paint_strip(painter, (at, week.monday), strip, weeks, colours)
        for place in range(WEEK):
            hidden = [one for one in week.strips
                      if one.lane >= shown and one.first <= place <= one.last]  # fmt: skip
            if hidden:
                area = self._cell(at, place, weeks)
                top = area.top() + self._lane() * (shown + 1) + 3
                painter.setPen(QColor(colours.muted))
                words = _("{count} more").format(count=formats.number(len(hidden)))
                spot = QRect(area.left() + 6, top, area.width() - 8, self._lane())
                painter.drawText(spot, int(Qt.AlignmentFlag.AlignVCenter), words)

    def _paint_strip(
        self,
        painter: QPainter,
        week: tuple[int, date],
        strip: Strip,
        weeks: int,
        colours: Colours,
    ) -> None:
        at, monday = week
        first, last = self._cell(at, strip.first, weeks), self._cell(at, strip.last, weeks)
        top = first.top() + self._lane() * (strip.lane + 1) + 2
        left = first.left() + (4 if strip.begins else -4)
        right = last.right() - (3 if strip.ends else -4)
        area = QRectF(left, top, right - left, self._lane() - 2)
        task = strip.task
        painter.save()
        painter.setClipRect(QRect(first.left(), first.top(), last.right() - first.left(),
                                  first.height()))  # fmt: skip
        paint_bar(painter, area, task, colours)
        if task.id == self.current_id:
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.restore()
        middles = [
            (QPointF(self._cell(at, place, weeks).right() - 12, area.center().y()), one)
            for one in task.milestones
            if 0 <= (place := (one.due - monday).days) < WEEK
        ]
        room = area.adjusted(5 if strip.begins else 9, 0, -4, 0)
        # The name ends before the first diamond, which would be unreadable over it.
        room.setRight(min([room.right(), *(middle.x() - 10 for middle, _one in middles)]))
        paint_words(painter, room, task, colours)
        for middle, one in middles:
            paint_milestone(painter, middle, area.height() * 0.7, one, colours)
        self.places.append((area.toRect(), task))
