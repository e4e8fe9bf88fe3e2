"""The tasks in their three shapes: a list, a calendar, bars; one is in front."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import N_, _
from desktop.services import formats
from desktop.services.plans.work_data import TaskRow
from desktop.services.settings import SettingsFile
from desktop.views.filter_bar import tool_button
from desktop.views.plain_text import heading
from desktop.views.plans.work.bars_view import BarsView
from desktop.views.plans.work.columns import task_columns
from desktop.views.plans.work.month_view import MonthView
from desktop.views.plans.work.painted import PaintedTasks
from desktop.views.plans.work.state import Shape
from desktop.views.plans.work.words import shape_words
from desktop.views.table_pane import TablePane

_KEYS = {Shape.LIST: "Ctrl+1", Shape.CALENDAR: "Ctrl+2", Shape.BARS: "Ctrl+3"}


class TaskShapes(QWidget):
    """A row of buttons over the tasks; the same task is current in every shape.

    Signals:
        shape_chosen(Shape), wanted(str key): a button was pressed.
        chosen(task id), opened(TaskRow), day_opened(date): of what is in front.
    """

    shape_chosen = Signal(object)
    wanted = Signal(str)
    chosen = Signal(object)
    opened = Signal(object)
    day_opened = Signal(object)

    def __init__(self, settings: SettingsFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks: tuple[TaskRow, ...] = ()
        self._may_enter = False
        self.title = heading("", self)
        self.buttons = {shape: QToolButton(self) for shape in Shape}
        self.add, self.review = QPushButton(self), QPushButton(self)
        self.pages = QStackedWidget(self)
        self.pane = TablePane(
            task_columns(), name=N_("Tasks"), row_id=lambda row: row.id, parent=self.pages
        )
        self.pane.table.keep_layout(settings, "plans.work.tasks")
        self.calendar = QWidget(self.pages)
        self.month = MonthView(self.calendar)
        self.month_name = heading("", self.calendar)
        self.turns: tuple[QToolButton, QToolButton] = (
            tool_button("left", _("Month before"), self.calendar),
            tool_button("right", _("Next month"), self.calendar),
        )
        self.today = QPushButton(self.calendar)
        self.bars = BarsView(self.pages)
        self._build()
        self._wire()

    def _build(self) -> None:
        group = QButtonGroup(self)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        for button in self.buttons.values():
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            group.addButton(button)
            head.addWidget(button)
        head.addSpacing(8)
        head.addWidget(self.add)
        head.addWidget(self.review)
        self.buttons[Shape.LIST].setChecked(True)
        above = QHBoxLayout()
        above.setContentsMargins(16, 0, 16, 8)
        above.setSpacing(8)
        for turn in self.turns:
            above.addWidget(turn)
        above.addWidget(self.month_name, 1)
        above.addWidget(self.today)
        month = QVBoxLayout(self.calendar)
        month.setContentsMargins(0, 0, 0, 0)
        month.setSpacing(0)
        month.addLayout(above)
        month.addWidget(self.month, 1)
        for page in (self.pane, self.calendar, self.bars):
            self.pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.pages, 1)

    def _wire(self) -> None:
        table = self.pane.table
        table.current_changed.connect(self._row_changed)
        table.opened.connect(self.opened)
        for view in (self.month, self.bars):
            view.chosen.connect(self.chosen)
            view.opened.connect(self.opened)
        self.month.day_opened.connect(self.day_opened)
        self.month.month_turned.connect(self._name_month)
        for turn, months in zip(self.turns, (-1, 1), strict=True):
            turn.clicked.connect(lambda _on=False, m=months: self.month.turn(m))
        self.today.clicked.connect(lambda _on=False: self.month.go_to_today())
        for shape, button in self.buttons.items():
            button.clicked.connect(lambda _on=False, s=shape: self.shape_chosen.emit(s))
        self.add.clicked.connect(lambda _on=False: self.wanted.emit("task"))
        self.review.clicked.connect(lambda _on=False: self.wanted.emit("review"))

    @property
    def front(self) -> QWidget:
        """What takes the keyboard of the shape in front."""
        places: tuple[QWidget, ...] = (self.pane.table, self.month, self.bars)
        return places[self.pages.currentIndex()]

    def show_tasks(
        self, tasks: tuple[TaskRow, ...], today: date, current: int | None, may_enter: bool
    ) -> None:
        """Show the tasks in every shape."""
        self._tasks, self._may_enter = tasks, may_enter
        self.pane.table.set_rows(tasks)
        self.month.show_tasks(tasks, today, current)
        self.bars.show_tasks(tasks, today, current)
        self._name_month()
        self.show_current(next((one for one in tasks if one.id == current), None))

    def show_empty(self, words: str) -> None:
        """Say this where there is no task."""
        self.pane.table.set_empty_text(words)
        self.month.set_empty_text(words)
        self.bars.set_empty_text(words)

    def show_current(self, task: TaskRow | None) -> None:
        """Stand on a task in every shape."""
        row = self.pane.table.current_row()
        if task is not None and (row is None or row.id != task.id):
            self.pane.table.select_row(task.id)
        views: tuple[PaintedTasks, ...] = (self.month, self.bars)
        for view in views:
            if task is not None and view.current_id != task.id:
                view.choose(task)
        self.review.setEnabled(task is not None and self._may_enter)
        self.add.setEnabled(self._may_enter)

    def show_shape(self, shape: Shape) -> None:
        """Bring a shape to the front; the keyboard follows it there."""
        had_focus = self.pages.isAncestorOf(self.window().focusWidget() or self)
        self.pages.setCurrentIndex(list(Shape).index(shape))
        self.buttons[shape].setChecked(True)
        if had_focus:
            self.front.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_menu(self, actions: tuple[QAction, ...]) -> None:
        """Offer these commands in the list's menu and in those of the painted tasks."""

        def fill(menu: QMenu, _row: object) -> None:
            for action in actions:
                menu.addAction(action)

        self.pane.table.add_menu_actions(fill)
        for view in (self.month, self.bars):
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
            view.addActions(list(actions))

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self.title.setText(_("Tasks"))
        for shape, button in self.buttons.items():
            button.setText(shape_words(shape))
            tip = _("Show the tasks so ({keys})").format(keys=_KEYS[shape])
            button.setToolTip(tip)
        self.add.setText(_("&Task…"))
        self.add.setToolTip(_("Enter what is to be done, by whom, where and when (Ctrl+N)"))
        self.add.setAccessibleName(_("New task"))
        self.review.setText(_("&Review…"))
        self.review.setToolTip(_("Look back at what the current task brought (Ctrl+R)"))
        self.today.setText(_("Today"))
        for turn, words in zip(self.turns, (_("Month before"), _("Next month")), strict=True):
            turn.setToolTip(words)
            turn.setAccessibleName(words)
        self.pane.retranslate()
        self.month.retranslate()
        self.bars.retranslate()
        self._name_month()

    @Slot()
    def _name_month(self) -> None:
        self.month_name.setText(formats.month(self.month.month))

    @Slot(object)
    def _row_changed(self, row: TaskRow | None) -> None:
        if row is not None:
            self.chosen.emit(row.id)
