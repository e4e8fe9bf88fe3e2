"""Each planted story of the sample stands where the table in `stories` says."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise

from desktop.enums import ImportKind
from desktop.services.sample import stories
from desktop.services.sample.branch import SampleBranch, generate

Row = dict[str, str]


@cache
def sample() -> SampleBranch:
    return generate()


@cache
def table(kind: ImportKind) -> tuple[Row, ...]:
    return tuple(
        dict(zip(file.columns, row, strict=True))
        for file in sample().files
        if file.kind is kind
        for row in file.rows
    )


def of(which: ImportKind, /, **wanted: str) -> list[Row]:
    return [row for row in table(which) if all(row[k] == v for k, v in wanted.items())]


def total(rows: list[Row], column: str = "amount") -> Decimal:
    return sum((Decimal(row[column]) for row in rows), Decimal(0))


def customer(code: str) -> Row:
    return of(ImportKind.CUSTOMERS, code=code)[0]


def test_1_a_big_dealer_pays_nothing_of_what_was_invoiced_since_december() -> None:
    since = stories.NEVER_PAYS_FROM.isoformat()
    bills = [
        r
        for r in of(ImportKind.INVOICES, customer_code=stories.NEVER_PAYS)
        if r["invoice_date"] >= since
    ]
    numbers = {row["invoice_no"] for row in bills}
    assert customer(stories.NEVER_PAYS)["rep_code"] == "R04"
    assert customer(stories.NEVER_PAYS)["key_account"] == "yes"
    assert total(bills) > 1_000_000
    assert not [r for r in table(ImportKind.COLLECTIONS) if r["invoice_no"] in numbers]


def test_2_the_period_end_push_comes_back_within_45_days() -> None:
    bills = {r["invoice_no"]: r for r in table(ImportKind.INVOICES) if r["kind"] == "invoice"}
    for first, last, back in (
        ("2025-12-29", "2025-12-31", ("2026-01-13", "2026-02-14")),
        ("2026-06-26", "2026-06-30", ("2026-07-11", "2026-08-14")),
    ):
        pushed = [
            r
            for r in bills.values()
            if r["customer_code"] in stories.PUSH_DEALERS and first <= r["invoice_date"] <= last
        ]
        returned = [
            r
            for r in of(ImportKind.INVOICES, kind="credit_note", rep_code=stories.PUSH_REP)
            if r["customer_code"] in stories.PUSH_DEALERS
            and back[0] <= r["invoice_date"] <= back[1]
        ]
        assert {r["customer_code"] for r in pushed} >= set(stories.PUSH_DEALERS)
        assert {r["customer_code"] for r in returned} == set(stories.PUSH_DEALERS)
        assert total(returned) > 500_000


def test_3_the_leaver_has_open_receivables_and_customers_not_handed_over() -> None:
    own = {r["code"] for r in of(ImportKind.CUSTOMERS, rep_code=stories.LEAVER)}
    handed = {
        r["customer_code"] for r in of(ImportKind.ASSIGNMENTS, rep_code=stories.LEAVER_HANDED_TO)
    }
    assert own & handed == set(stories.LEAVER_HANDED)
    assert len(own - handed) == 12
    bills = [r for r in table(ImportKind.INVOICES) if r["customer_code"] in own - handed]
    owed = sum(
        (Decimal(r["amount"]) + Decimal(r["tax"])) * (1 if r["kind"] == "invoice" else -1)
        for r in bills
    )
    paid = total([r for r in table(ImportKind.COLLECTIONS) if r["customer_code"] in own - handed])
    assert owed - paid > 1_000_000


def test_4_a_key_dealer_is_cut_off_from_visits_but_still_buys() -> None:
    visits = of(ImportKind.VISITS, customer_code=stories.CUT_OFF)
    assert "2026-03-20" < max(r["date"] for r in visits) <= stories.LAST_VISIT.isoformat()
    orders = of(ImportKind.ORDERS, customer_code=stories.CUT_OFF)
    assert max(r["order_date"] for r in orders) > "2026-09"


def test_5_the_copier_writes_one_note_and_few_orders_follow() -> None:
    since = stories.COPIES_FROM.isoformat()
    own = of(ImportKind.VISITS, rep_code=stories.COPIER)
    late = [r for r in own if r["date"] >= since]
    assert len({r["note"] for r in late}) == 3
    assert {r["start"][3:] for r in late} == {"00", "30"}
    assert any(date.fromisoformat(r["date"]).weekday() == 6 for r in late)
    honest = [r["note"] for r in of(ImportKind.VISITS, rep_code="R05") if r["note"]]
    assert Counter(honest).most_common(1)[0][1] <= 3


def test_6_one_territory_has_sales_and_no_target() -> None:
    own = {
        r["code"]
        for r in table(ImportKind.CUSTOMERS)
        if r["territory_code"].startswith(stories.NO_TARGETS)
    }
    assert len(own) == 6
    assert total([r for r in table(ImportKind.INVOICES) if r["customer_code"] in own]) > 1_000_000
    targets = table(ImportKind.TARGETS)
    assert not [r for r in targets if r["customer_code"] in own or r["territory_code"]]
    homes = {r["territory_code"] for r in table(ImportKind.REPS)}
    assert stories.NO_TARGETS not in homes


def test_7_one_dealer_has_sales_and_no_cash() -> None:
    bills = of(ImportKind.INVOICES, customer_code=stories.NO_CASH)
    assert len({r["invoice_date"][:7] for r in bills}) >= 5
    assert not of(ImportKind.COLLECTIONS, customer_code=stories.NO_CASH)
    assert customer(stories.NO_CASH)["opened_on"] == stories.NO_CASH_OPENED.isoformat()


def test_8_the_new_rep_visits_more_each_month() -> None:
    months = Counter(r["date"][:7] for r in of(ImportKind.VISITS, rep_code=stories.NEW_REP))
    early = months["2026-04"] + months["2026-05"]
    assert early * 3 < (months["2026-09"] + months["2026-10"]) * 2
    taken = [r["from"] for r in of(ImportKind.ASSIGNMENTS, rep_code=stories.NEW_REP)]
    assert Counter(taken) == {"2026-04-01": 10, "2026-06-01": 8}


def test_9_a_small_dealer_buys_many_times_what_it_did() -> None:
    bills = of(ImportKind.INVOICES, customer_code=stories.DIVERTER)
    before = total([r for r in bills if "2025-04" <= r["invoice_date"] < "2025-11"])
    after = total([r for r in bills if "2026-04" <= r["invoice_date"] < "2026-11"])
    assert after > 6 * before
    assert customer(stories.DIVERTER)["territory_code"] == stories.DIVERTER_COUNTY
    assert customer(stories.DIVERTER)["class"] == "C"


def test_10_one_rep_entertains_nobody_that_he_names() -> None:
    nameless = [r for r in of(ImportKind.EXPENSES, category="entertainment") if not r["guests"]]
    assert {r["rep_code"] for r in nameless} == {stories.GUESTLESS}
    assert len(nameless) > 20
    assert all(Decimal(r["amount"]) % 100 == 0 and not r["visit_no"] for r in nameless)


def test_11_sales_of_one_rep_rise_while_gross_profit_falls() -> None:
    def figures(year: str) -> tuple[Decimal, Decimal]:
        own = of(ImportKind.INVOICES, rep_code=stories.EROSION_REP)
        rows = [r for r in own if f"{year}-01" <= r["invoice_date"] < f"{year}-11"]
        signed = [(r, -1 if r["kind"] == "credit_note" else 1) for r in rows]
        sales = sum(Decimal(r["amount"]) * sign for r, sign in signed)
        cost = sum(Decimal(r["cost"] or "0") * sign for r, sign in signed)
        return Decimal(sales), Decimal(sales - cost)

    (sales, profit), (sales_now, profit_now) = figures("2025"), figures("2026")
    assert sales_now > sales * Decimal("1.1")
    assert profit_now < profit * Decimal("0.8")


def test_12_a_key_dealer_is_lost_and_comes_back() -> None:
    days = sorted(
        {r["order_date"] for r in of(ImportKind.ORDERS, customer_code=stories.COMES_BACK)}
    )
    gaps = {
        later: (date.fromisoformat(later) - date.fromisoformat(earlier)).days
        for earlier, later in pairwise(days)
    }
    back = max(gaps, key=gaps.__getitem__)
    assert gaps[back] > 280
    assert stories.BACK_ON.isoformat() <= back < "2026-04-10"
    assert customer(stories.COMES_BACK)["key_account"] == "yes"


def test_awkward_names_are_there() -> None:
    assert "'" in customer(stories.APOSTROPHE)["name"]
    assert "🏠" in customer(stories.EMOJI)["name"]
    assert len(customer(stories.LONG_NAME)["name"]) > 40


def test_credit_is_shared_for_one_key_account() -> None:
    assert {r["rep_code"] for r in of(ImportKind.ORDERS, customer_code=stories.SHARED_CREDIT)} == {
        stories.SHARED_CREDIT_REPS
    }
