"""The report `coverage`: hand-computed tables, and what adds up to what."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.enums import Dimension
from desktop.errors import InputError
from desktop.services.activity.service import ActivityService
from desktop.services.figures.data import ReportRequest
from tests.integration.activity_branch import CLOCK, BranchBuilder, building, opened

YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31), "as_of": date(2026, 6, 30)}
SHOWN = (
    "planned_customers", "visited", "coverage", "planned_visits", "done_as_planned", "unplanned",
    "plan_done_rate", "frequency_compliance", "overdue_customers",
)  # fmt: skip


def fill(build: BranchBuilder) -> None:
    build.branch()
    build.rep("A")
    build.rep("B")
    build.customer("C1", "A", None, "A")
    build.customer("C2", "A", None, "B")
    build.customer("C3", "B", None, "D")
    for day in ("03-03", "03-10", "03-31"):
        build.visit_plan(day, "A", "C1")
    build.visit_plan("03-20", "A", "C2")
    # A day before, on the day, between two plans, and a day after in the next month.
    for day in ("03-02", "03-10", "03-13", "04-01"):
        build.visit(day, "A", "C1")
    build.visit("03-20", "B", "C2")
    build.visit("05-20", "B", "C3")


def rows(url: str, *by: Dimension) -> list[list[object]]:
    """Return the rows and the total, ratios as floats, without notes."""
    with opened(url) as uow:
        table = ActivityService(uow, CLOCK).coverage(
            ReportRequest("coverage", by, **YEAR)  # type: ignore[arg-type]
        )
    names = [column.name for column in table.columns]
    places = [*range(len(by)), *(names.index(name) for name in SHOWN)]
    assert table.total is not None
    found = [*table.rows, table.total] if by else list(table.rows)
    return [
        [row[at] if isinstance(row[at], (str, int)) or row[at] is None else float(row[at])
         for at in places]
        for row in found
    ]  # fmt: skip


@pytest.fixture
def branch(database_url: str) -> str:
    with building(database_url) as build:
        fill(build)
    return database_url


def test_the_tables_are_those_computed_by_hand(branch: str) -> None:
    total = [2, 1, 0.5, 4, 3, 3, 0.75, 0.75, 2]
    assert rows(branch) == [total]
    assert rows(branch, Dimension.REP) == [
        ["A", 2, 1, 0.5, 4, 3, 1, 0.75, 0.75, 2],
        ["B", 0, 0, None, 0, 0, 2, None, None, 0],
        ["", *total],
    ]
    assert rows(branch, Dimension.CLASS) == [
        ["A", 1, 1, 1.0, 3, 3, 1, 1.0, 1.0, 1],
        ["B", 1, 0, 0.0, 1, 0, 1, 0.0, 0.0, 1],
        ["D", 0, 0, None, 0, 0, 1, None, None, 0],
        ["", *total],
    ]
    # A visit does its plan in the plan's month; who is overdue is asked at each month's end.
    assert [row[:-1] for row in rows(branch, Dimension.MONTH)[2:5]] == [
        ["2026-03", 2, 1, 0.5, 4, 3, 2, 0.75, 0.75],
        ["2026-04", 0, 0, None, 0, 0, 0, None, None],
        ["2026-05", 0, 0, None, 0, 0, 1, None, None],
    ]
    assert [row[-1] for row in rows(branch, Dimension.MONTH)] == [3, 3, 2, 3, 2, 2, 2]
    # Every valid visit did a plan or is off plan, by whatever it is cut.
    for by in (Dimension.REP, Dimension.CUSTOMER, Dimension.MONTH, Dimension.QUARTER):
        parts = rows(branch, by)[:-1]
        assert sum(int(str(row[5])) + int(str(row[6])) for row in parts) == 6
        assert sum(int(str(row[4])) for row in parts) == 4
    with pytest.raises(InputError):
        rows(branch, Dimension.PRODUCT)


def test_a_branch_without_plans_has_no_rates(database_url: str) -> None:
    with building(database_url) as build:
        build.branch()
    assert rows(database_url) == [[0, 0, None, 0, 0, 0, None, None, 0]]
