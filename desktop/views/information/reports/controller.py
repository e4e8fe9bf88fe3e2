"""What the report calendar decides: what is shown, which form opens, what is sent; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol
from uuid import uuid4

from desktop.clock import Clock
from desktop.errors import InputError
from desktop.i18n import _
from desktop.periods import Period
from desktop.search_key import search_key
from desktop.services.access import Action
from desktop.services.information.report_data import (
    AddDuty,
    ChangeDuty,
    DueCell,
    DutyRow,
    EndDuty,
    ExcuseReports,
    ReportCalendar,
    ReporterRow,
    TickReports,
    UntickReports,
)
from desktop.services.messages import form_problems
from desktop.services.rules.report_calendar import DueState
from desktop.views.form_answers import Attempt
from desktop.views.information.reports.forms import DutyTexts, TickTexts, read_duty, read_moment
from desktop.views.information.sending import FormView, Sender, SendingView
from desktop.views.runner import Runner

#: States in which a report can still come in.
_OPEN = (DueState.NOT_YET, DueState.TODAY, DueState.MISSING)


@dataclass(frozen=True, slots=True)
class ReportsState:
    """What the page shows: a period, a duty (None: the first one), the words of the filter."""

    period: Period
    duty_id: int | None = None
    text: str = ""


class ReportsView(SendingView, Protocol):
    """What the controller tells the page."""

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence."""

    def show_calendar(self, calendar: ReportCalendar) -> None:
        """Show the calendar."""

    def show_rows(self, rows: tuple[ReporterRow, ...]) -> None:
        """Show the reps that the filter lets through."""

    def open_duty(self, row: DutyRow | None, calendar: ReportCalendar) -> None:
        """Open the form of a duty, or of a new one."""

    def open_tick(self, cells: tuple[DueCell, ...]) -> None:
        """Open the form of reports that came in at another time."""

    def open_excuse(self, cells: tuple[DueCell, ...]) -> None:
        """Open the form that excuses reports."""


class ReportsController:
    """Keeps what the page shows, and sends what is asked for and what came in."""

    def __init__(
        self, services: Any, runner: Runner, view: ReportsView, clock: Clock, period: Period
    ) -> None:
        self._services, self._runner, self._view = services, runner, view
        self._clock = clock
        self._sender = Sender(services, runner, view, self.reload)
        self.state = ReportsState(period)
        self.calendar: ReportCalendar | None = None

    @property
    def may_tick(self) -> bool:
        """Whether the user may write down what came in."""
        return self.calendar is not None and bool(self._services.actor.may(Action.KEEP_INFORMATION))

    @property
    def may_ask(self) -> bool:
        """Whether the user may ask for reports and excuse them."""
        return self.calendar is not None and bool(
            self._services.actor.may(Action.ANSWER_INFORMATION)
        )

    def reload(self) -> None:
        """Ask for the calendar."""
        services, state = self._services, self.state
        if self.calendar is None:
            self._view.show_waiting(_("Reading the report calendar…"))
        self._runner.query(
            lambda: services.report_calendars.calendar(state.period, state.duty_id),
            self._came,
            owner=self._view,
            key="reports",
            on_error=self._failed,
        )

    def _came(self, calendar: ReportCalendar) -> None:
        self.calendar = calendar
        self.state = replace(self.state, duty_id=calendar.duty_id)
        self.show_again()

    def _failed(self, error: Exception) -> None:
        if self.calendar is None:
            words = _("The report calendar could not be read. Try again with F5.")
            self._view.show_waiting(words)
        self._view.fail(error)

    def show_again(self) -> None:
        """Tell the page what it shows, in the language of the moment."""
        if self.calendar is not None:
            self._view.show_calendar(self.calendar)
            self._show_rows(self.calendar)

    def _show_rows(self, calendar: ReportCalendar) -> None:
        needed = search_key(self.state.text).split()
        self._view.show_rows(
            tuple(
                row
                for row in calendar.rows
                if all(word in search_key(f"{row.name} {row.code}") for word in needed)
            )
        )

    def filter(self, period: Period, duty_id: int | None, text: str) -> None:
        """Do what the filters say."""
        before = self.state
        self.state = ReportsState(period, duty_id, text)
        if (period, duty_id) != (before.period, before.duty_id):
            self.reload()
        elif text != before.text and self.calendar is not None:
            self._show_rows(self.calendar)

    # What came in

    def tick(self, cells: Sequence[DueCell]) -> None:
        """Write down that those of these reports that are open came in now."""
        keys = tuple(one.key for one in cells if one.state in _OPEN)
        if self.may_tick and keys:
            command = TickReports(keys, request_id=str(uuid4()))
            service = self._services.report_calendars
            self._sender.do(lambda actor: service.tick(actor, command))

    def begin_tick(self, cells: Sequence[DueCell]) -> None:
        """Open the form of reports that came in at another time."""
        if self.may_tick and cells:
            self._view.open_tick(tuple(cells))

    def begin_excuse(self, cells: Sequence[DueCell]) -> None:
        """Open the form that excuses reports."""
        if self.may_ask and cells:
            self._view.open_excuse(tuple(cells))

    def untick(self, cells: Sequence[DueCell]) -> None:
        """Take out what was written down about reports."""
        keys = tuple(one.key for one in cells if one.version)
        if self.may_tick and keys:
            command = UntickReports(keys, str(uuid4()))
            service = self._services.report_calendars
            self._sender.do(lambda actor: service.untick(actor, command))

    def save_tick(
        self, cells: Sequence[DueCell], attempt: Attempt, texts: TickTexts, form: FormView
    ) -> None:
        """Send when reports came in."""
        try:
            moment = read_moment(texts.received_at, self._clock.now(), self._clock.today())
        except InputError as error:
            form.show_issues(form_problems(error))
            return
        keys = tuple(one.key for one in self._now(cells))
        request = attempt.request_for((texts, keys))
        command = TickReports(keys, moment, texts.note, request)
        service = self._services.report_calendars
        self._sender.send(lambda actor: service.tick(actor, command), attempt, form)

    def save_excuse(
        self, cells: Sequence[DueCell], attempt: Attempt, reason: str, form: FormView
    ) -> None:
        """Send why reports need not come."""
        keys = tuple(one.key for one in self._now(cells))
        command = ExcuseReports(keys, reason, attempt.request_for((reason, keys)))
        service = self._services.report_calendars
        self._sender.send(lambda actor: service.excuse(actor, command), attempt, form)

    def _now(self, cells: Sequence[DueCell]) -> tuple[DueCell, ...]:
        """Return these reports as they stand since they were last read: a form is sent again
        after somebody else's save.
        """
        rows = () if self.calendar is None else self.calendar.rows
        known = {
            (cell.duty_id, cell.rep_id, cell.period): cell
            for row in rows
            for cell in row.cells
            if cell is not None
        }
        return tuple(known.get((one.duty_id, one.rep_id, one.period), one) for one in cells)

    # Duties

    def begin(self) -> None:
        """Open the form of a new duty."""
        if self.may_ask and self.calendar is not None:
            self._view.open_duty(None, self.calendar)

    def begin_change(self) -> None:
        """Open the form of the duty that is shown."""
        if self.may_ask and self.calendar is not None and self.calendar.duty is not None:
            self._view.open_duty(self.calendar.duty, self.calendar)

    def save_duty(
        self, row: DutyRow | None, attempt: Attempt, texts: DutyTexts, form: FormView
    ) -> None:
        """Send what stands in the form of a duty."""
        reps = () if self.calendar is None else self.calendar.reps
        try:
            entry = read_duty(texts, row, reps, self._clock.today())
        except InputError as error:
            form.show_issues(form_problems(error))
            return
        service, request = self._services.report_calendars, attempt.request_for(entry)
        if row is None:
            new = AddDuty(entry, request)
            self._sender.send(lambda actor: service.add_duty(actor, new), attempt, form, self._made)
            return
        change = ChangeDuty(row.id, attempt.expected, entry, request)
        self._sender.send(lambda actor: service.change_duty(actor, change), attempt, form)

    def _made(self, duty_id: int) -> None:
        self.state = replace(self.state, duty_id=duty_id)

    def end(self) -> None:
        """Ask for the report that is shown no more after today."""
        row = None if self.calendar is None else self.calendar.duty
        if self.may_ask and row is not None and row.entry.ends_on is None:
            last = max(self._clock.today(), row.entry.starts_on)
            command = EndDuty(row.id, row.version, last, str(uuid4()))
            service = self._services.report_calendars
            self._sender.do(lambda actor: service.end_duty(actor, command))
