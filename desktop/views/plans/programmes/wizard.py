"""The wizard from a rep's gap to his week plan: gap, customers, visits, weeks; one dialog."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import _
from desktop.services.drafts import DraftFolder
from desktop.services.plans.printing import PlanPdf
from desktop.services.plans.programmes_data import ProgrammeSheet
from desktop.tone import Tone
from desktop.views.message_bar import MessageAction, MessageBar
from desktop.views.plain_text import heading, label
from desktop.views.plans.programmes.controller import ProgrammeController
from desktop.views.plans.programmes.forms import WizardForms
from desktop.views.plans.programmes.pages import CustomersPage, GapPage, VisitsPage
from desktop.views.plans.programmes.state import (
    STEPS,
    Step,
    Totals,
    VisitRow,
    WizardState,
    replaced,
)
from desktop.views.plans.programmes.verdict_line import VerdictLine
from desktop.views.plans.programmes.weeks_page import WeeksPage
from desktop.views.plans.programmes.words import HELP
from desktop.views.plans.programmes.words import STEPS as STEP_WORDS
from desktop.views.screen_room import resize_within
from desktop.views.tab import TabContext

#: What is typed is kept at this desk so long after the last key.
DRAFT_MS = 2000

Page = GapPage | CustomersPage | VisitsPage | WeeksPage


class ProgrammeWizard(QDialog):
    """Leads from what a rep lacks to the days on which he visits whom.

    Signals:
        preview_wanted(str title, PlanPdf): show this document.
        error_met(Exception): nobody foresaw it; the window says it.
    """

    preview_wanted = Signal(str, object)
    error_met = Signal(object)

    def __init__(
        self,
        context: TabContext,
        whose: tuple[int, int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Programme of visits"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._shown: Step | None = None
        self.messages = MessageBar(self)
        self._stack = QStackedWidget(self)
        self._trail: list[QLabel] = []
        self.help = label("", self)
        self.verdict = VerdictLine(self)
        self.gap_page = GapPage(self._stack)
        self._stack.addWidget(self.gap_page)
        self.controller = ProgrammeController(
            context.services, context.runner, self, context.clock,
            DraftFolder(context.settings.drafts_folder), whose,
        )  # fmt: skip
        self.forms = WizardForms(self, context)
        self._draft_soon = QTimer(self)
        self._draft_soon.setSingleShot(True)
        self._draft_soon.setInterval(DRAFT_MS)
        self._draft_soon.timeout.connect(self.controller.keeping.keep_draft)
        self._build()
        self._wire()
        resize_within(self, 168, 42)
        self.controller.load()

    def _build(self) -> None:
        steps = QHBoxLayout()
        steps.setSpacing(20)
        for _step in STEPS:
            found = label("", self)
            self._trail.append(found)
            steps.addWidget(found)
        head = QHBoxLayout()
        head.setContentsMargins(24, 16, 24, 0)
        self.title = heading(self.windowTitle(), self, role="title")
        head.addWidget(self.title)
        head.addStretch(1)
        head.addLayout(steps)
        self.help.setWordWrap(True)
        self.help.setContentsMargins(24, 8, 24, 8)
        self._waiting = label("", self, role="muted")
        self.save = self._button(_("&Save"))
        self.save.setToolTip(_("Keep the programme (Ctrl+S)"))
        self.back = self._button(_("Bac&k"))
        self.go_on = self._button("")
        self.leave = self._button(_("Close"))
        self.go_on.setDefault(True)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 8, 24, 16)
        foot.setSpacing(8)
        foot.addWidget(self.save)
        foot.addWidget(self._waiting)
        foot.addStretch(1)
        for button in (self.back, self.go_on, self.leave):
            foot.addWidget(button)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.messages)
        body.addLayout(head)
        body.addWidget(self.help)
        body.addWidget(self._stack, 1)
        body.addWidget(self.verdict)
        body.addLayout(foot)
        self.verdict.hide()

    def _button(self, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.setEnabled(False)
        return button

    def _wire(self) -> None:
        control = self.controller
        self.save.clicked.connect(lambda _on=False: control.keeping.save())
        self.back.clicked.connect(lambda _on=False: control.back())
        self.go_on.clicked.connect(lambda _on=False: self._go_on())
        self.leave.clicked.connect(self.reject)
        self.leave.setEnabled(True)
        for keys, act in (
            ("Ctrl+S", control.keeping.save),
            ("Ctrl+Z", control.undo),
            ("Ctrl+Y", control.redo),
            ("Alt+PgDown", control.next),
            ("Alt+PgUp", control.back),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    # The pages behind the first one are made when they are wanted: the wizard opens sooner.

    @cached_property
    def customers_page(self) -> CustomersPage:
        """The page of the customers."""
        page = CustomersPage(self._stack)
        page.toggled.connect(self.controller.toggle)
        self._stack.addWidget(page)
        return page

    @cached_property
    def visits_page(self) -> VisitsPage:
        """The page on which visits are typed."""
        page = VisitsPage(self._stack)
        page.take(self.controller.type_visits)
        page.suggested.connect(self.controller.suggest)
        page.judged.connect(self.forms.open_judged)
        page.template.connect(self.forms.open_templates)
        page.colleague.connect(self.forms.open_colleagues)
        self._stack.addWidget(page)
        return page

    @cached_property
    def weeks_page(self) -> WeeksPage:
        """The page of the week plan."""
        page, control = WeeksPage(self._stack), self.controller
        page.take_moves(control.move)
        page.chosen.connect(control.choose_weeks)
        page.spread_wanted.connect(control.spread)
        page.drop_wanted.connect(control.drop)
        page.print_wanted.connect(self.forms.print_weeks)
        self._stack.addWidget(page)
        return page

    def _page(self, step: Step) -> Page:
        match step:
            case Step.GAP:
                return self.gap_page
            case Step.CUSTOMERS:
                return self.customers_page
            case Step.VISITS:
                return self.visits_page
            case Step.WEEKS:
                return self.weeks_page

    # What the controller tells

    def show_sheet(self, sheet: ProgrammeSheet) -> None:
        """Show a programme that was read; pages that were not seen yet get it when they are."""
        words = _("Programme of {name}").format(name=sheet.rep_name)
        self.setWindowTitle(words)
        self.title.setText(words)
        self.gap_page.show_sheet(sheet)
        for step in STEPS[1:]:
            if f"{step}_page" in self.__dict__:
                self._give_sheet(step, sheet)

    def _give_sheet(self, step: Step, sheet: ProgrammeSheet) -> None:
        may_change = self.controller.may_change
        match step:
            case Step.CUSTOMERS:
                self.customers_page.show_sheet(sheet)
            case Step.VISITS:
                self.visits_page.show_sheet(sheet, may_change=may_change)
            case Step.WEEKS:
                self.weeks_page.show_sheet(sheet, may_change=may_change)
            case Step.GAP:
                self.gap_page.show_sheet(sheet)

    def show_state(self, state: WizardState, rows: tuple[VisitRow, ...], totals: Totals) -> None:
        """Show the page in front, the line below it, and what can be done."""
        sheet = self.controller.sheet
        if sheet is None:
            return
        is_born = f"{state.step}_page" not in self.__dict__
        page = self._page(state.step)
        if is_born:
            self._give_sheet(state.step, sheet)
            self._order_tabs()
        if isinstance(page, CustomersPage):
            page.show_rows(rows)
        elif isinstance(page, VisitsPage):
            page.show_rows(rows, totals)
        elif isinstance(page, WeeksPage):
            page.show_state(state, may_change=self.controller.may_change)
        is_new = state.step is not self._shown
        self._shown = state.step
        self._stack.setCurrentWidget(page)
        self.verdict.show_totals(totals, sheet.currency)
        self.verdict.show()
        self._show_steps(state)
        self._show_buttons(state, sheet)
        if is_new and self.isVisible() and state.step is not Step.GAP:
            page.focus_first()
        if state.is_typed:
            self._draft_soon.start()
        else:
            self._draft_soon.stop()

    def show_waiting(self, text: str) -> None:
        """Say what is waited for."""
        self._waiting.setText(text)

    def tell(self, text: str, tone: Tone) -> None:
        """Say something above the page."""
        self.messages.close_message()
        is_good = tone is Tone.GOOD
        self.messages.show_message(text, tone, timeout_ms=8000 if is_good else 0)

    def offer_draft(self, text: str) -> None:
        """Say that a draft was taken up, with a way to what is kept."""
        afresh = MessageAction(_("Start from what is kept"), self.controller.keeping.start_afresh)
        self.messages.show_message(text, Tone.WATCH, (afresh,))

    def preview(self, title: str, pdf: PlanPdf) -> None:
        """Show a document."""
        self.preview_wanted.emit(title, pdf)

    def fail(self, error: Exception) -> None:
        """Let the window say what nobody foresaw."""
        self.error_met.emit(error)

    @Slot()
    def reject(self) -> None:
        """Close; what was typed and not kept is asked about first."""
        if self.forms.may_leave():
            self.leave_now()

    def leave_now(self) -> None:
        """Close without a question."""
        self._draft_soon.stop()
        super().reject()

    # Inside

    def _show_steps(self, state: WizardState) -> None:
        for number, (step, found) in enumerate(zip(STEPS, self._trail, strict=True), start=1):
            found.setText(_("{number}  {step}").format(number=number, step=_(STEP_WORDS[step])))
            role = "heading" if step is state.step else "muted"
            if found.property("role") != role:
                found.setProperty("role", role)
                found.style().unpolish(found)
                found.style().polish(found)
        self.help.setText(_(HELP[state.step]))

    def _show_buttons(self, state: WizardState, sheet: ProgrammeSheet) -> None:
        may_change = self.controller.may_change
        is_last = state.step is STEPS[-1]
        self.back.setEnabled(state.step is not STEPS[0])
        has_some = may_change and bool(sheet.customers)
        self.save.setEnabled(has_some and (state.is_typed or sheet.saved is None))
        self.go_on.setText(_("&Write the week plan") if is_last else _("&Next"))
        can_write = has_some and bool(state.plan or replaced(sheet))
        self.go_on.setEnabled(can_write if is_last else True)

    def _order_tabs(self) -> None:
        # The keyboard goes through a page before it comes to the buttons under it.
        before = self._stack.previousInFocusChain() or self._stack
        last = self.previousInFocusChain() or before
        for button in (self.save, self.back, self.go_on, self.leave):
            self.setTabOrder(last, button)
            last = button

    def _go_on(self) -> None:
        if self._shown is STEPS[-1]:
            self.controller.keeping.write()
        else:
            self.controller.next()
