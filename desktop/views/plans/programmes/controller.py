"""What the wizard of a rep's programme does: reads, reckons, lays out weeks; free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from desktop.clock import Clock
from desktop.errors import KnownError
from desktop.i18n import _
from desktop.services.access import Action
from desktop.services.drafts import DraftFolder
from desktop.services.messages import sentence
from desktop.services.plans.programmes_data import (
    OtherProgramme,
    ProgrammeSheet,
    VisitTemplate,
)
from desktop.services.rules.judged_visits import Best, JudgedCustomer, best_visits
from desktop.services.rules.week_plan import PlannedVisit
from desktop.tone import Tone
from desktop.views.plans.programmes.keeping import ProgrammeKeeping
from desktop.views.plans.programmes.protocols import JudgedView, WizardView
from desktop.views.plans.programmes.state import (
    MOST_A_DAY,
    MOST_WEEKS,
    STEPS,
    Step,
    Totals,
    VisitRow,
    WizardState,
    first_state,
    from_colleague,
    from_template,
    laid_out,
    moved,
    parsed_visits,
    rows_of,
    suggested,
    totals_of,
)
from desktop.views.plans.programmes.words import no_move_words
from desktop.views.runner import Runner

_UNDONE = 200


class ProgrammeController:
    """Keeps the wizard's state; `rows` and `totals` follow from it after every change."""

    def __init__(
        self,
        services: Any,
        runner: Runner,
        view: WizardView,
        clock: Clock,
        drafts: DraftFolder,
        whose: tuple[int, int],
    ) -> None:
        self._services, self._runner, self._view = services, runner, view
        self.version_id, self.rep_id = whose
        self.sheet: ProgrammeSheet | None = None
        self.state: WizardState | None = None
        self.rows: tuple[VisitRow, ...] = ()
        self.totals: Totals | None = None
        self.past: list[WizardState] = []
        self.ahead: list[WizardState] = []
        self.keeping = ProgrammeKeeping(self, services, runner, view, clock, drafts)

    @property
    def may_change(self) -> bool:
        """Whether this user may keep the programme."""
        sheet = self.sheet
        may = bool(self._services.actor.may(Action.CHANGE_PLAN))
        return may and sheet is not None and not sheet.is_over

    @property
    def has_unsaved(self) -> bool:
        """Whether something was typed that is not kept."""
        state = self.state
        return state is not None and self.may_change and (state.is_typed or state.is_week_typed)

    # Reading

    def load(self) -> None:
        """Ask for all that the programme is made of, with what was typed and not kept."""
        self._view.show_waiting(_("Reading his customers, visits and orders…"))
        self.read(self._came)

    def read(self, then: Callable[[ProgrammeSheet], None]) -> None:
        """Read the sheet as it stands now, and hand it on."""
        self._runner.query(
            lambda: self._services.plan_programmes.sheet(self.version_id, self.rep_id),
            then,
            owner=self._view,
            key="sheet",
            on_error=self._failed,
        )

    def _came(self, sheet: ProgrammeSheet) -> None:
        self.sheet, self.state = sheet, first_state(sheet)
        self.past, self.ahead = [], []
        self._view.show_waiting("")
        self._view.show_sheet(sheet)
        found = self.keeping.take_up(sheet, self.state) if self.may_change else None
        self.state = found or self.state
        self.show()

    def _failed(self, error: Exception) -> None:
        self._view.show_waiting("")
        if isinstance(error, KnownError):
            self._view.tell(sentence(error), Tone.BAD)
        else:
            self._view.fail(error)

    def show(self) -> None:
        """Show the state, and what follows from it."""
        if self.sheet is None or self.state is None:
            return
        self.rows = rows_of(self.sheet, self.state)
        self.totals = totals_of(self.sheet, self.rows)
        self._view.show_state(self.state, self.rows, self.totals)

    # Steps

    def go(self, step: Step) -> None:
        """Show a page; the week plan is laid out when it is first looked at."""
        if self.sheet is None or self.state is None:
            return
        self.state = replace(self.state, step=step)
        if step is Step.WEEKS and self.state.plan is None:
            self.state = laid_out(self.sheet, self.state)
        self.show()

    def next(self) -> None:
        """Show the next page."""
        if self.state is not None and self.state.step is not STEPS[-1]:
            self.go(STEPS[STEPS.index(self.state.step) + 1])

    def back(self) -> None:
        """Show the page before."""
        if self.state is not None and self.state.step is not STEPS[0]:
            self.go(STEPS[STEPS.index(self.state.step) - 1])

    # Customers and visits

    def _change(self, state: WizardState) -> None:
        """Take another state, so that it can be undone; other visits need other weeks."""
        if self.state is None or not self.may_change or state == self.state:
            return
        self.past = [*self.past[-_UNDONE:], self.state]
        self.ahead = []
        self.state = state
        self.show()

    def _typed(self, **changes: Any) -> None:
        if self.state is None or self.sheet is None:
            return
        state = replace(self.state, **changes, is_typed=True, plan=None, unplaced=())
        self._change(laid_out(self.sheet, state) if state.step is Step.WEEKS else state)

    def undo(self) -> None:
        """Take the last change back."""
        if self.past and self.state is not None:
            self.ahead.append(self.state)
            self.state = replace(self.past.pop(), step=self.state.step)
            self._refresh_weeks()

    def redo(self) -> None:
        """Make the change again that was taken back."""
        if self.ahead and self.state is not None:
            self.past.append(self.state)
            self.state = replace(self.ahead.pop(), step=self.state.step)
            self._refresh_weeks()

    def _refresh_weeks(self) -> None:
        if self.state is not None:
            self.go(self.state.step)

    def toggle(self, customer_id: int) -> None:
        """Leave a customer out of the programme, or take him in again."""
        if self.state is None or self.sheet is None:
            return
        visits = dict(self.state.visits)
        one = self.sheet.customer(customer_id)
        if one is not None and not visits.get(customer_id):
            visits[customer_id] = one.suggested
        self._typed(left_out=self.state.left_out ^ {customer_id}, visits=visits)

    def type_visits(self, customer_id: int, text: str) -> bool:
        """Take the visits that were typed for a customer; return whether they can be."""
        found = parsed_visits(text)
        if self.state is None or found is None:
            return False
        if self.state.of(customer_id) != found:
            visits = {**self.state.visits, customer_id: found}
            self._typed(visits=visits, left_out=self.state.left_out - {customer_id})
        return True

    def take_visits(self, visits: Mapping[int, int]) -> None:
        """Take other visits for all customers who are named."""
        if self.state is not None:
            self._typed(visits={**self.state.visits, **visits})

    def suggest(self) -> None:
        """Begin again with the visits that the program suggests."""
        if self.sheet is not None:
            self._typed(visits=suggested(self.sheet), left_out=frozenset())

    # Templates and colleagues

    def apply_template(self, template: VisitTemplate) -> None:
        """Take the visits of a template."""
        if self.sheet is not None and self.state is not None:
            self._typed(visits=from_template(self.sheet, self.state, template))

    def copy_from(self, other: OtherProgramme) -> None:
        """Take the visits of a colleague's programme."""
        if self.sheet is not None and self.state is not None:
            self._typed(visits=from_colleague(self.sheet, self.state, other))

    # By response

    def best(self, customers: tuple[JudgedCustomer, ...], capacity: int, form: JudgedView) -> None:
        """Reckon the best visits by judged response; the form hears the answer."""

        def refused(error: Exception) -> None:
            if isinstance(error, KnownError):
                form.show_error(sentence(error))
            else:
                self._view.fail(error)

        def came(best: Best) -> None:
            form.show_best(best)

        self._runner.query(
            lambda: best_visits(customers, capacity),
            came, owner=form, key="best", on_error=refused,
        )  # fmt: skip

    # Weeks

    def choose_weeks(self, start: date, weeks: int, capacity: int) -> None:
        """Lay the visits on other weeks, or on days with another capacity."""
        state, sheet = self.state, self.sheet
        if state is None or sheet is None:
            return
        weeks = min(max(weeks, 1), MOST_WEEKS)
        capacity = min(max(capacity, 1), MOST_A_DAY)
        if (start, weeks, capacity) != (state.start, state.weeks, state.capacity):
            self.state = laid_out(
                sheet, replace(state, start=start, weeks=weeks, capacity=capacity)
            )
            self.show()

    def spread(self) -> None:
        """Lay the visits on the days again; visits that were moved lose their places."""
        if self.sheet is not None and self.state is not None:
            self._change(laid_out(self.sheet, self.state))

    def move(self, visit: PlannedVisit, days: int) -> PlannedVisit | None:
        """Move a visit by days and return where it is now; None where it stays."""
        state, sheet = self.state, self.sheet
        if state is None or sheet is None or visit not in (state.plan or ()):
            return None
        found = moved(sheet, state, visit, days)
        if found is None or not self.may_change:
            self._view.tell(no_move_words(visit.day), Tone.WATCH)
            return None
        plan = sorted([*(one for one in state.plan or () if one != visit), found],
                      key=lambda one: (one.day, one.customer_id))  # fmt: skip
        self._change(replace(state, plan=tuple(plan), is_week_typed=True))
        return found

    def drop(self, visit: PlannedVisit) -> None:
        """Take a visit out of the weeks."""
        if self.state is not None and visit in (self.state.plan or ()):
            plan = tuple(one for one in self.state.plan or () if one != visit)
            self._change(replace(self.state, plan=plan, is_week_typed=True))
