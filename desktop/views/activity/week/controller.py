"""What the page of weeks decides: what is shown, which form opens, what is sent; no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Protocol
from uuid import uuid4

from desktop.clock import Clock
from desktop.enums import NotMadeReason, WeekState
from desktop.errors import InputError, Issue
from desktop.i18n import _
from desktop.services import formats
from desktop.services.access import Action
from desktop.services.messages import form_problems
from desktop.services.reports.week_plan_data import PlannedDay, PlannedStop, WeekPlanData
from desktop.services.rules.week_plan import monday_of
from desktop.services.weeks.data import (
    LineState,
    PlannedLine,
    ProposalSheet,
    SaveWeek,
    StepWeek,
    TellFate,
    WeekLine,
    WeekRow,
    WeekSheet,
)
from desktop.views.activity.week.words import capacity_words, why_words
from desktop.views.form_answers import Attempt
from desktop.views.information.notes.forms import chosen
from desktop.views.information.sending import FormView, Sender, SendingView
from desktop.views.runner import Runner


@dataclass(frozen=True, slots=True)
class AddTexts:
    """What stands in the form of a new visit."""

    customer: str
    day: str
    purpose: str


@dataclass(frozen=True, slots=True)
class FateTexts:
    """What stands in the form of a visit that was not made; an empty day moves nothing."""

    reason: NotMadeReason
    note: str
    day: str


class WeekView(SendingView, Protocol):
    """What the controller tells the page."""

    def show_waiting(self, text: str) -> None:
        """Show no reps, and this sentence."""

    def show_board(self, rows: tuple[WeekRow, ...]) -> None:
        """Show the reps with the states of their weeks."""

    def show_week(self, sheet: WeekSheet | None) -> None:
        """Show a rep's week."""

    def open_proposal(self, found: ProposalSheet) -> None:
        """Open the form that takes over a proposal."""

    def open_add(self, sheet: WeekSheet, day: date) -> None:
        """Open the form of a new visit."""

    def open_fate(self, sheet: WeekSheet, line: WeekLine) -> None:
        """Open the form of a visit that was not made."""

    def open_return(self, sheet: WeekSheet) -> None:
        """Open the form that returns a week."""

    def tell_removed(self, line: WeekLine, put_back: Callable[[], None]) -> None:
        """Say that a visit was taken out, and offer to put it back."""


class WeekController:
    """Keeps the week and the rep that are shown, and sends what is entered."""

    def __init__(self, services: Any, runner: Runner, view: WeekView, clock: Clock) -> None:
        self._services, self._runner, self._view = services, runner, view
        self._clock = clock
        self._sender = Sender(services, runner, view, self.reload)
        self.monday = monday_of(clock.today())
        self.rows: tuple[WeekRow, ...] | None = None
        self.rep_id: int | None = None
        self.sheet: WeekSheet | None = None

    # What may be done

    @property
    def may_plan(self) -> bool:
        """Whether the user may change visits of the week that is shown."""
        return self.sheet is not None and self.sheet.is_draft and self._may(Action.PLAN_WEEK)

    @property
    def may_submit(self) -> bool:
        """Whether the week can be laid before the manager."""
        return self.may_plan and self.sheet is not None and bool(self.sheet.lines)

    @property
    def may_approve(self) -> bool:
        """Whether the user may approve the week."""
        return self._is(WeekState.SUBMITTED) and self._may_decide

    @property
    def may_return(self) -> bool:
        """Whether the user may return the week."""
        return self._is(WeekState.SUBMITTED, WeekState.APPROVED) and self._may_decide

    @property
    def may_tell(self) -> bool:
        """Whether reasons can be given for visits of the week."""
        return self._is(WeekState.APPROVED) and self._may(Action.PLAN_WEEK)

    @property
    def may_close(self) -> bool:
        """Whether every visit of an approved week is made, moved or explained."""
        return self.may_tell and self.sheet is not None and not self.sheet.unexplained

    @property
    def _may_decide(self) -> bool:
        return self._may(Action.APPROVE_WEEK) and self.sheet is not None and not self.sheet.is_own

    def _may(self, action: Action) -> bool:
        return bool(self._services.actor.may(action))

    def _is(self, *states: WeekState) -> bool:
        return self.sheet is not None and self.sheet.state in states

    # What is shown

    def reload(self) -> None:
        """Ask for the reps' weeks, and for the week that is shown."""
        services, monday = self._services, self.monday
        if self.rows is None:
            self._view.show_waiting(_("Reading the weeks…"))
        self._runner.query(
            lambda: services.week_plans.board(monday),
            self._came,
            owner=self._view,
            key="weeks",
            on_error=self._failed,
        )

    def show_again(self) -> None:
        """Show what is known in the language of the moment."""
        if self.rows is not None:
            self._view.show_board(self.rows)
        self._view.show_week(self.sheet)

    def turn(self, weeks: int) -> None:
        """Show a week before or after; 0 is the present one."""
        today = monday_of(self._clock.today())
        self.monday = today if weeks == 0 else self.monday + timedelta(days=7 * weeks)
        self.reload()

    def choose(self, row: WeekRow | None) -> None:
        """Show another rep's week."""
        rep_id = None if row is None else row.rep.id
        if rep_id != self.rep_id:
            self.rep_id = rep_id
            self._ask_week()

    def _came(self, rows: tuple[WeekRow, ...]) -> None:
        self.rows = rows
        if self.rep_id not in {row.rep.id for row in rows}:
            self.rep_id = rows[0].rep.id if rows else None
        self._view.show_board(rows)
        self._ask_week()

    def _ask_week(self) -> None:
        services, rep_id, monday = self._services, self.rep_id, self.monday
        if rep_id is None:
            self._week_came(None)
            return
        self._runner.query(
            lambda: services.week_plans.week(services.actor, rep_id, monday),
            self._week_came,
            owner=self._view,
            key="week",
            on_error=self._view.fail,
        )

    def _week_came(self, sheet: WeekSheet | None) -> None:
        self.sheet = sheet
        self._view.show_week(sheet)

    def _failed(self, error: Exception) -> None:
        if self.rows is None:
            self._view.show_waiting(_("The weeks could not be read. Try again with F5."))
        self._view.fail(error)

    # What is planned

    def propose(self) -> None:
        """Ask for a proposal, and open it."""
        services, sheet = self._services, self.sheet
        if sheet is None or not self.may_plan:
            return
        self._runner.query(
            lambda: services.week_plans.proposal(sheet.rep.id, sheet.monday),
            self._view.open_proposal,
            owner=self._view,
            key="proposal",
            on_error=self._view.fail,
        )

    def take_proposal(
        self, found: ProposalSheet, places: tuple[int, ...], attempt: Attempt, form: FormView,
        currency: str,
    ) -> None:  # fmt: skip
        """Plan the visits of a proposal that are ticked."""
        lines = tuple(
            PlannedLine(one.customer_id, one.day, why_words(one, currency))
            for one in (found.lines[place] for place in places)
        )
        self._save(SaveWeek(found.rep.id, found.monday, 0, lines), attempt, form)

    def begin_add(self, day: date | None) -> None:
        """Open the form of a new visit, on a day."""
        if self.sheet is not None and self.may_plan:
            self._view.open_add(self.sheet, day or self.sheet.monday)

    def add(self, sheet: WeekSheet, texts: AddTexts, attempt: Attempt, form: FormView) -> None:
        """Plan the visit that stands in the form."""
        issues: list[Issue] = []
        customer = chosen(texts.customer, sheet.customers, "customer", issues)
        if customer is None and not issues:
            issues.append(Issue("required", column="customer"))
        day = self._day(texts.day, sheet.monday, "day", issues)
        if issues or customer is None or day is None:
            form.show_issues(form_problems(InputError(*issues)))
            return
        line = PlannedLine(customer, day, texts.purpose)
        self._save(SaveWeek(sheet.rep.id, sheet.monday, 0, (line,)), attempt, form)

    def move(self, line: WeekLine, day: date) -> None:
        """Lay a visit of a draft on another day; one of an approved week needs a reason."""
        sheet = self.sheet
        if sheet is None or day == line.day:
            return
        if self.may_plan:
            self._do(SaveWeek(sheet.rep.id, sheet.monday, sheet.version,
                              moved=((line.plan_id, day),)))  # fmt: skip
        else:
            self.begin_fate(line)

    def remove(self, line: WeekLine) -> None:
        """Take a visit out of a draft; one of an approved week needs a reason."""
        sheet = self.sheet
        if sheet is None:
            return
        if not self.may_plan:
            self.begin_fate(line)
            return
        self._do(
            SaveWeek(sheet.rep.id, sheet.monday, sheet.version, removed=(line.plan_id,)),
            lambda: self._view.tell_removed(line, lambda: self._put_back(sheet, line)),
        )

    def _put_back(self, sheet: WeekSheet, line: WeekLine) -> None:
        version = sheet.version if self.sheet is None else self.sheet.version
        again = PlannedLine(line.customer_id, line.day, line.purpose)
        self._do(SaveWeek(sheet.rep.id, sheet.monday, version, (again,)))

    def _do(self, command: SaveWeek, then: Callable[[], None] | None = None) -> None:
        service, sent = self._services.week_plans, _with_id(command, str(uuid4()))
        self._sender.do(lambda actor: service.save(actor, sent), then)

    def _save(self, command: SaveWeek, attempt: Attempt, form: FormView) -> None:
        service = self._services.week_plans
        sent = _with_id(command, attempt.request_for(command), attempt.expected)
        self._sender.send(lambda actor: service.save(actor, sent), attempt, form)

    # What is decided

    def submit(self) -> None:
        """Lay the week before the manager."""
        if self.may_submit:
            self._step("submit")

    def approve(self) -> None:
        """Approve the week."""
        if self.may_approve:
            self._step("approve")

    def close(self) -> None:
        """Close the week."""
        if self.may_close:
            self._step("reconcile")

    def begin_return(self) -> None:
        """Open the form that returns the week."""
        if self.sheet is not None and self.may_return:
            self._view.open_return(self.sheet)

    def send_back(self, sheet: WeekSheet, note: str, attempt: Attempt, form: FormView) -> None:
        """Return the week with what stands in the form."""
        service = self._services.week_plans
        command = StepWeek(
            sheet.rep.id, sheet.monday, attempt.expected, note, attempt.request_for(note)
        )
        self._sender.send(lambda actor: service.send_back(actor, command), attempt, form)

    def _step(self, name: str) -> None:
        sheet = self.sheet
        assert sheet is not None
        command = StepWeek(sheet.rep.id, sheet.monday, sheet.version, request_id=str(uuid4()))
        act = getattr(self._services.week_plans, name)
        self._sender.do(lambda actor: act(actor, command))

    # What became of visits

    def begin_fate(self, line: WeekLine) -> None:
        """Open the form of a visit that was not made."""
        is_told = line.state not in (LineState.DONE, LineState.MOVED)
        if self.sheet is not None and self.may_tell and is_told:
            self._view.open_fate(self.sheet, line)

    def tell(self, line: WeekLine, texts: FateTexts, attempt: Attempt, form: FormView) -> None:
        """Keep the reason that stands in the form, and move the visit where a day is named."""
        issues: list[Issue] = []
        day = self._day(texts.day, self._clock.today(), "move_to", issues) if texts.day else None
        if issues:
            form.show_issues(form_problems(InputError(*issues)))
            return
        service = self._services.week_plans
        command = TellFate(
            line.plan_id, attempt.expected, texts.reason, texts.note, day,
            attempt.request_for(texts),
        )  # fmt: skip
        self._sender.send(lambda actor: service.tell(actor, command), attempt, form)

    def _day(self, text: str, near: date, column: str, issues: list[Issue]) -> date | None:
        try:
            return formats.parse_day(text, near)
        except ValueError:
            issues.append(Issue("task_day_form", column=column, value=text.strip()))
            return None


def _with_id(command: SaveWeek, request_id: str, expected: int | None = None) -> SaveWeek:
    version = command.expected_version if expected is None else expected
    return replace(command, request_id=request_id, expected_version=version)


def printed(sheet: WeekSheet) -> WeekPlanData:
    """Return the data of the week's printed page: visits that are not moved away."""
    field = {one.day for one in sheet.days}
    days = tuple(
        PlannedDay(
            day,
            day in field,
            tuple(
                PlannedStop(one.customer, one.customer_class, one.territory)
                for one in sheet.lines
                if one.day == day and one.state is not LineState.MOVED
            ),
        )
        for day in sheet.period.days()
    )
    return WeekPlanData(
        sheet.branch, formats.DASH, sheet.rep.code, sheet.rep.name, sheet.manager,
        sheet.territory, (days,), (capacity_words(sheet),),
    )  # fmt: skip
