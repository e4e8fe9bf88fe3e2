"""The report `collections`: hand-computed figures, and identities over random histories."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from desktop.enums import Dimension
from desktop.errors import InputError
from desktop.models import Collection, Invoice
from desktop.services.figures.data import ReportRequest, ReportTable
from desktop.services.receivables.service import ReceivablesService
from desktop.services.uow import UnitOfWork
from tests.integration.accounts_ledger import CLOCK, Ledger, random_ledger

Q1 = {"first": date(2026, 1, 1), "last": date(2026, 3, 31), "as_of": date(2026, 3, 31)}


@pytest.fixture
def ledger() -> Ledger:
    made = Ledger()
    made.territory("T0")
    made.territory("T1", "T0")
    made.rep("R0")
    made.rep("R1", "R0", "T1")
    made.rep("R2", "R0")
    made.customer("A", "R1", "T1", weight="A")
    made.customer("B", "R2", weight="B")
    return made


@pytest.fixture
def service(database_url: str, ledger: Ledger) -> Iterator[Any]:
    opened: list[UnitOfWork] = []

    def build(made: Ledger = ledger) -> ReceivablesService:
        opened.append(made.write(database_url))
        return ReceivablesService(opened[-1], CLOCK)

    yield build
    for uow in opened:
        uow.database.close()


def collections(service: ReceivablesService, *by: Dimension, **more: Any) -> ReportTable:
    return service.collections(ReportRequest("collections", by, **{**Q1, **more}))


def figures(table: ReportTable, row: tuple[Any, ...] | None = None) -> dict[str, Any]:
    names = [column.name for column in table.columns]
    return dict(zip(names, row or table.total or (), strict=True))


def a_quarter(ledger: Ledger) -> None:
    """A quarter of one customer: two old debts, two new ones, money for three."""
    ledger.invoice("OLD", "A", date(2025, 11, 1), date(2025, 12, 1), 100_00, rep="R1")
    ledger.invoice("NEXT", "A", date(2025, 12, 10), date(2026, 1, 10), 200_00, rep="R1")
    ledger.invoice("NEW", "A", date(2026, 2, 1), date(2026, 3, 3), 250_00, tax=50_00, rep="R1")
    ledger.invoice("LATER", "A", date(2026, 3, 20), date(2026, 4, 20), 400_00, rep="R1")
    ledger.money("P0", "A", date(2025, 12, 20), 40_00, rep="R1")
    ledger.apply("P0", "OLD", 40_00, date(2025, 12, 20))
    ledger.money("P1", "A", date(2026, 1, 15), 260_00, rep="R1")
    ledger.apply("P1", "OLD", 60_00, date(2026, 1, 15))
    ledger.apply("P1", "NEXT", 200_00, date(2026, 1, 15))
    ledger.money("P2", "A", date(2026, 3, 25), 150_00, rep="R1")
    ledger.apply("P2", "NEW", 100_00, date(2026, 3, 25))
    ledger.apply("P2", "LATER", 50_00, date(2026, 3, 25))
    ledger.money("P3", "A", date(2026, 4, 5), 999_00, rep="R1")


def test_a_quarter_computed_by_hand(service: Any, ledger: Ledger) -> None:
    a_quarter(ledger)

    found = figures(collections(service()))

    assert found["receivable_start"] == 260
    assert found["invoiced"] == 700
    assert found["collected"] == 410
    assert found["receivable_end"] == 550
    assert found["collected_to_sales"] == Decimal(41) / Decimal(70)
    assert found["collected_to_collectable"] == Decimal(410) / Decimal(960)
    # 60 overdue and 200 falling due of what was open, 300 of what was new; not LATER.
    assert found["due_in_period"] == 560
    assert found["collected_of_due"] == 360
    assert found["collected_due_rate"] == Decimal(360) / Decimal(560)
    assert found["dso"] == Decimal(550) * 90 / Decimal(700)
    # March's 400 and 31 days, then 150 of February's 300 and its 28 days.
    assert found["dso_countback"] == 31 + 14
    assert found["overdue"] == 200
    assert found["overdue_rate"] == Decimal(200) / Decimal(550)


def test_an_item_due_on_the_eve_is_due_in_the_period(service: Any, ledger: Ledger) -> None:
    ledger.invoice("I1", "A", date(2025, 12, 1), date(2025, 12, 31), 100)

    assert figures(collections(service()))["due_in_period"] == 1


def test_what_was_prepaid_is_collected_when_its_invoice_falls_due(
    service: Any, ledger: Ledger
) -> None:
    ledger.money("P1", "A", date(2025, 12, 1), 100)
    ledger.invoice("I1", "A", date(2026, 2, 1), date(2026, 2, 28), 100)
    ledger.apply("P1", "I1", 100, date(2026, 2, 1))

    found = figures(collections(service()))

    assert (found["due_in_period"], found["collected_of_due"]) == (1, 1)


def test_credit_notes_make_less_due_and_are_no_money(service: Any, ledger: Ledger) -> None:
    ledger.invoice("I1", "A", date(2025, 11, 1), date(2025, 12, 1), 500)
    ledger.invoice("CN", "A", date(2025, 12, 5), date(2025, 12, 5), -200)
    ledger.apply("CN", "I1", 50, date(2025, 12, 5))
    ledger.apply("CN", "I1", 150, date(2026, 1, 5))

    found = figures(collections(service()))

    assert (found["due_in_period"], found["collected_of_due"]) == (3, 0)
    assert (found["receivable_start"], found["receivable_end"]) == (3, 3)


def test_what_is_undefined_says_why(service: Any, ledger: Ledger) -> None:
    ledger.money("P1", "A", date(2026, 2, 1), 100)

    found = figures(collections(service()))

    notes = {name: value for name, value in found.items() if name.endswith("_note") and value}
    assert notes == {
        "collected_to_sales_note": "no sales",
        "collected_to_collectable_note": "nothing collectable",
        "collected_due_rate_note": "nothing due",
        "dso_note": "no sales",
        "overdue_rate_note": "no receivable",
    }
    assert found["dso_countback"] == 0


def test_a_receivable_beyond_all_sales_is_more_than_n_days(service: Any, ledger: Ledger) -> None:
    ledger.invoice("I1", "A", date(2026, 2, 10), date(2026, 3, 10), 100, rep="R2")

    table = collections(service(), Dimension.REP)

    by_rep = {row[0]: figures(table, row) for row in table.rows}
    assert by_rep["R1"]["dso_countback"] is None
    assert by_rep["R1"]["dso_countback_note"] == "> 59 days"
    assert by_rep["R2"]["invoiced"] == 1


def test_months_begin_where_the_last_one_ended(service: Any, ledger: Ledger) -> None:
    a_quarter(ledger)

    table = collections(service(), Dimension.MONTH)

    rows = [figures(table, row) for row in table.rows]
    assert [row["month"] for row in rows] == ["2026-01", "2026-02", "2026-03"]
    assert [row["receivable_start"] for row in rows] == [260, 0, 300]
    assert [row["invoiced"] for row in rows] == [0, 300, 400]
    assert [row["collected"] for row in rows] == [260, 0, 150]
    assert [row["receivable_end"] for row in rows] == [0, 300, 550]
    assert rows[1]["dso"] == 28
    assert figures(table)["receivable_start"] == 260


def test_quarters_and_fiscal_years_are_cut_at_the_periods_ends(
    service: Any, ledger: Ledger
) -> None:
    a_quarter(ledger)

    table = collections(
        service(), Dimension.YEAR, Dimension.CUSTOMER, Dimension.QUARTER,
        first=date(2025, 12, 15), last=date(2026, 2, 10), as_of=date(2026, 6, 1),
    )  # fmt: skip

    rows = [(row[:3], figures(table, row)["collected"]) for row in table.rows]
    assert rows == [(("2025", "A", "2025-Q4"), 40), (("2026", "A", "2026-Q1"), 260)]


def test_shared_credit_is_invoiced_by_each_to_the_last_cent(service: Any, ledger: Ledger) -> None:
    shares = {"R1": 60, "R2": 40}
    ledger.invoice("I1", "A", date(2026, 2, 1), date(2026, 3, 1), 1001, tax=131, shares=shares)
    asked = service()

    table = collections(asked, Dimension.REP)
    with_class = collections(asked, Dimension.CLASS, Dimension.REP)

    by_rep = {row[0]: figures(table, row)["invoiced"] for row in table.rows}
    # 600 + 78.6 and 401 + 52.4: the cent left goes to the larger part of a cent.
    assert by_rep == {"R1": Decimal("6.79"), "R2": Decimal("4.53")}
    assert sum(by_rep.values()) == figures(table)["invoiced"]
    assert {row[:2] for row in with_class.rows} == {("A", "R1"), ("A", "R2")}


def test_products_have_no_receivables(new_sqlite_url: str, ledger: Ledger) -> None:
    uow = ledger.write(new_sqlite_url)

    with pytest.raises(InputError):
        collections(ReceivablesService(uow, CLOCK), Dimension.PRODUCT)

    uow.database.close()


def test_an_empty_branch_has_one_row_of_nothing(service: Any) -> None:
    asked = service()

    table = collections(asked)

    assert table.rows == (table.total,)
    assert figures(table)["receivable_end"] == 0
    assert collections(asked, Dimension.MONTH).rows == ()


def test_a_period_after_the_as_of_date_holds_nothing(service: Any, ledger: Ledger) -> None:
    a_quarter(ledger)

    found = figures(collections(service(), first=date(2026, 3, 25), as_of=date(2026, 2, 5)))

    assert (found["receivable_start"], found["receivable_end"], found["invoiced"]) == (300, 300, 0)


@pytest.mark.parametrize("seed", [3, 4])
def test_the_end_is_the_start_and_invoices_less_money(service: Any, seed: int) -> None:
    ledger = random_ledger(seed)
    asked = service(ledger)
    for first, days in ((date(2025, 1, 1), 365), (date(2025, 4, 17), 60), (date(2025, 9, 1), 30)):
        last = first + timedelta(days=days - 1)
        for by in ((), (Dimension.CUSTOMER,), (Dimension.MONTH, Dimension.CUSTOMER)):
            table = collections(asked, *by, first=first, last=last, as_of=last)
            for row in (*table.rows, table.total):
                found = figures(table, row)
                assert found["receivable_end"] == (
                    found["receivable_start"] + found["invoiced"] - found["collected"]
                )
        assert figures(table)["collected"] == _sum(ledger, Collection, "amount_minor", first, last)
        assert figures(table)["invoiced"] == _sum(ledger, Invoice, "gross_minor", first, last)


@pytest.mark.parametrize("seed", [5])
def test_reps_and_customers_add_up_to_the_total(service: Any, seed: int) -> None:
    asked = service(random_ledger(seed))
    names = (
        "receivable_start", "invoiced", "collected", "receivable_end", "due_in_period",
        "collected_of_due", "overdue",
    )  # fmt: skip
    span = {"first": date(2025, 3, 10), "last": date(2025, 10, 20), "as_of": date(2025, 10, 20)}
    for by in ((Dimension.REP,), (Dimension.CUSTOMER,), (Dimension.CLASS, Dimension.REP)):
        table = collections(asked, *by, **span)
        rows = [figures(table, row) for row in table.rows]
        for name in names:
            assert sum(row[name] for row in rows) == figures(table)[name]


def _sum(ledger: Ledger, record: Any, column: str, first: date, last: date) -> Decimal:
    found = sum(
        row[column]
        for row in ledger.rows[record]
        if row["state"] == "posted" and first <= row["document_date"] <= last
    )
    return Decimal(found) / 100
