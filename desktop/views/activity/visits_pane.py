"""The list of visits a page at a time, with the sums of all of it and the way to other pages."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import N_, _
from desktop.services.activity.data import VisitAnchor, VisitOrder
from desktop.services.settings import SettingsFile
from desktop.views.activity.columns import ORDERS, visit_columns
from desktop.views.activity.position_bar import PositionBar
from desktop.views.activity.shown import VisitsShown
from desktop.views.plain_text import digits_wide, label, tool_tip
from desktop.views.table_view import TableView

_DOWN = (Qt.Key.Key_Down, Qt.Key.Key_PageDown)
_UP = (Qt.Key.Key_Up, Qt.Key.Key_PageUp)


class VisitsPane(QWidget):
    """A page of visits; going down from its last row turns to the next page, up to the one before.

    Signals:
        older_wanted(), newer_wanted(): the keyboard left the page at its end or its beginning.
        every_customer_wanted(): the visits to all customers, not to the one alone.
        position_wanted(int): the bar beside the list was moved to so many visits from its start.
    """

    older_wanted = Signal()
    newer_wanted = Signal()
    every_customer_wanted = Signal()
    position_wanted = Signal(int)

    def __init__(self, settings: SettingsFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_newer = self._has_older = False
        self._order: tuple[VisitOrder, bool] = (VisitOrder.DAY, False)
        self.table = TableView(
            visit_columns(), name=N_("Visits"), row_id=lambda row: row.id, parent=self
        )
        self.summary = label("", self)
        self.summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.pages = label("", self, role="muted")
        self.position = PositionBar(self)
        self.position.moved.connect(self.position_wanted)
        self._buttons = QHBoxLayout()
        self._customer = ""
        self._only = QWidget(self)
        self.only_words = label("", self._only)
        self.every = QPushButton(self._only)
        self.every.setProperty("role", "link")
        self.every.clicked.connect(lambda _on=False: self.every_customer_wanted.emit())
        self._build()
        self.table.keep_layout(settings, "activity.visits")
        self.table.installEventFilter(self)
        self._header = self.table.horizontalHeader()
        self._point_at_order()
        self._name()
        self._header.sortIndicatorChanged.connect(self._keep_indicator)

    def _build(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 6, 8, 6)
        foot.setSpacing(12)
        # The window may be narrower than the sums; what is cut off stands in the tool tip.
        self.summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        foot.addWidget(self.summary, 1)
        foot.addWidget(self.pages)
        self._buttons.setSpacing(0)
        foot.addLayout(self._buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        only = QHBoxLayout(self._only)
        only.setContentsMargins(16, 0, 16, 6)
        only.setSpacing(12)
        only.addWidget(self.only_words)
        only.addWidget(self.every)
        only.addStretch(1)
        self._only.hide()
        layout.addWidget(self._only)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.table, 1)
        body.addWidget(self.position)
        layout.addLayout(body, 1)
        layout.addLayout(foot)

    def set_page_actions(self, actions: tuple[QAction, ...]) -> None:
        """Show these actions as buttons beside the page's place, in this order."""
        for action in actions:
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._buttons.addWidget(button)

    def sort_by(self, sort: Callable[[str, bool], None]) -> None:
        """Let the service sort: `sort(column_key, is_descending)`."""
        self.table.rows_model.on_sort = sort

    def show_order(self, order: VisitOrder, is_ascending: bool) -> None:
        """Point at the column that the list is sorted by."""
        self._order = (order, is_ascending)
        self._point_at_order()

    def show_visits(self, shown: VisitsShown) -> None:
        """Show a page; its current row is where the keyboard is."""
        self._has_newer, self._has_older = shown.has_newer, shown.has_older
        self.table.set_empty_text(shown.empty)
        self.table.set_rows(shown.rows)
        if shown.current is not None and not self._is_at(shown.current):
            self.table.select_row(shown.current)

    def show_totals(self, summary: str, pages: str) -> None:
        """Show the sums of the whole list, and which part of it the page is."""
        self.summary.setText(summary)
        self._name()
        self.pages.setText(pages)

    def show_position(self, start: int, total: int) -> None:
        """Show where the page stands in the whole list; hidden where there is no other page."""
        self.position.show_place(start, self.table.rows_model.rowCount(), total)

    def tell_day(self, day_at: Callable[[int], VisitAnchor | None]) -> None:
        """Let the bar say which day it is at."""
        self.position.day_at = day_at

    def show_customer(self, name: str | None) -> None:
        """Say that only one customer's visits are shown; "" says nothing, None leaves it so."""
        if name is None:
            return
        self._customer = name
        self._only.setVisible(bool(name))
        self._name_customer()

    def _name_customer(self) -> None:
        words = _("Only visits to {customer}").format(customer=self._customer)
        room = digits_wide(self, 56)
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        self.only_words.setText(shown)
        self.only_words.setToolTip(tool_tip(words))
        self.every.setText(_("Show all customers"))

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self.table.retranslate()
        self.position.retranslate()
        self._name()
        self._name_customer()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Turn the page where the keyboard goes beyond the list's end."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            line, last = self.table.currentIndex().row(), self.table.rows_model.rowCount() - 1
            if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                return super().eventFilter(watched, event)
            if event.key() in _DOWN and line == last and self._has_older:
                self.older_wanted.emit()
                return True
            if event.key() in _UP and line == 0 and self._has_newer:
                self.newer_wanted.emit()
                return True
        return super().eventFilter(watched, event)

    def _name(self) -> None:
        meaning = _(
            "Sums of all reports that the filters choose, not of this page. "
            "Several reports of one visit are one valid visit."
        )
        self.summary.setToolTip(tool_tip("\n".join((self.summary.text(), meaning))))

    def _is_at(self, visit_id: int) -> bool:
        row = self.table.current_row()
        return row is not None and row.id == visit_id

    def _point_at_order(self) -> None:
        order, is_ascending = self._order
        key = next(key for key, one in ORDERS.items() if one is order)
        keys = [column.key for column in self.table.rows_model.columns]
        way = Qt.SortOrder.AscendingOrder if is_ascending else Qt.SortOrder.DescendingOrder
        self.table.horizontalHeader().setSortIndicator(keys.index(key), way)

    @Slot(int, Qt.SortOrder)
    def _keep_indicator(self, place: int, way: Qt.SortOrder) -> None:
        columns = self.table.rows_model.columns
        if 0 <= place < len(columns) and columns[place].is_sortable:
            self._order = (ORDERS[columns[place].key], way == Qt.SortOrder.AscendingOrder)
        else:
            # The service cannot sort by it: the arrow stays where the order is.
            self._point_at_order()
