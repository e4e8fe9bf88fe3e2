"""The two lists of the talks: the rounds above, the parts of the bridge below."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.enums import Metric
from desktop.i18n import N_, _
from desktop.services.plans.talks_data import BridgeRow, RoundRow, Talks
from desktop.services.settings import SettingsFile
from desktop.views.plain_text import digits_wide
from desktop.views.plans.side_panel import ElidedLabel
from desktop.views.plans.talks.columns import item_columns, round_columns
from desktop.views.table_pane import TablePane
from desktop.views.table_view import TableView

#: A heading keeps so much of its width beside its buttons.
_TITLE_DIGITS = 9
#: Buttons of a list: the action's key and its words.
_ROUND_BUTTONS = (
    ("hq", N_("Head&quarters…")),
    ("branch", N_("&Branch…")),
    ("correct", N_("Correct…")),
    ("remove", N_("Take out")),
)
_ITEM_BUTTONS = (
    ("item", N_("Add a &part…")),
    ("correct", N_("Correct…")),
    ("remove", N_("Take out")),
)


class ListHead(QWidget):
    """A list's heading with its buttons.

    Signals:
        pressed(str): the key of the button that was pressed.
    """

    pressed = Signal(str)

    def __init__(
        self, name: str, buttons: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._words = name, dict(buttons)
        self._title = ElidedLabel(self, "heading")
        self.buttons = {key: QPushButton(self) for key, _words in buttons}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        layout.addWidget(self._title, 1)
        for key, button in self.buttons.items():
            button.clicked.connect(lambda _on=False, one=key: self.pressed.emit(one))
            layout.addWidget(button)
        self.retranslate()

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self._title.set_whole(_(self._name))
        self._limit()
        for key, button in self.buttons.items():
            button.setText(_(self._words[key]))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "buttons"):
            self._limit()

    def _limit(self) -> None:
        """Let the heading be shortened, but not so far that nothing is left of it."""
        whole = self._title.fontMetrics().horizontalAdvance(_(self._name)) + 2
        self._title.setMinimumWidth(min(whole, digits_wide(self, _TITLE_DIGITS)))


class TalkLists(QWidget):
    """Rounds and bridge of the talks shown.

    Signals:
        wanted(str key, row or None): a button was pressed, or a row opened ("correct").
        summed(SelectionSums): for the status bar.
        filter_wanted(): Ctrl+F in a list.
    """

    wanted = Signal(str, object)
    summed = Signal(object)
    filter_wanted = Signal()

    def __init__(self, settings: SettingsFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._shown: tuple[Metric, str] | None = None
        self._may_enter = False
        self.rounds_head = ListHead(N_("Rounds"), _ROUND_BUTTONS, self)
        self.rounds = TableView((), name=N_("Rounds of the talks"), row_id=_id, parent=self)
        self.items_head = ListHead(N_("Bridge"), _ITEM_BUTTONS, self)
        self.items_pane = TablePane((), name=N_("Parts of the bridge"), row_id=_id, parent=self)
        self.items = self.items_pane.table
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rounds_head)
        layout.addWidget(self.rounds, 1)
        layout.addWidget(self.items_head)
        layout.addWidget(self.items_pane, 1)
        self._wire()

    def _wire(self) -> None:
        for head, table in ((self.rounds_head, self.rounds), (self.items_head, self.items)):
            head.pressed.connect(self._pressed(table))
            table.opened.connect(lambda row: self.wanted.emit("correct", row))
            table.current_changed.connect(self._fit_buttons)
            table.selection_summed.connect(self.summed)
            table.filter_wanted.connect(self.filter_wanted)
        for first, second in (
            (self.rounds, self.items_head.buttons["item"]),
            (self.items_head.buttons["remove"], self.items),
        ):
            QWidget.setTabOrder(first, second)

    def _pressed(self, table: TableView) -> Callable[[str], None]:
        def act(key: str) -> None:
            needs_row = key in ("correct", "remove")
            self.wanted.emit(key, table.current_row() if needs_row else None)

        return act

    def current(self) -> RoundRow | BridgeRow | None:
        """Return the current row of the list that has the keyboard, None where none has it."""
        table = self.table_in_use()
        row = table.current_row() if table is not None else None
        return row if isinstance(row, RoundRow | BridgeRow) else None

    def table_in_use(self) -> TableView | None:
        """Return the list that has the window's keyboard, None where none has it."""
        found = self.window().focusWidget()
        return next((one for one in (self.rounds, self.items) if one is found), None)

    def show_talks(self, talks: Talks, may_enter: bool) -> None:
        """Show both lists; the current rows stay where they can."""
        self._may_enter = may_enter
        shown = (talks.metric, talks.currency)
        if shown != self._shown:
            self._shown = shown
            self.rounds.set_rows(())
            self.rounds.rows_model.set_columns(round_columns(*shown))
            self.rounds.keep_layout(self._settings, f"plans.rounds.{talks.metric}")
            self.items.set_rows(())
            self.items.rows_model.set_columns(item_columns(*shown))
            self.items.keep_layout(self._settings, f"plans.bridge.{talks.metric}")
        self._show_empty_texts()
        self.rounds.set_rows(talks.rounds)
        self.items.set_rows(talks.items)
        self.items_pane.set_totals({"amount": talks.explained} if talks.items else None)
        self._fit_buttons()

    def _show_empty_texts(self) -> None:
        nothing = (
            _("No round is entered.")
            if not self._may_enter
            else _("Enter the numbers that headquarters and the branch name, round by round.")
        )
        self.rounds.set_empty_text(nothing)
        without = (
            _("Nothing is entered.")
            if not self._may_enter
            else _("Enter what explains the gap: market, price, products, customers, capacity.")
        )
        self.items.set_empty_text(without)

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self.rounds_head.retranslate()
        self.items_head.retranslate()
        self.rounds.retranslate()
        self.items_pane.retranslate()
        self._show_empty_texts()

    def _fit_buttons(self, _row: object = None) -> None:
        for head, table in ((self.rounds_head, self.rounds), (self.items_head, self.items)):
            has_row = table.current_row() is not None
            for key, button in head.buttons.items():
                needs_row = key in ("correct", "remove")
                button.setEnabled(self._may_enter and (has_row or not needs_row))


def _id(row: RoundRow | BridgeRow) -> int:
    return row.id
