"""What the wizard opens: judgements, templates, colleagues, the printed page, the last question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton

from desktop.i18n import _, language
from desktop.services.plans.printing import print_week_plan
from desktop.services.plans.programmes_data import OtherProgramme
from desktop.tone import Tone
from desktop.views.message_bar import MessageAction
from desktop.views.plans.programmes.choices import ColleagueDialog, TemplateDialog
from desktop.views.plans.programmes.judged_dialog import JudgedDialog
from desktop.views.plans.programmes.printed import week_plan_data
from desktop.views.tab import TabContext

if TYPE_CHECKING:
    from desktop.views.plans.programmes.wizard import ProgrammeWizard


class WizardForms:
    """Opens the wizard's forms; `dialog` is the one that is open."""

    def __init__(self, wizard: ProgrammeWizard, context: TabContext) -> None:
        self._wizard, self._control = wizard, wizard.controller
        self._runner, self._clock = context.runner, context.clock
        self._is_asked = False
        self.dialog: QDialog | None = None

    def open_judged(self) -> None:
        """Open the judgements of how sales answer visits."""
        sheet, state = self._control.sheet, self._control.state
        if sheet is not None and state is not None:
            dialog = JudgedDialog(self._control, sheet, state, self._wizard)
            dialog.chosen.connect(self._control.take_visits)
            self._open(dialog)

    def open_templates(self) -> None:
        """Open the templates of visits."""
        sheet, control = self._control.sheet, self._control
        if sheet is not None:
            dialog = TemplateDialog(sheet, self._wizard)
            dialog.applied.connect(control.apply_template)
            dialog.submitted.connect(lambda name: control.keeping.save_template(name, dialog))
            dialog.removal_wanted.connect(
                lambda template: control.keeping.remove_template(template, dialog)
            )
            self._open(dialog)

    def open_colleagues(self) -> None:
        """Open the programmes of the other reps."""
        sheet = self._control.sheet
        if sheet is not None and sheet.others:
            dialog = ColleagueDialog(sheet, self._wizard)

            def copy(other: OtherProgramme) -> None:
                self._control.copy_from(other)
                dialog.accept()

            dialog.submitted.connect(copy)
            self._open(dialog)

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(lambda _result: self._dialog_gone())
        dialog.open()

    def _dialog_gone(self) -> None:
        self.dialog = None

    def print_weeks(self) -> None:
        """Preview the week plan that is shown."""
        control = self._control
        sheet, state, totals = control.sheet, control.state, control.totals
        if sheet is None or state is None or totals is None or state.plan is None:
            return
        data = week_plan_data(sheet, state, totals)
        spoken, moment = language(), self._clock.now().astimezone()
        title = _("Week plan of {name}").format(name=sheet.rep_name)
        self._runner.query(
            lambda: print_week_plan(data, moment, spoken),
            lambda pdf: self._wizard.preview(title, pdf),
            owner=self._wizard, key="page", on_error=self._wizard.fail,
        )  # fmt: skip

    # Leaving

    def may_leave(self) -> bool:
        """Whether nothing typed would be lost; else ask, in the bar above the page."""
        bar = self._wizard.messages
        if not self._control.has_unsaved:
            return True
        if self._is_asked and not bar.isHidden():
            # Esc again takes the question back.
            bar.close_message()
            self._is_asked = False
            return False
        self._is_asked = True
        bar.close_message()
        bar.show_message(
            _("The programme is not saved. Keep what you typed at this desk for the next time?"),
            Tone.WATCH,
            (
                MessageAction(_("Keep for next time"), self._keep_and_leave),
                MessageAction(_("Discard"), self._discard_and_leave),
                MessageAction(_("Go on here"), self._stay),
            ),
        )
        for button in bar.findChildren(QPushButton)[:1]:
            button.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def _keep_and_leave(self) -> None:
        self._control.keeping.keep_draft()
        self._wizard.leave_now()

    def _discard_and_leave(self) -> None:
        self._control.keeping.drop_draft()
        self._wizard.leave_now()

    def _stay(self) -> None:
        self._is_asked = False
