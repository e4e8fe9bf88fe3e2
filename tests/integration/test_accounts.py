"""The list of accounts and the customer's card, read from a small ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.enums import Dimension
from desktop.errors import InputError
from desktop.models import SalesOrder, Visit
from desktop.services.customers.data import AccountColumn, AccountsQuery
from desktop.services.customers.service import CustomersService
from desktop.services.figures.data import ReportRequest
from desktop.services.receivables.data import ItemKind
from desktop.services.receivables.service import ReceivablesService
from desktop.services.uow import UnitOfWork
from tests.integration.accounts_ledger import CLOCK, Ledger, random_ledger

AS_OF = date(2026, 3, 31)


@pytest.fixture
def ledger() -> Ledger:
    made = Ledger()
    made.territory("T0")
    made.territory("T1", "T0")
    made.territory("T2")
    made.rep("R1", territory="T2")
    made.rep("R2", leave=date(2026, 1, 31))
    made.customer("A-01", "R1", "T1", weight="B", credit_limit_minor=1000_00)
    made.customer("B-02", "R2", weight="A", is_key_account=True, pinyin="lml")
    made.customer("C-03", "R1")
    made.customer("D-04", credit_limit_minor=0)
    made.invoice("I1", "A-01", date(2026, 1, 10), date(2026, 2, 9), 300_00, tax=39_00)
    made.invoice("I2", "A-01", date(2025, 12, 1), date(2026, 1, 5), 100_00)
    made.invoice("I3", "B-02", date(2026, 3, 1), date(2026, 3, 31), 500_00)
    made.invoice("I4", "B-02", date(2026, 4, 1), date(2026, 4, 30), 999_00)
    made.money("P1", "A-01", date(2026, 2, 1), 150_00)
    made.apply("P1", "I2", 100_00, date(2026, 2, 1))
    return made


@pytest.fixture
def uow(database_url: str, ledger: Ledger) -> Iterator[UnitOfWork]:
    opened = ledger.write(database_url)
    yield opened
    opened.database.close()


@pytest.fixture
def service(uow: UnitOfWork) -> CustomersService:
    return CustomersService(uow, CLOCK)


def codes(service: CustomersService, **query: Any) -> list[str]:
    page = service.accounts(AccountsQuery(**{"as_of": AS_OF, **query}))
    return [row.code for row in page.rows]


def test_a_row_holds_what_the_customer_buys_and_owes(service: CustomersService) -> None:
    page = service.accounts(AccountsQuery(as_of=AS_OF))

    row = page.rows[0]
    assert (page.fiscal_year, page.currency, page.bucket_names[0]) == ("2026", "CNY", "not_due")
    assert (row.code, row.rep_code, row.territory_code) == ("A-01", "R1", "T1")
    assert (row.customer_class, row.is_key_account) == ("B", False)
    assert row.net_sales == 300
    assert row.last_document_on == date(2026, 1, 10)
    assert row.buckets == (0, 0, 339, 0, 0, 0, 0)
    assert (row.receivable, row.unapplied, row.overdue) == (289, -50, 339)
    assert row.oldest_overdue_days == 50
    assert (row.credit_limit, row.available) == (1000, 711)


def test_totals_are_of_the_whole_list_not_of_the_page(service: CustomersService) -> None:
    page = service.accounts(AccountsQuery(as_of=AS_OF, first=1, count=1))

    assert [row.code for row in page.rows] == ["B-02"]
    assert page.totals.customers == 4
    assert page.totals.net_sales == 800
    assert page.totals.receivable == 789
    assert sum(page.totals.buckets) + page.totals.unapplied == page.totals.receivable


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"text": "b-0"}, ["B-02"]),
        ({"text": "LML"}, ["B-02"]),
        ({"text": "zzz"}, []),
        ({"rep": "R1"}, ["A-01", "C-03"]),
        ({"territory": "T0"}, ["A-01"]),
        ({"territory": "T2"}, ["C-03"]),
        ({"overdue_only": True}, ["A-01"]),
        ({"in_custody": True}, ["B-02", "D-04"]),
        ({"in_custody": True, "as_of": date(2026, 1, 31)}, ["D-04"]),
    ],
)
def test_the_list_can_be_filtered(
    service: CustomersService, query: dict[str, Any], expected: list[str]
) -> None:
    assert codes(service, **query) == expected


def test_an_empty_list_has_totals_of_nothing(service: CustomersService) -> None:
    totals = service.accounts(AccountsQuery(text="zzz", as_of=AS_OF)).totals

    assert (totals.customers, totals.receivable, totals.buckets) == (0, 0, (Decimal(0),) * 7)


@pytest.mark.parametrize("column", list(AccountColumn))
def test_the_list_can_be_sorted_by_every_column(
    service: CustomersService, column: AccountColumn
) -> None:
    up = codes(service, sort=column, bucket=2)
    down = codes(service, sort=column, bucket=2, descending=True)

    assert sorted(up) == sorted(down) == ["A-01", "B-02", "C-03", "D-04"]


@pytest.mark.parametrize(
    ("column", "down", "expected"),
    [
        (AccountColumn.RECEIVABLE, True, ["B-02", "A-01", "C-03", "D-04"]),
        (AccountColumn.OLDEST_OVERDUE, True, ["A-01", "B-02", "C-03", "D-04"]),
        (AccountColumn.CREDIT_LIMIT, False, ["D-04", "A-01", "B-02", "C-03"]),
        (AccountColumn.CREDIT_LIMIT, True, ["A-01", "D-04", "B-02", "C-03"]),
        (AccountColumn.CLASS, False, ["B-02", "A-01", "C-03", "D-04"]),
        (AccountColumn.BUCKET, True, ["A-01", "B-02", "C-03", "D-04"]),
    ],
)
def test_what_has_no_value_comes_last_in_either_direction(
    service: CustomersService, column: AccountColumn, down: bool, expected: list[str]
) -> None:
    assert codes(service, sort=column, bucket=2, descending=down) == expected


def test_the_list_agrees_with_the_aging_report(database_url: str) -> None:
    uow = random_ledger(11).write(database_url)
    day = date(2025, 8, 14)

    page = CustomersService(uow, CLOCK).accounts(AccountsQuery(as_of=day))
    request = ReportRequest("aging", (Dimension.CUSTOMER,), as_of=day)
    table = ReceivablesService(uow, CLOCK).aging(request)

    listed = {row.code: (*row.buckets, row.unapplied, row.receivable) for row in page.rows}
    assert {row[0]: row[1:] for row in table.rows} == {
        code: amounts for code, amounts in listed.items() if any(amounts)
    }
    for row in page.rows:
        card = CustomersService(uow, CLOCK).card(row.id, day)
        assert card.standing.buckets == row.buckets
        assert card.standing.receivable == row.receivable
        assert (card.rep_code, card.territory_code) == (row.rep_code, row.territory_code)
    uow.database.close()


def test_sales_follow_the_branchs_basis(database_url: str, ledger: Ledger) -> None:
    ledger.rows[next(iter(ledger.rows))][0]["sales_basis"] = "ordered"
    for number, status in (("O1", "confirmed"), ("O2", "cancelled")):
        ledger._add(
            SalesOrder, number=number, number_key=number, state="posted", voided_on=None,
            document_date=date(2026, 3, 5), month=2026 * 12 + 2, customer_id=1, status=status,
            is_shared=False, net_minor=70_00, version=1,
        )  # fmt: skip
    uow = ledger.write(database_url)

    row = CustomersService(uow, CLOCK).accounts(AccountsQuery(as_of=AS_OF)).rows[0]

    assert (row.net_sales, row.last_document_on) == (70, date(2026, 3, 5))
    uow.database.close()


def test_the_card_tells_who_looked_after_the_customer(database_url: str, ledger: Ledger) -> None:
    ledger.looks_after("R2", "D-04", date(2025, 1, 1), date(2025, 6, 30))
    ledger.looks_after("R1", "D-04", date(2025, 7, 1))
    uow = ledger.write(database_url)

    card = CustomersService(uow, CLOCK).card(ledger.ids["D-04"], AS_OF)

    assert [(one.rep_code, one.first_day, one.last_day, one.is_present) for one in card.care] == [
        ("R1", date(2025, 7, 1), None, True),
        ("R2", date(2025, 1, 1), date(2025, 6, 30), False),
    ]
    assert (card.rep_code, card.territory_code) == ("R1", "T2")
    assert (card.credit.limit, card.credit.used.value) == (0, None)
    assert card.credit.used.reason == "no credit allowed"
    uow.database.close()


def test_the_card_shows_items_money_months_and_lateness(
    service: CustomersService, ledger: Ledger
) -> None:
    card = service.card(ledger.ids["A-01"], AS_OF)

    assert [(one.kind, one.document_no, one.open) for one in card.standing.items] == [
        (ItemKind.COLLECTION, "P1", -50),
        (ItemKind.INVOICE, "I1", 339),
    ]
    assert (card.standing.receivable, card.standing.overdue) == (289, 339)
    assert card.standing.oldest_overdue_days == 50
    assert card.standing.days_late.value == 50
    assert card.days_late_paid.value == 27
    assert card.credit.used.value == Decimal("0.289")
    money = card.money[0]
    assert (money.receipt_no, money.amount, money.unapplied) == ("P1", 150, 50)
    assert [(one.document_no, one.amount) for one in money.applied] == [("I2", 100)]
    assert len(card.months) == 24
    assert [(str(one.month), one.net_sales, one.collected) for one in card.months[-4:]] == [
        ("2025-12", 100, 0), ("2026-01", 300, 0), ("2026-02", 0, 150), ("2026-03", 0, 0),
    ]  # fmt: skip


def test_the_card_shows_the_last_visits(database_url: str, ledger: Ledger) -> None:
    for day, state in ((3, "posted"), (9, "posted"), (10, "void")):
        ledger._add(
            Visit, state=state, visited_on=date(2026, 3, day), month=2026 * 12 + 2, rep_id=1,
            customer_id=3, channel="on_site", purpose="order", outcome="", is_attempt=False,
            note=f"note {day}", note_key="", order_number="", keyed_at=CLOCK.now(), version=1,
        )  # fmt: skip
    uow = ledger.write(database_url)

    card = CustomersService(uow, CLOCK).card(ledger.ids["C-03"], AS_OF)

    assert [one.note for one in card.visits] == ["note 9", "note 3"]
    assert card.credit.used.reason == "no credit limit"
    uow.database.close()


def test_a_customer_that_is_not_there_is_named(service: CustomersService) -> None:
    with pytest.raises(InputError) as caught:
        service.card(4711)

    assert caught.value.issues[0].facts["given"] == 4711


def test_by_default_the_list_is_as_of_the_last_day_with_data(service: CustomersService) -> None:
    assert service.accounts(AccountsQuery()).as_of == date(2026, 4, 1)
