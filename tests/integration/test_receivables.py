"""Open items one by one, and the proofs that receivables tie."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from desktop.enums import Dimension
from desktop.errors import InputError
from desktop.models import Application, Invoice
from desktop.services.checking.data import Proof
from desktop.services.checking.tally import Tally
from desktop.services.figures.data import ReportRequest
from desktop.services.figures.frame import load_frame
from desktop.services.receivables.proofs import prove_aging, prove_open_items
from desktop.services.receivables.service import ReceivablesService
from desktop.services.uow import UnitOfWork
from tests.integration.accounts_ledger import CLOCK, Ledger, random_ledger

AS_OF = date(2026, 3, 31)


@pytest.fixture
def ledger() -> Ledger:
    made = Ledger()
    made.rep("R1")
    made.rep("R2")
    made.customer("B", "R1")
    made.customer("A", "R2")
    made.customer("C")
    made.invoice("10", "A", date(2026, 2, 1), date(2026, 3, 3), 1000, rep="R1")
    made.invoice("9", "A", date(2026, 2, 2), date(2026, 3, 3), 500)
    made.invoice("CN", "A", date(2026, 3, 5), date(2026, 3, 5), -300)
    made.invoice("B1", "B", date(2026, 3, 1), date(2026, 4, 15), 700)
    made.money("P1", "B", date(2026, 3, 10), 900)
    made.apply("P1", "B1", 200, date(2026, 3, 10))
    made.apply("CN", "10", 100, date(2026, 3, 5))
    return made


@pytest.fixture
def opened(database_url: str) -> Iterator[Callable[..., UnitOfWork]]:
    found: list[UnitOfWork] = []

    def write(ledger: Ledger, as_it_stands: bool = False) -> UnitOfWork:
        how = ledger.write_as_it_stands if as_it_stands else ledger.write
        found.append(how(database_url))
        return found[-1]

    yield write
    for uow in found:
        uow.database.close()


def items(uow: UnitOfWork, **more: Any) -> list[tuple[Any, ...]]:
    request = ReportRequest("open-items", **{"as_of": AS_OF, **more})
    return list(ReceivablesService(uow, CLOCK).open_items(request).rows)


def test_open_items_stand_by_customer_due_date_and_number(
    opened: Callable[..., UnitOfWork], ledger: Ledger
) -> None:
    assert items(opened(ledger)) == [
        ("10", "invoice", "A", "R2", date(2026, 2, 1), date(2026, 3, 3), 10, 1, 9, 28),
        ("9", "invoice", "A", "R2", date(2026, 2, 2), date(2026, 3, 3), 5, 0, 5, 28),
        ("CN", "credit_note", "A", "R2", date(2026, 3, 5), date(2026, 3, 5), -3, -1, -2, 26),
        ("P1", "collection", "B", "R1", date(2026, 3, 10), date(2026, 3, 10), -9, -2, -7, 0),
        ("B1", "invoice", "B", "R1", date(2026, 3, 1), date(2026, 4, 15), 7, 2, 5, 0),
    ]


def test_the_total_sums_amounts_and_what_is_open(
    opened: Callable[..., UnitOfWork], ledger: Ledger
) -> None:
    table = ReceivablesService(opened(ledger), CLOCK).open_items(
        ReportRequest("open-items", as_of=AS_OF)
    )

    assert table.total is not None
    assert table.total[6:9] == (10, 0, 10)


def test_an_earlier_day_sees_what_was_open_then(
    opened: Callable[..., UnitOfWork], ledger: Ledger
) -> None:
    rows = items(opened(ledger), as_of=date(2026, 3, 4))

    assert [(row[0], row[8], row[9]) for row in rows] == [("10", 10, 1), ("9", 5, 1), ("B1", 7, 0)]


def test_at_origin_the_owner_is_the_documents_rep(
    opened: Callable[..., UnitOfWork], ledger: Ledger
) -> None:
    rows = items(opened(ledger), owner_at_origin=True)

    assert [(row[0], row[3]) for row in rows] == [
        ("10", "R1"), ("9", ""), ("CN", ""), ("P1", "R1"), ("B1", ""),
    ]  # fmt: skip


def test_an_item_handed_over_names_its_own_owner(
    opened: Callable[..., UnitOfWork], ledger: Ledger
) -> None:
    ledger.own("10", "R1")

    assert [row[3] for row in items(opened(ledger))[:2]] == ["R1", "R2"]


def test_open_items_have_no_dimensions(opened: Callable[..., UnitOfWork], ledger: Ledger) -> None:
    with pytest.raises(InputError):
        items(opened(ledger), by=(Dimension.REP,))


def proved(uow: UnitOfWork) -> list[tuple[str, Any]]:
    with uow.read() as session:
        frame = load_frame(session)
        tally = Tally()
        tally.begin(Proof.RECEIVABLES)
        prove_open_items(session, frame, tally)
        prove_aging(session, frame, tally)
        tally.end()
    return [(one.code, one.facts.get("document") or one.facts.get("customer"))
            for one in tally.findings]  # fmt: skip


@pytest.mark.parametrize("seed", [21])
def test_a_sound_ledger_has_no_findings(opened: Callable[..., UnitOfWork], seed: int) -> None:
    assert proved(opened(random_ledger(seed))) == []


def test_an_empty_ledger_has_no_findings(opened: Callable[..., UnitOfWork]) -> None:
    assert proved(opened(Ledger())) == []


def test_what_was_paid_too_much_is_found(opened: Callable[..., UnitOfWork], ledger: Ledger) -> None:
    ledger.money("P2", "A", date(2026, 3, 20), 600)
    ledger.apply("P2", "9", 600, date(2026, 3, 20))

    assert proved(opened(ledger)) == [("item_over_applied", "9"), ("aging_not_receivable", "A")]


def test_money_for_another_customers_document_is_found(
    opened: Callable[..., UnitOfWork], ledger: Ledger
) -> None:
    ledger.apply("P1", "9", 100, date(2026, 3, 10))

    found = proved(opened(ledger))

    assert found[0] == ("application_between_customers", "9")
    assert ("aging_not_receivable", "A") in found


def test_an_application_before_its_money_is_found(
    opened: Callable[..., UnitOfWork], ledger: Ledger
) -> None:
    ledger.rows[Application][0]["applied_on"] = date(2026, 3, 9)

    assert proved(opened(ledger)) == [("application_too_early", "B1")]


def test_an_application_of_a_void_document_is_found(
    opened: Callable[..., UnitOfWork], ledger: Ledger
) -> None:
    ledger.rows[Invoice][3].update(state="void", voided_on=AS_OF)

    found = proved(opened(ledger))

    assert found[0] == ("application_of_void", "B1")


def test_a_day_of_settlement_that_drifted_is_found(
    opened: Callable[..., UnitOfWork], ledger: Ledger
) -> None:
    ledger.settle()
    ledger.rows[Invoice][1]["settled_on"] = date(2026, 3, 9)

    found = proved(opened(ledger, as_it_stands=True))

    assert found == [("item_settled_on_wrong", "9"), ("aging_not_receivable", "A")]
