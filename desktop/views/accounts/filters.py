"""The row of filters above the list of customers: day, rep, territory, class, standing, words."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from desktop.i18n import _
from desktop.views.accounts.as_of_field import AsOfField
from desktop.views.accounts.choices import (
    class_options,
    rep_options,
    show_options,
    territory_options,
)
from desktop.views.accounts.shown import ListShown
from desktop.views.accounts.state import AccountsState
from desktop.views.filter_bar import FilterBar, FilterState
from desktop.views.plain_text import digits_wide

#: Least and largest width of each choice, in digits.
_WIDTHS = ((9, 27), (9, 23), (8, 17), (12, 26))


class AccountFilters(QWidget):
    """Shows what the list is filtered by and tells what the user changes.

    Signals:
        changed(FilterState): a choice or the quick filter is another.
        day_changed(date): another as-of date.
        left_down(): the list wants the keyboard.
    """

    changed = Signal(object)
    day_changed = Signal(object)
    left_down = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_setting = False
        self.as_of = AsOfField(today, self)
        self.bar = FilterBar(self)
        self.boxes = (
            self.bar.add_choice("rep", lambda: _("Rep"), rep_options(None)),
            self.bar.add_choice("territory", lambda: _("Territory"), territory_options(None)),
            self.bar.add_choice("weight", lambda: _("Class"), class_options(None)),
            self.bar.add_choice("show", lambda: _("Show"), show_options(())),
        )
        for box, (least, most) in zip(self.boxes, _WIDTHS, strict=True):
            self.bar.limit(box, least, most)
        self.quick = self.bar.add_quick()
        self.bar.limit(self.quick, 12, 28)
        inner = self.bar.layout()
        if inner is not None:
            inner.setContentsMargins(12, 8, 16, 8)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.as_of)
        layout.addWidget(self.bar, 1)
        self.as_of.changed.connect(self.day_changed)
        self.bar.changed.connect(self._tell)
        self.bar.left_down.connect(self.left_down)

    def show_list(self, shown: ListShown, state: AccountsState) -> None:
        """Offer what there is to filter by, and say how many customers were found."""
        page, choices = shown.page, shown.choices
        self._is_setting = True
        self.as_of.set_day(page.as_of)
        self.bar.set_options("rep", rep_options(choices, state.rep))
        self.bar.set_options("territory", territory_options(choices))
        self.bar.set_options("weight", class_options(choices))
        self.bar.set_options("show", show_options(page.bucket_names))
        for box in self.boxes:
            _widen_list(box)
        self.bar.set_hits(page.totals.customers, choices.customers)
        self._is_setting = False
        self.show_state(state)

    def show_state(self, state: AccountsState) -> None:
        """Set every filter to this state without telling it."""
        self._is_setting = True
        choices = {
            "rep": state.rep, "territory": state.territory, "weight": state.weight,
            "show": state.show,
        }  # fmt: skip
        self.bar.set_state(FilterState(None, choices, self._words(state.text)))
        self._is_setting = False

    def _words(self, text: str) -> str:
        """Leave what is being typed as it is: an answer may come between two keys."""
        typed = self.quick.text()
        return typed if self.quick.hasFocus() and typed.strip() != text else text

    def focus_quick(self) -> None:
        """Put the keyboard into the quick filter."""
        self.bar.focus_quick()

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self._is_setting = True
        self.as_of.retranslate()
        self.bar.retranslate()
        self._is_setting = False

    @Slot(object)
    def _tell(self, state: FilterState) -> None:
        if not self._is_setting:
            self.changed.emit(state)


def _widen_list(box: QComboBox) -> None:
    """Let the list of a narrow filter open as wide as its words."""
    metrics = box.fontMetrics()
    widths = (metrics.horizontalAdvance(box.itemText(place)) for place in range(box.count()))
    box.view().setMinimumWidth(max(widths, default=0) + digits_wide(box, 6))
