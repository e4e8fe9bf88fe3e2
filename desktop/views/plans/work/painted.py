"""What the calendar and the bars have in common: colours of tasks, signs, tips, the current one."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from desktop.services.plans.work_data import MilestoneRow, TaskRow
from desktop.services.rules.taskwork import TaskState
from desktop.tone import Tone
from desktop.views.icons import paint_shape
from desktop.views.palette import Colours, colours_of
from desktop.views.plain_text import tool_tip
from desktop.views.plans.work.words import state_tone, state_words, task_tip

#: Keys that open the current task.
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SHAPE = 16.0
#: A legend's diamond is of no day.
_ANY_DAY = date(2000, 1, 1)


class PaintedTasks(QAbstractScrollArea):
    """Tasks that are painted: one is current, for the keyboard, the mouse and the reader.

    Signals:
        chosen(int task_id): another task became the current one.
        opened(TaskRow): Enter or a double click on a task.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tasks: tuple[TaskRow, ...] = ()
        self.current_id: int | None = None
        self._empty = ""
        #: Where each task was painted last, in the viewport.
        self.places: list[tuple[QRect, TaskRow]] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)

    @property
    def current(self) -> TaskRow | None:
        """The current task, None without any."""
        return next((one for one in self.tasks if one.id == self.current_id), None)

    def set_empty_text(self, text: str) -> None:
        """Say this where there is no task."""
        self._empty = text
        self.viewport().update()

    def choose(self, task: TaskRow | None) -> None:
        """Make a task the current one and tell whoever listens."""
        if task is not None and task.id != self.current_id:
            self.current_id = task.id
            self.chosen.emit(task.id)
        self.tell_reader()
        self.viewport().update()

    def tell_reader(self) -> None:
        """Say the current task to whoever reads the screen aloud."""
        task = self.current
        self.setAccessibleDescription(task_tip(task) if task is not None else self._empty)

    def task_at(self, place: QPointF) -> TaskRow | None:
        """Return the task that was painted there; the last one painted lies on top."""
        point = place.toPoint()
        found = [task for area, task in self.places if area.contains(point)]
        return found[-1] if found else None

    # Qt

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make the task under the mouse the current one."""
        task = self.task_at(event.position())
        if task is not None:
            self.choose(task)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the task under the mouse."""
        task = self.task_at(event.position())
        if task is not None:
            self.choose(task)
            self.opened.emit(task)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the tip of the task under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            task = self.task_at(QPointF(event.pos()))
            words = "" if task is None else tool_tip(task_tip(task))
            QToolTip.showText(event.globalPos(), words, self.viewport())
            return True
        return super().viewportEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Paint again in a new palette or font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "places") and self.tasks:
            self._fit()
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.viewport().update()

    def _fit(self) -> None:
        """Set the scroll bars for a new size of the view or of its text."""


def paint_empty(painter: QPainter, area: QRect, words: str, colours: Colours) -> None:
    """Write a sentence in the middle."""
    painter.setPen(QColor(colours.muted))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(area.adjusted(24, 24, -24, -24), int(flags), words)


def fill_of(task: TaskRow, colours: Colours) -> tuple[QColor, QColor]:
    """Return the ground and the edge of a task's bar: pale, so that words stand on it."""
    edge = QColor(colours.tone(state_tone(task.state)))
    if task.state is TaskState.PLANNED:
        return QColor(colours.base), QColor(colours.faint)
    ground = QColor(edge)
    ground.setAlpha(60 if colours.is_dark else 40)
    return ground, edge


def paint_bar(painter: QPainter, area: QRectF, task: TaskRow, colours: Colours) -> None:
    """Paint a task's bar; one that has not begun is hollow, with a broken edge."""
    ground, edge = fill_of(task, colours)
    pen = QPen(edge, 1.2)
    if task.state is TaskState.PLANNED:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(ground)
    painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)


def paint_state(
    painter: QPainter, place: QPointF, size: float, task: TaskRow, colours: Colours
) -> None:
    """Paint the shape of how a task stands, its upper left corner there."""
    paint_tone(painter, place, size, state_tone(task.state), colours)


def paint_tone(
    painter: QPainter, place: QPointF, size: float, tone: Tone, colours: Colours
) -> None:
    """Paint a tone's shape, its upper left corner there."""
    if tone is Tone.NONE:
        return
    painter.save()
    painter.translate(place)
    painter.scale(size / _SHAPE, size / _SHAPE)
    paint_shape(painter, tone, colours)
    painter.restore()


def paint_milestone(
    painter: QPainter, middle: QPointF, size: float, one: MilestoneRow, colours: Colours
) -> None:
    """Paint a milestone's diamond: full where done, hollow before, struck through where late."""
    half = size / 2
    points = [(0.0, -half), (half, 0.0), (0.0, half), (-half, 0.0)]
    shape = QPolygonF([middle + QPointF(x, y) for x, y in points])
    edge = QColor(colours.bad if one.is_late else colours.text)
    painter.setPen(QPen(edge, 1.4))
    painter.setBrush(QColor(colours.text if one.done_on is not None else colours.base))
    painter.drawPolygon(shape)
    if one.is_late:
        painter.drawLine(middle - QPointF(half, 0), middle + QPointF(half, 0))


def paint_legend(painter: QPainter, area: QRect, colours: Colours, signs: tuple[str, ...]) -> None:
    """Say what the shapes of tasks and the diamonds mean, as far as there is room."""
    size = painter.fontMetrics().ascent() * 0.8
    x, middle = float(area.left()), area.center().y() + 1.0
    for state in TaskState:
        words = state_words(state)
        width = size + 4 + painter.fontMetrics().horizontalAdvance(words) + 16
        if x + width > area.right():
            return
        place = QPointF(x, middle - size / 2)
        paint_tone(painter, place, size, state_tone(state), colours)
        x = _legend_words(painter, x + size + 4, area, words, colours)
    for words, is_done, is_late in zip(signs, (True, False, False), (False, False, True),
                                       strict=False):  # fmt: skip
        width = size + 4 + painter.fontMetrics().horizontalAdvance(words) + 16
        if x + width > area.right():
            return
        sign = MilestoneRow(0, "", _ANY_DAY, _ANY_DAY if is_done else None, is_late)
        paint_milestone(painter, QPointF(x + size / 2, middle), size, sign, colours)
        x = _legend_words(painter, x + size + 4, area, words, colours)


def _legend_words(painter: QPainter, x: float, area: QRect, words: str, colours: Colours) -> float:
    painter.setPen(QColor(colours.muted))
    width = painter.fontMetrics().horizontalAdvance(words)
    place = QRectF(x, area.top(), width + 2, area.height())
    painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), words)
    return x + width + 16


def colours_for(widget: QWidget) -> Colours:
    """Return the colours of a widget's palette."""
    return colours_of(widget.palette())
