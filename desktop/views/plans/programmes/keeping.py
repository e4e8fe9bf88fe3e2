"""Keeping a rep's programme, its templates, its week plan and what was typed; free of Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from desktop.changes import ChangeSet
from desktop.clock import Clock
from desktop.errors import ConflictError, KnownError, RuleViolation
from desktop.i18n import _
from desktop.services import formats
from desktop.services.drafts import Draft, DraftFolder
from desktop.services.messages import sentence
from desktop.services.plans.programmes_data import (
    ProgrammeSheet,
    RemoveTemplate,
    SaveTemplate,
    VisitTemplate,
    WeeksWritten,
    WriteWeeks,
)
from desktop.tone import Tone
from desktop.views.plans.programmes.drafts import TAB, draft_of, subject_of, taken_up
from desktop.views.plans.programmes.protocols import AnswerView, WizardView
from desktop.views.plans.programmes.state import (
    WizardState,
    first_state,
    laid_out,
    save_command,
    template_visits,
)
from desktop.views.plans.programmes.words import written_words
from desktop.views.runner import Runner

if TYPE_CHECKING:
    from desktop.views.plans.programmes.controller import ProgrammeController


class ProgrammeKeeping:
    """Sends the wizard's commands, one at a time, and keeps drafts of what was typed."""

    def __init__(
        self,
        control: ProgrammeController,
        services: Any,
        runner: Runner,
        view: WizardView,
        clock: Clock,
        drafts: DraftFolder,
    ) -> None:
        self._control, self._services, self._runner = control, services, runner
        self._view, self._clock, self._drafts = view, clock, drafts
        self._is_sending = False

    def save_template(self, name: str, form: AnswerView) -> None:
        """Keep the programme's visits by class under a name; the form hears how it went."""
        if self._control.sheet is None or self._control.state is None:
            return
        command = SaveTemplate(
            name, template_visits(self._control.sheet, self._control.state), str(uuid4())
        )
        done = _("The template “{name}” is kept.").format(name=name.strip())
        self._answer(
            lambda: self._services.plan_programmes.save_template(self._writer(), command),
            form, done,
        )  # fmt: skip

    def remove_template(self, template: VisitTemplate, form: AnswerView) -> None:
        """Remove a template; the form hears how it went."""
        command = RemoveTemplate(template.template_id, template.version, str(uuid4()))
        done = _("The template “{name}” was removed.").format(name=template.name)
        self._answer(
            lambda: self._services.plan_programmes.remove_template(self._writer(), command),
            form, done,
        )  # fmt: skip

    def _answer(self, call: Callable[[], ChangeSet], form: AnswerView, done: str) -> None:
        def made(_changes: ChangeSet) -> None:
            form.accept()
            self._view.tell(done, Tone.GOOD)
            self._reload_lists()

        def refused(error: Exception) -> None:
            if isinstance(error, KnownError):
                form.show_error(sentence(error))
            else:
                form.show_error(_("That was not done; what you typed is still here."))
                self._view.fail(error)

        self._runner.command(call, made, owner=form, on_error=refused)

    def _reload_lists(self) -> None:
        """Read templates and programmes of others again; what is typed stays."""

        def came(sheet: ProgrammeSheet) -> None:
            if self._control.sheet is not None:
                self._control.sheet = replace(
                    self._control.sheet, templates=sheet.templates, others=sheet.others,
                    saved=sheet.saved, planned=sheet.planned,
                )  # fmt: skip
                self._view.show_sheet(self._control.sheet)
                self._control.show()

        self._control.read(came)

    # Keeping

    def save(self) -> None:
        """Keep the programme."""
        self._save(lambda: self._view.tell(_("The programme is kept."), Tone.GOOD))

    def write(self) -> None:
        """Keep the programme and write its week plan."""
        self._save(self._write_weeks)

    def _save(self, then: Callable[[], None]) -> None:
        sheet, state, totals = self._control.sheet, self._control.state, self._control.totals
        if sheet is None or state is None or totals is None or not self._control.may_change:
            return
        if self._is_sending:
            return
        if sheet.saved is not None and not state.is_typed:
            then()
            return
        command = save_command(sheet, state, totals, str(uuid4()))
        self._is_sending = True

        def saved(_changes: ChangeSet) -> None:
            self._is_sending = False
            self.drop_draft()
            if self._control.state is not None:
                self._control.state = replace(self._control.state, is_typed=False)
            # What was before is not what is kept, and would not know that.
            self._control.past, self._control.ahead = [], []
            self._read_saved(then)

        self._runner.command(
            lambda: self._services.plan_programmes.save(self._writer(), command),
            saved, owner=self._view, on_error=self._refused,
        )  # fmt: skip

    def _read_saved(self, then: Callable[[], None]) -> None:
        """Read what stands now, for the next command to expect it."""

        def came(sheet: ProgrammeSheet) -> None:
            self._control.sheet = sheet
            self._view.show_sheet(sheet)
            self._control.show()
            then()

        self._control.read(came)

    def _write_weeks(self) -> None:
        sheet, state = self._control.sheet, self._control.state
        if sheet is None or state is None or sheet.saved is None:
            return
        if state.plan is None:
            state = self._control.state = laid_out(sheet, state)
        command = WriteWeeks(
            sheet.saved.programme_id, sheet.saved.version, state.plan or (), str(uuid4())
        )
        self._is_sending = True

        def written(found: WeeksWritten) -> None:
            self._is_sending = False
            if self._control.state is not None:
                self._control.state = replace(self._control.state, is_week_typed=False)
            words = written_words(found.made, found.removed, found.done, sheet.rep_name)
            self._read_saved(lambda: self._view.tell(words, Tone.GOOD))

        self._runner.command(
            lambda: self._services.plan_programmes.write_weeks(self._writer(), command),
            written, owner=self._view, on_error=self._refused,
        )  # fmt: skip

    def _refused(self, error: Exception) -> None:
        self._is_sending = False
        if isinstance(error, ConflictError):
            self._view.tell(
                _(
                    "Another desk kept a programme of this rep meanwhile. What you typed is still "
                    "here; saving again replaces theirs."
                ),
                Tone.BAD,
            )
            self._reload_lists()
        elif isinstance(error, RuleViolation) and error.code == "already_done":
            # The first answer was lost on its way: what was typed is in the database.
            self._control.load()
        elif isinstance(error, KnownError):
            self._view.tell(sentence(error), Tone.BAD)
        else:
            self._view.fail(error)

    def _writer(self) -> Any:
        return self._services.require_writer()

    # Drafts

    def keep_draft(self) -> None:
        """Keep what was typed at this desk, until it is saved or discarded."""
        sheet, state = self._control.sheet, self._control.state
        if sheet is None or state is None or not state.is_typed:
            return
        title = _("Programme of {name}").format(name=sheet.rep_name)
        self._drafts.keep(draft_of(sheet, state, title, self._services.address, self._clock.now()))

    def drop_draft(self) -> None:
        """Forget what was kept of what was typed."""
        self._drafts.drop(self._draft_key())

    def start_afresh(self) -> None:
        """Show what is kept in the database instead of the draft."""
        self.drop_draft()
        if self._control.sheet is not None and self._control.state is not None:
            self._control.state = replace(
                first_state(self._control.sheet), step=self._control.state.step
            )
            self._control.past, self._control.ahead = [], []
            self._control.go(self._control.state.step)

    def take_up(self, sheet: ProgrammeSheet, state: WizardState) -> WizardState | None:
        """Return the state with what was typed and not kept before; None where nothing was."""
        key = self._draft_key()
        for draft in self._drafts.waiting(self._services.address):
            found = taken_up(sheet, state, draft) if draft.key == key else None
            if found is not None:
                words = _("What you typed on {moment} and did not save is here again.").format(
                    moment=formats.instant(draft.kept_at)
                )
                self._view.offer_draft(words)
                return found
        return None

    def _draft_key(self) -> str:
        subject = subject_of(self._control.version_id, self._control.rep_id)
        now = self._clock.now()
        return Draft(TAB, self._services.address, subject, 0, "", now, {}, {}).key
