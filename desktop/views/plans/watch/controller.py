"""What the page "Watch" does: reads the sheet, pace and causes, and follows figures; no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Protocol

from desktop.enums import Dimension
from desktop.i18n import _
from desktop.periods import FiscalCalendar, Period
from desktop.services.charts.data import PaceChart, WaterfallChart
from desktop.services.plans.data import PaceQuery, PaceSeries
from desktop.services.plans.watching_data import (
    CauseRow,
    CauseSheet,
    WatchQuery,
    WatchRow,
    WatchSheet,
)
from desktop.services.rules.variance import Cause
from desktop.views.column import Column
from desktop.views.plans.pictures import step_of
from desktop.views.plans.state import BoardState, PathStep, selection
from desktop.views.plans.watch.columns import watch_columns
from desktop.views.plans.watch.pictures import banded_pace, waterfall
from desktop.views.plans.watch.state import (
    BEFORE,
    NOW,
    PRICED,
    Picture,
    WatchState,
    cause_place,
    changed,
    row_place,
    rows_in_order,
    total_place,
)
from desktop.views.plans.watch.words import no_causes_words, outlook_words
from desktop.views.plans.words import empty_words
from desktop.views.runner import Runner


class WatchReader(Protocol):
    """What the page asks of `PlanWatch`."""

    def sheet(self, query: WatchQuery) -> WatchSheet:
        """Return the branch and its reps."""
        ...

    def causes(self, query: WatchQuery) -> CauseSheet:
        """Return what the difference to the year before comes from."""
        ...


class PaceReader(Protocol):
    """What the page asks of `PlansService`."""

    def pace_series(self, query: PaceQuery) -> PaceSeries:
        """Return the pace line of a selection."""
        ...


class WatchView(Protocol):
    """What the controller tells the page."""

    def show_state(self, state: WatchState) -> None:
        """Set filters and pages to this state."""
        ...

    def show_sheet(self, sheet: WatchSheet | None, rows: tuple[WatchRow, ...], empty: str) -> None:
        """Show the branch and its reps in this order, or why there is nothing."""
        ...

    def show_outlook(self, row: WatchRow | None, text: str) -> None:
        """Say where the current row ends."""
        ...

    def show_pace(self, chart: PaceChart) -> None:
        """Show the current row's pace line."""
        ...

    def show_causes(self, chart: WaterfallChart | None, empty: str) -> None:
        """Show the waterfall, or why there is none."""
        ...

    def show_cause(self, sheet: CauseSheet, cause: Cause) -> None:
        """Show the rows behind a bar."""
        ...

    def go(self, state: BoardState) -> None:
        """Show a figure's lines on the board, so that "back" returns here."""
        ...

    def say(self, text: str) -> None:
        """Tell something in passing."""
        ...

    def fail(self, error: Exception) -> None:
        """Let the window say what went wrong."""
        ...


class WatchController:
    """Decides for the page; every answer of the services comes through the runner."""

    def __init__(
        self,
        watch: WatchReader,
        paces: PaceReader,
        runner: Runner,
        view: WatchView,
        state: WatchState,
        fiscal: FiscalCalendar,
    ) -> None:
        self._watch, self._paces, self._runner, self._view = watch, paces, runner, view
        self.state = state
        self.sheet: WatchSheet | None = None
        self.causes: CauseSheet | None = None
        self._fiscal = fiscal
        self._may_follow = True
        self._sorted_by: tuple[str, bool] | None = None

    # Loading

    def reload(self) -> None:
        """Ask for the sheet of the state, then for what its pictures need."""
        state = self.state
        self.causes = None
        if self.sheet is None:
            self._view.show_sheet(None, (), _("Reading the figures…"))
        self._runner.query(
            lambda: self._watch.sheet(self._query(state)),
            lambda sheet: self._sheet_came(state, sheet),
            owner=self._view,
            key="watch",
            on_error=self._failed,
        )

    def _query(self, state: WatchState) -> WatchQuery:
        return WatchQuery(state.metric, state.period.start, state.period.last)

    def _failed(self, error: Exception) -> None:
        if self.sheet is None:
            self._view.show_sheet(None, (), _("The figures could not be read. Try again with F5."))
        self._view.fail(error)

    def _sheet_came(self, state: WatchState, sheet: WatchSheet) -> None:
        if self._may_follow and not sheet.rows and sheet.as_of not in sheet.period:
            # A branch whose figures end before this year begins with the year that they end in.
            self._may_follow = False
            self.filter({}, self._fiscal.period(self._fiscal.year_of(sheet.as_of)))
            return
        self._may_follow &= not sheet.rows
        self.sheet = sheet
        if not any(row.code == state.code for row in sheet.rows):
            self.state = replace(self.state, code=None)
        self.show_rows()
        self._show_current()
        if self.state.picture is Picture.CAUSES or self.state.cause is not None:
            self._ask_causes()

    def show_rows(self) -> None:
        """Show the rows in the order asked for, the branch on top."""
        self._view.show_sheet(self.sheet, self.rows(), empty_words(self.state.metric))

    def rows(self) -> tuple[WatchRow, ...]:
        """Return the branch, then the reps as they are sorted."""
        sheet, rows = self.sheet, rows_in_order(self.sheet)
        if sheet is None or self._sorted_by is None:
            return rows
        key, descending = self._sorted_by
        columns = watch_columns(sheet.metric, sheet.currency, sheet.decimals)
        column = next((one for one in columns if one.key == key), None)
        if column is None:
            return rows
        return (*rows[:1], *_sorted(rows[1:], column, descending))

    def sort(self, key: str, descending: bool) -> None:
        """Sort the reps by a column; the branch stays on top, what is undefined at the end."""
        self._sorted_by = (key, descending)
        if self.sheet is not None:
            self.show_rows()

    # What the user changes

    def filter(self, choices: Mapping[str, object], period: Period | None) -> None:
        """Watch another metric or period."""
        found = changed(self.state, choices, period)
        if found == self.state:
            return
        self._may_follow &= found.period == self.state.period
        self.state = found
        # What is still on the screen belongs to the state before: no figure of it is followed.
        self.sheet = None
        self._view.show_state(found)
        self.reload()

    def choose(self, code: str | None) -> None:
        """Show a rep's pictures; None is the branch."""
        if self.sheet is not None and code != self.state.code:
            self.state = replace(self.state, code=code)
            self._show_current()

    def show_picture(self, picture: Picture) -> None:
        """Show the months or the causes."""
        self.state = replace(self.state, picture=picture)
        if picture is Picture.CAUSES and self.causes is None and self.sheet is not None:
            self._ask_causes()

    def current(self) -> WatchRow | None:
        """Return the row whose pictures are shown."""
        return self.row(self.state.code)

    def row(self, code: str | None) -> WatchRow | None:
        """Return a row by its code; None is the branch."""
        return next((row for row in rows_in_order(self.sheet) if row.code == code), None)

    def _show_current(self) -> None:
        row, sheet, state = self.current(), self.sheet, self.state
        if row is None or sheet is None:
            self._view.show_outlook(None, "")
            return
        self._view.show_outlook(row, outlook_words(row, sheet.metric, sheet.currency))
        steps = () if row.code is None else (PathStep(Dimension.REP, row.code, row.name),)
        query = PaceQuery(
            state.metric, step_of(state.period.day_count), state.period.start, state.period.last,
            within=selection(steps),
        )  # fmt: skip
        self._runner.query(
            lambda: self._paces.pace_series(query),
            lambda series: self._view.show_pace(banded_pace(series, row)),
            owner=self._view,
            key="pace",
        )

    # The difference to the year before

    def _ask_causes(self) -> None:
        state = self.state
        if state.metric not in PRICED:
            self._view.show_causes(None, no_causes_words())
            return
        self._runner.query(
            lambda: self._watch.causes(self._query(state)),
            lambda found: self._causes_came(found),
            owner=self._view,
            key="causes",
            on_error=self._view.fail,
        )

    def _causes_came(self, found: CauseSheet) -> None:
        self.causes = found
        self._view.show_causes(waterfall(found), "")
        cause = self.state.cause
        if cause is None:
            return
        if found.rows_of(cause):
            self._view.show_cause(found, cause)
        else:
            self.close_cause()

    def open_bar(self, key: object) -> None:
        """Show what is behind a bar of the waterfall: the lines of a total, the rows of a cause."""
        found = self.causes
        if found is None:
            return
        if key == BEFORE:
            self._view.go(total_place(found.metric, found.base))
        elif key == NOW:
            self._view.go(total_place(found.metric, found.period))
        elif isinstance(key, Cause):
            self.state = replace(self.state, cause=key)
            self._view.show_state(self.state)
            self._view.show_cause(found, key)

    def close_cause(self) -> None:
        """Go back from the rows behind a bar to the reps."""
        self.state = replace(self.state, cause=None)
        self._view.show_state(self.state)

    def open_cause_row(self, row: CauseRow) -> None:
        """Show the documents of a customer or product behind a bar."""
        if self.causes is not None:
            self._view.go(cause_place(self.causes, row))

    # Following a figure

    def open_row(self, code: str | None) -> None:
        """Show the lines behind a row's actual figure."""
        row = self.row(code)
        if row is not None:
            self._open(row_place(self.state, row, None), row.cell.can_drill)

    def open_month(self, code: str | None, place: int) -> None:
        """Show the lines behind a cell of the heat map."""
        row, sheet = self.row(code), self.sheet
        if row is not None and sheet is not None:
            cell = row.months[place]
            self._open(
                row_place(self.state, row, sheet.months[place]),
                cell is not None and cell.can_drill,
            )

    def open_day(self, day: object) -> None:
        """Show the lines behind a point of the pace line: all up to that day."""
        row, sheet = self.current(), self.sheet
        if row is not None and sheet is not None and isinstance(day, date):
            until = min(day, sheet.as_of)
            self._open(row_place(self.state, row, None, until), row.cell.can_drill)

    def _open(self, place: BoardState, has_documents: bool) -> None:
        if has_documents:
            self._view.go(place)
        else:
            self._view.say(_("No documents lie behind this figure."))


def _sorted(
    rows: tuple[WatchRow, ...], column: Column[WatchRow], descending: bool
) -> tuple[WatchRow, ...]:
    known = [row for row in rows if column.value(row) is not None]
    unknown = [row for row in rows if column.value(row) is None]
    known.sort(key=lambda row: _order(column.value(row)), reverse=descending)
    return (*known, *unknown)


def _order(value: object) -> tuple[bool, object]:
    """Return a key that keeps numbers apart from words."""
    return isinstance(value, str), value
