"""What an import does besides writing rows: updates, assignments, targets, money, previews."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from desktop.models import (
    EVER,
    OPEN_END,
    Application,
    Collection,
    Customer,
    CustomerRep,
    CustomerTerritory,
    Invoice,
    PlanLine,
    PlanVersion,
    Product,
    Rep,
    SalesMonth,
    SalesOrder,
    SalesPlan,
    Territory,
    Visit,
)
from desktop.periods import Month
from tests.factories import Desk, a_desk

_ORDER = "order_no,order_date,customer_code,amount\n"
_INVOICE = "invoice_no,kind,invoice_date,customer_code,amount,original_invoice_no\n"
_MONEY = "receipt_no,date,customer_code,amount,invoice_no\n"


def _codes(desk: Desk, record: type) -> dict[int, str]:
    return {row_id: code for row_id, code in desk.rows(record, "id", "code")}


# --- updates ----------------------------------------------------------------------------------


def test_an_update_changes_only_the_columns_that_are_there(local: Desk) -> None:
    local.bring("customers", "code,name,phone,terms_days,credit_limit\nC1,One,1,30,5\n")
    local.bring("customers", "code,name,terms_days\nc1,Two,\n", update=True)
    assert local.rows(
        Customer, "code", "code_key", "name", "name_key", "pinyin", "phone", "terms_days",
        "credit_limit_minor", "version",
    ) == [("c1", "c1", "Two", "two", "t", "1", None, 500, 2)]  # fmt: skip


def test_an_update_also_makes_what_is_new(local: Desk) -> None:
    local.products()
    local.bring("products", "code,name\nP1,Other\nP9,New\n", update=True)
    assert local.rows(Product, "code", "name", "version") == [("P1", "Other", 2), ("P9", "New", 1)]


def test_an_update_gives_a_customer_without_rep_one_from_his_opening(local: Desk) -> None:
    local.reps()
    local.bring("customers", "code,name,opened_on\nC1,One,2025-02-03\nC2,Two,\n")
    local.bring("customers", "code,name,rep_code\nC1,One,R1\nC2,Two,R1\n", update=True)
    assert local.rows(CustomerRep, "first_day") == [(date(2025, 2, 3),), (EVER,)]


def test_an_update_leaves_dated_assignments_alone(local: Desk) -> None:
    local.reps(2)
    local.customers(rep="R1")
    local.bring("assignments", "customer_code,rep_code,from\nC1,R2,2026-01-01\n")
    before = local.rows(CustomerRep, "rep_id", "first_day", "last_day")
    local.bring("customers", "code,name,rep_code\nC1,One,R2\n", update=True)
    assert local.rows(CustomerRep, "rep_id", "first_day", "last_day") == before


def test_a_new_territory_of_a_customer_moves_his_documents(local: Desk) -> None:
    local.territories(2)
    local.customers(territory="T1")
    local.invoices([("C1", "2026-01-01", "1")])
    local.bring("customers", "code,name,territory_code\nC1,x,T2\n", update=True)
    places = _codes(local, Territory)
    assert [places[row[0]] for row in local.rows(Invoice, "territory_id")] == ["T2"]
    assert [places[row[0]] for row in local.rows(SalesMonth, "territory_id")] == ["T2"]
    assert [places[row[0]] for row in local.rows(CustomerTerritory, "territory_id")] == ["T2"]


# --- assignments ------------------------------------------------------------------------------

_ASSIGN = "customer_code,rep_code,from,to\n"


def _spans(desk: Desk) -> list[tuple[str, date, date]]:
    people = _codes(desk, Rep)
    rows = desk.rows(CustomerRep, "first_day", "last_day", "rep_id")
    return sorted(((people[rep], first, last) for first, last, rep in rows), key=lambda r: r[1])


def test_a_new_assignment_ends_the_earlier_the_day_before(desk: Desk) -> None:
    desk.reps(3)
    desk.customers(rep="R1")
    desk.invoices([("C1", "2026-01-31", "1"), ("C1", "2026-02-01", "2"), ("C1", "2026-07-01", "4")])
    desk.bring("assignments", _ASSIGN + "C1,R2,2026-02-01,\nC1,R3,2026-06-01,2026-06-30\n")

    assert _spans(desk) == [
        ("R1", EVER, date(2026, 1, 31)),
        ("R2", date(2026, 2, 1), date(2026, 5, 31)),
        ("R3", date(2026, 6, 1), date(2026, 6, 30)),
    ]
    people = _codes(desk, Rep)
    # After the last one ends nobody looks after the customer: the manager's custody.
    assert [
        people.get(rep, "") for (rep,) in desk.rows(Invoice, "credited_rep_id")
    ] == ["R1", "R2", ""]  # fmt: skip
    assert sorted(
        (str(Month(month)), people.get(rep, ""), net)
        for month, rep, net in desk.rows(SalesMonth, "month", "rep_id", "net_minor")
    ) == [("2026-01", "R1", 100), ("2026-02", "R2", 200), ("2026-07", "", 400)]


def test_an_assignment_from_the_opening_replaces_the_rep_of_the_file(local: Desk) -> None:
    local.reps(2)
    local.bring("customers", "code,name,rep_code,opened_on\nC1,One,R1,2026-03-01\n")
    local.bring("assignments", _ASSIGN + "C1,R2,2026-01-01,\n")
    assert _spans(local) == [("R2", date(2026, 1, 1), OPEN_END)]


def test_an_assignment_before_the_opening_leaves_the_rep_of_the_file(local: Desk) -> None:
    local.reps(2)
    local.bring("customers", "code,name,rep_code,opened_on\nC1,One,R1,2026-03-01\n")
    local.bring("assignments", _ASSIGN + "C1,R2,2025-01-01,2025-12-31\n")
    assert _spans(local) == [
        ("R2", date(2025, 1, 1), date(2025, 12, 31)), ("R1", date(2026, 3, 1), OPEN_END),
    ]  # fmt: skip


def test_an_open_assignment_before_a_dated_one_lasts_until_it_begins(local: Desk) -> None:
    local.reps(2)
    local.customers()
    local.bring("assignments", _ASSIGN + "C1,R1,2026-06-01,\n")
    local.bring("assignments", _ASSIGN + "C1,R2,2026-01-01,\n")
    assert _spans(local) == [
        ("R2", date(2026, 1, 1), date(2026, 5, 31)), ("R1", date(2026, 6, 1), OPEN_END),
    ]  # fmt: skip


def test_overlapping_assignments_are_refused(local: Desk) -> None:
    local.reps(2)
    local.customers()
    found = local.refused("assignments", _ASSIGN + "C1,R1,2026-01-01,2026-03-31\n"
                                                   "C1,R2,2026-03-31,\n")  # fmt: skip
    assert [(issue.code, issue.row) for issue in found] == [("assignment_overlap", 3)]
    local.bring("assignments", _ASSIGN + "C1,R1,2026-06-01,\n")
    found = local.refused("assignments", _ASSIGN + "C1,R2,2026-01-01,2026-06-01\n")
    assert [(issue.code, issue.row) for issue in found] == [("assignments_overlap", 2)]


def test_a_refused_assignment_cuts_nothing(local: Desk) -> None:
    local.reps(3)
    local.customers(2, rep="R1")
    local.bring("assignments", _ASSIGN + "C1,R2,2026-06-01,\n")
    customers = _codes(local, Customer)
    columns = ("customer_id", "rep_id", "first_day", "last_day")

    def of_first() -> list[tuple[object, ...]]:
        rows = local.rows(CustomerRep, *columns)
        return [row for row in rows if customers[row[0]] == "C1"]

    before = of_first()
    # The first row meets the dated one of June; alone it would have ended the rep of the file.
    local.bring(
        "assignments", _ASSIGN + "C1,R3,2026-05-01,2026-07-01\nC2,R3,2026-01-01,\n",
        good_rows_only=True,
    )  # fmt: skip
    assert of_first() == before


# --- documents --------------------------------------------------------------------------------


def test_a_document_with_one_bad_row_stays_out_whole(local: Desk) -> None:
    local.customers()
    local.products()
    outcome = local.bring("orders", """
        order_no,order_date,customer_code,product_code,amount
        A,2026-01-01,C1,P1,1
        A,2026-01-01,C1,nope,2
        B,2026-01-01,C1,P1,x
        b,2026-01-01,C1,P1,4
        C,2026-01-01,C1,P1,8
        """, good_rows_only=True)  # fmt: skip
    assert local.rows(SalesOrder, "number", "net_minor") == [("C", 800)]
    assert [row for row, _issue in outcome.refused] == [2, 3, 4, 5]
    assert (outcome.row_count, outcome.refused_count) == (1, 4)


def test_a_credit_note_whose_invoice_stays_out_stays_out_too(local: Desk) -> None:
    local.customers()
    outcome = local.bring(
        "invoices",
        _INVOICE + "A,,2026-01-01,nobody,9,\nN,credit_note,2026-01-02,C1,1,A\n"
        "B,,2026-01-01,C1,5,\nM,credit_note,2026-01-02,C1,1,B\n",
        good_rows_only=True,
    )
    assert local.rows(Invoice, "number", "gross_minor") == [("B", 500), ("M", -100)]
    assert [row for row, _issue in outcome.refused] == [2, 3]


def test_a_credit_note_reduces_only_an_invoice_of_the_same_customer(local: Desk) -> None:
    local.customers(2)
    local.invoices([("C1", "2026-01-01", "5")])
    local.bring("invoices", _INVOICE + "N,credit_note,2026-01-02,C1,1,\n")
    for row, code in (
        ("X,credit_note,2026-01-02,C2,1,I1", "invoice_of_other_customer"),
        ("X,credit_note,2026-01-02,C1,1,N", "credit_note_not_payable"),
        ("X,invoice,2026-01-02,C1,1,I1", "original_of_invoice"),
    ):
        assert [i.code for i in local.refused("invoices", _INVOICE + row + "\n")] == [code]


def test_a_credit_note_larger_than_its_invoice_stays_open_with_the_rest(local: Desk) -> None:
    local.customers()
    local.invoices([("C1", "2026-02-01", "5")])
    local.bring("invoices", _INVOICE + "N,credit_note,2026-01-15,C1,8,I1\n")
    assert local.rows(Application, "amount_minor", "applied_on") == [(500, date(2026, 2, 1))]
    assert local.rows(Invoice, "number", "settled_on") == [
        ("I1", date(2026, 2, 1)), ("N", OPEN_END),
    ]  # fmt: skip


def test_a_negative_order_line_is_a_return_and_a_cancelled_order_is_not_sold(
    database_url: str, tmp_path: Path
) -> None:
    with a_desk(database_url, tmp_path, sales_basis="ordered") as desk:
        desk.customers()
        desk.bring("orders", """
            order_no,order_date,customer_code,amount,quantity,cost,status
            A,2026-01-01,C1,10,2,6,
            A,2026-01-01,C1,-4,-1,,
            B,2026-01-01,C1,100,1,1,cancelled
            """)  # fmt: skip
        assert desk.rows(
            SalesMonth, "net_minor", "quantity_millionths", "costed_net_minor", "cost_minor",
            "lines", "uncosted_lines",
        ) == [(600, 1_000_000, 1000, 600, 2, 1)]  # fmt: skip


# --- money ------------------------------------------------------------------------------------


def test_money_pays_the_oldest_document_first_whatever_the_order_of_receipts(desk: Desk) -> None:
    desk.customers(2)
    desk.bring("invoices", """
        invoice_no,invoice_date,due_date,customer_code,amount
        A2,2026-01-05,2026-02-01,C1,10
        A1,2026-01-06,2026-02-01,C1,10
        B,2026-01-01,2026-01-20,C1,10
        X,2026-01-01,2026-01-01,C2,99
        """)  # fmt: skip
    desk.bring("collections", _MONEY + "K9,2026-01-02,C1,4,\n")
    desk.bring(
        "collections", _MONEY + "K2,2026-03-02,C1,15,\nK1,2026-03-02,C1,5,A2\n",
        apply_oldest_first=True,
    )  # fmt: skip

    number = {row_id: name for row_id, name in desk.rows(Invoice, "id", "number")}
    receipt = {row_id: name for row_id, name in desk.rows(Collection, "id", "number")}
    assert sorted(
        (receipt[money], number[paid], amount, str(day))
        for money, paid, amount, day in desk.rows(
            Application, "collection_id", "invoice_id", "amount_minor", "applied_on"
        )
    ) == [
        ("K1", "A2", 500, "2026-03-02"),
        ("K2", "A1", 900, "2026-03-02"),
        ("K2", "B", 600, "2026-03-02"),
        ("K9", "B", 400, "2026-01-02"),
    ]
    assert desk.rows(Invoice, "number", "settled_on") == [
        ("A2", OPEN_END), ("A1", OPEN_END), ("B", date(2026, 3, 2)), ("X", OPEN_END),
    ]  # fmt: skip
    assert desk.rows(Collection, "number", "used_up_on") == [
        ("K9", date(2026, 1, 2)), ("K2", date(2026, 3, 2)), ("K1", date(2026, 3, 2)),
    ]  # fmt: skip


def test_money_for_a_wrong_document_is_refused(local: Desk) -> None:
    local.customers(2)
    local.invoices([("C1", "2026-01-01", "5")])
    local.bring("invoices", _INVOICE + "N,credit_note,2026-01-02,C1,1,\n")
    for row, code in (
        ("K,2026-01-02,C2,1,I1", "invoice_of_other_customer"),
        ("K,2026-01-02,C1,1,N", "credit_note_not_payable"),
    ):
        assert [i.code for i in local.refused("collections", _MONEY + row + "\n")] == [code]


# --- targets ----------------------------------------------------------------------------------

_TARGET = "period,metric,amount,rep_code,customer_code,product_code,group_code\n"


def _monthly(desk: Desk) -> list[tuple[str, int]]:
    return [(str(Month(m)), amount) for m, amount in desk.rows(PlanLine, "month", "amount")]


def test_a_year_is_spread_by_the_sales_of_full_years_before(local: Desk) -> None:
    local.customers()
    local.invoices(
        [("C1", f"2025-{month:02d}-01", "100" if month < 12 else "300") for month in range(1, 13)]
    )
    local.bring("targets", _TARGET + "2026,sales,14,,,,\n", plan="P")
    assert _monthly(local) == [
        *((f"2026-{m:02d}", 100) for m in range(1, 12)), ("2026-12", 300),
    ]  # fmt: skip
    assert local.rows(PlanVersion, "season_basis", "status") == [("2025", "draft")]


def test_the_curve_of_a_plan_is_fixed_when_it_is_made(local: Desk) -> None:
    local.reps()
    local.customers()
    local.bring("targets", _TARGET + "2026-Q1,sales,0.30,R1,,,\n", plan="P")
    local.invoices([("C1", f"2025-{month:02d}-01", str(month)) for month in range(1, 13)])
    local.bring("targets", _TARGET + "2026-Q1,sales,0.30,,,,\n", plan="P")
    first, second = _monthly(local)[:3], _monthly(local)[3:]
    assert first == second
    assert sum(amount for _month, amount in first) == 30


def test_the_same_target_twice_is_refused_in_the_file_and_in_the_plan(local: Desk) -> None:
    local.reps()
    local.customers()
    local.groups()
    local.products(group="G1")

    def refusals(rows: str) -> list[tuple[str, int | None]]:
        return [(i.code, i.row) for i in local.refused("targets", _TARGET + rows, plan="P")]

    assert refusals("2026,sales,1,R1,,,\n2026,sales,2,r1,,,\n") == [("key_twice", 3)]
    assert refusals("2026,sales,1,R1,,,\n2026-Q2,sales,2,R1,,,\n") == [("target_overlap", 3)]
    # The rep of a customer's line, and the group of a product's, follow from them.
    assert refusals("2026,sales,1,R1,C1,,\n2026,sales,2,,C1,,\n") == [("target_twice", 3)]
    assert refusals("2026,sales,1,,,P1,G1\n2026-05,sales,2,,,P1,\n") == [("target_twice", 3)]
    local.bring("targets", _TARGET + "2026-Q1,sales,1,R1,,,\n", plan="P")
    (issue,) = local.refused("targets", _TARGET + "2026,sales,1,R1,,,\n", plan="p")
    assert (issue.code, issue.value, issue.column) == ("target_exists", "2026", "period")


def test_a_second_plan_in_force_supersedes_the_first(desk: Desk) -> None:
    desk.bring("targets", _TARGET + "2026,sales,1,,,,\n2027,sales,1,,,,\n", plan="A", in_force=True)
    desk.bring("targets", _TARGET + "2026,sales,2,,,,\n", plan="B", in_force=True)
    plans = dict(desk.rows(SalesPlan, "id", "name"))
    found = desk.rows(PlanVersion, "plan_id", "fiscal_year", "status")
    assert sorted((plans[plan], year, status) for plan, year, status in found) == [
        ("A", 2026, "superseded"), ("A", 2027, "in_force"), ("B", 2026, "in_force"),
    ]  # fmt: skip
    desk.bring("targets", _TARGET + "2026,visits,3,,,,\n", plan="A", in_force=True)
    found = desk.rows(PlanVersion, "plan_id", "fiscal_year", "status")
    assert sorted((plans[plan], year, status) for plan, year, status in found) == [
        ("A", 2026, "in_force"), ("A", 2027, "in_force"), ("B", 2026, "superseded"),
    ]  # fmt: skip


def test_a_quarter_in_two_fiscal_years_is_spread_over_both(
    new_sqlite_url: str, tmp_path: Path
) -> None:
    with a_desk(new_sqlite_url, tmp_path, fiscal_year_start=2) as desk:
        desk.customers()
        desk.invoices([
            ("C1", date(2024 + (m + 1) // 12, (m + 1) % 12 + 1, 1), "100000") for m in range(12)
        ])  # fmt: skip
        # FY2025 (February 2024 on) was sold in, FY2024 was not: money beside working days.
        desk.bring("targets", _TARGET + "2025-Q1,visits,30,,,,\n", plan="P")
        assert [month for month, _amount in _monthly(desk)] == ["2025-01", "2025-02", "2025-03"]
        amounts = [amount for _month, amount in _monthly(desk)]
        assert sum(amounts) == 30
        assert min(amounts) >= 8
        assert desk.rows(SalesPlan, "fiscal_year") == [(2025,), (2026,)]


def test_a_year_whose_rows_stay_out_gets_no_plan(local: Desk) -> None:
    local.bring(
        "targets", _TARGET + "2026-01,sales,1,,,,\n2027-01,sales,1,nobody,,,\n", plan="P",
        good_rows_only=True,
    )  # fmt: skip
    assert local.rows(SalesPlan, "fiscal_year") == [(2026,)]


# --- visits -----------------------------------------------------------------------------------


def test_visits_know_the_place_of_their_customer(local: Desk) -> None:
    local.territories(2)
    local.reps(territory="T1")
    local.bring("customers", "code,name,rep_code,territory_code\nC1,x,R1,T2\nC2,y,R1,\n")
    local.bring(
        "visits", "date,rep_code,customer_code\n2026-01-01,R1,C1\n2026-01-01,R1,C2\n"
    )  # fmt: skip
    places = _codes(local, Territory)
    assert [places[row[0]] for row in local.rows(Visit, "territory_id")] == ["T2", "T1"]
