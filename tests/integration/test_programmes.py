"""Programmes of visits out of targets, on both engines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from desktop.enums import Dimension
from desktop.services.figures.data import ReportRequest
from desktop.services.plans.programme_data import RepProgramme
from desktop.services.plans.service import PlansService
from desktop.services.plans.sheets import TargetSheets
from desktop.services.reports.plan_pages_data import Feasibility
from desktop.services.rules.programme import Capacity, FieldRecord
from tests.factories import CLOCK, Desk
from tests.integration.target_sheet_desk import latest_version

VISITS = "date,start,end,rep_code,customer_code\n" + "\n".join(
    f"2025-{month:02d}-15,09:00,09:30,{rep},{customer}"
    for month in range(1, 13)
    for rep, customer in (("R1", "C1"), ("R1", "C2"), ("R2", "C3"))
)
#: Every other visit to C1 led to an order of 40.00.
ORDERS = "order_no,order_date,customer_code,amount,rep_code\n" + "\n".join(
    f"O{month},2025-{month:02d}-16,C1,40.00,R1" for month in range(1, 13, 2)
)
TARGETS = """
period,metric,amount,rep_code,customer_code
2026,sales,3000.00,R1,
2026,sales,900.00,,C2
2026,sales,10.00,R2,
"""


@pytest.fixture
def sheets(desk: Desk) -> TargetSheets:
    """Two years sold: C1 fell from 100 a month to 50, C2 and C3 stayed at 60 and 20."""
    desk.reps(2)
    desk.customers(2, rep="R1")
    desk.customers(1, rep="R2")
    for year, net in ((2024, "100.00"), (2025, "50.00")):
        days = [date(year, month, 10) for month in range(1, 13)]
        desk.invoices([("C1", day, net) for day in days], rep="R1")
        desk.invoices([("C2", day, "60.00") for day in days], rep="R1")
        desk.invoices([("C3", day, "20.00") for day in days], rep="R2")
    desk.bring("visits", VISITS)
    desk.bring("orders", ORDERS)
    desk.bring("visits", "date,rep_code,customer_code\n2025-12-31,R2,C3\n")
    desk.bring("targets", TARGETS, plan="2026 plan", in_force=True)
    return TargetSheets(desk.uow, CLOCK)


def programme(sheets: TargetSheets, desk: Desk, code: str) -> RepProgramme:
    version_id = latest_version(desk)
    row = next(row for row in sheets.book(version_id).rows if row.code == code)
    assert row.rep_id is not None
    return sheets.judgement(version_id).programmes[row.rep_id]


def test_the_expected_result_is_that_of_the_report_forecast(
    sheets: TargetSheets, desk: Desk
) -> None:
    table = PlansService(desk.uow, CLOCK).forecast(
        ReportRequest("forecast", (Dimension.REP,), first=date(2026, 1, 1), last=date(2026, 12, 31))
    )
    names = [column.name for column in table.columns]
    rows = {row[0]: dict(zip(names, row, strict=True)) for row in table.rows}
    found = programme(sheets, desk, "R1")
    expected = found.programme.expected
    assert expected is not None and rows["R1"]["blended"] == expected
    assert found.programme.target == 3_900
    assert found.programme.gap == 3_900 - expected


def test_the_record_counts_his_own_visits_and_their_orders(
    sheets: TargetSheets, desk: Desk
) -> None:
    found = programme(sheets, desk, "R1")
    assert (found.as_of, found.since) == (date(2025, 12, 31), date(2025, 1, 1))
    assert (found.own.visits, found.own.orders, found.own.order_value) == (24, 6, 240)
    assert found.rates is not None
    # Branch: 37 visits, 6 orders; R1: (6 + 50·6/37) / (24 + 50).
    assert found.rates.hit_rate.quantize(Decimal("0.0001")) == Decimal("0.1907")
    assert found.rates.order_value == 40


def test_the_visits_of_the_months_add_up_to_those_of_now_and_those_on_top(
    sheets: TargetSheets, desk: Desk
) -> None:
    found = programme(sheets, desk, "R1")
    one = found.programme
    assert one.visits and one.present_visits is not None
    assert one.field_days == 261  # the weekdays of 2026
    months = [value for value in found.by_month if value is not None]
    assert len(months) == 12 and sum(months) == one.visits + one.present_visits
    (page,) = sheets.sheets(latest_version(desk), [found.rep_id], "en")
    assert page.activity[0].year == sum(months)
    assert one.capacity is Capacity.SHORT
    assert page.reasons[0].sentence.startswith("Expected ")


def test_a_target_within_reach_needs_nothing_on_top(sheets: TargetSheets, desk: Desk) -> None:
    found = programme(sheets, desk, "R2")
    assert (found.programme.gap, found.programme.visits) == (0, 0)
    assert found.programme.capacity is Capacity.ENOUGH


def test_the_list_has_the_verdict_of_the_comparisons(sheets: TargetSheets, desk: Desk) -> None:
    version_id = latest_version(desk)
    judgement = sheets.judgement(version_id)
    rows = {row.code: judgement.judged(row) for row in sheets.book(version_id).rows}
    assert rows["R1"].verdict is Feasibility.INFEASIBLE
    assert rows["R2"].verdict is Feasibility.FEASIBLE
    assert {str(against) for against, _ in rows["R1"].findings} == {
        "history", "capacity", "credit", "budget",
    }  # fmt: skip
    nobody = sheets.book(version_id).total
    assert judgement.judged(nobody) is nobody


def test_customers_who_fell_or_are_to_rise_come_first_with_their_share_of_visits(
    sheets: TargetSheets, desk: Desk
) -> None:
    found = programme(sheets, desk, "R1")
    customers = sheets.judgement(latest_version(desk)).customers[found.rep_id]
    wins = [(one.code, one.before, one.last, one.target, one.to_win) for one in customers]
    assert wins == [("C1", 1_200, 600, None, 600), ("C2", 720, 720, 900, 180)]
    assert sum(one.visits or 0 for one in customers) == found.programme.visits


def test_quarters_add_up_to_the_year(sheets: TargetSheets, desk: Desk) -> None:
    row = sheets.book(latest_version(desk)).rows[0]
    (line,) = row.quarters
    assert line.year == row.figures[0].target == 3_900


def test_a_branch_without_visits_has_no_programme_but_says_why(desk: Desk) -> None:
    (rep,) = desk.reps(1)
    desk.customers(1, rep=rep)
    desk.invoices([("C1", f"2025-{month:02d}-10", "10.00") for month in range(1, 13)], rep=rep)
    desk.bring("targets", "period,metric,amount,rep_code\n2026,sales,900.00,R1\n", plan="P")
    service = TargetSheets(desk.uow, CLOCK)
    (found,) = service.judgement(latest_version(desk)).programmes.values()
    assert found.own.visits == FieldRecord().visits and found.rates is None
    assert found.programme.note == "no visits to learn from"
    assert found.by_month == (None,) * 12
    (page,) = service.sheets(latest_version(desk), None, "en")
    assert page.activity == ()
