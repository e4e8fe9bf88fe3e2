"""Aging: every grouping adds up to the receivable, on any day, on both engines."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from desktop.enums import AgeFrom, Dimension
from desktop.errors import InputError
from desktop.models import Collection, Invoice
from desktop.services.figures.data import ReportRequest, ReportTable
from desktop.services.receivables.service import ReceivablesService
from desktop.services.uow import UnitOfWork
from tests.integration.accounts_ledger import CLOCK, Ledger, random_ledger

AS_OF = date(2026, 3, 31)


@pytest.fixture
def ledger() -> Ledger:
    made = Ledger()
    made.territory("T0")
    made.territory("T1", "T0")
    made.rep("R0")
    made.rep("R1", "R0", "T1")
    made.rep("R2", "R0", leave=date(2026, 1, 31))
    made.customer("A", "R1", "T1", weight="A")
    made.customer("B", "R2", weight="B")
    made.customer("C")
    return made


@pytest.fixture
def opened() -> Iterator[list[UnitOfWork]]:
    found: list[UnitOfWork] = []
    yield found
    for uow in found:
        uow.database.close()


@pytest.fixture
def service(database_url: str, ledger: Ledger, opened: list[UnitOfWork]) -> Any:
    def build(made: Ledger = ledger) -> ReceivablesService:
        uow = made.write(database_url)
        opened.append(uow)
        return ReceivablesService(uow, CLOCK)

    return build


def aging(service: ReceivablesService, *by: Dimension, as_of: date = AS_OF, **more: Any) -> Any:
    return service.aging(ReportRequest("aging", by, as_of=as_of, **more))


def total(table: ReportTable) -> dict[str, Any]:
    assert table.total is not None
    return {
        column.name: value
        for column, value in zip(table.columns, table.total, strict=True)
        if value
    }


def by_code(table: ReportTable) -> dict[Any, Any]:
    return {row[0]: row[-1] for row in table.rows}


def test_days_30_and_31_lie_on_two_sides_of_the_bound(service: Any, ledger: Ledger) -> None:
    for number, days in enumerate((-1, 0, 1, 30, 31, 365, 366)):
        due = AS_OF - timedelta(days=days)
        ledger.invoice(f"I{number}", "A", due - timedelta(days=5), due, 10 ** (number + 2))

    assert total(aging(service())) == {
        "not_due": Decimal("11"),
        "d1_30": Decimal("1100"),
        "d31_60": Decimal("10000"),
        "d181_365": Decimal("100000"),
        "over_365": Decimal("1000000"),
        "total": Decimal("1111111"),
    }


def test_from_the_document_nothing_is_not_due(service: Any, ledger: Ledger) -> None:
    ledger.invoice("I1", "A", AS_OF, AS_OF + timedelta(days=30), 100)
    ledger.invoice("I2", "A", AS_OF - timedelta(days=30), AS_OF, 200)
    ledger.invoice("I3", "A", AS_OF - timedelta(days=31), AS_OF, 400)

    assert total(aging(service(), age_from=AgeFrom.DOCUMENT)) == {
        "d1_30": Decimal("3"),
        "d31_60": Decimal("4"),
        "total": Decimal("7"),
    }


def test_part_payments_age_by_what_remains_on_the_day(service: Any, ledger: Ledger) -> None:
    ledger.invoice("I1", "A", date(2026, 1, 5), date(2026, 2, 4), 1000)
    ledger.money("P1", "A", date(2026, 3, 1), 300)
    ledger.apply("P1", "I1", 300, date(2026, 3, 1))
    ledger.money("P2", "A", date(2026, 4, 2), 700)
    ledger.apply("P2", "I1", 700, date(2026, 4, 2))
    asked = service()

    assert total(aging(asked)) == {"d31_60": Decimal("7"), "total": Decimal("7")}
    assert total(aging(asked, as_of=date(2026, 2, 28))) == {
        "d1_30": Decimal("10"),
        "total": Decimal("10"),
    }
    assert total(aging(asked, as_of=date(2026, 4, 1)))["total"] == 7
    assert total(aging(asked, as_of=date(2026, 4, 2))) == {}


def test_money_before_its_invoice_is_unapplied_until_the_invoice_exists(
    service: Any, ledger: Ledger
) -> None:
    ledger.money("P1", "A", date(2026, 2, 1), 500)
    ledger.invoice("I1", "A", date(2026, 3, 1), date(2026, 3, 31), 800)
    ledger.apply("P1", "I1", 500, date(2026, 3, 1))
    asked = service()

    assert total(aging(asked, as_of=date(2026, 1, 31))) == {}
    assert total(aging(asked, as_of=date(2026, 2, 28))) == {
        "unapplied": Decimal("-5"),
        "total": Decimal("-5"),
    }
    assert total(aging(asked)) == {"not_due": Decimal("3"), "total": Decimal("3")}


def test_credit_notes_are_open_until_they_are_used(service: Any, ledger: Ledger) -> None:
    ledger.invoice("I1", "A", date(2026, 2, 1), date(2026, 3, 3), 1000)
    ledger.invoice("CN", "A", date(2026, 3, 10), date(2026, 3, 10), -400)
    ledger.apply("CN", "I1", 100, date(2026, 3, 20))
    asked = service()

    assert total(aging(asked, Dimension.REP, as_of=date(2026, 3, 15))) == {
        "d1_30": Decimal("6"),
        "total": Decimal("6"),
    }
    sheet = aging(asked, as_of=date(2026, 3, 31), age_from=AgeFrom.DOCUMENT)
    assert total(sheet) == {
        "d1_30": Decimal("-3"),
        "d31_60": Decimal("9"),
        "total": Decimal("6"),
    }


def test_void_documents_never_count(service: Any, ledger: Ledger) -> None:
    gone = {"state": "void", "voided_on": AS_OF}
    ledger.invoice("I1", "A", date(2026, 2, 1), date(2026, 3, 3), 1000, **gone)
    ledger.money("P1", "A", date(2026, 2, 1), 1000, **gone)

    assert total(aging(service())) == {}


def test_a_leavers_customers_are_in_custody_from_the_day_after(
    service: Any, ledger: Ledger
) -> None:
    ledger.invoice("I1", "A", date(2026, 1, 5), AS_OF, 100)
    ledger.invoice("I2", "B", date(2026, 1, 5), AS_OF, 200)
    ledger.invoice("I3", "C", date(2026, 1, 5), AS_OF, 400)
    ledger.money("P1", "B", date(2026, 1, 6), 50)
    asked = service()

    last_day = by_code(aging(asked, Dimension.REP, as_of=date(2026, 1, 31)))
    after = by_code(aging(asked, Dimension.REP, as_of=date(2026, 2, 1)))

    assert last_day == {"": Decimal("4"), "R1": Decimal("1"), "R2": Decimal("1.5")}
    assert after == {"": Decimal("5.5"), "R1": Decimal("1")}


def test_an_item_handed_over_belongs_to_its_own_owner(service: Any, ledger: Ledger) -> None:
    ledger.invoice("I1", "A", date(2026, 1, 5), AS_OF, 100)
    ledger.invoice("I2", "A", date(2026, 1, 5), AS_OF, 200)
    ledger.invoice("I3", "A", date(2026, 1, 5), AS_OF, 400)
    ledger.own("I2", "R0", date(2026, 2, 1))
    ledger.own("I3", "", date(2026, 2, 1), date(2026, 2, 28))
    asked = service()

    february = by_code(aging(asked, Dimension.REP, as_of=date(2026, 2, 28)))
    march = by_code(aging(asked, Dimension.REP))

    assert february == {"": Decimal("4"), "R0": Decimal("2"), "R1": Decimal("1")}
    assert march == {"R0": Decimal("2"), "R1": Decimal("5")}


def test_at_origin_items_belong_to_the_documents_rep(service: Any, ledger: Ledger) -> None:
    ledger.invoice("I1", "A", date(2026, 1, 5), AS_OF, 100, rep="R2")
    ledger.money("P1", "A", date(2026, 1, 6), 30, rep="R2")

    found = by_code(aging(service(), Dimension.REP, owner_at_origin=True))

    assert found == {"R1": Decimal("-0.3"), "R2": Decimal("1")}


def test_trees_hold_their_whole_subtree(service: Any, ledger: Ledger) -> None:
    ledger.invoice("I1", "A", date(2026, 1, 5), AS_OF, 100)
    ledger.invoice("I2", "C", date(2026, 1, 5), AS_OF, 200)
    asked = service()

    assert by_code(aging(asked, Dimension.TERRITORY)) == {
        "": Decimal("2"), "T0": Decimal("1"), "T1": Decimal("1"),
    }  # fmt: skip
    assert by_code(aging(asked, Dimension.MANAGER)) == {"": Decimal("2"), "R0": Decimal("1")}
    assert by_code(aging(asked, Dimension.CLASS)) == {"": Decimal("2"), "A": Decimal("1")}


@pytest.mark.parametrize(
    "dimension",
    [Dimension.PRODUCT, Dimension.PRODUCT_GROUP, Dimension.MONTH, Dimension.QUARTER,
     Dimension.YEAR],
)  # fmt: skip
def test_dimensions_without_meaning_are_refused(
    new_sqlite_url: str, opened: list[UnitOfWork], ledger: Ledger, dimension: Dimension
) -> None:
    opened.append(ledger.write(new_sqlite_url))

    with pytest.raises(InputError):
        aging(ReceivablesService(opened[0], CLOCK), dimension)


def test_an_empty_branch_has_one_row_of_nothing(service: Any) -> None:
    asked = service()

    table = aging(asked)

    assert table.rows == (table.total,)
    assert set(table.rows[0]) == {Decimal(0)}
    assert aging(asked, Dimension.REP).rows == ()


def receivable(ledger: Ledger, day: date) -> Decimal:
    """Return Σ invoices − Σ collections up to the day, the plain way."""
    owed = sum(
        row["gross_minor"]
        for row in ledger.rows[Invoice]
        if row["state"] == "posted" and row["document_date"] <= day
    )
    came = sum(
        row["amount_minor"] for row in ledger.rows[Collection] if row["document_date"] <= day
    )
    return Decimal(owed - came) / 100


@pytest.mark.parametrize("seed", [1, 2])
def test_every_grouping_adds_up_to_the_receivable_on_any_day(service: Any, seed: int) -> None:
    ledger = random_ledger(seed)
    asked = service(ledger)
    dice = random.Random(seed)
    days = [date(2025, 1, 1) + timedelta(days=dice.randrange(400)) for _ in range(10)]
    for day in days:
        expected = receivable(ledger, day)
        for age_from in AgeFrom:
            for by in ((), (Dimension.REP,), (Dimension.CUSTOMER,), (Dimension.CLASS,),
                       (Dimension.CUSTOMER, Dimension.REP)):  # fmt: skip
                table = aging(asked, *by, as_of=day, age_from=age_from)
                assert table.total is not None
                assert table.total[-1] == expected
                assert sum(row[-1] for row in table.rows) == expected
                for row in table.rows:
                    assert sum(row[len(by) : -1]) == row[-1]
        places = by_code(aging(asked, Dimension.TERRITORY, as_of=day))
        assert places.get("", Decimal(0)) + places.get("T0", Decimal(0)) == expected
        items = asked.open_items(ReportRequest("open-items", as_of=day))
        assert sum(row[8] for row in items.rows) == expected


@pytest.mark.parametrize("age_from", list(AgeFrom))
def test_customers_alone_have_the_buckets_of_customers_with_their_class(
    service: Any, age_from: AgeFrom
) -> None:
    # They are summed by the database, the others in Python from items one by one.
    reports = service(random_ledger(11))
    for as_of in (date(2025, 12, 31), AS_OF, date(2027, 1, 1)):
        alone = aging(reports, Dimension.CUSTOMER, as_of=as_of, age_from=age_from)
        classed = aging(
            reports, Dimension.CUSTOMER, Dimension.CLASS, as_of=as_of, age_from=age_from
        )
        assert alone.rows == tuple((row[0], *row[2:]) for row in classed.rows)
        assert alone.total is not None and classed.total is not None
        assert alone.total[1:] == classed.total[2:]
