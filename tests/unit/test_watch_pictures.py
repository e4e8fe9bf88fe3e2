"""The watch page's pictures and sentences as data, and what its controller decides."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.enums import Dimension, Metric
from desktop.periods import FiscalCalendar, Period
from desktop.services.charts.bullets import BulletBar, scale_of
from desktop.services.charts.data import PaceChart, WaterfallChart
from desktop.services.charts.heat import LIMITS, HeatStep, heat_step
from desktop.services.plans.data import BoardCell, BoardLabel, PaceQuery, PaceSeries
from desktop.services.plans.watching_data import (
    Ahead,
    CauseRow,
    CauseSheet,
    WatchQuery,
    WatchRow,
    WatchSheet,
)
from desktop.services.rules.attainment import NO_TARGET, NOT_BEGUN, PaceStatus
from desktop.services.rules.outlook import NO_HISTORY
from desktop.services.rules.variance import Cause
from desktop.views.plans.state import BoardState
from desktop.views.plans.watch.columns import heat_ratio, month_columns, watch_columns
from desktop.views.plans.watch.controller import WatchController
from desktop.views.plans.watch.pictures import bullet_of, legend_limits, waterfall
from desktop.views.plans.watch.state import BEFORE, NOW, Picture, WatchState
from desktop.views.plans.watch.words import outlook_words, pace_text, rate_text, rate_tip
from desktop.views.runner import RunNow

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))
BASE = Period(date(2025, 1, 1), date(2025, 7, 16))
AS_OF = date(2026, 7, 15)
D = Decimal


def cell(actual: int, target: int | None = 100, pace: str | None = "0.90") -> BoardCell:
    aim = None if target is None else D(target)
    ratio = None if pace is None or aim is None else D(pace)
    status = PaceStatus.UNKNOWN if ratio is None else PaceStatus.BEHIND
    note = NO_TARGET if aim is None else "" if pace is not None else NOT_BEGUN
    return BoardCell(
        aim, D(actual), None, D(actual) / aim if aim else None, NO_TARGET if aim is None else "",
        ratio, note, D(60), D(95), None if aim is None else D(4), status, actual > 0,
    )  # fmt: skip


def row(code: str | None, actual: int, target: int | None = 100, **more: object) -> WatchRow:
    made = WatchRow(
        code, f"Name {code}", cell(actual, target), Ahead(D(93)), Ahead(D(95)), Ahead(D(82)),
        Ahead(D(74)), Ahead(D(91)), D(2), (cell(actual, target), cell(0, target, None)),
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def sheet(*rows: WatchRow, plans: tuple[str, ...] = ("Plan",)) -> WatchSheet:
    months = (BoardLabel("2026-01", "2026-01"), BoardLabel("2026-02", "2026-02"))
    return WatchSheet(Metric.SALES, YEAR, AS_OF, "CNY", 2, plans, months, row(None, 120, 200), rows)


CAUSES = CauseSheet(
    Metric.SALES, Period(YEAR.start, date(2026, 7, 16)), BASE, "CNY", D(100), D(130), True,
    ((Cause.LOST, D(-20)), (Cause.PRICE, D(50))),
    (
        CauseRow(Cause.PRICE, "", "", "P", "Pot", "pc", D(1), D(2), D(10), D(70), D(50)),
        CauseRow(Cause.LOST, "C", "Cook", "", "", "", None, None, D(20), D(0), D(-20)),
    ),
)  # fmt: skip


@dataclass
class Figures:
    """Answers as both services; keeps what it was asked."""

    shown: WatchSheet
    asked: list[WatchQuery] = field(default_factory=list)
    paces: list[PaceQuery] = field(default_factory=list)
    causes_asked: int = 0

    def sheet(self, query: WatchQuery) -> WatchSheet:
        self.asked.append(query)
        return replace(self.shown, metric=query.metric)

    def causes(self, _query: WatchQuery) -> CauseSheet:
        self.causes_asked += 1
        return CAUSES

    def pace_series(self, query: PaceQuery) -> PaceSeries:
        self.paces.append(query)
        days = (AS_OF, YEAR.last)
        return PaceSeries(
            query.metric, YEAR, AS_OF, "CNY", days, (D(60), None), (D(55), D(100)), (), D(100),
            D(95), PaceStatus.BEHIND,
        )  # fmt: skip


@dataclass
class Page:
    """Keeps what it is told."""

    order: list[str | None] = field(default_factory=list)
    empty: str = ""
    outlook: str = ""
    pace: PaceChart | None = None
    fall: WaterfallChart | None = None
    why: str = ""
    cause: Cause | None = None
    went: list[BoardState] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def show_state(self, state: WatchState) -> None:
        self.cause = state.cause

    def show_sheet(self, _sheet: object, rows: tuple[WatchRow, ...], empty: str) -> None:
        self.order, self.empty = [one.code for one in rows], empty

    def show_outlook(self, _row: object, text: str) -> None:
        self.outlook = text

    def show_pace(self, chart: PaceChart) -> None:
        self.pace = chart

    def show_causes(self, chart: WaterfallChart | None, empty: str) -> None:
        self.fall, self.why = chart, empty

    def show_cause(self, _sheet: CauseSheet, cause: Cause) -> None:
        self.cause = cause

    def go(self, state: BoardState) -> None:
        self.went.append(state)

    def say(self, text: str) -> None:
        self.said.append(text)

    def fail(self, error: Exception) -> None:
        raise error


def opened(shown: WatchSheet) -> tuple[WatchController, Page, Figures]:
    page, figures = Page(), Figures(shown)
    control = WatchController(figures, figures, RunNow(), page, WatchState(YEAR), FiscalCalendar())
    control.reload()
    return control, page, figures


def test_the_scale_reaches_beyond_the_farthest_forecast_but_not_too_far() -> None:
    near = BulletBar(D(80), D(100), forecast=D(110), high=D(120))
    assert scale_of([near]) == D(120) / 100 * D("1.03")
    assert scale_of([near, BulletBar(D(900), D(100))]) == D("1.5")
    assert scale_of([BulletBar(D(5), None)]) == D("1.08")
    assert BulletBar(D(5), D(0)).is_empty and BulletBar(D(5), None).share(D(5)) is None


@pytest.mark.parametrize(
    ("ratio", "step"),
    [
        ("0", HeatStep.FAR_BELOW), ("0.8099", HeatStep.FAR_BELOW), ("0.81", HeatStep.BELOW),
        ("0.9899", HeatStep.BELOW), ("0.99", HeatStep.AS_DUE), ("1.0999", HeatStep.AS_DUE),
        ("1.10", HeatStep.ABOVE), ("1.25", HeatStep.FAR_ABOVE), ("-1", HeatStep.FAR_BELOW),
    ],
)  # fmt: skip
def test_heat_goes_by_the_limits_of_the_traffic_light(ratio: str, step: HeatStep) -> None:
    assert heat_step(D(ratio)) is step


def test_the_legend_names_every_step() -> None:
    assert legend_limits(LIMITS) == (
        "under 81%", "81% to 99%", "99% to 110%", "110% to 125%", "125% and more",
    )  # fmt: skip
    assert len(legend_limits(LIMITS)) == len(HeatStep)


def test_a_month_that_has_not_begun_or_has_no_target_has_no_colour() -> None:
    assert heat_ratio(cell(90)) == D("0.90")
    assert heat_ratio(cell(0, pace=None)) is None
    assert heat_ratio(cell(10, None)) is None
    assert heat_ratio(None) is None
    column = month_columns(sheet(row("A", 90)))[2]
    assert column.text(row("A", 90)) == "—"
    assert column.tip is not None and "No working day has passed here yet." in column.tip(
        row("A", 90)
    )


def test_the_present_rate_is_said_in_percent_with_its_range() -> None:
    found = row("A", 60)
    assert rate_text(found) == "82% (74–91)"
    assert outlook_words(found, Metric.SALES, "CNY") == (
        "Name A: at the present rate 82% of the target (74–91%). Each working day left must "
        "bring ¥4, 2.00 times the average day so far."
    )
    assert pace_text(found.cell) == "Behind 90.0%"


def test_without_history_the_season_alone_leads_and_the_tip_says_so() -> None:
    nothing = Ahead(None, NO_HISTORY)
    found = row("A", 60, blended=nothing, low=nothing, high=nothing)
    assert rate_text(found) == "95%"
    assert "Nothing is known of the year before" in rate_tip(found, Metric.SALES, "CNY")
    assert bullet_of(found).forecast == D(95)


def test_without_a_target_the_amount_is_said() -> None:
    assert outlook_words(row("A", 60, None), Metric.SALES, "CNY") == (
        "Name A: at the present rate ¥82."
    )
    columns = {one.key: one for one in watch_columns(Metric.SALES, "CNY", 2)}
    assert columns["rate"].text(row("A", 60, None)) == "—"


def test_the_waterfall_leads_from_the_year_before_to_this_period() -> None:
    chart = waterfall(CAUSES)
    assert [bar.name for bar in chart.bars] == [
        "Year before", "Lost customers", "Price", "This period",
    ]  # fmt: skip
    assert chart.rest == 0
    assert waterfall(replace(CAUSES, has_before=False)).is_empty
    with pytest.raises(ValueError, match="do not lead"):
        waterfall(replace(CAUSES, bars=CAUSES.bars[:1]))


def test_the_branch_stays_on_top_however_the_reps_are_sorted() -> None:
    control, page, _figures = opened(sheet(row("", 5), row("A", 60), row("B", 90)))
    assert page.order == [None, "A", "B", ""]
    control.sort("actual", True)
    assert page.order == [None, "B", "A", ""]
    control.sort("actual", False)
    assert page.order == [None, "", "A", "B"]


def test_a_rep_that_is_chosen_has_his_own_pace_with_its_band() -> None:
    control, page, figures = opened(sheet(row("A", 60)))
    assert figures.paces[-1].within == ()
    control.choose("A")
    assert figures.paces[-1].within == ((Dimension.REP, "A"),)
    assert page.outlook.startswith("Name A:")
    assert page.pace is not None
    assert (page.pace.low, page.pace.forecast, page.pace.high) == (D(74), D(82), D(91))


def test_causes_are_read_when_they_are_looked_at() -> None:
    control, page, figures = opened(sheet(row("A", 60)))
    assert figures.causes_asked == 0
    control.show_picture(Picture.CAUSES)
    control.show_picture(Picture.CAUSES)
    assert figures.causes_asked == 1
    assert page.fall is not None
    control.filter({"metric": "visits"}, None)
    assert (page.fall, figures.causes_asked) == (None, 1)
    assert page.why.startswith("What price, mix, volume and customers did")


def test_every_bar_opens_what_is_behind_it() -> None:
    control, page, _figures = opened(sheet(row("A", 60)))
    control.show_picture(Picture.CAUSES)
    control.open_bar(BEFORE)
    control.open_bar(NOW)
    assert [one.period for one in page.went] == [BASE, CAUSES.period]
    control.open_bar(Cause.LOST)
    assert page.cause is Cause.LOST
    for one in (CAUSES.rows_of(Cause.LOST)[0], CAUSES.rows_of(Cause.PRICE)[0]):
        control.open_cause_row(one)
    lost, price = page.went[2:]
    assert (lost.period, lost.rows, lost.at) == (BASE, Dimension.CUSTOMER, ("C", None))
    assert (price.period, price.rows) == (CAUSES.period, Dimension.PRODUCT)
    control.close_cause()
    assert page.cause is None


def test_rows_months_and_days_open_their_lines() -> None:
    control, page, _figures = opened(sheet(row("A", 60)))
    control.open_row("A")
    control.open_month("A", 0)
    control.open_month(None, 0)
    control.open_day(date(2026, 12, 31))
    rep, month, branch, day = page.went
    assert [(one.dimension, one.code) for one in rep.lines or ()] == [(Dimension.REP, "A")]
    assert month.at == ("A", "2026-01") and month.columns is Dimension.MONTH
    assert [one.code for one in branch.lines or ()] == ["2026-01"]
    # A day that has not come stands for the as-of day.
    assert day.period.last == AS_OF
    control.open_month("A", 1)
    assert page.said == ["No documents lie behind this figure."]


def test_a_branch_whose_figures_end_earlier_begins_with_their_year() -> None:
    _control, page, figures = opened(
        replace(sheet(), as_of=date(2024, 5, 1), total=row(None, 0, None))
    )
    assert [one.first for one in figures.asked] == [date(2026, 1, 1), date(2024, 1, 1)]
    assert page.empty == "No targets and no sales in this period."
