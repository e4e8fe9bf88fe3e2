"""The report `classes`: rows by net sales, classes at their lines, refusals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from desktop.clock import Clock
from desktop.enums import Dimension
from desktop.errors import InputError
from desktop.services.figures.data import ReportRequest
from tests.integration.plans_branch import SmallBranch, Sold, small_branch

DAY = date(2026, 5, 4)


@pytest.fixture
def branch(database_url: str, clock: Clock) -> Iterator[SmallBranch]:
    """Yield a branch with customers of 80, 15, 5 and no sales."""
    made = small_branch(database_url, clock)
    for code in ("C1", "C2", "C3", "C4"):
        made.customer(code)
    made.sell(DAY, "C2", [Sold(None, 1, 8000, None)])
    made.sell(DAY, "C1", [Sold(None, 1, 1500, None)])
    made.sell(DAY, "C3", [Sold(None, 1, 500, None)])
    yield made
    made.uow.database.close()


def test_customers_come_by_net_sales_with_shares_and_classes(branch: SmallBranch) -> None:
    table = branch.service.classes(ReportRequest("classes"))
    assert [column.name for column in table.columns] == [
        "customer", "net_sales", "share", "share_note", "cumulative_share",
        "cumulative_share_note", "class", "class_note",
    ]  # fmt: skip
    assert [(row[0], row[1], row[4], row[6]) for row in table.rows] == [
        ("C2", Decimal("80.00"), Decimal("0.8"), "A"),
        ("C1", Decimal("15.00"), Decimal("0.95"), "B"),
        ("C3", Decimal("5.00"), Decimal(1), "C"),
    ]
    assert table.total == ("", Decimal("100.00"), 1, "", 1, "", "", "")


def test_lines_of_classes_can_be_set(branch: SmallBranch) -> None:
    request = ReportRequest("classes", share_a=Decimal("0.5"), share_b=Decimal("0.9"))
    assert [row[6] for row in branch.service.classes(request).rows] == ["B", "C", "C"]


def test_without_net_sales_nothing_has_a_class(branch: SmallBranch) -> None:
    branch.sell(DAY, "C4", [Sold(None, 1, -20_000, None)])
    table = branch.service.classes(ReportRequest("classes"))
    assert {row[7] for row in table.rows} == {"no net sales"}
    assert table.total is not None
    assert table.total[2:4] == (None, "no net sales")


@pytest.mark.parametrize(
    "request_",
    [
        ReportRequest("classes", (Dimension.REP,)),
        ReportRequest("classes", share_a=Decimal("0.96")),
    ],
)
def test_meaningless_requests_are_refused(branch: SmallBranch, request_: ReportRequest) -> None:
    with pytest.raises(InputError):
        branch.service.classes(request_)
