"""What figures stand in: the branch's trees, who looked after whom, and the period of a report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.enums import Dimension
from desktop.errors import DatabaseUnreachable, InputError
from desktop.models import Customer, Rep, Territory
from desktop.periods import Month, Period
from desktop.services.database import open_database, parse_address
from desktop.services.figures.data import ReportRequest
from desktop.services.figures.dimensions import definitions, expanders, require_allowed
from desktop.services.figures.frame import load_branch, load_frame
from desktop.services.figures.span import Span, last_day_with_data, resolve
from desktop.services.figures.timelines import load_timelines
from desktop.services.uow import UnitOfWork
from tests.factories import CLOCK, Desk, a_desk, make_people

_TODAY = date(2026, 3, 18)


@pytest.fixture
def desk(new_sqlite_url: str, tmp_path: Path) -> Iterator[Desk]:
    with a_desk(new_sqlite_url, tmp_path, fiscal_year_start=4) as made:
        yield made


def _ids(desk: Desk, record: type) -> dict[str, int]:
    return {code: row_id for code, row_id in desk.rows(record, "code", "id")}


def test_a_leaf_counts_in_itself_and_in_all_above_it(desk: Desk) -> None:
    desk.territories(3)
    desk.bring("reps", "code,name,manager_code\nM,Chief,\nL,Lead,M\nR,Rep,L\nX,Alone,\n")
    desk.bring("customers", "code,name,class\nC1,a,A\nC2,b,\n")
    desk.bring("product-groups", "code,name,parent_code\nG,g,\nH,h,G\n")
    desk.bring("products", "code,name,group_code\nP,p,H\n")
    with desk.uow.read() as session:
        frame = load_frame(session, customers=True, products=True)
    places, people, customers = _ids(desk, Territory), _ids(desk, Rep), _ids(desk, Customer)

    def rows(dimension: Dimension, leaf: int | None) -> tuple[str, ...]:
        return frame.expand(dimension, leaf)

    assert rows(Dimension.TERRITORY, places["T3"]) == ("T3", "T2", "T1")
    assert rows(Dimension.MANAGER, people["R"]) == ("L", "M")
    assert rows(Dimension.MANAGER, people["M"]) == ("M",)
    assert rows(Dimension.MANAGER, people["X"]) == ("",)
    assert rows(Dimension.REP, people["X"]) == ("X",)
    assert rows(Dimension.CLASS, customers["C1"]) == ("A",)
    assert rows(Dimension.CLASS, customers["C2"]) == ("",)
    assert rows(Dimension.CUSTOMER, customers["C2"]) == ("C2",)
    (group,) = (one for one in frame.groups.values() if one.code == "H")
    assert rows(Dimension.PRODUCT_GROUP, group.id) == ("H", "G")
    (product,) = frame.products
    assert rows(Dimension.PRODUCT, product) == ("P",)
    month = Month.at(2026, 4).ordinal
    assert rows(Dimension.MONTH, month) == ("2026-04",)
    assert rows(Dimension.QUARTER, month) == ("2026-Q2",)
    assert rows(Dimension.YEAR, month) == ("FY2027",)
    assert all(rows(one, None) == ("",) for one in Dimension)
    with pytest.raises(ValueError, match="words"):
        rows(Dimension.CATEGORY, 1)
    assert frame.leaders == {people["M"], people["L"]}
    assert [f(month) for f in expanders(frame, (Dimension.MONTH,))] == [("2026-04",)]


def test_timelines_say_who_looked_after_whom_on_any_day(desk: Desk) -> None:
    desk.territories(2)
    desk.bring("reps", "code,name,territory_code,leave_date\nR1,a,T1,2026-01-31\nR2,b,,\n")
    desk.bring("customers", "code,name,territory_code,rep_code,opened_on\n"
                            "C1,x,,R1,2025-06-10\nC2,y,T2,,\n")  # fmt: skip
    desk.bring("assignments", "customer_code,rep_code,from,to\nC1,R2,2026-03-01,2026-03-15\n")
    people, who, places = _ids(desk, Rep), _ids(desk, Customer), _ids(desk, Territory)
    with desk.uow.read() as session:
        lines = load_timelines(session, load_frame(session))

    def owner(day: str) -> int | None:
        return lines.owner_on(who["C1"], date.fromisoformat(day))

    assert owner("2025-06-09") is None
    assert owner("2025-06-10") == owner("2026-02-28") == people["R1"]
    assert owner("2026-03-01") == owner("2026-03-15") == people["R2"]
    assert owner("2026-03-16") is None
    assert lines.owner_on(who["C2"], _TODAY) is None
    assert lines.employed_owner_on(who["C1"], date(2026, 1, 31)) == people["R1"]
    assert lines.employed_owner_on(who["C1"], date(2026, 2, 1)) is None
    assert lines.owner_in(who["C1"], Month.at(2025, 6)) == people["R1"]
    assert lines.owner_in(who["C1"], Month.at(2025, 5)) is None
    assert lines.owner_in(who["C1"], Month.at(2026, 3)) == people["R2"]
    assert lines.territory_in(who["C2"], Month.at(2026, 3)) == places["T2"]
    assert lines.territory_in(who["C1"], Month.at(2026, 3)) is None
    assert lines.place_on(who["C2"], people["R1"], _TODAY) == places["T2"]
    assert lines.place_on(who["C1"], people["R1"], _TODAY) == places["T1"]
    assert lines.place_on(who["C1"], people["R2"], _TODAY) is None
    assert lines.place_on(who["C1"], None, _TODAY) is None


def _span(desk: Desk, **given: date) -> tuple[str, str, str]:
    with desk.uow.read() as session:
        span = resolve(session, load_frame(session), ReportRequest("sales", **given), _TODAY)
    return str(span.period.start), str(span.period.last), str(span.as_of)


def test_the_period_of_a_report_has_the_defaults_of_the_last_day_with_data(desk: Desk) -> None:
    assert _span(desk) == ("2025-04-01", "2026-03-18", "2026-03-18")
    desk.reps()
    desk.customers()
    desk.invoices([("C1", "2026-02-10", "1")])
    assert _span(desk) == ("2025-04-01", "2026-02-10", "2026-02-10")
    expense = desk.bring("expenses", "date,rep_code,category,amount\n2026-05-01,R1,meals,1\n")
    assert _span(desk) == ("2026-04-01", "2026-05-01", "2026-05-01")
    desk.withdraw(expense)
    with desk.uow.read() as session:
        assert last_day_with_data(session, desk.actor.branch_id) == date(2026, 2, 10)
    assert _span(desk, last=date(2026, 1, 31)) == ("2025-04-01", "2026-01-31", "2026-02-10")
    assert _span(desk, first=date(2026, 2, 1)) == ("2026-02-01", "2026-02-10", "2026-02-10")
    assert _span(desk, first=date(2026, 3, 1)) == ("2026-03-01", "2026-03-01", "2026-02-10")
    with pytest.raises(InputError):
        _span(desk, first=date(2026, 2, 2), last=date(2026, 2, 1))


def test_what_has_passed_of_a_period_ends_with_the_as_of_day() -> None:
    whole = Period(date(2026, 1, 1), date(2026, 4, 1))
    assert Span(whole, date(2026, 2, 28)).elapsed == Period(date(2026, 1, 1), date(2026, 3, 1))
    assert Span(whole, date(2026, 9, 9)).elapsed == whole
    assert Span(whole, date(2025, 9, 9)).elapsed.day_count == 0


def test_dimensions_without_a_meaning_are_refused_all_at_once() -> None:
    require_allowed(ReportRequest("aging", (Dimension.REP,)), Dimension.REP)
    request = ReportRequest("aging", (Dimension.REP, Dimension.MONTH, Dimension.REP, Dimension.REP))
    with pytest.raises(InputError) as caught:
        require_allowed(request, Dimension.REP)
    assert [issue.code for issue in caught.value.issues] == [
        "dimension_meaningless", "dimension_twice", "too_many_dimensions",
    ]  # fmt: skip


def test_the_definitions_name_branch_basis_and_period(desk: Desk) -> None:
    with desk.uow.read() as session:
        frame = load_frame(session)
    span = Span(Period(date(2026, 1, 1), date(2026, 4, 1)), _TODAY)
    assert dict(definitions(frame, span, ("more", "x"))) == {
        "branch": "North", "currency": "CNY", "sales_basis": "invoiced",
        "period": "2026-01-01 to 2026-03-31", "as_of": "2026-03-18", "more": "x",
    }  # fmt: skip


def test_a_database_must_show_one_branch(new_sqlite_url: str) -> None:
    database = open_database(parse_address(new_sqlite_url))
    uow = UnitOfWork(database, CLOCK)
    try:
        with uow.read() as session, pytest.raises(DatabaseUnreachable, match="no_branch"):
            load_branch(session)
        make_people(database)
        make_people(database, name="South")
        with uow.read() as session:
            with pytest.raises(InputError):
                load_branch(session)
            assert load_branch(session, 2).name == "South"
    finally:
        database.close()
