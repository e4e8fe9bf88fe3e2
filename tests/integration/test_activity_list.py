"""The list of visits in any order, its last page, its sums; a rep's months."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from desktop.services.activity.data import RepFiguresQuery, VisitOrder, VisitQuery
from desktop.services.activity.service import ActivityService
from tests.databases import Copying
from tests.integration.activity_branch import CLOCK, building, opened


@pytest.fixture
def branch(filled_url: Copying) -> str:
    """Return a branch with reports of different length, reps and customers."""
    return filled_url(make_branch, migrated=True)


def make_branch(url: str) -> None:
    with building(url) as make:
        make.branch()
        for code in ("A", "B"):
            make.rep(code)
        make.customer("C2", "A")
        make.customer("C1", "A")
        make.visit("04-01", "A", "C1", "09:00", "09:30")
        make.visit("04-02", "B", "C2", "09:00", "09:10", outcome="ordered", batch_id=None)
        make.visit("04-02", "A", "C1")
        make.visit("04-03", "B", "C2", "10:00", "11:00", outcome="re-ordered")
        # Two reports of one visit: ten minutes lie between them.
        make.visit("04-03", "B", "C2", "11:10", "11:40")
        make.visit("04-06", "B", "C1", "09:00", "09:20", channel="phone")
        make.visit(
            "04-07", "A", "C1", is_attempt=True, outcome="closed",
            received_at=datetime(2026, 4, 9, 8, tzinfo=UTC),
            keyed_at=datetime(2026, 4, 12, 8, tzinfo=UTC),
        )  # fmt: skip


def _marks(url: str, query: VisitQuery) -> list[str]:
    with opened(url) as uow:
        rows = ActivityService(uow, CLOCK).visits(query).rows
    return [f"{row.day:%d}{row.rep_code}{row.minutes or ''}" for row in rows]


@pytest.mark.parametrize(
    ("order", "is_ascending", "expected"),
    [
        (VisitOrder.DAY, False, ["07A", "06B20", "03B30", "03B60", "02A", "02B10", "01A30"]),
        (VisitOrder.DAY, True, ["01A30", "02B10", "02A", "03B60", "03B30", "06B20", "07A"]),
        (VisitOrder.MINUTES, False, ["03B60", "03B30", "01A30", "06B20", "02B10", "07A", "02A"]),
        (VisitOrder.MINUTES, True, ["02B10", "06B20", "03B30", "01A30", "03B60", "07A", "02A"]),
        (VisitOrder.REP, True, ["07A", "02A", "01A30", "06B20", "03B30", "03B60", "02B10"]),
        (VisitOrder.CUSTOMER, False, ["03B30", "03B60", "02B10", "07A", "06B20", "02A", "01A30"]),
    ],
)
def test_every_order_can_be_paged_through_both_ways(
    branch: str, order: VisitOrder, is_ascending: bool, expected: list[str]
) -> None:
    query = VisitQuery(order=order, is_ascending=is_ascending, size=3)
    with opened(branch) as uow:
        service = ActivityService(uow, CLOCK)
        first = service.visits(query)
        second = service.visits(replace(query, after=first.rows[-1].key))
        last = service.visits(replace(query, from_end=True))
        back = service.visits(replace(query, before=second.rows[0].key))
    assert _marks(branch, replace(query, size=9)) == expected
    assert [row.id for row in back.rows] == [row.id for row in first.rows]
    found = [f"{row.day:%d}{row.rep_code}{row.minutes or ''}" for row in (*second.rows, *last.rows)]
    assert found == [*expected[3:6], *expected[4:7]]
    assert (last.has_previous, last.has_next) == (True, False)


def test_reports_of_one_visit_are_one_in_the_sums(branch: str) -> None:
    with opened(branch) as uow:
        service = ActivityService(uow, CLOCK)
        totals = service.visit_totals(VisitQuery())
        page = service.visits(VisitQuery(with_totals=False))
        figures = service.rep_figures(RepFiguresQuery(date(2026, 4, 1), date(2026, 4, 30)))
    assert (totals.visits, totals.valid, totals.attempts, totals.minutes) == (7, 4, 1, 150)
    assert totals.valid == sum(row.now.visits for row in figures)
    assert page.totals is None


def test_valid_visits_a_whole_outcome_and_a_customer_narrow_the_list(branch: str) -> None:
    assert _marks(branch, VisitQuery(is_valid=False)) == ["07A", "06B20"]
    assert len(_marks(branch, VisitQuery(is_valid=True))) == 5
    assert _marks(branch, VisitQuery(outcome_is="ordered")) == ["02B10"]
    with opened(branch) as uow:
        rows = ActivityService(uow, CLOCK).visits(VisitQuery()).rows
    customer = next(row.customer_id for row in rows if row.customer_code == "C2")
    assert _marks(branch, VisitQuery(customer_id=customer)) == ["03B30", "03B60", "02B10"]


def test_a_row_knows_when_it_was_received_and_whether_it_was_keyed_late(branch: str) -> None:
    with opened(branch) as uow:
        rows = ActivityService(uow, CLOCK).visits(VisitQuery()).rows
    assert (rows[0].days_to_receive, rows[0].days_to_key, rows[0].is_late) == (2, 5, True)
    assert (rows[1].days_to_receive, rows[1].is_late, rows[1].is_valid) == (None, False, False)


def test_the_list_can_be_narrowed_to_its_reps_and_commonest_outcomes(branch: str) -> None:
    with opened(branch) as uow:
        choices = ActivityService(uow, CLOCK).visit_choices()
    assert choices.reps == (("A", "Name A"), ("B", "Name B"))
    assert choices.outcomes == ("closed", "ordered", "re-ordered")


def test_a_reps_months_stand_beside_the_branch(branch: str) -> None:
    query = RepFiguresQuery(date(2026, 4, 1), date(2026, 4, 30), date(2026, 4, 30))
    with opened(branch) as uow:
        months = ActivityService(uow, CLOCK).rep_months("B", query)
    april = months[-1]
    assert (len(months), str(months[0].month), april.visits) == (12, "2025-05", 2)
    # Twenty-two working days of one rep, forty-four of both.
    assert april.calls_per_day.value == Decimal(2) / 22
    assert april.branch_calls_per_day.value == Decimal(4) / 44


def test_a_period_that_has_not_begun_has_no_months(branch: str) -> None:
    query = RepFiguresQuery(date(2026, 6, 1), date(2026, 6, 30), date(2026, 4, 30))
    with opened(branch) as uow:
        assert ActivityService(uow, CLOCK).rep_months("B", query) == ()
