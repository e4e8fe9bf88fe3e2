"""A rep's week: how it stands, its days as a calendar, its visits as a list, its coverage."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.money import split_exact
from desktop.services.settings import SettingsFile
from desktop.services.weeks.data import LineState, WeekLine, WeekSheet
from desktop.views.activity.week.columns import line_columns
from desktop.views.activity.week.words import (
    capacity_words,
    coverage_words,
    off_plan_words,
    state_words,
)
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.plain_text import heading, label
from desktop.views.plans.programmes.week_grid import DayCell, WeekGrid
from desktop.views.table_view import TableView

BUTTONS = ("propose", "add", "submit", "approve", "return", "explain", "close")
_WORDS = {
    "propose": N_("&Propose…"),
    "add": N_("Add &visit…"),
    "submit": N_("&Submit"),
    "approve": N_("Appro&ve"),
    "return": N_("&Return…"),
    "explain": N_("Give a &reason…"),
    "close": N_("C&lose week"),
}


class VisitList(TableView):
    """The visits of a week.

    Signals:
        drop_wanted(): Del was pressed.
    """

    drop_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a visit out by Del; everything else is the list's."""
        if event.key() == Qt.Key.Key_Delete:
            self.drop_wanted.emit()
        else:
            super().keyPressEvent(event)


class WeekPanel(QWidget):
    """The week of the rep that is chosen.

    Signals:
        wanted(str key): a button was pressed.
    """

    wanted = Signal(str)

    def __init__(
        self, settings: SettingsFile, currency: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.title = heading("", self)
        self.state, self.capacity = label("", self), label("", self, role="muted")
        self.off_plan, self.coverage = label("", self), label("", self, role="muted")
        self.buttons = {key: QPushButton(self) for key in BUTTONS}
        self.splitter = KeptSplitter(settings, "activity.week.days", self)
        self.splitter.setOrientation(Qt.Orientation.Vertical)
        self.grid = WeekGrid(self.splitter)
        self.table = VisitList(
            line_columns(currency), name=N_("Visits of the week"), row_id=lambda row: row.plan_id,
            parent=self.splitter,
        )  # fmt: skip
        self.table.keep_layout(settings, "activity.week.visits")
        self._sheet: WeekSheet | None = None
        self._build()
        self.grid.day_chosen.connect(self._stand_on_day)
        self.grid.opened.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))

    def _build(self) -> None:
        for words in (self.state, self.capacity, self.off_plan, self.coverage):
            words.setWordWrap(True)
        head = QVBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(4)
        for widget in (self.title, self.state, self.capacity):
            head.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(8)
        for key, button in self.buttons.items():
            button.clicked.connect(lambda _on=False, key=key: self.wanted.emit(key))
            row.addWidget(button)
        row.addStretch(1)
        head.addLayout(row)
        self.splitter.add_parts(("days", self.grid, 2, 220), ("visits", self.table, 3, 320))
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 6, 16, 6)
        foot.setSpacing(4)
        foot.addWidget(self.off_plan)
        foot.addWidget(self.coverage)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.splitter, 1)
        layout.addLayout(foot)

    def retranslate(self) -> None:
        """Name what stands here in the language of the moment."""
        for key, button in self.buttons.items():
            button.setText(_(_WORDS[key]))
        self.table.retranslate()

    def show_week(self, sheet: WeekSheet | None, empty: str) -> None:
        """Show a week, or none and this sentence."""
        is_other = (
            sheet is None
            or self._sheet is None
            or ((sheet.rep, sheet.monday) != (self._sheet.rep, self._sheet.monday))
        )
        self._sheet = sheet
        self.splitter.setVisible(sheet is not None)
        self.title.setText("" if sheet is None else sheet.rep.name)
        self.state.setText(empty if sheet is None else state_words(sheet))
        self.capacity.setText("" if sheet is None else capacity_words(sheet))
        self.off_plan.setText("" if sheet is None else off_plan_words(sheet))
        self.off_plan.setVisible(bool(self.off_plan.text()))
        lines = () if sheet is None else tuple(coverage_words(one) for one in sheet.coverage)
        self.coverage.setText("\n".join(lines))
        self.table.set_empty_text(
            _("No visit is planned. Let the week be proposed, or add visits with Ctrl+N.")
        )
        if sheet is not None:
            self.grid.show_days(sheet.monday, 1, _days(sheet))
            self.table.set_rows(sheet.lines)
            if is_other or self.table.current_row() is None:
                self._stand_on_first(sheet)

    def current(self) -> WeekLine | None:
        """Return the visit that the keyboard is on."""
        row = self.table.current_row()
        return row if isinstance(row, WeekLine) else None

    def current_day(self) -> date | None:
        """Return the day that is current in the calendar."""
        return self.grid.current_day()

    def _stand_on_first(self, sheet: WeekSheet) -> None:
        open_ones = [one for one in sheet.lines if one.state is LineState.OPEN]
        first = next(iter(open_ones or sheet.lines), None)
        if first is not None:
            self.table.select_row(first.plan_id)

    @Slot(object)
    def _stand_on_day(self, day: date) -> None:
        sheet = self._sheet
        row = self.current()
        if sheet is None or (row is not None and row.day == day):
            return
        first = next((one for one in sheet.lines if one.day == day), None)
        if first is not None:
            self.table.select_row(first.plan_id)


def _days(sheet: WeekSheet) -> dict[date, DayCell]:
    """Return the days of the calendar with their names and how many visits each takes."""
    names: dict[date, list[str]] = defaultdict(list)
    for line in sheet.lines:
        if line.state is not LineState.MOVED:
            names[line.day].append(line.customer)
    field = [one.day for one in sheet.days]
    halves = [one.halves for one in sheet.days]
    rooms = dict(zip(field, split_exact(sheet.capacity, halves), strict=True)) if field else {}
    days = (sheet.monday + timedelta(days=place) for place in range(7))
    return {
        day: DayCell(day, day in rooms, tuple(names.get(day, ())), rooms.get(day, 0))
        for day in days
    }
