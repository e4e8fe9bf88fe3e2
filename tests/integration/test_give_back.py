"""What is known of a customer at once, and the form of a week, on both engines.

The clock stands on Wednesday 18 March 2026; amounts and days were counted by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import select

from desktop.enums import NoteType, NotMadeReason, PlanFate
from desktop.errors import InputError
from desktop.models import Customer, VisitPlan, VisitPlanFate
from desktop.periods import Month
from desktop.services.give_back.data import GiveBack, LastOrder, LastVisit
from desktop.services.give_back.service import GiveBackService
from desktop.services.information.data import AddNote, AnswerNote, NoteEntry
from desktop.services.information.notes import MarketNotes
from desktop.services.rules.talking_points import OpenPromise, PointKind, PromiseKind, SeenPrice
from tests.databases import Copying
from tests.factories import CLOCK, Desk, a_desk, a_filled_desk

VISITS = """rep_code,date,customer_code,outcome,minutes,channel,next_visit_on
R1,2026-02-10,C1,talked,30,on_site,2026-02-20
R2,2026-03-02,C1,talked,30,on_site,2026-03-12
R1,2026-03-05,C1,closed,,on_site,2026-03-30
R1,2026-03-16,C2,talked,20,phone,2026-03-25
"""
ORDERS = """order_no,order_date,customer_code,product_code,amount,rep_code
O1,2025-09-10,C1,P1,900,R1
O2,2026-02-01,C1,P1,100,R1
O3,2026-02-20,C1,P1,150,R1
O4,2026-03-03,C1,P1,-20,R1
O5,2026-03-10,C2,P2,700,R1
O6,2026-03-10,C3,P2,500,R1
O7,2026-03-10,C4,P2,300,R1
"""
INVOICES = """invoice_no,invoice_date,due_date,customer_code,amount
I1,2026-02-01,2026-03-01,C1,100
I2,2026-03-01,2026-04-01,C1,150
"""
PLANS = """rep_code,customer_code,date,purpose
R1,C2,2026-03-17,Count the stock
R1,C1,2026-03-16,Talk of money
R1,C1,2026-03-22,
R1,C1,2026-03-23,Next week
R2,C2,2026-03-20,Moved away
R2,C1,2026-03-15,Last week
"""


def fill(url: str) -> None:
    """Make four customers of class B, of whom C1 is the one that is looked at."""
    with TemporaryDirectory() as folder, a_desk(url, Path(folder)) as desk:
        desk.reps(2)
        rows = [f"C{number},Customer {number},R1,B" for number in range(1, 5)]
        desk.bring("customers", "\n".join(["code,name,rep_code,class", *rows, "C5,Alone,R1,"]))
        desk.products(2)
        desk.bring("orders", ORDERS)
        desk.bring("invoices", INVOICES)
        desk.bring("collections", "receipt_no,date,customer_code,amount,invoice_no\n"
                                  "A1,2026-03-05,C1,40,I1\n")  # fmt: skip
        desk.bring("visits", VISITS)
        desk.bring("visit-plans", PLANS)
        desk.bring("targets", "period,metric,amount,customer_code\n2026-03,sales,2000,C1\n",
                   plan="2026 plan", in_force=True)  # fmt: skip
        one = id_of(desk, "C1")
        notes = MarketNotes(desk.uow, CLOCK)
        request = NoteType.DEALER_REQUEST
        for text, promised in (("A stand", 20), ("A sign", 19), ("Answered", 17)):
            entry = NoteEntry(request, date(2026, 3, 9), text, customer_id=one,
                              promised_on=date(2026, 3, promised))  # fmt: skip
            made = notes.add(desk.actor, AddNote(entry)).created_id
        assert made is not None
        note = notes.note(made)
        assert note is not None
        notes.answer(desk.actor, AnswerNote(made, note.version, "Done"))
        for day, price in ((1, "11"), (9, "9.5"), (9, None)):
            entry = NoteEntry(
                NoteType.COMPETITOR, date(2026, 3, day), "Cheaper", customer_id=one,
                competitor="Northwind", price=None if price is None else Decimal(price),
            )  # fmt: skip
            notes.add(desk.actor, AddNote(entry))


def id_of(desk: Desk, code: str) -> int:
    ((found,),) = desk.rows(Customer, "id", code=code)
    return int(found)


@pytest.fixture
def desk(filled_url: Copying, tmp_path: Path) -> Iterator[Desk]:
    """Yield the branch on each engine."""
    with a_filled_desk(filled_url(fill, migrated=True), tmp_path, {}) as desk:
        yield desk


@pytest.fixture
def service(desk: Desk) -> GiveBackService:
    return GiveBackService(desk.uow, CLOCK)


def panel(desk: Desk, service: GiveBackService, code: str, rep: str = "") -> GiveBack:
    return service.panel(id_of(desk, code), rep)


def test_a_customer_is_shown_as_the_office_knows_him(desk: Desk, service: GiveBackService) -> None:
    back = panel(desk, service, "C1", "R1")
    assert back.as_of == date(2026, 3, 16)
    assert back.orders == (
        LastOrder("O4", date(2026, 3, 3), Decimal("-20.00")),
        LastOrder("O3", date(2026, 2, 20), Decimal("150.00")),
        LastOrder("O2", date(2026, 2, 1), Decimal("100.00")),
    )
    assert (back.receivable, back.overdue, back.days_overdue) == (210, 60, 15)
    # He was last seen by R2; that nobody was there later is no visit and agreed nothing.
    assert back.last_visit == LastVisit(date(2026, 3, 2), "Rep R2", "talked")
    assert (back.gap.days_since, back.gap.interval, back.gap.is_due) == (14, 15, False)
    assert back.promises == (
        OpenPromise(PromiseKind.VISIT, date(2026, 3, 12)),
        OpenPromise(PromiseKind.ANSWER, date(2026, 3, 19), "A sign"),
        OpenPromise(PromiseKind.ANSWER, date(2026, 3, 20), "A stand"),
    )
    assert back.price == SeenPrice("Northwind", "", Decimal("9.5"), date(2026, 3, 9))
    assert back.product is not None
    assert (back.product.product, back.product.buyers, back.product.alike) == ("Product P2", 3, 3)
    # 230 in the last 13 weeks against 900 in the 39 weeks before, which are 300 a quarter.
    assert (back.habit.recent, back.habit.usual) == (230, 300)
    kinds = [point.kind for point in back.points]
    assert kinds == [PointKind.OVERDUE, PointKind.PROMISE, PointKind.PRICE]


def test_the_reps_month_stands_against_its_target(desk: Desk, service: GiveBackService) -> None:
    progress = panel(desk, service, "C1", "R1").progress
    assert progress is not None
    # The sales of this branch are what it invoiced: 150 in March.
    assert (progress.month, progress.target, progress.actual) == (Month.at(2026, 3), 2000, 150)
    assert progress.attainment.value == Decimal("0.075")
    other = panel(desk, service, "C1", "R2").progress
    assert other is not None
    assert (other.target, other.actual, other.attainment.value) == (None, 0, None)
    assert panel(desk, service, "C1").progress is None
    assert panel(desk, service, "C1", "R9").progress is None


def test_a_customer_of_whom_nothing_is_known_has_nothing(
    desk: Desk, service: GiveBackService
) -> None:
    back = panel(desk, service, "C5")
    assert (back.orders, back.promises, back.points) == ((), (), ())
    assert (back.last_visit, back.price, back.product) == (None, None, None)
    assert (back.overdue, back.gap.interval, back.gap.is_due) == (0, None, False)
    # Of a call alone there is a promise, and no visit.
    called = panel(desk, service, "C2")
    assert called.last_visit is None and called.gap.is_due
    assert called.promises == (OpenPromise(PromiseKind.VISIT, date(2026, 3, 25)),)


def test_a_customer_that_is_not_there_is_refused(service: GiveBackService) -> None:
    with pytest.raises(InputError):
        service.panel(999_999)


def test_a_form_has_the_planned_visits_of_its_week(desk: Desk, service: GiveBackService) -> None:
    with desk.uow.write(desk.actor, "Give up") as session:
        plan = session.scalars(select(VisitPlan).where(VisitPlan.purpose == "Moved away")).one()
        session.add(
            VisitPlanFate(
                branch_id=plan.branch_id,
                visit_plan_id=plan.id,
                fate=str(PlanFate.NOT_MADE),
                reason=str(NotMadeReason.CUSTOMER_ABSENT),
                note="",
                said_on=date(2026, 3, 18),
            )
        )
    (form,) = service.week_forms("R1", date(2026, 3, 19))
    assert (form.rep_code, form.rep_name, form.monday) == ("R1", "Rep R1", date(2026, 3, 16))
    assert [
        (line.day.day, line.cell("customer_code"), line.cell("purpose")) for line in form.lines
    ] == [
        (16, "C1 Customer 1", "Talk of money"),
        (17, "C2 Customer 2", "Count the stock"),
        (22, "C1 Customer 1", ""),
    ]
    (empty,) = service.week_forms("R2", date(2026, 3, 22))
    assert empty.lines == ()
    assert [form.rep_code for form in service.week_forms("", date(2026, 3, 22))] == ["R1"]
    assert [form.rep_code for form in service.week_forms("", date(2026, 3, 15))] == ["R2"]
    assert service.week_forms("", date(2026, 5, 1)) == ()
    with pytest.raises(InputError):
        service.week_forms("R9", date(2026, 3, 19))


def test_paper_is_for_those_who_are_employed(service: GiveBackService) -> None:
    assert [(rep.code, rep.name) for rep in service.reps()] == [("R1", "Rep R1"), ("R2", "Rep R2")]
