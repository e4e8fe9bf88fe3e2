"""What the Activity tab decides: which visits, which page, which rep, where back; free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TypeVar

from desktop.i18n import _
from desktop.money import currency_decimals
from desktop.periods import Month, Period
from desktop.search_key import search_key
from desktop.services.activity.data import (
    RepActivityRow,
    RepFiguresQuery,
    RepMonth,
    VisitChoices,
    VisitDetail,
    VisitPage,
    VisitRow,
    VisitTotals,
)
from desktop.services.pinyin import initials
from desktop.views.activity.columns import BEFORE, NET_SALES, ORDERS, figures_shown
from desktop.views.activity.far_pages import FarPages
from desktop.views.activity.reader import ActivityReader, newest_month
from desktop.views.activity.shown import (
    ActivityView,
    RepsShown,
    calls_chart,
    page_words,
    summary_words,
    visit_shown,
    visits_chart,
    visits_shown,
)
from desktop.views.activity.state import (
    FIRST_PAGE,
    LAST_PAGE,
    ActivityState,
    PagePlace,
    Shows,
    of_rep,
    page_after,
    page_before,
    query_of,
    sales_facts,
    state_from,
)
from desktop.views.runner import Runner

T = TypeVar("T")
_NO_CHOICES = VisitChoices((), ())


class ActivityController:
    """Decides for the Activity tab; every answer of the service comes through the runner."""

    def __init__(
        self,
        activity: ActivityReader,
        runner: Runner,
        view: ActivityView,
        state: ActivityState,
        today: Callable[[], date],
        currency: str,
    ) -> None:
        self.activity, self._runner, self._view = activity, runner, view
        self._today = today
        self.state = state
        self.figures = figures_shown(currency_decimals(currency))
        self.choices = _NO_CHOICES
        self.rows: tuple[VisitRow, ...] = ()
        self.totals: VisitTotals | None = None
        self.reps: tuple[RepActivityRow, ...] = ()
        self._counted: ActivityState | None = None
        self._keys: Mapping[str, str] = {}
        self._shown_visit: VisitDetail | None = None
        self._months: tuple[RepMonth, ...] = ()
        self.far = FarPages(activity, runner, view)
        self._lands_last = False
        self._may_follow = True  # until a period was chosen or a visit seen

    # Loading

    def reload(self) -> None:
        """Ask for everything that the list in front shows, anew."""
        self._counted = None
        self.far.forget()
        self._ask(self.activity.visit_choices, self._choices_came, "choices")
        self._load()

    def _ask(self, call: Callable[[], T], on_result: Callable[[T], None], key: str) -> None:
        self._runner.query(call, on_result, owner=self._view, key=key)

    def _load(self) -> None:
        if self.state.shows is Shows.REPS:
            self._ask_reps()
        else:
            self._ask_page()

    def _choices_came(self, choices: VisitChoices) -> None:
        self.choices = choices
        self._view.show_state(self.state, choices)

    def _ask_page(self) -> None:
        state = self.state
        self._ask(
            lambda: self.activity.visits(query_of(state)),
            lambda page: self._page_came(state, page),
            "page",
        )
        if self._counted == state.chosen:
            return
        self.totals, self._counted = None, None
        self._ask(
            lambda: self.activity.visit_totals(query_of(state)),
            lambda totals: self._totals_came(state, totals),
            "totals",
        )

    def _page_came(self, state: ActivityState, page: VisitPage) -> None:
        if (state.chosen, state.page) != (self.state.chosen, self.state.page):
            return
        self.rows = page.rows
        current = self._landing(page.rows)
        self.state = replace(self.state, at=current)
        self._view.show_visits(visits_shown(state, page, current))
        self._show_totals()
        if current is None:
            self._shown_visit = None
            self._view.show_visit(None)
        self._may_follow &= not page.rows and not state.is_narrowed
        if self._may_follow:
            read = partial(newest_month, self.activity)
            self._ask(read, self._follow, "newest")

    def _follow(self, newest: Month | None) -> None:
        """Begin a branch whose visits end before this month with the month that they end in."""
        if self._may_follow and newest is not None and newest.end <= self.state.period.start:
            self.change(period=newest.period)
            self._view.show_state(self.state, self.choices)

    def _landing(self, rows: tuple[VisitRow, ...]) -> int | None:
        """Return which row is current: the one before, else where the keyboard comes from."""
        lands_last, self._lands_last = self._lands_last, False
        if any(row.id == self.state.at for row in rows):
            return self.state.at
        if not rows:
            return None
        return rows[-1].id if lands_last else rows[0].id

    def _totals_came(self, state: ActivityState, totals: VisitTotals) -> None:
        if state.chosen == self.state.chosen:
            self.totals, self._counted = totals, state.chosen
            self._show_totals()

    def _show_totals(self) -> None:
        total = None if self.totals is None else self.totals.visits
        summary = _("Counting…") if self.totals is None else summary_words(self.totals)
        pages = page_words(self.state.page.start, len(self.rows), total)
        self._view.show_totals(summary, pages)
        self.far.show(self.state, self._start(), total or 0)

    # What the user changes

    def change(self, **changes: object) -> None:
        """Change filters; the list starts again at its first page."""
        found = replace(self.state, **changes)  # type: ignore[arg-type]
        if found == self.state:
            return
        if found.chosen == self.state.chosen and found.shows is self.state.shows:
            return
        before, self.state = self.state, found
        self._may_follow &= found.period == before.period
        if found.shows is Shows.REPS and before.shows is Shows.REPS:
            if found.period == before.period:
                self._show_reps()
                return
        elif found.shows is Shows.VISITS:
            self.state = replace(found, page=FIRST_PAGE)
        self._load()

    def show_list(self, shows: Shows) -> None:
        """Show the other of the two lists."""
        if shows is not self.state.shows:
            self.state = replace(self.state, shows=shows, page=FIRST_PAGE, text="")
            self._view.show_state(self.state, self.choices)
            self._load()

    def sort(self, key: str, is_descending: bool) -> None:
        """Sort the list by a column; it starts again at its first page."""
        found = replace(
            self.state, order=ORDERS[key], is_ascending=not is_descending, page=FIRST_PAGE
        )
        if (found.order, found.is_ascending) != (self.state.order, self.state.is_ascending):
            self.state = found
            self._ask_page()

    def visit_place(self, facts: Mapping[str, object]) -> None:
        """Stand where another tab, or the way back, says."""
        self._may_follow = False
        self.state = state_from(facts, self.state, self._today())
        self._view.show_state(self.state, self.choices)
        self.reload()

    # Pages

    def older(self) -> None:
        """Show the page after this one, its first visit current."""
        if self.rows:
            self._turn(page_after(self._start(), self.rows))

    def newer(self, lands_last: bool = False) -> None:
        """Show the page before this one; with `lands_last` its last visit is current."""
        if self.rows:
            self._lands_last = lands_last
            self._turn(page_before(self._start(), self.rows))

    def first_page(self) -> None:
        """Show the first page."""
        self._turn(FIRST_PAGE)

    def last_page(self) -> None:
        """Show the last page, however far it is."""
        self._turn(LAST_PAGE)

    def go_to(self, position: int) -> None:
        """Show the page that begins with the day of a position in the whole list."""
        self._turn(self.far.page_at(position, self.state))

    def _start(self) -> int | None:
        start = self.state.page.start
        if start is None and self.totals is not None:
            return self.totals.visits - len(self.rows)
        return start

    def _turn(self, page: PagePlace) -> None:
        if page != self.state.page:
            self.state = replace(self.state, page=page, at=None)
            self._ask_page()

    # One visit

    def choose_visit(self, row: VisitRow | None) -> None:
        """Make a visit current and ask for everything known of it."""
        if row is None or self.state.shows is not Shows.VISITS:
            return
        self.state = replace(self.state, at=row.id)
        self._ask(lambda: self.activity.visit(row.id), self._visit_came, "visit")

    def _visit_came(self, detail: VisitDetail | None) -> None:
        if detail is not None and detail.row.id == self.state.at:
            self._shown_visit = detail
            self._view.show_visit(visit_shown(detail))

    def current_visit(self) -> VisitRow | None:
        """Return the current visit."""
        return next((row for row in self.rows if row.id == self.state.at), None)

    def open_customer(self) -> None:
        """Open the card of the current visit's customer."""
        row = self.current_visit()
        if row is not None:
            self._view.open_customer(row.customer_id)

    def open_rep(self) -> None:
        """Show the figures of the current visit's rep."""
        row = self.current_visit()
        if row is not None:
            self._view.go(replace(self.state, shows=Shows.REPS, at_rep=row.rep_code, text=""))

    # Reps

    def _ask_reps(self) -> None:
        period = self.state.period
        query = RepFiguresQuery(period.start, period.last)
        self._ask(
            lambda: _with_keys(self.activity.rep_figures(query)),
            lambda answer: self._reps_came(period, *answer),
            "reps",
        )

    def _reps_came(
        self, period: Period, rows: tuple[RepActivityRow, ...], keys: Mapping[str, str]
    ) -> None:
        if period == self.state.period:
            self.reps, self._keys = rows, keys
            self._show_reps()

    def _show_reps(self) -> None:
        words = search_key(self.state.text).split()
        rows = tuple(
            row for row in self.reps
            if all(word in self._keys.get(row.rep_code, "") for word in words)
        )  # fmt: skip
        codes = [row.rep_code for row in rows]
        at = self.state.at_rep if self.state.at_rep in codes else codes[0] if codes else ""
        empty = (
            _("No rep has these words. Esc in the quick filter clears it.")
            if self.reps
            else _("Nobody who sells was employed in this period.")
        )
        self._view.show_reps(RepsShown(rows, len(self.reps), at, empty))
        if not rows:
            self._view.show_rep(None)

    def choose_rep(self, row: RepActivityRow | None) -> None:
        """Make a rep current and ask for his months."""
        if row is None or self.state.shows is not Shows.REPS:
            return
        self.state = replace(self.state, at_rep=row.rep_code)
        self._view.show_rep(row)
        period = self.state.period
        query = RepFiguresQuery(period.start, period.last)
        self._ask(
            lambda: self.activity.rep_months(row.rep_code, query),
            lambda months: self._months_came(row.rep_code, months),
            "months",
        )

    def _months_came(self, rep_code: str, months: tuple[RepMonth, ...]) -> None:
        if rep_code == self.state.at_rep:
            self._months = months
            self._view.show_rep_charts(visits_chart(months), calls_chart(months))

    def current_rep(self) -> RepActivityRow | None:
        """Return the current rep's figures."""
        return next((row for row in self.reps if row.rep_code == self.state.at_rep), None)

    def open_figure(self, row: RepActivityRow, column: str = "") -> None:
        """Show the visits behind a rep's figure, the documents behind his net sales."""
        period = row.period.previous() if column.startswith(BEFORE) else row.period
        if column.removeprefix(BEFORE) == NET_SALES:
            self._view.open_sales(sales_facts(row.rep_code, period))
        else:
            self._view.go(of_rep(row.rep_code, period))

    def open_month(self, key: object) -> None:
        """Show the visits behind a bar of the current rep."""
        if isinstance(key, Month) and self.state.at_rep:
            self._view.go(of_rep(self.state.at_rep, key.period))

    # Words and files

    def reload_words(self) -> None:
        """Show what was made of words again, in the language of the moment."""
        self._view.show_state(self.state, self.choices)
        if self.state.shows is Shows.REPS:
            self._show_reps()
            self._months_came(self.state.at_rep, self._months)
        elif self.rows or self.totals is not None:
            self._show_totals()
            if self._shown_visit is not None:
                self._view.show_visit(visit_shown(self._shown_visit))


def _with_keys(
    rows: tuple[RepActivityRow, ...],
) -> tuple[tuple[RepActivityRow, ...], Mapping[str, str]]:
    """Return the rows and what each rep is found by; in a worker, for pinyin takes its time."""
    keys = {
        row.rep_code: search_key(
            f"{row.rep_code} {row.rep_name} {initials(row.rep_name, is_person=True)}"
        )
        for row in rows
    }
    return rows, keys
