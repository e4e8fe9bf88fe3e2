"""The last page of the wizard: the weeks, and the visits of a day, which can be moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSpinBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import N_, _
from desktop.services import formats
from desktop.services.plans.programmes_data import ProgrammeSheet
from desktop.services.rules.week_plan import PlannedVisit
from desktop.views.plain_text import digits_wide, heading, label
from desktop.views.plans.programmes.columns import DayRow, day_columns
from desktop.views.plans.programmes.state import (
    MOST_A_DAY,
    MOST_WEEKS,
    WizardState,
    mondays,
    standing,
)
from desktop.views.plans.programmes.week_grid import DayCell, WeekGrid
from desktop.views.plans.programmes.words import week_empty_words, weeks_words
from desktop.views.table_view import TableView

#: Days that a key with Alt moves a visit by.
_MOVES = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}


class _DayList(TableView):
    """The visits of a day.

    Signals:
        move_wanted(int days): Alt and an arrow. drop_wanted(): Del.
    """

    move_wanted = Signal(int)
    drop_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by Alt and arrows, take out by Del; everything else is the list's."""
        days = _MOVES.get(Qt.Key(event.key()))
        if days is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_wanted.emit(days)
        elif event.key() == Qt.Key.Key_Delete:
            self.drop_wanted.emit()
        else:
            super().keyPressEvent(event)


class WeeksPage(QWidget):
    """Which weeks, how many visits a day, and what stands on each day.

    Signals:
        chosen(date start, int weeks, int capacity): another choice was made.
        spread_wanted(), print_wanted(): a button was pressed.
        drop_wanted(PlannedVisit): take a visit out.
    """

    chosen = Signal(object, int, int)
    spread_wanted = Signal()
    print_wanted = Signal()
    drop_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet: ProgrammeSheet | None = None
        self._state: WizardState | None = None
        self._move: Callable[[PlannedVisit, int], PlannedVisit | None] = _stays
        self._days: dict[date, list[DayRow]] = {}
        self.start = QComboBox(self)
        self.weeks, self.capacity = QSpinBox(self), QSpinBox(self)
        for box in (self.weeks, self.capacity):
            box.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.weeks.setRange(1, MOST_WEEKS)
        self.capacity.setRange(1, MOST_A_DAY)
        self.again = QPushButton(_("Sprea&d again"), self)
        self.print = QPushButton(_("&Print…"), self)
        self.splitter = QSplitter(self)
        self.grid = WeekGrid(self.splitter)
        self.side = QWidget(self.splitter)
        self.day = heading("", self.side)
        self.list = _DayList(
            day_columns(), name=N_("Visits of the day"), row_id=lambda row: row.customer_id,
            parent=self.side,
        )  # fmt: skip
        self.moves = [QPushButton(self.side) for _move in _MOVES]
        self.drop = QPushButton(_("Take &out"), self.side)
        self.hint = label("", self.side, role="muted")
        self.summary = label("", self)
        self._build()
        self._wire()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        for words, widget in (
            (_("&Begins"), self.start), (_("W&eeks"), self.weeks),
            (_("&Visits a day"), self.capacity),
        ):  # fmt: skip
            caption = label(words, self)
            caption.setBuddy(widget)
            widget.setAccessibleName(words.replace("&", ""))
            top.addWidget(caption)
            top.addWidget(widget)
            top.addSpacing(8)
        self.again.setToolTip(_("Lay the visits on the days anew; what was moved is forgotten"))
        top.addWidget(self.again)
        top.addStretch(1)
        top.addWidget(self.print)
        names = (_("Day earlier"), _("Day later"), _("Week earlier"), _("Week later"))
        keys = ("Alt+←", "Alt+→", "Alt+↑", "Alt+↓")
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, (button, name, key) in enumerate(zip(self.moves, names, keys, strict=True)):
            button.setText(name)
            button.setToolTip(_("{what} ({key})").format(what=name, key=key))
            grid.addWidget(button, place // 2, place % 2)
        self.drop.setToolTip(_("Take the visit out of the week plan (Del)"))
        grid.addWidget(self.drop, 2, 0, 1, 2)
        for button in (self.again, self.print, self.drop, *self.moves):
            button.setAutoDefault(False)
        self.hint.setWordWrap(True)
        self.summary.setWordWrap(True)
        beside = QVBoxLayout(self.side)
        beside.setContentsMargins(8, 0, 0, 0)
        beside.setSpacing(8)
        beside.addWidget(self.day)
        beside.addWidget(self.list, 1)
        beside.addWidget(self.hint)
        beside.addLayout(grid)
        self.side.setMinimumWidth(digits_wide(self, 46))
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 0, 24, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.splitter, 1)
        layout.addWidget(self.summary)

    def _wire(self) -> None:
        self.start.currentIndexChanged.connect(self._chosen)
        self.weeks.valueChanged.connect(self._chosen)
        self.capacity.valueChanged.connect(self._chosen)
        self.again.clicked.connect(lambda _on=False: self.spread_wanted.emit())
        self.print.clicked.connect(lambda _on=False: self.print_wanted.emit())
        self.grid.day_chosen.connect(self._show_day)
        self.grid.opened.connect(self._into_day)
        self.list.move_wanted.connect(self._move_current)
        self.list.drop_wanted.connect(self._drop_current)
        self.list.current_changed.connect(lambda _row: self._show_buttons())
        self.drop.clicked.connect(lambda _on=False: self._drop_current())
        for button, days in zip(self.moves, _MOVES.values(), strict=True):
            button.clicked.connect(lambda _on=False, by=days: self._move_current(by))

    def take_moves(self, move: Callable[[PlannedVisit, int], PlannedVisit | None]) -> None:
        """Let `move(visit, days)` move visits; it returns where one is now, or None."""
        self._move = move

    def show_sheet(self, sheet: ProgrammeSheet, *, may_change: bool) -> None:
        """Show the weeks to choose from."""
        self._sheet = sheet
        with QSignalBlocker(self.start):
            kept = self.start.currentData()
            self.start.clear()
            for monday in mondays(sheet):
                # As a text: Qt gives a date back as another one than it found.
                self.start.addItem(formats.day(monday), monday.isoformat())
            self.start.setCurrentIndex(max(self.start.findData(kept), 0))
        self.again.setEnabled(may_change)

    def show_state(self, state: WizardState, *, may_change: bool) -> None:
        """Show the weeks."""
        sheet, self._state = self._sheet, state
        if sheet is None or state.plan is None:
            return
        for box, value in ((self.weeks, state.weeks), (self.capacity, state.capacity)):
            with QSignalBlocker(box):
                box.setValue(value)
        with QSignalBlocker(self.start):
            self.start.setCurrentIndex(max(self.start.findData(state.start.isoformat()), 0))
        self._days = _rows_by_day(sheet, state)
        halves = {one.day: one.halves for one in sheet.days}
        cells = {}
        for offset in range(7 * state.weeks):
            day = state.start + timedelta(days=offset)
            room = -(-state.capacity * halves.get(day, 0) // 2)
            names = tuple(row.name for row in self._days.get(day, ()))
            cells[day] = DayCell(day, day in halves, names, room, day < sheet.first_day)
        self.grid.show_days(state.start, state.weeks, cells)
        words = weeks_words(sheet, state)
        self.summary.setText(words if state.plan else week_empty_words(sheet, state))
        self._may_change = may_change
        self._show_day(self.grid.current_day())

    def focus_first(self) -> None:
        """Begin in the calendar."""
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _chosen(self) -> None:
        start = self.start.currentData()
        if isinstance(start, str):
            monday = date.fromisoformat(start)
            self.chosen.emit(monday, self.weeks.value(), self.capacity.value())

    @Slot(object)
    def _show_day(self, day: date | None) -> None:
        if day is None:
            return
        rows = self._days.get(day, [])
        self.day.setText(formats.day_and_weekday(day))
        self.list.set_empty_text(_("No visits on this day."))
        self.list.set_rows(rows)
        if rows and not self.list.currentIndex().isValid():
            self.list.select_row(rows[0].customer_id)
        self._show_buttons()

    def _show_buttons(self) -> None:
        row = self.list.current_row() if self.list.rows_model.rowCount() else None
        is_ours = isinstance(row, DayRow) and row.is_ours and self._may_change
        for button in (*self.moves, self.drop):
            button.setEnabled(is_ours)
        words = ""
        if isinstance(row, DayRow) and not row.is_ours:
            words = (
                _("This visit is done already.")
                if row.is_done
                else _("This visit was planned elsewhere and stays as it is.")
            )
        self.hint.setText(words)
        self.hint.setVisible(bool(words))

    _may_change = False

    @Slot()
    def _into_day(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _current(self) -> PlannedVisit | None:
        row = self.list.current_row() if self.list.rows_model.rowCount() else None
        if not isinstance(row, DayRow) or not row.is_ours:
            return None
        return PlannedVisit(row.customer_id, row.day)

    @Slot(int)
    def _move_current(self, days: int) -> None:
        visit = self._current()
        if visit is None:
            return
        had_focus = self.list.hasFocus()
        found = self._move(visit, days)
        if found is not None:
            # The keyboard goes with the visit, so that it can be moved on.
            self.grid.stand_on(found.day)
            self.list.select_row(found.customer_id)
        if had_focus:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _drop_current(self) -> None:
        visit = self._current()
        if visit is not None:
            self.drop_wanted.emit(visit)


def _rows_by_day(sheet: ProgrammeSheet, state: WizardState) -> dict[date, list[DayRow]]:
    """Return the visits of each day: ours and those that stand already, by territory and name."""
    done = {one.visit for one in sheet.planned if one.is_done}
    ours: Iterable[tuple[PlannedVisit, bool]] = ((one, True) for one in state.plan or ())
    kept: Iterable[tuple[PlannedVisit, bool]] = ((one, False) for one in standing(sheet))
    found: dict[date, list[DayRow]] = defaultdict(list)
    for visit, is_ours in (*ours, *kept):
        one = sheet.customer(visit.customer_id)
        found[visit.day].append(
            DayRow(
                visit.customer_id,
                _("A customer of another rep") if one is None else one.name,
                "" if one is None else one.customer_class,
                "" if one is None else one.territory,
                visit.day, is_ours, visit in done,
            )
        )  # fmt: skip
    for rows in found.values():
        rows.sort(key=lambda row: (row.territory, row.name))
    return dict(found)


def _stays(_visit: PlannedVisit, _days: int) -> PlannedVisit | None:
    return None
