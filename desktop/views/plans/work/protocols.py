"""What the controllers of the page of tasks need of its widgets; free of Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from desktop.services.plans.reviews_data import ReviewSheet
from desktop.services.plans.work_data import LooseEnd, ObjectiveRow, TaskRow, WorkBook
from desktop.views.form_answers import FormView

if TYPE_CHECKING:
    from desktop.views.plans.work.controller import ObjectiveForm, TaskForm
    from desktop.views.plans.work.state import Shape


class ReviewForm(FormView, Protocol):
    """What the controller tells the form of a review."""

    def show_sheet(self, sheet: ReviewSheet) -> None:
        """Show what the sales of the days say."""


class WorkForms(Protocol):
    """What opens the forms."""

    def open_objective(self, form: ObjectiveForm) -> None:
        """Open the form of an objective."""

    def open_close(self, row: ObjectiveRow) -> None:
        """Open the form that closes an objective, or shows what closed it."""

    def open_task(self, form: TaskForm) -> None:
        """Open the form of a task."""

    def open_review(self, sheet: ReviewSheet) -> None:
        """Open the form of a review."""


class WorkView(Protocol):
    """What the controller tells the page."""

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence."""

    def show_book(self, book: WorkBook | None, tasks: tuple[TaskRow, ...]) -> None:
        """Show the plan's work, of its tasks those that the filters let through."""

    def show_loose(self, ends: tuple[LooseEnd, ...]) -> None:
        """Show what is unlinked."""

    def show_shape(self, shape: Shape) -> None:
        """Show the tasks as a list, a calendar or bars."""

    def show_current(self, task: TaskRow | None) -> None:
        """Stand on a task."""

    def open_budget(self) -> None:
        """Show the page of the budget."""

    def tell_removed(self, row: ObjectiveRow | TaskRow, put_back: Callable[[], None]) -> None:
        """Say that something was taken out, and offer to put it back."""

    def show_refusal(self, words: str) -> None:
        """Say why a command without a form was not carried out."""

    def fail(self, error: Exception) -> None:
        """Hand on what the window answers itself."""
