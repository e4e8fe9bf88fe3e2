"""The rep-week sheet over a small branch whose every figure can be counted on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from desktop.enums import Metric, WeekState
from desktop.errors import InputError
from desktop.models import JointVisit, MarketNote, VisitPlan, VisitPlanFate, WeekPlan
from desktop.services.rep_week.data import (
    DayState,
    FigureKey,
    GapKind,
    LineKind,
    LineMark,
    RepWeek,
    RepWeekQuery,
)
from desktop.services.rep_week.service import RepWeeks
from tests.integration.activity_branch import CLOCK, INSTANT, BranchBuilder, at, building, opened

WEDNESDAY = date(2026, 6, 17)


def build(branch: BranchBuilder) -> None:
    """Put the week from 15 to 21 June 2026 of R1 there, with a colleague and a manager."""
    branch.branch()
    branch.territory("East")
    branch.rep("M")
    branch.rep("R1", "M", "East")
    branch.rep("R2", "M", "East")
    for code, rep, weight in (
        ("A1", "R1", "A"), ("B1", "R1", "B"), ("D1", "R1", "D"), ("C2", "R2", "C"),
    ):  # fmt: skip
        branch.customer(code, rep, "East", weight)
    first = branch.visit("06-15", "R1", "A1", "09:00", "09:30")
    branch.visit("06-15", "R1", "B1", "13:00", "13:30", outcome="ordered")
    branch.visit("06-16", "R1", "A1", is_attempt=True)
    branch.leave("R1", "06-17", "06-17")
    branch.visit("06-19", "R1", "B1", channel="phone")
    branch.visit("06-09", "R1", "A1")
    branch.visit("06-15", "R2", "C2")
    branch.visit("06-22", "R2", "C2")
    branch.visit_plan("06-16", "R1", "B1")
    branch.visit_plan("06-18", "R1", "D1")
    branch.insert(
        JointVisit, visit_id=first, companion_id=branch.ids["rep", "M"], coaching="", next_goal=""
    )
    branch.order("06-15", "A1", "R1", 1_000)
    branch.order("06-16", "C2", "R2", 500, share=(("R1", 60), ("R2", 40)))
    branch.order("06-16", "A1", "R1", 9_000, status="cancelled")
    branch.invoice("06-16", "A1", "R1", 900)
    branch.collection("06-19", "B1", "R1", 300)
    branch.expense("06-15", "R1", "travel", 50, "A1")
    branch.targets("sales", "R1", {"06": 22_000})
    branch.insert(
        MarketNote, type="problem", noted_on=at("06-16"), text="Late", text_key="late", source="",
        rep_id=branch.ids["rep", "R1"], customer_id=branch.ids["customer", "A1"], competitor="",
        competitor_key="", keyed_at=INSTANT, answer="",
    )  # fmt: skip
    branch.insert(
        WeekPlan, rep_id=branch.ids["rep", "R1"], monday=at("06-15"), state="approved", note=""
    )


@pytest.fixture
def week(database_url: str) -> RepWeek:
    with building(database_url) as branch:
        build(branch)
        rep_id = branch.ids["rep", "R1"]
    with opened(database_url) as uow:
        return RepWeeks(uow, CLOCK).sheet(RepWeekQuery(rep_id, WEDNESDAY))


def test_the_week_is_on_one_sheet(week: RepWeek) -> None:
    assert week.rep is not None and (week.rep.code, week.manager_name) == ("R1", "Name M")
    assert (week.monday, week.sunday, week.as_of) == (at("06-15"), at("06-21"), at("06-21"))
    assert week.plan_state is WeekState.APPROVED and not week.is_empty
    _check_days(week)
    _check_figures(week)
    _check_pace(week)
    _check_gaps(week)


def _check_days(week: RepWeek) -> None:
    assert [day.state for day in week.days] == [
        DayState.FIELD, DayState.FIELD, DayState.AWAY, DayState.FIELD, DayState.FIELD,
        DayState.REST, DayState.REST,
    ]  # fmt: skip
    assert week.days[2].away == "leave"
    lines = [(one.kind, one.customer_code, one.mark) for one in week.days[0].lines]
    assert lines == [
        (LineKind.VISIT, "A1", LineMark.OFF_PLAN),
        (LineKind.VISIT, "B1", LineMark.VALID),
        (LineKind.ORDER, "A1", LineMark.NONE),
        (LineKind.EXPENSE, "A1", LineMark.NONE),
    ]
    assert week.days[0].lines[0].more == "Name M"
    assert week.days[0].total(LineKind.ORDER) == 1_000
    tuesday = week.days[1]
    assert [one.kind for one in tuesday.lines] == [LineKind.VISIT, LineKind.ORDER, LineKind.NOTE]
    assert (tuesday.lines[0].mark, tuesday.lines[1].amount) == (LineMark.ATTEMPT, 300)
    # Tuesday's plan was done on Monday.
    assert (tuesday.visits, tuesday.planned, tuesday.done) == (0, 1, 1)
    assert week.days[3].lines[0].mark is LineMark.UNSAID
    assert week.days[4].lines[0].mark is LineMark.CONTACT


def _check_figures(week: RepWeek) -> None:
    def of(key: FigureKey) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        row = week.figure(key)
        return row.week, row.before, row.mean

    assert week.colleagues == 2
    assert of(FigureKey.FIELD_DAYS) == (4, 5, Decimal("4.5"))
    assert of(FigureKey.VISITS) == (2, 1, Decimal("1.5"))
    assert of(FigureKey.CALLS_PER_DAY)[:2] == (Decimal("0.5"), Decimal("0.2"))
    assert of(FigureKey.CALLS_PER_DAY)[2] == Decimal(3) / 9
    assert of(FigureKey.MINUTES) == (60, 0, 30)
    assert of(FigureKey.ATTEMPTS) == (1, 0, Decimal("0.5"))
    assert of(FigureKey.CONTACTS) == (1, 0, Decimal("0.5"))
    assert of(FigureKey.PLAN_DONE) == (Decimal("0.5"), None, Decimal("0.5"))
    assert of(FigureKey.OFF_PLAN)[:2] == (1, 0)
    assert of(FigureKey.ORDERS) == (2, 0, 1)
    assert of(FigureKey.ORDER_VALUE) == (1_300, 0, 750)
    assert of(FigureKey.SALES) == (900, 0, 450)
    assert of(FigureKey.COLLECTIONS) == (300, 0, 150)
    assert of(FigureKey.EXPENSES) == (50, 0, 25)
    assert of(FigureKey.NOTES) == (1, 0, Decimal("0.5"))
    # 22 working days in June 2026, five of them in the week.
    target = week.figure(FigureKey.SALES).target
    assert target is not None and round(target, 6) == 5_000
    assert week.figure(FigureKey.COLLECTIONS).target is None


def _check_pace(week: RepWeek) -> None:
    sales = next(row for row in week.pace if row.metric is Metric.SALES)
    # Fifteen of June's 22 working days are over by Friday, the 19th.
    assert sales.expected is not None and round(sales.expected, 6) == 15_000
    assert sales.pace.value is not None and round(sales.pace.value, 6) == Decimal("0.06")
    money = next(row for row in week.pace if row.metric is Metric.COLLECTIONS)
    assert (money.actual, money.target, money.pace.reason) == (300, None, "no target")


def _check_gaps(week: RepWeek) -> None:
    found = [(gap.kind, gap.day, gap.minutes, gap.customer_code) for gap in week.gaps]
    assert found == [
        (GapKind.LONG_GAP, at("06-15"), 210, ""),
        (GapKind.NO_REPORT, at("06-18"), None, ""),
        (GapKind.PLAN_UNSAID, at("06-18"), None, "D1"),
        (GapKind.OVERDUE, at("06-21"), None, "D1"),
    ]
    assert (week.gaps[-1].last_visit, week.gaps[-1].usual) == (None, 61)


def test_a_reason_closes_a_gap_and_other_weeks_are_quiet(new_sqlite_url: str) -> None:
    with building(new_sqlite_url) as branch:
        build(branch)
        rep_id = branch.ids["rep", "R1"]
        branch.session.flush()
        plan_id = max(row[0] for row in branch.session.execute(select(VisitPlan.id)))
        branch.insert(
            VisitPlanFate, visit_plan_id=plan_id, fate="not_made", reason="roads", note="Snow",
            moved_to_id=None, said_on=at("06-19"),
        )  # fmt: skip
    with opened(new_sqlite_url) as uow:
        service = RepWeeks(uow, CLOCK)
        week = service.sheet(RepWeekQuery(rep_id, WEDNESDAY))
        empty = service.sheet(RepWeekQuery(rep_id, date(2026, 8, 5)))
        first = service.sheet()
        with pytest.raises(InputError):
            service.sheet(RepWeekQuery(99))
    (line,) = week.days[3].lines
    assert (line.mark, line.code, line.text) == (LineMark.NOT_MADE, "roads", "Snow")
    assert GapKind.PLAN_UNSAID not in {gap.kind for gap in week.gaps}
    # A week that is still to come has nothing that could be missing in its days.
    assert empty.is_empty and {gap.kind for gap in empty.gaps} <= {GapKind.OVERDUE}
    assert empty.figure(FigureKey.CALLS_PER_DAY).week == 0
    with pytest.raises(KeyError):
        RepWeek.figure(_without_figures(empty), FigureKey.VISITS)
    # Nobody named: the first who sells, in the last week with data.
    assert first.rep is not None and (first.rep.code, first.monday) == ("R1", at("06-22"))


def test_a_branch_without_reps_has_a_sheet_of_nobody(new_sqlite_url: str) -> None:
    with building(new_sqlite_url) as branch:
        branch.branch()
    with opened(new_sqlite_url) as uow:
        week = RepWeeks(uow, CLOCK).sheet()
    assert (week.rep, week.reps, week.days, week.as_of) == (None, (), (), at("06-30"))


def _without_figures(week: RepWeek) -> RepWeek:
    return replace(week, figures=())
