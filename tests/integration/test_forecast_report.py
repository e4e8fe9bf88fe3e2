"""The report `forecast` on both engines: every column by hand, cells, metrics, what is unknown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from desktop.clock import Clock
from desktop.enums import Dimension, Metric
from desktop.errors import InputError
from desktop.periods import Month
from desktop.services.figures.data import ReportRequest, ReportTable
from tests.integration.plans_branch import SmallBranch, Sold, small_branch

YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
JUNE = date(2026, 6, 30)
AHEAD = ("run_rate", "seasonal", "blended", "low", "high")


@pytest.fixture
def branch(database_url: str, clock: Clock) -> Iterator[SmallBranch]:
    """Yield a branch with people, places and customers, and no documents yet."""
    made = small_branch(database_url, clock)
    made.territory("T")
    made.territory("T1", "T")
    made.group("G")
    made.product("P1", "G")
    made.rep("M")
    made.rep("R1", "M", "T1")
    made.rep("R2", "M")
    made.customer("C1", "R1")
    made.customer("C2", "R2")
    yield made
    made.uow.database.close()


def _sell(branch: SmallBranch, first: Month, *amounts: int, rep: str = "R1") -> None:
    """Sell once a month, amounts in whole currency."""
    customer, territory = ("C1", "T1") if rep == "R1" else ("C2", None)
    for step, amount in enumerate(amounts):
        if amount:
            day = first.plus(step).start.replace(day=5)
            branch.sell(day, customer, [Sold("P1", 1, amount * 100, None)], rep, territory)


def _ask(branch: SmallBranch, *by: Dimension, **more: object) -> ReportTable:
    branch.summarise()
    asked = {"as_of": JUNE, **YEAR, **more}
    return branch.service.forecast(ReportRequest("forecast", by, **asked))  # type: ignore[arg-type]


def _cells(table: ReportTable) -> dict[tuple[object, ...], dict[str, object]]:
    names = [column.name for column in table.columns]
    width = names.index("actual_to_date")
    return {row[:width]: dict(zip(names, row, strict=True)) for row in table.rows}


def _rounded(cell: dict[str, object], *names: str) -> list[Decimal | None]:
    return [round(value, 2) if isinstance(value := cell[name], Decimal) else None for name in names]


def test_a_year_after_a_level_one_ends_as_it_goes(branch: SmallBranch) -> None:
    _sell(branch, Month.at(2024, 1), *[100] * 24)
    _sell(branch, Month.at(2026, 1), *[150] * 6)
    (cell,) = _cells(_ask(branch)).values()
    assert cell["actual_to_date"] == Decimal("900.00")
    # 129 of 261 working days; half of the season, which two level years give.
    assert cell["run_rate"] == Decimal(90000 * 261) / 129 / 100
    assert cell["seasonal"] == Decimal("1800.00")
    # 900 + 600 · (900 + 300) / (600 + 300); the year before ended as forecast from its June.
    assert _rounded(cell, "blended", "low", "high") == [1700, 1700, 1700]


def test_the_interval_rests_on_how_the_year_before_was_missed(branch: SmallBranch) -> None:
    _sell(branch, Month.at(2024, 1), *[100] * 12)
    # As of June 2025 the year was forecast at 1200 and came to 1260.
    _sell(branch, Month.at(2025, 1), *[100] * 6, *[110] * 6)
    _sell(branch, Month.at(2026, 1), *[105] * 6)
    (cell,) = _cells(_ask(branch)).values()
    blended, low, high = (Decimal(str(cell[name])) for name in ("blended", "low", "high"))
    assert low < blended < high
    assert round(high - blended, 6) == round(blended - low, 6)
    # 60 of 1200 is 5 %, for one error of its own and two of all rows: 1.638 · 5 % of about 1300.
    assert Decimal(95) < high - blended < Decimal(118)


def test_the_plans_season_leads_as_it_does_in_attainment(branch: SmallBranch) -> None:
    seasons = {Month.at(2026, number).ordinal: 1 for number in range(1, 13)}
    seasons[Month.at(2026, 12).ordinal] = 4
    branch.plan(2026, seasons=seasons)
    _sell(branch, Month.at(2026, 1), *[100] * 6)
    table = _ask(branch)
    (cell,) = _cells(table).values()
    assert cell["seasonal"] == Decimal("1500.00")  # 600 ÷ 6/15
    attained = branch.service.attainment(ReportRequest("attainment", as_of=JUNE, **YEAR))  # type: ignore[arg-type]
    place = [column.name for column in attained.columns].index("forecast")
    assert attained.rows[0][place] == cell["seasonal"]
    assert ("season 2026", "working days") in table.definitions


def test_without_a_plan_the_season_is_that_of_the_full_years_before(branch: SmallBranch) -> None:
    _sell(branch, Month.at(2025, 1), *[100] * 11, 400)
    _sell(branch, Month.at(2026, 1), *[100] * 6)
    table = _ask(branch)
    assert table.rows[0][4] == Decimal("1500.00")
    assert ("season 2026", "2025") in table.definitions


def test_what_is_not_known_is_empty_and_says_why(branch: SmallBranch) -> None:
    _sell(branch, Month.at(2025, 1), *[100] * 12)
    _sell(branch, Month.at(2026, 1), *[100] * 6)
    _sell(branch, Month.at(2026, 3), 50, rep="R2")
    cells = _cells(_ask(branch, Dimension.REP))
    old, new = cells["R1",], cells["R2",]
    assert old["blended"] is not None
    assert (old["low"], old["low_note"]) == (None, "no earlier period to learn from")
    assert new["run_rate"] is not None
    for name in ("blended", "low", "high"):
        assert (new[name], new[f"{name}_note"]) == (None, "nothing in the year before")


def test_months_ahead_have_a_forecast_and_add_up_to_their_quarter(branch: SmallBranch) -> None:
    _sell(branch, Month.at(2024, 1), *[*[100] * 11, 300] * 2)
    _sell(branch, Month.at(2026, 1), *[120] * 6)
    months = _cells(_ask(branch, Dimension.REP, Dimension.MONTH))
    quarters = _cells(_ask(branch, Dimension.QUARTER, Dimension.REP))
    assert len(months) == 12
    assert months["R1", "2026-05"]["blended"] == Decimal("120.00")
    december = months["R1", "2026-12"]
    assert (december["actual_to_date"], december["run_rate"]) == (Decimal(0), None)
    assert december["run_rate_note"] == december["seasonal_note"] == "no working days yet"
    last = [Decimal(str(months["R1", f"2026-{number}"]["blended"])) for number in (10, 11, 12)]
    assert round(sum(last), 6) == round(Decimal(str(quarters["2026-Q4", "R1"]["blended"])), 6)
    assert last[2] > 2 * last[0]


def test_rows_of_trees_and_all_other_dimensions_are_forecast(branch: SmallBranch) -> None:
    _sell(branch, Month.at(2024, 1), *[100] * 30)
    _sell(branch, Month.at(2024, 1), *[50] * 30, rep="R2")
    for dimension, codes in (
        (Dimension.REP, ["R1", "R2"]),
        (Dimension.MANAGER, ["M"]),
        (Dimension.TERRITORY, ["", "T", "T1"]),
        (Dimension.CUSTOMER, ["C1", "C2"]),
        (Dimension.CLASS, [""]),
        (Dimension.PRODUCT, ["P1"]),
        (Dimension.PRODUCT_GROUP, ["G"]),
        (Dimension.YEAR, ["2026"]),
    ):
        cells = _cells(_ask(branch, dimension))
        assert [row[0] for row in cells] == codes
        assert all(cell["blended"] for cell in cells.values()), dimension
    # One row that holds the whole branch says what the branch says.
    table = _ask(branch, Dimension.MANAGER)
    assert table.total is not None
    assert table.rows[0][1:] == table.total[1:]


def test_a_part_of_a_month_is_read_to_the_day_now_and_in_the_past(branch: SmallBranch) -> None:
    _sell(branch, Month.at(2024, 1), *[100] * 24)
    for year in (2025, 2026):
        branch.sell(date(year, 3, 20), "C1", [Sold("P1", 1, 9900, None)], "R1", "T1")
    _sell(branch, Month.at(2026, 1), 100, 100, 100)
    here = _cells(_ask(branch, as_of=date(2026, 3, 10)))[()]
    assert here["actual_to_date"] == Decimal("300.00")
    later = _cells(_ask(branch, as_of=date(2026, 3, 20)))[()]
    assert later["actual_to_date"] == Decimal("399.00")
    assert all(here[name] is not None for name in AHEAD)


def test_nothing_after_the_as_of_day_is_known(branch: SmallBranch) -> None:
    _sell(branch, Month.at(2024, 1), *[100] * 30)
    before = _ask(branch, Dimension.REP)
    _sell(branch, Month.at(2026, 7), *[999] * 6)
    assert _ask(branch, Dimension.REP).rows == before.rows


def test_a_period_that_is_over_ends_where_it_stands(branch: SmallBranch) -> None:
    _sell(branch, Month.at(2026, 1), *[100] * 12)
    (cell,) = _cells(_ask(branch, as_of=date(2026, 12, 31))).values()
    assert [cell[name] for name in AHEAD] == [Decimal("1200.00")] * 5


def test_a_period_that_has_not_begun_is_forecast_from_what_is_known(branch: SmallBranch) -> None:
    _sell(branch, Month.at(2024, 1), *[100] * 24)
    (cell,) = _cells(_ask(branch, as_of=date(2025, 12, 31))).values()
    assert cell["run_rate_note"] == "no working days yet"
    assert _rounded(cell, "actual_to_date", "blended") == [0, 1200]
    # A month more is asked about than is known: November's end, for the year after.
    (cell,) = _cells(_ask(branch, as_of=date(2025, 11, 30))).values()
    assert _rounded(cell, "blended") == [1200]


def test_the_spring_festival_moves_january_and_february(branch: SmallBranch) -> None:
    from sqlalchemy import update
    from sqlalchemy.orm import Session

    from desktop.models import Branch

    for year, january in ((2024, 150), (2025, 50)):
        _sell(branch, Month.at(year, 1), january, 200 - january, *[100] * 10)
    asked = {"as_of": date(2025, 12, 31), "metric": Metric.SALES}
    plain = _cells(_ask(branch, Dimension.MONTH, **asked))
    # Two years have one ratio for January, that of 2025, which lay otherwise.
    assert Decimal(str(plain["2026-01",]["blended"])) < 50
    with Session(branch.uow.database.writer) as session:
        branch.uow.database.begin_command(session, 0, "builder", is_bulk=False)
        session.execute(update(Branch).values(calendar="CN"))
        branch.uow.database.end_command(session)
        session.commit()
    moved = _cells(_ask(branch, Dimension.MONTH, **asked))
    # 2026 has it on 17 February, a week from 2024's and 19 days from 2025's.
    share = (Decimal("0.75") / 8 + Decimal("0.25") / 20) / (Decimal(1) / 8 + Decimal(1) / 20)
    assert _rounded(moved["2026-01",], "blended") == [round(200 * share, 2)]
    assert _rounded(moved["2026-02",], "blended") == [200 - round(200 * share, 2)]


def test_counts_money_received_and_profit_are_forecast(branch: SmallBranch) -> None:
    for step in range(30):
        day = Month.at(2024, 1).plus(step).start.replace(day=6)
        branch.visit(day, "R1", "C1")
        branch.collect(day, "C1", 10_000, "R1", "T1")
        branch.sell(day, "C1", [Sold("P1", 2, 10_000, 4_000)], "R1", "T1")
    visits = _ask(branch, Dimension.REP, metric=Metric.VISITS)
    cell = _cells(visits)["R1",]
    assert cell["actual_to_date"] == 6
    assert _rounded(cell, "seasonal", "blended") == [12, 12]
    money = _cells(_ask(branch, metric=Metric.COLLECTIONS))[()]
    assert _rounded(money, "blended") == [1200]
    profit = _cells(_ask(branch, metric=Metric.PROFIT))[()]
    assert _rounded(profit, "actual_to_date", "blended") == [360, 720]
    pieces = _cells(_ask(branch, metric=Metric.QUANTITY))[()]
    assert _rounded(pieces, "actual_to_date", "blended") == [12, 24]
    new = _cells(_ask(branch, metric=Metric.NEW_CUSTOMERS))[()]
    assert (new["actual_to_date"], new["blended"]) == (0, None)


def test_profit_without_any_cost_is_not_known(branch: SmallBranch) -> None:
    _sell(branch, Month.at(2026, 1), *[100] * 6)
    cell = _cells(_ask(branch, metric=Metric.PROFIT))[()]
    for name in ("actual_to_date", *AHEAD):
        assert (cell[name], cell[f"{name}_note"]) == (None, "no cost")


def test_an_empty_branch_has_a_total_and_no_rows(branch: SmallBranch) -> None:
    assert _ask(branch, Dimension.REP).rows == ()
    (cell,) = _cells(_ask(branch)).values()
    assert cell["actual_to_date"] == 0
    assert cell["blended_note"] == "nothing in the year before"


def test_a_dimension_without_meaning_is_refused(branch: SmallBranch) -> None:
    with pytest.raises(InputError):
        _ask(branch, Dimension.CATEGORY)
    with pytest.raises(InputError):
        _ask(branch, Dimension.PRODUCT, metric=Metric.VISITS)
