"""What the page of a rep's week decides: whose week is read, what a row opens; no Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Protocol

from desktop.i18n import _
from desktop.services.rep_week.data import (
    RepChoice,
    RepWeek,
    RepWeekQuery,
    WeekDay,
    WeekGap,
    week_of,
)
from desktop.views.activity.rep_week.columns import TimelineRow
from desktop.views.runner import Runner

_WEEK = timedelta(days=7)
#: Weeks before and after the one that is shown which can be chosen from.
WEEKS_BACK, WEEKS_AHEAD = 52, 4


class RepWeekView(Protocol):
    """What the controller tells the page."""

    def show_waiting(self, text: str) -> None:
        """Show no rows, and this sentence."""

    def show_week(self, week: RepWeek) -> None:
        """Show a rep's week."""

    def open_customer(self, customer_id: int) -> None:
        """Leave for a customer's card."""

    def open_visits(self, rep_code: str, first: date, last: date) -> None:
        """Leave for the list of a rep's visits of some days."""

    def fail(self, error: Exception) -> None:
        """Let the window say what went wrong."""


class RepWeekController:
    """Keeps whose week is shown."""

    def __init__(
        self, services: Any, runner: Runner, view: RepWeekView, today: Callable[[], date]
    ) -> None:
        self._services, self._runner, self._view = services, runner, view
        self._today = today
        self.query = RepWeekQuery()
        self.week: RepWeek | None = None

    def reload(self) -> None:
        """Ask for the week."""
        query = self.query
        if self.week is None:
            self._view.show_waiting(_("Reading the rep's week…"))
        self._runner.query(
            lambda: self._services.rep_weeks.sheet(query),
            self._came,
            owner=self._view,
            key="rep_week",
            on_error=self._failed,
        )

    def show_again(self) -> None:
        """Show what is known in the language of the moment."""
        if self.week is not None:
            self._view.show_week(self.week)

    def _came(self, week: RepWeek) -> None:
        self.week = week
        rep_id = None if week.rep is None else week.rep.id
        self.query = RepWeekQuery(rep_id, week.monday)
        self._view.show_week(week)

    def _failed(self, error: Exception) -> None:
        if self.week is None:
            self._view.show_waiting(_("The week could not be read. Try again with F5."))
        self._view.fail(error)

    # What is chosen

    def choose(self, rep_id: int | None, monday: date | None) -> None:
        """Show another rep or week."""
        query = RepWeekQuery(rep_id, None if monday is None else week_of(monday).start)
        if query != self.query:
            self.query = query
            self.reload()

    def turn_week(self, by: int) -> None:
        """Show the week so many weeks later."""
        if self.query.day is not None:
            self.choose(self.query.rep_id, self.query.day + by * _WEEK)

    def turn_rep(self, by: int) -> None:
        """Show the rep so many places further down the list; at its ends it stays."""
        reps = self.reps()
        ids = [one.id for one in reps]
        if self.query.rep_id in ids:
            place = ids.index(self.query.rep_id) + by
            if 0 <= place < len(ids):
                self.choose(ids[place], self.query.day)

    def visit(self, facts: Mapping[str, object]) -> None:
        """Show the rep and the day that another page asks for (`rep_id`, `day`)."""
        rep_id, day = facts.get("rep_id"), facts.get("day")
        query = self.query
        if isinstance(rep_id, int):
            query = replace(query, rep_id=rep_id)
        if isinstance(day, date):
            query = replace(query, day=day)
        self.choose(query.rep_id, query.day)

    def reps(self) -> tuple[RepChoice, ...]:
        """Return who can be chosen."""
        return () if self.week is None else self.week.reps

    def mondays(self) -> tuple[date, ...]:
        """Return the weeks that can be chosen, the latest first, the one shown among them."""
        if self.week is None:
            return ()
        last = max(week_of(self._today()).start, self.week.monday) + WEEKS_AHEAD * _WEEK
        first = min(last - (WEEKS_BACK + WEEKS_AHEAD) * _WEEK, self.week.monday)
        count = (last - first).days // 7
        return tuple(last - place * _WEEK for place in range(count + 1))

    # What a row opens

    def open_row(self, row: TimelineRow) -> None:
        """Show what is behind a row: the customer of a line, the visits of a day."""
        line = row.line
        if line is not None and line.customer_id is not None:
            self._view.open_customer(line.customer_id)
        else:
            self.open_day(row.day)

    def open_day(self, day: WeekDay) -> None:
        """Show the visits of a day."""
        self._open_visits(day.day, day.day)

    def open_visits(self) -> None:
        """Show the visits of the week."""
        if self.week is not None:
            self._open_visits(self.week.monday, self.week.sunday)

    def open_gap(self, gap: WeekGap) -> None:
        """Show the customer who was not seen, or the day that something is missing in."""
        if gap.customer_id is not None:
            self._view.open_customer(gap.customer_id)
        else:
            self._open_visits(gap.day, gap.day)

    def _open_visits(self, first: date, last: date) -> None:
        if self.week is not None and self.week.rep is not None:
            self._view.open_visits(self.week.rep.code, first, last)
