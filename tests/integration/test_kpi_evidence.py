"""Visits as reported and as verified in the report `kpi`, counted by hand, on both engines."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from desktop.enums import Dimension
from desktop.models import AppUser, EntryCheck, JointVisit
from desktop.services.access import Actor
from desktop.services.activity.data import RepFiguresQuery
from desktop.services.activity.proofs import prove_activity
from desktop.services.activity.service import ActivityService
from desktop.services.activity.summaries import refresh_summaries
from desktop.services.checking.data import Proof
from desktop.services.checking.tally import Tally
from desktop.services.figures.data import ReportRequest, Value
from desktop.services.figures.frame import load_frame
from tests.databases import Copying
from tests.integration.activity_branch import CLOCK, BranchBuilder, building, opened

MARCH = (date(2026, 3, 1), date(2026, 3, 31), date(2026, 6, 30))
CHECKED = datetime(2026, 4, 1, 8, tzinfo=UTC)


def check(build: BranchBuilder, visit_id: int, result: str) -> None:
    """Put a second look at a visit into the branch."""
    build.insert(
        EntryCheck, visit_id=visit_id, reason="sample", asked_at=CHECKED, method="call_back",
        result=result, checked_at=CHECKED, note="",
    )  # fmt: skip


def fill(build: BranchBuilder) -> None:
    """A has eight valid visits in March and nine reported ones, five of them verified; B none."""
    build.branch()
    build.insert(AppUser, login="ann", login_key="ann", name="Ann", is_active=True)
    build.territory("N")
    build.rep("A", None, "N")
    build.rep("B")
    build.customer("C1", "A")
    build.customer("C2", "A")
    check(build, build.visit("03-02", "A", "C1"), "confirmed")
    check(build, build.visit("03-03", "A", "C1"), "not_reached")
    joint = build.visit("03-04", "A", "C1")
    build.insert(
        JointVisit, visit_id=joint, companion_id=build.id("rep", "B"), coaching="", next_goal=""
    )
    build.visit("03-05", "A", "C2", order_number="so-1")
    build.visit("03-06", "A", "C1", order_number="so-1")  # an order of somebody else
    build.visit("03-09", "A", "C2", order_number="so-2")  # a cancelled one
    # Two reports of one visit, one of them confirmed, the other with the order.
    check(build, build.visit("03-10", "A", "C2", "09:00", "09:30"), "confirmed")
    build.visit("03-10", "A", "C2", "09:40", "10:00", order_number="SO-1")
    build.visit("03-11", "A", "C1", rejected_on=date(2026, 3, 20))
    build.visit("03-12", "A", "C2", rejected_on=date(2026, 3, 20), channel="phone")
    # The rejected report is of the same visit as the valid one beside it.
    build.visit("03-13", "A", "C2", "09:00", "09:30", rejected_on=date(2026, 3, 20))
    check(build, build.visit("03-13", "A", "C2", "09:45", "10:00"), "confirmed")
    build.visit("03-16", "B", "C2", rejected_on=date(2026, 3, 20))
    build.order("03-09", "C2", "A", 100, number="SO-1")
    build.order("03-09", "C2", "A", 100, number="SO-2", status="cancelled")
    build.summarise()


def make(url: str) -> None:
    with building(url) as build:
        fill(build)


@pytest.fixture
def branch(filled_url: Copying) -> str:
    return filled_url(make, migrated=True)


def rows(url: str, *by: Dimension) -> dict[str, dict[str, Value]]:
    """Return the rows by their first cell, the total as "total"."""
    with opened(url) as uow:
        table = ActivityService(uow, CLOCK).kpi(
            ReportRequest("kpi", by, MARCH[2], MARCH[0], MARCH[1])
        )
    names = [column.name for column in table.columns]
    assert table.total is not None
    found = {str(row[0]): dict(zip(names, row, strict=True)) for row in table.rows}
    return {**found, "total": dict(zip(names, table.total, strict=True))}


def test_reported_visits_are_those_that_nobody_rejected_and_those_that_somebody_did(
    branch: str,
) -> None:
    a = rows(branch, Dimension.REP)["A"]
    assert (a["visits"], a["visits_reported"]) == (8, 9)
    assert a["calls_per_day_reported"] == Decimal(9) / 22
    assert a["orders_per_100_reported"] == Decimal(100) / 9


def test_verified_visits_were_confirmed_joint_or_name_an_order_of_the_customer(
    branch: str,
) -> None:
    a = rows(branch, Dimension.REP)["A"]
    assert a["visits_verified"] == 5  # the 2nd, 4th, 5th, 10th and 13th
    assert a["calls_per_day_verified"] == Decimal(5) / 22
    assert a["orders_per_100_verified"] == Decimal(100) / 5


def test_who_has_only_rejected_visits_has_a_row_and_reasons(branch: str) -> None:
    b = rows(branch, Dimension.REP)["B"]
    assert (b["visits"], b["visits_reported"], b["visits_verified"]) == (0, 1, 0)
    assert (b["orders_per_100_reported"], b["orders_per_100_reported_note"]) == (0, "")
    assert b["orders_per_100_verified"] is None
    assert b["orders_per_100_verified_note"] == "no verified visits"


@pytest.mark.parametrize(
    "by", [Dimension.CUSTOMER, Dimension.MONTH, Dimension.TERRITORY, Dimension.QUARTER]
)
def test_the_rows_add_up_to_the_branch_by_every_dimension(branch: str, by: Dimension) -> None:
    found = rows(branch, by)
    total = found.pop("total")
    assert (total["visits_reported"], total["visits_verified"]) == (10, 5)
    for name in ("visits_reported", "visits_verified"):
        assert sum(row[name] for row in found.values()) == total[name]  # type: ignore[misc]


def test_rows_that_are_no_people_have_no_days(branch: str) -> None:
    row = rows(branch, Dimension.CUSTOMER)["C1"]
    assert (row["visits_reported"], row["visits_verified"]) == (5, 2)
    assert row["calls_per_day_reported_note"] == "days belong to reps"
    assert row["calls_per_day_verified_note"] == "days belong to reps"


def test_monthly_sums_change_nothing(branch: str) -> None:
    before = rows(branch, Dimension.REP)
    with opened(branch) as uow:
        with uow.read() as session:
            frame = load_frame(session)
            user_id = session.scalars(select(AppUser.id)).one()
        refresh_summaries(uow, Actor(frame.branch.id, user_id, "ann", frozenset()))
    assert rows(branch, Dimension.REP) == before


def test_the_proof_of_the_figures_holds(branch: str) -> None:
    tally = Tally()
    tally.begin(Proof.ACTIVITY)
    with opened(branch) as uow, uow.read() as session:
        prove_activity(session, load_frame(session), tally, CLOCK.today())
    assert tally.findings == []


def test_the_rows_of_the_screen_have_both_bases(branch: str) -> None:
    with opened(branch) as uow:
        first, *_rest = ActivityService(uow, CLOCK).rep_figures(RepFiguresQuery(*MARCH))
    assert (first.now.twin.reported.visits, first.now.twin.verified.visits) == (9, 5)
    assert first.branch.twin.reported.visits == 10
    assert first.previous.twin.verified.visits == 0
