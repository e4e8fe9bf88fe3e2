"""Lines and shares of a posted document come with it, and stay as they came."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from desktop.models import Invoice, InvoiceLine, OrderCredit, OrderLine, SalesOrder
from tests.factories import Desk

_ORDER = "order_no,order_date,customer_code,amount,rep_code\nO1,2026-01-05,C1,10,R1:60;R2:40\n"
_INVOICE = (
    "invoice_no,invoice_date,customer_code,amount,rep_code\nI1,2026-01-05,C1,10,R1:60;R2:40\n"
)
_LINES = {
    "order_line": "(branch_id, order_id, line_no, net_minor) SELECT branch_id, id, 9, 5 "
                  "FROM sales_order",
    "invoice_line": "(branch_id, invoice_id, line_no, net_minor, tax_minor) "
                    "SELECT branch_id, id, 9, 5, 0 FROM invoice",
    "order_credit": "(branch_id, order_id, line_no, rep_id, share_millionths, net_minor) "
                    "SELECT branch_id, id, 1, (SELECT id FROM rep WHERE code = 'R3'), 1, 1 "
                    "FROM sales_order",
    "invoice_credit": "(branch_id, invoice_id, line_no, rep_id, share_millionths, net_minor) "
                      "SELECT branch_id, id, 1, (SELECT id FROM rep WHERE code = 'R3'), 1, 1 "
                      "FROM invoice",
}  # fmt: skip


@pytest.fixture
def posted(desk: Desk) -> Desk:
    """Return a desk with a posted order and a posted invoice, their credit shared."""
    desk.reps(3)
    desk.customers(1)
    desk.bring("orders", _ORDER)
    desk.bring("invoices", _INVOICE)
    return desk


def _sql(desk: Desk, statement: str) -> None:
    with Session(desk.database.writer) as session:
        session.execute(text(statement))
        session.commit()


def test_nothing_is_put_into_a_posted_document_nor_changed_in_it(posted: Desk) -> None:
    before = posted.contents(versions=True)
    for table, values in _LINES.items():
        with pytest.raises(DBAPIError, match=f"posted {table} is never changed"):
            _sql(posted, f"INSERT INTO {table} {values}")
        for change in ("UPDATE {} SET net_minor = 1", "DELETE FROM {}"):
            with pytest.raises(DBAPIError, match=f"posted {table} is never changed"):
                _sql(posted, change.format(table))
    assert posted.contents(versions=True) == before


def test_a_command_puts_nothing_into_what_another_one_posted(posted: Desk) -> None:
    with (
        pytest.raises(DBAPIError, match="never changed"),
        posted.uow.write(posted.actor, "Add a line") as session,
    ):
        # A header that was merely touched is not this command's own.
        session.execute(text("UPDATE sales_order SET version = version + 1"))
        session.execute(text(f"INSERT INTO order_line {_LINES['order_line']}"))


def test_without_its_guard_a_line_goes_in(posted: Desk) -> None:
    drop = "DROP TRIGGER {}"
    name = "posted_order_line_insert"
    if posted.database.engine.dialect.name == "postgresql":
        name = "branchbook_new_line ON order_line"
    _sql(posted, drop.format(name))
    _sql(posted, f"INSERT INTO order_line {_LINES['order_line']}")
    assert len(posted.rows(OrderLine, "id")) == 2


def test_one_command_posts_a_document_with_its_lines_and_shares(posted: Desk) -> None:
    ((customer, rep),) = [
        (one, two) for one, _date, two in posted.rows(
            SalesOrder, "customer_id", "document_date", "credited_rep_id"
        )
    ]  # fmt: skip
    whose = {"branch_id": posted.actor.branch_id}
    with posted.uow.write(posted.actor, "Post") as session:
        order = session.execute(
            insert(SalesOrder).returning(SalesOrder.id).values(
                **whose, number="O9", number_key="o9", state="posted", status="confirmed",
                document_date=date(2026, 2, 2), month=2026 * 12 + 1, customer_id=customer,
                is_shared=True, net_minor=7,
            )
        ).scalar_one()  # fmt: skip
        session.execute(insert(OrderLine).values(**whose, order_id=order, line_no=1, net_minor=7))
        session.execute(
            insert(OrderCredit).values(
                **whose, order_id=order, line_no=1, rep_id=rep, share_millionths=1_000_000,
                net_minor=7,
            )
        )  # fmt: skip
    assert len(posted.rows(OrderLine, "id", order_id=order)) == 1


def test_a_draft_takes_lines_from_any_command_until_it_is_posted(posted: Desk) -> None:
    ((customer,),) = posted.rows(Invoice, "customer_id")
    whose = {"branch_id": posted.actor.branch_id}
    with posted.uow.write(posted.actor, "Draft") as session:
        invoice = session.execute(
            insert(Invoice).returning(Invoice.id).values(
                **whose, number="I9", number_key="i9", state="draft", kind="invoice",
                document_date=date(2026, 2, 2), due_date=date(2026, 2, 2), month=2026 * 12 + 1,
                customer_id=customer, order_number="", is_shared=False, net_minor=7, tax_minor=0,
                gross_minor=7, settled_on=date(9999, 12, 31),
            )
        ).scalar_one()  # fmt: skip
    line = {**whose, "invoice_id": invoice, "net_minor": 7, "tax_minor": 0}
    with posted.uow.write(posted.actor, "Add a line") as session:
        session.execute(insert(InvoiceLine).values(**line, line_no=1))
        session.execute(text(f"UPDATE invoice SET state = 'posted' WHERE id = {invoice}"))
    with (
        pytest.raises(DBAPIError, match="never changed"),
        posted.uow.write(posted.actor, "Add another") as session,
    ):
        session.execute(insert(InvoiceLine).values(**line, line_no=2))
