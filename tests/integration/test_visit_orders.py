"""The reports `visit-orders`, `expenses` and `customer-flow`, and the rows of the Activity tab."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from desktop.enums import Dimension, VisitChannel
from desktop.errors import InputError
from desktop.models import SalesMonth
from desktop.services.activity.data import RepFiguresQuery, VisitQuery
from desktop.services.activity.gathered import Figures
from desktop.services.activity.proofs import prove_activity, prove_flows, prove_sums
from desktop.services.activity.service import ActivityService
from desktop.services.checking.data import Proof
from desktop.services.checking.tally import Tally
from desktop.services.database import make_engine, parse_address
from desktop.services.figures.data import ReportRequest, ReportTable
from desktop.services.figures.frame import load_frame
from desktop.services.rules.customerflow import Flow
from desktop.services.rules.efficiency import EfficiencyParts
from tests.integration.activity_branch import CLOCK, BranchBuilder, building, opened

YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31), "as_of": date(2026, 6, 30)}


def fill(build: BranchBuilder) -> None:
    build.branch()
    build.territory("N")
    build.rep("M")
    build.rep("A", "M", "N")
    build.rep("B", "M", left="2026-04-30")
    build.customer("C1", "A", None, "A")
    build.customer("C2")
    build.looked_after("C2", "A", "2026-01-01", "2026-03-31")
    build.looked_after("C2", "B", "2026-04-01")
    build.customer("C3", "A", None, "B")
    build.visit(
        "03-02", "A", "C1", "09:00", "09:30", note="price of Malt", note_key="price of malt"
    )
    build.visit("03-02", "A", "C1", "09:40", "10:00", is_planned=True)
    build.visit("03-10", "A", "C1", outcome="ordered")
    build.visit("03-12", "B", "C2", channel="phone")
    build.visit("04-07", "B", "C2", is_attempt=True, outcome="closed")
    build.visit("04-08", "B", "C2", "10:00", "10:45")
    build.visit_plan("03-03", "A", "C1")
    build.visit_plan("03-20", "A", "C1")
    build.order("03-09", "C1", "B", 100)  # somebody else's order of the same customer
    build.order("04-16", "C2", "B", 100)  # eight days after
    build.expense("03-02", "A", "travel", 100, "C1")
    build.expense("03-02", "A", "travel", 50, "C1")
    build.expense("04-01", "B", "meals", 25)
    for day, customer, rep in (
        ("01-05", "C1", "A"),  # won by A, who keeps it
        ("02-10", "C2", "B"),  # won by B, looked after by A
        ("02-01", "C3", "A"),  # lost on 2 May
        ("05-04", "C1", "A"),  # 119 days after: lost on 5 April, reactivated
    ):
        build.invoice(day, customer, rep, 1000)
    build.summarise()


@pytest.fixture
def branch(database_url: str) -> str:
    with building(database_url) as build:
        fill(build)
    return database_url


def report(url: str, name: str, *by: Dimension, **asked: object) -> ReportTable:
    with opened(url) as uow:
        request = ReportRequest(name, by, **{**YEAR, **asked})  # type: ignore[arg-type]
        make = getattr(ActivityService(uow, CLOCK), name.replace("-", "_"))
        table: ReportTable = make(request)
        return table


# --- visit-orders ---------------------------------------------------------------------------


def test_a_visit_counts_when_the_same_customer_orders_within_the_window(branch: str) -> None:
    table = report(branch, "visit-orders", Dimension.REP)
    assert table.rows == (("A", 2, 1, Decimal("0.5"), ""), ("B", 1, 0, Decimal(0), ""))
    assert table.total == ("", 3, 1, Decimal(1) / 3, "")


def test_a_longer_window_finds_later_orders(branch: str) -> None:
    table = report(branch, "visit-orders", within_days=8)
    assert table.rows == ((3, 2, Decimal(2) / 3, ""),)


def test_an_order_after_the_as_of_date_is_not_known_yet(branch: str) -> None:
    table = report(branch, "visit-orders", as_of=date(2026, 3, 8))
    assert table.rows == ((1, 0, Decimal(0), ""),)


def test_without_visits_there_is_no_rate(branch: str) -> None:
    asked = {"first": date(2027, 1, 1), "last": date(2027, 1, 31)}
    table = report(branch, "visit-orders", Dimension.CUSTOMER, **asked)
    assert (table.rows, table.total) == ((), ("", 0, 0, None, "no visits"))


def test_a_product_means_nothing_to_a_visit(branch: str) -> None:
    with pytest.raises(InputError):
        report(branch, "visit-orders", Dimension.PRODUCT_GROUP)


# --- expenses -------------------------------------------------------------------------------


def test_expenses_are_divided_by_rep_and_category(branch: str) -> None:
    table = report(branch, "expenses", Dimension.REP, Dimension.CATEGORY)
    assert table.rows == (
        ("A", "travel", Decimal("150.00"), 2),
        ("B", "meals", Decimal("25.00"), 1),
    )
    assert table.total == ("", "", Decimal("175.00"), 3)


def test_expenses_lie_where_the_customer_is_else_where_the_rep_is(branch: str) -> None:
    table = report(branch, "expenses", Dimension.TERRITORY)
    assert table.rows == (("", Decimal("25.00"), 1), ("N", Decimal("150.00"), 2))


def test_without_dimensions_expenses_have_one_row(branch: str) -> None:
    assert report(branch, "expenses").rows == ((Decimal("175.00"), 3),)


# --- customer-flow --------------------------------------------------------------------------


def test_customers_come_go_and_move_between_reps(branch: str) -> None:
    table = report(branch, "customer-flow", Dimension.REP)
    assert [column.name for column in table.columns] == [
        "rep", "at_start", "new", "reactivated", "lost", "moved_in", "moved_out", "at_end",
    ]  # fmt: skip
    assert table.rows == (
        # B left on 30 April: C2 is in the manager's custody when it is lost on 11 May.
        ("", 0, 0, 0, 1, 1, 0, 0),
        ("A", 0, 2, 1, 2, 1, 1, 1),
        ("B", 0, 1, 0, 0, 1, 2, 0),
    )
    assert table.total == ("", 0, 3, 1, 3, 0, 0, 1)


def test_each_month_starts_where_the_one_before_ended(branch: str) -> None:
    table = report(branch, "customer-flow", Dimension.MONTH)
    starts = [row[1] for row in table.rows]
    ends = [row[-1] for row in table.rows]
    assert starts[1:] == ends[:-1]
    assert [row[0] for row in table.rows] == [f"2026-0{n}" for n in range(1, 7)]


def test_the_flow_by_class_and_quarter_balances(branch: str) -> None:
    table = report(branch, "customer-flow", Dimension.CLASS, Dimension.QUARTER)
    for _, _, start, new, again, lost, came, went, end in table.rows:
        assert start + new + again - lost + came - went == end  # type: ignore[operator]


# --- proofs ---------------------------------------------------------------------------------


def findings(url: str) -> set[str]:
    tally = Tally()
    tally.begin(Proof.SALES_TIES)
    with opened(url) as uow, uow.read() as session:
        prove_activity(session, load_frame(session), tally, CLOCK.today())
    assert tally.statements > 0
    return {finding.code for finding in tally.findings}


def test_a_sound_branch_has_no_findings(branch: str) -> None:
    assert findings(branch) == set()


def test_a_summary_that_differs_from_its_documents_is_found(branch: str) -> None:
    engine = make_engine(parse_address(branch))
    with Session(engine.writer) as session:
        session.execute(update(SalesMonth).values(net_minor=SalesMonth.net_minor + 1))
        session.commit()
    engine.close()
    assert findings(branch) == {"kpi_documents"}


def test_figures_that_do_not_fit_together_are_found() -> None:
    tally = Tally()
    tally.begin(Proof.SALES_TIES)
    one = Figures(EfficiencyParts(visits=2), 0, 1, 0)
    prove_sums({("A",): one}, Figures(EfficiencyParts(visits=3), 0, 1, 0), tally)
    prove_flows({("A",): Flow(at_start=1, at_end=2)}, {("A",): one}, tally)
    prove_flows({("B",): Flow(lost=1, at_start=1)}, {}, tally)
    assert [finding.code for finding in tally.findings] == [
        "kpi_tie", "flow_unbalanced", "flow_differs", "flow_differs",
    ]  # fmt: skip


# --- the Activity tab -----------------------------------------------------------------------


def days_of(url: str, **asked: object) -> list[str]:
    with opened(url) as uow:
        page = ActivityService(uow, CLOCK).visits(VisitQuery(**asked))  # type: ignore[arg-type]
        return [f"{row.day:%m-%d} {row.rep_code}" for row in page.rows]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"rep_code": "B", "last": date(2026, 4, 7)}, ["04-07 B", "03-12 B"]),
        ({"text": "shop c2", "first": date(2026, 4, 8)}, ["04-08 B"]),
        ({"text": "MALT"}, ["03-02 A"]),
        ({"text": "100%"}, []),
        ({"channel": VisitChannel.PHONE}, ["03-12 B"]),
        ({"outcome": "order"}, ["03-10 A"]),
        ({"is_attempt": True}, ["04-07 B"]),
        ({"is_planned": True}, ["03-02 A"]),
        ({"is_planned": False, "rep_code": "A"}, ["03-10 A", "03-02 A"]),
    ],
)
def test_the_list_of_visits_is_narrowed_by_each_filter(
    branch: str, asked: dict[str, object], expected: list[str]
) -> None:
    assert days_of(branch, **asked) == expected


def test_pages_follow_each_other_without_gap_or_repetition(branch: str) -> None:
    with opened(branch) as uow:
        service = ActivityService(uow, CLOCK)
        first = service.visits(VisitQuery(size=4))
        second = service.visits(VisitQuery(size=4, after=first.rows[-1].key))
        back = service.visits(VisitQuery(size=4, before=second.rows[0].key))
        short = service.visits(VisitQuery(size=2, before=second.rows[0].key))
    assert [row.day for row in (*first.rows, *second.rows)] == [
        date(2026, *day) for day in ((4, 8), (4, 7), (3, 12), (3, 10), (3, 2), (3, 2))
    ]
    assert (first.has_previous, first.has_next) == (False, True)
    assert (second.has_previous, second.has_next) == (True, False)
    assert back.rows == first.rows and not back.has_previous and back.has_next
    assert short.rows == first.rows[2:] and short.has_previous
    assert (first.totals.visits, first.totals.timed, first.totals.minutes) == (6, 3, 95)
    assert (first.totals.attempts, first.totals.planned) == (1, 1)


def test_a_visit_is_shown_with_everything_known_of_it(branch: str) -> None:
    with opened(branch) as uow:
        service = ActivityService(uow, CLOCK)
        row = service.visits(VisitQuery(rep_code="A")).rows[0]
        detail = service.visit(row.id)
        missing = service.visit(999_999)
    assert detail is not None and detail.row == row
    assert (detail.territory_code, detail.keyed_by, row.days_to_key) == ("N", "", 0)
    assert missing is None


def test_each_rep_stands_beside_the_period_before_and_the_branch(branch: str) -> None:
    query = RepFiguresQuery(date(2026, 4, 1), date(2026, 4, 30), date(2026, 6, 30))
    with opened(branch) as uow:
        a, b = ActivityService(uow, CLOCK).rep_figures(query)
    assert (a.rep_code, a.now.visits, a.previous.visits, a.branch.visits) == ("A", 0, 2, 1)
    # The plan for 3 March was done a day before, that for the 20th was not.
    assert a.previous.plan_done_rate.value == Decimal("0.5")
    assert a.previous.coverage.value == 1
    assert a.now.coverage.reason == "nothing planned"
    assert (b.now.visits, b.now.has_small_base) == (1, True)


def test_the_chart_has_the_visits_of_each_month(branch: str) -> None:
    query = RepFiguresQuery(date(2026, 2, 1), date(2026, 4, 30))
    with opened(branch) as uow:
        months = ActivityService(uow, CLOCK).visits_by_month(query)
    assert [(str(one.month), one.visits, one.total) for one in months] == [
        ("2026-02", (), 0),
        ("2026-03", (("A", 2),), 2),
        ("2026-04", (("B", 1),), 1),
    ]
