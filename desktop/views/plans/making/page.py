"""The plan's editor as a page of the Plans tab: widgets and connections, decisions elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from desktop.enums import PlanLevel
from desktop.i18n import N_, _
from desktop.services.drafts import Draft, DraftFolder
from desktop.services.exports.people import ExportTable
from desktop.tone import Tone
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.filter_bar import FilterBar, FilterState
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.message_bar import MessageAction
from desktop.views.parts import TabPart
from desktop.views.plain_text import tool_tip
from desktop.views.plans.making.cell_panel import CellPanel
from desktop.views.plans.making.choices import (
    chosen,
    column_options,
    level_options,
    method_options,
    metric_options,
    row_options,
)
from desktop.views.plans.making.controller import MakingController
from desktop.views.plans.making.drafts import parsed_subject
from desktop.views.plans.making.editing import PlanTyping
from desktop.views.plans.making.grid import PlanGrid
from desktop.views.plans.making.questions import Questions
from desktop.views.plans.making.saving import PlanSaving
from desktop.views.plans.making.shown import Block, CellShown, StatusShown
from desktop.views.plans.making.side_sheet import AnySheet
from desktop.views.plans.making.state import BY_POTENTIAL, SIDE_BY_SIDE, MakingState
from desktop.views.plans.making.status_line import RefusalLine, StatusLine
from desktop.views.plans.making.typist import block_of
from desktop.views.plans.making.view import At
from desktop.views.plans.making.words import export_title, method_tip
from desktop.views.plans.path_bar import PathBar
from desktop.views.plans.versions.bar import VersionBar
from desktop.views.tab import TabContext

_SPLITTER = "plans.making.splitter"
#: After the last number a draft is kept this soon.
_DRAFT_MS = 2_000
#: What a cell rests on takes a worker a while: it is asked when the keyboard stands still.
_REASONS_MS = 250
_ACTIONS = (
    ActionSpec("save", N_("&Save the plan…"), "Ctrl+S",
               N_("Save all numbers, with what they are based on"), "save"),
    ActionSpec("undo", N_("&Undo"), "Ctrl+Z", N_("Take the last number back"), "undo"),
    ActionSpec("redo", N_("&Redo"), "Ctrl+Y", N_("Do again what was taken back"), "redo"),
    ActionSpec("lock", N_("&Lock or unlock"), "Ctrl+L",
               N_("Keep the chosen cells as they are when totals above them change"), "lock"),
    ActionSpec("limits", N_("Minimum and ma&ximum…"), "Ctrl+M",
               N_("Bound the lines of the current cell")),
    ActionSpec("down", N_("&Break down by…"), "Ctrl+B",
               N_("Divide the current cell by another dimension")),
    ActionSpec("up", N_("One le&vel up"), "Alt+Up", N_("Go back up the path"), "up"),
    ActionSpec("swap", N_("S&wap rows and columns"), "Ctrl+Shift+S",
               N_("Put the columns into the rows")),
    ActionSpec("part", N_("&Table or choices"), "F6",
               N_("Go from the table to the choices above it, and back")),
)  # fmt: skip


class MakingPage(TabPart):
    """Edits a version's plan in any cell of any two dimensions."""

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_setting = False
        self._waiting_draft: Draft | None = None
        self.versions = VersionBar(context, self)
        self.filters = FilterBar(self)
        self.path = PathBar(self)
        self.path.plan_button.hide()
        self.splitter = KeptSplitter(context.settings, _SPLITTER, self)
        left = QWidget(self.splitter)
        self.grid = PlanGrid(self, left)
        self.refusal = RefusalLine(left)
        self.panel = CellPanel(self.splitter)
        self.status = StatusLine(self)
        self.controller = MakingController(context.services, context.runner, self)
        folder = DraftFolder(context.settings.drafts_folder)
        self.saving = PlanSaving(
            context.services, context.runner, self, self.controller, folder, context.clock
        )
        self.typing = PlanTyping(self.controller, self)
        self.questions = Questions(self)
        self.with_empty = QCheckBox(self.filters)
        self._draft_soon = QTimer(self)
        self._draft_soon.setSingleShot(True)
        self._draft_soon.setInterval(_DRAFT_MS)
        self._draft_soon.timeout.connect(self.saving.keep_draft)
        self._reasons_soon = QTimer(self)
        self._reasons_soon.setSingleShot(True)
        self._reasons_soon.setInterval(_REASONS_MS)
        self._reasons_soon.timeout.connect(self.controller.ask_reasons)
        self._add_filters()
        self._build(left)
        self.actions_set = ActionSet(self)
        self._wire()
        self.show_state(self.controller.state)
        self.controller.open(0)
        self.retranslate()

    def _add_filters(self) -> None:
        bar, state = self.filters, self.controller.state
        bar.add_choice("metric", lambda: _("Metric"), metric_options())
        bar.add_choice("level", lambda: _("Level"), level_options())
        bar.add_choice("rows", lambda: _("Rows"), row_options(state))
        bar.add_choice("columns", lambda: _("Columns"), column_options(state))
        self.method: QComboBox = bar.add_choice(
            "method", lambda: _("Spread"), method_options(has_last_year=False)
        )
        bar.add_widget(self.with_empty)

    def _build(self, left: QWidget) -> None:
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.grid, 1)
        column.addWidget(self.refusal)
        self.splitter.add_parts(("table", left, 1, 1060), ("cell", self.panel, 0, 340))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.versions, self.filters, self.path):
            layout.addWidget(widget)
        layout.addWidget(self.splitter, 1)
        layout.addWidget(self.status)

    def _wire(self) -> None:
        control, versions = self.controller, self.versions
        versions.version_chosen.connect(self._version_chosen)
        versions.changed.connect(self.versions.reload)
        versions.error_met.connect(self.error_met)
        versions.message_requested.connect(self.message_requested)
        versions.can_close_asked = self.can_close
        self.filters.changed.connect(self._filters_changed)
        self.with_empty.toggled.connect(self._empty_toggled)
        self.path.level_wanted.connect(control.go_up)
        self.path.up_wanted.connect(lambda: control.go_up())
        self.grid.chosen.connect(control.choose)
        self.grid.opened.connect(self._header_opened)
        self.status.save_wanted.connect(self.questions.ask_save)
        self.status.undo_wanted.connect(self._undo)
        self.status.redo_wanted.connect(self._redo)
        acts: Sequence[Callable[[], object]] = (
            self.questions.ask_save, self._undo, self._redo, self._lock, self.questions.ask_limits,
            self.questions.ask_dimension, lambda: control.go_up(), self._swap, self._other_part,
        )  # fmt: skip
        for spec, act in zip(_ACTIONS, acts, strict=True):
            self.actions_set.add(spec, act)

    # What the tab asks

    def reload(self) -> None:
        """Ask for the versions; the table is loaded again where another desk changed it."""
        self.versions.reload()
        self.controller.look_again()

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self.with_empty.setText(_("Also without a plan"))
        self.with_empty.setToolTip(
            _("Show customers and products for which nothing is planned yet")
        )
        self._is_setting = True
        self.versions.retranslate()
        self.filters.retranslate()
        self._is_setting = False
        self.grid.retranslate()
        self.status.retranslate()
        self.actions_set.retranslate()
        self.controller.show_state()

    def menu_actions(self) -> tuple[QAction, ...]:
        """Return the commands of the page, and those that the version's state offers."""
        return (*self.actions_set, *self.versions.menu_actions())

    def export_table(self) -> ExportTable | None:
        """Return the table as it is shown."""
        row = self.versions.current
        if row is None:
            return None
        return self.grid.exported(export_title(row.name, row.number, self.controller.state), ())

    def focus_filter(self) -> None:
        """Put the keyboard into the choices above the table."""
        self.filters.findChildren(QComboBox)[0].setFocus()

    def can_close(self) -> bool:
        """Ask what to do with unsaved numbers: save, discard, or stay."""
        return self.questions.may_leave()

    def take_up(self, draft: Draft) -> None:
        """Show the version of a draft, with the draft's numbers on top."""
        subject = parsed_subject(draft.subject)
        if subject is None:
            return
        version_id, metric, level = subject
        control = self.controller
        # Numbers of the same version and level stand beside each other.
        is_beside = (version_id, level) == (control.version_id, control.state.level)
        if not is_beside and not self.can_close():
            return
        self._waiting_draft = draft
        control.change(metric=metric, level=level)
        if not is_beside:
            self.versions.choose(version_id)
        self._put_waiting()

    # What the controller tells

    def show_state(self, state: MakingState) -> None:
        """Set the choices to this state."""
        self._is_setting = True
        desk = self.controller.desk if hasattr(self, "controller") else None
        has_last = desk is not None and desk.last_year is not None
        self.filters.set_options("rows", row_options(state))
        self.filters.set_options("columns", column_options(state))
        by_potential = desk is not None and desk.potential is not None
        self.filters.set_options(
            "method", method_options(has_last_year=has_last, has_potential=by_potential)
        )
        _explain_methods(self.method, method_tip(by_potential=by_potential))
        choices = {
            "metric": state.metric, "level": state.level, "rows": state.rows,
            "columns": SIDE_BY_SIDE if state.is_side else state.columns, "method": state.method,
        }  # fmt: skip
        self.filters.set_state(FilterState(None, choices, ""))
        self.with_empty.setChecked(state.with_empty)
        self._is_setting = False

    def show_sheet(self, sheet: AnySheet | None, path: tuple[str, ...], note: str) -> None:
        """Show a table and the path to it."""
        is_editable = self.controller.is_editable
        empty = note or _(
            "Nothing is planned here yet. “Also without a plan” shows what can be planned."
        )
        self.grid.show_sheet(sheet, self.controller.at, is_editable=is_editable, empty=empty)
        self.path.show_path(path or (_("Whole plan"),))
        self.path.setVisible(len(path) > 1 or bool(note and sheet is not None))
        self.path.show_hint(note if sheet is not None else "")
        for key in ("save", "undo", "redo", "lock", "limits"):
            self.actions_set[key].setEnabled(is_editable)
        self.actions_set["swap"].setEnabled(not self.controller.state.is_side)
        if is_editable:
            self._draft_soon.start()
        self._put_waiting()

    def show_status(self, shown: StatusShown | None) -> None:
        """Show the totals."""
        self.status.show_status(shown, is_editable=self.controller.is_editable)

    def show_refusal(self, words: str, tone: Tone, cell: tuple[At, str] | None = None) -> None:
        """Say under the table why a number was not taken, and at its cell where it is named."""
        self.refusal.say(words, tone)
        self.grid.refuse(*(cell or (None, "")))

    def show_cell(self, shown: CellShown | None) -> None:
        """Show the current cell; what it rests on is asked once the keyboard rests on it."""
        self.panel.show_cell(shown)
        if shown is not None:
            self._reasons_soon.start()

    def show_reasons(self, blocks: tuple[Block, ...]) -> None:
        """Show what the current cell rests on."""
        self.panel.show_blocks(blocks)

    def show_error(self, error: Exception) -> None:
        """Hand on what the window answers."""
        self.error_met.emit(error)

    def say(self, words: str, tone: Tone, *actions: tuple[str, Callable[[], None]]) -> None:
        """Tell something in the message bar."""
        self.message_requested.emit(words, tone, tuple(MessageAction(*one) for one in actions))

    # What the table asks

    def type_text(self, at: At, text: str) -> bool:
        """Give a cell what was typed; return whether it was taken."""
        return self.typing.type_text(at, text)

    def clear(self, cells: Sequence[At]) -> None:
        """Plan nothing in cells."""
        self.typing.clear(cells)

    def paste(self, cells: Sequence[At], text: str) -> None:
        """Give a block of cells what stands on the clipboard."""
        grid = self.grid
        self.typing.type_block(block_of(text, cells, grid.place_of, grid.cell_at))

    def gave_up(self) -> None:
        """A refused number was left: there is nothing to refuse any more."""
        self.refusal.say("", Tone.NONE)

    # Inside

    @Slot(object)
    def _version_chosen(self, version_id: int) -> None:
        self.controller.open(version_id)

    @Slot(object)
    def _filters_changed(self, state: FilterState) -> None:
        if self._is_setting:
            return
        now, choices = self.controller.state, state.choices
        if PlanLevel(str(choices["level"])) is not now.level and not self.can_close():
            self.show_state(now)
            return
        self.controller.change(**chosen(choices))

    @Slot(bool)
    def _empty_toggled(self, on: bool) -> None:
        if not self._is_setting:
            self.controller.change(with_empty=on)

    @Slot(object)
    def _header_opened(self, at: At) -> None:
        self.grid.stand_on(at)
        self.controller.choose(at)
        self.questions.ask_dimension()

    def _undo(self) -> None:
        self.typing.undo()

    def _redo(self) -> None:
        self.typing.redo()

    def _lock(self) -> None:
        self.typing.lock(self.grid.cells())

    def _swap(self) -> None:
        self.controller.change(rows=self.controller.state.columns)

    def _other_part(self) -> None:
        if self.grid.isAncestorOf(self.focusWidget() or self):
            self.focus_filter()
        else:
            self.grid.table.setFocus()

    def _put_waiting(self) -> None:
        draft, control = self._waiting_draft, self.controller
        desk = control.desk
        if draft is None or desk is None:
            return
        if parsed_subject(draft.subject) == (
            desk.book.card.version_id, control.state.metric, desk.book.level
        ):  # fmt: skip
            self._waiting_draft = None
            self.saving.put_draft(draft)


def _explain_methods(box: QComboBox, words: str) -> None:
    """Say at the methods by potential what becomes of customers without a figure."""
    box.setAccessibleDescription(words)
    for place in range(box.count()):
        if box.itemData(place) in BY_POTENTIAL:
            box.setItemData(place, tool_tip(words), Qt.ItemDataRole.ToolTipRole)
