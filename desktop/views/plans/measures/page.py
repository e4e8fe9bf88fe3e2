"""The page "Measures": its widgets and connections; the controller decides what they mean."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.services.exports.people import ExportTable
from desktop.services.plans.measures_data import CellKey, Measure, MeasureEntry, Side
from desktop.services.plans.versions_data import VersionCard
from desktop.tone import Tone
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.filter_bar import FilterState
from desktop.views.plans.measures.columns import measure_columns
from desktop.views.plans.measures.controller import MeasuresController
from desktop.views.plans.measures.dialogs import LeaveDialog, MeasureDialog
from desktop.views.plans.measures.grid import MeasureGrid
from desktop.views.plans.measures.protocols import MeasuresShown
from desktop.views.plans.measures.sending import MeasuresSending
from desktop.views.plans.measures.state import (
    MONTH,
    SOURCE,
    GridRow,
    MeasureForm,
    MeasureLine,
    MeasuresState,
)
from desktop.views.plans.measures.words import SIDES, measure_words, no_measure_words, unsaved_words
from desktop.views.plans.talks.sides import ListHead
from desktop.views.plans.version_part import SplitVersionPart
from desktop.views.plans.versions.words import choice_words
from desktop.views.tab import TabContext
from desktop.views.table_view import TableView

_SPLITTER = "plans.measures.splitter"
_ACTIONS = (
    ActionSpec("save", N_("&Save the measures"), "Ctrl+S",
               N_("Save all numbers that were typed")),
    ActionSpec("discard", N_("&Discard what was typed"), "",
               N_("Forget what was typed since the last save")),
    ActionSpec("turn", N_("&Targets or what is reached"), "Ctrl+Shift+M",
               N_("Show the other one of targets and what is reached")),
    ActionSpec("new", N_("&New measure…"), "Ctrl+N", N_("Make a measure of the branch"), "plus"),
    ActionSpec("correct", N_("&Change the measure…"), "Ctrl+Shift+E",
               N_("Change what the current measure is")),
    ActionSpec("remove", N_("Ta&ke the measure out"), "",
               N_("Take out the current measure, where no version has numbers of it")),
)  # fmt: skip
_BUTTONS = (("new", N_("New…")), ("correct", N_("Change…")), ("remove", N_("Take out")))
_TYPED = tuple(f"{MONTH}{place}" for place in range(12))


class MeasuresPage(SplitVersionPart):
    """The branch's own measures at the left, the chosen one by rep and month at the right."""

    controller: MeasuresController

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, _SPLITTER, parent)
        self._shown: MeasuresShown | None = None
        self.dialog: MeasureDialog | None = None
        self.leaving: LeaveDialog | None = None
        sides = [(one, lambda words=words: _(words)) for one, words in SIDES.items()]
        self.side_box = self.filters.add_choice("side", lambda: _("Numbers"), sides)
        self.left = QWidget(self.splitter)
        self.head = ListHead(N_("Measures"), _BUTTONS, self.left)
        self.measures = TableView(
            measure_columns(), name=N_("The branch's own measures"),
            row_id=lambda line: line.measure.id, parent=self.left,
        )  # fmt: skip
        self.measures.keep_layout(context.settings, "plans.measures")
        self.grid = MeasureGrid(context.settings, self.splitter)
        self.controller = MeasuresController(context.services, context.runner, self)
        self.sending = MeasuresSending(context.services, context.runner, self, self.controller)
        self.actions_set = ActionSet(self)
        self._build()
        self._wire()
        self.retranslate()
        self._allow()

    def _build(self) -> None:
        left = QVBoxLayout(self.left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.head)
        left.addWidget(self.measures, 1)
        self.splitter.add_parts(("list", self.left, 1, 430), ("grid", self.grid, 3, 1010))
        self.lay_out()

    def _wire(self) -> None:
        control, table = self.controller, self.grid.table
        self.filters.changed.connect(self._filters_changed)
        self.filters.left_down.connect(lambda: table.setFocus(Qt.FocusReason.OtherFocusReason))
        self.head.pressed.connect(self._act)
        self.measures.current_changed.connect(self._measure_chosen)
        self.measures.opened.connect(lambda _line: self.sending.correct())
        self.measures.add_menu_actions(self._fill_menu)
        table.set_entry((*_TYPED, SOURCE), control.begin_text, control.type_cells)
        table.cleared.connect(self._clear)
        self.grid.save_wanted.connect(lambda: self.sending.save())
        self.grid.discard_wanted.connect(control.discard)
        for one in (self.measures, table):
            one.selection_summed.connect(self.selection_summed)
            one.filter_wanted.connect(self.focus_filter)
        for spec in _ACTIONS:
            self.actions_set.add(spec, partial(self._act, spec.key))

    # What the tab asks

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        super().retranslate()
        self.actions_set.retranslate()
        self.head.retranslate()
        self.measures.retranslate()
        self.grid.retranslate()
        self.nothing.setText(
            _("There is no plan yet. Make one on the page “Plan”; then its measures stand here.")
        )
        if self.controller.book is not None:
            self.controller.show_again()

    def export_table(self) -> ExportTable | None:
        """Return the list of measures where it has the keyboard, else the grid."""
        shown = self._shown
        if shown is None or shown.table is None:
            return None
        notes: tuple[tuple[str, str], ...] = ((_("Plan"), choice_words(shown.book.card)),)
        if self.window().focusWidget() is self.measures:
            return self.measures.exported(_("The branch's own measures"), None, notes)
        notes = (*notes, (_("Numbers"), _(SIDES[shown.state.side])))
        return self.grid.pane.exported(measure_words(shown.table.measure.entry), notes)

    def can_close(self) -> bool:
        """Whether nothing typed would be lost; what is not saved is asked about."""
        return super().can_close() and self.may_leave()

    def may_leave(self) -> bool:
        """Ask what to do with unsaved numbers; return whether none of them would be lost."""
        count = len(self.controller.typed)
        if not count:
            return True
        dialog = self.leaving = LeaveDialog(unsaved_words(count), self.window())
        dialog.submitted.connect(lambda _yes: self.sending.save(dialog.saved, dialog.show_error))
        # Whoever leaves waits for the answer.
        dialog.exec()
        self.leaving = None
        if dialog.is_discarded:
            self.controller.discard()
        return dialog.is_saved or dialog.is_discarded

    # What the controller tells

    def show_nothing(self) -> None:
        """Show that there is no plan yet."""
        self._shown = None
        self._set_filters((), MeasuresState())
        self.pages.setCurrentWidget(self.nothing)
        self._allow()

    def show_measures(self, shown: MeasuresShown) -> None:
        """Show the measures and the grid of the chosen one."""
        self._shown = shown
        self._set_filters(shown.cards, shown.state)
        self._is_setting = True
        self.measures.set_empty_text(no_measure_words(may_change=shown.may_change))
        self.measures.set_rows(shown.lines)
        current = self.measures.current_row()
        wanted = shown.state.measure_id
        if wanted is not None and (current is None or current.measure.id != wanted):
            self.measures.select_row(wanted)
        self._is_setting = False
        self.grid.show_measures(shown)
        # Without a measure the list alone says what to do.
        self.grid.setVisible(shown.table is not None)
        self.pages.setCurrentWidget(self.splitter)
        self._allow()

    def show_wrong_cell(self, key: CellKey, side: Side, text: str, words: str) -> None:
        """Open a cell whose text was refused, and say why."""
        model = self.grid.table.rows_model
        keys = [column.key for column in model.columns]
        line = model.line_of(key[1] or 0)
        if line >= 0:
            place = keys.index(self.controller.column_of(key))
            self.grid.table.refuse(model.index(line, place), text, words)

    def open_form(self, form: MeasureForm) -> None:
        """Open the form of a measure."""
        dialog = MeasureDialog(form, self.window())

        def send(entry: MeasureEntry) -> None:
            self.sending.save_measure(form, dialog.attempt, entry, dialog)

        dialog.submitted.connect(send)
        self.hold(dialog)

    def tell_removed(self, measure: Measure, put_back: Callable[[], None]) -> None:
        """Say that a measure was taken out, and offer to put it back."""
        self.offer_back(measure.entry.name, put_back)

    def say(self, words: str) -> None:
        """Tell that something was done."""
        self.message_requested.emit(words, Tone.GOOD, ())

    # Inside

    def _act(self, key: str) -> None:
        acts: dict[str, Callable[[], None]] = {
            "save": lambda: self.sending.save(),
            "discard": self.controller.discard,
            "turn": self.controller.turn,
            "new": self.sending.begin,
            "correct": self.sending.correct,
            "remove": self.sending.remove,
        }
        acts[key]()

    def _allow(self) -> None:
        shown = self._shown
        may = shown is not None and shown.may_change
        has_measure = shown is not None and shown.table is not None
        is_unsaved = shown is not None and bool(shown.unsaved)
        allowed = {
            "save": may and is_unsaved, "discard": may and is_unsaved, "turn": has_measure,
            "new": may, "correct": may and has_measure, "remove": may and has_measure,
        }  # fmt: skip
        for key, is_on in allowed.items():
            self.actions_set[key].setEnabled(is_on)
        for key, button in self.head.buttons.items():
            button.setEnabled(allowed[key])

    def _set_filters(self, cards: tuple[VersionCard, ...], state: MeasuresState) -> None:
        self.show_choices(cards, {"version": state.version_id, "side": state.side})

    @Slot(object)
    def _filters_changed(self, state: FilterState) -> None:
        if self._is_setting or self._shown is None:
            return
        before = self.controller.state
        version = state.choices.get("version")
        if isinstance(version, int) and version != before.version_id:
            if self.may_leave():
                self.controller.choose_version(version)
            else:
                self._set_filters(self._shown.cards, before)
            return
        # Qt hands words back as plain text.
        self.controller.choose_side(Side(str(state.choices["side"])))

    @Slot(object)
    def _measure_chosen(self, line: MeasureLine | None) -> None:
        if not self._is_setting and line is not None:
            self.controller.choose_measure(line.measure.id)

    @Slot(object)
    def _clear(self, cells: tuple[tuple[GridRow, str], ...]) -> None:
        words = self.controller.type_cells([(one, {key: ""}) for one, key in cells])
        self.grid.show_refusal(words)

    def _fill_menu(self, menu: QMenu, _line: object) -> None:
        for key in ("correct", "remove"):
            menu.addAction(self.actions_set[key])
