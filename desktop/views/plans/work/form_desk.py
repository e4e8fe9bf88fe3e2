"""Opens the forms of the page of tasks, one at a time, and hands on what they say."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from desktop.services.plans.reviews_data import ReviewSheet
from desktop.services.plans.work_data import ObjectiveRow
from desktop.views.parts import is_shut
from desktop.views.plans.work.controller import ObjectiveForm, TaskForm, WorkController
from desktop.views.plans.work.dialogs import (
    ClosedDialog,
    CloseDialog,
    ObjectiveDialog,
    TaskDialog,
)
from desktop.views.plans.work.protocols import WorkView
from desktop.views.plans.work.review_dialog import ReviewDialog
from desktop.views.plans.work.reviewing import ReviewDesk
from desktop.views.request_dialog import RequestDialog
from desktop.views.tab import TabContext


class FormDesk(QObject):
    """Holds the form that is open; the page gives it the controller once there is one."""

    controller: WorkController

    def __init__(self, context: TabContext, page: QWidget) -> None:
        super().__init__(page)
        self._page, self._clock = page, context.clock
        self.dialog: RequestDialog | None = None
        views = (cast(WorkView, page), self)
        self.reviews = ReviewDesk(context.services, context.runner, views, context.clock)

    def open_objective(self, form: ObjectiveForm) -> None:
        """Open the form of an objective."""
        dialog = ObjectiveDialog(form, self._page.window())
        dialog.submitted.connect(
            lambda texts: self.controller.save_objective(form, dialog.attempt, texts, dialog)
        )
        self._open(dialog)

    def open_close(self, row: ObjectiveRow) -> None:
        """Open the form that closes an objective, or shows what closed it."""
        if row.closed_on is not None:
            seen = ClosedDialog(row, self._page.window())
            seen.submitted.connect(lambda _yes: self.controller.reopen(row))
            seen.submitted.connect(lambda _yes: seen.accept())
            self._open(seen)
            return
        dialog = CloseDialog(row, str(self._clock.today()), self._page.window())
        dialog.submitted.connect(
            lambda texts: self.controller.save_close(row, dialog.attempt, texts, dialog)
        )
        self._open(dialog)

    def open_task(self, form: TaskForm) -> None:
        """Open the form of a task."""
        dialog = TaskDialog(form, self._page.window())
        dialog.submitted.connect(
            lambda texts: self.controller.save_task(form, dialog.attempt, texts, dialog)
        )
        self._open(dialog)

    def open_review(self, sheet: ReviewSheet) -> None:
        """Open the form of a review."""
        dialog = ReviewDialog(sheet, self._page.window())
        dialog.measure_wanted.connect(
            lambda texts: self.reviews.measure(dialog.sheet, texts, dialog)
        )
        dialog.removal_wanted.connect(lambda review: self.reviews.remove(review, dialog))
        dialog.submitted.connect(
            lambda texts: self.reviews.save(dialog.sheet, dialog.attempt, texts, dialog)
        )
        self._open(dialog)

    def can_close(self) -> bool:
        """Whether no form is open; one that is comes to the front."""
        return is_shut(self.dialog)

    def _open(self, dialog: RequestDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._forget)
        dialog.open()

    @Slot()
    def _forget(self) -> None:
        self.dialog = None
