"""The page "What if": its widgets and connections; the controller decides what they mean."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.services.drafts import DraftFolder
from desktop.services.exports.people import ExportTable
from desktop.services.plans.whatif_data import Basis, WhatIfGround
from desktop.services.rules.whatif_data import Line, Measure
from desktop.tone import Tone
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.charts import ChartView
from desktop.views.filter_bar import FilterState
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.message_bar import MessageAction
from desktop.views.plain_text import digits_wide, label
from desktop.views.plans.version_part import VersionPart
from desktop.views.plans.versions.words import choice_words
from desktop.views.plans.whatif.boards import BoardShelf, KeptBoard
from desktop.views.plans.whatif.columns import EventRow, board_columns, event_columns
from desktop.views.plans.whatif.controller import BoardShown, WhatIfController
from desktop.views.plans.whatif.event_dialog import EventDialog
from desktop.views.plans.whatif.forms import EventForm, EventTexts, Kind
from desktop.views.plans.whatif.pictures import fall_of
from desktop.views.plans.whatif.words import (
    BASES,
    Teller,
    assumptions,
    empty_words,
    kept_words,
)
from desktop.views.side_scroll import SideScroll
from desktop.views.tab import TabContext
from desktop.views.table_view import TableView

_SPLITTER = "plans.whatif.splitter"
_ACTIONS = (
    ActionSpec("lose", N_("A &customer is lost…"), "Ctrl+Shift+1",
               N_("Try what losing a customer does")),
    ActionSpec("leave", N_("A &rep leaves…"), "Ctrl+Shift+2", N_("Try what a rep's leaving does")),
    ActionSpec("price", N_("&Prices change…"), "Ctrl+Shift+3", N_("Try other prices")),
    ActionSpec("delay", N_("Something is &late…"), "Ctrl+Shift+4",
               N_("Try late deliveries or payments")),
    ActionSpec("change", N_("Change this &event…"), "",
               N_("Change the current event (Enter in the list)")),
    ActionSpec("remove", N_("&Take this event out"), "Del",
               N_("Take the current event out of the list")),
    ActionSpec("clear", N_("Take &all events out"), "", N_("Begin again with no event")),
)  # fmt: skip
_NEW = ("lose", "leave", "price", "delay")
#: So many events are seen without scrolling; fewer lines would make the table jump.
_LEAST_EVENTS, _MOST_EVENTS = 2, 6
#: The assumptions take no more than so many lines of text before they scroll.
_NOTE_LINES = 9
_BAR_LINES = 1.6
#: Of the board so many lines are always there; what has no room is scrolled to.
_LEAST_LINES = 6
#: Names and amounts of the bars, and room for the bars beside them.
_CHART_DIGITS = 48


class WhatIfPage(VersionPart):
    """A list of events, the board of what they change, and one of its lines as a waterfall."""

    controller: WhatIfController

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._shown: BoardShown | None = None
        self._line: tuple[Measure, int | None] = (Measure.SALES, None)
        self.dialog: EventDialog | None = None
        self.filters.add_choice("basis", lambda: _("Reckon with"), _basis_options())
        self.splitter = KeptSplitter(context.settings, _SPLITTER, self)
        self.scrolled = SideScroll(self.splitter)
        self.left = QWidget(self.scrolled)
        self.events = TableView(
            event_columns(), name=N_("Events"), row_id=lambda row: row.number, parent=self.left
        )
        self.board = TableView(
            board_columns(None, ()), name=N_("What if"),
            row_id=lambda line: (line.measure, line.rep_id), parent=self.left,
        )  # fmt: skip
        self.notes = SideScroll(self.left)
        self.assumed = label("", self.notes.viewport(), role="muted")
        self.side = SideScroll(self.splitter)
        self.chart = ChartView(self.side)
        self.side.setWidget(self.chart)
        folder = DraftFolder(context.settings.drafts_folder / "boards")
        self.controller = WhatIfController(
            context.services, context.runner, self, context.clock,
            BoardShelf(folder, context.clock),
        )  # fmt: skip
        self.actions_set = ActionSet(self)
        self._build()
        self._wire()
        self._allow()

    def _build(self) -> None:
        self.add_button = self.filters.add_button(lambda: _("Add an event"), lambda: None)
        self.assumed.setWordWrap(True)
        self.assumed.setContentsMargins(16, 8, 16, 8)
        self.assumed.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.assumed.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.notes.setWidget(self.assumed)
        column = QVBoxLayout(self.left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.events)
        column.addWidget(self.board, 1)
        column.addWidget(self.notes)
        self.scrolled.setWidget(self.left)
        self.splitter.add_parts(("board", self.scrolled, 3, 1000), ("chart", self.side, 2, 420))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addWidget(self.splitter, 1)

    def _wire(self) -> None:
        control = self.controller
        acts: dict[str, Callable[[], object]] = {
            **{str(kind): partial(control.ask_event, kind) for kind in Kind},
            "change": self._change, "remove": self._remove, "clear": self._clear,
        }  # fmt: skip
        for spec in _ACTIONS:
            self.actions_set.add(spec, acts[spec.key])
        # "Delete" is the list's: in the board it would take out what nobody looks at.
        remove = self.actions_set["remove"]
        remove.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.events.addAction(remove)
        menu = QMenu(self.add_button)
        for key in _NEW:
            menu.addAction(self.actions_set[key])
        self.add_button.setMenu(menu)
        self.filters.changed.connect(self._filters_changed)
        self.events.opened.connect(lambda _row: self._change())
        self.events.current_changed.connect(lambda _row: self._allow())
        self.events.add_menu_actions(self._fill_menu)
        self.board.current_changed.connect(self._line_changed)
        for table in (self.events, self.board):
            table.filter_wanted.connect(self.focus_filter)
        self.board.selection_summed.connect(self.selection_summed)

    # What the tab asks

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        super().retranslate()
        self.actions_set.retranslate()
        self.events.retranslate()
        self.board.retranslate()
        if self._shown is not None:
            self.show_board(self._shown)
        else:
            self.show_nothing(self.controller.ground)

    def export_table(self) -> ExportTable | None:
        """Return the board as it is shown, with the events and what is assumed."""
        shown = self._shown
        if shown is None:
            return None
        title = _("What if: the plan {plan}").format(plan=shown.ground.card.name)
        events = "\n".join(f"{row.number}. {row.name}" for row in self._rows(shown))
        notes = (
            (_("Plan"), choice_words(shown.ground.card)),
            (_("Reckon with"), _(BASES[shown.basis])),
            (_("Events"), events),
            (_("What is assumed"), self.assumed.text()),
        )
        return self.board.exported(title, None, notes)

    # What the controller tells

    def show_board(self, shown: BoardShown) -> None:
        """Show the events, the board and what is assumed."""
        self._shown = shown
        tell = Teller(shown.ground)
        self.events.set_empty_text(
            _("Nothing happens yet. Add an event: a customer lost, a rep who leaves, other prices, "
              "a delay.")
        )  # fmt: skip
        self.events.set_rows(self._rows(shown))
        self.board.rows_model.set_columns(board_columns(tell, shown.events))
        wanted = self._line
        self.board.set_rows(shown.lines)
        if not self.board.select_row(wanted):
            self.board.select_row((Measure.SALES, None))
        self.assumed.setText(assumptions(shown.ground, shown.basis, shown.events))
        self.notes.show()
        self._draw()
        self._allow()
        self._fit()

    def show_nothing(self, ground: WhatIfGround | None) -> None:
        """Show what to do where there is no year to try events on."""
        self._clear_board(empty_words(ground))

    def show_waiting(self, text: str) -> None:
        """Show no lines, and this sentence."""
        self._clear_board(text)

    def tell_kept(self, board: KeptBoard) -> None:
        """Say that events of an earlier look are here again, and offer to clear them."""
        clear = (MessageAction(_("Clear"), self._clear),) if board.events else ()
        state = self.filters.state()
        self._is_setting = True
        choices = {**state.choices, "basis": board.basis}
        self.filters.set_state(FilterState(None, choices, state.text))
        self._is_setting = False
        self.message_requested.emit(kept_words(board), Tone.INFO, clear)

    def _clear_board(self, text: str) -> None:
        self._shown = None
        self.events.set_empty_text("")
        self.events.set_rows(())
        self.board.set_empty_text(text)
        self.board.set_rows(())
        self.notes.hide()
        self.chart.show_chart(None)
        self._allow()
        self._fit()

    def open_form(self, form: EventForm, ground: WhatIfGround) -> None:
        """Open the form of an event."""
        dialog = EventDialog(form, ground, self.window())
        dialog.submitted.connect(partial(self._submitted, dialog))
        self.hold(dialog)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "actions_set"):
            self._fit()

    # Inside

    def _rows(self, shown: BoardShown) -> tuple[EventRow, ...]:
        tell = Teller(shown.ground)
        return tuple(
            EventRow(place, one, tell.name(one), tell.since(one))
            for place, one in enumerate(shown.events, 1)
        )

    def _submitted(self, dialog: EventDialog, texts: EventTexts) -> None:
        self.controller.enter(dialog.about, texts, dialog)

    def _place(self) -> int | None:
        row = self.events.current_row()
        return row.number - 1 if isinstance(row, EventRow) else None

    def _change(self) -> None:
        place = self._place()
        if place is not None:
            self.controller.ask_change(place)

    def _remove(self) -> None:
        place = self._place()
        if place is not None:
            before = self.controller.events
            self.controller.remove(place)
            self._offer_back(_("The event is out of the list."), before)

    def _clear(self) -> None:
        before = self.controller.events
        if before:
            self.controller.clear()
            self._offer_back(_("All events are out of the list."), before)

    def _offer_back(self, words: str, before: tuple[object, ...]) -> None:
        back = MessageAction(_("Put back"), lambda: self.controller.put_back(before))  # type: ignore[arg-type]
        self.message_requested.emit(words, Tone.INFO, (back,))

    def _allow(self) -> None:
        """Allow what can be done here and now."""
        can_try = self.controller.can_try and self._shown is not None
        has_row = can_try and self._place() is not None
        self.add_button.setEnabled(can_try)
        for key in _NEW:
            self.actions_set[key].setEnabled(can_try)
        self.actions_set["change"].setEnabled(has_row)
        self.actions_set["remove"].setEnabled(has_row)
        self.actions_set["clear"].setEnabled(can_try and bool(self.controller.events))

    def _draw(self) -> None:
        line = self.board.current_row()
        if self._shown is not None:
            self.chart.show_chart(fall_of(self._shown, line if isinstance(line, Line) else None))

    def _fit(self) -> None:
        """Give the events their lines, and the assumptions no more than they need."""
        shown, line = self._shown, self.fontMetrics().height()
        count = 0 if shown is None else len(shown.events)
        lines = max(_LEAST_EVENTS, min(count, _MOST_EVENTS))
        head = self.events.horizontalHeader().sizeHint().height()
        row = self.events.verticalHeader().defaultSectionSize()
        self.events.setFixedHeight(head + lines * row + 2 * self.events.frameWidth() + line // 2)
        self.notes.setFixedHeight(line * _NOTE_LINES)
        self.board.setMinimumHeight(head + _LEAST_LINES * row)
        self.chart.setMinimumWidth(digits_wide(self, _CHART_DIGITS))
        self.chart.setMinimumHeight(round(line * (6 + _BAR_LINES * (count + 3))))

    @Slot(object)
    def _line_changed(self, line: Line | None) -> None:
        if line is not None:
            self._line = (line.measure, line.rep_id)
            self._draw()

    @Slot(object)
    def _filters_changed(self, state: FilterState) -> None:
        version_id = state.choices.get("version")
        if not self._is_setting and isinstance(version_id, int):
            self.controller.choose(version_id, Basis(str(state.choices.get("basis"))))

    def _fill_menu(self, menu: QMenu, _row: EventRow) -> None:
        for key in ("change", "remove"):
            menu.addAction(self.actions_set[key])


def _basis_words(basis: Basis) -> str:
    return _(BASES[basis])


def _basis_options() -> list[tuple[object, Callable[[], str]]]:
    return [(basis, partial(_basis_words, basis)) for basis in Basis]
