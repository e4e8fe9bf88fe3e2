"""What is refused, with its place: unknown codes, what is there already, circles, orphans."""

from __future__ import annotations

import pytest

from desktop.errors import ImportRefused, Issue
from desktop.models import EVER, OPEN_END, CustomerRep, Rep
from tests.factories import Desk

_UNKNOWN = [
    ("territories", "code,name,parent_code\nA,Alpha,nope\n", "parent_code"),
    ("reps", "code,name,manager_code\nA,Alpha,nope\n", "manager_code"),
    ("reps", "code,name,territory_code\nA,Alpha,nope\n", "territory_code"),
    ("product-groups", "code,name,parent_code\nA,Alpha,nope\n", "parent_code"),
    ("products", "code,name,group_code\nA,Alpha,nope\n", "group_code"),
    ("customers", "code,name,rep_code\nA,Alpha,nope\n", "rep_code"),
    ("customers", "code,name,territory_code\nA,Alpha,nope\n", "territory_code"),
    ("assignments", "customer_code,rep_code,from\nC1,nope,2026-01-01\n", "rep_code"),
    ("assignments", "customer_code,rep_code,from\nnope,R1,2026-01-01\n", "customer_code"),
    ("orders", "order_no,order_date,customer_code,amount\nX,2026-01-01,nope,1\n", "customer_code"),
    ("orders", "order_no,order_date,customer_code,amount,product_code\nX,2026-01-01,C1,1,nope\n",
     "product_code"),
    ("orders", "order_no,order_date,customer_code,amount,rep_code\nX,2026-01-01,C1,1,R1:1;no:99\n",
     "rep_code"),
    ("invoices", "invoice_no,invoice_date,customer_code,amount\nX,2026-01-01,nope,1\n",
     "customer_code"),
    ("invoices", "invoice_no,kind,invoice_date,customer_code,amount,original_invoice_no\n"
     "X,credit_note,2026-01-01,C1,1,nope\n", "original_invoice_no"),
    ("collections", "receipt_no,date,customer_code,amount,invoice_no\nX,2026-01-01,C1,1,nope\n",
     "invoice_no"),
    ("collections", "receipt_no,date,customer_code,amount,rep_code\nX,2026-01-01,C1,1,nope\n",
     "rep_code"),
    ("visits", "date,rep_code,customer_code\n2026-01-01,nope,C1\n", "rep_code"),
    ("visit-plans", "date,rep_code,customer_code\n2026-01-01,R1,nope\n", "customer_code"),
    ("expenses", "date,rep_code,category,amount,visit_no\n2026-01-01,R1,meals,1,nope\n",
     "visit_no"),
    ("leave", "rep_code,from,to\nnope,2026-01-01,2026-01-01\n", "rep_code"),
    ("budgets", "period,category,amount,product_code\n2026,gift,1,nope\n", "product_code"),
    ("budgets", "period,category,amount,territory_code\n2026,gift,1,nope\n", "territory_code"),
    ("targets", "period,metric,amount,customer_code\n2026,sales,1,nope\n", "customer_code"),
    ("targets", "period,metric,amount,group_code\n2026,sales,1,nope\n", "group_code"),
]  # fmt: skip


def test_an_unknown_code_is_refused_with_its_row_and_column(local: Desk) -> None:
    local.reps()
    local.customers()
    before = local.contents(versions=True)
    for kind, text, column in _UNKNOWN:
        (issue,) = local.refused(kind, text, plan="Main")
        assert (issue.code, issue.row, issue.column) == ("unknown_code", 2, column), (kind, issue)
        assert "(" not in issue.value, "the value is what stands in the file"
    assert local.contents(versions=True) == before


def _codes(issues: tuple[Issue, ...]) -> list[tuple[str, int | None, str]]:
    return [(issue.code, issue.row, issue.column) for issue in issues]


def test_what_is_there_already_is_refused(desk: Desk) -> None:
    desk.territories()
    desk.reps()
    desk.groups()
    desk.products()
    desk.customers()
    desk.orders([("C1", "2026-01-01", "1")])
    desk.invoices([("C1", "2026-01-01", "1")])
    desk.bring("collections", "receipt_no,date,customer_code,amount\nK,2026-01-01,C1,1\n")
    desk.bring("visits", "visit_no,date,rep_code,customer_code\nV,2026-01-01,R1,C1\n")
    desk.bring("calendar", "date,kind\n2026-01-01,rest\n")
    desk.bring("leave", "rep_code,from,to\nR1,2026-01-01,2026-01-09\n")
    for kind, code in (
        ("territories", "t1"), ("reps", "r1"), ("product-groups", "g1"), ("products", "p1"),
        ("customers", "c1"),
    ):  # fmt: skip
        found = _codes(desk.refused(kind, f"code,name\nNEW,x\n{code},Other\n"))
        assert found == [("code_exists", 3, "code")], kind
    for kind, text in (
        ("orders", "order_no,order_date,customer_code,amount\no1,2026-01-01,C1,2\n"),
        ("invoices", "invoice_no,invoice_date,customer_code,amount\ni1,2026-01-01,C1,2\n"),
        ("collections", "receipt_no,date,customer_code,amount\nk,2026-01-01,C1,2\n"),
        ("visits", "visit_no,date,rep_code,customer_code\nv,2026-01-02,R1,C1\n"),
    ):
        # `--update` changes master data, never posted documents.
        (issue,) = desk.refused(kind, text, update=True)
        assert (issue.code, issue.row) == ("number_exists", 2), kind
    assert _codes(desk.refused("calendar", "date,kind\n2026-01-01,work\n")) == [
        ("day_exists", 2, "date")
    ]
    assert _codes(desk.refused("leave", "rep_code,from,to\nR1,2026-01-09,2026-01-10\n")) == [
        ("leave_overlaps", 2, "from")
    ]


def test_codes_that_differ_in_case_only_are_one_code(local: Desk) -> None:
    assert _codes(local.refused("reps", "code,name\nab,One\nAB,Two\n")) == [
        ("key_twice", 3, "code")
    ]
    outcome = local.bring("reps", "code,name\nab,One\nAB,Two\n", good_rows_only=True)
    assert (outcome.row_count, outcome.refused_count) == (1, 1)
    assert local.rows(Rep, "code", "name") == [("ab", "One")]


def test_a_code_whose_key_grows_beyond_the_column_is_refused(local: Desk) -> None:
    (issue,) = local.refused("territories", f"code,name\n{'㍿' * 20},Long\n")
    assert (issue.code, issue.row) == ("text_too_long", 2)


def test_a_circle_of_parents_is_refused(local: Desk) -> None:
    issues = local.refused("territories", "code,name,parent_code\nA,a,B\nB,b,A\nC,c,C\nD,d,A\n")
    assert [(i.code, i.row) for i in issues] == [("circle", 2), ("circle", 3), ("circle", 4),
                                                 ("unknown_code", 5)]  # fmt: skip


def test_a_manager_who_does_not_go_in_takes_his_people_out(local: Desk) -> None:
    outcome = local.bring("reps", """
        code,name,manager_code,territory_code
        R1,Chief,,nowhere
        R2,Lead,R1,
        R3,Rep,R2,
        R4,Alone,,
        """, good_rows_only=True)  # fmt: skip

    assert local.rows(Rep, "code") == [("R4",)]
    assert [row for row, _issue in outcome.refused] == [2, 3, 4]


def test_targets_need_the_name_of_their_plan(local: Desk) -> None:
    text = "period,metric,amount\n2026,sales,1\n"
    assert [issue.code for issue in local.refused("targets", text)] == ["plan_missing"]
    assert [issue.code for issue in local.refused("targets", text, plan="x" * 129)] == [
        "text_too_long"
    ]


def test_a_file_without_any_good_row_is_refused_even_with_good_rows_only(local: Desk) -> None:
    with pytest.raises(ImportRefused):
        local.bring("reps", "code,name,territory_code\nA,a,nope\n", good_rows_only=True)
    assert local.imports.batches() == ()


def test_the_first_days_of_all_are_far_enough_back(local: Desk) -> None:
    local.reps()
    local.customers(rep="R1")
    assert local.rows(CustomerRep, "first_day", "last_day") == [(EVER, OPEN_END)]
