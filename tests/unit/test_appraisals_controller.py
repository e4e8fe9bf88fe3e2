"""What the Appraisals tab decides: the list, its last line, the page, batches, drill-down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.clock import FixedClock
from desktop.errors import InputError, StorageError
from desktop.periods import Period
from desktop.ratio import Ratio
from desktop.services.appraisals.book import ScorecardBook, group_line, line_of
from desktop.services.appraisals.data import ResultStatus, ScorecardData
from desktop.services.appraisals.printing import PrintedFiles
from desktop.tone import Tone
from desktop.views.appraisals.columns import card_columns, totals_of
from desktop.views.appraisals.controller import AppraisalsController
from desktop.views.appraisals.state import (
    AppraisalsState,
    BatchOrder,
    ListShown,
    PageShown,
    state_from,
)
from desktop.views.appraisals.words import printed_tone, printed_words
from desktop.views.runner import RunNow, Task
from tests.reports.cards import THIRD_QUARTER, newcomer, ordinary

SECOND_QUARTER = Period(date(2026, 4, 1), date(2026, 7, 1))


def named(card: ScorecardData, code: str, name: str, manager: str = "M01") -> ScorecardData:
    who = replace(
        card.identity, rep_code=code, rep_name=name, manager_code=manager,
        manager_name=f"Name {manager}" if manager else "",
    )  # fmt: skip
    return replace(card, identity=who)


def book_of(*cards: ScorecardData, period: Period = THIRD_QUARTER) -> ScorecardBook:
    lines = tuple(line_of(card) for card in cards)
    return ScorecardBook(
        period, period.last, "CNY", ordinary().definitions, cards, lines,
        group_line(lines, is_over=True),
    )  # fmt: skip


ZHANG, LI, CHEN = (
    named(ordinary(), "R07", "Zhang Wei"),
    named(ordinary(), "R08", "李明朗", "M02"),
    named(newcomer(), "R31", "Chen Xi", ""),
)


@dataclass
class FakeService:
    """Answers with the same people in every period; notes what was asked."""

    cards: tuple[ScorecardData, ...] = (ZHANG, LI, CHEN)
    asked: list[Period] = field(default_factory=list)
    error: Exception | None = None
    last: date | None = None

    def last_day(self) -> date | None:
        return self.last

    def book(self, period: Period) -> ScorecardBook:
        self.asked.append(period)
        if self.error is not None:
            raise self.error
        found = book_of(*(replace(card, period=period) for card in self.cards), period=period)
        if self.last is None:
            return found
        return replace(found, as_of=max(period.start, min(period.last, self.last)))


@dataclass
class ViewLog:
    """Notes what the controller shows."""

    states: list[AppraisalsState] = field(default_factory=list)
    managers: tuple[tuple[str, str], ...] = ()
    lists: list[ListShown] = field(default_factory=list)
    waits: list[str] = field(default_factory=list)
    pages: list[PageShown | None] = field(default_factory=list)
    previews: list[str] = field(default_factory=list)
    saved: list[Path] = field(default_factory=list)
    printed: list[PrintedFiles] = field(default_factory=list)
    ways: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)

    def show_state(self, state: AppraisalsState, managers: tuple[tuple[str, str], ...]) -> None:
        self.states.append(state)
        self.managers = managers

    def show_list(self, shown: ListShown) -> None:
        self.lists.append(shown)

    def show_waiting(self, text: str) -> None:
        self.waits.append(text)

    def show_page(self, page: PageShown | None) -> None:
        self.pages.append(page)

    def show_saved(self, path: Path) -> None:
        self.saved.append(path)

    def show_printed(self, printed: PrintedFiles) -> None:
        self.printed.append(printed)

    def preview(self, page: PageShown) -> None:
        self.previews.append(page.code)

    def go(self, tab: str, facts: Mapping[str, object]) -> None:
        self.ways.append((tab, facts))

    def fail(self, error: Exception) -> None:
        self.errors.append(error)


class RunLater(RunNow):
    """A runner that keeps questions until they are let go, as if the machine were slow."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[Callable[[], object]] = []

    def begin(self, task: Task) -> int:
        if task.is_command or task.title is not None:
            return super().begin(task)
        self.waiting.append(lambda: RunNow.begin(self, task))
        return len(self.waiting)

    def let_go(self) -> None:
        waiting, self.waiting = self.waiting, []
        for act in waiting:
            act()


def desk(
    service: FakeService | None = None, runner: RunNow | None = None
) -> tuple[AppraisalsController, ViewLog, FakeService]:
    """Return a controller on the third quarter that has read its book."""
    view, source = ViewLog(), service or FakeService()
    controller = AppraisalsController(
        source, runner or RunNow(), view, AppraisalsState(THIRD_QUARTER),  # type: ignore[arg-type]
        FixedClock(datetime(2026, 10, 9, 9)),
    )  # fmt: skip
    controller.reload()
    return controller, view, source


def codes(view: ViewLog) -> list[str]:
    return [line.rep_code for line in view.lists[-1].lines]


def test_the_list_opens_on_the_first_rep_with_his_page() -> None:
    controller, view, _service = desk()
    assert codes(view) == ["R07", "R08", "R31"]
    assert controller.state.code == "R07"
    assert view.waits == ["Reading the figures of Q3 2026…"]
    page = view.pages[-1]
    assert page is not None
    assert (page.code, page.title) == ("R07", "Scorecard of Zhang Wei, Q3 2026")
    assert page.pdf.content.startswith(b"%PDF")


def test_the_last_line_is_the_branch_until_somebody_is_left_out() -> None:
    controller, view, _service = desk()
    assert (view.lists[-1].total_name, view.lists[-1].total) == ("Branch", controller.book.branch)
    controller.filter(THIRD_QUARTER, "M01", "", "")
    shown = view.lists[-1]
    assert codes(view) == ["R07"]
    assert (shown.total_name, shown.count) == ("1 rep shown", 3)
    assert shown.total is not None and shown.total.sales.actual == Decimal("1284560.00")


def test_a_groups_ratio_divides_sums() -> None:
    lines = tuple(line_of(card) for card in (ZHANG, LI, CHEN))
    group = group_line(lines, is_over=True)
    assert group.calls_per_day == Ratio.of(824, Decimal(123), "no field days")
    assert group.sales.target == 2_480_000
    assert group.sales.actual == Decimal("2569120.00")
    assert group.orders_per_100.value == lines[0].orders_per_100.value
    assert group.status is ResultStatus.ON_TRACK


@pytest.mark.parametrize(
    ("text", "found"),
    [("zhang", ["R07"]), ("r3", ["R31"]), ("lml", ["R08"]), ("李", ["R08"]),
     ("name m02", ["R08"]), ("xihu r07", ["R07"]), ("nobody", [])],
)  # fmt: skip
def test_the_quick_filter_finds_codes_names_and_initials(text: str, found: list[str]) -> None:
    controller, view, _service = desk()
    controller.filter(None, "", text, "")
    assert codes(view) == found


def test_a_filter_that_finds_nobody_shows_no_page_and_says_so() -> None:
    controller, view, _service = desk()
    controller.filter(None, "", "nobody", "")
    assert view.pages[-1] is None
    assert (view.lists[-1].total, view.lists[-1].total_name) == (None, "")
    assert "words" in view.lists[-1].empty
    controller.open_page()
    assert view.previews == []


def test_a_period_without_anybody_says_so() -> None:
    _controller, view, _service = desk(FakeService(()))
    assert view.lists[-1].empty == "Nobody who sells was employed in this period."
    assert view.pages[-1] is None


def test_managers_to_choose_are_those_of_the_period() -> None:
    controller, view, service = desk()
    assert view.managers == (("M01", "Name M01"), ("M02", "Name M02"))
    controller.filter(THIRD_QUARTER, "M02", "", "")
    service.cards = (ZHANG,)
    controller.filter(SECOND_QUARTER, "M02", "", "")
    assert controller.state.manager == ""
    assert codes(view) == ["R07"]


def test_moving_through_the_list_draws_pages_without_reading_again() -> None:
    controller, view, service = desk()
    controller.choose("R31")
    controller.choose("R31")
    assert [page.code for page in view.pages if page is not None] == ["R07", "R31"]
    assert service.asked == [THIRD_QUARTER]


def test_a_page_of_the_rep_before_is_not_shown_late() -> None:
    runner = RunLater()
    controller, view, _service = desk(runner=runner)
    runner.let_go()
    controller.choose("R08")
    controller.choose("R31")
    runner.let_go()
    assert [page.code for page in view.pages if page is not None] == ["R31"]


def test_a_book_of_the_period_before_is_not_shown_late() -> None:
    runner = RunLater()
    controller, view, _service = desk(runner=runner)
    controller.filter(SECOND_QUARTER, "", "", "")
    runner.let_go()
    assert len(view.lists) == 1
    assert controller.book is not None and controller.book.period == SECOND_QUARTER


def test_the_page_follows_the_language_chosen_for_print() -> None:
    controller, view, _service = desk()
    english = view.pages[-1]
    controller.filter(None, "", "", "zh_CN")
    chinese = view.pages[-1]
    assert english is not None and chinese is not None
    assert english.pdf.content != chinese.pdf.content


def test_signs_that_cannot_be_printed_are_said_in_words() -> None:
    _controller, view, _service = desk(FakeService((named(ordinary(), "R1", "Wei 𰻝"),)))
    page = view.pages[-1]
    assert page is not None
    assert "U+30EDD" in page.warning and "a box is printed instead" in page.warning


def test_a_reload_keeps_the_list_and_the_rep() -> None:
    controller, view, service = desk()
    controller.choose("R08")
    controller.reload()
    assert len(service.asked) == 2
    assert len(view.waits) == 1
    assert controller.state.code == "R08"


def test_figures_that_cannot_be_read_are_said_and_can_be_tried_again() -> None:
    broken = StorageError("database_busy", address="x")
    controller, view, service = desk(FakeService(error=broken))
    assert view.errors == [broken]
    assert "F5" in view.waits[-1]
    service.error = None
    controller.reload()
    assert codes(view) == ["R07", "R08", "R31"]


@pytest.mark.parametrize(
    ("key", "tab", "facts"),
    [
        ("net_sales", "plans", {"metric": "sales", "rows": "rep", "code": "R08"}),
        ("status", "plans", {"metric": "sales"}),
        ("collections", "plans", {"metric": "collections", "first": date(2026, 7, 1)}),
        ("gross_profit", "plans", {"metric": "profit", "last": date(2026, 9, 30)}),
        ("visits", "activity", {"rep": "R08", "first": date(2026, 7, 1)}),
        ("orders_per_100", "activity", {"rep": "R08", "last": date(2026, 9, 30)}),
        ("overdue_rate", "accounts",
         {"rep": "R08", "overdue_only": True, "as_of": date(2026, 9, 30)}),
    ],
)  # fmt: skip
def test_every_figure_leads_to_its_rows(key: str, tab: str, facts: dict[str, object]) -> None:
    controller, view, _service = desk()
    controller.open_figure(controller.lines[1], key)
    way, told = view.ways[-1]
    assert way == tab
    assert facts.items() <= told.items()


def test_a_reps_name_opens_his_page() -> None:
    controller, view, _service = desk()
    controller.open_figure(controller.lines[0], "name")
    assert (view.previews, view.ways) == (["R07"], [])


def test_the_way_back_brings_everything_again() -> None:
    controller, view, service = desk()
    controller.filter(THIRD_QUARTER, "M02", "李", "zh_CN")
    there = controller.state
    controller.filter(SECOND_QUARTER, "", "", "")
    controller.visit({"state": there})
    assert controller.state == there
    assert codes(view) == ["R08"]
    assert service.asked == [THIRD_QUARTER, SECOND_QUARTER, THIRD_QUARTER]


def test_another_tab_asks_for_a_rep_and_a_period() -> None:
    now = AppraisalsState(THIRD_QUARTER, "M01", "zhang")
    found = state_from({"rep": "R31", "first": date(2026, 4, 1), "last": date(2026, 6, 30)}, now)
    assert found == AppraisalsState(SECOND_QUARTER, code="R31")
    assert state_from({"manager": "M02", "language": "xx"}, now).manager == "M02"
    assert state_from({}, now) == now


def test_the_page_on_the_screen_is_what_is_saved(tmp_path: Path) -> None:
    controller, view, _service = desk()
    controller.save_page(tmp_path / "card.pdf")
    page = view.pages[-1]
    assert page is not None
    assert (tmp_path / "card.pdf").read_bytes() == page.pdf.content
    assert view.saved == [tmp_path / "card.pdf"]


def test_a_batch_writes_the_reps_that_were_asked_for(tmp_path: Path) -> None:
    runner = RunNow()
    controller, view, _service = desk(runner=runner)
    controller.print_all(BatchOrder(("R07", "R31"), tmp_path, "en", False))
    assert len(list(tmp_path.iterdir())) == 2
    assert runner.steps[-1] == (2, 2, "")
    assert printed_words(view.printed[-1]) == f"2 scorecards were written to {tmp_path}."
    assert printed_tone(view.printed[-1]) is Tone.GOOD


def test_a_batch_can_be_one_file(tmp_path: Path) -> None:
    controller, view, _service = desk()
    controller.print_all(BatchOrder(("R07", "R31"), tmp_path, "", True))
    assert [path.name for path in tmp_path.iterdir()] == ["scorecards_2026-Q3.pdf"]
    assert view.printed[-1].scorecards == 2


def test_failures_of_a_batch_are_counted(tmp_path: Path) -> None:
    controller, view, _service = desk()
    (tmp_path / "scorecard_R07_Zhang-Wei_2026-Q3.pdf").mkdir()
    controller.print_all(BatchOrder(("R07", "R31"), tmp_path, "en", False))
    assert "1 could not be written" in printed_words(view.printed[-1])
    assert printed_tone(view.printed[-1]) is Tone.BAD


def test_a_folder_that_is_not_there_is_refused_before_the_batch(tmp_path: Path) -> None:
    controller, _view, _service = desk()
    errors: list[Exception] = []
    good: list[bool] = []
    for folder in (tmp_path / "nowhere", tmp_path):
        order = BatchOrder(("R07",), folder, "", False)
        controller.check_folder(order, None, lambda: good.append(True), errors.append)
    assert [type(error) for error in errors] == [InputError]
    assert good == [True]


def test_cells_say_a_dash_with_its_reason_and_mark_small_bases() -> None:
    columns = {column.key: column for column in card_columns("CNY")}
    line, small = line_of(CHEN), line_of(replace(ZHANG, days=replace(ZHANG.days, visits=12)))
    assert columns["calls_per_day"].text(line) == "—"
    assert columns["attainment"].text(line) == "—"
    tip = columns["attainment"].tip
    assert tip is not None and tip(line) == "There is no target here."
    assert columns["calls_per_day"].text(small) == "◇ 6.70"
    mark = columns["calls_per_day"].tip
    assert mark is not None and "fewer than 20 visits" in mark(small)


def test_tips_say_what_a_figure_was_divided_from() -> None:
    columns = {column.key: column for column in card_columns("CNY")}
    line = line_of(ZHANG)
    said = {key: columns[key].tip(line) for key in ("attainment", "calls_per_day", "cost_ratio")}  # type: ignore[misc]
    assert said["attainment"] == "¥1,284,560.00 of a target of ¥1,240,000.00"
    assert said["calls_per_day"] == "412 visits in 61.5 field days"
    assert said["cost_ratio"] == "¥18,344.60 of cost against ¥1,284,560.00 of net sales"


def test_process_stands_beside_results() -> None:
    keys = [column.key for column in card_columns("CNY") if not column.is_hidden]
    assert keys.index("net_sales") < keys.index("visits") < keys.index("gross_profit")


def test_the_last_lines_undefined_figures_are_dashes() -> None:
    columns = card_columns("CNY")
    values = totals_of(columns, group_line((line_of(CHEN),), is_over=True), "1 rep shown")
    assert values["attainment"] == values["orders_per_100"] == "—"
    assert (values["net_sales"], values["name"]) == (0, "1 rep shown")


def test_what_the_branch_has_beyond_the_list_is_said_beside_the_branch() -> None:
    book = book_of(ZHANG, LI)
    more = replace(book.branch.sales, actual=Decimal("2569220.00"))
    service = FakeService()
    view = ViewLog()
    controller = AppraisalsController(
        service, RunNow(), view, AppraisalsState(THIRD_QUARTER),  # type: ignore[arg-type]
        FixedClock(datetime(2026, 10, 9, 9)),
    )  # fmt: skip
    controller._book_came(replace(book, branch=replace(book.branch, sales=more)))
    assert view.lists[-1].note == (
        "The branch includes ¥100.00 of net sales that belong to no rep of this list."
    )
    controller.filter(None, "M01", "", "")
    assert view.lists[-1].note == ""


def test_an_unfinished_period_says_up_to_when_it_knows() -> None:
    _controller, view, service = desk()
    book = replace(service.book(THIRD_QUARTER), as_of=date(2026, 9, 16))
    _controller._book_came(book)
    assert view.lists[-1].note == "Figures up to 16 Sep 2026."


def test_a_branch_whose_figures_ended_long_ago_opens_on_their_last_whole_quarter() -> None:
    controller, view, service = desk(FakeService(last=date(2005, 6, 9)))
    assert controller.state.period == Period.inclusive(date(2005, 1, 1), date(2005, 3, 31))
    assert view.states[-1].period == controller.state.period
    controller.filter(THIRD_QUARTER, "", "", "")
    assert controller.state.period == THIRD_QUARTER
    assert view.lists[-1].note == "The figures end before this period or on its first day."
    assert service.asked[-1] == THIRD_QUARTER
