"""What the page of tasks decides: what is shown, which form opens, what is sent; no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import uuid4

from desktop.changes import ChangeSet
from desktop.clock import Clock
from desktop.errors import ConflictError, InputError, KnownError, StorageError
from desktop.i18n import _
from desktop.services.access import Action
from desktop.services.messages import form_problems, sentence
from desktop.services.plans.work_data import (
    AddObjective,
    AddTask,
    ChangeObjective,
    ChangeTask,
    Choice,
    CloseObjective,
    FinishTask,
    Lack,
    LooseEnd,
    ObjectiveRow,
    RemoveObjective,
    RemoveTask,
    ReopenObjective,
    TaskRow,
    WorkBook,
    WorkChoices,
)
from desktop.views.form_answers import Attempt, FormView, answer_form
from desktop.views.plans.work.forms import (
    CloseTexts,
    ObjectiveTexts,
    TaskTexts,
    person_choices,
    read_close,
    read_objective,
    read_task,
)
from desktop.views.plans.work.protocols import WorkForms, WorkView
from desktop.views.plans.work.state import Shape, WorkState, shown_loose, shown_tasks
from desktop.views.runner import Runner

Row = ObjectiveRow | TaskRow


@dataclass(frozen=True, slots=True)
class TaskForm:
    """A form of a task: the one that is corrected, or None for a new one of an objective."""

    row: TaskRow | None
    choices: WorkChoices
    people: tuple[Choice, ...]
    objectives: tuple[ObjectiveRow, ...]
    objective_id: int | None = None
    first_day: date | None = None


@dataclass(frozen=True, slots=True)
class ObjectiveForm:
    """A form of an objective: the one that is corrected, or None for a new one."""

    row: ObjectiveRow | None
    people: tuple[Choice, ...]


class WorkController:
    """Keeps what the page shows, and sends what is entered."""

    def __init__(
        self, services: Any, runner: Runner, views: tuple[WorkView, WorkForms], clock: Clock
    ) -> None:
        self._services, self._runner = services, runner
        self._view, self._forms = views
        self._clock = clock
        self.state = WorkState()
        self.book: WorkBook | None = None
        self.tasks: tuple[TaskRow, ...] = ()
        self.was_read = False

    @property
    def task(self) -> TaskRow | None:
        """The current task, where the filters show it."""
        return next((one for one in self.tasks if one.id == self.state.task_id), None)

    @property
    def may_enter(self) -> bool:
        """Whether the user may change the plan's work."""
        return self.book is not None and bool(self._services.actor.may(Action.CHANGE_PLAN))

    # What is shown

    def reload(self) -> None:
        """Ask for the work of the chosen plan."""
        services, wanted = self._services, self.state.plan_id
        if not self.was_read:
            self._view.show_waiting(_("Reading the tasks…"))
        self._runner.query(
            lambda: services.plan_work.book(wanted),
            self._came,
            owner=self._view,
            key="work",
            on_error=self._failed,
        )

    def _came(self, book: WorkBook | None) -> None:
        self.was_read = True
        self.book = book
        plan_id = None if book is None else book.plan.plan_id
        self.state = replace(self.state, plan_id=plan_id)
        self.show_again()

    def _failed(self, error: Exception) -> None:
        if not self.was_read:
            self._view.show_waiting(_("The tasks could not be read. Try again with F5."))
        self._view.fail(error)

    def show_again(self) -> None:
        """Tell the page what it shows, in the language of the moment."""
        if not self.was_read:
            return
        book = self.book
        self.tasks = () if book is None else shown_tasks(book, self.state)
        if self.task is None:
            first = self.tasks[0].id if self.tasks else None
            self.state = replace(self.state, task_id=first)
        self._view.show_book(book, self.tasks)

    def choose_plan(self, plan_id: int) -> None:
        """Show another plan."""
        if plan_id != self.state.plan_id:
            self.state = WorkState(plan_id, self.state.shape)
            self.reload()

    def filter(self, person: str, place: str, standing: str, text: str) -> None:
        """Do what the filters say."""
        state = replace(self.state, person=person, place=place, standing=standing, text=text)
        if state != self.state:
            self.state = state
            self.show_again()

    def choose_shape(self, shape: Shape) -> None:
        """Show the tasks as a list, a calendar or bars."""
        self.state = replace(self.state, shape=shape)
        self._view.show_shape(shape)

    def choose(self, task_id: int | None) -> None:
        """Stand on a task, in all three shapes."""
        if task_id != self.state.task_id:
            self.state = replace(self.state, task_id=task_id)
            self._view.show_current(self.task)

    def choose_lack(self, lack: str) -> None:
        """Show one kind of what is unlinked, or all."""
        self.state = replace(self.state, lack=lack)
        if self.book is not None:
            self._view.show_loose(shown_loose(self.book, lack))

    def find(self, end: LooseEnd) -> None:
        """Open what lacks something, so that it can be mended; money is the budget's page."""
        if self.book is None:
            return
        if end.lack is Lack.MONEY_TASK:
            self._view.open_budget()
        elif end.lack is Lack.TASK:
            self.begin_task(end.record_id)
        elif (task := self.book.task(end.record_id)) is not None:
            self.correct(task)

    # Forms

    def begin_objective(self) -> None:
        """Open the form of a new objective."""
        self._with_choices(
            lambda found: self._forms.open_objective(ObjectiveForm(None, found.reps))
        )

    def begin_task(self, objective_id: int | None = None, first_day: date | None = None) -> None:
        """Open the form of a new task, for an objective or on a day of the calendar."""
        book = self.book
        if book is None:
            return

        def opened(found: WorkChoices) -> None:
            form = TaskForm(None, found, found.reps, book.objectives, objective_id, first_day)
            self._forms.open_task(form)

        self._with_choices(opened)

    def correct(self, row: Row) -> None:
        """Open the form of what is there; of a closed objective, what closed it."""
        book = self.book
        if book is None:
            return
        if isinstance(row, ObjectiveRow) and row.closed_on is not None:
            self._forms.open_close(row)
            return

        def opened(found: WorkChoices) -> None:
            people = person_choices(found, row.rep_id, row.rep_name)
            if isinstance(row, ObjectiveRow):
                self._forms.open_objective(ObjectiveForm(row, people))
            else:
                self._forms.open_task(TaskForm(row, found, people, book.objectives))

        self._with_choices(opened)

    def close(self, row: ObjectiveRow) -> None:
        """Open the form that closes an objective."""
        if self.may_enter:
            self._forms.open_close(row)

    def _with_choices(self, use: Callable[[WorkChoices], None]) -> None:
        if not self.may_enter:
            return
        self._runner.query(
            self._services.plan_work.choices,
            use,
            owner=self._view,
            key="choices",
            on_error=self._view.fail,
        )

    def save_objective(
        self, form: ObjectiveForm, attempt: Attempt, texts: ObjectiveTexts, view: FormView
    ) -> None:
        """Send what stands in the form of an objective."""
        book, row, work = self.book, form.row, self._services.plan_work
        if book is None:
            return
        try:
            entry = read_objective(texts, form.people, self._clock.today())
        except InputError as error:
            view.show_issues(form_problems(error))
            return
        request = attempt.request_for(entry)
        if row is None:
            add = AddObjective(book.plan.plan_id, entry, request)
            self._send(lambda actor: work.add_objective(actor, add), attempt, view)
        else:
            change = ChangeObjective(row.id, attempt.expected, entry, request)
            self._send(lambda actor: work.change_objective(actor, change), attempt, view)

    def save_close(
        self, row: ObjectiveRow, attempt: Attempt, texts: CloseTexts, view: FormView
    ) -> None:
        """Send what closes an objective."""
        try:
            evidence, day = read_close(texts, self._clock.today())
        except InputError as error:
            view.show_issues(form_problems(error))
            return
        request = attempt.request_for((evidence, day))
        command = CloseObjective(row.id, attempt.expected, evidence, day, request)
        work = self._services.plan_work
        self._send(lambda actor: work.close_objective(actor, command), attempt, view)

    def save_task(self, form: TaskForm, attempt: Attempt, texts: TaskTexts, view: FormView) -> None:
        """Send what stands in the form of a task."""
        book, row, work = self.book, form.row, self._services.plan_work
        if book is None:
            return
        try:
            entry = read_task(texts, form.choices, form.people, self._clock.today())
        except InputError as error:
            view.show_issues(form_problems(error))
            return
        request = attempt.request_for(entry)
        if row is None:
            add = AddTask(book.plan.plan_id, entry, request)
            self._send(lambda actor: work.add_task(actor, add), attempt, view)
        else:
            change = ChangeTask(row.id, attempt.expected, entry, request)
            self._send(lambda actor: work.change_task(actor, change), attempt, view)

    # Commands without a form

    def turn_done(self, row: TaskRow) -> None:
        """Say that a task was done today, or that it was not."""
        if self.may_enter:
            command = FinishTask(
                row.id, row.version, is_done=row.done_on is None, request_id=str(uuid4())
            )
            work = self._services.plan_work
            self._do(lambda actor: work.finish_task(actor, command))

    def reopen(self, row: ObjectiveRow) -> None:
        """Open a closed objective again."""
        if self.may_enter:
            command = ReopenObjective(row.id, row.version, str(uuid4()))
            work = self._services.plan_work
            self._do(lambda actor: work.reopen_objective(actor, command))

    def remove(self, row: Row) -> None:
        """Take an objective or a task out at once; it can be put back."""
        book, work, request = self.book, self._services.plan_work, str(uuid4())
        if book is None or not self.may_enter:
            return
        plan_id = book.plan.plan_id

        def call(actor: Any) -> ChangeSet:
            return _removed(work, actor, row, request)

        self._do(call, lambda: self._view.tell_removed(row, lambda: self._put_back(plan_id, row)))

    def _put_back(self, plan_id: int, row: Row) -> None:
        work, request = self._services.plan_work, str(uuid4())

        def call(actor: Any) -> ChangeSet:
            return _added(work, actor, (plan_id, row), request)

        self._do(call)

    # Inside

    def _do(self, call: Callable[[Any], ChangeSet], then: Callable[[], None] | None = None) -> None:
        def done(_changes: ChangeSet) -> None:
            if then is not None:
                then()

        self._runner.command(
            lambda: call(self._services.require_writer()),
            done,
            owner=self._view,
            on_error=self._refuse,
        )

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, StorageError) or not isinstance(error, KnownError):
            self._view.fail(error)
            return
        self._view.show_refusal(sentence(error))
        self.reload()

    def _send(self, call: Callable[[Any], ChangeSet], attempt: Attempt, view: FormView) -> None:
        self._runner.command(
            lambda: call(self._services.require_writer()),
            lambda _changes: view.accept(),
            owner=view,
            on_error=lambda error: self._refuse_form(error, attempt, view),
        )

    def _refuse_form(self, error: Exception, attempt: Attempt, view: FormView) -> None:
        if not isinstance(error, ConflictError):
            answer_form(error, view, sentence, self._view.fail)
            return
        found = error.facts.get("found")
        if isinstance(found, int):
            attempt.expected = found
        self.reload()
        view.show_error(conflict_words())


def _removed(work: Any, actor: Any, row: Row, request: str) -> ChangeSet:
    """Take an objective or a task out."""
    removed: ChangeSet
    if isinstance(row, ObjectiveRow):
        removed = work.remove_objective(actor, RemoveObjective(row.id, row.version, request))
    else:
        removed = work.remove_task(actor, RemoveTask(row.id, row.version, request))
    return removed


def _added(work: Any, actor: Any, what: tuple[int, Row], request: str) -> ChangeSet:
    """Put what was taken out of a plan into it again."""
    plan_id, row = what
    added: ChangeSet
    if isinstance(row, ObjectiveRow):
        added = work.add_objective(actor, AddObjective(plan_id, row.entry, request))
    else:
        # Its milestones went with it, so that they are new ones now.
        new = tuple(replace(one, milestone_id=None) for one in row.entry.milestones)
        added = work.add_task(actor, AddTask(plan_id, replace(row.entry, milestones=new), request))
    return added


def conflict_words() -> str:
    """Return what to do where another desk saved first."""
    return _(
        "Someone else changed this meanwhile; the list shows what it says now. What you typed is "
        "kept: save again to put it in its place."
    )
