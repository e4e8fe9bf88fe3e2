"""The page "Tasks": its widgets and connections; the controller decides what they mean."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.i18n import N_, _, language
from desktop.services.exports.people import ExportTable
from desktop.services.plans.work_data import LooseEnd, ObjectiveRow, TaskRow, WorkBook
from desktop.tone import Tone
from desktop.views.actions import ActionSet, ActionSpec
from desktop.views.filter_bar import FilterBar, FilterState
from desktop.views.icons import show_shape
from desktop.views.kept_splitter import KeptSplitter
from desktop.views.parts import TabPart
from desktop.views.plain_text import label
from desktop.views.plans.work.controller import WorkController
from desktop.views.plans.work.form_desk import FormDesk
from desktop.views.plans.work.left_side import LeftSide
from desktop.views.plans.work.options import (
    person_options,
    place_options,
    plan_options,
    standing_options,
)
from desktop.views.plans.work.shapes import TaskShapes
from desktop.views.plans.work.state import Shape, shown_loose
from desktop.views.plans.work.words import empty_words, plan_words, sum_words
from desktop.views.tab import Place, PrintRequest, TabContext

_ACTIONS = (
    ActionSpec("task", N_("&New task…"), "Ctrl+N",
               N_("Enter what is to be done, by whom, where and when"), "plus"),
    ActionSpec("objective", N_("New &objective…"), "Ctrl+G",
               N_("Enter what is to be reached besides figures")),
    ActionSpec("correct", N_("&Correct…"), "F2", N_("Change the current task or objective")),
    ActionSpec("done", N_("&Done"), "Ctrl+T",
               N_("Say that the current task was done today, or that it was not")),
    ActionSpec("close", N_("Close ob&jective…"), "Ctrl+J",
               N_("Close the current objective by its evidence, or see what closed it")),
    ActionSpec("review", N_("&Review…"), "Ctrl+R",
               N_("Look back at what the current task brought")),
    ActionSpec("remove", N_("&Take out"), "Del",
               N_("Take out the current task or objective; it can be put back")),
    ActionSpec("list", N_("As a &list"), "Ctrl+1", N_("Show the tasks as a list")),
    ActionSpec("calendar", N_("In a c&alendar"), "Ctrl+2", N_("Show the tasks in a calendar")),
    ActionSpec("bars", N_("As &bars"), "Ctrl+3", N_("Show the tasks on a line of time")),
)  # fmt: skip
_OF_TASKS = ("correct", "done", "review", "remove")


class WorkPage(TabPart):
    """Objectives and what is unlinked at the left, the tasks at the right."""

    def __init__(self, context: TabContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_setting = False
        self._tone = Tone.NONE
        self.filters = FilterBar(self)
        plan_box = self.filters.add_choice("plan", lambda: _("Plan"), ())
        self.filters.add_choice("person", lambda: _("Person"), person_options(None))
        self.filters.add_choice("place", lambda: _("Place"), place_options(None))
        self.filters.add_choice("standing", lambda: _("State"), standing_options())
        self.filters.limit(plan_box, 14, 32)
        self.filters.limit(self.filters.add_quick(), 12, 24)
        self.splitter = KeptSplitter(context.settings, "plans.work.splitter", self)
        self.left = LeftSide(context.settings, self.splitter)
        self.shapes = TaskShapes(context.settings, self.splitter)
        self._shape, self.note = QLabel(self), label("", self)
        self.forms = FormDesk(context, self)
        self.controller = WorkController(
            context.services, context.runner, (self, self.forms), context.clock
        )
        self.forms.controller = self.controller
        self.actions_set = ActionSet(self)
        self._build()
        self._wire()
        self.retranslate()

    def _build(self) -> None:
        self.note.setWordWrap(True)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 6, 16, 6)
        foot.setSpacing(8)
        foot.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.note, 1)
        self.splitter.add_parts(("left", self.left, 2, 500), ("tasks", self.shapes, 4, 920))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filters)
        layout.addWidget(self.splitter, 1)
        layout.addLayout(foot)

    def _wire(self) -> None:
        control, table = self.controller, self.shapes.pane.table
        acts: dict[str, Callable[[], object]] = {
            "task": self._begin_task, "objective": control.begin_objective,
            "correct": self._correct, "done": self._turn_done, "close": self._close,
            "review": self._review, "remove": self._remove,
        }  # fmt: skip
        for shape in Shape:
            acts[str(shape)] = partial(control.choose_shape, shape)
        for spec in _ACTIONS:
            self.actions_set.add(spec, acts[spec.key])
        self.filters.changed.connect(self._filters_changed)
        self.filters.left_down.connect(
            lambda: self.shapes.front.setFocus(Qt.FocusReason.OtherFocusReason)
        )
        self.left.wanted.connect(lambda key: self.actions_set[key].trigger())
        self.left.lack_chosen.connect(control.choose_lack)
        self.left.objectives.opened.connect(control.correct)
        self.left.loose.opened.connect(control.find)
        self.shapes.shape_chosen.connect(control.choose_shape)
        self.shapes.wanted.connect(lambda key: self.actions_set[key].trigger())
        self.shapes.chosen.connect(control.choose)
        self.shapes.opened.connect(control.correct)
        self.shapes.day_opened.connect(lambda day: control.begin_task(first_day=day))
        self.shapes.add_menu(tuple(self.actions_set[key] for key in _OF_TASKS))
        for one in (table, self.left.objectives, self.left.loose):
            one.selection_summed.connect(self.selection_summed)
            one.filter_wanted.connect(self.focus_filter)

    # What the tab asks

    def reload(self) -> None:
        """Ask for the plan's work."""
        self.controller.reload()

    def retranslate(self) -> None:
        """Show all words in the language of the moment."""
        self._is_setting = True
        self.filters.retranslate()
        self._is_setting = False
        self.actions_set.retranslate()
        self.left.retranslate()
        self.shapes.retranslate()
        self.controller.show_again()

    def menu_actions(self) -> tuple[QAction, ...]:
        """Return the page's commands."""
        return tuple(self.actions_set)

    def export_table(self) -> ExportTable | None:
        """Return the list that has the keyboard, else the tasks as they are filtered."""
        book = self.controller.book
        if book is None:
            return None
        notes = ((_("Plan"), plan_words(book.plan)), (_("Check"), self.note.text()))
        focus = self.window().focusWidget()
        if focus is self.left.objectives:
            return self.left.objectives.exported(_("Objectives"), notes=notes)
        if focus is self.left.loose:
            return self.left.loose.exported(_("Unlinked"), notes=notes)
        return self.shapes.pane.exported(_("Tasks"), notes)

    def print_request(self) -> PrintRequest | None:
        """Return the tasks that the filters show, by person."""
        book, tasks = self.controller.book, self.controller.tasks
        if book is None or not tasks:
            return None
        printed_at, speaks = self.context.clock.now().astimezone(), language()
        services = self.context.services

        def make_pdf() -> bytes:
            from desktop.services.plans.work_pages import print_task_list

            return print_task_list(services.branch.name, book, tasks, printed_at, speaks).content

        title = _("Tasks of the plan {plan}").format(plan=plan_words(book.plan))
        return PrintRequest(title, make_pdf, title)

    def focus_filter(self) -> None:
        """Put the keyboard into the quick filter."""
        self.filters.focus_quick()

    def can_close(self) -> bool:
        """Whether no form is open; one that is comes to the front."""
        return self.forms.can_close()

    # What the controller tells

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence."""
        self.shapes.show_empty(text)

    def show_book(self, book: WorkBook | None, tasks: tuple[TaskRow, ...]) -> None:
        """Show the plan's work, of its tasks those that the filters let through."""
        state, may_enter = self.controller.state, self.controller.may_enter
        self._set_filters(book)
        is_filtered = state.is_filtered and book is not None and bool(book.tasks)
        self.shapes.show_empty(
            empty_words(has_plan=book is not None, is_filtered=is_filtered)
        )  # fmt: skip
        self.left.show_book(book, state.lack, may_enter)
        self.show_loose(() if book is None else shown_loose(book, state.lack))
        today = self.context.clock.today() if book is None else book.as_of
        self.shapes.show_tasks(tasks, today, state.task_id, may_enter)
        self.filters.set_hits(None if book is None else len(tasks), len(book.tasks) if book else 0)
        words, self._tone = ("", Tone.NONE) if book is None else sum_words(book)
        self.note.setText(words)
        self._paint_shape()
        self._allow()

    def show_loose(self, ends: tuple[LooseEnd, ...]) -> None:
        """Show what is unlinked."""
        self.left.show_loose(ends)

    def show_shape(self, shape: Shape) -> None:
        """Show the tasks as a list, a calendar or bars."""
        self.shapes.show_shape(shape)

    def show_current(self, task: TaskRow | None) -> None:
        """Stand on a task."""
        self.shapes.show_current(task)
        self._allow()

    def open_budget(self) -> None:
        """Show the page of the budget, where money is given to a task."""
        self.place_requested.emit(Place("plans", {"part": "budget"}))

    def tell_removed(self, row: ObjectiveRow | TaskRow, put_back: Callable[[], None]) -> None:
        """Say that something was taken out, and offer to put it back."""
        what = row.text if isinstance(row, ObjectiveRow) else row.name
        self.offer_back(what, put_back)

    def show_refusal(self, words: str) -> None:
        """Say why a command without a form was not carried out."""
        self.message_requested.emit(words, Tone.BAD, ())

    # Inside

    def _row(self) -> ObjectiveRow | TaskRow | None:
        """Return the current row of where the keyboard is: an objective, else the task."""
        if self.window().focusWidget() is self.left.objectives:
            return self.left.objective
        return self.controller.task

    def _begin_task(self) -> None:
        chosen = self.left.objective
        in_objectives = self.window().focusWidget() is self.left.objectives
        self.controller.begin_task(chosen.id if chosen is not None and in_objectives else None)

    def _correct(self) -> None:
        row = self._row()
        if row is not None:
            self.controller.correct(row)

    def _turn_done(self) -> None:
        if self.controller.task is not None:
            self.controller.turn_done(self.controller.task)

    def _close(self) -> None:
        if self.left.objective is not None:
            self.controller.close(self.left.objective)

    def _review(self) -> None:
        if self.controller.task is not None:
            self.forms.reviews.open(self.controller.task)

    def _remove(self) -> None:
        row = self._row()
        if row is not None:
            self.controller.remove(row)

    def _allow(self) -> None:
        may_enter, has_task = self.controller.may_enter, self.controller.task is not None
        for key in ("task", "objective"):
            self.actions_set[key].setEnabled(may_enter)
        for key in ("done", "review"):
            self.actions_set[key].setEnabled(may_enter and has_task)

    def _set_filters(self, book: WorkBook | None) -> None:
        self._is_setting = True
        state = self.controller.state
        self.filters.set_options("plan", plan_options(book))
        self.filters.set_options("person", person_options(book))
        self.filters.set_options("place", place_options(book))
        choices = {"plan": state.plan_id, "person": state.person, "place": state.place,
                   "standing": state.standing}  # fmt: skip
        self.filters.set_state(FilterState(None, choices, state.text))
        self._is_setting = False

    @Slot(object)
    def _filters_changed(self, state: FilterState) -> None:
        if self._is_setting:
            return
        values = [str(state.choices.get(key) or "") for key in ("person", "place", "standing")]
        self.controller.filter(values[0], values[1], values[2], state.text)
        plan_id = state.choices.get("plan")
        if isinstance(plan_id, int):
            self.controller.choose_plan(plan_id)

    def _paint_shape(self) -> None:
        show_shape(self._shape, self._tone, self)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_shape"):
            self._paint_shape()
