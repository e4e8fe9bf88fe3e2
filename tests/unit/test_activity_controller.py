"""What the Activity tab decides: pages, filters, the figure followed, the words of what came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from desktop.enums import VisitChannel
from desktop.periods import Month, Period
from desktop.ratio import Ratio
from desktop.services.activity.data import (
    ActivityFigures,
    RepActivityRow,
    RepFiguresQuery,
    RepMonth,
    VisitAnchor,
    VisitChoices,
    VisitDetail,
    VisitKey,
    VisitOrder,
    VisitPage,
    VisitQuery,
    VisitRow,
    VisitTotals,
)
from desktop.services.charts.data import BarChart
from desktop.services.rules.efficiency import EfficiencyParts, efficiency
from desktop.tone import Tone
from desktop.views.activity import far_pages
from desktop.views.activity.columns import (
    branch_values,
    figures_shown,
    rep_columns,
    visit_columns,
)
from desktop.views.activity.controller import ActivityController
from desktop.views.activity.export import visits_table
from desktop.views.activity.shown import RepsShown, VisitShown, VisitsShown, page_words
from desktop.views.activity.state import (
    ATTEMPTS,
    FIRST_PAGE,
    LAST_PAGE,
    NO,
    VALID,
    ActivityState,
    PagePlace,
    Shows,
    query_of,
    state_from,
)
from desktop.views.activity.words import keyed_days, lag_words, time_words
from desktop.views.runner import RunNow

APRIL = Period(date(2026, 4, 1), date(2026, 5, 1))
TODAY = date(2026, 4, 30)


def visit(number: int, **changes: object) -> VisitRow:
    """Return a valid visit of April; the higher its number, the later its day."""
    row = VisitRow(
        number, 1, "", date(2026, 4, number), time(9), time(9, 30), 30, "A", "Ann", 7, "C7",
        "Shop", VisitChannel.ON_SITE, "", "", False, True, False, "", "", 0,
    )  # fmt: skip
    return row._replace(**changes)


def figures(visits: int, days: int = 20, minutes: int = 0) -> ActivityFigures:
    """Return figures of so many visits in so many field days."""
    parts = EfficiencyParts(
        visits=visits, field_halves=days * 2, timed_visits=visits, minutes=minutes
    )
    nothing = Ratio.undefined("nothing planned")
    return ActivityFigures(
        visits, Decimal(days), Decimal(0), Decimal(0), efficiency(parts, 2), nothing, nothing,
        visits < 20,
    )  # fmt: skip


def rep_row(code: str, name: str, visits: int) -> RepActivityRow:
    return RepActivityRow(code, name, APRIL, figures(visits), figures(0, 0), figures(100))


@dataclass
class Activity:
    """Ten visits in pages of three, two reps; remembers what it was asked."""

    asked: list[VisitQuery] = field(default_factory=list)
    counted: int = 0
    rows: tuple[VisitRow, ...] = tuple(visit(number) for number in range(10, 0, -1))

    def visits(self, query: VisitQuery) -> VisitPage:
        self.asked.append(query)
        if query.first is not None and query.first > self.rows[0].day:
            return VisitPage((), None, False, False)
        rows, size = self.rows, 3
        if query.from_end:
            return VisitPage(rows[-size:], None, False, True)
        start = 0
        if query.after is not None:
            start = [row.key for row in rows].index(query.after) + 1
        if query.before is not None:
            start = max([row.key for row in rows].index(query.before) - size, 0)
        page = rows[start : start + size]
        return VisitPage(page, None, start + size < len(rows), start > 0)

    def visit_totals(self, query: VisitQuery) -> VisitTotals:
        self.counted += 1
        return VisitTotals(10, 10, 300, 1, 4, 8)

    def visit_anchors(self, query: VisitQuery) -> tuple[VisitAnchor, ...]:
        return tuple(VisitAnchor(place, row.day) for place, row in enumerate(self.rows))

    def visit_choices(self) -> VisitChoices:
        return VisitChoices((("A", "Ann"),), ("ordered",))

    def visit(self, visit_id: int) -> VisitDetail | None:
        row = next(row for row in self.rows if row.id == visit_id)
        keyed = datetime(2026, 4, 2, tzinfo=UTC)
        return VisitDetail(row, "N", None, None, keyed, "Bo", None, "North")

    def rep_figures(self, query: RepFiguresQuery) -> tuple[RepActivityRow, ...]:
        return (rep_row("A", "Ann", 30), rep_row("B", "李明朗", 5))

    def rep_months(self, rep_code: str, query: RepFiguresQuery) -> tuple[RepMonth, ...]:
        some = Ratio.of(5, 3, "no field days")
        return (RepMonth(Month.at(2026, 4), 5, some, Ratio.of(0, 0, "no field days")),)


@dataclass
class View:
    """Keeps what it was told last."""

    state: ActivityState | None = None
    visits: VisitsShown | None = None
    totals: tuple[str, str] = ("", "")
    position: tuple[int, int] = (0, 0)
    shown: VisitShown | None = None
    reps: RepsShown | None = None
    rep: RepActivityRow | None = None
    charts: tuple[BarChart, ...] = ()
    sales: list[Mapping[str, object]] = field(default_factory=list)
    gone: list[ActivityState] = field(default_factory=list)
    customers: list[int] = field(default_factory=list)

    def show_state(self, state: ActivityState, choices: VisitChoices) -> None:
        self.state = state

    def show_visits(self, shown: VisitsShown) -> None:
        self.visits = shown

    def show_totals(self, summary: str, pages: str) -> None:
        self.totals = (summary, pages)

    def show_position(self, start: int, total: int) -> None:
        self.position = (start, total)

    def show_visit(self, shown: VisitShown | None) -> None:
        self.shown = shown

    def show_reps(self, shown: RepsShown) -> None:
        self.reps = shown

    def show_rep(self, row: RepActivityRow | None) -> None:
        self.rep = row

    def show_rep_charts(self, visits: BarChart, calls: BarChart) -> None:
        self.charts = (visits, calls)

    def go(self, state: ActivityState) -> None:
        self.gone.append(state)

    def open_customer(self, customer_id: int) -> None:
        self.customers.append(customer_id)

    def open_sales(self, facts: Mapping[str, object]) -> None:
        self.sales.append(facts)


@pytest.fixture
def activity() -> Activity:
    return Activity()


@pytest.fixture
def view() -> View:
    return View()


@pytest.fixture
def control(activity: Activity, view: View) -> ActivityController:
    """Return a controller that has loaded the visits of April."""
    found = ActivityController(activity, RunNow(), view, ActivityState(APRIL), lambda: TODAY, "CNY")
    found.reload()
    return found


def _ids(view: View) -> list[int]:
    assert view.visits is not None
    return [row.id for row in view.visits.rows]


def test_pages_follow_each_other_and_are_numbered(control: ActivityController, view: View) -> None:
    assert (_ids(view), view.totals[1]) == ([10, 9, 8], "1–3 of 10")
    control.older()
    assert (_ids(view), view.totals[1]) == ([7, 6, 5], "4–6 of 10")
    control.last_page()
    assert (_ids(view), view.totals[1]) == ([3, 2, 1], "8–10 of 10")
    control.first_page()
    assert (_ids(view), view.totals[1]) == ([10, 9, 8], "1–3 of 10")


def test_sums_are_made_once_for_all_pages_and_again_for_another_choice(
    control: ActivityController, activity: Activity
) -> None:
    control.older()
    control.last_page()
    control.sort("minutes", True)
    assert activity.counted == 1
    control.change(channel="phone")
    assert activity.counted == 2


def test_going_up_lands_on_the_last_visit_of_the_page_before(
    control: ActivityController, view: View
) -> None:
    control.older()
    control.newer(lands_last=True)
    assert view.visits is not None
    assert (_ids(view), view.visits.current) == ([10, 9, 8], 8)


def test_another_order_or_filter_starts_at_the_first_page(
    control: ActivityController, activity: Activity
) -> None:
    control.older()
    control.sort("customer", False)
    assert activity.asked[-1].after is None
    assert (activity.asked[-1].order, activity.asked[-1].is_ascending) == (
        VisitOrder.CUSTOMER, True,
    )  # fmt: skip
    control.older()
    control.change(result=VALID)
    assert activity.asked[-1].after is None and activity.asked[-1].is_valid is True


def test_the_same_filters_ask_nothing(control: ActivityController, activity: Activity) -> None:
    before = len(activity.asked)
    control.change(period=APRIL, text="", rep="")
    assert len(activity.asked) == before


@pytest.mark.parametrize(
    ("state", "asked"),
    [
        (ActivityState(APRIL), VisitQuery(APRIL.start, APRIL.last, with_totals=False)),
        (
            ActivityState(APRIL, rep="A", channel="phone", result=ATTEMPTS, planned=NO, text="x"),
            VisitQuery(APRIL.start, APRIL.last, "A", "x", VisitChannel.PHONE, "", True, False,
                       with_totals=False),
        ),
        (
            ActivityState(APRIL, result="ordered", customer_id=3, page=LAST_PAGE),
            VisitQuery(APRIL.start, APRIL.last, outcome_is="ordered", customer_id=3,
                       from_end=True, with_totals=False),
        ),
    ],
)  # fmt: skip
def test_a_state_is_asked_for_as_it_reads(state: ActivityState, asked: VisitQuery) -> None:
    assert query_of(state) == asked


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"rep": "B"}, ActivityState(APRIL, rep="B")),
        (
            {"rep": "B", "first": date(2026, 3, 1), "last": date(2026, 3, 31)},
            ActivityState(Month.at(2026, 3).period, rep="B"),
        ),
        (
            {"customer_id": 5},
            ActivityState(Period(date(2025, 5, 1), date(2026, 5, 1)), customer_id=5),
        ),
        ({"shows": "reps", "rep": "B"}, ActivityState(APRIL, Shows.REPS, at_rep="B")),
        ({"state": ActivityState(APRIL, text="x")}, ActivityState(APRIL, text="x")),
    ],
)
def test_other_tabs_ask_for_a_rep_a_customer_or_a_whole_state(
    facts: dict[str, object], expected: ActivityState
) -> None:
    assert state_from(facts, ActivityState(APRIL, text="old", channel="phone"), TODAY) == expected


def test_the_way_back_stands_on_the_same_visit(
    control: ActivityController, view: View, activity: Activity
) -> None:
    control.older()
    control.choose_visit(activity.rows[4])
    kept = control.state
    control.visit_place({"rep": "B"})
    control.visit_place({"state": kept})
    assert view.visits is not None
    assert (_ids(view), view.visits.current) == ([7, 6, 5], 6)


def test_a_visit_is_told_with_its_three_clocks(
    control: ActivityController, view: View, activity: Activity
) -> None:
    control.choose_visit(activity.rows[-1])
    shown = view.shown
    assert shown is not None
    assert shown.when == "Wed 1 Apr 2026 · 09:00–09:30 · 30 min"
    assert (shown.status, shown.tone) == ("Valid", Tone.GOOD)
    assert [fact.name for fact in shown.clocks] == ["Reported", "Received", "Keyed"]
    assert shown.clocks[0].value == "Ann, for 1 Apr 2026"
    assert shown.clocks[1].value == "—" and "Nobody noted" in shown.clocks[1].tip
    assert shown.clocks[2].value.startswith("Bo, 2 Apr 2026")


def test_a_visit_leads_to_its_customer_and_to_its_rep(
    control: ActivityController, view: View, activity: Activity
) -> None:
    control.choose_visit(activity.rows[0])
    control.open_customer()
    control.open_rep()
    assert view.customers == [7]
    assert (view.gone[0].shows, view.gone[0].at_rep) == (Shows.REPS, "A")


@pytest.mark.parametrize(
    ("words", "codes"), [("", ["A", "B"]), ("lml", ["B"]), ("b 李", ["B"]), ("zzz", [])]
)
def test_reps_are_found_by_code_name_and_pinyin_initials(
    control: ActivityController, view: View, words: str, codes: list[str]
) -> None:
    control.show_list(Shows.REPS)
    control.change(text=words)
    assert view.reps is not None
    assert [row.rep_code for row in view.reps.rows] == codes


def test_a_reps_figure_leads_to_his_valid_visits_and_the_one_before_to_its_period(
    control: ActivityController, view: View
) -> None:
    row = rep_row("A", "Ann", 30)
    control.open_figure(row, "calls_per_day")
    control.open_figure(row, "before_visits")
    assert view.gone == [
        ActivityState(APRIL, rep="A", result=VALID),
        ActivityState(Month.at(2026, 3).period, rep="A", result=VALID),
    ]


def test_a_month_of_the_chart_leads_to_its_visits(control: ActivityController, view: View) -> None:
    control.show_list(Shows.REPS)
    control.choose_rep(rep_row("A", "Ann", 30))
    assert view.charts[0].key(0) == Month.at(2026, 4)
    assert view.charts[1].series[0].values == (Decimal("1.67"),)
    assert view.charts[1].targets == (None,)
    control.open_month(view.charts[0].key(0))
    assert view.gone == [ActivityState(APRIL, rep="A", result=VALID)]


def test_a_ratio_on_few_visits_is_marked_and_says_so() -> None:
    columns = {column.key: column for column in rep_columns(figures_shown(2))}
    few, many = rep_row("A", "Ann", 5), rep_row("B", "Bo", 20)
    assert columns["productive_rate"].text(few) == "◇ 0.0%"
    assert columns["productive_rate"].text(many) == "0.0%"
    tip = columns["productive_rate"].tip
    assert tip is not None and "5 of at least 20" in tip(few)


def test_what_is_undefined_is_a_dash_with_its_reason() -> None:
    columns = {column.key: column for column in rep_columns(figures_shown(2))}
    row = rep_row("A", "Ann", 0)
    assert columns["coverage"].text(row) == "—"
    assert columns["coverage"].value(row) is None
    tip = columns["minutes_per_call"].tip
    assert tip is not None and "No visit has a length." in tip(row)


def test_the_branch_stands_below_the_reps_and_nowhere_without_them() -> None:
    found = branch_values(figures_shown(2), (rep_row("A", "Ann", 5),))
    assert found is not None
    assert (found["visits"], found["calls_per_day"], found["coverage"]) == (100, Decimal(5), "—")
    assert branch_values(figures_shown(2), ()) is None


@pytest.mark.parametrize(
    ("changes", "words", "tone"),
    [
        ({}, "Valid", Tone.GOOD),
        ({"is_attempt": True, "is_valid": False}, "Attempt", Tone.WATCH),
        ({"channel": VisitChannel.PHONE, "is_valid": False}, "Contact", Tone.MUTED),
        ({"is_rejected": True, "is_valid": False}, "Rejected", Tone.BAD),
        ({"is_valid": False}, "Not valid", Tone.BAD),
    ],
)
def test_a_report_counts_as_what_it_is(changes: dict[str, object], words: str, tone: Tone) -> None:
    column = next(column for column in visit_columns() if column.key == "counts")
    row = visit(1, **changes)
    assert column.tone is not None and column.tip is not None
    assert (column.text(row), column.tone(row)) == (words, tone)
    assert column.tip(row)


def test_an_imported_report_has_no_days_to_its_keying() -> None:
    assert keyed_days(visit(1, days_to_key=400, is_imported=True)) is None
    assert keyed_days(visit(1, days_to_key=4)) == 4


@pytest.mark.parametrize(
    ("days", "words"), [(None, "—"), (0, "same day"), (1, "+1 day"), (3, "+3 days")]
)
def test_days_after_a_visit_are_told_in_words(days: int | None, words: str) -> None:
    assert lag_words(days) == words


def test_a_visit_without_times_has_a_dash() -> None:
    assert time_words(None, None) == "—"
    assert time_words(time(9), None) == "09:00–"


@pytest.mark.parametrize(
    ("start", "count", "total", "words"),
    [(0, 0, 0, ""), (0, 3, None, "1–3"), (None, 3, None, ""), (None, 3, 10, "8–10 of 10")],
)
def test_the_page_says_which_part_of_the_list_it_is(
    start: int | None, count: int, total: int | None, words: str
) -> None:
    assert page_words(start, count, total) == words


def test_all_visits_are_fetched_only_when_the_file_is_written(
    control: ActivityController, activity: Activity
) -> None:
    control.older()
    before = len(activity.asked)
    columns = visit_columns()[:1]
    table = visits_table(activity, control.state, columns, control.totals)
    assert len(activity.asked) == before
    assert [row[0].day for row in table.rows] == list(range(10, 0, -1))  # type: ignore[attr-defined]
    assert control.state.page != FIRST_PAGE


def test_a_branch_whose_visits_ended_before_this_month_opens_on_the_month_of_the_last(
    activity: Activity, view: View
) -> None:
    later = Month.at(2026, 11).period
    found = ActivityController(activity, RunNow(), view, ActivityState(later), lambda: TODAY, "CNY")
    found.reload()
    assert found.state.period == APRIL and _ids(view) == [10, 9, 8]
    assert view.state is not None and view.state.period == APRIL
    found.change(period=later)
    assert found.state.period == later and _ids(view) == []


def test_net_sales_lead_to_the_documents_behind_them_and_not_to_visits(
    control: ActivityController, view: View
) -> None:
    control.open_figure(rep_row("A", "Ann", 3), "before_net_sales")
    assert view.gone == []
    (facts,) = view.sales
    assert (facts["metric"], facts["code"]) == ("sales", "A")
    assert (facts["first"], facts["last"]) == (date(2026, 3, 1), date(2026, 3, 31))


def test_a_far_place_is_gone_to_by_its_day(
    activity: Activity, view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(far_pages, "PAGE_ROWS", 3)
    found = ActivityController(activity, RunNow(), view, ActivityState(APRIL), lambda: TODAY, "CNY")
    found.reload()
    assert view.position == (0, 10)
    found.go_to(6)
    day = activity.rows[6].day
    assert found.state.page == PagePlace(6, after=VisitKey.at_day(day, VisitQuery()))
    found.go_to(0)
    assert found.state.page == FIRST_PAGE
    found.sort("rep", is_descending=False)
    assert view.position == (0, 0)
