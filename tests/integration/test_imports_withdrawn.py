"""Taking batches back: nothing stays of them, and nothing goes that something rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from desktop.enums import Role
from desktop.errors import ImportRefused, NotAllowed, RuleViolation
from desktop.models import (
    Application,
    CalendarDay,
    Collection,
    Customer,
    CustomerRep,
    Invoice,
    Rep,
    SalesMonth,
    SalesOrder,
    Visit,
)
from desktop.services.imports.loading.summary import sales_by_month
from tests.factories import Desk, digest

#: A branch's life, a file a line: kind, text, options. Each rests on those before it.
LIFE = [
    ("territories", "code,name,parent_code\nE,East,\nE1,East one,E\nW,West,\n", {}),
    ("reps", "code,name,manager_code,territory_code\nR1,Li,,E\nR2,Wang,R1,E1\nR3,Zhao,R1,W\n", {}),
    ("product-groups", "code,name\nG1,One\nG2,Two\n", {}),
    ("products", "code,name,group_code\nP1,Bike,G1\nP2,Trike,\n", {}),
    ("customers", "code,name,rep_code,territory_code,terms_days,opened_on\n"
     "C1,Ming,R1,E1,30,2025-01-01\nC2,Hua,R2,,0,\nC3,Kai,,,,\n", {}),
    ("calendar", "date,kind,note\n2026-01-03,work,make-up\n2026-01-05,rest,\n", {}),
    ("leave", "rep_code,from,to\nR1,2026-01-12,2026-01-13\n", {}),
    ("orders", "order_no,order_date,customer_code,rep_code,product_code,quantity,amount,cost\n"
     "O1,2026-01-05,C1,R1:60;R2:40,P1,3,10.01,7\nO1,2026-01-05,C1,R1:60;R2:40,P2,1,-1,\n"
     "O2,2026-02-05,C2,,P2,1,20,\nO3,2026-02-06,C3,R3,,,5,\n", {}),
    ("invoices", "invoice_no,kind,invoice_date,customer_code,order_no,rep_code,product_code,"
     "quantity,amount,tax,original_invoice_no\n"
     "I1,,2026-01-06,C1,O1,,P1,3,100,13,\nI2,,2026-02-06,C1,,R3,P2,1,50,,\n"
     "I3,,2026-02-07,C2,,R1:1;R2:99,P2,1,70,,\nN1,credit_note,2026-02-09,C1,,,P1,1,10,1.3,I1\n",
     {}),
    ("collections", "receipt_no,date,customer_code,amount,invoice_no\n"
     "K1,2026-01-02,C1,60,I1\nK1,2026-01-02,C1,3,\nK2,2026-03-01,C2,100,\n", {}),
    ("collections", "receipt_no,date,customer_code,amount\nK3,2026-03-02,C1,90\n",
     {"apply_oldest_first": True}),
    ("visits", "visit_no,date,rep_code,customer_code,outcome\nV1,2026-01-06,R1,C1,ok\n"
     "V2,2026-01-07,R2,C2,closed\n", {}),
    ("visit-plans", "rep_code,customer_code,date\nR1,C1,2026-01-06\n", {}),
    ("expenses", "date,rep_code,category,amount,visit_no\n2026-01-06,R1,meals,12.5,V1\n", {}),
    ("targets", "period,metric,amount,rep_code\n2026,sales,1000,R1\n",
     {"plan": "First", "in_force": True}),
    ("targets", "period,metric,amount,customer_code\n2026-Q3,sales,500,C1\n",
     {"plan": "Second", "in_force": True}),
    ("targets", "period,metric,amount,customer_code\n2026-01,sales,7,C2\n", {"plan": "second"}),
    ("assignments", "customer_code,rep_code,from,to\nC1,R2,2026-01-06,\nC3,R1,2026-02-01,\n", {}),
    ("assignments", "customer_code,rep_code,from,to\nC1,R3,2026-02-01,2026-06-30\n", {}),
    ("budgets", "period,category,amount,rep_code\n2026-Q1,travel,100,R1\n2026,gift,7,\n", {}),
    ("market-notes", "date,type,text,rep_code,competitor,price\n"
     "2026-02-03,competitor,Cheaper,R1,Northwind,9.5\n2026-02-04,trend,More,,,\n", {}),
    ("customers", "code,name,rep_code,territory_code\nC2,Hua & Co,R3,W\nC4,New,R1,\n",
     {"update": True}),
    ("customers", "code,name,class,territory_code\nc2,Hua 2,A,E\n", {"update": True}),
    ("customers", "code,name,class\nC2,Hua 3,B\n", {"update": True}),
    ("products", "code,name,group_code\nP2,Trike,G2\n", {"update": True}),
    ("reps", "code,name,territory_code\nR2,Wang,W\n", {"update": True}),
    ("calendar", "date,kind\n2026-01-05,half\n2026-01-06,rest\n", {"update": True}),
    ("territories", "code,name,parent_code\nW,West,E\n", {"update": True}),
]  # fmt: skip


def assert_months_add_up(desk: Desk) -> None:
    """`sales_month` holds what a sum over all documents makes."""
    with desk.uow.read() as session:
        kept = sorted(tuple(row) for row in session.execute(select(SalesMonth.__table__)))
        made = sorted(tuple(row) for row in session.execute(sales_by_month(desk.branch())))
    assert kept == made


def test_taking_everything_back_in_reverse_gives_each_state_again(desk: Desk) -> None:
    steps = []
    for kind, text, options in LIFE:
        before = desk.contents()
        steps.append((kind, before, desk.bring(kind, text, **options)))
        assert_months_add_up(desk)
    for kind, before, outcome in reversed(steps):
        desk.withdraw(outcome)
        after = desk.contents()
        for table, rows in before.items():
            assert after[table] == rows, f"{table} after taking back {kind} #{outcome.batch_id}"
        assert_months_add_up(desk)
    # Void imported documents went with the customers that they rest on.
    assert desk.rows(SalesOrder, "id") == desk.rows(Visit, "id") == []
    first = digest(desk.contents())
    for kind, text, options in LIFE:
        desk.bring(kind, text, **options)
    assert digest(desk.contents()) != first


def test_the_same_file_is_refused_until_its_batch_is_taken_back(desk: Desk) -> None:
    desk.customers()
    text = "order_no,order_date,customer_code,amount\nO,2026-01-01,C1,1\n"
    first = desk.bring("orders", text)

    (issue,) = desk.refused("orders", text)
    assert (issue.code, issue.facts["batch"]) == ("same_file_twice", first.batch_id)
    desk.withdraw(first)
    assert desk.rows(SalesOrder, "number", "state") == [("O", "void")]
    desk.bring("orders", text)
    assert desk.rows(SalesOrder, "number", "state") == [("O", "void"), ("O", "posted")]
    with pytest.raises(RuleViolation, match="batch_withdrawn"):
        desk.withdraw(first)
    with pytest.raises(RuleViolation, match="batch_unknown"):
        desk.imports.withdraw(desk.actor, 999)


def test_the_same_targets_go_into_two_plans_but_not_twice_into_one(local: Desk) -> None:
    text = "period,metric,amount\n2026-01,sales,1\n"
    local.bring("targets", text, plan="One")
    local.bring("targets", text, plan="Two")
    assert [issue.code for issue in local.refused("targets", text, plan="ONE")] == [
        "same_file_twice"
    ]


def _in_use(desk: Desk, batch: int) -> tuple[object, object]:
    before = digest(desk.contents(versions=True))
    with pytest.raises(RuleViolation) as caught:
        desk.imports.withdraw(desk.actor, batch)
    assert caught.value.code == "batch_in_use"
    assert digest(desk.contents(versions=True)) == before
    return caught.value.facts["by"], caught.value.facts["names"]


def test_a_batch_that_something_rests_on_stays_and_names_what_does(desk: Desk) -> None:
    batches = [desk.bring(kind, text, **options).batch_id for kind, text, options in LIFE]
    used = (0, 1, 2, 3, 4, 5, 7, 8, 9, 11, 14, 15, 17)
    found = {place: _in_use(desk, batches[place]) for place in used}

    def by(place: int) -> str:
        return str(found[place][0])

    # Territories: changed since by the last file.
    assert found[0] == ("territory", f"W (#{batches[-1]})")
    assert found[1] == ("rep", f"R2 (#{batches[-3]})")
    assert by(2) == "product"
    assert found[3] == ("product", f"P2 (#{batches[-4]})")
    assert by(4) == "customer_rep"
    assert found[5] == ("calendar_day", f"2026-01-05 (#{batches[-2]})")
    assert found[7] == ("invoice", f"I1 (#{batches[8]})")
    assert found[8] == ("application", f"K1 (#{batches[9]}), K1 (#{batches[10]}), "
                        f"K3 (#{batches[10]})")  # fmt: skip
    assert found[9] == ("application", f"I1 (#{batches[10]})")
    assert by(11) == "expense"
    assert by(14) == "plan_version"
    assert by(15) == "plan_line"
    assert found[17][0] == "customer_rep"


def test_rows_edited_by_hand_since_a_batch_changed_them_stay(local: Desk) -> None:
    local.customers()
    changed = local.bring("customers", "code,name\nC1,Other\n", update=True)
    with local.uow.write(local.actor, "Edit") as session:
        customer = session.scalars(select(Customer)).one()
        customer.phone = "123"
    assert _in_use(local, changed.batch_id) == ("customer", "C1")


def test_an_update_counts_the_version_up_and_taking_it_back_counts_on(local: Desk) -> None:
    local.customers()
    one = local.bring("customers", "code,name,phone\nC1,One,1\n", update=True)
    two = local.bring("customers", "code,name,phone\nC1,Two,2\n", update=True)
    assert local.rows(Customer, "name", "phone", "version") == [("Two", "2", 3)]
    local.withdraw(two)
    assert local.rows(Customer, "name", "phone", "version") == [("One", "1", 4)]
    local.withdraw(one)
    assert local.rows(Customer, "name", "phone", "version") == [("Customer C1", "", 5)]


def test_taking_an_update_back_moves_its_documents_back(local: Desk) -> None:
    local.reps(2)
    local.customers(rep="R1")
    local.invoices([("C1", "2026-01-01", "9")])
    first, second = (row[0] for row in local.rows(Rep, "id"))
    outcome = local.bring("customers", "code,name,rep_code\nC1,x,R2\n", update=True)
    assert local.rows(Invoice, "credited_rep_id") == [(second,)]
    assert local.rows(SalesMonth, "rep_id") == [(second,)]
    local.withdraw(outcome)
    assert local.rows(Invoice, "credited_rep_id") == [(first,)]
    assert local.rows(SalesMonth, "rep_id") == [(first,)]


def test_money_is_open_again_when_what_it_pays_is_taken_back(local: Desk) -> None:
    local.customers()
    local.bring("collections", "receipt_no,date,customer_code,amount\nK,2026-01-01,C1,10\n")
    local.invoices([("C1", "2026-01-02", "10")])
    outcome = local.bring(
        "collections", "receipt_no,date,customer_code,amount\nK2,2026-01-03,C1,1\n",
        apply_oldest_first=True,
    )  # fmt: skip
    assert local.rows(Collection, "number", "used_up_on")[0][1].isoformat() == "2026-01-02"
    local.withdraw(outcome)
    assert local.rows(Application, "id") == []
    assert [str(day) for _n, day in local.rows(Collection, "number", "used_up_on")] == [
        "9999-12-31", "9999-12-31",
    ]  # fmt: skip
    assert str(local.rows(Invoice, "settled_on")[0][0]) == "9999-12-31"


def test_seeded_days_come_back_when_a_calendar_is_taken_back(local: Desk) -> None:
    with local.uow.write(local.actor, "Seed") as session:
        session.add(
            CalendarDay(
                branch_id=local.actor.branch_id, day=date(2026, 5, 1), kind="rest",
                note="Labour Day", is_seeded=True,
            )
        )  # fmt: skip
    before = local.contents(versions=True)
    outcome = local.bring("calendar", "date,kind\n2026-05-01,work\n")
    assert local.rows(CalendarDay, "kind", "is_seeded") == [("work", False)]
    local.withdraw(outcome)
    assert local.contents(versions=True) == before


def test_only_a_manager_takes_batches_back(local: Desk) -> None:
    outcome = local.bring("territories", "code,name\nA,a\n")
    local.actor = replace(local.actor, roles=frozenset({Role.CLERK}))
    with pytest.raises(NotAllowed):
        local.withdraw(outcome)
    with pytest.raises(NotAllowed):
        local.bring("targets", "period,metric,amount\n2026,sales,1\n", plan="x")


def test_a_refused_file_leaves_nothing(local: Desk) -> None:
    local.customers()
    before = local.contents(versions=True)
    with pytest.raises(ImportRefused):
        local.bring("orders", "order_no,order_date,customer_code,amount\n"
                              "A,2026-01-01,C1,1\nB,2026-01-01,no,1\n")  # fmt: skip
    assert local.contents(versions=True) == before
    assert local.rows(CustomerRep, "id") == []
    assert len(local.imports.batches()) == 1
