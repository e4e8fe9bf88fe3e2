"""The monthly sums of sales, kept in the transaction that changes what they sum."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, delete, func, insert, literal, select, union_all
from sqlalchemy.orm import Session

from desktop.enums import SalesBasis
from desktop.models import (
    Invoice,
    InvoiceCredit,
    InvoiceLine,
    OrderCredit,
    OrderLine,
    Product,
    SalesMonth,
    SalesOrder,
)
from desktop.services.figures.frame import BranchFacts
from desktop.services.figures.sql import whole_sum

#: The columns of `sales_month` in the order in which `sales_by_month` gives them.
COLUMNS = (
    "branch_id", "month", "rep_id", "product_group_id", "territory_id", "quantity_millionths",
    "net_minor", "costed_net_minor", "cost_minor", "lines", "uncosted_lines",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Sources:
    """The tables of the branch's sales, how they hang together, and which documents count."""

    document: Any
    line: Any
    credit: Any
    line_document: Any
    credit_document: Any
    where: tuple[Any, ...]

    @classmethod
    def of(cls, branch: BranchFacts, months: Collection[int] | None) -> _Sources:
        """Return the sources of a branch's sales basis; None means all months."""
        document: Any = Invoice
        where = [Invoice.branch_id == branch.id, Invoice.state == "posted"]
        if branch.sales_basis is SalesBasis.ORDERED:
            document = SalesOrder
            where = [SalesOrder.branch_id == branch.id, SalesOrder.state == "posted"]
            where.append(SalesOrder.status != "cancelled")
        if months is not None:
            where.append(document.month.in_(sorted(months)))
        if document is Invoice:
            line, credit = InvoiceLine.invoice_id, InvoiceCredit.invoice_id
            return cls(Invoice, InvoiceLine, InvoiceCredit, line, credit, tuple(where))
        line, credit = OrderLine.order_id, OrderCredit.order_id
        return cls(SalesOrder, OrderLine, OrderCredit, line, credit, tuple(where))

    def own(self) -> Select[Any]:
        """Return the lines of documents that count for one rep or for none."""
        document, line = self.document, self.line
        return (
            select(
                document.month,
                func.coalesce(document.credited_rep_id, 0).label("rep_id"),
                func.coalesce(Product.group_id, 0).label("group_id"),
                func.coalesce(document.territory_id, 0).label("territory_id"),
                line.quantity_millionths,
                line.net_minor,
                line.cost_minor,
                literal(1).label("counted"),
            )
            .join(
                line,
                (line.branch_id == document.branch_id) & (self.line_document == document.id),
            )
            .outerjoin(Product, Product.id == line.product_id)
            .where(*self.where, document.is_shared.is_(False))
        )

    def shared(self) -> Select[Any]:
        """Return the parts of lines whose credit is shared, in the same columns."""
        document, line, credit = self.document, self.line, self.credit
        return (
            select(
                document.month,
                credit.rep_id,
                func.coalesce(Product.group_id, 0),
                func.coalesce(document.territory_id, 0),
                credit.quantity_millionths,
                credit.net_minor,
                credit.cost_minor,
                literal(1),
            )
            .join(
                credit,
                (credit.branch_id == document.branch_id) & (self.credit_document == document.id),
            )
            .join(
                line,
                (line.branch_id == document.branch_id)
                & (self.line_document == document.id)
                & (line.line_no == credit.line_no),
            )
            .outerjoin(Product, Product.id == line.product_id)
            .where(*self.where, document.is_shared.is_(True))
        )


def sales_by_month(branch: BranchFacts, months: Collection[int] | None = None) -> Select[Any]:
    """Return the statement that sums the branch's sales as `sales_month` keeps them.

    Lines of documents with shared credit count by their parts, each as a line of its rep:
    whoever has a part of a line with a cost has a profit, and who has not, has none to speak
    of. None means all months.
    """
    sources = _Sources.of(branch, months)
    rows = union_all(sources.own(), sources.shared()).subquery()
    known = rows.c.cost_minor.is_not(None)
    keys = (rows.c.month, rows.c.rep_id, rows.c.group_id, rows.c.territory_id)
    return select(
        literal(branch.id),
        *keys,
        whole_sum(rows.c.quantity_millionths),
        whole_sum(rows.c.net_minor),
        whole_sum(case((known, rows.c.net_minor), else_=0)),
        whole_sum(rows.c.cost_minor),
        whole_sum(rows.c.counted),
        whole_sum(case((known, 0), else_=rows.c.counted)),
    ).group_by(*keys)


def refresh_sales_months(
    session: Session, branch: BranchFacts, months: Collection[int] | None
) -> None:
    """Make the sums of these months anew; None means all."""
    if months is not None and not months:
        return
    old = delete(SalesMonth).where(SalesMonth.branch_id == branch.id)
    if months is not None:
        old = old.where(SalesMonth.month.in_(sorted(months)))
    session.execute(old)
    session.execute(insert(SalesMonth).from_select(list(COLUMNS), sales_by_month(branch, months)))
