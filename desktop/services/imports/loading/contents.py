"""What stands in a batch, so that it can be named before the batch is taken back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.enums import ImportKind
from desktop.models import (
    Application,
    Base,
    BatchChange,
    BudgetLine,
    CalendarDay,
    Collection,
    Customer,
    CustomerRep,
    Expense,
    ImportBatch,
    Invoice,
    Leave,
    MarketNote,
    PlanLine,
    Product,
    ProductGroup,
    Rep,
    SalesOrder,
    Territory,
    Visit,
    VisitPlan,
)

#: What people count; lines and parts go with their documents and are not named.
_NAMED: tuple[type[Base], ...] = (
    Territory, Rep, ProductGroup, Product, Customer, SalesOrder, Invoice, Collection, Application,
    Visit, VisitPlan, Expense, PlanLine, BudgetLine, MarketNote, Leave,
    CalendarDay,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BatchContents:
    """What goes when a batch is taken back.

    `removed` are (table, how many) of what came in with it, `restored` of what it changed and
    what will be again as it was; both in a fixed order, nothing with zero.
    """

    batch_id: int
    file_name: str
    removed: tuple[tuple[str, int], ...]
    restored: tuple[tuple[str, int], ...]


def contents_of(session: Session, batch: ImportBatch) -> BatchContents:
    """Return what came in with a batch and still stands, and what it changed."""
    removed: list[tuple[str, int]] = []
    # The customers' own file places them too; only a file of assignments is about that.
    is_placing = batch.kind == ImportKind.ASSIGNMENTS
    named: tuple[type[Base], ...] = (*_NAMED, CustomerRep) if is_placing else _NAMED
    for record in named:
        table = record.__table__
        query = select(func.count()).select_from(table).where(table.c.batch_id == batch.id)
        if "state" in table.c:
            query = query.where(table.c.state != "void")
        count = session.scalar(query) or 0
        if count:
            removed.append((record.__tablename__, count))
    changed = session.execute(
        select(BatchChange.table_name, func.count(BatchChange.row_id.distinct()))
        .where(BatchChange.batch_id == batch.id)
        .group_by(BatchChange.table_name)
        .order_by(BatchChange.table_name)
    )
    restored = tuple((name, count) for name, count in changed)
    return BatchContents(batch.id, batch.file_name, tuple(removed), restored)
