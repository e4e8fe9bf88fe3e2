"""Each kind of file, all its columns, from a text to the rows that it becomes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from desktop.models import (
    OPEN_END,
    Application,
    BudgetLine,
    CalendarDay,
    Collection,
    Customer,
    CustomerRep,
    CustomerTerritory,
    Expense,
    ImportBatch,
    Invoice,
    InvoiceCredit,
    InvoiceLine,
    Leave,
    OrderCredit,
    OrderLine,
    PlanLine,
    PlanVersion,
    Product,
    ProductGroup,
    Rep,
    SalesOrder,
    Territory,
    Visit,
    VisitPlan,
)
from desktop.periods import Month
from tests.factories import Desk


def _ids(desk: Desk, record: type) -> dict[str, int]:
    return {code: row_id for code, row_id in desk.rows(record, "code", "id")}


def test_every_column_of_the_organisation_goes_in(desk: Desk) -> None:
    desk.bring("territories", """
        code,name,parent_code
        E1,East one,EAST
        EAST,East,
        """)  # fmt: skip
    desk.bring("reps", """
        code,name,manager_code,title,territory_code,hire_date,leave_date
        R2,曾小明,R1,Rep,e1,2024-03-01,2026-12-31
        R1,Li Ming,,Manager,EAST,,
        """)  # fmt: skip
    desk.bring("calendar", "date,kind,note\n2026-02-28,work,make-up\n2026-03-02,half,\n")
    desk.bring("leave", "rep_code,from,to,kind\nR1,2026-08-03,2026-08-07,holiday\n")

    places, people = _ids(desk, Territory), _ids(desk, Rep)
    assert desk.rows(Territory, "code", "name", "parent_id") == [
        ("E1", "East one", places["EAST"]), ("EAST", "East", None),
    ] or desk.rows(Territory, "code", "name", "parent_id") == [
        ("EAST", "East", None), ("E1", "East one", places["EAST"]),
    ]  # fmt: skip
    assert sorted(
        desk.rows(
            Rep, "code", "name", "pinyin", "title", "manager_id", "territory_id", "hire_date",
            "leave_date", "version",
        )
    ) == [
        ("R1", "Li Ming", "lm", "Manager", None, places["EAST"], None, None, 1),
        ("R2", "曾小明", "zxm", "Rep", people["R1"], places["E1"], date(2024, 3, 1),
         date(2026, 12, 31), 1),
    ]  # fmt: skip
    assert desk.rows(CalendarDay, "day", "kind", "note", "is_seeded") == [
        (date(2026, 2, 28), "work", "make-up", False), (date(2026, 3, 2), "half", "", False),
    ]  # fmt: skip
    assert desk.rows(Leave, "rep_id", "first_day", "last_day", "kind") == [
        (people["R1"], date(2026, 8, 3), date(2026, 8, 7), "holiday")
    ]


def test_every_column_of_products_and_customers_goes_in(desk: Desk) -> None:
    desk.territories()
    desk.reps()
    desk.bring("product-groups", "code,name,parent_code\nG2,Inner,G1\nG1,Outer,\n")
    desk.bring("products", """
        code,name,group_code,unit,list_price,standard_cost
        P1,City bike,G2,pcs,1999.5,1200.000001
        P2,Bare,,,,
        """)  # fmt: skip
    desk.bring("customers", """
        code,name,territory_code,rep_code,class,key_account,tax_id,phone,address,legal_person,credit_limit,terms_days,opened_on
        001,日升贸易,T1,R1,A,yes,91310,021-5,"88 Harbour Road, Shanghai",王五,50000,30,2026-01-05
        002,Bare,,,,,,,,,,,
        """)  # fmt: skip

    groups, people, places = _ids(desk, ProductGroup), _ids(desk, Rep), _ids(desk, Territory)
    who = _ids(desk, Customer)
    assert desk.rows(
        Product, "code", "group_id", "unit", "list_price_millionths", "standard_cost_millionths"
    ) == [("P1", groups["G2"], "pcs", 1_999_500_000, 1_200_000_001), ("P2", None, "", None, None)]
    assert desk.rows(
        Customer, "code", "pinyin", "customer_class", "is_key_account", "tax_id", "phone",
        "address", "legal_person", "credit_limit_minor", "terms_days", "opened_on",
    ) == [
        ("001", "rsmy", "A", True, "91310", "021-5", "88 Harbour Road, Shanghai", "王五", 5_000_000,
         30, date(2026, 1, 5)),
        ("002", "b", None, False, "", "", "", "", None, None, None),
    ]  # fmt: skip
    assert desk.rows(
        CustomerRep, "customer_id", "rep_id", "first_day", "last_day", "is_from_file"
    ) == [(who["001"], people["R1"], date(2026, 1, 5), OPEN_END, True)]
    assert desk.rows(CustomerTerritory, "customer_id", "territory_id", "first_day") == [
        (who["001"], places["T1"], date(2026, 1, 5))
    ]


def test_every_column_of_an_order_goes_in_and_its_credit_is_shared_exactly(desk: Desk) -> None:
    desk.reps(3)
    desk.customers()
    desk.products()
    outcome = desk.bring("orders", """
        order_no,order_date,customer_code,rep_code,product_code,quantity,unit_price,amount,cost,status
        SO-1,2026-01-05,C1,R1:33.333333;R2:33.333333;R3:33.333334,P1,10,1.0051,10.00,6.01,closed
        SO-1,2026-01-05,C1,R1:33.333333;R2:33.333333;R3:33.333334,,,,-0.01,,closed
        SO-2,2026-02-05,C1,R2,P1,1,,0,,
        """)  # fmt: skip

    assert outcome.row_count == 3
    people = _ids(desk, Rep)
    assert desk.rows(
        SalesOrder, "number", "state", "document_date", "month", "rep_id", "credited_rep_id",
        "status", "is_shared", "net_minor",
    ) == [
        ("SO-1", "posted", date(2026, 1, 5), Month.at(2026, 1).ordinal, None, people["R1"],
         "closed", True, 999),
        ("SO-2", "posted", date(2026, 2, 5), Month.at(2026, 2).ordinal, people["R2"],
         people["R2"], "confirmed", False, 0),
    ]  # fmt: skip
    assert desk.rows(
        OrderLine, "line_no", "quantity_millionths", "unit_price_millionths", "net_minor",
        "cost_minor",
    ) == [
        (1, 10_000_000, 1_005_100, 1000, 601), (2, None, None, -1, None),
        (1, 1_000_000, None, 0, None),
    ]  # fmt: skip
    shares = desk.rows(
        OrderCredit, "line_no", "rep_id", "share_millionths", "quantity_millionths", "net_minor",
        "cost_minor",
    )  # fmt: skip
    assert [row[1] for row in shares] == [people["R1"], people["R2"], people["R3"]] * 2
    assert sum(row[2] for row in shares) == 2_000_000
    assert sum(row[3] for row in shares[:3]) == 10_000_000
    assert sorted(row[4] for row in shares[:3]) == [333, 333, 334]
    assert sum(row[5] for row in shares[:3]) == 601
    assert sorted(row[4] for row in shares[3:]) == [-1, 0, 0]


def test_every_column_of_invoices_goes_in_and_credit_notes_count_negative(desk: Desk) -> None:
    desk.reps(2)
    desk.customers(rep="R1", terms=30)
    desk.products()
    desk.orders([("C1", "2026-01-01", "5")])
    outcome = desk.bring("invoices", """
        invoice_no,kind,invoice_date,due_date,customer_code,rep_code,order_no,original_invoice_no,product_code,quantity,amount,tax,cost
        A,,2026-01-05,,C1,,O1,,P1,2,100,13,60
        A,,2026-01-05,,C1,,O1,,P1,1,50.0050,,
        B,credit_note,2026-02-01,2026-01-31,C1,R1:60;R2:40,unknown,A,P1,1,30.01,3.9,18
        Z,,2026-01-05,,C1,,,,,,0,,
        """)  # fmt: skip

    people = _ids(desk, Rep)
    order = desk.rows(SalesOrder, "id")[0][0]
    late = [issue for issue in outcome.issues if issue.code == "due_before_date"]
    assert [(issue.row, issue.is_warning) for issue in late] == [(4, True)]
    assert outcome.rounded_count == 1
    assert desk.rows(
        Invoice, "number", "kind", "due_date", "order_id", "order_number", "credited_rep_id",
        "is_shared", "net_minor", "tax_minor", "gross_minor", "settled_on",
    ) == [
        ("A", "invoice", date(2026, 2, 4), order, "O1", people["R1"], False, 15001, 1300, 16301,
         OPEN_END),
        ("B", "credit_note", date(2026, 1, 31), None, "unknown", people["R1"], True, -3001, -390,
         -3391, date(2026, 2, 1)),
        ("Z", "invoice", date(2026, 2, 4), None, "", people["R1"], False, 0, 0, 0,
         date(2026, 1, 5)),
    ]  # fmt: skip
    assert desk.rows(
        InvoiceLine, "quantity_millionths", "net_minor", "tax_minor", "cost_minor"
    ) == [
        (2_000_000, 10000, 1300, 6000), (1_000_000, 5001, 0, None),
        (-1_000_000, -3001, -390, -1800), (None, 0, 0, None),
    ]  # fmt: skip
    assert desk.rows(InvoiceCredit, "rep_id", "net_minor", "cost_minor") == [
        (people["R1"], -1801, -1080), (people["R2"], -1200, -720),
    ]  # fmt: skip
    assert desk.rows(Application, "applied_on", "amount_minor") == [(date(2026, 2, 1), 3391)]


def test_every_column_of_collections_goes_in_and_pays_what_it_names(desk: Desk) -> None:
    desk.reps(2)
    desk.customers(rep="R1")
    desk.invoices([("C1", "2026-01-10", "100"), ("C1", "2026-03-10", "50")])
    outcome = desk.bring("collections", """
        receipt_no,date,customer_code,amount,invoice_no,method,payer,rep_code
        RC,2026-02-01,C1,100,I1,transfer,Uncle,R2
        RC,2026-02-01,C1,60,I2,transfer,Uncle,R2
        RD,2026-02-02,C1,7,,,,
        """)  # fmt: skip

    people = _ids(desk, Rep)
    assert [(i.code, i.row, i.column) for i in outcome.issues] == [("more_than_open", 3, "amount")]
    assert desk.rows(
        Collection, "number", "rep_id", "credited_rep_id", "amount_minor", "method", "payer",
        "used_up_on",
    ) == [
        ("RC", people["R2"], people["R2"], 16000, "transfer", "Uncle", OPEN_END),
        ("RD", None, people["R1"], 700, "", "", OPEN_END),
    ]  # fmt: skip
    # Money that came before its invoice pays it on the invoice's day.
    assert desk.rows(Application, "applied_on", "amount_minor") == [
        (date(2026, 2, 1), 10000), (date(2026, 3, 10), 5000),
    ]  # fmt: skip
    assert desk.rows(Invoice, "number", "settled_on") == [
        ("I1", date(2026, 2, 1)), ("I2", date(2026, 3, 10)),
    ]  # fmt: skip


def test_every_column_of_the_field_goes_in(desk: Desk) -> None:
    desk.reps()
    desk.customers(rep="R1")
    desk.bring("visits", """
        visit_no,date,start,end,minutes,rep_code,customer_code,channel,purpose,outcome,planned,note,next_visit_on,received_at,order_no
        V1,2026-03-02,9:30,10:15,,R1,C1,phone,Why,ok,yes,Hi,2026-04-01,2026-03-03 08:00+08:00,S1
        ,2026-03-02,,,20,R1,C1,,,Closed,,,,2026-03-04,
        """)  # fmt: skip
    desk.bring("visit-plans", "rep_code,customer_code,date,purpose\nR1,C1,2026-03-09,Count\n")
    desk.bring("expenses", """
        date,rep_code,category,amount,customer_code,visit_no,guests,invoice_no,note
        2026-03-02,R1,meals,86.50,C1,v1,Mr Wang,F-1,lunch
        2026-03-02,R1,travel,1,,,,,
        """)  # fmt: skip

    assert desk.rows(
        Visit, "visit_no", "starts_at", "ends_at", "minutes", "channel", "purpose", "outcome",
        "is_attempt", "is_planned", "note", "note_key", "next_visit_on", "received_at",
        "order_number", "keyed_at",
    ) == [
        ("V1", time(9, 30), time(10, 15), 45, "phone", "Why", "ok", False, True,
         "Hi", "hi", date(2026, 4, 1), datetime(2026, 3, 3, 0, 0, tzinfo=UTC), "S1",
         datetime(2026, 3, 18, 9, 30, tzinfo=UTC)),
        (None, None, None, 20, "on_site", "", "Closed", True, None, "", "", None,
         datetime(2026, 3, 4, tzinfo=UTC), "", datetime(2026, 3, 18, 9, 30, tzinfo=UTC)),
    ]  # fmt: skip
    assert desk.rows(VisitPlan, "planned_on", "purpose") == [(date(2026, 3, 9), "Count")]
    visit = desk.rows(Visit, "id")[0][0]
    assert desk.rows(
        Expense, "category", "amount_minor", "visit_id", "guests", "invoice_number", "note"
    ) == [("meals", 8650, visit, "Mr Wang", "F-1", "lunch"), ("travel", 100, None, "", "", "")]


def test_targets_of_year_quarter_and_month_go_in_and_add_up(desk: Desk) -> None:
    desk.reps()
    desk.customers()
    desk.groups()
    desk.products(group="G1")
    desk.bring("targets", """
        period,metric,amount,territory_code,rep_code,customer_code,product_code,group_code
        2026,sales,1000.01,,R1,,,
        2026-Q3,visits,10,,R1,,,
        2026-07,quantity,1.5,,,C1,P1,G1
        """, plan="Main", in_force=True)  # fmt: skip

    lines = desk.rows(PlanLine, "metric", "month", "amount")
    sales = [amount for metric, _month, amount in lines if metric == "sales"]
    visits = [amount for metric, _month, amount in lines if metric == "visits"]
    assert (len(sales), sum(sales)) == (12, 100_001)
    assert (len(visits), sum(visits)) == (3, 10)
    assert [line for line in lines if line[0] == "quantity"] == [
        ("quantity", Month.at(2026, 7).ordinal, 1_500_000)
    ]
    assert desk.rows(PlanVersion, "status", "in_force_from", "season_basis") == [
        ("in_force", date(2026, 3, 18), "working days")
    ]


def test_budgets_are_spread_over_months_by_working_days(desk: Desk) -> None:
    desk.reps()
    # January 2026 has 22 working days, February 20, March 22: 64 days for 100.00.
    desk.bring("budgets", """
        period,category,amount,rep_code,customer_code,product_code,territory_code
        2026-Q1,travel,100,R1,,,
        2026-02,gift,7.01,,,,
        """)  # fmt: skip
    outcome = desk.bring("budgets", "period,category,amount,rep_code\n2026-03,travel,1,R1\n")

    assert [(i.code, i.row, i.column) for i in outcome.issues] == [("budget_known", 2, "period")]
    person = _ids(desk, Rep)["R1"]
    january = Month.at(2026, 1).ordinal
    assert desk.rows(BudgetLine, "month", "category", "amount_minor", "rep_id") == [
        (january, "travel", 3438, person),
        (january + 1, "travel", 3125, person),
        (january + 2, "travel", 3437, person),
        (january + 1, "gift", 701, None),
        (january + 2, "travel", 100, person),
    ]


def test_a_batch_keeps_the_name_the_counts_and_the_command_of_its_file(desk: Desk) -> None:
    outcome = desk.bring("territories", "code,name\nA,Alpha\n,Beta\n", good_rows_only=True)

    assert desk.rows(ImportBatch, "kind", "row_count", "refused_count") == [("territories", 1, 1)]
    assert [row for row, _issue in outcome.refused] == [3]
    (listed,) = desk.imports.batches()
    assert (listed.id, listed.user, listed.withdrawn_at) == (outcome.batch_id, "The boss", None)
