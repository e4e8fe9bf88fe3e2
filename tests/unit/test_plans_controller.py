"""What the Plans tab decides: boards, cells, drill-down, lines; without a window."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.enums import Dimension, Metric, PlanStatus
from desktop.periods import FiscalCalendar, Period
from desktop.services.charts.data import BarChart, PaceChart
from desktop.services.plans.data import (
    AttainmentBoard,
    AttainmentQuery,
    BoardCell,
    BoardLabel,
    CellQuery,
    DocumentLineRow,
    LinesPage,
    PaceQuery,
    PaceSeries,
    PlanRow,
)
from desktop.services.rules.attainment import PaceStatus
from desktop.views.plans.columns import board_columns, line_columns
from desktop.views.plans.controller import PAGE_LINES, PlansController
from desktop.views.plans.pictures import Figures
from desktop.views.plans.shown import BoardShown, LinesShown, path_names
from desktop.views.plans.state import (
    BoardState,
    PathStep,
    broken_down,
    gone_up,
    narrower,
    settled,
    state_from,
)
from desktop.views.plans.words import Show, label_words
from desktop.views.runner import RunNow

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))
AS_OF = date(2026, 7, 15)


def cell(actual: int, target: int | None = 100, *, can_drill: bool = True) -> BoardCell:
    value = None if target is None else Decimal(target)
    done = Decimal(actual)
    has = value is not None
    attainment = done / value if value else None
    return BoardCell(
        value, done, done - value if value is not None else None, attainment,
        "" if has else "no target", attainment, "" if has else "no target",
        value, done, Decimal(3) if has else None,
        PaceStatus.BEHIND if has else PaceStatus.UNKNOWN, can_drill,
    )  # fmt: skip


def small_board(query: AttainmentQuery, *, has_plan: bool = True) -> AttainmentBoard:
    """Two quarters by "has none" and two people; the person B has nothing in Q1."""
    target = 100 if has_plan else None
    return AttainmentBoard(
        query.metric, YEAR, AS_OF, "CNY", 2, ("Plan",) if has_plan else (),
        (BoardLabel("A", "Anna"), BoardLabel("B", "李明朗"), BoardLabel("", "")),
        (BoardLabel("2026-Q1", "2026-Q1"), BoardLabel("2026-Q2", "2026-Q2")),
        ((cell(90, target), cell(70, target)), (None, cell(40, target)),
         (cell(0, target, can_drill=False), None)),
        (cell(160, target), cell(40, target), cell(0, target)),
        (cell(90, target), cell(110, target)), cell(200, target),
    )  # fmt: skip


def line(number: int) -> DocumentLineRow:
    return DocumentLineRow(number, AS_OF, f"D{number}", "C1", "Dealer", "P", "Thing", Decimal(1),
                           Decimal(1), None, Decimal(1), "A", "Anna")  # fmt: skip


@dataclass
class FakePlans:
    """Answers with a small board and notes what it was asked."""

    has_plan: bool = True
    is_empty: bool = False
    last: date = date(2020, 6, 30)
    lines: int = 3
    boards: list[AttainmentQuery] = field(default_factory=list)
    paces: list[PaceQuery] = field(default_factory=list)
    cells: list[CellQuery] = field(default_factory=list)

    def board(self, query: AttainmentQuery) -> AttainmentBoard:
        self.boards.append(query)
        board = small_board(query, has_plan=self.has_plan)
        if self.is_empty:
            last = self.last
            period = Period.inclusive(query.first or last, query.last or last)
            return replace(board, period=period, as_of=last, rows=(), cells=(), row_totals=())
        return board

    def pace_series(self, query: PaceQuery) -> PaceSeries:
        self.paces.append(query)
        return PaceSeries(query.metric, YEAR, AS_OF, "CNY", (AS_OF,), (Decimal(5),), (Decimal(6),),
                          (), Decimal(100), Decimal(90), PaceStatus.BEHIND, Decimal(30),
                          Decimal(20), Decimal("1.5"))  # fmt: skip

    def rows_behind(self, query: CellQuery) -> LinesPage:
        self.cells.append(query)
        every = [line(number) for number in range(self.lines)]
        return LinesPage(
            tuple(every[query.offset : query.offset + query.limit]), self.lines, Decimal(70)
        )

    def plans(self) -> tuple[PlanRow, ...]:
        row = PlanRow(1, "Plan", "2026", 1, PlanStatus.IN_FORCE, "2025", None, 0, ())
        return (row, replace(row, name="Stretch"), replace(row, year="2025"))


@dataclass
class FakeView:
    """Notes what the controller tells; `go` stands for the window that leads there."""

    state: BoardState | None = None
    shown: BoardShown | None = None
    figures: Figures | None = None
    bars: BarChart | None = None
    pace: PaceChart | None = None
    lines: LinesShown | None = None
    plans: tuple[str, ...] = ()
    said: list[str] = field(default_factory=list)
    went: list[BoardState] = field(default_factory=list)

    def show_state(self, state: BoardState) -> None:
        self.state = state

    def show_board(self, shown: BoardShown) -> None:
        self.shown = shown

    def show_plans(self, plans: tuple[str, ...], board: AttainmentBoard) -> None:
        self.plans = plans

    def show_figures(self, figures: Figures, bars: BarChart | None) -> None:
        self.figures, self.bars = figures, bars

    def show_pace(self, figures: Figures, chart: PaceChart) -> None:
        self.figures, self.pace = figures, chart

    def show_lines(self, shown: LinesShown) -> None:
        self.lines = shown

    def go(self, state: BoardState) -> None:
        self.went.append(state)

    def say(self, text: str) -> None:
        self.said.append(text)


@dataclass
class Desk:
    """A controller with its fakes."""

    plans: FakePlans = field(default_factory=FakePlans)
    view: FakeView = field(default_factory=FakeView)
    runner: RunNow = field(default_factory=RunNow)
    controller: PlansController = field(init=False)

    def __post_init__(self) -> None:
        self.controller = PlansController(
            self.plans, self.runner, self.view, BoardState(YEAR), FiscalCalendar()
        )
        self.controller.reload()

    @property
    def shown(self) -> BoardShown:
        assert self.view.shown is not None
        return self.view.shown


@pytest.fixture
def desk() -> Desk:
    return Desk()


STEP = PathStep(Dimension.REP, "A", "Anna")
QUARTER = PathStep(Dimension.QUARTER, "2026-Q2", "2026-Q2")


def test_what_has_no_rep_stands_first_and_is_called_so(desk: Desk) -> None:
    assert [row.label for row in desk.shown.rows] == ["No rep", "Anna", "李明朗"]
    assert desk.runner.failures == []


def test_months_and_quarters_are_called_as_people_call_them() -> None:
    assert label_words(Dimension.MONTH, "2026-11", "2026-11") == "Nov 2026"
    assert label_words(Dimension.QUARTER, "2026-Q3", "2026-Q3") == "Q3 2026"
    assert label_words(Dimension.QUARTER, "2026-Q3", "", is_short=True) == "Q3"
    assert label_words(Dimension.TERRITORY, "", "") == "No territory"


def test_the_quick_filter_finds_codes_names_and_pinyin_initials(desk: Desk) -> None:
    for words, found in (("lml", ["李明朗"]), ("ann", ["Anna"]), ("b", ["李明朗"]), ("zz", [])):
        desk.controller.find(words)
        assert [row.label for row in desk.shown.rows] == found
    assert desk.shown.count == 3
    assert desk.shown.empty == "No row has these words."


def test_the_shown_figure_changes_without_asking_the_service_again(desk: Desk) -> None:
    desk.controller.change(show=Show.ACTUAL)
    assert len(desk.plans.boards) == 1
    columns = {column.key: column for column in board_columns(desk.shown.layout)}
    assert columns["total"].text(desk.shown.total) == "200"
    assert columns["at_1"].text(desk.shown.total) == "110"


def test_attainment_is_shown_in_percent_with_a_reason_where_there_is_none(desk: Desk) -> None:
    columns = {column.key: column for column in board_columns(desk.shown.layout)}
    row = next(row for row in desk.shown.rows if row.code == "B")
    assert columns["at_1"].text(row) == "40.0%"
    assert columns["at_0"].text(row) == "—"
    tip = columns["at_0"].tip
    assert tip is not None and tip(row) == "There is neither a target nor a result here."


def test_without_a_plan_the_actuals_are_shown_and_a_hint_says_why() -> None:
    desk = Desk(FakePlans(has_plan=False))
    assert desk.shown.layout.show is Show.ACTUAL
    assert desk.shown.hint.startswith("No plan is in force")


def test_without_columns_every_figure_has_one(desk: Desk) -> None:
    desk.controller.change(columns=None)
    keys = [column.key for column in board_columns(desk.shown.layout)]
    assert keys == ["code", "name", "total", "target", "actual", "variance", "pace", "expected",
                    "forecast", "needed"]  # fmt: skip


def test_rows_set_to_what_the_columns_are_change_places(desk: Desk) -> None:
    desk.controller.change(rows=Dimension.QUARTER)
    assert (desk.controller.state.rows, desk.controller.state.columns) == (
        Dimension.QUARTER, Dimension.REP,
    )  # fmt: skip


def test_swapping_exchanges_rows_and_columns(desk: Desk) -> None:
    desk.controller.swap()
    assert desk.controller.state.rows is Dimension.QUARTER
    assert desk.controller.state.columns is Dimension.REP


def test_a_metric_without_products_leaves_the_rows_by_product() -> None:
    old = BoardState(YEAR, rows=Dimension.PRODUCT)
    assert settled(old, replace(old, metric=Metric.VISITS)).rows is Dimension.REP


def test_a_branch_of_other_years_begins_with_its_last_fiscal_year() -> None:
    desk = Desk(FakePlans(is_empty=True))
    assert [query.first for query in desk.plans.boards] == [date(2026, 1, 1), date(2020, 1, 1)]
    assert desk.shown.empty == "No targets and no sales in this period."


def test_a_cell_shows_its_figures_and_its_pace(desk: Desk) -> None:
    desk.controller.choose("A", "2026-Q2")
    assert desk.view.figures is not None and desk.view.bars is not None
    assert (desk.view.figures.title, desk.view.figures.place) == ("Anna", "Q2 2026")
    assert desk.view.figures.attainment == "70.0%"
    assert desk.view.figures.status == "Behind"
    facts = {fact.name: fact.value for fact in desk.view.figures.facts}
    assert facts["Needed per day"] == "¥3.00"
    assert facts["Usual day"] == "¥20.00"
    assert facts["Needed to usual"] == "1.50×"
    assert desk.plans.paces[-1].within == (
        (Dimension.REP, "A"), (Dimension.QUARTER, "2026-Q2"),
    )  # fmt: skip
    assert desk.view.bars.keys == ("2026-Q1", "2026-Q2")


def test_the_totals_line_shows_the_whole_branch(desk: Desk) -> None:
    assert desk.view.figures is not None
    assert desk.view.figures.title == "Whole branch"
    assert desk.plans.paces[-1].within == ()


def test_opening_a_cell_leads_to_its_lines(desk: Desk) -> None:
    desk.controller.open_lines("A", "2026-Q2")
    state = desk.view.went[-1]
    assert state.lines == (STEP, QUARTER)
    desk.controller.visit({"state": state})
    assert desk.plans.cells[-1].within == ((Dimension.REP, "A"), (Dimension.QUARTER, "2026-Q2"))
    assert desk.view.lines is not None and desk.view.lines.ties
    assert desk.view.lines.note == "3 lines; they add up to the figure, ¥70.00."


def test_lines_that_do_not_add_up_to_the_figure_say_so(desk: Desk) -> None:
    desk.controller.visit({"state": replace(BoardState(YEAR), lines=(STEP,), at=("A", None))})
    assert desk.view.lines is not None and not desk.view.lines.ties
    assert "¥160.00" in desk.view.lines.note


def test_long_lists_are_fetched_a_page_at_a_time() -> None:
    desk = Desk(FakePlans(lines=PAGE_LINES * 2 + 7))
    desk.controller.visit({"state": replace(BoardState(YEAR), lines=(STEP,), at=("A", None))})
    assert desk.view.lines is not None and not desk.view.lines.is_whole
    desk.controller.more_lines()
    assert len(desk.view.lines.page.rows) == PAGE_LINES * 2
    desk.controller.more_lines(True)
    assert desk.view.lines.is_whole
    assert [query.offset for query in desk.plans.cells] == [0, PAGE_LINES, PAGE_LINES * 2]


def test_a_figure_without_documents_opens_nothing(desk: Desk) -> None:
    desk.controller.open_lines("", "2026-Q1")
    desk.controller.open_lines("B", "2026-Q1")
    assert desk.view.went == []
    assert desk.view.said == ["No documents lie behind this figure."] * 2


def test_a_bar_opens_the_lines_of_the_current_row(desk: Desk) -> None:
    desk.controller.choose("A", None)
    desk.controller.open_bar("2026-Q2")
    assert desk.view.went[-1].lines == (STEP, QUARTER)


def test_a_cell_of_a_quarter_is_broken_down_with_its_months_beside() -> None:
    state = broken_down(BoardState(YEAR), (STEP, QUARTER), Dimension.CUSTOMER)
    assert (state.rows, state.columns) == (Dimension.CUSTOMER, Dimension.MONTH)
    assert state.within == ((Dimension.REP, "A"), (Dimension.QUARTER, "2026-Q2"))
    assert path_names(state) == ("Whole branch", "Anna · Q2 2026")


def test_going_up_gives_the_board_back_with_its_cell() -> None:
    down = broken_down(BoardState(YEAR), (STEP, QUARTER), Dimension.CUSTOMER)
    up = gone_up(down, 0)
    assert up == replace(BoardState(YEAR), at=("A", "2026-Q2"))


def test_what_was_chosen_is_offered_no_more() -> None:
    ways = narrower(Metric.SALES, (STEP, QUARTER))
    assert Dimension.REP not in ways
    assert Dimension.QUARTER not in ways and Dimension.YEAR not in ways
    assert Dimension.MONTH in ways
    # A tree goes on below the chosen node.
    area = PathStep(Dimension.TERRITORY, "32", "Jiangsu")
    assert Dimension.TERRITORY in narrower(Metric.SALES, (area,))


def test_breaking_down_a_total_changes_the_rows_alone(desk: Desk) -> None:
    desk.controller.break_down(None, None, Dimension.TERRITORY)
    assert desk.view.went[-1] == replace(BoardState(YEAR), rows=Dimension.TERRITORY)


def test_leaving_the_lines_comes_before_going_up(desk: Desk) -> None:
    down = replace(broken_down(BoardState(YEAR), (QUARTER,), Dimension.REP), columns=None)
    desk.controller.visit({"state": replace(down, lines=(STEP,), at=("A", None))})
    desk.controller.go_up()
    assert desk.view.went[-1].lines is None
    assert desk.view.went[-1].path == down.path
    desk.controller.go_up(0)
    assert desk.view.went[-1].path == ()


def test_another_tab_names_what_to_show(desk: Desk) -> None:
    facts = {"metric": "collections", "rows": "rep", "columns": "", "code": "A",
             "first": date(2026, 7, 1), "last": date(2026, 7, 31)}  # fmt: skip
    state = state_from(facts, BoardState(YEAR, path=()))
    assert (state.metric, state.columns, state.at) == (Metric.COLLECTIONS, None, ("A", None))
    assert state.period == Period(date(2026, 7, 1), date(2026, 8, 1))
    desk.controller.visit(facts)
    assert desk.plans.boards[-1].metric is Metric.COLLECTIONS


def test_a_filter_word_does_not_outlive_its_rows(desk: Desk) -> None:
    desk.controller.find("anna")
    desk.controller.visit({"rows": "territory"})
    assert desk.controller.text == ""


def test_other_filters_leave_the_lines(desk: Desk) -> None:
    desk.controller.visit({"state": replace(BoardState(YEAR), lines=(STEP,), at=("A", None))})
    desk.controller.change(metric=Metric.PROFIT)
    assert desk.controller.state.lines is None


def test_plans_are_offered_by_name_once(desk: Desk) -> None:
    assert desk.view.plans == ("Plan", "Stretch")
    desk.controller.change(plan="Stretch")
    assert desk.plans.boards[-1].plan == "Stretch"


@pytest.mark.parametrize("metric", Metric)
def test_the_last_column_of_lines_is_the_figure(metric: Metric) -> None:
    last = line_columns(metric, "CNY")[-1]
    assert last.key == "amount"
    assert last.value(line(1)) == Decimal(1)


def test_an_empty_branch_goes_to_the_year_of_the_figures_that_are_imported_later() -> None:
    desk = Desk(plans=FakePlans(is_empty=True, last=AS_OF))
    assert desk.controller.state.period == YEAR
    desk.plans.last = date(2020, 6, 30)
    desk.controller.reload()
    assert desk.controller.state.period == Period.inclusive(date(2020, 1, 1), date(2020, 12, 31))


def test_a_year_that_was_chosen_stays_though_it_is_empty() -> None:
    desk = Desk(plans=FakePlans(is_empty=True, last=AS_OF))
    chosen = Period.inclusive(date(2025, 1, 1), date(2025, 12, 31))
    desk.controller.change(period=chosen)
    assert desk.controller.state.period == chosen
