"""The page "Entry": its widgets and connections; the controller and the desk decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.services.drafts import Draft, DraftFolder
from desktop.services.entries.data import EntryBatchFacts, EntryKind, KeyedRow
from desktop.tone import Tone
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.activity.entry.controller import EntryController
from desktop.views.activity.entry.desk import EntryDesk
from desktop.views.activity.entry.facts_bar import FactsBar
from desktop.views.activity.entry.foot import Foot, QuestionLine
from desktop.views.activity.entry.grid import EntryGrid
from desktop.views.activity.entry.grid_look import KeptColumns
from desktop.views.activity.entry.hands import EntryHands
from desktop.views.activity.entry.leaving import LeaveDialog
from desktop.views.activity.entry.lines import Cell, Splice
from desktop.views.activity.entry.model import EntryModel
from desktop.views.activity.entry.saving import EntrySaving
from desktop.views.activity.entry.side import Beside
from desktop.views.activity.entry.words import hint_words
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.message_bar import MessageAction
from desktop.views.parts import TabPart
from desktop.views.tab import TabContext

#: After the last change: a check, the draft on the disk, what the customer is owed.
_CHECK_MS, _DRAFT_MS, _CUSTOMER_MS = 350, 1_500, 150
_ACTIONS = (
    ActionSpec("save", N_("&Save the rows"), "Ctrl+S", N_("Save the rows of the sheet"), "save"),
    ActionSpec("undo", N_("&Undo"), "Ctrl+Z", N_("Take the last change back"), "undo"),
    ActionSpec("redo", N_("&Redo"), "Ctrl+Y", N_("Do again what was taken back"), "redo"),
    ActionSpec("copy", N_("&Copy the cells"), "", N_("Copy the chosen cells (Ctrl+C)"), "copy"),
    ActionSpec("paste", N_("P&aste"), "", N_("Put the clipboard's block here (Ctrl+V)")),
    ActionSpec("down", N_("Fill &down"), "Ctrl+D",
               N_("Repeat the cell above, or the first of the chosen cells below itself")),
    ActionSpec("right", N_("Fill r&ight"), "Ctrl+R",
               N_("Repeat the cell at the left, where both take the same kind of text")),
    ActionSpec("today", N_("&Today"), "Ctrl+;", N_("Put today's date into the cell")),
    ActionSpec("again", N_("Du&plicate rows"), "Ctrl+Shift+D",
               N_("Repeat the chosen rows below them")),
    ActionSpec("insert", N_("I&nsert a row"), "Ctrl+Shift+A", N_("Add a row above this one")),
    ActionSpec("remove", N_("D&elete rows"), "", N_("Delete the chosen rows (Ctrl+-)")),
    ActionSpec("problem", N_("Next pro&blem"), "Ctrl+.", N_("Go to the next problem")),
    ActionSpec("part", N_("&Grid or facts"), "F6",
               N_("Go from the grid to the facts above it, and back")),
)  # fmt: skip
#: What a right click on the grid offers to the mouse.
_OF_CELLS = ("copy", "paste", "down", "right", "today", "again", "insert", "remove")


class EntryPage(TabPart):
    """Reports are keyed here: a grid, the facts that hold for all its rows, what is wrong."""

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._models: dict[EntryKind, EntryModel] = {}
        self.facts = FactsBar(context.clock, self)
        self.splitter = KeptSplitter(context.settings, "activity.entry.splitter", self)
        self.left = QWidget(self.splitter)
        self.grid = EntryGrid(self, self.left)
        self.question, self.foot = QuestionLine(self.left), Foot(self.left)
        self.side = Beside(context, self.splitter)
        self.keyed = self.side.keyed
        self.columns = KeptColumns(self.grid, context.settings)
        folder = DraftFolder(context.settings.drafts_folder)
        self.controller = EntryController(
            context.services, context.runner, self, context.clock, folder
        )
        self.saving = EntrySaving(context.services, context.runner, self, self.controller)
        self.hands = EntryHands(self.grid, self.controller, context.clock)
        self.actions_set = ActionSet(self)
        self._check_soon = _timer(self, _CHECK_MS, self._check)
        self._draft_soon = _timer(self, _DRAFT_MS, self.controller.keep_drafts)
        self._customer_soon = _timer(self, _CUSTOMER_MS, self._show_customer)
        self._build()
        self._wire()
        self.show_desk(self.controller.desk)
        self.retranslate()

    def _build(self) -> None:
        column = QVBoxLayout(self.left)
        layout = QVBoxLayout(self)
        for one in (column, layout):
            one.setContentsMargins(0, 0, 0, 0)
            one.setSpacing(0)
        column.addWidget(self.grid, 1)
        column.addWidget(self.question)
        column.addWidget(self.foot)
        self.splitter.add_parts(("grid", self.left, 3, 1060), ("side", self.side, 1, 340))
        layout.addWidget(self.facts)
        layout.addWidget(self.splitter, 1)

    def _wire(self) -> None:
        control, hands = self.controller, self.hands
        self.facts.kind_chosen.connect(control.choose_kind)
        self.facts.facts_changed.connect(self._facts_changed)
        self.facts.left.connect(self._into_grid)
        self.grid.typed.connect(hands.type_text)
        self.grid.cleared.connect(hands.clear)
        self.grid.pasted.connect(hands.paste)
        self.grid.removal_wanted.connect(hands.remove_rows)
        self.grid.moved.connect(self._moved)
        hands.told = lambda words: self.say(words, Tone.WATCH)
        self.question.save_wanted.connect(self._save_good)
        self.question.problem_wanted.connect(self._first_problem)
        self.question.left.connect(self._into_grid)
        self.foot.wanted.connect(lambda key: self.actions_set[key].trigger())
        acts: dict[str, Callable[[], object]] = {
            "save": self._save, "undo": self._undo, "redo": self._redo,
            "down": hands.fill_down, "right": hands.fill_right, "today": hands.put_today,
            "again": hands.duplicate, "insert": hands.insert, "remove": hands.remove_rows,
            "copy": self.grid.copy, "paste": self.grid.paste, "problem": self._next_problem,
            "part": self._other_part,
        }  # fmt: skip
        for spec in _ACTIONS:
            action = self.actions_set.add(spec, acts[spec.key])
            if spec.key in _OF_CELLS:
                self.grid.addAction(action)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    # What the tab asks

    def reload(self) -> None:
        """Ask what codes can be completed to, and what was keyed last."""
        self.controller.reload()

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self.grid.setAccessibleName(_("Rows to be saved"))
        self.grid.setAccessibleDescription(
            _("Type to begin a cell; Enter goes down, Tab to the right. F1 names all keys.")
        )
        self.grid.empty_words = _(
            "Type into the first row, or paste a block from a spreadsheet. Bold columns are needed."
        )
        self.facts.retranslate()
        self.foot.retranslate()
        self.side.retranslate()
        self.actions_set.retranslate()
        self.columns.show_kind(self.controller.desk.spec)
        self.controller.words_changed()
        self.show_problems()

    def menu_actions(self) -> tuple[QAction, ...]:
        """Return the commands of the page."""
        return tuple(self.actions_set)

    def focus_filter(self) -> None:
        """Put the keyboard into the facts above the grid."""
        self.facts.kind.setFocus()

    def can_close(self) -> bool:
        """Ask what becomes of unsaved rows, if there are any: save, discard, or stay."""
        self.grid.commit()
        count = self.controller.unsaved
        if not count:
            return True
        dialog = LeaveDialog(count, self.saving.save_all, self.window())
        # Whoever closes the window waits for the answer.
        dialog.exec()
        if dialog.is_discarded:
            self.controller.discard()
        return dialog.is_saved or dialog.is_discarded

    def take_up(self, draft: Draft) -> None:
        """Add the rows of a draft to those of its kind; they are unsaved rows."""
        self.grid.commit()
        self.controller.take_up(draft)
        self._into_grid()

    def visit(self, facts: Mapping[str, object]) -> None:
        """Show the sheet of a kind that another page asks for (`kind`)."""
        kind = facts.get("kind")
        if kind in set(EntryKind):
            self.controller.choose_kind(EntryKind(str(kind)))

    # What the controller tells

    def show_desk(self, desk: EntryDesk) -> None:
        """Work at another kind from now on."""
        kind = desk.spec.kind
        model = self._models.get(kind)
        if model is None:
            model = self._models[kind] = EntryModel(desk, self.controller.note, self)
            model.changed.connect(self._changed)
            model.undo_stack.indexChanged.connect(self._show_undo)
        if not self.grid.shows(model):
            self.grid.work_at(model)
            self.columns.show_kind(desk.spec)
            self._stand_at_end()
        self.facts.show_kind(kind, desk.draft.facts)
        self.question.hide()
        self.show_standing()
        self.show_problems()
        self._show_undo()

    def drop_lines(self) -> None:
        """Show sheets whose lines were dropped."""
        for model in self._models.values():
            model.forget()
        self.show_problems()
        self.show_standing()

    def carry_out(self, splice: Splice, words: str) -> None:
        """Carry a change out, so that it can be undone."""
        self.grid.rows_model.push(splice, words)

    def replace_lines(self, splice: Splice | None) -> None:
        """Carry a change out that is not undone, and forget what was done before it."""
        model = self.grid.rows_model
        if splice is not None:
            model.carry_out(splice)
        model.undo_stack.clear()
        self._stand_at_end()

    def show_problems(self) -> None:
        """Show what the checks said."""
        self.grid.rows_model.show_again()
        self._show_cell()
        self.show_standing()

    def show_standing(self) -> None:
        """Show how many lines wait, and whether they are being saved."""
        control, desk = self.controller, self.controller.desk
        for model in self._models.values():
            model.is_editable = control.is_editable
        self.foot.show_standing(
            len(desk.sheet.begun), desk.bad_rows, len(desk.bad_cells), is_saving=control.is_saving
        )
        for spec in _ACTIONS:
            if spec.key not in ("part", "copy"):
                self.actions_set[spec.key].setEnabled(control.is_editable)

    def ask_good(self, good: int, bad: int) -> None:
        """Ask whether the good lines are saved alone."""
        self.question.ask(good, bad)

    def show_codes(self) -> None:
        """Offer the branch's reps in the facts."""
        lookups = self.controller.lookups
        self.facts.show_reps(lookups.reps if lookups is not None else ())

    def show_keyed(self, rows: tuple[KeyedRow, ...]) -> None:
        """Show what was keyed last."""
        self.keyed.show_rows(rows, self.controller.names)

    def say(self, words: str, tone: Tone, *actions: tuple[str, Callable[[], None]]) -> None:
        """Tell something in the message bar."""
        self.message_requested.emit(words, tone, tuple(MessageAction(*one) for one in actions))

    # Inside

    @Slot(object)
    def _facts_changed(self, facts: EntryBatchFacts) -> None:
        self.controller.desk.draft.facts = facts
        self.controller.desk.check_again()
        self._check_soon.start()
        self._draft_soon.start()

    @Slot(object)
    def _changed(self, _splice: Splice) -> None:
        self.question.hide()
        self.show_standing()
        self._show_cell()
        self._check_soon.start()
        self._customer_soon.start()
        # Not begun anew by each key: what is typed all day is on the disk two seconds later.
        if not self._draft_soon.isActive():
            self._draft_soon.start()

    @Slot(object)
    def _moved(self, _cell: Cell) -> None:
        self._show_cell()
        self._check_soon.start()
        self._customer_soon.start()

    def _show_cell(self) -> None:
        desk, (row, column) = self.controller.desk, self.grid.cell
        if not self.controller.is_allowed:
            words = _("Your roles do not include keying rows of this kind.")
            self.foot.show_cell(None, words)
            return
        self.foot.show_cell(desk.problem(row, column), hint_words(desk.spec.columns[column]))

    @Slot()
    def _show_undo(self) -> None:
        stack = self.grid.rows_model.undo_stack
        undo = stack.undoText() if stack.canUndo() else None
        self.foot.show_undo(undo, stack.redoText() if stack.canRedo() else None)

    def _check(self) -> None:
        # While a cell is typed into, its line is not whole: it waits.
        self.controller.check(self.grid.cell[0])

    def _show_customer(self) -> None:
        row, desk = self.grid.cell[0], self.controller.desk
        code = desk.customer_at(row)
        self.side.show_customer(self.controller.customer_id(code), desk.owner_at(row))

    def _save(self) -> None:
        self.grid.commit()
        self._draft_soon.stop()
        self.saving.save()

    @Slot()
    def _save_good(self) -> None:
        self._into_grid()
        self.saving.save(good_only=True)

    def _undo(self) -> None:
        self.grid.commit()
        self.grid.rows_model.undo_stack.undo()

    def _redo(self) -> None:
        self.grid.rows_model.undo_stack.redo()

    def _next_problem(self) -> None:
        self.grid.commit()
        self._go_to(self.controller.desk.next_bad(self.grid.cell))

    def _first_problem(self) -> None:
        self._go_to(next(iter(self.controller.desk.bad_cells), None))

    def _go_to(self, cell: Cell | None) -> None:
        if cell is not None:
            self.grid.stand_on(cell)
        self._into_grid()

    def _stand_at_end(self) -> None:
        desk = self.controller.desk
        row = len(desk.sheet.lines)
        self.grid.stand_on((row, desk.first_open(row, self.grid.order())))

    @Slot()
    def _into_grid(self) -> None:
        self.grid.setFocus()

    def _other_part(self) -> None:
        if self.grid.isAncestorOf(self.focusWidget() or self):
            self.facts.kind.setFocus()
        else:
            self._into_grid()


def _timer(page: QWidget, milliseconds: int, act: Callable[[], None]) -> QTimer:
    timer = QTimer(page)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(act)
    return timer
