"""Whatever a branch sold and planned: every decomposition adds up to the same total."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from desktop.clock import Clock
from desktop.enums import Dimension, Metric
from desktop.periods import Month
from desktop.services.figures.data import ReportRequest, ReportTable
from desktop.services.plans.data import AttainmentQuery, CellQuery, PaceQuery, Step
from tests.integration.plans_branch import SmallBranch, Sold, small_branch

FLAT = (Dimension.REP, Dimension.CUSTOMER, Dimension.CLASS, Dimension.PRODUCT, Dimension.MONTH,
        Dimension.QUARTER, Dimension.YEAR)  # fmt: skip
#: The first rows of a tree: its roots, and what has no place in it.
ROOTS = {Dimension.TERRITORY: ("", "T", "U"), Dimension.PRODUCT_GROUP: ("", "G", "H")}
START = date(2025, 5, 1)
SPANS = (
    {"first": date(2025, 7, 1), "last": date(2026, 3, 31), "as_of": date(2026, 3, 31)},
    {"first": date(2025, 6, 11), "last": date(2026, 2, 17), "as_of": date(2025, 12, 9)},
    {"first": date(2025, 8, 5), "last": date(2025, 8, 20), "as_of": date(2026, 3, 31)},
)
METRICS = (Metric.SALES, Metric.PROFIT, Metric.QUANTITY)


def _fill(branch: SmallBranch, dice: random.Random) -> None:
    branch.territory("T")
    branch.territory("T1", "T")
    branch.territory("T2", "T")
    branch.territory("U")
    branch.group("G")
    branch.group("G1", "G")
    branch.group("H")
    for code, group in (("P1", "G1"), ("P2", "G"), ("P3", "H"), ("P4", None)):
        branch.product(code, group)
    branch.rep("M")
    branch.rep("R1", "M", "T1")
    branch.rep("R2", "M", "U")
    branch.rep("R3", None, None, date(2025, 9, 30))
    reps = ("M", "R1", "R2", "R3", None)
    places = ("T", "T1", "T2", "U", None)
    for number in range(6):
        branch.customer(f"C{number}", dice.choice(reps), dice.choice(places), dice.choice("ABCD"))
    for _ in range(30):
        lines = [
            Sold(
                dice.choice(("P1", "P2", "P3", "P4", None)),
                dice.choice((None, dice.randint(1, 9))),
                dice.randint(-500, 2000),
                dice.choice((None, dice.randint(1, 900))),
            )
            for _ in range(dice.randint(1, 3))
        ]
        shares = dice.choice(((), (), (("R1", 33), ("R2", 67)), (("M", 20), ("R1", 80))))
        branch.sell(
            START + timedelta(days=dice.randint(0, 330)), f"C{dice.randint(0, 5)}", lines,
            dice.choice(reps), dice.choice(places), shares,
            dice.choice(("posted", "posted", "posted", "void")),
        )  # fmt: skip
    for year in (2025, 2026):
        version = branch.plan(year)
        for _ in range(25):
            month = Month.at(year - 1, 7).plus(dice.randint(0, 11))
            owner = dice.choice(
                ({"customer": f"C{dice.randint(0, 5)}"}, {"rep": "R1"}, {"territory": "T"}, {})
            )
            of = dice.choice(({"product": "P1"}, {"group": "G1"}, {}))
            amount = dice.randint(0, 3000)
            branch.target(version, month, amount, dice.choice(METRICS), **owner, **of)


@pytest.fixture(scope="module", params=range(3))
def branch(
    request: pytest.FixtureRequest,
    sqlite_template: object,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[SmallBranch]:
    """Yield a branch of chance with a fiscal year from July; the parameter is the seed."""
    from desktop.clock import FixedClock
    from desktop.services.database import create_schema
    from tests.conftest import TEST_INSTANT
    from tests.databases import sqlite_url

    url = sqlite_url(tmp_path_factory.mktemp("chance") / "chance.branchbook")
    create_schema(url)
    clock: Clock = FixedClock(TEST_INSTANT)
    made = small_branch(url, clock, fiscal_start=7)
    _fill(made, random.Random(request.param))
    made.save()
    made.summarise()
    made.save()
    yield made
    made.uow.database.close()


def _sum(table: ReportTable, name: str, *, roots: tuple[str, ...] = ()) -> Decimal:
    place = [column.name for column in table.columns].index(name)
    return sum(
        (Decimal(str(row[place] or 0)) for row in table.rows if not roots or row[0] in roots),
        Decimal(0),
    )


def _total(table: ReportTable, name: str) -> Decimal:
    place = [column.name for column in table.columns].index(name)
    assert table.total is not None
    return Decimal(str(table.total[place] or 0))


@pytest.mark.parametrize("span", SPANS)
def test_sales_add_up_over_every_dimension(branch: SmallBranch, span: dict[str, date]) -> None:
    inside = [
        part
        for part in branch.parts
        if span["first"] <= part.day <= min(span["last"], span["as_of"])
    ]
    net = Decimal(sum(part.net for part in inside)).scaleb(-2)
    cost = Decimal(sum(part.cost or 0 for part in inside)).scaleb(-2)
    orders = len({part.document for part in inside})
    for dimension in (*FLAT, *ROOTS):
        table = branch.service.sales(ReportRequest("sales", (dimension,), **span))
        roots = ROOTS.get(dimension, ())
        assert _sum(table, "net_sales", roots=roots) == _total(table, "net_sales") == net
        assert _sum(table, "cost", roots=roots) == _total(table, "cost") == cost
        assert _total(table, "orders") == orders
        if dimension is Dimension.MONTH:
            assert _sum(table, "orders") == orders


@pytest.mark.parametrize("span", SPANS)
@pytest.mark.parametrize("metric", METRICS)
def test_targets_and_actuals_add_up_over_every_dimension(
    branch: SmallBranch, span: dict[str, date], metric: Metric
) -> None:
    totals = set()
    for dimension in (*FLAT, *ROOTS):
        request = ReportRequest("attainment", (dimension,), metric=metric, **span)
        table = branch.service.attainment(request)
        for name in ("target", "actual"):
            total = _total(table, name)
            assert _sum(table, name, roots=ROOTS.get(dimension, ())) == total
            totals.add((name, total))
    assert len(totals) == 2


@pytest.mark.parametrize("span", SPANS)
def test_actuals_by_rep_match_the_parts(branch: SmallBranch, span: dict[str, date]) -> None:
    table = branch.service.attainment(ReportRequest("attainment", (Dimension.REP,), **span))
    codes = {made: code for (kind, code), made in branch.ids.items() if kind == "rep"}
    expected: dict[str, int] = {}
    for part in branch.parts:
        if span["first"] <= part.day <= min(span["last"], span["as_of"]):
            code = codes.get(part.rep or 0, "")
            expected[code] = expected.get(code, 0) + part.net
    found = {row[0]: row[3] for row in table.rows}
    for code, net in expected.items():
        assert found.get(code, Decimal(0)) == Decimal(net).scaleb(-2)


def test_months_of_a_quarter_add_up_to_the_quarter(branch: SmallBranch) -> None:
    span = SPANS[1]
    fine = branch.service.attainment(
        ReportRequest("attainment", (Dimension.QUARTER, Dimension.MONTH), **span)
    )
    coarse = branch.service.attainment(ReportRequest("attainment", (Dimension.QUARTER,), **span))
    for row in coarse.rows:
        months = [one for one in fine.rows if one[0] == row[0]]
        assert sum(Decimal(str(one[2] or 0)) for one in months) == Decimal(str(row[1] or 0))
        assert sum(Decimal(str(one[4] or 0)) for one in months) == row[3]


def test_a_managers_row_is_the_sum_of_the_team(branch: SmallBranch) -> None:
    reps = branch.service.attainment(ReportRequest("attainment", (Dimension.REP,), **SPANS[0]))
    managers = branch.service.attainment(
        ReportRequest("attainment", (Dimension.MANAGER,), **SPANS[0])
    )
    found = {row[0]: row[3] for row in managers.rows}
    team = sum(Decimal(str(row[3])) for row in reps.rows if row[0] in ("M", "R1", "R2"))
    assert found["M"] == team


@pytest.mark.parametrize("metric", METRICS)
def test_the_board_shows_the_reports_cells_and_lines_that_tie(
    branch: SmallBranch, metric: Metric
) -> None:
    span = SPANS[1]
    board = branch.service.board(
        AttainmentQuery(metric, Dimension.REP, Dimension.PRODUCT_GROUP, **span)
    )
    report = branch.service.attainment(
        ReportRequest("attainment", board_by := (Dimension.REP, Dimension.PRODUCT_GROUP),
                      metric=metric, **span)
    )  # fmt: skip
    shown = {
        (row.code, column.code): cell
        for row, cells in zip(board.rows, board.cells, strict=True)
        for column, cell in zip(board.columns, cells, strict=True)
        if cell is not None
    }
    assert [(row[0], row[1]) for row in report.rows] == sorted(shown)
    for row in report.rows:
        cell = shown[str(row[0]), str(row[1])]
        assert (cell.target, cell.actual) == (row[2], row[4])
        within = tuple(zip(board_by, (str(row[0]), str(row[1])), strict=True))
        page = branch.service.rows_behind(CellQuery(metric, within, limit=2, **span))
        assert page.total == (cell.actual or 0)
        assert len(page.rows) == min(2, page.count)
    whole = branch.service.rows_behind(CellQuery(metric, **span, limit=500))
    assert whole.total == board.total.actual
    assert sum(row.amount for row in whole.rows) == whole.total


def test_the_pace_line_ends_where_the_report_stands(branch: SmallBranch) -> None:
    span = SPANS[1]
    for within in ((), ((Dimension.REP, "R1"),), ((Dimension.QUARTER, "2025-Q4"),)):
        report = branch.service.board(
            AttainmentQuery(rows=Dimension.REP, columns=None, within=within, **span)
        ).total
        for step in Step:
            series = branch.service.pace_series(PaceQuery(step=step, within=within, **span))
            reached = [value for value in series.actual if value is not None]
            assert len(series.days) == len(series.actual) == len(series.last_year or series.days)
            assert series.target == report.target
            assert series.expected[-1:] == (() if report.target is None else (report.target,))
            if step is Step.DAY:
                assert reached[-1] == report.actual


@pytest.mark.parametrize("seed", range(3))
def test_within_a_row_the_board_is_that_row(branch: SmallBranch, seed: int) -> None:
    span = SPANS[seed]
    for dimension in (Dimension.TERRITORY, Dimension.MANAGER, Dimension.PRODUCT_GROUP,
                      Dimension.CLASS, Dimension.MONTH):  # fmt: skip
        board = branch.service.board(AttainmentQuery(rows=dimension, columns=None, **span))
        for label, total in zip(board.rows, board.row_totals, strict=True):
            inner = branch.service.board(
                AttainmentQuery(
                    rows=Dimension.CUSTOMER, columns=Dimension.MONTH,
                    within=((dimension, label.code),), **span,
                )
            ).total  # fmt: skip
            assert (inner.target, inner.actual) == (total.target, total.actual)
