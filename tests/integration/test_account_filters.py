"""What the list of accounts can be filtered by, and a customer's documents with their lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from desktop.enums import Dimension
from desktop.services.customers.data import AccountColumn, AccountsQuery, Choice
from desktop.services.customers.service import CustomersService
from desktop.services.plans.data import CellQuery
from desktop.services.plans.service import PlansService
from desktop.services.receivables.data import ItemKind
from desktop.services.rules.standing import AccountStatus
from desktop.services.uow import UnitOfWork
from tests.integration.accounts_ledger import CLOCK, Ledger

AS_OF = date(2026, 3, 31)


@pytest.fixture
def ledger() -> Ledger:
    made = Ledger()
    made.territory("T0")
    made.territory("T2")
    made.territory("T1", "T0")
    made.rep("R1", territory="T2")
    made.rep("R2", leave=date(2026, 1, 31))
    made.customer("A-01", "R1", "T1", weight="B", credit_limit_minor=1000_00)
    made.customer("B-02", "R2", weight="A", is_key_account=True)
    made.customer("C-03", "R1")
    made.customer("D-04", credit_limit_minor=0)
    made.invoice("I1", "A-01", date(2026, 1, 10), date(2026, 2, 9), 300_00, tax=39_00)
    made.invoice("I2", "A-01", date(2025, 12, 1), date(2026, 1, 5), 100_00)
    made.invoice("I3", "B-02", date(2026, 3, 1), date(2026, 3, 31), 500_00)
    made.invoice("I5", "D-04", date(2025, 11, 1), date(2025, 12, 1), 10_00)
    made.money("P1", "A-01", date(2026, 2, 1), 150_00)
    made.money("P2", "A-01", date(2026, 2, 2), 39_00)
    made.apply("P1", "I2", 100_00, date(2026, 2, 1))
    made.apply("P2", "I1", 39_00, date(2026, 2, 2))
    return made


@pytest.fixture
def uow(new_sqlite_url: str, ledger: Ledger) -> Iterator[UnitOfWork]:
    opened = ledger.write(new_sqlite_url)
    yield opened
    opened.database.close()


@pytest.fixture
def service(uow: UnitOfWork) -> CustomersService:
    return CustomersService(uow, CLOCK)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"customer_class": "A"}, ["B-02"]),
        ({"key_accounts_only": True}, ["B-02"]),
        ({"in_bucket": 0}, ["B-02"]),
        ({"in_bucket": 2}, ["A-01"]),
        ({"in_bucket": 99}, []),
        ({"status": AccountStatus.OVER_LIMIT}, ["D-04"]),
        ({"status": AccountStatus.CLEAR}, ["C-03"]),
        ({"status": AccountStatus.OVERDUE}, ["A-01"]),
    ],
)
def test_the_list_is_narrowed_by_class_bucket_and_standing(
    service: CustomersService, query: dict[str, Any], expected: list[str]
) -> None:
    page = service.accounts(AccountsQuery(as_of=AS_OF, **query))

    assert [row.code for row in page.rows] == expected
    assert page.totals.customers == len(expected)


def test_the_list_is_sorted_by_seriousness(service: CustomersService) -> None:
    page = service.accounts(AccountsQuery(as_of=AS_OF, sort=AccountColumn.STATUS, descending=True))

    assert [row.code for row in page.rows] == ["D-04", "A-01", "B-02", "C-03"]
    assert page.rows[0].status is AccountStatus.OVER_LIMIT


def test_choices_are_people_employed_the_tree_of_places_and_classes_in_use(
    service: CustomersService,
) -> None:
    choices = service.choices(AS_OF)

    assert choices.customers == 4
    assert [one.code for one in choices.reps] == ["R1"]
    assert choices.territories == (Choice("T0", "T0"), Choice("T1", "T1", 1), Choice("T2", "T2"))
    assert choices.classes == ("A", "B")


def test_all_documents_include_settled_ones_the_latest_first(
    service: CustomersService, ledger: Ledger
) -> None:
    rows = service.documents(ledger.ids["A-01"], AS_OF)

    assert [row.document_no for row in rows] == ["P2", "P1", "I1", "I2"]
    assert [row.open for row in rows] == [0, -50, 300, 0]
    assert all(row.open == row.amount - row.applied for row in rows)
    assert rows[0].kind is ItemKind.COLLECTION
    receivable = service.card(ledger.ids["A-01"], AS_OF).standing.receivable
    assert sum(row.open for row in rows) == receivable


def test_a_documents_lines_add_up_to_its_amount(service: CustomersService, ledger: Ledger) -> None:
    (line,) = service.lines(ledger.ids["I1"])

    assert (line.net, line.tax, line.gross) == (300, 39, 339)
    assert (line.product_code, line.quantity, line.unit_price) == ("", None, None)


def test_the_cards_net_sales_are_the_lists_and_the_lines_behind(
    service: CustomersService, uow: UnitOfWork, ledger: Ledger
) -> None:
    card = service.card(ledger.ids["A-01"], AS_OF)
    row = service.accounts(AccountsQuery(as_of=AS_OF)).rows[0]
    lines = PlansService(uow, CLOCK).rows_behind(
        CellQuery(within=((Dimension.CUSTOMER, "A-01"),), first=card.year_start, last=AS_OF)
    )

    assert (card.fiscal_year, card.year_start) == ("2026", date(2026, 1, 1))
    assert card.net_sales == row.net_sales == lines.total == 300
    assert card.status is row.status is AccountStatus.OVERDUE
