"""What the page of measures sends: forms of measures, and typed cells; free of Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from desktop.changes import ChangeSet
from desktop.errors import ConflictError, InputError, KnownError, RuleViolation, StorageError
from desktop.i18n import _
from desktop.services.plans.measures_data import (
    AddMeasure,
    CellTexts,
    ChangeMeasure,
    Measure,
    MeasureEntry,
    RemoveMeasure,
    SaveCells,
    Side,
)
from desktop.views.form_answers import Attempt, FormView, answer_form, is_of_fields
from desktop.views.plans.measures.controller import MeasuresController
from desktop.views.plans.measures.protocols import MeasuresView
from desktop.views.plans.measures.state import MeasureForm, parsed_column
from desktop.views.plans.measures.words import refusal_words
from desktop.views.runner import Runner

_Call = Callable[[Any], ChangeSet]
#: Hears why nothing was saved.
OnRefused = Callable[[str], None]


class MeasuresSending:
    """Sends what is entered on the page; what was saved is announced and read again."""

    def __init__(
        self, services: Any, runner: Runner, view: MeasuresView, control: MeasuresController
    ) -> None:
        self._services, self._runner = services, runner
        self._view, self._control = view, control
        self._attempt = Attempt()
        self._is_saving = False

    # Cells

    def save(
        self, on_saved: Callable[[], None] | None = None, on_refused: OnRefused | None = None
    ) -> None:
        """Save everything that is typed, in one transaction."""
        control, cells = self._control, self._control.typed.cells
        if control.book is None or not cells or self._is_saving:
            return
        request = self._attempt.request_for((control.book.card.version_id, cells))
        command = SaveCells(control.book.card.version_id, cells, request)
        self._is_saving = True

        def saved() -> None:
            self._is_saving = False
            self._attempt = Attempt()
            if control.typed.cells == cells:
                control.typed.clear()
            self._view.say(_("The measures are saved."))
            if on_saved is not None:
                on_saved()

        def refused(error: Exception) -> None:
            self._is_saving = False
            if isinstance(error, RuleViolation) and error.code == "already_done":
                # The first answer was lost on its way: what was typed is in the database.
                saved()
                control.reload()
                return
            self._not_saved(error, cells, on_refused or self._view.show_refusal)

        self._runner.command(
            lambda: self._services.plan_measures.save(self._services.require_writer(), command),
            lambda _changes: saved(), owner=self._view, on_error=refused,
        )  # fmt: skip

    def _not_saved(
        self, error: Exception, cells: tuple[CellTexts, ...], on_refused: OnRefused
    ) -> None:
        if not isinstance(error, KnownError) or isinstance(error, StorageError):
            on_refused(_("Nothing was saved; what was typed is still here."))
            self._view.fail(error)
            return
        on_refused(refusal_words(error))
        if isinstance(error, ConflictError):
            self._control.reload()
        elif isinstance(error, InputError):
            for issue in error.issues:
                found = parsed_column(issue.column)
                known = {one.key for one in cells}
                if found is not None and found[0] in known and found[1] in list(Side):
                    self._control.show_problem(found[0], Side(found[1]), issue)
                    return
            self._control.reload()
        else:
            self._control.reload()

    # Measures

    def begin(self) -> None:
        """Open the form of a new measure."""
        if self._control.may_change:
            self._view.open_form(MeasureForm())

    def correct(self) -> None:
        """Open the form of the current measure."""
        measure = self._control.measure
        if measure is not None and self._control.may_change:
            self._view.open_form(MeasureForm(measure))

    def save_measure(
        self, form: MeasureForm, attempt: Attempt, entry: MeasureEntry, view: FormView
    ) -> None:
        """Send what stands in the form of a measure."""
        request, measure, service = attempt.request_for(entry), form.measure, self._measures

        def call(actor: Any) -> ChangeSet:
            done: ChangeSet
            if measure is None:
                done = service().add(actor, AddMeasure(entry, request))
            else:
                change = ChangeMeasure(measure.id, measure.version, entry, request)
                done = service().change(actor, change)
            return done

        def done(changes: ChangeSet) -> None:
            if changes.created_id is not None:
                self._control.stand_on(changes.created_id)
            view.accept()

        self._runner.command(
            lambda: call(self._services.require_writer()), done, owner=view,
            on_error=lambda error: self._refuse_form(error, view),
        )  # fmt: skip

    def _measures(self) -> Any:
        return self._services.plan_measures

    def remove(self) -> None:
        """Take the current measure out at once; it can be put back."""
        measure = self._control.measure
        if measure is None or not self._control.may_change:
            return
        command = RemoveMeasure(measure.id, measure.version, str(uuid4()))
        self._do(
            lambda actor: self._measures().remove(actor, command),
            lambda: self._view.tell_removed(measure, lambda: self._put_back(measure)),
        )

    def _put_back(self, measure: Measure) -> None:
        again = AddMeasure(measure.entry, str(uuid4()))
        self._do(lambda actor: self._measures().add(actor, again), lambda: None)

    def _do(self, call: _Call, then: Callable[[], None]) -> None:
        self._runner.command(
            lambda: call(self._services.require_writer()), lambda _changes: then(),
            owner=self._view, on_error=self._refuse,
        )  # fmt: skip

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, StorageError) or not isinstance(error, KnownError):
            self._view.fail(error)
            return
        self._view.show_refusal(refusal_words(error))
        self._control.reload()

    def _refuse_form(self, error: Exception, view: FormView) -> None:
        answer_form(error, view, refusal_words, self._view.fail)
        if isinstance(error, KnownError) and not is_of_fields(error):
            self._control.reload()
