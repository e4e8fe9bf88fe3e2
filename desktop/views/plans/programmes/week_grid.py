"""The weeks as a calendar: a row a week, a column a day, the customers' names in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.i18n import _, ngettext
from desktop.services import formats
from desktop.tone import Tone
from desktop.views.icons import status_icon
from desktop.views.palette import Colours, colours_of
from desktop.views.plain_text import tool_tip

Index = QModelIndex | QPersistentModelIndex
_WORKDAYS = 5
_LEAST_LINES = 4


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of the calendar: whether he is in the field, whom he visits, how many there is room.

    `is_outside` says that it lies before the programme's months.
    """

    day: date
    is_field: bool
    names: tuple[str, ...]
    room: int
    is_outside: bool = False

    @property
    def is_over(self) -> bool:
        """Whether more visits stand there than the capacity allows."""
        return len(self.names) > self.room


class WeekModel(QAbstractTableModel):
    """The days of the weeks by Monday."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._start = date.min
        self._weeks = self._across = 0
        self._is_short = False
        self._days: Mapping[date, DayCell] = {}

    def show_days(self, start: date, weeks: int, days: Mapping[date, DayCell]) -> None:
        """Show these weeks; Saturday and Sunday only where one of them has something."""
        used = [day.weekday() + 1 for day, cell in days.items() if cell.is_field or cell.names]
        across = max([_WORKDAYS, *used])
        if (start, weeks, across) == (self._start, self._weeks, self._across):
            self._days = days
            last = self.index(weeks - 1, across - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._start, self._weeks, self._across, self._days = start, weeks, across, days
        self.endResetModel()

    def name_days(self, *, is_short: bool) -> None:
        """Name the weekdays whole, or short where the columns are narrow."""
        if is_short is not self._is_short:
            self._is_short = is_short
            last = max(self._across - 1, 0)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)

    def day_at(self, index: Index) -> date:
        """Return the day of a cell."""
        return self._start + timedelta(days=7 * index.row() + index.column())

    def place_of(self, day: date) -> QModelIndex:
        """Return the cell of a day; an invalid one where it is not shown."""
        row, column = divmod((day - self._start).days, 7)
        return self.index(row, column)

    def cell(self, index: Index) -> DayCell | None:
        """Return what a cell shows."""
        return self._days.get(self.day_at(index))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many weeks there are."""
        return 0 if parent.isValid() else self._weeks

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many days of the week are shown."""
        return 0 if parent.isValid() else self._across

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the weekday, or the week's number."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return formats.short_weekday(section) if self._is_short else _weekdays()[section]
        monday = self._start + timedelta(days=7 * section)
        return _("Week {number}").format(number=monday.isocalendar().week)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's words; the delegate paints them."""
        cell = self.cell(index)
        if cell is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return "\n".join((day_words(cell), *cell.names))
        if role == Qt.ItemDataRole.ToolTipRole:
            return tool_tip("\n".join((day_words(cell), *cell.names)))
        return None


class _DayDelegate(QStyledItemDelegate):
    """Paints the date, the number of visits, and as many names as there is room."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, WeekModel)
        cell = model.cell(index)
        if cell is None:
            return
        colours = colours_of(option.palette)
        painter.save()
        place: QRect = option.rect
        is_current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if not cell.is_field:
            painter.fillRect(place, QColor(colours.window))
        if is_chosen:
            painter.fillRect(place, QColor(colours.tint))
        inside = place.adjusted(8, 4, -8, -4)
        _paint_cell(painter, inside, cell, colours)
        painter.setPen(QColor(colours.line))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        painter.drawLine(place.topRight(), place.bottomRight())
        if is_current or is_chosen:
            painter.setPen(QColor(colours.accent))
            painter.drawRect(place.adjusted(0, 0, -1, -1))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, option.fontMetrics.height() * (_LEAST_LINES + 1) + 8)


def _paint_cell(painter: QPainter, inside: QRect, cell: DayCell, colours: Colours) -> None:
    metrics = painter.fontMetrics()
    line, y = metrics.height(), inside.top()
    painter.setPen(QColor(colours.text if cell.names else colours.muted))
    font = painter.font()
    font.setBold(True)
    painter.setFont(font)
    head, right = _head_words(cell, painter.fontMetrics(), inside.width())
    painter.drawText(QPoint(inside.left(), y + metrics.ascent()), head)
    font.setBold(False)
    painter.setFont(font)
    painter.setPen(QColor(colours.muted))
    width = metrics.horizontalAdvance(right)
    painter.drawText(QPoint(inside.right() - width, y + metrics.ascent()), right)
    if cell.is_over:
        size = metrics.ascent()
        shape = status_icon(Tone.WATCH, colours).pixmap(QSize(size, size))
        painter.drawPixmap(inside.right() - width - size - 4, y + 1, shape)
    fits = max((inside.height() - line) // line, 0)
    names = cell.names
    shown = names if len(names) <= fits else names[: max(fits - 1, 0)]
    painter.setPen(QColor(colours.text))
    for name in shown:
        y += line
        words = metrics.elidedText(name, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(QPoint(inside.left(), y + metrics.ascent()), words)
    if len(shown) < len(names):
        y += line
        painter.setPen(QColor(colours.muted))
        more = len(names) - len(shown)
        words = ngettext("and {count} more", "and {count} more", more).format(count=more)
        painter.drawText(QPoint(inside.left(), y + metrics.ascent()), words)


def _head_words(cell: DayCell, metrics: QFontMetrics, room: int) -> tuple[str, str]:
    """Return the date, without its month where there is no room for it, and what stands beside."""
    beside = str(len(cell.names)) if cell.names else ""
    if not cell.is_field:
        beside = "" if cell.is_outside else _("away")
    sign = metrics.ascent() + 4 if cell.is_over else 0
    date_words = formats.short_day(cell.day)
    needed = metrics.horizontalAdvance(date_words) + metrics.horizontalAdvance(beside) + sign + 6
    return (date_words if needed <= room else str(cell.day.day)), beside


class WeekGrid(QTableView):
    """The calendar.

    Signals:
        day_chosen(date): another day is current.
        opened(): Enter on a day, or a double click.
    """

    day_chosen = Signal(object)
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.week_model = WeekModel(self)
        self.setModel(self.week_model)
        self.setItemDelegate(_DayDelegate(self))
        self.setAccessibleName(_("Weeks and days"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
        self.selectionModel().currentChanged.connect(self._current_changed)
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        self._fit()

    def show_days(self, start: date, weeks: int, days: Mapping[date, DayCell]) -> None:
        """Show these weeks; the current day stays where it is shown still."""
        day = self.current_day()
        self.week_model.show_days(start, weeks, days)
        if day is None or not self.stand_on(day):
            first = next((one for one in sorted(days) if days[one].names), start)
            self.stand_on(first)
        self.viewport().update()

    def current_day(self) -> date | None:
        """Return the day that the keyboard is on."""
        index = self.currentIndex()
        return self.week_model.day_at(index) if index.isValid() else None

    def stand_on(self, day: date) -> bool:
        """Make a day current; return whether it is shown."""
        index = self.week_model.place_of(day)
        if index.isValid():
            self.setCurrentIndex(index)
        return index.isValid()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go into the day on Enter; everything else is Qt's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name the weekdays as long as the columns allow."""
        super().resizeEvent(event)
        self._name_days()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "week_model"):
            self._fit()
            self._name_days()

    def _name_days(self) -> None:
        widest = max(self.fontMetrics().horizontalAdvance(name) for name in _weekdays())
        self.week_model.name_days(is_short=widest + 12 > self.horizontalHeader().sectionSize(0))

    def _fit(self) -> None:
        line = self.fontMetrics().height()
        self.verticalHeader().setMinimumSectionSize(line * (_LEAST_LINES + 1) + 8)

    @Slot(QModelIndex, QModelIndex)
    def _current_changed(self, new: QModelIndex, _old: QModelIndex) -> None:
        if new.isValid():
            self.day_chosen.emit(self.week_model.day_at(new))


def day_words(cell: DayCell) -> str:
    """Return what a day holds, in a sentence."""
    day = formats.day_and_weekday(cell.day)
    if not cell.is_field and not cell.names:
        return _("{day}: not in the field").format(day=day)
    count = len(cell.names)
    words = ngettext("{day}: {count} visit", "{day}: {count} visits", count).format(
        day=day, count=count
    )
    if cell.is_over:
        return _("{words}, more than the {room} that a day takes").format(
            words=words, room=cell.room
        )
    return words


def _weekdays() -> tuple[str, ...]:
    return (
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"),
        _("Sunday"),
    )  # fmt: skip
